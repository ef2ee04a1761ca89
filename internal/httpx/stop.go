package httpx

import (
	"context"
	"errors"
)

// errStopped is why a write was not sent, or not sent again.
var errStopped = errors.New("this request waited for its turn when Terraform was interrupted; apply again")

type stopKey struct{}

// Until returns ctx for a write that must not begin after stop ended: then it neither waits for its turn, for a token or
// for another attempt, nor is it sent. An attempt that is on its way goes on as ctx says, because cutting it off would
// leave open whether it was carried out.
func Until(ctx, stop context.Context) context.Context {
	return context.WithValue(ctx, stopKey{}, stop)
}

type recheckKey struct{}

// Recheck returns ctx for a write that is sent again only after check answered nil: while it waited for that, what it
// changes may have become something else. An error of check ends the request, and is what it fails with.
func Recheck(ctx context.Context, check func() error) context.Context {
	return context.WithValue(ctx, recheckKey{}, check)
}

// rechecked is what Recheck says of a request that writes, else always nil.
func rechecked(ctx context.Context, write bool) func() error {
	if check, ok := ctx.Value(recheckKey{}).(func() error); ok && write {
		return check
	}
	return func() error { return nil }
}

// begin is the context for a request of this method. Where Until says so, it ends with the stop, while the attempts of the
// call are under ctx; stopped then explains the error.
func begin(ctx context.Context, method string) (waits context.Context, stopped func(error) error, cancel func()) {
	stop, ok := ctx.Value(stopKey{}).(context.Context)
	if !ok || !writes(method) {
		return ctx, func(err error) error { return err }, func() {}
	}
	callOf(ctx).sending = ctx
	waits, end := context.WithCancelCause(ctx)
	unregister := context.AfterFunc(stop, func() { end(errStopped) })
	if stop.Err() != nil {
		end(errStopped) // now, not when the function above gets to run
	}
	stopped = func(err error) error {
		if ctx.Err() == nil && errors.Is(err, context.Canceled) {
			return &unsentError{errStopped}
		}
		return err
	}
	return waits, stopped, func() {
		unregister()
		end(nil)
	}
}
