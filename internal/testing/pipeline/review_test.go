package pipeline

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// The programs that the scripts call do as a file of the folder "answers" says, named <program>-<command>: it is a script. Without one they
// succeed and print nothing.
const standIn = `#!/usr/bin/env bash
answer="$ANSWERS/$(basename "$0")-$1"
[ ! -f "$answer" ] || . "$answer"
`

const (
	secret    = "s3cret-of-the-state"
	planned   = `for a in "$@"; do case $a in -out=*) echo ` + secret + ` > "${a#-out=}" ;; esac; done` + "\n"
	misspelt  = `echo '{"findings": [{"file": "policies.tf", "line": 6, "message": "unknown attribute \"max_defaul_price\""}]}'; exit 2`
	plain     = `echo '{"findings": []}'`
	allowed   = `echo '{"deny": [], "warn": []}'`
	denied    = `echo '{"warn": [], "deny": [{"msg": "Sales: 100% of @all, ask", "rule": "hotel_cap", "address": "spotnana_policy.sales", "attribute": "a.b", "file": "policies.tf", "line": 23}, {"msg": "no place", "rule": "gone"}]}'`
	warned    = `echo '{"deny": [], "warn": [{"msg": "Exception 1 ends soon", "rule": "exceptions"}]}'`
	checked   = planned + `echo '{"@level": "warn", "@message": "Warning: Check block assertion failed", "type": "diagnostic", "diagnostic": {"severity": "warning", "summary": "Check block assertion failed", "detail": "Nobody approves.", "range": {"filename": "policies.tf", "start": {"line": 7}}}}'`
	unplanned = `echo '{"@level": "error", "@message": "Error: Unauthorized", "type": "diagnostic", "diagnostic": {"severity": "error", "summary": "Unauthorized", "detail": "the detail", "address": "spotnana_policy.sales", "range": {"filename": "policies.tf", "start": {"line": 3}}}}'; exit 1`
	words     = `echo "## 1 loosened"; echo "$@" >> "$ANSWERS/asked"`
)

