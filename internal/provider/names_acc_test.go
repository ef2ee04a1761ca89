package provider_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	nowhereID = "4974a66b-7493-4f41-908c-58ba81093947"
	otherID   = "4974a66b-7493-4f41-908c-58ba81093948"
	groupBody = "  name        = \"Engineering\"\n  type        = \"GROUP\"\n  currency    = { currency_code = \"EUR\" }\n  user_groups = []\n"
	noCompany = `Error: No such company: cannot `
	checkIt   = `There is no company with the id "` + nowhereID + `", or these credentials may not see it. Check company_id`
)

// An id of something above that the API does not know is an error at the attribute, wherever it is used.
func TestAccProvider_noSuchParent(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	keys := acctest.NewUnrecordedServer(t) // the document does not say how the API tells that
	tf := acctest.NewTerraform(t)
	pem, err := os.ReadFile("../../examples/complete/partner.pub.pem")
	if err != nil {
		t.Fatal(err)
	}
	tf.Write("key.pem", string(pem))
	key := "  public_key_jwk = provider::spotnana::pem_to_jwk(file(\"${path.module}/key.pem\"), \"kid-1\")"
	block := func(kind, body string) string {
		return kind + " \"test\" {\n  company_id = \"" + nowhereID + "\"\n" + body + "\n}\n"
	}
	for _, tc := range []struct {
		name, config string
		want         []string
	}{
		{"policy", block(`resource "spotnana_policy"`, groupBody), []string{noCompany + `create policy "Engineering" with spotnana_policy.test`, `company_id = "`, checkIt, "Status: 404 Not Found", "Trace id: "}},
		{"key", block(`resource "spotnana_partner_public_key"`, key), []string{noCompany + "create partner public key", `company_id = "`, checkIt}},
		{"policy_import", "import {\n  to = spotnana_policy.test\n  id = \"" + nowhereID + "/" + nowhereID + "\"\n}\n" + block(`resource "spotnana_policy"`, groupBody),
			[]string{noCompany + "import policy", checkIt}},
		{"key_import", "import {\n  to = spotnana_partner_public_key.test\n  id = \"" + nowhereID + "/kid\"\n}\n" + block(`resource "spotnana_partner_public_key"`, key),
			[]string{noCompany + "import partner public key", checkIt}},
		{"note", "resource \"spotnana_trip_agent_note\" \"test\" {\n  trip_id = \"4711\"\n  note = \"x\"\n}\n",
			[]string{"Error: No such trip: cannot create agent note", `trip_id = "4711"`, `There is no trip with the id "4711", or these credentials may not see it. Check trip_id`}},
		{"policy_data_by_id", block(`data "spotnana_policy"`, `  id = "`+otherID+`"`), []string{noCompany + "read spotnana_policy", `company_id = "`, checkIt}},
		{"policy_data_by_name", block(`data "spotnana_policy"`, `  name = "x"`), []string{noCompany + "read spotnana_policy", checkIt}},
		{"policies", block(`data "spotnana_policies"`, ""), []string{noCompany + "read spotnana_policies", checkIt}},
		{"keys", block(`data "spotnana_partner_public_keys"`, ""), []string{noCompany + "read spotnana_partner_public_keys", checkIt}},
		{"trips", block(`data "spotnana_trips"`, ""), []string{"Error: Spotnana does not permit this: cannot read spotnana_trips", `company_id = "`, "Or there is no company with the id"}},
		{"trip", "data \"spotnana_trip\" \"test\" {\n  id = \"4711\"\n}\n", []string{"Error: No such trip: cannot read spotnana_trip", `There is no trip with the id "4711"`}},
		{"company", "data \"spotnana_company\" \"test\" {\n  id = \"" + nowhereID + "\"\n}\n", []string{noCompany + "read spotnana_company", "Check id"}},
		{"partner_info", "data \"spotnana_trip_partner_info\" \"test\" {\n  trip_id = \"4711\"\n  booker_email = \"a@example.com\"\n}\n", []string{"Error: No such trip: cannot read spotnana_trip_partner_info"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tf, s := tf.In(t), s
			if strings.HasPrefix(tc.name, "key") {
				s = keys
			}
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(tc.config))
			tf.Fails([]string{"apply", "-auto-approve"}, tc.want...)
		})
	}

	// A company that is there, without that policy.
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.OK("apply", "-auto-approve")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, "data \"spotnana_policy\" \"test\" {\n  company_id = spotnana_company.test.id\n  id = \""+nowhereID+"\"\n}\n"))
	tf.Fails([]string{"plan"}, "Error: No such policy: cannot read spotnana_policy", `There is no policy with the id "`+nowhereID+`"`)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, "data \"spotnana_policy\" \"test\" {\n  company_id = spotnana_company.test.id\n  name = \"x\"\n}\n"))
	tf.Fails([]string{"plan"}, `Error: No policy has the name "x": cannot read spotnana_policy`, "The data source spotnana_policies lists those that it has")
}

// A server that answers the same examples whatever is asked is told for what it is, and the sandbox is named.
func TestAccProvider_mockServer(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	const example = "11111111-2222-4333-8444-555555555555"
	url := s.Behind(func(r *http.Request, answer *httptest.ResponseRecorder) {
		if r.URL.Path == "/v2/auth/oauth2-token" {
			return
		}
		body, status := `{"length": 1, "elements": [{"id": "`+example+`", "name": "Example"}], "totalNumResults": 1}`, http.StatusOK
		switch {
		case r.Method == http.MethodPost:
			body, status = `{"id": "`+example+`"}`, http.StatusCreated
		case strings.HasPrefix(r.URL.Path, "/v3/trips/"):
			body = `{"basicTripInfo": {"tripId": "6926658168", "tripName": "Example"}}`
		case strings.HasSuffix(r.URL.Path, nowhereID) && strings.Contains(r.URL.Path, "/policies/"):
			body = `{"id": "` + example + `", "name": "Example", "type": "GROUP"}`
		case strings.HasSuffix(r.URL.Path, nowhereID):
			body = `{"id": {"id": "` + example + `"}, "name": "Example"}`
		}
		answer.Code, answer.Body = status, bytes.NewBufferString(body)
		answer.Header().Set("Content-Type", "application/json")
	})
	tf := acctest.NewTerraform(t)
	provider := "provider \"spotnana\" {\n  base_url = \"" + url + "\"\n  requests_per_second = 0\n}\n"
	mock := []string{"mock server that answers", `set sandbox = { path = "sandbox.json" }`}
	for _, tc := range []struct {
		name, config string
		want         string
	}{
		{"policy", "data \"spotnana_policy\" \"test\" {\n  company_id = \"" + nowhereID + "\"\n  id = \"" + nowhereID + "\"\n}\n", `Error: Another object was answered: cannot read spotnana_policy`},
		{"company", "data \"spotnana_company\" \"test\" {\n  id = \"" + nowhereID + "\"\n}\n", `the answer has the id "` + example + `", and not "` + nowhereID + `"`},
		{"trip", "data \"spotnana_trip\" \"test\" {\n  id = \"4711\"\n}\n", `Error: Another object was answered: cannot read spotnana_trip`},
		{"keys", "data \"spotnana_partner_public_keys\" \"test\" {\n  company_id = \"" + nowhereID + "\"\n}\n", `Error: Unexpected answer: cannot read spotnana_partner_public_keys`},
		{"create", company, `Error: Not a new object: company "ACME"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+provider+tc.config)
			tf.Fails([]string{"apply", "-auto-approve"}, append(mock, tc.want)...)
		})
	}
}
