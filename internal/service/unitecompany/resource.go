package unitecompany

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

// NewResource is the resource spotnana_unite_company.
func NewResource() resource.Resource { return newResource()() }

var newResource = sync.OnceValue(func() func() resource.Resource {
	return crud.NewResource(&crud.Spec{
		Name:  "unite_company",
		Title: "Unite company",
		Doc: "A company in your tenant of Unite. The API makes companies and neither changes nor deletes them, so:\n\n" +
			"- Changing any attribute of an existing company is an error of the plan. It is never replaced by a second company.\n" +
			"- When somebody changes the company on Unite, each plan warns of it until the configuration says the same.\n" +
			"- A destroy only forgets the company, with a warning. To bring it back, import it.\n\n" +
			"Try a configuration in the provider's sandbox, or in Unite's integration environment, before you apply it to production.",
		Tree:     Tree(),
		ImportID: []string{"id"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Unite}, c.Session
		},
		Key:       key,
		Validate:  validateConfig,
		Immutable: true,
		Abandon: func(state map[string]any) string {
			return "Unite has no way to delete a company, so it still exists there. Nothing is sent. To manage it again, import it by its id " + service.Text(state, "id") + "."
		},
	})
})

// key is how a company can be found again.
func key(attrs map[string]any) string {
	return service.Text(attrs, "name") + "\x00" + service.Text(attrs, "vat_id")
}

// api is the companies of the tenant.
type api struct{ client *unite.Client }

func (a *api) Origin() string { return a.client.Origin() }

// Tenant implements [crud.Tenanted].
func (a *api) Tenant(ctx context.Context) (string, error) { return a.client.Tenant(ctx) }

func mask(doc any) any { return codec.Mask(Tree(), doc) }

func (a *api) Create(ctx context.Context, _, body map[string]any) (map[string]any, error) {
	company, self, err := a.client.CreateCompany(ctx, body, mask)
	if err != nil {
		return nil, err
	}
	return map[string]any{"id": company["companyId"], crud.Hint: self}, nil
}

func (a *api) Read(ctx context.Context, attrs map[string]any, fresh bool) (map[string]any, error) {
	company, self, err := a.client.Company(ctx, service.Text(attrs, "id"), service.Text(attrs, crud.Hint), fresh)
	if err != nil {
		return nil, err
	}
	live := maps.Clone(company)
	live[crud.Hint] = self
	return live, nil
}

var errImmutable = errors.New("unite has no way to change or delete a company; that this was tried is a defect of the provider")

func (a *api) Update(context.Context, map[string]any, map[string]any, map[string]any) error {
	return errImmutable
}

func (a *api) Delete(context.Context, map[string]any) error { return errImmutable }

// Siblings are all companies of the tenant, once per run. Afresh they are searched by name; as the API does not say how
// it searches, all are listed where that finds none.
func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	if !fresh {
		return lists.Get(ctx, a.client.Lists(), "before companies", func(ctx context.Context) ([]crud.Sibling, error) {
			return a.siblings(ctx, "", false)
		})
	}
	found, err := a.siblings(ctx, service.Text(attrs, "name"), true)
	same := func(s crud.Sibling) bool { return s.Key == key(attrs) }
	if err != nil || slices.ContainsFunc(found, same) {
		return found, err
	}
	return a.siblings(ctx, "", true)
}

func (a *api) siblings(ctx context.Context, q string, fresh bool) ([]crud.Sibling, error) {
	companies, err := a.client.Companies(ctx, q, "", fresh)
	found := make([]crud.Sibling, len(companies))
	for i, c := range companies {
		found[i] = crud.Sibling{
			Attrs: map[string]any{"id": c["companyId"]},
			Key:   key(map[string]any{"name": c["name"], "vat_id": c["vatId"]}),
		}
	}
	return found, err
}
