// Package costcenter is the resource spotnana_cost_center and its data sources.
package costcenter

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares a cost center.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that the cost center belongs to, a UUID. Another company replaces the cost center."),
		},
		Locals: []*field.Node{{Name: "detach_users", Kind: field.Bool, Doc: "Whether a destroy takes the cost center out of the profiles of its users. " +
			"Without it they go on naming a cost center that does not exist any more. It has to be applied before the destroy."}},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Wrap: "id", Mode: field.Computed, Doc: "Id of the cost center, a UUID that the API chooses. Policies name cost centers by it."},
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the cost center."},
			{Name: "external_id", JSON: "externalId", Filled: true, Doc: "Id of the cost center elsewhere, such as in the HR system or in accounting."},
			{Name: "number_of_employees", JSON: "numberOfEmployees", Kind: field.Int, Mode: field.CreateOnly, Unanswered: true,
				Doc: "How many people the cost center has. The API takes the number when it makes the cost center, never answers it, and cannot change it: " +
					"another number replaces the cost center. After an import, what is configured here is taken for what was sent."},
		}},
	}
})

var costCenters = &endpoint.Endpoint{
	Name: "cost_center", Tree: Tree,
	Item:        "/v2/companies/{company_id}/cost-centers/{id}",
	DeleteQuery: map[string]string{"detach_users": "detachUsers"},
	List: endpoint.List{
		Path: "/v3/companies/{company_id}/cost-centers/list", Style: endpoint.Posted, Entries: "costCenters",
		Arguments: []*field.Node{{Name: "search_text", JSON: "searchText", Doc: "Only cost centers with this text in their name."}},
		Filters: []*field.Node{
			field.Strings("external_ids", "externalIds", field.Any, "Only cost centers with one of these external ids. With `cost_center_ids`, what matches either is listed."),
			field.Strings("cost_center_ids", "costCenterIds", field.UUID, "Only these cost centers, by id."),
		},
		ExternalID: "external_ids",
	},
}

var (
	// NewResource is the resource spotnana_cost_center.
	NewResource = costCenters.Resource(func() crud.Spec {
		return crud.Spec{Doc: "A cost center of a company. Policies and users name it by its id."}
	})
	// NewDataSource is the data source spotnana_cost_center.
	NewDataSource = costCenters.One("One cost center of a company, found by its id, or by exactly one of name and external id.")
	// NewListDataSource is the data source spotnana_cost_centers.
	NewListDataSource = costCenters.Many("The cost centers of a company, on all pages, by id and name.")
)
