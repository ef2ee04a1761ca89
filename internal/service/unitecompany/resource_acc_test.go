package unitecompany_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const address = "spotnana_unite_company.test"

// acme is a company; changes are pairs of a text in its configuration and another.
func acme(changes ...string) string {
	return strings.NewReplacer(changes...).Replace(`
resource "spotnana_unite_company" "test" {
  name   = "Acme GmbH"
  vat_id = "DE123456789"
  address = {
    street       = "Main street 1"
    locality     = "Berlin"
    postal_code  = "10115"
    country_code = "DE"
  }
  contact = {
    email = "legal@acme.example"
    phone = "+49 30 1"
  }
}
`)
}

// fullCompany sets every attribute.
const fullCompany = `
resource "spotnana_unite_company" "test" {
  name                = "Müller & Söhne"
  no_vat_id_available = true
  imprint             = "https://mueller.example/impressum"
  address = {
    street                         = "Königstraße 7"
    additional_address_information = "2. Stock"
    locality                       = "Köln"
    postal_code                    = "50667"
    country_code                   = "DE"
  }
  contact = {
    name  = "Einkauf"
    email = "einkauf@mueller.example"
    phone = "+49 221 1"
  }
}
`

func config(s *acctest.Server, hcl ...string) string {
	return s.Provider(s.Unite()) + strings.Join(hcl, "\n")
}

func preApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

func value(address, attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want)
}

// edit changes the only company behind Terraform's back.
func edit(s *acctest.Server, change func(company map[string]any)) {
	s.EditOnly(sandbox.UniteCompanies, change)
}

// edited is edit, and answers the company after it.
func edited(s *acctest.Server, change func(company map[string]any)) map[string]any {
	edit(s, change)
	_, c := s.Only(sandbox.UniteCompanies)
	return c
}

func member(c map[string]any, name string) map[string]any {
	m, _ := c[name].(map[string]any)
	return m
}

func uuid(n int) string { return fmt.Sprintf("5f0c2a7e-3b1d-4c6a-9e8f-%012d", n) }

// insert puts a company into the sandbox that Terraform did not make.
func insert(t *testing.T, s *acctest.Server, n int, members map[string]any) {
	t.Helper()
	o := map[string]any{
		"companyId": uuid(n), "companyNumber": fmt.Sprint(n), "name": fmt.Sprint("Company ", n), "vatId": "DE123456789",
		"address": map[string]any{"street": "Main street 1", "locality": "Berlin", "countryCode": "DE"},
		"contact": map[string]any{"email": "legal@acme.example"},
	}
	maps.Copy(o, members)
	if err := s.Insert(sandbox.UniteCompanies, "", uuid(n), o); err != nil {
		t.Fatal(err)
	}
}

// applied is Terraform after it made acme, and what writes a changed configuration of it.
func applied(t *testing.T, s *acctest.Server) (tf *acctest.Terraform, write func(changes ...string)) {
	t.Helper()
	tf = acctest.NewTerraform(t)
	write = func(changes ...string) {
		t.Helper()
		tf.Write("main.tf", acctest.RequiredProvider+config(s, acme(changes...)))
	}
	write()
	tf.OK("apply", "-auto-approve")
	return tf, write
}

// posts are the creates that were sent.
func posts(s *acctest.Server) int { return len(s.Sent("POST", s.UnitePath("create-company"))) }

func TestAccUniteCompany_basic(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Test(
		resource.TestStep{
			Config: config(s, acme()),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionCreate), plancheck.ExpectUnknownValue(address, tfjsonpath.New("id")),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("company_number"))),
			ConfigStateChecks: []statecheck.StateCheck{
				value(address, "id", knownvalue.StringFunc(func(got string) error {
					if id, _ := s.Only(sandbox.UniteCompanies); id != got {
						return fmt.Errorf("state has the id %s, the sandbox %s", got, id)
					}
					return nil
				})),
				value(address, "company_number", knownvalue.StringFunc(func(got string) error {
					if _, c := s.Only(sandbox.UniteCompanies); c["companyNumber"] != got {
						return fmt.Errorf("state has the number %s, the sandbox %v", got, c["companyNumber"])
					}
					return nil
				})),
				value(address, "imprint", knownvalue.Null()),
			},
		},
		resource.TestStep{Config: config(s, acme()), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
	want := map[string]any{
		"name": "Acme GmbH", "vatId": "DE123456789",
		"address": map[string]any{"street": "Main street 1", "locality": "Berlin", "postalCode": "10115", "countryCode": "DE"},
		"contact": map[string]any{"email": "legal@acme.example", "phone": "+49 30 1"},
	}
	if diff := cmp.Diff(want, s.LastBody("POST", s.UnitePath("create-company"))); diff != "" {
		t.Errorf("body of the create (-want +got)\n%s", diff)
	}
	if writes := s.Writes(); len(writes) != 1 {
		t.Errorf("sent %v", writes)
	}
}

