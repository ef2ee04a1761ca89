package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/grade"
)

var _ = register(&Subject{
	Type: "grade", Title: "grade", Kind: sandbox.Grades, Tree: field.ForResource(grade.Tree()),
	Parent: Company, Collection: "/v2/companies/*/grades",
	Contract: []Schema{
		{Document: "company", Name: "GradeV2", Tree: grade.Tree()},
		{Document: "company", Name: "UpdateGradeRequest", Tree: grade.Tree(), Request: true},
		{Document: "company", Name: "CreateGradeRequest", Tree: grade.Tree(), Request: true},
	},
	Config:    `name = "Director"`,
	Changes:   []string{`"Director"`, `"Executive director"`},
	Names:     []string{"Director"},
	EmptyData: "data \"spotnana_grade\" \"test\" {\n  company_id = local.nothing\n  name = local.nothing\n}\ndata \"spotnana_grades\" \"test\" {\n  company_id = local.nothing\n  search_text = local.nothing\n}\n",
	Texts:     `name = "D ${var.text} ${var.other}"`,
	Theirs:    func() map[string]any { return map[string]any{"id": usualID, "name": "Director, theirs"} },
	Silent:    func(o map[string]any) { o["x_level"] = "set by somebody else" },
	Sample:    []string{"create/502 with a page"},
})
