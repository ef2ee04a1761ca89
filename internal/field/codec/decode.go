package codec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Decoded is a live object as state shall hold it.
type Decoded struct {
	// Attrs are the attributes by Terraform name.
	Attrs map[string]any
	// Memory is the memory to keep, its list positions those of Attrs.
	Memory *Memory
	// Changed and Gone are JSON pointers of silent values that changed or disappeared and that Attrs cannot show:
	// properties that the tree does not know, values that exist no more. They are worth a warning.
	Changed, Gone []string
	// Fixed are the attributes fixed at creation whose live value is no longer that of Attrs. They are worth a warning.
	Fixed []FixedChange
}

// FixedChange is an attribute fixed at creation that the server gave another value since, nil for none.
type FixedChange struct {
	Path       path.Path
	Held, Live any
}

// Refresh decodes the live object for a state that was written earlier: a value that the memory has, unchanged, reads as null; so
// does what the server fills in by itself; everything else reads as it is. Lists come in the order of prior. Without memory (state
// of an older version) the object reads in the shape of prior. See section 4.3 of DESIGN.md.
//
//	prior {"name": "a"}, memory {/size: hash of 5}, live {"name": "a", "size": 5, "note": ""}  ->  {"name": "a"}
//	the same, live {"name": "a", "size": 6}                                                    ->  {"name": "a", "size": 6}
func Refresh(t *field.Tree, live, prior map[string]any, memory *Memory) (Decoded, error) {
	if memory == nil {
		d := &decoder{mode: shape, keepCreateOnly: true}
		attrs, err := d.object(t.Root, live, prior, path.Empty(), "", "")
		if err != nil {
			return Decoded{}, err
		}
		memory, err = Remember(t, live, attrs, nil)
		return Decoded{Attrs: attrs, Memory: memory, Fixed: d.fixedChanges}, err
	}
	d := &decoder{mode: refresh, keepCreateOnly: true, old: memory.withoutSecrets(t).recall(), next: make(map[string]string, len(memory.Leaves)), used: make(map[string]bool, len(memory.Leaves))}
	attrs, err := d.object(t.Root, live, prior, path.Empty(), "", "")
	if err != nil {
		return Decoded{}, err
	}
	out := Decoded{Attrs: attrs, Memory: &Memory{Key: memory.Key, Leaves: d.next}, Changed: d.changed, Fixed: d.fixedChanges}
	for _, p := range d.old.pointers {
		if !d.used[p] && d.old.Leaves[p] != silent && !d.old.empty(t.Root, p) {
			out.Gone = append(out.Gone, p)
		}
	}
	return out, nil
}

// Import decodes the complete live object, except what Terraform leaves out of generated configuration: deprecated
// and sensitive attributes and empty strings.
func Import(t *field.Tree, live map[string]any) (Decoded, error) {
	d := &decoder{mode: whole, importing: true}
	attrs, err := d.object(t.Root, live, nil, path.Empty(), "", "")
	if err != nil {
		return Decoded{}, err
	}
	memory, err := Remember(t, live, attrs, nil)
	return Decoded{Attrs: attrs, Memory: memory}, err
}

// Complete decodes everything but secrets, for data sources.
func Complete(t *field.Tree, live map[string]any) (map[string]any, error) {
	return (&decoder{mode: whole, empties: true}).object(t.Root, live, nil, path.Empty(), "", "")
}

// Shape decodes only the attributes that prior holds.
func Shape(t *field.Tree, live, prior map[string]any) (map[string]any, error) {
	return (&decoder{mode: shape}).object(t.Root, live, prior, path.Empty(), "", "")
}

type mode int

const (
	refresh mode = iota // by memory
	whole               // everything
	shape               // what prior holds
)

// decoder walks tree, live JSON and prior state together. Paths come in three kinds: p is the attribute for errors,
// was and now are the memory's pointers before and after list elements moved.
type decoder struct {
	mode mode
	// importing leaves out what Terraform leaves out of generated configuration.
	importing bool
	// empties keeps empty strings and lists, which a server may fill in by itself.
	empties bool
	// keepCreateOnly keeps prior's values of what cannot change after creation.
	keepCreateOnly bool
	// old is what was remembered, next what is to be remembered, used what of old was met again: the rest is gone.
	old  recall
	next map[string]string
	used map[string]bool
	// changed are silent values that changed and that no attribute can show.
	changed []string
	// fixedChanges are the values fixed at creation that changed.
	fixedChanges []FixedChange
}

