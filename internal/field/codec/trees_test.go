package codec_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// policy is a tree with one of everything that real objects have, in the shapes of a travel policy.
var policy = described(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
	{Name: "company_id", Mode: field.RequiredCreateOnly},
	{Name: "protected", Kind: field.Bool},
	{Name: "id", JSON: "id", Mode: field.Computed},
	{Name: "rank", JSON: "rank", Kind: field.Int, Mode: field.Status},
	{Name: "origin", JSON: "origin", Mode: field.CreateOnly},

	{Name: "name", JSON: "name", Mode: field.Required},
	{Name: "note", JSON: "note"},
	{Name: "level", JSON: "level", Enum: &field.Enum{Name: "Level", Values: []string{"LOW", "HIGH"}}, Default: "LOW"},
	{Name: "active", JSON: "active", Kind: field.Bool, Default: true},
	{Name: "days", JSON: "days", Kind: field.Int, Default: int64(7)},
	{Name: "factor", JSON: "factor", Kind: field.Number},
	{Name: "home", JSON: "home", Format: field.Country},
	{Name: "parent_id", JSON: "parent", Wrap: "id"},
	{Name: "valid_from", JSON: "validFrom", Wrap: "iso8601"},
	{Name: "approver_ids", JSON: "approvers", Kind: field.List, Elem: &field.Node{Wrap: "id"}},
	{Name: "country_codes", JSON: "countryCodes", Kind: field.List, Elem: &field.Node{Format: field.Country}},
	{Name: "lines", JSON: "lines", Kind: field.List, Elem: &field.Node{}, Ordered: true},
	{Name: "extras", JSON: "extras", Kind: field.JSON},
	{Name: "legacy", JSON: "legacy", Deprecated: "Use note."},
	{Name: "old_contact", JSON: "oldContact", Kind: field.Object, Deprecated: "Use contact.", Attrs: contact},
	{Name: "contact", JSON: "contact", Kind: field.Object, Attrs: contact},

	// Choices: between a scalar and the link, with a wrapper, with a sibling beside the choice, between two values.
	{Name: "currency", JSON: "currency", Kind: field.Object, Mode: field.Required, Attrs: []*field.Node{
		{Name: "currency_code", JSON: "currencyCode", Choice: true, Format: field.Currency}, link,
	}},
	{Name: "airlines", JSON: "airlines", Kind: field.Object, Attrs: []*field.Node{link,
		{JSON: "airlinesProps", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
			{Name: "codes", JSON: "codes", Kind: field.List, Elem: &field.Node{}},
			{Name: "strict", JSON: "strict", Kind: field.Bool, Default: false},
		}},
	}},
	{Name: "stars", JSON: "stars", Kind: field.Object, Attrs: []*field.Node{link,
		{JSON: "starsProps", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
			{Name: "min", JSON: "min", Kind: field.Int, Mode: field.Required}, {Name: "max", JSON: "max", Kind: field.Int},
		}},
		{Name: "exempt", JSON: "exempt", Kind: field.Bool, Default: false},
	}},
	{Name: "difference", JSON: "difference", Kind: field.Object, Attrs: difference},

	// Lists of objects: without key, with key and lists within lists, ordered, wrapped.
	{Name: "groups", JSON: "groups", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "departments", JSON: "departments", Kind: field.List, Elem: &field.Node{}},
		{Name: "country_codes", JSON: "countryCodes", Kind: field.List, Elem: &field.Node{Format: field.Country}},
		{Name: "label", JSON: "label"},
		{Name: "weight", JSON: "weight", Kind: field.Int, Default: int64(1)},
	}}},
	{Name: "approvals", JSON: "approvals", Kind: field.List, Key: []string{"type"}, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "type", JSON: "type", Mode: field.Required},
		{Name: "notify", JSON: "notify", Kind: field.Bool, Default: false},
		{Name: "contact", JSON: "contact", Kind: field.Object, Attrs: contact},
		{Name: "conditions", JSON: "conditions", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "label", JSON: "label"},
			{Name: "limits", JSON: "limits", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "region", JSON: "region"}, {Name: "amount", JSON: "amount", Kind: field.Number},
			}}},
		}}},
		{Name: "token_wo", JSON: "token", Sensitive: true},
		{Name: "token_wo_version", Kind: field.Local},
	}}},
	{Name: "steps", JSON: "steps", Kind: field.List, Ordered: true, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "action", JSON: "action"}, {Name: "hours", JSON: "hours", Kind: field.Int},
	}}},
	{JSON: "support", Kind: field.Inline, Attrs: []*field.Node{
		{Name: "desks", JSON: "elements", Kind: field.List, Key: []string{"tier"}, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "tier", JSON: "tier"}, {Name: "phone", JSON: "phone"},
		}}},
		{Name: "hours", JSON: "hours"},
	}},

	{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"ruleType"}, Attrs: []*field.Node{
		rule("car_types", "CAR_TYPES", "carTypesProps", &field.Node{Name: "car_types", JSON: "carTypes", Kind: field.List, Elem: &field.Node{}, Mode: field.Required}),
		rule("cabins", "CABINS", "cabinsProps", &field.Node{Name: "cabins", JSON: "cabins", Kind: field.List, Elem: &field.Node{}, Mode: field.Required}),
		rule("rail_price", "RAIL_PRICE", "railPriceProps",
			&field.Node{Name: "prices", JSON: "prices", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "price", JSON: "price", Kind: field.Number}, {Name: "hours", JSON: "hours", Kind: field.Int},
			}}},
			&field.Node{Name: "taxed", JSON: "taxed", Kind: field.Bool, Default: false}),
	}},

	{Name: "secret_wo", JSON: "secret", Sensitive: true},
	{Name: "secret_wo_version", Kind: field.Local},
}}})

