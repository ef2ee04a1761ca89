package httpx

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// fetchTime bounds the fetch of a token, retries included. It does not depend on who asks.
const fetchTime = 2 * time.Minute

// Tokens is a source of access tokens: fetched when first needed, by one flight at a time, and reused until shortly
// before they expire.
type Tokens struct {
	fetch  func(context.Context) (*token, error) // nil: current never changes
	flight singleflight.Group

	mu      sync.Mutex
	current *token
	until   time.Time // when current is to be replaced; zero: never
}

// token is an access token of the type Bearer (RFC 6750), the only one that the APIs take, whatever a token endpoint calls it.
type token struct {
	value string
	// expiry is zero when nobody says when it is: then the token serves until the API refuses it.
	expiry time.Time
}

// StaticToken is a token given by the user. It cannot be renewed.
func (n *Network) StaticToken(value string) *Tokens {
	n.Secrets.Add(value)
	return &Tokens{current: &token{value: value}}
}

// NoTokens has no token and answers every request for one with err; nil says only that there are no credentials.
func (n *Network) NoTokens(err *apierr.Error) *Tokens {
	if err == nil {
		err = apierr.New("No credentials", "")
	}
	shared := *err
	shared.Told = n.toldOf(err)
	return &Tokens{fetch: func(context.Context) (*token, error) { return nil, &shared }}
}

// Get returns an access token that is good for a while, and when it ends, which is zero when nobody says.
func (t *Tokens) Get(ctx context.Context) (value string, end time.Time, err error) {
	got, err := t.get(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	return got.value, got.expiry, nil
}

// get returns a token that is good for a while. When ctx ends it returns at once, and a fetch that others may wait
// for goes on.
func (t *Tokens) get(ctx context.Context) (*token, error) {
	if current := t.valid(); current != nil {
		return current, nil
	}
	result := t.flight.DoChan("", func() (any, error) {
		// Another flight may have ended between the look above and this one.
		if current := t.valid(); current != nil {
			return current, nil
		}
		ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), fetchTime, &timeoutError{"access token", fetchTime})
		defer cancel()
		fetched, err := t.fetch(ctx)
		if err != nil {
			return nil, err
		}
		t.keep(fetched)
		return fetched, nil
	})
	select {
	case r := <-result:
		if r.Err != nil {
			return nil, r.Err
		}
		fetched, ok := r.Val.(*token)
		if !ok {
			return nil, errors.New("the token source returned no token")
		}
		return fetched, nil
	case <-ctx.Done():
		return nil, ended(ctx, "waiting for an access token")
	}
}

// valid returns the current token unless it is about to expire.
func (t *Tokens) valid() *token {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == nil || !t.until.IsZero() && !time.Now().Before(t.until) {
		return nil
	}
	return t.current
}

// keep remembers a token until a minute before it expires, or a tenth of its life if that is less: a request must
// still arrive with it.
func (t *Tokens) keep(fetched *token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current, t.until = fetched, time.Time{}
	if !fetched.expiry.IsZero() {
		early := min(time.Minute, max(time.Until(fetched.expiry)/10, 0))
		t.until = fetched.expiry.Add(-early)
	}
}

// drop forgets a token if it is still the current one, and says whether another can be had.
func (t *Tokens) drop(refused *token) bool {
	if t.fetch == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == refused {
		t.current = nil
	}
	return true
}
