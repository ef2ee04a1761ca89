package configuration_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
)

// served are the schemas, which take a tenth of a second.
var served = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return crud.NewServer(&provider.Provider{}).GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

func schemas(t testing.TB) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	out, err := served()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// marked is a configuration in which «…» stands around each name that is to be found. It writes the files without the marks, and
// returns the places.
func marked(t testing.TB, folder, configuration string) []string {
	t.Helper()
	var places []string
	name, content := "main.tf", &strings.Builder{}
	write := func() {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	line := 0
	for _, text := range strings.Split(configuration, "\n") {
		if file, ok := strings.CutPrefix(text, "-- "); ok {
			if line > 0 {
				write()
			}
			name, line = file, 0
			content.Reset()
			continue
		}
		line++
		before, rest, found := strings.Cut(text, "«")
		for found {
			places = append(places, fmt.Sprintf("%s:%d:%d", name, line, len([]rune(before))+1))
			text = strings.Replace(before+rest, "»", "", 1)
			before, rest, found = strings.Cut(text, "«")
		}
		content.WriteString(text + "\n")
	}
	write()
	return places
}

func find(t testing.TB, folder string) ([]configuration.Finding, error) {
	t.Helper()
	t.Chdir(folder)
	return configuration.NewLinter("spotnana", schemas(t)).Folders(".")
}

func placesOf(found []configuration.Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column))
	}
	return out
}

// hotel is a policy with something in its hotel rules.
func hotel(rules string) string { return policy("hotel_policy_rules = " + rules) }

func policy(content string) string {
	return "resource \"spotnana_policy\" \"sales\" {\n" + content + "\n}\n"
}

