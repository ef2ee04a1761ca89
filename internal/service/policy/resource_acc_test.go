package policy_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_policy.test"
	collection = "/v2/companies/*/policies"
	item       = "/v2/companies/*/policies/*"
)

// engineering is a policy of the test's company with the required attributes and further lines.
func engineering(lines string) string {
	return fmt.Sprintf(`
resource "spotnana_policy" "test" {
  company_id  = %q
  name        = "Engineering"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = ["eng"], country_codes = ["DE", "FR"] }]
%s
}
`, companyID, lines)
}

// run is a Terraform working folder for a sandbox that has the test's company.
type run struct {
	*acctest.Terraform
	s *acctest.Server
}

func newRun(t *testing.T) run { return runOn(t, acctest.NewServer(t)) }

func runOn(t *testing.T, s *acctest.Server) run {
	t.Helper()
	insertCompany(t, s)
	return run{acctest.NewTerraform(t), s}
}

// write makes the configuration.
func (r run) write(hcl ...string) {
	r.Write("main.tf", acctest.RequiredProvider+r.s.Config(hcl...))
}

// policies are the policies of the test's company without the default one.
func policies(t *testing.T, s *acctest.Server) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	for _, id := range s.List(sandbox.Policies) {
		p, err := s.Get(sandbox.Policies, id)
		if err != nil {
			t.Fatal(err)
		}
		if p["type"] != "DEFAULT" {
			found[id] = p
		}
	}
	return found
}

// onlyPolicy is the only policy beside the default one.
func onlyPolicy(t *testing.T, s *acctest.Server) (string, map[string]any) {
	t.Helper()
	all := policies(t, s)
	if len(all) != 1 {
		t.Fatalf("there are %d policies, expected one", len(all))
	}
	for id, p := range all {
		return id, p
	}
	panic("unreachable")
}

// edit changes the only policy behind Terraform's back.
func edit(t *testing.T, s *acctest.Server, change func(p map[string]any)) {
	t.Helper()
	id, _ := onlyPolicy(t, s)
	if err := s.Edit(sandbox.Policies, id, change); err != nil {
		t.Fatal(err)
	}
}

func insertPolicy(t testing.TB, s *acctest.Server, id string, p map[string]any) {
	t.Helper()
	p["id"] = id
	if err := s.Insert(sandbox.Policies, companyID, id, p); err != nil {
		t.Fatal(err)
	}
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
}

const rich = `
  parent_policy_id = null
  air_policy_rules = {
    restricted_airlines = { airline_codes = ["FR", "U2"] }
    lowest_logical_fare = { is_linked = true }
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },
      ]
    }
    co2_emission_per_passenger_per_km = { emission = 120 }
  }
  rules = {
    car_types_not_allowed        = { car_types = ["LUXURY", "SPORTS"], prevent_booking = { prevent = true, reason = "Not in policy" } }
    basic_economy_fares_domestic = { prevent_booking = { prevent = false } }
    rail_tickets_refundable      = { is_linked = true }
  }`

// A policy of a company that Terraform makes as well: created, planned empty, updated in place, imported, replaced in
// another company, made again when it disappeared.
func TestAccPolicy_lifecycle(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := func(company, lines string) string {
		return s.Config(`
resource "spotnana_company" "one" {
  name                = "One"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
resource "spotnana_company" "two" {
  name                = "Two"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}`, strings.Replace(engineering(lines), fmt.Sprintf("%q", companyID), "spotnana_company."+company+".id", 1))
	}
	changed := strings.Replace(rich, "emission = 120", "emission = 110", 1)
	var made string
	s.Test(
		resource.TestStep{Config: config("one", rich), ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringFunc(func(id string) error {
				made = id
				_, err := s.Get(sandbox.Policies, id)
				return err
			}))}},
		resource.TestStep{Config: config("one", rich), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		resource.TestStep{Config: config("one", changed), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringFunc(func(id string) error {
				if id != made {
					return fmt.Errorf("the policy %s became %s", made, id)
				}
				return nil
			}))}},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID},
		resource.TestStep{Config: config("two", changed), ConfigPlanChecks: action(plancheck.ResourceActionReplace)},
		resource.TestStep{
			PreConfig: func() {
				for id := range policies(t, s) {
					if err := s.Remove(sandbox.Policies, id); err != nil {
						t.Fatal(err)
					}
				}
			},
			Config: config("two", changed), ConfigPlanChecks: action(plancheck.ResourceActionCreate),
		},
	)
	if puts := s.Sent("PUT", item); len(puts) != 1 {
		t.Errorf("%d updates were sent", len(puts))
	}
	want := map[string]any{"ruleType": "CAR_TYPES_NOT_ALLOWED",
		"policyValue": map[string]any{"universalProps": map[string]any{"carTypesNotAllowedProps": map[string]any{"carTypes": []any{"LUXURY", "SPORTS"}}}},
		"action":      map[string]any{"preventBooking": map[string]any{"prevent": true, "reason": "Not in policy"}}}
	for _, r := range s.LastBody("POST", collection)["rules"].([]any) {
		if rule := r.(map[string]any); rule["ruleType"] == want["ruleType"] {
			if diff := cmp.Diff(want, rule); diff != "" {
				t.Errorf("rule in the create (-want +got)\n%s", diff)
			}
		}
	}
}

