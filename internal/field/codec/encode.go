package codec

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
)

// PathError is a value that cannot be converted, with the attribute it stands at.
type PathError struct {
	Path path.Path
	Err  error
}

func (e *PathError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }

// Unwrap returns what is wrong with the value.
func (e *PathError) Unwrap() error { return e.Err }

func errorAt(p path.Path, format string, args ...any) error {
	return &PathError{Path: p, Err: fmt.Errorf(format, args...)}
}

// Encode converts the attributes of an object to JSON. Null is left out; unknown is an error.
func Encode(t *field.Tree, attrs map[string]any) (map[string]any, error) {
	return encodeAttrs(t.Root, attrs, path.Empty())
}

func encodeAttrs(n *field.Node, attrs map[string]any, p path.Path) (map[string]any, error) {
	if err := oneBranch(n, attrs, p); err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, a := range n.Attrs {
		if a.IsLocal() || !present(a, attrs) {
			continue
		}
		var v any
		var err error
		if a.Kind == field.Inline {
			v, err = encodeAttrs(a, attrs, p)
		} else {
			v, err = encode(a, attrs[a.Name], p.AtName(a.Name))
		}
		if err != nil {
			return nil, err
		}
		out[a.JSON] = v
	}
	return out, nil
}

// oneBranch refuses attributes of several branches of a choice.
func oneBranch(n *field.Node, attrs map[string]any, p path.Path) error {
	var set []*field.Node
	for _, a := range n.Attrs {
		if a.Choice && present(a, attrs) {
			set = append(set, a)
		}
	}
	if len(set) > 1 {
		return errorAt(p, "%s and %s exclude each other; set only one of them", branchName(set[0], attrs), branchName(set[1], attrs))
	}
	return nil
}

// branchName names a branch by its first attribute that is set.
func branchName(n *field.Node, attrs map[string]any) string {
	for _, a := range Attributes(n) {
		if n.Kind == field.Inline && present(a, attrs) {
			return a.Name
		}
	}
	return n.Name
}

// encode converts one value, which is not null.
func encode(n *field.Node, v any, p path.Path) (any, error) {
	if v == nil {
		return nil, errorAt(p, "null has no place in the API's documents; leave the element out")
	}
	if _, unknown := v.(Unknown); unknown {
		return nil, errorAt(p, "the value is still unknown and cannot be sent; this is a defect of the provider")
	}
	switch n.Kind {
	case field.String:
		s, ok := v.(string)
		if !ok {
			return nil, errorAt(p, "a string is wanted, not %T", v)
		}
		if n.Wrap != "" {
			return map[string]any{n.Wrap: s}, nil
		}
		return s, nil
	case field.JSON:
		return encodeJSON(v, p)
	case field.Map:
		return encodeMap(v, p)
	case field.Bool, field.Link:
		b, ok := v.(bool)
		if !ok {
			return nil, errorAt(p, "a boolean is wanted, not %T", v)
		}
		return b, nil
	case field.Int, field.Number:
		f, ok := v.(*big.Float)
		if !ok {
			return nil, errorAt(p, "a number is wanted, not %T", v)
		}
		if n.Kind == field.Int && !f.IsInt() {
			return nil, errorAt(p, "a whole number is wanted, not %s", numberText(f))
		}
		if _, exact := f.Int64(); n.Kind == field.Int && exact != big.Exact {
			return nil, errorAt(p, "%s does not fit into 64 bits", numberText(f))
		}
		return json.Number(nearestText(n, f)), nil
	case field.List:
		elems, ok := v.([]any)
		if !ok {
			return nil, errorAt(p, "a list is wanted, not %T", v)
		}
		out := make([]any, len(elems))
		for i, e := range elems {
			c, err := encode(n.Elem, e, p.AtListIndex(i))
			if err != nil {
				return nil, err
			}
			out[i] = c
		}
		return out, nil
	case field.Object:
		attrs, ok := v.(map[string]any)
		if !ok {
			return nil, errorAt(p, "an object is wanted, not %T", v)
		}
		return encodeAttrs(n, attrs, p)
	case field.Keyed:
		return encodeKeyed(n, v, p)
	default:
		return nil, errorAt(p, "nodes of kind %d have no JSON", n.Kind)
	}
}

