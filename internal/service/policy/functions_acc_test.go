package policy_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

type object = map[string]any

// newFunctionRun is a run with a Terraform that has functions of providers.
func newFunctionRun(t *testing.T) run {
	t.Helper()
	r := newRun(t)
	r.RequireVersion(tfversion.Version1_8_0)
	return r
}

// summary, statements and texts are outputs of what the functions say.
func summary(name, arguments string) string { return output(name, "policy_summary("+arguments+")") }

func statements(name, arguments string) string {
	return output(name, "policy_statements("+arguments+")")
}

func texts(name, arguments string) string {
	return output(name, "policy_statements("+arguments+")[*].text")
}

func output(name, call string) string {
	return fmt.Sprintf("output %q {\n  value = provider::spotnana::%s\n}\n", name, call)
}

// caps are the lines of a policy that limit the price of hotels, by city.
func caps(amounts map[string]int, cities ...string) string {
	var list []string
	for _, city := range cities {
		list = append(list, fmt.Sprintf("{ max_price = { amount = %d, currency_code = \"EUR\" }, address = { address_lines = [], region_code = \"DE\", locality = %q } },", amounts[city], city))
	}
	return "hotel_policy_rules = { max_hotel_price_by_location = { max_default_price = { amount = 140, currency_code = \"EUR\" }, max_price_per_location_list = [\n" +
		strings.Join(list, "\n") + "\n] } }\n"
}

// outputs are the names and values of the outputs.
func outputs(r run) map[string]any {
	var all map[string]struct{ Value any }
	r.JSON(&all, "output", "-json")
	values := map[string]any{}
	for name, o := range all {
		values[name] = o.Value
	}
	return values
}

// changedOutputs are the lines of a plan for people that say what changes in outputs, by output.
func changedOutputs(r run) map[string][]string {
	r.Plan()
	_, shown, _ := strings.Cut(r.Lines("show", "tfplan"), "Changes to Outputs:")
	lines, name := map[string][]string{}, ""
	for _, line := range strings.Split(shown, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasSuffix(line, " = <<-EOT"), strings.HasSuffix(line, " = ["):
			name = strings.Fields(line)[1]
			lines[name] = nil
		case strings.HasPrefix(line, "+ "), strings.HasPrefix(line, "- "), strings.HasPrefix(line, "~ "):
			lines[name] = append(lines[name], line)
		}
	}
	return lines
}

// The plan of an output shows the facts that change and nothing else, whatever moves.
func TestAccPolicyFunctions_plan(t *testing.T) {
	t.Parallel()
	r := newFunctionRun(t)
	amounts := map[string]int{"City 15a": 310}
	var cities []string
	for i := range 30 {
		city := fmt.Sprintf("City %02d", i)
		cities, amounts[city] = append(cities, city), 150+i
	}
	write := func(amounts map[string]int, cities ...string) {
		r.write(engineering(caps(amounts, cities...)), summary("summary", address), texts("texts", address))
	}
	write(amounts, cities...)
	r.OK("apply", "-auto-approve")
	raised := maps.Clone(amounts)
	raised["City 15"] = 300
	reversed := slices.Clone(cities)
	slices.Reverse(reversed)
	for _, tc := range []struct {
		name    string
		cities  []string
		amounts map[string]int
		want    map[string][]string
	}{
		{"one_cap", cities, raised, map[string][]string{
			"summary": {"- Hotel in City 15, DE: at most 165 EUR a night", "+ Hotel in City 15, DE: at most 300 EUR a night"},
			"texts":   {`~ "Hotel in City 15, DE: at most 165 EUR a night" -> "Hotel in City 15, DE: at most 300 EUR a night",`},
		}},
		{"inserted", slices.Insert(slices.Clone(cities), 15, "City 15a"), amounts, map[string][]string{
			"summary": {"+ Hotel in City 15a, DE: at most 310 EUR a night"},
			"texts":   {`+ "Hotel in City 15a, DE: at most 310 EUR a night",`},
		}},
		{"removed", slices.Delete(slices.Clone(cities), 15, 16), amounts, map[string][]string{
			"summary": {"- Hotel in City 15, DE: at most 165 EUR a night"},
			"texts":   {`- "Hotel in City 15, DE: at most 165 EUR a night",`},
		}},
		{"reversed", reversed, amounts, map[string][]string{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run{r.In(t), r.s}
			write(tc.amounts, tc.cities...)
			if diff := cmp.Diff(tc.want, changedOutputs(r)); diff != "" {
				t.Errorf("what the plan says (-want +got)\n%s", diff)
			}
		})
	}
}

