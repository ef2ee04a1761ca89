package httpx_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// server is an API that answers request n (from 0) with script[n], the last one for all further requests.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	seen   []seen
	script []http.HandlerFunc
}

type seen struct {
	method, path, authorization, userAgent, body string
	at                                           time.Time
}

func serve(t *testing.T, script ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{script: script}
	s.Server = httptest.NewServer(http.HandlerFunc(s.handle))
	t.Cleanup(s.Close)
	return s
}

func (s *server) handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	s.mu.Lock()
	n := len(s.seen)
	s.seen = append(s.seen, seen{
		r.Method, r.URL.EscapedPath(), r.Header.Get("Authorization"), r.Header.Get("User-Agent"), string(body), time.Now(),
	})
	s.mu.Unlock()
	s.script[min(n, len(s.script)-1)](w, r)
}

func (s *server) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// answer is a JSON answer; header are name, value, name, value and so on.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func page(status int, contentType, body string) http.HandlerFunc {
	return answer(status, body, "Content-Type", contentType)
}

// reset drops the connection without an answer.
func reset(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// cut announces more bytes than it sends.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"id": "`)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// hang answers when its client has gone.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// quick are options with retries that take next to no time.
var quick = httpx.Options{MaxRetries: 4, RetryWait: time.Millisecond, UserAgent: "test/1"}

var plain = httpx.Dialect{
	Envelope: func(body any, e *apierr.Error) bool {
		document, _ := body.(map[string]any)
		text, ok := document["error_text"].(string)
		if ok {
			e.Messages = []apierr.Message{{Text: text}}
		}
		return ok
	},
}

func (s *server) client(t *testing.T, o httpx.Options) *httpx.Client {
	t.Helper()
	return staticClient(t, s.URL, "static-token", o)
}

func staticClient(t *testing.T, base, token string, o httpx.Options) *httpx.Client {
	t.Helper()
	n := httpx.NewNetwork(o)
	return n.Client(parse(t, base), n.StaticToken(token), plain)
}

func (s *server) do(t *testing.T, c *httpx.Client, method string, body any) (*httpx.Response, error) {
	t.Helper()
	return c.Do(t.Context(), httpx.Request{Method: method, URL: parse(t, s.URL+"/things/1"), Body: body})
}

// failure is the *apierr.Error that err must be.
func failure(t *testing.T, err error) *apierr.Error {
	t.Helper()
	e := apierr.As(err)
	if e == nil {
		t.Fatalf("got %v, want an *apierr.Error", err)
	}
	return e
}

func TestRetry(t *testing.T) {
	t.Parallel()
	ok := answer(http.StatusOK, `{}`)
	status := func(code int) http.HandlerFunc { return answer(code, `{"error_text": "no"}`) }
	for _, tt := range []struct {
		name      string
		method    string
		script    []http.HandlerFunc
		requests  int
		status    int // of the error, 0 when there must be none
		failed    bool
		ambiguous bool
	}{
		{name: "GET 503", method: "GET", script: []http.HandlerFunc{status(503), status(502), status(504), ok}, requests: 4},
		{name: "PUT 502", method: "PUT", script: []http.HandlerFunc{status(502), ok}, requests: 2},
		{name: "DELETE 504", method: "DELETE", script: []http.HandlerFunc{status(504), ok}, requests: 2},
		{name: "GET 429", method: "GET", script: []http.HandlerFunc{status(429), ok}, requests: 2},
		{name: "POST 429", method: "POST", script: []http.HandlerFunc{status(429), ok}, requests: 2},
		{name: "PATCH 429", method: "PATCH", script: []http.HandlerFunc{status(429), ok}, requests: 2},
		{name: "GET reset", method: "GET", script: []http.HandlerFunc{reset, ok}, requests: 2},
		{name: "PUT answer cut", method: "PUT", script: []http.HandlerFunc{cut, ok}, requests: 2},

		{name: "GET 503 for good", method: "GET", script: []http.HandlerFunc{status(503)}, requests: 5, status: 503, failed: true},
		{name: "POST 429 more often than there are retries", method: "POST", script: append(slices.Repeat([]http.HandlerFunc{status(429)}, 6), ok), requests: 7},
		{name: "GET 503 and 429", method: "GET", script: append(slices.Repeat([]http.HandlerFunc{status(503), status(429)}, 4), ok), requests: 9},
		{name: "GET 503 and 429 for good", method: "GET", script: append(slices.Repeat([]http.HandlerFunc{status(429), status(503)}, 5), ok), requests: 10, status: 503, failed: true},
		{name: "GET 500", method: "GET", script: []http.HandlerFunc{status(500), ok}, requests: 1, status: 500, failed: true},
		{name: "GET 404", method: "GET", script: []http.HandlerFunc{status(404), ok}, requests: 1, status: 404, failed: true},
		{name: "PUT 400", method: "PUT", script: []http.HandlerFunc{status(400), ok}, requests: 1, status: 400, failed: true},
		{name: "PUT 503, then 400", method: "PUT", script: []http.HandlerFunc{status(503), status(400)}, requests: 2, status: 400, failed: true, ambiguous: true},
		{name: "POST 503", method: "POST", script: []http.HandlerFunc{status(503), ok}, requests: 1, status: 503, failed: true, ambiguous: true},
		{name: "POST 500", method: "POST", script: []http.HandlerFunc{status(500), ok}, requests: 1, status: 500, failed: true, ambiguous: true},
		{name: "POST 409", method: "POST", script: []http.HandlerFunc{status(409), ok}, requests: 1, status: 409, failed: true},
		{name: "POST 429, then 503", method: "POST", script: []http.HandlerFunc{status(429), status(503), ok}, requests: 2, status: 503, failed: true, ambiguous: true},
		{name: "POST reset", method: "POST", script: []http.HandlerFunc{reset, ok}, requests: 1, failed: true, ambiguous: true},
		{name: "PATCH reset", method: "PATCH", script: []http.HandlerFunc{reset, ok}, requests: 1, failed: true, ambiguous: true},
		{name: "POST answer cut", method: "POST", script: []http.HandlerFunc{cut, ok}, requests: 1, status: 200, failed: true, ambiguous: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.script...)
			var body any
			if tt.method != "GET" {
				body = map[string]any{"name": "a<b"}
			}
			_, err := s.do(t, s.client(t, quick), tt.method, body)
			if (err != nil) != tt.failed {
				t.Fatalf("got error %v", err)
			}
			got := s.requests()
			if len(got) != tt.requests {
				t.Errorf("the server saw %d requests, want %d", len(got), tt.requests)
			}
			for _, r := range got {
				if body != nil && r.body != `{"name":"a<b"}` {
					t.Errorf("an attempt had the body %s", r.body)
				}
				if r.userAgent != "test/1" || r.authorization != "Bearer static-token" {
					t.Errorf("an attempt had the headers %q, %q", r.userAgent, r.authorization)
				}
			}
			if tt.failed {
				e := failure(t, err)
				if e.Status != tt.status || e.Ambiguous != tt.ambiguous {
					t.Errorf("status %d, ambiguous %t, want %d, %t (%v)", e.Status, e.Ambiguous, tt.status, tt.ambiguous, err)
				}
			}
		})
	}
}

