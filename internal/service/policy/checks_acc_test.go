package policy_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Names that Terraform does not know inside { } are dropped without a word. What comes out empty is refused in the plan, or
// warned of where it may be meant; a validation cannot know what the policy has already.
func TestAccPolicy_misspelt(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	for _, tc := range []struct {
		name, lines, at, hint string
		warning, validated    bool
	}{
		{name: "element", lines: `in_policy_approval_infos = [{ approval_process_type = "NONE", approval_conditions = [{ rule = [] }] }]`,
			at: "in_policy_approval_infos[0].approval_conditions[0]", hint: "(it has rules)"},
		{name: "element of an element", lines: `in_policy_approval_infos = [{ approval_process_type = "NONE", approval_conditions = [{ rules = [{ region = "x" }] }] }]`,
			at: "in_policy_approval_infos[0].approval_conditions[0].rules[0]", hint: "(it has travel_region_rule)"},
		{name: "branch", lines: `in_policy_approval_infos = [{ approval_process_type = "NONE", approval_conditions = [{ rules = [{ travel_region_rule = { region = "x" } }] }] }]`,
			at: "in_policy_approval_infos[0].approval_conditions[0].rules[0].travel_region_rule", hint: "(it has travel_region_type)"},
		{name: "choice", lines: `air_policy_rules = { lowest_logical_fare = { is_link = true } }`,
			at: "air_policy_rules.lowest_logical_fare", hint: "Set exactly one of is_linked; any of flight_time_window_minutes_domestic", validated: true},
		{name: "choice beside something", lines: `hotel_policy_rules = { hotel_star_rating = { range = { min = 3 } } }`,
			at: "hotel_policy_rules.hotel_star_rating", hint: "Set exactly one of is_linked; any of rating_range"},
		{name: "required choice", lines: `rules = { max_hotel_booking_price = { type = "MORE_THAN_MEDIAN", difference = { percent = 20 } } }`,
			at: "rules.max_hotel_booking_price.difference", hint: "Set exactly one of money; percentage."},
		{name: "only linked", lines: `car_oop_reason_codes = { linked = true }`, at: "car_oop_reason_codes", hint: "Set exactly one of is_linked; reason_codes", validated: true},
		{name: "rule", lines: `rules = { cabin_class_not_allowed_domestic = { cabin = ["BUSINESS"] } }`,
			at: "rules.cabin_class_not_allowed_domestic", hint: "(it has is_linked, cabins, prevent_booking)"},
		{name: "action of a rule", lines: `rules = { limo_types_not_allowed = { limo_types = ["STANDARD"], prevent_booking = { prevented = true } } }`,
			at: "rules.limo_types_not_allowed.prevent_booking", hint: "(it has prevent, reason)"},
		{name: "object of a choice", lines: `air_policy_rules = { lowest_logical_fare = { carrier = { airline = ["LH"] } } }`,
			at: "air_policy_rules.lowest_logical_fare.carrier", hint: "(it has type, airlines)"},
		{name: "null out of an expression", lines: `out_of_policy_approval_infos = [{ approval_process_type = "NONE", approval_conditions = [{ rules = null }] }]`,
			at: "out_of_policy_approval_infos[0].approval_conditions[0]", hint: "remove the element"},

		{name: "section", lines: `hotel_policy_rules = { max_hotel_price_by_locations = { max_default_price = { amount = 140, currency_code = "EUR" } } }`,
			at: "hotel_policy_rules", hint: "Check the spelling", warning: true},
		{name: "all rules", lines: `rules = { cabins = {} }`, at: "rules", hint: "Check the spelling", warning: true},
		{name: "rule without properties", lines: `rules = { basic_economy_fares_domestic = { prevent = true } }`,
			at: "rules.basic_economy_fares_domestic", hint: "(it has is_linked, prevent_booking)", warning: true},
		{name: "range", lines: `air_policy_rules = { highest_flight_cabin_by_duration_domestic = { highest_cabin_for_duration_list = [{ cabin = "ECONOMY", duration_range = { minimum = 3 } }] } }`,
			at: "air_policy_rules.highest_flight_cabin_by_duration_domestic.highest_cabin_for_duration_list[0].duration_range", hint: "(it has min, max)", warning: true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			r := run{r.In(t), r.s}
			r.write(engineering(tc.lines))
			if out, code := r.Run("validate"); (code == 1) != tc.validated || strings.Contains(out, "Nothing is set") != tc.validated {
				t.Errorf("validate ended with %d: %s", code, out)
			}
			want := []string{": Nothing is set in " + tc.at + " ", "with spotnana_policy.test", "Terraform drops names that it does not know inside { }", tc.hint}
			if tc.warning {
				r.Prints([]string{"plan"}, want...)
			} else {
				r.Fails([]string{"plan"}, want...)
			}
		})
	}
	t.Run("group", func(t *testing.T) {
		r := run{r.In(t), r.s}
		r.write(strings.Replace(engineering(""), "departments = [\"eng\"], country_codes", "department = [\"eng\"], countries", 1))
		r.Fails([]string{"plan"}, "Error: Nothing is set in user_groups[0]", "user_groups = [{ department", "If nothing was meant, remove the element")
	})
	t.Run("timeouts", func(t *testing.T) {
		r := run{r.In(t), r.s}
		r.write(engineering("timeouts {\n creation = \"1m\"\n }"))
		r.Fails([]string{"plan"}, `An argument named "creation" is not expected here`) // Terraform's own words: it is a block
	})
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// What is meant to be empty is warned of once: from then on the policy has it.
func TestAccPolicy_emptyOnPurpose(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.write(engineering(`hotel_policy_rules = {}
  rules = { basic_economy_fares_domestic = {} }`))
	r.Prints([]string{"apply", "-auto-approve"}, "Warning: Nothing is set in hotel_policy_rules", "Warning: Nothing is set in rules.basic_economy_fares_domestic")
	if out := r.OK("plan", "-detailed-exitcode"); strings.Contains(out, "Warning") {
		t.Errorf("the next plan says %s", out)
	}
}

