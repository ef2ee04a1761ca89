package httpx_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// internals are words of Go's own errors, which say nothing to a user of Terraform.
var internals = []string{"http2", "stream", "RST", "GOAWAY", "INTERNAL_ERROR", "EOF", "net/http", "context ", "tls: ", "read tcp"}

// noInternals fails when text has words of Go's own errors.
func noInternals(t *testing.T, text string) {
	t.Helper()
	for _, word := range internals {
		if strings.Contains(text, word) {
			t.Errorf("%q is in: %s", word, text)
		}
	}
}

// secure is a TLS server over HTTP/2, and the transport of a client that trusts it.
func secure(t *testing.T, script ...http.HandlerFunc) (*server, *http.Transport) {
	t.Helper()
	s := &server{script: script}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.handle))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, s.Client().Transport.(*http.Transport)
}

// frames is an HTTP/2 server that answers the beginning of each request with these frames, and then closes the connection
// unless they are the end of that one stream. It counts the requests.
func frames(t *testing.T, answer func(stream [4]byte) []byte) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var requests atomic.Int32
	s := httptest.NewUnstartedServer(nil)
	s.EnableHTTP2 = true
	s.Config.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){
		"h2": func(_ *http.Server, c *tls.Conn, _ http.Handler) {
			defer func() { _ = c.Close() }()
			if _, err := io.ReadFull(c, make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
				return
			}
			_, _ = c.Write([]byte{0, 0, 0, 4, 0, 0, 0, 0, 0}) // SETTINGS
			for {
				head := make([]byte, 9)
				if _, err := io.ReadFull(c, head); err != nil {
					return
				}
				if _, err := io.CopyN(io.Discard, c, int64(head[0])<<16|int64(head[1])<<8|int64(head[2])); err != nil {
					return
				}
				if head[3] == 1 { // HEADERS
					requests.Add(1)
					reply := answer([4]byte(head[5:9]))
					if _, err := c.Write(reply); err != nil || reply[3] != 3 {
						return
					}
				}
			}
		},
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, &requests
}

// goAway is the end of the connection, after the first request was seen.
func goAway(code byte) []byte { return []byte{0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, code} }

func TestHTTP2_connectionLost(t *testing.T) {
	t.Parallel()
	over2 := func(w http.ResponseWriter, r *http.Request, then http.HandlerFunc) {
		if r.ProtoMajor != 2 {
			t.Errorf("the request came over %s", r.Proto)
		}
		then(w, r)
	}
	ok := answer(http.StatusOK, `{}`)
	for name, tt := range map[string]struct {
		fault  http.HandlerFunc
		status int
	}{
		"before the headers": {func(w http.ResponseWriter, r *http.Request) { over2(w, r, reset) }, 0},
		"after the headers":  {func(w http.ResponseWriter, r *http.Request) { over2(w, r, cut) }, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			once, transport := secure(t, tt.fault, ok)
			o := quick
			o.Base = transport
			if _, err := once.do(t, once.client(t, o), "GET", nil); err != nil || len(once.requests()) != 2 {
				t.Errorf("GET: %v after %d requests", err, len(once.requests()))
			}

			s, transport := secure(t, tt.fault)
			o.Base = transport
			_, err := s.do(t, s.client(t, o), "POST", map[string]any{})
			e := failure(t, err)
			if n := len(s.requests()); n != 1 || !e.Ambiguous || e.Status != tt.status || !httpx.IsBroken(err) {
				t.Errorf("POST: %d requests, ambiguous %t, broken %t: %v", n, e.Ambiguous, httpx.IsBroken(err), err)
			}
			if hint := httpx.ConnectionHint(e, "base_url"); !strings.Contains(hint, "Try again") {
				t.Errorf("the hint is %q", hint)
			}
			noInternals(t, err.Error())
		})
	}
	for code, name := range map[byte]string{0: "no error", 2: "internal error"} {
		t.Run("GOAWAY with "+name, func(t *testing.T) {
			t.Parallel()
			s, _ := frames(t, func([4]byte) []byte { return goAway(code) })
			o := quick
			o.Base = s.Client().Transport
			_, err := staticClient(t, s.URL, "token", o).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, s.URL), Body: map[string]any{}})
			if e := failure(t, err); !e.Ambiguous || !httpx.IsBroken(err) || httpx.ConnectionHint(e, "base_url") == "" {
				t.Errorf("ambiguous %t, broken %t: %v", e.Ambiguous, httpx.IsBroken(err), err)
			}
			noInternals(t, err.Error())
		})
	}
}

