package validate_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
				{JSON: "action", Kind: field.Inline, Attrs: []*field.Node{{Name: "prevent", JSON: "prevent", Kind: field.Bool}}}}},
			{Name: "bare", JSON: "BARE", Kind: field.Object, Attrs: []*field.Node{
				{JSON: "value", Kind: field.Inline, Attrs: []*field.Node{link}},
				{JSON: "action", Kind: field.Inline, Attrs: []*field.Node{{Name: "prevent", JSON: "prevent", Kind: field.Bool}}}}}}},
		list("groups", &field.Node{Kind: field.Object, Attrs: []*field.Node{
			list("ids", &field.Node{}), list("titles", &field.Node{}), {Name: "old", JSON: "old", Deprecated: "Use titles."},
			list("near", &field.Node{Kind: field.Object, Attrs: []*field.Node{scalar("place", field.Country)}})}}),
		list("people", &field.Node{Kind: field.Object, Attrs: []*field.Node{{Name: "name", JSON: "name", Mode: field.Required}, {Name: "mail", JSON: "mail"}}}),
		list("phones", &field.Node{Kind: field.Object, Attrs: many}),
		{Name: "billing", JSON: "billing", Kind: field.Object, Attrs: []*field.Node{
			{Name: "currency", JSON: "currency", Kind: field.Object, Mode: field.Required, Attrs: []*field.Node{{Name: "code", JSON: "code", Choice: true}, link}}}},
		{Name: "section", JSON: "section", Kind: field.Object, Attrs: []*field.Node{
			{Name: "filter", JSON: "filter", Kind: field.Object, Attrs: []*field.Node{list("carriers", &field.Node{})}},
			field.NumberRange("range", "range", field.Optional, "Range.")}},
	}}}

	// many are more attributes than a message names.
	many = func() []*field.Node {
		var attrs []*field.Node
		for i := range 13 {
			attrs = append(attrs, scalar(fmt.Sprint("part", i), field.Any))
		}
		return attrs
	}()
)

// check expects findings of the form "path: summary", warnings with "warning: " before it, those that an object may have all the
// same with "new: ".
func check(t *testing.T, config attrs, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, lines(t, validate.Config(tree, config))); diff != "" {
		t.Errorf("%v (-want +got):\n%s", config, diff)
	}
}

func lines(t *testing.T, found validate.Findings) []string {
	t.Helper()
	var out []string
	for _, f := range found {
		s := f.Path.String() + ": " + f.Summary
		if f.Warning {
			s = "warning: " + s
		}
		if f.IfNew {
			s = "new: " + s
		}
		if f.Detail == "" {
			t.Errorf("%s says no more", s)
		}
		out = append(out, s)
	}
	return out
}

