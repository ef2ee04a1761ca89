package crud

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// prefs are the settings of these tests: one object per company, or per company and role.
func prefs() *Spec {
	return &Spec{
		Name: "prefs", Title: "preferences", ImportID: []string{"company_id", "role"},
		Tree: &field.Tree{
			Parents: []*field.Node{field.Parent("company_id", field.Any, "Company."), {Name: "role", Mode: field.CreateOnly, Doc: "Role."}},
			Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "language", JSON: "language", Doc: "Language."},
				{Name: "limits", JSON: "limits", Kind: field.Object, Doc: "Limits.", Attrs: []*field.Node{
					{Name: "day", JSON: "day", Doc: "Day."}, {Name: "year", JSON: "year", Doc: "Year."},
				}},
			}},
		},
		Connect:  team().Connect,
		Sole:     func(map[string]any) string { return "the preferences of the company" },
		Settings: &Settings{},
	}
}

// prefsAPI keeps preferences by what tells them apart. It answers 404 where nobody set any, or an empty object.
type prefsAPI struct {
	*fake
	emptyIfUnset bool
}

func place(at Ref) Ref {
	id, _ := at.Attrs["company_id"].(string)
	if role, ok := at.Attrs["role"].(string); ok {
		id += "-" + role
	}
	return Ref{Attrs: map[string]any{"id": id}}
}

func (p prefsAPI) Read(ctx context.Context, at Ref, fresh bool) (Found, error) {
	id, _ := place(at).Attrs["id"].(string)
	if p.fake.mu.Lock(); p.emptyIfUnset && p.teams[id] == nil {
		p.teams[id] = map[string]any{}
	}
	p.fake.mu.Unlock()
	return p.fake.Read(ctx, place(at), fresh)
}

func (p prefsAPI) Update(ctx context.Context, w httpx.Write, at Ref, body, live map[string]any) error {
	err := p.fake.Update(ctx, w, place(at), body, live)
	p.fake.mu.Lock()
	defer p.fake.mu.Unlock()
	for _, t := range p.teams {
		delete(t, "version")
	}
	return err
}

func (p prefsAPI) Delete(ctx context.Context, w httpx.Write, at Ref) error {
	return p.fake.Delete(ctx, w, place(at))
}

func prefsOf(t *testing.T, spec *Spec, live string) *terraform {
	t.Helper()
	tf := connect(t, spec, prefsAPI{fake: newFake()}, NewSession())
	if live != "" {
		tf.api.has("c", live)
	}
	return tf
}

const (
	preferred = `{"company_id": "c", "language": "de", "limits": {"day": "1"}}`
	takesOver = "warning: Preferences (c) takes over the preferences of the company"
)

// A create of settings changes what is there: what the configuration leaves out stays, is remembered and shows when it changes.
func TestSettings_create(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := prefsOf(t, prefs(), `{"language": "en", "limits": {"day": "0", "year": "9"}}`)
		p := tf.plan(attributes(t, preferred), nil)
		said(t, p.reports, takesOver)
		details(t, p.reports, "Nothing is made", `language from "en" to "de"`)
		made, diags := tf.apply(p)
		said(t, diags)
		asked(t, tf.api, "GET c", "GET c", "GET c", "PUT c", "GET c")
		holds(t, made, `{"company_id": "c", "language": "de", "limits": {"day": "1"}}`)
		if diff := cmp.Diff(doc(t, `{"language": "de", "limits": {"day": "1", "year": "9"}}`), tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
		read, diags := tf.read(made)
		said(t, diags)
		said(t, tf.plan(attributes(t, preferred), read).reports)
		tf.api.has("c", `{"language": "de", "limits": {"day": "1", "year": "8"}}`)
		drifted, diags := tf.read(read)
		said(t, diags)
		holds(t, drifted, `{"company_id": "c", "language": "de", "limits": {"day": "1", "year": "8"}}`)
	})
}

