package httpx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// maxAnswer is the size in bytes from which on an answer is refused.
const maxAnswer = 32 << 20

// call is what the layers tell each other about one request of a caller. It travels in the request's context and is
// only used by the goroutine that carries the request.
type call struct {
	mask    func(any) any // for logged bodies; nil: bodies are not logged
	secrets []string      // values carried by this request
	// readOnly says that the request changes nothing, whatever its method; once, that it must not be repeated, whatever its
	// method.
	readOnly, once bool
	// ownLimit says that a 429 is of this request alone; turn is when it has its turn.
	ownLimit bool
	turn     Turn
	// recheck is asked before each attempt but the first; nil: nobody is.
	recheck func() error

	// sending is the context of an attempt, where it is not that of the request, which then ends all waits before it.
	sending context.Context

	attempts    int       // requests that passed the log
	token       *token    // of the latest attempt
	status      int       // of the latest answer, 0 when it had none
	contentType string    // of the latest answer
	acted       bool      // some attempt may have been carried out
	until       time.Time // end of the pause that the latest answer began or prolonged, zero when it did not
	gaveUp      error     // why retry stopped although it could have gone on
}

// under is the context of an attempt of a request with ctx.
func (c *call) under(ctx context.Context) context.Context {
	if c.sending != nil {
		return c.sending
	}
	return ctx
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// callOf returns the call of ctx; requests enter the chain through withCall only.
func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return &call{}
}

// userAgent sets the User-Agent header.
type userAgent struct {
	next  http.RoundTripper
	value string
}

func (t *userAgent) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("User-Agent", t.value)
	return t.next.RoundTrip(req)
}

// renew answers a 401 by one more attempt with a fresh token. That is safe for every method: a 401 means that the
// request was not carried out.
type renew struct {
	next   http.RoundTripper
	tokens *Tokens
}

func (t *renew) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	c := callOf(req.Context())
	if !t.tokens.drop(c.token) {
		return resp, nil
	}
	if err := c.rechecked(); err != nil {
		return nil, err // a token takes its time
	}
	again := req.Clone(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		if req.GetBody == nil {
			return resp, nil
		}
		if again.Body, err = req.GetBody(); err != nil {
			return nil, &unsentError{err}
		}
	}
	return t.next.RoundTrip(again)
}

// logged writes one line for each attempt, at debug level; at trace level one more with the bodies, if the call has a
// mask for them. It knows neither the query nor any header.
type logged struct {
	next    http.RoundTripper
	secrets *Secrets
}

func (t *logged) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	c := callOf(ctx)
	c.attempts++
	start := time.Now()
	resp, err := t.next.RoundTrip(req)

	clean := func(text string) string { return t.secrets.Redact(text, c.secrets...) }
	fields := map[string]any{
		"http_method":  req.Method,
		"http_path":    clean(req.URL.EscapedPath()),
		"http_attempt": c.attempts,
		"duration_ms":  time.Since(start).Milliseconds(),
	}
	if err != nil {
		fields["error"] = clean(err.Error())
		if cause := behind(err); cause != nil {
			text, _, _ := strings.Cut(cause.Error(), `"`) // what is quoted came over the connection
			fields["cause"] = clean(text)
		}
		tflog.Debug(ctx, "HTTP request failed", fields)
		return nil, err
	}
	fields["http_status"] = resp.StatusCode
	tflog.Debug(ctx, "HTTP request", fields)

	if c.mask != nil && tflog.IsTrace(ctx) {
		answer, err := io.ReadAll(resp.Body) // in memory already, see exchange
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(answer))
		tflog.Trace(ctx, "HTTP bodies", map[string]any{
			"http_method":   req.Method,
			"http_path":     fields["http_path"],
			"request_body":  clean(masked(c.mask, sentBody(req))),
			"response_body": clean(masked(c.mask, answer)),
		})
	}
	return resp, nil
}

// sentBody is the body of a request, which is held in memory.
func sentBody(req *http.Request) []byte {
	if req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	defer func() { _ = body.Close() }()
	data, err := io.ReadAll(body)
	if err != nil {
		return nil
	}
	return data
}

