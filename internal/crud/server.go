package crud

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// Provider is a provider that tells what its Configure made for resources, nil before.
type Provider interface {
	provider.Provider
	ResourceData() any
}

// NewServer serves a provider whose resources are all made by NewResource. What Terraform asks for each object of a plan and an
// apply it answers itself: the framework walks the schema several times in each of these calls, attribute by attribute, which
// takes most of the time of a large resource, and of which nothing is used. The rest is the framework's. Behind the framework's
// own server the same resources do the same, and pay for that.
func NewServer(p Provider) tfprotov6.ProviderServer {
	ctx := context.Background() //nolint:forbidigo // nobody looks at it
	var meta provider.MetadataResponse
	p.Metadata(ctx, provider.MetadataRequest{}, &meta)
	framework := providerserver.NewProtocol6(p)().(protocol) //nolint:forcetypeassert // a start, of which the tests would see the panic
	s := &server{protocol: framework, data: p.ResourceData, objects: map[string]*resourceType{}}
	s.running, s.stop = context.WithCancel(ctx)
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

	mu sync.Mutex
	// running ends, by stop, when Terraform is told to stop.
	running context.Context
	stop    context.CancelFunc
}

// ConfigureProvider implements tfprotov6.ProviderServer. A process that somebody debugs lives on after a stop: then this
// begins the next run.
func (s *server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	s.mu.Lock()
	if s.running.Err() != nil {
		s.running, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	}
	s.mu.Unlock()
	return s.protocol.ConfigureProvider(ctx, req)
}

// StopProvider implements tfprotov6.ProviderServer. Nothing of this run begins after it.
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.mu.Lock()
	s.stop()
	s.mu.Unlock()
	return s.protocol.StopProvider(ctx, req)
}

// stoppable is the context of a request that also ends when Terraform is told to stop.
func (s *server) stoppable(ctx context.Context) (context.Context, context.CancelFunc) {
	s.mu.Lock()
	running := s.running
	s.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	unregister := context.AfterFunc(running, cancel)
	return ctx, func() {
		unregister()
		cancel()
	}
}

// served is a resource type as one request needs it, bound to the API once that is known, as the framework does it; false for those
// that the framework serves.
func (s *server) served(ctx context.Context, name string) (*resourceType, bool) {
	o, ok := s.objects[name]
	if !ok {
		return nil, false
	}
	bound := *o
	bound.Configure(ctx, resource.ConfigureRequest{ProviderData: s.data()}, nil)
	return &bound, true
}

// ValidateResourceConfig implements tfprotov6.ResourceServer.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	o, ok := s.served(ctx, req.TypeName)
	if !ok {
		resp, err := s.protocol.ValidateResourceConfig(ctx, req)
		if resp != nil {
			resp.Diagnostics = revised(resp.Diagnostics)
		}
		return resp, err
	}
	config, diags := o.decode(req.Config)
	if !diags.HasError() {
		keepsSecrets := req.ClientCapabilities != nil && req.ClientCapabilities.WriteOnlyAttributesAllowed
		diags.Append(findings(validate.Schema(o.tree, config, keepsSecrets))...)
		diags.Append(o.validate(config)...)
	}
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: protocolDiagnostics(diags)}, nil
}

// UpgradeResourceState implements tfprotov6.ResourceServer. Terraform asks for every object that it has in state, of whatever
// version.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	o, ok := s.served(ctx, req.TypeName)
	if !ok || req.RawState == nil || req.Version != o.schema.Version {
		return s.protocol.UpgradeResourceState(ctx, req)
	}
	resp := &tfprotov6.UpgradeResourceStateResponse{}
	state, err := o.wire.DecodeState(req.RawState)
	if err != nil {
		resp.Diagnostics = protocolDiagnostics(diag.Diagnostics{diag.NewErrorDiagnostic("State cannot be read", fmt.Sprintf(
			"What the state has of a %s is not what this version of the provider stores: %v. If somebody edited the state, undo that; "+
				"else remove the object from the state (terraform state rm) and import it again.", o.spec.Title, err))})
		return resp, nil
	}
	var diags diag.Diagnostics
	attrs, _ := state.(map[string]any)
	resp.UpgradedState, diags = o.encode(attrs)
	resp.Diagnostics = protocolDiagnostics(diags)
	return resp, nil
}

