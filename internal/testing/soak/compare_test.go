package soak_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// comparison holds an object at the server against what the configuration says. It knows the tree and nothing of the
// codec, whose work it judges.
type comparison struct {
	// fills says that the server answers by itself what it lacks.
	fills bool
	// imported says that the object was imported: what generated configuration leaves out of it stays at the server.
	imported bool
	// remembered is set below what generated configuration leaves out.
	remembered bool
	leaves     int
	problems   []string
}

func (c *comparison) bad(at, format string, args ...any) {
	c.problems = append(c.problems, at+": "+fmt.Sprintf(format, args...))
}

// object compares the properties that the tree declares. What it does not know is looked after elsewhere.
func (c *comparison) object(n *field.Node, at string, want, have map[string]any) {
	for _, a := range n.Attrs {
		if a.IsLocal() || a.Chosen() || a.Sensitive {
			continue
		}
		c.value(a, at+"/"+a.JSON, want[a.JSON], have[a.JSON])
	}
}

func (c *comparison) value(n *field.Node, at string, want, have any) {
	if c.imported && n.Deprecated != "" && !c.remembered {
		c.remembered = true
		defer func() { c.remembered = false }()
	}
	switch {
	case isEmpty(want) && isSilent(n, have):
		return
	case want == nil:
		if n.Mode != field.CreateOnly && !c.remembered {
			c.bad(at, "the server has %s, which nobody configured", canonical(have))
		}
		return
	case have == nil && isSilent(n, want) && (c.fills || !strings.Contains(canonical(want), "isLinked")): // nothing means the same
		return
	case have == nil && n.Unanswered && n.Mode == field.CreateOnly: // no read tells it
		return
	case have == nil:
		c.bad(at, "the server lacks %s", canonical(want))
		return
	}
	switch n.Kind {
	case field.Object, field.Inline:
		w, _ := want.(map[string]any)
		h, ok := have.(map[string]any)
		if !ok {
			c.bad(at, "the server has %s instead of %s", canonical(have), canonical(want))
			return
		}
		c.object(n, at, w, h)
	case field.List:
		c.list(n, at, want.([]any), have.([]any))
	case field.Keyed:
		for _, a := range n.Attrs {
			w, h := keyed(n, a, want), keyed(n, a, have)
			where := at + "[" + a.JSON + "]"
			switch {
			case w == nil && h != nil && !isSilentObject(a, h):
				c.bad(where, "the server has %s, which nobody configured", canonical(h))
			case w != nil && h == nil && c.fills && isSilentObject(a, w):
			case w != nil && h == nil:
				c.bad(where, "the server lacks %s", canonical(w))
			case w != nil:
				c.object(a, where, w, h)
			}
		}
	default:
		c.leaves++
		if !sameScalar(n, want, have) {
			c.bad(at, "the server has %s instead of %s", canonical(have), canonical(want))
		}
	}
}

// list pairs the elements: each configured one with another one at the server.
func (c *comparison) list(n *field.Node, at string, want, have []any) {
	if len(want) != len(have) {
		c.bad(at, "the server has %s instead of %s", canonical(have), canonical(want))
		return
	}
	left := slices.Clone(have)
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	if !n.Ordered { // those that say little fit many: they come last
		slices.SortStableFunc(order, func(i, j int) int { return len(canonical(want[j])) - len(canonical(want[i])) })
	}
	for _, i := range order {
		w := want[i]
		match := func(h any) bool {
			try := comparison{fills: c.fills, imported: c.imported, remembered: c.remembered}
			try.value(n.Elem, "", w, h)
			return len(try.problems) == 0
		}
		j := slices.IndexFunc(left, match)
		if n.Ordered && (len(left) == 0 || !match(left[0])) {
			j = -1
		}
		if j < 0 {
			c.bad(fmt.Sprint(at, "/", i), "the server lacks %s, it has %s", canonical(w), canonical(have))
			return
		}
		c.value(n.Elem, at, w, left[j])
		left = slices.Delete(left, j, j+1)
	}
}

