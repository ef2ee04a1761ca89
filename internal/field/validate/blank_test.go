package validate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// filled has each kind of string of which an empty one has no meaning, at the top, in an object, in a list and in a wrapper.
var filled = func() *field.Tree {
	strings := func() []*field.Node {
		return []*field.Node{
			{Name: "required", JSON: "required", Mode: field.Required},
			{Name: "currency", JSON: "currency", Mode: field.Required, Format: field.Currency},
			{Name: "country", JSON: "country", Mode: field.Required, Format: field.Country, Enum: &field.Enum{Name: "Country", Values: []string{"DE"}}},
			{Name: "email", JSON: "email", Mode: field.Required, Format: field.Email},
			{Name: "enum", JSON: "enum", Mode: field.Required, Enum: cabin},
			{Name: "ref_id", JSON: "ref", Wrap: "id"},
			{Name: "day", JSON: "day", Wrap: "iso8601", Format: field.Date},
			{Name: "uuid_id", JSON: "uuidId", Format: field.UUID},
			{Name: "filled", JSON: "filled", Filled: true},
			list("ref_ids", &field.Node{Wrap: "id"}),
			list("texts", &field.Node{}),
			list("cabins", &field.Node{Enum: cabin}),
			{Name: "free", JSON: "free"},
			{Name: "json", JSON: "json", Kind: field.JSON},
		}
	}
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: append(strings(),
		&field.Node{Name: "parent_id", Mode: field.RequiredCreateOnly},
		&field.Node{Name: "note", JSON: "note", Mode: field.RequiredCreateOnly, Format: field.Markup},
		&field.Node{Name: "object", JSON: "object", Kind: field.Object, Attrs: strings()},
		list("objects", &field.Node{Kind: field.Object, Attrs: strings()}),
		&field.Node{JSON: "wrapper", Kind: field.Inline, Attrs: []*field.Node{{Name: "wrapped", JSON: "wrapped", Mode: field.Required}}},
	)}}
}()

// emptyTexts are the findings that are about them: what is missing altogether is another matter.
func emptyTexts(found validate.Findings) validate.Findings {
	return slices.DeleteFunc(found, func(f validate.Finding) bool { return strings.HasPrefix(f.Summary, "Missing ") })
}

// Where something has to be said, an empty text is one error, which spares what the API has; white space is nothing either.
func TestEmptyTexts(t *testing.T) {
	for _, s := range []string{"", " ", "\t\n", "\u00a0", "\u3000\u200b"} {
		values := func() attrs {
			return attrs{"required": s, "currency": s, "country": s, "email": s, "enum": s, "ref_id": s, "day": s, "uuid_id": s, "filled": s,
				"ref_ids": []any{"a", s}, "texts": []any{s}, "cabins": []any{s}, "free": s}
		}
		config := values()
		config["parent_id"], config["note"], config["wrapped"] = s, s, s
		config["object"], config["objects"] = values(), []any{values()}
		const paths = "required currency country email enum ref_id day uuid_id filled ref_ids[1] texts[0] cabins[0]"
		var want []string
		for _, p := range strings.Fields(paths) {
			want = append(want, p, "object."+p, "objects[0]."+p)
		}
		want = append(want, "parent_id", "note", "wrapped")
		slices.Sort(want)

		var got []string
		for _, f := range emptyTexts(validate.Config(filled, config)) {
			got = append(got, f.Path.String())
			name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(f.Path.String(), "object."), "objects[0]."), "[")
			if f.Warning || !f.IfNew || f.Summary != "Empty text for "+name || !strings.Contains(f.Detail, "empty") {
				t.Errorf("%q: %+v", s, f)
			}
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", s, got, want)
		}

		if found := emptyTexts(validate.Arguments(filled, attrs{"free": s, "object": attrs{"free": s}})); len(found) != 2 {
			t.Errorf("%q as arguments: %v", s, found)
		}
	}
	if found := emptyTexts(validate.Config(filled, attrs{"required": unknown, "texts": []any{unknown}, "parent_id": ".", "note": "<zoe@acme.example>"})); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestEmptyMarkup(t *testing.T) {
	for s, empty := range map[string]bool{"<br>": true, "<p>&nbsp;</p>": true, "<b></b>": true, "<b>x</b>": false, "a < b > c": false, "<max@acme.example>": false} {
		if found := emptyTexts(validate.Config(filled, attrs{"note": s})); (len(found) == 1) != empty {
			t.Errorf("%q: %v", s, found)
		}
		if found := emptyTexts(validate.Config(filled, attrs{"required": s, "wrapped": s})); len(found) > 0 {
			t.Errorf("%q where it is no markup: %v", s, found)
		}
	}
}

// The message says what is wrong, and what to do.
func TestEmptyTexts_messages(t *testing.T) {
	for _, c := range []struct {
		config attrs
		want   string
	}{
		{attrs{"required": ""}, "required is empty. Set it to a text that says something."},
		{attrs{"parent_id": " "}, "parent_id is white space alone, which counts as empty. Set it to a text that says something."},
		{attrs{"note": "<br>"}, "note is markup without a word, which counts as empty. Set it to a text that says something."},
		{attrs{"ref_id": " "}, "ref_id is white space alone, which counts as empty. Set it to a text that says something, or leave it out (null)."},
		{attrs{"object": attrs{"texts": []any{"a", ""}}}, "object.texts[1] is empty. Remove the element: compact() drops empty ones, and a condition in a for expression others."},
	} {
		if found := emptyTexts(validate.Config(filled, c.config)); len(found) != 1 || found[0].Detail != c.want {
			t.Errorf("%v: %v", c.config, found)
		}
	}
}