// What a POST only reads may be asked for again, and leaves nothing open.
func TestRetry_readOnly(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(503, `{}`), reset, answer(500, `{}`))
	_, err := s.client(t, quick).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, s.URL), Body: map[string]any{}, ReadOnly: true})
	if e := failure(t, err); e.Status != 500 || e.Ambiguous || len(s.requests()) != 3 {
		t.Errorf("%d requests, ambiguous %t: %v", len(s.requests()), e.Ambiguous, err)
	}
}

// dialer refuses connections before it makes them.
type dialer struct {
	refusals atomic.Int32
	dials    atomic.Int32
}

func (d *dialer) transport() *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		d.dials.Add(1)
		if d.refusals.Add(-1) >= 0 {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}
}

// A request that makes something new is sent once, whatever its method promises.
func TestRetry_once(t *testing.T) {
	t.Parallel()
	requests := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(s.Close)
	c := staticClient(t, s.URL, "static-token", httpx.Options{MaxRetries: 3, RetryWait: time.Millisecond})
	_, err := c.Do(t.Context(), httpx.Request{Method: http.MethodPut, URL: parse(t, s.URL+"/things"), Once: true, Body: map[string]any{}})
	if !apierr.Ambiguous(err) || requests != 1 {
		t.Errorf("%d requests, %v", requests, err)
	}
}

// A host is compared as Go compares it: else a proxy would see what is sent to LOCALHOST.
func TestParseURL_case(t *testing.T) {
	t.Parallel()
	u, err := httpx.ParseURL("base_url", "http://LOCALHOST:8080/v2")
	if err != nil || u.Host != "localhost:8080" {
		t.Errorf("got %v, %v", u, err)
	}
}

func TestRetry_postAfterConnectionRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(http.StatusCreated, `{"id": "1"}`))
	var d dialer
	d.refusals.Store(2)
	o := quick
	o.Base = d.transport()
	if _, err := s.do(t, s.client(t, o), "POST", map[string]any{"name": "a"}); err != nil {
		t.Fatal(err)
	}
	if n := len(s.requests()); n != 1 || d.dials.Load() != 3 {
		t.Errorf("%d dials and %d requests, want 3 and 1", d.dials.Load(), n)
	}
}

func TestRetry_connectionRefusedForGood(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(http.StatusOK, `{}`))
	c := s.client(t, quick)
	s.Close() // nobody listens on the port any more
	_, err := s.do(t, c, "POST", map[string]any{})
	e := failure(t, err)
	if e.Ambiguous || !httpx.IsDial(e) || !strings.Contains(e.Error(), "5 attempts") {
		t.Errorf("ambiguous %t, dial %t: %v", e.Ambiguous, httpx.IsDial(e), e)
	}
}

// A transport inside this process can fail after it acted, with an error of any kind.
func TestRetry_postAfterUnknownError(t *testing.T) {
	t.Parallel()
	var sent int
	o := quick
	o.Base = roundTrip(func(*http.Request) (*http.Response, error) { sent++; return nil, errors.New("lost") })
	c := staticClient(t, "https://sandbox.invalid", "token", o)
	_, err := c.Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, "https://sandbox.invalid/things")})
	if e := failure(t, err); sent != 1 || !e.Ambiguous {
		t.Errorf("sent %d times, ambiguous %t", sent, e.Ambiguous)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestRetryAfter_seconds(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(429, `{}`, "Retry-After", "1"), answer(200, `{}`))
	if _, err := s.do(t, s.client(t, quick), "POST", nil); err != nil {
		t.Fatal(err)
	}
	got := s.requests()
	if len(got) != 2 || got[1].at.Sub(got[0].at) < time.Second {
		t.Errorf("%d requests, the last %s after the first", len(got), got[len(got)-1].at.Sub(got[0].at))
	}
}

func TestRetryAfter_pastDate(t *testing.T) {
	t.Parallel()
	past := time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat)
	s := serve(t, answer(503, `{}`, "Retry-After", past), answer(200, `{}`))
	if _, err := s.do(t, s.client(t, quick), "GET", nil); err != nil || len(s.requests()) != 2 {
		t.Errorf("%v after %d requests", err, len(s.requests()))
	}
}

func TestRetryAfter_beyondDeadline(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"seconds": "7200",
		"date":    time.Now().Add(2 * time.Hour).UTC().Format(http.TimeFormat),
		"endless": "99999999999999",
		"never":   "Fri, 31 Dec 9999 23:59:59 GMT",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(429, `{"error_text": "slow down"}`, "Retry-After", value))
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			_, err := s.client(t, quick).Do(ctx, httpx.Request{Method: "GET", URL: parse(t, s.URL)})
			e := failure(t, err)
			if len(s.requests()) != 1 || e.Status != 429 || ctx.Err() != nil {
				t.Errorf("%d requests, status %d", len(s.requests()), e.Status)
			}
			if text := e.Error(); !strings.Contains(text, "Retry-After") || !strings.Contains(text, "slow down") {
				t.Errorf("the error does not say why: %s", text)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { cancel(); hang(w, r) })
	_, err := s.client(t, quick).Do(ctx, httpx.Request{Method: "POST", URL: parse(t, s.URL)})
	e := failure(t, err)
	if !errors.Is(err, context.Canceled) || !e.Ambiguous || len(s.requests()) != 1 {
		t.Errorf("%v, ambiguous %t, %d requests", err, e.Ambiguous, len(s.requests()))
	}
	// What never left is not ambiguous.
	_, err = s.client(t, quick).Do(ctx, httpx.Request{Method: "POST", URL: parse(t, s.URL)})
	if e := failure(t, err); !errors.Is(err, context.Canceled) || e.Ambiguous || len(s.requests()) != 1 {
		t.Errorf("%v, ambiguous %t, %d requests", err, e.Ambiguous, len(s.requests()))
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	s := serve(t, hang)
	o := quick
	o.MaxRetries, o.Timeout = 1, 50*time.Millisecond
	_, err := s.do(t, s.client(t, o), "GET", nil)
	if e := failure(t, err); !httpx.IsTimeout(e) || !strings.Contains(e.Error(), "2 attempts") {
		t.Errorf("got %v", err)
	}
	_, err = s.do(t, s.client(t, o), "POST", nil)
	if e := failure(t, err); !httpx.IsTimeout(e) || !e.Ambiguous || strings.Contains(e.Error(), "attempts") {
		t.Errorf("got %v, ambiguous %t", err, e.Ambiguous)
	}
}

