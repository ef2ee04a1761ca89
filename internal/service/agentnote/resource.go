package agentnote

import (
	"context"
	"errors"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

var notes = &endpoint.Endpoint{
	Name: "trip_agent_note", Title: "agent note", Tree: Tree,
	Item: "/v2/trips/{trip_id}/agent-notes/{id}",
	List: endpoint.List{Entries: "agentNotes", Attr: "agent_notes", Entry: listed(), Complete: true},
	Key:  func(attrs map[string]any) string { return service.Text(attrs, "note") },
}

// NewResource is the resource spotnana_trip_agent_note.
var NewResource = notes.Resource(func() crud.Spec {
	return crud.Spec{
		Doc:      "A note to the agents who look after a trip. A note cannot be changed, so every change replaces it.",
		Connect:  endpoint.Connect(func(a endpoint.API) crud.API { return &api{a} }, notes),
		SameText: spelling.SameWords,
		Gist:     spelling.Gist,
		Unnamed:  true,
	}
})

// api is the agent notes of a trip.
type api struct{ endpoint.API }

// Create leaves it to the engine to find the new note in the list of all, because the answer does not name it.
func (a *api) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (crud.Made, error) {
	_, err := a.Post(ctx, w, attrs, body)
	return crud.Made{}, err
}

// Update is never called: all attributes are fixed when a note is made.
func (a *api) Update(context.Context, httpx.Write, crud.Ref, map[string]any, map[string]any) error {
	return errors.New("an agent note cannot be changed; this is a defect of the provider")
}
