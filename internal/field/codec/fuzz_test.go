package codec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec/codectest"
)

// FuzzDecode feeds any JSON to the codec: it decodes or fails, and what it decodes goes back as it came and stays silent.
func FuzzDecode(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := codec.ParseJSON(data)
		live, isObject := v.(map[string]any)
		if err != nil || !isObject {
			return
		}
		codec.Mask(policy, live)
		codec.Missing(policy, live)
		d, err := codec.Import(policy, live)
		if err != nil {
			return
		}
		if _, err := codec.ToTerraform(codec.Type(policy.Root), d.Attrs); err != nil {
			t.Errorf("decoded what does not fit the schema: %v", err)
		}
		body, err := codec.Merge(policy, d.Attrs, d.Attrs, live, d.Memory)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(live, body); diff != "" {
			t.Errorf("an update without a change changes (-live +body):\n%s", diff)
		}
		again, err := codec.Refresh(policy, live, d.Attrs, d.Memory)
		if err != nil {
			t.Fatal(err)
		}
		if diff := codectest.Diff(d.Attrs, again.Attrs); diff != "" || again.Changed != nil || again.Gone != nil {
			t.Errorf("drift without a change (-state +read):\n%s\n%v %v", diff, again.Changed, again.Gone)
		}
	})
}
