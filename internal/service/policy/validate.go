package policy

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

// Checks beyond the tree. They are stricter than the vendor's document, so they only warn.

// durationLists are the lists whose elements each apply to a range of durations.
var durationLists = []path.Path{
	path.Root("air_policy_rules").AtName("max_flight_booking_price_by_duration").AtName("max_price_per_duration_list"),
	path.Root("air_policy_rules").AtName("highest_flight_cabin_by_duration_domestic").AtName("highest_cabin_for_duration_list"),
	path.Root("air_policy_rules").AtName("highest_flight_cabin_by_duration_international").AtName("highest_cabin_for_duration_list"),
	path.Root("rules").AtName("max_rail_booking_price_by_duration").AtName("max_price_per_duration_list"),
	path.Root("rules").AtName("highest_rail_travel_class_by_duration").AtName("highest_travel_class_for_duration_list"),
}

// percentages may exceed 100 above a reference, and never fall below 0.
var percentages = []path.Path{
	path.Root("air_policy_rules").AtName("difference_between_flight_fare_and_median_fare").AtName("percentage"),
	path.Root("air_policy_rules").AtName("max_flight_booking_price_domestic").AtName("difference").AtName("percentage"),
	path.Root("air_policy_rules").AtName("max_flight_booking_price_international").AtName("difference").AtName("percentage"),
	path.Root("rules").AtName("max_hotel_booking_price").AtName("difference").AtName("percentage"),
}

func check(attrs map[string]any) validate.Findings {
	return slices.Concat(adopting(attrs), overlaps(attrs), unusualPercentages(attrs), restrictions(attrs), agents(attrs))
}

// adopting refuses to take over another policy than a default one.
func adopting(attrs map[string]any) validate.Findings {
	var found validate.Findings
	if kind, isKnown := attrs["type"].(string); isKnown && kind != typeDefault && crud.Adopts(attrs) {
		found.Errorf(path.Root("on_create"), "Only a default policy is adopted", "The policy has the type %s, so there is none that its create could take over. Leave on_create out, or set type = %q.", kind, typeDefault)
	}
	return found
}

func unusualPercentages(attrs map[string]any) validate.Findings {
	var found validate.Findings
	for _, p := range percentages {
		f, ok := codec.At(attrs, p).(*big.Float)
		if !ok {
			continue
		}
		text := codec.NumberText(f)
		unusual := func(detail string) {
			found.Warnf(p, fmt.Sprintf("Unusual percentage %s for %s", text, p), "%s percent %s", text, detail)
		}
		switch {
		case f.Sign() < 0:
			unusual("is less than nothing: 20 means 20 percent. The API decides whether it accepts it.")
		case f.Cmp(big.NewFloat(1000)) > 0:
			unusual("is more than ten times the reference: 20 means 20 percent.")
		case f.Cmp(big.NewFloat(100)) > 0 && isBelow(attrs, p):
			unusual("below the reference is less than nothing, so nothing could be booked.")
		}
	}
	return found
}

// isBelow says that a percentage is a distance below the reference, as sign or type say beside it.
func isBelow(config map[string]any, percentage path.Path) bool {
	rule, _ := codec.At(config, percentage.ParentPath().ParentPath()).(map[string]any)
	return rule["sign"] == "LESS" || rule["type"] == "LESS_THAN_MEDIAN"
}

// continents are the codes in use for those that are inhabited, and for the other one.
var continents = []string{"AF", "AN", "AS", "EU", "NA", "OC", "SA"}

// restrictions warns of continents that do not exist, and of continents and countries that are listed twice.
func restrictions(attrs map[string]any) validate.Findings {
	var found validate.Findings
	common := path.Root("common_policy_rules")
	for _, l := range []struct {
		list path.Path
		code string
	}{
		{common.AtName("restricted_continents").AtName("restrictions"), "continent_code"},
		{common.AtName("restricted_countries").AtName("restrictions"), "country_code"},
	} {
		seen := map[string]int{}
		list, _ := codec.At(attrs, l.list).([]any)
		for i, e := range list {
			element, _ := e.(map[string]any)
			text, ok := element[l.code].(string)
			if !ok {
				continue
			}
			at, code := l.list.AtListIndex(i).AtName(l.code), strings.ToUpper(text)
			if l.code == "continent_code" && !slices.Contains(continents, code) {
				found.Warnf(at, validate.About("Unusual continent", text, at), "%q is none of the usual codes of continents: %s. The API decides whether it accepts it.", text, strings.Join(continents, ", "))
			}
			if j, twice := seen[code]; twice {
				found.Warnf(at, fmt.Sprintf("%s is listed twice in %s", text, l.list), "The elements %d and %d of this list are both about %s. Which one counts is up to the API.", j, i, text)
			}
			seen[code] = i
		}
	}
	return found
}

// agents warns when agents may override the policy and nothing says who approves that: the vendor's document demands it
// for all kinds of travel.
func agents(attrs map[string]any) validate.Findings {
	var found validate.Findings
	infos, isList := attrs["out_of_policy_agent_approval_infos"].([]any)
	if attrs["enable_agent_action_override"] != true || codec.HasUnknown(attrs["out_of_policy_agent_approval_infos"]) {
		return nil
	}
	missing := map[string]bool{}
	for _, t := range approvalTravelType.Values {
		missing[t] = true
	}
	for _, e := range infos {
		info, _ := e.(map[string]any)
		types, _ := info["travel_types"].([]any)
		for _, t := range types {
			if name, ok := t.(string); ok {
				delete(missing, name)
			}
		}
		if types == nil {
			clear(missing)
		}
	}
	if !isList || len(missing) > 0 {
		lacks := strings.Join(slices.Sorted(maps.Keys(missing)), ", ")
		found.Warnf(path.Root("enable_agent_action_override"), "out_of_policy_agent_approval_infos lacks "+lacks,
			"With enable_agent_action_override, out_of_policy_agent_approval_infos has to cover all kinds of travel; it lacks %s.", lacks)
	}
	return found
}

// span is a range of durations; nil is open.
type span struct {
	index    int
	min, max *big.Float
}

// overlaps warns of elements that apply to the same duration.
func overlaps(attrs map[string]any) validate.Findings {
	var found validate.Findings
	for _, p := range durationLists {
		list, _ := codec.At(attrs, p).([]any)
		var seen []span
		for i, e := range list {
			s, ok := spanOf(i, e)
			if !ok {
				continue
			}
			for _, other := range seen {
				if before(s.max, other.min) || before(other.max, s.min) {
					continue
				}
				found.Warnf(p.AtListIndex(i).AtName("duration_range"), fmt.Sprintf("Overlapping durations: elements %d and %d of %s", other.index, i, p),
					"The elements %d and %d of this list apply to the same durations; both limits are inclusive. Which one counts is up to the API.", other.index, i)
				break
			}
			seen = append(seen, s)
		}
	}
	return found
}

// spanOf is the range of durations of an element, if it is known.
func spanOf(index int, element any) (span, bool) {
	attrs, _ := element.(map[string]any)
	r, ok := attrs["duration_range"].(map[string]any)
	if !ok || codec.HasUnknown(r) {
		return span{}, false
	}
	s := span{index: index}
	s.min, _ = r["min"].(*big.Float)
	s.max, _ = r["max"].(*big.Float)
	return s, true
}

// before says that a range that ends at end lies before one that begins at begin.
func before(end, begin *big.Float) bool {
	return end != nil && begin != nil && end.Cmp(begin) < 0
}
