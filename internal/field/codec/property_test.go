package codec_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// gen draws documents, and with the methods of this file what happens to them.
type gen struct{ codectest.Gen }

// check runs a property with a fresh live object of the policy tree.
func check(t *testing.T, property func(g gen, live map[string]any)) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		g := gen{codectest.Gen{T: rt}}
		property(g, g.Live(policy.Root))
	})
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

// refreshed is what a read makes of a live object, and what it warns of.
func (g gen) refreshed(live, prior map[string]any, m *codec.Memory) (codec.Decoded, []string) {
	g.Helper()
	d := ok(codec.Refresh(policy, live, prior, m))(g.T)
	warnings := slices.Concat(d.Changed, d.Gone)
	for _, m := range d.Fixed {
		warnings = append(warnings, m.Path.String())
	}
	return d, warnings
}

func TestProperty_UpdateWithoutChangeSendsLiveVerbatim(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		if diff := cmp.Diff(live, ok(codec.Merge(policy, state, state, live, m))(g.T)); diff != "" {
			g.Fatalf("body differs (-live +body):\n%s", diff)
		}
	})
}

func TestProperty_RefreshOfAnUnchangedObjectChangesNothing(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		d, warnings := g.refreshed(live, state, m)
		if diff := codectest.Diff(state, d.Attrs); diff != "" || warnings != nil {
			g.Fatalf("state (-before +after):\n%s\nwarnings: %v", diff, warnings)
		}
		if diff := cmp.Diff(m, d.Memory); diff != "" {
			g.Fatalf("memory (-before +after):\n%s", diff)
		}
	})
}

func TestProperty_NoiseIsNotDrift(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		for range 2 { // the memory that a read returns serves the next one
			live = g.Noise(policy.Root, live)
			d, warnings := g.refreshed(live, state, m)
			if diff := codectest.Diff(state, d.Attrs); diff != "" || slices.ContainsFunc(warnings, sure) {
				g.Fatalf("live %v\nstate %v\nmemory %v\nstate (-before +after):\n%s\nwarnings: %v", live, codectest.Readable(state), m, diff, warnings)
			}
			m = d.Memory
		}
	})
}

// sure says that a warning cannot come from a confusion.
func sure(warning string) bool { return !codectest.Confusable(warning) }

func TestProperty_EveryChangeShows(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		for _, s := range g.Some(codectest.Spots(policy.Root, live)) {
			if s.Node.Sensitive || s.Node.Mode == field.CreateOnly && state[s.Node.Name] == nil {
				continue // a read never brings it into state
			}
			d, warnings := g.refreshed(s.With, state, m)
			if codectest.Diff(state, d.Attrs) == "" && warnings == nil {
				g.Fatalf("a change of %s does not show\nlive    %v\nchanged %v\nstate   %v", s.Pointer, live, s.With, codectest.Readable(state))
			}
		}
	})
}

func TestProperty_RefreshIsStable(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		changes := codectest.Spots(policy.Root, live)
		if len(changes) == 0 {
			return
		}
		s := rapid.SampledFrom(changes).Draw(g.T, "change")
		changed := s.With
		if g.Coin("remove") {
			changed = s.Without
		}
		first, _ := g.refreshed(changed, state, m)
		second, warnings := g.refreshed(g.Noise(policy.Root, changed), first.Attrs, first.Memory)
		if diff := codectest.Diff(first.Attrs, second.Attrs); diff != "" {
			g.Fatalf("%s: the same drift reads differently (-first +second):\n%s", s.Pointer, diff)
		}
		if s.Node.Mode != field.CreateOnly && warnings != nil {
			g.Fatalf("%s: warned again of %v", s.Pointer, warnings)
		}
	})
}

func TestProperty_DriftThatWentAwayIsSilentAgain(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		for _, s := range g.Some(codectest.Spots(policy.Root, live)) {
			if s.Node.Sensitive || s.Node.Kind == field.Link || s.Node.Mode == field.CreateOnly {
				continue
			}
			if g.inList(s.Pointer) && !g.silentList(s.Pointer, state) {
				continue // an element that changed may be another element
			}
			drifted, _ := g.refreshed(s.With, state, m)
			back, warnings := g.refreshed(live, drifted.Attrs, drifted.Memory)
			if diff := codectest.Diff(state, back.Attrs); diff != "" || warnings != nil {
				g.Fatalf("%s changed and changed back (-before +after):\n%s\nwarnings: %v", s.Pointer, diff, warnings)
			}
		}
	})
}

// silentList says that a leaf lies in a list of which state holds nothing.
func (gen) silentList(pointer string, state map[string]any) bool {
	n := childNamed(policy.Root, strings.Split(pointer, "/")[1])
	return n.Kind == field.List && state[n.Name] == nil
}

