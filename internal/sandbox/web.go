package sandbox

import (
	"cmp"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// lingering is how long a body that nobody wants is taken off the connection after the answer. Without that, a client
// that sends its whole body before it listens would find the connection reset, and no answer.
const lingering = 30 * time.Second

// ServeHTTP answers over a real connection. It refuses what a page in a browser may have sent, see intended.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Host == "" { // HTTP/1.0 need not name it
		if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			r.Host = local.String()
		}
	}
	var out outcome
	if err := intended(r); err != nil {
		out = s.refusal(r, err)
	} else {
		out = s.exchange(r)
	}
	if out.err != nil || out.drop {
		panic(http.ErrAbortHandler) // net/http's way to close the connection without an answer
	}
	for name, values := range out.header {
		w.Header()[name] = values
	}
	switch {
	case out.cut:
		answerHalf(w, out)
	case out.unread:
		answerLast(w, r, out)
	default:
		w.WriteHeader(out.status)
		_, _ = w.Write(out.body) // a client that is gone has nobody to tell
	}
}

// answerHalf closes the connection after half of the body that was announced.
func answerHalf(w http.ResponseWriter, out outcome) {
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body[:len(out.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// answerLast answers a request whose body is still to come, and ends the connection.
func answerLast(w http.ResponseWriter, r *http.Request, out outcome) {
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex() // otherwise net/http reads on before it answers
	w.Header().Set("Connection", "close")
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body))) // so that the client need not wait for the end
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body)
	if control.Flush() == nil && control.SetReadDeadline(time.Now().Add(lingering)) == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

// intended refuses requests that a page in a browser may have sent. The sandbox lets anybody in, and every page that is
// open on this computer can send requests to it: as what it is, which Origin and Sec-Fetch-Site tell, or under a name of
// its own that leads to this computer (DNS rebinding), which Host tells.
func intended(r *http.Request) error {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	own, local := siteOf(scheme, r.Host)
	if !local {
		return forbidden("FOREIGN_HOST", "Host",
			"The sandbox is localhost, 127.0.0.1 and [::1], not %q: use one of them in the address.", r.Host)
	}
	for _, origin := range r.Header.Values("Origin") {
		scheme, authority, _ := strings.Cut(origin, "://")
		if other, local := siteOf(scheme, authority); !local || other != own {
			return forbidden("FOREIGN_ORIGIN", "Origin", "The sandbox is not for pages in a browser, such as one of %q.", origin)
		}
	}
	for _, from := range r.Header.Values("Sec-Fetch-Site") {
		if from != "same-origin" && from != "none" { // none is the address bar
			return forbidden("FOREIGN_ORIGIN", "Sec-Fetch-Site", "The sandbox is not for pages in a browser.")
		}
	}
	return nil
}

// site is what browsers call an origin.
type site struct{ scheme, host, port string }

// siteOf reads host[:port], and says whether the host is this computer by a name or address that leads nowhere else. The
// port does not count for that, as it is another one where it is forwarded.
func siteOf(scheme, authority string) (site, bool) {
	u, err := url.Parse(scheme + "://" + authority)
	if err != nil || u.Host != authority { // more than host and port
		return site{}, false
	}
	s := site{u.Scheme, strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), cmp.Or(u.Port(), defaultPorts[u.Scheme])}
	addr, err := netip.ParseAddr(s.host)
	if err != nil {
		return s, s.host == "localhost"
	}
	s.host = addr.Unmap().String()
	return s, addr.IsLoopback()
}

var defaultPorts = map[string]string{"http": "80", "https": "443"}
