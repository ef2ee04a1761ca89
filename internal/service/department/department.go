// Package department is the resource spotnana_department and its data sources.
package department

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares a department.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that the department belongs to, a UUID. Another company replaces the department."),
		},
		Locals: []*field.Node{{Name: "detach_users", Kind: field.Bool, Doc: "Whether a destroy takes the department out of the profiles of its users. " +
			"Without it they go on naming a department that does not exist any more. It has to be applied before the destroy."}},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Computed, Doc: "Id of the department, a UUID that the API chooses. Policies name departments by it."},
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the department."},
			{Name: "external_id", JSON: "externalId", Filled: true, Doc: "Id of the department elsewhere, such as in the HR system."},
		}},
	}
})

var departments = &endpoint.Endpoint{
	Name: "department", Tree: Tree,
	Item:        "/v2/companies/{company_id}/departments/{id}",
	DeleteQuery: map[string]string{"detach_users": "detachUsers"},
	List: endpoint.List{
		Path: "/v3/companies/{company_id}/departments/list", Style: endpoint.Posted, Entries: "departments",
		Arguments: []*field.Node{{Name: "search_text", JSON: "searchText", Doc: "Only departments with this text in their name."}},
		Filters: []*field.Node{
			field.Strings("external_ids", "externalIds", field.Any, "Only departments with one of these external ids. With `department_ids`, what matches either is listed."),
			field.Strings("department_ids", "departmentIds", field.UUID, "Only these departments, by id."),
		},
		ExternalID: "external_ids",
	},
}

var (
	// NewResource is the resource spotnana_department.
	NewResource = departments.Resource(func() crud.Spec {
		return crud.Spec{Doc: "A department of a company. Policies and users name it by its id."}
	})
	// NewDataSource is the data source spotnana_department.
	NewDataSource = departments.One("One department of a company, found by its id, or by exactly one of name and external id.")
	// NewListDataSource is the data source spotnana_departments.
	NewListDataSource = departments.Many("The departments of a company, on all pages, by id and name.")
)
