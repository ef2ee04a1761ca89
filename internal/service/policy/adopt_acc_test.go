package policy_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// everybody is a default policy that takes over the company's, with further lines.
func everybody(lines string) string {
	return strings.NewReplacer(`"Engineering"`, `"Everybody"`, `"GROUP"`, `"DEFAULT"`,
		`[{ departments = ["eng"], country_codes = ["DE", "FR"] }]`, "[]").Replace(engineering("on_create = \"adopt\"\n" + lines))
}

const window = "air_policy_rules = { flight_advance_booking_window = { num_days_in_advance = 14 } }"

// defaultOf is the default policy of the test's company, and what it is like.
func defaultOf(t *testing.T, r run) (string, map[string]any) {
	t.Helper()
	for _, id := range r.s.List(sandbox.Policies) {
		p, err := r.s.Get(sandbox.Policies, id)
		if err != nil {
			t.Fatal(err)
		}
		if p["type"] == "DEFAULT" {
			return id, p
		}
	}
	t.Fatal("there is no default policy")
	return "", nil
}

// The default policy is taken over by a create: what is configured replaces what is there, the rest stays, and shows when
// somebody changes it. From then on it is like any other.
func TestAccPolicy_adopt(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	id, before := defaultOf(t, r)
	r.write(everybody(window))
	r.Prints([]string{"plan"}, `Warning: Policy "Everybody" takes over the default policy for employees of company `+companyID, `Now it is the policy "Default policy" (`+companyID+"/"+id+")",
		`- name from "Default policy" to "Everybody"`, "num_days_in_advance from 7 to 14", "everything else stays as it is", "Plan: 1 to add, 0 to change, 0 to destroy")
	r.OK("apply", "-auto-approve")
	if writes := r.s.Writes(); len(writes) != 1 || !strings.HasPrefix(writes[0], "PUT ") {
		t.Errorf("these requests were sent: %v", writes)
	}
	body := r.s.LastBody("PUT", item)
	want := map[string]any{}
	for name, v := range before {
		want[name] = v
	}
	for _, name := range []string{"version", "updatedAt", "isMembershipViaHrFeed"} {
		delete(want, name)
	}
	want["name"] = "Everybody"
	want["currency"] = map[string]any{"currencyCode": "EUR"}
	want["airPolicyRules"] = body["airPolicyRules"]
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body (-want +got)\n%s", diff)
	}
	r.NoChanges()
	if err := r.s.Edit(sandbox.Policies, id, func(p map[string]any) { p["rules"] = []any{} }); err != nil {
		t.Fatal(err)
	}
	r.Prints([]string{"plan"}, "was changed outside Terraform", "rules")

	// Once it is in the state the attribute says nothing.
	r.s.ResetRequests()
	r.write(strings.Replace(everybody(window), `on_create = "adopt"`, "", 1))
	if actions, attributes := r.Changes(r.Plan(), address); actions != "update" || cmp.Diff([]string{"on_create"}, attributes) != "" {
		t.Errorf("the plan has %s of %v", actions, attributes)
	}
	r.OK("apply", "tfplan")
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
	r.Fails([]string{"plan", "-replace=" + address}, "Error: Refused to replace", `set on_destroy = "abandon"`)

	// A policy that may leave the state may also be taken over again, in either order.
	for _, lines := range []string{`on_destroy = "abandon"`, "on_destroy = \"abandon\"\nlifecycle { create_before_destroy = true }"} {
		r.write(everybody(window + "\n" + lines))
		r.OK("apply", "-auto-approve")
		r.OK("apply", "-auto-approve", "-replace="+address)
		r.NoChanges()
		if now, p := defaultOf(t, r); now != id || p["name"] != "Everybody" || len(policies(t, r.s)) > 0 {
			t.Errorf("the default policy is %v", p)
		}
	}
	r.Prints([]string{"destroy", "-auto-approve"}, "is forgotten, not deleted")
	r.OK("apply", "-auto-approve")
	r.NoChanges()
}