func TestRedirect_notFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			other := serve(t, answer(200, `{}`))
			s := serve(t, answer(status, "", "Location", other.URL+"/login?token=abcdef"))
			_, err := s.do(t, s.client(t, quick), "POST", map[string]any{})
			e := failure(t, err)
			if len(other.requests()) != 0 || len(s.requests()) != 1 {
				t.Errorf("%d requests here, %d at the other server", len(s.requests()), len(other.requests()))
			}
			if !httpx.IsRedirect(e) || e.Status != status || e.Ambiguous || !strings.Contains(e.Error(), other.URL+"/login") || strings.Contains(e.Error(), "abcdef") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestForeignOrigin_refused(t *testing.T) {
	t.Parallel()
	s, other := serve(t, answer(200, `{}`)), serve(t, answer(200, `{}`))
	_, err := s.client(t, quick).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, other.URL+"/x")})
	if e := failure(t, err); len(other.requests()) != 0 || e.Ambiguous || !strings.Contains(err.Error(), s.URL) {
		t.Errorf("%d requests at the other server, ambiguous %t, %v", len(other.requests()), e.Ambiguous, err)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(answer(200, `{}`))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it reports the refused handshake
	s.StartTLS()
	t.Cleanup(s.Close)
	do := func(base http.RoundTripper, method string) (int, error) {
		var attempts int
		o := quick
		o.Base = roundTrip(func(r *http.Request) (*http.Response, error) { attempts++; return base.RoundTrip(r) })
		c := staticClient(t, s.URL, "token", o)
		_, err := c.Do(t.Context(), httpx.Request{Method: method, URL: parse(t, s.URL)})
		return attempts, err
	}
	stranger := &http.Transport{}
	t.Cleanup(stranger.CloseIdleConnections)
	// The other side may be at fault, too: nothing but plain text, or a handshake that it refuses.
	choosy := httptest.NewUnstartedServer(answer(200, `{}`))
	choosy.Config.ErrorLog = s.Config.ErrorLog
	choosy.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	choosy.StartTLS()
	t.Cleanup(choosy.Close)
	anonymous := choosy.Client().Transport
	toward := func(target, scheme string, base http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			r = r.Clone(r.Context())
			r.URL.Scheme, r.URL.Host = scheme, parse(t, target).Host
			return base.RoundTrip(r)
		})
	}
	plainServer := serve(t, answer(200, `{}`))
	for name, base := range map[string]http.RoundTripper{
		"not trusted": stranger, "no certificate": toward(choosy.URL, "https", anonymous), "no TLS": toward(plainServer.URL, "https", stranger),
	} {
		for _, method := range []string{"GET", "PUT", "POST"} {
			attempts, err := do(base, method)
			// A handshake that the other side refuses shows only after the request was written.
			if e := failure(t, err); attempts != 1 || !httpx.IsTLS(e) || e.Ambiguous && name != "no certificate" {
				t.Errorf("%s, %s: %d attempts, ambiguous %t, %v", name, method, attempts, e.Ambiguous, err)
			}
		}
	}
	if _, err := do(s.Client().Transport, "POST"); err != nil {
		t.Errorf("with the server's certificate trusted: %v", err)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	long := "<html><head><style>body{}</style><title>Sign in</title></head><body>\x07" + strings.Repeat("<p>wörd</p>", 200)
	for _, tt := range []struct {
		name      string
		script    http.HandlerFunc
		want      []string
		not       []string
		enveloped bool
		ambiguous bool
	}{
		{name: "own error document", script: answer(404, `{"error_text": "no such thing"}`), want: []string{"404", "no such thing"}, enveloped: true},
		{name: "control characters in it", script: answer(400, `{"error_text": "\u001b[2Jno\u0000 such\u009b thing"}`), want: []string{"[2Jno  such  thing"}, not: []string{"\x1b", "\x00", "\u009b"}, enveloped: true},
		{name: "own error document in another type", script: page(404, "text/plain", `{"error_text": "no such thing"}`), want: []string{"404", "text/plain"}},
		{name: "foreign JSON", script: answer(404, `{"message": "no route"}`), want: []string{"404", "no route"}},
		{name: "page instead of error", script: page(403, "text/html", long), want: []string{"403", "text/html", "Sign in wörd"}, not: []string{"<", "body{}", "\x07"}},
		{name: "empty error", script: page(404, "", ""), want: []string{"404"}},
		{name: "page instead of answer", script: page(200, "text/html", long), want: []string{"200", "text/html"}, not: []string{"Sign in"}, ambiguous: true},
		{name: "invalid JSON", script: answer(200, `{"id": "secret-id`), want: []string{"200", "application/json", "not valid JSON"}, not: []string{"secret-id"}, ambiguous: true},
		{name: "two documents", script: answer(200, `{} {}`), want: []string{"not valid JSON"}, ambiguous: true},
		{name: "no content type", script: func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			_, _ = io.WriteString(w, "{}")
		}, want: []string{"without a content type"}, ambiguous: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.script)
			_, err := s.do(t, s.client(t, quick), "POST", map[string]any{})
			e := failure(t, err)
			if e.Enveloped != tt.enveloped || e.Ambiguous != tt.ambiguous || e.Path != "/things/1" || e.Origin != s.URL {
				t.Errorf("got %+v", e)
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is missing in: %v", w, err)
				}
			}
			for _, n := range tt.not {
				if strings.Contains(err.Error(), n) {
					t.Errorf("%q is in: %v", n, err)
				}
			}
			if len(err.Error()) > 400 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestEnvelopeType(t *testing.T) {
	t.Parallel()
	problem := plain
	problem.EnvelopeType = "application/problem+json"
	for contentType, want := range map[string]bool{
		"application/problem+json":                true,
		"Application/Problem+JSON; charset=utf-8": true,
		"application/json":                        false,
		"application/vnd.other.problem+json":      false,
		"":                                        false,
	} {
		s := serve(t, page(404, contentType, `{"error_text": "no such thing"}`))
		n := httpx.NewNetwork(quick)
		_, err := s.do(t, n.Client(parse(t, s.URL), n.StaticToken("static-token"), problem), "GET", nil)
		if e := failure(t, err); e.Enveloped != want || apierr.NotFound(err) != want {
			t.Errorf("%q: enveloped %t, want %t: %v", contentType, e.Enveloped, want, err)
		}
	}
}

func TestConnectionHint(t *testing.T) {
	t.Parallel()
	gone := serve(t, answer(200, `{}`))
	gone.Close()
	for name, tt := range map[string]struct {
		server *server
		want   string
	}{
		"nobody":         {gone, "Nobody answers at " + gone.URL + ". Check base_url (X_BASE_URL)"},
		"redirect":       {serve(t, answer(302, ``, "Location", "https://login.invalid")), "Set base_url (X_BASE_URL)"},
		"other's answer": {serve(t, page(403, "text/html", "<p>no</p>")), "Something other than the API seems to have answered. Check base_url (X_BASE_URL)"},
		"own answer":     {serve(t, answer(403, `{"error_text": "no"}`)), ""},
		"reset":          {serve(t, reset), "Try again; if it happens again, check the network"},
		"server error":   {serve(t, answer(500, `{}`)), "Try again later; if it stays like this, check proxies"},
	} {
		_, err := tt.server.do(t, tt.server.client(t, httpx.Options{}), "GET", nil)
		got := httpx.ConnectionHint(failure(t, err), "base_url (X_BASE_URL)")
		if !strings.Contains(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s: got %q, want %q in it", name, got, tt.want)
		}
	}
}