// Each attribute is sent, read back and imported; a server that does what it may produces no difference.
func TestAccUniteCompany_everyAttribute(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.SetModes(sandbox.Modes{ShuffleArrays: true, InjectUnknown: true, DropEmptyLists: true, UppercaseCodes: true, FillDefaults: true})
	wrong := resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: uuid(9),
		ExpectError: regexp.MustCompile("Cannot import non-existent remote object")}
	s.Test(
		resource.TestStep{Config: config(s, fullCompany)},
		resource.TestStep{Config: config(s, fullCompany), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		wrong,
	)
	want := map[string]any{
		"name": "Müller & Söhne", "noVatIdAvailable": true, "imprint": "https://mueller.example/impressum",
		"address": map[string]any{"street": "Königstraße 7", "additionalAddressInformation": "2. Stock", "locality": "Köln", "postalCode": "50667", "countryCode": "DE"},
		"contact": map[string]any{"name": "Einkauf", "email": "einkauf@mueller.example", "phone": "+49 221 1"},
	}
	if diff := cmp.Diff(want, s.LastBody("POST", s.UnitePath("create-company"))); diff != "" {
		t.Errorf("body of the create (-want +got)\n%s", diff)
	}
}

// A company made elsewhere is imported into a generated configuration that changes nothing, neither now nor later.
func TestAccUniteCompany_importGenerated(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(c map[string]any){
		"everything":       func(map[string]any) {},
		"false":            func(c map[string]any) { c["noVatIdAvailable"] = false },
		"VAT id, and none": func(c map[string]any) { c["noVatIdAvailable"] = true },
		"empty texts": func(c map[string]any) {
			c["imprint"], member(c, "address")["postalCode"], member(c, "contact")["phone"] = "", "", ""
		},
		"nothing more": func(c map[string]any) {
			delete(c, "imprint")
			delete(c, "noVatIdAvailable")
			delete(member(c, "contact"), "phone")
		},
		"VAT id and none": func(c map[string]any) { c["noVatIdAvailable"] = true },
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			insert(t, s, 1, map[string]any{"imprint": "https://acme.example"})
			edit(s, change)
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s)+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(1)))
			tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
			tf.Prints([]string{"apply", "-auto-approve"}, "Resources: 1 imported, 0 added, 0 changed, 0 destroyed")
			tf.NoChanges()
			s.SetModes(sandbox.Modes{InjectUnknown: true, FillDefaults: true, ShuffleArrays: true})
			tf.NoChanges()
			if writes := s.Writes(); len(writes) != 0 {
				t.Errorf("these requests were sent: %v", writes)
			}

			// The generated configuration is held to like any other.
			tf.Write("generated.tf", strings.Replace(tf.Read("generated.tf"), "Main street 1", "Main street 2", 1))
			tf.Fails([]string{"plan"}, "Error: Cannot change Unite company", "Attribute: address.street")
		})
	}
}

// A company that has what no configuration could newly have is imported just so.
func TestAccUniteCompany_importOdd(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(c map[string]any){
		"odd": func(c map[string]any) {
			c["name"], c["vatId"], c["imprint"] = "", "", "none"
			maps.Copy(member(c, "address"), map[string]any{"locality": "", "postalCode": "10115 Berlin-Mitte", "countryCode": "xx"})
			c["contact"] = map[string]any{"email": "nobody"}
		},
		"missing": func(c map[string]any) {
			delete(c, "name")
			delete(c, "vatId")
			delete(c, "contact")
			delete(member(c, "address"), "countryCode")
		},
		"empty": func(c map[string]any) { c["address"], c["contact"] = map[string]any{}, map[string]any{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewUnrecordedServer(t) // no document has such an answer
			insert(t, s, 1, nil)
			edit(s, change)
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s)+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(1)))
			tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
			tf.OK("apply", "-auto-approve")
			tf.NoChanges()
		})
	}
}

