package office_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_office.test"
	collection = "/v2/companies/*/legal-entities/*/offices"
	above      = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
resource "spotnana_legal_entity" "DE" {
  company_id       = spotnana_company.test.id
  name             = "DE"
  billing_currency = "EUR"
  address          = { address_lines = ["Ring 1"], region_code = "DE" }
}
resource "spotnana_legal_entity" "FR" {
  company_id       = spotnana_company.test.id
  name             = "FR"
  billing_currency = "EUR"
  address          = { address_lines = ["Ring 1"], region_code = "FR" }
}
`
)

func office(country, arguments string) string {
	return fmt.Sprintf("\nresource \"spotnana_office\" \"test\" {\n  company_id = spotnana_company.test.id\n  legal_entity_id = spotnana_legal_entity.%s.id\n  external_id = \"hq\"\n%s\n}\n", country, arguments)
}

// Another legal entity is another office. What a destroy says of users is what the argument says.
func TestAccOffice(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{Config: s.Config(above, office("DE", "  name = \"HQ\""))},
		resource.TestStep{
			Config: s.Config(above, office("FR", "  name = \"HQ\"\n  detach_users = true")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionDestroyBeforeCreate)}},
		},
	)
	got := s.Sent("DELETE", collection+"/*")
	if len(got) != 2 || len(got[0].Query) > 0 || got[1].Query.Encode() != "detachUsers=true" {
		t.Errorf("deleted by %v", got)
	}
}

// The data sources find offices of a legal entity, and list those of a company with their legal entities.
func TestAccOffice_dataSources(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := above + office("DE", "  name = \"HQ\"\n  address = { address_lines = [\"Ring 1\"], region_code = \"DE\" }")
	var checks []statecheck.StateCheck
	for _, c := range []struct{ label, arguments string }{{"id", "id = spotnana_office.test.id"}, {"name", `name = "HQ"`}, {"external", `external_id = "hq"`}} {
		config += fmt.Sprintf("data \"spotnana_office\" %q {\n  company_id = spotnana_company.test.id\n  legal_entity_id = spotnana_legal_entity.DE.id\n  depends_on = [spotnana_office.test]\n  %s\n}\n", c.label, c.arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_office."+c.label, tfjsonpath.New("external_id"), knownvalue.StringExact("hq")))
	}
	for _, c := range []struct {
		label, arguments string
		found            int
	}{
		{"all", "", 1}, {"of", `legal_entity_ids = [spotnana_legal_entity.DE.id]`, 1}, {"of_other", `legal_entity_ids = [spotnana_legal_entity.FR.id]`, 0},
		{"either", "legal_entity_ids = [spotnana_legal_entity.FR.id]\n  external_ids = [\"hq\"]", 1}, {"country", `countries = ["FR"]`, 0}, {"nothing", "office_ids = []", 0},
	} {
		config += fmt.Sprintf("data \"spotnana_offices\" %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_office.test]\n  %s\n}\n", c.label, c.arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_offices."+c.label, tfjsonpath.New("offices"), knownvalue.ListSizeExact(c.found)))
	}
	first := tfjsonpath.New("offices").AtSliceIndex(0)
	checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_offices.all", first.AtMapKey("legal_entity_name"), knownvalue.StringExact("DE")),
		statecheck.ExpectKnownValue("data.spotnana_offices.all", first.AtMapKey("name"), knownvalue.StringExact("HQ")))
	s.Test(resource.TestStep{Config: s.Config(config), ConfigStateChecks: checks})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(above, "data \"spotnana_office\" \"x\" {\n  company_id = spotnana_company.test.id\n  legal_entity_id = spotnana_legal_entity.FR.id\n  name = \"HQ\"\n}\n"))
	tf.Fails([]string{"apply", "-auto-approve"}, `No office has the name "HQ"`, "Legal entity ", "The data source spotnana_offices lists those that it has")
}
