package company_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// watched is a company whose configuration is silent about most attributes.
const watched = `
  email_domains             = ["a.example", "b.example"]
  loyalty_blocked_countries = ["de", "FR"]
  postal_address            = { address_lines = ["Main street 2"], region_code = "DE" }
  phone_numbers             = [{ raw_input = "+49 30 1" }, { raw_input = "+49 30 2" }]
  announcements = [
    { title = "Welcome", description = "Book here." },
    { title = "Strike", description = "Take the train." },
  ]
  support_configs = [{ tier = "SEAT1A", email_addresses = ["vip@acme.example"] }, { email_addresses = ["help@acme.example"] }]`

func announcement(c map[string]any, i int) map[string]any {
	a, _ := c["announcements"].([]any)[i].(map[string]any)
	return a
}

func reverse(v any) {
	list, _ := v.([]any)
	slices.Reverse(list)
}

func member(c map[string]any, names ...string) map[string]any {
	for _, name := range names {
		c, _ = c[name].(map[string]any)
	}
	return c
}

// What somebody changes behind Terraform's back is in the next plan, also where the configuration is silent; what the
// server does by itself is not.
func TestAccCompany_drift(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(watched)))
	tf.OK("apply", "-auto-approve")
	id, original := s.Company()

	for _, tc := range []struct {
		name   string
		change func(c map[string]any)
		want   []string // changed attributes; none is an empty plan
	}{
		{"nothing", func(map[string]any) {}, nil},

		{"configured", func(c map[string]any) { c["name"] = "ACME 2" }, []string{"name"}},
		{"configured, removed", func(c map[string]any) { delete(c, "emailDomains") }, []string{"email_domains"}},
		{"configured list, one more", func(c map[string]any) { c["emailDomains"] = append(c["emailDomains"].([]any), "c.example") }, []string{"email_domains"}},
		{"configured list, other element", func(c map[string]any) { announcement(c, 1)["description"] = "Take the bus." }, []string{"announcements"}},
		{"order that counts", func(c map[string]any) { member(c, "postalAddress")["addressLines"] = []any{"1", "2"} }, []string{"postal_address"}},

		{"silent text", func(c map[string]any) { c["redirectUrl"] = "https://x.example" }, []string{"redirect_url"}},
		{"silent reference", func(c map[string]any) { c["bookingTmcId"] = map[string]any{"id": id} }, []string{"booking_tmc_id"}},
		{"silent object", func(c map[string]any) {
			c["privacySettings"] = map[string]any{"allowCompanyAdminAccessToRelativesInfo": true}
		}, []string{"privacy_settings"}},
		{"silent list", func(c map[string]any) { c["ccEmailAddresses"] = []any{"cc@acme.example"} }, []string{"cc_email_addresses"}},
		{"silent member", func(c map[string]any) { member(c, "postalAddress")["locality"] = "Berlin" }, []string{"postal_address"}},
		{"silent member of an element", func(c map[string]any) { announcement(c, 0)["linkUrl"] = "https://x.example" }, []string{"announcements"}},
		{"silent and not the default", func(c map[string]any) { c["allowDomainBasedAuthConfig"] = true }, []string{"allow_domain_based_auth_config"}},
		{"silent and deprecated", func(c map[string]any) {
			c["supportConfig"] = map[string]any{"tier": "BASIC", "portalUrls": []any{"https://x.example"}}
		}, []string{"support_config"}},

		{"order", func(c map[string]any) {
			reverse(c["emailDomains"])
			reverse(c["loyaltyBlockedCountries"])
			reverse(c["announcements"])
			reverse(c["phoneNumbers"])
			reverse(member(c, "supportConfigs")["elements"])
		}, nil},
		{"order and a change", func(c map[string]any) {
			reverse(c["announcements"])
			announcement(c, 0)["linkUrl"] = "https://x.example"
		}, []string{"announcements"}},
		{"case of codes", func(c map[string]any) {
			c["billingCurrency"] = "eur"
			c["loyaltyBlockedCountries"] = []any{"fr", "DE"}
			member(c, "postalAddress")["regionCode"] = "de"
		}, nil},
		{"defaults", func(c map[string]any) {
			c["allowDomainBasedAuthConfig"] = false
			for _, p := range c["phoneNumbers"].([]any) {
				p.(map[string]any)["italianLeadingZero"] = false
				p.(map[string]any)["numberOfLeadingZeros"] = json.Number("0")
			}
			member(c, "supportConfigs")["elements"].([]any)[1].(map[string]any)["tier"] = "BASIC"
		}, nil},
		{"empty", func(c map[string]any) {
			c["redirectUrl"], c["ccEmailAddresses"] = "", []any{}
			announcement(c, 0)["linkUrl"] = ""
			member(c, "postalAddress")["recipients"] = []any{}
		}, nil},
		{"linked", func(c map[string]any) { c["x_injectedLink"] = map[string]any{"isLinked": true} }, nil},
		{"bookkeeping", func(c map[string]any) {
			c["isActive"], c["isFake"] = false, true
			c["designationTree"] = map[string]any{"name": "CEO"}
		}, nil},
		{"unknown", func(c map[string]any) { c["x_injected"], announcement(c, 1)["x_injected"] = "new", "new" }, nil},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			if err := s.Edit(sandbox.Companies, id, tc.change); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Insert(sandbox.Companies, "", id, original); err != nil {
					t.Error(err)
				}
			})
			actions, got := tf.Changes(tf.Plan(), address)
			if !slices.Equal(got, tc.want) {
				t.Errorf("the plan changes %v (%s), want %v", got, actions, tc.want)
			}
			if (actions == "update") != (tc.want != nil) {
				t.Errorf("the plan's actions are %q", actions)
			}
		})
	}
}

