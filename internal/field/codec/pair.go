package codec

import (
	"cmp"
	"math"
	"slices"
	"strconv"

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

// pairPlan pairs planned elements with prior ones: equal first, then by identity key, then by most equal leaves.
func pairPlan(n *field.Node, plan, prior []any) pairing {
	return pair(n, plan, prior, same, nil)
}

// pairLive pairs prior elements with live ones the same way; what prior does not hold makes no difference, except where
// several live elements fit: then the memory tells them apart. It returns the live elements as objects, too.
func pairLive(n *field.Node, prior, live []any, p path.Path, memory recall, base string) ([]map[string]any, pairing, error) {
	lives, complete, err := elements(n, live, p, &decoder{mode: whole, empties: true})
	if err != nil {
		return nil, nil, err
	}
	var more *hints
	if memory.Memory != nil {
		more = &hints{
			said: func(j int) int { return len(memory.below(pointer(base, strconv.Itoa(j)))) },
			contradictions: func(j, k int) int {
				return contradictions(n.Elem, lives[k], prior[j], memory, pointer(base, strconv.Itoa(j)))
			},
		}
	}
	return lives, pair(n, prior, complete, holds, more), nil
}

// hints is what the memory adds to prior elements: how much it says about one, and how much of that, and of what it does
// not say, a live element contradicts.
type hints struct {
	said           func(i int) int
	contradictions func(i, j int) int
}

// pair finds for each of as its counterpart in bs.
func pair(n *field.Node, as, bs []any, fits func(a, b []leaf) bool, more *hints) pairing {
	la, lb := flattened(n.Elem, as), flattened(n.Elem, bs)
	out, taken := pairFitting(n, la, lb, fits, more)

	if len(n.Key) > 0 {
		at := map[string][]int{}
		for j, b := range bs {
			if !taken[j] {
				k := identity(n, b)
				at[k] = append(at[k], j)
			}
		}
		for i, a := range as {
			if k := identity(n, a); out[i] < 0 && k != "" && len(at[k]) > 0 {
				out[i], taken[at[k][0]] = at[k][0], true
				at[k] = at[k][1:]
			}
		}
	}

	type candidate struct{ i, j, score int }
	var candidates []candidate
	for i := range as {
		for j := range bs {
			if out[i] < 0 && !taken[j] {
				if s := score(la[i], lb[j]); s > 0 {
					candidates = append(candidates, candidate{i, j, s})
				}
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	for _, c := range candidates {
		if out[c.i] < 0 && !taken[c.j] {
			out[c.i], taken[c.j] = c.j, true
		}
	}
	return out
}

// pairFitting pairs what fits: elements about which more is known choose first, because others fit them less likely, and
// each takes what contradicts it least. Then they swap where that is better, and where one took what another cannot do
// without, it gives way. It also returns what is taken.
func pairFitting(n *field.Node, as, bs [][]leaf, fits func(a, b []leaf) bool, more *hints) (pairing, []bool) {
	m := matching{as: as, bs: bs, fits: fits, more: more, pairs: unpaired(len(as)), holder: unpaired(len(bs)), cost: make([]int, len(as))}
	for i := 0; i < len(as) && i < len(bs); i++ {
		// No other of the same looks is meant, where order counts. Where it does not, what is equal in all stays as well:
		// an element that was changed to look like it shall not take it away.
		isEqual := same(as[i], bs[i]) && m.costOf(i, i) == 0
		if isEqual || (n.Ordered && fits(as[i], bs[i])) {
			m.take(i, i, 0)
		}
	}
	for _, i := range m.byKnowledge() {
		if m.pairs[i] < 0 {
			m.choose(i)
		}
	}
	for i := range as {
		for k := range i {
			m.swap(i, k)
		}
	}
	for i := range as {
		if m.pairs[i] < 0 {
			m.settle(i, make([]bool, len(bs)))
		}
	}
	taken := make([]bool, len(bs))
	for j, i := range m.holder {
		taken[j] = i >= 0
	}
	return m.pairs, taken
}

// matching pairs elements of two lists that fit, at low cost: what contradicts a pair.
type matching struct {
	as, bs [][]leaf
	fits   func(a, b []leaf) bool
	more   *hints
	// pairs and holder are the pairs so far, from both sides.
	pairs, holder pairing
	cost          []int
}

func (m *matching) take(i, j, cost int) {
	m.pairs[i], m.holder[j], m.cost[i] = j, i, cost
}

// costOf is what a pair would cost.
func (m *matching) costOf(i, j int) int {
	cost := dropped(m.as[i], m.bs[j]) * rare
	if m.more != nil {
		cost += m.more.contradictions(i, j)
	}
	return cost
}

// choose takes for i the cheapest that is left.
func (m *matching) choose(i int) {
	best, least := -1, math.MaxInt
	try := func(j int) {
		if least > 0 && m.holder[j] < 0 && m.fits(m.as[i], m.bs[j]) {
			if cost := m.costOf(i, j); cost < least {
				best, least = j, cost
			}
		}
	}
	if i < len(m.bs) {
		try(i) // elements mostly stay where they are
	}
	for j := 0; j < len(m.bs) && least > 0; j++ {
		try(j)
	}
	if best >= 0 {
		m.take(i, best, least)
	}
}

// swap exchanges what two elements took, if that is cheaper.
func (m *matching) swap(i, k int) {
	ji, jk := m.pairs[i], m.pairs[k]
	if m.cost[i]+m.cost[k] == 0 || ji < 0 || jk < 0 || !m.fits(m.as[i], m.bs[jk]) || !m.fits(m.as[k], m.bs[ji]) {
		return
	}
	if ci, ck := m.costOf(i, jk), m.costOf(k, ji); ci+ck < m.cost[i]+m.cost[k] {
		m.take(i, jk, ci)
		m.take(k, ji, ck)
	}
}

// settle finds something for i, moving others: the augmenting paths of a bipartite matching.
func (m *matching) settle(i int, tried []bool) bool {
	for j := range m.bs {
		if tried[j] || !m.fits(m.as[i], m.bs[j]) {
			continue
		}
		tried[j] = true
		if m.holder[j] < 0 || m.settle(m.holder[j], tried) {
			m.take(i, j, 0)
			return true
		}
	}
	return false
}

// byKnowledge are the indices of the elements to pair, those first about which most is known.
func (m *matching) byKnowledge() []int {
	order, known := make([]int, len(m.as)), make([]int, len(m.as))
	for i, a := range m.as {
		order[i] = i
		for _, l := range a {
			if l.v != nil && emptied(l.n, l.v) == nil {
				known[i]++
			}
		}
		if m.more != nil {
			known[i] += m.more.said(i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(known[j], known[i]) })
	return order
}

// leaf is an attribute that is no object, below an element; of two elements of one list, leaves at the same position
// are the same attribute.
type leaf struct {
	n *field.Node
	v any
	// canon is the value's canonical text, "" for null.
	canon string
}

func flattened(n *field.Node, list []any) [][]leaf {
	out := make([][]leaf, len(list))
	for i, v := range list {
		out[i] = flatten(n, v, nil)
	}
	return out
}

// flatten appends the leaves of v, without local and sensitive ones, which the API does not answer.
func flatten(n *field.Node, v any, to []leaf) []leaf {
	if n.Kind != field.Object && n.Kind != field.Keyed {
		return append(to, leaf{n: n, v: v, canon: canon(n, v, false)})
	}
	for _, a := range Attributes(n) {
		if !a.IsLocal() && !a.Sensitive {
			to = flatten(a, object(v)[a.Name], to)
		}
	}
	return to
}

// same says that all leaves are equal.
func same(a, b []leaf) bool {
	return slices.EqualFunc(a, b, func(x, y leaf) bool { return x.canon == y.canon })
}

// holds says that all leaves that prior has are equal in the live element.
func holds(prior, live []leaf) bool {
	for i, l := range prior {
		if l.v != nil && l.canon != live[i].canon && !holdsLeaf(l.n, l.v, live[i].v) {
			return false
		}
	}
	return true
}

// holdsLeaf compares values whose canonical texts differ: servers drop empty values, and elements of a list of objects
// may hold less than the live ones.
func holdsLeaf(n *field.Node, prior, live any) bool {
	if live == nil {
		return emptied(n, prior) != nil
	}
	ps, ok := prior.([]any)
	ls, _ := live.([]any)
	if !ok || n.Elem.Kind != field.Object || len(ps) != len(ls) {
		return false
	}
	as, bs := flattened(n.Elem, ps), flattened(n.Elem, ls)
	if n.Ordered {
		return slices.EqualFunc(as, bs, holds)
	}
	pairs, _ := pairFitting(n, as, bs, holds, nil)
	return !slices.Contains(pairs, -1)
}

// dropped counts the leaves that only prior has.
func dropped(prior, live []leaf) int {
	sum := 0
	for i, l := range prior {
		if l.v != nil && live[i].v == nil {
			sum++
		}
	}
	return sum
}

// score counts the leaves that are equal in both; a list is one leaf.
func score(a, b []leaf) int {
	sum := 0
	for i, l := range a {
		if l.v != nil && l.canon == b[i].canon {
			sum++
		}
	}
	return sum
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

// How much a difference speaks against a pair: one that a read would show, an empty value that the server dropped, a
// value that it filled in (counted as one). Each outweighs any number of the lesser ones.
const (
	visible = 1 << 20
	rare    = 1 << 10
)

// contradictions counts where a live element is not what is remembered below a prior one. What a server may fill in by
// itself, and properties that the tree does not know, contradict only a little.
func contradictions(n *field.Node, live map[string]any, prior any, memory recall, base string) int {
	r := &recorder{memory: &Memory{Key: memory.Key, Leaves: map[string]string{}}, before: memory, fillable: map[string]bool{}}
	if err := r.attrs(n, live, object(prior), base); err != nil {
		return 1 << 40
	}
	sum := 0
	known := memory.below(base)
	for _, p := range known {
		if r.memory.Leaves[p] != memory.Leaves[p] {
			sum += visible
		}
		delete(r.memory.Leaves, p)
	}
	for p := range r.memory.Leaves {
		if r.fillable[p] {
			sum++
		} else {
			sum += visible
		}
	}
	return sum
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
	text := func(v any) string { return canon(n, v, n.Kind == field.Object) }
	pairs, at := unpaired(len(prior)), map[string][]int{}
	for k, v := range list {
		at[text(v)] = append(at[text(v)], k)
	}
	for j, v := range prior {
		if ks := at[text(v)]; len(ks) > 0 {
			pairs[j], at[text(v)] = ks[0], ks[1:]
		}
	}
	out := make([]any, 0, len(list))
	for _, s := range slotted(len(prior), len(list), pairs, false) {
		if s.paired {
			out = append(out, prior[s.prior])
		} else {
			out = append(out, list[s.live])
		}
	}
	return out
}
