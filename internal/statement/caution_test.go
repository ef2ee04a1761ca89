package statement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

const (
	capsPath = "hotel_policy_rules.max_hotel_price_by_location"
	starPath = "hotel_policy_rules.hotel_star_rating"
)

func directions(t *testing.T, path, before, after string) []string {
	t.Helper()
	var out []string
	for _, c := range statement.Changes(statement.Of(withRule(t, path, before), statement.Others{}), statement.Of(withRule(t, path, after), statement.Others{})) {
		out = append(out, string(c.Direction))
	}
	slices.Sort(out)
	return out
}

// What limits nothing, or of which no document says what its absence means, has no direction when it comes, and none when it goes.
func TestChanges_withoutLimit(t *testing.T) {
	for _, c := range [][2]string{
		{"air_policy_rules.restricted_airlines", `{"airline_codes": []}`},
		{"car_policy_rules.allowed_car_types", `{"car_types": []}`},
		{"rules.hotel_restricted_keywords", `{"hotel_restricted_keywords_list": []}`},
		{"common_policy_rules.restricted_countries", `{"restrictions": []}`},
		{capsPath, `{"max_price_per_location_list": []}`},
		{"air_policy_rules.highest_flight_cabin_by_duration_domestic", `{"highest_cabin_for_duration_list": []}`},
		{"air_policy_rules.flight_advance_booking_window", `{"num_days_in_advance": 0}`},
		{"rules.allowed_air_addons", `{"addons": ["SEAT"]}`},
		{"rules.allowed_air_addons", `{"addons": ["ALL"]}`},
		{starPath, `{"approval_process_type": "NONE"}`},
		{starPath, `{"approval_process_type": "SOFT_APPROVAL"}`},
		{"rules.basic_economy_fares_domestic", `{"prevent_booking": {"prevent": false}}`},
	} {
		for _, side := range [][2]string{{"", c[1]}, {c[1], ""}} {
			if got := directions(t, c[0], side[0], side[1]); len(got) != 1 || got[0] != "changed" {
				t.Errorf("%s: %q -> %q is %v", c[0], side[0], side[1], got)
			}
		}
	}
}

// An element that comes to an empty list tightens, and one that leaves it loosens; and has the only row.
func TestChanges_emptied(t *testing.T) {
	for path, c := range map[string][2]string{
		"rules.hotel_restricted_keywords":           {`{"hotel_restricted_keywords_list": []}`, `{"hotel_restricted_keywords_list": [{"keyword": "resort", "reason": "x"}]}`},
		"rules.air_restricted_fares":                {`{"restricted_keywords": []}`, `{"restricted_keywords": [{"keyword": "light"}]}`},
		"common_policy_rules.restricted_countries":  {`{"restrictions": []}`, `{"restrictions": [{"type": "BLOCK_TRAVEL_TO_COUNTRY", "country_code": "KP"}]}`},
		"common_policy_rules.restricted_continents": {`{"restrictions": []}`, `{"restrictions": [{"type": "BLOCK_TRAVEL_TO_CONTINENT", "continent_code": "AN"}]}`},
		starPath: {`{"rating_range": {"min": 1, "max": 5}, "rating_range_by_location": []}`,
			`{"rating_range": {"min": 1, "max": 5}, "rating_range_by_location": [{"rating_range": {"min": 1, "max": 4}, "address": {"locality": "Munich", "region_code": "DE"}}]}`},
		capsPath: {`{"max_price_per_location_list": []}`, caps("", place("Munich", "DE", 140))},
	} {
		if got := directions(t, path, c[0], c[1]); !slices.Equal(got, []string{"tightened"}) {
			t.Errorf("%s filled: %v", path, got)
		}
		if got := directions(t, path, c[1], c[0]); !slices.Equal(got, []string{"loosened"}) {
			t.Errorf("%s emptied: %v", path, got)
		}
	}
}

func place(town, region string, amount int) string {
	if town != "" {
		town = `"locality": "` + town + `", `
	}
	return fmt.Sprintf(`{"max_price": {"amount": %d, "currency_code": "EUR"}, "address": {%s"address_lines": [], "region_code": %q}}`, amount, town, region)
}

func caps(more string, places ...string) string {
	return `{` + more + `"max_price_per_location_list": [` + strings.Join(places, ",") + `]}`
}

// A price for a wider place may count where one for a town is missing, whatever that for all other places says.
func TestChanges_wider(t *testing.T) {
	const others = `"max_default_price": {"amount": 100, "currency_code": "EUR"}, `
	area := `{"max_price": {"amount": 180, "currency_code": "EUR"}, "address": {"region_code": "DE", "administrative_area": "BY"}}`
	for name, c := range map[string]struct {
		wider string
		want  string
	}{
		"country":         {place("", "DE", 180), "changed"},
		"area":            {area, "changed"},
		"another country": {place("", "FR", 180), "loosened"},
		"another town":    {place("Berlin", "DE", 180), "loosened"},
	} {
		without, with := caps(others, c.wider), caps(others, c.wider, place("Munich", "DE", 140))
		if got := directions(t, capsPath, without, with); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s, town added: %v", name, got)
		}
		if got := directions(t, capsPath, with, without); len(got) != 1 || (got[0] == "changed") != (c.want == "changed") {
			t.Errorf("%s, town removed: %v", name, got)
		}
	}
	if got := directions(t, capsPath, caps(others, place("Munich", "DE", 140)), caps(others, place("Munich", "DE", 140), place("", "DE", 180))); !slices.Equal(got, []string{"loosened"}) {
		t.Errorf("a country beside its town: %v", got)
	}
}

