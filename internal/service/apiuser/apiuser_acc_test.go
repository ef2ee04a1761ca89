package apiuser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address = "spotnana_api_user.test"
	tmc     = "ecc5b835-8001-430c-98f8-fedeccebe4cf"
	// company has a body that is logged, so that there is something to search for secrets.
	company = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`
)

func user(arguments string) string {
	return fmt.Sprintf("resource \"spotnana_api_user\" \"test\" {\n  tmc_id = %q\n%s\n}\n", tmc, arguments)
}

// An API user is made with a secret that stays in state, rotated in place, imported without a secret, and revoked.
func TestAccAPIUser(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	secret := func() string {
		_, object := s.Only(sandbox.APIUsers)
		text, _ := object["clientSecret"].(string)
		return text
	}
	var secrets []string
	// told says that state has the secret that the API has.
	told := func(state *terraform.State) error {
		attrs := state.RootModule().Resources[address].Primary.Attributes
		id, _ := s.Only(sandbox.APIUsers)
		if attrs["client_id"] != id || attrs["client_secret"] != secret() || secret() == "" {
			return fmt.Errorf("state has %v", attrs["client_id"])
		}
		secrets = append(secrets, secret())
		return nil
	}
	action := func(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
	}
	null := func(attribute string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.Null())
	}
	s.Test(
		resource.TestStep{Config: s.Config(company, user("")), Check: told, ConfigStateChecks: []statecheck.StateCheck{null("scim_token"), null("rotate_trigger")}},
		resource.TestStep{Config: s.Config(company, user(`  rotate_trigger = "2026-01"`)), Check: told, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		resource.TestStep{Config: s.Config(company, user(`  rotate_trigger = "2026-02"`)), Check: told},
		resource.TestStep{Config: s.Config(company, user("")), Check: told}, // asks for nothing
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "client_id",
			ImportStateVerifyIgnore: []string{"client_secret", "tmc_id"},
			ImportStateIdFunc: func(state *terraform.State) (string, error) {
				return state.RootModule().Resources[address].Primary.Attributes["client_id"], nil
			}},
		resource.TestStep{Config: s.Config(company, user(`  role = "COMPANY_ADMIN"`)), Check: told, ConfigPlanChecks: action(plancheck.ResourceActionReplace)},
		resource.TestStep{
			PreConfig: func() {
				id, _ := s.Only(sandbox.APIUsers)
				if err := s.Remove(sandbox.APIUsers, id); err != nil {
					t.Fatal(err)
				}
			},
			Config: s.Config(company, user(`  role = "COMPANY_ADMIN"`)), Check: told, ConfigPlanChecks: action(plancheck.ResourceActionCreate),
		},
	)
	if len(secrets) != 6 || secrets[0] == secrets[1] || secrets[1] == secrets[2] || secrets[2] != secrets[3] {
		t.Error("a secret was not made anew, or without being asked for")
	}
	if sent := s.Sent("POST", "/v2/api-users/rotate"); len(sent) != 2 {
		t.Errorf("%d rotations were sent", len(sent))
	}
}

// A SCIM token needs its role, is told once, and is replaced where a secret would be rotated.
func TestAccAPIUser_scim(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	const scim = "  credential_type = \"SCIM_TOKEN\"\n  role = \"COMPANY_ADMIN\"\n  org_id = \"" + tmc + "\"\n"
	token := func(state *terraform.State) error {
		_, object := s.Only(sandbox.APIUsers)
		if attrs := state.RootModule().Resources[address].Primary.Attributes; attrs["scim_token"] != object["scimToken"] || attrs["scim_token"] == "" || attrs["client_secret"] != "" {
			return fmt.Errorf("state has not the token")
		}
		return nil
	}
	s.Test(
		resource.TestStep{Config: s.Config(user(scim)), Check: token},
		resource.TestStep{Config: s.Config(user(scim + `  rotate_trigger = "1"`)), Check: token, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
		}}},
	)
	if sent := s.Sent("POST", "/v2/api-users/rotate"); len(sent) != 0 {
		t.Errorf("%d rotations were sent", len(sent))
	}
	tf := acctest.NewTerraform(t)
	for _, arguments := range []string{`  credential_type = "SCIM_TOKEN"`, "  credential_type = \"SCIM_TOKEN\"\n  role = \"TMC_ADMIN\""} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(user(arguments)))
		tf.Fails([]string{"plan"}, "Error: A SCIM token for another role", `needs the role "COMPANY_ADMIN": set role = "COMPANY_ADMIN"`)
	}
}

// What goes wrong is said with the way out: one user too many, a lost answer, an answer without the secret.
func TestAccAPIUser_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	tf := acctest.NewTerraform(t)
	write := func(arguments string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+user(arguments))
	}
	write("")
	apply := []string{"apply", "-auto-approve"}
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/api-users", Drop: true, Commit: true})
	out, code := tf.Run(apply...)
	id, _ := s.Only(sandbox.APIUsers)
	for _, want := range []string{"cannot tell whether API user was created", "from other objects of the kind: " + id + ".", "and its client_secret or scim_token is lost", "delete it at the API and apply again", fmt.Sprintf("id = %q", id)} {
		if code != 1 || !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/api-users", Reply: &sandbox.Reply{Status: 200, Body: `{"clientId": "x1"}`}})
	tf.Fails(apply, "Error: API user was made, and its client_secret is not known", "The object (x1) is there", "Delete it at the API", "-replace", `id = "x1"`)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/api-users", Reply: &sandbox.Reply{Status: 200, Body: `{"clientSecret": "` + acctest.Secrets["secret_key"] + `"}`}})
	tf.Fails(apply, "without the client id of the new API user")

	tf.OK(apply...)
	write(`  rotate_trigger = "1"`)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/api-users/rotate", Drop: true, Commit: true})
	tf.Prints([]string{"plan"}, "Warning: The secret of API user (", "rotate_trigger changes", "the present one ends at once")
	tf.Fails(apply, "cannot tell whether the secret of API user (", "Apply again: that makes another one.")
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/api-users/rotate", Reply: &sandbox.Reply{Status: 200, Body: `{}`}})
	tf.Fails(apply, "the API answered a rotation without the new secret")
	tf.OK(apply...)
	tf.NoChanges()

	for n := len(s.List(sandbox.APIUsers)); n < 5; n++ {
		if err := s.Insert(sandbox.APIUsers, "", fmt.Sprint("other", n), map[string]any{"clientId": fmt.Sprint("other", n), "tmcId": tmc}); err != nil {
			t.Fatal(err)
		}
	}
	tf.Write("more.tf", strings.Replace(user(""), `"test"`, `"more"`, 1))
	tf.Fails(apply, "Error: The TMC has as many API users as it may have: cannot create API user", "Status: 409 Conflict", "A TMC may have five")
}

// An import says that it brings no secret and how to get one; what it finds configured is sent nowhere.
func TestAccAPIUser_import(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	if err := s.Insert(sandbox.APIUsers, "", "theirs", map[string]any{"clientId": "theirs", "clientSecret": "of theirs"}); err != nil {
		t.Fatal(err)
	}
	write := func(trigger string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(user(`  rotate_trigger = "`+trigger+`"`), "import {\n  to = spotnana_api_user.test\n  id = \"theirs\"\n}\n"))
	}
	write("1")
	tf.Prints([]string{"plan"}, "Warning: API user (theirs) was imported without client_secret and scim_token", "change rotate_trigger after the import", "Warning: No secret is made for API user (theirs)")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if writes := s.Writes(); len(writes) > 0 {
		t.Errorf("sent %v", writes)
	}
	write("2")
	tf.OK("apply", "-auto-approve")
	if object, err := s.Get(sandbox.APIUsers, "theirs"); err != nil || object["clientSecret"] == "of theirs" {
		t.Errorf("the secret was not rotated: %v", err)
	}
	tf.NoChanges()
	tf.Write("main.tf", acctest.RequiredProvider+s.Config("import {\n  to = spotnana_api_user.other\n  id = \"theirs\"\n}\n"))
	tf.OK("state", "rm", address)
	tf.OK("plan", "-generate-config-out=generated.tf")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
	tf.Write("generated.tf", "")
	tf.OK("apply", "-auto-approve")
	if left := s.List(sandbox.APIUsers); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}
