package codec_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// gen draws documents and values that fit a tree.
type gen struct {
	*rapid.T
	// noExtras leaves out what the tree does not know.
	noExtras bool
}

func (g gen) coin(label string) bool { return rapid.Bool().Draw(g.T, label) }

// rarely is true once in n times.
func (g gen) rarely(n int) bool { return rapid.IntRange(1, n).Draw(g.T, "rarely") == n }

func (g gen) pick(values ...string) string { return rapid.SampledFrom(values).Draw(g.T, "pick") }

// live draws an object of the API, unknown properties included.
func (g gen) live(n *field.Node) map[string]any {
	out := map[string]any{}
	var branches []*field.Node
	for _, a := range n.Attrs {
		switch {
		case a.IsLocal():
		case a.Choice:
			branches = append(branches, a)
		case a.Mode == field.Required || a.Mode == field.Computed || g.coin(a.JSON):
			out[a.JSON] = g.value(a)
		}
	}
	if len(branches) > 0 && !g.rarely(4) {
		b := rapid.SampledFrom(branches).Draw(g.T, "branch")
		out[b.JSON] = g.value(b)
	}
	for g.extra() {
		out["x_injected"+g.pick("1", "2", "3")] = g.junk()
	}
	return out
}

func (g gen) extra() bool { return !g.noExtras && g.rarely(4) }

func (g gen) junk() any {
	return rapid.SampledFrom([]any{"x", true, json.Number("1.50"), []any{"p", "q"}, map[string]any{"deep": []any{map[string]any{"er": "x"}}}}).Draw(g.T, "junk")
}

func (g gen) value(n *field.Node) any {
	switch n.Kind {
	case field.Object, field.Inline:
		return g.live(n)
	case field.List:
		elems := make([]any, rapid.IntRange(0, 3).Draw(g.T, "length"))
		for i := range elems {
			elems[i] = g.value(n.Elem)
			for _, k := range n.Key {
				elems[i].(map[string]any)[k] = fmt.Sprintf("KEY%d", i) // identity keys do differ
			}
		}
		return elems
	case field.Keyed:
		elems := []any{}
		for _, a := range n.Attrs {
			if g.coin(a.JSON) {
				e := g.live(a)
				e[n.Key[0]] = a.JSON
				elems = append(elems, e)
			}
		}
		if g.extra() {
			elems = append(elems, map[string]any{n.Key[0]: "X_INJECTED", "policyValue": g.junk()})
		}
		return elems
	case field.Bool:
		return g.coin("bool")
	case field.Link:
		return true
	case field.Int:
		return json.Number(g.pick("0", "1", "7", "9007199254740993", "-9223372036854775808"))
	case field.Number:
		return json.Number(g.pick("0", "1.50", "0.1", "12.345678901234567890123456789", "1e400", "-2E-30"))
	case field.JSON:
		return g.junk()
	}
	var s string
	switch {
	case n.Enum != nil:
		s = rapid.SampledFrom(n.Enum.Values).Draw(g.T, "enum")
	case n.Format.CaseInsensitive():
		s = g.pick("EUR", "USD", "CHF")
	case n.Wrap != "":
		ref := map[string]any{n.Wrap: g.pick("a", "b", "c")}
		if g.extra() {
			ref["x_injected"] = g.junk()
		}
		return ref
	default:
		s = g.pick("a", "b", "c", "", "ü <&>")
	}
	return s
}

// everything is a state that holds all that a configuration can hold.
func everything(t rapid.TB, tree *field.Tree, live map[string]any) map[string]any {
	d, err := codec.Import(tree, live)
	if err != nil {
		t.Fatal(err)
	}
	return d.Attrs
}

