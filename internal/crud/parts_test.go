package crud

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/statestore"
	statestoreschema "github.com/hashicorp/terraform-plugin-framework/statestore/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// whole is a provider with one of everything that the protocol has, beside resources and data sources.
type whole struct{ served }

func (whole) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return greeting{} }}
}

func (whole) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return token{} }}
}

func (whole) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return listing{} }}
}

func (whole) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return ring{} }}
}

func (whole) StateStores(context.Context) []func() statestore.StateStore {
	return []func() statestore.StateStore{func() statestore.StateStore { return shelf{} }}
}

// greeting is a function.
type greeting struct{}

func (greeting) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "greeting"
}

func (greeting) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{Return: function.StringReturn{}}
}

func (greeting) Run(ctx context.Context, _ function.RunRequest, resp *function.RunResponse) {
	resp.Error = resp.Result.Set(ctx, "hello")
}

// token is an ephemeral resource that is renewed and closed.
type token struct{}

func (token) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "x_token"
}

func (token) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{Attributes: map[string]ephemeralschema.Attribute{"name": ephemeralschema.StringAttribute{Computed: true}}}
}

func (token) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("name"), "opened")...)
}

func (token) Renew(_ context.Context, _ ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	resp.Diagnostics.AddWarning("Renewed", "")
}

func (token) Close(_ context.Context, _ ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	resp.Diagnostics.AddWarning("Closed", "")
}

// named is a resource with an identity.
type named struct{ foreign }

func (named) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "x_named"
}

func (named) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Version: 1, Attributes: map[string]identityschema.Attribute{"name": identityschema.StringAttribute{RequiredForImport: true}}}
}

func (named) UpgradeIdentity(context.Context) map[int64]resource.IdentityUpgrader {
	return map[int64]resource.IdentityUpgrader{0: {IdentityUpgrader: func(_ context.Context, _ resource.UpgradeIdentityRequest, resp *resource.UpgradeIdentityResponse) {
		resp.Identity.Raw = tftypes.NewValue(foreignType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "upgraded")})
	}}}
}

// listing lists such resources.
type listing struct{ named }

func (listing) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{Attributes: map[string]listschema.Attribute{"name": listschema.StringAttribute{Optional: true}}}
}

func (listing) ValidateListResourceConfig(_ context.Context, _ list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	resp.Diagnostics.AddWarning("Validated", "")
}

func (listing) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	result := req.NewListResult(ctx)
	result.DisplayName = "listed"
	result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("name"), "listed")...)
	stream.Results = slices.Values([]list.ListResult{result})
}

// ring is an action.
type ring struct{}

func (ring) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "x_ring"
}

func (ring) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{Attributes: map[string]actionschema.Attribute{"name": actionschema.StringAttribute{Optional: true}}}
}

func (ring) ValidateConfig(_ context.Context, _ action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	resp.Diagnostics.AddWarning("Validated", "")
}

func (ring) ModifyPlan(_ context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	resp.Diagnostics.AddWarning("Planned", "")
}

func (ring) Invoke(_ context.Context, _ action.InvokeRequest, resp *action.InvokeResponse) {
	resp.SendProgress(action.InvokeProgressEvent{Message: "invoked"})
}

// shelf is a state store.
type shelf struct{ statestore.StateStore }

func (shelf) Metadata(_ context.Context, _ statestore.MetadataRequest, resp *statestore.MetadataResponse) {
	resp.TypeName = "x_shelf"
}

func (shelf) Schema(_ context.Context, _ statestore.SchemaRequest, resp *statestore.SchemaResponse) {
	resp.Schema = statestoreschema.Schema{Attributes: map[string]statestoreschema.Attribute{"name": statestoreschema.StringAttribute{Optional: true}}}
}

func (shelf) ValidateConfig(_ context.Context, _ statestore.ValidateConfigRequest, resp *statestore.ValidateConfigResponse) {
	resp.Diagnostics.AddWarning("Validated", "")
}

