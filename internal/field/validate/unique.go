package validate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// repeats refuses equal elements in a list whose elements the API wants to differ, each at its own path.
func (v *validator) repeats(n *field.Node, elements []any, p path.Path) {
	if !n.Unique {
		return
	}
	repeats := codec.Repeats(n, elements)
	for _, i := range slices.Sorted(maps.Keys(repeats)) {
		first := repeats[i]
		here, there := p.AtListIndex(i), p.AtListIndex(first)
		what, how := "An element", fmt.Sprintf("%s is the same as %s", here, there)
		if text, ok := elements[i].(string); ok {
			what = fmt.Sprintf("%q", text)
			if elements[first] != text {
				how = fmt.Sprintf("%s (%q) means the same as %s (%q)", here, text, there, elements[first])
			}
		}
		v.NewErrorf(here, what+" twice in "+n.Name, "%s. The API takes no element of this list twice: remove one of them.", how)
	}
}
