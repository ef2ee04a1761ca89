package apierr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// full is an answer of the API that says all it can.
func full() *apierr.Error {
	return &apierr.Error{
		Method: "PUT", Path: "/v2/companies/4974", Origin: "https://api.example.com", Status: 400, TraceID: "t-1", Enveloped: true,
		Messages: []apierr.Message{
			{Code: "INVALID", Text: "Not valid", Detail: "See there.", Pointer: "/name", Parameters: []apierr.Parameter{{Name: "field", Value: "name"}, {Name: "max", Value: "3"}}},
			{Text: "Second"},
		},
		Hint: "Do it otherwise.",
	}
}

func TestError_texts(t *testing.T) {
	for name, c := range map[string]struct {
		err           *apierr.Error
		error, detail string
	}{
		"everything": {full(),
			"PUT /v2/companies/4974: 400 Bad Request: INVALID: Not valid: See there.: field=name: max=3: Second (trace id t-1)",
			"Request: PUT /v2/companies/4974\nStatus: 400 Bad Request\nCode: INVALID\nMessage: Not valid\nDetails: See there.\n  field: name\n  max: 3\nMessage: Second\nTrace id: t-1\n\nDo it otherwise."},
		"no answer": {&apierr.Error{Method: "GET", Path: "/v2/a", Err: io.ErrUnexpectedEOF},
			"GET /v2/a: unexpected EOF",
			"Request: GET /v2/a\nCause: unexpected EOF"},
		"a page of a proxy": {&apierr.Error{Method: "GET", Path: "/v2/a", Status: 502, TraceID: "t-2", Err: errors.New("the answer is text/html")},
			"GET /v2/a: 502 Bad Gateway: the answer is text/html (trace id t-2)",
			"Request: GET /v2/a\nStatus: 502 Bad Gateway\nCause: the answer is text/html\nTrace id: t-2"},
		"nothing known": {&apierr.Error{Method: "DELETE", Path: "/v2/a"}, "DELETE /v2/a", "Request: DELETE /v2/a"},
		"unreadable": {apierr.Unreadable("https://api.example.com", "POST", "/v2/a", "the answer has no id"), "POST /v2/a: 200 OK: the answer has no id", "Request: POST /v2/a\nStatus: 200 OK\nCause: the answer has no id\n\nThe answer is not what the API documents. Try again; if it stays like this, check the provider's base_url and proxies on the way, and look for a newer version of the provider. " +
			"A mock server that answers the same examples whatever is asked, such as those of the vendor's documentation (_mock), cannot stand in for the API. " + apierr.TrySandbox},
	} {
		if diff := cmp.Diff(c.error, c.err.Error()); diff != "" {
			t.Errorf("%s: Error (-want +got)\n%s", name, diff)
		}
		if diff := cmp.Diff(c.detail, c.err.Detail()); diff != "" {
			t.Errorf("%s: Detail (-want +got)\n%s", name, diff)
		}
	}
}