// Go sends a request again by itself when the server ends its stream as a violation of the protocol. A proxy does that when
// it cannot make sense of an answer, and then the request was carried out.
func TestHTTP2_protocolError(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		request  httpx.Request
		requests int32
	}{
		"POST":                 {httpx.Request{Method: "POST"}, 1},
		"PUT":                  {httpx.Request{Method: "PUT"}, 1},
		"POST that only reads": {httpx.Request{Method: "POST", ReadOnly: true}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen atomic.Bool
			s, requests := frames(t, func(stream [4]byte) []byte {
				if seen.Swap(true) {
					return goAway(2)
				}
				return append(append([]byte{0, 0, 4, 3, 0}, stream[:]...), 0, 0, 0, 1) // RST_STREAM, PROTOCOL_ERROR
			})
			tt.request.URL, tt.request.Body = parse(t, s.URL), map[string]any{"name": "a"}
			_, err := staticClient(t, s.URL, "token", httpx.Options{Base: s.Client().Transport}).Do(t.Context(), tt.request)
			if e := failure(t, err); requests.Load() != tt.requests || e.Ambiguous == tt.request.ReadOnly || !httpx.IsBroken(err) {
				t.Errorf("%d requests, ambiguous %t, %v", requests.Load(), e.Ambiguous, err)
			}
			noInternals(t, err.Error())
		})
	}
}

// A server that ends each connection before it reads the request, as one that goes down may, gets it a few times and not
// without end, past the rate limit.
func TestHTTP2_refusedWithoutEnd(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "DELETE", "PUT", "POST"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s, requests := frames(t, func([4]byte) []byte { return []byte{0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0} }) // GOAWAY, last stream 0
			r := httpx.Request{Method: method, URL: parse(t, s.URL)}
			if method[0] == 'P' {
				r.Body = map[string]any{}
			}
			_, err := staticClient(t, s.URL, "token", httpx.Options{Base: s.Client().Transport}).Do(t.Context(), r)
			e := failure(t, err)
			if got := requests.Load(); got < 1 || got > 4 || e.Ambiguous != (method != "GET") || !httpx.IsBroken(err) {
				t.Errorf("%d requests, ambiguous %t: %v", got, e.Ambiguous, err)
			}
			noInternals(t, err.Error())
		})
	}
}

// The words that a log keeps for whoever looks for the cause.
func TestHTTP2_causeInLog(t *testing.T) {
	t.Parallel()
	s, transport := secure(t, reset)
	o := quick
	o.MaxRetries, o.Base = 0, transport
	var log buffer
	_, err := s.client(t, o).Do(tflogtest.RootLogger(t.Context(), &log), httpx.Request{Method: "GET", URL: parse(t, s.URL)})
	if err == nil || !strings.Contains(log.String(), "INTERNAL_ERROR") {
		t.Errorf("the log does not say what ended the connection:\n%s", log.String())
	}
}

