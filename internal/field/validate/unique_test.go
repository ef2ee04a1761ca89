package validate_test

import (
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// Elements are compared as plan and read compare values: codes without case, JSON and objects by meaning, lists without
// order as bags.
func TestUnique(t *testing.T) {
	unique := func(elem *field.Node) *field.Node {
		n := list("list", elem)
		n.Unique = true
		return n
	}
	pair := &field.Node{Kind: field.Object, Attrs: []*field.Node{scalar("code", field.Currency), list("tags", &field.Node{})}}
	sum := func(code string, tags ...any) attrs { return attrs{"code": code, "tags": tags} }
	for name, tc := range map[string]struct {
		list     *field.Node
		elements []any
		want     []string
	}{
		"none":     {unique(&field.Node{}), nil, nil},
		"distinct": {unique(&field.Node{}), []any{"a", "b", "A", "a "}, nil},
		"texts": {unique(&field.Node{}), []any{"a", "b", "a"},
			[]string{`list[2] "a" twice in list: list[2] is the same as list[0]. The API takes no element of this list twice: remove one of them.`}},
		"three times": {unique(&field.Node{}), []any{"a", "a", "a"}, []string{
			`list[1] "a" twice in list: list[1] is the same as list[0]. The API takes no element of this list twice: remove one of them.`,
			`list[2] "a" twice in list: list[2] is the same as list[0]. The API takes no element of this list twice: remove one of them.`,
		}},
		"codes": {unique(&field.Node{Format: field.Country}), []any{"DE", "fr", "de"},
			[]string{`list[2] "de" twice in list: list[2] ("de") means the same as list[0] ("DE"). The API takes no element of this list twice: remove one of them.`}},
		"references": {unique(&field.Node{Wrap: "id", Format: field.UUID}), []any{"4974a66b-7493-4f41-908c-58ba81093947", "4974A66B-7493-4F41-908C-58BA81093947"},
			[]string{`list[1] "4974A66B-7493-4F41-908C-58BA81093947" twice in list: list[1] ("4974A66B-7493-4F41-908C-58BA81093947") means the same as list[0] ("4974a66b-7493-4f41-908c-58ba81093947"). The API takes no element of this list twice: remove one of them.`}},
		"numbers": {unique(&field.Node{Kind: field.Number}), []any{number("1"), number("2"), number("1.0")},
			[]string{`list[2] An element twice in list: list[2] is the same as list[0]. The API takes no element of this list twice: remove one of them.`}},
		"objects": {unique(pair), []any{sum("EUR", "x", "y"), sum("EUR", "x"), sum("eur", "y", "x")},
			[]string{`list[2] An element twice in list: list[2] is the same as list[0]. The API takes no element of this list twice: remove one of them.`}},
		"null":           {unique(pair), []any{attrs{"code": "EUR"}, sum("EUR"), attrs{"code": "EUR", "tags": nil}}, []string{`list[2] An element twice in list: list[2] is the same as list[0]. The API takes no element of this list twice: remove one of them.`}},
		"unknown":        {unique(&field.Node{}), []any{"a", unknown, unknown}, nil},
		"unknown inside": {unique(pair), []any{attrs{"code": unknown}, attrs{"code": unknown}, sum("EUR", unknown), sum("EUR", unknown)}, nil},
		"not marked":     {list("list", &field.Node{}), []any{"a", "a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range validate.Config(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{tc.list}}}, attrs{"list": tc.elements}) {
				if f.Warning || !f.IfNew {
					t.Errorf("%s is no error that spares what the object has", f.Summary)
				}
				got = append(got, f.Path.String()+" "+f.Summary+": "+f.Detail)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
		})
	}
}