// A company of which the API says what its documentation does not is imported without a word, now and in each later plan.
func TestAccUniteCompany_importQuiet(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(c map[string]any){
		"no VAT id and no word":      func(c map[string]any) { delete(c, "vatId") },
		"no VAT id, false":           func(c map[string]any) { delete(c, "vatId"); c["noVatIdAvailable"] = false },
		"empty VAT id":               func(c map[string]any) { c["vatId"] = "" },
		"VAT id, and none":           func(c map[string]any) { c["noVatIdAvailable"] = true },
		"VAT id of no form":          func(c map[string]any) { c["vatId"] = "123" },
		"VAT id of another country":  func(c map[string]any) { c["vatId"] = "US12" },
		"long postal code":           func(c map[string]any) { member(c, "address")["postalCode"] = "12345-67890 A" },
		"country in small letters":   func(c map[string]any) { member(c, "address")["countryCode"] = "de" },
		"no mail address":            func(c map[string]any) { member(c, "contact")["email"] = "legal department" },
		"empty mail address":         func(c map[string]any) { member(c, "contact")["email"] = "" },
		"imprint that is no address": func(c map[string]any) { c["imprint"] = "see web site" },
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewUnrecordedServer(t) // no document has such an answer
			insert(t, s, 1, nil)
			edit(s, change)
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s)+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(1)))
			tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
			tf.OK("validate")
			tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed")
			if out := tf.OK("plan", "-detailed-exitcode"); strings.Contains(out, "Warning") {
				t.Errorf("the plan warns: %s", out)
			}
		})
	}
}

// A configuration as one writes it fits a company that says more or less of what is empty or the default.
func TestAccUniteCompany_importWritten(t *testing.T) {
	t.Parallel()
	flat := func(v any) func(c map[string]any) { return func(c map[string]any) { c["noVatIdAvailable"] = v } }
	more := func(v any) func(c map[string]any) {
		return func(c map[string]any) { member(c, "address")["additionalAddressInformation"] = v }
	}
	none := func(map[string]any) {}
	for name, tc := range map[string]struct {
		change  func(c map[string]any)
		changes []string
	}{
		"false, left out":   {flat(false), nil},
		"false, configured": {flat(false), []string{"vat_id =", "no_vat_id_available = false\n vat_id ="}},
		"none, false":       {none, []string{"vat_id =", "no_vat_id_available = false\n vat_id ="}},
		"empty, left out":   {more(""), nil},
		"empty, configured": {more(""), []string{"locality ", "additional_address_information = \"\"\n locality "}},
		"none, empty":       {none, []string{"locality ", "additional_address_information = \"\"\n locality "}},
		"imprint":           {func(c map[string]any) { c["imprint"] = "" }, []string{"vat_id =", "imprint = \"\"\n vat_id ="}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			insert(t, s, 1, map[string]any{"name": "Acme GmbH",
				"address": map[string]any{"street": "Main street 1", "locality": "Berlin", "postalCode": "10115", "countryCode": "DE"},
				"contact": map[string]any{"email": "legal@acme.example", "phone": "+49 30 1"}})
			edit(s, tc.change)
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, acme(tc.changes...)))
			tf.Write("import.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(1)))
			tf.OK("apply", "-auto-approve")
			for range 2 {
				if out := tf.OK("plan", "-detailed-exitcode"); strings.Contains(out, "Warning") {
					t.Errorf("the plan warns: %s", out)
				}
				tf.OK("apply", "-refresh-only", "-auto-approve")
			}
			if writes := s.Writes(); len(writes) != 0 {
				t.Errorf("these requests were sent: %v", writes)
			}
			edit(s, func(c map[string]any) {
				c["imprint"], member(c, "address")["additionalAddressInformation"] = "https://acme.example", "2. Stock"
			})
			tf.Prints([]string{"plan", "-detailed-exitcode"}, "was changed outside Terraform", `imprint is "https://acme.example"`, `address.additional_address_information is "2. Stock"`)
		})
	}
}