// Something on the way may end a secure connection in plain text. The request was sent all the same.
func TestTLS_plainAnswer(t *testing.T) {
	t.Parallel()
	cert := httptest.NewUnstartedServer(nil)
	cert.StartTLS()
	t.Cleanup(cert.Close)
	var made atomic.Int32
	address, _ := listen(t, func(c net.Conn) {
		r, err := http.ReadRequest(bufio.NewReader(tls.Server(c, cert.TLS)))
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		made.Add(1)
		_, _ = io.WriteString(c, "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n")
	})
	for method, requests := range map[string]int32{"POST": 1, "GET": 3} {
		made.Store(0)
		o := quick
		transport := cert.Client().Transport.(*http.Transport).Clone()
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{} // HTTP/1
		transport.TLSClientConfig.ServerName = "example.com"
		o.MaxRetries, o.Base = 2, transport
		r := httpx.Request{Method: method, URL: parse(t, "https://"+address)}
		if method == "POST" {
			r.Body = map[string]any{}
		}
		_, err := staticClient(t, "https://"+address, "token", o).Do(t.Context(), r)
		e := failure(t, err)
		if made.Load() != requests || e.Ambiguous != (method == "POST") || !httpx.IsBroken(err) || httpx.IsTLS(err) {
			t.Errorf("%s: %d requests, ambiguous %t: %v", method, made.Load(), e.Ambiguous, err)
		}
		if hint := httpx.ConnectionHint(e, "base_url"); strings.Contains(hint, "trusted") || hint == "" {
			t.Errorf("%s: the hint is %q", method, hint)
		}
		noInternals(t, err.Error())
	}
}

// Whatever comes in place of an HTTP answer, the request was sent.
func TestNoHTTP(t *testing.T) {
	t.Parallel()
	address, _ := listen(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 1000))
		_, _ = io.WriteString(c, "SSH-2.0-canary\r\n")
	})
	o := quick
	_, err := staticClient(t, "http://"+address, "token", o).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, "http://"+address)})
	if e := failure(t, err); !e.Ambiguous || !httpx.IsBroken(err) || httpx.ConnectionHint(e, "base_url") == "" {
		t.Errorf("ambiguous %t, broken %t: %v", e.Ambiguous, httpx.IsBroken(err), err)
	}
	noInternals(t, err.Error())
}

// An error of a transport inside this process is no matter of connections, and its words are the provider's own.
func TestOwnTransport_words(t *testing.T) {
	t.Parallel()
	o := quick
	o.Base = roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("sandbox.json cannot be read") })
	_, err := staticClient(t, "https://sandbox.invalid", "token", o).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, "https://sandbox.invalid")})
	if e := failure(t, err); !strings.Contains(e.Error(), "sandbox.json cannot be read") || httpx.IsBroken(err) {
		t.Errorf("broken %t: %v", httpx.IsBroken(err), err)
	}
}

// listen hands each connection to handle, and closes it after. It returns the address and a counter of connections.
func listen(t *testing.T, handle func(net.Conn)) (string, *atomic.Int32) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	var count atomic.Int32
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			count.Add(1)
			go func() {
				defer func() { _ = c.Close() }()
				handle(c)
			}()
		}
	}()
	return l.Addr().String(), &count
}

