package trip

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func FuzzDecode(f *testing.F) { codectest.Fuzz(f, ResourceTree()) }

// FuzzDetails is for what data sources read.
func FuzzDetails(f *testing.F) { codectest.Fuzz(f, field.ForData(Tree())) }
