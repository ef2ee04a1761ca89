package httpx

import (
	"net/http/httptrace"
	"sync/atomic"
)

// route is how far an attempt came on its way through Go's transport, by what that reports. A transport inside this
// process reports nothing, and then nothing is known.
type route struct {
	connected atomic.Bool // it was given a connection
}

func (r *route) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { r.connected.Store(true) },
	}
}

// explain puts the error with which the attempt ended in words. Whatever ended a connection, it is lost: the ways to end
// one are too many to list, and HTTP/2 adds its own.
func (r *route) explain(err error) error {
	switch {
	case IsDial(err) || IsTLS(err):
		return err
	case r.connected.Load() || closed(err):
		return &lostError{err}
	}
	return err
}
