package agentnote

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec/codectest"
)

func FuzzDecode(f *testing.F) { codectest.Fuzz(f, Tree()) }
