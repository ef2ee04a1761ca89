// Package codectest draws live documents that fit a field tree, and what servers and people do to them, for the property
// tests of the codec and of the services that have a tree.
package codectest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Gen draws documents and values that fit a tree.
type Gen struct {
	*rapid.T
	// NoExtras leaves out what the tree does not know.
	NoExtras bool
	// Valid draws only what the API accepts: exactly one branch where a choice stands alone, values of the documented
	// format. Otherwise strings and numbers are odd, and choices may be open.
	Valid bool
}

// Coin is true half of the time.
func (g Gen) Coin(label string) bool { return rapid.Bool().Draw(g.T, label) }

// Rarely is true once in n times.
func (g Gen) Rarely(n int) bool { return rapid.IntRange(1, n).Draw(g.T, "rarely") == n }

// Pick is one of the values.
func (g Gen) Pick(values ...string) string { return rapid.SampledFrom(values).Draw(g.T, "pick") }

// Live draws an object of the API, unknown properties included.
func (g Gen) Live(n *field.Node) map[string]any {
	out := map[string]any{}
	var branches []*field.Node
	for _, a := range n.Attrs {
		switch {
		case a.IsLocal():
		case a.Choice:
			branches = append(branches, a)
		case a.Mode == field.Required || a.Mode == field.Computed || (g.Valid && isWrapper(n)) || g.Coin(a.JSON):
			out[a.JSON] = g.value(a)
		}
	}
	mustChoose := g.Valid && len(branches) == len(n.Attrs)
	if len(branches) > 0 && (mustChoose || !g.Rarely(4)) {
		b := rapid.SampledFrom(branches).Draw(g.T, "branch")
		out[b.JSON] = g.value(b)
	}
	for g.extra() {
		out["x_injected"+g.Pick("1", "2", "3")] = g.junk()
	}
	return out
}

// isWrapper says that an object exists on the wire only to hold one other: without that it says nothing.
func isWrapper(n *field.Node) bool {
	return n.Kind == field.Inline && len(n.Attrs) == 1 && n.Attrs[0].Kind == field.Inline
}

func (g Gen) extra() bool { return !g.NoExtras && g.Rarely(4) }

func (g Gen) junk() any {
	return rapid.SampledFrom([]any{"x", true, json.Number("1.50"), []any{"p", "q"}, map[string]any{"deep": []any{map[string]any{"er": "x"}}},
		Broken, map[string]any{Broken: []any{Broken}}}).Draw(g.T, "junk")
}

// Broken is a text that is no valid Unicode, as jsonx reads it: it ends in half a surrogate pair.
const Broken = "b\xed\xa0\xbd"

func (g Gen) value(n *field.Node) any {
	switch n.Kind {
	case field.Object, field.Inline:
		return g.Live(n)
	case field.List:
		elems := make([]any, rapid.IntRange(0, 3).Draw(g.T, "length"))
		for i := range elems {
			elems[i] = g.value(n.Elem)
			identify(n, elems[i], i)
		}
		return elems
	case field.Keyed:
		elems := []any{}
		for _, a := range n.Attrs {
			if g.Coin(a.JSON) {
				e := g.Live(a)
				e[n.Key[0]] = a.JSON
				elems = append(elems, e)
			}
		}
		if g.extra() {
			elems = append(elems, map[string]any{n.Key[0]: "X_INJECTED", "policyValue": g.junk()})
		}
		return elems
	case field.Bool:
		return g.Coin("bool")
	case field.Link:
		return true
	case field.Int:
		if g.Valid {
			return json.Number(g.Pick("0", "1", "7", "360", "2147483647"))
		}
		return json.Number(g.Pick("0", "1", "7", "9007199254740993", "-9223372036854775808"))
	case field.Number:
		return json.Number(g.Pick("0", "1.50", "0.1", "12.345678901234567890123456789", "1e300", "-2E-30"))
	case field.JSON:
		return g.junk()
	}
	s := g.text(n)
	if n.Wrap == "" {
		return s
	}
	ref := map[string]any{n.Wrap: s}
	if g.extra() {
		ref["x_injected"] = g.junk()
	}
	return ref
}

