package codec

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Repeats are the elements of a list that equal an earlier one, by Equal: the index of each, with that of the first. What
// is unknown, also in part, may turn out different, and null is no element.
func Repeats(list *field.Node, elements []any) map[int]int {
	first, repeats := map[string]int{}, map[int]int{}
	for i, e := range elements {
		if e == nil || HasUnknown(e) {
			continue
		}
		meaning := canon(list.Elem, e, false)
		if j, seen := first[meaning]; seen {
			repeats[i] = j
		} else {
			first[meaning] = i
		}
	}
	return repeats
}

// Lacks says of an element of a list at a path that the same list in prior has another element, not an empty one, that attrs
// has no more. Lists within lists are not told apart, because the elements around them may have moved.
func Lacks(t *field.Tree, p path.Path, attrs, prior map[string]any) bool {
	steps := p.Steps()
	for i, step := range steps {
		if _, isElement := step.(path.PathStepElementKeyInt); isElement != (i == len(steps)-1) {
			return false
		}
	}
	n := nodeAt(t, p.ParentPath())
	has, _ := At(attrs, p.ParentPath()).([]any)
	had, _ := At(prior, p.ParentPath()).([]any)
	left := map[string]int{}
	for _, e := range has {
		left[canon(n.Elem, e, false)]++
	}
	for _, e := range had {
		text := canon(n.Elem, e, false)
		if left[text]--; left[text] < 0 && text != "{}" {
			return true
		}
	}
	return false
}
