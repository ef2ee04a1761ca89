package httpx

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
)

// Client sends requests to one origin and decodes the answers.
type Client struct {
	network *Network
	dialect Dialect
	http    *http.Client
}

// Client returns a client for the origin of base, which is the only place where tokens go.
func (n *Network) Client(base *url.URL, tokens *Tokens, d Dialect) *Client {
	return &Client{network: n, dialect: d, http: n.client(base, tokens)}
}

// Request is one request to an API.
type Request struct {
	Method string
	// URL is absolute. A URL of another origin is refused.
	URL *url.URL
	// Header is added to the request. Accept and, where there is a body, Content-Type are application/json unless set.
	Header http.Header
	// Body is a JSON tree, see package jsonx, nil for none.
	Body any
	// ReadOnly says that the request changes nothing although its method could, so that it may be sent again.
	ReadOnly bool
	// Once says that the request makes something new although its method could be repeated, so that it may not be.
	Once bool
	// OwnLimit says that a 429 to the request is about what it does and not about the rate of all requests, such as the hour
	// between two changes of one key: only the request itself waits then.
	OwnLimit bool
	// Mask hides the sensitive values of a decoded body, of the request and of the answer, before it is logged at
	// trace level. It may change its argument. Without a Mask bodies are not logged.
	Mask func(any) any
	// Secrets are values that the request carries and that no log or error may show.
	Secrets []string
	// Write bounds the request if it changes something.
	Write Write
}

// Response is an answer with a 2xx status.
type Response struct {
	Status int
	Header http.Header
	// Body is the decoded JSON, see package jsonx; nil when the answer has no body.
	Body any
}

// Do sends r, with retries. Everything but a 2xx status with JSON or without a body is an *apierr.Error.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	write := writes(r.Method) && !r.ReadOnly
	if !write {
		r.Write = Write{}
	}
	state := &call{mask: r.Mask, secrets: r.Secrets, readOnly: r.ReadOnly, once: r.Once, ownLimit: r.OwnLimit, turn: r.Write.Turn, recheck: r.Write.Recheck}
	e := &apierr.Error{Method: r.Method, Path: r.URL.EscapedPath(), Origin: Origin(r.URL)}
	resp, data, err := c.send(withCall(ctx, state), r) //nolint:bodyclose // the body is in data, and closed
	ambiguous := write && state.acted
	if token := apierr.As(err); token != nil {
		copied := *token // the original is shared by all who waited for the token
		copied.Ambiguous = ambiguous
		return nil, &copied
	}
	switch {
	case err != nil:
		failed(e, state, err)
	case resp.StatusCode/100 != 2:
		e.Status = resp.StatusCode
		c.network.explain(e, c.dialect, state, data)
	default:
		body, err := decoded(resp.Header.Get("Content-Type"), data)
		if err == nil {
			return &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
		}
		e.Status, e.Err = resp.StatusCode, err
	}
	e.Ambiguous = ambiguous
	c.network.finish(e, c.dialect, state)
	if common(e) {
		e.Told = c.network.toldOf(e)
	}
	return nil, e
}

// toldOf is what all errors with the same cause share.
func (n *Network) toldOf(e *apierr.Error) *atomic.Bool {
	told, _ := n.told.LoadOrStore(e.Title, new(atomic.Bool))
	b, _ := told.(*atomic.Bool)
	return b
}

