//go:build unix

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// An interrupt ends an export at once, whichever request it comes at, and nothing is left.
func TestExport_interrupted(t *testing.T) {
	for _, at := range []string{"/v2/auth/oauth2-token", "/v2/companies", "/v2/companies/4974a66b-7493-4f41-908c-58ba81093947/policies"} {
		t.Run(at, func(t *testing.T) {
			ended := make(chan struct{}) // a request for a token outlives the one that needs it
			var once atomic.Bool
			account(t, func(r *http.Request) {
				if r.URL.Path == at && once.CompareAndSwap(false, true) {
					_ = syscall.Kill(os.Getpid(), syscall.SIGTERM) // the command has taken it over
					<-ended
				}
			})
			parent := t.TempDir()
			code, said, errOut := call(t, "export", "--all", "--out", filepath.Join(parent, "out"))
			close(ended)
			if code != 1 || said != "" || !strings.Contains(errOut, "spotnana export: interrupted: nothing is written to "+parent) {
				t.Errorf("got %d, %q, %q", code, said, errOut)
			}
			if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
				t.Errorf("%v is left, %v", left, err)
			}
		})
	}
}