// keyed is the element of a keyed array for an attribute, nil when there is none.
func keyed(n, a *field.Node, array any) map[string]any {
	list, _ := array.([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok && m[n.Key[0]] == a.JSON {
			return m
		}
	}
	return nil
}

func isEmpty(v any) bool {
	list, isList := v.([]any)
	return v == nil || v == "" || (isList && len(list) == 0)
}

// isSilent says that a value may stand at the server although nobody configured it: servers fill such ones in.
func isSilent(n *field.Node, v any) bool {
	if isEmpty(v) || n.Sensitive || n.Kind == field.Link || v == n.Default {
		return true
	}
	switch v := v.(type) {
	case json.Number:
		d, ok := n.Default.(int64)
		return ok && number(v).Cmp(new(big.Float).SetInt64(d)) == 0
	case map[string]any:
		return (n.Kind == field.Object || n.Kind == field.Inline) && isSilentObject(n, v)
	case []any:
		if d, ok := n.Default.([]string); ok {
			return canonical(v) == canonical(d)
		}
		return n.Kind == field.Keyed && !slices.ContainsFunc(n.Attrs, func(a *field.Node) bool {
			m := keyed(n, a, v)
			return m != nil && !isSilentObject(a, m)
		})
	}
	return false
}

// isSilentObject says that an object holds nothing but what a server fills in.
func isSilentObject(n *field.Node, v map[string]any) bool {
	return !slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return !isSilent(a, v[a.JSON]) })
}

func sameScalar(n *field.Node, want, have any) bool {
	if n.Wrap != "" {
		w, _ := want.(map[string]any)
		h, _ := have.(map[string]any)
		want, have = w[n.Wrap], h[n.Wrap]
	}
	switch w := want.(type) {
	case json.Number:
		h, ok := have.(json.Number)
		return ok && number(w).Cmp(number(h)) == 0
	case string:
		h, ok := have.(string)
		// Terraform sends texts in their canonical spelling, and leaves one as it is that a server may have made of them.
		return ok && (spelling.Kept(h, w) || n.Format.CaseInsensitive() && strings.EqualFold(w, h))
	}
	return reflect.DeepEqual(want, have)
}

func number(n json.Number) *big.Float {
	f, _, err := big.ParseFloat(n.String(), 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return f
}

// place is an object in a document: its path with names for positions, and the outermost list that it is in.
type place struct{ path, list string }

// visitor takes an object of a document with its place, and is told of lists that are in no other.
type visitor struct {
	object func(at place, m map[string]any)
	list   func(path string, elements []any)
}

// walk visits the objects that the tree declares and a document has, the root first.
func walk(n *field.Node, m map[string]any, at place, v visitor) {
	if v.object != nil {
		v.object(at, m)
	}
	for _, a := range n.Attrs {
		below := place{at.path + "/" + a.JSON, at.list}
		switch value := m[a.JSON].(type) {
		case map[string]any:
			if a.Kind == field.Object || a.Kind == field.Inline {
				walk(a, value, below, v)
			}
		case []any:
			if a.Kind == field.Keyed {
				for _, b := range a.Attrs {
					if e := keyed(a, b, value); e != nil {
						walk(b, e, place{below.path + "[" + b.JSON + "]", at.list}, v)
					}
				}
				continue
			}
			if a.Kind != field.List {
				continue
			}
			if below.list == "" {
				below.list = below.path
				if v.list != nil {
					v.list(below.path, value)
				}
			}
			if a.Elem.Kind == field.Object {
				for _, e := range value {
					if m, ok := e.(map[string]any); ok {
						walk(a.Elem, m, place{below.path + "[]", below.list}, v)
					}
				}
			}
		}
	}
}

// outline is what a document has where: its objects, and its lists by content, without what the tree does not know.
func outline(n *field.Node, doc map[string]any) (objects map[string]bool, lists map[string]string) {
	objects, lists = map[string]bool{}, map[string]string{}
	walk(n, doc, place{}, visitor{
		object: func(at place, _ map[string]any) { objects[at.path] = true },
		list: func(path string, elements []any) {
			texts := make([]string, len(elements))
			for i, e := range elements {
				texts[i] = canonical(known(e))
			}
			slices.Sort(texts)
			lists[path] = strings.Join(texts, ",")
		},
	})
	return objects, lists
}

// known is a value without what the soak has put in.
func known(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := maps.Clone(v)
		for name, e := range v {
			if out[name] = known(e); strings.HasPrefix(name, "x_") {
				delete(out, name)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = known(e)
		}
		return out
	}
	return v
}
