package department_test

import (
	"fmt"
	"slices"
	"testing"

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
	address    = "spotnana_department.test"
	collection = "/v2/companies/*/departments"
	company    = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`
)

// department is one with this name and further arguments.
func department(label, name, arguments string) string {
	return fmt.Sprintf("\nresource \"spotnana_department\" %q {\n  company_id = spotnana_company.test.id\n  name = %q\n%s\n}\n", label, name, arguments)
}

func importID(state *terraform.State) (string, error) {
	attrs := state.RootModule().Resources[address].Primary.Attributes
	return attrs["company_id"] + "/" + attrs["id"], nil
}

// A department is made, changed in place, imported by the ids of company and department, and deleted with its users detached.
func TestAccDepartment(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	is := func(attr, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attr), knownvalue.StringExact(want))
	}
	s.Test(
		resource.TestStep{
			Config:            s.Config(company, department("test", "Engineering", `  external_id = "eng"`)),
			ConfigStateChecks: []statecheck.StateCheck{is("name", "Engineering"), is("external_id", "eng")},
		},
		resource.TestStep{
			Config: s.Config(company, department("test", "Research", `  detach_users = true`)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{is("name", "Research"), statecheck.ExpectKnownValue(address, tfjsonpath.New("external_id"), knownvalue.Null())},
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"detach_users"},
			ImportStateIdFunc: importID,
		},
		resource.TestStep{
			PreConfig: func() {
				s.EditOnly(sandbox.Departments, func(d map[string]any) { d["name"] = "Changed outside" })
			},
			Config:            s.Config(company, department("test", "Research", `  detach_users = true`)),
			ConfigStateChecks: []statecheck.StateCheck{is("name", "Research")},
		},
	)
	id := s.LastBody("PUT", collection+"/*")["id"]
	if got := s.Sent("DELETE", collection+"/*"); len(got) != 1 || got[0].Query.Encode() != "detachUsers=true" {
		t.Errorf("deleted %v by %v", id, got)
	}
}

// Without the argument nothing is said of users.
func TestAccDepartment_keepsUsers(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(resource.TestStep{Config: s.Config(company, department("test", "Engineering", ""))})
	if got := s.Sent("DELETE", collection+"/*"); len(got) != 1 || len(got[0].Query) > 0 {
		t.Errorf("sent %v", got)
	}
}

// The data sources find departments by id, name, external id and text, on all pages.
func TestAccDepartment_dataSources(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	made := company + department("test", "Engineering", `  external_id = "eng"`) + department("other", "Sales", "  external_id = \"sales\"\n  depends_on = [spotnana_department.test]")
	data := func(kind, label, arguments string) string {
		return fmt.Sprintf("data %q %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_department.test, spotnana_department.other]\n%s\n}\n", kind, label, arguments)
	}
	one := func(label, arguments string) string { return data("spotnana_department", label, arguments) }
	many := func(label, arguments string) string { return data("spotnana_departments", label, arguments) }
	names := func(label string, want ...string) statecheck.StateCheck {
		exact := make([]knownvalue.Check, len(want))
		for i, name := range want {
			exact[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact(name)})
		}
		return statecheck.ExpectKnownValue("data.spotnana_departments."+label, tfjsonpath.New("departments"), knownvalue.ListExact(exact))
	}
	var checks []statecheck.StateCheck
	for _, label := range []string{"id", "name", "external"} {
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_department."+label, tfjsonpath.New("external_id"), knownvalue.StringExact("eng")))
	}
	s.Test(resource.TestStep{
		Config: s.Config(made, one("id", "  id = spotnana_department.test.id"), one("name", `  name = "Engineering"`), one("external", `  external_id = "eng"`),
			many("all", ""), many("text", `  search_text = "sal"`), many("either", "  external_ids = [\"eng\"]\n  department_ids = [spotnana_department.other.id]"),
			many("none", "  external_ids = []"), many("other", "  external_ids = []\n  department_ids = [spotnana_department.other.id]"),
			many("neither", "  external_ids = []\n  department_ids = []")),
		ConfigStateChecks: slices.Concat(checks, []statecheck.StateCheck{
			names("all", "Engineering", "Sales"), names("text", "Sales"), names("either", "Engineering", "Sales"), names("none"), names("other", "Sales"), names("neither"),
		}),
	})
	tf := acctest.NewTerraform(t)
	for arguments, want := range map[string][]string{
		`  name = "Legal"`:         {`No department has the name "Legal"`, "The data source spotnana_departments lists those that it has"},
		`  external_id = "x"`:      {`No department has the external id "x"`},
		"":                         {"Exactly one of id, name and external_id is needed"},
		"  name=\"a\"\n  id=\"b\"": {"Exactly one of id, name and external_id is needed", "The configuration sets 2 of them"},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, fmt.Sprintf("data \"spotnana_department\" \"x\" {\n  company_id = spotnana_company.test.id\n%s\n}\n", arguments)))
		tf.Fails([]string{"apply", "-auto-approve"}, want...)
	}
}
