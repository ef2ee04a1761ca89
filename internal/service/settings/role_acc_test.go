package settings_test

import (
	"net/http"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Where the role is optional, requests about the settings of a role name it.
func TestAccSettings_ofRole(t *testing.T) {
	t.Parallel()
	s, tf := acctest.NewServer(t), acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, `
resource "spotnana_company_features" "test" {
  company_id   = spotnana_company.test.id
  company_role = "ORG"
  values       = { HOTEL_RESULTS_OOP = "true" }
}
resource "spotnana_tier_config" "test" {
  company_id   = spotnana_company.test.id
  company_role = "ORG"
  tiers        = [{ tier = "SEAT1A", name = "Executives" }]
}
`))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	for path, method := range map[string]string{"/v2/companies/*/features": http.MethodPatch, "/v2/companies/*/tier-config": http.MethodPut} {
		for _, m := range []string{method, http.MethodGet} {
			sent := s.Sent(m, path)
			if len(sent) == 0 {
				t.Errorf("no %s %s", m, path)
			}
			for _, r := range sent {
				if role := r.Query.Get("companyRole"); role != "ORG" {
					t.Errorf("%s %s is about the role %q", m, path, role)
				}
			}
		}
	}
}
