package crud

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// grown had its name as a title and its sizes as one text (version 0), then as a list of texts (version 1).
var grown = &Spec{
	Name:  "grown",
	Title: "grown thing",
	Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "id", Mode: field.Computed},
		{Name: "name", JSON: "name", Mode: field.Required},
		{Name: "sizes", JSON: "sizes", Kind: field.List, Elem: &field.Node{Kind: field.Number}},
		{Name: "note", JSON: "note"},
	}}},
	Upgrades: []Upgrade{
		func(attrs map[string]any) error {
			attrs["name"] = attrs["title"]
			delete(attrs, "title")
			if text, ok := attrs["sizes"].(string); ok {
				sizes := []any{}
				for _, s := range strings.Fields(text) {
					sizes = append(sizes, s)
				}
				attrs["sizes"] = sizes
			}
			return nil
		},
		func(attrs map[string]any) error {
			sizes, _ := attrs["sizes"].([]any)
			for i, s := range sizes {
				if s == "large" {
					return errors.New("nobody knows how large")
				}
				sizes[i] = json.Number(s.(string))
			}
			return nil
		},
	},
}

var grownType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
	"id": tftypes.String, "name": tftypes.String, "sizes": tftypes.List{ElementType: tftypes.Number}, "note": tftypes.String, "timeouts": timeoutsType,
}}

func grownThing(id any) tftypes.Value {
	return tftypes.NewValue(grownType, map[string]tftypes.Value{
		"id": tftypes.NewValue(tftypes.String, id), "name": tftypes.NewValue(tftypes.String, "Box"),
		"sizes": tftypes.NewValue(tftypes.List{ElementType: tftypes.Number}, []tftypes.Value{tftypes.NewValue(tftypes.Number, 1.5), tftypes.NewValue(tftypes.Number, 2)}),
		"note":  tftypes.NewValue(tftypes.String, nil), "timeouts": tftypes.NewValue(timeoutsType, nil),
	})
}

func upgrade(t *testing.T, version int64, state string) *tfprotov6.UpgradeResourceStateResponse {
	t.Helper()
	resp, err := NewServer(tested()).UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: "x_grown", Version: version, RawState: &tfprotov6.RawState{JSON: []byte(state)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// A state of each version becomes one of the present version, and then nothing is planned.
func TestUpgrade(t *testing.T) {
	for name, old := range map[string]struct {
		version int64
		state   string
	}{
		"first":           {0, `{"id": "1", "title": "Box", "sizes": "1.5 2", "weight": 7, "timeouts": null}`},
		"second":          {1, `{"id": "1", "name": "Box", "sizes": ["1.5", "2"], "note": null}`},
		"present":         {2, `{"id": "1", "name": "Box", "sizes": [1.5, 2], "note": null, "timeouts": null}`},
		"present, sparse": {2, `{"id": "1", "name": "Box", "sizes": [1.5, 2]}`},
	} {
		t.Run(name, func(t *testing.T) {
			resp := upgrade(t, old.version, old.state)
			if len(resp.Diagnostics) > 0 {
				t.Fatalf("%s: %s", resp.Diagnostics[0].Summary, resp.Diagnostics[0].Detail)
			}
			state, err := resp.UpgradedState.Unmarshal(grownType)
			if err != nil {
				t.Fatal(err)
			}
			if want := grownThing("1"); !state.Equal(want) {
				t.Errorf("got %s, want %s", state, want)
			}
			config := grownThing(nil)
			if planned, _ := planOver(t, "x_grown", state, config, grownThing("1")); !planned.Equal(state) {
				t.Errorf("planned %s for %s", planned, state)
			}
		})
	}
}

func TestUpgrade_refused(t *testing.T) {
	for state, want := range map[string]string{
		`{"title": "Box", "sizes": "1 large"}`: "nobody knows how large",
		`{"title": {"a": 1}}`:                  "name",
		`["Box"]`:                              "not an object",
	} {
		resp := upgrade(t, 0, state)
		if len(resp.Diagnostics) != 1 {
			t.Fatalf("%s: %d diagnostics", state, len(resp.Diagnostics))
		}
		detail := resp.Diagnostics[0].Detail
		for _, w := range []string{want, "A grown thing in the state has version 0", "version 2", "terraform state rm"} {
			if !strings.Contains(detail, w) {
				t.Errorf("%s: %q does not say %q", state, detail, w)
			}
		}
	}
}

func TestUpgrade_version(t *testing.T) {
	schemas, err := NewServer(tested()).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if v := schemas.ResourceSchemas["x_grown"].Version; v != 2 {
		t.Errorf("the schema has version %d", v)
	}
}