// odd are values that no configuration could newly have, or that the documents rule out, as an API may answer them all the
// same.
var odd = map[string]string{
	"no amount":  `{"carPolicyRules": {"maxCarPricePerNumberOfDays": {"maxCarPricePerNumberOfDaysProps": {"maxPrice": {"amount": 0, "currencyCode": ""}}}}}`,
	"no country": `{"commonPolicyRules": {"restrictedCountries": {"countryProps": {"restrictions": [{"type": "BLOCK_TRAVEL_TO_COUNTRY", "countryCode": "EU"}]}}}}`,
	"enum case":  `{"category": "employee", "rules": [{"ruleType": "CAR_TYPES_NOT_ALLOWED", "policyValue": {"universalProps": {"carTypesNotAllowedProps": {"carTypes": ["Luxury"]}}}}]}`,
	"currency":   `{"currency": {"currencyCode": "???"}}`,
	"nulls":      `{"userGroups": [{"departments": ["a", null, "b"], "userIds": [{"id": null}, null]}, null, {"grades": [null]}]}`,
	"empty":      `{"userGroups": [{}, {}], "rules": [{"ruleType": "CAR_TYPES_NOT_ALLOWED"}], "hotelPolicyRules": {}, "inPolicyApprovalInfos": [{}]}`,
	"missing":    `{"userGroups": null, "currency": null, "outOfPolicyApprovalInfos": [{"isManagerApprover": true}]}`,
	"wrong time": `{"airPolicyRules": {"highestFlightCabinOvernight": {"highestFlightCabinOvernightProps": {"cabin": "FIRST", "overnightTimeParams": {
		"nightTimeStart": {"iso8601": "10 pm"}, "nightTimeEnd": {"iso8601": ""}, "nightTimeOverlapMinutes": -1, "includeLayover": false}}}}}`,
	"upside down":      `{"hotelPolicyRules": {"hotelStarRating": {"hotelStarRatingProps": {"ratingRange": {"min": 5, "max": 1}}}}}`,
	"large":            `{"airPolicyRules": {"flightAdvanceBookingWindow": {"flightAdvanceBookingWindowProps": {"numDaysInAdvance": 3000000000}}}}`,
	"two branches":     `{"rules": [{"ruleType": "MAX_HOTEL_BOOKING_PRICE", "policyValue": {"universalProps": {"maxHotelBookingPriceProps": {"type": "X", "difference": {"percentage": 1, "money": {"amount": 1, "currencyCode": "EUR"}}}}}}]}`,
	"linked beside":    `{"airPolicyRules": {"restrictedAirlines": {"isLinked": true, "restrictedAirlinesProps": {"airlineCodes": ["FR"]}}}, "currency": {"isLinked": true, "currencyCode": "EUR"}}`,
	"part of a branch": `{"airPolicyRules": {"maxFlightBookingPriceByDuration": {"maxFlightBookingPriceByDurationProps": {"isTaxIncluded": true}}}}`,
	"new branch":       `{"rules": [{"ruleType": "MAX_HOTEL_BOOKING_PRICE", "policyValue": {"universalProps": {"maxHotelBookingPriceProps": {"type": "X", "difference": {"newBranch": true}}}}}]}`,
}

