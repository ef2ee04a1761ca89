package codec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

func TestWith(t *testing.T) {
	attrs := map[string]any{"name": "n", "contact": map[string]any{"email": "e", "phone": "p"}}
	for _, c := range []struct {
		at   path.Path
		v    any
		want map[string]any
	}{
		{path.Root("name"), "m", map[string]any{"name": "m", "contact": map[string]any{"email": "e", "phone": "p"}}},
		{path.Root("contact").AtName("phone"), nil, map[string]any{"name": "n", "contact": map[string]any{"email": "e", "phone": nil}}},
		{path.Root("contact"), nil, map[string]any{"name": "n", "contact": nil}},
		{path.Root("address").AtName("street"), "s", map[string]any{"name": "n", "contact": map[string]any{"email": "e", "phone": "p"}, "address": map[string]any{"street": "s"}}},
	} {
		if diff := cmp.Diff(c.want, codec.With(attrs, c.at, c.v)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.at, diff)
		}
	}
	if diff := cmp.Diff(map[string]any{"name": "n", "contact": map[string]any{"email": "e", "phone": "p"}}, attrs); diff != "" {
		t.Errorf("the original changed (-want +got)\n%s", diff)
	}
}

func TestHashAt(t *testing.T) {
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "country", JSON: "country", Format: field.Country},
		{Name: "contact", JSON: "contact", Kind: field.Object, Attrs: []*field.Node{{Name: "emails", JSON: "emails", Kind: field.List, Elem: &field.Node{}}}},
	}}}
	m := codec.NewMemory()
	hash := func(country any, emails ...any) [2]string {
		attrs := map[string]any{"country": country, "contact": map[string]any{"emails": emails}}
		return [2]string{m.HashAt(tree, path.Root("country"), attrs), m.HashAt(tree, path.Root("contact").AtName("emails"), attrs)}
	}
	if hash("de", "a", "b") != hash("DE", "b", "a") {
		t.Error("spelling and order count")
	}
	if a, b := hash("DE", "a"), hash(nil, "b"); a[0] == b[0] || a[1] == b[1] {
		t.Error("different values have equal hashes")
	}
}
