package settings_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const company = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`

func feature(name, value string) map[string]any {
	return map[string]any{"name": name, "value": value, "enabled": value != "false"}
}

// Only the features that are named are managed: the others are neither sent nor shown, and stay when the named ones are deleted.
func TestAccCompanyFeatures_named(t *testing.T) {
	t.Parallel()
	s, tf := acctest.NewServer(t), acctest.NewTerraform(t)
	write := func(values string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, fmt.Sprintf(`
resource "spotnana_company_features" "test" {
  company_id = spotnana_company.test.id
  values     = { %s }
}
output "all" {
  value = data.spotnana_company_features.test.values
}
data "spotnana_company_features" "test" {
  company_id = spotnana_company_features.test.company_id
}
`, values)))
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	id, _ := s.Company()
	if err := s.Insert(sandbox.CompanyFeatures, id, sandbox.SettingsID(sandbox.CompanyFeatures, id, ""), map[string]any{"features": []any{
		feature("PAYMENT_ADD_CARD", "true"), feature("HOTEL_RESULTS_OOP", "true"),
	}}); err != nil {
		t.Fatal(err)
	}
	sent := func(step string, want map[string]any) {
		t.Helper()
		if diff := cmp.Diff(want, s.LastBody("PATCH", "/v2/companies/*/features")); diff != "" {
			t.Errorf("%s sends (-want +got)\n%s", step, diff)
		}
	}
	update := func(name, value string) any { return map[string]any{"name": name, "value": value} }

	write(`HOTEL_RESULTS_OOP = "false", RAIL_RESULTS_OOP = "true", CARS_RESULTS_OOP = null`)
	tf.Prints([]string{"plan"}, `values from {"HOTEL_RESULTS_OOP":"true"} to {"HOTEL_RESULTS_OOP":"false","RAIL_RESULTS_OOP":"true"}`)
	tf.OK("apply", "-auto-approve")
	sent("the create", map[string]any{"featuresToUpdate": []any{update("HOTEL_RESULTS_OOP", "false"), update("RAIL_RESULTS_OOP", "true")}})
	tf.NoChanges()
	tf.Prints([]string{"output", "all"}, `"PAYMENT_ADD_CARD" = "true"`, `"RAIL_RESULTS_OOP" = "true"`)

	// What is not named may change; what is named shows.
	s.EditOnly(sandbox.CompanyFeatures, func(o map[string]any) {
		o["features"] = []any{feature("PAYMENT_ADD_CARD", "false"), feature("HOTEL_RESULTS_OOP", "true"), feature("RAIL_RESULTS_OOP", "true")}
	})
	tf.Prints([]string{"plan"}, `"HOTEL_RESULTS_OOP" = "true" -> "false"`, "1 to change")
	write(`HOTEL_RESULTS_OOP = "false"`)
	tf.OK("apply", "-auto-approve")
	sent("the update", map[string]any{"featuresToUpdate": []any{update("HOTEL_RESULTS_OOP", "false")}, "featuresToDelete": []any{"RAIL_RESULTS_OOP"}})

	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	sent("the destroy", map[string]any{"featuresToDelete": []any{"HOTEL_RESULTS_OOP"}})
	_, left := s.Only(sandbox.CompanyFeatures)
	if diff := cmp.Diff([]any{feature("PAYMENT_ADD_CARD", "false")}, left["features"]); diff != "" {
		t.Errorf("the destroy leaves (-want +got)\n%s", diff)
	}

	// A name that the documents do not have is sent all the same, one in another case is not.
	write(`NEW_FEATURE = "1"`)
	tf.Prints([]string{"plan"}, `Unknown value "NEW_FEATURE"`, "documented values, which the page of the resource lists.")
	write(`rail_results_oop = "1"`)
	tf.Fails([]string{"plan"}, `is written "RAIL_RESULTS_OOP"`)
}

// An import brings all features into the state: the plan says how many of them go that the configuration does not name.
func TestAccCompanyFeatures_importedInPart(t *testing.T) {
	t.Parallel()
	s, tf := acctest.NewServer(t), acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	id, _ := s.Company()
	if err := s.Insert(sandbox.CompanyFeatures, id, sandbox.SettingsID(sandbox.CompanyFeatures, id, ""), map[string]any{"features": []any{
		feature("PAYMENT_ADD_CARD", "true"), feature("HOTEL_RESULTS_OOP", "true"), feature("RAIL_RESULTS_OOP", "true"),
	}}); err != nil {
		t.Fatal(err)
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, fmt.Sprintf(`
resource "spotnana_company_features" "test" {
  company_id = spotnana_company.test.id
  values     = { HOTEL_RESULTS_OOP = "true" }
}
import {
  to = spotnana_company_features.test
  id = %q
}
`, id)))
	tf.Prints([]string{"plan"}, "was imported, and this plan takes 2 settings from it", "values: 2 settings")
}

// The documents let an answer leave out the value of a feature, not the deprecated enabled.
func TestAccCompanyFeatures_withoutValue(t *testing.T) {
	t.Parallel()
	s, tf := acctest.NewServer(t), acctest.NewTerraform(t)
	write := func(more string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, more)) }
	write("")
	tf.OK("apply", "-auto-approve")
	id, _ := s.Company()
	old := func(name string, more map[string]any) map[string]any {
		out := map[string]any{"name": name, "enabled": true}
		maps.Copy(out, more)
		return out
	}
	if err := s.Insert(sandbox.CompanyFeatures, id, sandbox.SettingsID(sandbox.CompanyFeatures, id, ""), map[string]any{"features": []any{
		old("HOTEL_RESULTS_OOP", nil), old("RAIL_RESULTS_OOP", map[string]any{"valueType": "BOOL"}), old("EVENT_BOOKING_ENABLED", map[string]any{"valueType": "INT"}),
	}}); err != nil {
		t.Fatal(err)
	}
	write(`
resource "spotnana_company_features" "test" {
  company_id = spotnana_company.test.id
  values     = { HOTEL_RESULTS_OOP = "true", RAIL_RESULTS_OOP = "true" }
}
`)
	s.ResetRequests()
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if sent := s.Writes(); len(sent) > 0 {
		t.Errorf("what is as configured is sent: %v", sent)
	}
	write("")
	tf.OK("apply", "-auto-approve")
	if diff := cmp.Diff(map[string]any{"featuresToDelete": []any{"HOTEL_RESULTS_OOP", "RAIL_RESULTS_OOP"}}, s.LastBody("PATCH", "/v2/companies/*/features")); diff != "" {
		t.Errorf("the destroy sends (-want +got)\n%s", diff)
	}
}
