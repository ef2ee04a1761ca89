package crud

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// tested has one resource of this package, which refuses to plan the name "bad", and one of another kind.
func tested() served {
	spec := &Spec{
		Name: "own",
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Computed},
			{Name: "name", JSON: "name"},
			{Name: "place", JSON: "place", Mode: field.CreateOnly},
		}}},
		Plan: func(config, _, planned map[string]any) (map[string]any, []string, diag.Diagnostics) {
			if config["name"] == "bad" {
				return planned, nil, diag.Diagnostics{
					diag.NewAttributeErrorDiagnostic(path.Root("names").AtListIndex(2).AtName("last"), "Bad", "Very bad."),
					diag.NewWarningDiagnostic("Doubtful", "Look at it."),
				}
			}
			return planned, nil, nil
		},
		Protect: func(map[string]any) string { return "It is needed." },
	}
	return served{resources: []func() resource.Resource{NewResource(func() *Spec { return spec }), NewResource(func() *Spec { return grown }), func() resource.Resource { return foreign{} }}}
}

// foreign is a resource that needs the framework's plan.
type foreign struct{ resource.Resource }

func (foreign) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "x_foreign"
}

func (foreign) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("default")},
	}}
}

var (
	timeoutsType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"create": tftypes.String, "read": tftypes.String, "update": tftypes.String, "delete": tftypes.String,
	}}
	ownType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"id": tftypes.String, "name": tftypes.String, "place": tftypes.String, "timeouts": timeoutsType,
	}}
	foreignType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String}}
)

// own is an object of the resource of this package; nil attributes are null.
func own(id, name, place any) tftypes.Value {
	return tftypes.NewValue(ownType, map[string]tftypes.Value{
		"id": tftypes.NewValue(tftypes.String, id), "name": tftypes.NewValue(tftypes.String, name),
		"place": tftypes.NewValue(tftypes.String, place), "timeouts": tftypes.NewValue(timeoutsType, nil),
	})
}

func dynamic(t *testing.T, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// planOver plans through both doors, which must make the same plan.
func planOver(t *testing.T, typeName string, prior, config, proposed tftypes.Value) (tftypes.Value, *tfprotov6.PlanResourceChangeResponse) {
	t.Helper()
	ask := func(server tfprotov6.ProviderServer) (tftypes.Value, *tfprotov6.PlanResourceChangeResponse) {
		resp, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: typeName, PriorState: dynamic(t, prior), Config: dynamic(t, config), ProposedNewState: dynamic(t, proposed),
			PriorPrivate: []byte(`{"spotnana":"e30="}`),
		})
		if err != nil {
			t.Fatal(err)
		}
		planned, err := resp.PlannedState.Unmarshal(prior.Type())
		if err != nil {
			t.Fatal(err)
		}
		return planned, resp
	}
	planned, resp := ask(NewServer(tested()))
	theirs, framework := ask(providerserver.NewProtocol6(tested())())
	if !theirs.Equal(planned) && !hasErrors(resp.Diagnostics) {
		t.Errorf("planned %s, and %s behind the framework's server", planned, theirs)
	}
	if diff := cmp.Diff(reports(resp.Diagnostics), reports(framework.Diagnostics), cmp.AllowUnexported(report{})); diff != "" {
		t.Errorf("the framework's server says something else (-ours +its)\n%s", diff)
	}
	if string(resp.PlannedPrivate) != string(framework.PlannedPrivate) {
		t.Errorf("the private state is %s, and %s behind the framework's server", resp.PlannedPrivate, framework.PlannedPrivate)
	}
	if !slices.EqualFunc(resp.RequiresReplace, framework.RequiresReplace, func(a, b *tftypes.AttributePath) bool { return a.Equal(b) }) {
		t.Errorf("replaced because of %v, and of %v behind the framework's server", resp.RequiresReplace, framework.RequiresReplace)
	}
	return planned, resp
}

func TestServer_plan(t *testing.T) {
	null := tftypes.NewValue(ownType, nil)
	for name, c := range map[string]struct {
		prior, config, want tftypes.Value
	}{
		"create":  {null, own(nil, "a", "here"), own(tftypes.UnknownValue, "a", "here")},
		"nothing": {own("1", "a", "here"), own(nil, "a", "here"), own("1", "a", "here")},
		"update":  {own("1", "a", "here"), own(nil, "b", "here"), own("1", "b", "here")},
	} {
		t.Run(name, func(t *testing.T) {
			planned, resp := planOver(t, "x_own", c.prior, c.config, c.config)
			if len(resp.Diagnostics) > 0 {
				t.Fatalf("unexpected %v", resp.Diagnostics[0])
			}
			if !planned.Equal(c.want) {
				t.Errorf("planned %s, want %s", planned, c.want)
			}
			known, diags := readPrivate(t.Context(), privateData(resp.PlannedPrivate))
			if isNew := c.prior.IsNull(); diags.HasError() || (known.Replaced == nil) != isNew {
				t.Errorf("the private state became %s", resp.PlannedPrivate)
			}
			if len(resp.RequiresReplace) > 0 {
				t.Errorf("replaced because of %v", resp.RequiresReplace)
			}
		})
	}
}

func TestServer_planReplacement(t *testing.T) {
	_, resp := planOver(t, "x_own", own("1", "a", "here"), own(nil, "a", "there"), own("1", "a", "there"))
	if len(resp.RequiresReplace) != 1 || !resp.RequiresReplace[0].Equal(tftypes.NewAttributePath().WithAttributeName("place")) {
		t.Errorf("replaced because of %v, want place", resp.RequiresReplace)
	}
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Detail != "It is needed." {
		t.Errorf("a protected object may be replaced: %v", resp.Diagnostics)
	}
}

func TestServer_planDestroy(t *testing.T) {
	null := tftypes.NewValue(ownType, nil)
	planned, resp := planOver(t, "x_own", own("1", "a", "here"), null, null)
	if !planned.IsNull() {
		t.Errorf("planned %s", planned)
	}
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Detail != "It is needed." {
		t.Errorf("a protected object may be destroyed: %v", resp.Diagnostics)
	}
}

func TestServer_planDiagnostics(t *testing.T) {
	config := own(nil, "bad", nil)
	_, resp := planOver(t, "x_own", tftypes.NewValue(ownType, nil), config, config)
	if len(resp.Diagnostics) != 2 {
		t.Fatalf("%d diagnostics, want 2", len(resp.Diagnostics))
	}
	bad, doubtful := resp.Diagnostics[0], resp.Diagnostics[1]
	at := tftypes.NewAttributePath().WithAttributeName("names").WithElementKeyInt(2).WithAttributeName("last")
	if bad.Severity != tfprotov6.DiagnosticSeverityError || bad.Summary != "Bad" || bad.Detail != "Very bad." || !bad.Attribute.Equal(at) {
		t.Errorf("got %+v", bad)
	}
	if doubtful.Severity != tfprotov6.DiagnosticSeverityWarning || doubtful.Summary != "Doubtful" || doubtful.Attribute != nil {
		t.Errorf("got %+v", doubtful)
	}
}

func TestServer_planOfOthers(t *testing.T) {
	config := tftypes.NewValue(foreignType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, nil)})
	planned, resp := planOver(t, "x_foreign", tftypes.NewValue(foreignType, nil), config, config)
	want := tftypes.NewValue(foreignType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, "default")})
	if len(resp.Diagnostics) > 0 || !planned.Equal(want) {
		t.Errorf("planned %s with %v, want the framework's %s", planned, resp.Diagnostics, want)
	}
}
