package httpx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// Tokens is a source that fetches from a token endpoint (RFC 6749, 3.2). form is what to send; it is given the refresh token
// of the last answer, empty when there was none: an endpoint may answer a new one that ends the one before. Requests have the
// retries, the rate limit and the log of n, and errors of the endpoint become an *apierr.Error in the words of d.
func (n *Network) Tokens(endpoint *url.URL, d Dialect, form func(refresh string) url.Values) *Tokens {
	// Fetches come one at a time.
	client, refresh := n.client(endpoint, nil), ""
	var refusal *apierr.Error
	return &Tokens{fetch: func(ctx context.Context) (*token, error) {
		if refusal != nil {
			return nil, refusal // asking again with the same credentials only uses up the endpoint's patience
		}
		c := &call{}
		data, err := post(withCall(ctx, c), client, endpoint, form(refresh))
		if err != nil {
			return nil, n.noToken(endpoint, d, c, func(e *apierr.Error) {
				e.Status = 0
				failed(e, c, inWords(ctx, err))
			})
		}
		answer := grantOf(c.contentType, data)
		value, _ := answer["access_token"].(string)
		if c.status/100 != 2 || value == "" {
			e := n.noToken(endpoint, d, c, func(e *apierr.Error) { n.ungranted(e, d, c, answer, data) })
			if refuses(e) {
				refusal = e
			}
			return nil, e
		}
		if next, _ := answer["refresh_token"].(string); next != "" {
			refresh = next
		}
		n.Secrets.Add(value, refresh)
		fetched := &token{value: value}
		if life := lifetime(answer["expires_in"]); life > 0 {
			fetched.expiry = time.Now().Add(life)
		}
		return fetched, nil
	}}
}

// post sends a form and returns what came, whatever its status.
func post(ctx context.Context, client *http.Client, to *url.URL, form url.Values) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, &unsentError{err}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	return io.ReadAll(resp.Body)
}

// grantOf are the members of what a token endpoint answered (RFC 6749, 5): JSON, whatever it is called, or the form that
// endpoints from before that standard answer. Nil is neither.
func grantOf(contentType string, data []byte) map[string]any {
	if v, err := decodeJSON(data); err == nil {
		members, _ := v.(map[string]any)
		return members
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil || media != "application/x-www-form-urlencoded" && media != "text/plain" {
		return nil
	}
	form, err := url.ParseQuery(string(data))
	if err != nil {
		return nil
	}
	members := map[string]any{}
	for name := range form {
		members[name] = form.Get(name)
	}
	return members
}

// lifetime is for how long a token is good: expires_in, in seconds, as a number or as its text, also with a fraction. What
// cannot be understood counts as not given and is 0, like a time that is over already: then the token serves until it is
// refused, which costs one request.
func lifetime(expiresIn any) time.Duration {
	seconds, err := strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(expiresIn)), 64)
	if err != nil || !(seconds > 0) { // so that NaN is none
		return 0
	}
	const most = 365 * 24 * 60 * 60 // keeps the product within a Duration
	return time.Duration(min(seconds, most) * float64(time.Second))
}

// ungranted fills e from an answer that grants no token: the error of the standard (RFC 6749, 5.2), the API's own document, or
// the beginning of what came.
func (n *Network) ungranted(e *apierr.Error, d Dialect, c *call, answer map[string]any, data []byte) {
	code, _ := answer["error"].(string)
	description, _ := answer["error_description"].(string)
	switch {
	case code != "":
		e.Messages = []apierr.Message{{Code: code, Text: description}}
		e.Err = c.gaveUp
	case c.status/100 != 2:
		n.explain(e, d, c, data)
		e.Enveloped = false
	case wide(data):
		e.Err = errWide
	default:
		e.Err = fmt.Errorf("the answer (%s) holds no access token", named(c.contentType))
		if answer == nil {
			e.Err = fmt.Errorf("%w: %w", e.Err, errForeign)
		}
	}
}

// noToken says why no token came, which fill knows. It is never Enveloped and never Ambiguous: whatever the token endpoint
// answers, it says nothing about the object that was asked for.
func (n *Network) noToken(endpoint *url.URL, d Dialect, c *call, fill func(*apierr.Error)) *apierr.Error {
	e := &apierr.Error{Method: http.MethodPost, Path: endpoint.EscapedPath(), Origin: Origin(endpoint), Status: c.status}
	fill(e)
	n.finish(e, d, c)
	e.Told = n.toldOf(e)
	return e
}

// refuses says that a token endpoint gives no token for what it was sent, whenever it is asked. It need not say so in any
// particular form; only a page is somebody else's, as of a firewall.
func refuses(e *apierr.Error) bool {
	switch e.Status {
	case http.StatusUnauthorized:
		return true
	case http.StatusBadRequest, http.StatusForbidden:
		var foreign *foreignError
		return !errors.As(e.Err, &foreign) || isJSON(foreign.contentType)
	}
	return false
}

// TokenTitle is a Dialect.Title for the token endpoint of the API with that name.
func TokenTitle(name string) func(*apierr.Error) string {
	return func(e *apierr.Error) string {
		switch {
		case refuses(e) && len(e.Messages) > 0 && malformed[e.Messages[0].Code]:
			return name + " refused the token request"
		case refuses(e):
			return name + " refused the credentials"
		case e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed:
			return "No token endpoint of " + name + " at this address"
		}
		return ""
	}
}

// malformed are the errors of token endpoints that are not about the credentials (RFC 6749, 5.2; RFC 8693, 2.2.2).
var malformed = map[string]bool{"invalid_request": true, "invalid_scope": true, "unsupported_grant_type": true, "invalid_target": true}
