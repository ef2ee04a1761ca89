package soak_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// kind is a resource, as far as the soak treats all alike.
type kind struct{ *subject.Subject }

var (
	kinds = func() []*kind {
		var out []*kind
		for _, s := range subject.Resources() {
			if !s.Anonymous { // lost answers leave what nobody can find
				out = append(out, &kind{s})
			}
		}
		return out
	}()
	companies, policies = kindOf(subject.Company), kindOf(subject.Policy)
)

func kindOf(s *subject.Subject) *kind {
	return kinds[slices.IndexFunc(kinds, func(k *kind) bool { return k.Subject == s })]
}

// drawn says that attributes are drawn from the tree.
func (k *kind) drawn() bool { return k.Random.Attributes == nil }

// isParent says that other objects stand below such an object.
func (k *kind) isParent() bool {
	return slices.ContainsFunc(kinds, func(other *kind) bool { return other.Parent == k.Subject })
}

func child(m map[string]any, name string) map[string]any {
	c, _ := m[name].(map[string]any)
	return c
}

// unique takes values away that a list of scalars has already: some lists refuse them, and they mean nothing in any.
func unique(n *field.Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, a := range n.Attrs {
			if c, there := v[a.JSON]; there {
				v[a.JSON] = unique(a, c)
			}
		}
	case []any:
		if n.Kind == field.Keyed {
			for _, e := range v {
				for _, a := range n.Attrs {
					if e.(map[string]any)[n.Key[0]] == a.JSON {
						unique(a, e)
					}
				}
			}
			return v
		}
		seen := map[string]bool{}
		return slices.DeleteFunc(v, func(e any) bool {
			text := canonical(unique(n.Elem, e))
			again := seen[strings.ToLower(text)]
			seen[strings.ToLower(text)] = true
			return again
		})
	}
	return v
}

const someToken = "some-token"

// judge is a sandbox that says whether a document is acceptable.
func judge() *sandbox.Server {
	s := sandbox.New(sandbox.Options{Tokens: []string{someToken}, DiscardRequests: true})
	s.SetModes(sandbox.Modes{AllowUnknownCompanies: true})
	if err := subject.InsertStrangers(s, subject.Resources()...); err != nil {
		panic(err)
	}
	return s
}

// accepts says that neither the provider nor the API would refuse these attributes.
func (k *kind) accepts(attrs map[string]any) bool {
	if k.Parent != nil { // which no draw has
		attrs = maps.Clone(attrs)
		attrs[k.ParentAttr] = k.Parent.TheirID
		for _, above := range k.Above() {
			if above != k.Parent {
				attrs[above.Type+"_id"] = above.TheirID
			}
		}
		if k.Sole != nil && k.Sole.Role != "" {
			attrs["company_role"] = k.Sole.Role
		}
	}
	if slices.ContainsFunc(validate.Config(k.Tree, attrs), func(f validate.Finding) bool { return !f.Warning }) {
		return false
	}
	body, err := codec.Encode(k.Tree, attrs)
	if err != nil || len(codec.Missing(k.Tree, body)) > 0 {
		return false
	}
	if k.Sole != nil && !says(body) {
		return false // such settings are as if nobody had set them: an answer of nothing is like them, one with somebody's addition alone is none
	}
	if k.Random.Unjudged {
		return true
	}
	if k.Random.Posted != nil {
		k.Random.Posted(body)
	}
	data, err := codec.FormatJSON(body)
	if err != nil {
		return false
	}
	r := httptest.NewRequestWithContext(context.Background(), k.method(), "http://localhost"+k.judged(), strings.NewReader(string(data)))
	r.Header.Set("Authorization", "Bearer "+someToken)
	r.Header.Set("User-Agent", "soak")
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	judge().ServeHTTP(w, r)
	return w.Code < http.StatusMultipleChoices
}

// says tells whether there is anything but empty lists and objects in a document.
func says(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), says)
	case []any:
		return len(v) > 0
	}
	return true
}

// method is that of a request that makes one.
func (k *kind) method() string {
	if k.Sole != nil {
		return k.Sole.Method
	}
	return http.MethodPost
}

// judged is where the judge is asked to make one.
func (k *kind) judged() string {
	if k.Sole != nil {
		return strings.Replace(k.Sole.Path, "*", k.Parent.TheirID, 1) + "?" + k.Sole.Query()
	}
	path := k.Collection
	for _, above := range k.Above() {
		path = strings.Replace(path, "*", above.TheirID, 1)
	}
	return path
}

// canonical is a JSON value as text, equal for equal values.
func canonical(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}
