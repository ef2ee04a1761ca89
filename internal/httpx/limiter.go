package httpx

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

const (
	// measured is how far back the rate is measured that was achieved.
	measured = 10 * time.Second
	// eased is the part of the achieved rate that is tried after a refusal.
	eased = 0.9
	// slowest is the lowest rate, in requests a second: a server that allows less is left to its pauses.
	slowest = 1
	// doubling is the quiet time after which the rate has doubled. It grows with the cube of the time, so that it stays long
	// near the rate that was right before, and is far from it soon where that was wrong.
	doubling = 12 * time.Second
)

// limiter gives the requests of one client their turns. It assumes no rate: until the server refuses a request, each has its
// turn at once. A refusal is a 429, or a 503 that says when to come back.
//
// The first refusal pauses all requests, for as long as the server says, or else for a wait that grows with each further
// pause; both with some jitter. What the server accepted before it, per second, becomes the rate, a tenth less; with each quiet
// second after the pause the rate grows. What left before a pause and is refused in it belongs to that pause and lowers nothing.
//
//	 0.0 s  10 requests leave at once; the server accepts 5, and refuses 5 with Retry-After: 1
//	 0.1 s  the first refusal: 5 were accepted within a second, so the rate is 4.5; the other 4 refusals change nothing
//	 1.1 s  the refused go on, one every 0.22 s, and so does everything else, first come, first served
//	 8.0 s  nothing was refused for 7 seconds: it is 5 a second; after 12 it is 9, after 24 it is 1150
//	12.0 s  at 7 a second a refusal: 5 a second were accepted since the one before, so the rate is 4.5
type limiter struct {
	bound     *rate.Limiter // of all clients together, requests_per_second; nil: none
	firstWait time.Duration
	line      chan struct{} // holds the one whose turn is next; all others wait to get in

	mu       sync.Mutex
	since    time.Time   // of the refusal that began the latest pause, or of the first request
	paused   bool        // there was a pause
	until    time.Time   // end of that pause
	row      int         // pauses that followed each other without a quiet second
	rate     float64     // at the end of the pause; 0: none is known
	share    float64     // what another request accepted before the pause adds to it
	next     time.Time   // earliest next turn at that rate
	accepted []time.Time // since then, the latest ones
	bounded  bool        // what holds the next in line is the bound
}

func newLimiter(bound *rate.Limiter, firstWait time.Duration) *limiter {
	return &limiter{bound: bound, firstWait: firstWait, line: make(chan struct{}, 1)}
}

// Turn is when a request has its turn where the rate is limited.
type Turn int

const (
	// InLine is after those who came before.
	InLine Turn = iota
	// AfterRead is at once, for a write that was made from a read just now: those in line wait for it, so that the object has
	// little time to change between the two. It keeps to the pauses, too.
	AfterRead
)

// wait returns when the request has its turn, with the time. A turn that comes too late for ctx is an error at once.
func (l *limiter) wait(ctx context.Context, turn Turn) (time.Time, error) {
	if turn == InLine {
		select {
		case l.line <- struct{}{}:
			defer func() { <-l.line }()
		case <-ctx.Done():
			return time.Time{}, l.held(ctx.Err())
		}
	}
	for came := time.Now(); ; {
		now := time.Now()
		left, bounded := l.take(now, turn)
		if left <= 0 {
			return now, nil
		}
		deadline, ok := ctx.Deadline()
		if !ok && !bounded {
			deadline, ok = came.Add(patience), true
		}
		if ok && now.Add(left).After(deadline) && ctx.Err() == nil {
			return time.Time{}, l.held(context.DeadlineExceeded)
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return time.Time{}, l.held(ctx.Err())
		}
	}
}

// take takes a turn, or returns how long to wait before asking again, and whether the bound demands that.
func (l *limiter) take(now time.Time, turn Turn) (left time.Duration, bounded bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ready := l.until
	if turn == InLine {
		ready = later(ready, l.next)
	}
	if left := ready.Sub(now); left > 0 {
		l.bounded = false
		return left, false
	}
	if l.bound != nil {
		r := l.bound.ReserveN(now, 1)
		if left := r.DelayFrom(now); left > 0 && turn == InLine {
			r.CancelAt(now)
			l.bounded = true
			return left, true
		}
	}
	l.bounded = false
	if l.since.IsZero() {
		l.since = now
	}
	l.next = later(l.next, now).Add(l.gap(now))
	return 0, false
}

