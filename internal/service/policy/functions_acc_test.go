package policy_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// functions is a run with a Terraform that has functions of providers.
func functions(t *testing.T) run {
	t.Helper()
	r := newRun(t)
	r.RequireVersion(tfversion.Version1_8_0)
	return r
}

// A wrong argument is an error at the argument, which says what was expected.
func TestAccPolicyFunctions_badArguments(t *testing.T) {
	t.Parallel()
	r := functions(t)
	for _, tc := range []struct{ call, want string }{
		{`policy_summary("x")`, "x"},
		{`policy_summary(null)`, "x"},
		{`policy_summary([{ name = "x", type = "GROUP", user_groups = [] }])`, "x"},
		{`policy_summary({ a = { name = "x", type = "GROUP", user_groups = [] } })`, "x"},
		{`policy_statements({ id = "1", name = "x" })`, "x"},
		{`policy_statements({ name = "x", type = "GROUP", user_groups = [] }, "1")`, "x"},
		{`policy_statements({ name = "x", type = "GROUP", user_groups = [] }, null)`, "x"},
	} {
		r.write("output \"test\" {\n  value = provider::spotnana::" + tc.call + "\n}\n")
		t.Log(r.Run("plan"))
	}
}