// A company and its default policy are made and taken over in one apply, with children and without another step.
func TestAccPolicy_adoptOfNewCompany(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.s.SetModes(sandbox.Modes{HideCreated: 2, ShuffleArrays: true, FillDefaults: true, FillLinked: true, InjectUnknown: true, UppercaseCodes: true})
	r.s.AddFaults(sandbox.Fault{Method: http.MethodGet, Path: collection, Times: 3, Reply: sandbox.ErrorReply(404, "NOT_FOUND", "Not yet.")})
	r.write("resource \"spotnana_company\" \"test\" {\n  name = \"New\"\n  billing_currency = \"EUR\"\n  company_roles = [\"ORG\"]\n  deletion_protection = false\n}\n",
		strings.Replace(everybody(window+"\non_destroy = \"abandon\""), `"`+companyID+`"`, "spotnana_company.test.id", 1))
	r.Prints([]string{"plan"}, `Warning: Policy "Everybody" takes over the default policy for employees of the company`)
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	r.OK("destroy", "-auto-approve")
}

// Each category has its own default policy: that of the guests is not taken for that of the employees.
func TestAccPolicy_adoptCategory(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	id, _ := defaultOf(t, r)
	guests := strings.NewReplacer(`"test"`, `"guests"`, `"Everybody"`, `"Guests"`).Replace(everybody(`category = "GUEST"`))
	r.write(guests)
	r.Fails([]string{"apply", "-auto-approve"}, "Error: Cannot take over the default policy for guests of company "+companyID, "There is none", "leave on_create out")
	r.write(strings.Replace(guests, `on_create = "adopt"`, `on_destroy = "abandon"`, 1))
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	r.OK("state", "rm", "spotnana_policy.guests")
	r.Fails([]string{"apply", "-auto-approve"}, "Error: The default policy for guests of company "+companyID+" exists already", `It is the policy "Guests"`)
	r.write(guests, everybody(window))
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	if now, p := r.s.List(sandbox.Policies), map[string]any{}; len(now) != 2 {
		t.Errorf("there are %v %v", now, p)
	}
	if p, _ := r.s.Get(sandbox.Policies, id); p["name"] != "Everybody" {
		t.Errorf("the default policy is %v", p)
	}
}

// Whatever fails, the next apply takes over what is there then, and nothing is tainted or made twice.
func TestAccPolicy_adoptFails(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"refused":              {Method: http.MethodPut, Path: item, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "Not yours.")},
		"lost, not done":       {Method: http.MethodPut, Path: item, Times: sandbox.Always, Drop: true},
		"done, then all fails": {Method: http.MethodPut, Path: item, Times: sandbox.Always, Commit: true, Reply: sandbox.PageReply(500)},
		"cannot be listed":     {Method: http.MethodGet, Path: collection, Times: sandbox.Always, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "Not yours.")},
		"cannot be read":       {Method: http.MethodGet, Path: item, Times: sandbox.Always, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "Not yours.")},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			r := newRun(t)
			r.write(everybody(window))
			r.s.AddFaults(fault)
			_, code := r.Run("apply", "-auto-approve")
			r.s.ClearFaults()
			if done := strings.HasPrefix(name, "done"); (code == 0) != done {
				t.Errorf("the apply ended with %d", code)
			}
			r.OK("apply", "-auto-approve")
			if state := r.Read("terraform.tfstate"); strings.Contains(state, "tainted") {
				t.Errorf("the policy is tainted: %s", state)
			}
			r.NoChanges()
			if _, p := defaultOf(t, r); p["name"] != "Everybody" || len(policies(t, r.s)) > 0 {
				t.Errorf("the default policy is %v", p)
			}
		})
	}
}

// Two addresses, another type, and a misspelt value.
func TestAccPolicy_adoptRefused(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.write(everybody(window), strings.Replace(everybody(""), `"test"`, `"other"`, 1))
	r.Fails([]string{"apply", "-auto-approve"}, "Error: Cannot take over the default policy for employees of company "+companyID, "Another address of this configuration has it")
	r.write(engineering(`on_create = "adopt"`))
	for _, args := range [][]string{{"validate"}, {"plan"}} {
		r.Fails(args, "Error: Only a default policy is adopted", `on_create = "adopt"`, `The policy has the type GROUP`)
	}
	r.write(strings.Replace(everybody(""), `"adopt"`, `"adapt"`, 1))
	r.Fails([]string{"validate"}, `"adapt"`, `"adopt"`)
}

// A plan that cannot ask says all the same that something will be taken over.
func TestAccPolicy_adoptUnasked(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.Write("main.tf", acctest.RequiredProvider+r.s.Provider(`access_token = "none"`)+everybody(window))
	out := r.OK("plan")
	if !strings.Contains(out, "takes over the default policy") || strings.Contains(out, "Now it is") {
		t.Errorf("the plan says: %s", out)
	}
}
