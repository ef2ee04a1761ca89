// Package resilience_test holds the provider to its third promise: whatever fails in between, nothing is lost or made
// twice.
package resilience_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
