package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "color_config", Title: "color config", Kind: sandbox.ColorConfigs, Tree: field.ForResource(settings.ColorConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/color-config", Role: "ORG", Stays: true},
	Contract: []Schema{
		{Document: "company", Name: "ColorConfig", Tree: settings.ColorConfigTree()},
		{Document: "company", Name: "ColorConfig", Tree: settings.ColorConfigTree(), Request: true},
	},
	Config: `
company_role   = "ORG"
profile_colors = [{ title = "PROFILE_TIER_GOLD_COLOR", color = "#FFD700" }]`,
	Changes: []string{`"#FFD700" }`, `"#C5A100" }, { title = "PROFILE_TIER_SILVER_COLOR", color = "#C0C0C0" }`},
	Names:   []string{"#FFD700"},
	EmptyData: `
data "spotnana_color_config" "test" {
  company_id   = local.nothing
  company_role = local.nothing
}
`,
	Texts: `
company_role   = "ORG"
profile_colors = [{ title = "PROFILE_TIER_GOLD_COLOR", color = "C ${var.text} ${var.other}" }]`,
	Theirs: func() map[string]any {
		return map[string]any{"profileColors": []any{map[string]any{"title": "PROFILE_TIER_GOLD_COLOR", "color": "#000000"}}}
	},
	Silent: func(o map[string]any) { first(o, "profileColors")["x_injected_note"] = "theirs" },
	Sample: []string{"update/500"},
})