// A policy that has such values is imported into a generated configuration which plans, in which something else can be
// changed, and which changes nothing of them.
func TestAccPolicy_importOdd(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	insertCompany(t, s)
	config := acctest.RequiredProvider + s.Lenient(sandbox.Policies).Config()
	for i, name := range slices.Sorted(maps.Keys(odd)) {
		p := group(name, acctest.Object(t, []byte(odd[name])))
		maps.DeleteFunc(p, func(_ string, v any) bool { return v == nil }) // it lacks them
		insertPolicy(t, s, uuid(i), p)
		config += importBlock(fmt.Sprint("p", i), uuid(i))
	}
	before := policies(t, s)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", config)
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy", len(odd)),
		`Warning: Null in a list of policy "nulls"`, "- user_groups[0].departments[1] - user_groups[0].user_ids[0] - user_groups[0].user_ids[1] - user_groups[1] - user_groups[2].grades[0]")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if writes := s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}

	generated := tf.Read("generated.tf")
	for name := range odd {
		if generated = strings.Replace(generated, fmt.Sprintf("%q", name), fmt.Sprintf("%q", name+", again"), 1); !strings.Contains(generated, name+", again") {
			t.Fatalf("%q is not in the configuration:\n%s", name, generated)
		}
	}
	tf.Write("generated.tf", generated)
	tf.Prints([]string{"apply", "-auto-approve"}, fmt.Sprintf("0 added, %d changed, 0 destroyed", len(odd)))
	for id, after := range policies(t, s) {
		want := maps.Clone(before[id])
		want["name"] = want["name"].(string) + ", again"
		for _, gone := range []string{"version", "updatedAt", "isMembershipViaHrFeed", "hrFeedPolicyDetails"} {
			delete(want, gone)
		}
		if diff := cmp.Diff(withoutNulls(want), after); diff != "" {
			t.Errorf("%v (-want +got)\n%s", want["name"], diff)
		}
	}
	tf.NoChanges()
}

// withoutNulls is what of a value may be sent.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			if e != nil {
				out[name] = withoutNulls(e)
			}
		}
		return out
	case []any:
		out := []any{}
		for _, e := range v {
			if ref, isObject := e.(map[string]any); e == nil || isObject && len(ref) == 1 && ref["id"] == nil && len(withoutNulls(ref).(map[string]any)) == 0 {
				continue
			}
			out = append(out, withoutNulls(e))
		}
		return out
	}
	return v
}
