package codec

import (
	"cmp"
	"slices"
)

// matching is the pairs of two lists while they are being found. The rule is in section 4.2 of DESIGN.md.
type matching struct {
	as, bs []description
	// of and holder are the pairs so far, from both sides.
	of, holder pairing
	// certain pairs are not given up again.
	certain []bool
	// fits says that b has all that a has, so that the two may be the same element.
	fits func(i, j int) bool
}

func newMatching(as, bs []description) *matching {
	return &matching{as: as, bs: bs, of: unpaired(len(as)), holder: unpaired(len(bs)), certain: make([]bool, len(as))}
}

func (m *matching) take(i, j int) { m.of[i], m.holder[j] = j, i }

func (m *matching) isTaken(j int) bool { return m.holder[j] >= 0 }

// inPlace pairs elements at the same place that fit, for lists whose order counts.
func (m *matching) inPlace() {
	for i := range min(len(m.as), len(m.bs)) {
		if m.fits(i, i) {
			m.take(i, i)
			m.certain[i] = true
		}
	}
}

// byLooks pairs the equal ones, then those with the same identity key, then those that have most in common. Where several
// fit, elements that stay where they are come first, then the order counts.
func (m *matching) byLooks() {
	for _, fills := range []bool{true, false} {
		for _, nested := range []bool{true, false} {
			text := func(d description) string { return d.signature(nested, fills) }
			// What the memory has of a list of objects as a whole compares as a whole, what state shows of one leaf by leaf.
			m.byText(func(d description) string {
				if nested != (len(d.nested) > 0) {
					return ""
				}
				return text(d)
			}, text)
		}
	}
	for i, j := range m.of {
		m.certain[i] = j >= 0
	}
	key := func(d description) string { return d.key }
	m.byText(key, key)
	m.byLikeness()
}

// byText pairs elements whose texts are the same, unless they are empty.
func (m *matching) byText(textOf, textIn func(description) string) {
	left, some := make([]string, len(m.as)), false
	for i, a := range m.as {
		if m.of[i] < 0 {
			left[i] = textOf(a)
			some = some || left[i] != ""
		}
	}
	if !some {
		return
	}
	at := map[string][]int{}
	for j, b := range m.bs {
		if m.isTaken(j) {
			continue
		}
		if text := textIn(b); j < len(left) && text != "" && text == left[j] {
			m.take(j, j)
		} else {
			at[text] = append(at[text], j)
		}
	}
	for i, text := range left {
		if js := at[text]; text != "" && m.of[i] < 0 && len(js) > 0 {
			m.take(i, js[0])
			at[text] = js[1:]
		}
	}
}

// byLikeness pairs what has most facts in common; of equal counts those that differ least, then those that share most of
// what a server may fill in.
func (m *matching) byLikeness() {
	if !slices.Contains(m.of, -1) || !slices.Contains(m.holder, -1) {
		return
	}
	x := m.index(func(j int) bool { return !m.isTaken(j) })
	var candidates []candidate
	for i, a := range m.as {
		if m.of[i] < 0 {
			candidates = x.appendCandidates(candidates, i, a)
		}
	}
	slices.SortFunc(candidates, candidate.compare)
	for _, c := range candidates {
		if m.of[c.i] < 0 && !m.isTaken(c.j) {
			m.take(c.i, c.j)
		}
	}
}

// candidate is a pair that could be made.
type candidate struct {
	// rank is lower for a better one.
	rank int64
	i, j int
}

// newCandidate is a pair with so many facts that are the same in both, so many that are in one only, and so much of what a server
// may fill in that both have. They count in this order; of equals, elements that stay where they are come first.
func newCandidate(i, j, shared, different, filled int) candidate {
	const most = 1<<20 - 1
	rank := int64(most-min(shared, most))<<41 | int64(min(different, most))<<21 | int64(most-min(filled, most))<<1
	if i != j {
		rank++
	}
	return candidate{rank: rank, i: i, j: j}
}

// compare orders candidates, the best first.
func (c candidate) compare(d candidate) int {
	if c.rank != d.rank {
		return cmp.Compare(c.rank, d.rank)
	}
	return cmp.Or(cmp.Compare(c.i, d.i), cmp.Compare(c.j, d.j))
}

// common counts what two lists in order have in common.
func common(a, b []int) int {
	count := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			a, b, count = a[1:], b[1:], count+1
		}
	}
	return count
}

// byFit gives each element that does not fit its counterpart another one that it fits. That may be another element's, which then
// moves on to one that it fits as well: these are the augmenting paths of a bipartite matching.
func (m *matching) byFit() {
	f := fitting{matching: m, tried: make([]bool, len(m.bs)), near: make([][]int, len(m.as))}
	for i, j := range m.of {
		if m.certain[i] || (j >= 0 && m.fits(i, j)) {
			continue
		}
		if j >= 0 {
			m.of[i], m.holder[j] = -1, -1
		}
		if !f.find(i) && j >= 0 {
			m.take(i, j)
		}
	}
}

