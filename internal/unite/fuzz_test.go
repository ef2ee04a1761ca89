package unite_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

type roundTrip func(*http.Request) (*http.Response, error)

// control says that a terminal would do something else with a rune than show it.
func control(r rune) bool { return unicode.IsControl(r) && r != '\n' }

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func respond(r *http.Request, status int, contentType, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}
}

// FuzzProblem has the API, or whatever stands in its place, answer anything in place of the root.
func FuzzProblem(f *testing.F) {
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		if status < 200 || status > 599 {
			return // the HTTP library lets nothing else through
		}
		c := client(t, unite.Config{BaseURL: "https://api.example.com", AccessToken: "canary-token", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			return respond(r, status, contentType, strings.ReplaceAll(string(body), "TOKEN", "canary-token")), nil
		})})
		_, err := c.Tenant(t.Context())
		if err == nil {
			if status/100 != 2 {
				t.Errorf("%d is an answer", status)
			}
			return
		}
		if apierr.NotFound(err) {
			t.Errorf("%d %q of the root says that a company is gone", status, contentType)
		}
		texts := []string{err.Error()}
		if e := apierr.As(err); e != nil {
			texts = append(texts, e.Detail())
			if e.Enveloped && !strings.HasPrefix(strings.ToLower(contentType), problemType) {
				t.Errorf("taken for the API's own document: %q %s", contentType, body)
			}
			for _, m := range e.Messages {
				texts = append(texts, m.Pointer)
			}
		}
		for _, text := range texts {
			if strings.Contains(text, "canary") || !utf8.ValidString(text) || strings.ContainsFunc(text, control) {
				t.Errorf("not to be shown: %q", text)
			}
		}
	})
}

// FuzzLinks has documents lead anywhere: no request leaves the origin, reads only read, and no link says that a company is
// gone.
func FuzzLinks(f *testing.F) {
	f.Fuzz(func(t *testing.T, rel, method, tenant, companies, self string, total int) {
		links := func(entries ...any) map[string]any { return map[string]any{"links": entries} }
		link := func(rel, method, href string) any { return map[string]any{"rel": rel, "method": method, "href": href} }
		documents := []map[string]any{
			{"tenantId": "t", "_schema": links("x", link(rel, method, tenant), link("tenant-root", method, tenant))},
			{"_schema": links(link("companies", "", companies), link("companies", "GET", "/companies"), link("create-company", method, companies))},
			{"total": json.Number(fmt.Sprint(total)), "members": []any{map[string]any{"companyId": "1", "_schema": links(link("self", method, self))}}},
		}
		sent := 0
		creating := false
		c := client(t, unite.Config{BaseURL: "https://api.example.com/api", AccessToken: "token", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Scheme != "https" || strings.TrimSuffix(strings.ToLower(r.URL.Host), ":443") != "api.example.com" || r.URL.User != nil {
				t.Errorf("a request went to %s", r.URL)
			}
			if r.Method != http.MethodGet && !creating {
				t.Errorf("reading sends %s %s", r.Method, r.URL)
			}
			data, err := json.Marshal(documents[min(sent, len(documents)-1)])
			if err != nil {
				return nil, err
			}
			sent++
			return respond(r, http.StatusOK, mediaType, string(data)), nil
		})})
		if _, err := c.Companies(t.Context(), "", "", false); apierr.NotFound(err) {
			t.Errorf("a list says that a company is gone: %v", err)
		}
		if company, at, err := c.Company(t.Context(), "1", self, true); err == nil && company["companyId"] != "1" {
			t.Errorf("another company: %v at %s", company, at)
		}
		sent, creating = 0, true
		if _, _, err := c.CreateCompany(t.Context(), httpx.Write{}, map[string]any{"name": "n"}, nil); apierr.NotFound(err) {
			t.Errorf("a create says that a company is gone: %v", err)
		}
	})
}
