package acctest

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Protocol is the provider under test, called the way Terraform calls it but without Terraform: for tests that need
// thousands of reads and plans of one resource.
type Protocol struct {
	t        *testing.T
	server   tfprotov6.ProviderServer
	resource string
	typ      tftypes.Type
}

// Known is what Terraform keeps of a resource.
type Known struct {
	// Attrs are the attributes in state.
	Attrs map[string]any
	// Private is the private state.
	Private []byte
	// Warnings are those of the last call, summary and detail.
	Warnings []string
}

// NewProtocol configures the provider for a server and a resource type.
func NewProtocol(t *testing.T, s *Server, resource string) *Protocol {
	t.Helper()
	server, err := providerServer()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	p := &Protocol{t: t, server: server, resource: resource, typ: schemas.ResourceSchemas[resource].ValueType()}
	config := p.value(schemas.Provider.ValueType(), map[string]any{"base_url": s.URL, "requests_per_second": new(big.Float)})
	answer, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.0", Config: config})
	if err != nil {
		t.Fatal(err)
	}
	p.warnings(answer.Diagnostics)
	return p
}

// In is the same provider in a subtest.
func (p *Protocol) In(t *testing.T) *Protocol {
	c := *p
	c.t = t
	return &c
}

func (p *Protocol) value(typ tftypes.Type, attrs map[string]any) *tfprotov6.DynamicValue {
	p.t.Helper()
	v, err := codec.ToTerraform(typ, attrs)
	if err != nil {
		p.t.Fatal(err)
	}
	d, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		p.t.Fatal(err)
	}
	return &d
}

func (p *Protocol) attrs(d *tfprotov6.DynamicValue) map[string]any {
	p.t.Helper()
	v, err := d.Unmarshal(p.typ)
	if err != nil {
		p.t.Fatal(err)
	}
	attrs, err := codec.FromTerraform(v)
	if err != nil {
		p.t.Fatal(err)
	}
	m, _ := attrs.(map[string]any)
	return m
}

// warnings fails the test if there are errors.
func (p *Protocol) warnings(diags []*tfprotov6.Diagnostic) []string {
	p.t.Helper()
	var out []string
	for _, d := range diags {
		text := d.Summary + ": " + d.Detail
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			p.t.Fatalf("the provider fails: %s (%v)", text, d.Attribute)
		}
		out = append(out, text)
	}
	return out
}

// Read refreshes a resource.
func (p *Protocol) Read(k Known) Known {
	p.t.Helper()
	answer, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: p.resource, CurrentState: p.value(p.typ, k.Attrs), Private: k.Private})
	if err != nil {
		p.t.Fatal(err)
	}
	warnings := p.warnings(answer.Diagnostics)
	return Known{Attrs: p.attrs(answer.NewState), Private: answer.Private, Warnings: warnings}
}

// Plan plans a configuration and returns the planned attributes. What only the server sets is proposed as it is in state.
func (p *Protocol) Plan(k Known, config map[string]any, computed ...string) map[string]any {
	p.t.Helper()
	proposed := make(map[string]any, len(config))
	for name, v := range config {
		proposed[name] = v
	}
	for _, name := range computed {
		proposed[name] = k.Attrs[name]
	}
	answer, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: p.resource, PriorState: p.value(p.typ, k.Attrs), ProposedNewState: p.value(p.typ, proposed),
		Config: p.value(p.typ, config), PriorPrivate: k.Private})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := strings.Join(p.warnings(answer.Diagnostics), "; "); text != "" {
		p.t.Errorf("the plan warns: %s", text)
	}
	if len(answer.RequiresReplace) > 0 {
		p.t.Errorf("the plan replaces because of %s", fmt.Sprint(answer.RequiresReplace))
	}
	return p.attrs(answer.PlannedState)
}