// send returns the answer and its body.
func (c *Client) send(ctx context.Context, r Request) (*http.Response, []byte, error) {
	ctx, explained, cancel := r.Write.begin(ctx)
	defer cancel()
	var data []byte
	var body io.Reader
	if r.Body != nil {
		var err error
		if data, err = encodeJSON(r.Body); err != nil {
			return nil, nil, &unsentError{fmt.Errorf("encoding the request: %w", err)}
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL.String(), body)
	if err != nil {
		return nil, nil, &unsentError{err}
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, values := range r.Header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, nil, explained(inWords(ctx, err))
	}
	defer func() { _ = resp.Body.Close() }()
	data, err = io.ReadAll(resp.Body)
	return resp, data, err
}

// errForeign is an answer that most likely is somebody else's.
var errForeign = errors.New("something other than the API may have given it")

// decoded is the JSON of a successful answer, nil when it has no body. The error does not show what came instead.
func decoded(contentType string, data []byte) (any, error) {
	if len(data) == 0 {
		return nil, nil
	}
	if !isJSON(contentType) {
		return nil, fmt.Errorf("the answer is %s and not JSON: %w", named(contentType), errForeign)
	}
	body, err := decodeJSON(data)
	switch {
	case err != nil && wide(data):
		return nil, errWide
	case err != nil:
		// Not err itself, which quotes what it stumbled over.
		return nil, fmt.Errorf("the answer (%s, %d bytes) is not valid JSON: it is damaged or incomplete", contentType, len(data))
	}
	return body, nil
}

// explain fills e from an answer that is an error: the API's own document, or else the beginning of what came.
func (n *Network) explain(e *apierr.Error, d Dialect, c *call, data []byte) {
	e.Err = c.gaveUp
	switch {
	case e.Err != nil && c.attempts > 1:
		e.Err = fmt.Errorf("%w (given up after %d attempts)", e.Err, c.attempts)
	case c.attempts > 1 && (e.Status == http.StatusTooManyRequests || unavailable(e.Status)):
		e.Err = fmt.Errorf("given up after %d attempts", c.attempts)
	}
	if body, err := decodeJSON(data); err == nil {
		if d.Envelope != nil && d.envelopes(c.contentType) && d.Envelope(body, e) {
			e.Enveloped = true
			return
		}
		if c.mask != nil {
			data = []byte(masked(c.mask, data))
		}
	}
	switch {
	case len(data) == 0:
		return
	case wide(data):
		e.Err = besides(e.Err, errWide)
		return
	}
	// Redacted before it is cut, because a part of a secret would not be found. Again after, as tags may have split one.
	const searched = 1 << 20 // bytes; of a larger answer no text from near the cut is shown
	text := n.Secrets.Redact(string(data[:min(len(data), searched)]), c.secrets...)
	if len(data) > searched {
		text = text[:len(text)/2]
	}
	text = excerpt(text)
	e.Err = besides(e.Err, &foreignError{c.contentType, text})
}

// foreignError is an answer with an error status that is not the API's own error document.
type foreignError struct{ contentType, text string }

func (e *foreignError) Error() string {
	return fmt.Sprintf("not the API's own error document but %s: %q", named(e.contentType), e.text)
}

// besides is err and what else is known, where err may be nil.
func besides(err, what error) error {
	if err == nil {
		return what
	}
	return fmt.Errorf("%w; %w", err, what)
}

// errWide is not written as "invalid JSON": every byte may be right, and only read in a wrong way.
var errWide = errors.New("the answer is written in UTF-16 or UTF-32, and the API writes UTF-8: something on the way may have changed it")

// wide says that a text is in UTF-16 or UTF-32, by its byte order mark, or because it begins with a character of ASCII, as
// JSON and pages do, which these fill up with zeros.
func wide(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) || bytes.IndexByte(data[:min(len(data), 2)], 0) >= 0
}

// failed fills e from a request that got no usable answer.
func failed(e *apierr.Error, c *call, err error) {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // method and path stand in e
	}
	var answer *answerError
	if errors.As(err, &answer) {
		e.Status = answer.status
	}
	if c.attempts > 1 {
		err = fmt.Errorf("%w (given up after %d attempts)", err, c.attempts)
	}
	e.Err = err
}

// finish takes out the secrets and adds title and hint. In this order: these are the client's own texts, made of an error
// without secrets, and a secret that is an ordinary word must not make holes in them.
func (n *Network) finish(e *apierr.Error, d Dialect, c *call) {
	n.Secrets.redactError(e, c.secrets)
	if d.Title != nil {
		e.Title = d.Title(e)
	}
	if e.Title == "" {
		e.Title = title(e, cmp.Or(d.Name, "the API"))
	}
	if d.Hint != nil {
		e.Hint = d.Hint(e)
	}
}

// tags are markup and what browsers do not show of it.
var tags = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>|<[^>]*>?`)

// excerpt is the readable beginning of a page, at most 200 bytes.
func excerpt(text string) string {
	text = legible(tags.ReplaceAllString(strings.ToValidUTF8(text, ""), " "))
	text = strings.Join(strings.Fields(text), " ")
	const most = 200
	if len(text) <= most {
		return text
	}
	end := most - len("…")
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// legible is text without broken UTF-8, and with spaces for control characters but line breaks: with them a server could
// write all over the terminal.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (printable(r) < 0 || r >= 0x80 && r < 0xa0) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

func named(contentType string) string {
	if contentType == "" {
		return "without a content type"
	}
	return contentType
}

// isJSON says that a content type is JSON or built on it (RFC 6839, 3.1).
func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

// envelopes says that an answer of this content type may be the API's own error document.
func (d Dialect) envelopes(contentType string) bool {
	if d.EnvelopeType == "" {
		return isJSON(contentType)
	}
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == d.EnvelopeType
}

// decodeJSON decodes exactly one JSON value.
func decodeJSON(data []byte) (any, error) { return jsonx.Parse(data) }

// encodeJSON leaves <, > and & as they are, and adds no line break.
func encodeJSON(v any) ([]byte, error) { return jsonx.Format(v) }
