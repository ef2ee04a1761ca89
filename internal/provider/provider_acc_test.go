package provider_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const company = `
resource "spotnana_company" "test" {
  name                = "ACME"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`

const list = "data \"spotnana_companies\" \"test\" {}\n"

// withoutCredentials takes those of the environment away. The test cannot be parallel.
func withoutCredentials(t *testing.T) {
	t.Helper()
	t.Setenv("SPOTNANA_CLIENT_ID", "")
	t.Setenv("SPOTNANA_CLIENT_SECRET", "")
}

// A missing or wrong setting is an error that names the argument and the environment variable.
func TestAccProvider_configuration(t *testing.T) {
	withoutCredentials(t)
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name, provider string
		env            map[string]string
		want           []string
	}{
		{"no credentials", s.Provider(), nil,
			[]string{"Error: No credentials for Spotnana: cannot read spotnana_companies", "Set client_id and client_secret of the provider (SPOTNANA_CLIENT_ID and SPOTNANA_CLIENT_SECRET)", "access_token (SPOTNANA_ACCESS_TOKEN)", "SPOTNANA_SANDBOX"}},
		{"only an id", s.Provider(`client_id = "x"`), nil,
			[]string{"Error: Missing client_secret", "client_id is set, but client_secret is missing", "environment variable SPOTNANA_CLIENT_SECRET"}},
		{"white space for a secret", s.Provider(`client_id = "x"`, `client_secret = " "`), map[string]string{"SPOTNANA_CLIENT_SECRET": "\t"},
			[]string{"Error: Missing client_secret"}},
		{"white space for all", s.Provider(`client_id = " "`, `client_secret = " "`, `access_token = "\n"`), nil,
			[]string{"SPOTNANA_CLIENT_ID", "SPOTNANA_ACCESS_TOKEN"}},
		{"only an id in the environment", s.Provider(), map[string]string{"SPOTNANA_CLIENT_ID": "x"},
			[]string{"Error: Missing client_secret"}},
		{"only a secret", s.Provider(), map[string]string{"SPOTNANA_CLIENT_SECRET": acctest.AccessToken},
			[]string{"Error: Missing client_id", "environment variable SPOTNANA_CLIENT_ID"}},
		{"plain http", `provider "spotnana" { base_url = "http://api.example.com" }`, nil,
			[]string{"Error: base_url would send credentials unencrypted", "base_url = ", "https"}},
		{"plain http for tokens", s.Provider(`token_url = "http://login.example.com/token"`), nil,
			[]string{"Error: token_url would send credentials unencrypted"}},
		{"no URL", `provider "spotnana" {}`, map[string]string{"SPOTNANA_BASE_URL": "api.example.com"},
			[]string{"Error: base_url is not an absolute URL", "It comes from the environment variable SPOTNANA_BASE_URL"}},
		{"a version in the URL", `provider "spotnana" { base_url = "https://api.example.com/v2/" }`, nil,
			[]string{"Error: base_url ends in /v2", "base_url = ", "Set it to https://api.example.com."}},
		{"a version in the URL of the environment", `provider "spotnana" {}`, map[string]string{"SPOTNANA_BASE_URL": "https://api.example.com/v3"},
			[]string{"Error: base_url ends in /v3", "Set it to https://api.example.com.", "It comes from the environment variable SPOTNANA_BASE_URL"}},
		{"a version in the URL of Unite", s.Provider(`unite = { base_url = "https://unite.example.com/api/v2" }`), nil,
			[]string{"Error: unite.base_url ends in /v2", "Set it to https://unite.example.com/api."}},
		{"a mock server", `provider "spotnana" { base_url = "https://developer.example.com/_mock/openapi/policyapi/v2" }`, nil,
			[]string{"Error: base_url is a mock server that answers examples", "set sandbox = { path = "}},
		{"a token URL without a path", s.Provider(`token_url = "https://login.example.com"`), nil,
			[]string{"Error: token_url is no token endpoint", "https://login.example.com/v2/auth/oauth2-token"}},
		{"sandbox beside base_url", s.Provider(`sandbox = { path = "sandbox.json" }`), nil,
			[]string{"Error: Both sandbox and base_url", "SPOTNANA_BASE_URL", "SPOTNANA_SANDBOX"}},
		{"sandbox of the environment beside base_url", s.Provider(), map[string]string{"SPOTNANA_SANDBOX": "sandbox.json"},
			[]string{"Error: Both sandbox and base_url"}},
		{"sandbox with a path of white space", `provider "spotnana" { sandbox = { path = " " } }`, nil,
			[]string{"Error: sandbox.path is empty"}},
		{"sandbox without a path", `provider "spotnana" { sandbox = { path = "" } }`, nil,
			[]string{"Error: sandbox.path is empty"}},
		{"retries", s.Provider("max_retries = -1"), nil, []string{"Error: max_retries = -1 is out of range", "between 0 and 100"}},
		{"timeout", s.Provider(`request_timeout = "soon"`), nil, []string{`Error: request_timeout = "soon" is not a duration`}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			for name, value := range tc.env {
				t.Setenv(name, value)
			}
			tf.Write("main.tf", acctest.RequiredProvider+tc.provider+"\n"+list)
			tf.Fails([]string{"plan"}, tc.want...)
		})
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The environment stands in for every argument.
func TestAccProvider_environment(t *testing.T) {
	s := acctest.NewServer(t)
	t.Setenv("SPOTNANA_BASE_URL", s.URL)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+list)
	tf.OK("plan")
	if n := len(s.Sent("GET", "/v2/companies")); n != 1 {
		t.Errorf("%d lists were asked for", n)
	}
}

