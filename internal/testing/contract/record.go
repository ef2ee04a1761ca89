package contract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
)

const (
	// DirVariable names the environment variable with the folder that exchanges are recorded into.
	DirVariable = "SPOTNANA_CONTRACT_DIR"
	// FaultHeader is set to "1" by the sandbox on an answer that it spoils on purpose.
	FaultHeader = "X-Sandbox-Fault"
)

// Record writes each exchange of a handler to the folder that SPOTNANA_CONTRACT_DIR names, one JSON line each in one file
// per process, and is the handler itself when the variable is not set. Credentials in headers are left out. It panics
// when it cannot write: a lost exchange would be one that was never checked.
func Record(next http.Handler) http.Handler { return RecordAs(filepath.Base(os.Args[0]), next) }

// RecordAs is Record with the name of the test that the exchanges belong to.
func RecordAs(test string, next http.Handler) http.Handler {
	dir := os.Getenv(DirVariable)
	if dir == "" {
		return next
	}
	file, err := trafficFile(dir)
	if err != nil {
		panic(fmt.Sprintf("contract: recording into %s=%s: %v", DirVariable, dir, err))
	}
	return &recorder{next: next, file: file, test: test}
}

// traffic are the open files of this process by folder. They stay open until it ends.
var traffic = struct {
	sync.Mutex
	files map[string]*lineFile
}{files: map[string]*lineFile{}}

func trafficFile(dir string) (*lineFile, error) {
	traffic.Lock()
	defer traffic.Unlock()
	if f := traffic.files[dir]; f != nil {
		return f, nil
	}
	if !filepath.IsAbs(dir) { // each package's tests run in the folder of that package
		return nil, errors.New("the folder must be an absolute path")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil { //nolint:gosec // the folder is the choice of whoever runs the tests
		return nil, err
	}
	f, err := os.CreateTemp(dir, filepath.Base(os.Args[0])+"-*.jsonl")
	if err != nil {
		return nil, err
	}
	traffic.files[dir] = &lineFile{f: f}
	return traffic.files[dir], nil
}

// lineFile writes whole lines, so that a process that is killed leaves no half of one.
type lineFile struct {
	mu sync.Mutex
	f  *os.File
}

func (l *lineFile) write(e Exchange) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.f.Write(append(line, '\n'))
	return err
}

type recorder struct {
	next http.Handler
	file *lineFile
	test string
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			// The client went away in the middle: there is no request to check, and the handler sees the same error.
			req.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failingReader{err}))
			r.next.ServeHTTP(w, req)
			return
		}
		req.Body = io.NopCloser(bytes.NewReader(body))
	}
	e := Exchange{
		Method:        req.Method,
		Path:          req.URL.EscapedPath(),
		Query:         req.URL.Query(),
		RequestHeader: req.Header.Clone(),
		RequestBody:   body,
		Test:          r.test,
	}
	for _, secret := range []string{"Authorization", "Proxy-Authorization", "Cookie"} {
		e.RequestHeader.Del(secret)
	}
	tee := &tee{ResponseWriter: w}
	finished := false
	// A handler drops the connection by panicking, which must go on to the server.
	defer func() {
		e.Status = tee.status
		if e.Status == 0 {
			e.Status = http.StatusOK
		}
		e.ResponseHeader = w.Header().Clone()
		e.ResponseHeader.Del("Set-Cookie")
		e.ResponseBody = tee.body.Bytes()
		e.Faulted = !finished || tee.hijacked || w.Header().Get(FaultHeader) == "1"
		if err := r.file.write(e); err != nil {
			panic(fmt.Sprintf("contract: recording %s %s: %v", e.Method, e.Path, err))
		}
	}()
	r.next.ServeHTTP(tee, req)
	finished = true
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }

// tee keeps what a handler answers. It flushes and hijacks like the writer below it.
type tee struct {
	http.ResponseWriter
	status   int
	body     bytes.Buffer
	hijacked bool
}

// WriteHeader keeps the status of the answer.
func (t *tee) WriteHeader(status int) {
	// Informational answers (1xx) come before the one that counts.
	if t.status == 0 && status >= http.StatusOK {
		t.status = status
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write keeps the body of the answer.
func (t *tee) Write(p []byte) (int, error) {
	if t.status == 0 {
		t.status = http.StatusOK
	}
	t.body.Write(p)
	return t.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (t *tee) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// Flush implements http.Flusher.
func (t *tee) Flush() { _ = http.NewResponseController(t.ResponseWriter).Flush() }

// Hijack implements http.Hijacker; a hijacked connection has no answer to check.
func (t *tee) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	t.hijacked = true
	return http.NewResponseController(t.ResponseWriter).Hijack()
}

// ReadTraffic reads all exchanges recorded in a folder. A line that cannot be read is an error.
func ReadTraffic(dir string, each func(Exchange)) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return fmt.Errorf("contract: folder of recorded traffic %q: %w", dir, err)
	}
	for _, file := range files {
		if err := readFile(file, each); err != nil {
			return fmt.Errorf("contract: recorded traffic %s: %w", file, err)
		}
	}
	return nil
}

func readFile(name string, each func(Exchange)) error {
	f, err := os.Open(name) //nolint:gosec // the folder is the caller's choice
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		var e Exchange
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("after byte %d: %w", dec.InputOffset(), err)
		}
		each(e)
	}
}
