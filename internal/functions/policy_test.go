package functions

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// What is unknown in a statement is unknown in its row, and nothing else is.
func TestRows(t *testing.T) {
	hotel := statement.Statement{Section: statement.Hotels, Rule: "Highest hotel price", AppliesTo: "Munich, DE", Subject: "Hotel in Munich, DE", Value: "at most 140 EUR a night"}
	own := map[string]attr.Value{
		"section": types.StringValue("Hotels"), "rule": types.StringValue("Highest hotel price"), "applies_to": types.StringValue("Munich, DE"),
		"text": types.StringValue("Hotel in Munich, DE: at most 140 EUR a night"), "value": types.StringValue("at most 140 EUR a night"), "inherited": types.StringNull(),
	}
	for name, c := range map[string]struct {
		change func(s *statement.Statement)
		want   map[string]attr.Value
	}{
		"own": {func(*statement.Statement) {}, nil},
		"inherited": {func(s *statement.Statement) { s.Inherited, s.From = true, "Default policy" },
			map[string]attr.Value{"text": types.StringValue("Hotel in Munich, DE: at most 140 EUR a night (from Default policy)"), "inherited": types.StringValue("Default policy")}},
		"inherited from somewhere": {func(s *statement.Statement) { s.Inherited, s.Value = true, "inherited" },
			map[string]attr.Value{"text": types.StringValue("Hotel in Munich, DE: inherited"), "value": types.StringValue("inherited"), "inherited": types.StringValue("")}},
		"unknown value": {func(s *statement.Statement) { s.Unknown = true },
			map[string]attr.Value{"text": types.StringUnknown(), "value": types.StringUnknown()}},
		"unknown link": {func(s *statement.Statement) {
			s.Unknown, s.Inherited, s.Value = true, true, "inherited or not (known after apply)"
		},
			map[string]attr.Value{"text": types.StringUnknown(), "value": types.StringUnknown(), "inherited": types.StringUnknown()}},
		"unknown value of a parent": {func(s *statement.Statement) { s.Unknown, s.Inherited, s.From = true, true, "Default policy" },
			map[string]attr.Value{"text": types.StringUnknown(), "value": types.StringUnknown(), "inherited": types.StringValue("Default policy")}},
		"unknown rule of a parent": {func(s *statement.Statement) {
			s.Unknown, s.Inherited, s.From, s.Value = true, true, "Default policy", "(known after apply)"
		}, map[string]attr.Value{"text": types.StringUnknown(), "value": types.StringUnknown(), "inherited": types.StringUnknown()}},
		"unknown city": {func(s *statement.Statement) { s.Unknown, s.AppliesTo = true, "(known after apply), DE" },
			map[string]attr.Value{"text": types.StringUnknown(), "value": types.StringUnknown(), "applies_to": types.StringUnknown()}},
	} {
		t.Run(name, func(t *testing.T) {
			s, want := hotel, maps.Clone(own)
			c.change(&s)
			maps.Copy(want, c.want)
			if got := rows(statement.Policy{Statements: []statement.Statement{s}}); !got.Equal(types.ListValueMust(rowType, []attr.Value{types.ObjectValueMust(rowType.AttrTypes, want)})) {
				t.Errorf("got %v, want %v", got, want)
			}
			if got := rows(statement.Policy{Statements: []statement.Statement{s}, Open: true}); !got.IsUnknown() {
				t.Errorf("of an unknown number of statements %v are known", got)
			}
		})
	}
}

// Where statements of a rule may change places, all of that rule are unknown, and no other.
func TestRows_order(t *testing.T) {
	hotel := func(subject, value string, unknown bool) statement.Statement {
		return statement.Statement{Section: statement.Hotels, Rule: "Highest hotel price", Subject: subject, Value: value, Unknown: unknown}
	}
	stars := statement.Statement{Section: statement.Hotels, Rule: "Stars", Subject: "Stars", Value: "3"}
	for name, c := range map[string]struct {
		statements []statement.Statement
		known      []bool
	}{
		"known":          {[]statement.Statement{hotel("A", "1", false), hotel("B", "1", false), stars}, []bool{true, true, true}},
		"unknown value":  {[]statement.Statement{hotel("A", "(known after apply)", true), hotel("B", "1", false), stars}, []bool{false, true, true}},
		"same subject":   {[]statement.Statement{hotel("A", "(known after apply)", true), hotel("A", "1", false), stars}, []bool{false, false, true}},
		"unknown city":   {[]statement.Statement{stars, hotel("(known after apply)", "1", true), hotel("B", "1", false)}, []bool{true, false, false}},
		"only statement": {[]statement.Statement{stars, hotel("(known after apply)", "1", true)}, []bool{true, false}},
		"none":           {nil, nil},
	} {
		var known []bool
		for _, e := range rows(statement.Policy{Statements: c.statements}).Elements() {
			known = append(known, !e.(types.Object).Attributes()["text"].IsUnknown())
		}
		if !slices.Equal(known, c.known) {
			t.Errorf("%s: known are %v, want %v", name, known, c.known)
		}
	}
}
