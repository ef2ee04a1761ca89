package company_test

import (
	"fmt"
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
	address    = "spotnana_company.test"
	collection = "/v2/companies"
	item       = "/v2/companies/*"
)

// acme is a company with the required attributes and further lines.
func acme(lines string) string {
	return fmt.Sprintf(`
resource "spotnana_company" "test" {
  name                = "ACME"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
%s
}
`, lines)
}

func preApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

func has(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

func TestAccCompany_basic(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{
			Config:           s.Config(acme("")),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionCreate), plancheck.ExpectUnknownValue(address, tfjsonpath.New("id"))),
			ConfigStateChecks: []statecheck.StateCheck{
				has("id", knownvalue.StringFunc(func(id string) error {
					if ids := s.List(sandbox.Companies); len(ids) != 1 || ids[0] != id {
						return fmt.Errorf("state has the id %s, the sandbox has %v", id, ids)
					}
					return nil
				})),
				has("name", knownvalue.StringExact("ACME")),
				has("external_id", knownvalue.Null()),
			},
		},
		resource.TestStep{
			Config:           s.Config(acme("")),
			ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan()),
		},
	)
	want := map[string]any{"name": "ACME", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}
	if diff := cmp.Diff(want, s.LastBody("POST", collection)); diff != "" {
		t.Errorf("body of the create (-want +got)\n%s", diff)
	}
	if puts := s.Sent("PUT", item); len(puts) != 0 {
		t.Errorf("%d updates were sent", len(puts))
	}
}

// companies checks how many companies there are.
func companies(s *acctest.Server, want int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := s.List(sandbox.Companies); len(got) != want {
			return fmt.Errorf("the sandbox has %d companies, expected %d", len(got), want)
		}
		return nil
	}
}
