package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/agentnote"
)

var _ = register(&Subject{
	Type: "trip_agent_note", Title: "agent note", Kind: sandbox.TripAgentNotes, Tree: field.ForResource(agentnote.Tree()),
	Parent: Trip, Collection: "/v2/trips/*/agent-notes", Replaced: true,
	Contract: []Schema{
		{Document: "trip", Name: "AgentNote", Tree: agentnote.Tree()},
		{Document: "trip", Name: "ListAgentNotesResponse", Tree: agentnote.ListTree()},
		{Document: "trip", Name: "CreateAgentNoteRequest", Tree: field.ForResource(agentnote.Tree()), Request: true},
	},
	Config:    `note = "Window seat."`,
	Changes:   []string{"Window", "Aisle"},
	Names:     []string{"Window seat."},
	Texts:     `note = "N ${var.text}"`,
	EmptyData: "data \"spotnana_trip_agent_notes\" \"test\" {\n  trip_id = local.nothing\n}\n",
	Theirs: func() map[string]any {
		at := map[string]any{"iso8601": "2025-01-01T00:00:00Z"}
		return map[string]any{"noteId": map[string]any{"id": usualID}, "note": "Window seat, please.", "createdAt": at, "updatedAt": at}
	},
	Sample: []string{"create/wrong shape"},
	Random: Random{
		Most:       3,
		Attributes: func(name func(string) string) map[string]any { return map[string]any{"note": name("Note")} },
		Is:         func(object, arguments map[string]any) bool { return object["note"] == arguments["note"] },
	},
})
