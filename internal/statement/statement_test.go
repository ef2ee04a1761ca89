package statement_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// parse reads a value as a plan has it.
func parse(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// withRule is a policy with one property, at a path of one or two names.
func withRule(t *testing.T, path, text string) map[string]any {
	t.Helper()
	p := parse(t, `{"id": "1", "name": "Sales", "type": "GROUP", "user_groups": [], "currency": {"currency_code": "EUR"}}`).(map[string]any)
	if text == "" {
		return p
	}
	if part, name, isBelow := strings.Cut(path, "."); isBelow {
		p[part] = map[string]any{name: parse(t, text)}
	} else {
		p[path] = parse(t, text)
	}
	return p
}

func lines(p statement.Policy, begin string) string {
	var out []string
	for _, s := range p.Statements {
		if strings.HasPrefix(s.Text(), begin) {
			out = append(out, s.Text())
		}
	}
	return strings.Join(out, "\n")
}

func TestOf_words(t *testing.T) {
	for _, c := range []struct{ path, value, begin, want string }{
		{"air_policy_rules.highest_flight_cabin_by_duration_international", `{"highest_cabin_for_duration_list": [
			{"cabin": "BUSINESS", "duration_range": {"min": 600, "max": null}}, {"cabin": "PREMIUM_ECONOMY", "duration_range": {"min": 360, "max": 599}},
			{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": 359}}]}`,
			"Highest", "Highest cabin, international flights: Economy; Premium economy from 6 h; Business from 10 h"},
		{"air_policy_rules.highest_flight_cabin_by_duration_domestic", `{"highest_cabin_for_duration_list": [
			{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": 90}}, {"cabin": "BUSINESS", "duration_range": {"min": 120, "max": null}}]}`,
			"Highest", "Highest cabin, domestic flights: Economy from 0 min to 1 h 30 min; Business from 2 h"},
		{"hotel_policy_rules.max_hotel_price_by_location", `{"max_default_price": {"amount": 120, "currency_code": "eur"}, "is_tax_included": false, "max_price_per_location_list": [
			{"max_price": {"amount": 280, "currency_code": "EUR"}, "address": {"address_lines": [], "locality": "Paris", "region_code": "FR"}},
			{"max_price": {"amount": 140.50, "currency_code": "EUR"}, "address": {"address_lines": [], "locality": "Munich", "region_code": "DE"}, "is_tax_included": true}]}`,
			"Hotel", "Hotel in Munich, DE: at most 140.5 EUR a night, taxes included\nHotel in Paris, FR: at most 280 EUR a night\n" +
				"Hotel in all other places: at most 120 EUR a night\nHotel prices: taxes not included"},
		{"air_policy_rules.flight_advance_booking_window", `{"num_days_in_advance": 14}`, "Flights", "Flights: book at least 14 days ahead"},
		{"rules.rail_advance_booking_window", `{"num_days_in_advance": 1}`, "Trains", "Trains: book at least 1 day ahead"},
		{"out_of_policy_approval_infos", `[{"approval_process_type": "HARD_APPROVAL", "travel_types": ["HOTEL", "AIR"], "is_manager_approver": true}]`,
			"Approval", "Approval of bookings outside the policy (air, hotel): manager must approve"},
		{"out_of_policy_approval_infos", `[{"approval_process_type": "SOFT_APPROVAL", "designated_approver_ids": ["u1", "u2"], "approval_conditions": [
			{"rules": [{"travel_region_rule": {"travel_region_type": "INTERNATIONAL"}}]}]}]`,
			"Approval", "Approval of bookings outside the policy: soft approval by u1, u2, only for international trips"},
		{"hotel_policy_rules.hotel_star_rating", `{"rating_range": {"min": 2, "max": 4}, "approval_process_type": "PREVENT_BOOKING"}`,
			"Stars", "Stars of hotels: 2 to 4 stars\nStars of hotels, when broken: Prevent booking"},
		{"rules.cabin_class_not_allowed_domestic", `{"cabins": ["FIRST", "BUSINESS"], "prevent_booking": {"prevent": true, "reason": "Too dear, sorry"}}`,
			"Cabins", "Cabins outside the policy, domestic flights: Business, First\n" + `Cabins outside the policy, domestic flights, when broken: booking is prevented, reason: "Too dear, sorry"`},
		{"air_policy_rules.max_flight_booking_price_domestic", `{"type": "MEDIAN", "sign": "MORE", "difference": {"percentage": 20}, "is_tax_included": true}`,
			"Highest", "Highest price beside other fares, domestic flights: at most 20 % above the median fare, taxes included"},
		{"common_policy_rules.restricted_countries", `{"restrictions": [{"type": "BLOCK_TRAVEL_TO_COUNTRY", "country_code": "kp"}]}`, "Travel to", "Travel to KP: not allowed"},
		{"rules.hotel_restricted_keywords", `{"is_linked": true}`, "Hotels outside", "Hotels outside the policy by a word: inherited"},
		{"rules.of_the_future", `{"limit": 5, "kinds": ["B", "A"]}`, "Of the future", "Of the future: kinds: [A; B], limit: 5"},
		{"name", `"one\ntwo"`, "Name", `Name: "one\ntwo"`},
	} {
		if got := lines(statement.Of(withRule(t, c.path, c.value), statement.Others{}), c.begin); got != c.want {
			t.Errorf("%s %s\ngot  %s\nwant %s", c.path, c.value, got, c.want)
		}
	}
}

// Of two values of a rule, one is stricter where the vendor's documents tell.
func TestChanges_direction(t *testing.T) {
	const cabin = "air_policy_rules.highest_flight_cabin_by_duration_domestic"
	const caps = "hotel_policy_rules.max_hotel_price_by_location"
	const paris, rome = `{"max_price": {"amount": 200, "currency_code": "EUR"}, "address": {"locality": "Paris", "region_code": "FR"}}`, `{"max_price": {"amount": 90, "currency_code": "EUR"}, "address": {"locality": "Rome", "region_code": "IT"}}`
	byCabin := func(steps string) string { return `{"highest_cabin_for_duration_list": [` + steps + `]}` }
	upTo := func(limit string) string {
		return byCabin(`{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": ` + limit + `9}}, {"cabin": "BUSINESS", "duration_range": {"min": ` + next(limit) + `0, "max": null}}`)
	}
	for _, c := range []struct{ path, before, after, want string }{
		{"air_policy_rules.flight_advance_booking_window", `{"num_days_in_advance": 7}`, `{"num_days_in_advance": 14}`, "tightened"},
		{"air_policy_rules.flight_advance_booking_window", `{"num_days_in_advance": 7}`, ``, "loosened"},
		{"air_policy_rules.flight_advance_booking_window", `{"num_days_in_advance": 7}`, `{"is_linked": true}`, "changed"},
		{"air_policy_rules.co2_emission_per_passenger_per_km", `{"emission": 90}`, `{"emission": 90.5}`, "loosened"},
		{cabin, upTo("35"), upTo("59"), "tightened"},
		{cabin, byCabin(`{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": null}}`), upTo("59"), "loosened"},
		{cabin, byCabin(`{"cabin": "PREMIUM_ECONOMY", "duration_range": {"min": 0, "max": null}}`), upTo("59"), "changed"},
		{cabin, byCabin(`{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": 100}}`), upTo("59"), "changed"},
		{caps, `{"max_price_per_location_list": [` + paris + `]}`, `{"max_price_per_location_list": [` + strings.Replace(paris, "200", "210", 1) + `]}`, "loosened"},
		{caps, `{"max_price_per_location_list": [` + paris + `]}`, `{"max_price_per_location_list": [` + strings.Replace(paris, "200", "190", 1) + `]}`, "tightened"},
		{caps, `{"max_price_per_location_list": [` + paris + `]}`, `{"max_price_per_location_list": [` + strings.Replace(paris, "EUR", "USD", 1) + `]}`, "changed"},
		{caps, `{"max_price_per_location_list": [` + paris + `]}`, `{"max_price_per_location_list": [` + rome + `, ` + paris + `]}`, "tightened"},
		// Before, the price of all other places counted.
		{caps, `{"max_default_price": {"amount": 150, "currency_code": "EUR"}, "max_price_per_location_list": []}`, `{"max_default_price": {"amount": 150, "currency_code": "EUR"}, "max_price_per_location_list": [` + paris + `]}`, "loosened"},
		{caps, `{"max_default_price": {"amount": 150, "currency_code": "EUR"}, "max_price_per_location_list": [` + rome + `]}`, `{"max_default_price": {"amount": 150, "currency_code": "EUR"}, "max_price_per_location_list": []}`, "loosened"},
		{"air_policy_rules.restricted_airlines", `{"airline_codes": ["FR"]}`, `{"airline_codes": ["W6", "FR"]}`, "tightened"},
		{"air_policy_rules.restricted_airlines", `{"airline_codes": ["FR"]}`, `{"airline_codes": ["W6"]}`, "changed"},
		{"air_policy_rules.restricted_airlines", `{"airline_codes": ["FR"]}`, `{"airline_codes": []}`, "loosened"},
		{"car_policy_rules.allowed_car_types", `{"car_types": ["MINI", "SUV"]}`, `{"car_types": ["MINI"]}`, "tightened"},
		{"car_policy_rules.allowed_car_types", `{"car_types": ["MINI", "SUV"]}`, `{"car_types": []}`, "changed"},
		{"car_policy_rules.max_car_price_per_number_of_days", `{"max_price": {"amount": 50, "currency_code": "EUR"}, "is_tax_included": true}`, `{"max_price": {"amount": 60, "currency_code": "EUR"}, "is_tax_included": false}`, "changed"},
		{"hotel_policy_rules.hotel_star_rating", `{"rating_range": {"min": 2, "max": 4}}`, `{"rating_range": {"min": 3, "max": 4}}`, "tightened"},
		{"hotel_policy_rules.hotel_star_rating", `{"rating_range": {"min": 2, "max": 4}}`, `{"rating_range": {"min": 3, "max": 5}}`, "changed"},
		{"hotel_policy_rules.hotel_star_rating", `{"rating_range": {"min": 2, "max": 4}, "approval_process_type": "NONE"}`, `{"rating_range": {"min": 2, "max": 4}, "approval_process_type": "HARD_APPROVAL"}`, "tightened"},
		{"air_policy_rules.max_flight_booking_price_domestic", `{"type": "MEDIAN", "sign": "MORE", "difference": {"percentage": 20}}`, `{"type": "MEDIAN", "sign": "MORE", "difference": {"percentage": 25}}`, "loosened"},
		{"air_policy_rules.max_flight_booking_price_domestic", `{"type": "MEDIAN", "sign": "LESS", "difference": {"percentage": 20}}`, `{"type": "MEDIAN", "sign": "LESS", "difference": {"percentage": 25}}`, "tightened"},
		{"air_policy_rules.max_flight_booking_price_domestic", `{"type": "MEDIAN", "sign": "MORE", "difference": {"percentage": 20}}`, `{"type": "MEDIAN", "sign": "MORE", "difference": {"money": {"amount": 20, "currency_code": "EUR"}}}`, "changed"},
		{"rules.basic_economy_fares_domestic", `{"prevent_booking": {"prevent": false}}`, `{"prevent_booking": {"prevent": true}}`, "tightened"},
		{"rules.basic_economy_fares_domestic", ``, `{"prevent_booking": {"prevent": true, "reason": "No changes"}}`, "tightened"},
		{"enable_agent_action_override", `false`, `true`, "loosened"},
		{"out_of_policy_approval_infos", `[{"approval_process_type": "NONE"}]`, `[{"approval_process_type": "HARD_APPROVAL"}]`, "tightened"},
		{"out_of_policy_approval_infos", `[{"approval_process_type": "SOFT_APPROVAL"}]`, `[{"approval_process_type": "HARD_APPROVAL"}]`, "changed"},
		{"rules.allowed_air_addons", `{"addons": ["SEAT"]}`, `{"addons": ["SEAT", "WIFI"]}`, "loosened"},
		{"rules.allowed_air_addons", `{"addons": ["SEAT"]}`, `{"addons": ["NONE"]}`, "changed"},
		{"name", `"A"`, `"B"`, "changed"},
	} {
		before, after := statement.Of(withRule(t, c.path, c.before), statement.Others{}), statement.Of(withRule(t, c.path, c.after), statement.Others{})
		changes := statement.Changes(before, after)
		if len(changes) != 1 || string(changes[0].Direction) != c.want {
			t.Errorf("%s: %s -> %s, want one that is %s", c.path, c.before, c.after, c.want)
			for _, change := range changes {
				t.Logf("%v -> %v: %s", change.Before, change.After, change.Direction)
			}
		}
	}
}

func next(limit string) string {
	return map[string]string{"35": "36", "59": "60"}[limit]
}

// A linked value is said as it is in force, from the policy that sets it.
func TestOf_inherited(t *testing.T) {
	const path = "hotel_policy_rules.max_hotel_price_by_location"
	caps := `{"max_default_price": {"amount": 150, "currency_code": "EUR"}, "max_price_per_location_list": [{"max_price": {"amount": 200, "currency_code": "EUR"}, "address": {"locality": "Paris", "region_code": "FR"}}]}`
	named := func(p map[string]any, id, name, kind string) map[string]any {
		p = maps.Clone(p)
		p["id"], p["name"], p["type"] = id, name, kind
		return p
	}
	child := withRule(t, path, `{"is_linked": true}`)
	standard := named(withRule(t, path, caps), "d", "Default policy", "DEFAULT")
	middle := named(withRule(t, path, `{"is_linked": true}`), "m", "Europe", "GROUP")
	below := maps.Clone(child)
	below["parent_policy_id"] = "M"
	unknown := maps.Clone(child)
	unknown["parent_policy_id"] = statement.Unknown{}
	const inForce = "Hotel in Paris, FR: at most 200 EUR a night (from Default policy)\nHotel in all other places: at most 150 EUR a night (from Default policy)"
	for name, c := range map[string]struct {
		policy map[string]any
		others []any
		want   string
		isOpen bool
	}{
		"nothing given":            {policy: child, want: "Highest hotel price: inherited"},
		"default":                  {policy: child, others: []any{standard}, want: inForce},
		"default in a list":        {policy: child, others: []any{[]any{standard}}, want: inForce},
		"default in a map":         {policy: child, others: []any{map[string]any{"x": standard}}, want: inForce},
		"through a parent":         {policy: below, others: []any{middle, standard}, want: inForce},
		"parent without above":     {policy: below, others: []any{middle}, want: "Highest hotel price: inherited"},
		"parent not given":         {policy: below, others: []any{standard}, want: "Highest hotel price: inherited"},
		"parent sets nothing":      {policy: child, others: []any{read(named(withRule(t, path, ""), "d", "Default policy", "DEFAULT"))}, want: "Highest hotel price: nothing is set (from Default policy)"},
		"not in the parent's code": {policy: child, others: []any{named(withRule(t, path, ""), "d", "Default policy", "DEFAULT")}, want: "Highest hotel price: inherited (from Default policy)"},
		"parent of itself":         {policy: named(below, "m", "Europe", "GROUP"), others: []any{named(below, "m", "Europe", "GROUP")}, want: "Highest hotel price: inherited"},
		"unknown parent":           {policy: unknown, others: []any{standard}, want: "Highest hotel price: inherited (known after apply)", isOpen: true},
	} {
		p := statement.Of(c.policy, statement.NewOthers(c.others...))
		if got := lines(p, "H"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
		if p.Open != c.isOpen {
			t.Errorf("%s: open is %t", name, p.Open)
		}
	}
	// Another name of the policy above is no change of the one below.
	renamed := named(standard, "d", "Everybody", "DEFAULT")
	if rows := statement.Changes(statement.Of(child, statement.NewOthers(standard)), statement.Of(child, statement.NewOthers(renamed))); len(rows) > 0 {
		t.Errorf("%d rows", len(rows))
	}
	// Nobody knows what counted where a rule was not set.
	if rows := statement.Changes(statement.Of(withRule(t, path, ""), statement.NewOthers(standard)), statement.Of(child, statement.NewOthers(read(named(withRule(t, path, ""), "d", "Default policy", "DEFAULT"))))); len(rows) != 1 ||
		rows[0].Direction != statement.Changed {
		t.Errorf("%v", rows)
	}
	// The own value in place of the inherited one can be weighed once that one is known.
	own := withRule(t, path, strings.Replace(caps, "200", "220", 1))
	rows := statement.Changes(statement.Of(child, statement.NewOthers(standard)), statement.Of(own, statement.NewOthers(standard)))
	if len(rows) != 2 || rows[0].Direction != statement.Loosened || rows[1].Direction != statement.Changed {
		t.Errorf("%v", rows)
	}
}

// read is a policy as a data source has it.
func read(p map[string]any) map[string]any {
	p["version"] = json.Number("1")
	return p
}

func TestOf_names(t *testing.T) {
	p := withRule(t, "user_groups", `[{"departments": ["d1", "d2", "d3"], "user_ids": ["U1"], "position_titles": ["d1"]}]`)
	others := statement.NewOthers(
		[]any{parse(t, `{"id": "d1", "name": "Legal"}`), parse(t, `{"id": "d2", "name": "Sales"}`), parse(t, `{"id": "d4", "name": "Sales"}`)}, parse(t, `{"id": "p1", "name": "Legal", "type": "GROUP", "user_groups": []}`),
		parse(t, `{"id": "u1", "email": "ada@example.com"}`), parse(t, `{"users": "no object"}`), nil, "text")
	const want = "users: ada@example.com, departments: Legal, Sales (d2), d3, position titles: d1"
	if got := statement.Of(p, others).Travelers; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOf_unknown(t *testing.T) {
	p := withRule(t, "user_groups", `[{"departments": []}]`)
	p["user_groups"].([]any)[0].(map[string]any)["departments"] = []any{"d1", statement.Unknown{}}
	got := statement.Of(p, statement.Others{})
	if got.Travelers != "departments: (known after apply), d1" || got.Open || !got.Statements[len(got.Statements)-1].Unknown {
		t.Errorf("%+v", got)
	}
	for _, path := range []string{"user_groups", "hotel_policy_rules", "air_policy_rules", "in_policy_approval_infos"} {
		p[path] = statement.Unknown{}
		if got := statement.Of(p, statement.Others{}); !got.Open || !strings.Contains(got.Summary(), "(known after apply)") {
			t.Errorf("%s: %+v", path, got)
		}
		delete(p, path)
	}
}

// What must not be shown is not, and another value is a change all the same.
func TestOf_hidden(t *testing.T) {
	with := func(digest string) statement.Policy {
		p := withRule(t, "air_policy_rules.flight_advance_booking_window", `{"num_days_in_advance": 7}`)
		p["air_policy_rules"].(map[string]any)["flight_advance_booking_window"] = map[string]any{"num_days_in_advance": statement.Hidden{Digest: digest}}
		return statement.Of(p, statement.Others{})
	}
	if got := lines(with("x"), "Flights"); got != "Flights: book at least (sensitive value) ahead" {
		t.Error(got)
	}
	if rows := statement.Changes(with("x"), with("x")); len(rows) > 0 {
		t.Errorf("%v", rows)
	}
	if rows := statement.Changes(with("x"), with("y")); len(rows) != 1 || rows[0].Direction != statement.Changed {
		t.Errorf("%v", rows)
	}
}

// A number that nobody could write out is said as the plan has it, and is neither more nor less than another one.
func TestOf_hugeNumbers(t *testing.T) {
	for path, value := range map[string]string{
		"hotel_policy_rules.max_hotel_price_by_location":                  `{"max_default_price": {"amount": N, "currency_code": "EUR"}}`,
		"air_policy_rules.highest_flight_cabin_by_duration_domestic":      `{"highest_cabin_for_duration_list": [{"cabin": "ECONOMY", "duration_range": {"min": 0, "max": N}}, {"cabin": "FIRST", "duration_range": {"min": N}}]}`,
		"air_policy_rules.difference_between_flight_fare_and_median_fare": `{"percentage": N}`,
	} {
		of := func(n string) statement.Policy {
			return statement.Of(withRule(t, path, strings.ReplaceAll(value, "N", n)), statement.Others{})
		}
		for _, n := range []string{"1e200000000", "-1e200000000", "1e-200000000"} {
			if got := of(n); !strings.Contains(got.Summary(), n) {
				t.Errorf("%s with %s: %s", path, n, got.Summary())
			}
			if changes := statement.Changes(of("5"), of(n)); len(changes) != 1 || changes[0].Direction != statement.Changed {
				t.Errorf("%s with %s: %v", path, n, changes)
			}
		}
	}
}
