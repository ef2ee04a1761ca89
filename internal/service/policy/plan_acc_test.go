package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// rendered is the plan for people: the lines of "terraform show" that begin with + - or ~, without those that open and
// close what is around them.
func rendered(r run) []string {
	r.Plan()
	var lines []string
	for _, line := range strings.Split(r.Lines("show", "tfplan"), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case !strings.HasPrefix(line, "+ ") && !strings.HasPrefix(line, "- ") && !strings.HasPrefix(line, "~ "):
		case strings.HasPrefix(line, "~ ") && (strings.HasSuffix(line, "{") || strings.HasSuffix(line, "[")), strings.HasPrefix(line, "~ update"):
		default:
			lines = append(lines, strings.Join(strings.Fields(line), " "))
		}
	}
	return lines
}

// A reviewer sees what changes and nothing else.
func TestAccPolicy_readablePlans(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	var limits, airlines []string
	for i := range 10 {
		limits = append(limits, fmt.Sprintf("{ max_price = { amount = %d, currency_code = \"EUR\" }, duration_range = { min = %d, max = %d } }", 100+i, 60*i, 60*i+59))
		airlines = append(airlines, fmt.Sprintf("%q", fmt.Sprint("A", i)))
	}
	policy := func(limits, airlines []string, emission int) string {
		return engineering(fmt.Sprintf(`air_policy_rules = {
    co2_emission_per_passenger_per_km    = { emission = %d }
    restricted_airlines                  = { airline_codes = [%s] }
    max_flight_booking_price_by_duration = { max_price_per_duration_list = [%s] }
  }`, emission, strings.Join(airlines, ", "), strings.Join(limits, ",\n")))
	}
	r.write(policy(limits, airlines, 120))
	r.OK("apply", "-auto-approve")

	reversed := slices.Clone(limits)
	slices.Reverse(reversed)
	edited := slices.Clone(limits)
	edited[4] = strings.Replace(edited[4], "amount = 104", "amount = 140", 1)
	turned := slices.Clone(airlines)
	slices.Reverse(turned)
	for _, tc := range []struct {
		name, config string
		want         []string
	}{
		{"changed limit", policy(limits, airlines, 110), []string{"~ emission = 120 -> 110"}},
		{"changed element", policy(edited, airlines, 120), []string{"~ amount = 104 -> 140"}},
		{"reordered lists", policy(reversed, turned, 120), nil},
		{"added airline", policy(limits, append(slices.Clone(airlines), `"FR"`), 120), []string{`+ "FR",`}},
		{"airline added in the middle", policy(limits, slices.Insert(slices.Clone(airlines), 5, `"FR"`), 120), []string{`+ "FR",`}},
		{"removed airline", policy(limits, slices.Delete(slices.Clone(airlines), 5, 6), 120), []string{`- "A5",`}},
		{"added rule", strings.Replace(policy(limits, airlines, 120), "air_policy_rules", "rules = { restrict_airport_transfers = { is_restricted = true } }\n  air_policy_rules", 1),
			[]string{"+ rules = {", "+ restrict_airport_transfers = {", "+ is_restricted = true"}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			r := run{r.In(t), r.s}
			r.write(tc.config)
			if got := rendered(r); !slices.Equal(got, tc.want) {
				t.Errorf("the plan has\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
			}
		})
	}
}

