package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
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
				tokens := &Tokens{fetch: func(context.Context) (*token, error) {
					fetches++
					fetched := &token{value: "t"}
					if tt.life > 0 {
						fetched.expiry = time.Now().Add(tt.life)
					}
					return fetched, nil
				}}
				get := func() {
					t.Helper()
					if _, err := tokens.get(t.Context()); err != nil {
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
		tokens := &Tokens{fetch: func(ctx context.Context) (*token, error) {
			select {
			case <-release:
				return &token{value: "t"}, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
		first, cancel := context.WithCancel(t.Context())
		firstErr := make(chan error)
		go func() {
			_, err := tokens.get(first)
			firstErr <- err
		}()
		synctest.Wait() // the fetch runs on behalf of the first caller
		second := make(chan *token)
		go func() {
			token, err := tokens.get(t.Context())
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
		if token := <-second; token == nil || token.value != "t" {
			t.Errorf("the other caller got %v", token)
		}
	})
}

func TestTokens_errorsAreNotRemembered(t *testing.T) {
	t.Parallel()
	var n atomic.Int32
	tokens := &Tokens{fetch: func(context.Context) (*token, error) {
		if n.Add(1) == 1 {
			return nil, errors.New("down")
		}
		return &token{value: "t"}, nil
	}}
	if _, err := tokens.get(t.Context()); err == nil {
		t.Error("the error of the fetch is lost")
	}
	if token, err := tokens.get(t.Context()); err != nil || token.value != "t" {
		t.Errorf("got %v, %v", token, err)
	}
}

// How long a token is kept is what the endpoint said, as far as it can be understood.
func TestLifetime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		expiresIn any
		want      time.Duration
	}{
		{json.Number("3600"), time.Hour}, {json.Number("3599.5"), time.Hour - 500*time.Millisecond}, {json.Number("3.6e3"), time.Hour},
		{"3600", time.Hour}, {" 3600\n", time.Hour}, {"3.6E3", time.Hour}, {json.Number("0.5"), 500 * time.Millisecond},
		{json.Number("1e18"), 365 * 24 * time.Hour}, {json.Number("99999999999999999999999"), 365 * 24 * time.Hour},
		{json.Number("0"), 0}, {json.Number("-5"), 0}, {json.Number("1e400"), 0}, {json.Number("-1e400"), 0}, {"NaN", 0}, {"-Infinity", 0},
		{"", 0}, {"one hour", 0}, {"3600s", 0}, {nil, 0}, {true, 0}, {[]any{json.Number("3600")}, 0}, {map[string]any{}, 0},
	} {
		if got := lifetime(tt.expiresIn); got != tt.want {
			t.Errorf("%#v is %s, want %s", tt.expiresIn, got, tt.want)
		}
	}
}