// The title of an error is its cause, with the name of who was asked; causes that every request shares are marked.
func TestTitles(t *testing.T) {
	t.Parallel()
	gone := serve(t, answer(200, `{}`))
	gone.Close()
	own := `{"error_text": "no"}`
	for name, tt := range map[string]struct {
		script http.HandlerFunc
		token  http.HandlerFunc
		base   string
		want   string
		shared bool
	}{
		"nobody":            {base: gone.URL, want: "No connection to the API of teams", shared: true},
		"redirect":          {script: answer(302, ``, "Location", "https://login.invalid"), want: "The API of teams redirects to another address", shared: true},
		"reset":             {script: reset, want: "The connection to the API of teams broke"},
		"cut":               {script: cut, want: "The connection to the API of teams broke"},
		"slow":              {script: hang, want: "No answer from the API of teams in time"},
		"400":               {script: answer(400, own), want: "The API of teams refused the request"},
		"401":               {script: answer(401, own), want: "The API of teams refused the credentials", shared: true},
		"403":               {script: answer(403, own), want: "The API of teams does not permit this"},
		"404":               {script: answer(404, own), want: "Not found at the API of teams"},
		"409":               {script: answer(409, own), want: "The API of teams refused the request"},
		"429":               {script: answer(429, own, "Retry-After", "3600"), want: "The API of teams limits the rate of requests"},
		"500":               {script: answer(500, own), want: "The API of teams failed"},
		"503":               {script: answer(503, own), want: "The API of teams is unavailable"},
		"page with a 403":   {script: page(403, "text/html", "<p>no</p>"), want: "Something other than the API of teams answered"},
		"page with a 404":   {script: page(404, "text/html", "<p>no</p>"), want: "Something other than the API of teams answered"},
		"page with a 200":   {script: page(200, "text/html", "<p>hi</p>"), want: "Something other than the API of teams answered"},
		"damaged":           {script: answer(200, `{"id": `), want: "Unreadable answer from the API of teams"},
		"UTF-16":            {script: answer(200, "\xff\xfe{\x00}\x00"), want: "Unreadable answer from the API of teams"},
		"unusable token":    {token: answer(200, `{"access_token": "a\nb"}`), want: "Unusable access token for the API of teams", shared: true},
		"no token":          {token: answer(200, `{}`), want: "Unreadable answer from the login of teams", shared: true},
		"token page":        {token: page(200, "text/html", "<p>hi</p>"), want: "Something other than the login of teams answered", shared: true},
		"token 400":         {token: answer(400, `{"error": "invalid_grant"}`), want: "Teams refused the credentials", shared: true},
		"token 400 scope":   {token: answer(400, `{"error": "invalid_scope"}`), want: "Teams refused the token request", shared: true},
		"token 401":         {token: answer(401, ``), want: "Teams refused the credentials", shared: true},
		"token 403":         {token: answer(403, own), want: "Teams refused the credentials", shared: true},
		"token 403 gateway": {token: answer(403, `{"message": "Forbidden"}`), want: "Teams refused the credentials", shared: true},
		"token 403 empty":   {token: answer(403, ``), want: "Teams refused the credentials", shared: true},
		"token 403 page":    {token: page(403, "text/html", "<p>no</p>"), want: "Something other than the login of teams answered", shared: true},
		"token 404":         {token: answer(404, own), want: "No token endpoint of Teams at this address", shared: true},
		"token 429":         {token: answer(429, ``, "Retry-After", "3600"), want: "The login of teams limits the rate of requests", shared: true},
		"token 500":         {token: answer(500, ``), want: "The login of teams failed", shared: true},
		"token reset":       {token: reset, want: "The connection to the login of teams broke", shared: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := httpx.NewNetwork(httpx.Options{Timeout: 5 * time.Second})
			dialect, login := plain, plain
			dialect.Name, login.Name, login.Title = "the API of teams", "the login of teams", httpx.TokenTitle("Teams")
			if name == "slow" {
				n = httpx.NewNetwork(httpx.Options{Timeout: 50 * time.Millisecond})
			}
			tokens, base := n.StaticToken("static-token"), tt.base
			if tt.token != nil {
				tokens = n.Tokens(parse(t, serve(t, tt.token).URL), login, credentials)
				tt.script = answer(200, `{}`)
			}
			if base == "" {
				base = serve(t, tt.script).URL
			}
			c := n.Client(parse(t, base), tokens, dialect)
			ask := func() *apierr.Error {
				_, err := c.Do(t.Context(), httpx.Request{Method: http.MethodGet, URL: parse(t, base)})
				return failure(t, err)
			}
			first, second := ask(), ask()
			if first.Title != tt.want {
				t.Errorf("the title is %q, want %q: %v", first.Title, tt.want, first)
			}
			if (first.Told != nil) != tt.shared || first.Told != second.Told {
				t.Errorf("told %v and %v", first.Told, second.Told)
			}
		})
	}
}

// A refusal of the credentials stands for the life of the client; whatever else a token endpoint says is asked again.
func TestTokens_refusalIsRemembered(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		script   http.HandlerFunc
		requests int
	}{
		"refused":   {answer(401, `{"error": "invalid_client"}`), 1},
		"forbidden": {answer(403, `{"error_text": "no"}`), 1},
		"scope":     {answer(400, `{"error": "invalid_scope"}`), 1},
		"page":      {page(403, "text/html", "<p>no</p>"), 3},
		"busy":      {answer(429, ``, "Retry-After", "3600"), 1}, // it said when it may be asked again,
		"failed":    {answer(500, ``), 3},
		"nothing":   {answer(200, `{}`), 3},
	} {
		api, tokens := serve(t, accept("t1")), serve(t, tt.script)
		c := oauthClient(t, api, tokens, httpx.Options{})
		for range 3 {
			if _, err := api.do(t, c, "GET", nil); err == nil {
				t.Errorf("%s: a token came", name)
			}
		}
		if n := len(tokens.requests()); n != tt.requests {
			t.Errorf("%s: %d token requests, want %d", name, n, tt.requests)
		}
	}
}

