package policy_test

import (
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// said are the statements about a policy that the API answers.
func said(t *testing.T, live map[string]any) statement.Policy {
	t.Helper()
	return statement.Of(codectest.Plain(ok(codec.Complete(tree, live))(t)).(map[string]any), statement.Others{})
}

// Whatever leaf of a policy somebody changes, sets or takes away: the text changes, and a row of the review has it.
func TestStatements_everyLeaf(t *testing.T) {
	t.Parallel()
	for _, c := range leafCases() {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			for what, other := range map[string]map[string]any{"changed": c.changed, "without": c.without} {
				if other == nil {
					continue
				}
				before, after := said(t, c.with), said(t, other)
				if before.Summary() == after.Summary() {
					t.Errorf("%s: the text stays\n%s", what, before.Summary())
				}
				back, forth := statement.Changes(after, before), statement.Changes(before, after)
				if len(forth) == 0 || len(back) != len(forth) {
					t.Errorf("%s: there are %d rows, and %d back", what, len(forth), len(back))
				}
				for i, row := range forth {
					if row.Before != nil && row.After != nil && row.Before.Text() == row.After.Text() {
						t.Errorf("%s: a row has the same on both sides: %s", what, row.Before.Text())
					}
					if opposite := back[i].Direction; (opposite == statement.Changed) != (row.Direction == statement.Changed) || (opposite == row.Direction && opposite != statement.Changed) {
						t.Errorf("%s: there it is %s, and back %s", what, row.Direction, opposite)
					}
				}
				if t.Failed() || testing.Verbose() {
					for _, row := range forth {
						t.Log(textOf(row.Before), " -> ", textOf(row.After), row.Direction)
					}
				}
			}
		})
	}
}

func textOf(s *statement.Statement) string {
	if s == nil {
		return "(nothing)"
	}
	return s.Text()
}

// A policy whose lists are turned around says the same, unless their order means something.
func TestStatements_order(t *testing.T) {
	t.Parallel()
	live := everything()
	doubled := twice(tree.Root, live, false).(map[string]any)
	turned := twice(tree.Root, live, true).(map[string]any)
	before, after := said(t, doubled), said(t, turned)
	if before.Summary() != after.Summary() {
		t.Errorf("the text changes with the order\n%s\n\n%s", before.Summary(), after.Summary())
	}
	if rows := statement.Changes(before, after); len(rows) > 0 {
		t.Errorf("%d rows, the first one is %s -> %s", len(rows), textOf(rows[0].Before), textOf(rows[0].After))
	}
	t.Log("\n" + before.Summary())
}

// everything is a policy with all rules; of choices it has the last branch.
func everything() map[string]any {
	live := full(tree.Root, 0)
	var rules []any
	for _, n := range tree.Root.Property("rules").Attrs {
		element := full(n, 0)
		element["ruleType"] = n.JSON
		rules = append(rules, element)
	}
	live["rules"] = rules
	return live
}

// twice puts a second element into each list without an order, before or after the first one.
func twice(n *field.Node, v any, turned bool) any {
	switch v := v.(type) {
	case []any:
		if n.Kind == field.Keyed {
			list := make([]any, len(v))
			for i, e := range v {
				at := slices.IndexFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == e.(map[string]any)["ruleType"] })
				list[i] = twice(n.Attrs[at], e, turned)
			}
			return list
		}
		list := []any{twice(n.Elem, v[0], turned)}
		if !n.Ordered {
			list = append(list, twice(n.Elem, all(n.Elem, 1), turned))
		}
		if turned {
			slices.Reverse(list)
		}
		return list
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			out[name] = e
			if a := n.Property(name); a != nil {
				out[name] = twice(a, e, turned)
			}
		}
		return out
	}
	return v
}