// Summaries name value and attribute, because Terraform shows only the first of several warnings with the same one.
func TestFormats(t *testing.T) {
	const moment, later = "2026-01-31T12:00:00Z", "2026-01-31T24:00:00Z"
	for _, c := range []struct {
		name, summary string
		kind          string // what the finding is marked with
		good, bad     []string
	}{
		{"currency_code", "Unknown currency", "new: ", []string{"EUR", "eur", "USD", "XCG", "sle", "ZWG", "VES", "XAU"}, []string{"EURO", "ABC", "", "€"}},
		{"currency_code", "Withdrawn currency", "warning: ", nil, []string{"DEM", "HRK", "bgn"}},
		{"country", "Unknown country", "new: ", []string{"DE", "de", "XK"}, []string{"ZZ", "XX", "D", "DEU", "001", "EU", "Germany"}},
		{"country", "Unusual country", "warning: ", nil, []string{"UK", "DD", "SU", "AN", "CS", "YU", "FX", "BU", "TP", "ZR"}},
		{"any_country", "Unknown country", "new: ", []string{"DE", "DEU", "gbr"}, []string{"XXX", "DEUT", "D"}},
		{"uuid", "Unusual id", "warning: ", []string{"4974a66b-7493-4f41-908c-58ba81093947", "4974A66B-7493-4F41-908C-58BA81093947"},
			[]string{"4974a66b74934f41908c58ba81093947", "{4974a66b-7493-4f41-908c-58ba81093947}", "4974a66b-7493-4f41-908c-58ba8109394g"}},
		{"email", "Wrong mail address", "new: ", []string{"a@example.com", "a+b@sub.example.com", `"a b"@example.com`}, []string{"a", "a@", "A <a@example.com>", "a@example.com,b@example.com", ""}},
		{"mailbox", "Unusual mail address", "warning: ", []string{"a@example.com"}, []string{"reception"}},
		{"date", "Wrong date", "new: ", []string{"2026-02-28"}, []string{"2026-02-29", "28.2.2026", "2026-2-28", ""}},
		{"time", "Wrong time of day", "new: ", []string{"00:00", "23:59:59", "24:00", "24:30"}, []string{"25:00", "7:00", "12:60", "12"}},
		{"moment", "Wrong date and time", "new: ", []string{moment, "2026-01-31T12:00Z", "2026-01-31T12:00:00.5+02:00", later}, []string{"2026-01-31", "2026-01-31T12:00:00", "2026-13-31T12:00:00Z"}},
		{"airline", "Unusual airline code", "warning: ", []string{"LH", "U2"}, []string{"lh", "LUF"}},
		{"language", "Unusual language tag", "warning: ", []string{"en", "pt-BR", "zh-Hant"}, []string{"english!", "xx-yy-zz-1"}},
		{"text", "", "", []string{"", "anything"}, nil},
	} {
		for _, s := range c.good {
			check(t, attrs{c.name: s})
		}
		for _, s := range c.bad {
			check(t, attrs{c.name: s}, fmt.Sprintf("%s%s: %s %q for %[2]s", c.kind, c.name, c.summary, s))
		}
	}
	check(t, attrs{"country": ""}, "warning: country: Empty country")
	check(t, attrs{"email": strings.Repeat("ä", 40)}, "new: email: Wrong mail address \""+strings.Repeat("ä", 30)+"…\" for email")
}

func TestJSON(t *testing.T) {
	for _, text := range []string{`{}`, `[1e400]`, `"x"`} {
		check(t, attrs{"json": text})
	}
	for _, text := range []string{``, `{`, `{} {}`} {
		check(t, attrs{"json": text}, "json: json is not valid JSON")
	}
	check(t, attrs{"json": `null`}, "json: json is the JSON text null")
}

func TestNumbers(t *testing.T) {
	check(t, attrs{"days": number("2147483647")})
	check(t, attrs{"days": number("-2147483648")})
	check(t, attrs{"days": number("2147483648")}, "new: days: 2147483648 is too large for days")
	check(t, attrs{"phone": number("9223372036854775807")})
	check(t, attrs{"phone": number("9223372036854775808")}, "phone: 9223372036854775808 is too large for phone")
	check(t, attrs{"phone": number("-1")}, "new: phone: -1 is too small for phone")
	check(t, attrs{"days": number("1.5")}, "days: 1.5 is no whole number, for days")
	// What does not fit into 64 bits cannot be read either.
	check(t, attrs{"days": number("9223372036854775808")}, "days: 9223372036854775808 is too large for days")
	check(t, attrs{"days": number("-9223372036854775809")}, "days: -9223372036854775809 is too large for days")
	check(t, attrs{"days": number("1e400")}, "days: 1e+400 is too large for days")
	check(t, attrs{"days": number("1e-400")}, "days: 1e-400 is no whole number, for days")
	check(t, attrs{"days": number("1e2")})
	check(t, attrs{"key_wo_version": number("2")})
	check(t, attrs{"key_wo_version": number("1.5")}, "key_wo_version: 1.5 is no whole number, for key_wo_version")
	check(t, attrs{"key_wo_version": number("1e30")}, "key_wo_version: 1000000000000000000000000000000 is too large for key_wo_version")
	check(t, attrs{"duration": attrs{"min": number("1.5"), "max": number("1.5")}})
	check(t, attrs{"duration": attrs{"min": number("1")}})
	check(t, attrs{"duration": attrs{"min": number("2"), "max": number("1")}}, "new: duration: Range upside down: duration from 2 to 1")
	check(t, attrs{"duration": attrs{"min": number("1e300"), "max": unknown}})
	for none, text := range map[string]string{"1e309": "1e+309", "-1e400": "-1e+400", "1e-400": "1e-400", "-2e-324": "-2e-324"} {
		check(t, attrs{"duration": attrs{"min": number(none), "max": unknown}}, "new: duration.min: "+text+" is out of range for min")
	}
	for _, some := range []string{"1.7976931348623157e308", "5e-324", "-0", "100.000000000000000000000000000000000000000000001"} {
		check(t, attrs{"duration": attrs{"min": number(some), "max": unknown}})
	}
}

