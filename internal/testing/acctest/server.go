// Package acctest is what the acceptance tests share: a sandbox behind real HTTP with the provider in this process, the
// Terraform CLI to drive it, and canary secrets that must not turn up in any log.
package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// ProviderVersion is the version that the provider under test reports.
const ProviderVersion = "0.0.0-acctest"

// Server is a sandbox of one test, served over HTTP and recorded for the contract check.
type Server struct {
	*sandbox.Server
	// URL is the provider's base_url.
	URL string

	t *testing.T
}

// NewServer starts a sandbox for the test, which is skipped unless TF_ACC is set. At the end of the test it fails when a
// fault that was to strike a number of times never did: then the test did not test what it says. The sandbox's options may
// be changed.
func NewServer(t *testing.T, change ...func(*sandbox.Options)) *Server {
	t.Helper()
	return newServer(t, func(s http.Handler) http.Handler { return contract.RecordAs(t.Name(), s) }, change...)
}

// NewUnrecordedServer is NewServer for a test whose objects have on purpose what no document of the vendor has: the
// contract check does not see them.
func NewUnrecordedServer(t *testing.T) *Server {
	t.Helper()
	return newServer(t, func(s http.Handler) http.Handler { return s })
}

// NewQuickServer is NewUnrecordedServer for a test that does without the Terraform CLI: it runs without TF_ACC, too, and
// leaves no log.
func NewQuickServer(t *testing.T) *Server {
	t.Helper()
	return serve(t, func(s http.Handler) http.Handler { return s }, func() {})
}

func newServer(t *testing.T, record func(http.Handler) http.Handler, change ...func(*sandbox.Options)) *Server {
	t.Helper()
	Required(t)
	return serve(t, record, logs.sent, change...)
}

func serve(t *testing.T, record func(http.Handler) http.Handler, sent func(), change ...func(*sandbox.Options)) *Server {
	t.Helper()
	options := sandbox.Options{Clients: map[string]string{ClientID: ClientSecret}, Unite: sandbox.UniteOptions{
		Clients: map[string]string{UniteID: UniteSecret}, Tokens: []string{uniteToken}, RefreshTokens: []string{UniteRefreshToken},
	}}
	for _, c := range change {
		c(&options)
	}
	s := sandbox.New(options)
	listener := httptest.NewServer(record(s))
	t.Cleanup(func() {
		listener.Close()
		if len(s.Requests()) > 0 {
			sent()
		}
		if left := s.ClearFaults(); left > 0 && !t.Failed() {
			t.Errorf("%d faults of the sandbox did not strike as often as they should", left)
		}
	})
	return &Server{Server: s, URL: listener.URL, t: t}
}

// Behind serves the sandbox through something that may change its answers, and returns the provider's base_url for it. The
// contract check does not see them.
func (s *Server) Behind(change func(*http.Request, *httptest.ResponseRecorder)) string {
	s.t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		change(r, answer)
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()) // a client that is gone has nobody to tell
	}))
	s.t.Cleanup(proxy.Close)
	return proxy.URL
}

// Required skips a test unless TF_ACC is set, and notes that its logs are expected.
func Required(t *testing.T) {
	t.Helper()
	if os.Getenv(resource.EnvTfAcc) == "" {
		t.Skipf("%s is not set: acceptance tests run the Terraform CLI", resource.EnvTfAcc)
	}
	logs.expect(t)
}

// Config is a configuration with the provider block for this server before it.
func (s *Server) Config(hcl ...string) string {
	return s.Provider() + strings.Join(hcl, "\n")
}

// Provider is a provider block for this server, with further arguments. The credentials come from the environment.
func (s *Server) Provider(arguments ...string) string {
	return fmt.Sprintf("provider \"spotnana\" {\n  base_url            = %q\n  requests_per_second = 0\n  %s\n}\n",
		s.URL, strings.Join(arguments, "\n  "))
}

// Unite is the provider's argument for the Unite API of this server, whose access token comes from the environment.
func (s *Server) Unite() string {
	return fmt.Sprintf("unite = { base_url = %q }", s.URL+sandbox.UniteRoot)
}

// Test runs acceptance test steps with the provider in this process.
func (s *Server) Test(steps ...resource.TestStep) {
	s.t.Helper()
	resource.Test(s.t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: Factories(),
		CheckDestroy:             s.CheckDestroy,
		Steps:                    steps,
	})
}

// Factories make the provider under test. It does not wait long before it tries again.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){"spotnana": providerServer}
}

