package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/legalentity"
)

// LegalEntities are legal entities as the API answers them; their id is the legal entity's UUID, their parent the company.
const LegalEntities Kind = "legalEntities"

var legalEntities = &collection{
	kind: LegalEntities, title: "legal entity", parent: Companies,
	path: "/v2/companies/{companyId}/legal-entities", param: "legalEntityId",
	shape:       aLegalEntity,
	creation:    newLegalEntity,
	replacement: aLegalEntity, // even the id may be left out
	id:          "id",
	receive: func(c *call, _ string) (map[string]any, error) {
		body, err := c.checked(newLegalEntity, nil)
		for _, name := range onlyUpdated {
			delete(body, name)
		}
		return body, err
	},
	references: []foreignKey{{property: "bookingTmcRef.id", to: Companies, onDelete: dangle}},
	create:     operation{status: http.StatusCreated},
	read:       operation{status: http.StatusOK},
	replace:    operation{status: http.StatusNoContent},
	remove:     operation{status: http.StatusNoContent},
	lists: []listing{{
		style: pageList, most: 1000,
		filters: []filter{{parameter: one("externalId", aString), property: "externalId"}},
	}},
}

var aLegalEntity = shapeOf(legalentity.Tree()).with(label, "bookingTmcRef")

// newLegalEntity is what a create takes. What is onlyUpdated is nothing to it.
var newLegalEntity = aLegalEntity.requested().requiring("name", "billingCurrency", "address").lacking(onlyUpdated...)

var onlyUpdated = []string{"bookingTmcRef", "expensePartnerConfig"}
