package configuration

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/big"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Places tells where a configuration writes the values of its resources.
type Places struct {
	run  *run
	root *module
	last *followed
}

// followed is a resource with what was found in it, because most questions about one follow each other.
type followed struct {
	address string
	// at is where it begins; nothing else is set where there is no such resource.
	at         hcl.Range
	attributes hcl.Attributes
	scopes     []*scope
	// values are by path, and the likeliest ones where several are possible.
	values map[string][]possible
}

// Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

func lineOf(at hcl.Range) Place { return Place{filepath.ToSlash(at.Filename), at.Start.Line} }

// ReadPlaces reads a folder, and the modules that it calls by a path.
func ReadPlaces(folder string) (*Places, error) {
	r := &run{parsed: newParsed(), inForce: true}
	m, err := r.open(folder)
	if err != nil {
		return nil, err
	}
	return &Places{run: r, root: m, last: &followed{}}, nil
}

// Of is where an attribute of a resource gets its value, which may be far from the resource: in a local value, or in a table that a module is
// called with. The path is like "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list[0]", or "" for the resource
// itself; planned are the attributes of the resource in the plan, by which one of several possible values is found. Where the path cannot be
// followed to its end, or may lead to several values, it is the last name on the way; false where not even the resource is there.
func (p *Places) Of(address, path string, planned map[string]any) (Place, bool) {
	if p.last.address != address {
		if p.run.steps <= mostSteps { // else the next ones would take as long, and find as little
			p.run.steps = 0
		}
		p.last = p.resource(address)
	}
	if len(p.last.scopes) == 0 {
		return Place{}, false
	}
	steps, diags := hclsyntax.ParseTraversalAbs([]byte(path), "", hcl.InitialPos)
	if diags.HasErrors() || p.last.attributes[steps.RootName()] == nil {
		return lineOf(p.last.at), true
	}
	a := p.last.attributes[steps.RootName()]
	return lineOf(p.at(a.NameRange, steps.RootName(), p.run.inAll(a.Expr, p.last.scopes), planned[steps.RootName()], steps[1:])), true
}

// resource is the one that has an address, in the scopes of the instances that may have it.
func (p *Places) resource(address string) *followed {
	out := &followed{address: address, values: map[string][]possible{}}
	steps, diags := hclsyntax.ParseTraversalAbs([]byte(address), "", hcl.InitialPos)
	if diags.HasErrors() {
		return out
	}
	at := instance(steps)
	modules := []*module{p.root}
	for ; at.kind == "module"; at = instance(at.rest) {
		var called []*module
		for _, m := range modules {
			called = append(called, m.children[at.name]...)
		}
		modules = slices.DeleteFunc(called, func(m *module) bool { return !mayBe(m.key, at.key) })
	}
	for _, m := range modules {
		var blocks hcl.Blocks // those behind the first one override it
		for _, b := range m.objects {
			if b.Type == "resource" && b.Labels[0] == at.kind && b.Labels[1] == at.name {
				blocks = append(blocks, b)
			}
		}
		if len(blocks) == 0 {
			continue
		}
		out.at, out.attributes = blocks[0].DefRange, overridden(blocks)
		for _, in := range p.run.instances(out.attributes["for_each"], m.scope) {
			if mayBe(keyOf(in), at.key) {
				out.scopes = append(out.scopes, in)
			}
		}
	}
	return out
}

// part is the first part of an address: a module or a resource, with the key of its instance.
type part struct {
	kind, name string
	key        []possible // nil for none
	rest       hcl.Traversal
}

func instance(steps hcl.Traversal) part {
	if len(steps) < 2 {
		return part{}
	}
	name, _ := steps[1].(hcl.TraverseAttr)
	out := part{kind: steps.RootName(), name: name.Name, rest: steps[2:]}
	if len(out.rest) > 0 {
		if key, ok := out.rest[0].(hcl.TraverseIndex); ok {
			out.key, out.rest = constant(key.Key, key.SrcRange), out.rest[1:]
		}
	}
	if len(out.rest) > 0 { // the address goes on after a module
		if next, ok := out.rest[0].(hcl.TraverseAttr); ok {
			out.rest = append(hcl.Traversal{hcl.TraverseRoot{Name: next.Name}}, out.rest[1:]...)
		}
	}
	return out
}

// mayBe says that a key may be the one that is wanted, which is nil for none.
func mayBe(key value, wanted []possible) bool {
	if wanted == nil {
		return true
	}
	return slices.ContainsFunc(key(), func(p possible) bool { return p.kind != scalar || p.text == wanted[0].text })
}

// at follows steps from a value with a path that is written at a place, as far as they lead to one place.
func (p *Places) at(from hcl.Range, path string, v value, planned any, steps hcl.Traversal) hcl.Range {
	ps, ok := p.last.values[path]
	if !ok {
		ps = likeliest(v(), planned)
		p.last.values[path] = ps
	}
	if len(steps) == 0 {
		return p.leaf(from, ps)
	}
	switch step := steps[0].(type) {
	case hcl.TraverseAttr:
		below, _ := planned.(map[string]any)
		items := likeliestItems(ps, step.Name, below[step.Name])
		if len(items) == 0 {
			return from
		}
		values := make([]value, len(items))
		for n, i := range items {
			values[n] = i.value
		}
		if !slices.ContainsFunc(items, func(i item) bool { return i.at != items[0].at }) {
			from = items[0].at
		}
		return p.at(from, path+"."+step.Name, all(values...), below[step.Name], steps[1:])
	case hcl.TraverseIndex:
		position, ok := number(constant(step.Key, step.SrcRange)[0])
		list, _ := planned.([]any)
		if !ok || position >= len(list) {
			return from
		}
		var elems []value
		for _, one := range ps {
			if elem := elementAt(one, position, list[position]); elem != nil {
				elems = append(elems, elem)
			}
		}
		if len(elems) == 0 {
			return from
		}
		return p.at(from, fmt.Sprintf("%s[%d]", path, position), all(elems...), list[position], steps[1:])
	}
	return from
}

