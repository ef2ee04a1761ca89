package apierr_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

func TestEnded(t *testing.T) {
	t.Parallel()
	for end, want := range map[error]string{
		context.DeadlineExceeded: "the time of the operation (timeouts) ran out while waiting for a list",
		context.Canceled:         "the operation was stopped while waiting for a list",
	} {
		err := apierr.Ended(end, "waiting for a list")
		if err.Error() != want || !errors.Is(err, end) || !apierr.IsEnded(fmt.Errorf("wrapped: %w", err)) || apierr.IsEnded(end) {
			t.Errorf("got %v", err)
		}
	}
}
