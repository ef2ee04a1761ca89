package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// twoPolicies is a plan that changes the default policy's caps; the policy of a group inherits them, says nothing of its own parent's name that
// anybody knows yet, and does not change.
const twoPolicies = `{"format_version": "1.2", "timestamp": "2026-11-30T17:09:19Z", "configuration": {}, "prior_state": {"format_version": "1.0"}, "resource_changes": [
  {"address": "spotnana_policy.default", "mode": "managed", "type": "spotnana_policy", "name": "default", "provider_name": "registry.terraform.io/travel-as-code/spotnana",
   "change": {"actions": ["update"],
     "before": {"id": "p1", "company_id": "c1", "name": "Default", "type": "DEFAULT", "user_groups": [], "hotel_policy_rules": {"max_hotel_price_by_location": {"max_default_price": {"amount": 120, "currency_code": "EUR"}}}},
     "after":  {"id": "p1", "company_id": "c1", "name": "Default", "type": "DEFAULT", "user_groups": [], "hotel_policy_rules": {"max_hotel_price_by_location": {"max_default_price": {"amount": 140, "currency_code": "EUR"}}}}}},
  {"address": "spotnana_policy.sales", "mode": "managed", "type": "spotnana_policy", "name": "sales", "provider_name": "registry.terraform.io/travel-as-code/spotnana",
   "change": {"actions": ["no-op"],
     "before": {"id": "p2", "company_id": "c1", "name": "Sales", "type": "GROUP", "user_groups": [], "currency": {"currency_code": "SECRET"}, "hotel_policy_rules": {"max_hotel_price_by_location": {"is_linked": true}}},
     "after":  {"id": "p2", "company_id": "c1", "name": "Sales", "type": "GROUP", "user_groups": [], "currency": {"currency_code": "SECRET"}, "hotel_policy_rules": {"max_hotel_price_by_location": {"is_linked": true}}},
     "before_sensitive": {"currency": {"currency_code": true}}, "after_sensitive": {"currency": {"currency_code": true}}}}]}`

const twoPoliciesSource = `locals { cap = 140 }
resource "spotnana_policy" "default" {
  hotel_policy_rules = {
    max_hotel_price_by_location = { max_default_price = { amount = local.cap, currency_code = "EUR" } }
  }
}
resource "spotnana_policy" "sales" {
  hotel_policy_rules = {
    max_hotel_price_by_location = { is_linked = true }
  }
}
`

// withSource writes the plan and its configuration into a folder, and makes that the working directory.
func withSource(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"plan.json": twoPolicies, "travel/main.tf": twoPoliciesSource} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
}

func TestStatements(t *testing.T) {
	withSource(t)
	code, out, errOut := call(t, "statements", "plan.json", "--source", "travel")
	if code != 0 || errOut != "" || strings.Contains(out, "SECRET") {
		t.Fatalf("got %d, %q, %q", code, out, errOut)
	}
	var got struct {
		FormatVersion string `json:"format_version"`
		PlannedAt     string `json:"planned_at"`
		Policies      []struct {
			Address, Name, Type, Company string
			Complete                     bool
			File                         string
			Line                         int
			Statements                   []struct {
				Attribute, Text string
				Inherited       *string
				Known           bool
				Data            any
				File            string
				Line            int
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.PlannedAt != "2026-11-30T17:09:19Z" {
		t.Errorf("planned at %q", got.PlannedAt)
	}
	var lines []string
	for _, p := range got.Policies {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %t %s:%d", p.Address, p.Name, p.Type, p.Company, p.Complete, p.File, p.Line))
		for _, s := range p.Statements {
			if from := "(its own)"; s.Attribute == "currency" || strings.HasPrefix(s.Attribute, "hotel") {
				if s.Inherited != nil {
					from = *s.Inherited
				}
				lines = append(lines, fmt.Sprintf("  %s: %s %t %v %s %s:%d", s.Attribute, s.Text, s.Known, s.Data, from, s.File, s.Line))
			}
		}
	}
	const other = "hotel_policy_rules.max_hotel_price_by_location.max_default_price: Hotel in all other places: at most 140 EUR a night"
	const want = "spotnana_policy.default Default DEFAULT c1 true travel/main.tf:2\n" +
		"  " + other + " true map[amount:140 currency_code:EUR] (its own) travel/main.tf:1\n" +
		"spotnana_policy.sales Sales GROUP c1 true travel/main.tf:7\n" +
		"  currency: Currency: (sensitive value) false map[currency_code:<nil>] (its own) travel/main.tf:7\n" +
		"  " + other + " (from Default) true map[amount:140 currency_code:EUR] Default travel/main.tf:9"
	if strings.Join(lines, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), want)
	}
	for _, tt := range []struct {
		args []string
		err  string
	}{
		{nil, "the file with the plan's JSON is missing"},
		{[]string{"nowhere.json"}, "open nowhere.json: "},
		{[]string{"plan.json", "--source", "nowhere"}, "spotnana statements: --source: there is no folder nowhere"},
		{[]string{"plan.json", "--link", "https://example.com"}, "--link needs --source"},
	} {
		if code, out, errOut := call(t, append([]string{"statements"}, tt.args...)...); code != 1 || out != "" || !strings.Contains(errOut, tt.err) {
			t.Errorf("%v: got %d, %q, %q", tt.args, code, out, errOut)
		}
	}
}

// A review of a plan with its configuration says where each rule is written.
func TestReview_source(t *testing.T) {
	withSource(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "| Hotel in all other places | at most 120 EUR a night | at most 140 EUR a night | **loosened** | travel/main.tf:1 |"},
		{nil, "<sub>spotnana\\_policy.default, travel/main.tf:2</sub>"},
		{[]string{"--link", "https://example.com/blob/1a2b/travel/"}, "| [travel/main.tf:1](<https://example.com/blob/1a2b/travel/main.tf#L1>) |"},
		{[]string{"--format", "text"}, "  loosened   Hotel in all other places: at most 120 EUR a night -> at most 140 EUR a night (travel/main.tf:1)\n"},
		{[]string{"--format", "json"}, "\"direction\": \"loosened\",\n          \"file\": \"travel/main.tf\",\n          \"line\": 1\n"},
	} {
		code, out, errOut := call(t, append([]string{"review", "plan.json", "--source", "travel"}, tt.args...)...)
		if code != 0 || errOut != "" || !strings.Contains(out, tt.want) {
			t.Errorf("%v: got %d, %s, %q; want %s", tt.args, code, out, errOut, tt.want)
		}
	}
}

