package company_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Whatever happens to a create, there is one company in the end, and it is in state.
func TestAccCompany_createFaults(t *testing.T) {
	for _, tc := range []struct {
		name  string
		fault sandbox.Fault
		// provider are arguments of the provider block.
		provider string
		posts    int
		adopted  bool
		warning  string
	}{
		{name: "connection killed after the commit", fault: sandbox.Fault{Commit: true, Drop: true}, posts: 1, adopted: true},
		{name: "500 after the commit", fault: sandbox.Fault{Commit: true, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")}, posts: 1, adopted: true},
		{name: "503 after the commit", fault: sandbox.Fault{Commit: true, Reply: sandbox.PageReply(503)}, posts: 1, adopted: true},
		{name: "answer cut after the commit", fault: sandbox.Fault{Commit: true, Truncate: true}, posts: 1, adopted: true},
		{name: "answer without an id", fault: sandbox.Fault{Commit: true, Reply: &sandbox.Reply{Status: 201, Body: "{}"}}, posts: 1, adopted: true},
		{name: "answer that is a page", fault: sandbox.Fault{Commit: true, Reply: sandbox.PageReply(200)}, posts: 1, adopted: true},
		{name: "no answer in time", fault: sandbox.Fault{Commit: true, Delay: time.Hour}, provider: `request_timeout = "300ms"`, posts: 1, adopted: true},
		{name: "503 before the commit", fault: sandbox.Fault{Reply: sandbox.ErrorReply(503, "UNAVAILABLE", "Come back.")}, posts: 2},
		{name: "429", fault: sandbox.Fault{Reply: sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down.")}, posts: 2},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			tc.fault.Method, tc.fault.Path = "POST", collection
			s.AddFaults(tc.fault)
			tf.Write("main.tf", acctest.RequiredProvider+s.Provider(tc.provider)+acme(`external_id = "acme-1"`))
			out := tf.OK("apply", "-auto-approve")
			if got := strings.Contains(out, `Warning: Adopted company "ACME"`); got != tc.adopted {
				t.Errorf("adopted with a warning: %v, expected %v: %s", got, tc.adopted, out)
			}
			id, _ := s.Company()
			if state := tf.Read("terraform.tfstate"); !strings.Contains(state, id) {
				t.Errorf("the company %s is not in state: %s", id, state)
			}
			if got := len(s.Sent("POST", collection)); got != tc.posts {
				t.Errorf("%d creates were sent, expected %d", got, tc.posts)
			}
			tf.NoChanges()
		})
	}
}

// A create that surely was not carried out, or that may have been but left no trace, is an error without a company.
func TestAccCompany_createNotCarriedOut(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		fault      sandbox.Fault
	}{
		{"reset before processing", "No such object appeared", sandbox.Fault{Drop: true}},
		{"502 before processing", "No such object appeared", sandbox.Fault{Reply: sandbox.PageReply(502)}},
		{"503 again and again", "The API was unavailable", sandbox.Fault{Reply: sandbox.PageReply(503), Times: 3}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			tc.fault.Method, tc.fault.Path = "POST", collection
			s.AddFaults(tc.fault)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
			tf.Fails([]string{"apply", "-auto-approve"}, `cannot tell whether company "ACME" was created`, tc.text)
			if ids := s.List(sandbox.Companies); len(ids) != 0 {
				t.Fatalf("companies were made: %v", ids)
			}
			tf.OK("apply", "-auto-approve")
			s.Company()
		})
	}
}