// masked is the JSON text of data after the mask, or a remark: what is not JSON cannot be masked.
func masked(mask func(any) any, data []byte) string {
	if len(data) == 0 {
		return ""
	}
	v, err := decodeJSON(data)
	if err != nil {
		return fmt.Sprintf("(%d bytes that are not JSON)", len(data))
	}
	text, err := encodeJSON(mask(v))
	if err != nil {
		return "(not shown: " + err.Error() + ")"
	}
	return string(text)
}

// auth lets requests to one origin pass, and adds the token.
type auth struct {
	next   http.RoundTripper
	origin string
	tokens *Tokens // nil: none needed
}

func (t *auth) RoundTrip(req *http.Request) (*http.Response, error) {
	if o := Origin(req.URL); o != t.origin {
		return nil, &unsentError{fmt.Errorf("a request to %s is refused: credentials are for %s only", o, t.origin)}
	}
	if t.tokens == nil {
		return t.next.RoundTrip(req)
	}
	token, err := t.tokens.get(req.Context())
	if err != nil {
		return nil, &unsentError{err}
	}
	// The HTTP library refuses such a header itself, but not so that it can be told from an answer that was lost.
	if strings.Map(printable, token.value) != token.value {
		return nil, &unsentError{errUnusableToken}
	}
	callOf(req.Context()).token = token
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+token.value)
	return t.next.RoundTrip(req)
}

var errUnusableToken = errors.New("the access token holds a line break or another control character: was it copied completely?")

// exchange sends one request and reads its whole answer within the timeout. The body it returns is in memory.
type exchange struct {
	next    http.RoundTripper
	timeout time.Duration
}

func (t *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Context().Err() != nil {
		return nil, &unsentError{ended(req.Context(), "the request waited for its turn")}
	}
	c := callOf(req.Context())
	caller := c.under(req.Context())
	ctx, end := context.WithCancelCause(caller)
	defer end(nil)
	if t.timeout > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
		defer cancel()
	}
	c.status, c.contentType = 0, ""

	way := route{end: end}
	sent := req.WithContext(httptrace.WithClientTrace(ctx, way.trace()))
	if writes(req.Method) && !c.readOnly {
		sent.GetBody = way.once(req.GetBody)
	}
	resp, err := t.next.RoundTrip(sent)
	if err != nil {
		return nil, t.cause(caller, ctx, &way, err)
	}
	defer func() { _ = resp.Body.Close() }()
	c.status, c.contentType = resp.StatusCode, resp.Header.Get("Content-Type")
	if to := resp.Header.Get("Location"); resp.StatusCode/100 == 3 && to != "" {
		return nil, &answerError{resp.StatusCode, redirect, fmt.Errorf("the server redirects to %s; redirects are not followed, so that credentials stay with their origin", target(req, to))}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, &answerError{resp.StatusCode, brokeOff, fmt.Errorf("the answer broke off after %d bytes: %w", len(body), t.cause(caller, ctx, &way, err))}
	}
	if len(body) > maxAnswer {
		return nil, &answerError{resp.StatusCode, tooLarge, fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)}
	}
	resp.Body = io.NopCloser(bytes.NewReader(bytes.TrimLeft(body, lead)))
	return resp, nil
}

// lead is what may stand before an answer and is no part of it: white space, and the byte order mark that some servers put
// before UTF-8. An answer of nothing else is empty.
const lead = "\ufeff \t\r\n"

// cause tells this layer's timeout from the caller's deadline, and both from what happened on the way.
func (t *exchange) cause(caller, attempt context.Context, way *route, err error) error {
	switch {
	case caller.Err() != nil:
		err = ended(caller, "waiting for the "+way.missing())
	case errors.Is(context.Cause(attempt), errRepeated):
		err = lost(errRepeated)
	case attempt.Err() != nil:
		err = &timeoutError{way.missing(), t.timeout}
	default:
		err = way.explain(err)
	}
	return way.early(err)
}

// target is where a redirect leads, without the query, which may hold a token.
func target(req *http.Request, location string) string {
	u, err := req.URL.Parse(location)
	if err != nil {
		return "an unreadable location"
	}
	return Origin(u) + u.EscapedPath()
}
