package sandbox

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// FaultHeader marks answers that the API itself would not have given.
const FaultHeader = "X-Sandbox-Fault"

// Always is the value of Fault.Times that never ends.
const Always = -1

// Fault makes matching requests go wrong. One request is struck by at most one fault, the first that matches.
//
// Over real connections Go's HTTP client sends a GET once more by itself when a reused connection is dropped without an
// answer; other methods are not sent again.
type Fault struct {
	// Method matches the request's method, empty any.
	Method string
	// Path matches the request's path, "*" any one segment ("/v2/companies/*"), empty any path.
	Path string
	// Skip is how many matching requests pass before the first is struck.
	Skip int
	// Times is how many requests are struck, zero is one, Always is all.
	Times int

	// Expire makes all access tokens issued so far expire before the request is processed.
	Expire bool
	// Delay is waited for: before the request is processed, or with Commit after it. A client that goes away during the
	// first has its request not carried out.
	Delay time.Duration
	// Commit processes the request although Drop or Reply keep its answer from the client.
	Commit bool
	// Drop closes the connection without an answer.
	Drop bool
	// Reply is sent in place of the answer.
	Reply *Reply
	// Truncate closes the connection after half of the body that was announced. Without Drop and Reply the request is
	// processed and its own answer truncated.
	Truncate bool
}

// Reply is an answer made up by a fault. Content-Type is application/json unless Header has one.
type Reply struct {
	Status int
	Header http.Header
	Body   string
}

// ErrorReply is a Reply in the error document of Spotnana's API.
func ErrorReply(status int, code, text string) *Reply {
	data, _ := encode(fail(status, code, "", "%s", text).document("sandbox-fault"), "") // strings always encode
	return &Reply{Status: status, Body: string(data)}
}

// ProblemReply is a Reply in the error document of the Unite Administration API.
func ProblemReply(status int) *Reply {
	data, _ := encode(fail(status, "", "", "%s", http.StatusText(status)).problem(""), "") // strings always encode
	return &Reply{Status: status, Header: http.Header{"Content-Type": {uniteDialect.errors}}, Body: string(data)}
}

// PageReply is a Reply of a proxy or gateway: an HTML page.
func PageReply(status int) *Reply {
	return &Reply{
		Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: "<html><body><h1>" + http.StatusText(status) + "</h1></body></html>",
	}
}

func (r *Reply) outcome() outcome {
	header := r.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	return outcome{status: r.Status, header: header, body: []byte(r.Body)}
}

// faults are those that have not struck often enough yet.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// AddFaults adds faults behind those that are there.
func (s *Server) AddFaults(added ...Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	for _, f := range added {
		f.Times = max(f.Times, Always)
		if f.Times == 0 {
			f.Times = 1
		}
		s.faults.list = append(s.faults.list, &f)
	}
}

// ClearFaults takes all faults away and returns how many were still to strike (those that strike always included).
func (s *Server) ClearFaults() int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	n := len(s.faults.list)
	s.faults.list = nil
	return n
}

// match returns the fault that strikes r, if any, and counts it.
func (fs *faults) match(r *http.Request) (Fault, bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for i, f := range fs.list {
		if !f.matches(r) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times != Always {
			f.Times--
		}
		if f.Times == 0 {
			fs.list = slices.Delete(fs.list, i, i+1)
		}
		return *f, true
	}
	return Fault{}, false
}

func (f *Fault) matches(r *http.Request) bool {
	if f.Method != "" && f.Method != r.Method {
		return false
	}
	if f.Path == "" {
		return true
	}
	return slices.EqualFunc(strings.Split(f.Path, "/"), strings.Split(r.URL.EscapedPath(), "/"), func(want, got string) bool {
		return want == "*" || want == got
	})
}

// struck is the outcome of r with the fault that strikes it.
func (s *Server) struck(r *http.Request) outcome {
	f, hit := s.faults.match(r)
	if !hit {
		return s.process(r)
	}
	if f.Expire {
		s.ExpireTokens()
	}
	if !f.Commit {
		if err := wait(r.Context(), f.Delay); err != nil {
			return outcome{err: err}
		}
	}
	var out outcome
	if f.Commit || !f.Drop && f.Reply == nil {
		if out = s.process(r); out.err != nil {
			return out
		}
	}
	if f.Commit {
		if err := wait(r.Context(), f.Delay); err != nil {
			return outcome{err: err}
		}
	}
	if f.Reply != nil {
		out = f.Reply.outcome()
	}
	if f.Drop {
		return outcome{drop: true, faulted: true}
	}
	if f.Reply != nil || f.Truncate {
		out.header.Set(FaultHeader, "1")
		out.faulted, out.cut = true, f.Truncate && len(out.body) > 0
	}
	return out
}

// wait returns after d, or when the client went away with the reason.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
