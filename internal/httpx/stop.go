package httpx

import (
	"context"
	"errors"
)

// errStopped is why a write was not sent, or not sent again.
var errStopped = errors.New("this request waited for its turn when Terraform was interrupted; apply again")

// Write bounds a request that changes something. The zero value bounds nothing; a request that only reads ignores it.
type Write struct {
	// Stop is closed when Terraform is told to stop. From then on the request neither waits for its turn, for a token or for
	// another attempt, nor is it sent. An attempt that is on its way goes on as its context says, because cutting it off
	// would leave open whether it was carried out. Nil: nothing stops it.
	Stop <-chan struct{}
	// Recheck is asked before each attempt but the first, and before that too where a write with the Turn AfterRead was held up:
	// while the request waited, what it changes may have become something else. An error ends the request, and is what it fails with. Nil: nobody is asked.
	Recheck func() error
	// Turn is when the write has its turn.
	Turn Turn
}

// stopped says that no attempt may begin any more.
func (w Write) stopped() bool {
	select {
	case <-w.Stop:
		return true
	default:
		return false
	}
}

// begin is the context in which a request waits for its attempts, which themselves are under ctx: it ends with ctx and with
// the stop. The function explained tells the stop from other ends of a wait.
func (w Write) begin(ctx context.Context) (waits context.Context, explained func(error) error, cancel func()) {
	if w.Stop == nil {
		return ctx, func(err error) error { return err }, func() {}
	}
	callOf(ctx).sending = ctx
	waits, end := context.WithCancelCause(ctx)
	if w.stopped() {
		end(errStopped) // now, not when the function below gets to run
	}
	go func() {
		select {
		case <-w.Stop:
			end(errStopped)
		case <-waits.Done():
		}
	}()
	explained = func(err error) error {
		if ctx.Err() == nil && errors.Is(err, context.Canceled) {
			return &unsentError{errStopped}
		}
		return err
	}
	return waits, explained, func() { end(nil) }
}
