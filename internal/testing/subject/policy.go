package subject

import (
	"encoding/json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

// Policy is a policy that Terraform makes, and in the soak also the default policy of a company.
var Policy = register(&Subject{
	Type: "policy", Title: "policy", Kind: sandbox.Policies, Tree: field.ForResource(policy.Tree()),
	Parent: Company, Collection: "/v2/companies/*/policies",
	Contract: []Schema{
		{Document: "policy", Name: "CreatePolicyRequest", Request: true, Tree: policy.Tree(), Exceptions: policy.Exceptions},
		{Document: "policy", Name: "Policy", Request: true, Tree: policy.Tree(), Exceptions: policy.Exceptions},
		{Document: "policy", Name: "Policy", Tree: policy.Tree(), Exceptions: policy.Exceptions},
	},
	Config: `
name        = "Engineering"
type        = "GROUP"
currency    = { currency_code = "EUR" }
user_groups = [{ departments = ["eng"] }]
` + emissions,
	Changes: []string{`"EUR"`, `"USD"`, `["eng"]`, `["eng", "ops"]`, emissions, luxury},
	Names:   []string{"Engineering"},
	Rich: `
name        = "Engineering"
type        = "GROUP"
currency    = { currency_code = "EUR" }
user_groups = [{ departments = ["4974a66b-7493-4f41-908c-58ba81093947"], country_codes = ["DE", "fr"] }]
air_policy_rules = {
  highest_flight_cabin_by_duration_international = {
    highest_cabin_for_duration_list = [
      { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
      { cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },
    ]
  }
  restricted_airlines = { airline_codes = ["FR", "U2"] }
  lowest_logical_fare = { is_linked = true }
}
rules = {
  car_types_not_allowed = { car_types = ["LUXURY"], prevent_booking = { prevent = true, reason = "Not in policy" } }
}`,
	RichChanges: []string{`["FR", "U2"]`, `["U2"]`, "  lowest_logical_fare = { is_linked = true }\n", "", `["LUXURY"]`, `["LUXURY", "SPORTS"]`},
	Empty: `
name        = local.nothing
type        = local.nothing
currency    = { currency_code = "EUR" }
user_groups = [{ departments = [local.nothing], legal_entity_ids = [local.nothing] }]`,
	EmptyData: `
data "spotnana_policy" "test" {
  company_id = local.nothing
  id         = local.nothing
}
data "spotnana_policies" "test" {
  company_id = local.nothing
}
`,
	Texts: `
name        = "P ${var.text}"
type        = "GROUP"
currency    = { currency_code = "EUR" }
user_groups = [{ departments = ["2", "1 ${var.text}"] }, { departments = ["3 ${var.text}"], grades = ["${var.other}"] }]
rules = {
  car_types_not_allowed = { car_types = ["LUXURY"], prevent_booking = { prevent = true, reason = "R ${var.text}" } }
}`,
	Theirs: func() map[string]any { return theirPolicy("Engineering") },
	Silent: func(o map[string]any) {
		o["hotelPolicyRules"] = map[string]any{"hotelAdvanceBookingWindow": map[string]any{
			"hotelAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": json.Number("3")}}}
	},
	Remains: isDefault,
	Sample: []string{"create/wrong content type", "update/504", "update/expired token", "delete/reset before processing",
		"delete/token endpoint down"},
	Random: Random{
		Most: 4, Refers: []string{"parent_policy_id"}, ServerSets: "isMembershipViaHrFeed",
		Suits: func(doc map[string]any) {
			delete(doc, "parentPolicyId")
			if isDefault(doc) {
				doc["type"] = "GROUP"
			}
		},
		Posted: func(body map[string]any) { // by somebody who knows neither another policy nor the default one
			delete(body, "parentPolicyId")
			if isDefault(body) {
				body["type"] = "GROUP"
			}
		},
	},
})

// The default policy is there with the company, and taken over.
var _ = register(&Subject{
	Type: "policy", Name: "default_policy", Title: "policy", Kind: sandbox.Policies, Tree: Policy.Tree, Parent: Company, Collection: Policy.Collection,
	Config: `
on_create        = "adopt"
on_destroy       = "abandon"
name             = "Everybody"
type             = "DEFAULT"
currency         = { currency_code = "EUR" }
user_groups      = []
air_policy_rules = { flight_advance_booking_window = { num_days_in_advance = 14 } }`,
	Changes: []string{`"EUR"`, `"USD"`, "14", "21"},
	Names:   []string{"Everybody"},
	Theirs:  func() map[string]any { return theirPolicy("Everybody") },
	Silent:  func(o map[string]any) { o["isRestrictive"] = true },
	Adopted: true, Remains: isDefault,
	Sample: []string{"create/504", "create/reset after commit"},
})

const (
	emissions = "air_policy_rules = { co2_emission_per_passenger_per_km = { emission = 120 } }"
	luxury    = `rules = { car_types_not_allowed = { car_types = ["LUXURY"] } }`
)

func isDefault(policy map[string]any) bool { return policy["type"] == "DEFAULT" }

func theirPolicy(name string) map[string]any {
	return map[string]any{"id": usualID, "name": name, "type": "GROUP",
		"category": "EMPLOYEE", "currency": map[string]any{"currencyCode": "CHF"}, "userGroups": []any{}, "version": json.Number("7")}
}