// What is known after apply only is unknown in the plan, or says so; all else is known. After the apply the statements are right at once.
func TestAccPolicyFunctions_unknown(t *testing.T) {
	t.Parallel()
	r := newFunctionRun(t)
	r.write(fmt.Sprintf(`
resource "spotnana_department" "test" {
  company_id = %q
  name       = "Research"
}
resource "terraform_data" "cap" {
  input = 210
}
`, companyID), strings.Replace(engineering(`hotel_policy_rules = { max_hotel_price_by_location = {
    max_default_price           = { amount = 140, currency_code = "EUR" }
    max_price_per_location_list = [{ max_price = { amount = terraform_data.cap.output, currency_code = "EUR" }, address = { address_lines = [], region_code = "DE", locality = "Munich" } }]
  } }`), `["eng"]`, "[spotnana_department.test.id]", 1),
		summary("summary", address+", spotnana_department.test"),
		statements("statements", address+", spotnana_department.test"),
		"output \"sections\" {\n  value = distinct(provider::spotnana::policy_statements("+address+")[*].section)\n}\n",
		// A data source that is read during the apply: by its id nothing of it is known, by its name the name alone.
		fmt.Sprintf("data \"spotnana_policy\" \"test\" {\n  company_id = %q\n  name = \"Engineering\"\n  depends_on = [spotnana_policy.test]\n}\n", companyID),
		summary("read_later", "data.spotnana_policy.test, spotnana_department.test"),
		texts("texts_later", "data.spotnana_policy.test, spotnana_department.test"),
	)
	changes := r.Plan().OutputChanges
	if got := changes["summary"].After; got != strings.Join([]string{
		"Name: Engineering", "Rank: Group", "Inherits from: the company's default policy", "Currency: EUR",
		"Travelers: departments: (known after apply), countries: DE, FR",
		"Hotel in Munich, DE: at most (known after apply) EUR a night", "Hotel in all other places: at most 140 EUR a night"}, "\n") {
		t.Errorf("the summary is planned as\n%v", got)
	}
	if diff := cmp.Diff([]any{"General", "Travelers", "Hotels"}, changes["sections"].After); diff != "" {
		t.Errorf("the sections (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]any{
		object{}, object{}, object{}, object{}, object{"text": true, "value": true}, object{"text": true, "value": true}, object{},
	}, changes["statements"].AfterUnknown); diff != "" {
		t.Errorf("what is unknown in the statements (-want +got)\n%s", diff)
	}
	for _, name := range []string{"read_later", "texts_later"} {
		if changes[name].AfterUnknown != true {
			t.Errorf("of a policy that is read during the apply this is planned: %v", changes[name].After)
		}
	}
	r.OK("apply", "tfplan")
	got := outputs(r)
	want := []any{"Name: Engineering", "Rank: Group", "Inherits from: the company's default policy", "Currency: EUR", "Travelers: departments: Research, countries: DE, FR",
		"Hotel in Munich, DE: at most 210 EUR a night", "Hotel in all other places: at most 140 EUR a night"}
	var said []any
	for _, s := range got["statements"].([]any) {
		said = append(said, s.(object)["text"])
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("the statements after the apply (-want +got)\n%s", diff)
	}
	// Terraform takes over a text of the plan in which nothing is unknown, so this one is right after the next apply only: its page says so.
	if diff := cmp.Diff(map[string][]string{"summary": {
		"- Travelers: departments: (known after apply), countries: DE, FR", "+ Travelers: departments: Research, countries: DE, FR",
		"- Hotel in Munich, DE: at most (known after apply) EUR a night", "+ Hotel in Munich, DE: at most 210 EUR a night",
	}}, changedOutputs(r)); diff != "" {
		t.Errorf("the plan after the apply (-want +got)\n%s", diff)
	}
	r.OK("apply", "tfplan")
	r.NoChanges()
}

// A wrong argument is an error at the argument, which says what was expected.
func TestAccPolicyFunctions_badArguments(t *testing.T) {
	t.Parallel()
	r := newFunctionRun(t)
	for _, tc := range []struct{ call, parameter, want string }{
		{`policy_summary("x")`, "policy", "one travel policy is expected (a resource or a data source spotnana_policy, or an object with the same attributes), but this is a string."},
		{`policy_summary(null)`, "policy", "argument must not be null."},
		{`policy_summary([{ name = "x", type = "GROUP", user_groups = [] }])`, "policy", "but this is a list: give one of its elements."},
		{`policy_summary({ a = { name = "x", type = "GROUP", user_groups = [] } })`, "policy", `such as spotnana_policy.example["key"].`},
		{`policy_statements({ id = "1", name = "x" })`, "policy", "but this is an object without type, user_groups. Lists such as that of spotnana_policies have no rules"},
		{`policy_statements({ name = "x", type = "GROUP", user_groups = [] }, "1")`, "others", "but this is a string: give the whole object, not one of its attributes."},
		{`policy_statements({ name = "x", type = "GROUP", user_groups = [] }, null)`, "others", "argument must not be null."},
	} {
		r.write("output \"test\" {\n  value = provider::spotnana::" + tc.call + "\n}\n")
		r.Fails([]string{"plan"}, "Error: Invalid function argument", fmt.Sprintf("Invalid value for %q parameter: ", tc.parameter), tc.want)
	}
}

