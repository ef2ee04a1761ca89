package company_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// mailer is an account at a mail service, with a variable for its key and the number of that key.
func mailer(variable string, version int) string {
	return fmt.Sprintf(`
  email_client_config = {
    client = "SENDGRID"
    credentials = {
      email_client_secret_key = {
        secret_key_wo         = var.%s
        secret_key_wo_version = %d
      }
    }
    default_sender_address = "travel@acme.example"
  }`, variable, version)
}

// secretKey is the secret in a body.
func secretKey(c map[string]any) any {
	return member(c, "emailClientConfig", "credentials", "emailClientSecretKey")["secretKey"]
}

// memory is the private state of the only resource in a state.
func memory(t *testing.T, state string) string {
	t.Helper()
	resources, _ := acctest.Object(t, []byte(state))["resources"].([]any)
	instances, _ := resources[0].(map[string]any)["instances"].([]any)
	encoded, _ := instances[0].(map[string]any)["private"].(string)
	private, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	inner, _ := acctest.Object(t, private)["spotnana"].(string)
	if private, err = base64.StdEncoding.DecodeString(inner); err != nil || !strings.Contains(string(private), "leaves") {
		t.Fatalf("private state is %s, %v", private, err)
	}
	return string(private)
}

// A secret is sent on create and when its number is raised, and is in neither plan nor state.
func TestAccCompany_secret(t *testing.T) {
	for name, answered := range map[string]bool{"never answered": false, "answered": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			s.SetModes(sandbox.Modes{AnswerSecrets: answered})
			tf := acctest.NewTerraform(t)
			tf.RequireVersion(tfversion.Version1_11_0)
			apply := func(variable string, version int, lines string) {
				t.Helper()
				tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Config(acme(mailer(variable, version)+"\n"+lines)))
				tf.OK("plan", "-out=tfplan")
				var plan any
				tf.JSON(&plan, "show", "-json", "tfplan")
				if acctest.HasSecret(fmt.Sprint(plan)) {
					t.Errorf("a secret is in the plan: %v", plan)
				}
				tf.OK("apply", "tfplan")
				state := tf.Read("terraform.tfstate")
				if acctest.HasSecret(state) {
					t.Errorf("a secret is in state: %s", state)
				}
				if private := memory(t, state); strings.Contains(private, "secretKey") {
					t.Errorf("private state holds a hash of the secret, which can be guessed with it: %s", private)
				}
				tf.NoChanges()
			}
			stored := func(want string) {
				t.Helper()
				if _, c := s.Company(); secretKey(c) != want {
					t.Errorf("the sandbox has the secret %v, want %v", secretKey(c), want)
				}
			}

			apply("secret_key", 1, "")
			if got := secretKey(s.LastBody("POST", collection)); got != acctest.Secrets["secret_key"] {
				t.Errorf("the create has the secret %v", got)
			}
			stored(acctest.Secrets["secret_key"])

			// Another attribute changes, and the variable too, but not the number.
			apply("new_secret_key", 1, `redirect_url = "https://acme.example"`)
			if got := secretKey(s.LastBody("PUT", item)); got == acctest.Secrets["new_secret_key"] {
				t.Error("the update has the new secret although its number is the same")
			}
			stored(acctest.Secrets["secret_key"])

			apply("new_secret_key", 2, `redirect_url = "https://acme.example"`)
			if got := secretKey(s.LastBody("PUT", item)); got != acctest.Secrets["new_secret_key"] {
				t.Errorf("the update has the secret %v", got)
			}
			stored(acctest.Secrets["new_secret_key"])

			if !answered {
				return
			}
			// Somebody rotates the secret at the API: no plan undoes that, nor does anything in state tell of it.
			s.EditCompany(func(c map[string]any) {
				member(c, "emailClientConfig", "credentials", "emailClientSecretKey")["secretKey"] = "rotated"
			})
			tf.Write("before.tfstate", tf.Read("terraform.tfstate"))
			if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, "Warning") || !strings.Contains(out, "No changes") {
				t.Errorf("after it apply prints %s", out)
			}
			if tf.Read("terraform.tfstate") != tf.Read("before.tfstate") {
				t.Error("state tells that the secret is another one")
			}
			stored("rotated")
		})
	}
}