func TestNumbersAreQuotedAsWritten(t *testing.T) {
	for value, want := range map[string]string{"0.1": "days is 0.1;", "9223372036854775808": "days is 9223372036854775808,"} {
		if found := validate.Config(tree, attrs{"days": number(value)}); len(found) != 1 || !strings.Contains(found[0].Detail, want) {
			t.Errorf("%s: %v", value, found)
		}
	}
}

func TestSecrets(t *testing.T) {
	const warning = ": Secret without a version: "
	check(t, attrs{"key_wo": "s", "key_wo_version": number("1")})
	check(t, attrs{"key_wo": "s", "key_wo_version": unknown})
	check(t, attrs{"key_wo": "s"}, "warning: key_wo"+warning+"key_wo")
	check(t, attrs{"key_wo": unknown})
	check(t, attrs{"key_wo_version": number("1")})
	check(t, attrs{"desks": []any{attrs{"pin_wo": "a", "pin_wo_version": number("1")}, attrs{"pin_wo": "b"}}}, "warning: desks[1].pin_wo"+warning+"pin_wo")
	found := validate.Config(tree, attrs{"key_wo": "hunter2"})
	if !strings.Contains(found[0].Detail, "key_wo_version") || strings.Contains(found[0].Detail, "hunter2") {
		t.Errorf("the warning says %q", found[0].Detail)
	}
}

func TestEnums(t *testing.T) {
	check(t, attrs{"cabin": "ECONOMY", "cabins": []any{"FIRST", "BUSINESS"}})
	check(t, attrs{"cabin": "economy", "cabins": []any{"FIRST", "Business"}}, `new: cabin: Wrong case of "economy" for cabin`, `new: cabins[1]: Wrong case of "Business" for cabins`)
	check(t, attrs{"cabin": "SUITE"}, `warning: cabin: Unknown value "SUITE" for cabin`)
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
	check(t, attrs{"countries": []any{"DE", nil}, "conditions": []any{nil}}, "countries[1]: Null in the list countries", "conditions[0]: Null in the list conditions")
	check(t, attrs{"countries": []any{}})
}

func TestUnions(t *testing.T) {
	check(t, attrs{"airlines": attrs{"is_linked": true}, "difference": attrs{"percentage": number("1")}, "stars": attrs{"is_linked": true, "exempt": true}})
	check(t, attrs{"airlines": attrs{"codes": []any{}, "strict": true}})
	check(t, attrs{"airlines": attrs{"is_linked": false}}, "airlines.is_linked: Not a way to unlink airlines")
	check(t, attrs{"airlines": attrs{"is_linked": true, "strict": true}}, "airlines.strict: Only one of is_linked and strict can be set")
	check(t, attrs{"difference": attrs{"amount": number("1"), "percentage": number("1")}}, "difference.percentage: Only one of amount and percentage can be set")
	// Something stands beside the choice.
	check(t, attrs{"stars": attrs{"exempt": true}, "rules": attrs{"car_types": attrs{"prevent": true}}})
	check(t, attrs{"conditions": []any{attrs{"region": "EU", "budget": number("1")}}}, "conditions[0].budget: Only one of region and budget can be set")
	// Choices in the wrappers of rules.
	check(t, attrs{"rules": attrs{"car_types": attrs{"is_linked": true, "car_types": []any{"SUV"}}}}, "rules.car_types.car_types: Only one of is_linked and car_types can be set")
	check(t, attrs{"rules": attrs{"car_types": attrs{"car_types": []any{"SUV"}, "prevent": true}}})
}