// ways are those by which an object comes into a resource. Each has a name that is marked.
var ways = map[string]string{
	"attribute":          policy("«namee» = 1"),
	"object":             hotel("{ «max_defaul» = 1 }"),
	"deep":               hotel("{\n  max_hotel_price_by_location = {\n    is_linked = false\n    «max_defaul_price» = { amount = 1 }\n    max_default_price = { «amout» = 1 }\n  }\n}"),
	"quoted":             hotel(`{ «"max_defaul"» = 1, «"typo:2"» : 2 }`),
	"parentheses":        hotel("(({ «typo» = 1 }))"),
	"list":               policy("air_oop_reason_codes = { reason_codes = [{ entity_id = \"x\" }, { «typo» = 1 }] }"),
	"conditional":        hotel("var.x ? { «typo1» = 1 } : { «typo2» = 2 }"),
	"nested conditional": hotel("{ max_hotel_price_by_location = null, «typo» = var.x ? null : { y = 1 } }"),
	"local":              hotel("local.rules") + `locals { rules = { «typo» = 1 } }`,
	"local of a local":   hotel("local.a") + "locals {\n  a = local.b.c[0]\n  b = { c = [{ «typo» = 1 }, { other = 1 }] }\n}",
	"local with a key":   hotel("local.a[\"sales\"]") + "locals {\n  a = {\n    sales = { «typo» = 1 }\n    other = { typo = 1 }\n  }\n}",
	"local, unknown key": hotel("local.a[var.which]") + "locals {\n  a = {\n    sales = { «typo» = 1 }\n    other = { «typo» = 1 }\n  }\n}",
	"computed key":       hotel("{ (local.k) = 1 }") + `locals { k = «"typo"» }`,
	"template key":       hotel(`{ «"${local.k}_x"» = 1 }`) + `locals { k = "typo" }`,
	"reached twice":      hotel("local.rules") + strings.Replace(hotel("local.rules"), "sales", "b", 1) + `locals { rules = { «typo» = 1 } }`,
	"variable's default": hotel("var.rules") + "variable \"rules\" {\n  default = { «typo» = 1 }\n}",
	"variable's type":    hotel("var.rules") + "variable \"rules\" {\n  type = object({ hotel_chain_codes = any, «typo» = optional(string), «\"quoted\"» = any })\n}",
	"variable's deep type": hotel("{ max_hotel_price_by_location = var.rules[\"x\"][0] }") +
		"variable \"rules\" {\n  type = map(list(object({ max_default_price = object({ «typo» = string }) })))\n}",
	"default in a type": hotel("var.rules") +
		"variable \"rules\" {\n  type = object({ max_hotel_price_by_location = optional(any, { «typo» = 1 }) })\n}",
	"slip of a default": policy("name = var.caps.x.amount") +
		"variable \"caps\" {\n  type = map(object({ amount = optional(number) }))\n  default = { x = { «amuont» = 1, note_for_people = 2 } }\n}",
	"for object":           hotel("{ for k, v in local.r : k => v }") + "locals {\n  r = {\n    «typo» = 1\n    max_hotel_price_by_location = { «typo2» = 1 }\n  }\n}",
	"for body":             hotel("{ max_hotel_price_by_location = { for k in var.x : «\"typo\"» => 1 if k != null } }"),
	"for list":             policy("air_oop_reason_codes = { reason_codes = [for c in var.x : { entity_id = c, «typo» = 1 }] }"),
	"for over a list":      policy("air_oop_reason_codes = { reason_codes = [for c in local.l : c] }") + "locals {\n  l = [{ entity_id = 1 }, { «typo» = 1 }]\n}",
	"for over nothing":     policy("air_oop_reason_codes = { reason_codes = [for c in [] : { «typo» = 1 }] }"),
	"for with a condition": hotel("{ for k, v in { «typo» = 1, b = 2 } : k => v if k != \"b\" }"),
	"for with groups":      policy("air_oop_reason_codes = { for k, v in local.l : v.k => v.v... }") + "locals {\n  l = [{ k = \"reason_codes\", v = { «typo» = 1 } }]\n}",
	"merge":                hotel("merge({ «typo1» = 1 }, local.rules, var.more)") + `locals { rules = { «typo2» = 1 } }`,
	"merge of a list":      hotel("merge([for n in [{ «typo1» = 1 }, { «typo2» = 1 }] : n]...)"),
	"merge of values":      hotel("merge({ max_hotel_price_by_location = { replaced = 1 } }, { max_hotel_price_by_location = { «typo» = 1 } })"),
	"concat":               policy("air_oop_reason_codes = { reason_codes = concat([{ «typo1» = 1 }], [{ «typo2» = 1 }]) }"),
	"flatten":              policy("air_oop_reason_codes = { reason_codes = flatten([[{ «typo1» = 1 }, [{ «typo2» = 1 }]]]) }"),
	"try":                  hotel("try(var.x.y, { «typo» = 1 })"),
	"try of what is not":   hotel("try(local.a.no, local.a.no[0], { «typo» = 1 })") + `locals { a = {} }`,
	"coalesce":             hotel("coalesce(null, var.x, { «typo» = 1 })"),
	"lookup":               hotel("lookup({ a = { «typo1» = 1 }, b = { x = 1 } }, \"a\", { «typo2» = 1 })"),
	"values":               policy("air_oop_reason_codes = { reason_codes = values({ a = { «typo» = 1 } }) }"),
	"element":              hotel("element([{ is_linked = true }, { «typo» = 1 }], 1)"),
	"one":                  hotel("one([{ «typo» = 1 }])"),
	"zipmap":               hotel("zipmap([«\"typo\"»], [1])"),
	"conversions":          hotel("tomap(core::merge(sensitive({ «typo» = 1 })))"),
	"splat":                policy("air_oop_reason_codes = { reason_codes = local.l[*].c }") + "locals {\n  l = [{ c = { «typo» = 1 } }]\n}",
	"old splat":            policy("air_oop_reason_codes = { reason_codes = local.l.*.c }") + "locals {\n  l = [{ c = { «typo» = 1 } }]\n}",
	"index of a literal":   hotel("[{ is_linked = true }, { «typo» = 1 }][1]"),
	"index of a call":      hotel("merge({}, { a = { «typo» = 1 } }).a"),
	"for_each":             policy("for_each = local.p\n  hotel_policy_rules = each.value.rules") + "locals {\n  p = { a = { rules = { «typo» = 1 } } }\n}",
	"for_each, each.key":   policy("for_each = local.p\n  hotel_policy_rules = { (each.key) = each.value }") + "locals {\n  p = { «typo» = 1, max_hotel_price_by_location = { «typo» = 2 } }\n}",
	"for_each of a set":    policy("for_each = toset([«\"typo\"»])\n  hotel_policy_rules = { (each.key) = 1 }"),
	"condition by a row": policy("for_each = local.p\n  hotel_policy_rules = each.value.kind == \"hotel\" ? each.value.rules : null\n  air_policy_rules = each.value.kind != \"hotel\" ? each.value.rules : null") +
		"locals {\n  p = {\n    a = { kind = \"hotel\", rules = { max_hotel_price_by_location = { «typo» = 1 } } }\n    b = { kind = \"air\", rules = { flight_cabin_upgrade = { «typo» = 1 } } }\n  }\n}",
	"timeouts":              policy("timeouts {\n    «crate» = \"5m\"\n  }"),
	"dynamic timeouts":      policy("dynamic \"timeouts\" {\n    for_each = [1]\n    content { «crate» = timeouts.value }\n  }"),
	"dynamic attribute":     policy("dynamic «\"hotel_policy_rules\"» {\n    for_each = [1]\n    content {}\n  }"),
	"block for attribute":   policy("«hotel_policy_rules» {\n  }"),
	"attribute for block":   policy("«timeouts» = {}"),
	"unknown block":         policy("«timeout» {\n  }"),
	"escaped":               policy("_ {\n    «typo» = 1\n  }"),
	"data source":           `data "spotnana_policy" "x" { «namee» = 1 }`,
	"data source's objects": "data \"spotnana_policies\" \"x\" {\n  «typo» = 1\n}",
	"data in a check":       "check \"c\" {\n  data \"spotnana_policy\" \"x\" {\n    «namee» = 1\n  }\n}",
	"ephemeral resource":    "ephemeral \"spotnana_access_token\" \"x\" {\n  «typo» = 1\n}",
	"provider":              "provider \"spotnana\" {\n  alias = \"a\"\n  unite = { «base_ulr» = 1 }\n}",
	"unknown resource":      `resource «"spotnana_polcy"» "x" {}`,
	"unknown data source":   `data «"spotnana_polcy"» "x" {}`,
	"data source only":      `resource «"spotnana_policies"» "x" {}`,
	"characters":            hotel("{ /* äöü 👩‍👩‍👧 */ max_hotel_price_by_location = \"é\" }") + "locals { ä = 1 }\n" + policy("«näme» = 1"),
	"json": "-- main.tf.json\n" + `{"//": "comment", "locals": {"rules": {«"typo1"»: 1}, "more": "${merge({ «typo2» = 1 }, local.rules)}"},
"resource": {"spotnana_policy": {"sales": {
  "//": "comment", "count": 1, "lifecycle": {"prevent_destroy": true},
  «"namee"»: "x",
  "hotel_policy_rules": {"//": "x", «"typo3"»: 1, "max_hotel_price_by_location": "${local.more}"},
  "air_oop_reason_codes": {"reason_codes": [{«"typo4"»: 1}]},
  "timeouts": {«"crate"»: "5m"}
}, "b": [{«"typo5"»: 1}]}}}`,
	"json's type":     "-- main.tf.json\n" + `{"variable": {"r": {"type": "object({ «typo» = string })"}}, "resource": {"spotnana_policy": {"x": {"hotel_policy_rules": "${var.r}"}}}}`,
	"file of values":  hotel("var.rules") + "variable \"rules\" {}\n-- terraform.tfvars\nrules = { «typo» = 1 }",
	"file of values2": hotel("var.rules") + "variable \"rules\" {}\n-- a.auto.tfvars.json\n{\"rules\": {«\"typo\"»: 1}}",
	"module": "module \"m\" {\n  source = \"./m\"\n  rules = { «typo» = 1 }\n}\n" +
		"-- m/main.tf\n" + hotel("var.rules") + "variable \"rules\" { type = any }",
	"module's own":       "module \"m\" {\n  source = \"./m\"\n}\n-- m/main.tf\n" + hotel("{ «typo» = 1 }"),
	"module of a module": "module \"m\" {\n  source = \"./m\"\n}\n-- m/main.tf\nmodule \"n\" {\n  source = \"../n\"\n}\n-- n/main.tf\n" + hotel("{ «typo» = 1 }"),
	"module's output":    hotel("module.m.rules") + "module \"m\" {\n  source = \"./m\"\n}\n-- m/o.tf\noutput \"rules\" {\n  value = local.r\n}\nlocals {\n  r = { «typo» = 1 }\n}",
	"module's slip": "module \"m\" {\n  source = \"./m\"\n  caps = { berlin = { «amuont» = 1, note_for_people = 1 } }\n}\n" +
		"-- m/main.tf\n" + policy("name = var.caps.x.amount") + "variable \"caps\" {\n  type = map(object({ amount = optional(number) }))\n}",
	"modules by for_each": "module \"m\" {\n  for_each = { a = { «typo» = 1 } }\n  source = \"./m\"\n  rules = each.value\n}\n" +
		"-- m/main.tf\n" + hotel("var.rules") + "variable \"rules\" {}",
	"modules' outputs": hotel("module.m[\"a\"].rules") + strings.Replace(hotel("module.n[0].rules"), "sales", "b", 1) +
		"module \"m\" {\n  for_each = { a = 1 }\n  source = \"./m\"\n}\nmodule \"n\" {\n  count = 1\n  source = \"./m\"\n}\n-- m/o.tf\noutput \"rules\" {\n  value = { «typo» = 1 }\n}",
}