// ID is a UUID, different for each n up to 4095.
func ID(n int) string { return fmt.Sprintf("7d9f2b60-4c11-4e0a-8a53-2f6b1c9d0%03x", n) }

func (g Gen) text(n *field.Node) string {
	pool := values(n, g.Valid)
	return rapid.SampledFrom(pool).Draw(g.T, "text")
}

// values are strings that a node can have.
func values(n *field.Node, valid bool) []string {
	switch {
	case n.Enum != nil:
		return n.Enum.Values
	case n.Format == field.Currency && valid:
		return []string{"EUR", "USD", "chf"}
	case (n.Format == field.Country || n.Format == field.AnyCountry) && valid:
		return []string{"DE", "US", "fr"}
	case n.Format == field.UUID, valid && n.Name == "id":
		return []string{ID(1), ID(2), ID(3)}
	case n.Format.CaseInsensitive():
		return []string{"EUR", "USD", "CHF"}
	case n.Format == field.TimeLocal:
		return []string{"22:00", "06:30", "23:15:30"}
	case n.Format == field.Airline && valid:
		return []string{"LH", "FR", "U2"}
	case (n.Format == field.Email || n.Format == field.Mailbox) && valid:
		return []string{"a@acme.example", "b@acme.example", "c@acme.example"}
	case n.Format == field.Language && valid:
		return []string{"de", "en-GB"}
	case n.Format == field.Date && valid:
		return []string{"2026-03-01", "2026-03-05"}
	case valid && n.Wrap == "iso8601":
		return []string{"2026-01-31T12:00Z", "2026-02-28T23:59:59Z"}
	case n.Wrap != "":
		return []string{"a", "b", "c"}
	}
	return []string{"a", "b", "c", "", "ü <&>", "u\u0308 <&>", " a\n", Broken}
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// identify gives the i-th element of a list a value of its own in each property of its key.
func identify(n *field.Node, element any, i int) {
	m := object(element)
	for _, a := range n.Elem.Attrs {
		switch {
		case !slices.Contains(n.Key, a.JSON):
		case a.Kind == field.Int:
			m[a.JSON] = json.Number(strconv.Itoa(i))
		case a.Enum != nil:
			m[a.JSON] = a.Enum.Values[i%len(a.Enum.Values)]
		case a.Format != field.Any && m[a.JSON] == nil:
			// An optional part of the key: the others tell the elements apart.
		case a.Format != field.Any:
			pool := values(a, true)
			m[a.JSON] = pool[i%len(pool)]
		default:
			m[a.JSON] = fmt.Sprintf("KEY%d", i)
		}
	}
}

// Everything is a state that holds all that a generated configuration can hold.
func Everything(t rapid.TB, tree *field.Tree, live map[string]any) map[string]any {
	d, err := codec.Import(tree, live)
	if err != nil {
		t.Fatal(err)
	}
	return d.Attrs
}

// Thinned draws a state that holds only some of the attributes. What objects cannot do without stays.
func Thinned(n *field.Node, attrs map[string]any, keep func(a *field.Node) bool) map[string]any {
	out := map[string]any{}
	for _, a := range codec.Attributes(n) {
		v := attrs[a.Name]
		if v == nil || (a.Mode != field.Required && !a.Chosen() && !keep(a)) {
			continue
		}
		switch v := v.(type) {
		case map[string]any:
			if m := Thinned(a, v, keep); len(m) > 0 {
				out[a.Name] = m
			}
		case []any:
			elems := slices.Clone(v)
			if a.Elem.Kind == field.Object {
				for i, e := range elems {
					elems[i] = Thinned(a.Elem, object(e), keep)
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

// State draws one of the states that a configuration can have led to: complete, minimal, or anything between.
func (g Gen) State(tree *field.Tree, live map[string]any) map[string]any {
	full := Everything(g.T, tree, live)
	if g.Coin("with empty and deprecated values") {
		var err error
		if full, err = codec.Complete(tree, live); err != nil {
			g.Fatal(err)
		}
	}
	switch g.Pick("everything", "half", "nothing") {
	case "everything":
		return full
	case "half":
		return Thinned(tree.Root, full, func(*field.Node) bool { return g.Coin("keep") })
	default:
		return Thinned(tree.Root, full, func(*field.Node) bool { return false })
	}
}
