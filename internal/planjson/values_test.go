package planjson

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// drawn are a value whose texts are all different, what a plan may mark in it, and the texts that are marked.
type drawn struct {
	n      int
	secret []string
}

func (d *drawn) value(t *rapid.T, depth int, marked bool) (value, mask any) {
	mask = rapid.SampledFrom([]any{false, true, nil, nil}).Draw(t, "mask")
	marked = marked || mask == true
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	switch {
	case depth > 0 && kind == 0:
		m, masks := map[string]any{}, map[string]any{}
		for i := range rapid.IntRange(0, 3).Draw(t, "members") {
			m[fmt.Sprint("a", i)], masks[fmt.Sprint("a", i)] = d.value(t, depth-1, marked)
		}
		if mask != true {
			mask = masks
		}
		return m, mask
	case depth > 0 && kind == 1:
		var list, masks []any
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			v, m := d.value(t, depth-1, marked)
			list, masks = append(list, v), append(masks, m)
		}
		if mask != true {
			mask = masks
		}
		return list, mask
	}
	d.n++
	text := fmt.Sprintf("secret-%d-", d.n)
	if marked {
		d.secret = append(d.secret, text)
	}
	return text, mask
}

// Nothing that is marked on either side of a change is in what is made of it, and what is marked is a difference exactly when it differs.
func TestHide_property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d drawn
		before, marks := d.value(t, 4, false)
		for _, side := range []any{hide(before, marks, nil), hide(before, nil, marks), hide(before, marks, marks)} {
			text := fmt.Sprint(side)
			for _, s := range d.secret {
				if strings.Contains(text, s) {
					t.Fatalf("%s is in %s", s, text)
				}
			}
		}
		if got := hiddenIn(before, marks, false); len(got) != len(d.secret) {
			t.Fatalf("%v are marked, and %v found", d.secret, got)
		}
		if hiddenDiffers(hide(before, marks, nil), hide(before, marks, nil)) {
			t.Fatal("a value differs from itself")
		}
	})
}

func TestHide(t *testing.T) {
	one, other := hidden(map[string]any{"a": json.Number("1.0"), "b": nil}), hidden(map[string]any{"a": json.Number("1")})
	if one != other {
		t.Error("two spellings of a value differ")
	}
	if hidden("1") == hidden(json.Number("1")) || hidden([]any{"a", "b"}) == hidden([]any{"a,b"}) || hidden(nil) == hidden("") {
		t.Error("two values are the same")
	}
	if one, other := hidden(statement.Unknown{}), hidden(statement.Unknown{}); one == other {
		t.Error("what is not known yet is the same")
	}
	// The element that is marked may stand at another place on the other side.
	list := hide([]any{map[string]any{"n": "x"}, map[string]any{"n": "y"}}, nil, []any{map[string]any{}, map[string]any{"n": true}})
	for _, e := range list.([]any) {
		if _, is := e.(map[string]any)["n"].(statement.Hidden); !is {
			t.Errorf("%v", list)
		}
	}
}

func TestReferences(t *testing.T) {
	for module, want := range map[string]string{
		"": "", "module.a": "a", "module.a.module.b": "a b", `module.a["x.module.y"].module.b[0]`: "a b", `module.a["]\"]"].module.b`: "a b",
	} {
		if got := strings.Join(callNames(module), " "); got != want {
			t.Errorf("%s: got %q, want %q", module, got, want)
		}
	}
	got := strings.Join(precise([]string{`spotnana_x.a["b"].id`, `spotnana_x.a["b"]`, "spotnana_x.a", "spotnana_x.ab", "each.key", "each.key"}), " ")
	if want := `spotnana_x.a["b"].id spotnana_x.ab each.key`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
