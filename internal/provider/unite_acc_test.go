package provider_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const uniteCompany = `
resource "spotnana_unite_company" "test" {
  name    = "ACME"
  vat_id  = "DE123456789"
  address = { street = "Main street 1", locality = "Berlin", country_code = "DE" }
  contact = { email = "legal@acme.example" }
}
`

// Unite's settings are asked for by the first request to Unite, and nothing else needs them.
func TestAccProvider_uniteConfiguration(t *testing.T) {
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	const tenant = "data \"spotnana_unite_tenant\" \"test\" {}\n"
	root := s.URL + sandbox.UniteRoot
	for _, tc := range []struct {
		name, provider, more string
		env                  map[string]string
		want                 []string
	}{
		{"nothing", s.Provider(), tenant, nil, []string{"Error: No address of Unite: cannot read spotnana_unite_tenant", "Set unite.base_url of the provider (UNITE_BASE_URL)", "It has no default"}},
		{"nothing for a create", s.Provider(), uniteCompany, nil, []string{"Warning: No address of Unite, which the apply needs", "Error: No address of Unite: cannot create Unite company \"ACME\""}},
		{"a token without a root", s.Provider(), tenant, map[string]string{"UNITE_ACCESS_TOKEN": "x"}, []string{"Error: No address of Unite"}},
		{"no credentials", s.Provider(s.Unite()), tenant, nil,
			[]string{"Error: No credentials for Unite: cannot read spotnana_unite_tenant", "Set unite.client_id (UNITE_CLIENT_ID) and unite.client_secret (UNITE_CLIENT_SECRET) and unite.refresh_token (UNITE_REFRESH_TOKEN) of the provider, or unite.access_token (UNITE_ACCESS_TOKEN) alone"}},
		{"half of the credentials", s.Provider(s.Unite()), tenant, map[string]string{"UNITE_CLIENT_ID": "x", "UNITE_REFRESH_TOKEN": "y"},
			[]string{"Error: No credentials for Unite", "Set unite.client_secret (UNITE_CLIENT_SECRET) of the provider, or"}},
		{"plain http", s.Provider(`unite = { base_url = "http://unite.example.com" }`), tenant, nil,
			[]string{"Error: unite.base_url would send credentials unencrypted", "https"}},
		{"no URL for tokens", s.Provider(), tenant, map[string]string{"UNITE_BASE_URL": root, "UNITE_TOKEN_URL": "login.example.com"},
			[]string{"Error: unite.token_url is not an absolute URL", "It comes from the environment variable UNITE_TOKEN_URL"}},
		{"sandbox beside it", `provider "spotnana" {` + "\n" + `sandbox = { path = "sandbox.json" }` + "\n" + s.Unite() + "\n}\n", tenant, nil,
			[]string{"Error: Both sandbox and unite.base_url", "UNITE_BASE_URL", "SPOTNANA_SANDBOX"}},
		{"sandbox beside it in the environment", s.Provider(), tenant, map[string]string{"UNITE_BASE_URL": root, "SPOTNANA_SANDBOX": "sandbox.json"},
			[]string{"Error: Both sandbox and "}},
		{"sandbox beside the root of the environment", `provider "spotnana" { sandbox = { path = "sandbox.json" } }`, tenant, map[string]string{"UNITE_BASE_URL": root},
			[]string{"Error: Both sandbox and unite.base_url"}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			for name, value := range tc.env {
				t.Setenv(name, value)
			}
			tf.Write("main.tf", acctest.RequiredProvider+tc.provider+"\n"+tc.more)
			tf.Fails([]string{"apply", "-auto-approve"}, tc.want...)
		})
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}

	// Without anything of Unite, none of this is missed.
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, uniteCompany))
	tf.OK("validate")
	tf.Prints([]string{"plan"}, "Warning: No address of Unite, which the apply needs")
}

// Neither API's credentials go to the other one, and Unite alone needs none of Spotnana's.
func TestAccProvider_uniteAlone(t *testing.T) {
	withoutCredentials(t)
	s := acctest.NewServer(t)
	t.Setenv("UNITE_BASE_URL", s.URL+sandbox.UniteRoot+"/")
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+"provider \"spotnana\" {\n  requests_per_second = 0\n}\n"+uniteCompany)
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	for _, e := range s.Requests() {
		if !strings.HasPrefix(e.Path, "/unite/") || !strings.Contains(e.Header.Get("User-Agent"), "terraform-provider-spotnana/"+acctest.ProviderVersion) {
			t.Errorf("%s %s was sent by %q", e.Method, e.Path, e.Header.Get("User-Agent"))
		}
	}
}

// Settings may come from a resource: what needs no request is planned, and what does says what to do.
func TestAccProvider_uniteUnknown(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := fmt.Sprintf(`
resource "terraform_data" "url" {
  input = %q
}

provider "spotnana" {
  base_url            = %q
  requests_per_second = 0
  unite               = { base_url = terraform_data.url.output }
}
`, s.URL+sandbox.UniteRoot, s.URL)
	s.Test(resource.TestStep{Config: config + company + uniteCompany})

	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+config+list+"data \"spotnana_unite_tenant\" \"test\" {}\n")
	tf.Fails([]string{"plan"}, "Error: The provider's unite.base_url is not known yet: cannot read spotnana_unite_tenant", "-target")
	tf.OK("apply", "-auto-approve", "-target=terraform_data.url")
	tf.OK("plan")
}

// The sandbox stands in for both APIs, whatever credentials there are.
func TestAccProvider_uniteSandbox(t *testing.T) {
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	t.Setenv("UNITE_CLIENT_ID", acctest.UniteID)
	withoutCredentials(t)
	tf := acctest.NewTerraform(t)
	t.Setenv("SPOTNANA_SANDBOX", filepath.Join(tf.Dir, "sandbox.json"))
	tf.Write("main.tf", acctest.RequiredProvider+company+uniteCompany+"data \"spotnana_unite_tenant\" \"test\" {}\n")
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: Sandbox mode", "Resources: 2 added")
	tf.NoChanges()
	tf.Prints([]string{"destroy", "-auto-approve"}, "is forgotten, not deleted")
}
