package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "tier_config", Title: "tier config", Kind: sandbox.TierConfigs, Tree: field.ForResource(settings.TierConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/tier-config", Stays: true},
	Contract: []Schema{
		{Document: "company", Name: "TierConfig", Tree: settings.TierConfigTree()},
		{Document: "company", Name: "TierConfig", Tree: settings.TierConfigTree(), Request: true},
	},
	Config: `
tiers = [{ tier = "SEAT1A", name = "Executives" }]`,
	Changes: []string{`"Executives" }`, `"Board" }, { tier = "BASIC", name = "Everybody" }`},
	EmptyData: `
data "spotnana_tier_config" "test" {
  company_id = local.nothing
  company_role = local.nothing
}
`,
	Texts: `
tiers = [{ tier = "SEAT1A", name = "N ${var.text} ${var.other}" }]`,
	Theirs: func() map[string]any {
		return map[string]any{"tiers": []any{map[string]any{"tier": "SEAT1A", "name": "Theirs"}}}
	},
	Silent: func(o map[string]any) { first(o, "tiers")["icon"] = "https://theirs.example/icon.png" },
	Sample: []string{"update/500"},
})
