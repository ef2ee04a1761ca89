package codectest

import (
	"encoding/json"
	"math/big"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Readable turns a Terraform value into one that prints well and compares by meaning of its numbers, fractions as the
// nearest doubles: unknown is "?".
func Readable(v any) any {
	switch v := v.(type) {
	case *big.Float:
		if !v.IsInt() {
			v, _ = codec.Nearest(&field.Node{Kind: field.Number}, v)
		}
		return json.Number(v.Text('g', -1))
	case codec.Unknown:
		return "?"
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = Readable(e)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if e != nil {
				out[k] = Readable(e)
			}
		}
		return out
	}
	return v
}

// Plain turns a Terraform value into one that JSON can say, with all digits of its numbers.
func Plain(v any) any {
	switch v := v.(type) {
	case *big.Float:
		return json.Number(codec.NumberText(v))
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = Plain(e)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			out[name] = Plain(e)
		}
		return out
	}
	return v
}

// Diff compares Terraform attributes; empty when they are equal.
func Diff(want, got map[string]any) string { return cmp.Diff(Readable(want), Readable(got)) }
