package functions

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// stated makes the statements about the policy that is the first argument, with all further arguments as what it refers to. It is not
// known what they are where the policy is unknown as a whole, or something else is of which the policy may be talking.
func stated(ctx context.Context, arguments function.ArgumentsData) (p statement.Policy, known bool, failed *function.FuncError) {
	policy, others, failed := split(ctx, arguments)
	if failed != nil {
		return p, false, failed
	}
	subject, failed := take(policy, 0, checkPolicy)
	if failed != nil {
		return p, false, failed
	}
	objects := make([]any, len(others))
	for i, o := range others {
		if objects[i], failed = take(o, int64(i)+1, checkOther); failed != nil {
			return p, false, failed
		}
	}
	object, isKnown := subject.(map[string]any)
	if !isKnown || isUnread(object) || slices.ContainsFunc(objects, isOpen) {
		return p, false, nil
	}
	return statement.Of(object, statement.NewOthers(objects...)), true, nil
}

// take is an argument as the package statement wants it, after a check.
func take(v tftypes.Value, position int64, check func(tftypes.Value) error) (any, *function.FuncError) {
	if err := check(v); err != nil {
		return nil, function.NewArgumentFuncError(position, err.Error())
	}
	plain, err := codec.FromTerraform(v)
	if err != nil {
		return nil, function.NewArgumentFuncError(position, "the value cannot be read: "+err.Error())
	}
	return restated(plain), nil
}

// isUnread says that a policy is a data source that Terraform reads during the apply: of all its attributes, the arguments alone are known.
func isUnread(policy map[string]any) bool {
	return isUnknown(policy["type"]) && isUnknown(policy["user_groups"])
}

// isOpen says that it is not known yet which names and policies are there. An unknown id is the new object's, whose users are unknown, too.
func isOpen(other any) bool {
	switch other := other.(type) {
	case []any:
		return slices.ContainsFunc(other, isOpen)
	case map[string]any:
		if name, isNamed := other["name"]; isNamed {
			return isUnknown(name) || isUnread(other)
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(other)), isOpen)
	default:
		return isUnknown(other)
	}
}

func isUnknown(v any) bool { return v == statement.Unknown{} }

// split tells the policy from the others.
func split(ctx context.Context, arguments function.ArgumentsData) (policy tftypes.Value, others []tftypes.Value, failed *function.FuncError) {
	var first, rest attr.Value
	if failed = arguments.Get(ctx, &first, &rest); failed != nil {
		return policy, nil, failed
	}
	variadic, ok := rest.(basetypes.TupleValue)
	if !ok {
		return policy, nil, unexpected(rest)
	}
	values := make([]tftypes.Value, 0, len(variadic.Elements())+1)
	for _, argument := range append([]attr.Value{first}, variadic.Elements()...) {
		r, ok := argument.(raw)
		if !ok {
			return policy, nil, unexpected(argument)
		}
		values = append(values, r.value)
	}
	return values[0], values[1:], nil
}

func unexpected(argument attr.Value) *function.FuncError {
	return function.NewFuncError(fmt.Sprintf("an argument came as %T: this is an error of the provider, please report it", argument))
}

// identity are the attributes by which a policy is told from other objects.
var identity = []string{"name", "type", "user_groups"}

// checkPolicy looks at the type alone, which is there before the value is.
func checkPolicy(v tftypes.Value) error {
	if v.IsNull() {
		return noPolicy("null")
	}
	typ := v.Type()
	object, ok := typ.(tftypes.Object)
	switch {
	case typ.Is(tftypes.DynamicPseudoType):
		return nil
	case isCollection(typ):
		return noPolicy(kind(typ) + ": give one of its elements")
	case !ok:
		return noPolicy(kind(typ))
	}
	has := func(attr string) bool { _, ok := object.AttributeTypes[attr]; return ok }
	missing := slices.DeleteFunc(slices.Clone(identity), has)
	found := "an object without " + strings.Join(missing, ", ")
	switch {
	case len(missing) == 0:
		return nil
	case len(object.AttributeTypes) > 0 && holdsObjects(object):
		return noPolicy(`an object of objects, as a resource with for_each is: give one of them, such as spotnana_policy.example["key"]`)
	case has("id") && has("name"):
		return noPolicy(found + ". Lists such as that of spotnana_policies have no rules: read the policy with the data source spotnana_policy")
	default:
		return noPolicy(found)
	}
}