// reviewed is a run of review.sh in a copy of the example.
type reviewed struct {
	outcome

	folder, comment string
	findings        []map[string]any
	quality         []struct {
		Description string
		CheckName   string `json:"check_name"`
		Fingerprint string
		Severity    string
		Location    struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
}

// newReview runs review.sh, where the programs do as answers say.
func newReview(t *testing.T, answers map[string]string, env []string, args ...string) reviewed {
	t.Helper()
	needs(t, "bash", "jq")
	root := t.TempDir()
	out := reviewed{folder: root, outcome: runAmong(t, root, "review.sh", answers, env, append(args, filepath.Join(root, "out"))...)}
	out.comment = read(t, filepath.Join(root, "out/comment.md"))
	for name, into := range map[string]any{"findings.json": &out.findings, "code-quality.json": &out.quality} {
		if err := json.Unmarshal([]byte(read(t, filepath.Join(root, "out", name))), into); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{out.stdout, out.stderr, out.comment, read(t, filepath.Join(root, "out/findings.json"))} {
		if strings.Contains(text, secret) {
			t.Errorf("the plan was shown in %q", text)
		}
	}
	if !strings.HasPrefix(out.comment, "<!-- travel-policy-review -->\n") {
		t.Errorf("the comment does not begin with its marker: %q", out.comment)
	}
	return out
}

// runAmong runs a script in a copy of the example, where the programs do as answers say. It leaves nothing behind.
func runAmong(t *testing.T, root, script string, answers map[string]string, env []string, args ...string) outcome {
	t.Helper()
	if err := os.CopyFS(filepath.Join(root, "ci"), os.DirFS(filepath.Join(example, "ci"))); err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"terraform", "spotnana", "opa"} {
		write(t, root, "bin/"+program, standIn, 0o700)
	}
	for name, script := range answers {
		write(t, root, "answers/"+name, script, 0o600)
	}
	write(t, root, ".terraform.lock.hcl", "", 0o600)
	temporary := filepath.Join(root, "tmp")
	if err := os.Mkdir(temporary, 0o700); err != nil {
		t.Fatal(err)
	}
	out := run(t, filepath.Join(root, "ci", script), append([]string{
		"PATH=" + filepath.Join(root, "bin") + ":" + os.Getenv("PATH"), "ANSWERS=" + filepath.Join(root, "answers"), "TMPDIR=" + temporary,
	}, env...), args...)
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	return out
}

// world is what the programs do where all is well, with changes.
func world(changes map[string]string) map[string]string {
	out := map[string]string{
		"spotnana-lint": plain, "terraform-validate": `echo '{"diagnostics": []}'`, "terraform-plan": planned, "terraform-show": "echo " + secret,
		"opa-eval": allowed, "spotnana-review": words,
	}
	for k, v := range changes {
		out[k] = v
	}
	return out
}

// It is green only when everything ran and nothing was found.
func TestReview_exitCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		changes map[string]string
		args    []string
		code    int
		says    string
	}{
		"nothing found":       {code: 0, says: "## Travel policy: nothing found\n"},
		"misspelt":            {map[string]string{"spotnana-lint": misspelt}, nil, 2, "1 unknown name\n"},
		"rule":                {map[string]string{"opa-eval": denied}, nil, 2, "2 failed rules\n"},
		"both":                {map[string]string{"spotnana-lint": misspelt, "opa-eval": denied}, nil, 2, "2 failed rules, 1 unknown name\n"},
		"format":              {map[string]string{"terraform-fmt": "echo policies.tf; exit 3"}, nil, 2, "policies.tf:1: not in the usual format"},
		"lint failed":         {map[string]string{"spotnana-lint": "exit 1"}, nil, 1, "nobody looked for misspelt names"},
		"init failed":         {map[string]string{"terraform-init": unplanned}, nil, 1, "terraform init failed"},
		"plan failed":         {map[string]string{"terraform-plan": unplanned}, nil, 1, "policies.tf:3: Unauthorized (spotnana\\_policy.sales)"},
		"statements failed":   {map[string]string{"spotnana-statements": "exit 1"}, nil, 1, "The rules did not run"},
		"rules failed":        {map[string]string{"opa-eval": "exit 2"}, nil, 1, "The rules did not run"},
		"no rules":            {map[string]string{"opa-eval": ""}, nil, 1, "The rules did not run"},
		"no list of findings": {map[string]string{"opa-eval": "echo {}"}, nil, 1, "The rules did not run"},
		"no warnings":         {map[string]string{"opa-eval": `echo '{"deny": []}'`}, nil, 1, "The rules did not run"},
		"plan cannot be read": {map[string]string{"terraform-show": "exit 1"}, nil, 1, "terraform plan failed"},
		"nothing is pinned":   {map[string]string{"terraform-fmt": "rm .terraform.lock.hcl"}, nil, 0, "nothing found, 1 warning\n"},
		"a warning of the rules": {map[string]string{"opa-eval": warned}, nil, 0,
			"## Travel policy: nothing found, 1 warning\n\n### Warnings\n\n- **exceptions** Exception 1 ends soon\n"},
		"a check that failed": {map[string]string{"terraform-plan": checked}, nil, 0, "nothing found, 1 warning\n\n### Warnings\n\n- policies.tf:7: Check block assertion failed\n"},
		"a warning beside":    {map[string]string{"terraform-plan": checked, "opa-eval": denied}, nil, 2, "2 failed rules, 1 warning\n"},
		"rules' tests failed": {map[string]string{"opa-test": "exit 2"}, nil, 1, "fail their own tests"},
		"review failed":       {map[string]string{"spotnana-review": "exit 1"}, nil, 1, "the change was not reviewed"},
		"a fork":              {map[string]string{"terraform-plan": "echo planned >&2; exit 1"}, []string{"--without-plan"}, 1, "nothing found, but not all was checked"},
		"invalid": {map[string]string{
			"terraform-validate": `echo '{"diagnostics": [{"severity": "error", "summary": "Unsupported argument", "detail": "No nome.", "range": {"filename": "a.tf", "start": {"line": 2}}}]}'; exit 1`,
		}, nil, 1, "a.tf:2: Unsupported argument: No nome."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newReview(t, world(c.changes), nil, c.args...)
			if got.code != c.code || !strings.Contains(got.comment, c.says) {
				t.Errorf("ended with %d and %q\n%s%s", got.code, got.comment, got.stdout, got.stderr)
			}
			if strings.Contains(got.stderr, "planned") {
				t.Error("made a plan for a fork")
			}
			if strings.Contains(got.comment, "the detail") {
				t.Error("the comment has the detail of an error")
			}
		})
	}
}

