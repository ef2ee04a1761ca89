package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// newFunctionRun is a run with a Terraform that has functions of providers.
func newFunctionRun(t *testing.T) run {
	t.Helper()
	r := newRun(t)
	r.RequireVersion(tfversion.Version1_8_0)
	return r
}

// summary and statements are outputs of what the functions say.
func summary(name, arguments string) string {
	return fmt.Sprintf("output %q {\n  value = provider::spotnana::policy_summary(%s)\n}\n", name, arguments)
}

func statements(name, arguments string) string {
	return fmt.Sprintf("output %q {\n  value = provider::spotnana::policy_statements(%s)\n}\n", name, arguments)
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

// The plan of an output shows the facts that change and nothing else, whatever moves.
func TestAccPolicyFunctions_plan(t *testing.T) {
	t.Parallel()
	r := newFunctionRun(t)
	amounts := map[string]int{}
	var cities []string
	for i := range 30 {
		city := fmt.Sprintf("City %02d", i)
		cities, amounts[city] = append(cities, city), 150+i
	}
	write := func(amounts map[string]int, cities ...string) {
		r.write(engineering(caps(amounts, cities...)), summary("test", address))
	}
	write(amounts, cities...)
	r.OK("apply", "-auto-approve")
	t.Log(outputs(r)["test"])

	raised := map[string]int{}
	for city, amount := range amounts {
		raised[city] = amount
	}
	raised["City 15"], raised["City 15a"] = 300, 310
	reversed := slices.Clone(cities)
	slices.Reverse(reversed)
	for _, tc := range []struct {
		name    string
		cities  []string
		amounts map[string]int
		want    []string
	}{
		{"one_cap", cities, raised, []string{"x"}},
		{"inserted", slices.Insert(slices.Clone(cities), 15, "City 15a"), raised, []string{"x"}},
		{"removed", slices.Delete(slices.Clone(cities), 15, 16), amounts, []string{"x"}},
		{"reversed", reversed, amounts, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := run{r.In(t), r.s}
			write(tc.amounts, tc.cities...)
			r.Plan()
			_, shown, _ := strings.Cut(r.Lines("show", "tfplan"), "Changes to Outputs:")
			t.Log(shown)
		})
	}
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
	t.Log(r.OK("plan"))
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	got := outputs(r)
	for n, v := range got {
		t.Logf("%s: %v", n, v)
	}
	for _, name := range []string{"data", "object", "singly", "lists"} {
		if got[name] != got["resource"] {
			t.Errorf("%s gives\n%v\nand not\n%v", name, got[name], got["resource"])
		}
	}
}
