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
// attribute, which takes most of the time of a large resource and of which nothing is used.
//
// A list resource, an action or a state store would have to be passed on here: they are optional parts of the protocol.
func NewServer(p Provider) tfprotov6.ProviderServer {
	ctx := context.Background() //nolint:forbidigo // nobody looks at it
	var meta provider.MetadataResponse
	p.Metadata(ctx, provider.MetadataRequest{}, &meta)
	s := &server{ProviderServer: providerserver.NewProtocol6(p)(), data: p.ResourceData, objects: map[string]*object{}}
	for _, construct := range p.Resources(ctx) {
		if o, ok := construct().(*object); ok {
			s.objects[meta.TypeName+"_"+o.spec.Name] = o
		}
	}
	return s
}

type server struct {
	tfprotov6.ProviderServer
	data    func() any
	objects map[string]*object
}

// ValidateResourceConfig implements tfprotov6.ResourceServer.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := s.ProviderServer.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = revised(resp.Diagnostics)
	}
	return resp, err
}

// ValidateDataResourceConfig implements tfprotov6.DataSourceServer.
func (s *server) ValidateDataResourceConfig(ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := s.ProviderServer.ValidateDataResourceConfig(ctx, req)
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
		return s.ProviderServer.PlanResourceChange(ctx, req)
	}
	// As the framework does it: each request has an object of its own, bound to the API once that is known.
	bound := *o
	o = &bound
	o.Configure(ctx, resource.ConfigureRequest{ProviderData: s.data()}, nil)
	// Of the proposed state only this matters: o.plan makes its own from configuration and prior state.
	destroy, err := req.ProposedNewState.IsNull()
	if err != nil {
		return nil, err
	}
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate}
	prior, diags := o.decode(req.PriorState)
	config, more := o.decode(req.Config)
	switch diags.Append(more...); {
	case diags.HasError():
	case destroy:
		diags.Append(o.protected(prior)...)
		diags.Append(o.refused(ctx, prior)...)
		if left := o.abandoned(prior); left != nil {
			diags.Append(left...)
		} else {
			diags.Append(o.unready()...)
		}
	default:
		known, found := readPrivate(ctx, privateData(req.PriorPrivate))
		diags.Append(found...)
		planned, replace, found := o.plan(ctx, config, prior, known)
		diags.Append(found...)
		for _, name := range replace {
			resp.RequiresReplace = append(resp.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
		}
		resp.PlannedState, found = o.encode(planned)
		diags.Append(found...)
		resp.PlannedPrivate, found = o.plannedPrivate(req.PriorPrivate, known, prior)
		diags.Append(found...)
		if prior == nil || o.changes(prior, planned, config) {
			diags.Append(o.unready()...)
		}
	}
	resp.Diagnostics = protocolDiagnostics(diags)
	return resp, nil
}

// unready warns, once for all objects, that the apply will fail for something that the plan could do without: a create is
// planned without a request.
func (o *object) unready() diag.Diagnostics {
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
func (o *object) decode(v *tfprotov6.DynamicValue) (map[string]any, diag.Diagnostics) {
	raw, err := v.Unmarshal(o.typ)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unreadable value", err.Error())}
	}
	return values(raw)
}

// encode is the reverse of decode.
func (o *object) encode(attrs map[string]any) (*tfprotov6.DynamicValue, diag.Diagnostics) {
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
