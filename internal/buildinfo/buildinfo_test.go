package buildinfo

import (
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	if got := Version("1.2.3"); got != "1.2.3" {
		t.Errorf("a release is %q", got)
	}
	if got := Version(""); got == "" || strings.HasPrefix(got, "v") {
		t.Errorf("another build is %q", got)
	}
}
