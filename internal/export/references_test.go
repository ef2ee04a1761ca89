package export

import (
	"math/big"
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/export/hcltext"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// readers are those of all resources.
func readers(t *testing.T) map[string]*crud.Reader {
	t.Helper()
	t.Setenv("SPOTNANA_ACCESS_TOKEN", "none")
	p := &provider.Provider{}
	if diags := p.ConfigureFromEnvironment(t.Context()); diags.HasError() {
		t.Fatal(diags)
	}
	return crud.Readers(t.Context(), p)
}

// Every resource has a kind, and every attribute that holds an id a target.
func TestKinds_complete(t *testing.T) {
	all := readers(t)
	for name, r := range all {
		if !slices.Contains(Kinds(), name) {
			t.Errorf("there is no kind for spotnana_%s", name)
		}
		for path, n := range r.Tree().All() {
			if n.Kind != field.List && n.Name == "" || n.Chosen() {
				continue // the element of a list, which has the list's target
			}
			of := n
			if n.Kind == field.List {
				of = n.Elem
			}
			if (of.Wrap == "id" || of.Format == field.UUID) && target(n) == "" {
				t.Errorf("%s: %s has ids, and nothing says of what", name, path)
			}
			if to := target(n); to != "" && to != userData && !slices.Contains(Kinds(), to) {
				t.Errorf("%s: %s has ids of %s, which is no kind", name, path, to)
			}
		}
	}
	for _, name := range Kinds() {
		if all[name] == nil {
			t.Errorf("there is no resource spotnana_%s", name)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	company := &object{kind: kindOf(companyKind), at: map[string]any{"id": "0D3C5E1B-6a5f-4d0e-8f3a-2b1c0d9e8f7a"}, label: "acme", attrs: map[string]any{}}
	company.company = company
	other := &object{kind: kindOf(companyKind), at: map[string]any{"id": "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7b"}, label: "other", attrs: map[string]any{}}
	department := &object{kind: kindOf("department"), company: company, at: map[string]any{"id": "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7c"}, label: "acme_it", attrs: map[string]any{}}
	r := &references{objects: map[key]*object{}, people: map[string]*person{
		"0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f01": {id: "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f01", label: "acme_jane", company: company},
		"0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f02": {id: "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f02", why: "Twins."},
	}, to: map[*object]map[*object]bool{}, unlisted: map[*object]bool{other: true}}
	for _, o := range []*object{company, other, department} {
		r.objects[keyOf(o.kind.name, o.id())] = o
	}
	one := func(name string) *field.Node { return &field.Node{Name: name, Format: field.UUID} }
	many := func(name string) *field.Node {
		return &field.Node{Name: name, Kind: field.List, Elem: &field.Node{}}
	}
	for _, tt := range []struct {
		from      *object
		n         *field.Node
		id        string
		want, why string
	}{
		{department, one("company_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7a", "spotnana_company.acme.id", ""},
		{department, many("departments"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7c", "", "The object itself, to which it cannot refer."},
		{company, many("departments"), "eng", "", ""},
		{other, many("departments"), "0D3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7c", "", "Spelled otherwise than the id of spotnana_department.acme_it."},
		{other, many("departments"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7c", "spotnana_department.acme_it.id", ""},
		{company, one("contracted_by_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7b", "", "Refers back to spotnana_company.acme, and Terraform allows no circles."},
		{company, one("contracted_by_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7c", "", "Not part of this export."},
		{department, one("user_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8F01", "data.spotnana_user.acme_jane.id", ""},
		{company, one("user_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8F01", "", "A user of spotnana_company.acme, which refers back, and Terraform allows no circles."},
		{company, one("user_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f02", "", "Twins."},
		{company, one("user_id"), "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f03", "", "No user of the company has this id."},
	} {
		if got, why := r.resolve(tt.from, tt.n, tt.id); got != tt.want || why != tt.why {
			t.Errorf("%s of %s = %s: got %q, %q; want %q, %q", tt.n.Name, tt.from.label, tt.id, got, why, tt.want, tt.why)
		}
	}
}

// Whatever an object has, Terraform reads the same in its configuration.
func TestConfiguration_roundTrip(t *testing.T) {
	undrawn := map[string]string{"company_features": "no map is drawn", "travel_content_config": "no key is drawn that is a number"} // an acceptance test has them
	for name, r := range readers(t) {
		if undrawn[name] != "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			tree := r.Tree()
			rapid.Check(t, func(t *rapid.T) {
				gen := codectest.Gen{T: t, NoExtras: true}
				attrs := r.Arguments(codectest.Everything(t, tree, gen.Live(tree.Root)))
				refs := &references{}
				block := hcltext.Block{Type: "x", Arguments: writing{refs, &object{kind: kindOf(name)}}.arguments(tree.Root, attrs)}
				file := hcltext.Format("", []hcltext.Block{block})
				parsed, diags := hclsyntax.ParseConfig(file, "x.tf", hcl.InitialPos)
				if diags.HasErrors() {
					t.Fatalf("%v in\n%s", diags, file)
				}
				body, _ := parsed.Body.(*hclsyntax.Body)
				got := map[string]any{}
				for name, a := range body.Blocks[0].Body.Attributes {
					v, diags := a.Expr.Value(&hcl.EvalContext{Functions: map[string]function.Function{"chomp": stdlib.ChompFunc, "jsonencode": stdlib.JSONEncodeFunc}})
					if diags.HasErrors() {
						t.Fatalf("%v in\n%s", diags, file)
					}
					got[name] = plain(v)
				}
				for _, n := range codec.Attributes(tree.Root) {
					same(t, n.Name, n, attrs[n.Name], got[n.Name])
				}
			})
		})
	}
}

// plain is a value of Terraform as package codec has it.
func plain(v cty.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		return v.AsBigFloat()
	case v.Type().IsObjectType():
		out := map[string]any{}
		for name, m := range v.AsValueMap() {
			out[name] = plain(m)
		}
		return out
	}
	out := []any{}
	for _, e := range v.AsValueSlice() {
		out = append(out, plain(e))
	}
	return out
}

func same(t *rapid.T, path string, n *field.Node, want, got any) {
	switch want := want.(type) {
	case nil:
		if got != nil {
			t.Fatalf("%s: got %v, want nothing", path, got)
		}
	case string:
		text, _ := got.(string)
		if n.Kind == field.JSON {
			if !codec.Equal(n, want, text) {
				t.Fatalf("%s: got %q, want %q", path, text, want)
			}
		} else if text != norm.NFC.String(want) {
			t.Fatalf("%s: got %q, want %q", path, text, want)
		}
	case bool:
		if got != want {
			t.Fatalf("%s: got %v, want %v", path, got, want)
		}
	case *big.Float:
		if number, _ := got.(*big.Float); number == nil || number.Cmp(want) != 0 {
			t.Fatalf("%s: got %v, want %v", path, got, want)
		}
	case []any:
		list, _ := got.([]any)
		if len(list) != len(want) {
			t.Fatalf("%s: got %v, want %v", path, got, want)
		}
		left := slices.Clone(list)
		for _, w := range want {
			at := 0
			if !n.Ordered { // such a list is sorted
				at = slices.IndexFunc(left, func(g any) bool { return codec.Equal(n.Elem, w, g) })
			}
			if at < 0 {
				t.Fatalf("%s: got %v, want %v", path, got, want)
			}
			same(t, path+"[]", n.Elem, w, left[at])
			left = slices.Delete(left, at, at+1)
		}
	case codec.Map:
		object, _ := got.(map[string]any)
		for name, v := range want {
			same(t, path+"."+name, &field.Node{}, v, object[name])
		}
	case map[string]any:
		object, isObject := got.(map[string]any)
		if !isObject {
			t.Fatalf("%s: got %v, want an object", path, got)
		}
		for _, a := range codec.Attributes(n) {
			same(t, path+"."+a.Name, a, want[a.Name], object[a.Name])
		}
	}
}
