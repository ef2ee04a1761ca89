package provider_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const uniteTenant = "data \"spotnana_unite_tenant\" \"test\" {}\n"

// prefixed puts a text before every answer that has a body.
func prefixed(text string) func(*http.Request, *httptest.ResponseRecorder) {
	return func(_ *http.Request, answer *httptest.ResponseRecorder) {
		if answer.Body.Len() > 0 {
			answer.Body = bytes.NewBufferString(text + answer.Body.String())
		}
	}
}

// A server may begin its answers with a byte order mark: objects, lists, errors, tokens, of both APIs.
func TestAccProvider_byteOrderMark(t *testing.T) {
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	t.Setenv("UNITE_CLIENT_ID", acctest.UniteID)
	t.Setenv("UNITE_CLIENT_SECRET", acctest.UniteSecret)
	t.Setenv("UNITE_REFRESH_TOKEN", acctest.UniteRefreshToken)
	s := acctest.NewServer(t)
	url := s.Behind(prefixed("\ufeff\r\n"))
	t.Setenv("SPOTNANA_BASE_URL", url)
	t.Setenv("UNITE_BASE_URL", url+sandbox.UniteRoot)
	t.Setenv("UNITE_TOKEN_URL", url+sandbox.UniteTokenPath)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+company+list+uniteCompany+uniteTenant)
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()

	id, _ := s.Company()
	refused := "resource \"spotnana_policy\" \"test\" {\n  company_id = spotnana_company.test.id\n  name = \"x\"\n  type = \"GROUP\"\n  user_groups = []\n  currency = { currency_code = \"EUR\" }\n  parent_policy_id = \"" + id + "\"\n}\n"
	tf.Write("main.tf", acctest.RequiredProvider+company+uniteCompany+refused)
	tf.Fails([]string{"apply", "-auto-approve"}, "Code: UNKNOWN_POLICY", "Trace id: ")

	// The API's own 404 is recognised, and takes the company out of the state.
	if err := s.Remove(sandbox.Companies, id); err != nil {
		t.Fatal(err)
	}
	tf.Prints([]string{"plan"}, "spotnana_company.test will be created")
}

// Whatever a token endpoint says of the time that a token is good for, the token is used; until it is refused, where that
// cannot be understood.
func TestAccProvider_tokenLifetime(t *testing.T) {
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	t.Setenv("UNITE_CLIENT_ID", acctest.UniteID)
	t.Setenv("UNITE_CLIENT_SECRET", acctest.UniteSecret)
	t.Setenv("UNITE_REFRESH_TOKEN", acctest.UniteRefreshToken)
	s := acctest.NewServer(t)
	expiresIn := ""
	url := s.Behind(func(r *http.Request, answer *httptest.ResponseRecorder) {
		if strings.HasSuffix(r.URL.Path, "token") {
			answer.Body = bytes.NewBufferString(strings.Replace(answer.Body.String(), `"expires_in":3600`, `"expires_in":`+expiresIn, 1))
		}
	})
	t.Setenv("SPOTNANA_BASE_URL", url)
	t.Setenv("UNITE_BASE_URL", url+sandbox.UniteRoot)
	t.Setenv("UNITE_TOKEN_URL", url+sandbox.UniteTokenPath)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+"data \"spotnana_companies\" \"test\" {\n  count = 3\n}\n"+uniteTenant)
	for _, expiresIn = range []string{"3599.5", "3.6e3", `""`, "null", "-1", `"soon"`} {
		s.ResetRequests()
		tf.OK("plan")
		if spotnana, unite := len(s.Sent("POST", "/v2/auth/oauth2-token")), len(s.Sent("POST", sandbox.UniteTokenPath)); spotnana != 1 || unite != 1 {
			t.Errorf("expires_in %s: %d and %d tokens were asked for", expiresIn, spotnana, unite)
		}
	}
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/companies", Expire: true})
	tf.OK("plan", "-parallelism=1")
}
