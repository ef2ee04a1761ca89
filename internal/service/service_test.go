package service_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// A service keeps one value of a type of its own for each provider process, whoever asks first.
func TestOwn(t *testing.T) {
	t.Parallel()
	type mine struct{ n int }
	type theirs struct{ n int }
	var c, other service.Clients
	service.Own[mine](&c).n = 1
	for name, got := range map[string]int{"kept": service.Own[mine](&c).n - 1, "another type": service.Own[theirs](&c).n, "another process": service.Own[mine](&other).n} {
		if got != 0 {
			t.Errorf("%s: off by %d", name, got)
		}
	}
}