// whole is a decoder of everything, as far as d decodes everything.
func (d *decoder) whole() *decoder {
	return &decoder{mode: whole, importing: d.importing, empties: d.empties}
}

// object decodes an object's attributes; it is never nil.
func (d *decoder) object(n *field.Node, live, prior map[string]any, p path.Path, was, now string) (map[string]any, error) {
	out := map[string]any{}
	err := d.attrs(n, live, prior, out, p, was, now)
	if err == nil && d.wasSilent(was) && requiredShown(n, out) {
		// A silent object cannot be shown, or undone, without its required properties: it shows as a whole.
		return d.whole().object(n, live, prior, p, "", "")
	}
	return out, err
}

// requiredShown says that a required property, directly below n, has a value.
func requiredShown(n *field.Node, attrs map[string]any) bool {
	for _, a := range n.Attrs {
		if a.Mode == field.Required && present(a, attrs) {
			return true
		}
	}
	return false
}

func (d *decoder) attrs(n *field.Node, live, prior, out map[string]any, p path.Path, was, now string) error {
	c := d.resolve(n, live, prior, was)
	for _, a := range n.Attrs {
		if a.IsLocal() {
			put(out, a.Name, prior[a.Name])
			continue
		}
		if isBeside(a, c.branch) {
			continue
		}
		lv := live[a.JSON]
		was, now := d.pointers(was, now, a.JSON)
		if a.Kind != field.Inline && lv == nil && prior[a.Name] == nil && !d.hasEntry(was) {
			continue // nothing before, and nothing now
		}
		from := d
		if a == c.branch && c.changed {
			from = &decoder{mode: whole, empties: true} // what is empty in it is no default that the server fills in
		} else if silent, err := d.staysExtra(a, lv, was, now); silent || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		if a.Kind == field.Inline {
			if err := from.inline(a, lv, prior, out, p, was, now); err != nil {
				return err
			}
			continue
		}
		v, err := from.value(a, lv, prior[a.Name], p.AtName(a.Name), was, now)
		if err != nil {
			return err
		}
		put(out, a.Name, v)
	}
	if c.off != "" && present(c.branch, out) {
		d.forget(c.off) // the other branch shows; an empty one cannot, and then the link is gone
	}
	d.extras(n, live, c.branch, was, now)
	return nil
}

// choice is what becomes of a choice in a live object.
type choice struct {
	// branch is the one that counts, nil where there is none.
	branch *field.Node
	// changed says that it counts in place of another one: then it shows as a whole, whatever was remembered.
	changed bool
	// off is the pointer of a link to the parent that is off, beside the branch that counts.
	off string
}

// resolve finds the branch of a choice that counts, and forgets the others: they are among the extras from now on.
func (d *decoder) resolve(n *field.Node, live, prior map[string]any, was string) choice {
	c := choice{branch: branchOf(n, live, prior)}
	if c.branch == nil || d.mode != refresh {
		return c
	}
	for _, a := range n.Attrs {
		switch lv := live[a.JSON]; {
		case !isBeside(a, c.branch):
		case a.Kind == field.Link && (lv == nil || lv == false):
			c.off = pointer(was, a.JSON)
		default:
			d.forget(pointer(was, a.JSON))
		}
	}
	switch {
	case d.uncovered(n, c.branch, live, was):
		d.forget(pointer(was, c.branch.JSON))
		c.changed = true
	case c.branch.Kind == field.Inline:
		c.changed = d.newBranch(n, c.branch, prior, was)
	case c.branch.Kind == field.Link:
		c.changed = d.newLink(n, c.branch, live, prior, was)
	}
	return c
}

// put sets an attribute that is not null.
func put(attrs map[string]any, name string, v any) {
	if v != nil {
		attrs[name] = v
	}
}

// isBeside says that a is another branch of a choice than the one that counts.
func isBeside(a, branch *field.Node) bool { return a.Choice && branch != nil && a != branch }

