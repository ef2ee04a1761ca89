package codec_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func FuzzDecode(f *testing.F) { codectest.Fuzz(f, policy) }

// FuzzLocate has the API complain about anything: what is found is an attribute of the schema.
func FuzzLocate(f *testing.F) {
	f.Fuzz(func(t *testing.T, property string, sent []byte) {
		v, err := codec.ParseJSON(sent)
		if err != nil {
			return
		}
		body, _ := v.(map[string]any)
		p, found := codec.Locate(policy, body, property)
		if found != (len(p.Steps()) > 0) {
			t.Errorf("found is %t for %s", found, p)
		}
		at := codec.Type(policy.Root)
		for _, step := range p.Steps() {
			switch step := step.(type) {
			case path.PathStepAttributeName:
				object, _ := at.(tftypes.Object)
				at = object.AttributeTypes[string(step)]
			case path.PathStepElementKeyInt:
				list, _ := at.(tftypes.List)
				at = list.ElementType
			}
			if at == nil {
				t.Fatalf("%s is no attribute", p)
			}
		}
	})
}
