package statement_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Whatever is taken out of a full policy, a value, an element or all elements of a list, changes the text and has a row, and has the opposite
// direction when it is put back.
func TestChanges_removed(t *testing.T) {
	for name, least := range map[string]int{"complete_policy": 300, "complete_policy_branches": 40} {
		attrs := stored(t, name)
		full, n := statement.Of(attrs, statement.Others{}), 0
		less(attrs, "", func(path string) {
			n++
			without := statement.Of(attrs, statement.Others{})
			away, back := statement.Changes(full, without), statement.Changes(without, full)
			if full.Summary() == without.Summary() || len(away) == 0 {
				t.Errorf("%s: %s does not show", name, path)
			}
			if a, b := found(away), found(back); a["loosened"] != b["tightened"] || a["tightened"] != b["loosened"] || a["changed"] != b["changed"] {
				t.Errorf("%s: %s: %v there, %v back", name, path, a, b)
			}
			for _, s := range without.Statements {
				if s.Subject == "" || strings.TrimSpace(s.Value) == "" || strings.Contains(s.Text(), "%!") {
					t.Errorf("%s: %s: %q", name, path, s.Text())
				}
			}
		})
		if n < least {
			t.Errorf("%s: %d places", name, n)
		}
	}
}

// stored is a policy that has all, without what says nothing about it.
func stored(t *testing.T, name string) map[string]any {
	t.Helper()
	attrs := acctest.StoredPolicy(t, name)
	for _, n := range policy.Tree().Root.Attrs {
		if n.Mode == field.Bookkeeping || n.Name == "id" || n.Name == "company_id" {
			delete(attrs, n.Name)
		}
	}
	return attrs
}

// Whatever a policy has is the data of a statement, at the statement's path, and of no other one; what counts in it is there, too.
func TestOf_data(t *testing.T) {
	for name, least := range map[string]int{"complete_policy": 300, "complete_policy_branches": 20} {
		attrs := stored(t, name)
		want, got := map[string]any{}, map[string]any{}
		leaves(attrs, "", want)
		for _, s := range statement.Of(attrs, statement.Others{}).Statements {
			if s.Data == nil && (s.Inherited || s.Attribute == "parent_policy_id") {
				continue
			}
			below := map[string]any{}
			leaves(s.Data, s.Attribute, below)
			if len(below) == 0 || !slices.ContainsFunc(slices.Collect(maps.Keys(below)), func(path string) bool { return strings.HasPrefix(path, s.Limit) }) {
				t.Errorf("%s: %s: %s has %v, and nothing at %s", name, s.Text(), s.Attribute, s.Data, s.Limit)
			}
			for path, v := range below {
				if _, twice := got[path]; twice {
					t.Errorf("%s: %s is in two statements", name, path)
				}
				got[path] = v
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(want) < least {
			t.Errorf("%s: %d values (-policy +statements)\n%s", name, len(want), diff)
		}
	}
}

// leaves are all that is set in a value but links, by paths.
func leaves(v any, path string, into map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			if name != "is_linked" {
				leaves(below, strings.TrimPrefix(path+"."+name, "."), into)
			}
		}
	case []any:
		for i, below := range v {
			leaves(below, fmt.Sprintf("%s[%d]", path, i), into)
		}
	case nil:
	default:
		into[path] = v
	}
}

func found(changes []statement.Change) map[string]int {
	out := map[string]int{}
	for _, c := range changes {
		out[string(c.Direction)]++
	}
	return out
}

// less takes out one thing after the other, and puts it back.
func less(v any, path string, visit func(path string)) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			was := v[name]
			if was == nil {
				continue
			}
			below := path + "." + name
			v[name] = nil
			visit(below)
			if list, ok := was.([]any); ok && len(list) > 0 {
				v[name] = []any{}
				visit(below + " emptied")
				for i := range list {
					if len(list) > 1 {
						v[name] = slices.Delete(slices.Clone(list), i, i+1)
						visit(fmt.Sprintf("%s[%d]", below, i))
					}
				}
			}
			v[name] = was
			less(was, below, visit)
		}
	case []any:
		for i := range v {
			less(v[i], fmt.Sprintf("%s[%d]", path, i), visit)
		}
	}
}
