package configuration_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
)

// capped is what a plan has of a policy with a cap for each amount.
func capped(amounts ...string) map[string]any {
	list := []any{}
	for _, amount := range amounts {
		list = append(list, map[string]any{"max_price": map[string]any{"amount": json.Number(amount), "currency_code": "EUR"}, "address": map[string]any{"locality": "X"}})
	}
	return priced(map[string]any{"max_price_per_location_list": list, "max_default_price": nil})
}

func priced(prices map[string]any) map[string]any {
	return map[string]any{"hotel_policy_rules": map[string]any{"max_hotel_price_by_location": prices}}
}

func TestPlaces(t *testing.T) {
	const list = "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list"
	// The table of a module becomes a list, which Terraform sorts by the names.
	const module = `
-- travel/main.tf
variable "caps" { type = map(number) }
variable "currency" { type = string }
resource "spotnana_policy" "p" {
  hotel_policy_rules = {
    max_hotel_price_by_location = length(var.caps) == 0 ? { is_linked = true, max_price_per_location_list = null } : {
      is_linked = null
      max_price_per_location_list = [for place, amount in var.caps : {
        max_price = { amount = amount, currency_code = var.currency }
        address   = { locality = split(", ", place)[0] }
      } if place != "other"]
    }
  }
}`
	for name, c := range map[string]struct {
		configuration string // the place is between the marks; without any there is none
		address, path string
		planned       map[string]any
	}{
		"the resource itself": {"locals {}\n«resource \"spotnana_policy\" \"p\"» {\n  name = \"P\"\n}", "spotnana_policy.p", "", nil},
		"an attribute":        {"resource \"spotnana_policy\" \"p\" {\n  name = «\"P\"»\n}", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"an element": {policy(`hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_price_per_location_list = [
        { max_price = { amount = 100, currency_code = "EUR" }, address = { locality = "X" } },
        {
          max_price = {
            currency_code = "EUR"
            amount        = «200»
          }
          address = { locality = "X" }
        },
      ]
    }
  }`), "spotnana_policy.sales", list + "[1].max_price.amount", capped("100", "200")},
		"what a rule does not have":    {hotel("{\n    «max_hotel_price_by_location» = {\n      is_linked = true\n    }\n  }"), "spotnana_policy.sales", list + "[0]", priced(map[string]any{"is_linked": true})},
		"a rule that is not there":     {"«resource \"spotnana_policy\" \"p\"» {\n  name = \"P\"\n}", "spotnana_policy.p", "air_policy_rules.x", nil},
		"a resource that is not there": {policy("name = \"P\""), "spotnana_policy.q", "name", nil},
		"a default": {"resource \"spotnana_policy\" \"p\" {\n  name = var.name\n}\n-- variables.tf\nvariable \"name\" {\n  default = «\"P\"»\n}",
			"spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"a file of values": {"variable \"name\" {\n  default = \"P\"\n}\nresource \"spotnana_policy\" \"p\" {\n  name = var.name\n}\n-- terraform.tfvars\n# Names\nname = «\"Q\"»",
			"spotnana_policy.p", "name", map[string]any{"name": "Q"}},
		"a value from outside": {"variable \"name\" {}\nresource \"spotnana_policy\" \"p\" {\n  «name» = var.name\n}", "spotnana_policy.p", "name", map[string]any{"name": "Q"}},
		"an instance": {"resource \"spotnana_policy\" \"p\" {\n  for_each = {\n    a = \"P\"\n    b = «\"P\"»\n  }\n  name = each.value\n}",
			`spotnana_policy.p["b"]`, "name", map[string]any{"name": "P"}},
		"lists put together": {"locals {\n  a = [{ max_price = { amount = 100 } }]\n  b = [\n    { max_price = { amount = «200» } },\n  ]\n}\n" +
			hotel("{ max_hotel_price_by_location = { max_price_per_location_list = flatten([local.a, local.b]) } }"),
			"spotnana_policy.sales", list + "[1].max_price.amount", capped("100", "200")},
		"a table": {"module \"sales\" {\n  source   = \"./travel\"\n  currency = \"EUR\"\n  caps = {\n    \"Rome, IT\" = 100.0\n    \"Oslo, NO\" = «200»\n    other      = 90\n  }\n}" + module,
			"module.sales.spotnana_policy.p", list + "[0].max_price.amount", capped("200", "100")},
		"a table with equal amounts": {"module \"sales\" {\n  source   = \"./travel\"\n  currency = \"EUR\"\n  caps = {\n    \"Rome, IT\" = «200»\n    \"Oslo, NO\" = 200\n  }\n}" + module,
			"module.sales.spotnana_policy.p", list + "[1].max_price.amount", capped("200", "200")},
		"an element of a table": {"module \"sales\" {\n  source   = \"./travel\"\n  caps = {\n    \"Rome, IT\" = «200»\n  }\n  currency = \"EUR\"\n}" + module,
			"module.sales.spotnana_policy.p", list + "[0]", capped("200")},
		"a module by its key": {"module \"m\" {\n  source   = \"./travel\"\n  for_each = {\n    a = { \"Rome, IT\" = 1 }\n    b = { \"Rome, IT\" = «1» }\n  }\n  currency = \"EUR\"\n  caps     = each.value\n}" + module,
			`module.m["b"].spotnana_policy.p`, list + "[0].max_price.amount", capped("1")},
		"JSON": {"-- main.tf.json\n{\"resource\": {\"spotnana_policy\": {\"p\": {\n  \"name\":\n    «\"P\"»\n}}}}", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			want := append(marked(t, folder, c.configuration), "")[0]
			t.Chdir(folder)
			places, err := configuration.ReadPlaces(".")
			if err != nil {
				t.Fatal(err)
			}
			got, found := places.Of(c.address, c.path, c.planned)
			if line := fmt.Sprintf("%s:%d:", got.File, got.Line); found != (want != "") || found && want[:min(len(want), len(line))] != line {
				t.Errorf("found is %t, in %s, instead of %s", found, line, want)
			}
		})
	}
}
