package policy_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// A list whose elements are edited, added, removed and moved at once, while a choice changes its branch: what must be
// sent follows from what was done, element by element, and from nothing that the codec knows.
func TestProperty_ManyChangesAtOnce(t *testing.T) {
	lists, listChains := chains(func(n *field.Node) bool { return n.Kind == field.List && n.Elem.Kind == field.Object })
	lists = slices.DeleteFunc(lists, func(path string) bool {
		return strings.Contains(path, "[]") || listChains[path].isDeprecated() || len(editable(at(listChains[path]))) == 0
	})
	unions, unionChains := chains(isLinkable)
	unions = slices.DeleteFunc(unions, func(path string) bool {
		return unionChains[path].isDeprecated() || strings.HasPrefix(path, "rules[BASIC_ECONOMY") // have one branch only
	})
	if len(lists) < 15 || len(unions) < 40 {
		t.Fatalf("%d lists, %d choices", len(lists), len(unions))
	}
	seen, chosen := map[string]bool{}, map[string]bool{}
	t.Cleanup(func() {
		t.Logf("%d of %d lists and %d of %d choices changed", len(seen), len(lists), len(chosen), len(unions))
	})

	check(t, func(g gen, live map[string]any) {
		list := rapid.SampledFrom(lists).Draw(g.T, "list")
		union := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(unions), func(path string) bool {
			return strings.HasPrefix(list, path)
		})).Draw(g.T, "choice")
		seen[list], chosen[union] = true, true
		n := element(listChains[list])

		// Five elements are there; of them, in whatever order, one is edited, and one removed or another added.
		var before []any
		for i := range 5 {
			before = append(before, full(n, i))
		}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(g.T, "order")
		edit := rapid.SampledFrom(editable(at(listChains[list]))).Draw(g.T, "edit")
		edited := before[order[0]]
		edited = put(n, edited, edit, codectest.Other(at(edit), lookup(edited, edit)))
		added := plain(full(n, 5))
		removed := before[order[1]].(map[string]any)
		rest := []any{edited, before[order[2]], before[order[3]], before[order[4]]}
		if g.Coin("add") { // had one gone, the added one would be the same with another content
			rest = append(rest, added, removed)
		}
		after := rapid.Permutation(rest).Draw(g.T, "after")

		// The choice is linked before or after; what stands beside it, known or not, stays.
		beside := map[string]any{"x_injected": g.Pick("beside")}
		to := full(at(unionChains[union]), 1)
		delete(to, "x_injected1")
		from := map[string]any{"isLinked": true}
		if g.Coin("link") {
			from, to = to, from
		}
		to = choiceOnly(at(unionChains[union]), to)
		from = choiceOnly(at(unionChains[union]), from)
		for _, c := range []map[string]any{from, to} {
			maps.Copy(c, beside)
		}
		live = put(tree.Root, live, listChains[list], before).(map[string]any)
		live = put(tree.Root, live, unionChains[union], from).(map[string]any)
		want := put(tree.Root, live, listChains[list], after).(map[string]any)
		want = put(tree.Root, want, unionChains[union], newBranch(to)).(map[string]any)

		state := ok(codec.Complete(tree, live))(g.T)
		memory := ok(codec.Remember(tree, live, state, nil))(g.T)
		config := settings(ok(codec.Complete(tree, want))(g.T))
		body := ok(codec.Merge(tree, state, codec.Plan(tree, config, state, true), live, memory))(g.T)
		if diff := cmp.Diff(want, body); diff != "" {
			g.Fatalf("%s changed, and %s to %v (-wanted +body):\n%s", list, union, to, diff)
		}
	})
}

func isLinkable(n *field.Node) bool {
	return slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Kind == field.Link })
}

// at is where a chain leads; element is the element of the list there.
func at(c chain) *field.Node      { return c[len(c)-1] }
func element(c chain) *field.Node { return at(c).Elem }

// editable are the scalars below an element, not in lists, that can change without making it another one: the key stays,
// and something else stays equal.
func editable(list *field.Node) []chain {
	var found []chain
	leaves := 0
	var visit func(n *field.Node, c chain)
	visit = func(n *field.Node, c chain) {
		for _, a := range n.Attrs {
			below := append(slices.Clone(c), a)
			switch {
			case a.Deprecated != "" || a.Elem != nil:
			case len(a.Attrs) > 0:
				visit(a, below)
			default:
				leaves++
				if len(c) > 0 || !slices.Contains(list.Key, a.JSON) {
					found = append(found, below)
				}
			}
		}
	}
	visit(list.Elem, nil)
	found = slices.DeleteFunc(found, func(c chain) bool { return slices.ContainsFunc(c, func(n *field.Node) bool { return n.Choice }) })
	if leaves < 2 {
		return nil
	}
	return found
}

// lookup is the value below an object where a chain leads.
func lookup(v any, way chain) any {
	for _, n := range way {
		v = v.(map[string]any)[n.JSON]
	}
	return v
}

// choiceOnly is an object with nothing but its choice; wrappers stay around it.
func choiceOnly(n *field.Node, v map[string]any) map[string]any {
	out := map[string]any{}
	for _, a := range n.Attrs {
		if a.Choice && v[a.JSON] != nil {
			out[a.JSON] = v[a.JSON]
		}
	}
	return out
}

// newBranch is an object whose branch is new: what the tree does not know stands beside it only.
func newBranch(v map[string]any) map[string]any {
	out := maps.Clone(v)
	for name, e := range v {
		if !strings.HasPrefix(name, "x_injected") {
			out[name] = plain(e)
		}
	}
	return out
}

// plain is a value without what the tree does not know.
func plain[T any](v T) T {
	var strip func(v any) any
	strip = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			out := map[string]any{}
			for name, e := range v {
				if !strings.HasPrefix(name, "x_injected") {
					out[name] = strip(e)
				}
			}
			return out
		case []any:
			out := make([]any, len(v))
			for i, e := range v {
				out[i] = strip(e)
			}
			return out
		}
		return v
	}
	return strip(v).(T)
}
