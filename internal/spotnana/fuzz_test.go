package spotnana_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

type roundTrip func(*http.Request) (*http.Response, error)

// control says that a terminal would do something else with a rune than show it.
func control(r rune) bool { return unicode.IsControl(r) && r != '\n' }

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// FuzzAnswer has the API, or whatever stands in its place, answer anything.
func FuzzAnswer(f *testing.F) {
	const token = "canary-access-token"
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		if status < 200 || status > 599 {
			return // the HTTP library lets nothing else through
		}
		c := client(t, spotnana.Config{BaseURL: "https://api.example.com", AccessToken: token, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			echo := strings.ReplaceAll(string(body), "TOKEN", strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
			return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(echo)), Request: r}, nil
		})})
		_, err := c.Do(t.Context(), spotnana.Request{Method: http.MethodGet, Path: "/v2/companies/1"})
		if err == nil {
			if status/100 != 2 || len(bytes.TrimSpace(body)) > 0 && !strings.Contains(strings.ToLower(contentType), "json") {
				t.Errorf("%d %q is an answer", status, contentType)
			}
			return
		}
		e := failure(t, err)
		if e.Status != status || e.Path != "/v2/companies/1" {
			t.Errorf("got %+v", e)
		}
		// Only the API's own document of a 404 says that something is gone.
		own := strings.Contains(strings.ToLower(contentType), "json") && strings.Contains(string(body), "errorMessages")
		if apierr.NotFound(err) && !(status == http.StatusNotFound && own) || e.Enveloped && !own {
			t.Errorf("taken for the API's own document: %d %q %s", status, contentType, body)
		}
		if e.Enveloped && len(e.Messages) == 0 {
			t.Error("a document that says nothing")
		}
		for _, text := range []string{err.Error(), e.Detail(), e.Hint, e.TraceID} {
			if strings.Contains(text, "canary") {
				t.Errorf("the token is in %q", text)
			}
			if !utf8.ValidString(text) || strings.ContainsFunc(text, control) {
				t.Errorf("not a text: %q", text)
			}
		}
	})
}
