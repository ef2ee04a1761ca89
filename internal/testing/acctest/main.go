package acctest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// The secrets of the tests are canaries: they begin with a text that nothing else has, so that logs can be searched for
// it. They come by environment only, because the test framework logs configurations verbatim.
const (
	canary = "canary-5ca1ab1e-"

	// ClientID is the id of the API user whom the sandbox knows.
	ClientID = "acctest-client"
	// ClientSecret is the canary that belongs to ClientID.
	ClientSecret = canary + "client-secret"
	// AccessToken is a canary that looks like a token fetched elsewhere.
	AccessToken = canary + "access-token"
	// SubjectToken is a canary that looks like somebody's token.
	SubjectToken = canary + "subject-token"

	// UniteID is the client id that the sandbox knows for Unite, with UniteSecret and UniteRefreshToken; the environment
	// of the tests holds an access token instead.
	UniteID = "acctest-unite"
	// UniteSecret is the canary that belongs to UniteID.
	UniteSecret = canary + "unite-secret"
	// UniteRefreshToken is the canary that is exchanged for access tokens.
	UniteRefreshToken = canary + "unite-refresh-token"
	uniteToken        = canary + "unite-token"
)

// Secrets are the values of the Terraform variables that hold secrets.
var Secrets = map[string]string{
	"secret_key":     canary + "secret-key",
	"new_secret_key": canary + "new-secret-key",
	"app_key":        canary + "app-key",
}

// SecretVariables declares the variables that hold Secrets. They are ephemeral (Terraform 1.10): a plan holds the others.
const SecretVariables = `
variable "secret_key" {
  type      = string
  ephemeral = true
}
variable "new_secret_key" {
  type      = string
  ephemeral = true
}
variable "app_key" {
  type      = string
  ephemeral = true
}
`

// HasSecret says that a text holds one of the canaries.
func HasSecret(text string) bool { return strings.Contains(text, canary) }

// Main is the body of a TestMain: it gives the tests an environment of their own, with all logs at trace level in files,
// and fails when a secret is in the logs, or when the logs are not what was to be searched.
func Main(m *testing.M) {
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "SPOTNANA_") && name != "SPOTNANA_CONTRACT_DIR" || strings.HasPrefix(name, "UNITE_") ||
			strings.HasPrefix(name, "TF_VAR_") || strings.HasPrefix(name, "TF_CLI_ARGS") || strings.HasPrefix(name, "TF_LOG") || strings.HasPrefix(name, "TF_ACC_LOG") {
			_ = os.Unsetenv(name) // fails on malformed names only
		}
	}
	set := map[string]string{
		"SPOTNANA_CLIENT_ID": ClientID, "SPOTNANA_CLIENT_SECRET": ClientSecret, "UNITE_ACCESS_TOKEN": uniteToken,
		"TF_ACC_PROVIDER_NAMESPACE": "travel-as-code", "TF_IN_AUTOMATION": "1",
	}
	for name, value := range Secrets {
		set["TF_VAR_"+name] = value
	}
	if os.Getenv(resource.EnvTfAcc) != "" {
		dir, err := os.MkdirTemp("", "spotnana-acctest-")
		if err != nil {
			fail(err)
		}
		logs.dir = dir
		set["TF_LOG"], set["TF_LOG_PATH_MASK"] = "TRACE", logs.path("%s")
		// The settings of whoever runs the tests may name other providers.
		rc := filepath.Join(dir, "terraform.rc")
		if err := os.WriteFile(rc, []byte("disable_checkpoint = true\n"), 0o600); err != nil {
			fail(err)
		}
		set["TF_CLI_CONFIG_FILE"] = rc
	}
	for name, value := range set {
		if err := os.Setenv(name, value); err != nil {
			fail(err)
		}
	}

	code := m.Run()
	if logs.dir != "" {
		if err := logs.check(); err != nil {
			fail(fmt.Errorf("%w\nThe logs are in %s", err, logs.dir))
		}
		if err := os.RemoveAll(logs.dir); err != nil {
			fail(err)
		}
	}
	os.Exit(code)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "acctest:", err)
	os.Exit(1)
}
