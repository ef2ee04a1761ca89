package policy

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewResource is the resource spotnana_policy.
func NewResource() resource.Resource { return newResource()() }

// abandon is the value of on_destroy that lets the default policy leave the state.
const abandon = "abandon"

// typeDefault is the policy type that each company has exactly once.
const typeDefault = "DEFAULT"

var onDestroy = &field.Enum{Name: "OnDestroy", Values: []string{abandon}, Closed: true}

var newResource = sync.OnceValue(func() func() resource.Resource {
	root := *Tree().Root
	root.Attrs = append([]*field.Node{
		{Name: "company_id", Mode: field.RequiredCreateOnly, Format: field.UUID, Doc: "Id of the company that the policy belongs to, a UUID. Another company replaces the policy."},
		{Name: "on_destroy", Enum: onDestroy,
			Doc: "What a destroy does with the company's default policy, which the API never deletes: `abandon` only takes it out of the state. " +
				"Without it, destroying the default policy is refused. It has to be applied before the destroy, and means nothing for other policies."},
	}, root.Attrs...)
	return crud.NewResource(&crud.Spec{
		Name:  "policy",
		Title: "policy",
		Doc: "A travel policy of a company: who it applies to, what may be booked, what needs approval. " +
			"Rules are either linked to the parent policy (without one, to the company's default policy) or set here. " +
			"What the configuration does not mention stays as it is at Spotnana, and shows in the plan when somebody changes it there.\n\n" +
			"Terraform drops names that it does not know inside `{ }` without a word. So an element of a list, a rule, a choice or another nested object that comes out empty " +
			"is an error of the plan, and an empty section (`hotel_policy_rules = {}`) a warning, unless the policy has the same already. " +
			"One misspelt name beside others is not found that way.\n\n" +
			"Every company has one policy of type `DEFAULT` from the start: import it instead of creating it.",
		Tree:       &field.Tree{Root: &root},
		ImportID:   []string{"company_id", "id"},
		ServerOnly: []string{"version", "updatedAt", "isMembershipViaHrFeed", "hrFeedPolicyDetails"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Spotnana}, c.Session
		},
		Parent: func(attrs map[string]any) string { return service.Text(attrs, "company_id") },
		Key: func(attrs map[string]any) string {
			if service.Text(attrs, "type") == typeDefault {
				return "" // every company has one already, so none can be made, let alone twice
			}
			return service.Text(attrs, "name")
		},
		Validate: check,
		Protect: func(state map[string]any) string {
			if service.Text(state, "type") != typeDefault || service.Text(state, "on_destroy") == abandon {
				return ""
			}
			return "A company's default policy cannot be deleted. To take it out of the state and leave it at Spotnana, " +
				"set on_destroy = \"abandon\", apply that, and destroy again."
		},
		Abandon: func(state map[string]any) string {
			if service.Text(state, "type") != typeDefault {
				return ""
			}
			return "The default policy is no longer managed, and stays in force at Spotnana as it is."
		},
	})
})

// api is the policies endpoint.
type api struct{ client *spotnana.Client }

func (a *api) Origin() string { return a.client.Origin() }

func collectionPath(companyID string) string {
	return "/v2/companies/" + url.PathEscape(companyID) + "/policies"
}

func itemPath(companyID, id string) string {
	return collectionPath(companyID) + "/" + url.PathEscape(id)
}

func mask(doc any) any { return codec.Mask(Tree(), doc) }

func (a *api) Create(ctx context.Context, attrs, body map[string]any) (map[string]any, error) {
	path := collectionPath(service.Text(attrs, "company_id"))
	if service.Text(attrs, "type") == typeDefault {
		if err := a.defaultExists(ctx, service.Text(attrs, "company_id")); err != nil {
			return nil, err
		}
	}
	defer a.client.Lists().Drop(path)
	answer, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: path, Body: body, Mask: mask})
	if err != nil {
		return nil, err
	}
	if m, ok := answer.(map[string]any); ok && service.Text(m, "id") != "" {
		return map[string]any{"id": service.Text(m, "id")}, nil
	}
	return nil, apierr.Unreadable(a.Origin(), http.MethodPost, path, "the API answered a create without the id of the new policy")
}

// defaultExists refuses a second default policy, with the way to the first.
func (a *api) defaultExists(ctx context.Context, companyID string) error {
	refs, err := list(ctx, a.client, companyID, nil)
	if err != nil {
		return err
	}
	for _, r := range refs {
		p, err := get(ctx, a.client, companyID, r.ID)
		if err != nil {
			return err
		}
		if service.Text(p, "type") == typeDefault {
			id := companyID + "/" + r.ID
			return fmt.Errorf("the company has a default policy already (%q), as every company has. Manage that one:\n\n"+
				"import {\n  to = spotnana_policy.<name>\n  id = %q\n}\n\nor: terraform import spotnana_policy.<name> %s", r.Name, id, id)
		}
	}
	return nil
}

func (a *api) Read(ctx context.Context, attrs map[string]any, _ bool) (map[string]any, error) {
	return get(ctx, a.client, service.Text(attrs, "company_id"), service.Text(attrs, "id"))
}

func get(ctx context.Context, client *spotnana.Client, companyID, id string) (map[string]any, error) {
	path := itemPath(companyID, id)
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Mask: mask})
	if err != nil {
		return nil, err
	}
	if m, ok := answer.(map[string]any); ok && strings.EqualFold(service.Text(m, "id"), id) {
		return m, nil
	}
	return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer is not this policy")
}

func (a *api) Update(ctx context.Context, attrs, body, _ map[string]any) error {
	companyID := service.Text(attrs, "company_id")
	defer a.client.Lists().Drop(collectionPath(companyID))
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPut, Path: itemPath(companyID, service.Text(attrs, "id")), Body: body, Mask: mask})
	return err
}

func (a *api) Delete(ctx context.Context, attrs map[string]any) error {
	companyID := service.Text(attrs, "company_id")
	defer a.client.Lists().Drop(collectionPath(companyID))
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: itemPath(companyID, service.Text(attrs, "id"))})
	if e := apierr.As(err); e != nil && e.Status/100 == 4 && !apierr.NotFound(err) {
		e.Hint = strings.TrimSpace(e.Hint + " A policy that others have as their parent cannot go before they do. If it goes, or is replaced, in the same apply " +
			"in which they get another parent, Terraform deletes it too early: add lifecycle { create_before_destroy = true } to it, apply that, and try again.")
	}
	return err
}

func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	companyID := service.Text(attrs, "company_id")
	fetch := func(ctx context.Context) ([]spotnana.Reference, error) { return list(ctx, a.client, companyID, nil) }
	var refs []spotnana.Reference
	var err error
	if fresh {
		refs, err = fetch(ctx)
	} else {
		refs, err = lists.Get(ctx, a.client.Lists(), "before "+collectionPath(companyID), fetch)
	}
	found := make([]crud.Sibling, len(refs))
	for i, r := range refs {
		found[i] = crud.Sibling{Attrs: map[string]any{"id": r.ID}, Key: r.Name}
	}
	return found, err
}

// list answers the policies of a company; without categories those of all, where the API would leave out guests'.
func list(ctx context.Context, client *spotnana.Client, companyID string, categories []any) ([]spotnana.Reference, error) {
	query := url.Values{}
	for _, c := range categories {
		if s, ok := c.(string); ok {
			query.Add("categories", s)
		}
	}
	if len(query) == 0 {
		query["categories"] = policyCategory.Values
	}
	return client.References(ctx, collectionPath(companyID), query)
}