func TestAnswer_decoded(t *testing.T) {
	t.Parallel()
	s := serve(t,
		page(200, "application/vnd.api.v1+json; charset=utf-8", `{"n": 12345678901234567890.10}`),
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
	)
	c := s.client(t, quick)
	got, err := s.do(t, c, "GET", nil)
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := got.Body.(map[string]any); body["n"] != json.Number("12345678901234567890.10") {
		t.Errorf("decoded %v", got.Body)
	}
	if got, err := s.do(t, c, "PUT", map[string]any{}); err != nil || got.Body != nil || got.Status != 204 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// What stands before an answer is no part of it: white space, and a byte order mark.
func TestAnswer_lead(t *testing.T) {
	t.Parallel()
	const mark = "\ufeff"
	for name, lead := range map[string]string{
		"mark": mark, "space": " \r\n\t", "mark and space": mark + "\r\n", "space and mark": "\n" + mark, "two marks": mark + mark,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for kind, tt := range map[string]struct {
				script http.HandlerFunc
				want   any
			}{
				"object":      {answer(200, lead+`{"id": "1"}`), map[string]any{"id": "1"}},
				"list":        {answer(200, lead+`["1"]`), []any{"1"}},
				"empty":       {answer(200, lead), nil},
				"mark inside": {answer(200, lead+`{"id": "`+mark+`1"}`), map[string]any{"id": mark + "1"}},
			} {
				s := serve(t, tt.script)
				if got, err := s.do(t, s.client(t, quick), "GET", nil); err != nil || !cmp.Equal(got.Body, tt.want) {
					t.Errorf("%s: %v, %v", kind, got, err)
				}
			}
			s := serve(t, answer(404, lead+`{"error_text": "no such thing"}`))
			if _, err := s.do(t, s.client(t, quick), "GET", nil); !apierr.NotFound(err) || strings.Contains(err.Error(), mark) {
				t.Errorf("error document: %v", err)
			}
			s = serve(t, page(503, "text/plain", lead))
			if _, err := s.do(t, s.client(t, httpx.Options{}), "GET", nil); apierr.Status(err) != 503 || strings.Contains(err.Error(), "text/plain") {
				t.Errorf("empty error: %v", err)
			}
			api, tokens := serve(t, accept("t1")), serve(t, answer(200, lead+`{"access_token": "t1"}`))
			if _, err := api.do(t, oauthClient(t, api, tokens, quick), "GET", nil); err != nil {
				t.Errorf("token: %v", err)
			}
			tokens = serve(t, answer(400, lead+`{"error": "invalid_scope"}`))
			if _, err := api.do(t, oauthClient(t, api, tokens, quick), "GET", nil); err == nil || !strings.Contains(err.Error(), "invalid_scope") {
				t.Errorf("refused token: %v", err)
			}
		})
	}
}

// An answer in another encoding than UTF-8 is not "invalid JSON": the error says what is wrong with it, and shows none of it.
func TestAnswer_wide(t *testing.T) {
	t.Parallel()
	wide := func(order binary.ByteOrder, mark bool, text string) string {
		if mark {
			text = "\ufeff" + text
		}
		data := make([]byte, 0, 2*len(text))
		for _, unit := range utf16.Encode([]rune(text)) {
			data = append(data, 0, 0)
			order.PutUint16(data[len(data)-2:], unit)
		}
		return string(data)
	}
	for name, text := range map[string]string{
		"little endian":              wide(binary.LittleEndian, true, `{"access_token": "t1", "error_text": "x"}`),
		"big endian":                 wide(binary.BigEndian, true, `{"access_token": "t1", "error_text": "x"}`),
		"little endian without mark": wide(binary.LittleEndian, false, `{"access_token": "t1", "error_text": "x"}`),
		"big endian without mark":    wide(binary.BigEndian, false, `{"access_token": "t1", "error_text": "x"}`),
		"space first":                wide(binary.LittleEndian, false, "\n [1]"),
		"UTF-32":                     "\xff\xfe\x00\x00{\x00\x00\x00}\x00\x00\x00",
	} {
		for _, status := range []int{200, 404, 500} {
			s := serve(t, answer(status, text))
			_, err := s.do(t, s.client(t, httpx.Options{}), "GET", nil)
			if e := failure(t, err); e.Status != status || e.Enveloped || !strings.Contains(err.Error(), "written in UTF-16 or UTF-32") {
				t.Errorf("%s, %d: %v", name, status, err)
			}
			api := serve(t, accept("t1"))
			if _, err := api.do(t, oauthClient(t, api, s, httpx.Options{}), "GET", nil); !strings.Contains(failure(t, err).Error(), "written in UTF-16 or UTF-32") {
				t.Errorf("%s, token %d: %v", name, status, err)
			}
		}
	}
}

// A bound holds for every answer, also for one that is small until it is unpacked.
func TestAnswer_tooLarge(t *testing.T) {
	t.Parallel()
	spaces := func(w io.Writer) {
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for range 33 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}
	large := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			spaces(w)
		}
	}
	packed := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		spaces(z)
		_ = z.Close()
	}
	for name, script := range map[string]http.HandlerFunc{"answer": large(200), "error": large(404), "unavailable": large(503), "packed": packed} {
		s := serve(t, script)
		_, err := s.do(t, s.client(t, quick), "GET", nil)
		if e := failure(t, err); e.Enveloped || !strings.Contains(err.Error(), "32 MiB") || len(s.requests()) != 1 {
			t.Errorf("%s: %d requests, %v", name, len(s.requests()), err)
		}
	}
	api, tokens := serve(t, answer(200, `{}`)), serve(t, large(200))
	_, err := api.do(t, oauthClient(t, api, tokens, quick), "POST", map[string]any{})
	if e := failure(t, err); e.Ambiguous || !strings.Contains(err.Error(), "32 MiB") || len(tokens.requests()) != 1 || len(api.requests()) != 0 {
		t.Errorf("token: %d requests, %d to the API, ambiguous %t, %v", len(tokens.requests()), len(api.requests()), e.Ambiguous, err)
	}
}

// With one request in a thousand seconds, the first is free and each further one fails at once: no time left for it.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	o := quick
	o.RequestsPerSecond = 0.001
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()

	t.Run("retries", func(t *testing.T) {
		s := serve(t, answer(503, `{}`), answer(200, `{}`))
		_, err := s.client(t, o).Do(ctx, httpx.Request{Method: "GET", URL: parse(t, s.URL)})
		if n := len(s.requests()); n != 1 || err == nil || !strings.Contains(err.Error(), "limit of requests") {
			t.Errorf("%d requests, %v", n, err)
		}
	})
	t.Run("token requests", func(t *testing.T) {
		api, tokens := serve(t, answer(200, `{}`)), serve(t, issue("t1"))
		c := oauthClient(t, api, tokens, o)
		_, err := c.Do(ctx, httpx.Request{Method: "POST", URL: parse(t, api.URL)})
		if n := len(tokens.requests()); n != 1 || len(api.requests()) != 0 || err == nil || !strings.Contains(err.Error(), "limit of requests") {
			t.Errorf("%d requests for tokens, %d others, %v", n, len(api.requests()), err)
		}
	})
}

// Requests that wait for the token have not had their turn yet: they do not all leave when it comes.
func TestRateLimit_afterToken(t *testing.T) {
	t.Parallel()
	o := quick
	o.RequestsPerSecond = 100
	const callers = 11
	var came time.Time
	api := serve(t, answer(200, `{}`))
	tokens := serve(t, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(200 * time.Millisecond) // turns for 20 requests
		came = time.Now()
		issue("t1")(w, r)
	})
	c := oauthClient(t, api, tokens, o)
	parallel(callers, func() {
		if _, err := c.Do(t.Context(), httpx.Request{Method: "GET", URL: parse(t, api.URL)}); err != nil {
			t.Error(err)
		}
	})
	for i, r := range api.requests() {
		// A late arrival is no fault, an early one is. The millisecond is for rounding.
		if least := time.Duration(i)*time.Second/100 - time.Millisecond; r.at.Sub(came) < least {
			t.Errorf("request %d came %s after the token, at most 100 per second may", i, r.at.Sub(came))
		}
	}
}

