package httpx

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// route is how far an attempt came on its way through Go's transport, by what that reports. A transport inside this
// process reports nothing, and then nothing is known.
type route struct {
	// end ends the attempt.
	end context.CancelCauseFunc

	asked      atomic.Int32 // for connections
	connecting atomic.Bool  // it waits for a connection, so that nothing of it was sent
	connected  atomic.Bool  // it was given one
	handshake  atomic.Pointer[error]
	overHTTP2  atomic.Bool
	began      atomic.Bool // the headers were written
}

// mostConnections is how many connections an attempt may ask for. The transport asks for another one when the server closed
// the first before it read the request, and without end from a server that does so each time: then it is for retry, with
// its waits and the rate limit, to go on.
const mostConnections = 3

var errRepeated = errors.New("each connection ended before the request was processed")

// trace is what follows the attempt. A repetition by the transport does not undo that the request may have been sent.
func (r *route) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) {
			if r.asked.Add(1) > mostConnections {
				r.end(errRepeated)
			} else if !r.began.Load() {
				r.connecting.Store(true)
			}
		},
		GotConn: func(info httptrace.GotConnInfo) {
			secure, ok := info.Conn.(*tls.Conn)
			r.overHTTP2.Store(ok && secure.ConnectionState().NegotiatedProtocol == "h2")
			r.connected.Store(true)
			r.connecting.Store(false)
		},
		WroteHeaders: func() { r.began.Store(true) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				r.handshake.Store(&err)
			}
		},
	}
}

// once keeps the transport from sending a body again by itself, as it does over HTTP/2 after some errors, one of which
// comes from proxies that could not make sense of the answer. Whether to repeat is for retry to decide. Over HTTP/1 the
// transport does so only when nothing was sent.
func (r *route) once(body func() (io.ReadCloser, error)) func() (io.ReadCloser, error) {
	if body == nil {
		return nil
	}
	return func() (io.ReadCloser, error) {
		if r.overHTTP2.Load() && r.began.Load() {
			return nil, errors.New("the stream ended after the request was sent")
		}
		return body()
	}
}

// explain puts the error with which the attempt ended in words. Whatever ended a connection, it is lost: the ways to end
// one are too many to list, and HTTP/2 adds its own.
func (r *route) explain(err error) error {
	switch {
	case r.connecting.Load():
		return r.unconnected(err)
	case alert(err): // in TLS 1.3 it may come after the handshake
		return err
	case r.connected.Load() || closed(err) && !IsDial(err):
		return lost(err)
	}
	return err
}

// lost is the end of the connection that the request was sent on.
func lost(err error) error { return &lostError{err, "before the answer was complete"} }

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
