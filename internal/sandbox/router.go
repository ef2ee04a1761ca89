package sandbox

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/time/rate"
)

// call is one request to an endpoint, with the objects it works on.
type call struct {
	*Server
	state *state
	r     *http.Request
	media string // of bodies
	body  any    // the decoded body of POST, PUT and PATCH
}

// answer is what an endpoint says when all went well.
type answer struct {
	status int
	body   any // nil is no content
	// shape of a read, so that secrets and modes can be applied; nil leaves the body alone.
	shape *shape
}

// endpoint carries out a call. All its checks come before its first change of the state, as nothing is rolled back.
type endpoint func(*call) (*answer, error)

// dialect is how an API writes.
type dialect struct {
	media  string // of bodies, sent and answered
	errors string // of error documents
	// document is the error document; debugID tells the answer from others.
	document func(f *apiError, debugID string) map[string]any
}

var spotnanaDialect = dialect{media: "application/json", errors: "application/json", document: (*apiError).document}

// route registers an endpoint of Spotnana's API with the parameters that its query may have. Unknown paths and methods are
// left to the mux, whose plain pages look like those of a gateway.
func (s *Server) route(pattern string, e endpoint, query ...parameter) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		a, err := s.answer(r, e, query)
		if f := (*apiError)(nil); s.Modes().TerseErrors && errors.As(err, &f) {
			err = f.terse()
		}
		s.reply(w, spotnanaDialect, a, err)
	})
}

func (s *Server) answer(r *http.Request, e endpoint, query []parameter) (*answer, error) {
	if err := s.admit(r, s.limit); err != nil {
		return nil, err
	}
	if err := s.authorize(&s.tokens, r); err != nil {
		return nil, err
	}
	if err := takesJSON(r); err != nil {
		return nil, err
	}
	if err := checkQuery(r, query); err != nil {
		return nil, err
	}
	return s.perform(r, spotnanaDialect.media, e)
}

// takesJSON refuses a request whose answer must not be what all answers are. One that says nothing takes anything.
func takesJSON(r *http.Request) error {
	if len(r.Header.Values("Accept")) > 0 && !accepts(r, spotnanaDialect.media, "application/*", "*/*") {
		return fail(http.StatusNotAcceptable, "NOT_ACCEPTABLE", "Accept", "Accept must name %s.", spotnanaDialect.media)
	}
	return nil
}

// accepts says that the request names one of the media types, or media ranges.
func accepts(r *http.Request, media ...string) bool {
	for _, accepted := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		name, parameters, err := mime.ParseMediaType(accepted)
		if weight, noWeight := strconv.ParseFloat(parameters["q"], 64); err == nil && slices.Contains(media, name) && (noWeight != nil || weight > 0) {
			return true
		}
	}
	return false
}

// perform lets the endpoint carry out a request that was let in.
func (s *Server) perform(r *http.Request, media string, e endpoint) (*answer, error) {
	c := &call{Server: s, r: r, media: media}
	access := s.store.view
	switch r.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
		given, err := c.readBody()
		if err == nil && !given {
			err = badRequest("MISSING_BODY", "", "The request must have a body.")
		}
		if err != nil {
			return nil, err
		}
		access = s.store.update
	case http.MethodDelete:
		access = s.store.update
	}
	var a *answer
	err := access(r.Context().Done(), func(st *state) (err error) {
		c.state = st
		a, err = e(c)
		return err
	})
	return a, err
}

// admit refuses what a gateway refuses.
func (s *Server) admit(r *http.Request, limits ...*rate.Limiter) error {
	if r.UserAgent() == "" {
		return badRequest("MISSING_USER_AGENT", "User-Agent", "The header User-Agent is required.")
	}
	return s.throttle(limits...)
}

// throttle refuses what comes too fast.
func (s *Server) throttle(limits ...*rate.Limiter) error {
	now := s.options.Now()
	for _, limit := range limits {
		if limit == nil {
			continue
		}
		turn := limit.ReserveN(now, 1)
		wait := turn.DelayFrom(now)
		if wait == 0 {
			continue
		}
		turn.CancelAt(now)
		f := fail(http.StatusTooManyRequests, "TOO_MANY_REQUESTS", "", "Too many requests.")
		f.header = http.Header{
			"Retry-After": {strconv.Itoa(int(math.Ceil(wait.Seconds())))},
			FaultHeader:   {"1"}, // the limit is asked for in the options, and no document has it
		}
		return f
	}
	return nil
}

