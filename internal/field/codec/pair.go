package codec

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// pairing maps each element of one list to its counterpart in another, -1 for none.
type pairing []int

func unpaired(n int) pairing {
	p := make(pairing, n)
	for i := range p {
		p[i] = -1
	}
	return p
}

// pairPlan pairs planned elements with prior ones. What is left over is paired by position, because the plan shows the
// two as one element that changes.
func pairPlan(n *field.Node, plan, prior []any) pairing {
	d := describer{node: n}
	p := newPairs(d.all(plan), d.all(prior))
	p.byLooks()
	p.byPosition()
	return p.of
}

// pairLive pairs prior elements with live ones. The memory adds to a prior element what state does not hold of it. With
// leftovers, what is left over is paired by position. It returns the live elements as objects, too.
func pairLive(n *field.Node, prior, live []any, p path.Path, memory recall, base string, leftovers bool) ([]map[string]any, pairing, error) {
	lives, complete, err := elements(n, live, p, &decoder{mode: whole, empties: true})
	if err != nil {
		return nil, nil, err
	}
	complete = asHeld(n, complete, prior)
	d := describer{node: n}
	if memory.Memory != nil && len(memory.below(base)) > 0 {
		d.memory = &memory
	}
	as, bs := d.all(prior), d.all(complete)
	if d.memory != nil {
		for j := range as {
			d.remembered(pointer(base, strconv.Itoa(j)), &as[j])
		}
		for k := range bs {
			d.extras(n.Elem, lives[k], "", &bs[k])
		}
	}
	pairs := newPairs(as, bs)
	fits := func(j, k int) bool { return holds(n.Elem, prior[j], complete[k], sameStored) }
	if n.Ordered {
		pairs.inPlace(fits)
	}
	pairs.byLooks()
	pairs.byFit(fits)
	if leftovers {
		pairs.byPosition()
	}
	return lives, pairs.of, nil
}

// description is what is known of an element, as texts: one for each leaf that says where it is and what it is. Two elements
// are compared by it alone.
type description struct {
	// key is the identity key, "" for none.
	key string
	// facts are the leaves outside of lists of objects; a list of scalars is one leaf.
	facts []string
	// lists are the lists of objects, each as a whole, and nested the leaves in them. State may hold a list in part, or not at
	// all: then the memory knows it as a whole.
	lists, nested []string
	// members are those of lists of scalars.
	members []string
	// fills are leaves that a server may fill in, or leave out, by itself. They only help to tell equals apart.
	fills []string
}

// describer describes elements of one list so that what state holds, what the memory holds and what is live compare.
type describer struct {
	node *field.Node
	// memory is set where it says something about elements of this list: then values are told by their hashes.
	memory *recall
	// places caches what is known of pointers below an element.
	places map[string]spot
}

// spot is what is known of a pointer below an element.
type spot struct {
	// fills are the entries of what a server may fill in there.
	fills []string
	// isList says that there is a list of objects.
	isList bool
}

func (d *describer) all(list []any) []description {
	out := make([]description, len(list))
	for i, e := range list {
		out[i].key = identity(d.node, e)
		d.attrs(d.node.Elem, object(e), "", &out[i])
	}
	return out
}

