package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "preference_tiers", Title: "preference tiers", Kind: sandbox.PreferenceTiers, Tree: field.ForResource(settings.PreferenceTiersTree()),
	Sole: &Sole{Path: "/v2/companies/*/preference-tiers", Stays: true},
	Contract: []Schema{
		{Document: "company", Name: "ListPreferenceTiersResponse", Tree: settings.PreferenceTiersTree()},
		{Document: "company", Name: "StorePreferenceTiersRequest", Tree: settings.PreferenceTiersTree(), Request: true},
	},
	Config: `
preference_tiers_per_booking_type = [{
  booking_type         = "HOTEL"
  allowed_entity_types = ["COMPANY"]
  preference_tiers     = [{ level = "TIER_1", label = "Preferred", show_label = true }]
}]`,
	Changes: []string{`"Preferred"`, `"Our choice"`, `["COMPANY"]`, `["COMPANY", "COUNTRY"]`},
	EmptyData: `
data "spotnana_preference_tiers" "test" {
  company_id = local.nothing
}
`,
	Texts: `
preference_tiers_per_booking_type = [{
  booking_type         = "HOTEL"
  allowed_entity_types = ["COMPANY"]
  preference_tiers     = [{ level = "TIER_1", label = "L ${var.text}", description = "D ${var.other}", show_label = true }]
}]`,
	Theirs: func() map[string]any {
		return map[string]any{"preferenceTiersPerBookingType": []any{map[string]any{"bookingType": "HOTEL", "allowedEntityTypes": []any{"COUNTRY"}, "preferenceTiers": []any{
			map[string]any{"level": "TIER_1", "label": "Theirs", "showLabel": false}}}}}
	},
	Silent: func(o map[string]any) {
		first(first(o, "preferenceTiersPerBookingType"), "preferenceTiers")["description"] = "Set by somebody else"
	},
	Sample: []string{"update/500"},
	Random: Random{Suits: func(doc map[string]any) {
		types, _ := doc["preferenceTiersPerBookingType"].([]any)
		for _, e := range types {
			if m, isObject := e.(map[string]any); isObject {
				m["allowedEntityTypes"] = []any{"COMPANY"}
			}
		}
	}},
})