// An error of a request that was never made says title, cause and hint, each where it has one.
func TestError_withoutRequest(t *testing.T) {
	cause := errors.New("the cause")
	for _, c := range []struct {
		err           error
		error, detail string
	}{
		{apierr.New("Title", "Do it."), "Title: Do it.", "Do it."},
		{apierr.New("Title", ""), "Title", ""},
		{apierr.Titled("Title", cause), "Title: the cause", "Cause: the cause"},
		{apierr.Explained(apierr.New("Title", "Do it."), "It is so."), "Title: It is so.\n\nDo it.", "It is so.\n\nDo it."},
		{apierr.Explained(cause, "It is so."), "the cause: It is so.", "Cause: the cause\n\nIt is so."},
		{apierr.Explained(fmt.Errorf("reading: %w", full()), "It is so."), full().Error(), "Request: PUT /v2/companies/4974\nStatus: 400 Bad Request\nCode: INVALID\nMessage: Not valid\nDetails: See there.\n  field: name\n  max: 3\nMessage: Second\nTrace id: t-1\n\nIt is so.\n\nDo it otherwise."},
	} {
		if diff := cmp.Diff([]string{c.error, c.detail}, []string{c.err.Error(), apierr.As(c.err).Detail()}); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if err := apierr.Explained(fmt.Errorf("no such key: %w", apierr.ErrGone), "Plan again."); !apierr.NotFound(err) {
		t.Errorf("%v is not gone any more", err)
	}
}

func TestMessage_String(t *testing.T) {
	for want, m := range map[string]apierr.Message{
		"":           {Pointer: "/name"},
		"CODE":       {Code: "CODE"},
		"Text: More": {Text: "Text", Detail: "More"},
		"CODE: a=1":  {Code: "CODE", Parameters: []apierr.Parameter{{Name: "a", Value: "1"}}},
	} {
		if got := m.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPredicates(t *testing.T) {
	status := func(status int, enveloped bool) error { return &apierr.Error{Status: status, Enveloped: enveloped} }
	wrapped := func(err error) error { return fmt.Errorf("reading: %w", err) }
	for name, c := range map[string]struct {
		err                 error
		notFound, ambiguous bool
		done                bool
		status              int
	}{
		"nothing":                     {},
		"another error":               {err: context.DeadlineExceeded},
		"404 of the API":              {err: status(404, true), notFound: true, status: 404},
		"404 of the API, wrapped":     {err: wrapped(status(404, true)), notFound: true, status: 404},
		"404 of a proxy":              {err: status(404, false), status: 404},
		"410":                         {err: status(410, true), status: 410},
		"400":                         {err: status(400, true), status: 400},
		"a list without it":           {err: apierr.ErrGone, notFound: true},
		"a list without it, wrapped":  {err: wrapped(apierr.ErrGone), notFound: true},
		"a list without it, as cause": {err: &apierr.Error{Status: 200, Err: apierr.ErrGone}, notFound: true, status: 200},
		"a write after which the connection broke": {
			err: wrapped(&apierr.Error{Method: "POST", Ambiguous: true, Err: io.ErrUnexpectedEOF}), ambiguous: true},
		"a write that never left": {err: &apierr.Error{Method: "POST", Err: errors.New("connection refused")}},
		"a write that was answered with 503": {
			err: &apierr.Error{Method: "POST", Status: 503, Ambiguous: true}, ambiguous: true, status: 503},
		"an answer that says nothing": {err: wrapped(apierr.Unreadable("https://api.example.com", "POST", "/v2/a", "no id")), ambiguous: true, done: true, status: 200},
	} {
		if got := apierr.NotFound(c.err); got != c.notFound {
			t.Errorf("%s: NotFound is %t", name, got)
		}
		if got := apierr.Ambiguous(c.err); got != c.ambiguous {
			t.Errorf("%s: Ambiguous is %t", name, got)
		}
		if got := apierr.Done(c.err); got != c.done {
			t.Errorf("%s: Done is %t", name, got)
		}
		if got := apierr.Status(c.err); got != c.status {
			t.Errorf("%s: Status is %d, want %d", name, got, c.status)
		}
	}
}

func TestAs(t *testing.T) {
	e := full()
	if got := apierr.As(fmt.Errorf("creating: %w", errors.Join(io.EOF, e))); got != e {
		t.Errorf("got %v, want the error in the chain", got)
	}
	for _, err := range []error{nil, io.EOF} {
		if got := apierr.As(err); got != nil {
			t.Errorf("%v is %v", err, got)
		}
	}
}

func TestUnwrap(t *testing.T) {
	if err := fmt.Errorf("x: %w", &apierr.Error{Err: fmt.Errorf("sending: %w", io.EOF)}); !errors.Is(err, io.EOF) {
		t.Errorf("%v does not lead to its cause", err)
	}
	if errors.Is(full(), io.EOF) {
		t.Error("an error without a cause has one")
	}
}

func TestUnreadable(t *testing.T) {
	if got := apierr.Unreadable("https://api.example.com", http.MethodGet, "/v2/a", "no list"); got.Ambiguous {
		t.Errorf("a read leaves open whether something was carried out: %+v", got)
	}
	got := apierr.Unreadable("https://api.example.com", http.MethodPost, "/v2/a", "no id")
	if got.Origin != "https://api.example.com" || got.Method != http.MethodPost || got.Path != "/v2/a" || !got.Ambiguous || got.Status != http.StatusOK || got.Enveloped {
		t.Errorf("got %+v", got)
	}
}