// A policy may be a resource, a data source or an object, and says the same as each of them. What it refers to may be single objects,
// lists, or all instances of a resource.
func TestAccPolicyFunctions_kinds(t *testing.T) {
	t.Parallel()
	r := newFunctionRun(t)
	r.write(fmt.Sprintf(`
locals {
  policy = {
    company_id  = %[1]q
    name        = "Engineering"
    type        = "GROUP"
    category    = "EMPLOYEE"
    currency    = { currency_code = "EUR" }
    user_groups = [{ departments = [spotnana_department.all["eng"].id, spotnana_department.all["it"].id], country_codes = ["DE"] }]
    parent_policy_id   = spotnana_policy.parent["a"].id
    car_policy_rules   = { allowed_car_types = { is_linked = true } }
    hotel_policy_rules = {
      hotel_star_rating           = { rating_range = { min = 2, max = 4 } }
      max_hotel_price_by_location = { max_default_price = { amount = 140.5, currency_code = "EUR" }, max_price_per_location_list = [] }
    }
  }
}
resource "spotnana_department" "all" {
  for_each   = toset(["eng", "it"])
  company_id = %[1]q
  name       = "Department ${each.key}"
}
resource "spotnana_policy" "parent" {
  for_each         = toset(["a", "b"])
  company_id       = %[1]q
  name             = "Parent ${each.key}"
  type             = "GROUP"
  currency         = { currency_code = "EUR" }
  user_groups      = []
  car_policy_rules = { allowed_car_types = { car_types = [each.key == "a" ? "VAN" : "SUV"] } }
  lifecycle {
    create_before_destroy = true
  }
}
resource "spotnana_policy" "test" {
  company_id         = local.policy.company_id
  name               = local.policy.name
  type               = local.policy.type
  category           = local.policy.category
  currency           = local.policy.currency
  user_groups        = local.policy.user_groups
  parent_policy_id   = local.policy.parent_policy_id
  car_policy_rules   = local.policy.car_policy_rules
  hotel_policy_rules = local.policy.hotel_policy_rules
}
data "spotnana_policy" "test" {
  company_id = %[1]q
  id         = spotnana_policy.test.id
}
resource "spotnana_policy" "counted" {
  count       = 1
  company_id  = %[1]q
  name        = "Counted"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = []
}
`, companyID),
		summary("resource", "spotnana_policy.test, spotnana_policy.parent, spotnana_department.all"),
		summary("data", "data.spotnana_policy.test, spotnana_policy.parent, spotnana_department.all"),
		summary("object", "local.policy, spotnana_policy.parent, spotnana_department.all"),
		summary("singly", `spotnana_policy.test, spotnana_policy.parent["a"], spotnana_policy.parent["b"], [spotnana_department.all["it"]], { x = spotnana_department.all["eng"] }`),
		summary("lists", "spotnana_policy.test, values(spotnana_policy.parent), spotnana_policy.counted, toset(values(spotnana_department.all))"),
		summary("counted", "spotnana_policy.counted[0]"),
		statements("statements", "spotnana_policy.test, spotnana_policy.parent, spotnana_department.all"),
		statements("alone", "spotnana_policy.test"),
	)
	r.OK("apply", "-auto-approve")
	r.OK("apply", "-auto-approve") // the texts had parts that were not known in the first plan
	r.NoChanges()
	got := outputs(r)
	want := strings.Join([]string{"Name: Engineering", "Rank: Group", "Made for: Employee", "Inherits from: Parent a", "Currency: EUR",
		"Travelers: departments: Department eng, Department it, countries: DE", "Hotel in all other places: at most 140.5 EUR a night", "Stars of hotels: 2 to 4 stars",
		"Rental cars within the policy: Van (from Parent a)"}, "\n")
	for _, name := range []string{"resource", "data", "object", "singly", "lists"} {
		if got[name] != want {
			t.Errorf("%s gives\n%v\nand not\n%v", name, got[name], want)
		}
	}
	if name, _, _ := strings.Cut(got["counted"].(string), "\n"); name != "Name: Counted" {
		t.Errorf("the instance of a resource with count is\n%v", got["counted"])
	}
	for name, want := range map[string]object{
		"statements": {"section": "Cars", "rule": "Rental cars within the policy", "applies_to": "", "text": "Rental cars within the policy: Van (from Parent a)", "value": "Van", "inherited": "Parent a"},
		"alone":      {"section": "Cars", "rule": "Rental cars within the policy", "applies_to": "", "text": "Rental cars within the policy: inherited", "value": "inherited", "inherited": ""},
	} {
		rows := got[name].([]any)
		if diff := cmp.Diff(want, rows[len(rows)-1]); diff != "" {
			t.Errorf("the last of %s (-want +got)\n%s", name, diff)
		}
		if inherited, ok := rows[0].(object)["inherited"]; !ok || inherited != nil {
			t.Errorf("the name of the policy is inherited from %v", inherited)
		}
	}
}
