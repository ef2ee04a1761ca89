package trip

import (
	"maps"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

func TestTrees_structure(t *testing.T) {
	for name, tree := range map[string]*field.Tree{"details": Tree(), "resource": ResourceTree(), "list": ListTree(), "partner": PartnerTree()} {
		for _, problem := range field.Check(tree) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// What is answered as text is on a list of exceptions with a reason, and the lists name nothing else.
func TestExceptions(t *testing.T) {
	for _, tc := range []struct {
		tree       *field.Tree
		exceptions map[string]string
	}{{Tree(), Exceptions}, {ListTree(), ListExceptions}} {
		nodes := maps.Collect(tc.tree.All())
		for path, reason := range tc.exceptions {
			if n := nodes[path]; reason == "" || n == nil || n.Kind != field.JSON {
				t.Errorf("%s: an exception is text in the tree and has a reason", path)
			}
		}
		for path, n := range nodes {
			if n.Kind == field.JSON && tc.exceptions[path] == "" {
				t.Errorf("%s is text without a reason", path)
			}
		}
	}
}
