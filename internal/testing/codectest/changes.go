package codectest

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Noise is what servers do to an object without changing it: other orders where order has no meaning, other spellings of
// texts, codes and numbers, defaults, links and nulls filled in where nothing was sent, new properties.
func (g Gen) Noise(n *field.Node, live map[string]any) map[string]any {
	out := maps.Clone(live)
	hasBranch := slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Choice && live[a.JSON] != nil })
	for _, a := range n.Attrs {
		switch lv := live[a.JSON]; {
		case a.IsLocal() || a.Chosen() || a.Sensitive || a.Mode == field.CreateOnly:
		case lv != nil:
			out[a.JSON] = g.noisy(a, lv)
		case a.Choice && (hasBranch || a.Kind != field.Link):
		case g.Coin("fill"):
			if v := filled(a); v != nil || g.Coin("null") {
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
func filled(n *field.Node) any {
	switch d := n.Default.(type) {
	case bool, string:
		return d
	case int64:
		return json.Number(fmt.Sprint(d))
	case []string:
		out := make([]any, len(d))
		for i, s := range d {
			out[i] = s
		}
		return out
	}
	switch {
	case n.Kind == field.Link:
		return true
	case n.Kind == field.List:
		return []any{}
	case n.Kind == field.String && n.Wrap == "":
		return ""
	case n.Kind == field.Object && isLinkable(n):
		return map[string]any{"isLinked": true}
	case n.Kind == field.Object && len(n.Attrs) > 0 && !slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return !isLinkable(a) }):
		links := map[string]any{}
		for _, a := range n.Attrs {
			links[a.JSON] = filled(a)
		}
		return links
	}
	return nil
}

func isLinkable(n *field.Node) bool {
	return slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Kind == field.Link })
}

func (g Gen) noisy(n *field.Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		switch n.Kind {
		case field.Object, field.Inline:
			return g.Noise(n, v)
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
					if m := object(e); m[n.Key[0]] == a.JSON {
						noisy := g.Noise(a, m)
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
		if n.Format.CaseInsensitive() {
			return g.Pick(v, strings.ToLower(v), strings.ToUpper(v))
		}
		if n.Kind == field.String && utf8.ValidString(v) {
			return g.Pick(v, norm.NFC.String(v), norm.NFD.String(v))
		}
	case json.Number:
		if s := v.String(); (n.Kind == field.Int || n.Kind == field.Number) && !strings.ContainsAny(s, ".eE") && g.Coin("fraction") {
			return json.Number(s + ".0")
		} else if n.Kind == field.Number && s == "0.1" && g.Coin("digits") {
			return json.Number("0.1000000000000000055511151231257827021181583404541015625") // the same double
		}
	}
	return v
}

// Confusable says that a warning about a JSON pointer may come from a confusion: elements that differ in nothing but properties
// that the tree does not know may be taken for each other when they change places and get new ones at the same time.
func Confusable(pointer string) bool { return ofExtraInList.MatchString(pointer) }

var ofExtraInList = regexp.MustCompile(`/\d+/(.*/)?x_injected`)

// Spot is a leaf in a live object.
type Spot struct {
	// Pointer is the JSON pointer of the leaf, Path its path in the tree as field.Tree.All gives it.
	Pointer, Path string
	Node          *field.Node
	// Value is the leaf, With the object with another value there, Without the object that lacks it.
	Value         any
	With, Without map[string]any
}

// Spots lists the modelled leaves of a live object.
func Spots(n *field.Node, live map[string]any) []Spot {
	var found []Spot
	walkLeaves(n, live, place{}, func(s Spot, rebuild func(v any, drop bool) any) {
		s.With, s.Without = object(rebuild(Other(s.Node, s.Value), false)), object(rebuild(nil, true))
		found = append(found, s)
	})
	return found
}

// Some draws a handful of the spots; over all runs each gets its turn.
func (g Gen) Some(all []Spot) []Spot {
	const handful = 12
	if len(all) <= handful {
		return all
	}
	return rapid.Permutation(all).Draw(g.T, "spots")[:handful]
}

// place is a position in a document and in the tree.
type place struct{ pointer, path string }

func (p place) child(name string) place {
	return place{p.pointer + "/" + name, strings.TrimPrefix(p.path+"."+name, ".")}
}

func (p place) element(i int, key string) place {
	return place{fmt.Sprint(p.pointer, "/", i), p.path + "[" + key + "]"}
}

// visitor takes a leaf; rebuild makes what is around it with another value in its place, or without it.
type visitor func(s Spot, rebuild func(v any, drop bool) any)

func walkLeaves(n *field.Node, live map[string]any, at place, visit visitor) {
	for _, a := range n.Attrs {
		lv := live[a.JSON]
		if lv == nil || a.IsLocal() {
			continue
		}
		walkLeaf(a, lv, at.child(a.JSON), func(s Spot, rebuild func(v any, drop bool) any) {
			visit(s, func(v any, drop bool) any {
				out := maps.Clone(live)
				if out[a.JSON] = rebuild(v, drop); out[a.JSON] == nil {
					delete(out, a.JSON)
				}
				return out
			})
		})
	}
}

func walkLeaf(n *field.Node, lv any, at place, visit visitor) {
	inList := func(list []any, i int) visitor {
		return func(s Spot, rebuild func(v any, drop bool) any) {
			visit(s, func(v any, drop bool) any {
				out := slices.Clone(list)
				if out[i] = rebuild(v, drop); out[i] == nil {
					out = slices.Delete(out, i, i+1)
				}
				return out
			})
		}
	}
	elems, _ := lv.([]any)
	switch {
	case n.Kind == field.Object || n.Kind == field.Inline:
		walkLeaves(n, object(lv), at, visit)
	case n.Kind == field.List:
		for i, e := range elems {
			walkLeaf(n.Elem, e, at.element(i, ""), inList(elems, i))
		}
	case n.Kind == field.Keyed:
		for i, e := range elems {
			for _, a := range n.Attrs {
				if m := object(e); m[n.Key[0]] == a.JSON {
					walkLeaves(a, m, at.element(i, a.JSON), inList(elems, i))
				}
			}
		}
	default:
		visit(Spot{Pointer: at.pointer, Path: at.path, Node: n, Value: lv}, func(v any, drop bool) any {
			if drop {
				return nil
			}
			return v
		})
	}
}

// Other is a value that differs from v and that the node can have as well. A link has none: it is false.
func Other(n *field.Node, v any) any {
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
			s, _ := v[n.Wrap].(string)
			return map[string]any{n.Wrap: otherText(n, s)}
		}
	case string:
		return otherText(n, v)
	}
	return "changed"
}

func otherText(n *field.Node, s string) string {
	pool := values(n, true)
	if n.Enum == nil && n.Format == field.Any && !strings.Contains(pool[0], "-") {
		return "changed"
	}
	for _, other := range pool {
		if !strings.EqualFold(other, s) {
			return other
		}
	}
	return "CHANGED" // the vendor adds values
}
