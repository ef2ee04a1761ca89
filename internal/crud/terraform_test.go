package crud

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// door serves a provider: as NewServer does, and, in the second run of all tests, as the framework's own server does.
var door = NewServer

// TestMain runs all tests behind both servers: what a resource does must not depend on who serves it.
func TestMain(m *testing.M) {
	code := m.Run()
	if flag.Lookup("test.bench").Value.String() == "" {
		fmt.Fprintln(os.Stderr, "once more, behind the framework's own server:")
		door = func(p Provider) tfprotov6.ProviderServer { return plain{providerserver.NewProtocol6(p)()} }
		code = max(code, m.Run())
	}
	os.Exit(code)
}

// plain is the framework's own server, without what it says of required attributes: package validate does.
type plain struct{ tfprotov6.ProviderServer }

func (p plain) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := p.ProviderServer.ValidateResourceConfig(ctx, req)
	if resp != nil {
		resp.Diagnostics = revised(resp.Diagnostics)
	}
	return resp, err
}

// served is a provider that serves what a test gives it.
type served struct {
	resources   []func() resource.Resource
	dataSources []func() datasource.DataSource
	// data is what its Configure makes.
	data any
}

func (served) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "x"
}

func (served) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p served) ResourceData() any { return p.data }

func (p served) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.ResourceData, resp.DataSourceData = p.data, p.data
}

func (p served) DataSources(context.Context) []func() datasource.DataSource { return p.dataSources }

func (p served) Resources(context.Context) []func() resource.Resource { return p.resources }

// terraform calls one resource of a provider the way Terraform does, and holds it to Terraform's rules for plans and
// applies.
type terraform struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	name   string
	typ    tftypes.Type
	api    *fake
}

type attrs = map[string]any

// start serves a Spec, with an API of its own.
func start(t *testing.T, spec *Spec) *terraform {
	t.Helper()
	return connect(t, spec, newFake(), NewSession())
}

// connect serves a Spec with the given API, as another run of Terraform would with another session.
func connect(t *testing.T, spec *Spec, api imitation, session *Session) *terraform {
	t.Helper()
	construct := NewResource(func() *Spec { return spec })
	p := served{resources: []func() resource.Resource{construct}, data: &connection{api: api, session: session}}
	tf := &terraform{t: t, server: door(p), name: "x_" + spec.Name, typ: construct().(*resourceType).typ, api: api.base()}
	configure(t, tf.server)
	return tf
}

// imitation is a fake, or something around one.
type imitation interface {
	API
	base() *fake
}

func configure(t *testing.T, server tfprotov6.ProviderServer) {
	t.Helper()
	empty := tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{})
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: dynamic(t, empty)})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp)
	}
}

// bubble runs a test on a clock that only moves when all wait: pauses take no time, and are exact.
func bubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// instance is what Terraform keeps of an object.
type instance struct {
	attrs   attrs
	private []byte
}

// decoded is what the provider keeps in private state.
func (i *instance) decoded(t *testing.T) private {
	t.Helper()
	p, diags := readPrivate(t.Context(), privateData(i.private))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return p
}

// planned is a plan.
type planned struct {
	attrs   attrs
	config  attrs
	prior   *instance
	private []byte
	replace []string
	reports []report
	failed  bool
}

// attributes reads attributes written as JSON; the string "?" stands for an unknown value.
func attributes(t *testing.T, text string) attrs {
	t.Helper()
	v, err := codec.ParseJSON([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return attribute(t, v).(attrs)
}

func attribute(t *testing.T, v any) any {
	t.Helper()
	switch v := v.(type) {
	case json.Number:
		f, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return f
	case string:
		if v == "?" {
			return codec.Unknown{}
		}
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = attribute(t, e)
		}
		return out
	case attrs:
		out := attrs{}
		for k, e := range v {
			out[k] = attribute(t, e)
		}
		return out
	}
	return v
}

func (tf *terraform) value(v attrs) *tfprotov6.DynamicValue {
	tf.t.Helper()
	var given any
	if v != nil {
		given = v
	}
	value, err := codec.ToTerraform(tf.typ, given)
	if err != nil {
		tf.t.Fatal(err)
	}
	return dynamic(tf.t, value)
}

func (tf *terraform) attrs(v *tfprotov6.DynamicValue) attrs {
	tf.t.Helper()
	if v == nil {
		return nil
	}
	value, err := v.Unmarshal(tf.typ)
	if err != nil {
		tf.t.Fatal(err)
	}
	got, err := codec.FromTerraform(value)
	if err != nil {
		tf.t.Fatal(err)
	}
	found, _ := got.(attrs)
	return found
}

func reports(diags []*tfprotov6.Diagnostic) []report {
	var out []report
	for _, d := range diags {
		kind := "error"
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			kind = "warning"
		}
		at := ""
		if d.Attribute != nil {
			at = " " + pathText(d.Attribute)
		}
		out = append(out, report{line: kind + at + ": " + d.Summary, detail: d.Detail})
	}
	return out
}

func pathText(p *tftypes.AttributePath) string {
	text := ""
	for _, step := range p.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			if text != "" {
				text += "."
			}
			text += string(step)
		default:
			text += fmt.Sprintf("[%v]", step)
		}
	}
	return text
}

func hasErrors(diags []*tfprotov6.Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}

// state is the state of an instance, nil for none.
func (i *instance) state() attrs {
	if i == nil {
		return nil
	}
	return i.attrs
}

func (i *instance) secret() []byte {
	if i == nil {
		return nil
	}
	return i.private
}