func TestWays(t *testing.T) {
	for name, configuration := range ways {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			want := marked(t, folder, configuration)
			found, err := find(t, folder)
			if err != nil {
				t.Fatal(err)
			}
			got := placesOf(found)
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s\n%s\n%+v", configuration, diff, found)
			}
		})
	}
}

// harmless configurations have nothing to be told of.
var harmless = map[string]string{
	"Terraform's own": policy(`
  count      = 1
  for_each   = {}
  provider   = spotnana.x
  depends_on = [spotnana_policy.b]
  timeouts { create = "5m" }
  lifecycle {
    prevent_destroy = true
    precondition {
      condition = { a = 1 }.a == 1
      error_message = ""
    }
  }
  connection { anything = 1 }
  provisioner "local-exec" { anything = 1 }`),
	"another provider":         "resource \"aws_thing\" \"x\" {\n  namee = { typo = 1 }\n}\nprovider \"aws\" {\n  x = 1\n}\nresource \"spotnanas_x\" \"y\" {}",
	"keys of maps":             "resource \"spotnana_company_features\" \"x\" {\n  company_id = 1\n  values = { ANYTHING = 1 }\n}",
	"unknown function":         hotel(`yamldecode(file("x.yaml")).rules`),
	"provider's function":      hotel("provider::x::f({ typo = 1 })"),
	"foreign references":       hotel("merge(data.x.y.rules, module.m.rules, spotnana_policy.b.hotel_policy_rules, aws_x.y[0], each.value, path.module, self.x)"),
	"unknown variable":         hotel("var.rules") + "variable \"rules\" {}",
	"unknown local":            hotel("local.rules"),
	"unknown key":              hotel("{ (var.x) = 1, \"${var.x}_a\" = 1 }"),
	"only what is taken":       policy("name = local.table.a.name") + "locals {\n  table = { a = { name = 1, note = 2 } }\n}",
	"a local not used":         `locals { rules = { typo = 1 } }`,
	"decided":                  hotel("true ? null : { typo = 1 }") + strings.Replace(hotel("local.a == \"x\" && !(local.a != \"x\") ? null : { typo = 1 }"), "sales", "b", 1) + `locals { a = "x" }`,
	"left out by a for":        hotel("{ for k, v in { typo = 1 } : k => v if k != \"typo\" || v == null }"),
	"tried before":             hotel("try({ max_hotel_price_by_location = {} }, { typo = 1 })"),
	"replaced":                 hotel("merge({ max_hotel_price_by_location = { typo = 1 } }, { max_hotel_price_by_location = null })"),
	"taken off by a type":      hotel("var.rules") + "variable \"rules\" {\n  type = object({ max_hotel_price_by_location = any })\n  default = { max_hotel_price_by_location = {}, note_for_people = 1 }\n}",
	"more than a module takes": "module \"m\" {\n  source = \"./m\"\n  caps = local.caps\n}\nlocals {\n  caps = { berlin = { amount = 1, country = 1 } }\n}\n-- m/main.tf\n" + policy("name = var.caps.x.amount") + "variable \"caps\" {\n  type = map(object({ amount = number }))\n}",
	"nothing of ours":          "variable \"caps\" {\n  type = object({ amount = number })\n  default = { amuont = 1 }\n}",
	"circle":                   hotel("local.a") + "locals {\n  a = local.b\n  b = merge(local.a, { max_hotel_price_by_location = local.c })\n  c = [local.c]\n}",
	"circle of lists":          policy("air_oop_reason_codes = { reason_codes = flatten(local.c) }") + "locals {\n  c = [local.c]\n}",
	"circle of modules":        "module \"m\" {\n  source = \"./m\"\n}\n-- m/main.tf\nmodule \"m\" {\n  source = \"../m\"\n}\n",
	"modules from elsewhere":   "module \"m\" {\n  source = \"hashicorp/x/y\"\n  rules = { typo = 1 }\n}\nmodule \"n\" {\n  source = \"git::https://example.com/x\"\n}",
	"other blocks":             "terraform {\n  required_version = \">= 1\"\n}\nmoved {\n  from = a.b\n  to = c.d\n}\nimport {\n  to = spotnana_policy.x\n  id = \"x\"\n}\nremoved {\n  from = a.b\n}\noutput \"x\" {\n  value = { typo = 1 }\n}",
	"nested for":               hotel("{ max_hotel_price_by_location = { max_price_per_location_list = [for a in var.x : [for b in a : b.c if b.d]] } }"),
	"all functions": hotel("merge()") + strings.Replace(hotel("element([], 3)"), "sales", "b", 1) + strings.Replace(hotel("coalesce()"), "sales", "c", 1) +
		strings.Replace(hotel("zipmap([1])"), "sales", "d", 1) + strings.Replace(hotel("[][*].x[5]"), "sales", "e", 1) + strings.Replace(hotel("lookup({})"), "sales", "f", 1),
}

