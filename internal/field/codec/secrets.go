package codec

import (
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
