package policy_test

import (
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

// A replacement that makes the new policy first. With another name or content it works, and the old one goes. An equal one
// cannot be told from one that an interrupted run made: nothing happens, and the error says what to do instead.
func TestAccPolicy_replaceCreateFirst(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	policy := func(name string) string {
		return strings.Replace(engineering("lifecycle { create_before_destroy = true }"), `"Engineering"`, `"`+name+`"`, 1)
	}
	r.write(policy("Engineering"))
	r.OK("apply", "-auto-approve")
	old, _ := onlyPolicy(t, r.s)

	r.Fails([]string{"apply", "-auto-approve", "-replace=" + address}, `Error: Policy "Engineering" exists already`, old,
		"So must a replacement with create_before_destroy", "Change the name in the same apply, or leave create_before_destroy out for it")
	if id, _ := onlyPolicy(t, r.s); id != old || !strings.Contains(r.Read("terraform.tfstate"), old) {
		t.Errorf("the policy %s became %s", old, id)
	}
	r.NoChanges()

	r.write(policy("Engineers"))
	r.OK("apply", "-auto-approve", "-replace="+address)
	second, p := onlyPolicy(t, r.s)
	if second == old || p["name"] != "Engineers" {
		t.Errorf("the policy %s became %s, %v", old, second, p)
	}
	r.NoChanges()

	// The same name, and other content: for a moment there are two of that name, and the right one goes.
	r.write(strings.Replace(policy("Engineers"), `"FR"`, `"IT"`, 1))
	r.Prints([]string{"apply", "-auto-approve", "-replace=" + address}, `Policy "Engineers" has a namesake`)
	third, p := onlyPolicy(t, r.s)
	if third == second || p["name"] != "Engineers" {
		t.Errorf("the policy %s became %s, %v", second, third, p)
	}
	r.NoChanges()

	// Without the order it replaces an equal one.
	r.write(strings.NewReplacer("lifecycle { create_before_destroy = true }", "", `"FR"`, `"IT"`).Replace(policy("Engineers")))
	r.OK("apply", "-auto-approve", "-replace="+address)
	if fourth, _ := onlyPolicy(t, r.s); fourth == third {
		t.Errorf("the policy %s was not replaced", third)
	}
	r.NoChanges()
}

// The default policy stays, whoever asks for its replacement.
func TestAccPolicy_replaceDefault(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	id := r.s.List(sandbox.Policies)[0]
	r.write(importBlock("test", id))
	r.OK("plan", "-generate-config-out=generated.tf")
	r.OK("apply", "-auto-approve")
	for _, args := range [][]string{{"plan", "-replace=" + address}, {"apply", "-auto-approve", "-replace=" + address}} {
		r.Fails(args, `Error: Refused to replace policy "Default policy" (`+companyID+"/"+id+")", `set on_destroy = "abandon"`)
	}
	r.NoChanges()
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}
