package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "managers_config", Title: "managers config", Kind: sandbox.ManagersConfigs, Tree: field.ForResource(settings.ManagersConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/managers-config", Role: "ORG"},
	Contract: []Schema{
		{Document: "company", Name: "CompanyManagersConfig", Tree: settings.ManagersConfigTree(), Exceptions: settings.ManagersExceptions},
		{Document: "company", Name: "CompanyManagersConfig", Tree: settings.ManagersConfigTree(), Request: true, Exceptions: settings.ManagersExceptions},
	},
	Config: `
company_role     = "ORG"
account_managers = [{ id = "` + Traveler + `" }]`,
	Changes: []string{`account_managers = [{`, `account_managers = [{ id = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f" }, {`},
	EmptyData: `
data "spotnana_managers_config" "test" {
  company_id   = local.nothing
  company_role = local.nothing
}
`,
	Textless: "there are ids and nothing else",
	Theirs: func() map[string]any {
		return map[string]any{"accountManagers": []any{map[string]any{"id": anotherCompanyID, "fullName": "Ada", "isActive": true}}}
	},
	Silent: func(o map[string]any) {
		o["customerSuccessManagers"] = []any{map[string]any{"id": anotherCompanyID, "fullName": "Ada", "isActive": true}}
	},
	Sample: []string{"update/500"},
})
