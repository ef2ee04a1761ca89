package codec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// A map is one value with any names: null members say nothing, and stand in state because Terraform wants back what it planned.
func TestMap(t *testing.T) {
	flags := &field.Node{Name: "flags", JSON: "flags", Kind: field.Map, Doc: "Flags."}
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{flags}}}
	attrs := map[string]any{"flags": Map{"A": "1", "B": nil}}
	body, err := Encode(tree, attrs)
	if diff := cmp.Diff(map[string]any{"flags": map[string]any{"A": "1"}}, body); err != nil || diff != "" {
		t.Errorf("encoded (-want +got)\n%s%v", diff, err)
	}
	d, err := Refresh(tree, body, attrs, nil)
	if diff := cmp.Diff(attrs, d.Attrs); err != nil || diff != "" {
		t.Errorf("refreshed (-want +got)\n%s%v", diff, err)
	}
	changed, err := Refresh(tree, map[string]any{"flags": map[string]any{"A": "2"}}, attrs, nil)
	if diff := cmp.Diff(map[string]any{"flags": Map{"A": "2"}}, changed.Attrs); err != nil || diff != "" {
		t.Errorf("changed (-want +got)\n%s%v", diff, err)
	}
	if gone, err := Refresh(tree, map[string]any{}, attrs, nil); err != nil || gone.Attrs["flags"] != nil {
		t.Errorf("gone is %v, %v", gone.Attrs, err)
	}
	if _, err := Refresh(tree, map[string]any{"flags": map[string]any{"A": true}}, attrs, nil); err == nil {
		t.Error("a boolean is no text")
	}
	if !HasUnknown(Map{"A": Unknown{}}) || HasUnknown(attrs["flags"]) {
		t.Error("unknown members")
	}
	for _, v := range []any{attrs["flags"], Map{}, Map{"A": Unknown{}}} {
		raw, err := ToTerraform(Type(flags), v)
		if err != nil || !raw.Type().Is(tftypes.Map{}) {
			t.Fatalf("%v: %v", raw, err)
		}
		back, err := FromTerraform(raw)
		if diff := cmp.Diff(v, back); err != nil || diff != "" {
			t.Errorf("there and back (-want +got)\n%s%v", diff, err)
		}
	}
}
