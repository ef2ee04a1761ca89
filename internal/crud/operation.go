package crud

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// operation is one create, update or delete in progress, with the two ends that it has. See section 4.8 of the design.
type operation struct {
	// ctx ends with the operation's timeout, and with the grace once Terraform was told to stop.
	ctx context.Context
	// stop ends when Terraform is told to stop: from then on no request that changes something begins.
	stop context.Context
}

// grace is how long a write, with what settles its outcome, goes on after Terraform was told to stop.
const grace = 30 * time.Second

// begin begins an operation that writes, which Terraform stops by ending stop. Cut off at once, a write would leave open
// whether it happened.
func begin(stop context.Context, limit time.Duration) (operation, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(stop), limit)
	unregister := context.AfterFunc(stop, func() {
		t := time.NewTimer(grace)
		defer t.Stop()
		select {
		case <-t.C:
			cancel()
		case <-ctx.Done():
		}
	})
	return operation{ctx, stop}, func() {
		unregister()
		cancel()
	}
}

// afterwards is the operation with time for finding out what became of a write. One that took all of its own gets the grace
// for it.
func (p operation) afterwards() (operation, context.CancelFunc) {
	if p.ctx.Err() == nil || p.stop.Err() != nil {
		return p, func() {}
	}
	return begin(p.stop, grace)
}

// write bounds a request that changes something.
func (p operation) write() httpx.Write { return httpx.Write{Stop: p.stop.Done()} }

// stopped refuses to go on after Terraform was told to stop.
func (p operation) stopped(what string) diag.Diagnostics {
	if p.stop.Err() == nil {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Stopped before "+what, "Terraform was interrupted, and from then on nothing was sent. Run apply again.")}
}

const defaultTimeout = 5 * time.Minute

// timeout is the configured time for an operation.
func timeout(attrs map[string]any, operation string) time.Duration {
	configured, _ := attrs["timeouts"].(map[string]any)
	if text, ok := configured[operation].(string); ok {
		if d, err := time.ParseDuration(text); err == nil {
			return d
		}
	}
	return defaultTimeout
}
