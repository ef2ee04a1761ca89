package sandbox

import (
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

func TestShapeOf(t *testing.T) {
	root := func(attrs ...*field.Node) *shape {
		return shapeOf(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: attrs}})
	}
	s := root(
		&field.Node{Name: "parent_id", Mode: field.RequiredCreateOnly},
		&field.Node{Name: "name", JSON: "name", Mode: field.Required},
		field.PostalAddress("address", "address", field.Optional, ""),
		field.PhoneNumbers("phones", "phones", field.Optional, ""),
		&field.Node{Name: "size", JSON: "size", Kind: field.Int, Min: int64(1), Default: int64(7)},
		&field.Node{Name: "rate", JSON: "rate", Kind: field.Number, Min: int64(0)},
		&field.Node{Name: "since", JSON: "since", Wrap: "iso8601", Format: field.Date},
		&field.Node{Name: "mail", JSON: "mail", Format: field.Email},
		&field.Node{Name: "mailbox", JSON: "mailbox", Format: field.Mailbox},
		&field.Node{Name: "any", JSON: "any", Kind: field.JSON},
		&field.Node{Name: "tags", JSON: "tags", Kind: field.List, Unique: true, Elem: &field.Node{}, Default: []string{"a"}},
		&field.Node{JSON: "people", Kind: field.Inline, Derived: []string{"length"}, Attrs: []*field.Node{
			{Name: "user_ids", JSON: "elements", Kind: field.List, Elem: &field.Node{Wrap: "id", Format: field.UUID}},
		}},
		&field.Node{Name: "value", JSON: "value", Kind: field.Object, Attrs: []*field.Node{
			{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true},
			{JSON: "valueProps", Kind: field.Inline, Choice: true, Attrs: []*field.Node{{Name: "a", JSON: "a", Mode: field.Required}}},
		}},
		&field.Node{Name: "status", JSON: "status", Mode: field.Status},
		&field.Node{Name: "version", JSON: "version", Mode: field.Bookkeeping},
	)
	for body, want := range map[string]string{
		`"address":{"addressLines":["a"],"regionCode":"DE"},"phones":[{"type":"MOBILE","nationalNumber":12345678901}],"any":7,"mailbox":"x"`: "",
		`"people":{"length":"odd","elements":[{"id":"` + unknownID + `"}]},"value":{"isLinked":true},"since":{"iso8601":"2026-01-31"}`:       "",
		`"parent_id":1`:                          "",
		`"address":{"addressLines":["a"]}`:       "MISSING_FIELD address.regionCode",
		`"phones":[{"type":"FAX"}]`:              "UNKNOWN_ENUM_VALUE phones[0].type",
		`"phones":[{"countryCode":12345678901}]`: "OUT_OF_RANGE phones[0].countryCode",
		`"size":0`:                               "OUT_OF_RANGE size",
		`"size":1.5`:                             "OUT_OF_RANGE size",
		`"rate":-0.1`:                            "OUT_OF_RANGE rate",
		`"since":"2026-01-31"`:                   "WRONG_TYPE since",
		`"since":{"iso8601":"January"}`:          "BAD_FORMAT since.iso8601",
		`"mail":"x"`:                             "BAD_FORMAT mail",
		`"any":null`:                             "NULL_VALUE any",
		`"tags":["a","a"]`:                       "DUPLICATE_ITEM tags",
		`"people":{"elements":[{"id":"x"}]}`:     "BAD_FORMAT people.elements[0].id",
		`"value":{}`:                             "MISSING_CHOICE value",
		`"value":{"isLinked":true,"valueProps":{"a":"b"}}`: "AMBIGUOUS_CHOICE value",
		`"value":{"valueProps":{}}`:                        "MISSING_FIELD value.valueProps.a",
		`"status":1`:                                       "WRONG_TYPE status",
	} {
		var got []string
		for _, m := range s.check(tree(t, `{"name":"n",`+body+`}`)) {
			got = append(got, m.code+" "+m.field)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: got %v, want %s", body, got, want)
		}
	}
	if found := s.requested().check(tree(t, `{"name":"n","status":1,"version":1}`)); found != nil {
		t.Errorf("a create need not care for what the server decides: %v", found)
	}
	o, _ := tree(t, `{"people":{"length":9,"elements":[]},"status":"mine"}`).(map[string]any)
	s.retain(o, nil, true)
	same(t, o, `{"people":{"elements":[]}}`)
	same(t, Modes{FillDefaults: true, FillLinked: true, UppercaseCodes: true}.dress(tree(t, `{"address":{"regionCode":"de"}}`), s, 1),
		`{"address":{"regionCode":"DE"},"size":7,"tags":["a"],"value":{"isLinked":true}}`)
	if i := slices.IndexFunc(s.props, func(p property) bool { return p.name == "address" }); !s.props[i].shape.props[0].shape.ordered {
		t.Error("the lines of an address have an order")
	}
}

// TestShapeOf_byHand: a kind whose shape does not follow from the tree is no silent gap.
func TestShapeOf_byHand(t *testing.T) {
	defer func() {
		if text, _ := recover().(string); !strings.Contains(text, "rules") {
			t.Errorf("got %q", text)
		}
	}()
	shapeOf(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{{Name: "rules", JSON: "rules", Kind: field.Keyed}}}})
}
