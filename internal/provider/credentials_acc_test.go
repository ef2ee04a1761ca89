package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	needsSpotnana = "Warning: No credentials for Spotnana, which the apply needs"
	needsUnite    = "Warning: No credentials for Unite, which the apply needs"
)

// fleet is many objects of both APIs.
func fleet(n int) string {
	return fmt.Sprintf(`
resource "spotnana_company" "many" {
  count            = %[1]d
  name             = "ACME ${count.index}"
  billing_currency = "EUR"
  company_roles    = ["ORG"]
}

resource "spotnana_unite_company" "many" {
  count   = %[1]d
  name    = "ACME ${count.index}"
  vat_id  = "DE12345678${count.index %% 10}"
  address = { street = "Main street 1", locality = "Berlin", country_code = "DE" }
  contact = { email = "legal@acme.example" }
}
`, n)
}

// What fails for all objects alike is told in full once for each API, and by its title for each object.
func TestAccProvider_toldOnce(t *testing.T) {
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	const many = 12
	unite := fmt.Sprintf("unite = { base_url = %q, token_url = %q }", s.URL+sandbox.UniteRoot, s.URL+sandbox.UniteTokenPath)
	nobody := fmt.Sprintf("unite = { base_url = %q, token_url = \"http://127.0.0.1:1/token\" }", s.URL+sandbox.UniteRoot)
	for _, tc := range []struct {
		name, provider string
		env            map[string]string
		spotnana       string // the title, and something of the detail
		spotnanaDetail string
		unite          string
		uniteDetail    string
		tokens         int // requests for tokens of both APIs together
	}{
		{"missing", s.Provider(unite), map[string]string{"SPOTNANA_CLIENT_ID": "", "SPOTNANA_CLIENT_SECRET": "", "UNITE_ACCESS_TOKEN": ""},
			"No credentials for Spotnana", "Set client_id and client_secret", "No credentials for Unite", "Set unite.client_id", 0},
		{"refused", s.Provider(unite), map[string]string{"SPOTNANA_CLIENT_ID": "x", "UNITE_ACCESS_TOKEN": "", "UNITE_CLIENT_ID": acctest.UniteID, "UNITE_CLIENT_SECRET": acctest.UniteSecret, "UNITE_REFRESH_TOKEN": "x"},
			"Spotnana refused the credentials", "Code: INVALID_CLIENT", "Unite refused the credentials", "Code: invalid_grant", 2},
		{"refused tokens", s.Provider(unite), map[string]string{"SPOTNANA_ACCESS_TOKEN": "x", "UNITE_ACCESS_TOKEN": "x"},
			"Spotnana refused the credentials", "Code: UNAUTHORIZED", "Unite refused the credentials", "it is not for this API", 0},
		{"unreachable", s.Provider("max_retries = 0", `token_url = "http://127.0.0.1:1/token"`, nobody),
			map[string]string{"UNITE_ACCESS_TOKEN": "", "UNITE_CLIENT_ID": acctest.UniteID, "UNITE_CLIENT_SECRET": acctest.UniteSecret, "UNITE_REFRESH_TOKEN": acctest.UniteRefreshToken},
			"No connection to the token endpoint of Spotnana", "Nobody answers at http://127.0.0.1:1. Check token_url",
			"No connection to the token endpoint of Unite", "Nobody answers at http://127.0.0.1:1. Check unite.token_url", 0},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			for name, value := range tc.env {
				t.Setenv(name, value)
			}
			s.ResetRequests()
			tf.Write("main.tf", acctest.RequiredProvider+tc.provider+fleet(many))
			out, code := tf.Run("apply", "-auto-approve")
			if code != 1 {
				t.Fatalf("the apply ended with %d: %s", code, out)
			}
			for i := range many {
				for _, title := range []string{
					fmt.Sprintf("Error: %s: cannot create company \"ACME %d\"", tc.spotnana, i), fmt.Sprintf("Error: %s: cannot create Unite company \"ACME %d\"", tc.unite, i),
				} {
					if !strings.Contains(out, title) {
						t.Errorf("%q is missing in: %s", title, out)
					}
				}
			}
			if n := strings.Count(out, "Error: "); n != 2*many {
				t.Errorf("%d errors for %d objects", n, 2*many)
			}
			_, errors, _ := strings.Cut(out, "Error: ") // behind the warnings of the plan, which say the same
			for _, detail := range []string{tc.spotnanaDetail, tc.uniteDetail} {
				if n := strings.Count(errors, detail); n != 1 {
					t.Errorf("%q is there %d times: %s", detail, n, errors)
				}
			}
			if n := len(s.Sent("POST", "/v2/auth/oauth2-token")) + len(s.Sent("POST", sandbox.UniteTokenPath)); n != tc.tokens {
				t.Errorf("%d tokens were asked for, want %d", n, tc.tokens)
			}
		})
	}
}

// A plan that needs no request is made without credentials, and says that the apply needs them: once, however many objects
// there are, and only of the API that has any.
func TestAccProvider_neededLater(t *testing.T) {
	withoutCredentials(t)
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	provider := s.Provider(s.Unite())
	for _, tc := range []struct {
		name, config    string
		spotnana, unite int
	}{
		{"both", provider + fleet(5), 1, 1},
		{"Spotnana", provider + company, 1, 0},
		{"Unite", provider + uniteCompany, 0, 1},
		{"nothing", provider, 0, 0},
		{"unknown", "resource \"terraform_data\" \"secret\" {}\n" + s.Provider(s.Unite(), "client_secret = terraform_data.secret.id", `client_id = "x"`) + company, 0, 0},
		{"given", s.Provider(s.Unite(), `client_id = "x"`, `client_secret = "y"`) + company, 0, 0},
		{"sandbox", "provider \"spotnana\" {\n  sandbox = { path = \"sandbox.json\" }\n}\n" + fleet(2), 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+tc.config)
			out := tf.OK("plan")
			for text, want := range map[string]int{needsSpotnana: tc.spotnana, needsUnite: tc.unite, "more similar": 0} {
				if n := strings.Count(out, text); n != want {
					t.Errorf("%q is there %d times, want %d: %s", text, n, want, out)
				}
			}
			if n := len(s.Requests()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}

	// Nor does a plan without a refresh need a request; one of a state without changes says nothing.
	given := func(run func()) {
		t.Setenv("SPOTNANA_CLIENT_ID", acctest.ClientID)
		t.Setenv("SPOTNANA_CLIENT_SECRET", acctest.ClientSecret)
		run()
		withoutCredentials(t)
	}
	tf.Write("main.tf", acctest.RequiredProvider+provider+company)
	given(func() { tf.OK("apply", "-auto-approve") })
	if out := tf.OK("plan", "-refresh=false"); strings.Contains(out, needsSpotnana) {
		t.Errorf("nothing is to be done, and yet: %s", out)
	}
	tf.Write("main.tf", acctest.RequiredProvider+provider+strings.Replace(company, `"EUR"`, `"USD"`, 1))
	tf.Prints([]string{"plan", "-refresh=false"}, needsSpotnana)
	tf.Prints([]string{"plan", "-refresh=false", "-destroy"}, needsSpotnana)
	given(func() { tf.OK("destroy", "-auto-approve") })
}
