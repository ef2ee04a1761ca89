package validate_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
)

type attrs = map[string]any

var unknown = codec.Unknown{}

func number(text string) *big.Float {
	f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return f
}

func scalar(name string, f field.Format) *field.Node {
	return &field.Node{Name: name, JSON: name, Format: f}
}

func list(name string, elem *field.Node) *field.Node {
	return &field.Node{Name: name, JSON: name, Kind: field.List, Elem: elem}
}

var (
	cabin = &field.Enum{Name: "Cabin", Values: []string{"ECONOMY", "PREMIUM_ECONOMY", "BUSINESS", "FIRST"}}
	link  = &field.Node{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true}

	tree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		scalar("currency_code", field.Currency), scalar("country", field.Country), scalar("email", field.Email), scalar("mailbox", field.Mailbox),
		scalar("date", field.Date), scalar("time", field.TimeLocal), scalar("moment", field.DateTime), scalar("airline", field.Airline), scalar("language", field.Language),
		{Name: "text", JSON: "text"},
		{Name: "json", JSON: "json", Kind: field.JSON},
		scalar("any_country", field.AnyCountry), scalar("uuid", field.UUID),
		{Name: "days", JSON: "days", Kind: field.Int},
		{Name: "phone", JSON: "phone", Kind: field.Int, Bits: 64, Min: int64(0)},
		{JSON: "access", Kind: field.Inline, Attrs: []*field.Node{field.Secret("key", "key", "Key."), field.SecretVersion("key")}},
		list("desks", &field.Node{Kind: field.Object, Attrs: []*field.Node{field.Secret("pin", "pin", "Pin."), field.SecretVersion("pin")}}),
		{Name: "cabin", JSON: "cabin", Enum: cabin},
		list("cabins", &field.Node{Enum: cabin}),
		list("countries", &field.Node{Format: field.Country}),
		{Name: "duration", JSON: "duration", Kind: field.Object, Attrs: []*field.Node{
			{Name: "min", JSON: "min", Kind: field.Number}, {Name: "max", JSON: "max", Kind: field.Number}}},
		{Name: "airlines", JSON: "airlines", Kind: field.Object, Attrs: []*field.Node{link,
			{JSON: "props", Kind: field.Inline, Choice: true, Attrs: []*field.Node{list("codes", &field.Node{}), {Name: "strict", JSON: "strict", Kind: field.Bool}}}}},
		{Name: "stars", JSON: "stars", Kind: field.Object, Attrs: []*field.Node{link,
			{JSON: "props", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
				{Name: "lowest", JSON: "lowest", Kind: field.Int, Mode: field.Required}, {Name: "highest", JSON: "highest", Kind: field.Int}}},
			{Name: "exempt", JSON: "exempt", Kind: field.Bool}}},
		{Name: "difference", JSON: "difference", Kind: field.Object, Attrs: []*field.Node{
			{Name: "amount", JSON: "amount", Kind: field.Number, Choice: true}, {Name: "percentage", JSON: "percentage", Kind: field.Number, Choice: true}}},
		list("conditions", &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "region", JSON: "region", Choice: true}, {Name: "budget", JSON: "budget", Kind: field.Int, Choice: true}}}),
		{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"type"}, Attrs: []*field.Node{
			{Name: "car_types", JSON: "CAR_TYPES", Kind: field.Object, Attrs: []*field.Node{
				{JSON: "value", Kind: field.Inline, Attrs: []*field.Node{link,
					{JSON: "props", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
						{JSON: "carTypesProps", Kind: field.Inline, Attrs: []*field.Node{
							{Name: "car_types", JSON: "carTypes", Kind: field.List, Elem: &field.Node{}, Mode: field.Required},
							{Name: "note", JSON: "note"}}}}}}},
				{JSON: "action", Kind: field.Inline, Attrs: []*field.Node{{Name: "prevent", JSON: "prevent", Kind: field.Bool}}}}}}},
	}}}
)

