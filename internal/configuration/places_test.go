package configuration_test

import (
	"encoding/json"
	"fmt"
	"strings"
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

func placed(amount, locality string) map[string]any {
	return map[string]any{"max_price": map[string]any{"amount": json.Number(amount), "currency_code": "EUR"}, "address": map[string]any{"locality": locality}, "is_tax_included": nil}
}

func caps(l ...any) map[string]any {
	return priced(map[string]any{"max_price_per_location_list": l, "max_default_price": nil, "is_linked": nil})
}

type placeCase struct {
	configuration string // the place is between the marks; without any there is none
	address, path string
	planned       map[string]any
}

func (c placeCase) check(t *testing.T) {
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
	for name, c := range map[string]placeCase{
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
		t.Run(name, c.check)
	}
}

// Of several values that an attribute may have, the one in force is told; where nobody knows which one that is, the place of the attribute, or of the
// list that it is in.
func TestPlaces_inForce(t *testing.T) {
	const list = "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list"
	capList := func(s string) string {
		return hotel("{ max_hotel_price_by_location = { max_price_per_location_list = " + s + " } }")
	}
	const rows = "locals {\n  rows = [\n    { n = 1, a = 100 },\n    { n = 5, a = 100 },\n    { n = 7, a = 300 },\n  ]\n}\n"
	for name, c := range map[string]placeCase{
		"element of a set":           {"locals {\n  l = [\n    \"B\",\n    «\"A\"»,\n  ]\n}\nresource \"spotnana_policy\" \"p\" {\n  name = tolist(toset(local.l))[0]\n}\n", "spotnana_policy.p", "name", map[string]any{"name": "A"}},
		"zipped with a set":          {"locals {\n  l = [\n    \"B\",\n    \"A\",\n  ]\n}\nresource \"spotnana_policy\" \"p\" {\n  «name» = zipmap([\"x\", \"y\"], tolist(toset(local.l)))[\"x\"]\n}\n", "spotnana_policy.p", "name", map[string]any{"name": "A"}},
		"merged, by a function":      {"locals {\n  a = { max_default_price = { amount = 1 } }\n  b = {\n    «max_default_price» = jsondecode(var.y)\n  }\n}\n" + hotel("{ max_hotel_price_by_location = merge(local.a, var.x ? local.b : {}) }"), "spotnana_policy.sales", "hotel_policy_rules.max_hotel_price_by_location.max_default_price.amount", priced(map[string]any{"max_default_price": map[string]any{"amount": json.Number("2")}})},
		"merged, by two functions":   {"locals {\n  a = { max_default_price = jsondecode(var.z) }\n  b = {\n    max_default_price = jsondecode(var.y)\n  }\n}\n" + hotel("{ «max_hotel_price_by_location» = merge(local.a, var.x ? local.b : {}) }"), "spotnana_policy.sales", "hotel_policy_rules.max_hotel_price_by_location.max_default_price.amount", priced(map[string]any{"max_default_price": map[string]any{"amount": json.Number("2")}})},
		"merged in a list":           {"locals {\n  a = { max_price = { amount = 100 } }\n  b = {\n    max_price = { amount = «200» }\n  }\n}\n" + capList("[merge(local.a, var.x ? local.b : {}), { max_price = { amount = 300 } }]"), "spotnana_policy.sales", list + "[0].max_price.amount", caps(placed("200", "A"), placed("300", "B"))},
		"longer list":                {"locals {\n  a = {\n    hotel_codes = [\"X\", \"Y\"]\n  }\n  b = {\n    hotel_codes = [«\"X\"»]\n  }\n}\n" + hotel("{ restricted_hotels = var.x ? local.a : local.b }"), "spotnana_policy.sales", "hotel_policy_rules.restricted_hotels.hotel_codes[0]", map[string]any{"hotel_policy_rules": map[string]any{"restricted_hotels": map[string]any{"hotel_codes": []any{"X"}}}}},
		"list in another order":      {"locals {\n  a = {\n    hotel_codes = reverse([\n      \"X\",\n      «\"Y\"»])\n  }\n  b = { hotel_codes = [\"Z\", \"Y\"] }\n}\n" + hotel("{ restricted_hotels = var.x ? local.a : local.b }"), "spotnana_policy.sales", "hotel_policy_rules.restricted_hotels.hotel_codes[0]", map[string]any{"hotel_policy_rules": map[string]any{"restricted_hotels": map[string]any{"hotel_codes": []any{"Y", "X"}}}}},
		"empty list":                 {"locals {\n  a = {\n    list = []\n    max_default_price = { amount = «1» }\n  }\n  b = {\n    list = [1]\n    max_default_price = { amount = 1 }\n  }\n}\n" + hotel("{ max_hotel_price_by_location = var.x ? local.a : local.b }"), "spotnana_policy.sales", "hotel_policy_rules.max_hotel_price_by_location.max_default_price.amount", priced(map[string]any{"list": nil, "max_default_price": map[string]any{"amount": json.Number("1")}})},
		"near the name":              {"module \"m\" {\n  source = \"./m\"\n  c = \"EUR\"\n}\n-- m/main.tf\nvariable \"c\" {}\n" + capList("[\n    { max_price = {\n      currency_code = var.c\n      amount = «100» } }]"), "module.m.spotnana_policy.sales", list + "[0]", caps(placed("100", "A"))},
		"near the root":              {"module \"m\" {\n  source = \"./m\"\n  a = «100»\n}\n-- m/locals.tf\nlocals { c = \"EUR\" }\n-- m/main.tf\nvariable \"a\" {}\n" + capList("[\n    { max_price = {\n      currency_code = local.c\n      amount = var.a } }]"), "module.m.spotnana_policy.sales", list + "[0]", caps(placed("100", "A"))},
		"override":                   {"resource \"spotnana_policy\" \"p\" {\n  name = \"P\"\n  type = \"GROUP\"\n}\n-- zz.tf\n-- main_override.tf\nresource \"spotnana_policy\" \"p\" {\n  name = «\"Q\"»\n}", "spotnana_policy.p", "name", map[string]any{"name": "Q", "type": "GROUP"}},
		"override same":              {"resource \"spotnana_policy\" \"p\" {\n  name = \"P\"\n  type = \"GROUP\"\n}\n-- zz.tf\n-- main_override.tf\nresource \"spotnana_policy\" \"p\" {\n  name = «\"P\"»\n}", "spotnana_policy.p", "name", map[string]any{"name": "P", "type": "GROUP"}},
		"override early":             {"-- zz.tf\nresource \"spotnana_policy\" \"p\" {\n  name = \"P\"\n  type = \"GROUP\"\n}\n-- main_override.tf\nresource \"spotnana_policy\" \"p\" {\n  name = «\"P\"»\n}", "spotnana_policy.p", "name", map[string]any{"name": "P", "type": "GROUP"}},
		"override other":             {"resource \"spotnana_policy\" \"p\" {\n  name = \"P\"\n  type = «\"GROUP\"»\n}\n-- main_override.tf\nresource \"spotnana_policy\" \"p\" {\n  name = \"Q\"\n}", "spotnana_policy.p", "type", map[string]any{"name": "Q", "type": "GROUP"}},
		"override itself":            {"«resource \"spotnana_policy\" \"p\"» {\n  name = \"P\"\n  type = \"GROUP\"\n}\n-- main_override.tf\nresource \"spotnana_policy\" \"p\" {\n  name = \"Q\"\n}", "spotnana_policy.p", "", map[string]any{"name": "Q", "type": "GROUP"}},
		"override of a call":         {"module \"m\" {\n  source = \"./m\"\n  x = \"P\"\n}\n-- override.tf\nmodule \"m\" {\n  x = «\"P\"»\n}\n-- m/main.tf\nvariable \"x\" {}\nresource \"spotnana_policy\" \"p\" {\n  name = var.x\n}", "module.m.spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"override local":             {"-- zz.tf\nlocals {\n  n = \"P\"\n}\nresource \"spotnana_policy\" \"p\" {\n  name = local.n\n}\n-- override.tf\nlocals {\n  n = «\"P\"»\n}", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"tfvars same as default":     {"variable \"name\" {\n  default = \"P\"\n}\nresource \"spotnana_policy\" \"p\" {\n  name = var.name\n}\n-- terraform.tfvars\n\nname = «\"P\"»", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"auto over terraform":        {"variable \"name\" {\n  default = \"P\"\n}\nresource \"spotnana_policy\" \"p\" {\n  name = var.name\n}\n-- terraform.tfvars\nname = \"P\"\n-- a.auto.tfvars\n\nname = «\"P\"»", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"outside sets the default's": {"variable \"name\" {\n  default = \"P\"\n}\nresource \"spotnana_policy\" \"p\" {\n  «name» = var.name\n}\n-- terraform.tfvars\nname = \"X\"\n", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"optional same as given":     {"module \"m\" {\n  source = \"./m\"\n  x = { name = «\"P\"» }\n}\n-- m/main.tf\nvariable \"x\" {\n  type = object({\n    name = optional(string, \"P\")\n  })\n}\nresource \"spotnana_policy\" \"p\" {\n  name = var.x.name\n}", "module.m.spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"optional":                   {"module \"m\" {\n  source = \"./m\"\n  x = { }\n}\n-- m/main.tf\nvariable \"x\" {\n  type = object({\n    name = optional(string, «\"P\"»)\n  })\n}\nresource \"spotnana_policy\" \"p\" {\n  name = var.x.name\n}", "module.m.spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"filter":                     {rows + capList("«[»for r in local.rows : { max_price = { amount = r.a } } if length(var.x) > r.n]"), "spotnana_policy.sales", list + "[0].max_price.amount", caps(placed("100", "A"), placed("300", "B"))},
		"filter, unique":             {"locals {\n  rows = [\n    { n = 1, a = 100 },\n    { n = 5, a = 100 },\n    { n = 7, a = «300» },\n  ]\n}\n" + capList("[for r in local.rows : { max_price = { amount = r.a } } if length(var.x) > r.n]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("300", "B"))},
		"reversed, same":             {"locals {\n  rows = [\n    { a = 100 },\n    { a = 100 },\n  ]\n}\n" + capList("«[»for r in reverse(local.rows) : { max_price = { amount = r.a } }]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("100", "B"))},
		"values by name":             {"locals {\n  rows = {\n    b = 100\n    a = «100»\n  }\n}\n" + capList("[for r in values(local.rows) : { max_price = { amount = r } }]"), "spotnana_policy.sales", list + "[0].max_price.amount", caps(placed("100", "A"), placed("100", "B"))},
		"conditional both":           {"locals {\n  a = \"P\"\n  b = \"P\"\n}\nresource \"spotnana_policy\" \"p\" {\n  «name» = var.x ? local.a : local.b\n}\n", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"merge unsure":               {"locals {\n  a = { name = \"P\" }\n  b = {\n    name = «\"Q\"»\n  }\n}\nresource \"spotnana_policy\" \"p\" {\n  name = merge(local.a, var.x ? local.b : {}).name\n}\n", "spotnana_policy.p", "name", map[string]any{"name": "Q"}},
		"merge unsure, deep":         {"locals {\n  a = { max_default_price = { amount = 1 } }\n  b = {\n    max_default_price = { amount = «2» }\n  }\n}\n" + hotel("{ max_hotel_price_by_location = merge(local.a, var.x ? local.b : {}) }"), "spotnana_policy.sales", "hotel_policy_rules.max_hotel_price_by_location.max_default_price.amount", priced(map[string]any{"max_default_price": map[string]any{"amount": json.Number("2")}})},
		"grouped":                    {"locals {\n  rows = [\n    { k = \"hotels\", a = 100 },\n    { k = \"hotels\", a = «100» },\n  ]\n  g = { for r in local.rows : r.k => r.a... }\n}\n" + capList("[for r in local.g[\"hotels\"] : { max_price = { amount = r } }]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("100", "B"))},
		"misspelt beside":            {capList("[\n  { max_price = { amount = 100, curency = 1 }, address = { locality = \"A\" } },\n  { max_price = { amount = «100», curency = 2 }, address = { locality = \"A\" } }\n]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("100", "A"))},
		"concat unsure":              {"locals {\n  a = [{ max_price = { amount = 100 } }]\n  b = [{ max_price = { amount = 100 } }]\n}\n" + capList("«concat»(var.x ? local.a : [], local.b)"), "spotnana_policy.sales", list + "[0].max_price.amount", caps(placed("100", "A"))},
		"huge":                       {"resource \"spotnana_policy\" \"p\" {\n  «name» = 1e200000000\n}", "spotnana_policy.p", "name", map[string]any{"name": json.Number("1e200000000")}},
		"1e2":                        {capList("[{ max_price = { amount = «1e2» } }]"), "spotnana_policy.sales", list + "[0].max_price.amount", caps(placed("100", "A"))},
		"heredoc":                    {"resource \"spotnana_policy\" \"p\" {\n  type = \"x\"\n  name = «<<-EOT\n    P\n  EOT\n}\n", "spotnana_policy.p", "name", map[string]any{"name": "P\n"}},
		"count":                      {"locals {\n  n = [\n   \"A\",\n   «\"B\"»]\n}\nresource \"spotnana_policy\" \"p\" {\n  count = 2\n  name = local.n[count.index]\n}\n", "spotnana_policy.p[1]", "name", map[string]any{"name": "B"}},
		"unknown keys of modules":    {"module \"m\" {\n  source = \"./m\"\n  for_each = {\n    (\"${var.x}a\") = \"P\"\n    (\"${var.x}b\") = «\"Q\"»\n  }\n  x = each.value\n}\n-- m/main.tf\nvariable \"x\" {}\nresource \"spotnana_policy\" \"p\" {\n  name = var.x\n}", "module.m[\"1b\"].spotnana_policy.p", "name", map[string]any{"name": "Q"}},
		"for_each set":               {"resource \"spotnana_policy\" \"p\" {\n  for_each = toset([\n    \"P\",\n    «\"Q\"»,\n  ])\n  name = each.key\n}", `spotnana_policy.p["Q"]`, "name", map[string]any{"name": "Q"}},
		"splat":                      {"locals {\n  rows = [\n    { a = { amount = 100 } },\n    { a = { amount = «100» } },\n  ]\n}\n" + capList("[for p in local.rows[*].a : { max_price = p }]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("100", "B"))},
		"json array":                 {"-- main.tf.json\n{\"resource\": [{\"spotnana_policy\": {\"p\": [{\n  \"name\":\n    «\"P\"»\n}]}}]}", "spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"json list":                  {"-- main.tf.json\n{\"locals\": {\"n\":\n 100}, \"resource\": {\"spotnana_policy\": {\"sales\": {\"hotel_policy_rules\": {\"max_hotel_price_by_location\": {\"max_price_per_location_list\": [\n{\"max_price\": {\"amount\": \"${local.n}\"}},\n{\"max_price\": {\"amount\": «100»}}]}}}}}}", "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("100", "A"))},
		"null given":                 {"module \"m\" {\n  source = \"./m\"\n  x = null\n}\n-- m/main.tf\nvariable \"x\" {\n  nullable = false\n  default = «\"P\"»\n}\nresource \"spotnana_policy\" \"p\" {\n  name = var.x\n}", "module.m.spotnana_policy.p", "name", map[string]any{"name": "P"}},
		"tostring":                   {"locals {\n  n = «5»\n}\nresource \"spotnana_policy\" \"p\" {\n  name = tostring(local.n)\n}", "spotnana_policy.p", "name", map[string]any{"name": "5"}},
		"set of objects":             {"locals {\n  rows = [\n    { a = 200, x = \"A\" },\n    { a = 200, x = \"B\" },\n  ]\n}\n" + capList("«[»for r in toset(local.rows) : { max_price = { amount = r.a } }]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("200", "A"), placed("200", "B"))},
		"distinct, exact":            {"locals {\n  rows = [\n    { a = 200, x = \"A\" },\n    { a = «200», x = \"B\" },\n  ]\n}\n" + capList("[for r in distinct(local.rows) : { max_price = { amount = r.a }, address = { locality = r.x } }]"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("200", "A"), placed("200", "B"))},
		"flatten nested":             {"locals {\n  t = {\n    DE = {\n      A = 200\n      B = «200» }\n  }\n}\n" + capList("flatten([for c, m in local.t : [for k, v in m : { max_price = { amount = v }, address = { locality = upper(k) } }]])"), "spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("200", "A"), placed("200", "B"))},
		"flatten nested filtered":    {"locals {\n  t = {\n    DE = {\n      A = 200\n      B = 200 }\n  }\n}\n" + capList("«flatten([for» c, m in local.t : [for k, v in m : { max_price = { amount = v }, address = { locality = upper(k) } } if length(k) > 3]])"), "spotnana_policy.sales", list + "[0].max_price.amount", caps(placed("200", "A"))},
	} {
		t.Run(name, c.check)
	}
}

// Of a list the element in force is told, where it is known which one that is.
func TestPlaces_lists(t *testing.T) {
	const list = "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list"
	const rows = "locals {\n  a = [\n    { k = \"x\", a = 100 },\n    { k = \"y\", a = 100 },\n  ]\n  b = [\n    { k = \"x\", a = 100 },\n    { k = \"z\", a = 100 },\n  ]\n}\n"
	second := strings.Replace(rows, "\"y\", a = 100", "\"y\", a = «100»", 1)
	for over, isKnown := range map[string]bool{
		"local.a":                                                          true,
		"(var.x ? local.a : local.b)":                                      false,
		"flatten(var.x ? local.a : local.b)":                               false,
		"flatten([var.x, local.a])":                                        false,
		"flatten([local.a, local.b])":                                      true,
		"flatten([[local.a[0]], local.a[1]])":                              true,
		"flatten([var.x ? local.a : local.a[0], local.a[1]])":              false,
		"flatten([toset(local.a)])":                                        false,
		"concat(toset(local.a), local.b)":                                  false,
		"concat(local.a, toset(local.b))":                                  false,
		"setunion(local.a, local.b)":                                       false,
		"[for r in local.a : r if r.k == \"x\" || length(var.x) > 0]":      true,
		"[for r in local.a : r if r.k == \"y\" || length(var.x) > 0]":      false,
		"[for r in toset(local.a) : r]":                                    false,
		"[for r in (var.x ? local.a : local.b)[*] : r]":                    false,
		"toset(local.a)[*]":                                                false,
		"{ for r in local.a : \"k\" => r... }[\"k\"]":                      true,
		"{ for r in toset(local.a) : \"k\" => r... }[\"k\"]":               false,
		"{ for r in local.a : (r.k == \"x\" ? var.x : \"k\") => r }":       false,
		"values({ for r in local.a : r.k => r })":                          true,
		"values({ for r in local.a : (r.k == \"x\" ? var.x : r.k) => r })": false,
	} {
		t.Run(over, func(t *testing.T) {
			at, table := "«[»", rows
			if isKnown {
				at, table = "[", second
			}
			placeCase{
				hotel("{ max_hotel_price_by_location = { max_price_per_location_list = "+at+"for r in "+over+" : { max_price = { amount = r.a } }] } }") + table,
				"spotnana_policy.sales", list + "[1].max_price.amount", caps(placed("100", "A"), placed("100", "B")),
			}.check(t)
		})
	}
}

// What a module is given, and what the types of its variables say of what is missing.
func TestPlaces_types(t *testing.T) {
	for name, c := range map[string]struct{ typ, given, name string }{
		"null":               {"object({ name = optional(string, «\"P\"») })", "{ name = null }", "var.x.name"},
		"in an object":       {"object({ a = object({ name = optional(string, «\"P\"») }) })", "{ a = {} }", "var.x.a.name"},
		"in a list":          {"list(object({ name = optional(string, «\"P\"») }))", "[{}]", "var.x[0].name"},
		"in a map":           {"map(object({ name = optional(string, «\"P\"») }))", "{ a = {} }", "var.x[\"a\"].name"},
		"of a missing one":   {"object({ a = optional(object({ name = optional(string, «\"P\"») }), {}) })", "{}", "var.x.a.name"},
		"another one":        {"object({ name = optional(string, \"P\"), other = optional(string) })", "{ name = «\"P\"» }", "var.x.other == null ? var.x.name : \"P\""},
		"what it may not be": {"any", "{ a = \"P\", b = «\"P\"» }", "zipmap([\"b\"], [var.x.b])[\"b\"]"},
	} {
		t.Run(name, func(t *testing.T) {
			placeCase{
				"module \"m\" {\n  source = \"./m\"\n\n  x = " + strings.ReplaceAll(c.given, ", ", "\n") + "\n}\n-- m/main.tf\nresource \"spotnana_policy\" \"p\" {\n  name = " + c.name + "\n}\nvariable \"x\" {\n\n  type = " + c.typ + "\n}",
				"module.m.spotnana_policy.p", "name", map[string]any{"name": "P"},
			}.check(t)
		})
	}
}

// Hundreds of rows in an order that nobody knows are told apart, and what multiplies itself ends.
func TestPlaces_large(t *testing.T) {
	const rows = 300
	var table strings.Builder
	var planned []any
	for i := range rows {
		fmt.Fprintf(&table, "c%03d = %d\n", i, 100+i%7)
		planned = append(planned, placed(fmt.Sprint(100+(rows-1-i)%7), fmt.Sprintf("c%03d", rows-1-i)))
	}
	many := "l0 = [" + strings.Repeat("1,", 10) + "]\n"
	for i := range 20 {
		many += fmt.Sprintf("l%d = [%s]\n", i+1, strings.Repeat(fmt.Sprintf("local.l%d,", i), 10))
	}
	t.Chdir(t.TempDir())
	marked(t, ".", "locals {\ncaps = {\n"+table.String()+"}\n}\n"+
		hotel("{\nmax_hotel_price_by_location = {\nmax_price_per_location_list = reverse([for k, v in local.caps : { max_price = { amount = v }, address = { locality = k } }])\n}\n}")+
		"resource \"spotnana_policy\" \"m\" {\nname = local.l20\n}\n-- many.tf\nlocals {\n"+many+"}\n")
	places, err := configuration.ReadPlaces(".")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		path := fmt.Sprintf("hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list[%d].max_price.amount", i)
		if at, _ := places.Of("spotnana_policy.sales", path, caps(planned...)); at.Line != 2+rows-i {
			t.Fatalf("%d is told to stand in line %d", i, at.Line)
		}
	}
	places.Of("spotnana_policy.m", "name", map[string]any{"name": "x"})
	places.Of("spotnana_policy.m", "name", map[string]any{})
}
