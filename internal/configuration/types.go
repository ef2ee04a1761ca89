package configuration

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// form is how the values of a type are put together.
type form int

const (
	free   form = iota // anything: no name in it is wrong
	record             // an object, whose names are known
	list               // a list, a set or a tuple
	table              // a map, whose keys are free
)

// shape is a type as far as it has names, be it of the provider's schema or of a variable.
type shape struct {
	form   form
	names  map[string]member // of a record
	blocks map[string]*shape // nested blocks of a resource
	elem   *shape            // of a list or a table
}

// member is one attribute of a record.
type member struct {
	shape *shape
	// Where a variable's type declares it, and what it defaults to there. Those of the provider's schema have neither.
	declared hcl.Range
	value    hcl.Expression
}

var anything = &shape{form: free}

// blockShape is the shape of what stands between the braces of a block.
func blockShape(b *tfprotov6.SchemaBlock) *shape {
	out := &shape{form: record, names: attributeShapes(b.Attributes), blocks: map[string]*shape{}}
	for _, nested := range b.BlockTypes {
		out.blocks[nested.TypeName] = blockShape(nested.Block)
	}
	return out
}

func attributeShapes(attributes []*tfprotov6.SchemaAttribute) map[string]member {
	out := make(map[string]member, len(attributes))
	for _, a := range attributes {
		s := typeShape(a.Type)
		if a.NestedType != nil {
			s = &shape{form: record, names: attributeShapes(a.NestedType.Attributes)}
			switch a.NestedType.Nesting {
			case tfprotov6.SchemaObjectNestingModeList, tfprotov6.SchemaObjectNestingModeSet:
				s = &shape{form: list, elem: s}
			case tfprotov6.SchemaObjectNestingModeMap:
				s = &shape{form: table, elem: s}
			}
		}
		out[a.Name] = member{shape: s}
	}
	return out
}

func typeShape(t tftypes.Type) *shape {
	switch t := t.(type) {
	case tftypes.Object:
		names := make(map[string]member, len(t.AttributeTypes))
		for name, a := range t.AttributeTypes {
			names[name] = member{shape: typeShape(a)}
		}
		return &shape{form: record, names: names}
	case tftypes.List:
		return &shape{form: list, elem: typeShape(t.ElementType)}
	case tftypes.Set:
		return &shape{form: list, elem: typeShape(t.ElementType)}
	case tftypes.Map:
		return &shape{form: table, elem: typeShape(t.ElementType)}
	default:
		return anything
	}
}

// constraintShape is the shape of a variable's type, such as map(object({ cap = optional(number) })). A tuple is like a list of anything.
func constraintShape(e hclsyntax.Expression) *shape {
	call, ok := e.(*hclsyntax.FunctionCallExpr)
	if !ok || len(call.Args) == 0 {
		return anything
	}
	switch arg := call.Args[0]; call.Name {
	case "object":
		o, ok := arg.(*hclsyntax.ObjectConsExpr)
		if !ok {
			return anything
		}
		return &shape{form: record, names: declaredMembers(o)}
	case "optional":
		return constraintShape(arg)
	case "list", "set":
		return &shape{form: list, elem: constraintShape(arg)}
	case "map":
		return &shape{form: table, elem: constraintShape(arg)}
	default:
		return anything
	}
}

func declaredMembers(o *hclsyntax.ObjectConsExpr) map[string]member {
	out := make(map[string]member, len(o.Items))
	for _, item := range o.Items {
		name := hcl.ExprAsKeyword(item.KeyExpr)
		if name == "" {
			if v, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && isText(v) {
				name = v.AsString()
			}
		}
		m := member{shape: constraintShape(item.ValueExpr), declared: item.KeyExpr.Range()}
		if call, ok := item.ValueExpr.(*hclsyntax.FunctionCallExpr); ok && call.Name == "optional" && len(call.Args) > 1 {
			m.value = call.Args[1]
		}
		out[name] = m
	}
	return out
}
