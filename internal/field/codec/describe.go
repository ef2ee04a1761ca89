package codec

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// description is what is known of an element, as facts: one for each leaf, which says where it is and what it is, by a number
// that is the same for the same fact in all elements of both lists. Two elements are compared by it alone.
type description struct {
	// key is the identity key, "" for none.
	key string
	// facts are the leaves outside of lists of objects; a list of scalars is one leaf.
	facts []int
	// lists are the lists of objects, each as a whole, and nested the leaves in them. State may hold a list in part, or not at
	// all: then the memory knows it as a whole.
	lists, nested []int
	// members are those of lists of scalars.
	members []int
	// fills are leaves that a server may fill in, or leave out, by itself. They only help to tell equals apart.
	fills []int
}

// said is all that is known of an element and that no server fills in, each once, in order.
func (d description) said() []int {
	return slices.Compact(inOrder(d.facts, d.lists, d.nested, d.members))
}

// signature is the same for elements of which the same is known: of their lists of objects either the leaves or each as a
// whole, and what a server may fill in or not.
func (d description) signature(nested, fills bool) string {
	lists, filled := d.lists, d.fills
	if nested {
		lists = d.nested
	}
	if !fills {
		filled = nil
	}
	facts := inOrder(d.facts, lists, filled)
	text := make([]byte, 0, 4*len(facts))
	for _, fact := range facts {
		text = binary.AppendVarint(text, int64(fact))
	}
	return string(text)
}

func inOrder(facts ...[]int) []int {
	all := slices.Concat(facts...)
	slices.Sort(all)
	return all
}

// describer describes elements of two lists so that what state holds, what the memory holds and what is live compare.
type describer struct {
	node *field.Node
	// memory is set where it says something about elements of this list: then values are told by their hashes.
	memory *recall
	// places caches what is known of pointers below an element.
	places map[string]place
	// numbers are those of the facts so far.
	numbers map[string]int
	// to is the description in the making, at the pointer of what is being described below the element, text a fact.
	to       *description
	at, text []byte
}

// place is what is known of a pointer below an element.
type place struct {
	// at is the pointer without the positions in lists.
	at string
	// fills are the entries of what a server may fill in there.
	fills []string
	// isList says that there is a list of objects.
	isList bool
}

func newDescriber(n *field.Node, memory *recall) *describer {
	return &describer{node: n, memory: memory, places: map[string]place{}, numbers: map[string]int{}}
}

// all describes elements; more adds what else is known of one.
func (d *describer) all(list []any, more func(i int)) []description {
	out := make([]description, len(list))
	for i, e := range list {
		d.to = &out[i]
		d.to.key = identity(d.node, e)
		d.attrs(d.node.Elem, object(e))
		if d.memory != nil && more != nil {
			more(i)
		}
	}
	return out
}

// below describes at a property of where it is.
func (d *describer) below(name string, describe func()) {
	here := len(d.at)
	d.at = append(append(d.at, '/'), name...)
	describe()
	d.at = d.at[:here]
}

// attrs adds what the attributes of an object say. Local and sensitive ones say nothing: the API does not answer them.
func (d *describer) attrs(n *field.Node, attrs map[string]any) {
	for _, a := range n.Attrs {
		if a.Kind == field.Inline {
			d.below(a.JSON, func() { d.attrs(a, attrs) })
		} else if v := attrs[a.Name]; v != nil && !a.IsLocal() && !a.Sensitive {
			d.below(a.JSON, func() { d.value(a, v) })
		}
	}
}

func (d *describer) value(n *field.Node, v any) {
	elems, _ := v.([]any)
	switch {
	case n.Kind == field.Object || n.Kind == field.Keyed:
		if len(object(v)) == 0 {
			d.to.fills = append(d.to.fills, d.number(""))
		}
		d.attrs(n, object(v))
	case isObjects(n):
		d.add(d.told(n, v), isDefault(n, v), true)
		d.below("*", func() {
			// Elements without a leaf are told by how many there are.
			d.add(strconv.Itoa(len(elems)), isDefault(n, v), false)
			for _, e := range elems {
				d.attrs(n.Elem, object(e))
			}
		})
	default:
		d.add(d.told(n, v), isDefault(n, v), false)
		for _, e := range elems {
			d.to.members = append(d.to.members, d.number(d.told(n.Elem, e)))
		}
	}
}

// told is a value as it is told in descriptions.
func (d *describer) told(n *field.Node, v any) string {
	if d.memory != nil {
		return d.memory.leaf(n, v)
	}
	return leafCanon(n, v)
}

// number is the number of the fact that there is this value.
func (d *describer) number(value string) int {
	d.text = append(append(append(d.text[:0], d.at...), '='), value...)
	number, known := d.numbers[string(d.text)]
	if !known {
		number = len(d.numbers)
		d.numbers[string(d.text)] = number
	}
	return number
}

func (d *describer) add(value string, fills, isList bool) {
	fact := d.number(value)
	switch {
	case fills:
		d.to.fills = append(d.to.fills, fact)
	case isList:
		d.to.lists = append(d.to.lists, fact)
	case bytes.Contains(d.at, []byte("/*")):
		d.to.nested = append(d.to.nested, fact)
	default:
		d.to.facts = append(d.to.facts, fact)
	}
}

// remembered adds what the memory says of the prior element at a pointer.
func (d *describer) remembered(at string) {
	for _, p := range d.memory.below(at) {
		entry := d.memory.Leaves[p]
		if entry == silent {
			continue
		}
		place := d.place(p[len(at):])
		d.at = append(d.at[:0], place.at...)
		d.add(entry, slices.Contains(place.fills, entry), place.isList)
	}
	d.at = d.at[:0]
}

func (d *describer) place(below string) place {
	found, known := d.places[below]
	if !known {
		found = place{at: withoutPositions(below)}
		if n := nodeBelow(d.node.Elem, found.at); n != nil {
			found.fills, found.isList = d.memory.fills(n), isObjects(n)
		}
		d.places[below] = found
	}
	return found
}

// withoutPositions is a pointer without the positions in lists.
func withoutPositions(below string) string {
	steps := strings.Split(below, "/")
	for i, step := range steps {
		if _, isIndex := index(step); isIndex {
			steps[i] = "*"
		}
	}
	return strings.Join(steps, "/")
}

// extras adds what the properties of a live element say that no attribute can hold.
func (d *describer) extras(n *field.Node, live map[string]any) {
	for _, name := range unmodelled(n, live, branchOf(n, live, nil)) {
		here := len(d.at)
		d.at = append(d.at, pointer("", name)...)
		d.add(d.memory.extra(withoutSensitive(n.Property(name), live[name])), false, false)
		d.at = d.at[:here]
	}
	for _, a := range n.Attrs {
		switch v := live[a.JSON].(type) {
		case map[string]any:
			if a.Kind == field.Object || a.Kind == field.Inline {
				d.below(a.JSON, func() { d.extras(a, v) })
			}
		case []any:
			if isObjects(a) {
				d.below(a.JSON+"/*", func() {
					for _, e := range v {
						d.extras(a.Elem, object(e))
					}
				})
			}
		}
	}
}

// identity is the identity key of an element, "" when it is incomplete.
func identity(n *field.Node, v any) string {
	attrs := object(v)
	key := ""
	for _, name := range n.Key {
		for _, a := range Attributes(n.Elem) {
			if a.JSON != name {
				continue
			}
			c := canon(a, attrs[a.Name], false)
			if _, unknown := attrs[a.Name].(Unknown); c == "" || unknown {
				return ""
			}
			key += c + ";"
		}
	}
	return key
}
