package legalentity_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_legal_entity.test"
	collection = "/v2/companies/*/legal-entities"
	company    = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG", "TMC"]
  deletion_protection = false
}
`
	needed = "  name = \"Acme GmbH\"\n  external_id = \"le\"\n  billing_currency = \"EUR\"\n  address = { address_lines = [\"Ring 1\"], region_code = \"DE\" }\n"
)

func legalEntity(arguments string) string {
	return fmt.Sprintf("\nresource \"spotnana_legal_entity\" \"test\" {\n  company_id = spotnana_company.test.id\n%s\n}\n", arguments)
}

// What only an update takes is set by one right after the create, and not sent before.
func TestAccLegalEntity_later(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(resource.TestStep{
		Config: s.Config(company, legalEntity(needed+"  booking_tmc_id = spotnana_company.test.id\n  expense_partner_config = { partner = \"BREX\" }")),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(address, tfjsonpath.New("expense_partner_config").AtMapKey("partner"), knownvalue.StringExact("BREX")),
		},
	})
	for _, name := range []string{"bookingTmcRef", "expensePartnerConfig"} {
		if s.LastBody("POST", collection)[name] != nil || s.LastBody("PUT", collection+"/*")[name] == nil {
			t.Errorf("%s is in the create, or not in the update", name)
		}
	}
}

// A create needs what the API makes none without; a legal entity that lacks it can be imported, and changed.
func TestAccLegalEntity_required(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, legalEntity("")))
	tf.Fails([]string{"plan"}, "Error: name is required for a new legal entity", "Error: billing_currency is required for a new legal entity",
		"Error: address is required for a new legal entity", "Set address.")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	companyID, _ := s.Company()
	const id = "5e8f1c3a-9b47-4d26-a0e1-3c7d5f2b8a94"
	if err := s.Insert(sandbox.LegalEntities, companyID, id, map[string]any{"id": id, "name": "Old", "bookingTmcRef": map[string]any{"id": companyID, "name": "Acme"}}); err != nil {
		t.Fatal(err)
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, fmt.Sprintf("import {\n  to = %s\n  id = \"%s/%s\"\n}\n", address, companyID, id)))
	tf.OK("plan", "-generate-config-out=generated.tf")
	tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
	tf.Write("generated.tf", strings.Replace(tf.Read("generated.tf"), `"Old"`, `"New"`, 1))
	tf.OK("apply", "-auto-approve")
	body := s.LastBody("PUT", collection+"/*")
	if tmc, _ := body["bookingTmcRef"].(map[string]any); body["name"] != "New" || tmc["name"] != "Acme" {
		t.Errorf("updated by %v", body)
	}
}

// The data sources find legal entities by id, name and external id.
func TestAccLegalEntity_dataSources(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := company + legalEntity(needed)
	var checks []statecheck.StateCheck
	for _, c := range []struct{ label, arguments string }{{"id", "id = spotnana_legal_entity.test.id"}, {"name", `name = "Acme GmbH"`}, {"external", `external_id = "le"`}} {
		config += fmt.Sprintf("data \"spotnana_legal_entity\" %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_legal_entity.test]\n  %s\n}\n", c.label, c.arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_legal_entity."+c.label, tfjsonpath.New("address").AtMapKey("region_code"), knownvalue.StringExact("DE")))
	}
	for _, c := range []struct {
		label, arguments string
		found            int
	}{{"all", "", 1}, {"one", `external_id = "le"`, 1}, {"none", `external_id = "x"`, 0}} {
		config += fmt.Sprintf("data \"spotnana_legal_entities\" %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_legal_entity.test]\n  %s\n}\n", c.label, c.arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_legal_entities."+c.label, tfjsonpath.New("legal_entities"), knownvalue.ListSizeExact(c.found)))
	}
	s.Test(resource.TestStep{Config: s.Config(config), ConfigStateChecks: checks})
}
