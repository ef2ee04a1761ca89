package codec

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// managedElement is the element of a Keyed array that an attribute holds.
type managedElement struct {
	// element lacks the key property.
	element map[string]any
	// index is its position in the array.
	index int
	// count says how many elements of this type the array has; more than one cannot be configured.
	count int
}

// byKey sorts the elements of a Keyed array: for each type the one that its attribute manages, and the others, which
// only the server knows how to read: types that the tree lacks, further elements of one type, elements with the
// properties of another type.
func byKey(n *field.Node, elems []any, prior map[string]any, p path.Path) (map[string]*managedElement, []any, error) {
	managed := map[string]*managedElement{}
	taken := map[int]bool{}
	for _, a := range n.Attrs {
		var best *managedElement
		var bestRank string
		count := 0
		for i, e := range elems {
			m, ok := e.(map[string]any)
			if !ok {
				return nil, nil, errorAt(p, "the API answered %s as element %d where an object is documented", jsonKind(e), i)
			}
			if m[n.Key[0]] != a.JSON {
				continue
			}
			count++
			if foreign(n, a, m) {
				continue
			}
			element := maps.Clone(m)
			delete(element, n.Key[0])
			rank := "1" + canonJSON(m, false)
			if held := object(prior[a.Name]); held != nil {
				v, err := (&decoder{mode: shape}).object(a, element, held, p.AtName(a.Name), "", "")
				if err != nil {
					return nil, nil, err
				}
				if Equal(a, v, held) {
					rank = "0" + rank
				}
			}
			if best == nil || rank < bestRank {
				best, bestRank = &managedElement{element: element, index: i}, rank
			}
		}
		if best != nil {
			best.count = count
			managed[a.JSON] = best
			taken[best.index] = true
		}
	}
	var others []any
	for i, e := range elems {
		if !taken[i] {
			others = append(others, e)
		}
	}
	return managed, others, nil
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
		mine := childByJSON(own, a.JSON)
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