// thinned draws a state that holds only some of the attributes. What objects cannot do without stays.
func (g gen) thinned(n *field.Node, attrs map[string]any, keep func(a *field.Node) bool) map[string]any {
	out := map[string]any{}
	for _, a := range codec.Attributes(n) {
		v := attrs[a.Name]
		if v == nil || (a.Mode != field.Required && !a.Chosen() && !keep(a)) {
			continue
		}
		switch v := v.(type) {
		case map[string]any:
			if m := g.thinned(a, v, keep); len(m) > 0 {
				out[a.Name] = m
			}
		case []any:
			elems := slices.Clone(v)
			if a.Elem.Kind == field.Object {
				for i, e := range elems {
					elems[i] = g.thinned(a.Elem, e.(map[string]any), keep)
				}
			}
			out[a.Name] = elems
		default:
			out[a.Name] = v
		}
	}
	// Properties that need others in the same wrapper cannot stand without them.
	for _, a := range n.Attrs {
		dropIncomplete(a, out)
	}
	return out
}

func dropIncomplete(n *field.Node, out map[string]any) {
	if n.Kind != field.Inline {
		return
	}
	for _, c := range n.Attrs {
		dropIncomplete(c, out)
		if c.Mode == field.Required && out[c.Name] == nil {
			for _, other := range codec.Attributes(n) {
				delete(out, other.Name)
			}
		}
	}
}

// state draws one of the states that a configuration can have led to: complete, minimal, or anything between.
func (g gen) state(tree *field.Tree, live map[string]any) map[string]any {
	full := everything(g.T, tree, live)
	if g.coin("with empty and deprecated values") {
		var err error
		if full, err = codec.Complete(tree, live); err != nil {
			g.Fatal(err)
		}
	}
	switch g.pick("everything", "half", "nothing") {
	case "everything":
		return full
	case "half":
		return g.thinned(tree.Root, full, func(*field.Node) bool { return g.coin("keep") })
	default:
		return g.thinned(tree.Root, full, func(*field.Node) bool { return false })
	}
}

// noise is what servers do to an object without changing it: other orders where order has no meaning, other spellings of
// codes and numbers, defaults filled in where nothing was sent, new properties.
func (g gen) noise(n *field.Node, live map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range live {
		out[name] = v
	}
	hasBranch := slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Choice && live[a.JSON] != nil })
	for _, a := range n.Attrs {
		switch lv := live[a.JSON]; {
		case a.IsLocal() || a.Chosen() || a.Sensitive || a.Mode == field.CreateOnly:
		case lv != nil:
			out[a.JSON] = g.noisy(a, lv)
		case a.Choice && (hasBranch || a.Kind != field.Link):
		case g.coin("fill"):
			if v := g.filled(a); v != nil {
				out[a.JSON] = v
			}
		}
	}
	if g.extra() && live["x_injected_later"] == nil {
		out["x_injected_later"] = g.junk()
	}
	return out
}

// filled is what a server may fill in, nil for nothing.
func (g gen) filled(n *field.Node) any {
	switch d := n.Default.(type) {
	case bool, string:
		return d
	case int64:
		return json.Number(fmt.Sprint(d))
	}
	switch {
	case n.Kind == field.Link:
		return true
	case n.Kind == field.List:
		return []any{}
	case n.Kind == field.String && n.Wrap == "":
		return ""
	case n.Kind == field.Object && slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Kind == field.Link }):
		return map[string]any{"isLinked": true}
	}
	return nil
}

func (g gen) noisy(n *field.Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		switch n.Kind {
		case field.Object, field.Inline:
			return g.noise(n, v)
		}
	case []any:
		if n.Kind != field.List && n.Kind != field.Keyed {
			return v
		}
		out := make([]any, len(v))
		for i, e := range v {
			switch {
			case n.Kind == field.List:
				out[i] = g.noisy(n.Elem, e)
			default:
				out[i] = e
				for _, a := range n.Attrs {
					if m := e.(map[string]any); m[n.Key[0]] == a.JSON {
						noisy := g.noise(a, m)
						noisy[n.Key[0]] = a.JSON
						out[i] = noisy
					}
				}
			}
		}
		if !n.Ordered && len(out) > 1 {
			out = rapid.Permutation(out).Draw(g.T, "order")
		}
		return out
	case string:
		if n.Format.CaseInsensitive() && g.coin("lower") {
			return strings.ToLower(v)
		}
	case json.Number:
		if s := v.String(); (n.Kind == field.Int || n.Kind == field.Number) && !strings.ContainsAny(s, ".eE") && g.coin("fraction") {
			return json.Number(s + ".0")
		}
	}
	return v
}

