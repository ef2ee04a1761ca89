package configuration

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// value tells what an expression may come to: each is one possibility. None at all means that it surely is an error, as for a name
// that an object does not have.
type value func() []possible

// possible is one of the things that a value may be.
type possible struct {
	kind kind
	// text is what a scalar is, as text, and at is where it stands.
	text string
	at   hcl.Range
	// items are the names of an object or a map, elems the elements of a list or a set.
	items []item
	elems []value
	// open: there may be more than these. moved: elements may stand in another place, or be missing.
	open, moved bool
}

type kind int

const (
	unknown kind = iota // it cannot be followed any further
	null
	scalar
	object
	sequence
)

// item is a name in an object, and what it has. Of an item that is unnamed only the value is known.
type item struct {
	name    string
	unnamed bool
	at      hcl.Range
	value   value
}

var notFollowed = []possible{{kind: unknown}}

func fixed(of ...possible) value { return func() []possible { return of } }

// all is everything that any of the values may be.
func all(values ...value) value {
	return func() []possible {
		var out []possible
		for _, v := range values {
			out = append(out, v()...)
		}
		return out
	}
}

func isUnknown(p possible) bool { return p.kind == unknown }
func isNull(p possible) bool    { return p.kind == null }

// only is the one thing that these are.
func only(ps []possible) (possible, bool) {
	if len(ps) != 1 || isUnknown(ps[0]) {
		return possible{}, false
	}
	return ps[0], true
}

func isText(v cty.Value) bool { return v.Type() == cty.String && v.IsKnown() && !v.IsNull() }