func (gen) inList(pointer string) bool {
	return slices.ContainsFunc(strings.Split(pointer, "/"), func(step string) bool {
		_, err := strconv.Atoi(step)
		return err == nil
	})
}

func TestProperty_ApplyAfterDriftRestoresLive(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		for _, s := range g.Some(codectest.Spots(policy.Root, live)) {
			if s.Node.Chosen() || s.Node.Mode == field.CreateOnly {
				continue
			}
			d, _ := g.refreshed(s.With, state, m)
			planned := codec.Plan(policy, state, d.Attrs, true)
			body := ok(codec.Merge(policy, d.Attrs, planned, s.With, d.Memory))(g.T)
			if diff := codectest.Diff(planned, withoutChosen(ok(codec.Shape(policy, body, planned))(g.T))); diff != "" {
				g.Fatalf("%s changed: the body is not what was planned (-plan +body):\n%s", s.Pointer, diff)
			}
			after, _ := g.refreshed(body, state, ok(codec.Remember(policy, body, state, nil))(g.T))
			if diff := codectest.Diff(state, after.Attrs); diff != "" {
				g.Fatalf("%s changed and restored, state (-before +after):\n%s", s.Pointer, diff)
			}
		}
	})
}

func withoutChosen(attrs map[string]any) map[string]any {
	out := maps.Clone(attrs)
	for _, a := range policy.Root.Attrs {
		if a.Chosen() {
			delete(out, a.Name)
		}
	}
	return out
}

// reconfigured draws a configuration that differs from a state in a few places: values changed, removed, added (from
// another object of the same tree), list elements removed, added and moved.
func (g gen) reconfigured(n *field.Node, state, source map[string]any) map[string]any {
	out := map[string]any{}
	union := slices.ContainsFunc(codec.Attributes(n), func(a *field.Node) bool { return a.Kind == field.Link }) ||
		slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Choice })
	if union && g.Rarely(3) && len(source) > 0 {
		return source // another branch
	}
	for _, a := range codec.Attributes(n) {
		before, after := state[a.Name], source[a.Name]
		fixed := a.Chosen() || a.Mode == field.CreateOnly || (a.Mode == field.Required && (before == nil || after == nil))
		if fixed || union && (before == nil || after == nil) || !g.Rarely(3) {
			after = before
		} else if b, ok := before.(map[string]any); ok && after != nil && g.Coin("deeper") {
			after = g.reconfigured(a, b, after.(map[string]any))
		} else if b, ok := before.([]any); ok && after != nil {
			list := slices.Concat(b, after.([]any))
			if len(list) > 1 {
				list = rapid.Permutation(list).Draw(g.T, "order")
			}
			list = list[:rapid.IntRange(0, len(list)).Draw(g.T, "length")]
			if len(a.Key) > 0 {
				list = distinct(list, a.Key[0])
			}
			after = list
		}
		if after != nil {
			out[a.Name] = after
		}
	}
	return out
}

// distinct keeps of the elements with the same key the first.
func distinct(list []any, key string) []any {
	seen := map[any]bool{}
	out := []any{}
	for _, e := range list {
		if k := e.(map[string]any)[key]; !seen[k] {
			seen[k] = true
			out = append(out, e)
		}
	}
	return out
}

func TestProperty_WhatThePlanShowsIsWhatHappens(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		config := withoutChosen(g.reconfigured(policy.Root, state, g.State(policy, g.Live(policy.Root))))
		planned := codec.Plan(policy, config, state, true)
		body := ok(codec.Merge(policy, state, planned, live, m))(g.T)

		got := withoutChosen(ok(codec.Shape(policy, body, planned))(g.T))
		if got["origin"] = planned["origin"]; got["origin"] == nil { // fixed at creation
			delete(got, "origin")
		}
		if diff := codectest.Diff(planned, got); diff != "" {
			g.Fatalf("live  %v\nstate %v\nplan  %v\nbody  %v\nattributes (-plan +body):\n%s", live, codectest.Readable(state), codectest.Readable(planned), body, diff)
		}
		// What neither state nor plan mentions is as it was.
		for name, lv := range live {
			n := childNamed(policy.Root, name)
			if n != nil && n.Kind != field.Inline && (state[n.Name] != nil || planned[n.Name] != nil) || n != nil && n.Kind == field.Inline {
				continue
			}
			if diff := cmp.Diff(lv, body[name]); diff != "" {
				g.Fatalf("%s, which nobody mentioned (-live +body):\n%s", name, diff)
			}
		}
	})
}

