package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// texts is a configuration of the resources that have texts, most of them free: text is in each, and other in another
// attribute of the objects that can be changed.
func texts(text, other string, which func(*subject.Subject) bool) string {
	return fmt.Sprintf("variable \"text\" { default = %q }\nvariable \"other\" { default = %q }\n", text, other) +
		subject.Configuration("test", func(s *subject.Subject) string {
			if !which(s) {
				return ""
			}
			return s.Texts
		})
}

// updated says that the API changes such objects, stays that an update does not replace them.
func updated(s *subject.Subject) bool { return !s.Replaced && s.Eternal == "" }
func stays(s *subject.Subject) bool   { return !s.Replaced }
func each(*subject.Subject) bool      { return true }

// changed is what Terraform says of an update of everything that texts has.
func changed() string {
	n := 0
	for _, s := range subject.Resources() {
		if strings.Contains(s.Texts, "${var.other}") {
			n++
		}
	}
	return fmt.Sprintf("0 added, %d changed, 0 destroyed", n)
}

// takeover is the warning of a create that takes over settings, which each first apply has.
var takeover = regexp.MustCompile(`Warning: \S.*? takes over the `)

// quiet applies and fails on warnings, but for those of takeovers; then nothing is left to plan.
func quiet(t *testing.T, tf *acctest.Terraform) string {
	t.Helper()
	out := tf.OK("apply", "-auto-approve")
	if strings.Count(out, "Warning: ") != len(takeover.FindAllString(out, -1)) {
		t.Errorf("apply warns: %s", out)
	}
	plan, code := tf.Run("plan", "-detailed-exitcode")
	if code != 0 || strings.Contains(plan, "Warning") {
		t.Errorf("the plan after it ended with %d: %s", code, plan)
	}
	return out
}

// A server may keep texts in its own way: nothing is planned because of it, no update reports it, and an update of something
// else leaves it so. Another text is an update all the same, also where the server makes the same of both.
func TestAccProvider_keptTexts(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]sandbox.Modes{
		"trimmed": {TrimTexts: true}, "broken": {BreakLines: true}, "escaped": {EscapeHTML: true},
		"all": {TrimTexts: true, BreakLines: true, EscapeHTML: true, ShuffleArrays: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			s.SetModes(m)
			tf := acctest.NewTerraform(t)
			write := func(text, other string, which func(*subject.Subject) bool) {
				tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+texts(text, other, which))
			}
			const text = "Zo\u00eb & <Max>\n 'all' \n"
			write(text, "a", stays)
			quiet(t, tf)
			_, stored := s.Only(sandbox.UniteCompanies)
			if kept, _ := stored["name"].(string); kept == "U "+text {
				t.Errorf("the server keeps %q as it was sent", kept)
			}
			write(text, "b", stays)
			if out := quiet(t, tf); !strings.Contains(out, changed()) {
				t.Errorf("changed: %s", out)
			}
			want := map[sandbox.Kind]int{}
			for _, about := range subject.Resources() {
				if about.Texts == "" || !stays(about) {
					continue
				}
				for _, kind := range append(about.Brings, about.Kind) {
					want[kind]++
				}
			}
			for kind, n := range want {
				if ids := s.List(kind); len(ids) != n {
					t.Errorf("there are %d %s, want %d", len(ids), kind, n)
				}
			}
			if !m.TrimTexts {
				return
			}
			// Without white space at the end it is another text, of which the server makes the same.
			for _, about := range subject.Resources() {
				if about.Texts != "" && about.Eternal != "" {
					tf.OK("state", "rm", about.Address("test"))
				}
			}
			write(strings.TrimSpace(text), "b", updated)
			if out := quiet(t, tf); !strings.Contains(out, changed()) {
				t.Errorf("changed: %s", out)
			}
		})
	}
}

// decomposed is a copy of an object with all texts in another Unicode form; ids, addresses and codes have no other.
func decomposed(v any) any {
	switch v := v.(type) {
	case string:
		return norm.NFD.String(v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = decomposed(e)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			out[name] = decomposed(e)
		}
		return out
	}
	return v
}

