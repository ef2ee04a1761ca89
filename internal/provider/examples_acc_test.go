package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// The examples of all pages are one configuration: what one of them refers to is in another one, and the sandbox takes all of it at
// once. The people are those whom it gives each company.
func TestAccProvider_examples(t *testing.T) {
	t.Parallel()
	tf := acctest.NewTerraform(t)
	people := strings.NewReplacer(
		"ada.lovelace@acme-robotics.example", "approver@sandbox.example",
		"account.manager@horizon-travel.example", "travel.manager@sandbox.example",
		`"spotnana_user" "coordinator" {
  company_id = local.company_id
  email      = "ines.duarte@acme-robotics.example"`, `"spotnana_user" "coordinator" {
  company_id = local.company_id
  email      = "approver@sandbox.example"`,
		"grace.hopper@acme-robotics.example", "traveler@sandbox.example",
		"E-10472", "S-4",
	)
	tf.Write("provider.tf", acctest.RequiredProvider+"provider \"spotnana\" {\n  sandbox = { path = abspath(\"sandbox.json\") }\n}\n")
	tf.Write("partner.pub.pem", exampleFile(t, "complete/partner.pub.pem"))
	write := func(patterns ...string) {
		for _, page := range examplePages(t, patterns...) {
			tf.Write(strings.ReplaceAll(page, "/", "_"), people.Replace(exampleFile(t, page)))
		}
	}
	write("resources/*/resource.tf", "data-sources/spotnana_user/data-source.tf")
	apply := []string{"apply", "-auto-approve", "-var=sendgrid_key=x"}
	tf.OK(apply...)
	write("data-sources/*/data-source.tf", "functions/jwk_thumbprint/function.tf", "functions/policy_*/function.tf") // pem_to_jwk wants another provider
	tf.Write("partner.jwk.json", exampleKey(t))
	tf.OK("validate")
	// These look up what is not made here.
	for _, name := range []string{"company", "trip", "unite_company", "unite_tenant"} {
		tf.Write("data-sources_spotnana_"+name+"_data-source.tf", "")
	}
	tf.Prints(apply, "0 added, 0 changed, 0 destroyed")
	tf.OK("plan", "-detailed-exitcode", "-var=sendgrid_key=x")
	if got, want := tf.Lines("output", "-raw", "engineering_policy"), exampleFile(t, "functions/policy_summary/summary.txt"); got != strings.TrimSuffix(want, "\n") {
		t.Errorf("the summary of the policy is\n%s\nand the page says\n%s", got, want)
	}
}

// exampleKey is the partner's key as its page has it.
func exampleKey(t *testing.T) string {
	t.Helper()
	key, err := jwk.FromPEM(exampleFile(t, "complete/partner.pub.pem"), "acme-2026")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// examplePages are the examples that match one of the patterns, as paths below the folder of the examples.
func examplePages(t *testing.T, patterns ...string) []string {
	t.Helper()
	var pages []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(examples, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no example is %s: %v", pattern, err)
		}
		for _, file := range found {
			pages = append(pages, strings.TrimPrefix(file, examples+"/"))
		}
	}
	return slices.Sorted(slices.Values(pages))
}

func exampleFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(examples, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// examples is the folder of the examples.
const examples = "../../examples"