func (shelf) Initialize(_ context.Context, _ statestore.InitializeRequest, resp *statestore.InitializeResponse) {
	resp.Diagnostics.AddWarning("Initialized", "")
}

func (shelf) GetStates(_ context.Context, _ statestore.GetStatesRequest, resp *statestore.GetStatesResponse) {
	resp.StateIDs = []string{"stored"}
}

// The interfaces by which terraform-plugin-go finds the parts that older servers lack, without the deprecated names.
type (
	withLists interface {
		tfprotov6.ProviderServer
		tfprotov6.ListResourceServer
	}
	withActions interface {
		tfprotov6.ProviderServer
		tfprotov6.ActionServer
	}
	withStateStores interface {
		tfprotov6.ProviderServer
		tfprotov6.StateStoreServer
	}
)

func serveWhole(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	server := NewServer(whole{served{resources: []func() resource.Resource{func() resource.Resource { return named{} }}}})
	configure(t, server)
	return server
}

// nameOf is the attribute name of an answer.
func nameOf(t *testing.T, v *tfprotov6.DynamicValue) string {
	t.Helper()
	var name string
	raw, err := v.Unmarshal(foreignType)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]tftypes.Value
	if err := raw.As(&all); err != nil {
		t.Fatal(err)
	}
	if err := all["name"].As(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// unset is a configuration without a name.
func unset(t *testing.T) *tfprotov6.DynamicValue {
	t.Helper()
	return dynamic(t, tftypes.NewValue(foreignType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, nil)}))
}

// warned says that an answer has one warning.
func warned(t *testing.T, diags []*tfprotov6.Diagnostic, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	said(t, reports(diags), "warning: "+want)
}

// Whatever the framework's server answers, this one does as well, in this version of the framework and in the next.
func TestServer_passesOnEverything(t *testing.T) {
	theirs, ours := reflect.TypeOf(providerserver.NewProtocol6(served{})()), reflect.TypeOf(NewServer(served{}))
	for m := range theirs.Methods() {
		if _, ok := ours.MethodByName(m.Name); !ok {
			t.Errorf("%s is not passed on: add its interface to protocol", m.Name)
		}
	}
	if theirs.NumMethod() < 30 {
		t.Errorf("the framework's server has %d methods only: this test sees nothing", theirs.NumMethod())
	}
}

func TestServer_functions(t *testing.T) {
	resp, err := serveWhole(t).CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: "greeting"})
	if err != nil || resp.Error != nil {
		t.Fatal(err, resp)
	}
	v, err := resp.Result.Unmarshal(tftypes.String)
	if want := tftypes.NewValue(tftypes.String, "hello"); err != nil || !v.Equal(want) {
		t.Errorf("got %s, %v", v, err)
	}
	all, err := serveWhole(t).GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil || all.Functions["greeting"] == nil {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestServer_ephemeralResources(t *testing.T) {
	server := serveWhole(t)
	checked, err := server.ValidateEphemeralResourceConfig(t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: "x_token", Config: unset(t)})
	if err != nil || len(checked.Diagnostics) > 0 {
		t.Fatal(err, checked)
	}
	opened, err := server.OpenEphemeralResource(t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: "x_token", Config: unset(t)})
	if err != nil || len(opened.Diagnostics) > 0 {
		t.Fatal(err, opened)
	}
	if got := nameOf(t, opened.Result); got != "opened" {
		t.Errorf("got %s", got)
	}
	renewed, err := server.RenewEphemeralResource(t.Context(), &tfprotov6.RenewEphemeralResourceRequest{TypeName: "x_token"})
	warned(t, renewed.Diagnostics, err, "Renewed")
	closed, err := server.CloseEphemeralResource(t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: "x_token"})
	warned(t, closed.Diagnostics, err, "Closed")
}