// After the stop no write begins, whatever it waits for; what is on its way goes on, and so do reads.
func TestWrite_stop(t *testing.T) {
	t.Parallel()
	const text = "when Terraform was interrupted"
	stop := make(chan struct{})
	close(stop)
	stopped := httpx.Write{Stop: stop}
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		s := serve(t, answer(200, `{}`))
		c := s.client(t, quick)
		for _, method := range []string{"POST", "PUT", "DELETE"} {
			_, err := c.Do(t.Context(), httpx.Request{Method: method, URL: parse(t, s.URL), Write: stopped})
			if e := failure(t, err); e.Ambiguous || !strings.Contains(e.Detail(), text) {
				t.Errorf("%s: %v", method, err)
			}
		}
		if _, err := c.Do(t.Context(), httpx.Request{Method: "GET", URL: parse(t, s.URL), Write: stopped}); err != nil {
			t.Error(err)
		}
		if n := len(s.requests()); n != 1 {
			t.Errorf("%d requests were sent, expected the read", n)
		}
	})
	for name, tc := range map[string]struct {
		method    string
		first     http.HandlerFunc
		status    int // -1: it depends on whether the wait has begun when the stop comes
		ambiguous bool
	}{
		"wait after 429":               {"POST", answer(429, `{}`, "Retry-After", "100"), -1, false},
		"wait after 503 to an update":  {"PUT", answer(503, `{}`, "Retry-After", "100"), -1, true},
		"answer 429 after the stop":    {"POST", nil, -1, false},
		"wait for the rate limit":      {"POST", answer(200, `{}`), 0, false},
		"on its way and then answered": {"POST", nil, 200, false},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			stop, cancel := context.WithCancel(t.Context())
			came := make(chan struct{})
			first := tc.first
			if first == nil {
				first = answer(map[int]int{-1: 429, 200: 200}[tc.status], `{}`)
			}
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if tc.first == nil {
					cancel()
				}
				first(w, r)
				close(came)
			}, answer(200, `{}`))
			o := quick
			if name == "wait for the rate limit" {
				o.RequestsPerSecond = 0.001
			}
			c := s.client(t, o)
			r := httpx.Request{Method: tc.method, URL: parse(t, s.URL), Write: httpx.Write{Stop: stop.Done()}}
			if o.RequestsPerSecond > 0 {
				if _, err := c.Do(t.Context(), r); err != nil {
					t.Fatal(err)
				}
			}
			go func() {
				<-came
				cancel()
			}()
			_, err := c.Do(t.Context(), r)
			if n := len(s.requests()); n != 1 {
				t.Errorf("%d requests were sent", n)
			}
			if tc.status == 200 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if e := failure(t, err); e.Ambiguous != tc.ambiguous || tc.status >= 0 && e.Status != tc.status || !strings.Contains(e.Detail(), text) {
				t.Errorf("%+v", e)
			}
		})
	}
}

// A write is sent again only when its check says so, and fails with what that says; what only reads has none.
func TestWrite_recheck(t *testing.T) {
	t.Parallel()
	changed := errors.New("it changed")
	for name, tc := range map[string]struct {
		r        httpx.Request
		says     error
		requests int
	}{
		"unchanged":                   {httpx.Request{Method: "PUT"}, nil, 2},
		"changed":                     {httpx.Request{Method: "PUT"}, changed, 1},
		"a read":                      {httpx.Request{Method: "GET"}, changed, 2},
		"a read, whatever its method": {httpx.Request{Method: "POST", ReadOnly: true}, changed, 2},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(503, `{}`), answer(200, `{}`))
			r := tc.r
			r.URL, r.Write = parse(t, s.URL), httpx.Write{Recheck: func() error { return tc.says }}
			_, err := s.client(t, quick).Do(t.Context(), r)
			if n := len(s.requests()); n != tc.requests {
				t.Errorf("%d requests were sent, want %d", n, tc.requests)
			}
			if tc.requests == 2 && err != nil || tc.requests == 1 && !errors.Is(err, changed) {
				t.Error(err)
			}
		})
	}
}

// issue is a token endpoint that gives out these tokens in turn.
func issue(tokens ...string) http.HandlerFunc {
	var n atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		i := min(int(n.Add(1)), len(tokens)) - 1
		answer(200, fmt.Sprintf(`{"access_token": %q, "token_type": "bearer", "expires_in": 3600}`, tokens[i]))(w, r)
	}
}

// accept is an API that takes one token only.
func accept(token string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			answer(401, `{"error_text": "token refused"}`)(w, r)
			return
		}
		answer(200, `{}`)(w, r)
	}
}

// credentials are the form of every request for a token.
func credentials(string) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {"id"}, "client_secret": {"client-secret-canary"}}
}

func oauthClient(t *testing.T, api, tokens *server, o httpx.Options) *httpx.Client {
	t.Helper()
	n := httpx.NewNetwork(o)
	n.Secrets.Add("client-secret-canary")
	endpoint := parse(t, tokens.URL+"/token")
	return n.Client(parse(t, api.URL), n.Tokens(endpoint, plain, credentials), plain)
}

func TestTokens_fetchedOnceByMany(t *testing.T) {
	t.Parallel()
	api, tokens := serve(t, accept("t1")), serve(t, issue("t1"))
	c := oauthClient(t, api, tokens, quick)
	if n := len(tokens.requests()); n != 0 {
		t.Fatalf("%d token requests before the first need", n)
	}
	parallel(50, func() {
		if _, err := api.do(t, c, "GET", nil); err != nil {
			t.Error(err)
		}
	})
	got := tokens.requests()
	if len(got) != 1 {
		t.Fatalf("%d token requests, want 1", len(got))
	}
	if r := got[0]; r.authorization != "" || r.userAgent != "test/1" || !strings.Contains(r.body, "client_secret=client-secret-canary") {
		t.Errorf("the token request was %+v", r)
	}
}

func parallel(n int, f func()) {
	var all sync.WaitGroup
	for range n {
		all.Go(f)
	}
	all.Wait()
}

func TestTokens_renewedOnceAfter401(t *testing.T) {
	t.Parallel()
	api, tokens := serve(t, accept("t2")), serve(t, issue("t1", "t2"))
	c := oauthClient(t, api, tokens, httpx.Options{}) // it is not one of the retries
	if _, err := api.do(t, c, "POST", map[string]any{"name": "a"}); err != nil {
		t.Fatal(err)
	}
	got := api.requests()
	if len(got) != 2 || got[0].body != got[1].body || got[1].body != `{"name":"a"}` {
		t.Errorf("the API saw %+v", got)
	}
	parallel(20, func() {
		if _, err := api.do(t, c, "GET", nil); err != nil {
			t.Error(err)
		}
	})
	if n := len(tokens.requests()); n != 2 {
		t.Errorf("%d token requests, want 2", n)
	}
}

