package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"
)

// writerFile is the environment variable that turns the test binary into a process that writes to that sandbox file.
const writerFile = "SANDBOX_TEST_WRITER_FILE"

const perWriter = 15

// writeCompanies is that process: it creates companies and updates each once.
func writeCompanies(path string) int {
	s, err := Open(path, Options{})
	if err == nil {
		err = createMany(context.Background(), s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func createMany(ctx context.Context, s *Server) error {
	for range perWriter {
		out, err := request(ctx, s.Transport(), "POST", "http://any/v2/companies", companyJSON(""))
		if err != nil {
			return err
		}
		id := textAt(out.body, "id")
		body := companyJSON(`"updated":true,"id":{"id":"` + id + `"}`)
		if out, err = request(ctx, s.Transport(), "PUT", "http://any/v2/companies/"+id, body); err != nil {
			return err
		}
		if out.status != http.StatusNoContent {
			return fmt.Errorf("update of %q: %d %s", id, out.status, out.raw)
		}
	}
	return nil
}

func openAPI(t *testing.T, path string) *api {
	t.Helper()
	s, err := Open(path, testOptions())
	ok(t, err)
	return inProcess(t, s)
}

// TestFileIsShared has two other processes and two servers of this one write the same file at the same time.
func TestFileIsShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	self, err := os.Executable()
	ok(t, err)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = append(os.Environ(), writerFile+"="+path)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
		wg.Go(func() {
			s, err := Open(path, Options{})
			if err == nil {
				err = createMany(t.Context(), s)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	a := openAPI(t, path)
	ids, err := a.server.IDs(Companies)
	if err != nil || len(ids) != 4*perWriter {
		t.Fatalf("%d companies, want %d: %v", len(ids), 4*perWriter, err)
	}
	for _, id := range ids {
		if o := a.read(id); o["updated"] != true {
			t.Errorf("a write was lost: %v", o)
		}
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	ok(t, err)
	hidden, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*.json.*"))
	ok(t, err)
	if len(files) != 2 || len(hidden) != 0 {
		t.Errorf("files left: %v %v", files, hidden)
	}
}

func TestFileContent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a := openAPI(t, path)
	if again, err := Open(path, Options{}); err != nil || again.ID() != id(1) || a.server.ID() != id(1) {
		t.Errorf("the sandbox's own id is not kept: %v, %v", again, err)
	}
	org := a.create(`"x":"<&>","n":1.10`)
	a.want(201, "POST", "/v2/companies/"+org+"/partner-public-keys", pageForm(rsaJWK(`,"kid":"a"`)))
	a.read(org)
	ok(t, a.server.Remove(Policies, a.defaultPolicy(org))) // its content is not what this test is about
	got, err := os.ReadFile(path)
	ok(t, err)
	want := `{
  "version": 1,
  "id": "` + id(1) + `",
  "objects": {
    "companies": [
      {
        "id": "` + org + `",
        "object": {
          "billingCurrency": "EUR",
          "companyRoles": [
            "ORG"
          ],
          "id": {
            "id": "` + org + `"
          },
          "isActive": true,
          "n": 1.10,
          "name": "Acme",
          "x": "<&>"
        }
      }
    ],
    "partnerPublicKeys": [
      {
        "id": "` + id(3) + `",
        "parent": "` + org + `",
        "object": {
          "createdAt": "2026-08-01T12:00:00Z",
          "id": "` + id(3) + `",
          "kid": "a",
          "orgId": "` + org + `",
          "status": "ACTIVE",
          "thumbprint": "` + rfcThumbprint + `"
        }
      }
    ],
    "policies": []
  }
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, name := range []string{path, path + ".lock"} {
		info, err := os.Stat(name)
		ok(t, err)
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
}

// TestFileIsReadAgain: what a user edits by hand, or another process writes, is there for the next request; kinds that
// this version does not know are kept.
func TestFileIsReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a := openAPI(t, path)
	org := a.create("")
	text, err := os.ReadFile(path)
	ok(t, err)
	edited := strings.Replace(string(text), "Acme", "ACME", 1)
	edited = strings.Replace(edited, `"objects": {`, `"objects": {"later": [{"id": "1", "object": {}}],`, 1)
	ok(t, os.WriteFile(path, []byte(edited), 0o600))
	if got := a.read(org)["name"]; got != "ACME" {
		t.Errorf("name is %v", got)
	}
	second := openAPI(t, path)
	ok(t, second.server.Edit(Companies, org, func(o map[string]any) { o["name"] = "Other" }))
	if got := a.read(org)["name"]; got != "Other" {
		t.Errorf("name is %v", got)
	}
	if ids, err := a.server.IDs("later"); err != nil || len(ids) != 1 {
		t.Errorf("later is %v, %v", ids, err)
	}
	ok(t, os.Remove(path))
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/"+org, "")
}

// An editor may put a byte order mark before the file. The next write is without.
func TestFileMark(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a := openAPI(t, path)
	a.want(201, "POST", "/v2/companies", companyJSON(""))
	data, err := os.ReadFile(path)
	ok(t, err)
	ok(t, os.WriteFile(path, append([]byte("\ufeff"), data...), 0o600))
	b := openAPI(t, path)
	for _, api := range []*api{a, b} {
		if ids, err := api.server.IDs(Companies); err != nil || len(ids) != 1 {
			t.Errorf("the companies are %v, %v", ids, err)
		}
	}
	b.want(201, "POST", "/v2/companies", companyJSON(""))
	if data, err := os.ReadFile(path); err != nil || bytes.HasPrefix(data, []byte("\ufeff")) {
		t.Errorf("the file begins with %q, %v", data[:4], err)
	}
}

func TestFileNotUsable(t *testing.T) {
	for name, tt := range map[string]struct{ content, want string }{
		"empty":          {"", "not the JSON"},
		"no JSON":        {"resource {}", "not the JSON"},
		"half":           {`{"version":1,"objects":{"companies":[`, "not the JSON"},
		"more":           {`{"version":1,"objects":{}} {}`, "not the JSON"},
		"an array":       {`[]`, "not the JSON"},
		"UTF-16":         {"\xff\xfe{\x00}\x00", "has to be in UTF-8"},
		"other version":  {`{"version":2,"things":[]}`, "version 2"},
		"no version":     {`{"objects":{}}`, "version"},
		"other member":   {`{"version":1,"objects":{},"more":1}`, "objects cannot be read"},
		"other shape":    {`{"version":1,"objects":[]}`, "objects cannot be read"},
		"no id":          {`{"version":1,"objects":{"companies":[{"object":{}}]}}`, "companies[0]"},
		"no object":      {`{"version":1,"objects":{"companies":[{"id":"a"}]}}`, "companies[0]"},
		"null":           {`{"version":1,"objects":{"companies":[null]}}`, "companies[0]"},
		"twice the same": {`{"version":1,"objects":{"companies":[{"id":"a","object":{}},{"id":"a","object":{}}]}}`, "companies[1]"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sandbox.json")
			a := openAPI(t, path)
			ok(t, os.WriteFile(path, []byte(tt.content), 0o600))

			s, err := Open(path, Options{})
			if s != nil || err == nil {
				t.Fatal("the file was accepted")
			}
			// A server that is open already says the same, and no write gets through.
			out := a.want(500, "POST", "/v2/companies", companyJSON(""))
			for _, text := range []string{err.Error(), out.raw} {
				for _, want := range []string{path, tt.want, "left as it is", "move it away"} {
					if !strings.Contains(text, want) {
						t.Errorf("%q does not say %q", text, want)
					}
				}
			}
			if err := a.server.Insert(Companies, "", "b", map[string]any{}); err == nil {
				t.Error("an insert got through")
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != tt.content {
				t.Errorf("the file was changed to %q, %v", got, err)
			}
		})
	}
}

func TestFolderNotUsable(t *testing.T) {
	folder := t.TempDir()
	missing := filepath.Join(folder, "none")
	if _, err := Open(filepath.Join(missing, "sandbox.json"), Options{}); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(folder, Options{}); err == nil || !strings.Contains(err.Error(), folder) || !strings.Contains(err.Error(), "it is a folder") {
		t.Errorf("got %v", err)
	}

	// The folder disappears while the sandbox is open.
	gone := filepath.Join(folder, "gone")
	ok(t, os.Mkdir(gone, 0o700))
	a := openAPI(t, filepath.Join(gone, "sandbox.json"))
	a.create("")
	ok(t, os.RemoveAll(gone))
	a.refused(500, "SANDBOX_STORAGE", "", "POST", "/v2/companies", companyJSON(""))
}

// TestFailedSaveChangesNothing makes the file impossible to replace: a folder has its name.
func TestFailedSaveChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	f, err := openFile(path)
	ok(t, err)
	st := newState()
	ok(t, f.save(st))
	ok(t, os.Remove(path))
	ok(t, os.Mkdir(path, 0o700))
	st.put(Companies, &record{ID: "a", Object: map[string]any{}})
	if err := f.save(st); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	ok(t, os.Remove(path))
	back, err := f.load()
	ok(t, err)
	if len(back.objects[Companies]) != 0 {
		t.Error("what could not be saved is still there")
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); err != nil || len(left) != 0 {
		t.Errorf("files left: %v, %v", left, err)
	}
}

// TestLocks: readers do not exclude each other, a writer excludes all, and waiting ends with the request.
func TestLocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a := openAPI(t, path)
	org := a.create("")
	other := flock.New(path + ".lock")
	locked, err := other.TryRLock()
	if err != nil || !locked {
		t.Fatal("not locked", err)
	}
	a.read(org)

	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(a.server.Requests()) < 3 {
			runtime.Gosched()
		}
		cancel()
	}()
	if out, err := request(ctx, a.rt, "POST", "http://any/v2/companies", companyJSON("")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, %v", out, err)
	}
	ok(t, other.Unlock())
	if ids, err := a.server.IDs(Companies); err != nil || len(ids) != 1 {
		t.Errorf("companies are %v, %v", ids, err)
	}
}

func TestFileTokens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	s, err := Open(path, Options{})
	ok(t, err)
	a := inProcess(t, s)
	a.want(200, "GET", "/v2/companies", "", "Authorization", "Bearer any")
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", "")
	form := tokenForm("grant_type", "client_credentials", "client_id", "a", "client_secret", "b")
	token := textAt(a.want(200, "POST", oauthPath, form, "Content-Type", formType).body, "access_token")
	s.ExpireTokens()
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", "Bearer "+token)

	s, err = Open(path, Options{Clients: map[string]string{"a": "b"}})
	ok(t, err)
	inProcess(t, s).refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", "Bearer any")
}