// Whether taxes are in the price is said once for all places, and changes what each amount means.
func TestChanges_taxes(t *testing.T) {
	before, after := caps(`"is_tax_included": false, `, place("Munich", "DE", 140)), caps(`"is_tax_included": true, `, place("Munich", "DE", 150))
	if got := directions(t, capsPath, before, after); !slices.Equal(got, []string{"changed", "changed"}) {
		t.Errorf("got %v", got)
	}
}

// Of several prices for one place nobody knows which one counts.
func TestChanges_several(t *testing.T) {
	twice := caps("", place("Munich", "DE", 140), place("Munich", "DE", 200))
	for _, after := range []string{caps("", place("Munich", "DE", 160)), caps("", place("Munich", "DE", 140)), caps("", place("Munich", "DE", 150), place("Munich", "DE", 130))} {
		for _, side := range [][2]string{{twice, after}, {after, twice}} {
			if got := directions(t, capsPath, side[0], side[1]); slices.Contains(got, "loosened") || slices.Contains(got, "tightened") {
				t.Errorf("%s -> %s: %v", side[0], side[1], got)
			}
		}
	}
}

// No document says which class of a train is higher.
func TestChanges_classes(t *testing.T) {
	const path = "rules.highest_rail_travel_class_by_duration"
	class := func(name string) string {
		return `{"highest_travel_class_for_duration_list": [{"travel_class": "` + name + `", "duration_range": {"min": 0, "max": null}}]}`
	}
	if got := directions(t, path, class("FIRST"), class("BUSINESS")); !slices.Equal(got, []string{"changed"}) {
		t.Errorf("got %v", got)
	}
}

// A booking that is prevented is prevented whether the value of the rule is known or not.
func TestChanges_preventedBesideInherited(t *testing.T) {
	const path, inherited, prevented = "rules.cabin_class_not_allowed_domestic", `{"is_linked": true}`, `{"is_linked": true, "prevent_booking": {"prevent": true}}`
	if got := directions(t, path, inherited, prevented); !slices.Equal(got, []string{"tightened"}) {
		t.Errorf("prevented: %v", got)
	}
	if got := directions(t, path, prevented, inherited); !slices.Equal(got, []string{"loosened"}) {
		t.Errorf("no longer: %v", got)
	}
	if got := directions(t, path, prevented, `{"is_linked": true, "prevent_booking": {"prevent": null}}`); !slices.Equal(got, []string{"loosened"}) {
		t.Errorf("by default: %v", got)
	}
}

// Two policies that say different things have different texts.
func TestOf_distinct(t *testing.T) {
	step := func(end string) string {
		return `{"highest_cabin_for_duration_list": [{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": ` + end + `}}, {"cabin": "BUSINESS", "duration_range": {"min": 360, "max": null}}]}`
	}
	for _, c := range [][3]string{
		{"air_policy_rules.highest_flight_cabin_by_duration_domestic", step("359"), step("null")},
		{"rules.air_restricted_fares", `{"restricted_keywords": [{"keyword": "a of LH"}]}`, `{"restricted_keywords": [{"keyword": "a", "airline_code": "LH"}]}`},
		{"hotel_policy_rules.restricted_hotels", `{"hotel_codes": []}`, `{"hotel_codes": ["none"]}`},
		{"hotel_policy_rules.restricted_hotels", `{"hotel_codes": [null]}`, `{"hotel_codes": ["not set"]}`},
		{capsPath, caps("", place("Munich, DE", "DE", 1)), caps("", place("Munich", "DE", 1))},
	} {
		a, b := statement.Of(withRule(t, c[0], c[1]), statement.Others{}), statement.Of(withRule(t, c[0], c[2]), statement.Others{})
		if a.Summary() == b.Summary() || len(statement.Changes(a, b)) == 0 {
			t.Errorf("%s and %s are one:\n%s", c[1], c[2], a.Summary())
		}
	}
	unknown := withRule(t, "", "")
	unknown["name"] = statement.Unknown{}
	if statement.Of(unknown, statement.Others{}).Summary() == statement.Of(withRule(t, "name", `"(known after apply)"`), statement.Others{}).Summary() {
		t.Error("a name is taken for what is not known")
	}
}

// A fact about all keywords is never taken for one about a keyword.
func TestChanges_keywordRest(t *testing.T) {
	const path = "rules.hotel_restricted_keywords"
	before, after := `{"exempt_major_chains": true}`, `{"hotel_restricted_keywords_list": [{"keyword": "rest", "reason": "x"}]}`
	if got := directions(t, path, before, after); !slices.Equal(got, []string{"changed", "tightened"}) {
		t.Errorf("got %v", got)
	}
}

