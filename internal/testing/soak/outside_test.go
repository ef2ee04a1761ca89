package soak_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// What happens outside Terraform: people and the server itself change objects, and nobody tells Terraform.

// extra is a property at the server that no configuration sets. It stays as it was edited last.
type extra struct {
	object *object
	name   string
	at     place
	value  any
}

// object is one at the server that a thing has made or imported.
type object struct {
	thing *thing
	id    string
}

// A secret is the configuration's until its version changes.
const (
	secretKey     = "secretKey"
	secretVersion = "x_version" // in what is wanted
)

var secretPlace = place{path: "/emailClientConfig/credentials/emailClientSecretKey"}

// stored is the object as it is at the server, nil when it is gone.
func (r *run) stored(o *object) map[string]any {
	doc, err := r.s.Get(o.thing.Kind, o.id)
	if err != nil {
		return nil
	}
	return doc
}

// disturb makes a number of changes outside Terraform.
func (r *run) disturb(n int) {
	for range n {
		objects := r.objects()
		if len(objects) == 0 {
			return
		}
		o := one(r.garden, objects)
		if r.chance(8) {
			r.delete(o)
			r.stats.edits++
			continue
		}
		if o.thing.Tree == nil || r.stored(o) == nil {
			continue
		}
		var before map[string]string
		var change string
		err := r.s.Edit(o.thing.Kind, o.id, func(stored map[string]any) {
			view := codectest.Clone(o.thing.Random.View(stored)).(map[string]any)
			_, before = outline(o.thing.Tree.Root, view)
			change = r.edit(o, view)
			o.thing.Random.Put(stored, view)
		})
		if err != nil {
			r.t.Fatal(err)
		}
		r.note("outside: %s %s: %s", o.thing.address(), o.id, change)
		r.frozen[o.id] = r.stored(o)
		r.stats.edits++
		_, after := outline(o.thing.Tree.Root, o.thing.Random.View(r.stored(o)))
		for path := range maps.Keys(union(before, after)) {
			if before[path] != after[path] {
				r.edited[o.id+path] = true
			}
		}
	}
	r.recount()
}

