package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/department"
)

var _ = register(&Subject{
	Type: "department", Title: "department", Kind: sandbox.Departments, Tree: field.ForResource(department.Tree()),
	Parent: Company, Collection: "/v2/companies/*/departments",
	Contract: []Schema{
		{Document: "company", Name: "DepartmentV2", Tree: department.Tree()},
		{Document: "company", Name: "DepartmentV2", Tree: department.Tree(), Request: true},
		{Document: "company", Name: "CreateDepartmentRequest", Tree: department.Tree(), Request: true},
	},
	Config:    "name = \"Engineering\"\nexternal_id = \"eng\"",
	Changes:   []string{`"Engineering"`, `"Research"`},
	Names:     []string{"Engineering", "eng"},
	EmptyData: "data \"spotnana_department\" \"test\" {\n  company_id = local.nothing\n  name = local.nothing\n}\ndata \"spotnana_departments\" \"test\" {\n  company_id = local.nothing\n  search_text = local.nothing\n}\n",
	Texts:     `name = "E ${var.text} ${var.other}"`,
	Theirs: func() map[string]any {
		return map[string]any{"id": usualID, "name": "Engineering", "externalId": "theirs"}
	},
	Silent: func(o map[string]any) { o["externalId"] = "set by somebody else" },
	Sample: []string{"update/500"},
	Random: Random{Unique: []string{"external_id"}},
})
