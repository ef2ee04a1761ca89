package codec

import (
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Remember makes the memory of a live object: everything that state does not hold. The key is kept from before, nil
// for a new one.
func Remember(t *field.Tree, live, state map[string]any, before *Memory) (*Memory, error) {
	m := NewMemory()
	if before != nil {
		m.Key = before.Key
	}
	r := &recorder{memory: m}
	return m, r.attrs(t.Root, live, state, "")
}

type recorder struct{ memory *Memory }

func (r *recorder) put(p, canonical string) { r.memory.Leaves[p] = r.memory.hash(canonical) }

func (r *recorder) attrs(n *field.Node, live, state map[string]any, at string) error {
	branch := chosen(n, live, state)
	for _, a := range n.Attrs {
		if a.IsLocal() || (a.Choice && branch != nil && a != branch) {
			continue
		}
		lv, at := live[a.JSON], pointer(at, a.JSON)
		if lv == nil || a.Chosen() || createOnly(a) {
			continue
		}
		var err error
		if m, ok := lv.(map[string]any); ok && a.Kind == field.Inline {
			if !present(a, state) {
				r.memory.Leaves[at] = silent
			}
			err = r.attrs(a, m, state, at)
		} else {
			err = r.value(a, lv, state[a.Name], at)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range unmodelled(n, live) {
		at := pointer(at, name)
		r.memory.Leaves[at] = extra + r.memory.hash(canonJSON(live[name], false))
	}
	return nil
}

func (r *recorder) value(n *field.Node, lv, state any, at string) error {
	switch {
	case n.Sensitive:
		r.put(at, canonJSON(lv, true))
		return nil
	case n.Kind == field.Object:
		m, ok := lv.(map[string]any)
		if !ok {
			return errorAt(path.Empty(), "the API answered %s where an object is documented (%s)", jsonKind(lv), at)
		}
		if state == nil {
			r.memory.Leaves[at] = silent
		}
		return r.attrs(n, m, object(state), at)
	case n.Kind == field.Keyed:
		return r.keyed(n, lv, state, at)
	case n.Kind == field.List:
		elems, ok := lv.([]any)
		if !ok {
			return errorAt(path.Empty(), "the API answered %s where an array is documented (%s)", jsonKind(lv), at)
		}
		return r.list(n, elems, state, at)
	case state == nil:
		v, err := scalar(n, lv, path.Empty())
		if err != nil || v == nil || (n.Kind == field.Link && v == false) {
			return err
		}
		r.put(at, canon(n, v, false))
	}
	return nil
}

func (r *recorder) list(n *field.Node, elems []any, state any, at string) error {
	held, isHeld := state.([]any)
	if n.Elem.Kind != field.Object {
		if isHeld {
			return nil
		}
		v := make([]any, 0, len(elems))
		for _, e := range elems {
			s, err := scalar(n.Elem, e, path.Empty())
			if err != nil {
				return err
			}
			if s != nil {
				v = append(v, s)
			}
		}
		r.put(at, canon(n, v, false))
		return nil
	}
	lives, fresh, err := freshElements(n, elems, path.Empty(), false)
	if err != nil {
		return err
	}
	if !isHeld {
		r.put(at, canon(n, fresh, true))
		return nil
	}
	for j, k := range pairLive(n, held, lives, fresh, nil, at) {
		if k < 0 {
			continue
		}
		if err := r.attrs(n.Elem, lives[k], object(held[j]), pointer(at, strconv.Itoa(j))); err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) keyed(n *field.Node, lv, state any, at string) error {
	elems, ok := lv.([]any)
	if !ok {
		return errorAt(path.Empty(), "the API answered %s where an array is documented (%s)", jsonKind(lv), at)
	}
	managed, others, err := byKey(n, elems, object(state), path.Empty())
	if err != nil {
		return err
	}
	if state == nil {
		r.memory.Leaves[at] = silent
	}
	for _, a := range n.Attrs {
		if m := managed[a.JSON]; m != nil {
			if err := r.value(a, m.element, object(state)[a.Name], pointer(at, a.JSON)); err != nil {
				return err
			}
		}
	}
	if len(others) > 0 {
		r.memory.Leaves[pointer(at, "*")] = extra + r.memory.hash(canonJSON(others, false))
	}
	return nil
}