// A link that is false is none, and one that is not known says nothing about the value.
func TestOf_link(t *testing.T) {
	p := statement.Of(withRule(t, capsPath, `{"is_linked": false}`), statement.Others{})
	if got := lines(p, "Highest hotel price"); got != "Highest hotel price: nothing is set" || p.Open {
		t.Errorf("false: %q, open: %v", got, p.Open)
	}
	parent := withRule(t, "", "")
	parent["id"], parent["name"], parent["type"] = "d", "Default policy", "DEFAULT"
	parent["hotel_policy_rules"] = map[string]any{"max_hotel_price_by_location": map[string]any{"is_linked": statement.Unknown{}}}
	p = statement.Of(withRule(t, capsPath, `{"is_linked": true}`), statement.NewOthers(parent))
	if got := lines(p, "Highest hotel price"); got != "Highest hotel price: (known after apply) (from Default policy)" || !p.Open {
		t.Errorf("unknown: %q, open: %v", got, p.Open)
	}
}

// Policies with names that are no texts are compared, too.
func TestOf_oddNames(t *testing.T) {
	p := withRule(t, capsPath, `{"is_linked": true}`)
	p["parent_policy_id"] = "a"
	parent := withRule(t, capsPath, `{"is_linked": true}`)
	parent["id"], parent["parent_policy_id"], parent["name"] = "a", "a", map[string]any{"x": "y"}
	if got := lines(statement.Of(p, statement.NewOthers(parent)), "Highest hotel price"); got != "Highest hotel price: inherited" {
		t.Errorf("got %q", got)
	}
}

// Where something is known after apply only, it may be what seems to be gone.
func TestChanges_unknown(t *testing.T) {
	type object = map[string]any
	const keywords, cabins = "rules.hotel_restricted_keywords", "rules.cabin_class_not_allowed_domestic"
	word := func(keyword any) object { return object{"keyword": keyword, "reason": "x"} }
	for name, c := range map[string]struct {
		path, before string
		after        any
	}{
		"part":    {capsPath, caps("", place("Munich", "DE", 140)), nil},
		"rule":    {capsPath, caps("", place("Munich", "DE", 140)), statement.Unknown{}},
		"list":    {capsPath, caps("", place("Munich", "DE", 140)), object{"max_price_per_location_list": statement.Unknown{}}},
		"element": {keywords, `{"hotel_restricted_keywords_list": [{"keyword": "b", "reason": "x"}]}`, object{"hotel_restricted_keywords_list": []any{word(statement.Unknown{})}}},
		"reason":  {cabins, `{"cabins": ["FIRST"], "prevent_booking": {"prevent": true}}`, statement.Unknown{}},
	} {
		after := withRule(t, "", "")
		part, rule, _ := strings.Cut(c.path, ".")
		after[part] = statement.Unknown{}
		if c.after != nil {
			after[part] = object{rule: c.after}
		}
		changes := statement.Changes(statement.Of(withRule(t, c.path, c.before), statement.Others{}), statement.Of(after, statement.Others{}))
		if len(changes) == 0 {
			t.Errorf("%s: no change", name)
		}
		for _, change := range changes {
			if change.Direction != statement.Changed {
				t.Errorf("%s: %v -> %v is %s", name, change.Before, change.After, change.Direction)
			}
		}
	}
	// What is unknown of one town says nothing about another.
	priced := withRule(t, capsPath, caps("", place("Paris", "FR", 1)))
	list := priced["hotel_policy_rules"].(object)["max_hotel_price_by_location"].(object)["max_price_per_location_list"].([]any)
	list[0].(object)["max_price"] = statement.Unknown{}
	changes := statement.Changes(statement.Of(withRule(t, capsPath, caps("", place("Munich", "DE", 140), place("Paris", "FR", 1))), statement.Others{}), statement.Of(priced, statement.Others{}))
	if len(changes) != 2 || changes[0].Direction != statement.Loosened || changes[1].Direction != statement.Changed {
		t.Errorf("got %v", changes)
	}
}

// A word that is forbidden for all airlines is forbidden for one, whether that is said or not.
func TestChanges_airline(t *testing.T) {
	const path, all, one = "rules.air_restricted_fares", `{"keyword": "light"}`, `{"keyword": "light", "airline_code": "LH"}`
	list := func(words string) string { return `{"restricted_keywords": [` + words + `]}` }
	for name, c := range map[string]struct {
		before, after string
		want          []string
	}{
		"one beside all": {all, all + "," + one, []string{"changed"}},
		"one for all":    {all, one, []string{"changed", "loosened"}},
		"all for one":    {one, all, []string{"changed", "tightened"}},
		"another":        {one, one + `,{"keyword": "basic", "airline_code": "LH"}`, []string{"tightened"}},
	} {
		if got := directions(t, path, list(c.before), list(c.after)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
