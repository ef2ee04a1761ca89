package statement

import (
	"maps"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

// Each property of a policy has words of its own, no words are left of one that is gone, and each direction names its source.
func TestRules(t *testing.T) {
	missing := maps.Clone(rules)
	attributes := map[string]bool{}
	var names func(n *field.Node)
	names = func(n *field.Node) {
		attributes[n.Name] = true
		for _, a := range n.Attrs {
			names(a)
		}
		if n.Elem != nil {
			names(n.Elem)
		}
	}
	said := func(path string) {
		if _, ok := rules[path]; !ok {
			t.Errorf("%s has no words", path)
		}
		delete(missing, path)
	}
	for _, n := range codec.Attributes(policy.Tree().Root) {
		names(n)
		switch _, isPart := sections[n.Name]; {
		case isPart:
			for _, a := range codec.Attributes(n) {
				said(n.Name + "." + a.Name)
			}
		case n.Mode != field.Bookkeeping && !slices.Contains(arguments, n.Name):
			said(n.Name)
		}
	}
	for path := range missing {
		t.Errorf("%s is no property of a policy", path)
	}
	for name := range sayings {
		if !attributes[name] {
			t.Errorf("%s is no attribute of a policy", name)
		}
	}
	for path, r := range rules {
		if weighs := r.weigh.measure != nil || r.alone != ""; weighs && r.source == "" {
			t.Errorf("%s has a direction without a source", path)
		}
		if r.title == "" || !slices.Contains(Sections, r.section) {
			t.Errorf("%s has no title or section", path)
		}
	}
}
