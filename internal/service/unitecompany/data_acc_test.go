package unitecompany_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// A company is found by its id or its exact name, on any page; the list has all pages; all that costs one list for each
// filter.
func TestAccUniteDataSources(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.SetModes(sandbox.Modes{UnitePage: 4, InjectUnknown: true})
	for i := range 10 {
		insert(t, s, i, nil)
	}
	insert(t, s, 10, map[string]any{"name": "Wien AG", "imprint": "https://wien.example", "noVatIdAvailable": false,
		"address": map[string]any{"street": "Ring 1", "locality": "Wien", "postalCode": "1010", "countryCode": "AT", "additionalAddressInformation": "Top 3"},
		"contact": map[string]any{"email": "a@wien.example", "name": "Recht", "phone": "+43 1"}})
	insert(t, s, 11, map[string]any{"name": "Wien"})
	full := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": knownvalue.StringExact(uuid(10)), "company_number": knownvalue.StringExact("10"), "name": knownvalue.StringExact("Wien AG"),
		"vat_id": knownvalue.StringExact("DE123456789"), "no_vat_id_available": knownvalue.Bool(false), "imprint": knownvalue.StringExact("https://wien.example"),
		"address": knownvalue.ObjectExact(map[string]knownvalue.Check{"street": knownvalue.StringExact("Ring 1"), "locality": knownvalue.StringExact("Wien"),
			"postal_code": knownvalue.StringExact("1010"), "country_code": knownvalue.StringExact("AT"), "additional_address_information": knownvalue.StringExact("Top 3")}),
		"contact": knownvalue.ObjectExact(map[string]knownvalue.Check{"email": knownvalue.StringExact("a@wien.example"), "name": knownvalue.StringExact("Recht"), "phone": knownvalue.StringExact("+43 1")}),
	})
	ids := func(data string, want ...int) statecheck.StateCheck {
		checks := make([]knownvalue.Check, len(want))
		for i, n := range want {
			checks[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": knownvalue.StringExact(uuid(n))})
		}
		return value("data.spotnana_unite_companies."+data, "companies", knownvalue.ListExact(checks))
	}
	s.Test(resource.TestStep{
		Config: config(s, fmt.Sprintf(`
data "spotnana_unite_company" "by_id" {
  id = %q
}
data "spotnana_unite_company" "by_name" {
  name = "Wien AG"
}
data "spotnana_unite_companies" "all" {}
data "spotnana_unite_companies" "q" {
  q = "wien"
}
data "spotnana_unite_companies" "both" {
  q            = "wien"
  country_code = "DE"
}
data "spotnana_unite_companies" "none" {
  country_code = "FR"
}
data "spotnana_unite_tenant" "test" {}
`, uuid(10))),
		ConfigStateChecks: []statecheck.StateCheck{
			value("data.spotnana_unite_company.by_id", "company_number", knownvalue.StringExact("10")),
			value("data.spotnana_unite_company.by_name", "id", knownvalue.StringExact(uuid(10))),
			value("data.spotnana_unite_company.by_name", "address", knownvalue.ObjectPartial(map[string]knownvalue.Check{"country_code": knownvalue.StringExact("AT")})),
			ids("all", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), ids("q", 10, 11), ids("both", 11), ids("none"),
			statecheck.ExpectKnownValue("data.spotnana_unite_companies.q", tfjsonpath.New("companies").AtSliceIndex(0), full),
			value("data.spotnana_unite_tenant.test", "id", knownvalue.StringFunc(func(got string) error {
				roots := s.Sent("GET", sandbox.UniteRoot+"/")
				if want := acctest.Object(t, roots[0].ResponseBody)["tenantId"]; want != got {
					return fmt.Errorf("the tenant is %s, state has %s", want, got)
				}
				return nil
			})),
		},
	})

	forget(t, s)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+config(s, `
data "spotnana_unite_company" "test" {
  count = 10
  name  = "Company ${count.index}"
}
data "spotnana_unite_companies" "all" {}
data "spotnana_unite_tenant" "test" {}
`))
	tf.OK("plan")
	if got := len(s.Requests()); got != 1+1+3 { // root, tenant, three pages
		t.Errorf("%d requests were sent, expected 5", got)
	}
}

