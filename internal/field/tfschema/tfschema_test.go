package tfschema_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/tfschema"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
)

var tree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
	{Name: "owner_id", Mode: field.RequiredCreateOnly, Doc: "Owner."},
	{Name: "origin", JSON: "origin", Mode: field.CreateOnly, Doc: "Origin."},
	{Name: "id", JSON: "id", Mode: field.Computed, Doc: "Id."},
	{Name: "status", JSON: "status", Mode: field.Status, Doc: "Status."},
	{Name: "version", JSON: "version", Kind: field.Int, Mode: field.DataOnly, Doc: "Version."},
	{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name."},
	{Name: "level", JSON: "level", Enum: &field.Enum{Name: "Level", Values: []string{"LOW", "HIGH"}}, Default: "LOW", Doc: "Level."},
	{Name: "active", JSON: "active", Kind: field.Bool, Doc: "Active."},
	{Name: "factor", JSON: "factor", Kind: field.Number, Doc: "Factor."},
	{Name: "extras", JSON: "extras", Kind: field.JSON, Doc: "Extras."},
	{Name: "old", JSON: "old", Mode: field.Required, Deprecated: "Use name.", Doc: "Old."},
	{Name: "lines", JSON: "lines", Kind: field.List, Ordered: true, Unique: true, Elem: &field.Node{}, Doc: "Lines."},
	{Name: "secret_wo", JSON: "secret", Sensitive: true, Doc: "Secret."},
	{Name: "pin_wo", JSON: "pin", Kind: field.Int, Sensitive: true, Doc: "Pin."},
	{Name: "secret_wo_version", Kind: field.Local, Doc: "Version of the secret."},
	{JSON: "support", Kind: field.Inline, Attrs: []*field.Node{{Name: "desk", JSON: "desk", Mode: field.Required, Doc: "Desk."}}},
	{Name: "stars", JSON: "stars", Kind: field.Object, Mode: field.Required, Doc: "Stars.", Attrs: []*field.Node{
		{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true, Doc: "Link."},
		{JSON: "props", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
			{Name: "lowest", JSON: "lowest", Kind: field.Int, Mode: field.Required, Doc: "Lowest."}, {Name: "highest", JSON: "highest", Kind: field.Int, Doc: "Highest."}}},
	}},
	{Name: "groups", JSON: "groups", Kind: field.List, Doc: "Groups.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "label", JSON: "label", Mode: field.Required, Doc: "Label."}, {Name: "limit", JSON: "limit", Kind: field.Int, Doc: "Limit."}}}},
	{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"type"}, Doc: "Rules.", Attrs: []*field.Node{
		{Name: "cars", JSON: "CARS", Kind: field.Object, Doc: "Cars.", Attrs: []*field.Node{{Name: "types", JSON: "types", Kind: field.List, Elem: &field.Node{}, Doc: "Types."}}}}},
}}}

type flagged interface {
	IsRequired() bool
	IsOptional() bool
	IsComputed() bool
	IsSensitive() bool
	GetDeprecationMessage() string
}

func flags(a flagged) string {
	var out []string
	for _, f := range []struct {
		name string
		on   bool
	}{{"required", a.IsRequired()}, {"optional", a.IsOptional()}, {"computed", a.IsComputed()}, {"sensitive", a.IsSensitive()}, {"deprecated", a.GetDeprecationMessage() != ""}} {
		if f.on {
			out = append(out, f.name)
		}
	}
	if w, ok := a.(interface{ IsWriteOnly() bool }); ok && w.IsWriteOnly() {
		out = append(out, "write-only")
	}
	return strings.Join(out, " ")
}

func collectResource(attrs map[string]resource.Attribute, at string, into map[string]string) {
	for name, a := range attrs {
		into[at+name] = flags(a)
		switch a := a.(type) {
		case resource.SingleNestedAttribute:
			collectResource(a.Attributes, at+name+".", into)
		case resource.ListNestedAttribute:
			collectResource(a.NestedObject.Attributes, at+name+"[].", into)
		}
	}
}

func collectData(attrs map[string]datasource.Attribute, at string, into map[string]string) {
	for name, a := range attrs {
		into[at+name] = flags(a)
		switch a := a.(type) {
		case datasource.SingleNestedAttribute:
			collectData(a.Attributes, at+name+".", into)
		case datasource.ListNestedAttribute:
			collectData(a.NestedObject.Attributes, at+name+"[].", into)
		}
	}
}

