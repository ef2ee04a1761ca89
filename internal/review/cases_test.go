package review_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// testCase is a change as it happens: a configuration that was applied, what somebody did since, and the configuration that is planned.
type testCase struct {
	// before is applied; it is what nobody has made yet where it is empty.
	before string
	// outside happens after the apply.
	outside func(t *testing.T, s *acctest.Server)
	after   string
	// args are those of the plan.
	args []string
	// fails says that planning does.
	fails bool
}

const companyID = "f1f2f3f4-0000-4000-8000-000000000001"

// company is in every sandbox.
var company = map[string]any{"id": map[string]any{"id": companyID}, "name": "Acme Robotics", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}

// department is a department resource.
func department(label, name string) string {
	return fmt.Sprintf("resource \"spotnana_department\" %q {\n  company_id = %q\n  name = %q\n}\n", label, companyID, name)
}

// group is a policy resource called spotnana_policy.<label>.
func group(label, name, lines string) string {
	return fmt.Sprintf("resource \"spotnana_policy\" %q {\n  company_id = %q\n  name = %q\n  type = \"GROUP\"\n  currency = { currency_code = \"EUR\" }\n%s\n}\n",
		label, companyID, name, lines)
}

// sales is a policy of the sales department, with further lines.
func sales(lines string) string {
	return department("sales", "Sales") + group("sales", "Sales team", "  user_groups = [{ departments = [spotnana_department.sales.id] }]\n"+lines)
}

// standard is the default policy, taken over.
func standard(lines string) string {
	return strings.NewReplacer(`"GROUP"`, `"DEFAULT"`).Replace(group("default", "Default policy",
		"  on_create = \"adopt\"\n  on_destroy = \"abandon\"\n  user_groups = []\n"+lines))
}

// cities are thirty places of hotels.
var cities = strings.Fields("Amsterdam:NL Athens:GR Barcelona:ES Berlin:DE Bern:CH Bologna:IT Bordeaux:FR Bremen:DE Brussels:BE Cologne:DE " +
	"Copenhagen:DK Dresden:DE Dublin:IE Edinburgh:GB Florence:IT Geneva:CH Hamburg:DE Helsinki:FI Leipzig:DE Lisbon:PT " +
	"London:GB Lyon:FR Madrid:ES Milan:IT Munich:DE Oslo:NO Paris:FR Prague:CZ Rome:IT Vienna:AT")

// caps are hotel prices in cities, which are given as "Munich:DE=140", in this order.
func caps(places ...string) string {
	var list []string
	for _, p := range places {
		place, amount, given := strings.Cut(p, "=")
		if !given {
			amount = fmt.Sprint(100 + 10*(len(place)%9) + int(place[0])%20)
		}
		city, country, _ := strings.Cut(place, ":")
		list = append(list, fmt.Sprintf("{ max_price = { amount = %s, currency_code = \"EUR\" }, address = { address_lines = [], region_code = %q, locality = %q } }", amount, country, city))
	}
	return "  hotel_policy_rules = {\n    max_hotel_price_by_location = {\n      max_default_price = { amount = 130, currency_code = \"EUR\" }\n      max_price_per_location_list = [\n        " +
		strings.Join(list, ",\n        ") + "\n      ]\n    }\n  }\n"
}

// with is a list with one element replaced, inserted before, or appended where there is no such element.
func with(list []string, old string, elements ...string) []string {
	var out []string
	for _, e := range list {
		if e == old {
			out = append(out, elements...)
		} else {
			out = append(out, e)
		}
	}
	return out
}

const (
	window   = "  air_policy_rules = { flight_advance_booking_window = { num_days_in_advance = 14 } }\n"
	earlier  = "  air_policy_rules = { flight_advance_booking_window = { num_days_in_advance = 21 } }\n"
	carRules = `  car_policy_rules = {
    allowed_car_types                = { car_types = ["ECONOMY", "COMPACT"] }
    max_car_price_per_number_of_days = { max_price = { amount = 70, currency_code = "EUR" } }
  }
`
	approvals = `  out_of_policy_approval_infos = [{
    approval_process_type   = "HARD_APPROVAL"
    travel_types            = ["AIR", "HOTEL"]
    is_manager_approver     = true
    designated_approver_ids = [%s]
  }]
`
	cabins = `  air_policy_rules = {
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [%s]
    }
  }
`
	fare = `  air_policy_rules = {
    max_flight_booking_price_international = { type = "MEDIAN", sign = "MORE", difference = { %s } }
  }
`
)

// policyNamed changes the policy with a name behind Terraform's back.
func policyNamed(name string, change func(p map[string]any)) func(*testing.T, *acctest.Server) {
	return func(t *testing.T, s *acctest.Server) {
		t.Helper()
		for _, id := range s.List(sandbox.Policies) {
			p, err := s.Get(sandbox.Policies, id)
			if err != nil {
				t.Fatal(err)
			}
			if p["name"] != name {
				continue
			}
			if err := s.Edit(sandbox.Policies, id, change); err != nil {
				t.Fatal(err)
			}
			return
		}
		t.Fatalf("there is no policy %q", name)
	}
}

