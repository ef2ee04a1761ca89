package codec

import (
	"maps"
	"slices"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// WithoutNulls is a live object without the nulls in its lists, references to nothing included, and where they stood. No
// list can hold one, and none may be sent back. What is the text of a JSON value in Terraform stays as it is.
func WithoutNulls(t *field.Tree, live map[string]any) (map[string]any, []string) {
	var d nullDropper
	out, _ := d.value(t.Root, live, "").(map[string]any)
	slices.Sort(d.dropped)
	return out, d.dropped
}

// nullDropper collects where nulls stood: attributes as Terraform writes them, below what the tree does not know properties.
type nullDropper struct{ dropped []string }

// value is a value without nulls; a copy where it had some. The node is nil for what the tree does not know.
func (d *nullDropper) value(n *field.Node, v any, at string) any {
	if n != nil && n.Kind == field.JSON {
		return v
	}
	before := len(d.dropped)
	switch v := v.(type) {
	case map[string]any:
		var out map[string]any
		for name, e := range v {
			unchanged := len(d.dropped)
			e = d.property(n, name, e, at)
			if len(d.dropped) == unchanged {
				continue
			}
			if out == nil {
				out = maps.Clone(v)
			}
			out[name] = e
		}
		if out != nil {
			return out
		}
	case []any:
		out := make([]any, 0, len(v))
		for i, e := range v {
			at := at + "[" + strconv.Itoa(i) + "]"
			if isNull(n, e) {
				d.dropped = append(d.dropped, at)
			} else {
				out = append(out, d.value(element(n, e), e, at))
			}
		}
		if len(d.dropped) > before {
			return out
		}
	}
	return v
}

func (d *nullDropper) property(n *field.Node, name string, v any, at string) any {
	var c *field.Node
	if n != nil {
		c = n.Property(name)
	}
	switch {
	case c != nil && c.Kind == field.Inline:
		return d.value(c, v, at)
	case c != nil:
		name = c.Name
	}
	if at != "" {
		name = at + "." + name
	}
	return d.value(c, v, name)
}

// isNull says that an element of a list is null, or a reference to nothing.
func isNull(list *field.Node, element any) bool {
	if element == nil || list == nil || list.Elem == nil || list.Elem.Wrap == "" {
		return element == nil
	}
	ref, ok := element.(map[string]any)
	return ok && ref[list.Elem.Wrap] == nil
}

// NullElement is the JSON pointer of a null that is an element of an array. A member of an object that is null is the same
// as none, and is left out; to leave out an element would move the others.
func NullElement(v any) (at string, found bool) {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			here := pointer("", strconv.Itoa(i))
			if e == nil {
				return here, true
			}
			if at, found := NullElement(e); found {
				return here + at, true
			}
		}
	case map[string]any:
		for _, name := range sortedKeys(v) {
			if at, found := NullElement(v[name]); found {
				return pointer("", name) + at, true
			}
		}
	}
	return "", false
}
