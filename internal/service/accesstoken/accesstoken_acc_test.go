package accesstoken_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const tokens = "/v2/auth/oauth2-token"

// company is one that is made through a provider block with that alias.
func company(alias string) string {
	return fmt.Sprintf("resource \"spotnana_company\" %q {\n  provider = spotnana.%[1]s\n  name = %[1]q\n  billing_currency = \"EUR\"\n  company_roles = [\"ORG\"]\n  deletion_protection = false\n}\n", alias)
}

// A token is fetched with the provider's credentials or with given ones, serves another provider block, and is in no plan, state
// or log: the sandbox's tokens are looked for at the end of each test.
func TestAccAccessToken(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_11_0)
	block := func(alias, token string) string {
		return s.Provider("access_token = "+token, fmt.Sprintf("alias = %q", alias))
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(`
resource "spotnana_api_user" "robot" {
  tmc_id = "tmc"
}
ephemeral "spotnana_access_token" "own" {}
ephemeral "spotnana_access_token" "robot" {
  client_id     = spotnana_api_user.robot.client_id
  client_secret = spotnana_api_user.robot.client_secret
  audience      = "https://apis.spotnana.com/v2"
  scope         = "a b"
}
`, block("own", "ephemeral.spotnana_access_token.own.access_token"), block("robot", "ephemeral.spotnana_access_token.robot.access_token"), company("own"), company("robot")))
	tf.OK("plan", "-out=tfplan")
	tf.OK("apply", "-auto-approve")
	tf.NoSecrets()
	tf.NoChanges()
	if n := len(s.List(sandbox.Companies)); n != 2 {
		t.Errorf("%d companies were made", n)
	}
	id, _ := s.Only(sandbox.APIUsers)
	given := 0
	for _, e := range s.Sent("POST", tokens) {
		if form, _ := url.ParseQuery(string(e.Body)); form.Get("client_id") == id {
			given++
			if form.Get("audience") != "https://apis.spotnana.com/v2" || form.Get("scope") != "a b" || form.Get("grant_type") != "client_credentials" {
				t.Errorf("sent %v", form["scope"])
			}
		}
	}
	if given == 0 {
		t.Error("no token was fetched for the API user")
	}
	if state := tf.Read("terraform.tfstate"); strings.Contains(state, `"type": "spotnana_access_token"`) || strings.Contains(state, `"access_token":`) {
		t.Errorf("the state is %s", state)
	}
	tf.OK("destroy", "-auto-approve")
}

// What cannot give a token is an error before a request, or one that says who refused.
func TestAccAccessToken_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_11_0)
	for arguments, want := range map[string][]string{
		`client_id = "x"`:     {"Error: Missing client_secret", "client_id is set, but client_secret is missing"},
		`client_secret = "x"`: {"Error: Missing client_id"},
		`scope = "x"`:         {"Error: Missing client_id", "scope is set, but client_id is missing", "leave out scope for a token of the provider's own credentials"},
		"client_id = \"\"\n  client_secret = \"x\"":          {"Error: Empty text for client_id"},
		"client_id = \"x\"\n  client_secret = \"wrong one\"": {"Error: Spotnana refused the credentials: cannot get an access token", "INVALID_CLIENT"},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config("ephemeral \"spotnana_access_token\" \"x\" {\n  "+arguments+"\n}\n"))
		tf.Fails([]string{"apply", "-auto-approve"}, want...)
	}
}
