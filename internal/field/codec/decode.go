package codec

import (
	"strconv"

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
	// secrets, properties that the tree does not know, values that exist no more. They are worth a warning.
	Changed, Gone []string
}

// Refresh decodes the live object for a state that was written earlier: what the memory knows stays silent, what the
// server fills in by itself too, everything else reads as it is. Lists come in the order of prior.
// Without memory (state of an older version) the object reads in the shape of prior and is remembered from then on.
func Refresh(t *field.Tree, live, prior map[string]any, memory *Memory) (Decoded, error) {
	if memory == nil {
		attrs, err := Shape(t, live, prior)
		if err != nil {
			return Decoded{}, err
		}
		memory, err = Remember(t, live, attrs, nil)
		return Decoded{Attrs: attrs, Memory: memory}, err
	}
	d := &decoder{mode: refresh, old: memory, next: map[string]string{}, used: map[string]bool{}}
	attrs, err := d.object(t.Root, live, prior, path.Empty(), "", "")
	if err != nil {
		return Decoded{}, err
	}
	out := Decoded{Attrs: attrs, Memory: &Memory{Key: memory.Key, Leaves: d.next}, Changed: d.changed}
	for _, p := range sortedKeys(memory.Leaves) {
		if !d.used[p] && memory.Leaves[p] != silent {
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
	old       *Memory
	next      map[string]string
	used      map[string]bool
	changed   []string
}

// object decodes an object's attributes; it is never nil.
func (d *decoder) object(n *field.Node, live, prior map[string]any, p path.Path, was, now string) (map[string]any, error) {
	out := map[string]any{}
	err := d.attrs(n, live, prior, out, p, was, now)
	if err == nil && d.mode == refresh && d.old.Leaves[was] == silent && requiredShown(n, out) {
		// A silent object cannot be shown, or undone, without its required properties: it shows as a whole.
		return (&decoder{mode: whole}).object(n, live, nil, p, "", "")
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
	branch := chosen(n, live, prior)
	for _, a := range n.Attrs {
		if a.IsLocal() {
			out[a.Name] = prior[a.Name]
			continue
		}
		was, now := pointer(was, a.JSON), pointer(now, a.JSON)
		if a.Choice && branch != nil && a != branch {
			d.skip(was, now)
			continue
		}
		lv := live[a.JSON]
		if a.Kind == field.Inline {
			if err := d.inline(a, lv, prior, out, p, was, now); err != nil {
				return err
			}
			continue
		}
		v, err := d.value(a, lv, prior[a.Name], p.AtName(a.Name), was, now)
		if err != nil {
			return err
		}
		out[a.Name] = v
	}
	d.extras(n, live, was, now)
	return nil
}

func (d *decoder) inline(n *field.Node, lv any, prior, out map[string]any, p path.Path, was, now string) error {
	if lv == nil {
		if present(n, prior) {
			d.skip(was, now)
		}
		for _, a := range Attributes(n) {
			out[a.Name] = emptied(prior[a.Name])
			if a.IsLocal() {
				out[a.Name] = prior[a.Name]
			}
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
	for _, a := range Attributes(n) {
		out[a.Name] = sub[a.Name]
	}
	return nil
}

// emptied is what stays of a prior value that the live object lacks: servers drop empty values.
func emptied(prior any) any {
	switch v := prior.(type) {
	case string:
		if v == "" {
			return v
		}
	case []any:
		if len(v) == 0 {
			return v
		}
	case map[string]any:
		if len(v) == 0 {
			return v
		}
	}
	return nil
}

func (d *decoder) value(n *field.Node, lv, prior any, p path.Path, was, now string) (any, error) {
	if n.Sensitive {
		d.secret(lv, was, now)
		return nil, nil
	}
	if n.Chosen() || (d.mode != whole && createOnly(n)) {
		return d.fixed(n, lv, prior, p, now)
	}
	if lv == nil {
		if prior != nil {
			d.skip(was, now)
		}
		return emptied(prior), nil
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
		v := make([]any, 0, len(elems))
		for i, e := range elems {
			s, err := scalar(n.Elem, e, p.AtListIndex(i))
			if err != nil {
				return nil, err
			}
			if s != nil {
				v = append(v, s)
			}
		}
		return d.leaf(n, v, prior, was, now), nil
	default:
		v, err := scalar(n, lv, p)
		if err != nil || v == nil {
			return nil, err
		}
		if n.Kind == field.Link && v == false {
			return nil, nil
		}
		return d.leaf(n, v, prior, was, now), nil
	}
}

func createOnly(n *field.Node) bool {
	return n.Mode == field.CreateOnly || n.Mode == field.RequiredCreateOnly
}

// fixed decodes what the server chooses, which always reads as it is, and what cannot be changed after creation: that
// stays as it was configured, so that nothing is planned away because the server moved it.
func (d *decoder) fixed(n *field.Node, lv, prior any, p path.Path, now string) (any, error) {
	var v any
	if lv != nil {
		var err error
		if v, err = (&decoder{mode: whole, importing: true}).value(withMode(n, field.Optional), lv, nil, p, "", ""); err != nil {
			return nil, err
		}
	}
	if n.Chosen() {
		return v, nil
	}
	if prior != nil && v != nil && !Equal(n, v, prior) {
		d.changed = append(d.changed, now)
	}
	return prior, nil
}

func withMode(n *field.Node, m field.Mode) *field.Node {
	c := *n
	c.Mode = m
	return &c
}

// leaf decides whether a value shows, and in which spelling and order.
func (d *decoder) leaf(n *field.Node, v, prior any, was, now string) any {
	if d.mode == whole {
		if !d.empties && (v == "" || (!d.importing && isEmptyList(v))) {
			return nil
		}
		return v
	}
	if d.mode == refresh && d.remembered(canon(n, v, n.Kind == field.List && n.Elem.Kind == field.Object), was, now) {
		return nil
	}
	if prior == nil && d.mode == refresh && !d.known(was) && isDefault(n, v) {
		return nil
	}
	if prior != nil && Equal(n, v, prior) {
		return prior
	}
	if list, ok := v.([]any); ok && !n.Ordered {
		if was, ok := prior.([]any); ok {
			return arrange(n.Elem, list, was)
		}
	}
	return v
}

func isEmptyList(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// known says that the memory has an entry at this pointer.
func (d *decoder) known(was string) bool {
	_, ok := d.old.Leaves[was]
	return ok
}

// remembered carries an entry over and says whether it matches the value.
func (d *decoder) remembered(canonical, was, now string) bool {
	h, ok := d.old.Leaves[was]
	if !ok {
		return false
	}
	d.used[was] = true
	d.next[now] = h
	return h == d.old.hash(canonical)
}

// keepMark carries the mark of a silent object over.
func (d *decoder) keepMark(was, now string) {
	if d.mode == refresh && d.old.Leaves[was] == silent {
		d.next[now] = silent
	}
}

// skip takes what is remembered at and below a pointer as seen: the plan shows what became of it.
func (d *decoder) skip(was, now string) {
	if d.mode != refresh {
		return
	}
	for rel, h := range d.old.below(was) {
		d.used[was+rel] = true
		d.next[now+rel] = h
	}
}

// secret never shows; a change of it is worth a warning.
func (d *decoder) secret(lv any, was, now string) {
	if d.mode != refresh || lv == nil {
		return
	}
	h := d.old.hash(canonJSON(lv, true))
	if old, ok := d.old.Leaves[was]; ok && old != h {
		d.changed = append(d.changed, now)
	}
	d.used[was] = true
	d.next[now] = h
}

// extras compares the properties that the tree does not know with the memory and remembers them as they are now.
func (d *decoder) extras(n *field.Node, live map[string]any, was, now string) {
	if d.mode != refresh {
		return
	}
	for _, name := range unmodelled(n, live) {
		was, now := pointer(was, name), pointer(now, name)
		h := extra + d.old.hash(canonJSON(live[name], false))
		if old, ok := d.old.Leaves[was]; ok && old != h {
			d.changed = append(d.changed, now)
		}
		d.used[was] = true
		d.next[now] = h
	}
}

// unmodelled are the properties of live that n does not declare, without null ones.
func unmodelled(n *field.Node, live map[string]any) []string {
	var names []string
	for _, name := range sortedKeys(live) {
		if live[name] != nil && childByJSON(n, name) == nil {
			names = append(names, name)
		}
	}
	return names
}

func childByJSON(n *field.Node, name string) *field.Node {
	for _, a := range n.Attrs {
		if a.JSON == name && !a.IsLocal() {
			return a
		}
	}
	return nil
}

// chosen is the branch of a union that counts: the link to the parent above all, then the branch that prior holds,
// then the first; nil when the live object has none.
func chosen(n *field.Node, live, prior map[string]any) *field.Node {
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
	if !empty(v) {
		return v, nil
	}
	isSilent := d.mode == refresh && d.old.Leaves[was] == silent
	if prior == nil || isSilent || hasChoice(n) {
		if d.importing && len(m) == 0 && !hasChoice(n) {
			return v, nil
		}
		return nil, nil
	}
	return v, nil
}

func empty(attrs map[string]any) bool {
	for _, v := range attrs {
		if v != nil {
			return false
		}
	}
	return true
}

// objects decodes an array of objects. A silent one is a single leaf without order.
func (d *decoder) objects(n *field.Node, elems []any, prior any, p path.Path, was, now string) (any, error) {
	lives, fresh, err := freshElements(n, elems, p, d.importing)
	if err != nil {
		return nil, err
	}
	if d.mode == whole {
		if !d.importing && !d.empties && len(fresh) == 0 {
			return nil, nil
		}
		return fresh, nil
	}
	held, _ := prior.([]any)
	if d.mode == refresh && (prior == nil || d.known(was)) {
		shown := d.leaf(n, fresh, nil, was, now)
		if list, ok := shown.([]any); ok && !n.Ordered {
			return arrange(n.Elem, list, held), nil
		}
		return shown, nil
	}
	pairs := pairLive(n, held, lives, fresh, d.old, was)
	slots := slotted(len(held), len(lives), pairs)
	out := make([]any, 0, len(slots))
	for _, s := range slots {
		if s.prior < 0 || !s.paired {
			out = append(out, fresh[s.live])
			continue
		}
		pos := strconv.Itoa(len(out))
		v, err := d.object(n.Elem, lives[s.live], object(held[s.prior]), p.AtListIndex(len(out)),
			pointer(was, strconv.Itoa(s.prior)), pointer(now, pos))
		if err != nil {
			return nil, err
		}
		if Equal(n.Elem, v, held[s.prior]) {
			out = append(out, held[s.prior])
		} else {
			out = append(out, v)
		}
	}
	if d.mode == refresh {
		for j, k := range pairs {
			if k >= 0 {
				continue // what disappeared from an element that is still there is worth a warning
			}
			for rel := range d.old.below(pointer(was, strconv.Itoa(j))) {
				d.used[pointer(was, strconv.Itoa(j))+rel] = true
			}
		}
	}
	return out, nil
}

// freshElements are the elements of an array of objects, as JSON and as complete values.
func freshElements(n *field.Node, elems []any, p path.Path, importing bool) ([]map[string]any, []any, error) {
	lives := make([]map[string]any, len(elems))
	fresh := make([]any, len(elems))
	for i, e := range elems {
		m, ok := e.(map[string]any)
		if !ok {
			return nil, nil, errorAt(p.AtListIndex(i), "the API answered %s where an object is documented", jsonKind(e))
		}
		v, err := (&decoder{mode: whole, importing: importing}).object(n.Elem, m, nil, p.AtListIndex(i), "", "")
		if err != nil {
			return nil, nil, err
		}
		lives[i], fresh[i] = m, v
	}
	return lives, fresh, nil
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
		if m := managed[a.JSON]; m != nil {
			lv = m.element
		}
		v, err := d.value(a, lv, object(prior)[a.Name], p.AtName(a.Name), pointer(was, a.JSON), pointer(now, a.JSON))
		if err != nil {
			return nil, err
		}
		out[a.Name] = v
	}
	if d.mode == refresh {
		d.others(others, pointer(was, "*"), pointer(now, "*"))
		d.keepMark(was, now)
	}
	if empty(out) && (prior == nil || (d.mode == refresh && d.old.Leaves[was] == silent)) {
		return nil, nil
	}
	return out, nil
}

// others remembers the elements of a Keyed array that no attribute can hold, as one value.
func (d *decoder) others(elems []any, was, now string) {
	old, known := d.old.Leaves[was]
	if len(elems) == 0 {
		return
	}
	h := extra + d.old.hash(canonJSON(elems, false))
	if known && old != h {
		d.changed = append(d.changed, now)
	}
	d.used[was] = true
	d.next[now] = h
}
