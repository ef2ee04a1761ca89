package codec

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// managedElement is the element of a Keyed array that an attribute holds.
type managedElement struct {
	// element lacks the key property; nil when there is none that the attribute could hold.
	element map[string]any
	// index is its position in the array.
	index int
	// others says how many further elements of this type the array has; then none can be configured.
	others int
}

// byKey sorts the elements of a Keyed array: for each type the one that its attribute manages, and the others, which
// only the server knows how to read: types that the tree lacks, further elements of one type, elements with the
// properties of another type.
func byKey(n *field.Node, elems []any, prior map[string]any, p path.Path) (map[string]managedElement, []any, error) {
	byType := map[any][]int{}
	for i, e := range elems {
		m, ok := e.(map[string]any)
		if !ok {
			return nil, nil, errorAt(p, "the API answered %s as element %d where an object is documented", jsonKind(e), i)
		}
		if name, ok := m[n.Key[0]].(string); ok {
			byType[name] = append(byType[name], i)
		}
	}
	managed := map[string]managedElement{}
	taken := make([]bool, len(elems))
	for _, a := range n.Attrs {
		best, bestRank := managedElement{others: len(byType[a.JSON])}, ""
		for _, i := range byType[a.JSON] {
			m := object(elems[i])
			if foreign(n, a, m) {
				continue
			}
			element := maps.Clone(m)
			delete(element, n.Key[0])
			rank := rankOf(a, element, object(prior[a.Name]))
			if best.element == nil || rank < bestRank {
				best.element, best.index, bestRank = element, i, rank
			}
		}
		if best.element != nil {
			best.others--
			taken[best.index] = true
		}
		managed[a.JSON] = best
	}
	var others []any
	for i, e := range elems {
		if !taken[i] {
			others = append(others, e)
		}
	}
	return managed, others, nil
}

// rankOf orders elements of one type: the one equal to prior state first, then by canonical JSON. One that cannot be read
// is not equal: it is an error only when it is the one to be managed.
func rankOf(n *field.Node, element, prior map[string]any) string {
	rank := canonJSON(element)
	if prior != nil {
		v, err := (&decoder{mode: shape}).object(n, element, prior, path.Empty(), "", "")
		if err == nil && Equal(n, v, prior) {
			return "0" + rank
		}
	}
	return "1" + rank
}

// typeOf is the node of an element's type, nil when the tree lacks it.
func typeOf(n *field.Node, element map[string]any) *field.Node {
	for _, a := range n.Attrs {
		if element[n.Key[0]] == a.JSON {
			return a
		}
	}
	return nil
}

// foreign says that an element has properties that belong to another type.
func foreign(n, own *field.Node, element map[string]any) bool {
	for _, other := range n.Attrs {
		if other != own && hasForeign(other, own, element) {
			return true
		}
	}
	return false
}

// hasForeign looks for a property of element that other declares and own does not.
func hasForeign(other, own *field.Node, element map[string]any) bool {
	for _, a := range other.Attrs {
		v := element[a.JSON]
		if v == nil {
			continue
		}
		mine := own.Property(a.JSON)
		if mine == nil {
			return true
		}
		if m, ok := v.(map[string]any); ok && a.Kind == field.Inline && mine.Kind == field.Inline && hasForeign(a, mine, m) {
			return true
		}
	}
	return false
}

// Strangers describes the elements of Keyed arrays in live that no attribute can hold; they are kept as they are.
func Strangers(t *field.Tree, live map[string]any, prior map[string]any) []string {
	var found []string
	for _, a := range t.Root.Attrs {
		elems, ok := live[a.JSON].([]any)
		if a.Kind != field.Keyed || !ok {
			continue
		}
		_, others, err := byKey(a, elems, object(prior[a.Name]), path.Root(a.Name))
		if err != nil {
			continue
		}
		for _, e := range others {
			if m, ok := e.(map[string]any); ok {
				found = append(found, fmt.Sprintf("%s: an element of type %v", a.Name, m[a.Key[0]]))
			}
		}
	}
	return found
}
