package httpx_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// control says that a terminal would do something else with a rune than show it, and that no header can hold it.
func control(r rune) bool { return unicode.IsControl(r) && r != '\n' }

// FuzzTokens has a token endpoint, or whatever stands in its place, answer anything: it may repeat the secret, as SECRET, or
// the whole request, as FORM. Without a token nothing is sent, so nothing is known of the object.
func FuzzTokens(f *testing.F) {
	const secret = "canary/<&> ü"
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		if status < 200 || status > 599 {
			return // the HTTP library lets nothing else through
		}
		reached := false
		n := httpx.NewNetwork(httpx.Options{Base: roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path != "/token" {
				if strings.ContainsFunc(r.Header.Get("Authorization"), unicode.IsControl) {
					return nil, errors.New("the HTTP library refuses this header")
				}
				reached = true
				return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
			}
			form, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			echo := strings.NewReplacer("SECRET", secret, "FORM", string(form)).Replace(string(body))
			return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(echo)), Request: r}, nil
		})})
		n.Secrets.Add(secret)
		endpoint := parse(t, "https://login.example.com/token")
		things := parse(t, "https://api.example.com/things")
		c := n.Client(things, n.Tokens(endpoint, plain, func(string) url.Values { return url.Values{"client_secret": {secret}} }), plain)
		var log buffer
		_, err := c.Do(tflogtest.RootLogger(t.Context(), &log), httpx.Request{Method: http.MethodPost, URL: things, Body: map[string]any{}})
		if (err == nil) != reached {
			t.Fatalf("%d %q: sent is %t, and the error %v", status, contentType, reached, err)
		}
		texts := []string{log.String()}
		if err != nil {
			e := failure(t, err)
			if e.Enveloped || e.Ambiguous || apierr.NotFound(err) {
				t.Errorf("%d %q of a token endpoint says something of the object: %+v", status, contentType, e)
			}
			texts = append(texts, err.Error(), e.Detail())
		} else if status/100 != 2 {
			t.Errorf("%d is a token", status)
		}
		for _, text := range texts {
			if strings.Contains(text, "canary") || !utf8.ValidString(text) || strings.ContainsFunc(text, control) {
				t.Errorf("not to be shown: %q", text)
			}
		}
	})
}
