package acctest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// logFiles are the logs of one test program: one file for each test, with what the Terraform CLI and the provider log.
type logFiles struct {
	dir string

	mu sync.Mutex
	// expected are the tests that ran to their end.
	expected []string
	// traffic says that some test had the provider send requests.
	traffic bool
}

var logs logFiles

// path is the file of a test; the framework replaces slashes in the same way.
func (l *logFiles) path(test string) string {
	return filepath.Join(l.dir, strings.ReplaceAll(test, "/", "__")+".log")
}

// expect notes that the test must have a log, unless it fails or is skipped, which is reported anyway.
func (l *logFiles) expect(t *testing.T) {
	t.Cleanup(func() {
		if t.Failed() || t.Skipped() {
			return
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.expected = append(l.expected, t.Name())
	})
}

// sent notes that the provider sent requests in a test.
func (l *logFiles) sent() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.traffic = true
}

var (
	// secret is a canary or a token that the sandbox issued: its other ids have no UUID after the dash.
	secret = regexp.MustCompile(regexp.QuoteMeta(canary) + `[a-z-]*|sandbox-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f-]{17}`)

	// told is what the sandbox tells once. It is meant for the state, and for no log.
	told = regexp.MustCompile(`api-secret-[0-9a-f]{8}-`)

	// eachMarker is in the log of every test: the Terraform CLI wrote at trace level. anyMarkers are in the log of some
	// test, if requests were sent: the provider wrote, and bodies of requests as well. Without them nothing was searched.
	eachMarker = "[TRACE]"
	anyMarkers = []*regexp.Regexp{
		regexp.MustCompile("HTTP request"), regexp.MustCompile("HTTP bodies"),
		regexp.MustCompile("billingCurrency|tripName|countryCode"), // properties of bodies
	}
)

// secretIn is the first secret in a text, empty for none.
func secretIn(text []byte) string { return string(secret.Find(text)) }

// kept are the files in which Terraform keeps what it knows, and that may be shared.
var kept = []string{"*.tfstate", "*.tfstate.backup", "tfplan", "crash.log", "generated.tf"}

// checkFolder searches what Terraform kept in a folder for secrets.
func checkFolder(dir string) error {
	var problems []error
	for _, pattern := range kept {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			contents, err := unpacked(file)
			if err != nil {
				return err
			}
			for name, data := range contents {
				if found := secretIn(data); found != "" {
					problems = append(problems, fmt.Errorf("the secret %s is in %s", found, name))
				}
			}
		}
	}
	return errors.Join(problems...)
}

// unpacked is the content of a file, or those of the files in it, by name: a saved plan is a ZIP archive.
func unpacked(file string) (map[string][]byte, error) {
	archive, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) {
		data, err := os.ReadFile(file) //nolint:gosec // our own folder
		return map[string][]byte{filepath.Base(file): data}, err
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = archive.Close() }()
	contents := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, err
		}
		contents[filepath.Base(file)+"/"+f.Name] = data
	}
	return contents, nil
}

// check searches the logs for secrets. It is an error, too, when a log is missing or does not hold what logs hold.
func (l *logFiles) check() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var problems []error
	for _, test := range l.expected {
		data, err := os.ReadFile(l.path(test))
		if err != nil {
			problems = append(problems, fmt.Errorf("the test %s left no log: %w", test, err))
		} else if !bytes.Contains(data, []byte(eachMarker)) {
			problems = append(problems, fmt.Errorf("the log of %s is not at trace level", test))
		}
	}
	files, err := os.ReadDir(l.dir)
	if err != nil {
		return err
	}
	missing := map[*regexp.Regexp]bool{}
	for _, marker := range anyMarkers {
		missing[marker] = l.traffic
	}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(l.dir, file.Name()))
		if err != nil {
			return err
		}
		for _, marker := range anyMarkers {
			missing[marker] = missing[marker] && !marker.Match(data)
		}
		for i, line := range bytes.Split(data, []byte("\n")) {
			if found := secretIn(line) + string(told.Find(line)); found != "" {
				problems = append(problems, fmt.Errorf("%s:%d: the secret %s is in the log", file.Name(), i+1, found))
			}
		}
	}
	for _, marker := range anyMarkers {
		if missing[marker] {
			problems = append(problems, fmt.Errorf("no log has %q: the provider's logs are not where they are searched", marker.String()))
		}
	}
	return errors.Join(problems...)
}
