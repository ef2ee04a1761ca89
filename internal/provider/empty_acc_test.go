package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// anID stands where an id is not what a test is about.
const anID = "4974a66b-7493-4f41-908c-58ba81093947"

// empties are resources and data sources with an empty text wherever none has a meaning, and how many that are.
var empties = map[string]struct {
	blocks string
	errors int
}{
	"resources": {`
resource "spotnana_company" "test" {
  name             = local.nothing
  external_id      = local.nothing
  billing_currency = local.nothing
  company_roles    = [local.nothing]
  email_domains    = ["acme.example", local.nothing]
  contracted_by_id = local.nothing
  postal_address   = { address_lines = [local.nothing], region_code = local.nothing }
}
resource "spotnana_policy" "test" {
  company_id  = local.nothing
  name        = local.nothing
  type        = local.nothing
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = [local.nothing], legal_entity_ids = [local.nothing] }]
}
resource "spotnana_partner_public_key" "test" {
  company_id     = local.nothing
  public_key_jwk = jsonencode({ kty = "EC", crv = "P-256", kid = "1", x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" })
}
resource "spotnana_trip" "test" {
  name          = local.nothing
  user_id       = local.nothing
  registrar_id  = local.nothing
  trip_contacts = [{ label = local.nothing, name = local.nothing }]
}
resource "spotnana_trip_agent_note" "test" {
  trip_id = local.nothing
  note    = local.nothing
}
resource "spotnana_unite_company" "test" {
  name    = local.nothing
  vat_id  = "DE123456789"
  address = { street = local.nothing, locality = local.nothing, country_code = local.nothing }
  contact = { email = local.nothing }
}
`, 8 + 5 + 1 + 5 + 2 + 5},
	"data sources": {`
data "spotnana_company" "test" {
  name = local.nothing
}
data "spotnana_companies" "test" {
  external_id   = local.nothing
  company_ids   = [local.nothing]
  company_roles = [local.nothing]
}
data "spotnana_policy" "test" {
  company_id = local.nothing
  id         = local.nothing
}
data "spotnana_policies" "test" {
  company_id = local.nothing
}
data "spotnana_partner_public_keys" "test" {
  company_id = local.nothing
  status     = local.nothing
}
data "spotnana_trip" "test" {
  id = local.nothing
}
data "spotnana_trips" "test" {
  user_id          = local.nothing
  trip_ids         = [local.nothing]
  start_date_range = { start_date = local.nothing }
}
data "spotnana_trip_partner_info" "test" {
  trip_id      = local.nothing
  booker_email = local.nothing
}
data "spotnana_trip_agent_notes" "test" {
  trip_id = local.nothing
}
data "spotnana_unite_company" "test" {
  id = local.nothing
}
data "spotnana_unite_companies" "test" {
  q            = local.nothing
  country_code = local.nothing
}
`, 1 + 3 + 2 + 1 + 2 + 1 + 3 + 2 + 1 + 1 + 2},
}

// Empty texts are refused before anything is sent, each at its attribute: in the plan, or when they turn out to be empty.
func TestAccEmptyTexts(t *testing.T) {
	t.Parallel()
	for kind, e := range empties {
		for _, c := range []struct{ name, nothing, known string }{
			{"empty", `""`, "true"}, {"white space", `" \u00a0\n"`, "true"}, {"not known before", `""`, "false"},
		} {
			t.Run(strings.ReplaceAll(kind+" "+c.name, " ", "_"), func(t *testing.T) {
				t.Parallel()
				s := acctest.NewServer(t)
				tf := acctest.NewTerraform(t)
				nothing := c.nothing
				if c.known == "false" {
					nothing = "terraform_data.nothing.output"
				}
				tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+e.blocks+fmt.Sprintf(`
resource "terraform_data" "nothing" {
  input = %s
}
locals {
  nothing = %s
}
`, c.nothing, nothing))
				out, code := tf.Run("apply", "-auto-approve")
				if got := strings.Count(out, "Error: Empty text for "); code != 1 || got != e.errors || strings.Count(out, "Error: ") != got {
					t.Errorf("apply ended with %d and %d errors of %d: %s", code, got, e.errors, out)
				}
				if n := len(s.Requests()); n != 0 {
					t.Errorf("%d requests were sent", n)
				}
			})
		}
	}
}

// An API that has empty texts all the same may keep them: what is imported is planned as it is.
func TestAccEmptyTexts_imported(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	config := func(name, note string) string {
		return acctest.RequiredProvider + s.Config(fmt.Sprintf(`
resource "spotnana_trip" "test" {
  name          = %q
  user_id       = %q
  trip_contacts = [{ label = %[1]q, name = "Front desk" }]
}
resource "spotnana_trip_agent_note" "test" {
  trip_id = spotnana_trip.test.id
  note    = %[3]q
}
`, name, anID, note))
	}
	tf.Write("main.tf", config("Kick-off", "Hurry."))
	tf.OK("apply", "-auto-approve")
	trip, _ := s.Only(sandbox.Trips)
	note, _ := s.Only(sandbox.TripAgentNotes)
	s.EditOnly(sandbox.TripAgentNotes, func(n map[string]any) { n["note"] = "" })
	s.EditOnly(sandbox.Trips, func(trip map[string]any) {
		basic := trip["basicTripInfo"].(map[string]any)
		basic["tripName"] = ""
		basic["tripMetadata"].(map[string]any)["tripContacts"].([]any)[0].(map[string]any)["label"] = ""
	})
	imports := fmt.Sprintf("import {\n  to = spotnana_trip.test\n  id = %q\n}\nimport {\n  to = spotnana_trip_agent_note.test\n  id = %q\n}\n", trip, trip+"/"+note)
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", config("", "")+imports)
	tf.Prints([]string{"apply", "-auto-approve"}, "2 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(imports))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 2 to import, 0 to add, 0 to change, 0 to destroy")
}
