package codec

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

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
