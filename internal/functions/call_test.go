package functions_test

import (
	"context"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
)

// call is what Terraform does with provider::spotnana::<name>(arguments...).
func call(ctx context.Context, server tfprotov6.ProviderServer, name string, arguments ...*tfprotov6.DynamicValue) (tftypes.Value, *tfprotov6.FunctionError, error) {
	resp, err := server.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: name, Arguments: arguments})
	if err != nil || resp.Error != nil {
		return tftypes.Value{}, resp.Error, err
	}
	signature, err := server.GetFunctions(ctx, &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		return tftypes.Value{}, nil, err
	}
	v, err := resp.Result.Unmarshal(signature.Functions[name].Return.Type)
	return v, nil, err
}

// sent are arguments on their way to the provider.
func sent(t testing.TB, arguments list) []*tfprotov6.DynamicValue {
	t.Helper()
	out := make([]*tfprotov6.DynamicValue, len(arguments))
	for i, a := range arguments {
		d, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, value(a))
		if err != nil {
			t.Fatal(err)
		}
		out[i] = &d
	}
	return out
}

// value makes a Terraform value as a plain expression in a configuration has it: objects and tuples.
func value(v any) tftypes.Value {
	switch v := v.(type) {
	case tftypes.Value:
		return v
	case string:
		return tftypes.NewValue(tftypes.String, v)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case int, *big.Float:
		return tftypes.NewValue(tftypes.Number, v)
	case []any:
		types, values := make([]tftypes.Type, len(v)), make([]tftypes.Value, len(v))
		for i, e := range v {
			values[i] = value(e)
			types[i] = values[i].Type()
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: types}, values)
	case map[string]any:
		types, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
		for name, e := range v {
			values[name] = value(e)
			types[name] = values[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, values)
	default:
		return tftypes.NewValue(tftypes.DynamicPseudoType, v)
	}
}

type (
	object = map[string]any
	list   = []any
)

var unknown = tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)

// both are the functions of policies.
var both = []string{"policy_summary", "policy_statements"}

// What is no policy is refused at its argument, with what was expected.
func TestPolicyFunctions_refuse(t *testing.T) {
	server := crud.NewServer(&provider.Provider{})
	policy := object{"name": "Sales", "type": "GROUP", "user_groups": list{}}
	for name, c := range map[string]struct {
		arguments list
		argument  int64
		want      string
	}{
		"text":                 {list{"x"}, 0, "one travel policy is expected (a resource or a data source spotnana_policy, or an object with the same attributes), but this is a string"},
		"number":               {list{1}, 0, "this is a number"},
		"bool":                 {list{true}, 0, "this is a bool"},
		"null":                 {list{nil}, 0, "but this is null"},
		"list":                 {list{list{policy}}, 0, "this is a list: give one of its elements"},
		"map":                  {list{tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{})}, 0, "this is a map: give one of its elements"},
		"for_each":             {list{object{"a": policy, "b": policy}}, 0, `give one of them, such as spotnana_policy.example["key"]`},
		"nothing":              {list{object{}}, 0, "an object without name, type, user_groups"},
		"entry of a list":      {list{object{"id": "1", "name": "Sales"}}, 0, "an object without type, user_groups. Lists such as that of spotnana_policies have no rules"},
		"unknown object":       {list{tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}, tftypes.UnknownValue)}, 0, "an object without name, type, user_groups"},
		"id in place of other": {list{policy, object{"id": "1", "name": "x"}, "1"}, 2, "objects with id and name are expected"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, function := range both {
				got, failed, err := call(t.Context(), server, function, sent(t, c.arguments)...)
				if err != nil || failed == nil || failed.FunctionArgument == nil {
					t.Fatalf("%s gives %v, %v, %v", function, got, failed, err)
				}
				if *failed.FunctionArgument != c.argument || !strings.Contains(failed.Text, c.want) {
					t.Errorf("%s: argument %d: %s", function, *failed.FunctionArgument, failed.Text)
				}
			}
		})
	}
}

