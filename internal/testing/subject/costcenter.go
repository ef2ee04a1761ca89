package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/costcenter"
)

var _ = register(&Subject{
	Type: "cost_center", Title: "cost center", Kind: sandbox.CostCenters, Tree: field.ForResource(costcenter.Tree()),
	Parent: Company, Collection: "/v2/companies/*/cost-centers",
	Contract: []Schema{
		{Document: "company", Name: "CostCenter", Tree: costcenter.Tree()},
		{Document: "company", Name: "CostCenter", Tree: costcenter.Tree(), Request: true,
			Exceptions: map[string]string{"numberOfEmployees": "only a create takes it"}},
		{Document: "company", Name: "CreateCostCenterRequest", Tree: costcenter.Tree(), Request: true},
	},
	Config:    "name = \"Platform\"\nexternal_id = \"cc-7\"",
	Changes:   []string{`"Platform"`, `"Cloud platform"`},
	Names:     []string{"Platform", "cc-7"},
	Rich:      "name = \"Platform\"\nexternal_id = \"cc-7\"\nnumber_of_employees = 12",
	EmptyData: "data \"spotnana_cost_center\" \"test\" {\n  company_id = local.nothing\n  external_id = local.nothing\n}\ndata \"spotnana_cost_centers\" \"test\" {\n  company_id = local.nothing\n  search_text = local.nothing\n}\n",
	Texts:     `name = "P ${var.text} ${var.other}"`,
	Theirs: func() map[string]any {
		return map[string]any{"id": map[string]any{"id": usualID}, "name": "Platform", "externalId": "theirs"}
	},
	Silent: func(o map[string]any) { o["externalId"] = "set by somebody else" },
	Sample: []string{"update/reset after commit"},
	Random: Random{Unique: []string{"external_id"}},
})
