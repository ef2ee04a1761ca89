package resilience_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
)

// network carries the provider's requests, and refuses connections on demand: what a server cannot do request by request.
type network struct {
	host string // of the sandbox
	base *http.Transport

	mu sync.Mutex
	// refuses are the refusals that have not struck often enough.
	refuses []*refusal
	// strayed are the requests to other hosts.
	strayed []string
}

// refusal refuses the connections of requests that match, after some of them passed.
type refusal struct {
	path        string // empty for any
	skip, times int    // a negative number of times never ends
}

func (n *network) refuse(r refusal) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refuses = append(n.refuses, &r)
}

// clear takes all refusals away, and returns how many were still to strike and which requests left for other hosts.
func (n *network) clear() (left int, strayed []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, r := range n.refuses {
		if r.times != 0 {
			left++
		}
	}
	strayed = n.strayed
	n.refuses, n.strayed = nil, nil
	return left, strayed
}

// RoundTrip implements [http.RoundTripper].
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	if n.refused(r) {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		addr, err := net.ResolveTCPAddr("tcp", n.host)
		if err != nil {
			return nil, err
		}
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: addr, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	return n.base.RoundTrip(r)
}

func (n *network) refused(r *http.Request) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if r.URL.Host != n.host {
		n.strayed = append(n.strayed, fmt.Sprintf("%s %s", r.Method, r.URL))
	}
	for _, f := range n.refuses {
		switch {
		case f.path != "" && f.path != r.URL.Path, f.times == 0:
		case f.skip > 0:
			f.skip--
		default:
			f.times--
			return true
		}
	}
	return false
}
