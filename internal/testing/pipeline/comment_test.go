package pipeline

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const review = "<!-- travel-policy-review -->\n"

// scripts are those for one of the two forges, which have its name in theirs.
type scripts struct {
	name string
	api  dialect
}

// forEach tries the scripts for each forge, with what they need of it.
func forEach(t *testing.T, try func(t *testing.T, forged scripts, f *forge, env []string)) {
	t.Helper()
	t.Parallel()
	needs(t, "bash", "curl", "jq")
	for _, forged := range []scripts{{"github", github}, {"gitlab", gitlab}} {
		t.Run(forged.name, func(t *testing.T) {
			t.Parallel()
			f, env := newForge(t, forged.api)
			try(t, forged, f, env)
		})
	}
}

// One comment, however often the pipeline runs: made once, edited afterwards, and left alone where nothing changed.
func TestComment(t *testing.T) {
	forEach(t, func(t *testing.T, forged scripts, f *forge, env []string) {
		// Others talk too, more than a page of them. Somebody wrote our marker, and somebody quoted it.
		f.comments = append(f.comments, f.entry(stranger, review+"not ours", nil), f.entry(ourselves, "> "+review, nil))
		for range 70 {
			f.comments = append(f.comments, f.entry(stranger, "hello", nil))
		}
		folder := t.TempDir()
		post := func(text string) outcome {
			return run(t, filepath.Join(example, "ci/comment-"+forged.name+".sh"), env, write(t, folder, "comment.md", text, 0o600))
		}
		for _, step := range []struct {
			text, says string
			sent       []string
		}{
			{review + "a \"quoted\" cap: 140 €\n", "made the comment", []string{"POST " + forged.api.comments}},
			{review + "a \"quoted\" cap: 140 €\n", "the comment says so already", nil},
			{review + "170 €\n", "edited the comment", []string{forged.api.edit + " " + forged.api.comment(f.nextID+1)}},
		} {
			got := post(step.text)
			if sent := f.written(); got.code != 0 || strings.TrimSpace(got.stdout) != step.says || !slices.Equal(sent, step.sent) {
				t.Fatalf("%q: got %+v and %q, want %q and %q", step.text, got, sent, step.says, step.sent)
			}
			if last := f.comments[len(f.comments)-1]["body"]; last != step.text {
				t.Errorf("the comment is %q, want %q", last, step.text)
			}
		}
		if f.comments[0]["body"] != review+"not ours" {
			t.Error("a stranger's comment was overwritten")
		}
	})
}

// A refusal is told with the forge's words, and no request that writes is repeated.
func TestComment_refused(t *testing.T) {
	forEach(t, func(t *testing.T, forged scripts, f *forge, env []string) {
		script := filepath.Join(example, "ci/comment-"+forged.name+".sh")
		file := write(t, t.TempDir(), "comment.md", review, 0o600)

		f.broken = http.MethodPost
		got := run(t, script, env, file)
		if sent := f.written(); got.code != 1 || !strings.Contains(got.stderr, "502 try later") || len(sent) != 1 {
			t.Errorf("broken: got %+v and %q", got, sent)
		}

		f.api.token = "another"
		if got := run(t, script, env, file); got.code != 1 || !strings.Contains(got.stderr, "401 Unauthorized") {
			t.Errorf("wrong token: got %+v", got)
		}
		if got := run(t, script, env, write(t, t.TempDir(), "comment.md", "no marker\n", 0o600)); got.code != 1 || !strings.Contains(got.stderr, "marker") {
			t.Errorf("no marker: got %+v", got)
		}
		if sent := f.written(); len(sent) != 0 {
			t.Errorf("sent %q", sent)
		}
	})
}

// A token of a person is known by its name, so that the comments are that person's.
func TestComment_ownToken(t *testing.T) {
	t.Parallel()
	needs(t, "bash", "curl", "jq")
	api := github
	api.me = map[string]any{"login": "mallory"}
	f, env := newForge(t, api)
	f.comments = append(f.comments, f.entry(ourselves, review, nil), f.entry(stranger, review, nil))
	got := run(t, filepath.Join(example, "ci/comment-github.sh"), env, write(t, t.TempDir(), "comment.md", review+"new\n", 0o600))
	if got.code != 0 || f.comments[1]["body"] != review+"new\n" || f.comments[0]["body"] != review {
		t.Errorf("got %+v and %v", got, f.comments)
	}
}
