package policy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// chain is the way from the root of the tree to a node: each is a child or the element of the one before.
type chain []*field.Node

// chains are the ways to all nodes for which keep holds, by the path that field.Tree.All gives them, in its order.
func chains(keep func(*field.Node) bool) (paths []string, found map[string]chain) {
	found = map[string]chain{}
	var visit func(path string, n *field.Node, c chain)
	visit = func(path string, n *field.Node, c chain) {
		children := n.Attrs
		if n.Elem != nil {
			children = []*field.Node{n.Elem}
		}
		for _, a := range children {
			p := path + "." + a.JSON
			switch {
			case n.Elem != nil:
				p = path + "[]"
			case n.Kind == field.Keyed:
				p = path + "[" + a.JSON + "]"
			case path == "":
				p = a.JSON
			}
			below := append(slices.Clone(c), a)
			if keep(a) {
				paths = append(paths, p)
				found[p] = below
			}
			visit(p, a, below)
		}
	}
	visit("", tree.Root, nil)
	return paths, found
}

// attribute is the way in Terraform: the names of attributes; elements of lists have none.
func (c chain) attribute() []string {
	var names []string
	for _, n := range c {
		if n.Name != "" {
			names = append(names, n.Name)
		}
	}
	return names
}

// isDeprecated says that generated configuration leaves out what the chain leads to.
func (c chain) isDeprecated() bool {
	return slices.ContainsFunc(c, func(n *field.Node) bool { return n.Deprecated != "" })
}

// minimal is an object with nothing but what the API requires; where it must choose, the last branch.
func minimal(n *field.Node) map[string]any {
	out := map[string]any{}
	var branch *field.Node
	for _, a := range n.Attrs {
		switch {
		case a.Choice:
			branch = a
		case a.Mode == field.Required || isWrapper(n):
			out[a.JSON] = least(a)
		}
	}
	if branch != nil && len(out) == 0 {
		out[branch.JSON] = least(branch)
	}
	return out
}

// isWrapper says that an object says nothing without the one in it.
func isWrapper(n *field.Node) bool {
	return n.Kind == field.Inline && len(n.Attrs) == 1 && n.Attrs[0].Kind == field.Inline
}

func least(n *field.Node) any {
	switch n.Kind {
	case field.Object, field.Inline:
		return minimal(n)
	case field.List, field.Keyed:
		return []any{}
	}
	return sample(n, 0)
}

// full is an object with everything in it, different for each i; of choices it has the last branch.
func full(n *field.Node, i int) map[string]any {
	out := map[string]any{fmt.Sprint("x_injected", i): json.Number(fmt.Sprint(i, ".50"))}
	var branch *field.Node
	for _, a := range n.Attrs {
		if a.Choice {
			branch = a
		} else {
			out[a.JSON] = all(a, i)
		}
	}
	if branch != nil {
		out[branch.JSON] = all(branch, i)
	}
	return out
}

func all(n *field.Node, i int) any {
	switch n.Kind {
	case field.Object, field.Inline:
		return full(n, i)
	case field.List:
		return []any{all(n.Elem, i)}
	}
	return sample(n, i)
}

// sample is a value that the API accepts and that is no default; scalars of the same node differ from i to i as far as
// they can.
func sample(n *field.Node, i int) any {
	wrapped := func(s string) any {
		if n.Wrap != "" {
			return map[string]any{n.Wrap: s}
		}
		return s
	}
	switch {
	case n.Kind == field.Link:
		return true
	case n.Kind == field.Bool:
		return n.Default != true
	case n.Kind == field.Int || n.Kind == field.Number:
		return json.Number(fmt.Sprint(10 + i))
	case n.Enum != nil:
		others := slices.DeleteFunc(slices.Clone(n.Enum.Values), func(v string) bool { return v == n.Default })
		return others[len(others)-1-i%len(others)] // defaults that are lists have the first value
	case n.Format == field.Currency:
		return []string{"EUR", "USD", "CHF", "GBP", "SEK", "NOK"}[i]
	case n.Format == field.Country:
		return []string{"DE", "US", "CH", "GB", "SE", "NO"}[i]
	case n.Format == field.TimeLocal:
		return wrapped(fmt.Sprintf("0%d:30", i))
	case n.Format == field.Airline:
		return fmt.Sprint("A", i)
	case n.Wrap == "id" || n.Name == "parent_policy_id":
		return wrapped(codectest.ID(i))
	}
	return wrapped(fmt.Sprint("value ", i))
}

// put is a value of the node n, or a minimal one in place of nil, with the given value where the chain leads.
func put(n *field.Node, old any, way chain, v any) any {
	if len(way) == 0 {
		return v
	}
	next := way[0]
	switch n.Kind {
	case field.List:
		list, _ := old.([]any)
		if len(list) == 0 {
			list = []any{nil}
		}
		list = slices.Clone(list)
		list[0] = put(next, list[0], way[1:], v)
		return list
	case field.Keyed:
		list, _ := old.([]any)
		list = slices.Clone(list)
		i := slices.IndexFunc(list, func(e any) bool { return e.(map[string]any)[n.Key[0]] == next.JSON })
		if i < 0 {
			i, list = len(list), append(list, nil)
		}
		element := put(next, list[i], way[1:], v).(map[string]any)
		element[n.Key[0]] = next.JSON
		list[i] = element
		return list
	}
	m, isThere := old.(map[string]any)
	if !isThere {
		m = minimal(n)
	}
	m = maps.Clone(m)
	for _, a := range n.Attrs {
		if next.Choice && a.Choice && a != next {
			delete(m, a.JSON)
		}
	}
	m[next.JSON] = put(next, m[next.JSON], way[1:], v)
	return m
}

// take is a policy without what the chain leads to. What cannot do without it goes as well; nil when that is all.
func take(n *field.Node, old any, way chain) any {
	if len(way) == 0 {
		return nil
	}
	next := way[0]
	switch n.Kind {
	case field.List, field.Keyed:
		list := slices.Clone(old.([]any))
		i := 0
		if n.Kind == field.Keyed {
			i = slices.IndexFunc(list, func(e any) bool { return e.(map[string]any)[n.Key[0]] == next.JSON })
		}
		if list[i] = take(next, list[i], way[1:]); list[i] != nil {
			return list
		}
		if list = slices.Delete(list, i, i+1); len(list) == 0 {
			return nil
		}
		return list
	}
	m := maps.Clone(old.(map[string]any))
	rest := take(next, m[next.JSON], way[1:])
	if rest != nil {
		m[next.JSON] = rest
		return m
	}
	delete(m, next.JSON)
	if next.Mode == field.Required || isWrapper(n) || (next.Choice && len(m) == 0) {
		return nil
	}
	return m
}
