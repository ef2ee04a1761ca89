package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// uniqueKey is a property that no two objects with the same parent have the same value of, and the code of the refusal.
// An empty text is none.
type uniqueKey struct{ property, code string }

// foreignKey is a property that holds the ids of other objects. An id that is unknown is refused, unless the stored object
// has it already: a server accepts back what it answers.
type foreignKey struct {
	// property may lead through wrappers and arrays: "contractedBy.id", "departments.id".
	property string
	to       Kind
	siblings bool // the other object has the same parent
	// inCompany says that the other object is of the same company, however far below it.
	inCompany bool
	// assumed keys are those of which no document says that they are checked, see [Modes].CheckReferences.
	assumed  bool
	onDelete onDelete
	// blames is what the refusal of a delete names, by default the parameter of the path.
	blames string
}

// onDelete is what the delete of an object does where others refer to it.
type onDelete int

const (
	// restrict refuses it.
	restrict onDelete = iota
	// cascade deletes those that refer to it.
	cascade
	// dangle leaves them as they are.
	dangle
	// detach takes the reference out of them if the delete says detachUsers=true, and else leaves them as they are.
	detach
)

// consistent holds an object that is to be stored against the others. Old is nil for a new one, whose id is empty.
func (c *call) consistent(col *collection, r, old *record) error {
	for _, key := range col.unique {
		value := textAt(r.Object, key.property)
		if value == "" {
			continue
		}
		if other := c.holder(col, key.property, value, r); other != nil {
			return badRequest(key.code, key.property, "The %s %s has the %s %q already.", col.title, other.ID, key.property, value)
		}
	}
	for _, key := range col.references {
		if err := c.known(key, r, old); err != nil {
			return err
		}
	}
	if col.check != nil {
		return col.check(c, r, old)
	}
	return nil
}

// holder is another object beside r with that value, or nil.
func (c *call) holder(col *collection, property, value string, r *record) *record {
	for _, other := range c.state.objects[col.kind] {
		if other.ID != r.ID && other.Parent == r.Parent && spelling.Same(textAt(other.Object, property), value) {
			return other
		}
	}
	return nil
}

// known checks that what an object newly refers to is there.
func (c *call) known(key foreignKey, r, old *record) error {
	if key.assumed && !c.Modes().CheckReferences {
		return nil
	}
	stored := map[string]bool{}
	if old != nil {
		for _, t := range textsAt(old.Object, key.property) {
			stored[strings.ToLower(t.value)] = true
		}
	}
	other := c.collection(key.to)
	for _, t := range textsAt(r.Object, key.property) {
		target := c.state.find(key.to, strings.ToLower(t.value))
		switch {
		case t.value == "", stored[strings.ToLower(t.value)]:
		case key.to == Companies && c.Modes().AllowUnknownCompanies:
		case target == nil:
			return badRequest("UNKNOWN_"+other.code(), t.path, "There is no %s %q.", other.title, t.value)
		case key.siblings && target.Parent != r.Parent:
			return badRequest("FOREIGN_"+other.code(), t.path, "The %s %s belongs to another %s.", other.title, target.ID, c.collection(other.parent).title)
		case key.inCompany && !c.isBelow(other, target, Companies, r.Parent):
			return badRequest("FOREIGN_"+other.code(), t.path, "The %s %s belongs to another company.", other.title, target.ID)
		}
	}
	return nil
}

// code is the title as codes of errors have it.
func (col *collection) code() string {
	return strings.ToUpper(strings.ReplaceAll(col.title, " ", "_"))
}

// textValue is a text within an object, with its path.
type textValue struct{ path, value string }

// textsAt are the texts that a property has, more than one where an array lies on the way.
func textsAt(o map[string]any, property string) []textValue {
	return textsBelow("", o, strings.Split(property, "."))
}

func textsBelow(path string, v any, names []string) []textValue {
	switch v := v.(type) {
	case string:
		if len(names) == 0 {
			return []textValue{{path, v}}
		}
	case map[string]any:
		if len(names) > 0 {
			return textsBelow(join(path, names[0]), v[names[0]], names[1:])
		}
	case []any:
		var out []textValue
		for i, e := range v {
			out = append(out, textsBelow(fmt.Sprintf("%s[%d]", path, i), e, names)...)
		}
		return out
	}
	return nil
}

// removeWhole deletes an object with all that goes with it, unless another one that stays refers to any of them.
func (c *call) removeWhole(col *collection, r *record) error {
	going := c.going(col, r)
	for _, other := range c.collections {
		for _, key := range other.references {
			for _, referring := range c.state.objects[other.kind] {
				if key.onDelete == restrict && !going[other.kind][referring.ID] && referring.refersTo(key, going[key.to]) {
					return inUse(col, other, referring, key)
				}
			}
		}
	}
	if c.r.URL.Query().Get("detachUsers") == "true" {
		c.detach(going)
	}
	for k, ids := range going {
		c.state.remove(k, func(other *record) bool { return ids[other.ID] })
	}
	return nil
}

// detach takes the references to objects that are going out of the users who have them. Such a property leads to the id in a
// reference ("businessInfo.departmentRef.id"), which goes as a whole.
func (c *call) detach(going map[Kind]map[string]bool) {
	for _, col := range c.collections {
		for _, key := range col.references {
			if key.onDelete != detach {
				continue
			}
			way := strings.Split(key.property, ".")
			for _, r := range slices.Clone(c.state.objects[col.kind]) {
				if !r.refersTo(key, going[key.to]) {
					continue
				}
				object := cloneObject(r.Object)
				holder, _ := lookup(object, way[:len(way)-2]...).(map[string]any)
				delete(holder, way[len(way)-2])
				c.state.put(col.kind, &record{ID: r.ID, Parent: r.Parent, Object: object})
			}
		}
	}
}

// going are the ids, by kind, of an object and of all that goes with it.
func (c *call) going(col *collection, r *record) map[Kind]map[string]bool {
	out := map[Kind]map[string]bool{}
	for _, other := range c.collections {
		out[other.kind] = map[string]bool{}
	}
	for queue := []ofCollection{{col, r}}; len(queue) > 0; queue = queue[1:] {
		next := queue[0]
		if ids := out[next.kind]; !ids[next.ID] {
			ids[next.ID] = true
			queue = append(queue, c.followers(next)...)
		}
	}
	return out
}

// ofCollection is an object with its collection.
type ofCollection struct {
	*collection
	*record
}

// followers are the objects that belong to another one, and those whose reference to it takes them along.
func (c *call) followers(of ofCollection) []ofCollection {
	var out []ofCollection
	for _, col := range c.collections {
		for _, r := range c.state.objects[col.kind] {
			if col.parent == of.kind && r.Parent == of.ID || slices.ContainsFunc(col.references, func(key foreignKey) bool {
				return key.onDelete == cascade && key.to == of.kind && r.refersTo(key, map[string]bool{of.ID: true})
			}) {
				out = append(out, ofCollection{col, r})
			}
		}
	}
	return out
}

// refersTo says that one of the ids is in the property.
func (r *record) refersTo(key foreignKey, ids map[string]bool) bool {
	return slices.ContainsFunc(textsAt(r.Object, key.property), func(t textValue) bool { return ids[strings.ToLower(t.value)] })
}

// inUse refuses the delete of an object of col.
func inUse(col, other *collection, referring *record, key foreignKey) error {
	return forbidden(col.code()+"_IN_USE", cmp.Or(key.blames, col.param), "The %s %s refers to this %s by %s.",
		other.title, referring.ID, col.title, key.property)
}
