package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/department"
)

// Departments are departments as the API answers them; their id is the department's UUID, their parent the company.
const Departments Kind = "departments"

var departments = &collection{
	kind: Departments, title: "department", parent: Companies,
	path: "/v2/companies/{companyId}/departments", param: "departmentId",
	shape: shapeOf(department.Tree()), id: "id",
	create:  operation{status: http.StatusCreated},
	read:    operation{status: http.StatusOK},
	replace: operation{status: http.StatusNoContent},
	remove:  operation{status: http.StatusNoContent, query: []parameter{flag("detachUsers")}},
	lists: []listing{{
		path: "/v3/companies/{companyId}/departments/list", style: postedList, member: "departments",
		filters: []filter{{parameter: many("externalIds", aString), property: "externalId"}, {parameter: many("departmentIds", aUUID)}},
	}},
}