// check expects findings of the form "path: summary", warnings with "warning: " before it.
func check(t *testing.T, config attrs, want ...string) {
	t.Helper()
	var got []string
	for _, f := range validate.Config(tree, config) {
		s := f.Path.String() + ": " + f.Summary
		if f.Warning {
			s = "warning: " + s
		}
		if f.Detail == "" {
			t.Errorf("%s says no more", s)
		}
		got = append(got, s)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v:\n got %q\nwant %q", config, got, want)
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name, summary string
		warning       bool
		good, bad     []string
	}{
		{"currency_code", "Unknown currency", false, []string{"EUR", "eur", "USD", "XCG", "sle", "ZWG", "VES", "XAU"}, []string{"EURO", "ABC", "", "€"}},
		{"currency_code", "Withdrawn currency", true, nil, []string{"DEM", "HRK", "bgn"}},
		{"country", "Unknown country", false, []string{"DE", "de", "XK"}, []string{"ZZ", "XX", "D", "DEU", "001", "EU", "Germany"}},
		{"country", "Not a country's code today", true, nil, []string{"UK", "DD", "SU", "AN", "CS", "YU", "FX", "BU", "TP", "ZR"}},
		{"country", "Empty country", true, nil, []string{""}},
		{"any_country", "Unknown country", false, []string{"DE", "DEU", "gbr"}, []string{"XXX", "DEUT", "D"}},
		{"uuid", "Unusual id", true, []string{"4974a66b-7493-4f41-908c-58ba81093947", "4974A66B-7493-4F41-908C-58BA81093947"},
			[]string{"", "4974a66b74934f41908c58ba81093947", "{4974a66b-7493-4f41-908c-58ba81093947}", "4974a66b-7493-4f41-908c-58ba8109394g"}},
		{"email", "Not a mail address", false, []string{"a@example.com", "a+b@sub.example.com", `"a b"@example.com`}, []string{"a", "a@", "A <a@example.com>", "a@example.com,b@example.com", ""}},
		{"mailbox", "Unusual mail address", true, []string{"a@example.com"}, []string{"reception"}},
		{"date", "Not a date", false, []string{"2026-02-28"}, []string{"2026-02-29", "28.2.2026", "2026-2-28", ""}},
		{"time", "Not a time of day", false, []string{"00:00", "23:59:59", "24:00", "24:30"}, []string{"25:00", "7:00", "12:60", "12"}},
		{"moment", "Not a date and time", false, []string{"2026-01-31T12:00:00Z", "2026-01-31T12:00Z", "2026-01-31T12:00:00.5+02:00", "2026-01-31T24:00:00Z"}, []string{"2026-01-31", "2026-01-31T12:00:00", "2026-13-31T12:00:00Z"}},
		{"airline", "Unusual airline code", true, []string{"LH", "U2"}, []string{"lh", "LUF"}},
		{"language", "Unusual language tag", true, []string{"en", "pt-BR", "zh-Hant"}, []string{"english!", "xx-yy-zz-1"}},
		{"json", "Not valid JSON", false, []string{`{}`, `[1e400]`, `"x"`}, []string{``, `{`, `{} {}`}},
		{"json", "Null is not a value", false, nil, []string{`null`}},
		{"text", "", false, []string{"", "anything"}, nil},
	} {
		for _, s := range c.good {
			check(t, attrs{c.name: s})
		}
		for _, s := range c.bad {
			want := c.name + ": " + c.summary
			if c.warning {
				want = "warning: " + want
			}
			check(t, attrs{c.name: s}, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	check(t, attrs{"days": number("2147483647")})
	check(t, attrs{"days": number("-2147483648")})
	check(t, attrs{"days": number("2147483648")}, "days: Number too large")
	check(t, attrs{"phone": number("9223372036854775807")})
	check(t, attrs{"phone": number("9223372036854775808")}, "phone: Number too large")
	check(t, attrs{"phone": number("-1")}, "phone: Number too small")
	check(t, attrs{"days": number("1.5")}, "days: Not a whole number")
	check(t, attrs{"days": number("9223372036854775808")}, "days: Number too large")
	check(t, attrs{"days": number("-9223372036854775809")}, "days: Number too large")
	check(t, attrs{"days": number("1e400")}, "days: Number too large")
	check(t, attrs{"days": number("1e-400")}, "days: Not a whole number")
	check(t, attrs{"days": number("1e2")})
	check(t, attrs{"key_wo_version": number("2")})
	check(t, attrs{"key_wo_version": number("1.5")}, "key_wo_version: Not a whole number")
	check(t, attrs{"key_wo_version": number("1e30")}, "key_wo_version: Number too large")
	check(t, attrs{"duration": attrs{"min": number("1.5"), "max": number("1.5")}})
	check(t, attrs{"duration": attrs{"min": number("1")}})
	check(t, attrs{"duration": attrs{"min": number("2"), "max": number("1")}}, "duration: Range upside down")
	check(t, attrs{"duration": attrs{"min": number("1e400"), "max": unknown}})
}

func TestNumbersAreQuotedAsWritten(t *testing.T) {
	for value, want := range map[string]string{"0.1": "days is 0.1;", "9223372036854775808": "days is 9223372036854775808,"} {
		if found := validate.Config(tree, attrs{"days": number(value)}); len(found) != 1 || !strings.Contains(found[0].Detail, want) {
			t.Errorf("%s: %v", value, found)
		}
	}
}

func TestSecrets(t *testing.T) {
	const warning = ": Secret without a version"
	check(t, attrs{"key_wo": "s", "key_wo_version": number("1")})
	check(t, attrs{"key_wo": "s", "key_wo_version": unknown})
	check(t, attrs{"key_wo": "s"}, "warning: key_wo"+warning)
	check(t, attrs{"key_wo": unknown})
	check(t, attrs{"key_wo_version": number("1")})
	check(t, attrs{"desks": []any{attrs{"pin_wo": "a", "pin_wo_version": number("1")}, attrs{"pin_wo": "b"}}}, "warning: desks[1].pin_wo"+warning)
	found := validate.Config(tree, attrs{"key_wo": "hunter2"})
	if !strings.Contains(found[0].Detail, "key_wo_version") || strings.Contains(found[0].Detail, "hunter2") {
		t.Errorf("the warning says %q", found[0].Detail)
	}
}

func TestEnums(t *testing.T) {
	check(t, attrs{"cabin": "ECONOMY", "cabins": []any{"FIRST", "BUSINESS"}})
	check(t, attrs{"cabin": "economy", "cabins": []any{"FIRST", "Business"}}, "cabin: Wrong case", "cabins[1]: Wrong case")
	check(t, attrs{"cabin": "SUITE"}, "warning: cabin: Unknown value")
	for value, suggestion := range map[string]string{"ECONOMIE": `"ECONOMY"?`, "PREMIUM-ECONOMY": `"PREMIUM_ECONOMY"?`, "fisrt": `"FIRST"?`} {
		if found := validate.Config(tree, attrs{"cabin": value}); len(found) != 1 || !found[0].Warning || !strings.Contains(found[0].Detail, suggestion) {
			t.Errorf("%s: %v", value, found)
		}
	}
	if found := validate.Config(tree, attrs{"cabin": "SUITE"}); strings.Contains(found[0].Detail, "Did you mean") {
		t.Errorf("far-fetched suggestion: %s", found[0].Detail)
	}
}

func TestNullInAList(t *testing.T) {
	check(t, attrs{"countries": []any{"DE", nil}, "conditions": []any{nil}}, "countries[1]: Null in a list", "conditions[0]: Null in a list")
	check(t, attrs{"countries": []any{}})
}

func TestUnions(t *testing.T) {
	check(t, attrs{"airlines": attrs{"is_linked": true}, "difference": attrs{"percentage": number("1")}, "stars": attrs{"is_linked": true, "exempt": true}})
	check(t, attrs{"airlines": attrs{"codes": []any{}, "strict": true}})
	check(t, attrs{"airlines": attrs{"is_linked": false}}, "airlines.is_linked: Not a way to unlink")
	check(t, attrs{"airlines": attrs{"is_linked": true, "strict": true}}, "airlines.strict: Only one of these can be set")
	check(t, attrs{"difference": attrs{"amount": number("1"), "percentage": number("1")}}, "difference.percentage: Only one of these can be set")
	check(t, attrs{"airlines": attrs{}, "difference": attrs{}}, "airlines: One of these must be set", "difference: One of these must be set")
	// Something stands beside the choice.
	check(t, attrs{"stars": attrs{}, "rules": attrs{"car_types": attrs{"prevent": true}}})
	// A server that has a branch of which the tree does not know makes an element without any.
	check(t, attrs{"conditions": []any{attrs{"region": "EU"}, attrs{}, attrs{"region": "EU", "budget": number("1")}}},
		"warning: conditions[1]: One of these should be set", "conditions[2].budget: Only one of these can be set")
	// Choices in the wrappers of rules.
	check(t, attrs{"rules": attrs{"car_types": attrs{"is_linked": true, "car_types": []any{"SUV"}}}}, "rules.car_types.car_types: Only one of these can be set")
	check(t, attrs{"rules": attrs{"car_types": attrs{"car_types": []any{"SUV"}, "prevent": true}}})
}

func TestWrappersAreComplete(t *testing.T) {
	check(t, attrs{"stars": attrs{"lowest": number("1")}})
	check(t, attrs{"stars": attrs{"highest": number("5")}}, "stars.highest: Another attribute is missing")
	check(t, attrs{"rules": attrs{"car_types": attrs{"note": "n"}}}, "rules.car_types.note: Another attribute is missing")
}

func TestUnknownIsNeverComplainedAbout(t *testing.T) {
	config := attrs{}
	for _, a := range codec.Attributes(tree.Root) {
		config[a.Name] = unknown
	}
	check(t, config)
	check(t, attrs{
		"airlines": attrs{"codes": unknown}, "difference": attrs{"amount": unknown, "percentage": number("1")}, "stars": attrs{"highest": number("1"), "lowest": unknown},
		"duration": attrs{"min": unknown, "max": number("1")}, "cabins": []any{unknown, "FIRST"}, "conditions": []any{unknown, attrs{"region": unknown}},
		"rules": attrs{"car_types": attrs{"is_linked": true, "car_types": unknown}},
	})
	check(t, attrs{"airlines": attrs{"is_linked": unknown, "codes": []any{"FR"}, "strict": unknown}})
}
