package company_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// everyAttribute is a company with all attributes of the tree but the write-only ones.
func everyAttribute(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/every_attribute.tf")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// replace replaces a text that must be there exactly once.
func replace(t *testing.T, text, old, replacement string) string {
	t.Helper()
	if n := strings.Count(text, old); n != 1 {
		t.Fatalf("%q is in the configuration %d times", old, n)
	}
	return strings.Replace(text, old, replacement, 1)
}

// liveBeforeUpdate is the body of the read before the last update.
func liveBeforeUpdate(t *testing.T, s *acctest.Server) map[string]any {
	t.Helper()
	var read, before []byte
	for _, e := range s.Requests() {
		switch {
		case e.Method == http.MethodGet && strings.HasPrefix(e.Path, collection+"/"):
			read = e.ResponseBody
		case e.Method == http.MethodPut:
			before = read
		}
	}
	if before == nil {
		t.Fatal("no update was sent after a read")
	}
	return acctest.Object(t, before)
}

// The vendor adds properties all the time. An update of one attribute sends everything else back as it was read: what
// the provider does not know, at any depth and in elements of lists, down to the spelling of numbers.
func TestAccCompany_update(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	// A text of JSON is one value: whatever is added inside shows as a change of the whole.
	config := replace(t, everyAttribute(t), "other_coinage_metadata ", "# ")
	changed := replace(t, config, `description = "Take the train."`, `description = "Take the bus."`)
	s.SetModes(sandbox.Modes{AllowUnknownCompanies: true, InjectUnknown: true})
	s.Test(
		resource.TestStep{Config: s.Config(config)},
		resource.TestStep{
			Config: s.Config(changed),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.NotNull())),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address,
				tfjsonpath.New("announcements").AtSliceIndex(1).AtMapKey("description"), knownvalue.StringExact("Take the bus."))},
		},
	)
	live := liveBeforeUpdate(t, s)
	announcement, _ := live["announcements"].([]any)[1].(map[string]any)
	if announcement["description"] != "Take the train." || announcement["x_injected"] == nil {
		t.Fatalf("the read before the update has the announcement %v", announcement)
	}
	announcement["description"] = "Take the bus."
	if diff := cmp.Diff(live, s.LastBody("PUT", item)); diff != "" {
		t.Errorf("body of the update (-want +got)\n%s", diff)
	}
	if puts := s.Sent("PUT", item); len(puts) != 1 {
		t.Errorf("%d updates were sent", len(puts))
	}
}

// Elements of lists keep what the provider does not know when others before them come and go.
func TestAccCompany_updateElements(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{Config: s.Config(acme(`announcements = [
			{ title = "a", description = "1" }, { title = "b", description = "2" }, { title = "c", description = "3" }]`))},
		resource.TestStep{
			PreConfig: func() {
				s.EditCompany(func(c map[string]any) {
					c["x_injectedNumber"] = json.Number("1.10")
					for _, e := range c["announcements"].([]any) {
						a := e.(map[string]any)
						a["x_injected"] = fmt.Sprint("of ", a["title"])
					}
				})
			},
			Config: s.Config(acme(`announcements = [
				{ title = "c", description = "3" }, { title = "d", description = "4" }, { title = "b", description = "two" }]`)),
		},
	)
	body := s.LastBody("PUT", item)
	want := []any{
		map[string]any{"title": "c", "description": "3", "x_injected": "of c"},
		map[string]any{"title": "d", "description": "4", "x_injected": "of a"}, // in the plan it is a that changes
		map[string]any{"title": "b", "description": "two", "x_injected": "of b"},
	}
	if diff := cmp.Diff(want, body["announcements"]); diff != "" {
		t.Errorf("announcements of the update (-want +got)\n%s", diff)
	}
	if body["x_injectedNumber"] != json.Number("1.10") {
		t.Errorf("the number 1.10 came back as %v", body["x_injectedNumber"])
	}
}

// Each attribute can be set, read back without a difference, imported, and taken away again.
func TestAccCompany_everyAttribute(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{AllowUnknownCompanies: true})
	s.Test(
		resource.TestStep{
			Config:            s.Config(everyAttribute(t)),
			ConfigStateChecks: []statecheck.StateCheck{setEverywhere{t}},
		},
		resource.TestStep{
			ResourceName:      address,
			ImportState:       true,
			ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{
				"deletion_protection",
				// Deprecated: an import leaves them out, as generated configuration does.
				"support_config.", "rewards_program", "oauth_partner_config",
				"emergency_contact_infos.0.user_org_id.organization_agency_id", "emergency_contact_infos.0.user_org_id.tmc_info",
			},
		},
		resource.TestStep{
			Config:           s.Config(acme("")),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionUpdate)),
		},
	)
	want := []string{"billingCurrency", "companyRoles", "id", "isActive", "name"}
	if got := slices.Sorted(maps.Keys(s.LastBody("PUT", item))); !slices.Equal(got, want) {
		t.Errorf("after everything was unset the update has %v, want %v: %v", got, want, s.LastBody("PUT", item))
	}
}

// setEverywhere fails for each attribute of the tree that is null in state. An attribute of a shape that several
// attributes share (addresses, phone numbers) must be set in one of them.
type setEverywhere struct{ t *testing.T }