// A server that shuffles arrays, fills in defaults and shouts codes produces no difference, from the first apply on.
func TestAccCompany_noDrift(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{ShuffleArrays: true, FillDefaults: true, FillLinked: true, InjectUnknown: true, DropEmptyLists: true, UppercaseCodes: true})
	lines := watched + "\n  cc_email_addresses = []\n"
	s.Test(
		resource.TestStep{Config: s.Config(acme(lines))},
		resource.TestStep{Config: s.Config(acme(lines + `redirect_url = "https://x.example"`))},
	)
	if puts := s.Sent("PUT", item); len(puts) != 1 {
		t.Errorf("%d updates were sent, expected one", len(puts))
	}
}

// Order and case of the configuration do not matter either.
func TestAccCompany_otherOrder(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(lines string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(lines))) }
	write(watched)
	tf.OK("apply", "-auto-approve")
	write(strings.NewReplacer(`["a.example", "b.example"]`, `["b.example", "a.example"]`, `["de", "FR"]`, `["fr", "DE"]`).Replace(watched))
	tf.NoChanges()
}

// The plan that undoes a change of a silent attribute takes it away at the API.
func TestAccCompany_driftUndone(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{Config: s.Config(acme(watched))},
		resource.TestStep{
			PreConfig: func() {
				s.EditCompany(func(c map[string]any) {
					c["redirectUrl"] = "https://x.example"
					member(c, "postalAddress")["locality"] = "Berlin"
					announcement(c, 0)["linkUrl"] = "https://x.example"
				})
			},
			Config:           s.Config(acme(watched)),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionUpdate)),
		},
	)
	body := s.LastBody("PUT", item)
	if body["redirectUrl"] != nil || member(body, "postalAddress")["locality"] != nil || announcement(body, 0)["linkUrl"] != nil {
		t.Errorf("the update has %v", body)
	}
}

func TestAccCompany_disappears(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{
			Config: s.Config(acme("")),
			Check: func(*terraform.State) error {
				id, _ := s.Company()
				return s.Remove(sandbox.Companies, id)
			},
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config:           s.Config(acme("")),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionCreate)),
			Check:            companies(s, 1),
		},
	)
}

// A page of a proxy, another server, or a refusal prove nothing about a company.
func TestAccCompany_notGone(t *testing.T) {
	t.Parallel()
	s, other := acctest.NewServer(t), acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
	tf.OK("apply", "-auto-approve")
	id, _ := s.Company()

	s.AddFaults(sandbox.Fault{Method: "GET", Path: item, Reply: sandbox.PageReply(404)})
	tf.Fails([]string{"plan"}, `cannot read company "ACME"`, "404 Not Found", "text/html")
	s.AddFaults(sandbox.Fault{Method: "GET", Path: item, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "Not yours.")})
	tf.Fails([]string{"plan"}, `cannot read company "ACME"`, "403 Forbidden Code: FORBIDDEN")

	tf.Write("main.tf", acctest.RequiredProvider+other.Config(acme("")))
	tf.Fails([]string{"plan"}, "Not the place where it was made", s.URL, other.URL)
	tf.Fails([]string{"destroy", "-auto-approve", "-refresh=false"}, "Not the place where it was made")
	if !strings.Contains(tf.Read("terraform.tfstate"), id) {
		t.Error("the company is not in state any more")
	}
}

// What a plan cannot show is a warning: a value that nobody manages and that is gone.
func TestAccCompany_driftGone(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme("")))
	s.SetModes(sandbox.Modes{FillDefaults: true})
	tf.OK("apply", "-auto-approve")
	if out := tf.OK("plan"); strings.Contains(out, "Warning") {
		t.Errorf("a plan without a change warns: %s", out)
	}
	s.SetModes(sandbox.Modes{})
	tf.Prints([]string{"plan"}, "No changes", "was changed outside Terraform", "are gone", "/allowDomainBasedAuthConfig")
}
