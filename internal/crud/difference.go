package crud

import (
	"reflect"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Difference makes the updates of a resource carry only what they change, as a PATCH takes it. All else is as for a PUT:
// the live object is read, guarded and merged; then what the merge left as it is stays out of the body.
//
// To declare it, set Spec.Difference; API.Update gets the smaller body. The zero value is a body of whole properties, with
// null for one that goes; &Difference{Deep: true} is a JSON merge patch (RFC 7396). A list is always sent whole.
type Difference struct {
	// Deep sends of a changed object only what changes in it.
	Deep bool
	// Removed is what a property that goes is sent as, where that is not null.
	Removed func(n *field.Node) any
	// Always are properties (by JSON name) that each update carries, changed or not.
	Always []string
}

// sent is what an update sends of a merged object.
func (o *resourceType) sent(body, live map[string]any) map[string]any {
	d := o.spec.Difference
	if d == nil {
		return body
	}
	out := d.between(o.tree.Root, codec.Sendable(o.tree, live), body) // a null that the API answers is none that goes
	for _, name := range d.Always {
		if v, ok := body[name]; ok {
			out[name] = v
		}
	}
	return out
}

// between is what changes from live to body. Only an attribute can go: what else body lacks, the server makes itself.
func (d *Difference) between(n *field.Node, live, body map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range body {
		if part, changed := d.change(n.Property(name), live[name], v); changed {
			out[name] = part
		}
	}
	for name := range live {
		if a := n.Property(name); a != nil && body[name] == nil {
			out[name] = d.removed(a)
		}
	}
	return out
}

// change is what is sent of one property.
func (d *Difference) change(n *field.Node, live, body any) (part any, changed bool) {
	before, wasObject := live.(map[string]any)
	after, isObject := body.(map[string]any)
	if n == nil || !wasObject || !isObject || n.Wrap != "" || (n.Kind != field.Object && n.Kind != field.Inline) {
		return body, !reflect.DeepEqual(live, body)
	}
	below := d.between(n, before, after)
	if d.Deep {
		return below, len(below) > 0
	}
	return body, len(below) > 0
}

func (d *Difference) removed(n *field.Node) any {
	if d.Removed == nil {
		return nil
	}
	return d.Removed(n)
}
