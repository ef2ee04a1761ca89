package codec

import (
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Resent says that a secret in plan is to be sent: its version differs from prior's, or what it belongs to is new.
func Resent(t *field.Tree, prior, plan map[string]any) bool {
	found := false
	eachSent(t.Root, prior, plan, path.Empty(), func(s sending) { found = found || s.secret != nil })
	return found
}

// Unsent is a secret that is to be sent and is not there.
type Unsent struct {
	// At is its version.
	At path.Path
	// Secret is the name of the secret, which stands beside the version.
	Secret string
	// Before and Version are the version that prior has and the one that is planned, nil for none.
	Before, Version any
}

// UnsentSecrets are the secrets that plan says to send, or that something new requires, and that are null or empty in it.
// What is unknown may turn out to be there.
func UnsentSecrets(t *field.Tree, prior, plan map[string]any) []Unsent {
	var found []Unsent
	eachSent(t.Root, prior, plan, path.Empty(), func(s sending) {
		text, isText := s.secret.(string)
		isEmpty := isText && strings.TrimSpace(text) == ""
		isMissing := s.secret == nil && (s.version != nil || s.required)
		if (isEmpty || isMissing) && !HasUnknown(s.version) {
			found = append(found, Unsent{At: s.at, Secret: s.name, Before: s.before, Version: s.version})
		}
	})
	return found
}

// sending is a secret that is sent again, or would be if it was there.
type sending struct {
	name                    string
	secret, before, version any
	at                      path.Path
	// required says that it is part of something new that cannot do without.
	required bool
}

// eachSent calls f for each secret whose version differs from prior's, or that belongs to something new.
func eachSent(n *field.Node, prior, plan any, p path.Path, f func(sending)) {
	switch after := plan.(type) {
	case map[string]any:
		before := object(prior)
		for _, a := range Attributes(n) {
			if !a.Sensitive {
				eachSent(a, before[a.Name], after[a.Name], p.AtName(a.Name), f)
				continue
			}
			s := sending{name: a.Name, secret: after[a.Name], before: before[VersionName(a)], version: after[VersionName(a)], at: p.AtName(VersionName(a)),
				required: before == nil && a.Mode == field.Required}
			if before == nil || !Equal(&field.Node{Kind: field.Local}, s.before, s.version) {
				f(s)
			}
		}
	case []any:
		before, _ := prior.([]any)
		if n.Elem.Kind != field.Object {
			return
		}
		for i, j := range pairPlan(n, after, before) {
			var b any
			if j >= 0 && identity(n, before[j]) == identity(n, after[i]) {
				b = before[j]
			}
			eachSent(n.Elem, b, after[i], p.AtListIndex(i), f)
		}
	}
}

// withoutSecrets is a memory without the hashes of secrets that an earlier version kept.
func (m *Memory) withoutSecrets(t *field.Tree) *Memory {
	secrets := map[string]bool{}
	for p := range m.Leaves {
		if isSecret(t.Root, p) {
			secrets[p] = true
		}
	}
	if len(secrets) == 0 {
		return m
	}
	out := &Memory{Key: m.Key, Leaves: maps.Clone(m.Leaves)}
	maps.DeleteFunc(out.Leaves, func(p, _ string) bool { return secrets[p] })
	return out
}

// isSecret says that a pointer leads from n to what the tree marks as sensitive. The one behind a list was the hash of all
// secrets in a list that state did not hold.
func isSecret(n *field.Node, pointer string) bool {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch n.Kind {
		case field.List:
			if step == "*" {
				return true
			}
			n = n.Elem
		default:
			n = n.Property(step)
		}
		if n == nil || n.Sensitive {
			return n != nil
		}
	}
	return false
}

// withoutSensitive is a JSON value without what the tree marks as sensitive, nil when that is all of it. n is the node of
// the value, nil when the tree does not know it: then nothing in it is known to be a secret.
func withoutSensitive(n *field.Node, v any) any {
	if n == nil {
		return v
	}
	if n.Sensitive {
		return nil
	}
	switch v := v.(type) {
	case []any:
		if n.Kind == field.Keyed {
			return othersWithoutSensitive(n, v)
		}
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = withoutSensitive(n.Elem, e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			out[name] = withoutSensitive(n.Property(name), e)
		}
		return out
	}
	return v
}

// othersWithoutSensitive are elements of a Keyed array without what any of its types marks as sensitive: they may have the
// properties of another type than their own.
func othersWithoutSensitive(n *field.Node, elems []any) []any {
	out := make([]any, len(elems))
	for i, e := range elems {
		out[i] = e
		for _, a := range n.Attrs {
			out[i] = withoutSensitive(a, out[i])
		}
	}
	return out
}
