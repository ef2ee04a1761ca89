package crud

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// teams is a data source of teams, filtered by arguments.
func teams(read func(ctx context.Context, data any, inputs map[string]any) (map[string]any, error)) *DataSpec {
	return &DataSpec{
		Name: "teams", Doc: "Teams.", Read: read,
		Tree: &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "name", JSON: "name", Doc: "Name."},
			{Name: "teams", JSON: "elements", Kind: field.List, Doc: "Teams.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "id", JSON: "id", Doc: "Id."}, {Name: "note", JSON: "note", Doc: "Note."}, field.Secret("token", "token", "Token."), field.SecretVersion("token"),
			}}},
		}}},
		Inputs: []*field.Node{
			{Name: "name", JSON: "name", Doc: "Name."},
			{Name: "countries", JSON: "countries", Kind: field.List, Elem: &field.Node{Format: field.Country}, Doc: "Countries."},
			{Name: "ranges", JSON: "ranges", Kind: field.List, Doc: "Ranges.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{{Name: "min", JSON: "min", Kind: field.Int, Doc: "Least."}}}},
		},
		Empty: map[string]any{"elements": []any{}},
	}
}

// source calls a data source the way Terraform does.
type source struct {
	t      *testing.T
	server tfprotov6.ProviderServer
	typ    tftypes.Type
}

func sourceOf(t *testing.T, spec *DataSpec) *source {
	t.Helper()
	construct := NewDataSource(func() *DataSpec { return spec })
	server := NewServer(served{dataSources: []func() datasource.DataSource{construct}, data: "connected"})
	configure(t, server)
	return &source{t: t, server: server, typ: construct().(*data).schema.Type().TerraformType(t.Context())}
}

func (s *source) config(config string) *tfprotov6.DynamicValue {
	s.t.Helper()
	v, err := codec.ToTerraform(s.typ, attributes(s.t, config))
	if err != nil {
		s.t.Fatal(err)
	}
	return dynamic(s.t, v)
}

func (s *source) validate(config string) []report {
	s.t.Helper()
	resp, err := s.server.ValidateDataResourceConfig(s.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "x_teams", Config: s.config(config)})
	if err != nil {
		s.t.Fatal(err)
	}
	return reports(resp.Diagnostics)
}

func (s *source) read(config string) (attrs, []report) {
	s.t.Helper()
	resp, err := s.server.ReadDataSource(s.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "x_teams", Config: s.config(config)})
	if err != nil {
		s.t.Fatal(err)
	}
	if hasErrors(resp.Diagnostics) {
		return nil, reports(resp.Diagnostics)
	}
	v, err := resp.State.Unmarshal(s.typ)
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := codec.FromTerraform(v)
	if err != nil {
		s.t.Fatal(err)
	}
	return got.(attrs), reports(resp.Diagnostics)
}

func TestDataSource(t *testing.T) {
	var given []any
	s := sourceOf(t, teams(func(ctx context.Context, data any, inputs map[string]any) (map[string]any, error) {
		if _, bounded := ctx.Deadline(); !bounded {
			t.Error("the read has no end")
		}
		given = []any{data, inputs}
		return doc(t, `{"name": "theirs", "other": 1, "elements": [{"id": "1", "note": "", "token": "s"}, {"id": "2"}]}`), nil
	}))
	const config = `{"name": "Red", "countries": ["DE"], "ranges": []}`
	got, diags := s.read(config)
	said(t, diags)
	if diff := cmp.Diff([]any{"connected", map[string]any{"name": "Red", "countries": []any{"DE"}, "ranges": []any{}}}, given); diff != "" {
		t.Errorf("called with (-want +got)\n%s", diff)
	}
	// An argument is answered as it was given, and what was not given as it is.
	want := attributes(t, `{"name": "Red", "countries": ["DE"], "ranges": [], "teams": [{"id": "1", "note": ""}, {"id": "2"}]}`)
	if diff := codectest.Diff(want, got); diff != "" {
		t.Errorf("state (-want +got)\n%s", diff)
	}
	got, _ = s.read(`{}`)
	if got["name"] != "theirs" || got["countries"] != nil {
		t.Errorf("without arguments state is %v", got)
	}
}

