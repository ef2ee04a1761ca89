package httpx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// fetchTime bounds the fetch of a token, retries included. It does not depend on who asks.
const fetchTime = 2 * time.Minute

// Tokens is a source of access tokens: fetched when first needed, by one flight at a time, and reused until shortly
// before they expire.
type Tokens struct {
	fetch  func(context.Context) (*oauth2.Token, error) // nil: current never changes
	flight singleflight.Group

	mu      sync.Mutex
	current *oauth2.Token
	until   time.Time // when current is to be replaced; zero: never
}

// StaticToken is a token given by the user. It cannot be renewed.
func (n *Network) StaticToken(token string) *Tokens {
	n.Secrets.Add(token)
	return &Tokens{current: &oauth2.Token{AccessToken: token}}
}

// FailingTokens has no token and answers every request for one with err.
func FailingTokens(err error) *Tokens {
	return &Tokens{fetch: func(context.Context) (*oauth2.Token, error) { return nil, err }}
}

// Tokens is a source that fetches from a token endpoint (RFC 6749, 3.2). The fetch is that of an x/oauth2
// configuration; the context it gets carries the client to use, which has the retries, the rate limit and the log of n.
// Errors of the endpoint become an *apierr.Error in the words of d.
func (n *Network) Tokens(endpoint *url.URL, d Dialect, fetch func(context.Context) (*oauth2.Token, error)) *Tokens {
	client := n.client(endpoint, nil)
	return &Tokens{fetch: func(ctx context.Context) (*oauth2.Token, error) {
		c := &call{}
		token, err := fetch(context.WithValue(withCall(ctx, c), oauth2.HTTPClient, client))
		if err != nil {
			return nil, n.tokenError(endpoint, d, c, inWords(ctx, err))
		}
		n.Secrets.Add(token.AccessToken, token.RefreshToken)
		return token, nil
	}}
}

// Token returns a token that is good for a while. When ctx ends it returns at once, and a fetch that others may wait
// for goes on.
func (t *Tokens) Token(ctx context.Context) (*oauth2.Token, error) {
	if token := t.valid(); token != nil {
		return token, nil
	}
	result := t.flight.DoChan("", func() (any, error) {
		// Another flight may have ended between the look above and this one.
		if token := t.valid(); token != nil {
			return token, nil
		}
		ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), fetchTime, &timeoutError{"access token", fetchTime})
		defer cancel()
		token, err := t.fetch(ctx)
		if err != nil {
			return nil, err
		}
		t.keep(token)
		return token, nil
	})
	select {
	case r := <-result:
		if r.Err != nil {
			return nil, r.Err
		}
		token, ok := r.Val.(*oauth2.Token)
		if !ok {
			return nil, errors.New("the token source returned no token")
		}
		return token, nil
	case <-ctx.Done():
		return nil, ended(ctx, "waiting for an access token")
	}
}

// valid returns the current token unless it is about to expire.
func (t *Tokens) valid() *oauth2.Token {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == nil || !t.until.IsZero() && !time.Now().Before(t.until) {
		return nil
	}
	return t.current
}

// keep remembers a token until a minute before it expires, or a tenth of its life if that is less: a request must
// still arrive with it.
func (t *Tokens) keep(token *oauth2.Token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.current, t.until = token, time.Time{}
	if !token.Expiry.IsZero() {
		early := min(time.Minute, max(time.Until(token.Expiry)/10, 0))
		t.until = token.Expiry.Add(-early)
	}
}

// drop forgets token if it is still the current one, and says whether another can be had.
func (t *Tokens) drop(token *oauth2.Token) bool {
	if t.fetch == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == token {
		t.current = nil
	}
	return true
}

// tokenError says why no token came. It is never Enveloped and never Ambiguous: whatever the token endpoint answers,
// it says nothing about the object that was asked for.
func (n *Network) tokenError(endpoint *url.URL, d Dialect, c *call, err error) error {
	e := &apierr.Error{Method: http.MethodPost, Path: endpoint.EscapedPath(), Origin: Origin(endpoint), Status: c.status}
	var refused *oauth2.RetrieveError
	var unusable *answerError
	switch {
	case errors.As(err, &refused):
		// The library's error repeats the whole answer, so it is not kept as the cause.
		if refused.ErrorCode != "" {
			e.Messages = []apierr.Message{{Code: refused.ErrorCode, Text: refused.ErrorDescription}}
			e.Err = c.gaveUp
		} else {
			n.explain(e, d, c, refused.Body)
			e.Enveloped = false
		}
	case c.status/100 == 2 && !errors.As(err, &unusable):
		e.Err = fmt.Errorf("the answer (%s) holds no access token", named(c.contentType))
	default:
		e.Status = 0
		failed(e, c, err)
	}
	n.finish(e, d, c)
	return e
}