func importID(state *terraform.State) (string, error) {
	p := state.RootModule().Resources[address].Primary.Attributes
	return p["company_id"] + "/" + p["id"], nil
}

// The API refuses a value: its words, its trace id, and the attribute, also of a rule, that they are about.
func TestAccPolicy_refused(t *testing.T) {
	t.Parallel()
	r := runOn(t, acctest.NewUnrecordedServer(t)) // what it sends, no document allows
	r.write(engineering(`rules = {
    basic_economy_fares_domestic = { is_linked = true }
    car_types_not_allowed        = { car_types = ["LUXURY", "ROCKET"] }
  }`))
	r.Fails([]string{"apply", "-auto-approve"}, `cannot create policy "Engineering"`, "Request: POST /v2/companies/"+companyID+"/policies",
		"Code: UNKNOWN_ENUM_VALUE", "Trace id: sandbox-", "Attribute: rules.car_types_not_allowed.car_types[1]")
	r.write(engineering(""))
	r.OK("apply", "-auto-approve")
	const nobody = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
	r.write(engineering(`parent_policy_id = "` + nobody + `"`))
	r.Fails([]string{"apply", "-auto-approve"}, `cannot update policy "Engineering"`, `parent_policy_id = "`+nobody+`"`,
		"Code: UNKNOWN_POLICY", "Trace id: sandbox-")
	r.write(engineering(`rules = { hotel_property_type = { restricted_property_types = ["MOTEL", "TREEHOUSE"] } }`))
	r.Fails([]string{"apply", "-auto-approve"}, "Attribute: rules.hotel_property_type.restricted_property_types[1]")
	r.write(engineering(""))
	r.NoChanges()
}

// Parents go after their children, and a parent that is still needed is the API's refusal.
func TestAccPolicy_parent(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	child := strings.NewReplacer(`"test"`, `"child"`, "Engineering", "Interns").Replace(engineering("parent_policy_id = spotnana_policy.test.id"))
	r.write(engineering(""), child)
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	parent := r.s.LastBody("POST", collection)["parentPolicyId"].(string)
	r.s.ResetRequests()
	r.OK("destroy", "-auto-approve")
	var deleted []string
	for _, e := range r.s.Sent(http.MethodDelete, item) {
		deleted = append(deleted, e.Path[strings.LastIndex(e.Path, "/")+1:])
	}
	if len(deleted) != 2 || deleted[1] != parent {
		t.Errorf("deleted %v, and the parent is %s", deleted, parent)
	}

	r.write(engineering(""))
	r.OK("apply", "-auto-approve")
	id, _ := onlyPolicy(t, r.s)
	insertPolicy(t, r.s, "0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a77", map[string]any{"name": "Made elsewhere", "type": "GROUP",
		"currency": map[string]any{"isLinked": true}, "userGroups": []any{}, "parentPolicyId": id})
	r.Fails([]string{"destroy", "-auto-approve"}, `cannot delete policy "Engineering"`, "Code: POLICY_IN_USE",
		"The policy 0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a77 refers to this policy by parentPolicyId", "add lifecycle { create_before_destroy = true } to it", "Trace id: sandbox-")
}