func TestResourceFlags(t *testing.T) {
	got := map[string]string{}
	collectResource(tfschema.Resource(field.ForResource(tree)), "", got)
	want := map[string]string{
		"owner_id": "required", "origin": "optional", "id": "computed", "status": "computed", "name": "required", "level": "optional", "active": "optional", "factor": "optional", "extras": "optional",
		"old": "optional deprecated", "lines": "optional",
		"secret_wo": "optional sensitive write-only", "pin_wo": "optional sensitive write-only", "secret_wo_version": "optional",
		"desk":  "optional", // its wrapper is
		"stars": "required", "stars.is_linked": "optional", "stars.lowest": "optional", "stars.highest": "optional",
		"groups": "optional", "groups[].label": "required", "groups[].limit": "optional",
		"rules": "optional", "rules.cars": "optional", "rules.cars.types": "optional",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDataFlags(t *testing.T) {
	got := map[string]string{}
	collectData(tfschema.Data(field.ForData(tree), []*field.Node{
		{Name: "owner_id", Mode: field.Required, Doc: "Owner."}, {Name: "name", Doc: "Name."}, {Name: "page", Doc: "Page."},
		{Name: "sort", Doc: "Sort.", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "by", Mode: field.Required, Doc: "By."}, {Name: "order", Doc: "Order."}}}},
	}), "", got)
	for name, f := range got {
		want := "computed"
		switch name {
		case "owner_id", "sort[].by":
			want = "required"
		case "name":
			want = "optional computed"
		case "page", "sort", "sort[].order":
			want = "optional"
		case "old":
			want = "computed deprecated"
		}
		if f != want {
			t.Errorf("%s: %s, want %s", name, f, want)
		}
	}
	for _, name := range []string{"version", "stars.lowest", "groups[].label", "rules.cars.types", "sort[].by", "sort[].order"} {
		if got[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	for _, name := range []string{"secret_wo", "pin_wo", "secret_wo_version"} {
		if got[name] != "" {
			t.Errorf("%s is served", name)
		}
	}
}

// The schema and the codec must have the same idea of each value.
func TestSchemaAndCodecAgreeOnTypes(t *testing.T) {
	ctx := context.Background()
	for name, tree := range map[string]*field.Tree{"synthetic": field.ForResource(tree), "company": field.ForResource(company.Tree())} {
		s := resource.Schema{Attributes: tfschema.Resource(tree)}
		if got, want := s.Type().TerraformType(ctx), codec.Type(tree.Root); !got.Equal(want) {
			t.Errorf("%s, resource: %s, the codec has %s", name, got, want)
		}
		data := field.ForData(tree)
		d := datasource.Schema{Attributes: tfschema.Data(data, nil)}
		if got, want := d.Type().TerraformType(ctx), codec.Type(data.Root); !got.Equal(want) {
			t.Errorf("%s, data source: %s, the codec has %s", name, got, want)
		}
	}
}

func TestFrameworkAcceptsTheSchemas(t *testing.T) {
	ctx := context.Background()
	for name, tree := range map[string]*field.Tree{"synthetic": tree, "company": company.Tree()} {
		for _, d := range (resource.Schema{Attributes: tfschema.Resource(field.ForResource(tree))}).ValidateImplementation(ctx) {
			t.Errorf("%s, resource: %s: %s", name, d.Summary(), d.Detail())
		}
		for _, d := range (datasource.Schema{Attributes: tfschema.Data(field.ForData(tree), nil)}).ValidateImplementation(ctx) {
			t.Errorf("%s, data source: %s: %s", name, d.Summary(), d.Detail())
		}
	}
}

func TestNumbersAreNotFloats(t *testing.T) {
	got := tfschema.Resource(tree)["factor"].GetType().TerraformType(context.Background())
	if _, ok := tfschema.Resource(tree)["factor"].(resource.NumberAttribute); !ok || !got.Is(tftypes.Number) {
		t.Errorf("factor is %s", got)
	}
}

func TestDescription(t *testing.T) {
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: append(slices.Clone(tree.Root.Attrs), &field.Node{
		Name: "rated", JSON: "rated", Kind: field.Object, Doc: "Rated.", Attrs: []*field.Node{
			{JSON: "value", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true}, {Name: "lowest", JSON: "lowest", Choice: true}}},
			{Name: "exempt", JSON: "exempt", Kind: field.Bool},
		}})}}
	attr := func(name string) *field.Node {
		for _, a := range tree.Root.Attrs {
			if a.Name == name {
				return a
			}
		}
		return nil
	}
	for name, want := range map[string]string{
		"name":  "Name.",
		"level": "Level. Documented values: `LOW`, `HIGH`. The API's default is `LOW`.",
		"lines": "Lines. The order counts. No element twice.",
		"stars": "Stars. Set exactly one of these: `is_linked`; any of `lowest`, `highest`.",
		"rated": "Rated. Set at most one of `is_linked`, `lowest`.",
	} {
		if got := tfschema.Description(attr(name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
