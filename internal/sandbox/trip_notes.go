package sandbox

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/agentnote"
)

// TripAgentNotes are agent notes as the API lists them; their id is the note's UUID, their parent the trip.
const TripAgentNotes Kind = "tripAgentNotes"

var tripAgentNotes = &collection{
	kind: TripAgentNotes, title: "agent note", parent: Trips,
	path: "/v2/trips/{tripId}/agent-notes", param: "noteId", looseID: true,
	shape: agentNoteShape, id: "noteId.id",
	create:  operation{status: http.StatusCreated},
	remove:  operation{status: http.StatusNoContent},
	lists:   []listing{{member: "agentNotes", entry: wholeObject, shape: agentNoteShape}},
	check:   checkAgentNote,
	decide:  decideAgentNote,
	created: func(*call, *record) any { return nil }, // not even the id: the list has it
}

var agentNoteShape = shapeOf(agentnote.Tree())

func checkAgentNote(c *call, r, _ *record) error {
	if pnr := textAt(r.Object, "pnrId"); pnr != "" && !viewTrip(c.state.find(Trips, r.Parent)).has(pnr) {
		return notFound("PNR of the trip", pnr)
	}
	return nil
}

func decideAgentNote(s *Server, _ *record, _ map[string]any) map[string]any {
	return map[string]any{
		"senderInfo": map[string]any{
			"email": "api-user@sandbox.example",
			"name":  map[string]any{"given": "API", "family1": "User"},
		},
		"createdAt": map[string]any{"iso8601": s.timestamp()},
		"updatedAt": map[string]any{"iso8601": s.timestamp()},
	}
}
