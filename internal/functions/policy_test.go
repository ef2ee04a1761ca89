package functions

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

// What is unknown in a statement is unknown in its row, and nothing else is.
func TestRows(t *testing.T) {
	known, unknown := types.StringValue, types.StringUnknown()
	hotel := statement.Statement{Section: statement.Hotels, Rule: "Hotel", AppliesTo: "Munich, DE", Subject: "Hotel in Munich, DE", Value: "at most 140 EUR a night"}
	with := func(change func(s *statement.Statement)) statement.Statement {
		s := hotel
		change(&s)
		return s
	}
	for name, c := range map[string]struct {
		statement statement.Statement
		want      row
	}{
		"own": {hotel, row{known("Hotels"), known("Hotel"), known("Munich, DE"), known("Hotel in Munich, DE: at most 140 EUR a night"), known("at most 140 EUR a night"), types.StringNull()}},
		"inherited": {with(func(s *statement.Statement) { s.Inherited, s.From = true, "Default policy" }),
			row{known("Hotels"), known("Hotel"), known("Munich, DE"), known("Hotel in Munich, DE: at most 140 EUR a night (from Default policy)"), known("at most 140 EUR a night"), known("Default policy")}},
		"inherited from somewhere": {with(func(s *statement.Statement) { s.Inherited, s.Value = true, "inherited" }),
			row{known("Hotels"), known("Hotel"), known("Munich, DE"), known("Hotel in Munich, DE: inherited"), known("inherited"), known("")}},
		"unknown value": {with(func(s *statement.Statement) { s.Unknown = true }),
			row{known("Hotels"), known("Hotel"), known("Munich, DE"), unknown, unknown, types.StringNull()}},
		"unknown city": {with(func(s *statement.Statement) { s.Unknown, s.AppliesTo = true, "(known after apply), DE" }),
			row{known("Hotels"), known("Hotel"), unknown, unknown, unknown, types.StringNull()}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rows([]statement.Statement{c.statement}); len(got) != 1 || got[0] != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