func union(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// edit changes the document of an object, and says how.
func (r *run) edit(o *object, doc map[string]any) string {
	root := o.thing.Tree.Root
	switch r.IntN(6) {
	case 0:
		return r.addExtra(o, doc)
	case 1: // another value, or none, for a leaf
		if s, ok := r.spot(o, doc); ok {
			to := s.With
			if r.chance(40) {
				to = s.Without
			}
			clear(doc)
			maps.Copy(doc, to)
			return "leaf " + s.Pointer
		}
	case 2: // something that may not have been there
		if !o.thing.drawn() {
			break
		}
		other := r.document(o.thing.kind)
		for range 10 {
			a := one(r.garden, root.Attrs)
			if a.IsLocal() || a.Chosen() || fixed(a) || a.JSON == "type" || other[a.JSON] == nil {
				continue
			}
			if a.JSON == "emailClientConfig" { // has the secret
				continue
			}
			doc[a.JSON] = other[a.JSON]
			return "property " + a.JSON
		}
	case 3:
		if e := r.extraOf(o); e != nil {
			what := "removed"
			walk(root, doc, place{}, visitor{object: func(_ place, m map[string]any) {
				if _, there := m[e.name]; !there {
					return
				}
				if delete(m, e.name); r.chance(70) {
					m[e.name], what = r.junk(), "changed"
				}
			}})
			return "extra " + e.name + " " + what
		}
	case 4: // what a server does by itself
		out := r.draw(func(gen codectest.Gen) map[string]any { return gen.Noise(root, doc) })
		for _, a := range root.Attrs {
			if fixed(a) {
				if out[a.JSON] = doc[a.JSON]; doc[a.JSON] == nil {
					delete(out, a.JSON)
				}
			}
		}
		clear(doc)
		maps.Copy(doc, out)
		return "noise"
	case 5:
		name := o.thing.Random.ServerSets
		if name == "" {
			break
		}
		doc[name] = r.chance(50)
		r.keep(o, name, place{}, doc[name])
		if holder := child(child(child(doc, "emailClientConfig"), "credentials"), "emailClientSecretKey"); holder[secretKey] != nil {
			holder[secretKey] = fmt.Sprint("rotated ", r.IntN(1000))
			r.keep(o, secretKey, secretPlace, holder[secretKey])
		}
		return "what only the server sets"
	}
	return r.addExtra(o, doc)
}

// fixed says that Terraform does not refresh a property.
func fixed(a *field.Node) bool {
	return a.Mode == field.CreateOnly || a.Mode == field.RequiredCreateOnly
}

// spot is a leaf that can be changed outside.
func (r *run) spot(o *object, doc map[string]any) (codectest.Spot, bool) {
	spots := slices.DeleteFunc(codectest.Spots(o.thing.Tree.Root, doc), func(s codectest.Spot) bool {
		return s.Node.Chosen() || s.Node.Sensitive || s.Node.Kind == field.Link || s.Pointer == "/type" || // a policy keeps its rank
			fixed(s.Node)
	})
	if len(spots) == 0 {
		return codectest.Spot{}, false
	}
	return one(r.garden, spots), true
}

func (r *run) junk() any {
	return rapid.SampledFrom([]any{"x", true, 1, []any{"p", "q"}, map[string]any{"deep": []any{map[string]any{"er": "x"}}}}).Example(int(r.Int64()))
}

// addExtra puts a property that nobody knows into an object that the configuration has, too.
func (r *run) addExtra(o *object, doc map[string]any) string {
	wanted, _ := outline(o.thing.Tree.Root, r.wanted[o.thing.address()])
	type spot struct {
		at place
		m  map[string]any
	}
	var spots []spot
	walk(o.thing.Tree.Root, doc, place{}, visitor{object: func(at place, m map[string]any) {
		if wanted[at.path] {
			spots = append(spots, spot{at, m})
		}
	}})
	if len(spots) == 0 {
		return "nothing"
	}
	s := one(r.garden, spots)
	r.count++
	name := fmt.Sprint("x_soak_", r.count)
	s.m[name] = r.junk()
	r.keep(o, name, s.at, s.m[name])
	return "new extra " + name + " in " + s.at.path
}

// keep expects a property to stay.
func (r *run) keep(o *object, name string, at place, value any) {
	r.extras = slices.DeleteFunc(r.extras, func(e *extra) bool { return e.object.id == o.id && e.name == name })
	r.extras = append(r.extras, &extra{object: o, name: name, at: at, value: value})
}

// extraOf is one of the extras of an object, nil when it has none.
func (r *run) extraOf(o *object) *extra {
	found := slices.DeleteFunc(slices.Clone(r.extras), func(e *extra) bool { return e.object.id != o.id || !strings.HasPrefix(e.name, "x_") })
	if len(found) == 0 {
		return nil
	}
	return one(r.garden, found)
}

// found is where an extra is now, and its value.
func (r *run) found(e *extra) (place, any, bool) {
	stored := r.stored(e.object)
	if stored == nil {
		return place{}, nil, false
	}
	var at place
	var value any
	times := 0
	walk(e.object.thing.Tree.Root, e.object.thing.Random.View(stored), place{}, visitor{object: func(p place, m map[string]any) {
		if v, there := m[e.name]; there {
			at, value = p, v
			times++
		}
	}})
	return at, value, times == 1
}

// recount notes how the extras are after changes outside, and forgets those that went away by them.
func (r *run) recount() {
	r.extras = slices.DeleteFunc(r.extras, func(e *extra) bool {
		at, value, there := r.found(e)
		e.at, e.value = at, value
		return !there
	})
}

// secure says that an extra must be there after an apply: what is around it was and is configured, and neither the
// configuration nor somebody else made another element of it.
func (r *run) secure(e *extra, before, after map[string]map[string]any) bool {
	address := e.object.thing.address()
	if after[address] == nil {
		return false
	}
	root := e.object.thing.Tree.Root
	old, oldLists := outline(root, before[address])
	now, nowLists := outline(root, after[address])
	if !old[e.at.path] || !now[e.at.path] || (e.name == secretKey && before[address][secretVersion] != after[address][secretVersion]) {
		return false
	}
	return e.at.list == "" || (oldLists[e.at.list] == nowLists[e.at.list] && !r.edited[e.object.id+e.at.list])
}

// kept says what became of the extras that had to stay.
func (r *run) kept(before, after map[string]map[string]any) []string {
	var problems []string
	r.extras = slices.DeleteFunc(r.extras, func(e *extra) bool {
		if r.stored(e.object) == nil {
			return true
		}
		at, value, there := r.found(e)
		switch {
		case there && at == e.at && reflect.DeepEqual(normal(value), normal(e.value)):
			r.stats.extras++
			return false
		case r.secure(e, before, after):
			problems = append(problems, fmt.Sprintf("%s (%s): %s%s was %v and is %v at %s", e.object.thing.address(), e.object.id, e.at.path, "/"+e.name, e.value, value, at.path))
		}
		return true
	})
	return problems
}

// normal is a value as it looks after a way through JSON.
func normal(v any) string { return canonical(v) }

// delete removes an object, as the API would with all that belongs to it.
func (r *run) delete(o *object) {
	if o.thing.imported != "" {
		return // the API never deletes it
	}
	if r.stale && o.thing.isParent() {
		return // what belongs to it may be on its way in or out: unknown here, it would stay
	}
	r.note("outside: %s %s is deleted", o.thing.address(), o.id)
	remove := func(o *object) {
		if r.stored(o) == nil {
			return
		}
		if err := r.s.Remove(o.thing.Kind, o.id); err != nil {
			r.t.Fatal(err)
		}
	}
	if o.thing.Revoke != nil {
		if err := r.s.Edit(o.thing.Kind, o.id, o.thing.Revoke); err != nil {
			r.t.Fatal(err)
		}
		return
	}
	for _, other := range r.objects() {
		if other.thing.belongsTo(o.thing) {
			remove(other)
		}
	}
	// The next company has another default policy, of which no policy is a child.
	isDefault := func(t *thing) bool { return t.imported != "" && t.belongsTo(o.thing) }
	for _, d := range slices.DeleteFunc(slices.Clone(r.things), func(t *thing) bool { return !isDefault(t) }) {
		for _, t := range r.things {
			if t.attrs["parent_policy_id"] == d.ref() {
				t.attrs = maps.Clone(t.attrs)
				delete(t.attrs, "parent_policy_id")
			}
		}
	}
	r.things = slices.DeleteFunc(r.things, isDefault)
	remove(o)
}
