package policy_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec/codectest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

// tree is what the resource manages of a policy.
var tree = field.ForResource(policy.Tree())

// gen draws policies as the API answers them.
type gen struct{ codectest.Gen }

// check runs a property with fresh policies and says how many there were.
func check(t *testing.T, property func(g gen, live map[string]any)) {
	t.Helper()
	t.Parallel()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		g := gen{codectest.Gen{T: rt, Valid: true}}
		property(g, g.Live(tree.Root))
	})
	t.Logf("%d generated policies", n)
}

func ok[T any](v T, err error) func(rapid.TB) T {
	return func(t rapid.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// imported is a policy in state as an import brings it there, with its memory. The state is at the same time what a
// generated configuration says.
func imported(t rapid.TB, live map[string]any) codec.Decoded { return ok(codec.Import(tree, live))(t) }

// settings are attributes as a configuration can say them.
func settings(attrs map[string]any) map[string]any {
	out := maps.Clone(attrs)
	delete(out, "id")
	return out
}

// unchanged fails unless a live policy reads as before, and the configuration plans nothing.
func (g gen) unchanged(live map[string]any, before codec.Decoded) codec.Decoded {
	g.Helper()
	now := ok(codec.Refresh(tree, live, before.Attrs, before.Memory))(g.T)
	if len(now.Changed)+len(now.Gone) > 0 {
		g.Fatalf("warned of %v and %v\nlive %v", now.Changed, now.Gone, live)
	}
	if diff := codectest.Diff(before.Attrs, now.Attrs); diff != "" {
		g.Fatalf("the policy reads differently (-before +now):\n%s", diff)
	}
	if diff := codectest.Diff(settings(before.Attrs), settings(codec.Plan(tree, settings(before.Attrs), now.Attrs))); diff != "" {
		g.Fatalf("the plan changes something (-state +plan):\n%s", diff)
	}
	return now
}

func TestProperty_ImportPlansNothing(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := imported(g.T, live)
		g.unchanged(live, state)
		for _, f := range validate.Config(tree, settings(state.Attrs)) {
			if !f.Warning && !f.IfNew {
				g.Fatalf("the generated configuration is refused: %s: %s", f.Path, f.Detail)
			}
		}
		body := ok(codec.Merge(tree, state.Attrs, state.Attrs, live, state.Memory))(g.T)
		if diff := cmp.Diff(live, body); diff != "" {
			g.Fatalf("an update without a change differs (-live +body):\n%s", diff)
		}
	})
}

func TestProperty_WhatTheServerDoesByItselfPlansNothing(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := imported(g.T, live)
		for range 2 { // the memory that a read leaves serves the next one
			live = g.Noise(tree.Root, live)
			state = g.unchanged(live, state)
		}
	})
}

// The same for a configuration that is silent about much of what is there.
func TestProperty_WhatTheServerDoesByItselfPlansNothingWhereSilent(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		attrs := g.State(tree, live)
		state := codec.Decoded{Attrs: attrs, Memory: ok(codec.Remember(tree, live, attrs, nil))(g.T)}
		for range 2 {
			live = g.Noise(tree.Root, live)
			state = g.unchanged(live, state)
		}
	})
}

// An element of a list that has nothing left in common with what it was is another one: what the tree does not know in
// the old one goes with it, and so does what was silent. Everywhere else the body of the update is what was read.
func TestProperty_OneChangedAttributeIsAllThatChanges(t *testing.T) {
	replaced := 0
	check(t, func(g gen, live map[string]any) {
		state := imported(g.T, live)
		spots := slices.DeleteFunc(codectest.Spots(tree.Root, live), func(s codectest.Spot) bool {
			return s.Node.Chosen() || s.Node.Kind == field.Link || hidden(s)
		})
		s := rapid.SampledFrom(spots).Draw(g.T, "change")
		config := settings(imported(g.T, s.With).Attrs)
		planned := codec.Plan(tree, config, state.Attrs)
		body := ok(codec.Merge(tree, state.Attrs, planned, live, state.Memory))(g.T)
		want := s.With
		if list := replacedIn(live, s); list != "" {
			replaced++
			got := settings(imported(g.T, body).Attrs)
			if diff := codectest.Diff(config, got); diff != "" {
				g.Fatalf("%s was changed (-wanted +body, as attributes):\n%s", s.Pointer, diff)
			}
			top := strings.Split(list, "/")[1]
			want, body = maps.Clone(want), maps.Clone(body)
			delete(want, top)
			delete(body, top)
		}
		if diff := cmp.Diff(want, body); diff != "" {
			g.Fatalf("%s was changed (-wanted +body):\n%s", s.Pointer, diff)
		}
	})
	t.Cleanup(func() { t.Logf("%d of the changes replaced an element of a list", replaced) })
}

// replacedIn is the pointer of the list in which a change leaves an element without any visible value that it had.
func replacedIn(live map[string]any, s codectest.Spot) string {
	var before, after any = live, s.With
	n, at := tree.Root, ""
	for _, step := range strings.Split(strings.TrimPrefix(s.Pointer, "/"), "/") {
		if b, isList := before.([]any); isList {
			i, _ := strconv.Atoi(step)
			before, after = b[i], after.([]any)[i]
			element, isObject := before.(map[string]any)
			switch {
			case n.Kind == field.Keyed:
				j := slices.IndexFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == element[n.Key[0]] })
				n = n.Attrs[j]
			default:
				n = n.Elem
				if isObject && n.Kind == field.Object && !inCommon(n, element, after.(map[string]any)) {
					return at
				}
			}
		} else {
			b, _ := before.(map[string]any)
			a, _ := after.(map[string]any)
			before, after = b[step], a[step]
			i := slices.IndexFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == step })
			n = n.Attrs[i]
		}
		at += "/" + step
	}
	return ""
}

// inCommon says that two elements have an equal value that a generated configuration holds; a list is one value.
func inCommon(n *field.Node, a, b map[string]any) bool {
	return slices.ContainsFunc(n.Attrs, func(c *field.Node) bool {
		x, y := a[c.JSON], b[c.JSON]
		if x == nil || y == nil || x == "" || c.Deprecated != "" {
			return false
		}
		if c.Kind == field.Object || c.Kind == field.Inline {
			return inCommon(c, x.(map[string]any), y.(map[string]any))
		}
		return cmp.Equal(x, y)
	})
}

// hidden says that a generated configuration leaves the leaf out: it is empty or, as itself or with what is around it,
// deprecated.
func hidden(s codectest.Spot) bool {
	if s.Value == "" {
		return true
	}
	for path, n := range tree.All() {
		if n.Deprecated != "" && (s.Path == path || strings.HasPrefix(s.Path, path+".") || strings.HasPrefix(s.Path, path+"[")) {
			return true
		}
	}
	return false
}
