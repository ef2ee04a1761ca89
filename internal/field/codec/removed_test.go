package codec_test

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Left out is what prior has and the plan has not, unless it gives way to something else or a server fills it in by itself.
func TestRemoved(t *testing.T) {
	person := []*field.Node{{Name: "name", JSON: "name"}, {Name: "phone", JSON: "phone"}}
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "parent", Mode: field.RequiredCreateOnly},
		{Name: "place", JSON: "place", Mode: field.CreateOnly},
		{Name: "id", JSON: "id", Mode: field.Computed},
		{Name: "kind", JSON: "kind", Default: "A"},
		{Name: "size", JSON: "size", Kind: field.Int},
		{Name: "tags", JSON: "tags", Kind: field.List, Elem: &field.Node{}},
		{Name: "flags", JSON: "flags", Kind: field.Map},
		{Name: "people", JSON: "people", Kind: field.List, Mode: field.Required, Key: []string{"name"}, Elem: &field.Node{Kind: field.Object, Attrs: person}},
		{Name: "limit", JSON: "limit", Kind: field.Object, Attrs: []*field.Node{
			{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true},
			{JSON: "props", Kind: field.Inline, Choice: true, Attrs: []*field.Node{{Name: "from", JSON: "from"}, {Name: "to", JSON: "to"}, {Name: "codes", JSON: "codes", Kind: field.List, Mode: field.Required, Elem: &field.Node{}}}},
			{Name: "note", JSON: "note"},
		}},
		field.Secret("token", "token", "Token."), field.SecretVersion("token"),
	}}}
	type object = map[string]any
	three := big.NewFloat(3)
	prior := object{
		"parent": "p", "place": "x", "id": "1", "kind": "A", "size": three, "tags": []any{"a", "b"},
		"flags":  codec.Map{"A": "1", "B": "2", "C": "3", "D": nil},
		"people": []any{object{"name": "Ada", "phone": "1"}, object{"name": "Bob", "phone": "2"}},
		"limit":  object{"from": "f", "to": "t", "note": "n"}, "token_wo_version": big.NewFloat(1),
	}
	with := func(change object) object {
		out := object{}
		for name, v := range prior {
			out[name] = v
		}
		for name, v := range change {
			out[name] = v
		}
		return out
	}
	for name, c := range map[string]struct {
		planned object
		want    []codec.Removal
	}{
		"nothing":                    {prior, nil},
		"everything":                 {object{}, []codec.Removal{{Name: "size", Settings: 1}, {Name: "tags", Settings: 1}, {Name: "flags", Settings: 3}, {Name: "people", Settings: 4}, {Name: "limit", Settings: 3}}},
		"other values":               {with(object{"kind": "B", "size": big.NewFloat(4), "tags": []any{"c"}}), nil},
		"names of a map":             {with(object{"flags": codec.Map{"A": "2", "B": nil}}), []codec.Removal{{Name: "flags", Settings: 2}}},
		"a property of an element":   {with(object{"people": []any{object{"name": "Bob"}, object{"name": "Ada", "phone": "1"}}}), []codec.Removal{{Name: "people", Settings: 1}}},
		"an element":                 {with(object{"people": []any{object{"name": "Bob", "phone": "2"}}}), []codec.Removal{{Name: "people", Settings: 2}}},
		"a property of an object":    {with(object{"limit": object{"from": "f", "note": "n"}}), []codec.Removal{{Name: "limit", Settings: 1}}},
		"a branch, for another one":  {with(object{"limit": object{"is_linked": true, "note": "n"}}), nil},
		"a branch, for no other one": {with(object{"limit": object{"note": "n"}}), []codec.Removal{{Name: "limit", Settings: 2}}},
		"what is not known yet":      {with(object{"tags": codec.Unknown{}, "people": codec.Unknown{}, "limit": object{"from": codec.Unknown{}, "to": "t", "note": "n"}}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, codec.Removed(tree, prior, c.planned)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if got := codec.Removed(tree, object{"limit": object{"codes": []any{}}}, object{}); len(got) != 1 || got[0].Settings != 1 {
		t.Errorf("what has to be given: %v", got)
	}
	none := object{"people": []any{}}
	if got := codec.Removed(tree, none, none); got != nil {
		t.Errorf("an empty list that stays: %v", got)
	}
	// What a server fills in by itself is no loss.
	filled := object{"kind": "A", "tags": []any{}, "limit": object{"is_linked": true, "note": ""}}
	if got := codec.Removed(tree, filled, object{}); got != nil {
		t.Errorf("%v", got)
	}
}
