package codec

import (
	"html"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// The forms in which a live value counts as the one that is held, see [spelling.Kept]: servers trim texts, end their lines
// in another way, and escape them for HTML; and numbers in JSON texts, which go there as they are configured, become the
// nearest doubles.
var (
	trimmed   = form{text: spelling.Trimmed, number: inDoubles}
	unescaped = form{text: spelling.Unescaped, number: inDoubles}
)

func inDoubles(n *field.Node, f *big.Float) string {
	if n == nil {
		n = &field.Node{Kind: field.Number}
	}
	return nearestText(n, f)
}

// sameStored says that a live value is the one that is held, as a server may have stored it: "a &amp; b" is "a & b ". A configuration
// that changes from one to the other is changed nonetheless. See section 4.4 of DESIGN.md.
func sameStored(n *field.Node, live, held any) bool {
	if live == nil || held == nil {
		return live == held
	}
	if Equal(n, live, held) {
		return true
	}
	l, isText := live.(string)
	if h, isHeldText := held.(string); isText && isHeldText && n.Kind != field.JSON {
		is := trimmed.spelled(n, h)
		return trimmed.spelled(n, l) == is || unescaped.spelled(n, l) == is
	}
	is := trimmed.of(n, held)
	return trimmed.of(n, live) == is || unescaped.of(n, live) == is
}

// counterparts pairs the elements of a prior list without order with those of a live one: equal ones first, then those that a
// server kept in its own way. What a server may fill in by itself into objects makes no difference.
func counterparts(n *field.Node, live, prior []any) pairing {
	equal := form{text: spelling.Canonical, number: nearestText, withoutDefaults: n.Kind == field.Object}
	pairs, taken := unpaired(len(prior)), make([]bool, len(live))
	for _, by := range []struct{ live, prior form }{{equal, equal}, {trimmed, trimmed}, {unescaped, trimmed}} {
		at := map[string][]int{}
		for k, v := range live {
			if !taken[k] {
				c := by.live.of(n, v)
				at[c] = append(at[c], k)
			}
		}
		for j, v := range prior {
			if pairs[j] >= 0 {
				continue
			}
			if c := by.prior.of(n, v); len(at[c]) > 0 {
				pairs[j], at[c] = at[c][0], at[c][1:]
				taken[pairs[j]] = true
			}
		}
	}
	return pairs
}

// asSent is a live object whose texts are as they were sent, where a server escaped them for HTML and state holds them
// without: sent back as they are, they would be escaped once more.
func asSent(t *field.Tree, live, held map[string]any) map[string]any {
	texts := sentTexts{}
	texts.addAll(t.Root, held)
	return object(texts.in(t.Root, live))
}

// sentTexts are the texts that state holds, by the attribute that they are of, whichever element of a list it is in.
type sentTexts map[*field.Node]*sent

// sent are the texts of one attribute.
type sent struct {
	// equal are they in their canonical spelling, kept by what is left of them in servers.
	equal map[string]bool
	kept  map[string]string
}

func (t sentTexts) add(n *field.Node, text string) {
	if t[n] == nil {
		t[n] = &sent{equal: map[string]bool{}, kept: map[string]string{}}
	}
	t[n].equal[spelling.Canonical(text)] = true
	t[n].kept[spelling.Trimmed(text)] = text
}

// addJSON adds the texts in a JSON value.
func (t sentTexts) addJSON(n *field.Node, v any) {
	switch v := v.(type) {
	case string:
		t.add(n, v)
	case []any:
		for _, e := range v {
			t.addJSON(n, e)
		}
	case map[string]any:
		for _, e := range v {
			t.addJSON(n, e)
		}
	}
}

// addAll adds the texts in a value.
func (t sentTexts) addAll(n *field.Node, v any) {
	walkValue(n, v, path.Empty(), func(n *field.Node, v any, _ path.Path) {
		s, isText := v.(string)
		if !isText {
			return
		}
		if n.Kind != field.JSON {
			t.add(n, s)
		} else if doc, err := ParseJSON([]byte(s)); err == nil {
			t.addJSON(n, doc)
		}
	})
}

// in is a live value with the texts as they were sent. What no attribute can hold stays as it is.
func (t sentTexts) in(n *field.Node, live any) any {
	switch live := live.(type) {
	case string:
		return t.of(n, live)
	case []any:
		out := slices.Clone(live)
		for i, e := range out {
			out[i] = t.in(element(n, e), e)
		}
		return out
	case map[string]any:
		out := maps.Clone(live)
		for name, e := range out {
			if c := member(n, name); c != nil {
				out[name] = t.in(c, e)
			}
		}
		return out
	}
	return live
}

// of is a live text as it was sent; as it is, unless a server escaped it.
func (t sentTexts) of(n *field.Node, live string) string {
	if t[n] == nil || html.UnescapeString(live) == live {
		return live
	}
	if _, held := t[n].kept[spelling.Trimmed(live)]; held {
		return live
	}
	if was, held := t[n].kept[spelling.Unescaped(live)]; held {
		return was
	}
	return live
}

// asHeld are the elements of a live list with their texts in the spelling in which they are held, so that they can be
// paired.
func asHeld(n *field.Node, live, held []any) []any {
	texts := sentTexts{}
	texts.addAll(n, held)
	out, _ := texts.asHeld(n, live).([]any)
	return out
}

// asHeld is a decoded value with the texts as they are held.
func (t sentTexts) asHeld(n *field.Node, v any) any {
	switch v := v.(type) {
	case string:
		if t[n] == nil || t[n].equal[spelling.Canonical(v)] {
			return v
		}
		if was, held := t[n].kept[spelling.Trimmed(v)]; held {
			return was
		}
		if was, held := t[n].kept[spelling.Unescaped(v)]; held {
			return was
		}
	case []any:
		out := slices.Clone(v)
		for i, e := range out {
			out[i] = t.asHeld(n.Elem, e)
		}
		return out
	case map[string]any:
		out := maps.Clone(v)
		for _, a := range Attributes(n) {
			if e := out[a.Name]; e != nil {
				out[a.Name] = t.asHeld(a, e)
			}
		}
		return out
	}
	return v
}

// element is the node of an element of an array, nil when the tree does not know it.
func element(n *field.Node, e any) *field.Node {
	switch {
	case n == nil || n.Kind == field.JSON:
		return n
	case n.Kind == field.List:
		return n.Elem
	case n.Kind == field.Keyed:
		return typeOf(n, object(e))
	}
	return nil
}

// member is the node of a property of an object, nil when the tree does not know it.
func member(n *field.Node, name string) *field.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == field.JSON, n.Wrap != "" && n.Wrap == name:
		return n
	}
	return n.Property(name)
}
