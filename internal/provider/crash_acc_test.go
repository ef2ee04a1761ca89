package provider_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// envCrash has the test program be a provider that panics when it is about to send a request of this method with a token.
const envCrash = "ACCTEST_CRASH"

// crash panics where the most secrets are at hand: the configuration was read, the token fetched, the body encoded.
type crash struct {
	method string
	next   http.RoundTripper
}

func (c crash) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == c.method && r.Header.Get("Authorization") != "" {
		panic("crashed on purpose")
	}
	return c.next.RoundTrip(r)
}

// serveCrashing is the main of such a provider.
func serveCrashing(method string) int {
	http.DefaultTransport = crash{method, http.DefaultTransport}
	err := tf6server.Serve("registry.terraform.io/travel-as-code/spotnana", func() tfprotov6.ProviderServer {
		return crud.NewServer(&provider.Provider{Version: acctest.ProviderVersion})
	})
	if err != nil {
		return 1
	}
	return 0
}

// What Terraform prints and logs of a provider that crashed, its stack trace included, and the state that it leaves hold no
// secret.
func TestAccProvider_crash(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "terraform-provider-spotnana")
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	s := acctest.NewUnrecordedServer(t)
	mailer := func(more string) string {
		return acctest.RequiredProvider + acctest.SecretVariables + s.Config(strings.Replace(company, "\n}", more+`
  email_client_config = {
    client                 = "SENDGRID"
    default_sender_address = "travel@acme.example"
    credentials = {
      email_client_secret_key = { secret_key_wo = var.secret_key, secret_key_wo_version = 1 }
    }
  }
}`, 1))
	}
	whole := acctest.NewTerraform(t)
	whole.RequireVersion(tfversion.Version1_11_0)
	whole.Write("main.tf", mailer(""))

	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodGet} {
		t.Run(method, func(t *testing.T) {
			tf := acctest.Installed(t, program, envCrash+"="+method)
			tf.Write("main.tf", mailer(""))
			if method != http.MethodPost {
				whole.In(t).OK("apply", "-auto-approve")
				tf.Write("terraform.tfstate", whole.Read("terraform.tfstate"))
				tf.Write("main.tf", mailer("\n  redirect_url = \"https://acme.example\""))
			}
			out, code := tf.Run("apply", "-auto-approve")
			if code != 1 || !strings.Contains(out, "panic: crashed on purpose") || !strings.Contains(out, "httpx") {
				t.Errorf("apply ended with %d and does not show the crash: %s", code, out)
			}
		})
	}
}
