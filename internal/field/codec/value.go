// Package codec converts between Terraform values and the API's JSON, driven by a field tree.
//
// Both sides are plain Go values. JSON is what encoding/json decodes with UseNumber. Terraform values are:
//
//	nil             null
//	Unknown{}       not known before apply
//	string, bool    String, JSON, Bool, Link
//	*big.Float      Int, Number, Local
//	map[string]any  Object, Keyed: attributes by Terraform name, a missing key is null
//	[]any           List
//	Map{}           Map
//
// Values are never changed in place. All functions may run in parallel.
package codec

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Unknown is the Terraform value that is not known before apply.
type Unknown struct{}

// Map is a Terraform map of strings. Those that are null say nothing; they are there because Terraform wants back what it planned.
type Map map[string]any

// precision of numbers in bits, that of Terraform itself (cty): decimal text survives the way there and back.
const precision = 512

// Type is the Terraform type of a node. Inline nodes have none.
func Type(n *field.Node) tftypes.Type {
	switch n.Kind {
	case field.Bool, field.Link:
		return tftypes.Bool
	case field.Int, field.Number, field.Local:
		return tftypes.Number
	case field.List:
		return tftypes.List{ElementType: Type(n.Elem)}
	case field.Map:
		return tftypes.Map{ElementType: tftypes.String}
	case field.Object, field.Keyed:
		types := map[string]tftypes.Type{}
		for _, a := range Attributes(n) {
			types[a.Name] = Type(a)
		}
		return tftypes.Object{AttributeTypes: types}
	default:
		return tftypes.String
	}
}

// Attributes are the nodes that are attributes of n in Terraform: its children, those of Inline ones hoisted.
// The slice is not to be changed.
func Attributes(n *field.Node) []*field.Node {
	if !slices.ContainsFunc(n.Attrs, func(a *field.Node) bool { return a.Kind == field.Inline }) {
		return n.Attrs
	}
	flat := make([]*field.Node, 0, len(n.Attrs))
	for _, a := range n.Attrs {
		if a.Kind == field.Inline {
			flat = append(flat, Attributes(a)...)
		} else {
			flat = append(flat, a)
		}
	}
	return flat
}

// FromTerraform converts a value as the framework hands it over.
func FromTerraform(v tftypes.Value) (any, error) {
	if !v.IsKnown() {
		return Unknown{}, nil
	}
	if v.IsNull() {
		return nil, nil
	}
	switch t := v.Type(); {
	case t.Is(tftypes.String):
		var s string
		err := v.As(&s)
		return s, err
	case t.Is(tftypes.Bool):
		var b bool
		err := v.As(&b)
		return b, err
	case t.Is(tftypes.Number):
		f := new(big.Float)
		err := v.As(f)
		return f, err
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}), t.Is(tftypes.Tuple{}):
		var elems []tftypes.Value
		if err := v.As(&elems); err != nil {
			return nil, err
		}
		list := make([]any, len(elems))
		for i, e := range elems {
			c, err := FromTerraform(e)
			if err != nil {
				return nil, err
			}
			list[i] = c
		}
		return list, nil
	case t.Is(tftypes.Map{}):
		var members map[string]tftypes.Value
		if err := v.As(&members); err != nil {
			return nil, err
		}
		out := make(Map, len(members))
		for name, m := range members {
			c, err := FromTerraform(m)
			if err != nil {
				return nil, err
			}
			out[name] = c
		}
		return out, nil
	case t.Is(tftypes.Object{}):
		var attrs map[string]tftypes.Value
		if err := v.As(&attrs); err != nil {
			return nil, err
		}
		object := make(map[string]any, len(attrs))
		for name, a := range attrs {
			c, err := FromTerraform(a)
			if err != nil {
				return nil, err
			}
			if c != nil {
				object[name] = c
			}
		}
		return object, nil
	default:
		return nil, fmt.Errorf("value of unexpected type %s", t)
	}
}

// ToTerraform converts a value to the given type, which must fit; attributes that the value lacks become null.
func ToTerraform(t tftypes.Type, v any) (tftypes.Value, error) {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(t, nil), nil
	case Unknown:
		return tftypes.NewValue(t, tftypes.UnknownValue), nil
	case []any:
		list, ok := t.(tftypes.List)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("a list where %s is wanted", t)
		}
		elems := make([]tftypes.Value, len(v))
		for i, e := range v {
			c, err := ToTerraform(list.ElementType, e)
			if err != nil {
				return tftypes.Value{}, err
			}
			elems[i] = c
		}
		return checked(t, elems)
	case Map:
		members := make(map[string]tftypes.Value, len(v))
		for name, m := range v {
			c, err := ToTerraform(tftypes.String, m)
			if err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}
			members[name] = c
		}
		return checked(t, members)
	case map[string]any:
		object, ok := t.(tftypes.Object)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("an object where %s is wanted", t)
		}
		attrs := make(map[string]tftypes.Value, len(object.AttributeTypes))
		for name, at := range object.AttributeTypes {
			c, err := ToTerraform(at, v[name])
			if err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}
			attrs[name] = c
		}
		return checked(t, attrs)
	default:
		return checked(t, v)
	}
}

// checked is NewValue with an error in place of its panic.
func checked(t tftypes.Type, v any) (tftypes.Value, error) {
	if err := tftypes.ValidateValue(t, v); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(t, v), nil
}

// object is v as an object, nil when it is null or unknown.
func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// HasUnknown says that something in v is unknown.
func HasUnknown(v any) bool {
	switch v := v.(type) {
	case Unknown:
		return true
	case []any:
		for _, e := range v {
			if HasUnknown(e) {
				return true
			}
		}
	case Map:
		return HasUnknown(map[string]any(v))
	case map[string]any:
		for _, e := range v {
			if HasUnknown(e) {
				return true
			}
		}
	}
	return false
}

// present says that a child node has a value in its parent's attributes; an Inline one, that any below it has.
func present(n *field.Node, attrs map[string]any) bool {
	if n.Kind != field.Inline {
		return attrs[n.Name] != nil
	}
	for _, a := range n.Attrs {
		if !a.IsLocal() && present(a, attrs) {
			return true
		}
	}
	return false
}