// Each finding is at its line: in the comment, in the annotations of GitHub and in the report for GitLab.
func TestReview_places(t *testing.T) {
	t.Parallel()
	got := newReview(t, world(map[string]string{"spotnana-lint": misspelt, "opa-eval": denied}),
		[]string{"GITHUB_ACTIONS=true", "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=acme/travel", "GITHUB_SHA=abc", "REVIEW_COMMIT=def"})
	for _, want := range []string{
		"- **hotel\\_cap** [policies.tf:23](https://github.com/acme/travel/blob/abc/policies.tf#L23): Sales: 100% of @\u200ball, ask\n",
		"- **gone** no place\n",
		"- [policies.tf:6](https://github.com/acme/travel/blob/abc/policies.tf#L6): unknown attribute \"max\\_defaul\\_price\"\n",
		"## 1 loosened\n", "<sub>Commit def</sub>\n",
	} {
		if !strings.Contains(got.comment, want) {
			t.Errorf("the comment lacks %q:\n%s", want, got.comment)
		}
	}
	for _, want := range []string{
		"::error file=policies.tf,line=23,title=Rule that failed%3A hotel_cap::Sales: 100%25 of @all, ask\n",
		"::error title=Rule that failed%3A gone::no place\n",
		"::error file=policies.tf,line=6,title=Unknown to the provider::unknown attribute \"max_defaul_price\"\n",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("no annotation %q in\n%s", want, got.stdout)
		}
	}
	if len(got.findings) != 3 || len(got.quality) != 2 { // GitLab shows nothing without a place
		t.Fatalf("got %v and %v", got.findings, got.quality)
	}
	prints := map[string]bool{}
	for _, q := range got.quality {
		prints[q.Fingerprint] = true
		if q.Location.Path != "policies.tf" || q.Location.Lines.Begin != map[string]int{"hotel_cap": 23, "lint": 6}[q.CheckName] || q.Severity != "major" || q.Description == "" {
			t.Errorf("got %+v", q)
		}
	}
	if len(prints) != 2 || strings.Contains(got.quality[0].Fingerprint, "23") {
		t.Errorf("fingerprints: %v", prints)
	}
}

// However much is found, the comment is one that GitHub takes, and says how much it leaves out.
func TestReview_long(t *testing.T) {
	t.Parallel()
	got := newReview(t, world(map[string]string{
		"opa-eval":        `jq -n '[range(400) | {msg: ("€" * 900), rule: "long", file: "policies.tf", line: .}] | {deny: ., warn: .}'`,
		"spotnana-review": `echo "$@" >> "$ANSWERS/asked"; while [ "$1" != --limit ]; do shift; done; head -c "$2" /dev/zero | tr '\0' x`,
	}), nil)
	if n := utf8.RuneCountInString(got.comment); n > 65536 || n < 43000 {
		t.Errorf("the comment has %d characters", n)
	}
	if !strings.Contains(got.comment, "400 failed rules") || !strings.Contains(got.comment, " more, which the log has") || got.code != 2 {
		t.Errorf("ended with %d and %.200q", got.code, got.comment)
	}
}

// What the programs print has texts of the configuration. On GitHub a line that begins with :: is a command to the runner, which must not be theirs.
func TestReview_commands(t *testing.T) {
	t.Parallel()
	const theirs = "::stop-commands::endless"
	got := newReview(t, world(map[string]string{
		"terraform-fmt": "echo " + theirs + "; exit 3", "opa-test": "echo " + theirs, "spotnana-lint": misspelt,
		"terraform-plan": `echo '{"@level": "error", "@message": "Error\n` + theirs + `", "type": "diagnostic", "diagnostic": {"severity": "error", "summary": "` + theirs + `"}}'; exit 1`,
	}), []string{"GITHUB_ACTIONS=true", "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=acme/travel", "GITHUB_SHA=abc"})
	first, rest, _ := strings.Cut(got.stdout, "\n")
	word, stops := strings.CutPrefix(first, "::stop-commands::")
	before, after, resumes := strings.Cut(rest, "\n::"+word+"::\n")
	if !stops || len(word) < 10 || !resumes || strings.Count(before, "\n"+theirs) < 3 {
		t.Fatalf("the log is\n%s", got.stdout)
	}
	for line := range strings.Lines(after) {
		if !strings.HasPrefix(line, "::error ") {
			t.Errorf("%q is no annotation", line)
		}
	}
	if !strings.Contains(after, "::error file=policies.tf,line=6,title=Unknown to the provider::") {
		t.Errorf("no annotation in\n%s", after)
	}
}