// encodeJSON is the value whose text an attribute holds.
func encodeJSON(v any, p path.Path) (any, error) {
	s, ok := v.(string)
	if !ok {
		return nil, errorAt(p, "a string is wanted, not %T", v)
	}
	doc, err := ParseJSON([]byte(s))
	if err != nil {
		return nil, errorAt(p, "not valid JSON: %w", err)
	}
	if doc == nil {
		return nil, errorAt(p, "the JSON text null has no place in the API's documents; leave the attribute out")
	}
	if at, found := NullElement(doc); found {
		return nil, errorAt(p, "the JSON text has a null in an array, at %s, and null has no place in the API's documents; leave the element out", at)
	}
	return jsonx.WithoutNulls(doc), nil
}

// encodeMap leaves out what is null in a map of strings.
func encodeMap(v any, p path.Path) (any, error) {
	m, ok := v.(Map)
	if !ok {
		return nil, errorAt(p, "a map is wanted, not %T", v)
	}
	out := map[string]any{}
	for name, e := range m {
		if e == nil {
			continue
		}
		text, err := encode(&field.Node{}, e, p.AtMapKey(name))
		if err != nil {
			return nil, err
		}
		out[name] = text
	}
	return out, nil
}

// encodeKeyed is an array with an element for each attribute.
func encodeKeyed(n *field.Node, v any, p path.Path) (any, error) {
	attrs, ok := v.(map[string]any)
	if !ok {
		return nil, errorAt(p, "an object is wanted, not %T", v)
	}
	out := []any{}
	for _, a := range n.Attrs {
		if attrs[a.Name] == nil {
			continue
		}
		c, err := encode(a, attrs[a.Name], p.AtName(a.Name))
		if err != nil {
			return nil, err
		}
		out = append(out, withKey(n, a, c))
	}
	return out, nil
}

// withKey adds to an element of a Keyed array the property that tells its type.
func withKey(n, child *field.Node, element any) any {
	m, ok := element.(map[string]any)
	if !ok {
		return element
	}
	m[n.Key[0]] = child.JSON
	return m
}

// scalars converts the elements of an array of scalars (or references).
func scalars(n *field.Node, elems []any, p path.Path) ([]any, error) {
	out := make([]any, 0, len(elems))
	for i, e := range elems {
		v, err := scalar(n.Elem, e, p)
		if err != nil {
			_, err = scalar(n.Elem, e, p.AtListIndex(i)) // only an error says where it is
			return nil, err
		}
		if v != nil {
			out = append(out, v)
		}
	}
	return out, nil
}

// scalar converts a JSON scalar (or reference) to a value.
func scalar(n *field.Node, live any, p path.Path) (any, error) {
	if n.Wrap != "" {
		ref, ok := live.(map[string]any)
		if !ok {
			return nil, errorAt(p, "the API answered %s where an object with %q is documented", jsonKind(live), n.Wrap)
		}
		if live = ref[n.Wrap]; live == nil {
			return nil, nil
		}
	}
	switch n.Kind {
	case field.String:
		if s, ok := live.(string); ok {
			return jsonx.Legible(s), nil
		}
	case field.Bool, field.Link:
		if b, ok := live.(bool); ok {
			return b, nil
		}
	case field.Int, field.Number:
		if num, ok := live.(json.Number); ok {
			f, err := parseNumber(num.String())
			if err != nil {
				return nil, errorAt(p, "the API answered an unreadable number: %w", err)
			}
			if n.Kind == field.Int && !f.IsInt() {
				return nil, errorAt(p, "the API answered %s where a whole number is documented", num)
			}
			if _, exact := f.Int64(); n.Kind == field.Int && exact != big.Exact {
				return nil, errorAt(p, "the API answered %s, which does not fit into 64 bits", num)
			}
			return f, nil
		}
	case field.Map:
		if members, ok := live.(map[string]any); ok {
			out := Map{}
			for _, name := range sortedKeys(members) {
				text, err := scalar(&field.Node{}, members[name], p.AtMapKey(name))
				if err != nil {
					return nil, err
				}
				out[name] = text
			}
			return out, nil
		}
	case field.JSON:
		text, err := FormatJSON(live)
		return jsonx.Legible(string(text)), err
	}
	return nil, errorAt(p, "the API answered %s where %s is documented", jsonKind(live), kindName(n))
}

func jsonKind(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	case []any:
		return "an array"
	case map[string]any:
		return "an object"
	default:
		return fmt.Sprintf("%T", v)
	}
}

func kindName(n *field.Node) string {
	switch n.Kind {
	case field.Bool, field.Link:
		return "a boolean"
	case field.Int:
		return "a whole number"
	case field.Number:
		return "a number"
	case field.List, field.Keyed:
		return "an array"
	case field.Object, field.Inline, field.Map:
		return "an object"
	default:
		return "a string"
	}
}
