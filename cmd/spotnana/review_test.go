package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
)

// plans are those that the package planjson is tested with.
const plans = "../../internal/planjson/testdata/"

// plan writes a plan with one change of a policy, and perhaps drift, into a file.
func plan(t *testing.T, change, drift string) string {
	t.Helper()
	const begin = `{"format_version": "1.2", "configuration": {}, "prior_state": {"format_version": "1.0"}`
	object := func(change string) string {
		return `[{"address": "spotnana_policy.sales", "mode": "managed", "type": "spotnana_policy", "provider_name": "registry.terraform.io/travel-as-code/spotnana", "change": ` + change + `}]`
	}
	text := begin + `, "resource_changes": ` + object(change)
	if drift != "" {
		text += `, "resource_drift": ` + object(drift)
	}
	return write(t, "plan.json", text+"}")
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// ahead is a policy with so many days ahead.
func ahead(days string) string {
	return `{"id": "p1", "name": "Sales team", "type": "GROUP", "user_groups": [], "currency": {"currency_code": "EUR"}, "air_policy_rules": {"flight_advance_booking_window": {"num_days_in_advance": ` + days + `}}}`
}

func update(before, after string) string {
	return `{"actions": ["update"], "before": ` + ahead(before) + `, "after": ` + ahead(after) + `}`
}

func noOp(days string) string {
	return `{"actions": ["no-op"], "before": ` + ahead(days) + `, "after": ` + ahead(days) + `}`
}

func TestReview(t *testing.T) {
	name := plan(t, update("14", "7"), "")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args  []string
		stdin string
		code  int
		out   string
		err   string
	}{
		{args: []string{name}, out: "## 1 loosened\n"},
		{args: []string{"-"}, stdin: string(text), out: "## 1 loosened\n"},
		{args: []string{name, "--format", "text"}, out: "1 loosened\n"},
		{args: []string{"--format=json", name}, out: "{\n  \"format_version\": \"1.1\",\n  \"headline\": \"1 loosened\""},
		{args: []string{"--fail-on", "tightened,destroyed", name}, out: "## 1 loosened\n"},
		{args: []string{name, "--fail-on", "tightened,loosened"}, code: 2, out: "## 1 loosened\n", err: "spotnana review: the plan has loosened (1)\n"},
		{args: []string{name, "--fail-on", "tightened, loosened"}, code: 2, out: "## 1 loosened\n", err: "spotnana review: the plan has loosened (1)\n"},
		{args: []string{name, "--limit", "40"}, out: "## 1 loosened\n\n**Left out, because the report would be too long: 1 rule and 1 object.**\n"},
		{args: []string{name, "--fail-on", "lost"}, code: 1, err: `spotnana review: --fail-on: there is no "lost"; choose from loosened, tightened,`},
		{args: []string{name, "--format", "html"}, code: 1, err: `spotnana review: --format: there is no "html"; choose from json, markdown, text`},
		{args: []string{name, "--limit", "-1"}, code: 1, err: "spotnana review: --limit: "},
		{args: nil, code: 1, err: "spotnana review: the file with the plan's JSON is missing; - is standard input\n"},
		{args: []string{name, "x"}, code: 1, err: `spotnana review: unexpected argument "x": there is one file`},
		{args: []string{"nowhere.json"}, code: 1, err: "spotnana review: open nowhere.json: "},
		{args: []string{write(t, "tfplan", "PK\x03\x04")}, code: 1, err: "tfplan: this is the plan file itself"},
		{args: []string{"-"}, code: 1, err: "spotnana review: standard input: the file is empty"},
	} {
		code, out, errOut := callWith(t, tt.stdin, append([]string{"review"}, tt.args...)...)
		if code != tt.code || !strings.HasPrefix(out, tt.out) || tt.code == 1 && out != "" || !strings.Contains(errOut, tt.err) || tt.err == "" && errOut != "" {
			t.Errorf("%v: got %d, %q, %q", tt.args, code, out, errOut)
		}
	}
}

// The help explains whatever --fail-on takes.
func TestReview_help(t *testing.T) {
	_, out, _ := call(t, "review", "--help")
	for _, f := range review.Findings {
		if !strings.Contains(out, string(f)) {
			t.Errorf("%s is not in\n%s", f, out)
		}
	}
}

