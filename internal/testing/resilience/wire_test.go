package resilience_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// wire stands before a sandbox: it notes which process sent what and when, and lets a test act in the middle of a request.
type wire struct {
	*acctest.Server

	mu      sync.Mutex
	idle    *sync.Cond // flying is 0
	flying  int
	arrived []*arrival
	around  func(n int, a arrival, answer func() *httptest.ResponseRecorder)
}

// arrival is a request.
type arrival struct {
	// at is when it came, answered when its answer was about to leave; zero when there was none.
	at, answered time.Time
	method, path string
	// process tells the provider's processes apart.
	process string
	// token is the access token that it carries, issued the one that its answer holds.
	token, issued string
}

func (a arrival) isToken() bool { return strings.HasSuffix(a.path, "/auth/oauth2-token") }

// newWire is a new sandbox behind a wire.
func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{Server: acctest.NewServer(t)}
	w.idle = sync.NewCond(&w.mu)
	front := httptest.NewServer(w)
	t.Cleanup(front.Close)
	w.URL = front.URL
	return w
}

// do has act called for each request from now on, with its number from 0 on; it may carry the request out before it
// returns, which otherwise happens after it. Nil ends that. What was noted is forgotten.
func (w *wire) do(act func(n int, a arrival, answer func() *httptest.ResponseRecorder)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.around, w.arrived = act, nil
}

var (
	process     = regexp.MustCompile(`process-\d+`)
	accessToken = regexp.MustCompile(`"access_token": *"([^"]+)"`)
)

func (w *wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	a := &arrival{
		at: time.Now(), method: r.Method, path: r.URL.Path, process: process.FindString(r.UserAgent()),
		token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "),
	}
	w.mu.Lock()
	n, around := len(w.arrived), w.around
	w.arrived = append(w.arrived, a)
	w.flying++
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.flying--; w.flying == 0 {
			w.idle.Broadcast()
		}
	}()

	answer := sync.OnceValue(func() *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		w.Server.Server.ServeHTTP(rec, r) // panics where the connection is to be dropped
		w.mu.Lock()
		defer w.mu.Unlock()
		if found := accessToken.FindSubmatch(rec.Body.Bytes()); found != nil {
			a.issued = string(found[1])
		}
		return rec
	})
	if around != nil {
		around(n, *a, answer)
	}
	rec := answer()
	w.mu.Lock()
	a.answered = time.Now()
	w.mu.Unlock()
	for name, values := range rec.Header() {
		rw.Header()[name] = values
	}
	rw.WriteHeader(rec.Code)
	_, _ = rw.Write(rec.Body.Bytes()) // a client that is gone has nobody to tell
}

// requests are those that came since do.
func (w *wire) requests() []arrival {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]arrival, len(w.arrived))
	for i, a := range w.arrived {
		out[i] = *a
	}
	return out
}

// settle waits until no request is under way.
func (w *wire) settle() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.flying > 0 {
		w.idle.Wait()
	}
}