func TestTokens_renewedOnceForAll(t *testing.T) {
	t.Parallel()
	api, tokens := serve(t, accept("t2")), serve(t, issue("t1", "t2"))
	c := oauthClient(t, api, tokens, quick)
	parallel(50, func() {
		if _, err := api.do(t, c, "GET", nil); err != nil {
			t.Error(err)
		}
	})
	if n := len(tokens.requests()); n != 2 {
		t.Errorf("%d token requests, want 2", n)
	}
}

func TestTokens_refusedForGood(t *testing.T) {
	t.Parallel()
	api, tokens := serve(t, accept("never")), serve(t, issue("t1", "t2", "t3"))
	c := oauthClient(t, api, tokens, quick)
	_, err := api.do(t, c, "POST", map[string]any{})
	if e := failure(t, err); e.Status != 401 || !e.Enveloped || e.Ambiguous {
		t.Errorf("got %+v", e)
	}
	if a, n := len(api.requests()), len(tokens.requests()); a != 2 || n != 2 {
		t.Errorf("%d requests and %d token requests, want 2 and 2", a, n)
	}
}

func TestTokens_staticIsNotRenewed(t *testing.T) {
	t.Parallel()
	s := serve(t, accept("never"))
	if _, err := s.do(t, s.client(t, quick), "GET", nil); apierr.Status(err) != 401 || len(s.requests()) != 1 {
		t.Errorf("%v after %d requests", err, len(s.requests()))
	}
}

func TestTokens_unusable(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{}`))
	c := staticClient(t, s.URL, "token-canary\n", quick)
	_, err := s.do(t, c, "GET", nil)
	if e := failure(t, err); len(s.requests()) != 0 || !strings.Contains(e.Error(), "line break") || strings.Contains(e.Error(), "canary") {
		t.Errorf("got %v", err)
	}
}

func TestTokenEndpoint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		script   []http.HandlerFunc
		requests int
		status   int
		want     []string // in the error; none: it works
	}{
		{name: "repeated like a GET", script: []http.HandlerFunc{answer(503, ``), reset, answer(429, ``), issue("t1")}, requests: 4},
		{name: "refused", script: []http.HandlerFunc{answer(401, `{"error": "invalid_client", "error_description": "unknown client-secret-canary"}`)},
			requests: 1, status: 401, want: []string{"invalid_client", "unknown ***"}},
		{name: "refused in the API's words", script: []http.HandlerFunc{answer(404, `{"error_text": "nothing here"}`)}, requests: 1, status: 404, want: []string{"nothing here"}},
		{name: "limited more often than there are retries", script: append(slices.Repeat([]http.HandlerFunc{answer(429, `{"error_text": "slow down"}`)}, 6), issue("t1")), requests: 7},
		{name: "asks for a long wait", script: []http.HandlerFunc{answer(429, ``, "Retry-After", "3600")}, requests: 1, status: 429, want: []string{"Retry-After"}},
		{name: "page", script: []http.HandlerFunc{page(200, "text/html", "<h1>client-secret-canary</h1>")}, requests: 1, status: 200, want: []string{"text/html", "no access token"}},
		{name: "page with an error", script: []http.HandlerFunc{page(403, "text/html", "<h1>Blocked client-secret-canary</h1>")}, requests: 1, status: 403, want: []string{"text/html", "Blocked ***"}},
		{name: "no token", script: []http.HandlerFunc{answer(200, `{}`)}, requests: 1, status: 200, want: []string{"no access token"}},
		{name: "unreachable", script: []http.HandlerFunc{reset}, requests: 5, want: []string{"closed before the answer was complete", "5 attempts"}},
		{name: "breaks off", script: []http.HandlerFunc{cut}, requests: 5, status: 200, want: []string{"broke off", "5 attempts"}},
		{name: "redirect", script: []http.HandlerFunc{answer(307, ``, "Location", "https://login.invalid/")}, requests: 1, status: 307, want: []string{"login.invalid"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			api, tokens := serve(t, accept("t1")), serve(t, tt.script...)
			c := oauthClient(t, api, tokens, quick)
			_, err := api.do(t, c, "POST", map[string]any{})
			if n := len(tokens.requests()); n != tt.requests {
				t.Errorf("%d token requests, want %d", n, tt.requests)
			}
			if tt.want == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e := failure(t, err)
			if e.Status != tt.status || e.Path != "/token" || len(api.requests()) != 0 {
				t.Errorf("status %d, path %s, %d requests to the API", e.Status, e.Path, len(api.requests()))
			}
			// What a token endpoint says is nothing about the object, and the object's request was never sent.
			if e.Ambiguous || e.Enveloped || apierr.NotFound(err) {
				t.Errorf("got %+v", e)
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is missing in: %v", w, err)
				}
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("a secret is in: %v", err)
			}
		})
	}
}

// What a token endpoint says beside the token never keeps it from being used.
func TestTokenEndpoint_members(t *testing.T) {
	t.Parallel()
	for _, members := range []string{
		``, `"expires_in": 3600`, `"expires_in": 3599.5`, `"expires_in": 3.6e3`, `"expires_in": "3600"`, `"expires_in": " 3600.5 "`,
		`"expires_in": ""`, `"expires_in": null`, `"expires_in": 0`, `"expires_in": -1`, `"expires_in": "-1"`, `"expires_in": "NaN"`,
		`"expires_in": "Infinity"`, `"expires_in": 1e400`, `"expires_in": 1e18`, `"expires_in": 99999999999999999999`,
		`"expires_in": "one hour"`, `"expires_in": true`, `"expires_in": {}`, `"expires_in": [3600]`,
		`"token_type": "bearer"`, `"token_type": "BEARER"`, `"token_type": "Bearer"`, `"token_type": ""`, `"token_type": null`,
		`"token_type": 7`, `"token_type": "N_A"`, `"token_type": "Bearer\n"`,
		`"scope": ["a"], "refresh_token": null, "id_token": {"x": 1}, "error": null`, `"refresh_token": 5, "error": ""`,
	} {
		t.Run(members, func(t *testing.T) {
			t.Parallel()
			body := `{"access_token": "t1", ` + members + `}`
			if members == "" {
				body = `{"access_token": "t1"}`
			}
			api, tokens := serve(t, accept("t1")), serve(t, answer(200, body))
			c := oauthClient(t, api, tokens, quick)
			for range 3 {
				if _, err := api.do(t, c, "POST", map[string]any{}); err != nil {
					t.Fatal(err)
				}
			}
			if n := len(tokens.requests()); n != 1 {
				t.Errorf("%d tokens were asked for, one is good for all", n)
			}
		})
	}
}

// A token is read from whatever type an answer has: JSON is recognised, and so is the form that older endpoints answer.
func TestTokenEndpoint_types(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ contentType, body string }{
		{"", `{"access_token": "t1"}`}, {"text/plain", `{"access_token": "t1"}`}, {"text/html; charset=utf-8", `{"access_token": "t1"}`},
		{"application/x-www-form-urlencoded", `access_token=t1&token_type=bearer&expires_in=3600`}, {"text/plain; charset=utf-8", `access_token=t1`},
	} {
		api, tokens := serve(t, accept("t1")), serve(t, page(200, tt.contentType, tt.body))
		if _, err := api.do(t, oauthClient(t, api, tokens, quick), "GET", nil); err != nil {
			t.Errorf("%s %s: %v", tt.contentType, tt.body, err)
		}
	}
}

// buffer is a log that parallel goroutines may write.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func TestSecrets_neverInLogsAndErrors(t *testing.T) {
	t.Parallel()
	echo := func(status int, contentType string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			page(status, contentType, `{"error_text": "bad value written-canary&<1> for `+r.Header.Get("Authorization")+`", "password": "answered-canary"}`)(w, r)
		}
	}
	api := serve(t, answer(401, `{}`), answer(200, `{"password": "answered-canary", "name": "shown-name"}`), echo(400, "application/json"), echo(400, "text/html"), echo(200, "application/json"))
	tokens := serve(t, issue("token-canary-1", "token-canary-2"))
	c := oauthClient(t, api, tokens, quick)
	var log buffer
	ctx := tflogtest.RootLogger(t.Context(), &log)
	request := httpx.Request{
		Method: "POST",
		URL:    parse(t, api.URL+"/things?key=query-canary"),
		Body:   map[string]any{"password": "masked-canary", "note": "written-canary&<1>"},
		Mask: func(v any) any {
			if m, ok := v.(map[string]any); ok && m["password"] != nil {
				m["password"] = "masked"
			}
			return v
		},
		Secrets: []string{"written-canary&<1>"},
	}
	var texts []string
	for range 3 {
		if _, err := c.Do(ctx, request); err != nil {
			e := failure(t, err)
			texts = append(texts, err.Error(), e.Detail())
		}
	}
	request.Mask = nil
	if _, err := c.Do(ctx, request); err != nil {
		t.Fatal(err)
	}
	if len(texts) != 4 {
		t.Fatalf("two errors were expected: %q", texts)
	}
	if !strings.Contains(texts[0], "bad value *** for Bearer ***") {
		t.Errorf("redacted too much: %s", texts[0])
	}
	written := log.String()
	for _, want := range []string{`"http_path":"/things"`, `"http_path":"/token"`, `"http_status":401`, `"http_attempt":2`, `"password\":\"masked\"`, "shown-name"} {
		if !strings.Contains(written, want) {
			t.Errorf("%s is missing in the log:\n%s", want, written)
		}
	}
	for _, text := range append(texts, written) {
		for _, never := range []string{"canary", "Authorization"} {
			if strings.Contains(text, never) {
				t.Errorf("%q is in:\n%s", never, text)
			}
		}
	}
	if n := strings.Count(written, "HTTP bodies"); n != 4 {
		t.Errorf("bodies were logged %d times, want 4: each attempt with a mask", n)
	}
}