// A lost update that was to send a secret is an error, because no read tells whether the API has it; then it is sent again.
func TestAccCompany_secretLost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"before": {Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")}, "after": {Commit: true, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			tf.RequireVersion(tfversion.Version1_11_0)
			write := func(variable string, version int) {
				tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Config(acme(mailer(variable, version))))
			}
			write("secret_key", 1)
			tf.OK("apply", "-auto-approve")
			write("new_secret_key", 2)
			fault.Method, fault.Path = "PUT", item
			s.AddFaults(fault)
			tf.Fails([]string{"apply", "-auto-approve"}, `cannot tell whether company "ACME"`, "A secret was sent, and the API answers none", "Apply again")
			tf.OK("apply", "-auto-approve")
			if _, c := s.Company(); secretKey(c) != acctest.Secrets["new_secret_key"] {
				t.Errorf("the sandbox has the secret %v", secretKey(c))
			}
			if n := len(s.Sent("PUT", item)); n != 2 {
				t.Errorf("%d updates were sent", n)
			}
			tf.NoChanges()
		})
	}
}

// An error of the API that repeats a secret is shown without it.
func TestAccCompany_secretInError(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_11_0)
	tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Config(acme(mailer("secret_key", 1))))
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Reply: sandbox.ErrorReply(400, "BAD_KEY", "The key "+acctest.Secrets["secret_key"]+" is bad.")})
	out, code := tf.Run("apply", "-auto-approve")
	if code != 1 || acctest.HasSecret(out) {
		t.Errorf("apply ended with %d and printed %s", code, out)
	}
}

// The API takes the credentials of Freshdesk, and answers none until somebody at the vendor enters them by hand. Until then
// the configured ones stay in state and are not sent again and again; from then on they are compared.
func TestAccCompany_secretUnanswered(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_11_0)
	write := func(enabled bool, domain string) {
		t.Helper()
		tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Config(acme(fmt.Sprintf(`
  support_configs = [{
    freshdesk_config = {
      enabled         = %t
      has_credentials = true
      credentials     = { web_credentials = { domain = %q, app_id = "1", app_key_wo = var.app_key, app_key_wo_version = 1 } }
    }
  }]`, enabled, domain))))
	}
	freshdesk := func(elements any) map[string]any {
		first, _ := elements.([]any)[0].(map[string]any)
		return member(first, "freshdeskConfig")
	}
	sent := func(method, path string) map[string]any {
		t.Helper()
		body := s.LastBody(method, path)["supportConfigs"]
		if method == http.MethodPut {
			body = body.(map[string]any)["elements"]
		}
		return member(freshdesk(body), "credentials", "webCredentials")
	}
	apply := func() {
		t.Helper()
		if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, "Warning") || acctest.HasSecret(out) {
			t.Errorf("apply printed %s", out)
		}
		tf.NoChanges()
	}

	write(true, "acme")
	apply()
	if got := sent("POST", collection)["appKey"]; got != acctest.Secrets["app_key"] {
		t.Errorf("the create has the key %v", got)
	}
	id, _ := s.Company()
	write(false, "acme")
	apply()
	if got := sent("PUT", collection+"/"+id); got != nil {
		t.Errorf("the update of something else has credentials")
	}
	write(false, "acme.example.com")
	apply()
	if got := sent("PUT", collection+"/"+id); got["domain"] != "acme.example.com" || got["appKey"] != acctest.Secrets["app_key"] {
		t.Errorf("the update of the domain has no complete credentials")
	}

	entered := func(domain string) {
		s.EditCompany(func(c map[string]any) {
			freshdesk(member(c, "supportConfigs")["elements"])["credentials"] = map[string]any{
				"webCredentials": map[string]any{"domain": domain, "appId": "1", "appKey": acctest.Secrets["app_key"]}}
		})
	}
	entered("acme.example.com")
	tf.NoChanges()
	entered("other.example.com")
	if out, code := tf.Run("plan", "-detailed-exitcode"); code != 2 || !strings.Contains(out, `domain = "other.example.com" -> "acme.example.com"`) {
		t.Errorf("plan ended with %d and printed %s", code, out)
	}
}