func TestServer_identity(t *testing.T) {
	server := serveWhole(t)
	schemas, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || schemas.IdentitySchemas["x_named"] == nil || schemas.IdentitySchemas["x_named"].Version != 1 {
		t.Fatal(err, schemas)
	}
	upgraded, err := server.UpgradeResourceIdentity(t.Context(), &tfprotov6.UpgradeResourceIdentityRequest{
		TypeName: "x_named", RawIdentity: &tfprotov6.RawState{JSON: []byte(`{"old": "a"}`)},
	})
	if err != nil || len(upgraded.Diagnostics) > 0 {
		t.Fatal(err, upgraded)
	}
	if got := nameOf(t, upgraded.UpgradedIdentity.IdentityData); got != "upgraded" {
		t.Errorf("got %s", got)
	}
}

func TestServer_listResources(t *testing.T) {
	server, ok := serveWhole(t).(withLists)
	if !ok {
		t.Fatal("list resources are not served")
	}
	checked, err := server.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: "x_named", Config: unset(t)})
	warned(t, checked.Diagnostics, err, "Validated")
	stream, err := server.ListResource(t.Context(), &tfprotov6.ListResourceRequest{TypeName: "x_named", Config: unset(t), Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	found := slices.Collect(stream.Results)
	if len(found) != 1 || len(found[0].Diagnostics) > 0 || found[0].DisplayName != "listed" {
		t.Fatalf("got %+v", found)
	}
	if got := nameOf(t, found[0].Identity.IdentityData); got != "listed" {
		t.Errorf("got %s", got)
	}
}

func TestServer_actions(t *testing.T) {
	server, ok := serveWhole(t).(withActions)
	if !ok {
		t.Fatal("actions are not served")
	}
	checked, err := server.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: "x_ring", Config: unset(t)})
	warned(t, checked.Diagnostics, err, "Validated")
	planned, err := server.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{ActionType: "x_ring", Config: unset(t)})
	warned(t, planned.Diagnostics, err, "Planned")
	stream, err := server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: "x_ring", Config: unset(t)})
	if err != nil {
		t.Fatal(err)
	}
	events := slices.Collect(stream.Events)
	want := tfprotov6.InvokeActionEvent{Type: tfprotov6.ProgressInvokeActionEventType{Message: "invoked"}}
	if len(events) != 2 || !reflect.DeepEqual(events[0], want) { // the second is the end
		t.Errorf("got %+v", events)
	}
}

func TestServer_stateStores(t *testing.T) {
	server, ok := serveWhole(t).(withStateStores)
	if !ok {
		t.Fatal("state stores are not served")
	}
	checked, err := server.ValidateStateStoreConfig(t.Context(), &tfprotov6.ValidateStateStoreConfigRequest{TypeName: "x_shelf", Config: unset(t)})
	warned(t, checked.Diagnostics, err, "Validated")
	ready, err := server.ConfigureStateStore(t.Context(), &tfprotov6.ConfigureStateStoreRequest{TypeName: "x_shelf", Config: unset(t), Capabilities: &tfprotov6.ConfigureStateStoreClientCapabilities{}})
	warned(t, ready.Diagnostics, err, "Initialized")
	stored, err := server.GetStates(t.Context(), &tfprotov6.GetStatesRequest{TypeName: "x_shelf"})
	if err != nil || !slices.Equal(stored.StateIDs, []string{"stored"}) {
		t.Errorf("got %v, %v", stored, err)
	}
}

// What is served beside resources is announced, so that Terraform asks for it.
func TestServer_metadata(t *testing.T) {
	resp, err := serveWhole(t).GetMetadata(t.Context(), &tfprotov6.GetMetadataRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp)
	}
	if len(resp.Functions) != 1 || len(resp.EphemeralResources) != 1 || len(resp.ListResources) != 1 || len(resp.Actions) != 1 || len(resp.StateStores) != 1 {
		t.Errorf("got %+v", resp)
	}
}