func (tf *terraform) validate(config attrs) []report {
	tf.t.Helper()
	resp, err := tf.server.ValidateResourceConfig(tf.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: tf.name, Config: tf.value(config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		tf.t.Fatal(err)
	}
	return reports(resp.Diagnostics)
}

// plan plans a configuration, nil for a destroy.
func (tf *terraform) plan(config attrs, prior *instance) planned {
	tf.t.Helper()
	resp, err := tf.server.PlanResourceChange(tf.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: tf.name, PriorState: tf.value(prior.state()), Config: tf.value(config), ProposedNewState: tf.value(config), PriorPrivate: prior.secret(),
	})
	if err != nil {
		tf.t.Fatal(err)
	}
	p := planned{attrs: tf.attrs(resp.PlannedState), config: config, prior: prior, private: resp.PlannedPrivate, reports: reports(resp.Diagnostics), failed: hasErrors(resp.Diagnostics)}
	for _, at := range resp.RequiresReplace {
		p.replace = append(p.replace, pathText(at))
	}
	for name, v := range p.attrs {
		if slices.Contains([]string{"id", "state", "secret"}, name) || p.failed {
			continue
		}
		if !same(v, openly(config[name])) && !same(v, prior.state()[name]) {
			tf.t.Errorf("illegal plan: %s is %v, neither the configured %v nor the prior %v", name, v, config[name], prior.state()[name])
		}
	}
	return p
}

// openly is a configured value without write-only arguments, which no plan holds.
func openly(v any) any {
	switch v := v.(type) {
	case attrs:
		out := attrs{}
		for name, e := range v {
			if !strings.HasSuffix(name, "_wo") {
				out[name] = openly(e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = openly(e)
		}
		return out
	}
	return v
}

func same(a, b any) bool {
	return codectest.Diff(attrs{"v": a}, attrs{"v": b}) == ""
}

// applied is what an apply left, nil for no object.
func (tf *terraform) apply(p planned) (*instance, []report) {
	tf.t.Helper()
	return tf.applyIn(tf.t.Context(), p)
}

func (tf *terraform) applyIn(ctx context.Context, p planned) (*instance, []report) {
	tf.t.Helper()
	if p.failed {
		tf.t.Fatalf("the plan failed: %v", p.reports)
	}
	resp, err := tf.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: tf.name, PriorState: tf.value(p.prior.state()), PlannedState: tf.value(p.attrs), Config: tf.value(p.config), PlannedPrivate: p.private,
	})
	if err != nil {
		tf.t.Fatal(err)
	}
	after := tf.attrs(resp.NewState)
	for name, v := range p.attrs {
		if !hasErrors(resp.Diagnostics) && !codec.HasUnknown(v) && !same(v, after[name]) {
			tf.t.Errorf("inconsistent result after apply: %s was planned as %v and is %v", name, v, after[name])
		}
	}
	if after["token_wo"] != nil {
		tf.t.Error("a secret is in state")
	}
	if after == nil {
		return nil, reports(resp.Diagnostics)
	}
	if codec.HasUnknown(after) {
		tf.t.Errorf("after apply something is unknown: %v", after)
	}
	return &instance{attrs: after, private: resp.Private}, reports(resp.Diagnostics)
}

// create plans and applies a configuration for a new object.
func (tf *terraform) create(config string) (*instance, []report) {
	tf.t.Helper()
	return tf.apply(tf.plan(attributes(tf.t, config), nil))
}

// created is create where nothing is expected to go wrong.
func (tf *terraform) created(config string) *instance {
	tf.t.Helper()
	made, said := tf.create(config)
	if made == nil || len(said) > 0 {
		tf.t.Fatalf("create: %v", said)
	}
	tf.api.requests()
	return made
}

// update plans and applies a configuration for an object.
func (tf *terraform) update(config string, prior *instance) (*instance, []report) {
	tf.t.Helper()
	return tf.apply(tf.plan(attributes(tf.t, config), prior))
}

func (tf *terraform) destroy(prior *instance) (*instance, []report) {
	tf.t.Helper()
	return tf.apply(planned{prior: prior, private: prior.private})
}

func (tf *terraform) read(prior *instance) (*instance, []report) {
	tf.t.Helper()
	resp, err := tf.server.ReadResource(tf.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: tf.name, CurrentState: tf.value(prior.attrs), Private: prior.private})
	if err != nil {
		tf.t.Fatal(err)
	}
	after := tf.attrs(resp.NewState)
	if after == nil {
		return nil, reports(resp.Diagnostics)
	}
	return &instance{attrs: after, private: resp.Private}, reports(resp.Diagnostics)
}

// imported imports an id and reads it, as Terraform does.
func (tf *terraform) imported(id string) (*instance, []report) {
	tf.t.Helper()
	resp, err := tf.server.ImportResourceState(tf.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: tf.name, ID: id})
	if err != nil {
		tf.t.Fatal(err)
	}
	if hasErrors(resp.Diagnostics) {
		return nil, reports(resp.Diagnostics)
	}
	if len(resp.ImportedResources) != 1 {
		tf.t.Fatalf("%d objects imported", len(resp.ImportedResources))
	}
	got := resp.ImportedResources[0]
	return tf.read(&instance{attrs: tf.attrs(got.State), private: got.Private})
}

// holds compares the whole of an instance's state.
func holds(t *testing.T, got *instance, want string) {
	t.Helper()
	if got == nil {
		t.Fatal("no object is in state")
	}
	state := maps.Clone(got.attrs)
	delete(state, "timeouts")
	if diff := codectest.Diff(attributes(t, want), state); diff != "" {
		t.Errorf("state (-want +got)\n%s", diff)
	}
}