// A VAT id beside the word that there is none is no error: the API takes and answers it.
func TestAccUniteCompany_vatIDAndNone(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	both := []string{"vat_id =", "no_vat_id_available = true\n vat_id ="}
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+config(s, acme(both...)))
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: vat_id beside no_vat_id_available", "1 added")
	tf.NoChanges()
	if sent := s.LastBody("POST", s.UnitePath("create-company")); sent["vatId"] != "DE123456789" || sent["noVatIdAvailable"] != true {
		t.Errorf("sent %v", sent)
	}
	id, _ := s.Only(sandbox.UniteCompanies)
	tf.OK("state", "rm", address)
	tf.Write("import.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id))
	tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
}

// What an apply has adopted is the configuration from then on: to go back is a change like any other.
func TestAccUniteCompany_adopted(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf, write := applied(t, s)
	edit(s, func(c map[string]any) { c["name"], member(c, "contact")["phone"] = "Acme AG", "+49 30 2" })
	// The name is adopted, with something that Terraform has to apply; the phone is not.
	more := []string{`vat_id =`, "timeouts {\n create = \"1m\"\n }\n vat_id ="}
	write(append(more, "Acme GmbH", "Acme AG")...)
	tf.OK("apply", "-auto-approve")
	tf.Prints([]string{"plan", "-detailed-exitcode"}, `contact.phone is "+49 30 2", and the configuration sets it to "+49 30 1"`)
	write(more...)
	tf.Fails([]string{"plan"}, `Error: Cannot change Unite company "Acme AG"`, `name is "Acme AG" and the configuration sets it to "Acme GmbH"`)
}

// Changing anything of an existing company is an error of the plan that names the attributes: there is never an update,
// and never a second company.
func TestAccUniteCompany_changedConfiguration(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf, write := applied(t, s)
	_, before := s.Only(sandbox.UniteCompanies)
	for _, tc := range []struct {
		name, text, replacement string
		want                    []string
	}{
		{"name", "Acme GmbH", "Acme AG", []string{`name is "Acme GmbH" and the configuration sets it to "Acme AG"`}},
		{"VAT id", "DE123456789", "DE987654321", []string{`vat_id is "DE123456789" and the configuration sets it to "DE987654321"`}},
		{"no VAT id", `vat_id = "DE123456789"`, "no_vat_id_available = true", []string{`vat_id is "DE123456789" and the configuration sets it to nothing`, "no_vat_id_available is nothing and the configuration sets it to true"}},
		{"member", "Main street 1", "Main street 2", []string{`address.street is "Main street 1"`, "Attribute: address.street"}},
		{"member removed", `postal_code  = "10115"`, "", []string{`address.postal_code is "10115" and the configuration sets it to nothing`}},
		{"member added", `email = "legal@acme.example"`, "email = \"legal@acme.example\"\n name = \"Legal\"", []string{`contact.name is nothing and the configuration sets it to "Legal"`}},
		{"attribute added", `vat_id =`, "imprint = \"https://acme.example\"\n vat_id =", []string{"imprint is nothing"}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			write(tc.text, tc.replacement)
			for _, args := range [][]string{{"plan"}, {"plan", "-refresh=false"}, {"apply", "-auto-approve"}} {
				tf.Fails(args, append(tc.want, `Error: Cannot change Unite company "Acme GmbH"`, "with "+address, "the API has no way to change a Unite company")...)
			}
		})
	}
	write()
	tf.NoChanges()
	if _, after := s.Only(sandbox.UniteCompanies); posts(s) != 1 || !cmp.Equal(before, after) {
		t.Errorf("%d creates were sent; the company is %v", posts(s), after)
	}

	// What the provider keeps for itself can change.
	write(`vat_id =`, "timeouts {\n create = \"1m\"\n }\n vat_id =")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
}

