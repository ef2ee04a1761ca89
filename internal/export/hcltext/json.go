package hcltext

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// JSON is the text of a JSON value: a call of jsonencode where that makes a text of the same meaning, else the text itself.
func JSON(s string) Value {
	parsed, err := codec.ParseJSON([]byte(s))
	if err != nil {
		return Text(s)
	}
	switch parsed.(type) {
	case map[string]any, []any:
	default:
		return Text(s)
	}
	v := Call("jsonencode", ofJSON(parsed))
	if !means(v, parsed) {
		return Text(s)
	}
	return v
}

// ofJSON is a JSON value as an expression.
func ofJSON(v any) Value {
	switch v := v.(type) {
	case map[string]any:
		var members []Member
		for _, name := range slices.Sorted(maps.Keys(v)) {
			members = append(members, Member{Name: name, Value: ofJSON(v[name])})
		}
		return Object(members)
	case []any:
		elems := make([]Value, len(v))
		for i, e := range v {
			elems[i] = ofJSON(e)
		}
		return List(elems)
	case string:
		return Text(v)
	case bool:
		if v {
			return Raw("true")
		}
		return Raw("false")
	case json.Number:
		return Raw(v.String())
	}
	return Raw("null")
}

// means says that Terraform makes a JSON text of the expression that means the same as the value.
func means(v Value, want any) bool {
	expr, diags := hclsyntax.ParseExpression([]byte(v.line()), "", hcl.InitialPos)
	if diags.HasErrors() {
		return false
	}
	got, diags := expr.Value(&hcl.EvalContext{Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc}})
	if diags.HasErrors() {
		return false
	}
	parsed, err := codec.ParseJSON([]byte(got.AsString()))
	return err == nil && codec.SameJSON(parsed, want)
}
