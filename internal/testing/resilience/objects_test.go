package resilience_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

const traveler = subject.Traveler

// insertStrangers inserts objects that somebody else made: with the names of others, but other content or parents.
func insertStrangers(t *testing.T, s *acctest.Server) {
	t.Helper()
	if err := subject.InsertStrangers(s.Server, subject.Resources()...); err != nil {
		t.Fatal(err)
	}
}

// objects are the documents of all objects by kind and id, without what the server counts.
func objects(t *testing.T, s *acctest.Server) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, resource := range subject.Resources() {
		kind := resource.Kind
		for _, id := range s.List(kind) {
			object, err := s.Get(kind, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, counted := range []string{"version", "updatedAt"} {
				delete(object, counted)
			}
			if features, ok := object["features"].([]any); ok {
				object["features"] = byName(features)
			}
			parts := map[string]map[string]any{"": object}
			if resource.Settings != nil {
				parts[" settings"] = resource.Settings(object)
			}
			for name, part := range parts {
				text, err := json.Marshal(part)
				if err != nil {
					t.Fatal(err)
				}
				out[string(kind)+" "+id+name] = string(text)
			}
		}
	}
	return out
}

// byName are the features of a company sorted by name: they have no order, and an update puts a new one behind the others.
func byName(features []any) []any {
	return slices.SortedFunc(slices.Values(features), func(a, b any) int {
		x, _ := a.(map[string]any)
		y, _ := b.(map[string]any)
		return strings.Compare(fmt.Sprint(x["name"]), fmt.Sprint(y["name"]))
	})
}

// member is an object within an object.
func member(o map[string]any, names ...string) map[string]any {
	for _, name := range names {
		o, _ = o[name].(map[string]any)
	}
	return o
}

// forget takes away all objects but those that were there at the start, and the state in a folder.
func forget(t *testing.T, s *acctest.Server, dir string, start map[string]string) {
	t.Helper()
	for _, kind := range slices.Backward(subject.Kinds()) {
		for _, id := range s.List(kind) {
			if start[string(kind)+" "+id] != "" {
				continue
			}
			if err := s.Remove(kind, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "terraform.tfstate*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}
