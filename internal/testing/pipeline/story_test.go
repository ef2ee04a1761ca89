package pipeline

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The whole story, with the real programs: who copies the example and opens a merge request that raises one cap and misspells one rule gets one comment, the
// misspelt name and the failed rule, each with its line; a change that is fine passes.
func TestAccStory(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set: acceptance tests run the Terraform CLI")
	}
	needs(t, "bash", "curl", "jq", "terraform")
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	env := newcomer(t, folder)
	terraform := func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "terraform", args...)
		cmd.Dir, cmd.Env = folder, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("terraform %v: %v\n%s", args, err, out)
		}
	}
	reviewed := func() (got outcome, comment string, findings []string) {
		t.Helper()
		got = run(t, filepath.Join(folder, "ci/review.sh"), env, filepath.Join(folder, "out"))
		var found []struct {
			Source, Severity, Rule, File string
			Line                         int
		}
		if err := json.Unmarshal([]byte(read(t, filepath.Join(folder, "out/findings.json"))), &found); err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Source == "plan" && f.Severity == "warning" { // the provider says that this is the sandbox
				continue
			}
			findings = append(findings, fmt.Sprintf("%s %s %s:%d", f.Source, f.Rule, f.File, f.Line))
		}
		return got, read(t, filepath.Join(folder, "out/comment.md")), findings
	}

	terraform("init", "-input=false")
	terraform("apply", "-auto-approve")
	if got, comment, findings := reviewed(); got.code != 0 || len(findings) > 0 || !strings.Contains(comment, "No changes") || !strings.Contains(comment, "nothing found, 1 warning\n") || !strings.Contains(comment, "Sandbox mode") {
		t.Fatalf("what is applied: %+v\n%v\n%s", got, findings, comment)
	}

	// Limits that nobody can read are findings that say so. An error of a function in a rule would end OPA, and say nothing of the file.
	limits := read(t, filepath.Join(folder, "limits.yaml"))
	exceptions := "exceptions: [text, {rule: missing_reason, address: spotnana_policy.sales, reason: Later, owner: travel@acme.example, until: 2027-02-29}]"
	for broken, says := range map[string][]string{
		"limits: text\nexceptions: text\n": {"there are no limits", "they are no list"},
		strings.NewReplacer("from_hours: 6", "from_hours: six", "exceptions: []", exceptions).Replace(limits): {
			"from_hours has to be a number", "Exception 1 in limits.yaml is no list of keys", "which is no day of this century",
		},
	} {
		write(t, folder, "limits.yaml", broken, 0o600)
		got, comment, findings := reviewed()
		for _, want := range says {
			if got.code != 2 || !strings.Contains(strings.ReplaceAll(comment, `\_`, "_"), want) {
				t.Errorf("%q is not in: %+v\n%v\n%s", want, got, findings, comment)
			}
		}
	}
	write(t, folder, "limits.yaml", limits, 0o600)

	// Who takes a limit out allows more than who raises it.
	policies := filepath.Join(folder, "policies.tf")
	whole := read(t, policies)
	write(t, folder, "policies.tf", strings.Replace(whole, "    highest_flight_cabin_by_duration_domestic      = { is_linked = true }\n", "", 1), 0o600)
	if got, comment, findings := reviewed(); got.code != 2 || len(findings) != 1 || !strings.HasPrefix(findings[0], "rules missing_limit policies.tf:") {
		t.Errorf("a limit taken out: %+v\n%v\n%s", got, findings, comment)
	}
	write(t, folder, "policies.tf", whole, 0o600)

	text := read(t, policies)
	edit := func(old, changed string) (line int) {
		t.Helper()
		if strings.Count(text, old) != 1 {
			t.Fatalf("%q is not once in policies.tf", old)
		}
		line = 1 + strings.Count(text[:strings.Index(text, old)], "\n")
		text = strings.Replace(text, old, changed, 1)
		write(t, folder, "policies.tf", text, 0o600)
		return line
	}

	// A cap below the limit: the comment has the row, and nothing is wrong with it.
	raised := edit(`max_price = { amount = 140,`, `max_price = { amount = 150,`)
	row := func(amount string) string {
		return fmt.Sprintf("| Hotel in Munich, DE | at most 140 EUR a night | at most %s EUR a night | **loosened** | [policies.tf:%d](<https://git.example/acme/travel/blob/1a2b3c/policies.tf#L%d>) |", amount, raised, raised)
	}
	if got, comment, findings := reviewed(); got.code != 0 || len(findings) > 0 || !strings.Contains(comment, row("150")) {
		t.Errorf("a cap below the limit: %+v\n%v\n%s", got, findings, comment)
	}

	edit(`max_price = { amount = 150,`, `max_price = { amount = 240,`)
	misspelt := edit(`flight_advance_booking_window                  = { num_days_in_advance = 7 }`, `flight_advance_booking_windw                   = { num_days_in_advance = 7 }`)
	got, comment, findings := reviewed()
	want := []string{fmt.Sprintf("lint  policies.tf:%d", misspelt), fmt.Sprintf("rules missing_second_approver policies.tf:%d", raised)}
	if got.code != 2 || strings.Join(findings, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %d, %q; want 2, %q", got.code, findings, want)
	}
	for _, want := range []string{
		row("240"),
		fmt.Sprintf("| Flights | book at least 7 days ahead | – | **loosened** | [policies.tf:%d]", misspelt-1), // where the policy has its rules for flights
		fmt.Sprintf("[policies.tf:%d](https://git.example/acme/travel/blob/1a2b3c/policies.tf#L%d): unknown attribute \"flight\\_advance\\_booking\\_windw\"", misspelt, misspelt),
		fmt.Sprintf("- **missing\\_second\\_approver** [policies.tf:%d](https://git.example/acme/travel/blob/1a2b3c/policies.tf#L%d): Policy \"Sales\"", raised, raised),
	} {
		if !strings.Contains(comment, want) {
			t.Errorf("the comment lacks\n%s\nin\n%s", want, comment)
		}
	}
	for _, want := range []string{
		fmt.Sprintf("::error file=policies.tf,line=%d,title=Unknown to the provider::", misspelt),
		fmt.Sprintf("::error file=policies.tf,line=%d,title=Rule that failed%%3A missing_second_approver::", raised),
	} {
		if strings.Count(got.stdout, want) != 1 {
			t.Errorf("the log lacks %q in\n%s", want, got.stdout)
		}
	}

	// The comment of the second run takes the place of the first one.
	f, forgeEnv := newForge(t, github)
	for _, sent := range []string{"POST " + github.comments, ""} {
		if posted := run(t, filepath.Join(folder, "ci/comment-github.sh"), forgeEnv, filepath.Join(folder, "out/comment.md")); posted.code != 0 || strings.Join(f.written(), " ") != sent {
			t.Errorf("the comment: %+v", posted)
		}
	}
	if len(f.comments) != 1 || f.comments[0]["body"] != comment {
		t.Errorf("the comment is %v", f.comments)
	}
}