// A value that is known only in the apply is judged then.
func TestAccUniteCompany_unknown(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf := acctest.NewTerraform(t)
	write := func(name, more string) {
		tf.Write("main.tf", acctest.RequiredProvider+config(s, fmt.Sprintf("resource \"terraform_data\" \"name\" {\n  input = [%q, %q]\n}\n", name, more),
			acme(`"Acme GmbH"`, "terraform_data.name.output[0]")))
	}
	write("Acme GmbH", "1")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	// Another value, which may be the same name and is.
	write("Acme GmbH", "2")
	if actions, attributes := tf.Changes(tf.Plan(), address); actions != "update" || !slices.Equal(attributes, []string{"name"}) {
		t.Errorf("the plan has %s of %v", actions, attributes)
	}
	tf.OK("apply", "tfplan")
	tf.NoChanges()
	write("Acme AG", "2")
	tf.OK("plan", "-out=tfplan")
	tf.Fails([]string{"apply", "tfplan"}, `Error: Cannot change Unite company "Acme GmbH"`)
	if posts(s) != 1 {
		t.Errorf("%d creates were sent", posts(s))
	}
}

// What somebody changes on Unite is a warning of each plan, and no difference, until the configuration says the same or
// it is changed back.
func TestAccUniteCompany_changedOnUnite(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf, write := applied(t, s)
	id, original := s.Only(sandbox.UniteCompanies)
	forget(t, s)
	for _, tc := range []struct {
		name   string
		change func(c map[string]any)
		want   []string
		// follow is what makes the configuration say the same.
		follow []string
	}{
		{"value", func(c map[string]any) { c["name"] = "Acme AG" },
			[]string{`Warning: Unite company "Acme AG"`, "was changed outside Terraform", `- name is "Acme AG", and the configuration sets it to "Acme GmbH"`}, []string{"Acme GmbH", "Acme AG"}},
		{"member", func(c map[string]any) { member(c, "address")["street"] = "Main street 2" },
			[]string{`- address.street is "Main street 2", and the configuration sets it to "Main street 1"`}, []string{"Main street 1", "Main street 2"}},
		{"several", func(c map[string]any) { c["vatId"], member(c, "contact")["phone"] = "DE987654321", "+49 30 2" },
			[]string{`- vat_id is "DE987654321", and the configuration sets it to "DE123456789" - contact.phone is "+49 30 2"`}, []string{"DE123456789", "DE987654321", "+49 30 1", "+49 30 2"}},
		{"removed", func(c map[string]any) { delete(member(c, "address"), "postalCode") },
			[]string{`Warning: Unite company "Acme GmbH"`, `- address.postal_code is nothing, and the configuration sets it to "10115"`}, []string{`postal_code  = "10115"`, ""}},
		{"value and removed", func(c map[string]any) { c["name"] = "Acme AG"; delete(member(c, "address"), "postalCode") },
			[]string{`- name is "Acme AG", and the configuration sets it to "Acme GmbH"`, `- address.postal_code is nothing, and the configuration sets it to "10115"`},
			[]string{"Acme GmbH", "Acme AG", `postal_code  = "10115"`, ""}},
		{"added", func(c map[string]any) { c["imprint"] = "https://acme.example" },
			[]string{`- imprint is "https://acme.example", and the configuration sets it to nothing`},
			[]string{"vat_id =", "imprint = \"https://acme.example\"\n vat_id ="}},
		{"unknown property", func(c map[string]any) { c["x_injectedFlag"] = true }, nil, nil},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			put := func(change func(c map[string]any)) {
				if err := s.Insert(sandbox.UniteCompanies, "", id, original); err != nil {
					t.Fatal(err)
				}
				if err := s.Edit(sandbox.UniteCompanies, id, change); err != nil {
					t.Fatal(err)
				}
			}
			quiet := func() {
				t.Helper()
				if out := tf.OK("plan", "-detailed-exitcode"); strings.Contains(out, "changed outside Terraform") {
					t.Errorf("the plan warns: %s", out)
				}
			}
			put(tc.change)
			for _, args := range [][]string{{"plan", "-detailed-exitcode"}, {"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
				tf.Prints(args, tc.want...)
			}
			if tc.want == nil {
				return
			}
			// Another change of the configuration is still an error, and names only what it is about.
			write(append(tc.follow, "legal@acme.example", "other@acme.example")...)
			out, code := tf.Run("plan")
			if code != 1 || strings.Count(out, "Error:") != 1 || !strings.Contains(out, "contact.email is") {
				t.Errorf("the plan ended with %d: %s", code, out)
			}
			write(tc.follow...)
			tf.OK("apply", "-auto-approve")
			quiet()
			write()
			put(func(map[string]any) {})
			tf.OK("apply", "-auto-approve")
			quiet()
		})
	}
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// A destroy forgets the company, with a warning, and sends nothing. A replacement that somebody asks for is an error of
// the plan, whatever the company has become.
func TestAccUniteCompany_destroy(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf, _ := applied(t, s)
	id, _ := s.Only(sandbox.UniteCompanies)
	forget(t, s)

	warning := []string{`Warning: Unite company "Acme GmbH" (` + id + `) is forgotten, not deleted`, "it still exists there", "import it by its id " + id}
	tf.Prints([]string{"plan", "-destroy"}, warning...)
	trigger := func(input string) {
		tf.Write("main.tf", acctest.RequiredProvider+config(s, fmt.Sprintf("resource \"terraform_data\" \"trigger\" {\n  input = %q\n}\n", input),
			acme("address = {", "lifecycle {\n  replace_triggered_by = [terraform_data.trigger]\n}\naddress = {")))
	}
	trigger("1")
	tf.OK("apply", "-auto-approve")
	for _, change := range []func(c map[string]any){
		func(map[string]any) {},
		func(c map[string]any) { c["imprint"], c["name"] = "https://acme.example", "Acme AG" },
	} {
		edit(s, change)
		trigger("1")
		for _, args := range [][]string{{"plan", "-replace=" + address}, {"apply", "-auto-approve", "-replace=" + address}} {
			tf.Fails(args, `Error: Cannot replace Unite company "Acme GmbH"`, "Nothing is planned")
		}
		trigger("2")
		tf.Fails([]string{"apply", "-auto-approve"}, `Error: Cannot replace Unite company "Acme GmbH"`)
		if state := tf.Read("terraform.tfstate"); !strings.Contains(state, id) {
			t.Errorf("the company is not in state any more: %s", state)
		}
	}
	before := edited(s, func(c map[string]any) {
		c["name"] = "Acme GmbH"
		delete(c, "imprint")
	})
	trigger("1")
	tf.Prints([]string{"destroy", "-auto-approve"}, warning...)
	if state := tf.Read("terraform.tfstate"); strings.Contains(state, id) {
		t.Errorf("the company is still in state: %s", state)
	}
	if _, after := s.Only(sandbox.UniteCompanies); len(s.Writes()) != 0 || !cmp.Equal(before, after) {
		t.Errorf("sent %v; the company is %v", s.Writes(), after)
	}
}

