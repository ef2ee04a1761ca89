package provider_test

import (
	"os"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func TestMain(m *testing.M) {
	if method := os.Getenv(envCrash); method != "" {
		os.Exit(serveCrashing(method))
	}
	acctest.Main(m)
}