func providerServer() (tfprotov6.ProviderServer, error) { return crud.NewServer(newProvider()), nil }

func newProvider() *provider.Provider {
	return &provider.Provider{Version: ProviderVersion, RetryWait: 2 * time.Millisecond}
}

// CheckDestroy fails when an object that was in state is still there, or is gone although its API deletes nothing,
// or when a secret was in state.
func (s *Server) CheckDestroy(before *terraform.State) error {
	for name, r := range before.RootModule().Resources {
		for attribute, value := range r.Primary.Attributes {
			if HasSecret(value) {
				return fmt.Errorf("%s: a secret is in state, in %s", name, attribute)
			}
		}
		about := subject.Of(r.Type)
		switch {
		case strings.HasPrefix(name, "data."), !strings.HasPrefix(r.Type, "spotnana_"):
			continue
		case about == nil:
			return fmt.Errorf("%s: there is no test subject for %s", name, r.Type)
		}
		id := about.StoredID(func(attribute string) string { return r.Primary.Attributes[attribute] })
		object, err := s.Get(about.Kind, id)
		switch left := err == nil; {
		case about.Eternal != "" && !left:
			return fmt.Errorf("%s: the %s %s is gone, but %s: %w", name, about.Title, id, about.Eternal, err)
		case about.Eternal == "" && left && (about.Remains == nil || !about.Remains(object)):
			return fmt.Errorf("%s: the %s %s is still there", name, about.Title, id)
		}
	}
	return nil
}

// Only is the only object of a kind in the sandbox, with its id.
func (s *Server) Only(kind sandbox.Kind) (string, map[string]any) {
	s.t.Helper()
	ids := s.List(kind)
	if len(ids) != 1 {
		s.t.Fatalf("the sandbox has %d %s, expected one", len(ids), kind)
	}
	object, err := s.Get(kind, ids[0])
	if err != nil {
		s.t.Fatal(err)
	}
	return ids[0], object
}

// EditOnly changes the only object of a kind behind Terraform's back.
func (s *Server) EditOnly(kind sandbox.Kind, change func(object map[string]any)) {
	s.t.Helper()
	id, _ := s.Only(kind)
	if err := s.Edit(kind, id, change); err != nil {
		s.t.Fatal(err)
	}
}

// Company is the only company in the sandbox, with its id.
func (s *Server) Company() (string, map[string]any) {
	s.t.Helper()
	return s.Only(sandbox.Companies)
}

// List are the ids of all objects of a kind.
func (s *Server) List(kind sandbox.Kind) []string {
	s.t.Helper()
	ids, err := s.IDs(kind)
	if err != nil {
		s.t.Fatal(err)
	}
	return ids
}

// EditCompany changes the only company behind Terraform's back.
func (s *Server) EditCompany(change func(company map[string]any)) {
	s.t.Helper()
	s.EditOnly(sandbox.Companies, change)
}

// Sent are the recorded requests with the method and a path, in which * stands for any one segment.
func (s *Server) Sent(method, path string) []sandbox.Exchange {
	return slices.DeleteFunc(s.Requests(), func(e sandbox.Exchange) bool {
		return e.Method != method || !slices.EqualFunc(strings.Split(path, "/"), strings.Split(e.Path, "/"),
			func(want, got string) bool { return want == "*" || want == got })
	})
}

// Writes are the recorded requests that change something, as method and path; requests for tokens do not.
func (s *Server) Writes() []string {
	var out []string
	for _, e := range s.Requests() {
		if e.Method != http.MethodGet && !strings.HasPrefix(e.Path, "/v2/auth/") && e.Path != sandbox.UniteTokenPath {
			out = append(out, e.Method+" "+e.Path)
		}
	}
	return out
}

// LastBody is the decoded body of the last request with the method and path.
func (s *Server) LastBody(method, path string) map[string]any {
	s.t.Helper()
	sent := s.Sent(method, path)
	if len(sent) == 0 {
		s.t.Fatalf("no %s %s was sent, but %v", method, path, s.Writes())
	}
	return Object(s.t, sent[len(sent)-1].Body)
}

// Object decodes a JSON object, its numbers as their text.
func Object(t *testing.T, data []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		t.Fatalf("not a JSON object: %v: %s", err, data)
	}
	return out
}

// With is a copy of an object with some members replaced, or taken away where the value is nil.
func With(object map[string]any, members map[string]any) map[string]any {
	out := maps.Clone(object)
	for name, v := range members {
		if v == nil {
			delete(out, name)
		} else {
			out[name] = v
		}
	}
	return out
}