// A company that Unite does not list any more and does not find is gone; one that it blocks is not.
func TestAccUniteCompany_goneOrBlocked(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf, _ := applied(t, s)
	id, _ := s.Only(sandbox.UniteCompanies)

	edit(s, func(c map[string]any) { c["blocked"] = true })
	tf.NoChanges() // the list still has it
	s.SetModes(sandbox.Modes{OmitBlocked: true})
	tf.Fails([]string{"plan"}, `cannot read Unite company "Acme GmbH"`, "403 Forbidden", "The company is blocked on Unite", "It stays in the Terraform state")
	if !strings.Contains(tf.Read("terraform.tfstate"), id) {
		t.Error("the company is not in state any more")
	}
	// Nor is it without a usable hint: its address is told from the list's own, or from that of another company.
	for _, hint := range []any{nil, s.URL + "/unite/old"} {
		for i := range 2 {
			if i > 0 {
				insert(t, s, 1, nil)
			}
			editPrivate(t, tf, func(p map[string]any) { p["hint"] = hint })
			for _, args := range [][]string{{"plan"}, {"apply", "-refresh-only", "-auto-approve"}, {"apply", "-auto-approve"}} {
				tf.Fails(args, `Error: The company is blocked on Unite: cannot read Unite company "Acme GmbH" (`+id+`)`, "The company is blocked on Unite", "It stays in the Terraform state")
			}
		}
		if err := s.Remove(sandbox.UniteCompanies, uuid(1)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(tf.Read("terraform.tfstate"), id) || posts(s) != 1 {
		t.Errorf("%d creates were sent; state is %s", posts(s), tf.Read("terraform.tfstate"))
	}
	edit(s, func(c map[string]any) { delete(c, "blocked") })
	tf.NoChanges()

	// A page of a proxy proves nothing.
	s.AddFaults(sandbox.Fault{Method: "GET", Path: s.UnitePath("companies"), Reply: sandbox.PageReply(404)})
	tf.Fails([]string{"plan"}, `cannot read Unite company "Acme GmbH"`, "404")

	if err := s.Remove(sandbox.UniteCompanies, id); err != nil {
		t.Fatal(err)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan has %q", actions)
	}
}

// A company that Unite has blocked can neither be imported nor looked up: that is said, and not that there is none.
func TestAccUniteCompany_blocked(t *testing.T) {
	t.Parallel()
	blocks := "The company is blocked on Unite: it still exists, but cannot be read until Unite unblocks it. Ask the support of Unite."
	for _, others := range []int{0, 3} {
		t.Run(fmt.Sprint(others), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.SetModes(sandbox.Modes{OmitBlocked: true, UnitePage: 2})
			for i := range others {
				insert(t, s, i, nil)
			}
			insert(t, s, 9, map[string]any{"name": "Acme GmbH", "blocked": true})
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, acme())+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(9)))
			tf.Fails([]string{"plan"}, "Error: The company is blocked on Unite: cannot read Unite company ("+uuid(9)+")", "403 Forbidden", blocks+" Then it can be imported.")
			tf.Write("main.tf", acctest.RequiredProvider+config(s)+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(9)))
			tf.Fails([]string{"plan", "-generate-config-out=generated.tf"}, blocks)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, fmt.Sprintf("data \"spotnana_unite_company\" \"test\" {\n  id = %q\n}\n", uuid(9))))
			tf.Fails([]string{"plan"}, "Error: The company is blocked on Unite: cannot read spotnana_unite_company", "403 Forbidden", blocks)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, "data \"spotnana_unite_company\" \"test\" {\n  name = \"Acme GmbH\"\n}\n"))
			tf.Fails([]string{"plan"}, `No company has the name "Acme GmbH"`, "A company that Unite has blocked may be")

			// Once it is unblocked, all that works.
			edited := func(c map[string]any) { delete(c, "blocked") }
			if err := s.Edit(sandbox.UniteCompanies, uuid(9), edited); err != nil {
				t.Fatal(err)
			}
			tf.OK("plan")
			tf.Write("main.tf", acctest.RequiredProvider+config(s)+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, uuid(9)))
			tf.OK("plan", "-generate-config-out=generated.tf")
			tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed")
		})
	}
}

