package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "stealth_config", Title: "stealth config", Kind: sandbox.StealthConfigs, Tree: field.ForResource(settings.StealthConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/stealth-config", Role: "ORG", Stays: true},
	Contract: []Schema{
		{Document: "company", Name: "StealthConfig", Tree: settings.StealthConfigTree()},
		{Document: "company", Name: "StealthConfig", Tree: settings.StealthConfigTree(), Request: true},
	},
	Config: `
company_role  = "ORG"
stealth_modes = [{ stealth_type = "STEALTH_TYPE_1", label = "Board" }]`,
	Changes: []string{`"Board" }`, `"Executives" }, { stealth_type = "STEALTH_TYPE_2", label = "Board" }`},
	EmptyData: `
data "spotnana_stealth_config" "test" {
  company_id   = local.nothing
  company_role = local.nothing
}
`,
	Texts: `
company_role  = "ORG"
stealth_modes = [{ stealth_type = "STEALTH_TYPE_1", label = "B ${var.text} ${var.other}" }]`,
	Theirs: func() map[string]any {
		return map[string]any{"stealthModes": []any{map[string]any{"stealthType": "STEALTH_TYPE_1", "label": "Theirs"}}}
	},
	Silent: func(o map[string]any) { first(o, "stealthModes")["x_injected_note"] = "theirs" },
	Sample: []string{"update/500"},
})
