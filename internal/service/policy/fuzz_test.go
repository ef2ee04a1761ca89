package policy_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || files == nil {
		f.Fatalf("no documents to begin with: %v", err)
	}
	var seeds [][]byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		seeds = append(seeds, data)
	}
	codectest.Fuzz(f, tree, seeds...)
}