// Another root that does not know the company proves nothing.
func TestAccUniteCompany_elsewhere(t *testing.T) {
	t.Parallel()
	s, other := newServer(t), newServer(t)
	tf, _ := applied(t, s)
	tf.Write("main.tf", acctest.RequiredProvider+config(other, acme()))
	tf.Fails([]string{"plan"}, "Not the place where it was made", s.URL, other.URL)
}

// Neither does another tenant at the same root, whose credentials are used by mistake. State of an older version, which
// kept no tenant, is read all the same, and never emptied.
func TestAccUniteCompany_otherTenant(t *testing.T) {
	t.Parallel()
	tenants := []string{uuid(1), uuid(2)}
	s := newServer(t, func(o *sandbox.Options) { o.Unite.Tenant = tenants[0] })
	other := newServer(t, func(o *sandbox.Options) { o.Unite.Tenant = tenants[1] })
	served := s
	root := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { served.ServeHTTP(w, r) }))
	t.Cleanup(root.Close)
	tf := acctest.NewTerraform(t)
	at := *s
	at.URL = root.URL
	tf.Write("main.tf", acctest.RequiredProvider+config(&at, acme()))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	id, _ := s.Only(sandbox.UniteCompanies)

	served = other
	for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve"}} {
		tf.Fails(args, "Error: Not the place where it was made", root.URL+" (tenant "+tenants[0]+")", root.URL+" (tenant "+tenants[1]+") does not know it")
	}
	if !strings.Contains(tf.Read("terraform.tfstate"), id) || posts(other) != 0 {
		t.Errorf("%d creates were sent to the other tenant; state is %s", posts(other), tf.Read("terraform.tfstate"))
	}

	editPrivate(t, tf, func(p map[string]any) { p["origin"] = root.URL })
	tf.Fails([]string{"plan"}, "Error: Not the place where it was made")
	served = s
	tf.NoChanges()
	tf.OK("apply", "-refresh-only", "-auto-approve")
	var origin any
	editPrivate(t, tf, func(p map[string]any) { origin = p["origin"] })
	if want := root.URL + " (tenant " + tenants[0] + ")"; origin != want {
		t.Errorf("the place is %v, expected %s", origin, want)
	}

	// Gone from the other tenant's list and from its own are two things.
	if err := s.Remove(sandbox.UniteCompanies, id); err != nil {
		t.Fatal(err)
	}
	served = other
	tf.Fails([]string{"plan"}, "Error: Not the place where it was made")
	served = s
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan has %q", actions)
	}
}