// constant is a literal.
func constant(v cty.Value, at hcl.Range) []possible {
	if !v.IsKnown() {
		return notFollowed
	}
	if v.IsNull() {
		return []possible{{kind: null}}
	}
	if v.Type() == cty.Number {
		// Most numbers are small, and the conversion of any number takes most of the time; that of 1e200000000 never ends.
		if n, exact := v.AsBigFloat().Int64(); exact == big.Exact {
			return []possible{{kind: scalar, text: strconv.FormatInt(n, 10), at: at}}
		}
		if !codec.InRange(v.AsBigFloat()) {
			return notFollowed
		}
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil || !isText(text) {
		return notFollowed
	}
	return []possible{{kind: scalar, text: text.AsString(), at: at}}
}

// element is what an iteration over a value meets. The key is unknown for one of a list or a set, which has no name.
type element struct {
	key, value value
	nameless   bool
}

var anyElement = element{key: fixed(notFollowed...), value: fixed(notFollowed...)}

// elements are those of a collection in their order, and a list without elements that says whether it is open and whether they moved. Where
// there may be others, or none is known, the last one is unknown, so that whoever iterates looks at the body in any case.
func elements(ps []possible) (elems []element, of possible) {
	of.kind = sequence
	for _, p := range ps {
		of.open = of.open || p.open || isUnknown(p)
		of.moved = of.moved || p.moved || len(elems) > 0 && len(p.items)+len(p.elems) > 0 || slices.ContainsFunc(p.items, func(i item) bool { return i.unnamed })
		for _, i := range inOrderOfNames(p.items) {
			key := fixed(notFollowed...)
			if !i.unnamed {
				key = fixed(possible{kind: scalar, text: i.name, at: i.at})
			}
			elems = append(elems, element{key: key, value: i.value})
		}
		for _, e := range p.elems {
			elems = append(elems, element{key: fixed(notFollowed...), value: e, nameless: true})
		}
	}
	if len(elems) == 0 || of.open {
		elems = append(elems, anyElement)
	}
	of.open = of.open || len(ps) != 1
	return elems, of
}

// inOrderOfNames is the order in which Terraform takes the names of an object or a map. Those that are not known come last.
func inOrderOfNames(items []item) []item {
	return slices.SortedStableFunc(slices.Values(items), func(a, b item) int {
		switch {
		case a.unnamed == b.unnamed:
			return cmp.Compare(a.name, b.name)
		case a.unnamed:
			return 1
		}
		return -1
	})
}

// attribute is what the name of an object may have.
func attribute(ps []possible, name string) []possible {
	var out []possible
	for _, p := range ps {
		switch p.kind {
		case unknown:
			out = append(out, p)
		case object:
			out = append(out, named(p, name)...)
		}
	}
	return out
}

func named(p possible, name string) []possible {
	var out []possible
	for _, i := range p.items {
		if i.unnamed || i.name == name {
			out = append(out, i.value()...)
		}
	}
	if len(out) == 0 && p.open {
		return notFollowed
	}
	return out
}

// index is what stands at one of the keys: everything, where the key is not known.
func index(ps, keys []possible) []possible {
	var out []possible
	for _, p := range ps {
		for _, key := range keys {
			switch position, isNumber := number(key); {
			case p.kind == unknown:
				out = append(out, p)
			case p.kind == object && key.kind == scalar:
				out = append(out, named(p, key.text)...)
			case p.kind == sequence && !p.open && !p.moved && isNumber:
				if position < len(p.elems) {
					out = append(out, p.elems[position]()...)
				}
			default:
				out = append(out, inside(p)...)
			}
		}
	}
	return out
}

// number is a key as a position in a list.
func number(key possible) (int, bool) {
	if key.kind != scalar || key.text == "" || len(key.text) > 9 {
		return 0, false
	}
	n := 0
	for _, digit := range key.text {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		n = n*10 + int(digit-'0')
	}
	return n, true
}

// below are the values that stand in an object or a list.
func (p possible) below() []value {
	out := make([]value, 0, len(p.items)+len(p.elems))
	for _, i := range p.items {
		out = append(out, i.value)
	}
	return append(out, p.elems...)
}

// inside is everything that stands in an object or a list.
func inside(p possible) []possible {
	out := all(p.below()...)()
	if p.open {
		out = append(out, notFollowed...)
	}
	return out
}

// merged is what the function merge makes of objects: a later one replaces what an earlier one has. Of one that may be this or that
// everything counts, and it replaces nothing.
func merged(objects [][]possible) []possible {
	out := possible{kind: object}
	replaced := map[string]bool{}
	for _, ps := range slices.Backward(objects) {
		var items []item
		for _, p := range ps {
			out.open = out.open || p.open || isUnknown(p)
			for _, i := range p.items {
				if i.unnamed || !replaced[i.name] {
					items = append(items, i)
				}
			}
		}
		out.items = append(items, out.items...)
		if o, sure := only(ps); sure {
			for _, i := range o.items {
				replaced[i.name] = replaced[i.name] || !i.unnamed
			}
		}
	}
	return []possible{out}
}

// joined is what the function concat makes of lists.
func joined(lists [][]possible) []possible {
	out := possible{kind: sequence}
	for _, ps := range lists {
		p, sure := only(ps)
		if out.open = out.open || !sure || p.open; out.open { // it is not known where the next ones begin
			out.moved = true
		}
		for _, p := range ps {
			out.moved = out.moved || p.moved
			out.elems = append(out.elems, p.elems...)
		}
	}
	return []possible{out}
}

// deepest is how many lists in lists are followed: a local value could stand in itself.
const deepest = 32

// flat is what the function flatten makes of a list.
func flat(ps []possible) []possible {
	elems, sure := flattened(ps, deepest)
	return []possible{{kind: sequence, elems: elems, open: !sure, moved: !sure}}
}

// flattened are the elements of lists, and those of the lists in them; sure where these are all, in their order.
func flattened(lists []possible, depth int) (elems []value, sure bool) {
	if depth == 0 {
		return nil, true
	}
	sure = len(lists) <= 1
	for _, list := range lists {
		sure = sure && !list.open && !list.moved && !isUnknown(list)
		for _, e := range list.elems {
			var plain, nested []possible
			for _, p := range e() {
				if p.kind == sequence || isUnknown(p) {
					nested = append(nested, p)
				}
				if p.kind != sequence {
					plain = append(plain, p)
				}
			}
			if len(plain) > 0 {
				elems = append(elems, fixed(plain...))
			}
			inner, innerSure := flattened(nested, depth-1)
			elems, sure = append(elems, inner...), sure && innerSure && (len(plain) == 0 || len(nested) == 0)
		}
	}
	return elems, sure
}

// restricted is what comes of a value that is converted to a type: an object keeps the names that the type has.
func restricted(v value, to *shape) value {
	if to.form == free {
		return v
	}
	return func() []possible {
		var out []possible
		for _, p := range v() {
			out = append(out, restrictedOne(p, to))
		}
		return out
	}
}

func restrictedOne(p possible, to *shape) possible {
	items, elems := p.items, p.elems
	p.items, p.elems = nil, nil
	for _, i := range items {
		switch m, has := to.names[i.name]; {
		case to.form == table:
			i.value = restricted(i.value, to.elem)
		case to.form == record && has && !i.unnamed:
			i.value = restricted(i.value, m.shape)
		case to.form == record && !i.unnamed:
			continue
		}
		p.items = append(p.items, i)
	}
	for _, e := range elems {
		if to.form == list {
			e = restricted(e, to.elem)
		}
		p.elems = append(p.elems, e)
	}
	return p
}