// Of a policy that is unknown as a whole nothing is known, whether its type is known or not; and it is not known what a policy says as long as
// what it may be talking of is unknown.
func TestPolicyFunctions_unknown(t *testing.T) {
	server := crud.NewServer(&provider.Provider{})
	policy := object{"name": "Sales", "type": "GROUP", "user_groups": list{}}
	department := object{"id": "1", "name": unknown}
	for name, arguments := range map[string]list{
		"policy":                 {unknown},
		"policy of a known type": {tftypes.NewValue(value(policy).Type(), tftypes.UnknownValue)},
		"data source":            {object{"name": "Sales", "type": unknown, "user_groups": unknown}},
		"parent is one":          {policy, object{"id": unknown, "name": "Default policy", "type": unknown, "user_groups": unknown}},
		"other":                  {policy, department["name"]},
		"one of several":         {policy, object{"id": "2", "name": "x"}, list{object{"id": "3", "name": "y"}, unknown}},
		"name":                   {policy, department},
		"name, for_each":         {policy, object{"a": object{"id": "2", "name": "x"}, "b": department}},
	} {
		for _, function := range both {
			got, failed, err := call(t.Context(), server, function, sent(t, arguments)...)
			if err != nil || failed != nil || got.IsKnown() {
				t.Errorf("%s, %s: %v, %v, %v", name, function, got, failed, err)
			}
		}
	}
}

// What the functions are given is what the statements are made of: all digits, all members, nothing twice.
func TestPolicyFunctions_say(t *testing.T) {
	server := crud.NewServer(&provider.Provider{})
	amount, ok := new(big.Float).SetPrec(512).SetString("123456789012345678901234567890.125")
	if !ok {
		t.Fatal("no number")
	}
	policy := object{
		"name": "Sales", "type": "GROUP", "user_groups": list{object{"departments": list{"1"}}}, "currency": object{"currency_code": "EUR"}, "parent_policy_id": nil, "is_restrictive": true,
		"hotel_policy_rules": object{"max_hotel_price_by_location": object{
			"max_default_price": object{"amount": tftypes.NewValue(tftypes.Number, amount), "currency_code": "EUR"}, "max_price_per_location_list": list{},
		}},
	}
	v, failed, err := call(t.Context(), server, "policy_summary", sent(t, list{policy, object{"x": object{"id": "1", "name": "Legal"}}})...)
	var got string
	if err != nil || failed != nil || v.As(&got) != nil {
		t.Fatal(v, failed, err)
	}
	for _, want := range []string{"Name: Sales\n", "at most 123456789012345678901234567890.125 EUR a night", "departments: Legal"} {
		if !strings.Contains(got, want) {
			t.Errorf("the summary lacks %q:\n%s", want, got)
		}
	}
}

// No value whatsoever is more than an error: a panic would end the plan of everything.
func TestPolicyFunctions_anyValue(t *testing.T) {
	server := crud.NewServer(&provider.Provider{})
	complete, ok := plain(t, resourceOf(t, server, "complete_policy.json", nil)).(object)
	if !ok {
		t.Fatal("no object")
	}
	rapid.Check(t, func(r *rapid.T) {
		function := rapid.SampledFrom(both).Draw(r, "function")
		if _, _, err := call(t.Context(), server, function, sent(t, list{disturbed(r, complete), list{disturbed(r, complete)}})...); err != nil {
			r.Fatal(err)
		}
	})
}

// disturbed is a value with others in place of some of its parts.
func disturbed(r *rapid.T, v any) any {
	if rapid.IntRange(0, 30).Draw(r, "disturb") == 0 {
		return rapid.SampledFrom(list{nil, unknown, "x", "", "12", 7, -1, true, list{}, list{nil}, list{"x", 1}, object{}, object{"is_linked": true}, object{"x": list{}}}).Draw(r, "by")
	}
	switch v := v.(type) {
	case object:
		out := object{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out[name] = disturbed(r, v[name])
		}
		return out
	case list:
		out := make(list, len(v))
		for i, e := range v {
			out[i] = disturbed(r, e)
		}
		return out
	default:
		return v
	}
}

// plain takes a Terraform value apart, for value to put it together again.
func plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	p, err := codec.FromTerraform(v)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
