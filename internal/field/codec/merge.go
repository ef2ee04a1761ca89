package codec

import (
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Merge is the body of an update that replaces the complete object: live with what the plan changes from prior, and
// nothing else; see section 4.2 of DESIGN.md. What the tree does not know survives, also inside list elements. Secrets in plan are sent when their
// version differs from prior's, and with an object that is new; otherwise the server keeps what it has. Null is never sent:
// it says nothing, and APIs that answer it need not take it.
func Merge(t *field.Tree, prior, plan, live map[string]any, memory *Memory) (map[string]any, error) {
	if memory == nil {
		memory = &Memory{}
	}
	m := merger{memory: memory.recall()}
	live = asSent(t, object(sendable(t.Root, live)), prior)
	return m.object(t.Root, prior, plan, live, path.Empty(), "")
}

type merger struct{ memory recall }

func (m merger) object(n *field.Node, prior, plan, live map[string]any, p path.Path, at string) (map[string]any, error) {
	if err := oneBranch(n, plan, p); err != nil {
		return nil, err
	}
	out := maps.Clone(live)
	if out == nil {
		out = map[string]any{}
	}
	for _, name := range n.Derived {
		delete(out, name) // it would contradict what changes
	}
	dropBranches(n, prior, plan, out)
	for _, a := range n.Attrs {
		if a.IsLocal() || a.Chosen() || createOnly(a) {
			continue
		}
		var err error
		if at := pointer(at, a.JSON); a.Kind == field.Inline {
			err = m.inline(a, prior, plan, out, p, at)
		} else {
			err = m.attribute(a, prior, plan, out, p.AtName(a.Name), at)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// dropBranches deletes the branches beside the plan's, when the plan changes the choice at all.
func dropBranches(n *field.Node, prior, plan, out map[string]any) {
	changed, hasBranch := changedChoice(n, prior, plan)
	for _, a := range n.Attrs {
		if changed && hasBranch && a.Choice && !present(a, plan) {
			delete(out, a.JSON)
		}
	}
}

// changedChoice says whether the plan changes a choice, and whether it has a branch of it.
func changedChoice(n *field.Node, prior, plan map[string]any) (changed, hasBranch bool) {
	for _, a := range n.Attrs {
		changed = changed || (a.Choice && !sameAttrs(a, prior, plan))
		hasBranch = hasBranch || (a.Choice && present(a, plan))
	}
	return changed, hasBranch
}

// sameAttrs says that a child has equal values in two attribute sets; an Inline one, all below it.
func sameAttrs(n *field.Node, a, b map[string]any) bool {
	if n.Kind != field.Inline {
		return Equal(n, a[n.Name], b[n.Name])
	}
	for _, c := range n.Attrs {
		if !sameAttrs(c, a, b) {
			return false
		}
	}
	return true
}

// inline merges an object that exists only on the wire: what stands in it beside the attributes stays, unless it
// cannot do without one that goes.
func (m merger) inline(n *field.Node, prior, plan, out map[string]any, p path.Path, at string) error {
	if sameAttrs(n, prior, plan) {
		return nil
	}
	wanted := present(n, plan)
	if !wanted && requiredShown(n, prior) {
		delete(out, n.JSON)
		return nil
	}
	merged, err := m.object(n, prior, plan, object(out[n.JSON]), p, at)
	if err != nil {
		return err
	}
	if !wanted && branchless(n, merged) {
		delete(out, n.JSON)
		return nil
	}
	set(out, n.JSON, merged, wanted)
	return nil
}

// branchless says that nothing is left of an object that is nothing but a choice, or but a wrapper: without a branch, or without
// the object in it, no API takes it, whatever unknown properties stand in it. So {"percentage": 5, "new": 1} without its percentage
// goes as a whole.
func branchless(n *field.Node, merged map[string]any) bool {
	if len(n.Attrs) == 1 && n.Attrs[0].Kind == field.Inline {
		return merged[n.Attrs[0].JSON] == nil
	}
	choice := false
	for _, a := range n.Attrs {
		if merged[a.JSON] != nil {
			return false
		}
		choice = choice || a.Choice
	}
	return choice
}

// set stores an object; one that became empty goes, unless it is wanted.
func set(out map[string]any, name string, v map[string]any, wanted bool) {
	if len(v) == 0 && !wanted {
		delete(out, name)
		return
	}
	out[name] = v
}

func (m merger) attribute(n *field.Node, prior, plan, out map[string]any, p path.Path, at string) error {
	before, after := prior[n.Name], plan[n.Name]
	switch {
	case n.Sensitive:
		return m.secret(n, prior, plan, out, p)
	case n.Unanswered && Equal(n, before, withoutSecrets(n, after)), Equal(n, before, after):
		return nil
	case n.Unanswered && after != nil && out[n.JSON] == nil:
		whole, err := encode(n, after, p)
		out[n.JSON] = whole
		return err
	case after == nil && m.isDrift(n, before, at):
		merged, err := m.object(n, object(before), nil, object(out[n.JSON]), p, at)
		if err != nil {
			return err
		}
		if branchless(n, merged) {
			merged = nil
		}
		set(out, n.JSON, merged, false)
		return nil
	case after == nil && n.Kind != field.Keyed:
		delete(out, n.JSON)
		return nil
	}
	v, err := m.value(n, before, after, out[n.JSON], p, at)
	if err != nil {
		return err
	}
	if list, ok := v.([]any); ok && len(list) == 0 && after == nil {
		delete(out, n.JSON) // nothing is left of a keyed array
		return nil
	}
	out[n.JSON] = v
	return nil
}

// isDrift says that an object is in prior state only because somebody changed something in it while the configuration was silent
// about it. Removing it from state then undoes that change, and leaves the object there. So after state held nothing of
// {"email": "e", "phone": "p"} and the phone became "q", state shows {"phone": "q"}, and the plan of null removes the phone only.
// An object that shows as a whole (see decoder.object) is removed as a whole.
func (m merger) isDrift(n *field.Node, before any, at string) bool {
	return n.Kind == field.Object && m.memory.isSilent(at) && !requiredShown(n, object(before))
}

// VersionName is the attribute that says when a secret is sent again.
func VersionName(n *field.Node) string { return n.Name + "_version" }

func (m merger) secret(n *field.Node, prior, plan, out map[string]any, p path.Path) error {
	after := plan[n.Name]
	if after == nil {
		return nil
	}
	version := &field.Node{Kind: field.Local}
	if prior != nil && Equal(version, prior[VersionName(n)], plan[VersionName(n)]) {
		return nil
	}
	v, err := encode(n, after, p)
	if err != nil {
		return err
	}
	out[n.JSON] = v
	return nil
}

// withoutVersions is an object whose secrets count as never sent.
func withoutVersions(n *field.Node, attrs map[string]any) map[string]any {
	out := maps.Clone(attrs)
	for _, a := range Attributes(n) {
		switch v := attrs[a.Name].(type) {
		case map[string]any:
			out[a.Name] = withoutVersions(a, v)
		default:
			if a.Sensitive {
				delete(out, VersionName(a))
			}
		}
	}
	return out
}

// value merges a value that the plan has and that differs from prior's.
func (m merger) value(n *field.Node, before, after, live any, p path.Path, at string) (any, error) {
	switch n.Kind {
	case field.Object:
		attrs, ok := after.(map[string]any)
		if !ok {
			return encode(n, after, p)
		}
		return m.object(n, object(before), attrs, object(live), p, at)
	case field.Keyed:
		return m.keyed(n, object(before), object(after), live, p, at)
	case field.List:
		elems, ok := after.([]any)
		if !ok {
			return encode(n, after, p)
		}
		held, _ := before.([]any)
		lives, _ := live.([]any)
		if n.Elem.Kind == field.Object {
			return m.objects(n, held, elems, lives, p, at)
		}
		return m.scalars(n, elems, lives, p)
	default:
		if v, err := scalar(n, live, p); live != nil && err == nil && Equal(n, v, after) {
			return live, nil // in the server's spelling
		}
		return encode(n, after, p)
	}
}

// scalars takes the plan's elements; those that the server has too keep its spelling: at the same place, else the first
// that is left over.
func (m merger) scalars(n *field.Node, plan, live []any, p path.Path) (any, error) {
	spelled := make([]string, len(live))
	for k, e := range live {
		if v, err := scalar(n.Elem, e, p.AtListIndex(k)); err == nil {
			spelled[k] = canon(n.Elem, v, false)
		}
	}
	wanted, left := make([]string, len(plan)), map[string][]any{}
	for i, e := range plan {
		wanted[i] = canon(n.Elem, e, false)
	}
	for k, text := range spelled {
		if k >= len(plan) || wanted[k] != text {
			left[text] = append(left[text], live[k])
		}
	}
	out := make([]any, len(plan))
	for i, e := range plan {
		text := wanted[i]
		switch {
		case e != nil && i < len(live) && spelled[i] == text:
			out[i] = live[i]
			continue
		case e != nil && len(left[text]) > 0:
			out[i], left[text] = left[text][0], left[text][1:]
			continue
		}
		v, err := encode(n.Elem, e, p.AtListIndex(i))
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// objects merges lists of objects in the plan's order: an element that has a live counterpart is merged with it, a new
// one is encoded, a removed one goes with all that is in it.
func (m merger) objects(n *field.Node, prior, plan, live []any, p path.Path, at string) (any, error) {
	// A list that was silent pairs with the plan directly, so that nothing in its elements is lost.
	from := prior
	if prior == nil {
		from = plan
	}
	lives, pairs, err := pairLive(n, from, live, p, m.memory, at, prior != nil)
	if err != nil {
		return nil, err
	}
	// planPrior is -1 for new elements, planLive for those that the server does not have.
	planPrior, planLive := unpaired(len(plan)), pairs
	if prior != nil {
		planPrior, planLive = pairPlan(n, plan, prior), unpaired(len(plan))
		for i, j := range planPrior {
			if j >= 0 {
				planLive[i] = pairs[j]
			}
		}
	}
	out := make([]any, len(plan))
	for i, e := range plan {
		attrs, ok := e.(map[string]any)
		if !ok || planLive[i] < 0 {
			if out[i], err = encode(n.Elem, e, p.AtListIndex(i)); err != nil {
				return nil, err
			}
			continue
		}
		var before map[string]any
		if planPrior[i] >= 0 {
			before = object(prior[planPrior[i]])
			if identity(n, before) != identity(n, attrs) {
				before = withoutVersions(n.Elem, before) // another one in its place: its secrets are new
			}
		}
		out[i], err = m.object(n.Elem, before, attrs, lives[planLive[i]], p.AtListIndex(i), pointer(at, strconv.Itoa(planPrior[i])))
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (m merger) keyed(n *field.Node, prior, plan map[string]any, live any, p path.Path, at string) (any, error) {
	elems, _ := live.([]any)
	managed, _, err := byKey(n, elems, prior, p)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(elems)
	removed := map[int]bool{}
	for _, a := range n.Attrs {
		before, after := prior[a.Name], plan[a.Name]
		if Equal(a, before, after) {
			continue
		}
		there, p, at := managed[a.JSON], p.AtName(a.Name), pointer(at, a.JSON)
		switch {
		case after != nil && there.others > 0:
			return nil, errorAt(p, "the server has elements of type %s that this attribute cannot hold (%d); remove them there first", a.JSON, there.others)
		case after != nil && there.element == nil:
			v, err := encode(a, after, p)
			if err != nil {
				return nil, err
			}
			out = append(out, withKey(n, a, v))
		case there.element == nil:
		case after == nil && !m.isDrift(a, before, at):
			removed[there.index] = true
		default:
			merged, err := m.object(a, object(before), object(after), there.element, p, at)
			if err != nil {
				return nil, err
			}
			out[there.index] = withKey(n, a, merged)
		}
	}
	kept := make([]any, 0, len(out))
	for i, e := range out {
		if !removed[i] {
			kept = append(kept, e)
		}
	}
	return kept, nil
}