// ReadResource implements tfprotov6.ResourceServer.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	o, ok := s.served(ctx, req.TypeName)
	if !ok {
		return s.protocol.ReadResource(ctx, req)
	}
	ctx, cancel := s.stoppable(ctx)
	defer cancel()
	// With an error, all stays as it was.
	resp := &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: req.CurrentIdentity, Private: req.Private}
	prior, diags := o.decode(req.CurrentState)
	kept, found := readPrivate(ctx, privateData(req.Private))
	if diags.Append(found...); !diags.HasError() {
		done, found := o.refresh(ctx, prior, kept)
		diags.Append(found...)
		if done == nil {
			done = &stored{} // gone; Terraform would show what is left beside it to the plan of the object that is made instead
		}
		if !diags.HasError() {
			resp.NewState, resp.Private, found = o.kept(done, privateData(req.Private).afterImport())
			diags.Append(found...)
		}
	}
	resp.Diagnostics = protocolDiagnostics(diags)
	return resp, nil
}

// ApplyResourceChange implements tfprotov6.ResourceServer.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	o, ok := s.served(ctx, req.TypeName)
	if !ok {
		return s.protocol.ApplyResourceChange(ctx, req)
	}
	ctx, cancel := s.stoppable(ctx)
	defer cancel()
	// Unless something is done, all stays as it was.
	resp := &tfprotov6.ApplyResourceChangeResponse{NewState: req.PriorState, NewIdentity: req.PlannedIdentity, Private: req.PlannedPrivate}
	prior, diags := o.decode(req.PriorState)
	plan, found := o.decode(req.PlannedState)
	diags.Append(found...)
	config, found := o.decode(req.Config)
	diags.Append(found...)
	kept, found := readPrivate(ctx, privateData(req.PlannedPrivate))
	if diags.Append(found...); !diags.HasError() {
		var done *stored
		switch {
		case prior == nil:
			resp.Private = nil
			done, found = o.create(ctx, plan, config)
		case plan == nil:
			if found = o.delete(ctx, prior, kept); !found.HasError() {
				resp.NewState, resp.Private = req.PlannedState, nil
			}
		default:
			done, found = o.update(ctx, prior, plan, config, kept)
		}
		diags.Append(found...)
		if done != nil {
			resp.NewState, resp.Private, found = o.kept(done, privateData(resp.Private))
			diags.Append(found...)
		}
	}
	resp.Diagnostics = protocolDiagnostics(diags)
	return resp, nil
}

// kept is what Terraform keeps of an object: its state, null without attributes, and what stands beside that.
func (o *resourceType) kept(done *stored, beside privateData) (*tfprotov6.DynamicValue, []byte, diag.Diagnostics) {
	state, diags := o.encode(done.attrs)
	private, found := beside.with(done.private)
	return state, private, append(diags, found...)
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
	o, ok := s.served(ctx, req.TypeName)
	if !ok {
		return s.protocol.PlanResourceChange(ctx, req)
	}
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
	decoded, err := o.wire.Decode(v)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unreadable value", err.Error())}
	}
	attrs, _ := decoded.(map[string]any)
	return attrs, nil
}

// encode is the reverse of decode.
func (o *resourceType) encode(attrs map[string]any) (*tfprotov6.DynamicValue, diag.Diagnostics) {
	var object any
	if attrs != nil {
		object = attrs
	}
	v, err := o.wire.Encode(object)
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Value cannot be sent", "This is a defect of the provider: "+err.Error())}
	}
	return v, nil
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