// staysExtra says that a value is as it was when no attribute could hold it (an older version's tree did not know it, or it stood
// beside the branch that counted): then it stays silent, and is remembered as the value of the attribute that it now has.
func (d *decoder) staysExtra(a *field.Node, lv any, was, now string) (bool, error) {
	if d.mode != refresh || !strings.HasPrefix(d.old.Leaves[was], extra) {
		return false, nil
	}
	d.used[was] = true
	if old := d.old.Leaves[was]; lv == nil || old != d.old.extra(lv) && old != d.old.extra(withoutSensitive(a, lv)) && old != d.old.earlierExtra(lv) {
		return false, nil
	}
	return true, (&recorder{memory: &Memory{Key: d.old.Key, Leaves: d.next}, hasher: d.old.hasher}).child(a, lv, nil, now)
}

// uncovered says that the branch that counts was remembered as one that stood beside another, which is gone: it says
// something only now. So after {"money": 5, "percentage": 9} with a state that holds the money, {"percentage": 9} shows the
// percentage, although it is as it was.
func (d *decoder) uncovered(n, branch *field.Node, live map[string]any, was string) bool {
	if !strings.HasPrefix(d.old.Leaves[pointer(was, branch.JSON)], extra) {
		return false
	}
	for _, a := range n.Attrs {
		lv := live[a.JSON]
		if isBeside(a, branch) && (lv == nil || a.Kind == field.Link && lv != true) && d.counted(pointer(was, a.JSON)) {
			return true
		}
	}
	return false
}

// counted says that something at or below a pointer was remembered as the value of an attribute.
func (d *decoder) counted(was string) bool {
	for _, p := range d.old.below(was) {
		if !strings.HasPrefix(d.old.Leaves[p], extra) {
			return true
		}
	}
	return false
}

// newBranch says that the branch that counts is new, in place of one that was silent until now.
func (d *decoder) newBranch(n, branch *field.Node, prior map[string]any, was string) bool {
	if present(branch, prior) || len(d.old.below(pointer(was, branch.JSON))) > 0 {
		return false
	}
	for _, a := range n.Attrs {
		if isBeside(a, branch) && len(d.old.below(pointer(was, a.JSON))) > 0 {
			return true
		}
	}
	return false
}

// newLink says that a link to the parent is new, in place of another branch. Without one it is a default that the server
// fills in.
func (d *decoder) newLink(n, link *field.Node, live, prior map[string]any, was string) bool {
	if prior[link.Name] != nil || d.hasEntry(pointer(was, link.JSON)) {
		return false
	}
	for _, a := range n.Attrs {
		if isBeside(a, link) && (live[a.JSON] != nil || present(a, prior) || len(d.old.below(pointer(was, a.JSON))) > 0) {
			return true
		}
	}
	return false
}

func (d *decoder) inline(n *field.Node, lv any, prior, out map[string]any, p path.Path, was, now string) error {
	if lv == nil {
		shows := false
		for _, a := range Attributes(n) {
			kept := prior[a.Name]
			if !a.IsLocal() {
				kept = emptied(a, kept)
			}
			shows = shows || kept == nil && prior[a.Name] != nil
			put(out, a.Name, kept)
		}
		if shows && !d.wasSilent(was) {
			d.forget(was)
		}
		return nil
	}
	m, ok := lv.(map[string]any)
	if !ok {
		return errorAt(p, "the API answered %s where an object is documented (%s)", jsonKind(lv), n.JSON)
	}
	sub, err := d.object(n, m, prior, p, was, now)
	if err != nil {
		return err
	}
	d.keepMark(was, now)
	maps.Copy(out, sub)
	return nil
}

// emptied is what state keeps of a prior value that the live object lacks: all of a value that servers drop, which are empty ones
// and defaults, and nil of any other. So state keeps tags = [], and loses tags = ["a"].
func emptied(n *field.Node, prior any) any {
	if attrs, ok := prior.(map[string]any); ok {
		for _, a := range Attributes(n) {
			if v := attrs[a.Name]; v != nil && !a.IsLocal() && emptied(a, v) == nil {
				return nil
			}
		}
		return prior
	}
	if prior != nil && n.Kind != field.Link && isDefault(n, prior) {
		return prior
	}
	return nil
}

