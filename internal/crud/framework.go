package crud

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// How the framework's own server serves a resource type: the same operations as in server.go, with the framework's values. NewServer
// comes by here for the configuration of the provider, imports, schemas and upgrades from older schemas only.

var (
	_ resource.ResourceWithConfigure      = &resourceType{}
	_ resource.ResourceWithImportState    = &resourceType{}
	_ resource.ResourceWithModifyPlan     = &resourceType{}
	_ resource.ResourceWithUpgradeState   = &resourceType{}
	_ resource.ResourceWithValidateConfig = &resourceType{}
)

func (o *resourceType) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + o.spec.Name
}

func (o *resourceType) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = o.schema
}

func (o *resourceType) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if req.ProviderData != nil {
		o.api, o.session = o.spec.Connect(req.ProviderData)
	}
}

// values converts a framework value to attributes, nil for null.
func values(v tftypes.Value) (map[string]any, diag.Diagnostics) {
	c, err := codec.FromTerraform(v)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unreadable value", err.Error())}
	}
	attrs, _ := c.(map[string]any)
	return attrs, nil
}

// store makes a complete object the raw value of a plan or a state. The framework's own Set would convert it twice more.
func (o *resourceType) store(to *tftypes.Value, attrs map[string]any) diag.Diagnostics {
	v, err := codec.ToTerraform(o.typ, attrs)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Value does not fit the schema", "This is a defect of the provider: "+err.Error())}
	}
	*to = v
	return nil
}

// ValidateConfig implements resource.ResourceWithValidateConfig. What the schema says, the framework checks itself.
func (o *resourceType) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	config, diags := values(req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(o.validate(config)...)
}

// ModifyPlan implements resource.ResourceWithModifyPlan: it replaces the plan that the framework made by the one that NewServer
// makes.
func (o *resourceType) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	prior, diags := values(req.State.Raw)
	resp.Diagnostics.Append(diags...)
	config, diags := values(req.Config.Raw)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	p, diags := o.propose(ctx, config, prior, req.Plan.Raw.IsNull(), req.Private)
	resp.Diagnostics.Append(diags...)
	for _, name := range p.replace {
		resp.RequiresReplace.Append(path.Root(name))
	}
	if p.planned != nil {
		resp.Diagnostics.Append(o.store(&resp.Plan.Raw, p.planned)...)
	}
	if p.private != nil {
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, *p.private)...)
	}
}

// Create implements resource.Resource.
func (o *resourceType) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, diags := values(req.Plan.Raw)
	config, found := values(req.Config.Raw)
	if resp.Diagnostics.Append(append(diags, found...)...); resp.Diagnostics.HasError() {
		return
	}
	done, diags := o.create(ctx, plan, config)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(o.keep(ctx, done, &resp.State.Raw, resp.Private)...)
}

// Read implements resource.Resource.
func (o *resourceType) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	prior, diags := values(req.State.Raw)
	kept, found := readPrivate(ctx, req.Private)
	if resp.Diagnostics.Append(append(diags, found...)...); resp.Diagnostics.HasError() {
		return
	}
	done, diags := o.refresh(ctx, prior, kept)
	if resp.Diagnostics.Append(diags...); done == nil && !resp.Diagnostics.HasError() {
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, private{})...)
	}
	resp.Diagnostics.Append(o.keep(ctx, done, &resp.State.Raw, resp.Private)...)
}

// Update implements resource.Resource.
func (o *resourceType) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, diags := values(req.Plan.Raw)
	resp.Diagnostics.Append(diags...)
	prior, diags := values(req.State.Raw)
	resp.Diagnostics.Append(diags...)
	config, diags := values(req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	kept, diags := readPrivate(ctx, req.Private)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	done, diags := o.update(ctx, prior, plan, config, kept)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(o.keep(ctx, done, &resp.State.Raw, resp.Private)...)
}

// Delete implements resource.Resource.
func (o *resourceType) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, diags := values(req.State.Raw)
	kept, found := readPrivate(ctx, req.Private)
	if resp.Diagnostics.Append(append(diags, found...)...); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(o.delete(ctx, state, kept)...)
}

// keep stores what an operation keeps of an object, where it keeps something.
func (o *resourceType) keep(ctx context.Context, done *stored, state *tftypes.Value, beside privateSetter) diag.Diagnostics {
	if done == nil {
		return nil
	}
	return append(o.store(state, done.attrs), writePrivate(ctx, beside, done.private)...)
}

// ImportState implements resource.ResourceWithImportState.
func (o *resourceType) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	parts := strings.SplitN(req.ID, "/", len(o.spec.ImportID))
	wanted := o.importForm()
	if len(parts) < o.fewestIDs() {
		resp.Diagnostics.AddError(fmt.Sprintf("%q is not the import id of %s", req.ID, o.spec.one()), fmt.Sprintf("The import id of %s has the form %s.", o.spec.one(), wanted))
		return
	}
	for i, name := range o.spec.ImportID[:len(parts)] {
		if spelling.Blank(parts[i]) {
			resp.Diagnostics.AddError(fmt.Sprintf("%q is not the import id of %s", req.ID, o.spec.one()), fmt.Sprintf("The import id of %s has the form %s, and %s is empty in this one.", o.spec.one(), wanted, name))
			return
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), parts[i])...)
	}
	resp.Diagnostics.Append(writePrivate(ctx, resp.Private, private{Imported: true, Origin: o.place(ctx)})...)
}
