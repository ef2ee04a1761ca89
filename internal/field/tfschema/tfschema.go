// Package tfschema derives Terraform schemas from field trees.
package tfschema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Integers are Terraform numbers, and package validate checks that they are whole: the framework's own integers would
// report a fraction a second time, without saying what to do.

// Resource is the schema of a resource's attributes. Sensitive leaves are write-only arguments. Sensitive and
// deprecated attributes are optional whatever the API says, because generated configuration leaves them out.
func Resource(t *field.Tree) map[string]resource.Attribute {
	out := map[string]resource.Attribute{}
	resourceAttributes(t.Root, true, out)
	return out
}

// resourceAttributes adds the attributes of n. Those of an Inline object are only required where it is itself.
func resourceAttributes(n *field.Node, required bool, out map[string]resource.Attribute) {
	for _, a := range n.Attrs {
		required := required && (a.Mode == field.Required || a.Mode == field.RequiredCreateOnly) && !a.Sensitive && a.Deprecated == ""
		if a.Kind == field.Inline {
			resourceAttributes(a, required, out)
		} else {
			out[a.Name] = resourceAttribute(a, required)
		}
	}
}

func resourceAttribute(n *field.Node, required bool) resource.Attribute {
	computed := n.Chosen()
	optional := !required && !computed
	doc := Description(n)
	switch n.Kind {
	case field.Bool, field.Link:
		return resource.BoolAttribute{Required: required, Optional: optional, Computed: computed, WriteOnly: n.Sensitive,
			Sensitive: n.Sensitive, MarkdownDescription: doc, DeprecationMessage: n.Deprecated}
	case field.Int, field.Local, field.Number:
		return resource.NumberAttribute{Required: required, Optional: optional, Computed: computed, WriteOnly: n.Sensitive,
			Sensitive: n.Sensitive, MarkdownDescription: doc, DeprecationMessage: n.Deprecated}
	case field.Map:
		return resource.MapAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated, ElementType: types.StringType}
	case field.Object, field.Keyed:
		return resource.SingleNestedAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated,
			Attributes: Resource(&field.Tree{Root: n}), CustomType: objectType(n)}
	case field.List:
		if n.Elem.Kind == field.Object {
			return resource.ListNestedAttribute{Required: required, Optional: optional, Computed: computed,
				MarkdownDescription: doc, DeprecationMessage: n.Deprecated,
				CustomType: types.ListType{ElemType: objectType(n.Elem)},
				NestedObject: resource.NestedAttributeObject{
					Attributes: Resource(&field.Tree{Root: n.Elem}), CustomType: objectType(n.Elem)}}
		}
		return resource.ListAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated, ElementType: attrType(n.Elem)}
	default:
		return resource.StringAttribute{Required: required, Optional: optional, Computed: computed, WriteOnly: n.Sensitive,
			Sensitive: n.Sensitive || n.Once, MarkdownDescription: doc, DeprecationMessage: n.Deprecated}
	}
}

// Data is the schema of a data source: the tree's attributes as answers, inputs as arguments. An input that is also an
// attribute of the tree may be given or answered.
func Data(t *field.Tree, inputs []*field.Node) map[string]datasource.Attribute {
	out := map[string]datasource.Attribute{}
	for _, a := range codec.Attributes(t.Root) {
		out[a.Name] = dataAttribute(a, false, false, true)
	}
	for _, in := range inputs {
		_, answered := out[in.Name]
		required := in.Mode == field.Required
		out[in.Name] = dataAttribute(in, required, !required, answered && !required)
	}
	return out
}

