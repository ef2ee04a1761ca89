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
	r := &recorder{memory: m, hasher: m.hasher()}
	return m, r.attrs(t.Root, live, state, "")
}

type recorder struct {
	memory *Memory
	*hasher
}

func (r *recorder) put(p, entry string) { r.memory.Leaves[p] = entry }

func (r *recorder) attrs(n *field.Node, live, state map[string]any, at string) error {
	branch := branchOf(n, live, state)
	for _, a := range n.Attrs {
		lv := live[a.JSON]
		if lv == nil || a.IsLocal() || isBeside(a, branch) || a.Chosen() || createOnly(a) {
			continue
		}
		if err := r.child(a, lv, state, pointer(at, a.JSON)); err != nil {
			return err
		}
	}
	for _, name := range unmodelled(n, live, branch) {
		r.put(pointer(at, name), r.extra(withoutSensitive(n.Property(name), live[name])))
	}
	return nil
}

// child remembers the value of a child whose parent's attributes are state.
func (r *recorder) child(a *field.Node, lv any, state map[string]any, at string) error {
	m, ok := lv.(map[string]any)
	switch {
	case a.Kind != field.Inline:
		return r.value(a, lv, state[a.Name], at)
	case !ok:
		return errorAt(path.Empty(), "the API answered %s where an object is documented (%s)", jsonKind(lv), at)
	}
	if !present(a, state) {
		r.put(at, silent)
	}
	return r.attrs(a, m, state, at)
}

func (r *recorder) value(n *field.Node, lv, state any, at string) error {
	switch {
	case n.Sensitive:
		return nil
	case n.Kind == field.Object:
		m, ok := lv.(map[string]any)
		if !ok {
			return errorAt(path.Empty(), "the API answered %s where an object is documented (%s)", jsonKind(lv), at)
		}
		if state == nil {
			r.put(at, silent)
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
		r.put(at, r.leaf(n, v))
	}
	return nil
}

func (r *recorder) list(n *field.Node, elems []any, state any, at string) error {
	held, isHeld := state.([]any)
	if n.Elem.Kind != field.Object {
		if isHeld {
			return nil
		}
		v, err := scalars(n, elems, path.Empty())
		if err != nil {
			return err
		}
		r.put(at, r.leaf(n, v))
		return nil
	}
	if !isHeld {
		_, fresh, err := elements(n, elems, path.Empty(), &decoder{mode: whole})
		if err != nil {
			return err
		}
		r.put(at, r.leaf(n, fresh))
		return nil
	}
	lives, pairs, err := pairLive(n, held, elems, path.Empty(), recall{}, at, true)
	if err != nil {
		return err
	}
	for j, k := range pairs {
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
		r.put(at, silent)
	}
	for _, a := range n.Attrs {
		if m := managed[a.JSON]; m.element != nil {
			if err := r.value(a, m.element, object(state)[a.Name], pointer(at, a.JSON)); err != nil {
				return err
			}
		}
	}
	if len(others) > 0 {
		r.put(pointer(at, "*"), r.extra(othersWithoutSensitive(n, others)))
	}
	return nil
}
