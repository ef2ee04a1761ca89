package company_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func TestAccCompany_import(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := s.Config(acme(watched + "\n  external_id = \"acme-1\""))
	verify := resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateVerify: true,
		ImportStateVerifyIgnore: []string{"deletion_protection"},
	}
	byExternalID, wrong := verify, verify
	byExternalID.ImportStateId = "Xacme-1"
	wrong.ImportStateId = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
	wrong.ExpectError = regexp.MustCompile("Cannot import non-existent remote object")
	s.Test(resource.TestStep{Config: config}, verify, byExternalID, wrong)
}

// A company made elsewhere, with whatever the API may answer, is imported into a generated configuration that changes
// nothing, neither now nor in later plans.
func TestAccCompany_importGenerated(t *testing.T) {
	for name, change := range map[string]func(c map[string]any){
		"everything": func(map[string]any) {},
		"oddities": func(c map[string]any) {
			c["billingCurrency"] = "eur"
			c["companyRoles"] = []any{"ORG", "NEW_ROLE"}
			c["redirectUrl"], c["ccEmailAddresses"] = "", []any{}
			c["phoneNumbers"] = []any{map[string]any{}, map[string]any{"rawInput": ""}}
			c["postalAddress"] = map[string]any{"addressLines": []any{}, "regionCode": "de", "locality": ""}
			c["bccEmailAddresses"] = []any{"not an address"}
			c["privacySettings"] = map[string]any{}
			c["expensePartnerConfig"] = map[string]any{"partner": "NEW_PARTNER"}
			announcement(c, 0)["linkUrl"] = "${not.a.reference} %{if}\n\"quoted\""
			c["isActive"], c["isFake"] = true, true
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewUnrecordedServer(t)
			s.SetModes(sandbox.Modes{AllowUnknownCompanies: true})
			tf := acctest.NewTerraform(t)
			provider := acctest.RequiredProvider + s.Config()
			tf.Write("main.tf", provider+everyAttribute(t))
			tf.OK("apply", "-auto-approve")
			s.EditCompany(change)
			id, before := s.Company()
			s.ResetRequests()

			for i, importID := range []string{id, "Xacme-1"} {
				tf := acctest.NewTerraform(t)
				tf.Write("main.tf", provider+fmt.Sprintf("import {\n  to = spotnana_company.test\n  id = %q\n}\n", importID))
				tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
				tf.Prints([]string{"apply", "-auto-approve"}, "Resources: 1 imported, 0 added, 0 changed, 0 destroyed")
				tf.NoChanges()
				if state := tf.Read("terraform.tfstate"); !strings.Contains(state, fmt.Sprintf(`"id": %q`, id)) {
					t.Errorf("import %d: state does not have the id %s", i, id)
				}
				// Whatever the server does by itself, it still changes nothing.
				s.SetModes(sandbox.Modes{AllowUnknownCompanies: true, ShuffleArrays: true, FillDefaults: true, UppercaseCodes: true})
				tf.NoChanges()
				s.SetModes(sandbox.Modes{AllowUnknownCompanies: true})
			}
			if writes := s.Writes(); len(writes) != 0 {
				t.Errorf("these requests were sent: %v", writes)
			}

			// The first update after an import keeps what the generated configuration leaves out.
			tf = acctest.NewTerraform(t)
			tf.Write("main.tf", provider+fmt.Sprintf("import {\n  to = spotnana_company.test\n  id = %q\n}\n", id))
			tf.OK("plan", "-generate-config-out=generated.tf")
			tf.Write("generated.tf", replace(t, tf.Read("generated.tf"), `"Book here."`, `"Book there."`))
			tf.OK("apply", "-auto-approve")
			_, after := s.Company()
			announcement(before, 0)["description"] = "Book there."
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the company (-before +after)\n%s", diff)
			}
			tf.NoChanges()
		})
	}
}

// An answer about another company is none about this one: taken for it, an update would overwrite the other.
func TestAccCompany_otherAnswer(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t) // no document has such an answer
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
	tf.OK("apply", "-auto-approve")
	id, company := s.Company()
	company["id"] = map[string]any{"id": "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"}
	company["name"] = "Theirs"
	body, err := json.Marshal(company)
	if err != nil {
		t.Fatal(err)
	}
	s.AddFaults(sandbox.Fault{Method: http.MethodGet, Path: collection + "/*", Reply: &sandbox.Reply{Status: http.StatusOK, Body: string(body)}})
	tf.Fails([]string{"apply", "-auto-approve"}, `cannot read company "ACME"`, `Another object was answered`, `the answer has the id "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"`, "mock server that answers examples")
	if state := tf.Read("terraform.tfstate"); !strings.Contains(state, id) {
		t.Errorf("state has lost the company: %s", state)
	}
	tf.NoChanges()
}