// A request is sent when the handshake is over, so what ends before leaves nothing open. What a further attempt would not
// change is not tried again.
func TestTLS_handshake(t *testing.T) {
	t.Parallel()
	old := httptest.NewUnstartedServer(answer(http.StatusOK, `{}`))
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS10, MinVersion: tls.VersionTLS10}
	old.Config.ErrorLog = log.New(io.Discard, "", 0)
	var oldDials atomic.Int32
	old.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			oldDials.Add(1)
		}
	}
	old.StartTLS()
	t.Cleanup(old.Close)

	hello := func(c net.Conn) { _, _ = c.Read(make([]byte, 4096)) }
	garbage, garbageDials := listen(t, func(c net.Conn) { hello(c); _, _ = io.WriteString(c, "SSH-2.0-OpenSSH_9.6\r\n") })
	nonsense, nonsenseDials := listen(t, func(c net.Conn) { hello(c); _, _ = c.Write([]byte{22, 3, 3, 0, 4, 99, 0, 0, 0}) })
	choosing, choosingDials := listen(t, func(c net.Conn) {
		hello(c)
		// A ServerHello of TLS 1.0 with an empty random, no session, and the cipher that every server of that time knew.
		_, _ = c.Write(append(append([]byte{22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1}, make([]byte, 33)...), 0, 0x2f, 0))
	})
	closing, closingDials := listen(t, hello)
	resetting, resettingDials := listen(t, func(c net.Conn) { hello(c); _ = c.(*net.TCPConn).SetLinger(0) })
	silent, _ := listen(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })

	for name, tt := range map[string]struct {
		base  string
		dials *atomic.Int32 // nil: the server may see a connection later than its client gives it up
		again bool          // it may be the network's fault
	}{
		"old protocol":  {old.URL, &oldDials, false},
		"older answer":  {"https://" + choosing, choosingDials, false},
		"no TLS":        {"https://" + garbage, garbageDials, false},
		"nonsense":      {"https://" + nonsense, nonsenseDials, false},
		"closed":        {"https://" + closing, closingDials, true},
		"reset":         {"https://" + resetting, resettingDials, true},
		"takes forever": {"https://" + silent, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{"GET", "PUT", "POST"} {
				transport := &http.Transport{ForceAttemptHTTP2: true}
				if tt.dials != nil {
					tt.dials.Store(0)
				} else {
					transport.TLSHandshakeTimeout = 20 * time.Millisecond
				}
				o := quick
				o.MaxRetries, o.Base = 2, transport
				_, err := staticClient(t, tt.base, "token", o).Do(t.Context(), httpx.Request{Method: method, URL: parse(t, tt.base)})
				e := failure(t, err)
				want := int32(1)
				if tt.again {
					want = 3
				}
				if tt.dials != nil && tt.dials.Load() != want {
					t.Errorf("%s: %d connections, want %d", method, tt.dials.Load(), want)
				}
				if e.Ambiguous || httpx.IsTLS(err) == tt.again || strings.Contains(err.Error(), "3 attempts") != tt.again {
					t.Errorf("%s: ambiguous %t, TLS %t: %v", method, e.Ambiguous, httpx.IsTLS(err), err)
				}
				if hint := httpx.ConnectionHint(e, "base_url"); strings.HasPrefix(hint, "No trusted connection") == tt.again || hint == "" {
					t.Errorf("%s: the hint is %q", method, hint)
				}
				if tt.again {
					noInternals(t, err.Error())
				}
			}
		})
	}
}

// A proxy that lets nothing through is no answer of the API, and nothing was sent.
func TestProxy_refuses(t *testing.T) {
	t.Parallel()
	proxy, dials := listen(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 4096))
		_, _ = io.WriteString(c, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
	})
	o := quick
	o.MaxRetries, o.Base = 1, &http.Transport{Proxy: http.ProxyURL(parse(t, "http://"+proxy))}
	_, err := staticClient(t, "https://api.invalid", "token", o).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, "https://api.invalid")})
	e := failure(t, err)
	if e.Ambiguous || !httpx.IsDial(err) || dials.Load() != 2 || !strings.Contains(err.Error(), "no connection: Proxy Authentication Required") {
		t.Errorf("%d connections, ambiguous %t, dial %t: %v", dials.Load(), e.Ambiguous, httpx.IsDial(err), err)
	}
}

// The time of an attempt may be over before there is a connection.
func TestTimeout_connecting(t *testing.T) {
	t.Parallel()
	address, _ := listen(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	o := quick
	o.MaxRetries, o.Timeout = 1, 50*time.Millisecond
	_, err := staticClient(t, "https://"+address, "token", o).Do(t.Context(), httpx.Request{Method: "POST", URL: parse(t, "https://"+address)})
	e := failure(t, err)
	if e.Ambiguous || !httpx.IsTimeout(err) || !strings.Contains(err.Error(), "no connection within 50ms (given up after 2 attempts)") {
		t.Errorf("ambiguous %t: %v", e.Ambiguous, err)
	}
}
