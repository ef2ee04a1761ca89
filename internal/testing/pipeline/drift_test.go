package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const drift = "<!-- travel-policy-drift -->\n"

// One issue: opened on drift, edited when the report changes, closed when all is clean. What is not applied yet does nothing.
func TestDriftIssue(t *testing.T) {
	forEach(t, func(t *testing.T, forged scripts, f *forge, env []string) {
		f.issues = append(f.issues, f.entry(stranger, drift+"not ours", forged.api.open), f.entry(ourselves, drift+"of last year", forged.api.closed))
		if forged.name == "github" { // where a pull request is an issue too
			f.issues = append(f.issues, f.entry(ourselves, drift+"a pull request", map[string]any{"state": "open", "pull_request": map[string]any{}}))
		}
		for range 40 {
			f.issues = append(f.issues, f.entry(stranger, "hello", forged.api.open))
		}
		untouched := len(f.issues)
		first := forged.api.issues + "/" + strconv.Itoa(f.nextID+1)
		second := forged.api.issues + "/" + strconv.Itoa(f.nextID+2)
		for i, step := range []struct {
			code, text string
			sent       []string
			issues     []string // the states of ours
		}{
			{"0", "clean", nil, nil},
			{"4", "not applied", nil, nil},
			{"3", "a cap of 200", []string{"POST " + forged.api.issues}, []string{"open"}},
			{"3", "a cap of 200", nil, []string{"open"}},
			{"3", "a cap of 300", []string{forged.api.edit + " " + first}, []string{"open"}},
			{"4", "not applied", nil, []string{"open"}},
			{"0", "clean", []string{forged.api.edit + " " + first, "POST " + first + forged.api.talk}, []string{"closed"}},
			{"0", "clean", nil, []string{"closed"}},
			{"4", "not applied", nil, []string{"closed"}},
			{"3", "a cap of 400", []string{"POST " + forged.api.issues}, []string{"closed", "open"}},
			{"0", "clean", []string{forged.api.edit + " " + second, "POST " + second + forged.api.talk}, []string{"closed", "closed"}},
		} {
			folder := t.TempDir()
			write(t, folder, "exit-code", step.code+"\n", 0o600)
			write(t, folder, "drift.md", drift+step.text+"\n", 0o600)
			got := run(t, filepath.Join(example, "ci/drift-issue-"+forged.name+".sh"), env, folder)
			if sent := f.written(); got.code != 0 || !slices.Equal(sent, step.sent) {
				t.Fatalf("step %d: got %+v and %q, want %q", i, got, sent, step.sent)
			}
			var states []string
			for _, issue := range f.issues[untouched:] {
				states = append(states, strings.Replace(issue["state"].(string), "opened", "open", 1))
			}
			if !slices.Equal(states, step.issues) {
				t.Fatalf("step %d: the issues are %q, want %q", i, states, step.issues)
			}
			if step.code == "3" && f.issues[len(f.issues)-1][forged.api.text] != drift+step.text+"\n" {
				t.Errorf("step %d: the issue says %q", i, f.issues[len(f.issues)-1][forged.api.text])
			}
		}
		if f.issues[0][forged.api.text] != drift+"not ours" {
			t.Error("a stranger's issue was overwritten")
		}
	})
}

// A check that failed says nothing about drift, so nothing is opened or closed.
func TestDriftIssue_failed(t *testing.T) {
	forEach(t, func(t *testing.T, forged scripts, f *forge, env []string) {
		folder := t.TempDir()
		write(t, folder, "exit-code", "1\n", 0o600)
		write(t, folder, "drift.md", drift, 0o600)
		for _, into := range []string{folder, t.TempDir()} {
			if got := run(t, filepath.Join(example, "ci/drift-issue-"+forged.name+".sh"), env, into); got.code == 0 || len(f.written()) != 0 {
				t.Errorf("%s: got %+v", forged.name, got)
			}
		}
	})
}

// The check says in its exit code what it found, and keeps the plan to itself; its report is no command to GitHub's runner, whoever named what is in it.
func TestDrift(t *testing.T) {
	t.Parallel()
	needs(t, "bash", "jq")
	for drifted, kept := range map[string]string{"0": "0\n", "3": "3\n", "4": "4\n", "1": ""} {
		root := t.TempDir()
		got := runAmong(t, root, "drift.sh", map[string]string{
			"terraform-plan": planned, "terraform-show": "echo " + secret, "spotnana-drift": "echo ::error::theirs; exit " + drifted,
		}, []string{"GITHUB_ACTIONS=true"}, filepath.Join(root, "out"))
		if strconv.Itoa(got.code) != drifted || !strings.HasPrefix(got.stdout, "::stop-commands::tmp.") || !strings.HasSuffix(got.stdout, "::error::theirs\n") || strings.Contains(got.stdout+got.stderr, secret) {
			t.Errorf("%s: got %+v", drifted, got)
		}
		for name, want := range map[string]string{"exit-code": kept, "drift.md": drift + "::error::theirs\n"} {
			text, err := os.ReadFile(filepath.Join(root, "out", name))
			if (err == nil) != (kept != "") || err == nil && string(text) != want {
				t.Errorf("%s: %s has %q, %v", drifted, name, text, err)
			}
		}
	}
}