// gone deletes the policy with a name behind Terraform's back.
func gone(name string) func(*testing.T, *acctest.Server) {
	return func(t *testing.T, s *acctest.Server) {
		t.Helper()
		for _, id := range s.List(sandbox.Policies) {
			p, err := s.Get(sandbox.Policies, id)
			if err != nil {
				t.Fatal(err)
			}
			if p["name"] == name {
				if err := s.Remove(sandbox.Policies, id); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// existing puts a policy into the sandbox that somebody made there.
func existing(t *testing.T, s *acctest.Server) {
	t.Helper()
	err := s.Insert(sandbox.Policies, companyID, existingID, map[string]any{
		"id": existingID, "name": "Field service", "type": "GROUP", "category": "EMPLOYEE", "currency": map[string]any{"currencyCode": "EUR"},
		"userGroups": []any{map[string]any{"countryCodes": []any{"DE"}}}, "version": json.Number("3"),
		"airPolicyRules": map[string]any{"flightAdvanceBookingWindow": map[string]any{"flightAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": json.Number("14")}},
			"restrictedAirlines": map[string]any{"restrictedAirlinesProps": map[string]any{"airlineCodes": []any{"FR", "U2"}}}},
		"carPolicyRules": map[string]any{"allowedCarTypes": map[string]any{"allowedCarTypesProps": map[string]any{"carTypes": []any{"ECONOMY"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

const existingID = "f1f2f3f4-0000-4000-8000-000000000009"

// fieldService is the policy of existing, with all that it has or with less.
func fieldService(lines string) string {
	return "import {\n  to = spotnana_policy.field\n  id = \"" + companyID + "/" + existingID + "\"\n}\n" +
		group("field", "Field service", "  category = \"EMPLOYEE\"\n  user_groups = [{ country_codes = [\"DE\"] }]\n"+lines)
}

const hostile = "@acme/everybody | <b>x</b> #12 !7 `code` [a](https://evil.example) ![i](x) _u_ *s* GH-1\\n# heading"

// The golden set: changes as they happen in a travel program.
var cases = map[string]testCase{
	"01 one cap of thirty": {before: sales(caps(cities...)), after: sales(caps(with(cities, "Munich:DE", "Munich:DE=300")...))},
	"02 city inserted":     {before: sales(caps(cities...)), after: sales(caps(with(cities, "Geneva:CH", "Gdansk:PL=95", "Geneva:CH")...))},
	"03 lists reversed": {
		before: sales(caps("Munich:DE=140", "Paris:FR=180", "Rome:IT=150") + carRules + window),
		after:  sales(caps("Rome:IT=150", "Paris:FR=180", "Munich:DE=140") + strings.Replace(carRules, `"ECONOMY", "COMPACT"`, `"COMPACT", "ECONOMY"`, 1) + earlier),
	},
	"04 to inherited": {
		before: standard(caps("Munich:DE=120", "Rome:IT=110")) + sales(caps("Munich:DE=140", "Paris:FR=180")),
		after:  standard(caps("Munich:DE=120", "Rome:IT=110")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
	},
	"05 from inherited": {
		before: standard(caps("Munich:DE=140", "Paris:FR=180")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
		after:  standard(caps("Munich:DE=140", "Paris:FR=180")) + sales(caps("Munich:DE=160", "Paris:FR=180")),
	},
	"06 section removed":     {before: sales(window + carRules), after: sales(window)},
	"07 money to percentage": {before: sales(fmt.Sprintf(fare, `money = { amount = 150, currency_code = "EUR" }`)), after: sales(fmt.Sprintf(fare, `percentage = 20`))},
	"08 approver added":      {before: sales(fmt.Sprintf(approvals, `"f1f2f3f4-0000-4000-8000-0000000000a1"`)), after: sales(fmt.Sprintf(approvals, `"f1f2f3f4-0000-4000-8000-0000000000a1", "f1f2f3f4-0000-4000-8000-0000000000a2"`))},
	"09 cabin from an hour on": {
		before: sales(fmt.Sprintf(cabins, `{ cabin = "ECONOMY", duration_range = { min = 0 } }`)),
		after:  sales(fmt.Sprintf(cabins, `{ cabin = "ECONOMY", duration_range = { min = 0, max = 359 } }, { cabin = "BUSINESS", duration_range = { min = 360 } }`)),
	},
	"10 policy created":   {before: department("sales", "Sales"), after: sales(window + carRules)},
	"11 policy destroyed": {before: sales(window + carRules), after: department("sales", "Sales")},
	"12 imported whole": {outside: existing, after: fieldService("  air_policy_rules = {\n    flight_advance_booking_window = { num_days_in_advance = 14 }\n    restricted_airlines = { airline_codes = [\"FR\", \"U2\"] }\n  }\n" +
		"  car_policy_rules = { allowed_car_types = { car_types = [\"ECONOMY\"] } }\n")},
	"13 imported with removals": {outside: existing, after: fieldService(earlier)},
	"14 adopted":                {after: standard(window + caps("Munich:DE=140"))},
	"15 renamed":                {before: sales(window), after: strings.Replace(sales(window), `"Sales team"`, `"Sales and marketing"`, 1)},
	"16 moved": {before: sales(window), after: strings.Replace(sales(window), `"spotnana_policy" "sales"`, `"spotnana_policy" "field"`, 1) +
		"moved {\n  from = spotnana_policy.sales\n  to = spotnana_policy.field\n}\n"},
	"17 moved and changed": {before: sales(window), after: strings.Replace(sales(earlier), `"spotnana_policy" "sales"`, `"spotnana_policy" "field"`, 1) +
		"moved {\n  from = spotnana_policy.sales\n  to = spotnana_policy.field\n}\n"},
	"18 drift in a silent attribute": {before: sales(window), after: sales(window), outside: policyNamed("Sales team", func(p map[string]any) {
		p["carPolicyRules"] = map[string]any{"allowedCarTypes": map[string]any{"allowedCarTypesProps": map[string]any{"carTypes": []any{"LUXURY"}}}}
	})},
	"19 drift beside a change": {before: sales(window), after: sales(earlier), outside: policyNamed("Sales team", func(p map[string]any) {
		p["airPolicyRules"] = map[string]any{"flightAdvanceBookingWindow": map[string]any{"flightAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": json.Number("3")}}}
	})},
	"20 deleted outside":    {before: sales(window), after: sales(window), outside: gone("Sales team")},
	"21 unknown department": {before: sales(window), after: department("legal", "Legal") + strings.Replace(sales(window), "[spotnana_department.sales.id]", "[spotnana_department.sales.id, spotnana_department.legal.id]", 1)},
	"22 unknown department through a local": {before: sales(window), after: department("legal", "Legal") + "locals {\n  legal = spotnana_department.legal.id\n}\n" +
		strings.Replace(sales(window), "[spotnana_department.sales.id]", "[spotnana_department.sales.id, local.legal]", 1)},
	"23 replaced":  {before: sales(window), after: sales(window), args: []string{"-replace=spotnana_policy.sales"}},
	"24 forgotten": {before: sales(window), after: department("sales", "Sales") + "removed {\n  from = spotnana_policy.sales\n  lifecycle {\n    destroy = false\n  }\n}\n"},
	"25 parent changed": {
		before: standard(caps("Munich:DE=140", "Paris:FR=180")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
		after:  standard(caps("Munich:DE=160", "Paris:FR=180")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
	},
	"26 other objects": {
		before: department("sales", "Sales") + department("legal", "Legal"),
		after: department("sales", "Sales and marketing") + department("ops", "Operations") +
			fmt.Sprintf("resource \"spotnana_color_config\" \"acme\" {\n  company_id = %q\n  company_role = \"ORG\"\n  profile_colors = [{ title = \"PROFILE_TIER_GOLD_COLOR\", color = \"#C9A227\" }]\n}\n", companyID),
	},
	"27 sensitive value": {
		before: "variable \"reason\" {\n  type = string\n  sensitive = true\n  default = \"Project Nightingale\"\n}\n" + sales(keyword("var.reason")),
		after:  "variable \"reason\" {\n  type = string\n  sensitive = true\n  default = \"Project Kingfisher\"\n}\n" + sales(keyword("var.reason")),
	},
	"28 hostile names":       {before: sales(keyword(`"none"`)), after: strings.NewReplacer(`"Sales"`, `"`+hostile+`"`, `"Sales team"`, `"`+hostile+`"`).Replace(sales(keyword(`"` + hostile + `"`)))},
	"29 chosen objects only": {before: sales(window), after: sales(earlier) + department("legal", "Legal"), args: []string{"-target=spotnana_policy.sales"}},
	"30 nothing":             {before: sales(window), after: sales(window)},
	"31 new parent": {
		before: sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
		after: group("europe", "Europe", "  user_groups = []\n"+caps("Munich:DE=140")) +
			sales("  parent_policy_id = spotnana_policy.europe.id\n  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
	},
	"35 planning failed": {
		before: strings.Replace(standard(window), "on_destroy = \"abandon\"", "", 1) + sales(window), after: sales(earlier), fails: true,
	},
	"33 parent and child changed": {
		before: standard(caps("Munich:DE=140", "Paris:FR=180")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"+window),
		after:  standard(caps("Munich:DE=160", "Paris:FR=180")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"+earlier),
	},
	"34 rule of its own instead of a changed one": {
		before: standard(caps("Munich:DE=140", "Paris:FR=180")) + sales("  hotel_policy_rules = { max_hotel_price_by_location = { is_linked = true } }\n"),
		after:  standard(caps("Munich:DE=160", "Paris:FR=180")) + sales(caps("Munich:DE=170", "Paris:FR=180")),
	},
	"32 refresh only": {before: sales(window), after: sales(window), args: []string{"-refresh-only"}, outside: policyNamed("Sales team", func(p map[string]any) {
		p["airPolicyRules"] = map[string]any{"flightAdvanceBookingWindow": map[string]any{"flightAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": json.Number("3")}}}
	})},
}

func keyword(reason string) string {
	return "  rules = { hotel_restricted_keywords = { hotel_restricted_keywords_list = [{ keyword = \"resort\", reason = " + reason + " }] } }\n"
}
