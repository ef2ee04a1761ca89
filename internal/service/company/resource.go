package company

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewResource is the resource spotnana_company.
func NewResource() resource.Resource { return newResource()() }

var newResource = sync.OnceValue(func() func() resource.Resource {
	root := *Tree().Root
	root.Attrs = append([]*field.Node{{Name: "deletion_protection", Kind: field.Bool,
		Doc: "Whether a destroy or replacement of the company is refused. It is, unless this is `false` in the state: set it, apply, then destroy."}}, root.Attrs...)
	return crud.NewResource(&crud.Spec{
		Name:  "company",
		Title: "company",
		Doc: "A company at Spotnana: a customer organisation, a travel management company (TMC) or a partner. " +
			"What the configuration does not mention when the company is made stays as it is at Spotnana, and shows in the plan when somebody changes it there. " +
			"After an import all of the company is in the state, so what the configuration leaves out is removed: the plan shows that, and warns.",
		Tree:     &field.Tree{Root: &root},
		ImportID: []string{"id"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Spotnana}, c.Session
		},
		Roles:      "Making a company takes the role TMC_ADMIN or above.",
		Key:        key,
		CreateBody: createBody,
		Protect: func(state map[string]any) string {
			if state["deletion_protection"] == false {
				return ""
			}
			return "The company is protected against deletion. If it really shall go, set deletion_protection = false, apply that, and destroy again."
		},
	})
})

// key is how a company can be found again: by its external id, else by its name.
func key(attrs map[string]any) string {
	if id, ok := attrs["external_id"].(string); ok && id != "" {
		return "external_id " + id
	}
	name, _ := attrs["name"].(string)
	return "name " + name
}

// createBody has the support configurations as an array. They are an object with their number ever after.
func createBody(body, _ map[string]any) map[string]any {
	out := maps.Clone(body)
	if s, ok := body[supportConfigs].(map[string]any); ok {
		out[supportConfigs] = s["elements"]
	}
	return out
}

const (
	supportConfigs = "supportConfigs"
	collection     = "/v2/companies"
)

// api is the companies endpoint.
type api struct{ client *spotnana.Client }

func (a *api) Origin() string { return a.client.Origin() }

// Lacks implements [crud.Unready].
func (a *api) Lacks() *apierr.Error { return a.client.Lacks() }

func itemPath(id string) string { return collection + "/" + url.PathEscape(id) }

func mask(doc any) any { return codec.Mask(Tree(), doc) }

func (a *api) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (crud.Made, error) {
	defer a.client.Lists().Drop(collection)
	answer, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: collection, Body: body, Mask: maskCreate,
		Secrets: codec.Secrets(Tree(), attrs), Write: w})
	if err != nil {
		return crud.Made{}, err
	}
	if m, ok := answer.(map[string]any); ok {
		if id, ok := m["id"].(string); ok && id != "" {
			return crud.Made{Attrs: map[string]any{"id": id}}, nil
		}
	}
	return crud.Made{}, apierr.Unreadable(a.Origin(), http.MethodPost, collection, "the API answered a create without the id of the new company")
}

// maskCreate masks the body of a create and its answer, which are no companies in the shape of the tree.
func maskCreate(doc any) any {
	m, ok := doc.(map[string]any)
	if !ok {
		return nil
	}
	if id, isAnswer := m["id"].(string); isAnswer {
		return map[string]any{"id": id}
	}
	if elements, ok := m[supportConfigs].([]any); ok {
		m[supportConfigs] = map[string]any{"elements": elements}
	}
	return mask(m)
}

func (a *api) Read(ctx context.Context, at crud.Ref, _ bool) (crud.Found, error) {
	live, err := get(ctx, a.client, service.Text(at.Attrs, "id"))
	return crud.Found{Live: live}, err
}

// get reads one company by its id, or by its external id with an X before it.
func get(ctx context.Context, client *spotnana.Client, id string) (map[string]any, error) {
	path := itemPath(id)
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Mask: mask})
	if err != nil {
		return nil, err
	}
	if m, ok := answer.(map[string]any); ok && m["id"] != nil {
		// A company may be asked for by its external id, too, with an X before it.
		ref, _ := m["id"].(map[string]any)
		if answered := service.Text(ref, "id"); !strings.HasPrefix(id, "X") && !strings.EqualFold(answered, id) {
			return nil, apierr.Another(client.Origin(), http.MethodGet, path, id, answered)
		}
		return m, nil
	}
	return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer is not a company")
}

func (a *api) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, _ map[string]any) error {
	defer a.client.Lists().Drop(collection)
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPut, Path: itemPath(service.Text(at.Attrs, "id")), Body: body, Mask: mask,
		Secrets: codec.Secrets(Tree(), at.Attrs), Write: w})
	return err
}

func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	defer a.client.Lists().Drop(collection)
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: itemPath(service.Text(at.Attrs, "id")), Write: w})
	return err
}

// Siblings asks for the company with the external id, else for the list of all: once per run, or afresh.
func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	if id := service.Text(attrs, "external_id"); id != "" {
		refs, err := references(ctx, a.client, url.Values{"externalId": {id}})
		return siblings(refs, func(spotnana.Reference) string { return key(attrs) }), err
	}
	all := func(ctx context.Context) ([]spotnana.Reference, error) {
		return a.client.AllReferences(ctx, collection, nil)
	}
	var refs []spotnana.Reference
	var err error
	if fresh {
		refs, err = all(ctx)
	} else {
		refs, err = lists.Get(ctx, a.client.Before(), collection, all)
	}
	return siblings(refs, func(r spotnana.Reference) string { return key(map[string]any{"name": r.Name}) }), err
}

// references lists the companies that a query finds. An API that compares external ids by bytes is asked for the one in it
// in each of its spellings.
func references(ctx context.Context, client *spotnana.Client, query url.Values) ([]spotnana.Reference, error) {
	var all []spotnana.Reference
	for _, external := range spelling.Variants(query.Get("externalId")) {
		query := maps.Clone(query)
		if external != "" {
			query.Set("externalId", external)
		}
		refs, err := client.AllReferences(ctx, collection, query)
		if err != nil {
			return nil, err
		}
		for _, r := range refs {
			if !slices.ContainsFunc(all, func(known spotnana.Reference) bool { return known.ID == r.ID }) {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

func siblings(refs []spotnana.Reference, key func(spotnana.Reference) string) []crud.Sibling {
	out := make([]crud.Sibling, len(refs))
	for i, r := range refs {
		out[i] = crud.Sibling{Attrs: map[string]any{"id": r.ID}, Key: key(r)}
	}
	return out
}
