// Package apierr is the one error type for answers and failures of the APIs.
package apierr

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
)

// Error is a request that did not end as it should: the API answered with an error, the answer could not be read, the
// connection failed, or nothing was sent. Its text never holds credentials or values of sensitive fields.
type Error struct {
	// Title is the cause in a few words, with which the title of a diagnostic begins; empty when nobody knows one.
	Title string
	// Told is shared by all errors of one cause that has nothing to do with the object, such as missing credentials; else nil.
	// Once it is set, the user was told everything, and the title is enough.
	Told *atomic.Bool
	// Method and Path name the request, without host and query. They are empty when it was never made.
	Method, Path string
	// Origin is scheme://host[:port] of the request.
	Origin string
	// Status is the HTTP status, 0 when there was no answer.
	Status int
	// TraceID is the API's own name for the request (Spotnana: debugIdentifier), empty when it gave none.
	TraceID string
	// Enveloped says that the answer was the API's own error document, and not a page of some proxy.
	Enveloped bool
	// Ambiguous says that the server may have carried out the request: a timeout, a reset, a 5xx, an unreadable answer.
	Ambiguous bool
	// Messages are what the API said, first the most important.
	Messages []Message
	// Hint says what to do next, when the client knows better than the API's words.
	Hint string
	// Err is the cause below HTTP, if any.
	Err error
}

// Message is one entry of the API's error document.
type Message struct {
	Code, Text, Detail string
	// Pointer is the JSON pointer of the property complained about ("/address/countryCode"), empty when not given.
	Pointer string
	// Parameters are the API's name/value pairs, in its order.
	Parameters []Parameter
}

// Parameter is one name/value pair of an error message.
type Parameter struct{ Name, Value string }

// New is an error of a request that was never made: title says why, hint what to do.
func New(title, hint string) *Error { return &Error{Title: title, Hint: hint} }

// TrySandbox is the advice for who wants to try without an account.
const TrySandbox = "To try without an account, set sandbox = { path = \"sandbox.json\" } (SPOTNANA_SANDBOX) in its place."

// Titled is err with a title, for errors that are not about one request.
func Titled(title string, err error) *Error { return &Error{Title: title, Err: err} }

// Explained is err with what only its caller knows, which stands before the hint.
func Explained(err error, text string) error {
	e := As(err)
	if e == nil {
		return &Error{Err: err, Hint: text}
	}
	out := *e
	if out.Hint != "" {
		text += "\n\n" + out.Hint
	}
	out.Hint = text
	return &out
}

// Error says all on one line: method, path, status, messages, trace id. Without a request it says title, cause and hint.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Method == "" {
		return e.unsent()
	}
	fmt.Fprintf(&b, "%s %s", e.Method, e.Path)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": %d %s", e.Status, http.StatusText(e.Status))
	}
	for _, m := range e.Messages {
		fmt.Fprintf(&b, ": %s", m)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.TraceID != "" {
		fmt.Fprintf(&b, " (trace id %s)", e.TraceID)
	}
	return b.String()
}

// unsent is the text of an error without a request.
func (e *Error) unsent() string {
	var parts []string
	if e.Title != "" {
		parts = append(parts, e.Title)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	if e.Hint != "" {
		parts = append(parts, e.Hint)
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause below HTTP.
func (e *Error) Unwrap() error { return e.Err }

// String is the message as one phrase: code, text, detail, parameters.
func (m Message) String() string {
	parts := make([]string, 0, 4)
	for _, s := range []string{m.Code, m.Text, m.Detail} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	for _, p := range m.Parameters {
		parts = append(parts, p.Name+"="+p.Value)
	}
	return strings.Join(parts, ": ")
}

// Detail is the text of a diagnostic: one fact a line, then the hint.
func (e *Error) Detail() string {
	var b strings.Builder
	if e.Method != "" {
		fmt.Fprintf(&b, "Request: %s %s\n", e.Method, e.Path)
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, "Status: %d %s\n", e.Status, http.StatusText(e.Status))
	}
	for _, m := range e.Messages {
		if m.Code != "" {
			fmt.Fprintf(&b, "Code: %s\n", m.Code)
		}
		if m.Text != "" {
			fmt.Fprintf(&b, "Message: %s\n", m.Text)
		}
		if m.Detail != "" {
			fmt.Fprintf(&b, "Details: %s\n", m.Detail)
		}
		for _, p := range m.Parameters {
			fmt.Fprintf(&b, "  %s: %s\n", p.Name, p.Value)
		}
	}
	if e.Err != nil {
		fmt.Fprintf(&b, "Cause: %v\n", e.Err)
	}
	if e.TraceID != "" {
		fmt.Fprintf(&b, "Trace id: %s\n", e.TraceID)
	}
	if e.Hint != "" {
		fmt.Fprintf(&b, "\n%s\n", e.Hint)
	}
	return strings.Trim(b.String(), "\n")
}

// As returns the *Error in err's chain, or nil.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// ErrGone says that a complete list of the API does not have the object.
var ErrGone = errors.New("the API does not list it")

// NotFound says that the API itself knows no such object: it answered 404, or a complete list without it. A 404 of a
// proxy or of a wrong path is not enough.
func NotFound(err error) bool {
	if errors.Is(err, ErrGone) {
		return true
	}
	e := As(err)
	return e != nil && e.Status == http.StatusNotFound && e.Enveloped
}

// Unreadable is an answer of success that does not say what it should. A request that writes may have been carried out.
func Unreadable(origin, method, path, what string) *Error {
	return &Error{Title: "Unexpected answer", Method: method, Path: path, Origin: origin, Status: http.StatusOK, Ambiguous: method != http.MethodGet, Err: errors.New(what),
		Hint: "The answer is not what the API documents. Try again; if it stays like this, check the provider's base_url and proxies on the way, " +
			"and look for a newer version of the provider. " + MockServer}
}

// Another is an answer that is about another object than the one with the id that was asked for.
func Another(origin, method, path, asked, answered string) *Error {
	e := Unreadable(origin, method, path, fmt.Sprintf("the answer has the id %q, and not %q", answered, asked))
	e.Title = "Another object was answered"
	e.Hint = "Most likely this is a mock server that answers examples, and not the API: check the provider's base_url. " + MockServer
	return e
}

// MockServer is what to know of mock servers.
const MockServer = "A mock server that answers the same examples whatever is asked, such as those of the vendor's documentation (_mock), cannot stand in for the API. " +
	TrySandbox

// Ambiguous says that the request may have been carried out although it failed.
func Ambiguous(err error) bool {
	e := As(err)
	return e != nil && e.Ambiguous
}

// Done says that the server answered a request that writes with success, and that the answer cannot be used.
func Done(err error) bool {
	e := As(err)
	return e != nil && e.Ambiguous && e.Status/100 == 2
}

// Status is the HTTP status in err's chain, or 0.
func Status(err error) int {
	if e := As(err); e != nil {
		return e.Status
	}
	return 0
}
