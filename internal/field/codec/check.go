package codec

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Missing are the attributes that the API requires and that a body lacks. The schema checks most of this; deprecated
// and sensitive attributes are optional there, and a merge decides what they are.
func Missing(t *field.Tree, body map[string]any) []path.Path {
	return missing(t.Root, body, path.Empty())
}

func missing(n *field.Node, body map[string]any, p path.Path) []path.Path {
	var found []path.Path
	for _, a := range n.Attrs {
		v := body[a.JSON]
		p := p
		if a.Kind != field.Inline {
			p = p.AtName(a.Name)
		}
		if v == nil {
			if (a.Mode == field.Required || a.Mode == field.RequiredCreateOnly) && !a.IsLocal() {
				found = append(found, p)
			}
			continue
		}
		switch v := v.(type) {
		case map[string]any:
			if a.Kind == field.Object || a.Kind == field.Inline {
				found = append(found, missing(a, v, p)...)
			}
		case []any:
			for i, e := range v {
				m, ok := e.(map[string]any)
				switch {
				case ok && a.Kind == field.List && a.Elem.Kind == field.Object:
					found = append(found, missing(a.Elem, m, p.AtListIndex(i))...)
				case ok && a.Kind == field.Keyed:
					if t := typeOf(a, m); t != nil && !foreign(a, t, m) {
						found = append(found, missing(t, m, p.AtName(t.Name))...)
					}
				}
			}
		}
	}
	return found
}

// Locate maps a property that the API complains about to its attribute. The pointer is a JSON pointer
// (/address/countryCode, with or without #) or a dotted name (postalAddress.regionCode, phoneNumbers[0].type). Positions
// in a Keyed array are those in the body that was sent; nil when none was. It goes as deep as the tree knows the names;
// false when it knows not even the first.
func Locate(t *field.Tree, body map[string]any, property string) (path.Path, bool) {
	property = strings.TrimPrefix(property, "#")
	property = strings.NewReplacer("[", "/", "]", "", ".", "/").Replace(property)
	n, p, found := t.Root, path.Empty(), false
	var sent any = body
	for _, step := range strings.Split(strings.Trim(property, "/"), "/") {
		step = unescape.Replace(step)
		var c *field.Node
		if n.Kind == field.List || n.Kind == field.Keyed {
			i, ok := index(step)
			if !ok {
				break
			}
			elems, _ := sent.([]any)
			if sent = nil; i < len(elems) {
				sent = elems[i]
			}
			if n.Kind == field.List {
				n, p = n.Elem, p.AtListIndex(i)
				continue
			}
			c = typeOf(n, object(sent))
		} else {
			c, sent = n.Property(step), object(sent)[step]
		}
		if c == nil {
			break
		}
		n, found = c, true
		if c.Kind != field.Inline {
			p = p.AtName(c.Name)
		}
	}
	return p, found && len(p.Steps()) > 0
}

func index(step string) (int, bool) {
	i := 0
	for _, r := range step {
		if r < '0' || r > '9' || i > 1<<20 {
			return 0, false
		}
		i = i*10 + int(r-'0')
	}
	return i, step != ""
}

// Mask is a copy of a JSON document for the log: secrets, and properties that the tree does not know and that could
// hold one, are replaced.
func Mask(t *field.Tree, doc any) any { return mask(t.Root, doc) }

const masked = "***"

func mask(n *field.Node, doc any) any {
	switch v := doc.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			c := n.Property(name)
			switch {
			case n.Wrap != "" && name == n.Wrap:
				out[name] = e
			case c == nil || c.Sensitive:
				out[name] = masked
			default:
				out[name] = mask(c, e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			switch {
			case n.Kind == field.List:
				out[i] = mask(n.Elem, e)
			case n.Kind == field.Keyed:
				out[i] = maskKeyed(n, e)
			default:
				out[i] = masked
			}
		}
		return out
	default:
		if n.Kind == field.Object || n.Kind == field.Inline {
			return masked
		}
		return doc
	}
}

// maskKeyed masks an element of a Keyed array by the attributes of its type.
func maskKeyed(n *field.Node, element any) any {
	m, ok := element.(map[string]any)
	if !ok {
		return masked
	}
	t := typeOf(n, m)
	if t == nil {
		return masked
	}
	out := object(mask(t, m))
	out[n.Key[0]] = t.JSON
	return out
}
