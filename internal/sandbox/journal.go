package sandbox

import (
	"net/http"
	"net/url"
	"sync"
)

// Exchange is one recorded request with its answer.
type Exchange struct {
	Method string
	// Path is the escaped path without the query.
	Path  string
	Query url.Values
	// Header and Body are the request's.
	Header http.Header
	Body   []byte
	// Status is 0 when the client got no answer (yet): the connection was dropped, or the client went away.
	Status         int
	ResponseHeader http.Header
	// ResponseBody is the whole body, also where the client got a part of it.
	ResponseBody []byte
	// Faulted says that a fault or a rate limit replaced, truncated or dropped the answer.
	Faulted bool
}

// journal records exchanges in the order in which the requests came.
type journal struct {
	mu   sync.Mutex
	list []*Exchange
}

func (j *journal) begin(r *http.Request, body []byte) *Exchange {
	e := &Exchange{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: r.Header.Clone(), Body: body,
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, e)
	return e
}

func (j *journal) end(e *Exchange, out outcome) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e.Status, e.ResponseHeader, e.ResponseBody, e.Faulted = out.status, out.header.Clone(), out.body, out.faulted
}

// Requests returns all requests since the beginning or the last reset. Their maps and bodies must not be changed.
func (s *Server) Requests() []Exchange {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	out := make([]Exchange, len(s.journal.list))
	for i, e := range s.journal.list {
		out[i] = *e
	}
	return out
}

// ResetRequests forgets the recorded requests.
func (s *Server) ResetRequests() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.list = nil
}
