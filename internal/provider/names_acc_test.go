package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

const (
	nowhereID = "4974a66b-7493-4f41-908c-58ba81093947"
	otherID   = "4974a66b-7493-4f41-908c-58ba81093948"
	noCompany = `Error: No such company: cannot `
	checkIt   = `There is no company with the id "` + nowhereID + `", or these credentials may not see it. Check company_id`
)

// An id of something above that the API does not know is an error at the attribute, wherever it is used.
func TestAccProvider_noSuchParent(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	unrecorded := acctest.NewUnrecordedServer(t) // the document does not say how the API tells that
	tf := acctest.NewTerraform(t)
	block := func(kind, body string) string {
		return kind + " \"test\" {\n  company_id = \"" + nowhereID + "\"\n" + body + "\n}\n"
	}
	for _, tc := range []struct {
		name, config string
		want         []string
	}{
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
			if tc.name == "keys" {
				s = unrecorded
			}
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(tc.config))
			tf.Fails([]string{"apply", "-auto-approve"}, tc.want...)
		})
	}

	// Nor can anything be made or imported there.
	for _, about := range subject.Resources() {
		if about.Parent == nil {
			continue
		}
		nowhere := about.Parent.Nowhere
		resource := about.Block("test", fmt.Sprintf("%q", nowhere), about.Config)
		cannot := fmt.Sprintf("Error: No such %s: cannot %%s %s", about.Parent.Title, about.Title)
		verb := "create"
		if about.Adopted {
			verb = "take over"
		}
		check := fmt.Sprintf("There is no %s with the id %q, or these credentials may not see it. Check %s", about.Parent.Title, nowhere, about.ParentAttr)
		t.Run(about.Name, func(t *testing.T) {
			tf, s := tf.In(t), s
			if about.Undocumented {
				s = unrecorded
			}
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(resource))
			tf.Fails([]string{"apply", "-auto-approve"}, fmt.Sprintf(cannot, verb), "with "+about.Address("test"), fmt.Sprintf("%s = %q", about.ParentAttr, nowhere),
				check, "Status: 404 Not Found", "Trace id: ")
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(resource, fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n",
				about.Address("test"), about.ImportPath(func(above *subject.Subject) string {
					if above != about.Parent {
						return above.TheirID
					}
					return nowhere
				}, otherID))))
			tf.Fails([]string{"apply", "-auto-approve"}, fmt.Sprintf(cannot, "import"), check)
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
