// Package sandbox imitates two APIs, Spotnana's and the Unite Administration API: an [http.Handler] with state, kept in
// memory or in a file. It is as strict as the APIs are documented, and misbehaves on request, so that clients can be
// developed and tested without an account.
//
// The common core is the router (router.go), shapes that requests are held against (shape.go), the error document
// (errors.go), objects and their file (store.go, file.go), misbehaviour (fault.go, modes.go), and how it is reached: over a
// connection (web.go) or within the process (transport.go).
//
// Each sort of objects of Spotnana's is a collection (collection.go), declared in a file of its own: its endpoints, lists
// (listing.go) and ties to other objects (integrity.go) follow from that. The shape of plain objects follows from their field tree (tree_shape.go); companies,
// policies and trips have shapes by hand. Unite is beside that, in unite.go, unite_company.go and unite_token.go.
package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// Options are fixed when a Server is made. The zero value accepts any client id and secret that are not empty.
type Options struct {
	// Clients are the accepted client ids and their secrets. None: any pair that is not empty is accepted.
	Clients map[string]string
	// Tokens are accepted as bearer tokens forever, beside those that the token endpoint issues.
	Tokens []string
	// Unite says who is let in to the Unite Administration API. Neither API accepts the other's tokens.
	Unite UniteOptions
	// TokenLifetime is how long an issued token is accepted, one hour by default.
	TokenLifetime time.Duration
	// Rate limits all requests, TokenRate those to the token endpoints in addition. The zero value is no limit.
	Rate, TokenRate RateLimit
	// Now is the clock, time.Now by default. Delays of faults use real time nevertheless.
	Now func() time.Time
	// NewID makes the ids of new objects and tokens, random UUIDs by default. Calls may come in parallel.
	NewID func() string
	// Staff gives each new company some people, as an HR feed would: no request makes users here.
	Staff bool
	// DiscardRequests keeps no record of the requests: for servers that live long.
	DiscardRequests bool
}

// RateLimit is a token bucket: PerSecond requests on average, up to Burst (at least one) at once. Requests beyond it are
// answered with 429 and Retry-After.
type RateLimit struct {
	PerSecond float64
	Burst     int
}

func (l RateLimit) limiter() *rate.Limiter {
	if l.PerSecond <= 0 {
		return nil
	}
	return rate.NewLimiter(rate.Limit(l.PerSecond), max(1, l.Burst))
}

// Server is one sandbox. All its methods may be called in parallel.
type Server struct {
	options          Options
	id               string
	limit, tokenRate *rate.Limiter
	unite            unitePaths
	mux              *http.ServeMux
	collections      []*collection
	store            *store
	modes            atomic.Pointer[Modes]
	faults           faults
	journal          journal
	requests, reads  atomic.Int64

	mu                  sync.Mutex
	tokens, uniteTokens tokens
	refreshTokens       map[string]bool // of Unite: whether one that was issued, or used up, is valid
	hidden              map[string]int  // object id to the number of reads that do not find it yet
}

// New makes a Server that keeps its objects in memory. Bearer tokens must be issued by it or named in the options.
func New(o Options) *Server { return newServer(o, &store{state: newState()}) }