// Terraform drops names that it does not know, and then an object comes out empty.
func TestEmpty(t *testing.T) {
	for _, c := range []struct {
		name   string
		config attrs
		want   string // empty: nothing
		hint   string
	}{
		{"element", attrs{"groups": []any{attrs{}}}, "new: groups[0]", "(it has ids, titles, near)."},
		{"second element", attrs{"groups": []any{attrs{"ids": []any{}}, attrs{}}}, "new: groups[1]", "remove the element"},
		{"element that is a choice", attrs{"conditions": []any{attrs{}}}, "new: conditions[0]", "remove the element"},
		{"nested element", attrs{"groups": []any{attrs{"near": []any{attrs{}}}}}, "new: groups[0].near[0]", "(it has place)"},
		{"element with many attributes", attrs{"phones": []any{attrs{}}}, "new: phones[0]", "the names in phones[0]. If"},
		{"rule", attrs{"rules": attrs{"car_types": attrs{}}}, "new: rules.car_types", "(it has is_linked, car_types, note, prevent)"},
		{"rule without properties", attrs{"rules": attrs{"bare": attrs{}}}, "new: warning: rules.bare", "leave it: once it is applied"},
		{"rules", attrs{"rules": attrs{}}, "new: warning: rules", "(it has car_types, bare)"},
		{"choice", attrs{"airlines": attrs{}}, "airlines", "Set exactly one of is_linked; any of codes, strict; if nothing was meant, leave it out."},
		{"choice of plain branches", attrs{"difference": attrs{}}, "difference", "one of amount; percentage;"},
		{"choice beside something", attrs{"stars": attrs{}}, "new: stars", "is_linked; any of lowest, highest;"},
		{"choice that is required", attrs{"billing": attrs{"currency": attrs{}}}, "new: billing.currency", "Set exactly one of code; is_linked."},
		{"section", attrs{"section": attrs{}}, "new: warning: section", "once it is applied"},
		{"object in a section", attrs{"section": attrs{"filter": attrs{}}}, "new: section.filter", "(it has carriers). If nothing was meant, leave it out."},
		{"range", attrs{"section": attrs{"range": attrs{}}}, "new: warning: section.range", "(it has min, max)"},
		{"all null", attrs{"groups": []any{attrs{"ids": nil}}}, "", ""}, // which no value of Terraform's becomes here
		{"unknown", attrs{"groups": []any{attrs{"ids": unknown}, unknown}, "section": unknown, "airlines": attrs{"is_linked": unknown}}, "", ""},
		{"empty list", attrs{"groups": []any{attrs{"ids": []any{}}}, "section": attrs{"filter": attrs{"carriers": []any{}}}, "billing": attrs{"currency": attrs{"code": ""}}}, "", ""},
		{"secret", attrs{"desks": []any{attrs{"pin_wo": "a", "pin_wo_version": number("1")}}}, "", ""},
		{"no elements", attrs{"groups": []any{}}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := validate.Config(tree, c.config)
			if c.want == "" {
				check(t, c.config)
				return
			}
			check(t, c.config, c.want+": Nothing is set in "+strings.TrimPrefix(strings.TrimPrefix(c.want, "new: "), "warning: "))
			if text := found[0].Detail; !strings.Contains(text, c.hint) || !strings.Contains(text, "Terraform drops names") {
				t.Errorf("it says %q, not %q", text, c.hint)
			}
		})
	}
}

func TestRequired(t *testing.T) {
	check(t, attrs{"stars": attrs{"lowest": number("1")}})
	check(t, attrs{"stars": attrs{"highest": number("5")}}, "new: stars.lowest: Missing lowest")
	check(t, attrs{"rules": attrs{"car_types": attrs{"note": "n"}}}, "new: rules.car_types.car_types: Missing car_types")
	check(t, attrs{"people": []any{attrs{"name": "A"}, attrs{"mail": "m"}, attrs{"name": unknown}}}, "new: people[1].name: Missing name")
	check(t, attrs{"people": []any{attrs{}}}, "new: people[0].name: Missing name") // Terraform itself asks for it, so no name was misspelt
	root := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "parent", Mode: field.RequiredCreateOnly}, {Name: "id", JSON: "id", Mode: field.Computed}, {Name: "name", JSON: "name", Mode: field.Required},
		{JSON: "wrapper", Kind: field.Inline, Mode: field.Required, Attrs: []*field.Node{{Name: "kind", JSON: "kind", Mode: field.Required}, {Name: "note", JSON: "note"}}},
	}}}
	want := []string{"parent: Missing parent", "new: name: Missing name", "new: kind: Missing kind"}
	if diff := cmp.Diff(want, lines(t, validate.Config(root, attrs{}))); diff != "" {
		t.Error(diff)
	}
}

