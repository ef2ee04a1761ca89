package acctest

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The search must be able to fail: for a secret, for a log that is not there, and for logs that hold something else.
func TestLogFiles_check(t *testing.T) {
	const good = "[TRACE] terraform\n[DEBUG] HTTP request\n[TRACE] HTTP bodies: {\"billingCurrency\":\"EUR\"} sandbox-000001\n"
	for _, tc := range []struct{ name, log, want string }{
		{"good", good, ""},
		{"canary", good + "x " + canary + "client-secret y\n", "good.log:4: the secret " + canary + "client-secret is in the log"},
		{"token", good + `{"access_token":"sandbox-2f1d9a5e-7c1b-4c0e-9b1a-0123456789ab"}`, "good.log:4: the secret sandbox-2f1d9a5e-7c1b-4c0e-9b1a-0123456789ab"},
		{"not trace", strings.ReplaceAll(good, "[TRACE]", "[DEBUG]"), "the log of good is not at trace level"},
		{"no provider", "[TRACE] terraform\n", `no log has "HTTP request"`},
		{"no bodies", "[TRACE] HTTP request billingCurrency\n", `no log has "HTTP bodies"`},
		{"no log", "", "the test good left no log"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := &logFiles{dir: t.TempDir(), expected: []string{"good"}, traffic: true}
			if tc.log != "" {
				if err := os.WriteFile(filepath.Join(l.dir, "good.log"), []byte(tc.log), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := l.check()
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("got %v", err)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// So must the search of what Terraform keeps.
func TestCheckFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var plan bytes.Buffer
	archive := zip.NewWriter(&plan)
	f, err := archive.Create("tfplan")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(bytes.Repeat([]byte(canary+"app-key "), 10)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	write("main.tf", []byte(canary+"secret-key")) // written by hand
	write("terraform.tfstate", []byte(`{"serial": 1}`))
	if err := checkFolder(dir); err != nil {
		t.Errorf("got %v", err)
	}
	write("tfplan", plan.Bytes())
	write("terraform.tfstate.backup", []byte(canary+"secret-key"))
	err = checkFolder(dir)
	for _, want := range []string{canary + "app-key is in tfplan/tfplan", canary + "secret-key is in terraform.tfstate.backup"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