func (d *decoder) value(n *field.Node, lv, prior any, p path.Path, was, now string) (any, error) {
	if n.Sensitive {
		return nil, nil
	}
	if n.Chosen() || (d.mode != whole && createOnly(n)) {
		return d.fixed(n, lv, prior, p)
	}
	if lv == nil && n.Unanswered {
		return prior, nil
	}
	if lv == nil {
		kept := emptied(n, prior)
		if prior != nil && kept == nil && !d.hasEntry(was) {
			d.forget(was)
		}
		return kept, nil
	}
	if (d.importing && n.Deprecated != "") || (d.mode == shape && prior == nil) {
		return nil, nil
	}
	switch n.Kind {
	case field.Object:
		return d.nested(n, lv, prior, p, was, now)
	case field.Keyed:
		return d.keyed(n, lv, prior, p, was, now)
	case field.List:
		elems, ok := lv.([]any)
		if !ok {
			return nil, errorAt(p, "the API answered %s where an array is documented", jsonKind(lv))
		}
		if n.Elem.Kind == field.Object {
			return d.objects(n, elems, prior, p, was, now)
		}
		v, err := scalars(n, elems, p)
		if err != nil {
			return nil, err
		}
		return d.leaf(n, v, prior, was, now), nil
	default:
		v, err := scalar(n, lv, p)
		if err != nil || v == nil || (n.Kind == field.Link && v == false) {
			return nil, err
		}
		return d.leaf(n, v, prior, was, now), nil
	}
}

func createOnly(n *field.Node) bool {
	return n.Mode == field.CreateOnly || n.Mode == field.RequiredCreateOnly
}

// fixed decodes what the server chooses, which always reads as it is, and what is fixed at creation, which stays in state as it was
// configured: a replacement shall never be planned because the server gave it another value (section 4.1 of DESIGN.md).
func (d *decoder) fixed(n *field.Node, lv, prior any, p path.Path) (any, error) {
	var v any
	if lv != nil {
		var err error
		mode := field.Optional
		if n.Mode == field.RequiredCreateOnly {
			mode = field.Required // also when it is empty
		}
		if v, err = (&decoder{mode: whole, importing: true}).value(withMode(n, mode), lv, nil, p, "", ""); err != nil {
			return nil, err
		}
	}
	switch {
	case n.Chosen():
		return v, nil
	case prior == nil || (v != nil && holds(n, prior, v, sameStored)),
		v == nil && (n.Unanswered || emptied(n, prior) != nil):
		return prior, nil
	case !d.keepCreateOnly:
		return v, nil
	}
	d.fixedChanges = append(d.fixedChanges, FixedChange{Path: p, Held: prior, Live: v})
	return prior, nil
}

func withMode(n *field.Node, m field.Mode) *field.Node {
	c := *n
	c.Mode = m
	return &c
}

// leaf decides whether a value shows, and in which spelling and order.
func (d *decoder) leaf(n *field.Node, v, prior any, was, now string) any {
	switch {
	case d.mode == whole && !d.empties && n.Mode != field.Required && n.Mode != field.RequiredCreateOnly && (v == "" || (!d.importing && isEmptyList(v))):
		return nil
	case d.mode == refresh && d.remembered(n, v, was, now):
		return nil
	case d.mode == refresh && prior == nil && !d.hasEntry(was) && isDefault(n, v):
		return nil
	case prior != nil && (leafCanon(n, v) == leafCanon(n, prior) || sameStored(n, v, prior)):
		return prior
	}
	if list, ok := v.([]any); ok && !n.Ordered {
		if held, ok := prior.([]any); ok {
			return arrange(n.Elem, list, held)
		}
	}
	return v
}

// leafCanon is the canonical text by which a leaf is remembered. A silent list of objects is one leaf, in whose elements
// the server may still fill in defaults.
func leafCanon(n *field.Node, v any) string { return leafForm(n).of(n, v) }

func leafForm(n *field.Node) form {
	f := canonical
	f.withoutDefaults = isObjects(n)
	return f
}

func isObjects(n *field.Node) bool { return n.Kind == field.List && n.Elem.Kind == field.Object }

