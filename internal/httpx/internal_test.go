package httpx

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
)

func TestConnections(t *testing.T) {
	t.Parallel()
	c, ok := connections().(*http.Transport)
	if !ok {
		t.Fatal("not Go's own transport")
	}
	if c.Proxy == nil || c.MaxIdleConnsPerHost < 10 || c.TLSClientConfig != nil && c.TLSClientConfig.InsecureSkipVerify {
		t.Errorf("proxy %t, %d idle connections, TLS %+v", c.Proxy != nil, c.MaxIdleConnsPerHost, c.TLSClientConfig)
	}
	// A dead connection is found out before an attempt with the usual bound of a minute is over.
	if pings := c.HTTP2; pings == nil || pings.SendPingTimeout <= 0 || pings.PingTimeout <= 0 || pings.SendPingTimeout+pings.PingTimeout > 30*time.Second {
		t.Errorf("pings %+v", pings)
	}
}

// An HTTP/2 connection that went dead is replaced, as when a firewall forgot it.
func TestConnections_dead(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	c := connections().(*http.Transport)
	c.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	c.HTTP2.SendPingTimeout, c.HTTP2.PingTimeout = 100*time.Millisecond, time.Second
	var silent atomic.Bool
	c.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if silent.Load() {
			return conn, err // only what was there before is dead
		}
		return &mute{Conn: conn, silent: &silent}, err
	}
	get := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
		if err != nil {
			return err
		}
		resp, err := c.RoundTrip(req)
		if err != nil {
			return err
		}
		return resp.Body.Close()
	}
	if err := get(); err != nil {
		t.Fatal(err)
	}
	silent.Store(true)
	if err := get(); err == nil {
		t.Fatal("the connection is not dead")
	}
	if err := get(); err != nil {
		t.Errorf("the dead connection was not replaced: %v", err)
	}
}

// mute is a connection that loses what is written once it is silent.
type mute struct {
	net.Conn
	silent *atomic.Bool
}

func (m *mute) Write(b []byte) (int, error) {
	if m.silent.Load() {
		return len(b), nil
	}
	return m.Conn.Write(b)
}

func TestTokens_reusedUntilShortlyBeforeExpiry(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		life, reused time.Duration // of the token; until when it is given out
	}{
		{"an hour", time.Hour, 59 * time.Minute},
		{"short", 100 * time.Second, 90 * time.Second},
		{"no end", 0, 1000 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fetches := 0
				tokens := &Tokens{fetch: func(context.Context) (*oauth2.Token, error) {
					fetches++
					token := &oauth2.Token{AccessToken: "t"}
					if tt.life > 0 {
						token.Expiry = time.Now().Add(tt.life)
					}
					return token, nil
				}}
				get := func() {
					t.Helper()
					if _, err := tokens.Token(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				get()
				time.Sleep(tt.reused - time.Second)
				get()
				if fetches != 1 {
					t.Errorf("fetched %d times while the token is good", fetches)
				}
				time.Sleep(time.Second)
				get()
				if want := min(int(tt.life), 1) + 1; fetches != want {
					t.Errorf("fetched %d times in the end, want %d", fetches, want)
				}
			})
		})
	}
}

func TestTokens_cancelledCallerDoesNotFailOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		tokens := &Tokens{fetch: func(ctx context.Context) (*oauth2.Token, error) {
			select {
			case <-release:
				return &oauth2.Token{AccessToken: "t"}, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
		first, cancel := context.WithCancel(t.Context())
		firstErr := make(chan error)
		go func() {
			_, err := tokens.Token(first)
			firstErr <- err
		}()
		synctest.Wait() // the fetch runs on behalf of the first caller
		second := make(chan *oauth2.Token)
		go func() {
			token, err := tokens.Token(t.Context())
			if err != nil {
				t.Error(err)
			}
			second <- token
		}()
		synctest.Wait()
		cancel()
		if err := <-firstErr; !errors.Is(err, context.Canceled) {
			t.Errorf("the cancelled caller got %v", err)
		}
		close(release)
		if token := <-second; token == nil || token.AccessToken != "t" {
			t.Errorf("the other caller got %v", token)
		}
	})
}

func TestTokens_errorsAreNotRemembered(t *testing.T) {
	t.Parallel()
	var n atomic.Int32
	tokens := &Tokens{fetch: func(context.Context) (*oauth2.Token, error) {
		if n.Add(1) == 1 {
			return nil, errors.New("down")
		}
		return &oauth2.Token{AccessToken: "t"}, nil
	}}
	if _, err := tokens.Token(t.Context()); err == nil {
		t.Error("the error of the fetch is lost")
	}
	if token, err := tokens.Token(t.Context()); err != nil || token.AccessToken != "t" {
		t.Errorf("got %v, %v", token, err)
	}
}
