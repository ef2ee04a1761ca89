package httpx_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// api is a server inside this process, on whose clock everything runs.
type api struct {
	limit      *rate.Limiter // nil: none
	retryAfter bool          // refusals say when to come back
	latency    time.Duration
	refusal    int // status of refusals

	requests, refused atomic.Int32
}

func (a *api) RoundTrip(*http.Request) (*http.Response, error) {
	a.requests.Add(1)
	time.Sleep(a.latency / 2)
	refused := a.limit != nil && !a.limit.Allow()
	time.Sleep(a.latency / 2)
	if !refused {
		return says(http.StatusOK, http.NoBody), nil
	}
	a.refused.Add(1)
	if !a.retryAfter {
		return says(a.refusal, http.NoBody), nil
	}
	wait := math.Ceil(1 / float64(a.limit.Limit()))
	return says(a.refusal, http.NoBody, "Retry-After", fmt.Sprint(wait)), nil
}

// each runs n operations, ten at a time.
func each(n int, do func(i int)) {
	var next atomic.Int32
	parallel(10, func() {
		for i := int(next.Add(1)); i <= n; i = int(next.Add(1)) {
			do(i)
		}
	})
}

const origin = "https://api.invalid"

func get(t *testing.T, c *httpx.Client) {
	t.Helper()
	if _, err := c.Do(t.Context(), httpx.Request{Method: "GET", URL: parse(t, origin)}); err != nil {
		t.Error(err)
	}
}

// A thousand requests, ten at a time, take little longer than the server makes them, whatever it allows and however it says so.
func TestLimiter(t *testing.T) {
	t.Parallel()
	const n = 1000
	for _, status := range []int{429, 503} {
		for _, latency := range []time.Duration{20 * time.Millisecond, 200 * time.Millisecond, 600 * time.Millisecond} {
			for _, perSecond := range []int{0, 20, 5, 3} {
				for _, retryAfter := range []bool{true, false} {
					if status == 503 && !retryAfter || perSecond == 0 && !retryAfter {
						continue // not a limit
					}
					t.Run(fmt.Sprintf("%d a second, %s, status %d, Retry-After %t", perSecond, latency, status, retryAfter), func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							s := &api{latency: latency, retryAfter: retryAfter, refusal: status}
							ideal := n / 10 * latency
							if perSecond > 0 {
								s.limit = rate.NewLimiter(rate.Limit(perSecond), perSecond)
								ideal = max(ideal, time.Second*time.Duration(n-perSecond)/time.Duration(perSecond))
							}
							c := staticClient(t, origin, "token", httpx.Options{Base: s, MaxRetries: 5})
							start := time.Now()
							each(n, func(int) { get(t, c) })
							took, refused := time.Since(start), float64(s.refused.Load())/float64(s.requests.Load())
							t.Logf("%.1f s, %.2f times the ideal time; %.1f %% of %d requests refused",
								took.Seconds(), float64(took)/float64(ideal), 100*refused, s.requests.Load())
							most := 1.4
							if perSecond == 0 {
								most = 1.1
							}
							if float64(took) > most*float64(ideal) || refused > 0.05 {
								t.Error("too long or too many refusals")
							}
						})
					})
				}
			}
		}
	}
}

// refuses is a server that answers 429 to the requests for which when says so, with Retry-After where it gives one.
type refuses struct {
	mu    sync.Mutex
	start time.Time
	came  []time.Duration
	when  func(n int, r *http.Request) (bool, string)
}

func (s *refuses) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	if s.start.IsZero() {
		s.start = time.Now()
	}
	s.came = append(s.came, time.Since(s.start))
	refused, after := s.when(len(s.came), r)
	s.mu.Unlock()
	time.Sleep(20 * time.Millisecond)
	switch {
	case refused && after == "":
		return says(http.StatusTooManyRequests, http.NoBody), nil
	case refused:
		return says(http.StatusTooManyRequests, http.NoBody, "Retry-After", after), nil
	}
	return says(http.StatusOK, io.NopCloser(strings.NewReader(`{"access_token": "fetched"}`))), nil
}

func (s *refuses) seen() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.came)
}

// One refusal among quiet requests costs some seconds, wherever it comes.
func TestLimiter_stray(t *testing.T) {
	t.Parallel()
	for _, at := range []int{1, 2, 5, 500} {
		synctest.Test(t, func(t *testing.T) {
			s := &refuses{when: func(n int, _ *http.Request) (bool, string) { return n == at, "1" }}
			c := staticClient(t, origin, "token", httpx.Options{Base: s})
			start := time.Now()
			each(2000, func(int) { get(t, c) })
			took := time.Since(start)
			t.Logf("refused request %d: 2000 requests took %.1f s, without it 4.0", at, took.Seconds())
			if took > 30*time.Second {
				t.Error("too long")
			}
		})
	}
}

// A long wait that the server asks for is waited for once, by all together.
func TestLimiter_minute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &refuses{when: func(n int, _ *http.Request) (bool, string) { return n > 20 && n <= 30, "60" }}
		c := staticClient(t, origin, "token", httpx.Options{Base: s})
		start := time.Now()
		each(40, func(int) { get(t, c) })
		if took := time.Since(start); took < time.Minute || took > 70*time.Second || len(s.seen()) != 50 {
			t.Errorf("%d requests took %s", len(s.seen()), took)
		}
	})
}

