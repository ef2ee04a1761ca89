// Package agentnote is the resource spotnana_trip_agent_note and the data source spotnana_trip_agent_notes.
package agentnote

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares an agent note as the API lists it.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "noteId", Wrap: "id", Mode: field.Computed, Doc: "Id of the note, a UUID that the API chooses."},
		{Name: "trip_id", Mode: field.RequiredCreateOnly, Doc: "Id of the trip that the note belongs to."},
		{Name: "note", JSON: "note", Mode: field.RequiredCreateOnly, Format: field.Markup,
			Doc: "Text of the note. Another text replaces the note: the API cannot change one. How the API spells it does not count: " +
				"escaped for HTML, with markup, with other white space."},
		{Name: "pnr_id", JSON: "pnrId", Mode: field.CreateOnly, Doc: "Id of the booking that the note is about, one of the trip's. Another booking replaces the note."},
		{Name: "created_at", JSON: "createdAt", Wrap: "iso8601", Mode: field.Computed, Doc: "When the note was written, an RFC 3339 time."},
	}}}
})

// Exceptions are the properties of the API's document that the tree lacks, with the reason.
var Exceptions = map[string]string{
	"senderInfo": "the profile of whoever wrote the note, which changes with that user; the data source has it",
	"updatedAt":  "bookkeeping of the server; the data source has it",
}