func isEmptyList(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// hasEntry says that the memory has an entry at this pointer.
func (d *decoder) hasEntry(was string) bool {
	return d.mode == refresh && d.old.Leaves[was] != ""
}

// pointers are those of a property, before and after; none where there is no memory.
func (d *decoder) pointers(was, now, name string) (string, string) {
	if d.mode != refresh {
		return "", ""
	}
	before := pointer(was, name)
	if was == now {
		return before, before
	}
	return before, pointer(now, name)
}

// wasSilent says that there was an object at this pointer that state did not hold.
func (d *decoder) wasSilent(was string) bool { return d.mode == refresh && d.old.isSilent(was) }

// remembered carries an entry over and says whether it matches the value.
func (d *decoder) remembered(n *field.Node, v any, was, now string) bool {
	h, ok := d.old.Leaves[was]
	if !ok || strings.HasPrefix(h, extra) {
		return false
	}
	is := d.old.leaf(n, v)
	same := h == is || h == d.old.earlierLeaf(n, v)
	if same {
		h = is
	}
	d.used[was] = true
	d.next[now] = h
	return same
}

// keepMark carries the mark of a silent object over.
func (d *decoder) keepMark(was, now string) {
	if d.wasSilent(was) {
		d.next[now] = silent
	}
}

// forget drops what is remembered at and below a pointer without a warning: the plan shows what became of it.
func (d *decoder) forget(was string) {
	if d.mode != refresh {
		return
	}
	for _, p := range d.old.below(was) {
		d.used[p] = true
	}
}

// unseen remembers what no attribute can show, and notes that it changed. kept is live without its secrets; earlier versions
// remembered live itself.
func (d *decoder) unseen(kept, live any, was, now string) {
	entry := d.old.extra(kept)
	if old, ok := d.old.Leaves[was]; ok && old != entry && old != d.old.earlierExtra(live) {
		d.changed = append(d.changed, now)
	}
	d.used[was] = true
	d.next[now] = entry
}

// extras compares the properties that no attribute can hold with the memory and remembers them as they are now.
func (d *decoder) extras(n *field.Node, live map[string]any, branch *field.Node, was, now string) {
	if d.mode != refresh {
		return
	}
	for _, name := range unmodelled(n, live, branch) {
		was, now := d.pointers(was, now, name)
		kept := withoutSensitive(n.Property(name), live[name])
		if old := d.old.Leaves[was]; old != "" && !strings.HasPrefix(old, extra) {
			d.used[was], d.next[now] = true, d.old.extra(kept) // an attribute held it until now
			continue
		}
		d.unseen(kept, live[name], was, now)
	}
}

// unmodelled are the properties of live that no attribute can hold: those that n does not declare, and what stands
// beside the branch of a choice that counts. Null is nothing, and so is what the server derives.
func unmodelled(n *field.Node, live map[string]any, branch *field.Node) []string {
	var names []string
	for name, lv := range live {
		if slices.Contains(n.Derived, name) {
			continue
		}
		a := n.Property(name)
		// A link that is off says nothing.
		if lv != nil && (a == nil || (isBeside(a, branch) && (a.Kind != field.Link || lv != false))) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// branchOf is the branch of a choice that counts: the link to the parent above all, then the branch that prior holds,
// then the first; nil when the live object has none.
func branchOf(n *field.Node, live, prior map[string]any) *field.Node {
	var first, held *field.Node
	for _, a := range n.Attrs {
		lv := live[a.JSON]
		switch {
		case !a.Choice || lv == nil:
		case a.Kind == field.Link:
			if lv == true {
				return a
			}
		case held == nil && present(a, prior):
			held = a
		case first == nil:
			first = a
		}
	}
	if held != nil {
		return held
	}
	return first
}

func hasChoice(n *field.Node) bool {
	for _, a := range n.Attrs {
		if a.Choice || (a.Kind == field.Inline && hasChoice(a)) {
			return true
		}
	}
	return false
}

// nested decodes an object that is the value of an attribute; one that shows nothing reads as null, unless the
// configuration holds it empty.
func (d *decoder) nested(n *field.Node, lv, prior any, p path.Path, was, now string) (any, error) {
	m, ok := lv.(map[string]any)
	if !ok {
		return nil, errorAt(p, "the API answered %s where an object is documented", jsonKind(lv))
	}
	v, err := d.object(n, m, object(prior), p, was, now)
	if err != nil {
		return nil, err
	}
	d.keepMark(was, now)
	held, isHeld := prior.(map[string]any)
	switch {
	case len(v) > 0:
		return v, nil
	case isHeld && len(held) == 0, d.importing && n.Mode == field.Required:
		return v, nil
	case (isHeld || (d.importing && len(m) == 0)) && !d.wasSilent(was) && !hasChoice(n): // {} differs from null
		return v, nil
	}
	return nil, nil
}

// objects decodes an array of objects. A silent one is a single leaf without order.
func (d *decoder) objects(n *field.Node, elems []any, prior any, p path.Path, was, now string) (any, error) {
	held, isHeld := prior.([]any)
	if d.mode == whole || (d.mode == refresh && (!isHeld || d.hasEntry(was))) {
		_, fresh, err := elements(n, elems, p, d.whole())
		if err != nil {
			return nil, err
		}
		return d.leaf(n, fresh, prior, was, now), nil
	}
	lives, pairs, err := pairLive(n, held, elems, p, d.old, was, true)
	if err != nil {
		return nil, err
	}
	for j, k := range pairs {
		if k < 0 {
			d.forget(pointer(was, strconv.Itoa(j)))
		}
	}
	slots := slotted(len(held), len(lives), pairs, n.Ordered)
	out := make([]any, len(slots))
	for i, s := range slots {
		p, live := p.AtListIndex(i), lives[s.live]
		if !s.paired {
			if out[i], err = d.whole().object(n.Elem, live, nil, p, "", ""); err != nil {
				return nil, err
			}
			continue
		}
		v, err := d.object(n.Elem, live, object(held[s.prior]), p, pointer(was, strconv.Itoa(s.prior)), pointer(now, strconv.Itoa(i)))
		if err != nil {
			return nil, err
		}
		out[i] = v
		if Equal(n.Elem, v, held[s.prior]) {
			out[i] = held[s.prior]
		}
	}
	return out, nil
}

// elements are the elements of an array of objects, as JSON and as decoded.
func elements(n *field.Node, elems []any, p path.Path, d *decoder) ([]map[string]any, []any, error) {
	lives := make([]map[string]any, len(elems))
	values := make([]any, len(elems))
	for i, e := range elems {
		m, ok := e.(map[string]any)
		if !ok {
			return nil, nil, errorAt(p.AtListIndex(i), "the API answered %s where an object is documented", jsonKind(e))
		}
		v, err := d.object(n.Elem, m, nil, p.AtListIndex(i), "", "")
		if err != nil {
			return nil, nil, err
		}
		lives[i], values[i] = m, v
	}
	return lives, values, nil
}

// keyed decodes an array of objects of which each type occurs once.
func (d *decoder) keyed(n *field.Node, lv, prior any, p path.Path, was, now string) (any, error) {
	elems, ok := lv.([]any)
	if !ok {
		return nil, errorAt(p, "the API answered %s where an array is documented", jsonKind(lv))
	}
	managed, others, err := byKey(n, elems, object(prior), p)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, a := range n.Attrs {
		var lv any
		if m := managed[a.JSON]; m.element != nil {
			lv = m.element
		}
		held := object(prior)[a.Name]
		was, now := d.pointers(was, now, a.JSON)
		v, err := d.value(a, lv, held, p.AtName(a.Name), was, now)
		if err != nil {
			return nil, err
		}
		// Whether an element is there says something by itself. One that was silent stays so, and one that only links to
		// the parent may be filled in by the server.
		if lv == nil {
			v = nil
		} else if v == nil && (held != nil || d.mode == whole || (d.mode == refresh && !d.wasSilent(was) && isBare(a, managed[a.JSON].element))) {
			v = map[string]any{}
		}
		put(out, a.Name, v)
	}
	if d.mode == refresh && len(others) > 0 {
		d.unseen(othersWithoutSensitive(n, others), others, pointer(was, "*"), pointer(now, "*"))
	}
	d.keepMark(was, now)
	if len(out) == 0 && (prior == nil || d.wasSilent(was)) {
		return nil, nil
	}
	return out, nil
}

// isBare says that an object has none of its properties.
func isBare(n *field.Node, live map[string]any) bool {
	return !slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return live[a.JSON] != nil })
}
