// Package httpx is the HTTP client below the API clients: retries, rate limit, logging without secrets, tokens, and
// answers that cannot be taken for something they are not. It knows no API; an API adds its Dialect.
package httpx

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// Options configure a Network. The zero value is usable: no retries, no rate limit, no timeout.
type Options struct {
	// UserAgent is the User-Agent header of every request.
	UserAgent string
	// Base carries the requests, in place of the network when set.
	Base http.RoundTripper
	// MaxRetries is how often a request is sent again after its first attempt. A 429 does not count: the deadline of the
	// request's context bounds it.
	MaxRetries int
	// RetryWait is the longest wait before the first retry; it doubles with each further one. 0 is half a second.
	RetryWait time.Duration
	// RequestsPerSecond bounds all requests together, retries and token requests included. 0 is no bound: then a server is
	// asked as often as there are requests, until it refuses one.
	RequestsPerSecond float64
	// Timeout bounds one attempt, from sending it to the last byte of its answer. 0 is none.
	Timeout time.Duration
}

// Dialect is what an API adds to HTTP.
type Dialect struct {
	// Name is the API in the titles of errors: "Spotnana".
	Name string
	// Envelope reads the API's own error document, decoded from JSON, into e (TraceID and Messages). False means
	// that body is no such document; e is then left as it was.
	Envelope func(body any, e *apierr.Error) bool
	// EnvelopeType is the media type that the error document must have, without parameters and in lower case
	// ("application/problem+json"); empty is any JSON.
	EnvelopeType string
	// Hint says what to do about a finished error, or "". It may use IsDial, IsTLS, IsTimeout and IsRedirect on it.
	Hint func(e *apierr.Error) string
	// Title is the cause of a finished error in a few words, where the API knows better than its status says; else "". It may
	// be nil.
	Title func(e *apierr.Error) string
}

// Network is what the clients of one configuration share: connections, retry policy, rate limit and known secrets.
type Network struct {
	// Secrets are kept out of every log line and error. Token sources add the tokens they fetch.
	Secrets Secrets

	options Options
	base    http.RoundTripper
	bound   *rate.Limiter // nil: none
	told    sync.Map      // title of an error to its Told
}

// NewNetwork sends nothing.
func NewNetwork(o Options) *Network {
	if o.RetryWait <= 0 {
		o.RetryWait = 500 * time.Millisecond
	}
	o.UserAgent = strings.Map(printable, o.UserAgent)
	n := &Network{options: o, base: o.Base}
	if n.base == nil {
		n.base = connections()
	}
	if o.RequestsPerSecond > 0 {
		// A burst of one paces the requests, so that no second sees more than it may.
		n.bound = rate.NewLimiter(rate.Limit(o.RequestsPerSecond), 1)
	}
	return n
}

// connections is Go's own transport (proxy variables, SSL_CERT_FILE, certificates always verified) with as many idle
// connections to one host as Terraform runs operations at a time. An HTTP/2 connection that went dead without a word is
// noticed by a ping and replaced; otherwise it would take all requests from then on.
func connections() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 16
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 5 * time.Second}
	return t
}

// client builds the chain of one origin. tokens is nil for a token endpoint, whose requests may be repeated although
// they are POSTs: they create nothing.
//
// The order, outermost first:
//   - user agent: the same for all attempts.
//   - retry: outside of everything that an attempt must pass again.
//   - renew: sends a request again after a 401, once. Inside retry, because it is part of one attempt there; outside of
//     the rate limit and the log, because it is a request of its own to the server.
//   - log: sees each attempt. Above auth, so that it never sees the Authorization header.
//   - auth: refuses foreign origins and adds the token. Above exchange, so that the time which a token takes is not
//     part of the attempt, and a missing token is never taken for a request that may have been carried out.
//   - rate limit: inside retry, so that retries are limited too. Below auth: requests that had their turn and then
//     waited for the token would all leave at once when it comes. Each origin and token endpoint has a limiter of its own.
//   - exchange: the timeout, and the whole bounded answer, so that an answer which breaks off is seen by retry.
//   - base: the connections.
func (n *Network) client(origin *url.URL, tokens *Tokens) *http.Client {
	var rt http.RoundTripper = &exchange{next: n.base, timeout: n.options.Timeout}
	rt = &limited{next: rt, limiter: newLimiter(n.bound, n.options.RetryWait)}
	rt = &auth{next: rt, origin: Origin(origin), tokens: tokens}
	rt = &logged{next: rt, secrets: &n.Secrets}
	if tokens != nil {
		rt = &renew{next: rt, tokens: tokens}
	}
	rt = &retry{
		next:      &http.Client{Transport: rt},
		max:       n.options.MaxRetries,
		firstWait: n.options.RetryWait,
		repeatAll: tokens == nil,
	}
	return &http.Client{Transport: &userAgent{next: rt, value: n.options.UserAgent}}
}

// printable drops what a header line cannot hold.
func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return -1
	}
	return r
}