// maxDepth is how many arrays and objects may lie within each other in a body. Where the documents end, they have a dozen.
const maxDepth = 64

// maxMessages is how many messages an error document has at most.
const maxMessages = 100

// readBody decodes the body, if there is one.
func (c *call) readBody() (given bool, err error) {
	data, err := io.ReadAll(c.r.Body)
	if err != nil || len(data) == 0 {
		return false, err
	}
	if !declares(c.r, c.media) {
		return true, fail(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", "The body must be %s, in UTF-8.", c.media)
	}
	if !utf8.Valid(data) {
		return true, badRequest("MALFORMED_JSON", "", "The body is not JSON: it is not UTF-8.")
	}
	if deeper(data, maxDepth) {
		return true, badRequest("TOO_DEEP", "", "The body has more than %d arrays and objects within each other.", maxDepth)
	}
	if err := decode(data, &c.body); err != nil {
		return true, badRequest("MALFORMED_JSON", "", "The body is not JSON: %v.", err)
	}
	return true, nil
}

// declares says that the body is of the media type, and not in another encoding than UTF-8.
func declares(r *http.Request, media string) bool {
	name, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	return err == nil && name == media && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

// checked is the body as an object that satisfies the shape. What is wrong with the stored object too, which may be put
// in behind the API's back, is no fault of the request: a server accepts back what it answers. Stored is nil on create.
func (c *call) checked(s *shape, stored map[string]any) (map[string]any, error) {
	found := s.check(c.body)
	if len(found) > 0 && stored != nil {
		excused := map[message]bool{}
		for _, m := range s.check(stored) {
			excused[m.anywhere()] = true
		}
		found = slices.DeleteFunc(found, func(m message) bool { return excused[m.anywhere()] })
	}
	if len(found) > 0 {
		return nil, &apiError{status: http.StatusBadRequest, messages: found[:min(len(found), maxMessages)]}
	}
	o, _ := c.Modes().kept(c.body, s).(map[string]any)
	return o, nil
}

// pathUUID is a segment of the path that must be a UUID, in lower case.
func (c *call) pathUUID(name string) (string, error) {
	id := c.r.PathValue(name)
	if !formats["uuid"](id) {
		return "", badRequest("BAD_FORMAT", name, "%s in the path must have the format uuid.", name)
	}
	return strings.ToLower(id), nil
}

// reply writes an answer or an error document. When the client went away it writes nothing.
func (s *Server) reply(w http.ResponseWriter, d dialect, a *answer, err error) {
	var f *apiError
	switch {
	case errors.Is(err, errGone):
		return
	case errors.As(err, &f):
		debugID := fmt.Sprintf("sandbox-%06d", s.requests.Add(1))
		maps.Copy(w.Header(), f.header)
		writeJSON(w, f.status, d.errors, d.document(f, debugID))
	case err != nil:
		s.reply(w, d, nil, fail(http.StatusInternalServerError, "SANDBOX_STORAGE", "", "%v", err))
	case a.body == nil:
		w.WriteHeader(a.status)
	case a.shape != nil:
		if s.Modes().AnswerNulls {
			w.Header().Set(FaultHeader, "1")
		}
		writeJSON(w, a.status, d.media, s.Modes().dress(a.body, a.shape, int(s.reads.Add(1))))
	default:
		writeJSON(w, a.status, d.media, a.body)
	}
}

func writeJSON(w http.ResponseWriter, status int, media string, v any) {
	data, err := encode(v, "")
	if err != nil {
		http.Error(w, "sandbox: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write(data) //nolint:gosec // JSON, declared as such; and no error, as it goes into a buffer
}

// hide makes the next reads of a new object miss it, as many as the modes say.
func (s *Server) hide(id string) {
	if n := s.Modes().HideCreated; n > 0 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.hidden[id] = n
	}
}

// hiding says whether this read misses the object, and counts it.
func (s *Server) hiding(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hidden[id] == 0 {
		return false
	}
	s.hidden[id]--
	return true
}

// timestamp is now as the API writes it.
func (s *Server) timestamp() string { return s.options.Now().UTC().Format(time.RFC3339) }

func sortedKeys(o map[string]any) []string { return slices.Sorted(maps.Keys(o)) }
