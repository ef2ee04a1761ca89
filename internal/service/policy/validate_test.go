package policy

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// object and anyList keep the configurations below readable.
type (
	object  = map[string]any
	anyList = []any
)

func number(i int64) *big.Float { return new(big.Float).SetInt64(i) }

func findings(attrs object) []string {
	var out []string
	for _, f := range validate.Config(field.ForResource(&field.Tree{Root: Tree().Root}), attrs) {
		text := f.Path.String() + ": " + f.Summary
		if f.Warning {
			text = "warning: " + text
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

func TestValidate_accepts(t *testing.T) {
	configs := map[string]object{
		"by hand": {
			"name": "Engineering", "type": "GROUP", "currency": object{"is_linked": true}, "user_groups": anyList{},
			"hotel_policy_rules": object{
				"hotel_star_rating":            object{"approval_process_type": "NONE"},
				"hotel_central_tier_exemption": object{"is_linked": true},
			},
			"air_policy_rules": object{
				"restricted_airlines":                    object{"airline_codes": codec.Unknown{}},
				"max_flight_booking_price_by_duration":   object{"is_linked": codec.Unknown{}, "is_tax_included": true, "max_price_per_duration_list": anyList{}},
				"max_flight_booking_price_domestic":      object{"type": "MEDIAN", "sign": "MORE", "difference": object{"percentage": number(20)}},
				"flight_cabin_upgrade":                   codec.Unknown{},
				"highest_flight_cabin_overnight":         object{"cabin": "BUSINESS"},
				"lowest_logical_fare":                    object{"carrier": object{"airlines": anyList{}}},
				"max_flight_booking_price_international": object{"is_linked": true},
			},
			"rules": object{
				"basic_economy_fares_domestic": object{"prevent_booking": object{"prevent": true}},
				"car_types_not_allowed":        object{"car_types": anyList{"LUXURY"}, "prevent_booking": object{"prevent": true}},
				"limo_types_not_allowed":       object{"prevent_booking": object{"prevent": true}},
				"hotel_lpr_filter":             object{"is_enabled": true},
				"rail_tickets_refundable":      object{"is_linked": true, "prevent_booking": object{"prevent": false}},
			},
		},
	}
	for name, doc := range documents(t) {
		imported, err := codec.Import(field.ForResource(&field.Tree{Root: Tree().Root}), doc)
		if err != nil {
			t.Fatal(err)
		}
		configs[name] = imported.Attrs
	}
	for name, config := range configs {
		t.Run(name, func(t *testing.T) {
			for _, f := range findings(config) {
				t.Error(f)
			}
		})
	}
}

func TestValidate_refuses(t *testing.T) {
	linkedAnd := func(name string, v any) object { return object{"is_linked": true, name: v} }
	got := findings(object{
		"name": "Engineering", "type": "group", "currency": object{},
		"user_groups": anyList{object{"worker_types": anyList{"EMPLOYE"}}},
		"in_policy_approval_infos": anyList{object{"approval_process_type": "NONE",
			"approval_conditions": anyList{object{"rules": anyList{object{}}}}}},
		"common_policy_rules": object{"restricted_countries": object{"restrictions": anyList{object{"type": "BLOCK_TRAVEL_TO_COUNTRY", "country_code": "XX"}}}},
		"car_policy_rules":    object{"allowed_car_types": linkedAnd("car_types", anyList{"MINI"})},
		"hotel_policy_rules": object{
			"restricted_hotels":            object{"is_linked": false},
			"hotel_star_rating":            linkedAnd("rating_range", object{"min": number(4), "max": number(3)}),
			"hotel_central_tier_exemption": object{"all_rules_all_tiers": true, "rule_tier_exemption_config": object{}},
		},
		"air_policy_rules": object{
			"restricted_airlines":                  object{},
			"highest_flight_cabin_overnight":       object{"cabin": "BUSINESS", "overnight_time_params": object{"night_time_start": "10 pm"}},
			"max_flight_booking_price_domestic":    object{"difference": object{}},
			"lowest_logical_fare":                  linkedAnd("max_number_of_stops", "ANY"),
			"flight_advance_booking_window":        object{"num_days_in_advance": big.NewFloat(1.5)},
			"max_flight_booking_price_by_duration": linkedAnd("is_tax_included", true),
		},
		"rules": object{
			"car_types_not_allowed":   linkedAnd("car_types", anyList{"LUXURY"}),
			"hotel_lpr_filter":        object{"is_enabled": true, "lpr_amount": object{}, "lpr_filter_config": object{}},
			"max_hotel_booking_price": object{"difference": object{"money": object{"currency_code": "EURO"}, "percentage": number(1)}},
		},
		"air_oop_reason_codes": linkedAnd("reason_codes", anyList{}),
	})
	want := []string{
		"air_oop_reason_codes.reason_codes: Only one of is_linked and reason_codes can be set",
		"air_policy_rules.flight_advance_booking_window.num_days_in_advance: 1.5 is no whole number, for num_days_in_advance",
		"air_policy_rules.highest_flight_cabin_overnight.overnight_time_params.include_layover: Missing include_layover",
		"air_policy_rules.highest_flight_cabin_overnight.overnight_time_params.night_time_end: Missing night_time_end",
		"air_policy_rules.highest_flight_cabin_overnight.overnight_time_params.night_time_overlap_minutes: Missing night_time_overlap_minutes",
		`air_policy_rules.highest_flight_cabin_overnight.overnight_time_params.night_time_start: Wrong time of day "10 pm" for night_time_start`,
		"air_policy_rules.lowest_logical_fare.max_number_of_stops: Only one of is_linked and max_number_of_stops can be set",
		"air_policy_rules.max_flight_booking_price_by_duration.is_tax_included: Only one of is_linked and is_tax_included can be set",
		"air_policy_rules.max_flight_booking_price_by_duration.max_price_per_duration_list: Missing max_price_per_duration_list",
		"air_policy_rules.max_flight_booking_price_domestic.difference: Nothing is set in air_policy_rules.max_flight_booking_price_domestic.difference",
		"air_policy_rules.max_flight_booking_price_domestic.sign: Missing sign",
		"air_policy_rules.max_flight_booking_price_domestic.type: Missing type",
		"air_policy_rules.restricted_airlines: Nothing is set in air_policy_rules.restricted_airlines",
		"car_policy_rules.allowed_car_types.car_types: Only one of is_linked and car_types can be set",
		`common_policy_rules.restricted_countries.restrictions[0].country_code: Unknown country "XX" for country_code`,
		"currency: Nothing is set in currency",
		"hotel_policy_rules.hotel_central_tier_exemption.rule_tier_exemption_config: Nothing is set in hotel_policy_rules.hotel_central_tier_exemption.rule_tier_exemption_config",
		"hotel_policy_rules.hotel_central_tier_exemption.rule_tier_exemption_config: Only one of all_rules_all_tiers and rule_tier_exemption_config can be set",
		"hotel_policy_rules.hotel_star_rating.rating_range: Only one of is_linked and rating_range can be set",
		"hotel_policy_rules.hotel_star_rating.rating_range: Range upside down: rating_range from 4 to 3",
		"hotel_policy_rules.restricted_hotels.is_linked: Not a way to unlink restricted_hotels",
		"in_policy_approval_infos[0].approval_conditions[0].rules[0]: Nothing is set in in_policy_approval_infos[0].approval_conditions[0].rules[0]",
		"rules.car_types_not_allowed.car_types: Only one of is_linked and car_types can be set",
		"rules.hotel_lpr_filter.lpr_amount.amount: Missing amount",
		"rules.hotel_lpr_filter.lpr_amount.currency_code: Missing currency_code",
		"rules.hotel_lpr_filter.lpr_amount: Only one of lpr_filter_config and lpr_amount can be set",
		"rules.hotel_lpr_filter.lpr_filter_config: Nothing is set in rules.hotel_lpr_filter.lpr_filter_config",
		"rules.max_hotel_booking_price.difference.money.amount: Missing amount",
		`rules.max_hotel_booking_price.difference.money.currency_code: Unknown currency "EURO" for currency_code`,
		"rules.max_hotel_booking_price.difference.percentage: Only one of money and percentage can be set",
		"rules.max_hotel_booking_price.type: Missing type",
		`type: Wrong case of "group" for type`,
		`warning: user_groups[0].worker_types[0]: Unknown value "EMPLOYE" for worker_types`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What the tree cannot know is checked beside it, and only warned of.
func TestCheck_warns(t *testing.T) {
	restricted := func(name string, elements ...any) object {
		return object{"common_policy_rules": object{name: object{"restrictions": elements}}}
	}
	below := func(percentage int64) object {
		return object{"air_policy_rules": object{"max_flight_booking_price_domestic": object{"type": "MEDIAN", "sign": "LESS", "difference": object{"percentage": number(percentage)}}}}
	}
	agents := func(infos any) object {
		return object{"enable_agent_action_override": true, "out_of_policy_agent_approval_infos": infos}
	}
	for name, tc := range map[string]struct {
		config object
		at     string // nowhere: no warning
		detail string
	}{
		"continent":           {restricted("restricted_continents", object{"continent_code": "EU"}, object{"continent_code": "Europe"}), "common_policy_rules.restricted_continents.restrictions[1].continent_code", `"Europe" is none`},
		"continents":          {restricted("restricted_continents", object{"continent_code": "EU"}, object{"continent_code": "na"}, object{"continent_code": codec.Unknown{}}), "", ""},
		"country twice":       {restricted("restricted_countries", object{"country_code": "FR"}, object{"country_code": "DE"}, object{"country_code": "fr"}), "common_policy_rules.restricted_countries.restrictions[2].country_code", "elements 0 and 2"},
		"below nothing":       {below(150), "air_policy_rules.max_flight_booking_price_domestic.difference.percentage", "150 percent below"},
		"below":               {below(100), "", ""},
		"agents, nobody":      {agents(nil), "enable_agent_action_override", "lacks AIR, CAR, HOTEL, LIMO, RAIL"},
		"agents, some":        {agents(anyList{object{"travel_types": anyList{"AIR", "RAIL"}}, object{"travel_types": anyList{"CAR"}}}), "enable_agent_action_override", "lacks HOTEL, LIMO"},
		"agents, all":         {agents(anyList{object{"approval_process_type": "NONE"}}), "", ""},
		"agents, unknown":     {agents(codec.Unknown{}), "", ""},
		"agents, not enabled": {object{"enable_agent_action_override": false}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			found := check(tc.config)
			if tc.at == "" {
				if len(found) > 0 {
					t.Errorf("got %v", found)
				}
				return
			}
			if len(found) != 1 || !found[0].Warning || !strings.Contains(found[0].Detail, tc.detail) {
				t.Fatalf("got %v, want one warning with %q", found, tc.detail)
			}
			if at := found[0].Path.String(); at != tc.at {
				t.Errorf("the warning is at %s, want %s", at, tc.at)
			}
		})
	}
}