func TestAccUniteDataSources_errors(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	insert(t, s, 1, map[string]any{"name": "Twin"})
	insert(t, s, 2, map[string]any{"name": "Twin"})
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name, data, arguments string
		want                  []string
	}{
		{"none", "unite_company", "", []string{"Error: Exactly one of id and name is needed"}},
		{"two", "unite_company", "id = \"a\"\n name = \"b\"", []string{"Error: Exactly one of id and name is needed"}},
		{"no such name", "unite_company", `name = "twin"`, []string{`Error: No company has the name "twin"`}},
		{"no such id", "unite_company", fmt.Sprintf("id = %q", uuid(9)), []string{"company " + uuid(9) + " of the Unite tenant", "the API does not list it"}},
		{"ambiguous", "unite_company", `name = "Twin"`, []string{`2 companies have the name "Twin"`, uuid(1), uuid(2)}},
		{"country", "unite_companies", `country_code = "de"`, []string{`"de" is written "DE"`}},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, "data \"spotnana_"+tc.data+"\" \"test\" {\n"+tc.arguments+"\n}"))
			tf.Fails([]string{"plan"}, tc.want...)
		})
	}
}

// The list that a plan reads is not the one that an apply answers after a create.
func TestAccUniteDataSources_afterCreate(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Test(resource.TestStep{
		Config: config(s, acme(), `
data "spotnana_unite_companies" "before" {}
data "spotnana_unite_companies" "after" {
  depends_on = [spotnana_unite_company.test]
}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			value("data.spotnana_unite_companies.after", "companies", knownvalue.ListSizeExact(1)),
		},
		ExpectNonEmptyPlan: false,
	})
}

// Refresh tokens are exchanged for access tokens, at a token URL of its own. Where each use replaces the refresh token,
// the new one is used for the rest of the run.
func TestAccUnite_refreshToken(t *testing.T) {
	t.Setenv("UNITE_ACCESS_TOKEN", "")
	t.Setenv("UNITE_CLIENT_ID", acctest.UniteID)
	t.Setenv("UNITE_CLIENT_SECRET", acctest.UniteSecret)
	t.Setenv("UNITE_REFRESH_TOKEN", acctest.UniteRefreshToken)
	s := newServer(t, func(o *sandbox.Options) { o.Unite.RotateRefreshTokens = true })
	t.Setenv("UNITE_BASE_URL", s.URL+sandbox.UniteRoot)
	t.Setenv("UNITE_TOKEN_URL", s.URL+sandbox.UniteTokenPath)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Provider()+`
data "spotnana_unite_companies" "test" {}
`)
	// The first token is not accepted any more when the list is asked for.
	s.AddFaults(sandbox.Fault{Method: "GET", Path: s.UnitePath("companies"), Reply: sandbox.ProblemReply(401)})
	tf.OK("plan")
	var used []string
	var rotated string
	for _, e := range s.Sent("POST", sandbox.UniteTokenPath) {
		form, err := url.ParseQuery(string(e.Body))
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"grant_type": "refresh_token", "client_id": acctest.UniteID, "client_secret": acctest.UniteSecret, "scope": "offline_access"} {
			if form.Get(name) != want {
				t.Errorf("%s is %q", name, form.Get(name))
			}
		}
		used = append(used, form.Get("refresh_token"))
		if rotated == "" {
			rotated, _ = acctest.Object(t, e.ResponseBody)["refresh_token"].(string)
		}
	}
	if want := []string{acctest.UniteRefreshToken, rotated}; !slices.Equal(used, want) {
		t.Errorf("%d refresh tokens were used, expected the first one and its replacement", len(used))
	}

	// It was used up by that run.
	tf.Fails([]string{"plan"}, "invalid_grant", "UNITE_REFRESH_TOKEN", "an earlier run has used this one up")
}