// What cannot be right is refused before anything is sent, at the attribute; what only looks odd is a warning.
func TestAccPolicy_badInput(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	for _, tc := range []struct {
		name, lines string
		want        []string
		warning     bool
	}{
		{"enum case", `category = "employee"`, []string{`Error: Wrong case of "employee" for category`, `"employee" is written "EMPLOYEE"`, `category = "employee"`}, false},
		{"currency", `car_policy_rules = { max_car_price_per_number_of_days = { max_price = { amount = 1, currency_code = "EURO" } } }`,
			[]string{`Error: Unknown currency "EURO" for currency_code`, "Attribute: car_policy_rules.max_car_price_per_number_of_days.max_price.currency_code"}, false},
		{"country", `common_policy_rules = { restricted_countries = { restrictions = [{ type = "BLOCK_TRAVEL_TO_COUNTRY", country_code = "XX" }] } }`,
			[]string{`Error: Unknown country "XX" for country_code`, "Attribute: common_policy_rules.restricted_countries.restrictions[0].country_code"}, false},
		{"range", `rules = { max_rail_booking_price_by_duration = { max_price_per_duration_list = [
			{ max_price = { amount = 1, currency_code = "EUR" }, duration_range = { min = 9, max = 3 } }] } }`,
			[]string{"Error: Range upside down: duration_range from 9 to 3", "Attribute: rules.max_rail_booking_price_by_duration.max_price_per_duration_list[0].duration_range"}, false},
		{"two branches", `rules = { car_types_not_allowed = { is_linked = true, car_types = ["VAN"] } }`,
			[]string{"Error: Only one of is_linked and car_types can be set", "Attribute: rules.car_types_not_allowed.car_types"}, false},
		{"no branch", `air_policy_rules = { restricted_airlines = {} }`, []string{"Error: Nothing is set in air_policy_rules.restricted_airlines", "Set exactly one of is_linked; airline_codes", "Attribute: air_policy_rules.restricted_airlines"}, false},
		{"not linked", `air_policy_rules = { restricted_airlines = { is_linked = false } }`,
			[]string{"Error: Not a way to unlink restricted_airlines", "Attribute: air_policy_rules.restricted_airlines.is_linked"}, false},
		{"difference", `rules = { max_hotel_booking_price = { type = "MORE_THAN_MEDIAN", difference = { percentage = 1, money = { amount = 1, currency_code = "EUR" } } } }`,
			[]string{"Error: Only one of money and percentage can be set", "Attribute: rules.max_hotel_booking_price.difference.percentage"}, false},
		{"required in a branch", `air_policy_rules = { max_flight_booking_price_by_duration = { is_tax_included = true } }`,
			[]string{"Error: Missing max_price_per_duration_list", "is_tax_included cannot be set without max_price_per_duration_list"}, false},
		{"local time", `air_policy_rules = { highest_flight_cabin_overnight = { cabin = "BUSINESS", overnight_time_params = {
			night_time_start = "10 pm", night_time_end = "06:00", night_time_overlap_minutes = 60, include_layover = false } } }`,
			[]string{`Error: Wrong time of day "10 pm" for night_time_start`, "Attribute: air_policy_rules.highest_flight_cabin_overnight.overnight_time_params.night_time_start"}, false},
		{"whole number", `air_policy_rules = { flight_advance_booking_window = { num_days_in_advance = 1.5 } }`,
			[]string{"Error: 1.5 is no whole number, for num_days_in_advance", "Attribute: air_policy_rules.flight_advance_booking_window.num_days_in_advance"}, false},
		{"required", `hotel_policy_rules = { hotel_star_rating = { rating_range_by_location = [{ address = { region_code = "DE", address_lines = [] } }] } }`,
			[]string{`attribute "rating_range" is required`}, false},
		{"null in a list", `car_policy_rules = { allowed_car_types = { car_types = ["VAN", null] } }`, []string{"Error: Null in the list car_types", "Attribute: car_policy_rules.allowed_car_types.car_types[1]"}, false},

		{"overlap", `air_policy_rules = { highest_flight_cabin_by_duration_domestic = { highest_cabin_for_duration_list = [
			{ cabin = "ECONOMY", duration_range = { max = 100 } }, { cabin = "FIRST", duration_range = { min = 100 } }] } }`,
			[]string{"Warning: Overlapping durations: elements 0 and 1 of air_policy_rules.highest_flight_cabin_by_duration_domestic.highest_cabin_for_duration_list", "The elements 0 and 1 of this list apply to the same durations"}, true},
		{"unknown value", `rules = { car_types_not_allowed = { car_types = ["LUXURIES"] } }`,
			[]string{`Warning: Unknown value "LUXURIES" for car_types`, "Attribute: rules.car_types_not_allowed.car_types[0]"}, true},
		{"airline", `air_policy_rules = { restricted_airlines = { airline_codes = ["Ryanair"] } }`,
			[]string{`Warning: Unusual airline code "Ryanair" for airline_codes`, "Attribute: air_policy_rules.restricted_airlines.airline_codes[0]"}, true},
		{"percentage", `air_policy_rules = { difference_between_flight_fare_and_median_fare = { percentage = -5 } }`, []string{"Warning: Unusual percentage -5 for air_policy_rules.difference_between_flight_fare_and_median_fare.percentage"}, true},
		{"large percentage", `air_policy_rules = { difference_between_flight_fare_and_median_fare = { percentage = 2000 } }`, []string{"Warning: Unusual percentage 2000 for"}, true},
		{"deprecated", `is_restrictive = true`, []string{"Warning: Deprecated attribute is_restrictive", "Use prevent_booking of single rules"}, true},
		{"deprecated below", `air_policy_rules = { lowest_logical_fare = { flight_time_window_in_hours_domestic = 2 } }`,
			[]string{"Warning: Deprecated attribute flight_time_window_in_hours_domestic", "Use flight_time_window_minutes_domestic"}, true},

		// Whatever is not known yet may turn out right.
		{"unknown", `rules = {
    car_types_not_allowed   = { is_linked = terraform_data.x.output == "" ? true : null, car_types = ["VAN"] }
    max_hotel_booking_price = { type = terraform_data.x.output, difference = { percentage = tonumber(terraform_data.x.output), money = { amount = 1, currency_code = terraform_data.x.output } } }
    max_rail_booking_price_by_duration = { max_price_per_duration_list = [for i in [1, 2] :
      { max_price = { amount = 1, currency_code = "EUR" }, duration_range = { min = tonumber(terraform_data.x.output), max = 3 } }] }
  }
  air_policy_rules = {
    restricted_airlines            = { airline_codes = terraform_data.x.output == "" ? null : ["FR"] }
    highest_flight_cabin_overnight = { cabin = terraform_data.x.output }
    flight_cabin_upgrade           = terraform_data.x.output == "" ? null : { is_linked = true }
  }`, []string{"Plan: 2 to add"}, true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			r := run{r.In(t), r.s}
			r.write("resource \"terraform_data\" \"x\" {\n  input = \"1\"\n}\n", engineering(tc.lines))
			switch {
			case !tc.warning:
				r.Fails([]string{"plan"}, tc.want...)
			case tc.name == "unknown":
				if out := r.OK("plan"); strings.Contains(out, "Warning") || !strings.Contains(out, tc.want[0]) {
					t.Errorf("the plan says %s", out)
				}
			default:
				r.Prints([]string{"plan"}, tc.want...)
			}
		})
	}
	if writes := r.s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// Codes of countries, of two letters or of three, are the same in either case, also where the server writes them its own way.
func TestAccPolicy_countryCodes(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.s.SetModes(sandbox.Modes{UppercaseCodes: true})
	r.write(strings.Replace(engineering(""), `["DE", "FR"]`, `["de", "Fra"]`, 1))
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	r.write(strings.Replace(engineering(""), `["DE", "FR"]`, `["FRA", "DE"]`, 1))
	r.NoChanges()
}