// What goes is told at its list, and not where another element stands now.
func TestReview_sourceOfWhatGoes(t *testing.T) {
	const oslo = `{"address": {"locality": "Oslo"}, "max_price": {"amount": 100, "currency_code": "EUR"}}`
	const rome = `{"address": {"locality": "Rome"}, "max_price": {"amount": 200, "currency_code": "EUR"}}`
	const lists = `{"id": "p1", "name": "Default", "type": "DEFAULT", "user_groups": [], "hotel_policy_rules": {"max_hotel_price_by_location": {"max_price_per_location_list": [LIST]}}}`
	plan := `{"format_version": "1.2", "resource_changes": [{"address": "spotnana_policy.p", "mode": "managed", "type": "spotnana_policy", "name": "p", "provider_name": "x/y/spotnana",
		"change": {"actions": ["update"], "before": ` + strings.Replace(lists, "LIST", oslo+", "+rome, 1) + `, "after": ` + strings.Replace(lists, "LIST", rome, 1) + `}}]}`
	const configuration = `resource "spotnana_policy" "p" {
  hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_price_per_location_list = [
        { address = { locality = "Rome" }, max_price = { amount = 200, currency_code = "EUR" } },
      ]
    }
  }
}
`
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"plan.json": plan, "main.tf": configuration} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, errOut := call(t, "review", "plan.json", "--source", ".")
	if code != 0 || errOut != "" || !strings.Contains(out, "| Hotel in Oslo | at most 100 EUR a night | – | **loosened** | main.tf:4 |") {
		t.Errorf("got %d, %q, %s", code, errOut, out)
	}
}

// Links lead to the files, whatever these are called and wherever the modules are, and hold no password.
func TestReview_link(t *testing.T) {
	const module = "\nmodule \"m\" {\n  source = \"../modules/a b\"\n}\n"
	folder := t.TempDir()
	plan := strings.ReplaceAll(twoPolicies, "\"spotnana_policy.default\"", "\"module.m.spotnana_policy.default\"")
	for name, text := range map[string]string{"plan.json": plan, "travel/main.tf": module, "modules/a b/x|%<#?](1).tf": twoPoliciesSource} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Skip(err) // not every system has such names
		}
	}
	t.Chdir(folder)
	for _, source := range []string{"travel", filepath.Join(folder, "travel")} {
		code, out, errOut := call(t, "review", "plan.json", "--source", source, "--link", "https://example.com/blob/a%2Fb/travel/")
		const want = `[modules/a b/x&#124;%&lt;\#?\](1).tf:1](<https://example.com/blob/a%2Fb/modules/a%20b/x%7C%25%3C%23%3F%5D%281%29.tf#L1>) |`
		if code != 0 || errOut != "" || !strings.Contains(strings.ReplaceAll(out, "&#8203;", ""), want) {
			t.Errorf("%s: got %d, %q, %s; want %s", source, code, errOut, out, want)
		}
	}
	for link, want := range map[string]string{
		"javascript:alert(1)": "begins with https://", "main": "begins with https://", "https://": "begins with https://", "https://x y": "begins with https://",
		"https://u:p4ss@example.com/x": "must not have a name or a password", "https://example.com/x?ref=1": "without ? and #", "https://example.com/x?": "without ? and #",
		"https://example.com/x#y": "without ? and #",
	} {
		code, out, errOut := call(t, "review", "plan.json", "--source", "travel", "--link", link)
		if code != 1 || out != "" || !strings.Contains(errOut, want) || strings.Contains(errOut, "p4ss") {
			t.Errorf("%s: got %d, %q, %q", link, code, out, errOut)
		}
	}
}
