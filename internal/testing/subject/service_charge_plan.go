package subject

import (
	"encoding/json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "service_charge_plan", Title: "service charge plan", Kind: sandbox.ServiceChargePlans, Tree: field.ForResource(settings.ServiceChargePlanTree()),
	Sole: &Sole{Path: "/v2/license/company/*/service-charge/per-trip", Stays: true, Method: "POST"},
	Contract: []Schema{
		{Document: "company", Name: "GetCompanyPerTripSrvChargeResponse", Tree: settings.ServiceChargePlanTree(), Exceptions: settings.ServiceChargePlanExceptions},
		{Document: "company", Name: "SetCompanyPerTripSrvChargeRequest", Tree: settings.ServiceChargePlanTree(), Request: true, Exceptions: settings.ServiceChargePlanExceptions},
	},
	Config: `
charges      = [{ amount = 12.5, currency_code = "EUR" }]
tier_charges = [{ tier = "SEAT1A", charges = [{ amount = 0, currency_code = "EUR" }] }]`,
	Changes: []string{`12.5, currency_code = "EUR" }`, `11, currency_code = "EUR" }, { amount = 13, currency_code = "USD" }`},
	EmptyData: `
data "spotnana_service_charge_plan" "test" {
  company_id = local.nothing
}
`,
	Textless: "there are amounts and codes",
	Theirs: func() map[string]any {
		return map[string]any{"enabled": true, "config": map[string]any{"charges": []any{map[string]any{"amount": json.Number("1"), "currencyCode": "CHF"}}}}
	},
	Silent: func(o map[string]any) { child(o, "config")["defaultCurrencyCode"] = "CHF" },
	Sample: []string{"update/500"},
})