// fitting finds elements that others fit.
type fitting struct {
	*matching
	index *leafIndex
	// near are the elements that another one fits, as far as known.
	near [][]int
	// tried are the elements that cannot be freed: what was tried in vain once always is.
	tried []bool
	// now are those of them that are of the search at hand.
	now []int
}

func (f *fitting) find(i int) bool {
	f.now = f.now[:0]
	found := f.augment(i)
	if found {
		for _, j := range f.now {
			f.tried[j] = false
		}
	}
	return found
}

// augment finds something that i fits: what is free, at the same place before others, else what can be freed.
func (f *fitting) augment(i int) bool {
	near := f.fitted(i)
	free := func(j int) bool { return !f.isTaken(j) && !f.tried[j] }
	if slices.Contains(near, i) && free(i) {
		f.take(i, i)
		return true
	}
	if k := slices.IndexFunc(near, free); k >= 0 {
		f.take(i, near[k])
		return true
	}
	for _, j := range near {
		if f.tried[j] {
			continue
		}
		f.tried[j] = true
		f.now = append(f.now, j)
		if f.augment(f.holder[j]) {
			f.take(i, j)
			return true
		}
	}
	return false
}

// fitted are the elements that i fits, among those near it.
func (f *fitting) fitted(i int) []int {
	if f.near[i] == nil {
		if f.index == nil {
			f.index = f.matching.index(func(j int) bool { return f.holder[j] < 0 || !f.certain[f.holder[j]] })
		}
		near := f.index.near(i, f.as[i].said(), f.as[i].fills)
		f.near[i] = slices.DeleteFunc(near, func(j int) bool { return !f.fits(i, j) })
	}
	return f.near[i]
}

// byPosition pairs what is left over: what stands at the same place, then one after the other.
func (m *matching) byPosition() {
	for i := range min(len(m.as), len(m.bs)) {
		if m.of[i] < 0 && !m.isTaken(i) {
			m.take(i, i)
		}
	}
	j := 0
	for i := range m.as {
		for j < len(m.bs) && m.isTaken(j) {
			j++
		}
		if j < len(m.bs) && m.of[i] < 0 {
			m.take(i, j)
		}
	}
}

// compared bounds the elements with which one is compared, so that the time for a list grows with its length and not with its
// square: all in lists of no more, else those that share what fewest have, and of those that share no less the ones that stand
// closest.
const compared = 16

// leafIndex tells which elements of a list have a fact.
type leafIndex struct {
	// all are the elements in the index, in order, having those that have a fact.
	all    []int
	having map[int][]int
	// said and fills are what is known of each.
	said, fills [][]int
	// met tells for each element when it was met last, and turn is now.
	met  []int
	turn int
}

// index is the index of those elements of the second list that are wanted.
func (m *matching) index(wanted func(j int) bool) *leafIndex {
	x := &leafIndex{having: map[int][]int{}, said: make([][]int, len(m.bs)), fills: make([][]int, len(m.bs)), met: make([]int, len(m.bs))}
	for j, b := range m.bs {
		if !wanted(j) {
			continue
		}
		x.all = append(x.all, j)
		x.said[j], x.fills[j] = b.said(), inOrder(b.fills)
		for _, facts := range [][]int{x.said[j], slices.Compact(slices.Clone(x.fills[j]))} {
			for _, fact := range facts {
				x.having[fact] = append(x.having[fact], j)
			}
		}
	}
	return x
}

// appendCandidates appends the pairs that an element could make, which stands at a place of the other list.
func (x *leafIndex) appendCandidates(to []candidate, place int, a description) []candidate {
	said, fills := a.said(), inOrder(a.fills)
	for _, j := range x.near(place, said, fills) {
		shared, filled := common(said, x.said[j]), common(fills, x.fills[j])
		if shared+filled > 0 {
			to = append(to, newCandidate(place, j, shared, len(said)+len(x.said[j])-2*shared, filled))
		}
	}
	return to
}

// near are the elements to compare one with that stands at a place of the other list, in order.
func (x *leafIndex) near(place int, said, fills []int) []int {
	if len(x.all) <= compared || len(said)+len(fills) == 0 {
		return slices.Clone(closest(x.all, place, compared))
	}
	x.turn++
	facts := slices.Concat(said, fills)
	slices.SortStableFunc(facts, func(a, b int) int { return cmp.Compare(len(x.having[a]), len(x.having[b])) })
	found := make([]int, 0, compared)
	for _, fact := range facts {
		for _, j := range closest(x.having[fact], place, compared-len(found)) {
			if x.met[j] != x.turn {
				x.met[j] = x.turn
				found = append(found, j)
			}
		}
	}
	slices.Sort(found)
	return found
}

// closest are the places, of those in order, that are closest to one.
func closest(places []int, to, count int) []int {
	from, _ := slices.BinarySearch(places, to)
	end := from
	for end-from < min(count, len(places)) {
		if end == len(places) || from > 0 && to-places[from-1] <= places[end]-to {
			from--
		} else {
			end++
		}
	}
	return places[from:end]
}