// editPrivate changes what the provider keeps beside the state of the only resource.
func editPrivate(t *testing.T, tf *acctest.Terraform, change func(p map[string]any)) {
	t.Helper()
	var state map[string]any
	if err := json.Unmarshal([]byte(tf.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	resources, _ := state["resources"].([]any)
	instances, _ := resources[0].(map[string]any)["instances"].([]any)
	instance, _ := instances[0].(map[string]any)
	var keys map[string][]byte
	private := map[string]any{}
	decoded, err := base64.StdEncoding.DecodeString(instance["private"].(string))
	if err := errors.Join(err, json.Unmarshal(decoded, &keys), json.Unmarshal(keys["spotnana"], &private)); err != nil {
		t.Fatal(err)
	}
	change(private)
	encode := func(v any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	keys["spotnana"] = encode(private)
	instance["private"] = encode(keys)
	tf.Write("terraform.tfstate", string(encode(state)))
}

// Links are other ones in each run; what was kept of an earlier run leads nowhere.
func TestAccUniteCompany_links(t *testing.T) {
	t.Parallel()
	tf := acctest.NewTerraform(t)
	file := filepath.Join(tf.Dir, "sandbox.json")
	block := fmt.Sprintf("provider \"spotnana\" {\n  sandbox = { path = %q }\n}\n", file)
	tf.Write("main.tf", acctest.RequiredProvider+block+acme())
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: Sandbox mode")
	tf.NoChanges()

	server, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := server.IDs(sandbox.UniteCompanies)
	if err != nil || len(ids) != 1 {
		t.Fatalf("the file has the companies %v, %v", ids, err)
	}
	if err := server.Edit(sandbox.UniteCompanies, ids[0], func(c map[string]any) { c["name"] = "Acme AG" }); err != nil {
		t.Fatal(err)
	}
	tf.Prints([]string{"plan", "-detailed-exitcode"}, `name is "Acme AG", and the configuration sets it to "Acme GmbH"`)
	if err := server.Remove(sandbox.UniteCompanies, ids[0]); err != nil {
		t.Fatal(err)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan has %q", actions)
	}
}

// Refreshing 300 companies costs at most 5 requests.
func TestAccUniteCompany_refreshIsCheap(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf := acctest.NewTerraform(t)
	const n = 300
	hcl := "locals {\n  ids = { for i in range(" + fmt.Sprint(n) + ") : i => format(\"5f0c2a7e-3b1d-4c6a-9e8f-%012d\", i) }\n}\n" +
		"import {\n  for_each = local.ids\n  to = spotnana_unite_company.test[each.key]\n  id = each.value\n}\n" +
		strings.NewReplacer(`"test" {`, "\"test\" {\n  for_each = local.ids", `"Acme GmbH"`, `"Company ${each.key}"`, `postal_code  = "10115"`, "", `phone = "+49 30 1"`, "").Replace(acme())
	for i := range n {
		insert(t, s, i, nil)
	}
	tf.Write("main.tf", acctest.RequiredProvider+config(s, hcl))
	tf.Prints([]string{"apply", "-auto-approve"}, "300 imported, 0 added, 0 changed, 0 destroyed")
	forget(t, s)
	tf.NoChanges()
	if got := len(s.Requests()); got == 0 || got > 5 {
		t.Errorf("%d requests were sent, expected at most 5", got)
	}
}
