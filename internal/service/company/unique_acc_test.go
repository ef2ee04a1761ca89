package company_test

import (
	"fmt"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// A plan refuses an element that stands in a list twice where the API takes each only once, at its line; so does an apply,
// where only that one knows the elements.
func TestAccCompany_repeated(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	for lines, want := range map[string][]string{
		`email_domains = [
    "a.example",
    "b.example",
    "a.example", # again
  ]`: {`Error: "a.example" twice in email_domains`, `"a.example", # again`, "email_domains[2] is the same as email_domains[0]", "remove one of them"},
		`support_configs = [
    { portal_urls = ["https://a.example"] },
    { email_addresses = ["ada@a.example", "bob@a.example"] },
    { tier = "SEAT1A", email_addresses = ["ada@a.example", "ada@a.example"] },
  ]`: {`Error: "ada@a.example" twice in email_addresses`, "Attribute: support_configs[2].email_addresses[1]"},
		`email_domains = ["caf\u00e9.example", "cafe\u0301.example"]`:                   {"email_domains[1] is the same as email_domains[0]"}, // one text in two spellings of Unicode
		`support_config = { portal_urls = ["https://a.example", "https://a.example"] }`: {"Attribute: support_config.portal_urls[1]"},
	} {
		tf := tf.In(t)
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(lines)))
		tf.OK("validate")
		tf.Fails([]string{"plan"}, want...)
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(`email_domains = ["a.example", terraform_data.domain.output]`))+
		"resource \"terraform_data\" \"domain\" {\n  input = \"a.example\"\n}\n")
	tf.OK("plan")
	tf.Fails([]string{"apply", "-auto-approve"}, `Error: "a.example" twice in email_domains`, "email_domains[1] is the same as email_domains[0]")
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// What the API has twice all the same can be imported and kept, wherever it stands, and removed; a further one is refused.
func TestAccCompany_repeatedByTheAPI(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t) // no document has such an answer
	tf := acctest.NewTerraform(t)
	write := func(domains string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("email_domains = ["+domains+"]")))
	}
	write(`"a.example", "b.example"`)
	tf.OK("apply", "-auto-approve")
	s.EditCompany(func(c map[string]any) { c["emailDomains"] = []any{"a.example", "b.example", "a.example"} })
	id, _ := s.Company()

	imported := acctest.NewTerraform(t)
	imported.Write("main.tf", acctest.RequiredProvider+s.Config()+fmt.Sprintf("import {\n  to = spotnana_company.test\n  id = %q\n}\n", id))
	imported.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
	imported.OK("apply", "-auto-approve")
	imported.NoChanges()

	tf.Prints([]string{"plan"}, `- "a.example"`, "0 to add, 1 to change")
	write(`"b.example", "a.example", "a.example"`)
	tf.OK("plan")
	write(`"b.example", "a.example", "b.example", "a.example"`)
	tf.Fails([]string{"plan"}, `Error: "b.example" twice in email_domains`)
	write(`"a.example", "a.example", "a.example"`)
	tf.Fails([]string{"plan"}, `Error: "a.example" twice in email_domains`)
	write(`"b.example", "a.example"`)
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
}