func TestDrift(t *testing.T) {
	const started, finished = `{"@level":"info","@message":"x","type":"version"}` + "\n", `{"@level":"info","@message":"x","type":"change_summary"}` + "\n"
	const warning = `{"@level":"warn","@message":"x","type":"diagnostic","diagnostic":{"severity":"warning","summary":"Trip \"x\" was changed outside Terraform","detail":""}}` + "\n"
	const failure = `{"@level":"error","@message":"x","type":"diagnostic","diagnostic":{"severity":"error","summary":"No such company","detail":""}}` + "\n"
	clean, waiting := plan(t, noOp("14"), ""), plan(t, update("14", "7"), "")
	drifted := plan(t, update("3", "14"), update("14", "3"))
	quiet, told, failed := write(t, "a", started+finished), write(t, "b", started+warning+finished), write(t, "c", started+failure)
	for _, tt := range []struct {
		args []string
		code int
		out  string
		err  string
	}{
		{args: []string{clean}, out: "Clean: nothing was changed outside Terraform, and nothing waits to be applied\nNote: Nobody looked at"},
		{args: []string{clean, "--log", quiet}, out: "Clean: nothing was changed outside Terraform, and nothing waits to be applied\n"},
		{args: []string{waiting, "--log", quiet}, code: 4, out: "Nothing was changed outside Terraform; 1 change is not applied yet\n"},
		{args: []string{drifted, "--log", quiet}, code: 3, out: "1 object was changed outside Terraform\n"},
		{args: []string{drifted, "--format", "markdown"}, code: 3, out: "## 1 object was changed outside Terraform\n"},
		{args: []string{"--log", told, clean}, code: 3, out: "1 object was changed outside Terraform\n\nChanged outside Terraform, and no plan can show it:\n  Trip \"x\" was changed outside Terraform\n"},
		{args: []string{"--log", told, waiting}, code: 3, out: "1 object was changed outside Terraform\n"},
		{args: []string{clean, "--log", failed}, code: 1, out: "Planning failed: nobody knows whether something was changed outside Terraform\nNote: Planning failed: not all objects were looked at.\n", err: ": planning failed, so nobody knows what changed: No such company\n"},
		{args: []string{plans + "terraform_1_8.json"}, code: 1, out: "1 object was deleted outside Terraform\nNote: Planning failed", err: "spotnana drift: planning failed"},
		{args: []string{plans + "opentofu_1_12.json"}, code: 3, out: "1 object was changed outside Terraform\n"},
		{args: []string{clean, "--log", clean}, code: 1, err: "spotnana drift: --log: " + clean + ": line 1 is no message of Terraform"},
		{args: []string{"-", "--log", "-"}, code: 1, err: "spotnana drift: --log: only one of the two files can be standard input\n"},
		{args: []string{quiet}, code: 1, err: "these are the messages of terraform plan -json, not the plan"},
	} {
		code, out, errOut := callWith(t, "", append([]string{"drift"}, tt.args...)...)
		if code != tt.code || !strings.HasPrefix(out, tt.out) || !strings.Contains(errOut, tt.err) || tt.err == "" && errOut != "" {
			t.Errorf("%v: got %d, %q, %q", tt.args, code, out, errOut)
		}
	}
}

// What the plan marks as sensitive is in no message of a plan that failed either.
func TestDrift_sensitiveMessage(t *testing.T) {
	const secret = `{"id": "p1", "name": "Nightingale", "type": "GROUP", "user_groups": []}`
	name := plan(t, `{"actions": ["no-op"], "before": `+secret+`, "after": `+secret+`, "before_sensitive": {"name": true}, "after_sensitive": {"name": true}}`, "")
	log := write(t, "log", `{"@level":"error","@message":"x","type":"diagnostic","diagnostic":{"severity":"error","summary":"Nightingale is gone","detail":""}}`)
	code, out, errOut := call(t, "drift", name, "--log", log)
	if code != 1 || !strings.Contains(errOut, "(sensitive value) is gone") || strings.Contains(out+errOut, "Nightingale") {
		t.Errorf("got %d, %q, %q", code, out, errOut)
	}
}

// callWith runs the program with an input.
func callWith(t *testing.T, stdin string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e strings.Builder
	code = run(t.Context(), rootCommand(subcommands()), args, strings.NewReader(stdin), &o, &e)
	return code, o.String(), e.String()
}