// Each origin has its own rate and pauses, and so has the token endpoint; what is asked with OwnLimit pauses nothing else.
func TestLimiter_apart(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]httpx.Request{
		"another origin": {Method: "GET", URL: parse(t, "https://slow.invalid")},
		"own limit":      {Method: "POST", URL: parse(t, origin+"/key"), OwnLimit: true},
		"token":          {Method: "GET", URL: parse(t, "https://tokens.invalid")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				refusals := 0
				s := &refuses{when: func(_ int, r *http.Request) (bool, string) {
					if r.URL.Host == "slow.invalid" || r.URL.Path == "/key" || r.URL.Path == "/token" {
						refusals++
						return refusals <= 8, "10"
					}
					return false, ""
				}}
				n := httpx.NewNetwork(httpx.Options{Base: s, MaxRetries: 1})
				c := n.Client(parse(t, origin), n.StaticToken("token"), plain)
				held := c
				if r.URL.Host != "api.invalid" {
					held = n.Client(r.URL, n.StaticToken("token"), plain)
				}
				if name == "token" {
					held = n.Client(r.URL, n.Tokens(parse(t, origin+"/token"), plain, credentials), plain)
				}
				start, done := time.Now(), make(chan error)
				go func() {
					_, err := held.Do(t.Context(), r)
					done <- err
				}()
				time.Sleep(time.Second)
				each(100, func(int) { get(t, c) })
				if took := time.Since(start); took != 1200*time.Millisecond {
					t.Errorf("the others took %s", took-time.Second)
				}
				if err := <-done; err != nil || time.Since(start) < 80*time.Second {
					t.Errorf("%v after %s", err, time.Since(start))
				}
			})
		})
	}
}

// Ten requests that are refused together lower the rate once.
func TestLimiter_together(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &refuses{when: func(n int, _ *http.Request) (bool, string) { return n > 90 && n <= 100, "1" }}
		c := staticClient(t, origin, "token", httpx.Options{Base: s})
		each(200, func(int) { get(t, c) })
		came := s.seen()
		if gap := came[110] - came[109]; gap < 12*time.Millisecond || gap > 13*time.Millisecond {
			t.Errorf("after 90 a second, of which 81 remain, there are %s between two requests", gap)
		}
	})
}

// The end of the operation and a stop of Terraform end the waits at once, and what the server said last is in the error.
func TestLimiter_ends(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		after string
		stop  bool
		took  time.Duration // at most
		want  []string
		title string
	}{
		"deadline, own waits":  {"", false, 5 * time.Minute, []string{"429", "ran out", "attempts"}, "The API limits the rate of requests"},
		"deadline, short ones": {"2", false, 5 * time.Minute, []string{"429", "attempts"}, "The API limits the rate of requests"},
		"deadline, a long one": {"3600", false, time.Second, []string{"429", "Retry-After", "1h0m0s"}, "The API limits the rate of requests"},
		"stop, own waits":      {"", true, 100 * time.Second, []string{"429", "when Terraform was interrupted"}, "Stopped"},
		"stop, a long one":     {"250", true, 100 * time.Second, []string{"429", "when Terraform was interrupted"}, "Stopped"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &refuses{when: func(int, *http.Request) (bool, string) { return true, tt.after }}
				c := staticClient(t, origin, "token", httpx.Options{Base: s, MaxRetries: 2})
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
				defer cancel()
				stop := make(chan struct{})
				if tt.stop {
					time.AfterFunc(100*time.Second, func() { close(stop) })
				}
				start := time.Now()
				_, err := c.Do(ctx, httpx.Request{Method: "POST", URL: parse(t, origin), Write: httpx.Write{Stop: stop}})
				e := failure(t, err)
				t.Logf("%s: %v", e.Title, err)
				if took := time.Since(start); took > tt.took || e.Ambiguous || e.Title != tt.title {
					t.Errorf("%s, ambiguous %t, %q", took, e.Ambiguous, e.Title)
				}
				for _, w := range tt.want {
					if !strings.Contains(err.Error(), w) {
						t.Errorf("%q is missing in %v", w, err)
					}
				}
				if tt.after == "3600" {
					_, err := c.Do(ctx, httpx.Request{Method: "GET", URL: parse(t, origin)})
					t.Log(err)
					if e := failure(t, err); e.Title != tt.title || !apierr.IsEnded(err) || !errors.Is(err, context.DeadlineExceeded) || len(s.seen()) != 1 {
						t.Errorf("another request: %v after %d requests", err, len(s.seen()))
					}
				}
			})
		})
	}
}

// A write that follows a read does not wait behind those that came before it, which make room for it. Where a pause comes
// between the two, what was read is looked at again.
func TestLimiter_afterRead(t *testing.T) {
	t.Parallel()
	for name, bound := range map[string]float64{"bound": 2, "rate": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				paused := bound == 0
				s := &refuses{when: func(n int, _ *http.Request) (bool, string) { return paused && n > 2 && n <= 12, "1" }}
				c := staticClient(t, origin, "token", httpx.Options{Base: s, RequestsPerSecond: bound})
				start := time.Now()
				var most time.Duration
				var mu sync.Mutex
				each(40, func(int) {
					get(t, c)
					read := time.Now()
					rechecks := 0
					_, err := c.Do(t.Context(), httpx.Request{Method: "PUT", URL: parse(t, origin), Write: httpx.Write{
						Turn: httpx.AfterRead, Recheck: func() error { rechecks++; read = time.Now(); return nil },
					}})
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					most = max(most, time.Since(read))
				})
				t.Logf("at most %s between a read and the end of its write, %s in all", most, time.Since(start))
				if most > 1100*time.Millisecond {
					t.Error("too long")
				}
				if least := 39 * time.Second; bound > 0 && time.Since(start) < least {
					t.Errorf("80 requests at 2 a second took %s", time.Since(start))
				}
			})
		})
	}
}
