package costcenter_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_cost_center.test"
	collection = "/v2/companies/*/cost-centers"
	company    = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`
)

// costCenter is one with further arguments.
func costCenter(arguments string) string {
	return fmt.Sprintf("\nresource \"spotnana_cost_center\" \"test\" {\n  company_id = spotnana_company.test.id\n  external_id = \"cc\"\n%s\n}\n", arguments)
}

func importID(state *terraform.State) (string, error) {
	attrs := state.RootModule().Resources[address].Primary.Attributes
	return attrs["company_id"] + "/" + attrs["id"], nil
}

func does(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// The number of employees goes with the create and with nothing else: an update sends none, another number replaces the cost
// center, and an import knows none.
func TestAccCostCenter_numberOfEmployees(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	employees := func(n int64) []statecheck.StateCheck {
		return []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("number_of_employees"), knownvalue.Int64Exact(n))}
	}
	s.Test(
		resource.TestStep{Config: s.Config(company, costCenter("  name = \"Platform\"\n  number_of_employees = 12")), ConfigStateChecks: employees(12)},
		resource.TestStep{
			Config:           s.Config(company, costCenter("  name = \"Cloud\"\n  number_of_employees = 12")),
			ConfigPlanChecks: does(plancheck.ResourceActionUpdate), ConfigStateChecks: employees(12),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"number_of_employees"}, ImportStateIdFunc: importID,
		},
		resource.TestStep{
			Config:           s.Config(company, costCenter("  name = \"Cloud\"\n  number_of_employees = 13")),
			ConfigPlanChecks: does(plancheck.ResourceActionDestroyBeforeCreate), ConfigStateChecks: employees(13),
		},
	)
	if body := s.LastBody("POST", collection); fmt.Sprint(body["numberOfEmployees"]) != "13" || body["id"] != nil {
		t.Errorf("created by %v", body)
	}
	body := s.LastBody("PUT", collection+"/*")
	if id, isObject := body["id"].(map[string]any); !isObject || id["id"] == nil || body["numberOfEmployees"] != nil {
		t.Errorf("updated by %v", body)
	}
}

// After an import the configured number comes into state, and no update sends it.
func TestAccCostCenter_imported(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	companyID, _ := s.Company()
	const id = "0b7d2c4e-5a1f-4e83-9c6d-7f2e1a3b4c5d"
	if err := s.Insert("costCenters", companyID, id, map[string]any{"id": map[string]any{"id": id}, "name": "Platform", "externalId": "cc"}); err != nil {
		t.Fatal(err)
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, costCenter("  name = \"Cloud\"\n  number_of_employees = 12"),
		fmt.Sprintf("import {\n  to = %s\n  id = \"%s/%s\"\n}\n", address, companyID, id)))
	tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 1 changed, 0 destroyed")
	tf.NoChanges()
	if body := s.LastBody("PUT", collection+"/*"); body["name"] != "Cloud" || body["numberOfEmployees"] != nil {
		t.Errorf("updated by %v", body)
	}
}

// What a destroy says of users is what the argument says.
func TestAccCostCenter_detachUsers(t *testing.T) {
	t.Parallel()
	for arguments, want := range map[string]string{"": "", "  detach_users = true": "detachUsers=true", "  detach_users = false": "detachUsers=false"} {
		s := acctest.NewServer(t)
		s.Test(resource.TestStep{Config: s.Config(company, costCenter("  name = \"Platform\"\n"+arguments))})
		if got := s.Sent("DELETE", collection+"/*"); len(got) != 1 || got[0].Query.Encode() != want {
			t.Errorf("%s: sent %v", arguments, got)
		}
	}
}

// The data sources find cost centers by id, name, external id and text.
func TestAccCostCenter_dataSources(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	data := func(kind, label, arguments string) string {
		return fmt.Sprintf("data %q %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_cost_center.test]\n%s\n}\n", kind, label, arguments)
	}
	made := company + costCenter(`  name = "Platform"`)
	var checks []statecheck.StateCheck
	for label, arguments := range map[string]string{"id": "  id = spotnana_cost_center.test.id", "name": `  name = "Platform"`, "external": `  external_id = "cc"`} {
		made += data("spotnana_cost_center", label, arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_cost_center."+label, tfjsonpath.New("external_id"), knownvalue.StringExact("cc")))
	}
	for label, c := range map[string]struct {
		arguments string
		found     int
	}{"all": {"", 1}, "text": {`  search_text = "sal"`, 0}, "either": {"  external_ids = [\"cc\"]\n  cost_center_ids = [spotnana_company.test.id]", 1}, "none": {"  cost_center_ids = []", 0}} {
		made += data("spotnana_cost_centers", label, c.arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_cost_centers."+label, tfjsonpath.New("cost_centers"), knownvalue.ListSizeExact(c.found)))
	}
	s.Test(resource.TestStep{Config: s.Config(made), ConfigStateChecks: checks})
}