// What the API says of a delete decides on the advice: only what speaks of other policies is about those.
func TestAccPolicy_deleteRefused(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.write(engineering(""))
	r.OK("apply", "-auto-approve")
	const children, credentials = "A policy that others have as their parent cannot go before they do", "Check the role of the API user"
	for _, tc := range []struct {
		status      int
		code, text  string
		title, says string
		not         string
	}{
		{403, "FORBIDDEN", "Access denied.", "Error: Spotnana does not permit this: cannot delete policy", credentials, children},
		{403, "FORBIDDEN", "You may not delete policies of the parent company.", "Error: Spotnana does not permit this: cannot delete policy", credentials, children},
		{403, "POLICY_IN_USE", "", "Error: The policy is in use: cannot delete policy", children, credentials},
		{403, "FORBIDDEN", "The policy has child policies.", "Error: The policy is in use: cannot delete policy", children, credentials},
		{400, "INVALID", "It is used as parent policy.", "Error: The policy is in use: cannot delete policy", children, credentials},
		{400, "INVALID", "The id is malformed.", "Error: Spotnana refused the request: cannot delete policy", "The id is malformed.", children},
		{409, "CONFLICT", "", "Error: The policy is in use: cannot delete policy", children, credentials},
		{401, "UNAUTHORIZED", "", "Error: Spotnana refused the credentials: cannot delete policy", "Code: UNAUTHORIZED", children},
		{500, "INTERNAL", "in use", "Error: Spotnana failed: cannot delete policy", "Code: INTERNAL", children},
	} {
		times := 1
		if tc.status == http.StatusUnauthorized {
			times = 2 // with a new token it is sent again
		}
		r.s.AddFaults(sandbox.Fault{Method: http.MethodDelete, Path: item, Times: times, Reply: sandbox.ErrorReply(tc.status, tc.code, tc.text)})
		out, code := r.Run("destroy", "-auto-approve")
		if code != 1 || !strings.Contains(out, tc.title) || !strings.Contains(out, tc.says) || strings.Contains(out, tc.not) {
			t.Errorf("%d %s %q: %s", tc.status, tc.code, tc.text, out)
		}
	}
}

// A parent that goes while its child stays: Terraform deletes it before it updates the child, unless it is told otherwise.
func TestAccPolicy_parentGoes(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	child := func(line string) string {
		return strings.NewReplacer(`"test"`, `"child"`, "Engineering", "Interns").Replace(engineering(line))
	}
	r.write(engineering("lifecycle { create_before_destroy = true }"), child("parent_policy_id = spotnana_policy.test.id"))
	r.OK("apply", "-auto-approve")
	r.write(child(""))
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	if _, left := onlyPolicy(t, r.s); left["name"] != "Interns" || left["parentPolicyId"] != nil {
		t.Errorf("what is left is %v", left)
	}
}

// An answer that makes no sense is an error, for an import too, and loses nothing.
func TestAccPolicy_unreadable(t *testing.T) {
	t.Parallel()
	r := runOn(t, acctest.NewUnrecordedServer(t)) // the API's documents do not have such answers
	r.write(engineering("is_restrictive = true"))
	r.OK("apply", "-auto-approve")
	id, _ := onlyPolicy(t, r.s)
	edit(t, r.s, func(p map[string]any) { p["userGroups"] = []any{map[string]any{"departments": []any{"a", true}}} })
	r.Fails([]string{"plan"}, "Error: Unreadable answer for policy", "user_groups[0].departments[1]")
	if state := r.Read("terraform.tfstate"); !strings.Contains(state, id) {
		t.Errorf("the policy is lost: %s", state)
	}
	r.OK("state", "rm", address)
	r.Fails([]string{"import", address, companyID + "/" + id}, "Error: Unreadable answer for policy", "user_groups[0].departments[1]")
}

// Order alone changes nothing, neither in the configuration nor at the server.
func TestAccPolicy_order(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.write(engineering(rich))
	r.OK("apply", "-auto-approve")
	r.s.ResetRequests()
	r.write(engineering(strings.NewReplacer(
		`["FR", "U2"]`, `["U2", "FR"]`, `["LUXURY", "SPORTS"]`, `["SPORTS", "LUXURY"]`,
		`{ cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },`, "",
		`{ cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },`,
		`{ cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } }, { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },`).Replace(rich)))
	r.NoChanges()
	r.s.SetModes(sandbox.Modes{ShuffleArrays: true, FillDefaults: true, FillLinked: true, UppercaseCodes: true})
	r.NoChanges()
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}
