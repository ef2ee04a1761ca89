package crud_test

import (
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
)

// Every resource that the provider serves has a sound tree, and its Spec names attributes that it has.
func TestRegistered_resources(t *testing.T) {
	for _, construct := range new(provider.Provider).Resources(t.Context()) {
		spec := crud.SpecOf(construct())
		if spec == nil {
			t.Errorf("%T is not made by NewResource", construct())
			continue
		}
		t.Run(spec.Name, func(t *testing.T) {
			served := crud.Served(spec)
			for _, tree := range []*field.Tree{spec.Tree, served} {
				for _, problem := range field.Check(tree) {
					t.Error(problem)
				}
			}
			attr := func(name string) *field.Node {
				i := slices.IndexFunc(served.Root.Attrs, func(n *field.Node) bool { return n.Name == name })
				if i < 0 {
					t.Errorf("there is no attribute %s", name)
					return &field.Node{}
				}
				return served.Root.Attrs[i]
			}
			for _, name := range spec.ImportID {
				if n := attr(name); n.Mode != field.Computed && n.Mode != field.CreateOnly && n.Mode != field.RequiredCreateOnly {
					t.Errorf("%s is part of the import id, and may change", name)
				}
			}
			for _, n := range spec.Tree.Parents {
				if len(spec.ImportID) > 0 && n.Mode == field.RequiredCreateOnly && !slices.Contains(spec.ImportID, n.Name) {
					t.Errorf("the parent %s is not part of the import id", n.Name)
				}
			}
			for _, name := range spec.Names {
				attr(name.Attr)
			}
			for _, name := range slices.Concat(spec.Later, spec.CreateRequires) {
				attr(name)
			}
		})
	}
}

// Every data source that the provider serves has a sound tree, and sound arguments.
func TestRegistered_dataSources(t *testing.T) {
	for _, construct := range new(provider.Provider).DataSources(t.Context()) {
		spec := crud.DataSpecOf(construct())
		if spec == nil {
			t.Errorf("%T is not made by NewDataSource", construct())
			continue
		}
		t.Run(spec.Name, func(t *testing.T) {
			for _, tree := range []*field.Tree{spec.Tree, field.ForData(spec.Tree)} {
				for _, problem := range field.CheckData(tree) {
					t.Error(problem)
				}
			}
			seen := map[string]bool{}
			for _, in := range spec.Inputs {
				if in.Name == "" || in.Doc == "" || seen[in.Name] || (in.Mode != field.Required && in.Mode != field.Optional) {
					t.Errorf("the argument %q has no name or description, is there twice, or is not set by the configuration", in.Name)
				}
				seen[in.Name] = true
			}
		})
	}
}