// A run that was killed after its create left a company that no state knows.
func TestAccCompany_createBesideEqual(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	const left = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
	insert(t, s, left, map[string]any{"name": "ACME", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	s.Test(
		resource.TestStep{
			Config:      s.Config(acme("")),
			ExpectError: regexp.MustCompile(`(?s)Company "ACME" exists already.*import \{\s+to = spotnana_company\.<name>\s+id = "` + left + `"\s+\}`),
		},
		// The same name with another content is another company.
		resource.TestStep{
			PreConfig: func() {
				if posts := s.Sent("POST", collection); len(posts) != 0 {
					t.Errorf("%d creates were sent beside an equal company", len(posts))
				}
			},
			Config: s.Config(acme(`email_domains = ["acme.example"]`)),
			Check:  companies(s, 2),
		},
	)
}

func insert(t *testing.T, s *acctest.Server, id string, company map[string]any) {
	t.Helper()
	company["id"] = map[string]any{"id": id}
	if err := s.Insert(sandbox.Companies, "", id, company); err != nil {
		t.Fatal(err)
	}
}

// Two equal companies in one configuration are two companies: the second is not taken for a leftover of the first.
func TestAccCompany_createTwins(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(acme("count = 2"), "test", "twin", 1)))
	// One of the two creates is left open: it must not adopt the other's company.
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true})
	tf.OK("apply", "-auto-approve")
	ids := s.List(sandbox.Companies)
	state := tf.Read("terraform.tfstate")
	if len(ids) != 2 || !strings.Contains(state, ids[0]) || !strings.Contains(state, ids[1]) {
		t.Errorf("two companies should be in state: the sandbox has %v, state %s", ids, state)
	}
	tf.NoChanges()
}

// The API does not show a new company at once.
func TestAccCompany_createNotVisible(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{HideCreated: 2})
	s.Test(resource.TestStep{Config: s.Config(acme("")), Check: companies(s, 1)})
	hidden := 0
	for _, e := range s.Sent("GET", item) {
		if e.Status == http.StatusNotFound {
			hidden++
		}
	}
	if hidden != 2 {
		t.Errorf("%d reads did not find the company, expected 2", hidden)
	}
}

// After the create nothing is an error: it would taint the company, and the next apply would replace it.
func TestAccCompany_createNotReadBack(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	s.AddFaults(sandbox.Fault{Method: "GET", Path: item, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")})
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
	tf.Prints([]string{"apply", "-auto-approve"}, "was written but not read back", "Code: INTERNAL", "Trace id: sandbox-fault")
	id, _ := s.Company()
	if !strings.Contains(tf.Read("terraform.tfstate"), id) {
		t.Error("the company is not in state")
	}
	tf.NoChanges()
}

// The timeouts block bounds a create with all that settles it.
func TestAccCompany_createTimeout(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Delay: time.Hour})
	s.Test(resource.TestStep{
		Config:      s.Config(acme("timeouts {\n create = \"500ms\"\n }")),
		ExpectError: regexp.MustCompile(`(?s)cannot\s+tell\s+whether\s+company\s+"ACME"\s+was\s+created.*ran\s+out\s+while.*No\s+such\s+object\s+appeared`),
	})
	if ids := s.List(sandbox.Companies); len(ids) != 0 {
		t.Errorf("companies were made: %v", ids)
	}
}

// A token that may not list companies can make one all the same.
func TestAccCompany_createWithoutList(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.AddFaults(sandbox.Fault{Method: "GET", Path: collection, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "No.")})
	s.Test(resource.TestStep{Config: s.Config(acme("")), Check: companies(s, 1)})
}

// An existing external id is refused by the API, which names the property.
func TestAccCompany_createRefused(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s, "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f", map[string]any{
		"name": "Other", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}, "externalId": "acme-1"})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(`external_id = "acme-1"`)))
	tf.Fails([]string{"apply", "-auto-approve"}, `cannot create company "ACME" with spotnana_company.test`, `external_id = "acme-1"`,
		"Request: POST /v2/companies Status: 400 Bad Request Code: DUPLICATE_EXTERNAL_ID", "Trace id: sandbox-0")
	if posts := s.Sent("POST", collection); len(posts) != 1 {
		t.Errorf("%d creates were sent", len(posts))
	}
}