// gap is the time between two turns.
func (l *limiter) gap(now time.Time) time.Duration {
	if l.rate == 0 {
		return 0
	}
	quiet := max(now.Sub(l.until), 0).Seconds() / doubling.Seconds()
	return time.Duration(float64(time.Second) / (l.rate * math.Exp2(quiet*quiet*quiet)))
}

// heldError is the end of a wait for the server's sake.
type heldError struct{ error }

func (e *heldError) Unwrap() error { return e.error }

// held is err, the end of the context of a request, in words that say why this waits.
func (l *limiter) held(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := time.Until(l.until)
	switch {
	case l.bounded:
		return apierr.Ended(err, "the limit of requests per second (requests_per_second) holds it back")
	case left > 0:
		return &heldError{apierr.Ended(err, fmt.Sprintf("the server lets no request through for another %s", max(left.Round(time.Second), time.Second)))}
	}
	return &heldError{apierr.Ended(err, "the request waited for its turn, because the server limits the rate of requests")}
}

// accept counts a request that had its turn at sent and that the server did not refuse. What left before the
// first pause belongs to what was achieved before it: then a single refusal among ten is known to be one.
func (l *limiter) accept(now, sent time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.paused && !sent.After(l.since) {
		l.rate += l.share
	}
	l.accepted = append(l.latest(now), now)
}

// latest are the accepted requests that are measured.
func (l *limiter) latest(now time.Time) []time.Time {
	for i, at := range l.accepted {
		if now.Sub(at) < measured {
			return l.accepted[i:]
		}
	}
	return nil
}

// refuse pauses everything after the refusal of a request that had its turn at sent, and returns the end of the pause. asked
// is the wait that the server asks for, 0 where it asks for none.
func (l *limiter) refuse(now, sent time.Time, asked time.Duration) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if same := l.paused && !sent.After(l.since); !same {
		if now.Sub(l.until) > time.Second {
			l.row = 0
		}
		l.row++
		l.slow(now)
		l.since, l.paused, l.accepted = now, true, nil
		l.until = now.Add(l.pause())
		if asked > 0 {
			l.until = now
		}
	}
	if asked > 0 {
		l.until = later(l.until, now.Add(jittered(asked)))
	}
	l.next = later(l.next, l.until)
	return l.until
}

// slow sets the rate from what was achieved. Where nothing was, the pause was too short, which says nothing of the rate.
func (l *limiter) slow(now time.Time) {
	n, known := len(l.latest(now)), l.rate > 0
	l.share = 0
	if n == 0 {
		return
	}
	over := min(max(now.Sub(l.since), time.Second), measured).Seconds()
	l.rate = max(eased*float64(n)/over, slowest)
	if !known {
		l.share = eased / over
	}
}

// pause is a wait of this side's choice: it doubles with each pause in a row, and is no shorter than the rate takes for one
// request.
func (l *limiter) pause() time.Duration {
	wait := min(l.firstWait<<min(l.row, 16), longestWait) / 2
	if l.rate > 0 {
		wait = max(wait, time.Duration(float64(time.Second)/l.rate))
	}
	return wait + rand.N(wait+1) //nolint:gosec // spreads load, protects nothing
}

// jittered is a wait that a server asks for, and at most a tenth more: whatever was refused together does not come back
// together.
func jittered(asked time.Duration) time.Duration {
	return asked + rand.N(asked/10+1) //nolint:gosec // as above
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// limited gives each attempt its turn, and tells the limiter what became of it.
type limited struct {
	next    http.RoundTripper
	limiter *limiter
}

// stale is how long a write may wait after the read that it was made from without looking again.
const stale = time.Second

func (t *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	c := callOf(req.Context())
	c.until = time.Time{}
	sent, err := t.turn(req.Context(), c)
	if err != nil {
		return nil, err
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	asked, ok := retryAfter(resp, now)
	switch {
	case resp.StatusCode == http.StatusTooManyRequests && c.ownLimit:
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable && ok:
		c.until = t.limiter.refuse(now, sent, asked)
	default:
		t.limiter.accept(now, sent)
	}
	return resp, nil
}

// turn waits for a turn. A write that a pause kept from following its read is checked again before it leaves.
func (t *limited) turn(ctx context.Context, c *call) (time.Time, error) {
	for {
		came := time.Now()
		sent, err := t.limiter.wait(ctx, c.turn)
		if err != nil {
			return sent, &unsentError{err}
		}
		if c.turn != AfterRead || sent.Sub(came) <= stale {
			return sent, nil
		}
		if err := c.rechecked(); err != nil {
			return sent, err
		}
	}
}