// Texts that are equal in Unicode are equal: in plans, before and after updates, where objects are looked for, and as keys. What
// no plan touches goes back byte for byte.
func TestAccProvider_decomposedTexts(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	const lookups = `
data "spotnana_company" "name"          { name        = "A ${var.text}" }
data "spotnana_company" "external_id"   { external_id = "X ${var.text}" }
data "spotnana_companies" "external_id" { external_id = "X ${var.text}" }
data "spotnana_unite_company" "name"    { name        = "U ${var.text}" }
data "spotnana_unite_companies" "q"     { q           = var.text }
data "spotnana_policy" "name" {
  company_id = spotnana_company.test.id
  name       = "P ${var.text}"
}
output "found" {
  value = join(" ", [data.spotnana_company.name.id == data.spotnana_company.external_id.id, length(data.spotnana_companies.external_id.companies),
    data.spotnana_unite_company.name.company_number == data.spotnana_unite_companies.q.companies[0].company_number, data.spotnana_policy.name.type])
}
`
	write := func(other, more string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+texts("Zo\u00eb", other, each)+more)
	}
	write("a", "")
	quiet(t, tf)
	objects := map[sandbox.Kind][]string{}
	for _, kind := range subject.Kinds() {
		objects[kind] = s.List(kind)
		for _, id := range objects[kind] {
			if err := s.Edit(kind, id, func(o map[string]any) {
				for name, v := range o {
					o[name] = decomposed(v)
				}
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	quiet(t, tf)

	write("b", "")
	if out := quiet(t, tf); !strings.Contains(out, changed()) {
		t.Errorf("changed: %s", out)
	}
	for _, put := range []struct{ method, path string }{{http.MethodPut, "/v2/companies/*"}, {http.MethodPut, "/v2/companies/*/policies/*"}} {
		for _, e := range s.Sent(put.method, put.path) {
			if body := string(e.Body); strings.Contains(body, "Zo\u00eb") || !strings.Contains(body, "Zoe\u0308") {
				t.Errorf("%s sends %+q", put.path, body)
			}
		}
	}

	// Nothing is made a second time, and everything is found.
	write("b", lookups)
	tf.OK("apply", "-auto-approve")
	if out := tf.OK("output", "found"); out != `"true 1 true GROUP"` {
		t.Errorf("the data sources found %s", out)
	}
	for _, about := range slices.Backward(subject.Resources()) {
		if about.Texts == "" || about.Adopted { // which is found by all creates
			continue
		}
		address := about.Address("test")
		tf.OK("state", "rm", address)
		for _, below := range subject.Resources() {
			if below.Texts != "" && below.Adopted && below.Parent == about {
				tf.OK("state", "rm", below.Address("test")) // else the plan replaces them
			}
		}
		tf.Fails([]string{"apply", "-auto-approve"}, "exists already", "import {")
		for kind, before := range objects {
			if now := s.List(kind); len(now) != len(before) {
				t.Fatalf("%s: there are %d %s and no longer %d", address, len(now), kind, len(before))
			}
		}
	}
}

// A number that Terraform computed has hundreds of digits, of which the API keeps a double. One apply settles it, also where
// its answer is lost, and a plan with the same double is empty.
func TestAccProvider_computedNumbers(t *testing.T) {
	t.Parallel()
	const numbers = `
resource "spotnana_policy" "test" {
  company_id  = spotnana_company.test.id
  name        = "%s"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = []
  hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_default_price           = { amount = %s, currency_code = "EUR" }
      max_price_per_location_list = [{ max_price = { amount = 2 / 3, currency_code = "EUR" }, address = { address_lines = [], region_code = "DE", coordinates = { latitude = 52.1 * 1.1, longitude = 0.1 + 0.2 } } }]
    }
    hotel_star_rating = { rating_range = { min = 1 / 3, max = 10 / 3 } }
  }
  air_policy_rules = { co2_emission_per_passenger_per_km = { emission = 1.1 * 1.1 } }
}
`
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(name, amount string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, fmt.Sprintf(numbers, name, amount)))
	}
	const path = "/v2/companies/*/policies"
	write("caps", "100 * 1.2")
	quiet(t, tf)
	amount := func(body map[string]any) any {
		rules, _ := body["hotelPolicyRules"].(map[string]any)
		limits, _ := rules["maxHotelPriceByLocation"].(map[string]any)
		props, _ := limits["maxHotelPriceByLocationProps"].(map[string]any)
		price, _ := props["maxDefaultPrice"].(map[string]any)
		return price["amount"]
	}
	if sent := amount(s.LastBody(http.MethodPost, path)); sent != json.Number("120") {
		t.Errorf("100 * 1.2 was sent as %v", sent)
	}
	for _, same := range []string{"120", "120.0", "1.2e2", "0.1 * 1200", "240 / 2"} {
		write("caps", same)
		tf.NoChanges()
	}
	write("caps", "121")
	quiet(t, tf)
	write("caps", "110 * 1.1")
	tf.NoChanges()

	// The answer to the create is lost, and then all that the run knew.
	write("caps 2", "100 * 1.2")
	s.AddFaults(sandbox.Fault{Method: http.MethodPost, Path: path, Commit: true, Drop: true})
	tf.OK("apply", "-auto-approve", "-replace=spotnana_policy.test")
	tf.NoChanges()
	tf.OK("state", "rm", "spotnana_policy.test")
	tf.Fails([]string{"apply", "-auto-approve"}, "exists already", "import {")
	if n := len(s.List(sandbox.Policies)); n != 2 {
		t.Errorf("there are %d policies, one of them the default", n)
	}
	for _, none := range []string{"1e309", "-1e400", "1e-400"} {
		write("caps", none)
		tf.Fails([]string{"plan"}, "is out of range for amount", "Attribute: hotel_policy_rules.max_hotel_price_by_location.max_default_price.amount")
	}
}

// A server that answers null for everything that is not set, and refuses null, is updated and read like any other.
func TestAccProvider_nulls(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{AnswerNulls: true})
	tf := acctest.NewTerraform(t)
	write := func(other string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+texts("text", other, stays)+`
data "spotnana_company" "test" { id = spotnana_company.test.id }
data "spotnana_trip" "test"    { id = spotnana_trip.test.id }
data "spotnana_policy" "test" {
  company_id = spotnana_company.test.id
  id         = spotnana_policy.test.id
}
`)
	}
	write("a")
	quiet(t, tf)
	for kind, where := range map[sandbox.Kind][]string{sandbox.Companies: {"announcements"}, sandbox.Policies: {"userGroups"}} {
		for _, id := range s.List(kind) {
			if err := s.Edit(kind, id, func(o map[string]any) {
				o["x_injected"] = map[string]any{"none": nil, "list": []any{nil, json.Number("1"), []any{nil}, map[string]any{"none": nil}}}
				elements, _ := o[where[0]].([]any)
				for _, e := range elements {
					e.(map[string]any)["x_injected"] = nil
				}
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	tf.OK("apply", "-refresh-only", "-auto-approve")
	write("b")
	out := tf.OK("apply", "-auto-approve")
	if n := strings.Count(out, "Warning: "); n != strings.Count(out, "Warning: Null in a list") {
		t.Errorf("apply warns of more than nulls: %s", out)
	}
	for _, e := range s.Requests() {
		if strings.Contains(string(e.Body), "null") {
			t.Errorf("%s %s sends %s", e.Method, e.Path, e.Body)
		}
	}
	if body := s.LastBody(http.MethodPut, "/v2/companies/*")["x_injected"]; fmt.Sprint(body) != "map[list:[1 [] map[]]]" {
		t.Errorf("of what nobody knows is left %v", body)
	}
}

// half is a text that ends in half a surrogate pair, as the sandbox keeps it. JSON has an escape for it, and UTF-8 nothing.
const half = "cut \xed\xa0\xbd"

// A text that is no valid Unicode goes back as it came, wherever it is, and shows as well as it can.
func TestAccProvider_brokenTexts(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	tf := acctest.NewTerraform(t)
	write := func(other string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+texts("text", other, updated))
	}
	write("a")
	quiet(t, tf)
	edit := func(kind sandbox.Kind, change func(o map[string]any)) {
		t.Helper()
		ids := s.List(kind)
		if err := s.Edit(kind, ids[len(ids)-1], change); err != nil {
			t.Fatal(err)
		}
	}
	inject := func(o map[string]any) {
		o["x_injected"] = half
		o[half] = []any{half, map[string]any{half: map[string]any{"deep": half}}}
	}
	edit(sandbox.Companies, func(o map[string]any) {
		inject(o)
		o["companySpecifiedAttributes"] = []any{map[string]any{"fieldName": half, "value": half}} // silent
		o["name"] = half
		for _, e := range o["announcements"].([]any) {
			inject(e.(map[string]any))
		}
	})
	edit(sandbox.Policies, func(o map[string]any) {
		inject(o)
		o["userGroups"].([]any)[0].(map[string]any)["positionTitles"] = []any{half}
	})
	edit(sandbox.Trips, func(o map[string]any) { o["basicTripInfo"].(map[string]any)["tripName"] = half })

	out := tf.OK("apply", "-auto-approve", "-refresh-only")
	if strings.Contains(out, "xed") {
		t.Errorf("the refresh prints %s", out)
	}
	for name, attribute := range map[string]string{"spotnana_company.test": "name", "spotnana_trip.test": "name"} {
		if out := tf.OK("state", "show", name); !strings.Contains(out, attribute+" = \"cut \ufffd\"") {
			t.Errorf("%s is %s", name, out)
		}
	}
	// Configured as state shows them, they are what is there.
	configured := func(other string) {
		text := texts("text", other, updated)
		for from, to := range map[string]string{
			`"A ${var.text}"`: `"cut \ufffd"`, `"T ${var.text}"`: `"cut \ufffd"`,
			`redirect_url`:                         "company_specified_attributes = [{ field_name = \"cut \\ufffd\", value = \"cut \\ufffd\" }]\n  redirect_url",
			`departments = ["2", "1 ${var.text}"]`: `departments = ["2", "1 ${var.text}"], position_titles = ["cut \ufffd"]`,
		} {
			if !strings.Contains(text, from) {
				t.Fatalf("no %s", from)
			}
			text = strings.ReplaceAll(text, from, to)
		}
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+text)
	}
	configured("a")
	tf.NoChanges()
	configured("b")
	quiet(t, tf)
	const escaped = `"cut \ud83d"`
	for path, most := range map[string]int{"/v2/companies/*": 1 + 5 + 2*5 + 2, "/v2/companies/*/policies/*": 5 + 1} {
		sent := s.Sent(http.MethodPut, path)
		if len(sent) != 1 {
			t.Fatalf("%d updates of %s were sent", len(sent), path)
		}
		body := string(sent[0].Body)
		if n := strings.Count(body, escaped); n != most || strings.Contains(body, "\ufffd") || strings.Contains(body, `\ufffd`) {
			t.Errorf("%s sends the text %d times, not %d: %s", path, n, most, body)
		}
	}
	if body := string(s.Sent(http.MethodPut, "/v2/trips/*")[0].Body); !strings.Contains(body, `"tripName":"cut \ud83d"`) {
		t.Errorf("the trip is sent as %s", body)
	}

	// What changed in them outside is told of, in text that Terraform can print.
	edit(sandbox.Companies, func(o map[string]any) {
		o["x_injected"] = half + "!"
		o[half] = half
	})
	tf.Prints([]string{"plan"}, "was changed outside Terraform", "- /x_injected", `- /"cut \xed\xa0\xbd"`)
}

// The id of a key is compared as a text where it is found, and revoked in the API's own spelling, which that may compare by
// bytes. An external id is asked for in each of its spellings.
func TestAccProvider_decomposedIds(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	const key = `
resource "spotnana_partner_public_key" "test" {
  company_id     = spotnana_company.test.id
  public_key_jwk = jsonencode({
    kty = "EC", crv = "P-256", kid = "Zo\u00eb", use = "sig", alg = "ES256"
    x   = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
    y   = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
  })
}
`
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(company, "billing", "external_id = \"Zo\u00eb\"\n  billing", 1), key))
	quiet(t, tf)
	asked := map[string]bool{}
	for _, e := range s.Sent(http.MethodGet, "/v2/companies") {
		asked[e.Query.Get("externalId")] = true
	}
	if !asked["Zo\u00eb"] || !asked["Zoe\u0308"] {
		t.Errorf("asked for were the external ids %v", asked)
	}
	s.EditOnly(sandbox.PartnerPublicKeys, func(o map[string]any) { o["kid"] = "Zoe\u0308" })
	quiet(t, tf)
	tf.OK("apply", "-auto-approve", "-replace=spotnana_partner_public_key.test")
	tf.OK("destroy", "-auto-approve")
	for _, id := range s.List(sandbox.PartnerPublicKeys) {
		if o, err := s.Get(sandbox.PartnerPublicKeys, id); err == nil && o["status"] != "REVOKED" {
			t.Errorf("left is %v", o)
		}
	}
}
