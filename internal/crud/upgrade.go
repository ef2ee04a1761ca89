package crud

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Upgrade turns the attributes of a state into those of the next schema version, in place. They are decoded JSON, numbers
// as json.Number; attributes that are missing afterwards are null, and those that the schema lacks are dropped.
//
// What is remembered beside state is kept by the API's names, so it stays valid when attributes are renamed. Only what an
// immutable object has left of its configuration is kept by attribute: its attributes are better not renamed.
type Upgrade func(attrs map[string]any) error

// UpgradeState implements resource.ResourceWithUpgradeState: a state of any older version goes through all that lie between.
func (o *resourceType) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	upgraders := map[int64]resource.StateUpgrader{}
	for from := range o.spec.Upgrades {
		upgraders[int64(from)] = resource.StateUpgrader{StateUpgrader: func(_ context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			upgraded, err := o.upgrade(req.RawState, from)
			if err != nil {
				resp.Diagnostics.AddError("State of an older version cannot be used", fmt.Sprintf(
					"A %s in the state has version %d, and bringing it to version %d failed: %v. The state was left as it is. "+
						"Use the version of the provider that wrote it, or remove the object from the state (terraform state rm) and import it again.",
					o.spec.Title, from, len(o.spec.Upgrades), err))
				return
			}
			resp.DynamicValue = upgraded
		}}
	}
	return upgraders
}

func (o *resourceType) upgrade(raw *tfprotov6.RawState, from int) (*tfprotov6.DynamicValue, error) {
	if raw == nil || raw.JSON == nil {
		return nil, errors.New("it is not JSON")
	}
	v, err := codec.ParseJSON(raw.JSON)
	if err != nil {
		return nil, err
	}
	attrs, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("it is not an object")
	}
	for _, next := range o.spec.Upgrades[from:] {
		if err := next(attrs); err != nil {
			return nil, err
		}
	}
	data, err := codec.FormatJSON(attrs)
	if err != nil {
		return nil, err
	}
	state, err := (&tfprotov6.RawState{JSON: data}).UnmarshalWithOpts(o.typ, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err != nil {
		return nil, err
	}
	upgraded, err := tfprotov6.NewDynamicValue(o.typ, state)
	return &upgraded, err
}
