package sandbox

import (
	"fmt"
	"slices"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// shapeOf is the shape that a field tree says an object has. What the server decides has no effect in a request; what the
// API takes and never answers is forgotten. Whether the tree is right is for the vendor's documents to say.
func shapeOf(t *field.Tree) *shape { return objectShape(t.Root) }

// requested is the shape without what the server decides, which a request has no reason to send.
func (s *shape) requested() *shape {
	out := *s
	out.props = slices.DeleteFunc(slices.Clone(s.props), func(p property) bool { return p.owner == byServer })
	return &out
}

// requiring is the shape with properties that must be there.
func (s *shape) requiring(names ...string) *shape {
	out := *s
	out.props = slices.Clone(s.props)
	for i, p := range out.props {
		out.props[i].required = p.required || slices.Contains(names, p.name)
	}
	return &out
}

// lacking is the shape without properties that the documents do not name there.
func (s *shape) lacking(names ...string) *shape {
	out := *s
	out.props = slices.DeleteFunc(slices.Clone(s.props), func(p property) bool { return slices.Contains(names, p.name) })
	return &out
}

// with is the shape with a property that no attribute has, of the object where the path leads, or of each where that is a list.
func (s *shape) with(p property, path ...string) *shape {
	out := *s
	switch {
	case s.kind == array:
		out.elem = s.elem.with(p, path...)
	case len(path) == 0:
		out.props = append(s.lacking(p.name).props, p)
	default:
		out.props = slices.Clone(s.props)
		i := slices.IndexFunc(out.props, func(inner property) bool { return inner.name == path[0] })
		out.props[i].shape = out.props[i].shape.with(p, path[1:]...)
	}
	return &out
}

// label is the name that a reference has beside the id.
var label = optional(aString, "name")[0]

// objectShape is the shape of a node with attributes.
func objectShape(n *field.Node) *shape {
	s := fields(owned(byServer, nil, n.Derived...))
	for _, a := range n.Attrs {
		if a.IsLocal() {
			continue
		}
		s.props = append(s.props, property{
			name: a.JSON, shape: nodeShape(a), def: defaultOf(a), owner: ownerOf(a),
			required: a.Mode == field.Required || a.Mode == field.RequiredCreateOnly,
		})
		if a.Choice {
			s.choice = append(s.choice, a.JSON)
		}
	}
	return s
}

func nodeShape(n *field.Node) *shape {
	switch n.Kind {
	case field.Object, field.Inline:
		return objectShape(n)
	case field.List:
		return &shape{kind: array, elem: nodeShape(n.Elem), ordered: n.Ordered, unique: n.Unique}
	case field.Bool, field.Link:
		return aBoolean
	case field.Int:
		s := *anInt32
		if n.Bits != 0 {
			s.bits = n.Bits
		}
		s.least = leastOf(n)
		return &s
	case field.Number:
		return &shape{kind: decimal, least: leastOf(n)}
	case field.JSON:
		return nil
	case field.String:
		if n.Wrap != "" {
			return fields(required(textShape(n), n.Wrap))
		}
		return textShape(n)
	case field.Keyed, field.Local:
	}
	panic(fmt.Sprintf("sandbox: there is no shape for the kind of %s: declare it by hand", n.JSON))
}

// textShape has the formats that the documents have, and not those that only the provider recommends.
func textShape(n *field.Node) *shape {
	s := &shape{kind: text, code: n.Format.CaseInsensitive() && n.Format != field.UUID, format: map[field.Format]string{
		field.UUID: "uuid", field.Email: "email", field.Date: "date", field.TimeLocal: "local time", field.DateTime: "date-time",
	}[n.Format]}
	if n.Enum != nil {
		s.enum = n.Enum.Values
	}
	return s
}

func leastOf(n *field.Node) *int64 {
	if least, given := n.Min.(int64); given {
		return &least
	}
	return nil
}

// ownerOf says who decides about a value.
func ownerOf(n *field.Node) owner {
	switch {
	case n.Sensitive:
		return asSecret
	case n.Unanswered:
		return withheld
	case n.Chosen(), n.Mode == field.DataOnly, n.Mode == field.Bookkeeping:
		return byServer
	}
	return 0
}

// defaultOf is the documented default as JSON has it.
func defaultOf(n *field.Node) any {
	switch def := n.Default.(type) {
	case int64:
		return number(int(def))
	case []string:
		out := make([]any, len(def))
		for i, v := range def {
			out[i] = v
		}
		return out
	default:
		return def
	}
}
