package codec

import (
	"bytes"
	"html"
	"maps"
	"math/big"
	"slices"

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
	if l, isText := live.(string); isText && n.Kind != field.JSON {
		h, isText := held.(string)
		return isText && sameStoredText(n, l, h)
	}
	if Equal(n, live, held) {
		return true
	}
	if l, isList := live.([]any); isList && !isObjects(n) && differInFirst(n, l, held) {
		return false
	}
	is, stored := trimmed.append(nil, n, held), trimmed.append(nil, n, live)
	return bytes.Equal(stored, is) || bytes.ContainsRune(stored, '&') && bytes.Equal(unescaped.append(nil, n, live), is)
}

// differInFirst says that a list of scalars lacks the first element of the one that is held, as most of those do that differ.
func differInFirst(n *field.Node, live []any, held any) bool {
	h, _ := held.([]any)
	return len(h) > 0 && !slices.ContainsFunc(live, func(e any) bool { return sameStored(n.Elem, e, h[0]) })
}

func sameStoredText(n *field.Node, live, held string) bool {
	if live == held {
		return true
	}
	is := trimmed.spelled(n, held)
	return trimmed.spelled(n, live) == is || unescaped.spelled(n, live) == is
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
	sent, _ := texts.in(t.Root, live)
	return object(sent)
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
	if t[n].kept[text] == text && text != "" {
		return // most texts are their own spelling, and many are there again
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
	switch v := v.(type) {
	case string:
		if n.Kind != field.JSON {
			t.add(n, v)
		} else if doc, err := ParseJSON([]byte(v)); err == nil {
			t.addJSON(n, doc)
		}
	case []any:
		for _, e := range v {
			t.addAll(n.Elem, e)
		}
	case map[string]any:
		for _, a := range Attributes(n) {
			t.addAll(a, v[a.Name])
		}
	}
}

// in is a live value with the texts as they were sent, and says whether that is another value. What no attribute can hold stays
// as it is.
func (t sentTexts) in(n *field.Node, live any) (any, bool) {
	if n == nil {
		return live, false
	}
	switch live := live.(type) {
	case string:
		was := t.of(n, live)
		return was, was != live
	case []any:
		return replaced(live, func(e any) (any, bool) { return t.in(element(n, e), e) })
	case map[string]any:
		out, changed := live, false
		for name, e := range live {
			was, differs := t.in(member(n, name), e)
			if differs && !changed {
				out, changed = maps.Clone(live), true
			}
			if differs {
				out[name] = was
			}
		}
		return out, changed
	}
	return live, false
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
	out, _ := texts.asHeld(n, live)
	list, _ := out.([]any)
	return list
}

// asHeld is a decoded value with the texts as they are held, and says whether that is another value.
func (t sentTexts) asHeld(n *field.Node, v any) (any, bool) {
	switch v := v.(type) {
	case string:
		if t[n] == nil || t[n].equal[spelling.Canonical(v)] {
			return v, false
		}
		if was, held := t[n].kept[spelling.Trimmed(v)]; held {
			return was, true
		}
		if was, held := t[n].kept[spelling.Unescaped(v)]; held {
			return was, true
		}
	case []any:
		return replaced(v, func(e any) (any, bool) { return t.asHeld(n.Elem, e) })
	case map[string]any:
		out, changed := v, false
		for _, a := range Attributes(n) {
			held, differs := t.asHeld(a, v[a.Name])
			if differs && !changed {
				out, changed = maps.Clone(v), true
			}
			if differs {
				out[a.Name] = held
			}
		}
		return out, changed
	}
	return v, false
}

// replaced is a list with other values, and says whether there are any. It is the list itself where there are none.
func replaced(list []any, by func(e any) (any, bool)) (any, bool) {
	out, changed := list, false
	for i, e := range list {
		v, differs := by(e)
		if !differs {
			continue
		}
		if !changed {
			out, changed = slices.Clone(list), true
		}
		out[i] = v
	}
	return out, changed
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
