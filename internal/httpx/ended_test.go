package httpx_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// endless is a body that never comes.
type endless struct{ ctx context.Context }

func (e endless) Read([]byte) (int, error) {
	<-e.ctx.Done()
	return 0, e.ctx.Err()
}

func (endless) Close() error { return nil }

// transports that keep a request waiting, with time that passes at once.
func stalls(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

func connects(r *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(r.Context()).GetConn(r.URL.Host)
	return stalls(r)
}

func says(status int, body io.ReadCloser, header ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: body}
}

func trickles(r *http.Request) (*http.Response, error) {
	return says(http.StatusOK, endless{r.Context()}), nil
}

func busy(status int, retryAfter string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		return says(status, http.NoBody, "Retry-After", retryAfter), nil
	}
}

// Wherever the time of an operation runs out or its end comes otherwise, the error says so, and what became of the request.
func TestEnded(t *testing.T) {
	t.Parallel()
	const base = "https://api.invalid"
	withToken := func(t *testing.T, o httpx.Options) *httpx.Client { return staticClient(t, base, "token", o) }
	fetching := func(t *testing.T, o httpx.Options) *httpx.Client {
		n := httpx.NewNetwork(o)
		return n.Client(parse(t, base), n.Tokens(parse(t, base+"/token"), plain, credentials), plain)
	}
	for name, tt := range map[string]struct {
		client    func(*testing.T, httpx.Options) *httpx.Client
		base      roundTrip
		rate      float64
		method    string
		over      bool // before the request begins
		cancelled bool // only a cancellation can come here
		while     string
		ambiguous bool
		status    int
	}{
		"before":          {withToken, stalls, 0, "POST", true, false, "the request waited for its turn", false, 0},
		"connection":      {withToken, connects, 0, "POST", false, false, "waiting for the connection", false, 0},
		"answer":          {withToken, stalls, 0, "POST", false, false, "waiting for the complete answer", true, 0},
		"answer to a GET": {withToken, stalls, 0, "GET", false, false, "waiting for the complete answer", false, 0},
		"rest of it":      {withToken, trickles, 0, "POST", false, false, "the answer broke off after 0 bytes", true, 200},
		"rate limit":      {withToken, busy(429, "0"), 0.001, "POST", false, false, "the limit of requests per second (requests_per_second) holds it back", false, 429},
		"token":           {fetching, stalls, 0, "POST", false, false, "waiting for an access token", false, 0},
		"retry":           {withToken, busy(429, "100"), 0, "POST", false, true, "waiting for another attempt", false, 429},
		"retry of a PUT":  {withToken, busy(503, "100"), 0, "PUT", false, true, "waiting for another attempt", true, 503},
	} {
		ends := map[string]func(context.Context) (context.Context, context.CancelFunc){
			"cancelled": func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancel(ctx)
				time.AfterFunc(50*time.Second, cancel)
				return ctx, cancel
			},
			"over": func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, 50*time.Second)
			},
		}
		if tt.cancelled {
			delete(ends, "over")
		}
		for how, end := range ends {
			t.Run(name+", "+how, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c := tt.client(t, httpx.Options{MaxRetries: 3, Base: tt.base, RequestsPerSecond: tt.rate, Timeout: time.Minute})
					ctx, cancel := end(t.Context())
					defer cancel()
					if tt.over {
						<-ctx.Done()
					}
					_, err := c.Do(ctx, httpx.Request{Method: tt.method, URL: parse(t, base)})
					e := failure(t, err)
					words, is, hint := "the time of the operation (timeouts) ran out", context.DeadlineExceeded, "raise the timeouts of the resource"
					if how == "cancelled" {
						words, is, hint = "the operation was stopped", context.Canceled, "Terraform was told to stop"
					}
					if !errors.Is(err, is) || e.Ambiguous != tt.ambiguous || e.Status != tt.status {
						t.Errorf("ambiguous %t, status %d, %v", e.Ambiguous, e.Status, err)
					}
					if text := err.Error(); !strings.Contains(text, words) || !strings.Contains(text, tt.while) {
						t.Errorf("%q or %q is missing in: %s", words, tt.while, text)
					}
					if got := httpx.ConnectionHint(e, "base_url"); !strings.Contains(got, hint) || strings.Contains(got, "request_timeout") {
						t.Errorf("the hint is %q", got)
					}
					noInternals(t, err.Error())
					time.Sleep(time.Hour) // until the fetch of a token, which goes on without its caller, has ended too
				})
			})
		}
	}
}

// A token has a time of its own: whoever waits for it longer is told that, and not of settings that are not its.
func TestEnded_fetchOfToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const base = "https://api.invalid"
		n := httpx.NewNetwork(httpx.Options{Base: roundTrip(stalls)})
		c := n.Client(parse(t, base), n.Tokens(parse(t, base+"/token"), plain, credentials), plain)
		_, err := c.Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, base)})
		e := failure(t, err)
		if e.Ambiguous || e.Path != "/token" || !strings.Contains(err.Error(), "no access token within 2m0s") {
			t.Errorf("ambiguous %t, %v", e.Ambiguous, err)
		}
		if hint := httpx.ConnectionHint(e, "token_url"); hint == "" || strings.Contains(hint, "timeouts") {
			t.Errorf("the hint is %q", hint)
		}
		noInternals(t, err.Error())
	})
}