// newcomer is the environment of somebody who has installed the provider, the command spotnana and OPA, and who runs a workflow of GitHub in the
// sandbox.
func newcomer(t *testing.T, folder string) []string {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	installed := t.TempDir()
	const version = "0.1.0"
	build := func(module, target, source string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "go", "build", "-C", filepath.Join(root, module), "-o", filepath.Join(installed, target), source)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("building %s: %v\n%s", target, err, out)
		}
	}
	build(".", fmt.Sprintf("mirror/registry.terraform.io/travel-as-code/spotnana/%s/%s_%s/terraform-provider-spotnana_v%s", version, runtime.GOOS, runtime.GOARCH, version), ".")
	build(".", "bin/spotnana", "./cmd/spotnana")
	build("tools/opa", "bin/opa", "github.com/open-policy-agent/opa")
	rc := write(t, installed, "terraform.rc", fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(installed, "mirror")), 0o600)
	return []string{
		"PATH=" + filepath.Join(installed, "bin") + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(),
		"TF_CLI_CONFIG_FILE=" + rc, "SPOTNANA_SANDBOX=" + filepath.Join(folder, "sandbox.json"),
		"GITHUB_ACTIONS=true", "GITHUB_SERVER_URL=https://git.example", "GITHUB_REPOSITORY=acme/travel", "GITHUB_SHA=1a2b3c",
	}
}