func TestSecrets_redact(t *testing.T) {
	t.Parallel()
	var s httpx.Secrets
	s.Add("p@ss/w\"ord", "p@ss", "abc", "")
	for in, want := range map[string]string{
		`p@ss/w"ord`:                `***`,
		`{"v":"p@ss/w\"ord"}`:       `{"v":"***"}`,
		`v=p%40ss%2Fw%22ord&x=abc`:  `v=***&x=abc`,
		`p@ssport and extra-secret`: `***port and ***`,
	} {
		if got := s.Redact(in, "extra-secret"); got != want {
			t.Errorf("Redact(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseURL(t *testing.T) {
	t.Parallel()
	for raw, origin := range map[string]string{
		"https://API.example.com/":      "https://api.example.com",
		"https://api.example.com:443/x": "https://api.example.com",
		"https://api.example.com:8443":  "https://api.example.com:8443",
		"http://localhost:8080":         "http://localhost:8080",
		"http://127.8.9.1":              "http://127.8.9.1",
		"http://[::1]:80/":              "http://[::1]",
	} {
		u, err := httpx.ParseURL("base_url", raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		} else if got := httpx.Origin(u); got != origin {
			t.Errorf("the origin of %s is %s, want %s", raw, got, origin)
		}
	}
	for _, tt := range []struct{ raw, want string }{
		{"", "is not an absolute URL"},
		{"api.example.com", "is not an absolute URL"},
		{"/v2", "is not an absolute URL"},
		{"ftp://api.example.com", "is not an absolute URL"},
		{"https://", "is not an absolute URL"},
		{"http://api.example.com", "would send credentials unencrypted"},
		{"http://localhost.example.com", "would send credentials unencrypted"},
		{"http://127.0.0.1.example.com", "would send credentials unencrypted"},
		{"http://0.0.0.0", "would send credentials unencrypted"},
		{"https://user:pass-canary@api.example.com/x", "has a user name or password: Give credentials in their own settings, and set it to https://api.example.com/x."},
		{"https://user:pass-canary@api.example.com:x", "is not a URL"},
		{"https://api.example.com/x#a", "has a fragment (#a): Set it to https://api.example.com/x."},
	} {
		_, err := httpx.ParseURL("base_url", tt.raw)
		if err == nil || !strings.HasPrefix(err.Error(), "base_url "+tt.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", tt.raw, err)
		}
	}
}

// A base URL has no query, and no path that does not belong to it; the error says what to set in its place.
func TestParseBase(t *testing.T) {
	t.Parallel()
	trim := func(path string) string { return strings.TrimSuffix(strings.TrimRight(path, "/"), "/v2") }
	for raw, want := range map[string]string{
		"https://api.example.com":                    "",
		"https://api.example.com/":                   "",
		"https://api.example.com/gateway//":          "",
		"https://api.example.com/v2":                 "base_url ends in /v2: Why. Set it to https://api.example.com.",
		"https://API.example.com/gateway/v2/":        "base_url ends in /v2: Why. Set it to https://api.example.com/gateway.",
		"https://api.example.com/gateway/?key=value": "base_url has a query: Set it to https://api.example.com/gateway.",
		"https://api.example.com/v2?":                "base_url has a query: Set it to https://api.example.com.",
		"https://api.example.com/v2?key=value":       "base_url has a query: Set it to https://api.example.com.",
		"https://api.example.com/v2#part":            "base_url has a fragment (#part): Set it to https://api.example.com.",
		"https://a:b@api.example.com/v2/":            "base_url has a user name or password: Give credentials in their own settings, and set it to https://api.example.com.",
		"http://api.example.com/v2":                  "base_url would send credentials unencrypted: Set it to an https URL, and not to http://api.example.com: plain http is for loopback only.",
	} {
		_, err := httpx.ParseBase("base_url", raw, trim, "Why.")
		if (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%s: %v, want %s", raw, err, want)
		}
	}
}
