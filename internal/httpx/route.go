package httpx

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// route is how far an attempt came on its way through Go's transport, by what that reports. A transport inside this
// process reports nothing, and then nothing is known.
type route struct {
	connecting atomic.Bool // it waits for a connection, so that nothing of it was sent
	connected  atomic.Bool // it was given one
	handshake  atomic.Pointer[error]
}

// trace is what follows the attempt. The transport repeats a request that writes only when nothing of it was sent before,
// so the connection that it asked for last is the one that counts.
func (r *route) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { r.connecting.Store(true) },
		GotConn: func(httptrace.GotConnInfo) {
			r.connected.Store(true)
			r.connecting.Store(false)
		},
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				r.handshake.Store(&err)
			}
		},
	}
}

// explain puts the error with which the attempt ended in words. Whatever ended a connection, it is lost: the ways to end
// one are too many to list, and HTTP/2 adds its own.
func (r *route) explain(err error) error {
	switch {
	case r.connecting.Load():
		return r.unconnected(err)
	case IsDial(err) || IsTLS(err):
		return err
	case r.connected.Load() || closed(err):
		return &lostError{err, "before the answer was complete"}
	}
	return err
}

// unconnected says why there is no connection.
func (r *route) unconnected(err error) error {
	var network net.Error
	handshake := r.handshake.Load()
	switch {
	case handshake == nil && IsDial(err):
		return err
	case handshake == nil:
		return &dialError{err}
	case !IsTLS(*handshake) && (closed(*handshake) || errors.As(*handshake, &network)):
		return &lostError{*handshake, "during the TLS handshake"}
	}
	return &handshakeError{*handshake}
}

// early marks err, with which the attempt ended, where nothing of the request was sent.
func (r *route) early(err error) error {
	if r.connecting.Load() {
		return &unconnectedError{err}
	}
	return err
}

// missing is what an attempt that took too long waited for.
func (r *route) missing() string {
	if r.connecting.Load() {
		return "connection"
	}
	return "complete answer"
}
