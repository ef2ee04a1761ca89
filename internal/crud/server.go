package crud

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Provider is a provider that tells what its Configure made for resources, nil before.
type Provider interface {
	provider.Provider
	ResourceData() any
}

// NewServer serves a provider whose resources are all made by NewResource. It is the framework's server but for plans:
// the framework would first walk the schema of a resource several times to make a plan of its own, attribute by
// attribute, which takes most of the time of a large resource and of which nothing is used. Behind the framework's own
// server the same resources make the same plans, and pay for that.
func NewServer(p Provider) tfprotov6.ProviderServer {
	ctx := context.Background() //nolint:forbidigo // nobody looks at it
	var meta provider.MetadataResponse
	p.Metadata(ctx, provider.MetadataRequest{}, &meta)
	framework := providerserver.NewProtocol6(p)().(protocol) //nolint:forcetypeassert // a start, of which the tests would see the panic
	s := &server{protocol: framework, data: p.ResourceData, objects: map[string]*resourceType{}}
	for _, construct := range p.Resources(ctx) {
		if o, ok := construct().(*resourceType); ok {
			s.objects[meta.TypeName+"_"+o.spec.Name] = o
		}
	}
	return s
}

// protocol is all of the protocol. Those parts that terraform-plugin-go looks for on its own, because older servers lack
// them, would not be served if the server only embedded a ProviderServer.
type protocol interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

type server struct {
	protocol
	data    func() any
	objects map[string]*resourceType
}

// ValidateResourceConfig implements tfprotov6.ResourceServer.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := s.protocol.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = revised(resp.Diagnostics)
	}
	return resp, err
}

// ValidateDataResourceConfig implements tfprotov6.DataSourceServer.
func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := s.protocol.ValidateDataResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = revised(resp.Diagnostics)
	}
	return resp, err
}

// What the framework says when it validates a configuration.
const (
	missingRequired = "Missing Configuration for Required Attribute"
	deprecated      = "Attribute Deprecated"
)

// revised are the framework's diagnostics of a configuration, but for those about required attributes: package validate
// checks them, because an object that lacks one at the API has to be importable. Those about deprecated ones get a summary
// that names the attribute: of warnings with the same summary, Terraform shows only the first.
func revised(diags []*tfprotov6.Diagnostic) []*tfprotov6.Diagnostic {
	diags = slices.DeleteFunc(diags, func(d *tfprotov6.Diagnostic) bool { return d.Summary == missingRequired })
	for _, d := range diags {
		if name, ok := d.Attribute.LastStep().(tftypes.AttributeName); ok && d.Summary == deprecated {
			d.Summary = "Deprecated attribute " + string(name)
		}
	}
	return diags
}

// PlanResourceChange implements tfprotov6.ResourceServer.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	o, ok := s.objects[req.TypeName]
	if !ok {
		return s.protocol.PlanResourceChange(ctx, req)
	}
	// As the framework does it: each request has an object of its own, bound to the API once that is known.
	bound := *o
	o = &bound
	o.Configure(ctx, resource.ConfigureRequest{ProviderData: s.data()}, nil)
	// Of the proposed state only this matters: a plan is made of configuration and prior state.
	destroy, err := req.ProposedNewState.IsNull()
	if err != nil {
		return nil, err
	}
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: req.PriorIdentity}
	prior, diags := o.decode(req.PriorState)
	config, found := o.decode(req.Config)
	if diags.Append(found...); !diags.HasError() {
		p, found := o.propose(ctx, config, prior, destroy, privateData(req.PriorPrivate))
		diags.Append(found...)
		for _, name := range p.replace {
			resp.RequiresReplace = append(resp.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
		}
		if p.planned != nil {
			resp.PlannedState, found = o.encode(p.planned)
			diags.Append(found...)
		}
		if p.private != nil {
			resp.PlannedPrivate, found = privateData(req.PriorPrivate).with(*p.private)
			diags.Append(found...)
		}
	}
	resp.Diagnostics = protocolDiagnostics(diags)
	return resp, nil
}

// ModifyPlan implements resource.ResourceWithModifyPlan, for the framework's own server: it replaces the plan that the
// framework made by the one that NewServer makes. NewServer does not come by here.
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

// proposal is the plan of a change.
type proposal struct {
	// planned is the object afterwards, nil where it is destroyed.
	planned map[string]any
	// replace names the attributes that force a replacement.
	replace []string
	// private is what private state becomes, nil where it stays.
	private *private
}

// propose plans a change, whichever server was asked for it.
func (o *resourceType) propose(ctx context.Context, config, prior map[string]any, destroy bool, from privateGetter) (proposal, diag.Diagnostics) {
	if destroy {
		return proposal{}, o.leaving(ctx, prior)
	}
	known, diags := readPrivate(ctx, from)
	planned, replace, found := o.plan(ctx, config, prior, known)
	diags.Append(found...)
	if prior == nil || o.changes(prior, planned, config) {
		diags.Append(o.unready()...)
	}
	return proposal{planned: planned, replace: replace, private: o.plannedPrivate(known, prior)}, diags
}

// leaving says what a plan has to say of a destroy.
func (o *resourceType) leaving(ctx context.Context, prior map[string]any) diag.Diagnostics {
	diags := append(o.protected(prior), o.refused(ctx, prior)...)
	if left := o.abandoned(prior); left != nil {
		return append(diags, left...)
	}
	return append(diags, o.unready()...)
}

// unready warns, once for all objects, that the apply will fail for something that the plan could do without: a create is
// planned without a request.
func (o *resourceType) unready() diag.Diagnostics {
	u, ok := o.api.(Unready)
	if !ok {
		return nil
	}
	lacks := u.Lacks()
	if lacks == nil || !o.session.once(lacks.Title) {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(lacks.Title+", which the apply needs",
		"This plan was made without a request. The apply sends some, and fails unless this is set by then. "+lacks.Hint)}
}

// decode reads a complete object as it comes over the wire, nil for null.
func (o *resourceType) decode(v *tfprotov6.DynamicValue) (map[string]any, diag.Diagnostics) {
	raw, err := v.Unmarshal(o.typ)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unreadable value", err.Error())}
	}
	return values(raw)
}

// encode is the reverse of decode.
func (o *resourceType) encode(attrs map[string]any) (*tfprotov6.DynamicValue, diag.Diagnostics) {
	var raw tftypes.Value
	if diags := o.store(&raw, attrs); diags.HasError() {
		return nil, diags
	}
	v, err := tfprotov6.NewDynamicValue(o.typ, raw)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Value cannot be sent", "This is a defect of the provider: "+err.Error())}
	}
	return &v, nil
}

func protocolDiagnostics(diags diag.Diagnostics) []*tfprotov6.Diagnostic {
	var out []*tfprotov6.Diagnostic
	for _, d := range diags {
		p := &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: d.Summary(), Detail: d.Detail()}
		if d.Severity() == diag.SeverityWarning {
			p.Severity = tfprotov6.DiagnosticSeverityWarning
		}
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			p.Attribute = protocolPath(at.Path())
		}
		out = append(out, p)
	}
	return out
}

// protocolPath converts the path of an attribute. Steps into a set, by value, do not occur: trees have no sets.
func protocolPath(p path.Path) *tftypes.AttributePath {
	out := tftypes.NewAttributePath()
	for _, step := range p.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			out = out.WithAttributeName(string(step))
		case path.PathStepElementKeyInt:
			out = out.WithElementKeyInt(int(step))
		case path.PathStepElementKeyString:
			out = out.WithElementKeyString(string(step))
		}
	}
	return out
}
