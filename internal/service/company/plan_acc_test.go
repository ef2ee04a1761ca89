package company_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// What cannot be right is refused before anything is sent, at the attribute.
func TestAccCompany_badInput(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name, lines string
		want        []string
		warning     bool
	}{
		{"currency", `carbon_cost_config = {
				price  = { amount = 1, currency_code = "EURO" }
				weight = { weight = 1, unit = "KG" }
			}`, []string{`Error: Unknown currency "EURO" for currency_code`, `with spotnana_company.test, on main.tf line`, `"EURO" is not an ISO 4217 currency code`, "Attribute: carbon_cost_config.price.currency_code"}, false},
		{"country", `loyalty_blocked_countries = [
				"DE",
				"XX"
			]`, []string{`Error: Unknown country "XX" for loyalty_blocked_countries`, `21: "XX"`, `"XX" is not an ISO 3166-1`}, false},
		{"email", `emergency_contact_infos = [
				{ email = "ada@acme.example" },
				{ email = "ada" },
			]`, []string{`Error: Wrong mail address "ada" for email`, `"ada" is not a mail address`, "Attribute: emergency_contact_infos[1].email"}, false},
		{"case", `applicable_custom_field_types = ["Question"]`, []string{`Error: Wrong case of "Question" for applicable_custom_field_types`, `applicable_custom_field_types = ["Question"]`, `"Question" is written "QUESTION"`}, false},
		{"whole number", `phone_numbers = [{ country_code = 4.5 }]`, []string{"Error: ", "4.5", "Attribute: phone_numbers[0].country_code"}, false},
		{"required below", `postal_address = { region_code = "DE" }`, []string{"Error: Incorrect attribute value type", `attribute "address_lines" is required`}, false},
		{"null in a list", `email_domains = ["a.example", null]`, []string{"Error: Null in the list email_domains"}, false},
		{"unknown value", `applicable_custom_field_types = ["QUESTIONS"]`, []string{`Warning: Unknown value "QUESTIONS" for applicable_custom_field_types`, `Did you mean "QUESTION"?`}, true},
		{"odd mailbox", `cc_email_addresses = ["somebody"]`, []string{`Warning: Unusual mail address "somebody" for cc_email_addresses`}, true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(tc.lines)))
			if tc.warning {
				tf.Prints([]string{"plan"}, tc.want...)
			} else {
				tf.Fails([]string{"plan"}, tc.want...)
			}
		})
	}
	t.Run("required", func(t *testing.T) {
		tf := tf.In(t)
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(acme(""), "billing_currency", "# ", 1)))
		tf.Fails([]string{"plan"}, "Error: Missing required argument", `The argument "billing_currency" is required`)
	})
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// A company is destroyed only after its protection was switched off by an apply; the plan says so already.
func TestAccCompany_deletionProtection(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	protected := strings.NewReplacer("deletion_protection = false", "").Replace(acme(""))
	write := func(resource string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(resource)) }
	write(protected)
	tf.OK("apply", "-auto-approve")
	s.ResetRequests()

	refused := []string{`Error: Refused to destroy company "ACME"`, "set deletion_protection = false, apply that, and destroy again"}
	tf.Fails([]string{"plan", "-destroy"}, refused...)
	tf.Fails([]string{"destroy", "-auto-approve"}, refused...)
	write(strings.Replace(acme(""), "= false", "= true", 1))
	tf.OK("apply", "-auto-approve")
	tf.Fails([]string{"destroy", "-auto-approve"}, refused...)
	// The block is gone, and its deletion_protection with it: state decides.
	write("")
	tf.Fails([]string{"plan"}, refused...)

	write(acme(""))
	if actions, attributes := tf.Changes(tf.Plan(), address); actions != "update" || len(attributes) != 1 || attributes[0] != "deletion_protection" {
		t.Errorf("the plan has %s of %v", actions, attributes)
	}
	tf.OK("apply", "tfplan")
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("switching the protection sent %v", writes)
	}
	tf.OK("destroy", "-auto-approve")
	if ids := s.List(sandbox.Companies); len(ids) != 0 {
		t.Errorf("the company is still there: %v", ids)
	}
}

// A protected company is not replaced either: the plan refuses what -replace and replace_triggered_by ask for. Of a tainted
// one Terraform tells nothing before it destroys it, which is refused then.
func TestAccCompany_replacementProtected(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(trigger string, change ...string) {
		lines := "lifecycle {\n  create_before_destroy = true\n  replace_triggered_by = [terraform_data.trigger]\n}"
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("resource \"terraform_data\" \"trigger\" {\n  input = %q\n}\n", trigger),
			strings.NewReplacer(append(change, "deletion_protection = false", "")...).Replace(acme(lines))))
	}
	write("1")
	tf.OK("apply", "-auto-approve")
	id, _ := s.Company()
	s.ResetRequests()

	refused := []string{`Error: Refused to replace company "ACME" (` + id + ")", "set deletion_protection = false, apply that"}
	tf.Fails([]string{"plan", "-refresh=false", "-replace=" + address}, refused...)
	// What the configuration allows has to be applied first, and another name makes it no other company.
	for _, change := range [][]string{{`"ACME"`, `"ACME Robotics"`}, {"deletion_protection = false", "deletion_protection = false\n"}} {
		write("1", change...)
		tf.Fails([]string{"apply", "-auto-approve", "-replace=" + address}, refused...)
	}
	write("2")
	tf.Fails([]string{"apply", "-auto-approve"}, refused...)

	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(acme(""), "deletion_protection = false", "", 1)))
	tf.OK("taint", address)
	tf.Fails([]string{"apply", "-auto-approve"}, `Error: Refused to destroy company "ACME" (`+id+")")
	tf.OK("untaint", address)
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}

	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
	tf.OK("apply", "-auto-approve")
	tf.OK("apply", "-auto-approve", "-replace="+address)
	if now, _ := s.Company(); now == id {
		t.Error("the company was not replaced")
	}
}

// Gone already is destroyed; still referred to is the API's error.
func TestAccCompany_destroy(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
	tf.OK("apply", "-auto-approve")
	id, _ := s.Company()

	const customer = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
	insert(t, s, customer, map[string]any{
		"name": "Customer", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}, "contractedBy": map[string]any{"id": id}})
	tf.Fails([]string{"destroy", "-auto-approve"}, `cannot delete company "ACME"`, "Code: COMPANY_IN_USE", "Trace id: sandbox-0")
	if err := s.Remove(sandbox.Companies, customer); err != nil {
		t.Fatal(err)
	}

	// The answer is lost after the deletion: asked again, the API knows no such company.
	s.AddFaults(sandbox.Fault{Method: "DELETE", Path: item, Commit: true, Drop: true})
	tf.OK("destroy", "-auto-approve")
	if state := tf.Read("terraform.tfstate"); strings.Contains(state, id) {
		t.Errorf("the company is still in state: %s", state)
	}
}
