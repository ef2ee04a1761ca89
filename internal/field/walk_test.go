package field

import (
	"slices"
	"testing"
)

func walkTree() *Tree {
	leaf := &Node{Name: "leaf", JSON: "leaf"}
	obj := func(attrs ...*Node) *Node { return &Node{Kind: Object, Attrs: attrs} }
	rule := obj(leaf)
	rule.Name, rule.JSON = "some_rule", "SOME_RULE"
	return &Tree{Root: obj(
		&Node{JSON: "wrapper", Kind: Inline, Attrs: []*Node{leaf}},
		&Node{Name: "matrix", JSON: "matrix", Kind: List, Elem: &Node{Kind: List, Elem: obj(leaf)}},
		&Node{Name: "rules", JSON: "rules", Kind: Keyed, Key: []string{"ruleType"}, Attrs: []*Node{rule}},
		&Node{Name: "local_only", Kind: Local},
	)}
}

func TestTree_All(t *testing.T) {
	var got []string
	for path := range walkTree().All() {
		got = append(got, path)
	}
	want := []string{
		"wrapper", "wrapper.leaf",
		"matrix", "matrix[]", "matrix[][]", "matrix[][].leaf",
		"rules", "rules[SOME_RULE]", "rules[SOME_RULE].leaf",
		"local_only",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestTree_All_stops(t *testing.T) {
	for _, last := range []string{"wrapper.leaf", "matrix[]", "rules[SOME_RULE].leaf"} {
		visited := ""
		for path := range walkTree().All() {
			visited = path
			if path == last {
				break
			}
		}
		if visited != last {
			t.Errorf("stopped at %q, want %q", visited, last)
		}
	}
}