// CheckState implements [statecheck.StateCheck].
func (c setEverywhere) CheckState(_ context.Context, req statecheck.CheckStateRequest, _ *statecheck.CheckStateResponse) {
	set, null := map[string]bool{}, map[string]string{}
	var visit func(n *field.Node, v any, path string)
	visit = func(n *field.Node, v any, path string) {
		what := n.Name + ": " + n.Doc
		switch v := v.(type) {
		case nil:
			null[what] = path
			return
		case []any:
			for _, e := range v {
				visit(n.Elem, e, path+"[]")
			}
		case map[string]any:
			for _, a := range codec.Attributes(n) {
				// The API does not keep the credentials, write-only arguments and what belongs to them have a test of their own.
				if !a.Sensitive && a.Kind != field.Local && a.Name != "credentials" {
					visit(a, v[a.Name], strings.TrimPrefix(path+"."+a.Name, "."))
				}
			}
		}
		set[what] = true
	}
	for _, r := range req.State.Values.RootModule.Resources {
		visit(field.ForResource(company.Tree()).Root, r.AttributeValues, "")
	}
	if len(set) < 100 {
		c.t.Errorf("only %d attributes were looked at", len(set))
	}
	for what, path := range null {
		if !set[what] {
			c.t.Errorf("%s is null in state", path)
		}
	}
}

// Attributes that the API has deprecated say so, when they are used.
func TestAccCompany_deprecated(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(`support_config = { tier = "BASIC" }`)))
	tf.Prints([]string{"plan"}, "Warning: Deprecated attribute support_config", "Use support_configs")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(`support_configs = [{ tier = "BASIC" }]`)))
	if out := tf.OK("plan"); strings.Contains(out, "Deprecated") {
		t.Errorf("a warning without a deprecated attribute: %s", out)
	}
}

// An update whose answer is lost is no error when it was carried out, and is one when it was not.
func TestAccCompany_updateFaults(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(lines string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+acme(lines))
	}
	write("")
	tf.OK("apply", "-auto-approve")

	write(`redirect_url = "https://one.example"`)
	s.AddFaults(sandbox.Fault{Method: "PUT", Path: item, Drop: true})
	tf.Fails([]string{"apply", "-auto-approve"}, `cannot update company "ACME"`, "Request: PUT /v2/companies/")
	s.AddFaults(sandbox.Fault{Method: "PUT", Path: item, Commit: true, Drop: true})
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()

	// With retries it is sent again: an update is idempotent.
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(`redirect_url = "https://two.example"`)))
	s.AddFaults(sandbox.Fault{Method: "PUT", Path: item, Drop: true}, sandbox.Fault{Method: "PUT", Path: item, Reply: sandbox.PageReply(503)})
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if _, object := s.Company(); object["redirectUrl"] != "https://two.example" {
		t.Errorf("redirectUrl is %v", object["redirectUrl"])
	}
}

// The API refuses a value: its words, its trace id, and the attribute that they are about.
func TestAccCompany_updateRefused(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(lines string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(lines))) }
	write("")
	tf.OK("apply", "-auto-approve")

	write(`booking_tmc_id = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"`)
	tf.Fails([]string{"apply", "-auto-approve"}, `cannot update company "ACME"`, `booking_tmc_id = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"`,
		"Status: 400 Bad Request Code: UNKNOWN_COMPANY", "Trace id: sandbox-0")

	write(`phone_numbers = [{ raw_input = "1" }, { raw_input = "2" }]`)
	s.AddFaults(sandbox.Fault{Method: "PUT", Path: item, Reply: &sandbox.Reply{Status: 400, Body: `{"debugIdentifier": "trace-1", "errorMessages": [
		{"errorCode": "BAD_PHONE", "message": "Not dialled by anybody.", "errorDetail": "Two digits.", "errorParameters": [{"name": "field", "value": "phoneNumbers[1].rawInput"}]}]}`}})
	tf.Fails([]string{"apply", "-auto-approve"}, "Code: BAD_PHONE Message: Not dialled by anybody. Details: Two digits. field: phoneNumbers[1].rawInput",
		"Trace id: trace-1", "Attribute: phone_numbers[1].raw_input")
	tf.OK("apply", "-auto-approve")
}

// The API says that it updated the company, and did not: the apply warns, and the next plan tells the truth.
func TestAccCompany_updateIgnored(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(lines string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(lines))) }
	ignored := sandbox.Fault{Method: "PUT", Path: item, Reply: &sandbox.Reply{Status: 204}}
	write(`redirect_url = "https://one.example"`)
	tf.OK("apply", "-auto-approve")

	write(`redirect_url = "https://two.example"`)
	s.AddFaults(ignored)
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: The API kept another value",
		`redirect_url of company "ACME"`, `was sent as "https://two.example", and the API has "https://one.example"`)
	if _, attributes := tf.Changes(tf.Plan(), address); !slices.Equal(attributes, []string{"redirect_url"}) {
		t.Errorf("the plan after an ignored change has %v", attributes)
	}
	tf.OK("apply", "tfplan")

	write("")
	s.AddFaults(ignored)
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: The API kept a removed value", "taken as the API's own from now on")
	tf.NoChanges()
}

// After an update that was carried out nothing is an error: the next read completes what could not be read.
func TestAccCompany_updateNotReadBack(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(lines string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(acme(lines))) }
	write("")
	tf.OK("apply", "-auto-approve")
	write(`redirect_url = "https://one.example"`)
	// The first two reads are those of the plan and of the merge.
	s.AddFaults(sandbox.Fault{Method: "GET", Path: item, Skip: 2, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")})
	tf.Prints([]string{"apply", "-auto-approve"}, "was written but not read back", "Code: INTERNAL")
	tf.NoChanges()
	if puts := s.Sent("PUT", item); len(puts) != 1 {
		t.Errorf("%d updates were sent", len(puts))
	}
}
