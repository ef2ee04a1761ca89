package codec

import (
	"cmp"
	"math"
	"slices"
	"strconv"

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
	planned, held := canons(n.Elem, plan), canons(n.Elem, prior)
	return pair(n, plan, prior, func(i, j int) bool { return planned[i] == held[j] }, nil)
}

func canons(n *field.Node, list []any) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = canon(n, v, false)
	}
	return out
}

// pairLive pairs prior elements with live ones by what prior holds; where several fit, by what the memory knows.
func pairLive(n *field.Node, prior []any, lives []map[string]any, fresh []any, memory *Memory, base string) pairing {
	var tie func(j, k int) int
	if memory != nil {
		tie = func(j, k int) int {
			return memoryMatches(n.Elem, lives[k], prior[j], memory, pointer(base, strconv.Itoa(j)))
		}
	}
	return pair(n, prior, fresh, func(j, k int) bool { return holds(n.Elem, prior[j], fresh[k]) }, tie)
}

// pair finds for each of as its counterpart in bs. equal decides about equality; tie ranks several equal candidates.
func pair(n *field.Node, as, bs []any, equal func(i, j int) bool, tie func(i, j int) int) pairing {
	out, taken := unpaired(len(as)), make([]bool, len(bs))
	take := func(i, j int) { out[i], taken[j] = j, true }

	for i := range as {
		best, rank := -1, math.MinInt
		for _, j := range around(i, len(bs)) {
			if taken[j] || !equal(i, j) {
				continue
			}
			r := 0
			if tie != nil {
				r = tie(i, j)
			}
			if best < 0 || r > rank {
				best, rank = j, r
			}
			if r == 0 {
				break // nothing speaks against it, and nothing can rank higher
			}
		}
		if best >= 0 {
			take(i, best)
		}
	}

	if len(n.Key) > 0 {
		for i := range as {
			k := identity(n, as[i])
			if out[i] >= 0 || k == "" {
				continue
			}
			for j := range bs {
				if !taken[j] && identity(n, bs[j]) == k {
					take(i, j)
					break
				}
			}
		}
	}

	type candidate struct{ i, j, score int }
	var candidates []candidate
	for i := range as {
		for j := range bs {
			if out[i] < 0 && !taken[j] {
				if s := score(n.Elem, as[i], bs[j]); s > 0 {
					candidates = append(candidates, candidate{i, j, s})
				}
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	for _, c := range candidates {
		if out[c.i] < 0 && !taken[c.j] {
			take(c.i, c.j)
		}
	}
	return out
}

// around are the indices of a list of n, the one at i first: elements mostly stay where they are.
func around(i, n int) []int {
	order := make([]int, 0, n)
	if i < n {
		order = append(order, i)
	}
	for j := range n {
		if j != i {
			order = append(order, j)
		}
	}
	return order
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

// holds says that every attribute that prior holds has an equal value in v.
func holds(n *field.Node, prior, v any) bool {
	if prior == nil {
		return true
	}
	held, ok := prior.(map[string]any)
	if !ok {
		if elems, ok := prior.([]any); ok && n.Elem.Kind == field.Object {
			others, _ := v.([]any)
			if len(others) != len(elems) {
				return false
			}
			p := pair(n, elems, others, func(i, j int) bool { return holds(n.Elem, elems[i], others[j]) }, nil)
			for i, j := range p {
				if j < 0 || !holds(n.Elem, elems[i], others[j]) {
					return false
				}
			}
			return true
		}
		return Equal(n, prior, v) || (v == nil && emptied(prior) != nil)
	}
	other := object(v)
	for _, a := range Attributes(n) {
		if !a.IsLocal() && !a.Sensitive && !holds(a, held[a.Name], other[a.Name]) {
			return false
		}
	}
	return true
}

// score counts the leaves that are equal in both values; a list is one leaf.
func score(n *field.Node, a, b any) int {
	if a == nil || b == nil {
		return 0
	}
	if n.Kind != field.Object && n.Kind != field.Keyed {
		if Equal(n, a, b) {
			return 1
		}
		return 0
	}
	sum := 0
	for _, c := range Attributes(n) {
		if !c.IsLocal() {
			sum += score(c, object(a)[c.Name], object(b)[c.Name])
		}
	}
	return sum
}

// memoryMatches is minus the number of remembered leaves below a prior element that the live element contradicts.
func memoryMatches(n *field.Node, live map[string]any, prior any, memory *Memory, base string) int {
	known := memory.below(base)
	if len(known) == 0 {
		return 0
	}
	r := &recorder{memory: &Memory{Key: memory.Key, Leaves: map[string]string{}}}
	if err := r.attrs(n, live, object(prior), ""); err != nil {
		return -len(known)
	}
	misses := 0
	for rel, h := range known {
		if r.memory.Leaves[rel] != h {
			misses++
		}
	}
	return -misses
}

// slot is a place in the resulting list: a live element, and the prior element whose place it takes (-1: none).
// paired says that both are the same element.
type slot struct {
	live, prior int
	paired      bool
}

// slotted puts live elements in prior's order: pairs first of all, then unpaired live elements into the places of
// unpaired prior ones, the rest in the server's order.
func slotted(prior, live int, pairs pairing) []slot {
	byLive := unpaired(live)
	for j, k := range pairs {
		if k >= 0 {
			byLive[k] = j
		}
	}
	var free []int
	for k, j := range byLive {
		if j < 0 {
			free = append(free, k)
		}
	}
	var out []slot
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

// arrange puts a list without order into the order of prior.
func arrange(n *field.Node, list, prior []any) []any {
	pairs, at := unpaired(len(prior)), map[string][]int{}
	for k, c := range canons(n, list) {
		at[c] = append(at[c], k)
	}
	for j, c := range canons(n, prior) {
		if ks := at[c]; len(ks) > 0 {
			pairs[j], at[c] = ks[0], ks[1:]
		}
	}
	out := make([]any, 0, len(list))
	for _, s := range slotted(len(prior), len(list), pairs) {
		if s.paired {
			out = append(out, prior[s.prior])
		} else {
			out = append(out, list[s.live])
		}
	}
	return out
}