func noPolicy(found string) error {
	return fmt.Errorf("one travel policy is expected (a resource or a data source spotnana_policy, or an object with the same attributes), but this is %s", found)
}

// checkOther refuses what is neither an object nor a collection, which is most likely an id.
func checkOther(v tftypes.Value) error {
	typ := v.Type()
	if v.IsNull() || typ.Is(tftypes.DynamicPseudoType) || typ.Is(tftypes.Object{}) || isCollection(typ) {
		return nil
	}
	return fmt.Errorf("objects with id and name are expected (such as the policies from which this one inherits, or departments), one by one or as lists or maps, but this is %s: "+
		"give the whole object, not one of its attributes", kind(typ))
}

func isCollection(t tftypes.Type) bool {
	return t.Is(tftypes.List{}) || t.Is(tftypes.Set{}) || t.Is(tftypes.Tuple{}) || t.Is(tftypes.Map{})
}

func holdsObjects(t tftypes.Object) bool {
	for _, a := range t.AttributeTypes {
		if !a.Is(tftypes.Object{}) {
			return false
		}
	}
	return true
}

// kind names a type as people do.
func kind(t tftypes.Type) string {
	switch {
	case t.Is(tftypes.String):
		return "a string"
	case t.Is(tftypes.Number):
		return "a number"
	case t.Is(tftypes.Bool):
		return "a bool"
	case t.Is(tftypes.Map{}):
		return "a map"
	default:
		return "a list"
	}
}

// restated is a value as the package statement takes it.
func restated(v any) any {
	switch v := v.(type) {
	case codec.Unknown:
		return statement.Unknown{}
	case *big.Float:
		return json.Number(codec.NumberText(v))
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = restated(e)
		}
		return list
	case codec.Map:
		return members(v)
	case map[string]any:
		return members(v)
	default:
		return v
	}
}

func members(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for name, v := range m {
		out[name] = restated(v)
	}
	return out
}

// rawType is that of an argument of any type, which stays as it came: the framework's own dynamic values cost as much again as reading
// the argument does, because each of the hundreds of attributes of a policy is compared with a type that was made of it.
type rawType struct{ basetypes.DynamicType }

// Equal implements attr.Type.
func (rawType) Equal(o attr.Type) bool {
	_, ok := o.(rawType)
	return ok
}

func (rawType) String() string { return "rawType" }

// ValueFromTerraform implements attr.Type.
func (rawType) ValueFromTerraform(_ context.Context, v tftypes.Value) (attr.Value, error) {
	return raw{value: v}, nil
}

// ValueType implements attr.Type.
func (rawType) ValueType(context.Context) attr.Value { return raw{} }

// raw is an argument as it came.
type raw struct {
	basetypes.DynamicValue

	value tftypes.Value
}

// Type implements attr.Value.
func (raw) Type(context.Context) attr.Type { return rawType{} }

// Equal implements attr.Value.
func (r raw) Equal(o attr.Value) bool {
	other, ok := o.(raw)
	return ok && r.value.Equal(other.value)
}

// IsNull implements attr.Value.
func (r raw) IsNull() bool { return r.value.IsNull() }

// IsUnknown implements attr.Value.
func (r raw) IsUnknown() bool { return !r.value.IsKnown() }

func (r raw) String() string { return r.value.String() }

// ToTerraformValue implements attr.Value.
func (r raw) ToTerraformValue(context.Context) (tftypes.Value, error) { return r.value, nil }
