package apierr

import (
	"context"
	"errors"
)

// endedError is the end of a context, in the words of an operation.
type endedError struct {
	err   error
	while string
}

// Ended puts err, the end of the context of an operation, in words that say what the operation was at. It is still
// context.DeadlineExceeded or context.Canceled, whichever it was.
func Ended(err error, while string) error { return &endedError{err, while} }

func (e *endedError) Error() string {
	if errors.Is(e.err, context.DeadlineExceeded) {
		return "the time of the operation (timeouts) ran out while " + e.while
	}
	return "the operation was stopped while " + e.while
}
func (e *endedError) Unwrap() error { return e.err }

// IsEnded says that an operation was over before its request: its own time ran out, or it was cancelled.
func IsEnded(err error) bool {
	var ended *endedError
	return errors.As(err, &ended)
}
