package agentnote

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

// ListTree declares the notes of a trip as the API lists them.
var ListTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "agent_notes", JSON: "agentNotes", Kind: field.List, Mode: field.Required, Doc: "The notes of the trip, in the order of the API.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "id", JSON: "noteId", Wrap: "id", Mode: field.Required, Doc: "Id of the note, a UUID."},
				{Name: "note", JSON: "note", Mode: field.Required, Doc: "Text of the note, as the API spells it: it may be escaped for HTML."},
				{Name: "pnr_id", JSON: "pnrId", Doc: "Id of the booking that the note is about, null where it is about the whole trip."},
				field.UserBasicInfo("sender_info", "senderInfo", field.Required, "Who wrote the note. This is personal data, which thereby comes into the state."),
				{Name: "created_at", JSON: "createdAt", Wrap: "iso8601", Mode: field.Required, Doc: "When the note was written, an RFC 3339 time."},
				{Name: "updated_at", JSON: "updatedAt", Wrap: "iso8601", Mode: field.Required, Doc: "When the note was changed last, an RFC 3339 time."},
			}}},
	}}}
})

// NewListDataSource is the data source spotnana_trip_agent_notes.
func NewListDataSource() datasource.DataSource { return newListDataSource()() }

var newListDataSource = sync.OnceValue(func() func() datasource.DataSource {
	return crud.NewDataSource(&crud.DataSpec{
		Name:   "trip_agent_notes",
		Doc:    "All notes to the agents who look after a trip, whoever wrote them.",
		Tree:   ListTree(),
		Names:  []crud.Name{{Attr: "trip_id", Title: "trip"}},
		Inputs: []*field.Node{{Name: "trip_id", Mode: field.Required, Doc: "Id of the trip."}},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			notes, err := list(ctx, c.Spotnana, service.Text(in, "trip_id"), false)
			found := make([]any, len(notes))
			for i, n := range notes {
				found[i] = n
			}
			return map[string]any{"agentNotes": found}, err
		},
	})
})
