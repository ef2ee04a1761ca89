package policy_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func uuid(n int) string { return fmt.Sprintf("0b8f1d52-6c0e-4f4b-9a55-%012d", n) }

// group is a policy as the API stores it.
func group(name string, more map[string]any) map[string]any {
	p := map[string]any{"name": name, "type": "GROUP", "currency": map[string]any{"currencyCode": "EUR"}, "userGroups": []any{},
		"version": json.Number("7"), "updatedAt": map[string]any{"iso8601": "2026-03-14T09:26Z"}, "isMembershipViaHrFeed": true,
		"hrFeedPolicyDetails": map[string]any{"totalMemberCount": json.Number("12")}}
	for name, v := range more {
		p[name] = v
	}
	return p
}

func TestAccPolicyDataSource_lookups(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insertCompany(t, s)
	insertPolicy(t, s, uuid(1), group("Engineering", map[string]any{
		"isRestrictive":        true,
		"inPolicyApprovalInfo": map[string]any{"approvalProcessType": "NONE"},
		"airPolicyRules":       map[string]any{"lowestLogicalFare": map[string]any{"isLinked": true}},
	}))
	insertPolicy(t, s, uuid(2), group("Visitors", map[string]any{"category": "GUEST"}))
	var checks []statecheck.StateCheck
	for _, by := range []string{"id", "name"} {
		has := func(want knownvalue.Check, first string, more ...string) {
			at := tfjsonpath.New(first)
			for _, m := range more {
				at = at.AtMapKey(m)
			}
			checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_policy.by_"+by, at, want))
		}
		has(knownvalue.StringExact(uuid(1)), "id")
		has(knownvalue.StringExact("Engineering"), "name")
		has(knownvalue.Int64Exact(7), "version")
		has(knownvalue.StringExact("2026-03-14T09:26Z"), "updated_at")
		has(knownvalue.Bool(true), "is_membership_via_hr_feed")
		has(knownvalue.Int64Exact(12), "hr_feed_policy_details", "total_member_count")
		has(knownvalue.Bool(true), "is_restrictive")
		has(knownvalue.StringExact("NONE"), "in_policy_approval_info", "approval_process_type")
		has(knownvalue.Bool(true), "air_policy_rules", "lowest_logical_fare", "is_linked")
	}
	names := func(address string, want ...string) {
		list := make([]knownvalue.Check, len(want))
		for i, name := range want {
			list[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact(name), "id": knownvalue.NotNull()})
		}
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_policies."+address, tfjsonpath.New("policies"), knownvalue.ListExact(list)))
	}
	names("all", "Default policy", "Engineering", "Visitors")
	names("guests", "Visitors")
	names("employees", "Default policy", "Engineering")
	s.Test(resource.TestStep{
		Config: s.Config(fmt.Sprintf(`
data "spotnana_policy" "by_id" {
  company_id = %[1]q
  id         = %[2]q
}
data "spotnana_policy" "by_name" {
  company_id = %[1]q
  name       = "Engineering"
}
data "spotnana_policies" "all" {
  company_id = %[1]q
}
data "spotnana_policies" "guests" {
  company_id = %[1]q
  categories = ["GUEST"]
}
data "spotnana_policies" "employees" {
  company_id = %[1]q
  categories = ["EMPLOYEE"]
}`, companyID, uuid(1))),
		ConfigStateChecks: checks,
	})
}

func TestAccPolicyDataSource_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insertCompany(t, s)
	insertPolicy(t, s, uuid(1), group("Twin", nil))
	insertPolicy(t, s, uuid(2), group("Twin", map[string]any{"category": "GUEST"}))
	step := func(arguments, want string) resource.TestStep {
		return resource.TestStep{
			Config:      s.Config(fmt.Sprintf("data \"spotnana_policy\" \"test\" {\n  company_id = %q\n  %s\n}\n", companyID, arguments)),
			ExpectError: regexp.MustCompile(want),
		}
	}
	s.Test(
		step(`name = "Twin"`, `(?s)2\s+policies\s+have\s+the\s+name\s+"Twin".*Choose\s+one\s+of\s+the\s+policies\s+of\s+company.*by\s+its\s+id`),
		step(`name = "Nobody"`, `(?s)No\s+policy\s+has\s+the\s+name\s+"Nobody".*Company\s+`+companyID+`\s+has\s+no\s+policy\s+of\s+exactly\s+that\s+name`),
		step(`id = "`+uuid(9)+`"`, `(?s)NOT_FOUND.*Trace\s+id:\s+sandbox-`),
		step(``, `Exactly\s+one\s+of\s+id\s+and\s+name\s+is\s+needed`),
		step(`id = "a"
  name = "b"`, `Exactly\s+one\s+of\s+id\s+and\s+name\s+is\s+needed`),
	)
}