// spot is a leaf in a live object.
type spot struct {
	pointer string
	n       *field.Node
	// with is the object with another value at the leaf, without the object that lacks it.
	with, without map[string]any
}

// spots lists the modelled leaves of a live object.
func spots(n *field.Node, live map[string]any) []spot {
	var found []spot
	walkLeaves(n, live, "", func(pointer string, n *field.Node, with func(v any, drop bool) any) {
		found = append(found, spot{pointer: pointer, n: n,
			with: with(nil, false).(map[string]any), without: with(nil, true).(map[string]any)})
	})
	return found
}

// some draws a handful of the spots; over all runs each gets its turn.
func (g gen) some(all []spot) []spot {
	const handful = 12
	if len(all) <= handful {
		return all
	}
	return rapid.Permutation(all).Draw(g.T, "spots")[:handful]
}

// walkLeaves visits the leaves of an object; rebuild makes the object with the leaf changed, or without it.
func walkLeaves(n *field.Node, live map[string]any, at string, visit func(pointer string, n *field.Node, rebuild func(v any, drop bool) any)) {
	for _, a := range n.Attrs {
		lv := live[a.JSON]
		if lv == nil || a.IsLocal() {
			continue
		}
		walkLeaf(a, lv, at+"/"+a.JSON, func(pointer string, leaf *field.Node, rebuild func(v any, drop bool) any) {
			visit(pointer, leaf, func(v any, drop bool) any {
				out := map[string]any{}
				for k, e := range live {
					out[k] = e
				}
				if out[a.JSON] = rebuild(v, drop); out[a.JSON] == nil {
					delete(out, a.JSON)
				}
				return out
			})
		})
	}
}

func walkLeaf(n *field.Node, lv any, at string, visit func(pointer string, n *field.Node, rebuild func(v any, drop bool) any)) {
	inList := func(list []any, i int) func(pointer string, leaf *field.Node, rebuild func(v any, drop bool) any) {
		return func(pointer string, leaf *field.Node, rebuild func(v any, drop bool) any) {
			visit(pointer, leaf, func(v any, drop bool) any {
				out := slices.Clone(list)
				if out[i] = rebuild(v, drop); out[i] == nil {
					out = slices.Delete(out, i, i+1)
				}
				return out
			})
		}
	}
	switch {
	case n.Kind == field.Object || n.Kind == field.Inline:
		walkLeaves(n, lv.(map[string]any), at, visit)
	case n.Kind == field.List:
		for i, e := range lv.([]any) {
			walkLeaf(n.Elem, e, fmt.Sprint(at, "/", i), inList(lv.([]any), i))
		}
	case n.Kind == field.Keyed:
		for i, e := range lv.([]any) {
			for _, a := range n.Attrs {
				if m := e.(map[string]any); m[n.Key[0]] == a.JSON {
					walkLeaves(a, m, fmt.Sprint(at, "/", i), inList(lv.([]any), i))
				}
			}
		}
	default:
		visit(at, n, func(v any, drop bool) any {
			switch {
			case drop:
				return nil
			case v != nil:
				return v
			}
			return other(n, lv)
		})
	}
}

// other is a value of the same kind that differs from v.
func other(n *field.Node, v any) any {
	switch v := v.(type) {
	case bool:
		return !v
	case json.Number:
		if v == "5" {
			return json.Number("6")
		}
		return json.Number("5")
	case map[string]any:
		if n.Wrap != "" {
			return map[string]any{n.Wrap: "changed"}
		}
	}
	return "changed"
}
