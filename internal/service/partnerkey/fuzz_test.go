package partnerkey

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func FuzzDecode(f *testing.F) { codectest.Fuzz(f, field.ForResource(Tree())) }