// Where nobody set anything, the create is the first update, whatever a read says of that.
func TestSettings_unset(t *testing.T) {
	for name, emptyIfUnset := range map[string]bool{"404": false, "empty": true} {
		for _, config := range []string{preferred, `{"company_id": "c", "role": "admin", "language": "de"}`, `{"company_id": "c"}`} {
			bubble(t, name+" "+config, func(t *testing.T) {
				tf := connect(t, prefs(), prefsAPI{newFake(), emptyIfUnset}, NewSession())
				p := tf.plan(attributes(t, config), nil)
				said(t, p.reports) // there is nothing to take over
				made, diags := tf.apply(p)
				said(t, diags)
				holds(t, made, config)
				if log := strings.Join(tf.api.requests(), " "); !strings.Contains(log, "PUT c") || strings.Contains(log, "POST") {
					t.Errorf("requests %s", log)
				}
				read, diags := tf.read(made)
				said(t, diags)
				holds(t, read, config)
			})
		}
	}
}

// The company of the settings may be new, and not show everywhere at once. One that never shows is an error.
func TestSettings_ofNewCompany(t *testing.T) {
	missing := outcome{err: answered("PUT", http.StatusNotFound)}
	for misses, want := range map[int][]string{1: nil, 3: nil, 20: {"error: Cannot take over preferences (c)"}} {
		bubble(t, fmt.Sprint(misses), func(t *testing.T) {
			tf := connect(t, prefs(), prefsAPI{newFake(), false}, NewSession())
			tf.api.script("PUT", slices.Repeat([]outcome{missing}, misses)...)
			made, diags := tf.create(preferred)
			said(t, diags, want...)
			if (made == nil) != (want != nil) {
				t.Errorf("in state is %v", made)
			}
		})
	}
}

// Whatever goes wrong, nothing is in state, and the next apply finds what is there then.
func TestSettings_fails(t *testing.T) {
	for name, c := range map[string]struct {
		verb string
		then outcome
		want []string
		open bool
	}{
		"refused":        {"PUT", outcome{err: answered("PUT", http.StatusBadRequest)}, []string{"error: Cannot take over preferences (c)"}, true},
		"lost":           {"PUT", outcome{err: reset("PUT"), done: true}, nil, false},
		"not arrived":    {"PUT", outcome{err: reset("PUT")}, []string{"error: Cannot take over preferences (c)"}, true},
		"cannot be read": {"GET", outcome{err: answered("GET", http.StatusForbidden)}, []string{"error: Cannot take over the preferences of the company"}, true},
		"another's 404":  {"GET", outcome{err: page(http.StatusNotFound)}, []string{"error: Cannot take over the preferences of the company"}, true},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := prefsOf(t, prefs(), "")
			p := tf.plan(attributes(t, preferred), nil)
			tf.api.script(c.verb, c.then)
			made, diags := tf.apply(p)
			said(t, diags, c.want...)
			if (made == nil) != c.open {
				t.Errorf("in state is %v", made)
			}
			if made == nil {
				made, diags = tf.create(preferred)
				if name == "not arrived" || name == "refused" {
					// In this run the address has claimed it.
					return
				}
				said(t, diags)
				holds(t, made, preferred)
			}
		})
	}
}

// Settings that somebody reset are gone to a refresh, and the next plan sets them again; a 404 of another place proves nothing.
func TestSettings_gone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := prefsOf(t, prefs(), `{"language": "en"}`)
		made, _ := tf.create(preferred)
		delete(tf.api.teams, "c")
		if after, diags := tf.read(made); after != nil || len(diags) > 0 {
			t.Errorf("in state is %v, %v", after, diags)
		}
		tf.api.origin = "https://elsewhere.example.com"
		after, diags := tf.read(made)
		said(t, diags, "error: Cannot find preferences (c)", "error: Not the place where it was made")
		holds(t, after, preferred)
	})
}