// Credentials that the API refuses, and what it says about them.
func TestAccProvider_refusedCredentials(t *testing.T) {
	t.Setenv("SPOTNANA_CLIENT_ID", "somebody-else")
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(list))
	tf.Fails([]string{"plan"}, "Error: Spotnana refused the credentials: cannot read spotnana_companies",
		"Request: POST /v2/auth/oauth2-token Status: 403 Forbidden Code: INVALID_CLIENT", "Trace id: sandbox-0", "client_id")
}

// A token that was fetched elsewhere is used as it is.
func TestAccProvider_accessToken(t *testing.T) {
	withoutCredentials(t)
	t.Setenv("SPOTNANA_ACCESS_TOKEN", acctest.AccessToken)
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(list))
	tf.Fails([]string{"plan"}, "Error: Spotnana refused the credentials", "401 Unauthorized", "access_token")
	if got := s.Sent("GET", "/v2/companies"); len(got) == 0 || got[0].Header.Get("Authorization") != "Bearer "+acctest.AccessToken {
		t.Errorf("the token was not sent")
	}
	if n := len(s.Sent("POST", "/v2/auth/oauth2-token")); n != 0 {
		t.Errorf("%d tokens were asked for", n)
	}
}

// With somebody's token the provider asks for one on their behalf (RFC 8693).
func TestAccProvider_tokenExchange(t *testing.T) {
	t.Setenv("SPOTNANA_SUBJECT_TOKEN", acctest.SubjectToken)
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Provider(`audience = "api"`, `scope = "a b"`)+list)
	tf.OK("plan")
	form := formOf(t, s)
	for name, want := range map[string]string{
		"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token": acctest.SubjectToken,
		"subject_token_type": "urn:ietf:params:oauth:token-type:access_token", "audience": "api", "scope": "a b", "client_id": acctest.ClientID,
	} {
		if got := form.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func formOf(t *testing.T, s *acctest.Server) url.Values {
	t.Helper()
	sent := s.Sent("POST", "/v2/auth/oauth2-token")
	if len(sent) != 1 {
		t.Fatalf("%d tokens were asked for, expected one", len(sent))
	}
	form, err := url.ParseQuery(string(sent[0].Body))
	if err != nil {
		t.Fatal(err)
	}
	return form
}

// One token serves a whole run, and a new one is fetched when the API does not accept it any more.
func TestAccProvider_token(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tokens := func(want int) {
		t.Helper()
		if got := len(s.Sent("POST", "/v2/auth/oauth2-token")); got != want {
			t.Errorf("%d tokens were asked for, expected %d", got, want)
		}
		s.ResetRequests()
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(company, "{", "{\n  count = 10", 1)))
	tf.OK("plan", "-out=tfplan")
	tokens(0) // nothing was sent yet
	tf.OK("apply", "tfplan")
	tokens(1)
	tf.OK("plan")
	tokens(1)
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/companies/*", Skip: 2, Reply: sandbox.ErrorReply(401, "UNAUTHORIZED", "Expired.")})
	tf.OK("plan", "-parallelism=1")
	tokens(2)
}

// Every request says who sends it.
func TestAccProvider_userAgent(t *testing.T) {
	t.Setenv("TF_APPEND_USER_AGENT", "pipeline/7 (nightly)")
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(list))
	tf.OK("plan")
	want := regexp.MustCompile(`^Terraform/\d+\.\d+\.\d+\S* \(\+https://www\.terraform\.io\) terraform-provider-spotnana/` +
		regexp.QuoteMeta(acctest.ProviderVersion) + ` pipeline/7 \(nightly\)$`)
	if len(s.Requests()) != 2 {
		t.Errorf("%d requests were sent, expected one for a token and one for a list", len(s.Requests()))
	}
	for _, e := range s.Requests() {
		if got := e.Header.Get("User-Agent"); !want.MatchString(got) {
			t.Errorf("%s %s: User-Agent %q", e.Method, e.Path, got)
		}
	}
}

// The sandbox needs neither a server nor credentials; its file keeps the objects from one run to the next.
func TestAccProvider_sandbox(t *testing.T) {
	withoutCredentials(t)
	tf := acctest.NewTerraform(t)
	file := filepath.Join(tf.Dir, "sandbox.json")
	config := acctest.RequiredProvider + fmt.Sprintf("provider \"spotnana\" {\n  sandbox = { path = %q }\n}\n", file) + company
	tf.Write("main.tf", config)
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: Sandbox mode", file)
	tf.NoChanges()
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}

	// Somebody else uses the same file.
	other, err := sandbox.Open(file, sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := other.IDs(sandbox.Companies)
	if err != nil || len(ids) != 1 {
		t.Fatalf("the file has the companies %v, %v", ids, err)
	}
	if err := other.Edit(sandbox.Companies, ids[0], func(c map[string]any) { c["name"] = "Other" }); err != nil {
		t.Fatal(err)
	}
	if _, attributes := tf.Changes(tf.Plan(), "spotnana_company.test"); !slices.Equal(attributes, []string{"name"}) {
		t.Errorf("the plan changes %v", attributes)
	}
	tf.OK("destroy", "-auto-approve")

	// The environment stands in for the block.
	t.Setenv("SPOTNANA_SANDBOX", file)
	tf.Write("main.tf", acctest.RequiredProvider+company)
	tf.OK("apply", "-auto-approve")
	if ids, err := other.IDs(sandbox.Companies); err != nil || len(ids) != 1 {
		t.Errorf("the file has the companies %v, %v", ids, err)
	}

	// A file of another sandbox does not empty the state.
	t.Setenv("SPOTNANA_SANDBOX", filepath.Join(tf.Dir, "other.json"))
	tf.Fails([]string{"plan"}, "Not the place where it was made")
}

// A file that is no sandbox is an error, and stays as it is.
func TestAccProvider_sandboxDamaged(t *testing.T) {
	t.Parallel()
	tf := acctest.NewTerraform(t)
	for name, content := range map[string]string{
		"not JSON": "my notes", "empty": "", "cut": `{"version":1,"objects":{"companies":[{"id":`, "newer": `{"version":99,"objects":{}}`,
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("sandbox.json", content)
			file := filepath.Join(tf.Dir, "sandbox.json")
			tf.Write("main.tf", acctest.RequiredProvider+fmt.Sprintf("provider \"spotnana\" {\n  sandbox = { path = %q }\n}\n", file)+company)
			tf.Fails([]string{"apply", "-auto-approve"}, "Error: Unusable sandbox file", "sandbox.json", "environment variable SPOTNANA_SANDBOX")
			if got := tf.Read("sandbox.json"); got != content {
				t.Errorf("the file was changed to %q", got)
			}
		})
	}
}

// A symbolic link to the file is followed, whatever the file is called by then, and stays a link.
func TestAccProvider_sandboxLink(t *testing.T) {
	withoutCredentials(t)
	tf := acctest.NewTerraform(t)
	link, file := filepath.Join(tf.Dir, "link.json"), filepath.Join(tf.Dir, "sandbox.json")
	if err := os.Symlink("sandbox.json", link); err != nil {
		t.Skip(err)
	}
	config := func(path string) string {
		return acctest.RequiredProvider + fmt.Sprintf("provider \"spotnana\" {\n  sandbox = { path = %q }\n}\n", path) + company
	}
	tf.Write("main.tf", config(link))
	tf.OK("apply", "-auto-approve")
	if target, err := os.Readlink(link); err != nil || target != "sandbox.json" {
		t.Errorf("the link leads to %q: %v", target, err)
	}
	if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the file is %v: %v", info, err)
	}
	tf.Write("main.tf", config(file))
	tf.NoChanges()
	tf.Write("main.tf", config(tf.Dir))
	tf.Fails([]string{"plan"}, "Error: Unusable sandbox file", "it is a folder")
}

// The provider's own settings may come from a resource: nothing can be sent before it is applied, and the plan is made
// all the same where nothing has to be read.
func TestAccProvider_unknown(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := fmt.Sprintf(`
resource "terraform_data" "url" {
  input = %q
}

provider "spotnana" {
  base_url            = terraform_data.url.output
  requests_per_second = 0
}
`, s.URL)
	s.Test(resource.TestStep{Config: config + company})

	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+config+list)
	tf.Fails([]string{"plan"}, "Error: The provider's base_url is not known yet", "-target")
	tf.OK("apply", "-auto-approve", "-target=terraform_data.url")
	tf.OK("plan")
}

// Checking a configuration, and testing it with a mocked provider, need no credentials and send nothing.
func TestAccProvider_withoutCredentials(t *testing.T) {
	withoutCredentials(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+company+`
resource "spotnana_partner_public_key" "test" {
  company_id     = spotnana_company.test.id
  public_key_jwk = provider::spotnana::pem_to_jwk(file("${path.module}/key.pem"), "kid-1")
}

resource "spotnana_company" "customer" {
  name             = "Customer"
  billing_currency = "EUR"
  company_roles    = ["ORG"]
  contracted_by_id = spotnana_company.test.id
}
`)
	key, err := os.ReadFile("../../examples/complete/partner.pub.pem")
	if err != nil {
		t.Fatal(err)
	}
	tf.Write("key.pem", string(key))
	tf.Prints([]string{"validate"}, "The configuration is valid.")
	tf.Write("main.tftest.hcl", `
mock_provider "spotnana" {}

run "plan" {
  command = plan
  assert {
    condition     = spotnana_company.test.name == "ACME"
    error_message = "The company has another name."
  }
}

run "apply" {
  assert {
    condition     = spotnana_company.customer.contracted_by_id == spotnana_company.test.id
    error_message = "The customer is not contracted by the company."
  }
}
`)
	tf.Prints([]string{"test"}, "2 passed, 0 failed")
}

// Arguments of the provider may be ephemeral, so that no plan holds a credential.
func TestAccProvider_ephemeralCredentials(t *testing.T) {
	withoutCredentials(t)
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_10_0)
	tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Provider(`client_id = "x"`, "client_secret = var.app_key")+list)
	out, code := tf.Run("plan")
	if code != 1 || !strings.Contains(out, "INVALID_CLIENT") || acctest.HasSecret(out) {
		t.Errorf("plan ended with %d and printed %s", code, out)
	}
	if got := formOf(t, s).Get("client_secret"); got != acctest.Secrets["app_key"] {
		t.Errorf("the secret that was sent is %q", got)
	}
}

// A run of many requests keeps within the limit that the server sets.
func TestAccProvider_retryAfter(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	busy := sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down.")
	busy.Header = map[string][]string{"Retry-After": {"0"}}
	s.AddFaults(
		sandbox.Fault{Method: "POST", Path: "/v2/auth/oauth2-token", Reply: busy, Times: 2},
		sandbox.Fault{Method: "GET", Path: "/v2/companies", Reply: busy, Times: 2},
	)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(list))
	tf.OK("plan")

	later := sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Much later.")
	later.Header = map[string][]string{"Retry-After": {"86400"}}
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/companies", Reply: later})
	tf.Fails([]string{"plan"}, "Error: Spotnana limits the rate of requests", "429 Too Many Requests", "Retry-After", "Much later.")
}