func childNamed(n *field.Node, name string) *field.Node {
	for _, a := range n.Attrs {
		if a.JSON == name {
			return a
		}
	}
	return nil
}

func TestProperty_ChangingOneLeafChangesNothingElse(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := codectest.Everything(g.T, policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		for _, s := range g.Some(codectest.Spots(policy.Root, live)) {
			if s.Node.Chosen() || s.Node.Mode == field.CreateOnly || s.Node.Kind == field.Link || s.Node.Sensitive {
				continue
			}
			plan := codectest.Everything(g.T, policy, s.With)
			if codectest.Diff(state, plan) == "" {
				continue // deprecated
			}
			body := ok(codec.Merge(policy, state, plan, live, m))(g.T)
			if diff := cmp.Diff(plain(policy.Root, s.With), plain(policy.Root, body)); diff != "" {
				g.Fatalf("%s changed (-wanted +body):\n%s", s.Pointer, diff)
			}
		}
	})
}

// plain is an object whose references have lost what stands beside them, which a changed reference loses.
func plain(n *field.Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if n.Wrap != "" {
			return v[n.Wrap]
		}
		out := maps.Clone(v)
		for _, a := range n.Attrs {
			if e := v[a.JSON]; e != nil && a.Kind != field.JSON {
				out[a.JSON] = plain(a, e)
			}
		}
		return out
	case []any:
		out := slices.Clone(v)
		if n.Kind == field.List {
			for i, e := range v {
				out[i] = plain(n.Elem, e)
			}
		}
		return out
	}
	return v
}

func TestProperty_PlanIsLegal(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		prior := g.State(policy, live)
		config := g.unknowns(policy.Root, g.reconfigured(policy.Root, prior, g.State(policy, g.Live(policy.Root))))
		if g.Coin("permuted only") {
			config = g.State(policy, g.Noise(policy.Root, live))
		}
		config = withoutChosen(config)
		planned := codec.Plan(policy, config, prior, true)
		legal(g, policy.Root, config, prior, planned, "")
		if diff := codectest.Diff(withoutChosen(prior), withoutChosen(codec.Plan(policy, withoutChosen(prior), prior, true))); diff != "" {
			g.Fatalf("plan(prior, prior):\n%s", diff)
		}
		if diff := codectest.Diff(config, codec.Plan(policy, config, nil, true)); diff != "" {
			g.Fatalf("plan(config, nothing):\n%s", diff)
		}
	})
}

// Terraform plans again when it applies, with what was unknown before, and refuses any other value where one was known.
func TestProperty_ThePlanAtApplyIsTheOneThatWasShown(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		prior := g.State(policy, live)
		config := withoutChosen(g.reconfigured(policy.Root, prior, g.State(policy, g.Live(policy.Root))))
		if g.Coin("permuted only") {
			config = withoutChosen(g.State(policy, g.Noise(policy.Root, live)))
		}
		shown := codec.Plan(policy, g.unknowns(policy.Root, config), prior, true)
		if !codec.HasUnknown(shown) && codectest.Diff(withoutChosen(prior), shown) == "" {
			return // there is nothing to apply
		}
		agrees(g, shown, codec.Plan(policy, config, prior, false), "")
	})
}

// agrees is how Terraform compares the two plans.
func agrees(g gen, shown, applied any, at string) {
	switch s := shown.(type) {
	case codec.Unknown:
		return
	case map[string]any:
		a, _ := applied.(map[string]any)
		for name := range a {
			agrees(g, s[name], a[name], at+"."+name)
		}
		for name := range s {
			agrees(g, s[name], a[name], at+"."+name)
		}
		return
	case []any:
		a, isList := applied.([]any)
		if isList && len(a) == len(s) {
			for i := range s {
				agrees(g, s[i], a[i], at+"[]")
			}
			return
		}
	}
	if !cmp.Equal(codectest.Readable(shown), codectest.Readable(applied)) {
		g.Fatalf("%s: Terraform would call the final plan inconsistent\nshown   %v\napplied %v", at, codectest.Readable(shown), codectest.Readable(applied))
	}
}

// unknowns draws a configuration of which some values are not known yet.
func (g gen) unknowns(n *field.Node, config map[string]any) map[string]any {
	out := maps.Clone(config)
	for _, a := range codec.Attributes(n) {
		switch v := out[a.Name].(type) {
		case map[string]any:
			out[a.Name] = g.unknowns(a, v)
		case []any:
			list := slices.Clone(v)
			for i, e := range list {
				if m, isObject := e.(map[string]any); isObject {
					list[i] = g.unknowns(a.Elem, m)
				} else if g.Rarely(20) {
					list[i] = codec.Unknown{}
				}
			}
			out[a.Name] = list
		}
		if out[a.Name] != nil && g.Rarely(20) {
			out[a.Name] = codec.Unknown{}
		}
	}
	return out
}