// attrs adds what the attributes of an object say. Local and sensitive ones say nothing: the API does not answer them.
func (d *describer) attrs(n *field.Node, attrs map[string]any, at string, to *description) {
	for _, a := range n.Attrs {
		at := at + "/" + a.JSON
		switch v := attrs[a.Name]; {
		case a.Kind == field.Inline:
			d.attrs(a, attrs, at, to)
		case v == nil || a.IsLocal() || a.Sensitive:
		case a.Kind == field.Object || a.Kind == field.Keyed:
			if len(object(v)) == 0 {
				to.fills = append(to.fills, at)
			}
			d.attrs(a, object(v), at, to)
		case a.Kind == field.List && a.Elem.Kind == field.Object:
			elems, _ := v.([]any)
			d.add(at, d.told(a, v), isDefault(a, v), true, to)
			// Elements without a leaf are told by how many there are.
			d.add(at+"/*", strconv.Itoa(len(elems)), isDefault(a, v), false, to)
			for _, e := range elems {
				d.attrs(a.Elem, object(e), at+"/*", to)
			}
		default:
			d.add(at, d.told(a, v), isDefault(a, v), false, to)
			elems, _ := v.([]any)
			for _, e := range elems {
				to.members = append(to.members, at+"="+d.told(a.Elem, e))
			}
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

func (d *describer) add(at, text string, fills, isList bool, to *description) {
	fact := at + "=" + text
	switch {
	case fills:
		to.fills = append(to.fills, fact)
	case isList:
		to.lists = append(to.lists, fact)
	case strings.Contains(at, "/*"):
		to.nested = append(to.nested, fact)
	default:
		to.facts = append(to.facts, fact)
	}
}

// remembered adds what the memory says of the prior element at a pointer.
func (d *describer) remembered(at string, to *description) {
	for _, p := range d.memory.below(at) {
		below, entry := withoutPositions(p[len(at):]), d.memory.Leaves[p]
		if entry != silent {
			place := d.place(below)
			d.add(below, entry, slices.Contains(place.fills, entry), place.isList, to)
		}
	}
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

func (d *describer) place(below string) spot {
	place, known := d.places[below]
	if !known {
		if d.places == nil {
			d.places = map[string]spot{}
		}
		if n := nodeBelow(d.node.Elem, below); n != nil {
			place = spot{fills: d.memory.fills(n), isList: n.Kind == field.List && n.Elem.Kind == field.Object}
		}
		d.places[below] = place
	}
	return place
}

// extras adds what the properties of a live element say that no attribute can hold.
func (d *describer) extras(n *field.Node, live map[string]any, at string, to *description) {
	for _, name := range unmodelled(n, live, branchOf(n, live, nil)) {
		d.add(pointer(at, name), d.memory.extra(withoutSensitive(n.Property(name), live[name])), false, false, to)
	}
	for _, a := range n.Attrs {
		switch v := live[a.JSON].(type) {
		case map[string]any:
			if a.Kind == field.Object || a.Kind == field.Inline {
				d.extras(a, v, at+"/"+a.JSON, to)
			}
		case []any:
			for _, e := range v {
				if m, ok := e.(map[string]any); ok && a.Kind == field.List && a.Elem.Kind == field.Object {
					d.extras(a.Elem, m, at+"/"+a.JSON+"/*", to)
				}
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

// pairs are the pairs of two lists while they are being found. The rule is in section 4.2 of DESIGN.md.
type pairs struct {
	as, bs []description
	// of and holder are the pairs so far, from both sides.
	of, holder pairing
	// certain pairs are not given up again.
	certain []bool
}

func newPairs(as, bs []description) *pairs {
	return &pairs{as: as, bs: bs, of: unpaired(len(as)), holder: unpaired(len(bs)), certain: make([]bool, len(as))}
}

// byLooks pairs the equal ones, then those with the same identity key, then those that have most in common. Where several
// fit, elements that stay where they are come first, then the order counts.
func (p *pairs) byLooks() {
	for _, fills := range []bool{true, false} {
		for _, nested := range []bool{true, false} {
			text := func(d description) string { return d.text(nested, fills) }
			// What the memory has of a list of objects as a whole compares as a whole, what state shows of one leaf by leaf.
			p.byText(func(d description) string {
				if nested != (len(d.nested) > 0) {
					return ""
				}
				return text(d)
			}, text)
		}
	}
	for i, j := range p.of {
		p.certain[i] = j >= 0
	}
	key := func(d description) string { return d.key }
	p.byText(key, key)
	p.byLikeness()
}

func (p *pairs) take(i, j int) { p.of[i], p.holder[j] = j, i }

func (p *pairs) isTaken(j int) bool { return p.holder[j] >= 0 }

// text is all that is known of an element: of its lists of objects either the leaves or each as a whole, and what a server may
// fill in or not.
func (d description) text(nested, fills bool) string {
	facts := slices.Concat(d.facts, d.lists)
	if nested {
		facts = slices.Concat(d.facts, d.nested)
	}
	if fills {
		facts = append(facts, d.fills...)
	}
	slices.Sort(facts)
	return strings.Join(facts, "\n")
}

// byText pairs elements whose texts are the same, unless they are empty.
func (p *pairs) byText(textOf, textIn func(description) string) {
	left := make([]string, len(p.as))
	right := make([]string, len(p.bs))
	at := map[string][]int{}
	for i, a := range p.as {
		if p.of[i] < 0 {
			left[i] = textOf(a)
		}
	}
	for j, b := range p.bs {
		if p.isTaken(j) {
			continue
		}
		if right[j] = textIn(b); j < len(left) && right[j] != "" && right[j] == left[j] {
			p.take(j, j)
		} else {
			at[right[j]] = append(at[right[j]], j)
		}
	}
	for i, text := range left {
		if js := at[text]; text != "" && p.of[i] < 0 && len(js) > 0 {
			p.take(i, js[0])
			at[text] = js[1:]
		}
	}
}

// Facts that very many elements share tell none apart. Leaving them out keeps long lists from costing the square of their
// length; in shorter ones nothing is left out.
const (
	fewestShared = 32
	mostCompared = 40_000
)

// byLikeness pairs what has most facts in common; of equal counts those that differ least, then those that share most of
// what a server may fill in.
func (p *pairs) byLikeness() {
	said, filled := p.having(description.said), p.having(func(d description) []string { return d.fills })
	var candidates []candidate
	for i, a := range p.as {
		if p.of[i] >= 0 {
			continue
		}
		facts := a.said()
		shared, fills := said.sharedWith(facts), filled.sharedWith(a.fills)
		for j := range fills {
			if _, isCandidate := shared[j]; !isCandidate {
				shared[j] = 0
			}
		}
		for j, count := range shared {
			candidates = append(candidates, candidate{i: i, j: j, shared: count, different: len(facts) + said.sizes[j] - 2*count, filled: fills[j]})
		}
	}
	slices.SortFunc(candidates, candidate.compare)
	for _, c := range candidates {
		if p.of[c.i] < 0 && !p.isTaken(c.j) {
			p.take(c.i, c.j)
		}
	}
}

// inverted tells for each fact which elements have it, and for each element how many facts it has.
type inverted struct {
	elements map[string][]int
	sizes    []int
	// common is the number of elements above which a fact tells nothing.
	common int
}

// having is the index of the texts that of gives for the elements without a counterpart.
func (p *pairs) having(of func(description) []string) inverted {
	index := inverted{elements: map[string][]int{}, sizes: make([]int, len(p.bs)), common: max(fewestShared, mostCompared/max(len(p.bs), 1))}
	for j, b := range p.bs {
		if !p.isTaken(j) {
			facts := of(b)
			index.sizes[j] = len(facts)
			for _, fact := range facts {
				index.elements[fact] = append(index.elements[fact], j)
			}
		}
	}
	return index
}

// sharedWith counts, by element, the facts that it shares.
func (x inverted) sharedWith(facts []string) map[int]int {
	shared := map[int]int{}
	for _, fact := range facts {
		if js := x.elements[fact]; len(js) <= x.common {
			for _, j := range js {
				shared[j]++
			}
		}
	}
	return shared
}

// candidate is a pair that could be made: shared facts are the same in both, different ones in one only, filled is what both
// have of what a server may fill in.
type candidate struct{ i, j, shared, different, filled int }

// compare orders candidates, the best first.
func (c candidate) compare(d candidate) int {
	inPlace := func(c candidate) int {
		if c.i == c.j {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(d.shared, c.shared), cmp.Compare(c.different, d.different), cmp.Compare(d.filled, c.filled),
		cmp.Compare(inPlace(c), inPlace(d)), cmp.Compare(c.i, d.i), cmp.Compare(c.j, d.j))
}

// said is all that is known of an element and that no server fills in, each once.
func (d description) said() []string {
	all := slices.Concat(d.facts, d.lists, d.nested, d.members)
	slices.Sort(all)
	return slices.Compact(all)
}

// inPlace pairs elements at the same place that fit, for lists whose order counts.
func (p *pairs) inPlace(fits func(i, j int) bool) {
	for i := range min(len(p.as), len(p.bs)) {
		if fits(i, i) {
			p.take(i, i)
			p.certain[i] = true
		}
	}
}

// byFit gives each element that does not fit its counterpart another one that it fits. That may be another element's, which then
// moves on to one that it fits as well: these are the augmenting paths of a bipartite matching. The number of comparisons is
// bounded, so that very long lists may keep pairs that do not fit.
func (p *pairs) byFit(fits func(i, j int) bool) {
	left := mostCompared
	within := func(i, j int) bool {
		left--
		return left > 0 && fits(i, j)
	}
	for i, j := range p.of {
		if p.certain[i] || (j >= 0 && within(i, j)) {
			continue
		}
		if j >= 0 {
			p.of[i], p.holder[j] = -1, -1
		}
		if !p.augment(i, within, make([]bool, len(p.bs))) && j >= 0 {
			p.take(i, j)
		}
	}
}

// augment finds something that i fits: what is free, at the same place before others, else what can be freed.
func (p *pairs) augment(i int, fits func(i, j int) bool, tried []bool) bool {
	if i < len(p.bs) && !p.isTaken(i) && fits(i, i) {
		p.take(i, i)
		return true
	}
	var held []int
	for j, holder := range p.holder {
		switch {
		case tried[j] || (holder >= 0 && p.certain[holder]) || !fits(i, j):
		case holder < 0:
			p.take(i, j)
			return true
		default:
			held = append(held, j)
		}
	}
	for _, j := range held {
		if tried[j] {
			continue
		}
		tried[j] = true
		if p.augment(p.holder[j], fits, tried) {
			p.take(i, j)
			return true
		}
	}
	return false
}

// byPosition pairs what is left over: what stands at the same place, then one after the other.
func (p *pairs) byPosition() {
	for i := range min(len(p.as), len(p.bs)) {
		if p.of[i] < 0 && !p.isTaken(i) {
			p.take(i, i)
		}
	}
	j := 0
	for i := range p.as {
		for j < len(p.bs) && p.isTaken(j) {
			j++
		}
		if j < len(p.bs) && p.of[i] < 0 {
			p.take(i, j)
		}
	}
}

// holds says that a live value has all that prior has, by what counts as the same. Servers drop empty values, and elements of
// a list of objects may hold less than the live ones.
func holds(n *field.Node, prior, live any, same func(n *field.Node, live, prior any) bool) bool {
	switch {
	case prior == nil || same(n, live, prior):
		return true
	case live == nil:
		return emptied(n, prior) != nil
	case n.Kind == field.Object || n.Kind == field.Keyed:
		return !slices.ContainsFunc(Attributes(n), func(a *field.Node) bool {
			return !a.IsLocal() && !a.Sensitive && !holds(a, object(prior)[a.Name], object(live)[a.Name], same)
		})
	case n.Kind == field.List && n.Elem.Kind == field.Object:
		return holdsElements(n, prior, live, same)
	}
	return false
}

func holdsElements(n *field.Node, prior, live any, same func(n *field.Node, live, prior any) bool) bool {
	ps, _ := prior.([]any)
	ls, _ := live.([]any)
	if len(ps) != len(ls) {
		return false
	}
	of := pairing(nil)
	if !n.Ordered {
		of = pairPlan(n, ps, ls)
	}
	for i, p := range ps {
		j := i
		if of != nil {
			j = of[i]
		}
		if !holds(n.Elem, p, ls[j], same) {
			return false
		}
	}
	return true
}

// slot is a place in the resulting list: a live element, and the prior element whose place it takes (-1: none).
// paired says that both are the same element.
type slot struct {
	live, prior int
	paired      bool
}

// slotted puts live elements in prior's order: pairs first of all, then unpaired live elements into the places of
// unpaired prior ones, the rest in the server's order. An ordered list stays in the server's.
func slotted(prior, live int, pairs pairing, ordered bool) []slot {
	byLive := unpaired(live)
	for j, k := range pairs {
		if k >= 0 {
			byLive[k] = j
		}
	}
	out := make([]slot, 0, live)
	if ordered {
		for k, j := range byLive {
			out = append(out, slot{live: k, prior: j, paired: j >= 0})
		}
		return out
	}
	var free []int
	for k, j := range byLive {
		if j < 0 {
			free = append(free, k)
		}
	}
	for j := range prior {
		switch {
		case pairs[j] >= 0:
			out = append(out, slot{live: pairs[j], prior: j, paired: true})
		case len(free) > 0:
			out = append(out, slot{live: free[0], prior: j})
			free = free[1:]
		}
	}
	for _, k := range free {
		out = append(out, slot{live: k, prior: -1})
	}
	return out
}

// arrange puts a list without order into the order, and the spelling, of prior. What a server may fill in by itself into
// objects makes no difference.
func arrange(n *field.Node, list, prior []any) []any {
	out := make([]any, 0, len(list))
	for _, s := range slotted(len(prior), len(list), counterparts(n, list, prior), false) {
		if s.paired {
			out = append(out, prior[s.prior])
		} else {
			out = append(out, list[s.live])
		}
	}
	return out
}
