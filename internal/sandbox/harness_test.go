package sandbox

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(writerFile); path != "" {
		os.Exit(writeCompanies(path))
	}
	os.Exit(m.Run())
}

const testToken = "test-token"

// testOptions have a clock that stands at noon and ids that count.
func testOptions() Options {
	var n atomic.Int64
	return Options{
		Tokens: []string{testToken},
		Now:    func() time.Time { return time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC) },
		NewID:  func() string { return id(n.Add(1)) },
	}
}

func id(n int64) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

const unknownID = "00000000-0000-4000-8000-ffffffffffff"

// api is a client of one server.
type api struct {
	t      *testing.T
	server *Server
	rt     http.RoundTripper
	base   string
}

func newAPI(t *testing.T) *api {
	t.Helper()
	return inProcess(t, New(testOptions()))
}

func inProcess(t *testing.T, s *Server) *api {
	return &api{t: t, server: s, rt: s.Transport(), base: "https://api.example"}
}

// result is an answer that was read to its end.
type result struct {
	status int
	header http.Header
	raw    string
	body   any
}

// request sends one request; header are pairs that replace the usual ones, or take them away when the value is empty.
func request(ctx context.Context, rt http.RoundTripper, method, url, body string, header ...string) (*result, error) {
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "sandbox-test")
	r.Header.Set("Authorization", "Bearer "+testToken)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := rt.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	out := &result{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	if err != nil {
		return out, err
	}
	if decode(raw, &out.body) != nil {
		out.body = nil // no content, a page, or what a fault made of it
	}
	return out, nil
}

func (a *api) send(method, path, body string, header ...string) (*result, error) {
	a.t.Helper()
	return request(a.t.Context(), a.rt, method, a.base+path, body, header...)
}

// want sends one request that must be answered with the status.
func (a *api) want(status int, method, path, body string, header ...string) *result {
	a.t.Helper()
	out, err := a.send(method, path, body, header...)
	if err != nil {
		a.t.Fatalf("%s %s: %v", method, path, err)
	}
	if out.status != status {
		a.t.Fatalf("%s %s: got %d, want %d: %s", method, path, out.status, status, out.raw)
	}
	return out
}

// refused sends one request that must be answered with an error document of that status, code and field.
func (a *api) refused(status int, code, field, method, path, body string, header ...string) {
	a.t.Helper()
	out := a.want(status, method, path, body, header...)
	if textAt(out.body, "debugIdentifier") == "" {
		a.t.Errorf("no debugIdentifier in %s", out.raw)
	}
	messages, _ := lookup(out.body, "errorMessages").([]any)
	for _, m := range messages {
		if textAt(m, "errorCode") != code || textAt(m, "message") == "" {
			continue
		}
		parameters, _ := lookup(m, "errorParameters").([]any)
		if field == "" && len(parameters) == 0 {
			return
		}
		if len(parameters) == 1 && textAt(parameters[0], "name") == "field" && textAt(parameters[0], "value") == field {
			return
		}
	}
	a.t.Errorf("%s %s: want the code %s for %q, got %s", method, path, code, field, out.raw)
}

// create makes a company with further members and returns its id.
func (a *api) create(members string) string {
	a.t.Helper()
	return textAt(a.want(http.StatusCreated, "POST", "/v2/companies", companyJSON(members)).body, "id")
}

func (a *api) read(id string) map[string]any {
	a.t.Helper()
	o, _ := a.want(http.StatusOK, "GET", "/v2/companies/"+id, "").body.(map[string]any)
	return o
}

func companyJSON(members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"name":"Acme","billingCurrency":"EUR","companyRoles":["ORG"]` + members + `}`
}

// tree parses JSON for a comparison.
func tree(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := decode([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func same(t *testing.T, got any, want string) {
	t.Helper()
	if diff := cmp.Diff(tree(t, want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