func TestHarmless(t *testing.T) {
	for name, configuration := range harmless {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			marked(t, folder, configuration)
			found, err := find(t, folder)
			if err != nil || len(found) > 0 {
				t.Errorf("%s\n%v %+v", configuration, err, found)
			}
		})
	}
}

func TestMessages(t *testing.T) {
	for configuration, want := range map[string]string{
		hotel("{ max_hotel_price_by_location = { max_defaul_price = 1 } }"): `unknown attribute "max_defaul_price" in hotel_policy_rules.max_hotel_price_by_location of spotnana_policy.sales; did you mean "max_default_price"?`,
		hotel("{ max_hotel_price_by_location = { maxDefaultPrice = 1 } }"):  `unknown attribute "maxDefaultPrice" in hotel_policy_rules.max_hotel_price_by_location of spotnana_policy.sales; did you mean "max_default_price"?`,
		hotel("{ somewhere_else = 1 }"):                                     `unknown attribute "somewhere_else" in hotel_policy_rules of spotnana_policy.sales`,
		policy("namee = 1"):                                                 `unknown attribute "namee" in spotnana_policy.sales; did you mean "name"?`,
		policy("name = 1\nnamee = 1\ntimeouts { crate = 1 }"):               `unknown attribute "namee" in spotnana_policy.sales; did you mean "name"?`,
		policy("hotel_policy_rules {}"):                                     `"hotel_policy_rules" in spotnana_policy.sales is no block: write hotel_policy_rules = { … }, or hotel_policy_rules = [{ … }] for a list`,
		policy("timeouts = {}"):                                             `"timeouts" in spotnana_policy.sales is a block: write timeouts { … }, without the equals sign`,
		`resource "spotnana_polcy" "x" {}`:                                  `unknown resource type "spotnana_polcy"; did you mean "spotnana_policy"?`,
		`data "spotnana_something" "x" {}`:                                  `unknown data source type "spotnana_something"`,
		`resource "spotnana_policies" "x" {}`:                               `"spotnana_policies" is the type of a data source, and of no resource: write data "spotnana_policies"`,
		`data "spotnana_policies" "x" { company = 1 }`:                      `unknown attribute "company" in data.spotnana_policies.x; did you mean "company_id"?`,
		"provider \"spotnana\" {\n  unite = { base_ulr = 1 }\n}":            `unknown attribute "base_ulr" in unite of provider "spotnana"; did you mean "base_url"?`,
		"module \"m\" {\n  source = \"./m\"\n  caps = { a = { amuont = 1 } }\n}\n-- m/main.tf\n" + policy("") + "variable \"caps\" {\n  type = map(object({ amount = optional(number) }))\n}": `unknown attribute "amuont" in caps of module.m; did you mean "amount"?`,
		"module \"m\" {\n  source = \"./m\"\n}\n-- m/main.tf\n" + policy("namee = 1"):                                                                                                         `unknown attribute "namee" in module.m.spotnana_policy.sales; did you mean "name"?`,
		policy("") + "variable \"cap\" {\n  type = object({ amount = optional(number) })\n  default = { amuont = 1 }\n}":                                                                      `unknown attribute "amuont" in var.cap; did you mean "amount"?`,
	} {
		folder := t.TempDir()
		marked(t, folder, configuration)
		found, err := find(t, folder)
		if err != nil || len(found) == 0 || found[0].Message != want {
			t.Errorf("%s\ngot %v %+v\nwant %s", configuration, err, found, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for name, tc := range map[string]struct{ configuration, want string }{
		"no configuration":              {"-- x.txt\n", "there is no .tf or .tf.json file in ."},
		"not parsable":                  {"locals {\n  a = {\n}\n-- b.tf\nlocals {\n  b = ]\n}", `(?s)^b.tf:2:7: Invalid expression: .*\nmain.tf:1:8: Unclosed configuration block`},
		"not JSON":                      {"-- main.tf.json\n{\"locals\": ", `^main.tf.json:2:1: `},
		"labels":                        {`resource "spotnana_policy" {}`, `^main.tf:1:28: Missing name for resource: `},
		"not parsable values":           {"locals {}\n-- terraform.tfvars\na = ]", `^terraform.tfvars:1:5: `},
		"no module":                     {"module \"m\" {\n  source = \"./m\"\n}", `^main.tf:2:12: module "m": there is no folder m$`},
		"a module that is not parsable": {"module \"m\" {\n  source = \"./m\"\n}\n-- m/a.tf\nlocals {\n  a = ]\n}", `^main.tf:2:12: module "m": m/a.tf:2:7: Invalid expression`},
	} {
		folder := t.TempDir()
		marked(t, folder, tc.configuration)
		if found, err := find(t, folder); err == nil || !regexp.MustCompile(tc.want).MatchString(err.Error()) || len(found) > 0 {
			t.Errorf("%s: got %v, %v", name, found, err)
		}
	}
	folder := t.TempDir()
	t.Chdir(folder)
	var doubled strings.Builder
	for i := range 40 {
		fmt.Fprintf(&doubled, "locals {\n  l%d = var.x ? local.l%d : local.l%d\n}\n", i+1, i, i)
	}
	marked(t, folder, hotel("local.l40")+strings.Replace(hotel("{ typo = 1 }"), "sales", "b", 1)+"locals {\n  l0 = {}\n}\n"+doubled.String())
	if found, err := find(t, folder); err == nil || !strings.Contains(err.Error(), "multiplies itself") {
		t.Errorf("got %v, %v", found, err)
	}
	marked(t, folder, hotel("{ typo = 1 }"))
	for folder, want := range map[string]string{"no": "there is no folder no", "main.tf": "main.tf is no folder: name the one that it is in"} {
		found, err := configuration.NewLinter("spotnana", schemas(t)).Folders(folder, ".")
		if err == nil || err.Error() != want || len(found) != 1 {
			t.Errorf("%s: got %v, %v", folder, found, err)
		}
	}
}

// The examples, and the configurations in all pages, are right.
func TestDocumentation(t *testing.T) {
	linter := configuration.NewLinter("spotnana", schemas(t))
	folders := map[string]bool{}
	files := func(root string, each func(path string)) {
		err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				each(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	files("../../examples", func(path string) {
		if filepath.Ext(path) == ".tf" {
			folders[filepath.Dir(path)] = true
		}
	})
	block := regexp.MustCompile("(?s)```(?:terraform|hcl)\n(.*?)```")
	pages := func(path string) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range block.FindAllSubmatch(content, -1) {
			folder := t.TempDir()
			marked(t, folder, strings.ReplaceAll(string(match[1]), "<name>", "name"))
			folders[folder] = true
		}
	}
	files("../../docs", pages)
	files("../../templates", pages)
	pages("../../README.md")
	if len(folders) < 150 {
		t.Errorf("only %d configurations", len(folders))
	}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		found, err := linter.Folders(folder)
		if err != nil || len(found) > 0 {
			t.Errorf("%s: %v %+v", folder, err, found)
		}
	}
}
