package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/grade"
)

// Grades are grades as the API answers them; their id is the grade's UUID, their parent the company.
const Grades Kind = "grades"

// Unlike others, all answers have the status 200, and the body of a replacement has no id.
var grades = &collection{
	kind: Grades, title: "grade", parent: Companies,
	path: "/v2/companies/{companyId}/grades", param: "gradeId",
	shape: shapeOf(grade.Tree()), replacement: shapeOf(grade.Tree()).requested(), id: "id",
	create:  operation{status: http.StatusOK},
	read:    operation{status: http.StatusOK},
	replace: operation{status: http.StatusOK},
	remove:  operation{status: http.StatusOK},
	lists: []listing{{
		path: "/v2/companies/{companyId}/grades/list", style: postedList, member: "grades",
		filters: []filter{{parameter: many("gradeIds", aUUID)}},
	}},
}
