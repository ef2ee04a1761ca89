package crud

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// SpecOf is the Spec of a resource, nil where this package did not make it.
func SpecOf(r resource.Resource) *Spec {
	o, ok := r.(*resourceType)
	if !ok {
		return nil
	}
	return o.spec
}

// DataSpecOf is the DataSpec of a data source, nil where this package did not make it.
func DataSpecOf(s datasource.DataSource) *DataSpec {
	d, ok := s.(*data)
	if !ok {
		return nil
	}
	return d.spec
}

// Served is the tree that a resource is served by.
func Served(s *Spec) *field.Tree { return field.ForResource(s.Tree) }
