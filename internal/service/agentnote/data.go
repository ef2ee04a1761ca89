package agentnote

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// NewListDataSource is the data source spotnana_trip_agent_notes.
var NewListDataSource = notes.Many("All notes to the agents who look after a trip, whoever wrote them.")

// ListTree declares the notes of a trip as the API lists them.
func ListTree() *field.Tree { return notes.ListTree() }

func listed() []*field.Node {
	return []*field.Node{
		{Name: "id", JSON: "noteId", Wrap: "id", Mode: field.Required, Doc: "Id of the note, a UUID."},
		{Name: "note", JSON: "note", Mode: field.Required, Doc: "Text of the note, as the API spells it: it may be escaped for HTML."},
		{Name: "pnr_id", JSON: "pnrId", Doc: "Id of the booking that the note is about, null where it is about the whole trip."},
		senderInfo,
		{Name: "created_at", JSON: "createdAt", Wrap: "iso8601", Mode: field.Required, Doc: "When the note was written, an RFC 3339 time."},
		updatedAt,
	}
}