// likeliestItems are the items with a name that are most like what is planned; the one that there is, in any case.
func likeliestItems(ps []possible, name string, planned any) []item {
	var items []item
	for _, one := range ps {
		for _, i := range one.items {
			if i.name == name && !i.unnamed {
				items = append(items, i)
			}
		}
	}
	if len(items) < 2 {
		return items
	}
	return mostAlike(items, func(i item) (int, bool) { return likeness(i.value(), planned) })
}

// elementAt is the one of a list that stands at a position in the plan: the one there, unless that is surely another one, or nobody knows where it
// stands; else the one that is most like it, and nil where that is none, or several.
func elementAt(list possible, position int, planned any) value {
	if position < len(list.elems) && !list.moved {
		if n, may := likeness(list.elems[position](), planned); may && (n > 0 || !list.open) {
			return list.elems[position]
		}
	}
	best := mostAlike(list.elems, func(e value) (int, bool) { return likeness(e(), planned) })
	if len(best) != 1 {
		return nil
	}
	return best[0]
}

// likeliest are those that are most like what is planned; all, where none may be that.
func likeliest(ps []possible, planned any) []possible {
	best := mostAlike(ps, func(p possible) (int, bool) { return alike(p, planned) })
	if len(best) == 0 {
		return ps
	}
	return best
}

// mostAlike are those that may be what is planned and of which most is as planned.
func mostAlike[V any](all []V, like func(V) (n int, may bool)) []V {
	var best []V
	most := 0
	for _, v := range all {
		n, may := like(v)
		switch {
		case !may || n < most:
			continue
		case n > most:
			most, best = n, nil
		}
		best = append(best, v)
	}
	return best
}

// likeness is how many scalars of the likeliest one are as planned, and whether one may be what is planned.
func likeness(ps []possible, planned any) (most int, may bool) {
	for _, p := range ps {
		if n, one := alike(p, planned); one {
			most, may = max(most, n), true
		}
	}
	return most, may
}

// alike is likeness for one. Of what is not known, here or in the plan, anything may be.
func alike(p possible, planned any) (n int, may bool) {
	if isUnknown(p) {
		return 0, true
	}
	switch planned := planned.(type) {
	case nil:
		return 0, isNull(p) || p.kind == sequence && len(p.elems) == 0
	case map[string]any:
		for _, i := range p.items {
			of, isAttribute := planned[i.name]
			if !isAttribute { // what an object does not have, Terraform drops
				continue
			}
			like, may := likeness(named(p, i.name), of)
			if !may {
				return 0, false
			}
			n += like
		}
		return n, p.kind == object
	case []any:
		if p.kind != sequence || p.open || p.moved {
			return 0, p.kind == sequence
		}
		if len(p.elems) != len(planned) {
			return 0, false
		}
		for i, e := range p.elems {
			of, may := likeness(e(), planned[i])
			if !may {
				return 0, false
			}
			n += of
		}
		return n, true
	case string:
		return 1, p.kind == scalar && p.text == planned
	case bool:
		return 1, p.kind == scalar && p.text == map[bool]string{true: "true", false: "false"}[planned]
	case json.Number:
		return 1, p.kind == scalar && sameNumber(p.text, planned.String())
	default:
		return 0, true
	}
}

func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	x, _, err := big.ParseFloat(a, 10, 512, big.ToNearestEven)
	y, _, otherErr := big.ParseFloat(b, 10, 512, big.ToNearestEven)
	return err == nil && otherErr == nil && x.Cmp(y) == 0
}

// leaf is where a value is written that has a name at a place: where its text stands; the place of the name where nothing is known of the value, or
// where it may be one of several that stand in different places.
func (p *Places) leaf(name hcl.Range, ps []possible) hcl.Range {
	var out []hcl.Range
	for _, one := range ps {
		out = append(out, p.nearest(name, one))
	}
	if len(out) == 0 || slices.ContainsFunc(out, func(at hcl.Range) bool { return at != out[0] }) {
		return name
	}
	return out[0]
}

// nearest is the text of a value that is the first in the file of the name, else the first in the folder that Terraform runs in, where its tables
// are; the name where there is none.
func (p *Places) nearest(name hcl.Range, one possible) hcl.Range {
	nearest, far := name, 3
	for at := range texts(one, deepest) {
		distance := 2
		switch {
		case at.Filename == name.Filename:
			return at
		case filepath.Dir(at.Filename) == p.root.folder:
			distance = 1
		}
		if distance < far {
			nearest, far = at, distance
		}
	}
	return nearest
}

// texts are where the texts, numbers and bools of a value stand, those that stand anywhere.
func texts(one possible, depth int) iter.Seq[hcl.Range] {
	return func(yield func(hcl.Range) bool) { eachText(one, depth, yield) }
}

func eachText(one possible, depth int, yield func(hcl.Range) bool) bool {
	if depth == 0 {
		return true
	}
	if one.kind == scalar && one.at.Filename != "" && !yield(one.at) {
		return false
	}
	for _, below := range one.below() {
		for _, p := range below() {
			if !eachText(p, depth-1, yield) {
				return false
			}
		}
	}
	return true
}
