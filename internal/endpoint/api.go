package endpoint

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// API is the objects of an endpoint at one server. It implements [crud.API] and [crud.Unready].
type API struct {
	*Endpoint
	Client *spotnana.Client
}

// Connect binds an endpoint to what Configure made; wrap makes of it what overrides some of its methods.
func Connect(wrap func(API) crud.API, e *Endpoint) func(providerData any) (crud.API, *crud.Session) {
	return func(providerData any) (crud.API, *crud.Session) {
		c, _ := providerData.(*service.Clients)
		return wrap(API{Endpoint: e, Client: c.Spotnana}), c.Session
	}
}

// Origin implements [crud.API].
func (a *API) Origin() string { return a.Client.Origin() }

// Lacks implements [crud.Unready].
func (a *API) Lacks() *apierr.Error { return a.Client.Lacks() }

// Create implements [crud.API] by a POST to the collection, whose answer has the id as "id".
func (a *API) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (crud.Made, error) {
	collection := a.CollectionPath(attrs)
	answer, err := a.Post(ctx, w, attrs, body)
	if err != nil {
		return crud.Made{}, err
	}
	if m, ok := answer.(map[string]any); ok && service.Text(m, "id") != "" {
		return crud.Made{Attrs: map[string]any{a.id(): service.Text(m, "id")}}, nil
	}
	return crud.Made{}, apierr.Unreadable(a.Origin(), http.MethodPost, collection, fmt.Sprintf("the API answered a create without the id of the new %s", a.title()))
}

// Post sends a create and returns the answer. Lists that were fetched before are forgotten.
func (a *API) Post(ctx context.Context, w httpx.Write, attrs, body map[string]any) (any, error) {
	collection, mask := a.CollectionPath(attrs), a.Mask
	if a.MaskCreate != nil {
		mask = a.MaskCreate
	}
	defer a.Client.Lists().Drop(collection)
	return a.Client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: collection, Body: body, Write: w, Mask: mask, Secrets: codec.Secrets(a.Tree(), attrs)})
}

// Read implements [crud.API]. Where the list has complete objects, and the API need not answer one alone, the list serves.
func (a *API) Read(ctx context.Context, at crud.Ref, fresh bool) (crud.Found, error) {
	if !a.List.Complete {
		live, err := a.Get(ctx, a.Client, at.Attrs)
		return crud.Found{Live: live}, err
	}
	all, err := a.remembered(ctx, a.Client, at.Attrs, nil, fresh)
	if err != nil {
		return crud.Found{}, err
	}
	id := service.Text(at.Attrs, a.id())
	for _, live := range all {
		if a.sameID(id, a.idOf(live)) {
			return crud.Found{Live: live}, nil
		}
	}
	return crud.Found{}, fmt.Errorf("no %s %q: %w", a.title(), id, apierr.ErrGone)
}

// Get reads one object, and makes sure that it is the one that was asked for.
func (e *Endpoint) Get(ctx context.Context, client *spotnana.Client, attrs map[string]any) (map[string]any, error) {
	item, id := e.ItemPath(attrs), service.Text(attrs, e.id())
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: item, Mask: e.Mask})
	if err != nil {
		return nil, err
	}
	live, _ := answer.(map[string]any)
	switch answered := e.idOf(live); {
	case answered == "":
		return nil, apierr.Unreadable(client.Origin(), http.MethodGet, item, "the answer is not this "+e.title())
	case !e.sameID(id, answered):
		return nil, apierr.Another(client.Origin(), http.MethodGet, item, id, answered)
	}
	return live, nil
}

// Update implements [crud.API] by a PUT of the whole object.
func (a *API) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, _ map[string]any) error {
	defer a.Client.Lists().Drop(a.CollectionPath(at.Attrs))
	_, err := a.Client.Do(ctx, spotnana.Request{Method: http.MethodPut, Path: a.ItemPath(at.Attrs), Body: body, Write: w, Mask: a.Mask,
		Secrets: codec.Secrets(a.Tree(), at.Attrs)})
	return err
}

// Delete implements [crud.API].
func (a *API) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	defer a.Client.Lists().Drop(a.CollectionPath(at.Attrs))
	query := url.Values{}
	for attr, parameter := range a.DeleteQuery {
		if v := at.Attrs[attr]; v != nil {
			query.Set(parameter, fmt.Sprint(v))
		}
	}
	_, err := a.Client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: a.ItemPath(at.Attrs), Query: query, Write: w})
	return err
}

// Siblings implements [crud.API]: the objects with the same external id, where lists can be searched for that, else all.
func (a *API) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	if id := service.Text(attrs, externalID); id != "" && a.List.ExternalID != "" {
		found, err := a.Search(ctx, a.Client, attrs, a.withExternalID(id))
		return a.siblings(found, func(map[string]any) string { return a.key(attrs) }), err
	}
	all := func(ctx context.Context) ([]map[string]any, error) {
		entries, err := a.Entries(ctx, a.Client, attrs, nil)
		if err != nil {
			return nil, err
		}
		return a.named(ctx, a.Client, attrs, entries)
	}
	var entries []map[string]any
	var err error
	switch {
	case a.List.Complete:
		entries, err = a.remembered(ctx, a.Client, attrs, nil, fresh)
	case fresh:
		entries, err = all(ctx)
	default:
		entries, err = lists.Get(ctx, a.Client.Before(), a.CollectionPath(attrs), all)
	}
	return a.siblings(entries, a.keyOf), err
}

// keyOf is the natural key of an entry of the list. One that is no complete object has but a name. Of one that cannot be read
// as an object, the texts count all the same: an entry without its key would not be found again, and made twice.
func (a *API) keyOf(entry map[string]any) string {
	if !a.List.Complete {
		return a.key(map[string]any{"name": entry["name"]})
	}
	attrs, err := codec.Complete(a.Tree(), entry)
	if err != nil {
		attrs = map[string]any{}
		for _, n := range a.Tree().Root.Attrs {
			if text, isText := entry[n.JSON].(string); isText && n.Kind == field.String {
				attrs[n.Name] = text
			}
		}
	}
	return a.key(attrs)
}

func (a *API) siblings(entries []map[string]any, key func(entry map[string]any) string) []crud.Sibling {
	out := make([]crud.Sibling, len(entries))
	for i, entry := range entries {
		out[i] = crud.Sibling{Attrs: map[string]any{a.id(): a.entryID(entry)}, Key: key(entry)}
	}
	return out
}
