package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/costcenter"
)

// CostCenters are cost centers as the API answers them; their id is the cost center's UUID, their parent the company.
const CostCenters Kind = "costCenters"

var costCenters = &collection{
	kind: CostCenters, title: "cost center", parent: Companies,
	path: "/v2/companies/{companyId}/cost-centers", param: "costCenterId",
	shape: shapeOf(costcenter.Tree()), id: "id.id",
	create:  operation{status: http.StatusCreated},
	read:    operation{status: http.StatusOK},
	replace: operation{status: http.StatusNoContent},
	remove:  operation{status: http.StatusNoContent, query: []parameter{flag("detachUsers")}},
	lists: []listing{{
		path: "/v3/companies/{companyId}/cost-centers/list", style: postedList, member: "costCenters",
		filters: []filter{{parameter: many("externalIds", aString), property: "externalId"}, {parameter: many("costCenterIds", aUUID)}},
	}},
}
