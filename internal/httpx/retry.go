package httpx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

const (
	// longestWait bounds the wait that this side chooses.
	longestWait = 30 * time.Second
	// patience bounds the waits that a server makes necessary when the operation has no deadline.
	patience = 10 * time.Minute
)

// retry sends a request again where that is safe and may help. What it learns about the outcome goes into the call.
type retry struct {
	next      *http.Client
	max       int
	firstWait time.Duration
	repeatAll bool // every method may be repeated
}

func (t *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	c := callOf(req.Context())
	p := &policy{
		call:       c,
		begun:      time.Now(),
		left:       t.max,
		repeatable: t.repeatAll || c.readOnly || (!c.once && idempotent(req.Method)),
		longest:    t.firstWait,
	}
	// The engine holds the state of one request: its hooks have no other way to know which one they serve.
	engine := &retryablehttp.Client{
		HTTPClient:   t.next,
		RetryMax:     math.MaxInt, // the policy counts
		CheckRetry:   p.check,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return p.wait },
		PrepareRetry: func(*http.Request) error { return c.rechecked() },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	r, err := retryablehttp.FromRequest(req)
	if err != nil {
		return nil, &unsentError{err}
	}
	resp, err := engine.Do(r)
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the client around this chain adds method and URL once more
	}
	switch {
	case err != nil && p.last != nil && apierr.As(err) == nil && waited(req.Context(), err):
		// There is an answer, which says more than that time ended before the next.
		c.gaveUp = inWords(req.Context(), err)
		if errors.Is(context.Cause(req.Context()), errStopped) {
			c.gaveUp = errStopped
		}
		return p.last, nil
	case err != nil:
		return nil, err // the engine returns the last answer, too, when recheck stopped it
	}
	return resp, nil
}

// waited says that err is the end of a wait before an attempt, so that this was not sent.
func waited(ctx context.Context, err error) bool {
	var unsent *unsentError
	if errors.As(err, &unsent) {
		return apierr.IsEnded(err)
	}
	return ctx.Err() != nil && errors.Is(err, ctx.Err()) && !apierr.IsEnded(err)
}

// rechecked asks the caller whether the request may be sent once more, see Write.Recheck.
func (c *call) rechecked() error {
	if c.recheck == nil {
		return nil
	}
	err := c.recheck()
	if err == nil {
		return nil
	}
	if c.status != 0 {
		err = fmt.Errorf("not sent again after %d %s: %w", c.status, http.StatusText(c.status), err)
	}
	return &unsentError{err}
}

// policy decides about the attempts of one request.
type policy struct {
	call       *call
	begun      time.Time
	repeatable bool
	left       int            // attempts that the request has left; a 429 takes none
	longest    time.Duration  // bound of the next wait that this side chooses
	wait       time.Duration  // before the next attempt
	last       *http.Response // the answer after which there is to be another attempt, nil where there was none
}

// check is a retryablehttp.CheckRetry.
func (p *policy) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if mayHaveActed(resp, err) {
		p.call.acted = true
	}
	if !p.again(resp, err) {
		return false, nil // says only that there is no further attempt; the engine keeps err
	}
	if ctx.Err() != nil {
		if errors.Is(context.Cause(ctx), errStopped) {
			p.call.gaveUp = errStopped
		}
		return false, nil
	}
	refused := err == nil && resp.StatusCode == http.StatusTooManyRequests
	if !refused {
		if p.left == 0 {
			return false, nil
		}
		p.left--
	}
	if !p.waits(ctx, resp, refused) {
		return false, nil // a wait that ends after the deadline would only hide the last answer
	}
	p.last = nil
	if err == nil {
		p.last, err = kept(resp) //nolint:bodyclose // in memory
		return err == nil, err
	}
	return true, nil
}

// waits chooses the wait before the next attempt, and says whether there is time for it.
func (p *policy) waits(ctx context.Context, resp *http.Response, refused bool) bool {
	now := time.Now()
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = p.begun.Add(patience)
	}
	left := deadline.Sub(now)
	asked, _ := retryAfter(resp, now)
	switch {
	case !p.call.until.IsZero(): // the limiter chose
		p.wait = max(p.call.until.Sub(now), 0)
	case asked > 0:
		p.wait = jittered(asked)
	default:
		// Full jitter: whatever failed together does not come back together.
		p.wait = rand.N(p.longest + 1) //nolint:gosec // spreads load, protects nothing
		p.longest = min(2*p.longest, longestWait)
	}
	switch {
	case p.wait <= left:
		return true
	case asked > left:
		p.call.gaveUp = fmt.Errorf("the server asks to wait %s (Retry-After), longer than the %s that this operation has left",
			asked.Round(time.Second), left.Round(time.Second))
	case refused:
		p.call.gaveUp = &heldError{apierr.Ended(context.DeadlineExceeded, "the server refused one attempt after the other")}
	}
	return false
}

// kept is a copy of an answer, whose body is in memory, cut where an answer would be refused for its size.
func kept(resp *http.Response) (*http.Response, error) {
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(data))
	out := *resp
	out.Body = io.NopCloser(bytes.NewReader(data))
	return &out, nil
}

// again says whether one more attempt is safe and may help.
func (p *policy) again(resp *http.Response, err error) bool {
	switch {
	case err == nil && resp.StatusCode == http.StatusTooManyRequests:
		return true
	case err == nil:
		return p.repeatable && unavailable(resp.StatusCode)
	case final(err):
		return false
	default:
		return p.repeatable || reachedNobody(err)
	}
}

func unavailable(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// idempotent says that sending a request of this method twice does the same as sending it once (RFC 9110, 9.2.2).
func idempotent(method string) bool {
	switch method {
	case http.MethodPost, http.MethodPatch, http.MethodConnect:
		return false
	}
	return true
}

// retryAfter is the wait that an answer asks for, in seconds or as an HTTP date (RFC 9110, 10.2.3).
func retryAfter(resp *http.Response, now time.Time) (time.Duration, bool) {
	if resp == nil {
		return 0, false
	}
	text := resp.Header.Get("Retry-After")
	const most = 365 * 24 * 60 * 60 // seconds; keeps the wait within a Duration, also with what is added to it
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, most)) * time.Second, true
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(at.Sub(now), 0), most*time.Second), true
	}
	return 0, false
}
