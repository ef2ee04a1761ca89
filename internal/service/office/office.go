// Package office is the resource spotnana_office and its data sources.
package office

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares an office. The API requires nothing of it.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that the office belongs to, a UUID. Another company replaces the office."),
			field.Parent("legal_entity_id", field.UUID, "Id of the legal entity of that company that the office belongs to, a UUID. "+
				"The API cannot move an office, so another legal entity replaces it."),
		},
		Locals: []*field.Node{{Name: "detach_users", Kind: field.Bool, Doc: "Whether a destroy takes the office out of the profiles of its users. " +
			"Without it they go on naming an office that does not exist any more. It has to be applied before the destroy."}},
		Root: &field.Node{Kind: field.Object, Attrs: attributes(field.Computed)},
	}
})

// attributes are those of an office. In a list nothing is chosen or changed, so there the id is plain.
func attributes(id field.Mode) []*field.Node {
	return []*field.Node{
		{Name: "id", JSON: "id", Mode: id, Doc: "Id of the office, a UUID that the API chooses. Policies name offices by it."},
		{Name: "name", JSON: "name", Filled: true, Doc: "Name of the office. Without one and without `external_id`, nothing tells the office from others of its legal entity."},
		{Name: "external_id", JSON: "externalId", Filled: true, Doc: "Id of the office elsewhere, such as in the HR system."},
		{Name: "tax_id", JSON: "taxId", Doc: "Tax number of the office."},
		field.PostalAddress("address", "address", field.Optional, "Postal address of the office."),
		field.Latlng("latlng", "latlng", field.Optional, "Place of the office on the map."),
	}
}

var offices = &endpoint.Endpoint{
	Name: "office", Tree: Tree,
	Item:        "/v2/companies/{company_id}/legal-entities/{legal_entity_id}/offices/{id}",
	DeleteQuery: map[string]string{"detach_users": "detachUsers"},
	List: endpoint.List{
		Arguments:  []*field.Node{{Name: "external_id", JSON: "externalId", Doc: "Only the office with this external id."}},
		ExternalID: "external_id",
	},
	Overview: &endpoint.List{
		Path: "/v2/companies/{company_id}/office-list", Style: endpoint.Posted, Entries: "offices", Within: "office",
		Arguments: []*field.Node{{Name: "search_text", JSON: "searchText", Doc: "Only offices with this text. The API does not say where it looks for it."}},
		Filters: []*field.Node{
			field.Strings("legal_entity_ids", "legalEntityIds", field.UUID, "Only offices of these legal entities, by id. With other filters, what matches any of them is listed."),
			field.Strings("office_ids", "officeIds", field.UUID, "Only these offices, by id."),
			field.Strings("external_ids", "externalIds", field.Any, "Only offices with one of these external ids."),
			field.Strings("countries", "countries", field.Any, "Only offices in these countries, by code (`DE`)."),
		},
		ExternalID: "external_ids",
		Entry:      listed(),
	},
}

// listed is an office as the list of a company has it, beside its legal entity.
func listed() []*field.Node {
	return []*field.Node{
		{JSON: "legalEntityRef", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "legal_entity_id", JSON: "id", Doc: "Id of the legal entity that the office belongs to."},
			{Name: "legal_entity_name", JSON: "name", Doc: "Name of that legal entity."},
		}},
		{JSON: "office", Kind: field.Inline, Attrs: attributes(field.Optional)},
	}
}

var (
	// NewResource is the resource spotnana_office.
	NewResource = offices.Resource(func() crud.Spec {
		return crud.Spec{Doc: "An office of a legal entity. Policies and users name it by its id."}
	})
	// NewDataSource is the data source spotnana_office.
	NewDataSource = offices.One("One office of a legal entity, found by its id, or by exactly one of name and external id.")
	// NewListDataSource is the data source spotnana_offices.
	NewListDataSource = offices.Many("The offices of a company, or of some of its legal entities (`legal_entity_ids`), on all pages, each with its legal entity.")
)

// ListTree declares the offices of a company as the API lists them.
func ListTree() *field.Tree { return offices.ListTree() }
