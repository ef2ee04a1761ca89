package codec

import (
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

// pairPlan pairs planned elements with prior ones. What is left over is paired by position, because the plan shows the
// two as one element that changes.
func pairPlan(n *field.Node, plan, prior []any) pairing {
	d := newDescriber(n, nil)
	m := newMatching(d.all(plan, nil), d.all(prior, nil))
	m.byLooks()
	m.byPosition()
	return m.of
}

// pairLive pairs prior elements with live ones. The memory adds to a prior element what state does not hold of it. With
// leftovers, what is left over is paired by position. It returns the live elements as objects, too.
func pairLive(n *field.Node, prior, live []any, p path.Path, memory recall, base string, leftovers bool) ([]map[string]any, pairing, error) {
	lives, complete, err := elements(n, live, p, &decoder{mode: whole, empties: true})
	if err != nil {
		return nil, nil, err
	}
	complete = asHeld(n, complete, prior)
	d := newDescriber(n, nil)
	if memory.Memory != nil && len(memory.below(base)) > 0 {
		d.memory = &memory
	}
	m := newMatching(
		d.all(prior, func(j int) { d.remembered(pointer(base, strconv.Itoa(j))) }),
		d.all(complete, func(k int) { d.extras(n.Elem, lives[k]) }))
	m.fits = func(j, k int) bool { return holds(n.Elem, prior[j], complete[k], sameStored) }
	if n.Ordered {
		m.inPlace()
	}
	m.byLooks()
	m.byFit()
	if leftovers {
		m.byPosition()
	}
	return lives, m.of, nil
}

// holds says that a live value has all that prior has, by what counts as the same. Servers drop empty values, and elements of
// a list of objects may hold less than the live ones.
func holds(n *field.Node, prior, live any, same func(n *field.Node, live, prior any) bool) bool {
	switch {
	case prior == nil:
		return true
	case live != nil && (n.Kind == field.Object || n.Kind == field.Keyed):
		return !slices.ContainsFunc(Attributes(n), func(a *field.Node) bool {
			return !a.IsLocal() && !a.Sensitive && !holds(a, object(prior)[a.Name], object(live)[a.Name], same)
		})
	case same(n, live, prior):
		return true
	case live == nil:
		return emptied(n, prior) != nil
	case isObjects(n):
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