// older is the tree as a version might have had it that knew less.
var older = field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{{Name: "name", JSON: "name"}}}}

var (
	link    = &field.Node{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true}
	contact = []*field.Node{
		{Name: "email", JSON: "email", Mode: field.Required},
		{Name: "phone", JSON: "phone", Kind: field.Object, Attrs: []*field.Node{
			{Name: "number", JSON: "number"}, {Name: "kind", JSON: "kind"},
		}},
		{Name: "remark", JSON: "remark"},
	}
	difference = []*field.Node{
		{Name: "money", JSON: "money", Kind: field.Object, Choice: true, Attrs: []*field.Node{
			{Name: "amount", JSON: "amount", Kind: field.Number, Mode: field.Required},
			{Name: "currency_code", JSON: "currencyCode", Format: field.Currency, Mode: field.Required},
		}},
		{Name: "percentage", JSON: "percentage", Kind: field.Number, Choice: true},
	}
)

// rule is an element of rules: a value that is linked or given by properties, and an action beside it.
func rule(name, key, props string, attrs ...*field.Node) *field.Node {
	return &field.Node{Name: name, JSON: key, Kind: field.Object, Attrs: []*field.Node{
		{JSON: "policyValue", Kind: field.Inline, Attrs: []*field.Node{link,
			{JSON: "universalProps", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
				{JSON: props, Kind: field.Inline, Attrs: attrs},
			}},
		}},
		{JSON: "action", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "prevent_booking", JSON: "preventBooking", Kind: field.Object, Attrs: []*field.Node{
				{Name: "prevent", JSON: "prevent", Kind: field.Bool, Default: false}, {Name: "reason", JSON: "reason"},
			}},
		}},
	}}
}

// described fills in the descriptions, which say nothing here.
func described(t *field.Tree) *field.Tree {
	for _, n := range t.All() {
		if n.Name != "" {
			n.Doc = "Described elsewhere."
		}
	}
	return t
}

func TestSyntheticTreeIsWellFormed(t *testing.T) {
	if problems := field.Check(policy); problems != nil {
		t.Error(strings.Join(problems, "\n"))
	}
}

// doc is a live object or body, written as JSON.
func doc(t testing.TB, text string) map[string]any {
	t.Helper()
	v, err := codec.ParseJSON([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v.(map[string]any)
}

// tf is attributes, written as JSON; the string "?" stands for an unknown value.
func tf(t testing.TB, text string) map[string]any {
	t.Helper()
	return toTF(t, doc(t, text)).(map[string]any)
}

func toTF(t testing.TB, v any) any {
	switch v := v.(type) {
	case json.Number:
		f, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		return f
	case string:
		if v == "?" {
			return codec.Unknown{}
		}
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = toTF(t, e)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if e != nil {
				out[k] = toTF(t, e)
			}
		}
		return out
	}
	return v
}

// must unwraps a result that cannot fail in the test at hand.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// remembered is what an update leaves behind: the memory of live beside state.
func remembered(t testing.TB, live, state map[string]any) *codec.Memory {
	t.Helper()
	return must(codec.Remember(policy, live, state, nil))(t)
}
