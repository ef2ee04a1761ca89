package sandbox

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// overHTTP is a client of a server that is reached by a connection. Its base is http://127.0.0.1:<port>.
func overHTTP(t *testing.T, o Options) *api {
	t.Helper()
	s := New(o)
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return &api{t: t, server: s, rt: web.Client().Transport, base: web.URL}
}

// raw sends what no client of Go's would, and returns the whole answer.
func (a *api) raw(text string) *result {
	a.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(a.t.Context(), "tcp", strings.TrimPrefix(a.base, "http://"))
	ok(a.t, err)
	defer func() { _ = conn.Close() }()
	ok(a.t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	_, err = io.WriteString(conn, text)
	ok(a.t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	ok(a.t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	ok(a.t, err)
	out := &result{status: resp.StatusCode, header: resp.Header, raw: string(body)}
	_ = decode(body, &out.body)
	return out
}

func TestForeignHost(t *testing.T) {
	a := overHTTP(t, testOptions())
	_, port, _ := strings.Cut(strings.TrimPrefix(a.base, "http://"), ":")
	for host, status := range map[string]int{
		"127.0.0.1:" + port: 200, "127.0.0.1": 200, "127.0.0.1.:" + port: 200, "127.8.9.10": 200,
		"localhost:" + port: 200, "localhost": 200, "LocalHost:" + port: 200, "localhost.:" + port: 200, "localhost:": 200,
		"[::1]:" + port: 200, "[::1]": 200, "[0:0:0:0:0:0:0:1]": 200, "[::ffff:127.0.0.1]": 200,
		"localhost:4711": 200, // a forwarded port
		"":               200, // says nothing, so nobody was deceived

		"evil.example": 403, "evil.example:" + port: 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403,
		"evil.localhost": 403, "notlocalhost": 403, "localhost..": 403, "localhost.localdomain": 403,
		"0.0.0.0:" + port: 403, "[::]:" + port: 403, "192.168.0.1": 403, "127.1": 403, "2130706433": 403, "::1": 403,
		"%6cocalhost": 403,

		"evil.example@localhost": 400, "localhost:80@evil.example": 400, "localhost/": 400, // by net/http
	} {
		out := a.raw("GET /v2/companies HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: test\r\nAuthorization: Bearer " + testToken + "\r\nConnection: close\r\n\r\n")
		if out.status != status {
			t.Errorf("Host %q: got %d, want %d: %s", host, out.status, status, out.raw)
		}
		if status == 403 && (textAt(messagesIn(out)[0], "errorCode") != "FOREIGN_HOST" || textAt(out.body, "debugIdentifier") == "") {
			t.Errorf("Host %q: not the API's error document: %s", host, out.raw)
		}
	}
	if out := a.raw("GET /v2/companies HTTP/1.0\r\nUser-Agent: test\r\nAuthorization: Bearer " + testToken + "\r\n\r\n"); out.status != 200 {
		t.Errorf("HTTP/1.0: got %d", out.status)
	}
	// The address in the request line counts more than Host.
	if out := a.raw("GET http://evil.example/v2/companies HTTP/1.1\r\nHost: " + "127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n"); out.status != 403 {
		t.Errorf("a foreign address in the request line: got %d", out.status)
	}
	for _, e := range a.server.Requests() {
		if e.Status == 403 {
			t.Errorf("a refused request was recorded: %+v", e)
		}
	}
}

func messagesIn(out *result) []any {
	messages, _ := lookup(out.body, "errorMessages").([]any)
	return append(messages, nil)
}

func TestForeignOrigin(t *testing.T) {
	a := overHTTP(t, testOptions())
	_, port, _ := strings.Cut(strings.TrimPrefix(a.base, "http://"), ":")
	for origin, status := range map[string]int{
		a.base: 200, "HTTP://127.0.0.1:" + port: 200,
		"https://evil.example": 403, "http://evil.example:" + port: 403, "null": 403, "file://": 403, "": 403,
		"https://127.0.0.1:" + port: 403, "http://127.0.0.1": 403, "http://127.0.0.1:1": 403, "http://localhost:" + port: 403,
		a.base + "/": 403, a.base + " https://evil.example": 403, "chrome-extension://abc": 403, "127.0.0.1:" + port: 403,
	} {
		out := a.want(status, "GET", "/v2/companies", "", "Origin", origin)
		if status == 403 && textAt(messagesIn(out)[0], "errorCode") != "FOREIGN_ORIGIN" {
			t.Errorf("Origin %q: %s", origin, out.raw)
		}
		if len(out.header.Values("Access-Control-Allow-Origin")) > 0 {
			t.Errorf("Origin %q may read the answer", origin)
		}
	}
	for from, status := range map[string]int{"same-origin": 200, "none": 200, "same-site": 403, "cross-site": 403, "later": 403} {
		a.want(status, "GET", "/v2/companies", "", "Sec-Fetch-Site", from)
	}
	a.want(200, "GET", "/v2/companies", "", "Referer", "https://evil.example/") // a link that somebody followed

	// Each part of the sandbox refuses in its own document, whatever is asked: a preflight, a write, a token.
	for path, code := range map[string][]string{
		"/v2/companies": {"errorMessages"}, oauthPath: {"errorMessages"}, "/unheard-of": {"errorMessages"},
		UniteRoot: {"detail"}, UniteTokenPath: {"error"},
	} {
		for _, method := range []string{"OPTIONS", "GET", "POST", "DELETE"} {
			out := a.want(403, method, path, "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
			if lookup(out.body, code...) == nil {
				t.Errorf("%s %s: got %s", method, path, out.raw)
			}
		}
	}
	if ids, err := a.server.IDs(Companies); err != nil || len(ids) != 0 {
		t.Errorf("a refused request was carried out: %v, %v", ids, err)
	}
	// Inside this process there is no browser.
	inProcess(t, a.server).want(200, "GET", "/v2/companies", "", "Origin", "https://evil.example")
}

// endless is a body of so many bytes.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	n := min(int64(len(p)), e.left)
	if e.left -= n; n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = ' '
	}
	return int(n), nil
}

func TestLargeBody(t *testing.T) {
	a := overHTTP(t, testOptions())
	id := a.create("")
	long := strings.Repeat("x", maxBody-200)
	a.want(204, "PUT", "/v2/companies/"+id, companyJSON(`"id":{"id":"`+id+`"},"externalId":"`+long+`"`))
	a.server.ResetRequests()

	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, path := range []string{"/v2/companies", "/v2/companies/" + id, oauthPath, UniteRoot, UniteTokenPath, "/unheard-of"} {
		for size, declared := range map[int64]bool{maxBody + 1: true, 600 << 20: true, 64 << 20: false} {
			t.Run(fmt.Sprint(path, size, declared), func(t *testing.T) {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.base+path, &endless{size})
				ok(t, err)
				if r.ContentLength = -1; declared {
					r.ContentLength = size
				}
				r.Header.Set("Content-Type", "application/json")
				resp, err := a.rt.RoundTrip(r)
				ok(t, err)
				body, err := io.ReadAll(resp.Body)
				ok(t, err)
				ok(t, resp.Body.Close())
				if resp.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(body), "4 MiB") || !resp.Close {
					t.Errorf("got %s, close %v: %s", resp.Status, resp.Close, body)
				}
			})
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 400<<20 {
		t.Errorf("refusing took %d MiB", used>>20)
	}
	if got := a.server.Requests(); len(got) != 0 {
		t.Errorf("%d refused requests were recorded", len(got))
	}

	// In this process, too.
	in := inProcess(t, a.server)
	in.want(413, "POST", "/v2/companies", strings.Repeat(" ", maxBody+1))
}

// TestLargeBodyIsRefusedAtOnce has a client that sends nothing before it has the answer, and one that sends all of it.
func TestLargeBodyIsRefusedAtOnce(t *testing.T) {
	a := overHTTP(t, testOptions())
	const head = "POST /v2/companies HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 629145600\r\n"
	for name, text := range map[string]string{
		"nothing": head + "\r\n", "asks before": head + "Expect: 100-continue\r\n\r\n", "some": head + "\r\n" + strings.Repeat(" ", 20<<20),
	} {
		start := time.Now()
		if out := a.raw(text); out.status != 413 {
			t.Errorf("%s: got %d", name, out.status)
		}
		if took := time.Since(start); took > lingering/2 {
			t.Errorf("%s: the answer took %v", name, took)
		}
	}
}

func TestCompressedBody(t *testing.T) {
	a := overHTTP(t, testOptions())
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := io.Copy(z, &endless{64 << 20})
	ok(t, err)
	ok(t, z.Close())
	for _, encoding := range []string{"gzip", "br", "x-gzip", "identity, gzip"} {
		a.refused(415, "UNSUPPORTED_CONTENT_ENCODING", "Content-Encoding", "POST", "/v2/companies", packed.String(), "Content-Encoding", encoding)
		a.refused(415, "UNSUPPORTED_CONTENT_ENCODING", "Content-Encoding", "POST", oauthPath, packed.String(), "Content-Encoding", encoding)
		if out := a.want(415, "POST", UniteTokenPath, packed.String(), "Content-Encoding", encoding); textAt(out.body, "error") == "" {
			t.Errorf("got %s", out.raw)
		}
	}
	a.want(201, "POST", "/v2/companies", companyJSON(""), "Content-Encoding", "identity")
	a.want(200, "GET", "/v2/companies", "", "Content-Encoding", "gzip")
}

// TestCostlyBodies are small enough, but made to take long or to become large.
func TestCostlyBodies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a := openAPI(t, path)
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	a.create(`"x":` + deep(maxDepth-1) + `,"y":"` + deep(maxDepth) + `\"["`)
	for _, body := range []string{
		companyJSON(`"x":` + deep(maxDepth)), companyJSON(`"x":` + deep(9000)), strings.Repeat("[", maxBody), strings.Repeat(`{"a":`, maxBody/5),
	} {
		a.refused(400, "TOO_DEEP", "", "POST", "/v2/companies", body)
	}
	if again, err := Open(path, testOptions()); err != nil {
		t.Errorf("the file cannot be read any more: %v, %v", again, err)
	}

	many := strings.TrimSuffix(strings.Repeat("1,", 100_000), ",")
	out := a.want(400, "POST", "/v2/companies", companyJSON(`"ccEmailAddresses":[`+many+`]`))
	if n := len(messagesIn(out)) - 1; n != maxMessages {
		t.Errorf("%d messages", n)
	}
	var unequal strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&unequal, `"%d",`, i)
	}
	start := time.Now()
	a.create(`"emailDomains":[` + strings.TrimSuffix(unequal.String(), ",") + `]`)
	a.refused(400, "DUPLICATE_ITEM", "emailDomains", "POST", "/v2/companies", companyJSON(`"emailDomains":[`+unequal.String()+`"7"]`))
	if took := time.Since(start); took > time.Minute {
		t.Errorf("comparing took %v", took)
	}
}
