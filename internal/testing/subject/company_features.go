package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

// The API has other features beside those that are configured, and answers all of them, so there is no tree.
var _ = sole(&Subject{
	Type: "company_features", Title: "company features", Kind: sandbox.CompanyFeatures,
	Sole: &Sole{Path: "/v2/companies/*/features", Method: "PATCH", Resets: true},
	Contract: []Schema{{Document: "company", Name: "FeatureConfigs", Tree: settings.FeatureConfigsTree(),
		Exceptions: map[string]string{"length": "derived: the number of features"}}},
	Config: `
values = {
  FLIGHT_RESULTS_OOP = "true"
  HOTEL_RESULTS_OOP  = "false"
}`,
	Changes: []string{`FLIGHT_RESULTS_OOP = "true"`, `RAIL_RESULTS_OOP = "true"`, `"false"`, `"true"`},
	EmptyData: `
data "spotnana_company_features" "test" {
  company_id   = local.nothing
  company_role = local.nothing
}
`,
	Textless: "values are no texts that the API keeps in its own way",
	Theirs: func() map[string]any {
		return map[string]any{"features": []any{
			map[string]any{"name": "PAYMENT_ADD_CARD", "value": "true", "enabled": true},
			map[string]any{"name": "HOTEL_RESULTS_OOP", "value": "true", "enabled": true},
		}}
	},
	Silent: func(o map[string]any) { first(o, "features")["x_injected_note"] = "theirs" },
	Sample: []string{"update/500"},
	Random: Random{Attributes: func(name func(string) string) map[string]any {
		return map[string]any{"values": map[string]any{"HOTEL_RESULTS_OOP": name("value")}}
	}},
})
