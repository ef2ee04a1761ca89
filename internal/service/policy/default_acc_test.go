package policy_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// onDestroy is the line that generated configuration has.
var onDestroy = regexp.MustCompile(`on_destroy +=.*`)

// The default policy is there from the start: it is imported, updated, and never deleted.
func TestAccPolicy_default(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	id := r.s.List(sandbox.Policies)[0]
	company := strings.NewReplacer(`"Engineering"`, `"Company"`, `"GROUP"`, `"DEFAULT"`,
		`[{ departments = ["eng"], country_codes = ["DE", "FR"] }]`, "[]")
	for _, name := range []string{"Default policy", "Company"} { // whether or not it is called like the one that is there
		r.write(strings.Replace(company.Replace(engineering("")), `"Company"`, strconv.Quote(name), 1))
		r.Fails([]string{"apply", "-auto-approve"}, "Error: The default policy for employees of company "+companyID+" exists already", `It is the policy "Default policy" (`+companyID+"/"+id+")",
			`on_create = "adopt"`, "import { to = spotnana_policy.<name> id = \""+companyID+"/"+id+"\" }", "terraform import spotnana_policy.<name> "+companyID+"/"+id)
	}
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Fatalf("a second default policy was asked for: %v", writes)
	}

	_, err := r.s.Get(sandbox.Policies, id)
	if err != nil {
		t.Fatal(err)
	}
	r.write(importBlock("test", id))
	r.OK("plan", "-generate-config-out=generated.tf")
	r.OK("apply", "-auto-approve")
	generated := r.Read("generated.tf")
	changed := strings.Replace(generated, "num_days_in_advance = 7", "num_days_in_advance = 14", 1)
	if changed == generated {
		t.Fatalf("the window is not in the configuration: %s", generated)
	}
	before, _ := r.s.Get(sandbox.Policies, id)
	r.Write("generated.tf", changed)
	if actions, attributes := r.Changes(r.Plan(), address); actions != "update" || len(attributes) != 1 || attributes[0] != "air_policy_rules" {
		t.Errorf("the plan has %s of %v", actions, attributes)
	}
	r.OK("apply", "tfplan")
	body := r.s.LastBody("PUT", item)
	before["airPolicyRules"].(map[string]any)["flightAdvanceBookingWindow"].(map[string]any)["flightAdvanceBookingWindowProps"] = body["airPolicyRules"].(map[string]any)["flightAdvanceBookingWindow"].(map[string]any)["flightAdvanceBookingWindowProps"]
	for _, name := range []string{"version", "updatedAt", "isMembershipViaHrFeed"} {
		delete(before, name)
	}
	if diff := cmp.Diff(before, body); diff != "" {
		t.Errorf("update of the default policy (-want +got)\n%s", diff)
	}
	r.NoChanges()

	refused := []string{`Error: Refused to destroy policy "Default policy"`, `set on_destroy = "abandon", apply that, and destroy again`}
	r.Fails([]string{"plan", "-destroy"}, refused...)
	r.Fails([]string{"destroy", "-auto-approve"}, refused...)
	// The configuration alone does not allow it: state decides.
	abandoning := onDestroy.ReplaceAllString(changed, `on_destroy = "abandon"`)
	r.Write("generated.tf", abandoning)
	r.Fails([]string{"destroy", "-auto-approve"}, refused...)
	r.s.ResetRequests()
	r.OK("apply", "-auto-approve")
	r.Prints([]string{"plan", "-destroy"}, "is forgotten, not deleted", "The default policy is no longer managed, and stays in force at Spotnana as it is.")
	r.Prints([]string{"destroy", "-auto-approve"}, "is forgotten, not deleted")
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
	if state := r.Read("terraform.tfstate"); strings.Contains(state, id) {
		t.Errorf("the default policy is still in state: %s", state)
	}
	if _, err := r.s.Get(sandbox.Policies, id); err != nil {
		t.Errorf("the default policy is gone: %v", err)
	}
}
