package policy_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// tree is what the resource manages of a policy.
var tree = field.ForResource(&field.Tree{Root: policy.Tree().Root})

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
	sure := func(pointer string) bool { return !codectest.Confusable(pointer) }
	if slices.ContainsFunc(slices.Concat(now.Changed, now.Gone), sure) {
		g.Fatalf("warned of %v and %v\nlive %v", now.Changed, now.Gone, live)
	}
	if diff := codectest.Diff(before.Attrs, now.Attrs); diff != "" {
		g.Fatalf("the policy reads differently (-before +now):\n%s", diff)
	}
	if diff := codectest.Diff(settings(before.Attrs), settings(codec.Plan(tree, settings(before.Attrs), now.Attrs, true))); diff != "" {
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

// Whatever attribute changes, also the only one of an element that state shows, everything outside it is as it was: what was
// silent, what is deprecated, and what the tree does not know.
func TestProperty_OneChangedAttributeIsAllThatChanges(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := imported(g.T, live)
		s := rapid.SampledFrom(changeable(live)).Draw(g.T, "change")
		config := settings(imported(g.T, s.With).Attrs)
		planned := codec.Plan(tree, config, state.Attrs, true)
		body := ok(codec.Merge(tree, state.Attrs, planned, live, state.Memory))(g.T)
		if diff := cmp.Diff(s.With, body); diff != "" {
			g.Fatalf("%s was changed (-wanted +body):\n%s", s.Pointer, diff)
		}
		if lost := codec.Losses(tree, state.Attrs, planned, state.Memory); lost != nil {
			g.Fatalf("%s was changed, and the plan warns of losing %v", s.Pointer, lost)
		}
	})
}

// The same for changes outside: the plan undoes what somebody changed, and nothing else.
func TestProperty_OneChangeOutsideIsAllThatIsUndone(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := imported(g.T, live)
		s := rapid.SampledFrom(changeable(live)).Draw(g.T, "change")
		if ref, isRef := s.Value.(map[string]any); isRef && len(ref) > 1 {
			return // what stands beside a reference went with it
		}
		if text, isText := s.Value.(string); isText && !utf8.ValidString(text) {
			return // no configuration can say what it was
		}
		now := ok(codec.Refresh(tree, s.With, state.Attrs, state.Memory))(g.T)
		if len(now.Changed)+len(now.Gone) > 0 {
			g.Fatalf("%s was changed outside, and the read warns of %v %v", s.Pointer, now.Changed, now.Gone)
		}
		planned := codec.Plan(tree, settings(state.Attrs), now.Attrs, true)
		body := ok(codec.Merge(tree, now.Attrs, planned, s.With, now.Memory))(g.T)
		if diff := cmp.Diff(live, body, cmp.Comparer(sameDouble)); diff != "" {
			g.Fatalf("%s was changed outside (-before +undone):\n%s", s.Pointer, diff)
		}
	})
}

// sameDouble says that two numbers are the same one to an API that keeps doubles.
func sameDouble(a, b json.Number) bool {
	x, _ := a.Float64()
	y, _ := b.Float64()
	return x == y
}

// changeable are the leaves that a generated configuration holds.
func changeable(live map[string]any) []codectest.Spot {
	return slices.DeleteFunc(codectest.Spots(tree.Root, live), func(s codectest.Spot) bool {
		return s.Node.Chosen() || s.Node.Kind == field.Link || hidden(s)
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
