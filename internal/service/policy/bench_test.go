package policy

import (
	"encoding/json"
	"maps"
	"os"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// everyday is a policy of some 45 leaves, about as many as people write. What internal/dev/bench applies has the same.
func everyday() object {
	money := func(amount int64, currency string) object {
		return object{"amount": number(amount), "currency_code": currency}
	}
	return object{
		"name": "Engineering", "type": "GROUP", "category": "EMPLOYEE", "currency": object{"currency_code": "EUR"},
		"user_groups":              anyList{object{"departments": anyList{"engineering"}, "country_codes": anyList{"DE", "FR"}}},
		"in_policy_approval_infos": anyList{object{"approval_process_type": "PASSIVE_APPROVAL", "is_manager_approver": true}},
		"out_of_policy_approval_infos": anyList{
			object{"approval_process_type": "HARD_APPROVAL", "travel_types": anyList{"AIR", "HOTEL"}, "is_manager_approver": true},
		},
		"air_policy_rules": object{
			"highest_flight_cabin_by_duration_international": object{"highest_cabin_for_duration_list": anyList{
				object{"cabin": "ECONOMY", "duration_range": object{"min": number(0), "max": number(359)}},
				object{"cabin": "PREMIUM_ECONOMY", "duration_range": object{"min": number(360)}},
			}},
			"co2_emission_per_passenger_per_km": object{"emission": number(120)},
			"flight_advance_booking_window":     object{"num_days_in_advance": number(14)},
			"lowest_logical_fare":               object{"is_linked": true},
			"restricted_airlines":               object{"airline_codes": anyList{"FR", "W6"}},
			"flight_tickets_refundable":         object{"type": "REFUNDABLE"},
			"highest_flight_cabin_overnight": object{"cabin": "BUSINESS", "overnight_time_params": object{
				"night_time_start": "22:00", "night_time_end": "06:00", "night_time_overlap_minutes": number(240), "include_layover": false,
			}},
			"max_flight_booking_price_international": object{"type": "MEDIAN", "sign": "MORE", "difference": object{"percentage": number(20)}},
		},
		"hotel_policy_rules": object{
			"hotel_cancellation": object{"type": "REFUNDABLE"},
			"hotel_star_rating":  object{"rating_range": object{"min": number(2), "max": number(4)}},
			"max_hotel_price_by_location": object{
				"max_default_price": money(140, "EUR"),
				"max_price_per_location_list": anyList{
					object{"max_price": money(220, "GBP"), "address": object{"address_lines": anyList{}, "region_code": "GB", "locality": "London"}},
				},
			},
		},
		"rules": object{
			"car_types_not_allowed": object{
				"car_types":       anyList{"LUXURY", "SPORTS"},
				"prevent_booking": object{"prevent": true, "reason": "Choose a smaller car."},
			},
			"rail_advance_booking_window": object{"num_days_in_advance": number(3)},
			"rail_tickets_refundable":     object{"type": "REFUNDABLE_WITH_OR_WITHOUT_FEES"},
		},
	}
}

// benched is a policy in all its forms.
type benched struct {
	tree *field.Tree
	// live is the policy at the API, with values that the configuration does not mention. state is what Terraform has of it,
	// and moved the same after one leaf has changed.
	live, state, moved object
	memory             *codec.Memory
}

// eachSize runs a benchmark with an everyday policy and with a complete one.
func eachSize(b *testing.B, run func(b *testing.B, p benched)) {
	tree := field.ForResource(&field.Tree{Root: Tree().Root})
	small, err := codec.Encode(tree, everyday())
	if err != nil {
		b.Fatal(err)
	}
	small["id"], small["version"], small["isRestrictive"], small["enableAgentActionOverride"] = "0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a02", json.Number("3"), false, false
	content, err := os.ReadFile("testdata/complete_policy.json")
	if err != nil {
		b.Fatal(err)
	}
	complete, err := codec.ParseJSON(content)
	if err != nil {
		b.Fatal(err)
	}
	large, err := codec.Import(tree, complete.(object))
	if err != nil {
		b.Fatal(err)
	}
	state := everyday()
	state["id"] = small["id"]
	for _, p := range []struct {
		name        string
		live, state object
	}{{"everyday", small, state}, {"complete", complete.(object), large.Attrs}} {
		memory, err := codec.Remember(tree, p.live, p.state, nil)
		if err != nil {
			b.Fatal(err)
		}
		moved := maps.Clone(p.state)
		moved["name"] = "Sales"
		b.Run(p.name, func(b *testing.B) { run(b, benched{tree, p.live, p.state, moved, memory}) })
	}
}

// repeat measures one step with its allocations.
func repeat[T any](b *testing.B, step func() (T, error)) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := step(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	eachSize(b, func(b *testing.B, p benched) {
		repeat(b, func() (object, error) { return codec.Complete(p.tree, p.live) })
	})
}

func BenchmarkEncode(b *testing.B) {
	eachSize(b, func(b *testing.B, p benched) {
		repeat(b, func() (object, error) { return codec.Encode(p.tree, p.state) })
	})
}

func BenchmarkRefresh(b *testing.B) {
	eachSize(b, func(b *testing.B, p benched) {
		repeat(b, func() (codec.Decoded, error) { return codec.Refresh(p.tree, p.live, p.state, p.memory) })
	})
}

func BenchmarkMerge(b *testing.B) {
	eachSize(b, func(b *testing.B, p benched) {
		repeat(b, func() (object, error) { return codec.Merge(p.tree, p.state, p.moved, p.live, p.memory) })
	})
}

func BenchmarkPlan(b *testing.B) {
	eachSize(b, func(b *testing.B, p benched) {
		plan := func(config object) func(*testing.B) {
			return func(b *testing.B) {
				repeat(b, func() (object, error) { return codec.Plan(p.tree, config, p.state, true), nil })
			}
		}
		b.Run("unchanged", plan(p.state))
		b.Run("changed", plan(p.moved))
	})
}

// BenchmarkValues is the way of a state from Terraform and back, which every call of the protocol goes.
func BenchmarkValues(b *testing.B) {
	eachSize(b, func(b *testing.B, p benched) {
		repeat(b, func() (any, error) {
			v, err := codec.ToTerraform(codec.Type(p.tree.Root), p.state)
			if err != nil {
				return nil, err
			}
			return codec.FromTerraform(v)
		})
	})
}
