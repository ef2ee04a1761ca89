package company_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// What comes out empty is refused in the plan, or warned of where it may be meant.
func TestAccCompany_misspelt(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name, lines, at, hint string
		warning               bool
	}{
		{"element", `phone_numbers = [{ raw_input = "1" }, { number = "2" }]`, "phone_numbers[1]", "raw_input", false},
		{"wrapped element", `support_configs = [{ tiers = "BASIC" }]`, "support_configs[0]", "tier", false},
		{"object in an element", `support_configs = [{ cognigy_chat_config = { enable = true } }]`, "support_configs[0].cognigy_chat_config", "(it has enabled, script_url,", false},
		{"object below the top", `company_logo = { url = "https://acme.example/logo.png", dimensions = { w = 1 } }`, "company_logo.dimensions", "(it has height, width)", false},
		{"object at the top", `privacy_settings = { allow = true }`, "privacy_settings", "(it has allow_company_admin_access_to_relatives_info)", true},
		{"required object", `email_client_config = { client = "SENDGRID", default_sender_address = "a@acme.example", credentials = { email_client_secret_key = { secret_key = "x" } } }`,
			"email_client_config.credentials.email_client_secret_key", "(it has secret_key_wo, secret_key_wo_version, version_id)", true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(tc.lines)))
			tf.OK("validate")
			want := []string{": Nothing is set in " + tc.at + " ", "Terraform drops names that it does not know inside { }", tc.hint}
			if tc.warning {
				tf.Prints([]string{"plan"}, want...)
			} else {
				tf.Fails([]string{"plan"}, want...)
			}
		})
	}
}

// odd is a company as the documents rule it out, and as the API may have it all the same.
const odd = `{"id": {"id": "%[1]s"}, "name": "Odd", "billingCurrency": "", "companyRoles": ["org", null],
	"phoneNumbers": [{}, {"countryCode": 3000000000, "isoCountryCode": "EU", "type": "mobile"}, {}],
	"postalAddress": {"regionCode": "EU"}, "loyaltyBlockedCountries": ["EU", "DE"], "emailDomains": [null],
	"emergencyContactInfos": [{"email": "nobody", "phoneNumber": {}}, {"name": {"given": "A"}}],
	"announcements": [{}, {"title": "A"}], "companyLogo": {"dimensions": {}},
	"carbonCostConfig": {"price": {"amount": 0, "currencyCode": "", "otherCoinage": [{}, null]}},
	"privacySettings": {}, "emailClientConfig": {"client": "sendgrid", "credentials": {}},
	"supportConfigs": {"length": 2, "elements": [{}, {"freshdeskConfig": {"credentials": {"webCredentials": {"domain": "d"}}}}]},
	"expensePartnerConfig": {"emailConfig": {}}}`

// A company that has what no configuration could newly have is imported into a generated configuration that plans, and in
// which something else can be changed.
func TestAccCompany_importOdd(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	tf := acctest.NewTerraform(t)
	insert(t, s, uuid(1), acctest.Object(t, []byte(fmt.Sprintf(odd, uuid(1)))))
	tf.Write("main.tf", acctest.RequiredProvider+s.Lenient(sandbox.Companies).Config()+fmt.Sprintf("import {\n  to = spotnana_company.test\n  id = %q\n}\n", uuid(1)))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy",
		`Warning: Null in a list of company "Odd"`, "- carbon_cost_config.price.other_coinage[1] - company_roles[1] - email_domains[0]")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()

	// Elements may change places beside the change.
	generated := tf.Read("generated.tf")
	changed := replace(t, replace(t, generated, `"Odd"`, `"Even"`), `["EU", "DE"]`, `["DE", "FR", "EU"]`)
	tf.Write("generated.tf", changed)
	tf.OK("apply", "-auto-approve")
	want := acctest.Object(t, []byte(strings.NewReplacer(`"Odd"`, `"Even"`, `["EU", "DE"]`, `["DE", "FR", "EU"]`, ", null]", "]", "[null]", "[]", `"length": 2, `, "").Replace(fmt.Sprintf(odd, uuid(1)))))
	_, got := s.Company()
	if list := member(got, "supportConfigs"); list != nil {
		list = maps.Clone(list)
		delete(list, "length") // the server's own business
		got["supportConfigs"] = list
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the company (-want +got)\n%s", diff)
	}
	tf.NoChanges()

	// A second one of these values is new.
	tf.Write("generated.tf", replace(t, changed, `["DE", "FR", "EU"]`, `["DE", "FR", "EU", "EU"]`))
	tf.Fails([]string{"plan"}, `Unknown country "EU" for loyalty_blocked_countries`)
}

// A version without its secret is an error and is not recorded, so that the secret that comes later is sent.
func TestAccCompany_secretMissing(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_11_0)
	write := func(key string, version int, lines ...string) {
		config := strings.Replace(mailer("secret_key", version), "var.secret_key", key, 1)
		tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Config(acme(strings.Join(append(lines, config), "\n"))))
	}
	refused := func(version int) []string {
		return []string{fmt.Sprintf("Error: No secret for version %d of secret_key_wo", version),
			"Attribute: email_client_config.credentials.email_client_secret_key.secret_key_wo_version"}
	}
	for _, key := range []string{"null", `""`, `" "`} {
		write(key, 1)
		tf.OK("validate")
		tf.Fails([]string{"apply", "-auto-approve"}, refused(1)...)
	}
	if got := s.List(sandbox.Companies); len(got) > 0 {
		t.Fatalf("these companies were made: %v", got)
	}
	write("var.secret_key", 1)
	tf.OK("apply", "-auto-approve")
	write("null", 1, `redirect_url = "https://acme.example"`)
	tf.OK("apply", "-auto-approve")
	write("null", 2)
	tf.Fails([]string{"plan"}, append(refused(2), "which is null", "leave the version at 1")...)
	tf.Fails([]string{"apply", "-auto-approve"}, refused(2)...)
	write("var.new_secret_key", 2)
	tf.OK("apply", "-auto-approve")
	if _, c := s.Company(); secretKey(c) != acctest.Secrets["new_secret_key"] {
		t.Error("the sandbox does not have the new secret")
	}
	tf.NoChanges()

	// In the elements of a list, which may change places.
	desk := func(tier, key, version string) string {
		return fmt.Sprintf(`{ tier = %q, freshdesk_config = { enabled = true, has_credentials = true, credentials = {
			web_credentials = { domain = "acme", app_id = "1", app_key_wo = %s, app_key_wo_version = %s } } } }`, tier, key, version)
	}
	desks := func(elements ...string) { write("null", 2, "support_configs = ["+strings.Join(elements, ",\n")+"]") }
	desks(desk("BASIC", "var.app_key", "1"), desk("SEAT1A", "null", "1"))
	tf.Fails([]string{"plan"}, "Error: No secret for version 1 of app_key_wo", "Attribute: support_configs[1].freshdesk_config.credentials.web_credentials.app_key_wo_version")
	desks(desk("BASIC", "var.app_key", "1"), desk("SEAT1A", "var.app_key", "1"))
	tf.OK("apply", "-auto-approve")
	desks(desk("SEAT1A", "null", "2"), desk("BASIC", "null", "1"))
	tf.Fails([]string{"plan"}, "Error: No secret for version 2 of app_key_wo", "Attribute: support_configs[0].freshdesk_config.credentials.web_credentials.app_key_wo_version")
}
