package agentnote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewResource is the resource spotnana_trip_agent_note.
func NewResource() resource.Resource { return newResource()() }

var newResource = sync.OnceValue(func() func() resource.Resource {
	return crud.NewResource(&crud.Spec{
		Name:       "trip_agent_note",
		Title:      "agent note",
		Doc:        "A note to the agents who look after a trip. A note cannot be changed, so every change replaces it.",
		Tree:       Tree(),
		ImportID:   []string{"trip_id", "id"},
		ServerOnly: []string{"senderInfo", "updatedAt"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Spotnana}, c.Session
		},
		Parent:   func(attrs map[string]any) string { return service.Text(attrs, "trip_id") },
		Names:    []crud.Name{{Attr: "trip_id", Title: "trip"}},
		Key:      func(attrs map[string]any) string { return service.Text(attrs, "note") },
		SameText: spelling.SameWords,
		Gist:     spelling.Gist,
		Unnamed:  true,
	})
})

// api is the agent notes endpoint. It has no read of one note, and no update.
type api struct{ client *spotnana.Client }

func (a *api) Origin() string { return a.client.Origin() }

// Lacks implements [crud.Unready].
func (a *api) Lacks() *apierr.Error { return a.client.Lacks() }

func collectionPath(tripID string) string {
	return "/v2/trips/" + url.PathEscape(tripID) + "/agent-notes"
}

func mask(doc any) any { return codec.Mask(Tree(), doc) }

// maskList masks a list of notes.
func maskList(doc any) any {
	m, _ := doc.(map[string]any)
	notes, _ := m["agentNotes"].([]any)
	out := make([]any, len(notes))
	for i, n := range notes {
		out[i] = mask(n)
	}
	return map[string]any{"agentNotes": out}
}

// Create leaves it to the engine to find the new note in the list of all, because the answer does not name it.
func (a *api) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (crud.Made, error) {
	path := collectionPath(service.Text(attrs, "trip_id"))
	defer a.client.Lists().Drop(path)
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: path, Body: body, Mask: mask, Write: w})
	return crud.Made{}, err
}

func noteID(note map[string]any) string {
	ref, _ := note["noteId"].(map[string]any)
	return service.Text(ref, "id")
}

func (a *api) Read(ctx context.Context, at crud.Ref, fresh bool) (crud.Found, error) {
	notes, err := list(ctx, a.client, service.Text(at.Attrs, "trip_id"), fresh)
	if err != nil {
		return crud.Found{}, err
	}
	id := service.Text(at.Attrs, "id")
	for _, n := range notes {
		if noteID(n) == id {
			return crud.Found{Live: n}, nil
		}
	}
	return crud.Found{}, fmt.Errorf("no agent note %q: %w", id, apierr.ErrGone)
}

// list answers the notes of a trip in one request, which serves all its notes unless fresh.
func list(ctx context.Context, client *spotnana.Client, tripID string, fresh bool) ([]map[string]any, error) {
	path := collectionPath(tripID)
	if fresh {
		client.Lists().Drop(path)
	}
	return lists.Get(ctx, client.Lists(), path, func(ctx context.Context) ([]map[string]any, error) {
		answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Mask: maskList})
		if err != nil {
			return nil, err
		}
		entries, ok := spotnana.List(answer, "agentNotes")
		if !ok {
			return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer has no list of agent notes")
		}
		notes := make([]map[string]any, len(entries))
		for i, e := range entries {
			if notes[i], ok = e.(map[string]any); !ok || noteID(notes[i]) == "" {
				return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the list has an agent note without an id")
			}
		}
		return notes, nil
	})
}

func (a *api) Update(context.Context, httpx.Write, crud.Ref, map[string]any, map[string]any) error {
	return errors.New("an agent note cannot be changed; this is a defect of the provider")
}

func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	path := collectionPath(service.Text(at.Attrs, "trip_id"))
	defer a.client.Lists().Drop(path)
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: path + "/" + url.PathEscape(service.Text(at.Attrs, "id")), Write: w})
	return err
}

func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	notes, err := list(ctx, a.client, service.Text(attrs, "trip_id"), fresh)
	found := make([]crud.Sibling, len(notes))
	for i, n := range notes {
		found[i] = crud.Sibling{Attrs: map[string]any{"id": noteID(n)}, Key: service.Text(n, "note")}
	}
	return found, err
}
