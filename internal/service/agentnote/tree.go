// Package agentnote is the resource spotnana_trip_agent_note and the data source spotnana_trip_agent_notes.
package agentnote

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares an agent note as the API lists it.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{field.Parent("trip_id", field.Any, "Id of the trip that the note belongs to.")},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "noteId", Wrap: "id", Mode: field.Computed, Doc: "Id of the note, a UUID that the API chooses."},
			{Name: "note", JSON: "note", Mode: field.RequiredCreateOnly, Format: field.Markup,
				Doc: "Text of the note. Another text replaces the note: the API cannot change one. How the API spells it does not count: " +
					"escaped for HTML, with markup, with other white space."},
			{Name: "pnr_id", JSON: "pnrId", Mode: field.CreateOnly, Doc: "Id of the booking that the note is about, one of the trip's. Another booking replaces the note."},
			{Name: "created_at", JSON: "createdAt", Wrap: "iso8601", Mode: field.Computed, Doc: "When the note was written, an RFC 3339 time."},
			senderInfo,
			updatedAt,
		}},
	}
})

// What the server keeps about a note. The sender is a profile, which changes with that user.
var (
	senderInfo = field.UserBasicInfo("sender_info", "senderInfo", field.Bookkeeping, "Who wrote the note. This is personal data, which thereby comes into the state.")
	updatedAt  = &field.Node{Name: "updated_at", JSON: "updatedAt", Wrap: "iso8601", Mode: field.Bookkeeping, Doc: "When the note was changed last, an RFC 3339 time."}
)
