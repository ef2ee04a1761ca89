package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-version"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
)

const sourceAddress = "registry.terraform.io/travel-as-code/spotnana"

// RequiredProvider is the terraform block that the CLI needs; resource.Test adds it by itself.
const RequiredProvider = "terraform {\n  required_providers {\n    spotnana = {\n      source = \"travel-as-code/spotnana\"\n    }\n  }\n}\n"

// Terraform is the Terraform CLI in a folder of its own, with the provider under test in this process. It is for what
// resource.Test does not show: warnings, saved plans, generated configurations, other commands.
type Terraform struct {
	// Dir is the working folder.
	Dir string

	t   *testing.T
	env []string
}

// NewTerraform starts the provider for the time of the test, which is skipped unless TF_ACC is set. The provider may be
// changed.
func NewTerraform(t *testing.T, change ...func(*provider.Provider)) *Terraform {
	t.Helper()
	p := newProvider()
	for _, c := range change {
		c(p)
	}
	return NewTerraformWith(t, p)
}

// NewTerraformWith is NewTerraform with a provider that stands in for ours, as another version of it.
func NewTerraformWith(t *testing.T, p crud.Provider) *Terraform {
	t.Helper()
	Required(t)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	reattach, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	server := crud.NewServer(p)
	go func() {
		if err := tf6server.Serve(sourceAddress, func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, reattach, closed), tf6server.WithLoggingSink(t), tf6server.WithoutLogStderrOverride(),
			tf6server.WithGoPluginLogger(hclog.New(&hclog.LoggerOptions{Output: io.Discard}))); err != nil {
			t.Errorf("serving the provider: %v", err)
		}
	}()
	t.Cleanup(func() {
		stop()
		<-closed
	})
	config := <-reattach
	info, err := json.Marshal(map[string]any{sourceAddress: map[string]any{
		"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": config.Test,
		"Addr": map[string]any{"Network": config.Addr.Network(), "String": config.Addr.String()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return newTerraform(t, "TF_REATTACH_PROVIDERS="+string(info))
}

func newTerraform(t *testing.T, env ...string) *Terraform {
	t.Helper()
	tf := &Terraform{Dir: t.TempDir(), t: t, env: append(env, "TF_LOG=TRACE", "TF_LOG_PATH="+logs.path(t.Name()))}
	t.Cleanup(tf.NoSecrets)
	return tf
}

// NoSecrets fails the test when a secret is in what Terraform keeps in its folder now: states, plans, generated files. At
// the end of the test it is called anyway.
func (tf *Terraform) NoSecrets() {
	tf.t.Helper()
	if err := checkFolder(tf.Dir); err != nil {
		tf.t.Error(err)
	}
}

// NewSeparateTerraform is NewTerraform with the provider as its users run it: a program that Terraform finds in a folder,
// starts as often as it likes, and stops. Only commands with further environment variables TF_LOG=TRACE leave a log, because
// of the time that it takes; one command of each test must.
func NewSeparateTerraform(t *testing.T, folder string, env ...string) *Terraform {
	t.Helper()
	Required(t)
	rc := filepath.Join(t.TempDir(), "terraform.rc")
	text := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n", sourceAddress, folder)
	if err := os.WriteFile(rc, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tf := &Terraform{Dir: t.TempDir(), t: t, env: append([]string{
		"TF_CLI_CONFIG_FILE=" + rc, "TF_LOG=", "TF_LOG_PATH=" + logs.path(t.Name()),
	}, env...)}
	t.Cleanup(tf.NoSecrets)
	return tf
}

// With is the same folder and provider with further environment variables.
func (tf *Terraform) With(env ...string) *Terraform {
	c := *tf
	c.env = append(slices.Clone(tf.env), env...)
	return &c
}

// In is the same folder and provider in a subtest.
func (tf *Terraform) In(t *testing.T) *Terraform {
	c := *tf
	c.t = t
	return &c
}

// Write writes a file into the working folder.
func (tf *Terraform) Write(name, text string) {
	tf.t.Helper()
	if err := os.WriteFile(filepath.Join(tf.Dir, name), []byte(text), 0o600); err != nil {
		tf.t.Fatal(err)
	}
}

// Read reads a file of the working folder.
func (tf *Terraform) Read(name string) string {
	tf.t.Helper()
	data, err := os.ReadFile(filepath.Join(tf.Dir, name)) //nolint:gosec // our own folder
	if err != nil {
		tf.t.Fatal(err)
	}
	return string(data)
}

// Installed is the Terraform CLI with a provider that it starts by itself, for tests of how one ends. The program must be
// called terraform-provider-spotnana.
func Installed(t *testing.T, program string, env ...string) *Terraform {
	t.Helper()
	Required(t)
	rc := filepath.Join(t.TempDir(), "terraform.rc")
	text := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    \"travel-as-code/spotnana\" = %q\n  }\n  direct {}\n}\n", filepath.Dir(program))
	if err := os.WriteFile(rc, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return newTerraform(t, append(env, "TF_CLI_CONFIG_FILE="+rc)...)
}

// Run runs a command and returns what it printed, as Unframed leaves it, and its exit code.
func (tf *Terraform) Run(args ...string) (string, int) {
	tf.t.Helper()
	stdout, stderr, code := tf.run(args...)
	return Unframed(stdout + stderr), code
}

// Command is a command that was not started yet.
func (tf *Terraform) Command(args ...string) *exec.Cmd {
	binary := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if binary == "" {
		binary = "terraform"
	}
	cmd := exec.CommandContext(tf.t.Context(), binary, args...) //nolint:gosec // the CLI under test
	cmd.Dir = tf.Dir
	cmd.Env = append(append(os.Environ(), "TF_CLI_ARGS=-no-color"), tf.env...)
	return cmd
}

func (tf *Terraform) run(args ...string) (stdout, stderr string, code int) {
	tf.t.Helper()
	cmd := tf.Command(args...)
	var out, messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &messages
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		tf.t.Fatalf("terraform %s: %v", strings.Join(args, " "), err)
	}
	for _, printed := range []*bytes.Buffer{&out, &messages} {
		if found := secretIn(printed.Bytes()); found != "" {
			tf.t.Errorf("terraform %s prints the secret %s", strings.Join(args, " "), found)
		}
	}
	return out.String(), messages.String(), cmd.ProcessState.ExitCode()
}

// JSON runs a command that prints JSON, and decodes it into v.
func (tf *Terraform) JSON(v any, args ...string) {
	tf.t.Helper()
	stdout, stderr, code := tf.run(args...)
	if code != 0 {
		tf.t.Fatalf("terraform %s ended with %d: %s", strings.Join(args, " "), code, stderr)
	}
	if err := json.Unmarshal([]byte(stdout), v); err != nil {
		tf.t.Fatalf("terraform %s: %v", strings.Join(args, " "), err)
	}
}

// Lines runs a command that must succeed and returns what it printed, as it is.
func (tf *Terraform) Lines(args ...string) string {
	tf.t.Helper()
	stdout, stderr, code := tf.run(args...)
	if code != 0 {
		tf.t.Fatalf("terraform %s ended with %d: %s", strings.Join(args, " "), code, stderr)
	}
	return stdout
}

// Unframed takes the frame and the line breaks out of what Terraform prints, so that sentences can be searched for.
func Unframed(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
}

// OK runs a command that must succeed.
func (tf *Terraform) OK(args ...string) string {
	tf.t.Helper()
	out, code := tf.Run(args...)
	if code != 0 {
		tf.t.Fatalf("terraform %s ended with %d: %s", strings.Join(args, " "), code, out)
	}
	return out
}

// Fails runs a command that must fail and print all these texts.
func (tf *Terraform) Fails(args []string, texts ...string) {
	tf.t.Helper()
	out, code := tf.Run(args...)
	if code != 1 {
		tf.t.Fatalf("terraform %s ended with %d, expected 1: %s", strings.Join(args, " "), code, out)
	}
	tf.contains(out, texts...)
}

// Prints runs a command that must succeed and print all these texts.
func (tf *Terraform) Prints(args []string, texts ...string) {
	tf.t.Helper()
	tf.contains(tf.OK(args...), texts...)
}

func (tf *Terraform) contains(out string, texts ...string) {
	tf.t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			tf.t.Errorf("Terraform does not print %q, but: %s", text, out)
		}
	}
}

// Conceals applies a configuration, and fails the test where the state, the output or the log at trace level has one of the texts. What
// is not to be found has to be in an answer, and the body of some answer in the log, so that there is something to search.
func (tf *Terraform) Conceals(config string, unwanted ...string) {
	tf.t.Helper()
	log := filepath.Join(tf.t.TempDir(), "trace.log")
	traced := tf.With("TF_LOG=TRACE", "TF_LOG_PATH="+log)
	traced.Write("main.tf", config)
	output := traced.OK("apply", "-auto-approve") + traced.OK("show")
	written, err := os.ReadFile(log) //nolint:gosec // our own folder
	if err != nil {
		tf.t.Fatal(err)
	}
	for _, text := range unwanted {
		for name, kept := range map[string]string{"the log": string(written), "the state": traced.Read("terraform.tfstate"), "the output": output} {
			if strings.Contains(kept, text) {
				tf.t.Errorf("%q is in %s", text, name)
			}
		}
	}
}

// NoChanges plans and fails unless the plan is empty.
func (tf *Terraform) NoChanges() {
	tf.t.Helper()
	if out, code := tf.Run("plan", "-detailed-exitcode"); code != 0 {
		tf.t.Fatalf("the plan is not empty: %s", out)
	}
}

// Plan makes a plan, saves it as a file called tfplan and returns what it says.
func (tf *Terraform) Plan(args ...string) *tfjson.Plan {
	tf.t.Helper()
	tf.OK(append([]string{"plan", "-out=tfplan"}, args...)...)
	var plan tfjson.Plan
	tf.JSON(&plan, "show", "-json", "tfplan")
	return &plan
}

// Changes are the changes of a plan to one resource: its actions joined by commas, and the attributes at the top whose
// values differ or will be known after apply, sorted. Both are empty when the plan does not touch the resource.
func (tf *Terraform) Changes(plan *tfjson.Plan, address string) (actions string, attributes []string) {
	tf.t.Helper()
	for _, r := range plan.ResourceChanges {
		if r.Address != address || r.Change.Actions.NoOp() {
			continue
		}
		before, _ := r.Change.Before.(map[string]any)
		after, _ := r.Change.After.(map[string]any)
		unknown, _ := r.Change.AfterUnknown.(map[string]any)
		names := map[string]bool{}
		for _, values := range []map[string]any{before, after, unknown} {
			for name := range values {
				if unknown[name] == true || !reflect.DeepEqual(before[name], after[name]) {
					names[name] = true
				}
			}
		}
		for _, a := range r.Change.Actions {
			actions = strings.TrimPrefix(actions+","+string(a), ",")
		}
		return actions, slices.Sorted(maps.Keys(names))
	}
	return "", nil
}

// RequireVersion skips the test with a Terraform older than that.
func (tf *Terraform) RequireVersion(least *version.Version) {
	tf.t.Helper()
	var answer struct {
		Version string `json:"terraform_version"`
	}
	tf.JSON(&answer, "version", "-json")
	if version.Must(version.NewVersion(answer.Version)).LessThan(least) {
		tf.t.Skipf("Terraform %s is too old: %s is the first that can do this", answer.Version, least)
	}
}
