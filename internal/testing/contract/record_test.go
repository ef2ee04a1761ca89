package contract

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func recorded(t *testing.T, dir string) []Exchange {
	t.Helper()
	var out []Exchange
	if err := ReadTraffic(dir, func(e Exchange) { out = append(out, e) }); err != nil {
		t.Fatal(err)
	}
	return out
}

// send returns status and body, or 0 when the connection was dropped.
func send(t *testing.T, server *httptest.Server, method, target, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, server.URL+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer canary")
	req.Header.Set("Content-Type", "application/json")
	res, err := server.Client().Do(req)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, ""
	}
	return res.StatusCode, string(text)
}

func TestRecord(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made")
	t.Setenv(DirVariable, dir)
	handler := RecordAs("TestShop", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.Header.Get("Authorization") != "Bearer canary" {
			t.Error("the handler does not see the credentials")
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "canary=1")
		switch r.URL.Path {
		case "/abort":
			_, _ = w.Write([]byte(`{"half`))
			panic(http.ErrAbortHandler)
		case "/hijack":
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_ = conn.Close()
		case "/fault":
			w.Header().Set(FaultHeader, "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/silent":
		default:
			w.WriteHeader(http.StatusCreated)
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
			_, _ = w.Write(body)
		}
	}))
	done := make(chan struct{}, 1) // a client may have its answer before the handler is through
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { done <- struct{}{} }()
		handler.ServeHTTP(w, r)
	}))
	defer server.Close()

	for path, want := range map[string]struct {
		status  int
		body    string
		answer  string
		faulted bool
	}{
		"/a%2Fb":  {http.StatusCreated, `{"a": 1}`, `{"a": 1}`, false},
		"/silent": {http.StatusOK, ``, ``, false},
		"/fault":  {http.StatusServiceUnavailable, ``, ``, true},
		"/abort":  {0, ``, `{"half`, true},
		"/hijack": {0, ``, ``, true},
	} {
		t.Run(path, func(t *testing.T) {
			before := len(recorded(t, dir))
			status, _ := send(t, server, "POST", path+"?x=1&x=2", want.body)
			if status != want.status {
				t.Errorf("the client saw %d, want %d", status, want.status)
			}
			<-done
			all := recorded(t, dir)
			if len(all) != before+1 {
				t.Fatalf("%d exchanges, want %d", len(all), before+1)
			}
			e := all[before]
			if status == 0 {
				want.status = http.StatusOK
			}
			if e.Method != http.MethodPost || e.Path != path || !reflect.DeepEqual(e.Query["x"], []string{"1", "2"}) || e.Test != "TestShop" {
				t.Errorf("request %+v", e)
			}
			if string(e.RequestBody) != want.body || string(e.ResponseBody) != want.answer || e.Status != want.status || e.Faulted != want.faulted {
				t.Errorf("request body %q, answer %d %q, faulted %v", e.RequestBody, e.Status, e.ResponseBody, e.Faulted)
			}
			if e.RequestHeader.Get("Content-Type") != "application/json" || e.ResponseHeader.Get("Content-Type") != "application/json" {
				t.Errorf("headers %v, %v", e.RequestHeader, e.ResponseHeader)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v: want one for the process", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "canary") {
		t.Error("a credential was recorded")
	}
}

func TestRecord_off(t *testing.T) {
	t.Setenv(DirVariable, "")
	mux := http.NewServeMux()
	if got := Record(mux); got != http.Handler(mux) {
		t.Errorf("got %T, want the handler itself", got)
	}
}

func TestRecord_unwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, "relative"} {
		t.Run(dir, func(t *testing.T) {
			t.Setenv(DirVariable, dir)
			defer func() {
				if message := fmt.Sprint(recover()); !strings.Contains(message, DirVariable) {
					t.Errorf("got %q, want a panic that names the variable", message)
				}
			}()
			Record(http.NewServeMux())
		})
	}
}

func TestRecord_parallel(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(DirVariable, dir)
	big := strings.Repeat("x", 100_000)
	servers := []*httptest.Server{}
	for range 2 {
		servers = append(servers, httptest.NewServer(Record(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, big)
		}))))
	}
	var clients sync.WaitGroup
	for i := range 20 {
		clients.Go(func() {
			if status, body := send(t, servers[i%2], "GET", "/", ""); status != http.StatusOK || body != big {
				t.Errorf("got %d, %d bytes", status, len(body))
			}
		})
	}
	clients.Wait()
	for _, server := range servers {
		server.Close()
	}
	all := recorded(t, dir)
	if len(all) != 20 {
		t.Fatalf("%d exchanges, want 20", len(all))
	}
	for _, e := range all {
		if string(e.ResponseBody) != big {
			t.Errorf("%d bytes recorded", len(e.ResponseBody))
		}
	}
}

// A client that goes away in the middle of its request leaves nothing to check, and the handler hears of it.
func TestRecord_brokenRequest(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(DirVariable, dir)
	var got []byte
	var readErr error
	handler := Record(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, readErr = io.ReadAll(r.Body) }))
	body := io.MultiReader(strings.NewReader("begin"), failingReader{io.ErrUnexpectedEOF})
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "POST", "/", body))
	if string(got) != "begin" || readErr == nil {
		t.Errorf("the handler read %q, %v", got, readErr)
	}
	if all := recorded(t, dir); len(all) != 0 {
		t.Errorf("recorded %v", all)
	}
}

func TestReadTraffic_broken(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.jsonl"), []byte("{\"method\": \"GET\"}\n{\"meth"), 0o600); err != nil {
		t.Fatal(err)
	}
	count := 0
	err := ReadTraffic(dir, func(Exchange) { count++ })
	if err == nil || !strings.Contains(err.Error(), "x.jsonl") || count != 1 {
		t.Errorf("got %v after %d exchanges", err, count)
	}
}
