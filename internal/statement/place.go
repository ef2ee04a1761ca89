package statement

import "strings"

// location is an address by the attributes that it sets, in one spelling.
type location map[string]string

// placeOf is the location of an element of a list by places.
func placeOf(m map[string]any) location {
	address, _ := m["address"].(map[string]any)
	out := location{}
	for name, v := range address {
		switch v := v.(type) {
		case nil, Unknown, Hidden: // it may be any
		case string:
			out[name] = strings.ToUpper(v)
		default:
			if words := (&teller{}).undeclared(v); words != "[]" {
				out[name] = words
			}
		}
	}
	return out
}

// mayBeIn says that a place may lie in another one, which says less, or another thing: a town that names no area may be in any area of its
// country.
func (l location) mayBeIn(wide location) bool {
	saysMore := false
	for name, v := range l {
		other, both := wide[name]
		if both && other != v {
			return false
		}
		saysMore = saysMore || !both
	}
	return saysMore
}