func dataAttribute(n *field.Node, required, optional, computed bool) datasource.Attribute {
	doc := Description(n)
	nested := func(o *field.Node) map[string]datasource.Attribute {
		if required || optional { // below an argument stand arguments
			return Data(&field.Tree{Root: &field.Node{Kind: field.Object}}, codec.Attributes(o))
		}
		return Data(&field.Tree{Root: o}, nil)
	}
	switch n.Kind {
	case field.Bool, field.Link:
		return datasource.BoolAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated}
	case field.Int, field.Local, field.Number:
		return datasource.NumberAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated}
	case field.Map:
		return datasource.MapAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated, ElementType: types.StringType}
	case field.Object, field.Keyed:
		return datasource.SingleNestedAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated, Attributes: nested(n), CustomType: objectType(n)}
	case field.List:
		if n.Elem.Kind == field.Object {
			return datasource.ListNestedAttribute{Required: required, Optional: optional, Computed: computed,
				MarkdownDescription: doc, DeprecationMessage: n.Deprecated,
				CustomType:   types.ListType{ElemType: objectType(n.Elem)},
				NestedObject: datasource.NestedAttributeObject{Attributes: nested(n.Elem), CustomType: objectType(n.Elem)}}
		}
		return datasource.ListAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated, ElementType: attrType(n.Elem)}
	default:
		return datasource.StringAttribute{Required: required, Optional: optional, Computed: computed,
			MarkdownDescription: doc, DeprecationMessage: n.Deprecated}
	}
}

// objectType is built once per schema: the framework would otherwise build nested types again at every call.
func objectType(n *field.Node) types.ObjectType {
	attrs := map[string]attr.Type{}
	for _, a := range codec.Attributes(n) {
		attrs[a.Name] = attrType(a)
	}
	return types.ObjectType{AttrTypes: attrs}
}

func attrType(n *field.Node) attr.Type {
	switch n.Kind {
	case field.Bool, field.Link:
		return types.BoolType
	case field.Int, field.Local, field.Number:
		return types.NumberType
	case field.Map:
		return types.MapType{ElemType: types.StringType}
	case field.Object, field.Keyed:
		return objectType(n)
	case field.List:
		return types.ListType{ElemType: attrType(n.Elem)}
	default:
		return types.StringType
	}
}

// Description is what the documentation says of an attribute: its description, then what the tree knows: allowed
// values, the default that the server fills in, the order of lists.
func Description(n *field.Node) string {
	parts := []string{strings.TrimSpace(n.Doc)}
	enum := n.Enum
	if n.Elem != nil && enum == nil {
		enum = n.Elem.Enum
	}
	if enum != nil {
		quoted := make([]string, len(enum.Values))
		for i, v := range enum.Values {
			quoted[i] = "`" + v + "`"
		}
		what := "values"
		if n.Kind == field.Map {
			what = "names"
		}
		parts = append(parts, "Documented "+what+": "+strings.Join(quoted, ", ")+".")
	}
	if n.Default != nil {
		value := fmt.Sprint(n.Default)
		if list, ok := n.Default.([]string); ok {
			value = `["` + strings.Join(list, `", "`) + `"]`
		}
		parts = append(parts, "The API's default is `"+value+"`.")
	}
	o := n
	if n.Elem != nil {
		o = n.Elem
	}
	if branches, covered := choices(o); len(branches) > 1 {
		how, join := "Set exactly one of ", ", "
		if covered < len(codec.Attributes(o)) {
			how = "Set at most one of " // the others make sense of the object
		}
		if covered > len(branches) {
			how, join = how+"these: ", "; "
		}
		parts = append(parts, how+strings.Join(branches, join)+".")
	}
	if n.Kind == field.List && n.Ordered {
		parts = append(parts, "The order counts.")
	}
	if n.Unique {
		parts = append(parts, "No element twice.")
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// choices names the branches of a union: an attribute each, or all attributes of a branch. It also counts the
// attributes that they cover.
func choices(n *field.Node) (branches []string, covered int) {
	for _, a := range n.Attrs {
		switch {
		case a.Choice:
			attrs := []*field.Node{a}
			if a.Kind == field.Inline {
				attrs = codec.Attributes(a)
			}
			names := make([]string, len(attrs))
			for i, c := range attrs {
				names[i] = "`" + c.Name + "`"
			}
			text := names[0]
			if len(names) > 1 {
				text = "any of " + strings.Join(names, ", ")
			}
			branches, covered = append(branches, text), covered+len(attrs)
		case a.Kind == field.Inline:
			more, sum := choices(a)
			branches, covered = append(branches, more...), covered+sum
		}
	}
	return branches, covered
}
