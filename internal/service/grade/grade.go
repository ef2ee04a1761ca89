// Package grade is the resource spotnana_grade and its data sources.
package grade

import (
	"context"
	"maps"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// Tree declares a grade.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that the grade belongs to, a UUID. Another company replaces the grade."),
		},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Computed, Doc: "Id of the grade, a UUID that the API chooses. Policies name grades by it."},
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the grade."},
		}},
	}
})

var grades = &endpoint.Endpoint{
	Name: "grade", Tree: Tree,
	Item: "/v2/companies/{company_id}/grades/{id}",
	List: endpoint.List{
		Path: "/v2/companies/{company_id}/grades/list", Style: endpoint.Posted, Entries: "grades",
		Arguments: []*field.Node{{Name: "search_text", JSON: "searchText", Doc: "Only grades with this text in their name."}},
		Filters:   []*field.Node{field.Strings("grade_ids", "gradeIds", field.UUID, "Only these grades, by id.")},
	},
}

var (
	// NewResource is the resource spotnana_grade.
	NewResource = grades.Resource(func() crud.Spec {
		return crud.Spec{
			Doc: "A grade of the employees of a company. Policies and users name it by its id. " +
				"A destroy does not ask whether somebody has the grade: the API has no way to take it out of profiles, and those go on naming it.",
			Connect: endpoint.Connect(func(a endpoint.API) crud.API { return &api{a} }, grades),
		}
	})
	// NewDataSource is the data source spotnana_grade.
	NewDataSource = grades.One("One grade of a company, found by either its id or its name: grades have no external id.")
	// NewListDataSource is the data source spotnana_grades.
	NewListDataSource = grades.Many("The grades of a company, on all pages, by id and name.")
)

// api is the grades of a company.
type api struct{ endpoint.API }

// Update leaves the id out: the body of an update has no place for it.
func (a *api) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, live map[string]any) error {
	body = maps.Clone(body)
	delete(body, "id")
	return a.API.Update(ctx, w, at, body, live)
}