// Open makes a Server that keeps its objects in the JSON file at path; a file that is not there yet is a new sandbox.
// Several processes may use the same file at the same time. A file that cannot be read, is damaged or has another
// version is an error and stays as it is. A new file is written at once, because it names the sandbox: see ID.
//
// As tokens do not outlive the process, an API accepts any bearer token unless its options name Clients or Tokens.
func Open(path string, o Options) (*Server, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	st := &store{file: f}
	s := newServer(o, st)
	s.tokens.any = len(o.Clients) == 0 && len(o.Tokens) == 0
	s.uniteTokens.any = len(o.Unite.Clients) == 0 && len(o.Unite.Tokens) == 0
	// Doing this now shows a file that cannot be used before the first request.
	whole := false
	err = st.view(nil, func(st *state) error {
		s.id = st.id
		whole = st.id != "" && !slices.ContainsFunc(st.objects[Companies], st.lacksDefaultPolicy)
		return nil
	})
	if err == nil && !whole {
		err = st.update(nil, func(st *state) error {
			if st.id == "" {
				st.id, st.dirty = s.options.NewID(), true
			}
			s.id = st.id
			for _, company := range st.objects[Companies] { // written by hand, or before there were policies
				s.addDefaultPolicy(st, company)
			}
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// ID tells this sandbox from others: it is kept in the file, and empty for a sandbox in memory.
func (s *Server) ID() string { return s.id }

// fixedID is the id of something that this sandbox has one of.
func (s *Server) fixedID(what string) string {
	return uuid.NewSHA1(uuid.Nil, []byte(what+" of sandbox "+s.id)).String()
}

func newServer(o Options, st *store) *Server {
	if o.TokenLifetime == 0 {
		o.TokenLifetime = time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = uuid.NewString
	}
	st.turn = make(chan struct{}, 1)
	s := &Server{
		options: o, store: st, mux: http.NewServeMux(), limit: o.Rate.limiter(), tokenRate: o.TokenRate.limiter(),
		unite:  newUnitePaths(),
		tokens: newTokens(o.Tokens), uniteTokens: newTokens(o.Unite.Tokens),
		refreshTokens: map[string]bool{}, hidden: map[string]int{},
	}
	s.modes.Store(&Modes{})
	s.tokenRoutes()
	for _, col := range collections {
		s.serve(col)
	}
	s.uniteRoutes()
	return s
}

// outcome is what the client gets of one request.
type outcome struct {
	status  int
	header  http.Header
	body    []byte
	drop    bool  // the connection closes without an answer
	cut     bool  // the connection closes after half of the body
	faulted bool  // not the answer that the API would give
	unread  bool  // some of the request's body was not read
	err     error // the client went away
}

// maxBody is the size of the largest body that is read. What the APIs are meant for needs some hundred kilobytes at most.
const maxBody = 4 << 20

// exchange takes a request through record, faults and router. It may change r.
func (s *Server) exchange(r *http.Request) outcome {
	body, err := readAll(r)
	var f *apiError
	switch {
	case errors.As(err, &f):
		return s.refusal(r, err)
	case err != nil:
		return outcome{err: fmt.Errorf("sandbox: reading the request's body: %w", err)}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if s.options.DiscardRequests {
		return s.struck(r)
	}
	entry := s.journal.begin(r, body)
	out := s.struck(r)
	s.journal.end(entry, out)
	return out
}

// readAll is the body, which must not be larger than what is read, nor compressed: no document mentions that, and what is
// unpacked can be of any size.
func readAll(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body := []byte{}
	if r.ContentLength <= maxBody { // or -1
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, maxBody+1)); err != nil {
			return nil, err
		}
	}
	if r.ContentLength > maxBody || len(body) > maxBody {
		return nil, fail(http.StatusRequestEntityTooLarge, "BODY_TOO_LARGE", "", "The body has more than %d MiB.", maxBody>>20)
	}
	for _, encoding := range r.Header.Values("Content-Encoding") {
		if len(body) > 0 && !strings.EqualFold(encoding, "identity") {
			return nil, fail(http.StatusUnsupportedMediaType, "UNSUPPORTED_CONTENT_ENCODING", "Content-Encoding", "The body must not be compressed.")
		}
	}
	return body, nil
}

// refusal is an error in the document of the API that the path belongs to. It comes before the request is recorded.
func (s *Server) refusal(r *http.Request, err error) outcome {
	d := spotnanaDialect
	switch {
	case r.URL.Path == UniteTokenPath:
		d = oauthDialect
	case strings.HasPrefix(r.URL.Path, unitePrefix):
		d = uniteDialect
	}
	w := &buffer{header: http.Header{}}
	s.reply(w, d, nil, err)
	out := w.outcome()
	out.unread = r.ContentLength != 0
	return out
}

// process lets the router answer.
func (s *Server) process(r *http.Request) outcome {
	w := &buffer{header: http.Header{}}
	s.mux.ServeHTTP(w, r)
	if w.status == 0 {
		return outcome{err: context.Cause(r.Context())}
	}
	return w.outcome()
}

// buffer holds an answer back until the faults have had their say.
type buffer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (b *buffer) outcome() outcome {
	return outcome{status: b.status, header: b.header, body: b.body.Bytes(), faulted: b.header.Get(FaultHeader) != ""}
}

// Header implements [http.ResponseWriter].
func (b *buffer) Header() http.Header { return b.header }

// WriteHeader implements [http.ResponseWriter]: the first status counts.
func (b *buffer) WriteHeader(status int) {
	if b.status == 0 {
		b.status = status
	}
}

// Write implements [http.ResponseWriter].
func (b *buffer) Write(p []byte) (int, error) {
	b.WriteHeader(http.StatusOK)
	return b.body.Write(p)
}
