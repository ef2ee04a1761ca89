package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/agentnote"
)

var _ = register(&Subject{
	Type: "trip_agent_note", Title: "agent note", Kind: sandbox.TripAgentNotes, Tree: agentnote.Tree(),
	Parent: Trip, Collection: "/v2/trips/*/agent-notes", Replaced: true,
	Config:    `note = "Window seat."`,
	Changes:   []string{"Window", "Aisle"},
	Names:     []string{"Window seat."},
	Texts:     `note = "N ${var.text}"`,
	EmptyData: "data \"spotnana_trip_agent_notes\" \"test\" {\n  trip_id = local.nothing\n}\n",
	Theirs: func() map[string]any {
		at := map[string]any{"iso8601": "2025-01-01T00:00:00Z"}
		return map[string]any{"noteId": map[string]any{"id": "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7a"}, "note": "Window seat, please.", "createdAt": at, "updatedAt": at}
	},
	Sample: []string{"create/wrong shape"},
	Random: Random{
		Most:       3,
		Attributes: func(name func(string) string) map[string]any { return map[string]any{"note": name("Note")} },
		Is:         func(object, arguments map[string]any) bool { return object["note"] == arguments["note"] },
	},
})