// No list can hold a null that the API answers: the rest is there, with a warning.
func TestDataSource_nulls(t *testing.T) {
	s := sourceOf(t, teams(func(context.Context, any, map[string]any) (map[string]any, error) {
		return doc(t, `{"elements": [null, {"id": "1", "note": null}]}`), nil
	}))
	got, diags := s.read(`{}`)
	said(t, diags, "warning: Null in a list of spotnana_teams")
	details(t, diags, "- teams[0]")
	if diff := codectest.Diff(attributes(t, `{"teams": [{"id": "1"}]}`), got); diff != "" {
		t.Errorf("state (-want +got)\n%s", diff)
	}
}

// A filter that lets nothing through is answered without a request: APIs take an empty list for no filter.
func TestDataSource_emptyFilter(t *testing.T) {
	s := sourceOf(t, teams(func(context.Context, any, map[string]any) (map[string]any, error) {
		t.Error("the API was asked")
		return nil, errors.New("asked")
	}))
	got, diags := s.read(`{"name": "Red", "countries": []}`)
	said(t, diags)
	if diff := codectest.Diff(attributes(t, `{"name": "Red", "countries": [], "teams": []}`), got); diff != "" {
		t.Errorf("state (-want +got)\n%s", diff)
	}
}

func TestDataSource_validate(t *testing.T) {
	spec := teams(nil)
	spec.Validate = func(config map[string]any) diag.Diagnostics {
		if config["name"] == nil && config["countries"] == nil {
			return diag.Diagnostics{diag.NewErrorDiagnostic("Nothing to look for", "Set name or countries.")}
		}
		return nil
	}
	s := sourceOf(t, spec)
	for config, want := range map[string][]string{
		`{"name": "Red"}`:                           nil,
		`{"name": "?", "countries": "?"}`:           nil,
		`{"name": "", "countries": ["?"]}`:          {"error name: Empty text for name"},
		`{"countries": ["DE", "ZZ"]}`:               {`error countries[1]: Unknown country "ZZ" for countries`},
		`{"name": "Red", "ranges": [{}]}`:           {"error ranges[0]: Nothing is set in ranges[0]"},
		`{"name": "Red", "ranges": [{"min": 1.5}]}`: {"error ranges[0].min: 1.5 is no whole number, for min"},
		`{}`: {"error: Nothing to look for"},
	} {
		got := s.validate(config)
		said(t, got, want...)
		if config == `{"name": "", "countries": ["?"]}` {
			details(t, got, "name is empty")
		}
	}
}

func TestDataSource_fails(t *testing.T) {
	for name, c := range map[string]struct {
		live   map[string]any
		err    error
		report string
		says   string
	}{
		"an error of the API": {err: answered("GET", http.StatusForbidden), report: "error: Cannot read spotnana_teams", says: "Trace id: trace-403"},
		"nothing found":       {err: errors.New("no such team"), report: "error: Cannot read spotnana_teams", says: "no such team"},
		"an unreadable answer": {live: map[string]any{"elements": []any{map[string]any{"id": true}}},
			report: "error teams[0].id: Unreadable answer for spotnana_teams", says: "The API answered a boolean where a string is documented."},
	} {
		s := sourceOf(t, teams(func(context.Context, any, map[string]any) (map[string]any, error) { return c.live, c.err }))
		got, diags := s.read(`{"name": "Red"}`)
		said(t, diags, c.report)
		details(t, diags, c.says)
		if got != nil {
			t.Errorf("%s: state is %v", name, got)
		}
	}
}

func TestDataSource_timeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sourceOf(t, teams(func(ctx context.Context, _ any, _ map[string]any) (map[string]any, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}))
		began := time.Now()
		_, diags := s.read(`{}`)
		said(t, diags, "error: Cannot read spotnana_teams")
		if took := time.Since(began); took != defaultTimeout {
			t.Errorf("waited %s", took)
		}
	})
}
