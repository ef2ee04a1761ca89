package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/office"
)

// Offices are offices as the API answers them; their id is the office's UUID, their parent the legal entity.
const Offices Kind = "offices"

var offices = &collection{
	kind: Offices, title: "office", parent: LegalEntities,
	path: "/v2/companies/{companyId}/legal-entities/{legalEntityId}/offices", param: "officeId",
	shape: shapeOf(office.Tree()), replacement: shapeOf(office.Tree()), id: "id", // even the id may be left out
	create:  operation{status: http.StatusCreated},
	read:    operation{status: http.StatusOK},
	replace: operation{status: http.StatusNoContent},
	remove:  operation{status: http.StatusNoContent, query: []parameter{flag("detachUsers")}},
	lists: []listing{
		{filters: []filter{{parameter: one("externalId", aString), property: "externalId"}}},
		{
			path: "/v2/companies/{companyId}/office-list", of: Companies, style: postedList, member: "offices",
			entry: officeNode,
			shape: fields(required(referenceEntry, "legalEntityRef"), required(shapeOf(office.Tree()), "office")),
			filters: []filter{
				{parameter: many("countries", aString), property: "address.regionCode"},
				{parameter: many("officeIds", aUUID)},
				{parameter: many("externalIds", aString), property: "externalId"},
				{parameter: many("legalEntityIds", aUUID), ofParent: true},
			},
			sorts: map[string]func(c *call, r *record) string{
				"NAME":              func(_ *call, r *record) string { return textAt(r.Object, "name") },
				"LEGAL_ENTITY_NAME": func(c *call, r *record) string { return textAt(c.state.find(LegalEntities, r.Parent).Object, "name") },
				"COUNTRY_CODE":      func(_ *call, r *record) string { return textAt(r.Object, "address", "regionCode") },
				"TAX_ID":            func(_ *call, r *record) string { return textAt(r.Object, "taxId") },
			},
		},
	},
}

// officeNode is an office beside its legal entity.
func officeNode(c *call, r *record) any {
	ref := map[string]any{"id": r.Parent}
	if name := textAt(c.state.find(LegalEntities, r.Parent).Object, "name"); name != "" {
		ref["name"] = name
	}
	return map[string]any{"legalEntityRef": ref, "office": r.Object}
}
