package export_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }
