package codec

import (
	"slices"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Removal is what a plan takes out of one attribute at the top.
type Removal struct {
	// Name is the attribute.
	Name string
	// Settings is the number of values below it, a list of scalars being one, and each name of a map.
	Settings int
}

// Removed counts the values of prior that a plan leaves out, by attribute at the top. What a server fills in by itself does
// not count: leaving it out takes nothing away.
func Removed(t *field.Tree, prior, planned map[string]any) []Removal {
	var found []Removal
	for _, a := range Attributes(t.Root) {
		if n := removed(a, prior[a.Name], planned[a.Name]); n > 0 {
			found = append(found, Removal{Name: a.Name, Settings: n})
		}
	}
	return found
}

func removed(n *field.Node, before, after any) int {
	if before == nil || !settable(n) || createOnly(n) {
		return 0
	}
	if after == nil {
		return settings(n, before)
	}
	switch after := after.(type) {
	case Map:
		held, _ := before.(Map)
		total := 0
		for name, v := range held {
			if v != nil && after[name] == nil {
				total++
			}
		}
		return total
	case map[string]any:
		return removedBelow(n, object(before), after)
	case []any:
		if n.Elem.Kind != field.Object {
			return 0
		}
		held, _ := before.([]any)
		total, kept := 0, make([]bool, len(held))
		for i, j := range pairPlan(n, after, held) {
			if j >= 0 {
				kept[j] = true
				total += removed(n.Elem, held[j], after[i])
			}
		}
		for j, e := range held {
			if !kept[j] {
				total += settings(n.Elem, e)
			}
		}
		return total
	}
	return 0
}

// removedBelow counts in an object. What gives way to another branch of a choice is not left out.
func removedBelow(n *field.Node, before, after map[string]any) int {
	hasBranch := slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Choice && present(a, after) })
	total := 0
	for _, a := range n.Attrs {
		switch {
		case a.Choice && hasBranch && !present(a, after):
		case a.Kind == field.Inline:
			total += removedBelow(a, before, after)
		default:
			total += removed(a, before[a.Name], after[a.Name])
		}
	}
	return total
}

// settings is how many values a configuration sets in a value.
func settings(n *field.Node, v any) int {
	total := 0
	switch v := v.(type) {
	case nil:
	case Map:
		for _, e := range v {
			if e != nil {
				total++
			}
		}
	case map[string]any:
		for _, a := range Attributes(n) {
			if settable(a) && !createOnly(a) {
				total += settings(a, v[a.Name])
			}
		}
	case []any:
		if n.Elem.Kind != field.Object || len(v) == 0 {
			return setting(n, v)
		}
		for _, e := range v {
			total += settings(n.Elem, e)
		}
	default:
		return setting(n, v)
	}
	return total
}

// setting counts one value. What must be given is meant, also where a server would fill it in.
func setting(n *field.Node, v any) int {
	if n.Mode != field.Required && isDefault(n, v) {
		return 0
	}
	return 1
}