// legal is the rule by which Terraform judges a plan of values that are not computed: each is exactly the configured
// or, where that exists, exactly the prior one; objects and list elements are judged inside where they are neither.
func legal(g gen, n *field.Node, config, prior, planned any, at string) {
	same := func(a, b any) bool { return cmp.Equal(codectest.Readable(a), codectest.Readable(b)) }
	if same(planned, config) || (config != nil && prior != nil && same(planned, prior)) {
		if codec.HasUnknown(config) && !codec.HasUnknown(planned) {
			g.Fatalf("%s: the plan hides an unknown value", at)
		}
		return
	}
	switch c := config.(type) {
	case map[string]any:
		p, isObject := planned.(map[string]any)
		if !isObject {
			break
		}
		before, _ := prior.(map[string]any)
		for _, a := range codec.Attributes(n) {
			legal(g, a, c[a.Name], before[a.Name], p[a.Name], at+"."+a.Name)
		}
		return
	case []any:
		p, isList := planned.([]any)
		if !isList || len(p) != len(c) || n.Elem.Kind != field.Object {
			break
		}
		before, _ := prior.([]any)
		for i := range c {
			var b any
			if i < len(before) {
				b = before[i]
			}
			legal(g, n.Elem, c[i], b, p[i], at+"[]")
		}
		return
	}
	g.Fatalf("%s: Terraform would refuse the plan\nconfig %v\nprior  %v\nplan   %v", at, codectest.Readable(config), codectest.Readable(prior), codectest.Readable(planned))
}

func TestProperty_TerraformRoundTrip(t *testing.T) {
	typ := codec.Type(policy.Root)
	check(t, func(g gen, live map[string]any) {
		attrs := g.unknowns(policy.Root, g.State(policy, live))
		v := ok(codec.ToTerraform(typ, attrs))(g.T)
		wire := ok(tfprotov6.NewDynamicValue(typ, v))(g.T)
		back := ok(codec.FromTerraform(ok(wire.Unmarshal(typ))(g.T)))(g.T)
		if diff := cmp.Diff(codectest.Readable(attrs), codectest.Readable(back)); diff != "" {
			g.Fatal(diff)
		}
		if !codec.Equal(policy.Root, attrs, back) {
			g.Fatal("the values look equal and are not")
		}
	})
}

func TestProperty_EncodeIsTheReverseOfDecode(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := gen{codectest.Gen{T: rt, NoExtras: true}}
		attrs := codectest.Everything(rt, policy, g.Live(policy.Root))
		body := ok(codec.Encode(policy, attrs))(rt)
		if diff := codectest.Diff(attrs, codectest.Everything(rt, policy, body)); diff != "" {
			rt.Fatalf("attributes (-before +after):\n%s", diff)
		}
	})
}

func TestProperty_PendingAdoptsEverythingSilent(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		live = g.Noise(policy.Root, live)
		d, _ := g.refreshed(live, state, nil)
		if diff := codectest.Diff(state, d.Attrs); diff != "" {
			g.Fatalf("state (-before +after):\n%s", diff)
		}
		noisy := g.Noise(policy.Root, live)
		again, warnings := g.refreshed(noisy, d.Attrs, d.Memory)
		if diff := codectest.Diff(state, again.Attrs); diff != "" || slices.ContainsFunc(warnings, sure) {
			g.Fatalf("live  %v\nnoisy %v\nstate (-before +after):\n%s\nwarnings: %v", live, noisy, diff, warnings)
		}
	})
}

func TestProperty_AnyDocumentDecodesOrFails(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		plan := g.reconfigured(policy.Root, state, g.State(policy, g.Live(policy.Root)))
		broken := g.broken(live).(map[string]any)
		for _, decode := range []func() error{
			func() error { _, err := codec.Refresh(policy, broken, state, m); return err },
			func() error { _, err := codec.Import(policy, broken); return err },
			func() error { _, err := codec.Merge(policy, state, plan, broken, m); return err },
		} {
			_ = decode() // an error is as good as a value; a panic fails the test
		}
		codec.Mask(policy, broken)
		codec.Missing(policy, broken)
		codec.Strangers(policy, broken, state)
	})
}

// broken replaces values by others of any kind.
func (g gen) broken(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if out[k] = g.broken(v[k]); g.Rarely(30) {
				out[k] = rapid.SampledFrom([]any{nil, true, "s", []any{nil, "s", map[string]any{}}, map[string]any{"id": []any{}}}).Draw(g.T, "broken")
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = g.broken(e)
		}
		return out
	}
	return v
}
