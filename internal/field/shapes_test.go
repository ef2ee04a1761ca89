package field

import "testing"

// builders are the shapes with attributes of their own.
var builders = map[string]func(name, json string, mode Mode, doc string) *Node{
	"postal_address": PostalAddress, "latlng": Latlng, "phone_number": PhoneNumber, "name": Name, "image": Image,
	"company_ref": CompanyRef, "user_org_id": UserOrgID, "money": Money, "simple_money": SimpleMoney, "weight": Weight,
	"int_range": IntRange, "number_range": NumberRange,
}

func TestShapes_structure(t *testing.T) {
	root := &Node{Kind: Object, Attrs: []*Node{
		PhoneNumbers("phone_numbers", "phoneNumbers", Optional, "Numbers."),
		Secret("key", "key", "Key."), SecretVersion("key"),
	}}
	for name, build := range builders {
		root.Attrs = append(root.Attrs, build(name, name, Required, "Shape."))
	}
	for _, problem := range Check(&Tree{Root: root}) {
		t.Error(problem)
	}
}

func TestShapes_shareAttributes(t *testing.T) {
	for name, build := range builders {
		t.Run(name, func(t *testing.T) {
			a, b := build("a", "jsonA", Required, "First."), build("b", "jsonB", Optional, "Second.")
			if a.Name != "a" || a.JSON != "jsonA" || a.Mode != Required || a.Doc != "First." || b.Mode != Optional {
				t.Errorf("the node is not what was asked for: %+v", a)
			}
			if a == b || &a.Attrs[0] != &b.Attrs[0] {
				t.Error("two uses must be two nodes around the same attributes")
			}
		})
	}
}

func TestRanges_kinds(t *testing.T) {
	for _, limit := range IntRange("a", "a", Optional, "A.").Attrs {
		if limit.Kind != Int {
			t.Errorf("%s of a range of whole numbers has kind %d", limit.Name, limit.Kind)
		}
	}
	for _, limit := range NumberRange("a", "a", Optional, "A.").Attrs {
		if limit.Kind != Number {
			t.Errorf("%s of a range of decimal numbers has kind %d", limit.Name, limit.Kind)
		}
	}
}