func TestSettings_destroy(t *testing.T) {
	started := func(t *testing.T, change func(*Spec)) (*terraform, *instance) {
		t.Helper()
		spec := prefs()
		change(spec)
		tf := prefsOf(t, spec, `{"language": "en"}`)
		made, diags := tf.create(preferred)
		said(t, diags)
		tf.api.requests()
		return tf, made
	}
	bubble(t, "deleted", func(t *testing.T) {
		tf, made := started(t, func(*Spec) {})
		after, diags := tf.destroy(made)
		said(t, diags)
		asked(t, tf.api, "DELETE c")
		if after != nil || tf.api.count() != 0 {
			t.Errorf("left is %v", after)
		}
	})
	reset := func(s *Spec) {
		s.Settings.Reset = func(map[string]any) map[string]any { return map[string]any{"language": "en"} }
	}
	bubble(t, "reset", func(t *testing.T) {
		tf, made := started(t, reset)
		after, diags := tf.destroy(made)
		said(t, diags)
		asked(t, tf.api, "GET c", "PUT c")
		if after != nil || !cmp.Equal(tf.api.teams["c"], map[string]any{"language": "en"}) {
			t.Errorf("left is %v, at the API %v", after, tf.api.teams["c"])
		}
	})
	bubble(t, "reset by difference", func(t *testing.T) {
		tf, made := started(t, func(s *Spec) {
			s.Tree.Root.Attrs = append(s.Tree.Root.Attrs, &field.Node{Name: "version", JSON: "version", Mode: field.Bookkeeping})
			s.Difference = &Difference{}
			s.Settings.Reset = func(live map[string]any) map[string]any {
				delete(live, "limits")
				live["version"] = "0"
				return live
			}
		})
		_, diags := tf.destroy(made)
		said(t, diags)
		if diff := cmp.Diff(map[string]any{"limits": nil}, tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
	})
	bubble(t, "reset by somebody", func(t *testing.T) {
		tf, made := started(t, reset)
		delete(tf.api.teams, "c")
		after, diags := tf.destroy(made)
		said(t, diags)
		if after != nil {
			t.Errorf("left is %v", after)
		}
	})
	bubble(t, "reset refused", func(t *testing.T) {
		tf, made := started(t, reset)
		tf.api.script("PUT", outcome{err: answered("PUT", http.StatusConflict)})
		after, diags := tf.destroy(made)
		said(t, diags, "error: Cannot delete preferences (c)")
		holds(t, after, preferred)
	})
	bubble(t, "stays", func(t *testing.T) {
		tf, made := started(t, func(s *Spec) {
			s.Abandon = func(map[string]any) string { return "The preferences stay in force as they are: language and limits." }
		})
		p := tf.plan(nil, made)
		said(t, p.reports, "warning: Preferences (c) is forgotten, not deleted")
		details(t, p.reports, "stay in force as they are: language and limits")
		after, diags := tf.destroy(made)
		said(t, diags, "warning: Preferences (c) is forgotten, not deleted")
		asked(t, tf.api)
		if after != nil || tf.api.count() != 1 {
			t.Errorf("left is %v", after)
		}
	})
}

func TestSettings_import(t *testing.T) {
	for id, want := range map[string]string{
		"c":       `{"company_id": "c", "language": "en"}`,
		"c/admin": `{"company_id": "c", "role": "admin", "language": "fr"}`,
	} {
		bubble(t, id, func(t *testing.T) {
			tf := prefsOf(t, prefs(), `{"language": "en"}`)
			tf.api.has("c-admin", `{"language": "fr"}`)
			got, diags := tf.imported(id)
			said(t, diags)
			holds(t, got, want)
			said(t, tf.plan(attributes(t, want), got).reports)
		})
	}
	for _, id := range []string{"", "/admin", "c/", "c/ "} {
		bubble(t, "refused "+id, func(t *testing.T) {
			_, diags := prefsOf(t, prefs(), "").imported(id)
			if len(diags) != 1 || !strings.HasSuffix(diags[0].line, "is not the import id of a preferences") {
				t.Errorf("got %v", diags)
			}
			details(t, diags, "has the form <company_id> or <company_id>/<role>")
		})
	}
}

// A role is another object, and so is none: an update in place would write what one has over the other.
func TestSettings_role(t *testing.T) {
	const ofRole = `{"company_id": "c", "role": "admin", "language": "de"}`
	for name, c := range map[string]struct{ made, config string }{
		"added": {preferred, ofRole}, "changed": {ofRole, `{"company_id": "c", "role": "agent"}`}, "removed": {ofRole, preferred},
	} {
		bubble(t, name, func(t *testing.T) {
			made, _ := prefsOf(t, prefs(), `{"language": "en"}`).create(c.made)
			p := prefsOf(t, prefs(), "").plan(attributes(t, c.config), made)
			if len(p.replace) != 1 || p.replace[0] != "role" {
				t.Errorf("replaced because of %v", p.replace)
			}
		})
	}
}
