package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
)

const acme = "4974a66b-7493-4f41-908c-58ba81093947"

// account serves a sandbox with a company and its default policy, behind something that sees each request first.
func account(t *testing.T, before func(*http.Request)) *sandbox.Server {
	t.Helper()
	s := sandbox.New(sandbox.Options{DiscardRequests: true})
	insert(t, s, sandbox.Companies, "", acme, map[string]any{"id": map[string]any{"id": acme}, "name": "Müller & Söhne", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		before(r)
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	for name, value := range map[string]string{"SPOTNANA_BASE_URL": web.URL, "SPOTNANA_CLIENT_ID": "id", "SPOTNANA_CLIENT_SECRET": "secret"} {
		t.Setenv(name, value)
	}
	for _, name := range []string{"SPOTNANA_ACCESS_TOKEN", "SPOTNANA_SANDBOX", "SPOTNANA_TOKEN_URL", "UNITE_BASE_URL"} {
		t.Setenv(name, "")
	}
	return s
}

func insert(t *testing.T, s *sandbox.Server, kind sandbox.Kind, parent, id string, object map[string]any) {
	t.Helper()
	if err := s.Insert(kind, parent, id, object); err != nil {
		t.Fatal(err)
	}
}

func TestExport(t *testing.T) {
	account(t, func(*http.Request) {})
	out := filepath.Join(t.TempDir(), "travel")
	code, said, errOut := call(t, "export", "--all", "--out", out)
	if code != 0 || errOut != "" {
		t.Fatalf("got %d, %q", code, errOut)
	}
	for _, want := range []string{
		"Exported 2 objects of 1 company, ", " to " + out + ": 5 files with ", "Left out:\n  - trip_agent_notes: ", "  - unite_companies: No ",
		"Next: terraform -chdir=" + out + " init, then", "2 to import, 0 to add, 0 to change, 0 to destroy.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("there is no %q in\n%s", want, said)
		}
	}
	text, err := os.ReadFile(filepath.Join(out, "mueller_and_soehne_policies.tf"))
	if err != nil || !strings.Contains(string(text), "  company_id  = spotnana_company.mueller_and_soehne.id\n") {
		t.Errorf("got %v,\n%s", err, text)
	}

	// What is there is not written over, and what is asked for is said.
	mine := filepath.Join(out, "mine.tf")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	code, said, errOut = call(t, "export", "--all", "--out", out)
	if code != 1 || said != "" || !strings.Contains(errOut, "is there already and not empty (EXPORT.md, imports.tf, mine.tf, ") {
		t.Errorf("got %d, %q, %q", code, said, errOut)
	}
	code, said, errOut = call(t, "export", "--company", acme, "--kinds", "company", "--kinds", "spotnana_department", "--out", out, "--force")
	if code != 0 || errOut != "" {
		t.Errorf("got %d, %q", code, errOut)
	}
	for _, want := range []string{
		"Exported 1 object of 1 company, ", "Replaced: EXPORT.md, imports.tf, mueller_and_soehne_company.tf, versions.tf.\n",
		"Removed, of an earlier export: mueller_and_soehne_policies.tf.\n", "Kept, not of an export: mine.tf.\n", "terraform state mv <old address> <new address>",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("there is no %q in\n%s", want, said)
		}
	}
}

func TestExport_refuses(t *testing.T) {
	account(t, func(*http.Request) {})
	parent := t.TempDir()
	for want, args := range map[string][]string{
		"say what to export: --all, or --company":                  {},
		"say what to export: --all, or --company ":                 {"--all", "--company", "x"},
		`--kinds: "polcy" is no kind of object; there are company`: {"--all", "--kinds", "polcy"},
		`unexpected argument "acme"`:                               {"acme"},
		"unknown flag -all: write --all":                           {"-all"},
		"--out is empty: name the folder":                          {"--all", "--out", " "},
		"--kinds is empty: name kinds":                             {"--all", "--kinds", ""},
		"there is no folder " + filepath.Join(parent, "none"):      {"--all", "--out", filepath.Join(parent, "none", "out")},
		"there is no company 0d3c5e1b-0000-4000-8000-000000000000": {"--company", "0d3c5e1b-0000-4000-8000-000000000000", "--out", filepath.Join(parent, "out")},
	} {
		if code, out, errOut := call(t, append([]string{"export"}, args...)...); code != 1 || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%v: got %d, %q, %q", args, code, out, errOut)
		}
	}
	t.Setenv("SPOTNANA_CLIENT_ID", "")
	t.Setenv("SPOTNANA_CLIENT_SECRET", "")
	code, _, errOut := call(t, "export", "--all", "--out", filepath.Join(parent, "out"))
	if code != 1 || !strings.Contains(errOut, "No credentials for Spotnana") || !strings.Contains(errOut, "SPOTNANA_CLIENT_ID") {
		t.Errorf("got %d, %q", code, errOut)
	}
}

// A folder is one word of the command that is said to come next.
func TestExport_folderWithSpaces(t *testing.T) {
	account(t, func(*http.Request) {})
	out := filepath.Join(t.TempDir(), "Bob's travel")
	code, said, errOut := call(t, "export", "--company", acme, "--kinds", "company", "--out", out)
	if want := `terraform -chdir='` + strings.ReplaceAll(out, "'", `'\''`) + `' plan: 1 to import`; code != 0 || !strings.Contains(said, want) {
		t.Errorf("got %d, %q, %q", code, said, errOut)
	}
}

// The bar is one line, which the end takes away, and it is nowhere but on a terminal.
func TestProgress(t *testing.T) {
	var out strings.Builder
	p := newProgress(&out)
	p.show("lists", 1, 2)
	p.end()
	if out.Len() > 0 {
		t.Errorf("got %q", out.String())
	}
	p.on = true
	p.show("lists", 0, 0)
	p.show("lists", 1, 2)
	p.show("objects", 2, 2)
	p.end()
	want := "\r\x1b[K[###############...............] lists 1/2\r\x1b[K[##############################] objects 2/2\r\x1b[K"
	if out.String() != want {
		t.Errorf("got %q", out.String())
	}
}