// What an object has already is not complained about, in whichever element of a list it is now; what it has once is not
// had twice.
func TestSpare(t *testing.T) {
	eu, odd := attrs{"place": "EU"}, attrs{"place": "Utopia"}
	near := func(places ...any) attrs { return attrs{"ids": []any{"a"}, "near": places} }
	for _, c := range []struct {
		name          string
		config, prior attrs
		want          []string
	}{
		{"the same", attrs{"country": "EU", "cabin": "economy"}, attrs{"country": "EU", "cabin": "economy"}, nil},
		{"the same in another spelling", attrs{"country": "eu"}, attrs{"country": "EU"}, nil},
		{"new", attrs{"country": "EU"}, attrs{}, []string{`new: country: Unknown country "EU" for country`}},
		{"another one", attrs{"country": "EU"}, attrs{"country": "ZZ"}, []string{`new: country: Unknown country "EU" for country`}},
		{"elsewhere", attrs{"any_country": "EU"}, attrs{"country": "EU"}, []string{`new: any_country: Unknown country "EU" for any_country`}},
		{"a range", attrs{"duration": attrs{"min": number("2"), "max": number("1")}}, attrs{"duration": attrs{"min": number("2"), "max": number("1")}}, nil},
		{"another range", attrs{"duration": attrs{"min": number("3"), "max": number("1")}}, attrs{"duration": attrs{"min": number("2"), "max": number("1")}},
			[]string{"new: duration: Range upside down: duration from 3 to 1"}},
		{"a moved element", attrs{"countries": []any{"DE", "EU"}}, attrs{"countries": []any{"EU"}}, nil},
		{"one more", attrs{"countries": []any{"EU", "DE", "EU"}}, attrs{"countries": []any{"DE", "FR", "EU"}}, []string{`new: countries[0]: Unknown country "EU" for countries`}},
		{"an element of a moved element", attrs{"groups": []any{near(), near(eu)}}, attrs{"groups": []any{near(eu)}}, nil},
		{"an element beside", attrs{"groups": []any{near(eu), near(odd)}}, attrs{"groups": []any{near(eu)}}, []string{`new: groups[1].near[0].place: Unknown country "Utopia" for place`}},
		{"an empty element", attrs{"groups": []any{attrs{}}}, attrs{"groups": []any{near(), attrs{}}}, nil},
		{"another empty element", attrs{"groups": []any{attrs{}, attrs{}}}, attrs{"groups": []any{attrs{}}}, []string{"new: groups[1]: Nothing is set in groups[1]"}},
		{"an empty section", attrs{"section": attrs{}}, attrs{"section": attrs{}}, nil},
		{"a section that was emptied", attrs{"section": attrs{}}, attrs{"section": attrs{"range": attrs{"min": number("1")}}}, []string{"new: warning: section: Nothing is set in section"}},
		{"an empty rule", attrs{"rules": attrs{"car_types": attrs{}}}, attrs{"rules": attrs{"car_types": attrs{}}}, nil},
		{"another empty rule", attrs{"rules": attrs{"car_types": attrs{}}}, attrs{"rules": attrs{"bare": attrs{}}}, []string{"new: rules.car_types: Nothing is set in rules.car_types"}},
		{"missing", attrs{"people": []any{attrs{"name": "B"}, attrs{"mail": "new"}}}, attrs{"people": []any{attrs{"mail": "m"}}}, nil},
		{"missing as well", attrs{"people": []any{attrs{"mail": "m"}, attrs{"mail": "n"}}}, attrs{"people": []any{attrs{"mail": "m"}}}, []string{"new: people[1].name: Missing name"}},
		{"what no answer reads like", attrs{"airlines": attrs{}}, attrs{"airlines": attrs{}}, []string{"airlines: Nothing is set in airlines"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := codec.NewMemory()
			had := validate.In(tree, m, validate.Config(tree, c.prior), c.prior)
			found := had.Spare(tree, m, validate.Config(tree, c.config), c.config, c.prior)
			if diff := cmp.Diff(c.want, lines(t, found)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
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
