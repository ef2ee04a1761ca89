package policy

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
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
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// NewResource is the resource spotnana_policy.
func NewResource() resource.Resource { return newResource()() }

// abandon is the value of on_destroy that lets the default policy leave the state.
const abandon = "abandon"

// typeDefault is the type of the policy that each company has from the start, one of a category at the most.
const typeDefault = "DEFAULT"

// employees is the category of a policy that says nothing of it.
const employees = "EMPLOYEE"

var onDestroy = &field.Enum{Name: "OnDestroy", Values: []string{abandon}, Closed: true}

var newResource = sync.OnceValue(func() func() resource.Resource {
	root := *Tree().Root
	root.Attrs = append([]*field.Node{
		{Name: "company_id", Mode: field.RequiredCreateOnly, Format: field.UUID, Doc: "Id of the company that the policy belongs to, a UUID. Another company replaces the policy."},
		{Name: "on_destroy", Enum: onDestroy,
			Doc: "What a destroy does with the company's default policy, which the API never deletes: `abandon` only takes it out of the state. " +
				"Without it, destroying the default policy is refused. It has to be applied before the destroy, and means nothing for other policies."},
		crud.OnCreate("What a create does where the company has a default policy already, as every company has from the start: `adopt` takes that one over. " +
			"What the configuration sets replaces what is there, all else stays as it is and is remembered. The plan says so with a warning. " +
			"Without it, creating a default policy is an error. It is for `type = \"DEFAULT\"` only, and means nothing once the policy is in the state."),
	}, root.Attrs...)
	return crud.NewResource(&crud.Spec{
		Name:  "policy",
		Title: "policy",
		Doc: "A travel policy of a company: who it applies to, what may be booked, what needs approval. " +
			"Rules are either linked to the parent policy (without one, to the company's default policy) or set here. " +
			"What the configuration does not mention when the policy is made, or taken over, stays as it is at Spotnana, and shows in the plan when somebody changes it there. " +
			"After an import all of the policy is in the state, so what the configuration leaves out is removed: the plan shows that, and warns.\n\n" +
			"Terraform drops names that it does not know inside `{ }` without a word. So an element of a list, a rule, a choice or another nested object that comes out empty " +
			"is an error of the plan, and an empty section (`hotel_policy_rules = {}`) a warning, unless the policy has the same already. " +
			"One misspelt name beside others is not found that way.\n\n" +
			"Every company has one policy of type `DEFAULT` from the start, whose id nobody knows before: manage it with `on_create = \"adopt\"`, or import it.",
		Tree:       &field.Tree{Root: &root},
		ImportID:   []string{"company_id", "id"},
		ServerOnly: []string{"version", "updatedAt", "isMembershipViaHrFeed", "hrFeedPolicyDetails"},
		Connect: func(providerData any) (crud.API, *crud.Session) {
			c, _ := providerData.(*service.Clients)
			return &api{client: c.Spotnana}, c.Session
		},
		Parent:   func(attrs map[string]any) string { return service.Text(attrs, "company_id") },
		Names:    []crud.Name{{Attr: "company_id", Title: "company"}},
		Key:      func(attrs map[string]any) string { return service.Text(attrs, "name") },
		Sole:     sole,
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

// Lacks implements [crud.Unready].
func (a *api) Lacks() *apierr.Error { return a.client.Lacks() }

func collectionPath(companyID string) string {
	return "/v2/companies/" + url.PathEscape(companyID) + "/policies"
}

func itemPath(companyID, id string) string {
	return collectionPath(companyID) + "/" + url.PathEscape(id)
}

func mask(doc any) any { return codec.Mask(Tree(), doc) }

func (a *api) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (crud.Made, error) {
	path := collectionPath(service.Text(attrs, "company_id"))
	defer a.client.Lists().Drop(path)
	answer, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPost, Path: path, Body: body, Mask: mask, Write: w})
	if err != nil {
		return crud.Made{}, err
	}
	if m, ok := answer.(map[string]any); ok && service.Text(m, "id") != "" {
		return crud.Made{Attrs: map[string]any{"id": service.Text(m, "id")}}, nil
	}
	return crud.Made{}, apierr.Unreadable(a.Origin(), http.MethodPost, path, "the API answered a create without the id of the new policy")
}

// sole names the default policy; it is empty for other policies.
func sole(attrs map[string]any) string {
	if service.Text(attrs, "type") != typeDefault {
		return ""
	}
	who := "employees"
	if category(attrs) != employees {
		who = "guests"
	}
	company := "the company"
	if id := service.Text(attrs, "company_id"); id != "" {
		company = "company " + id
	}
	return "the default policy for " + who + " of " + company
}

// category is that of a policy, live or not; without one it is for employees.
func category(attrs map[string]any) string {
	if c := service.Text(attrs, "category"); c != "" {
		return c
	}
	return employees
}

// Find implements [crud.Finder] for the company's default policy of the same category. No list tells the type, so policies
// are read until one is it, beginning with those that are called so.
func (a *api) Find(ctx context.Context, attrs map[string]any) (found, live map[string]any, err error) {
	if service.Text(attrs, "type") != typeDefault {
		return nil, nil, nil
	}
	company, wanted := service.Text(attrs, "company_id"), category(attrs)
	refs, err := list(ctx, a.client, company, []any{wanted})
	if err != nil {
		return nil, nil, err
	}
	for _, r := range slices.Concat(called(refs, true), called(refs, false)) {
		p, err := get(ctx, a.client, company, r.ID)
		switch {
		case apierr.NotFound(err): // it was deleted meanwhile
		case err != nil:
			return nil, nil, err
		case service.Text(p, "type") == typeDefault && category(p) == wanted:
			return map[string]any{"id": r.ID}, p, nil
		}
	}
	return nil, nil, nil
}

// called are the policies that have "default" in their name, or those that do not.
func called(refs []spotnana.Reference, isDefault bool) []spotnana.Reference {
	var found []spotnana.Reference
	for _, r := range refs {
		if strings.Contains(strings.ToLower(r.Name), "default") == isDefault {
			found = append(found, r)
		}
	}
	return found
}

func (a *api) Read(ctx context.Context, at crud.Ref, _ bool) (crud.Found, error) {
	live, err := get(ctx, a.client, service.Text(at.Attrs, "company_id"), service.Text(at.Attrs, "id"))
	return crud.Found{Live: live}, err
}

func get(ctx context.Context, client *spotnana.Client, companyID, id string) (map[string]any, error) {
	path := itemPath(companyID, id)
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Mask: mask})
	if err != nil {
		return nil, err
	}
	m, _ := answer.(map[string]any)
	switch answered := service.Text(m, "id"); {
	case strings.EqualFold(answered, id):
		return m, nil
	case answered != "":
		return nil, apierr.Another(client.Origin(), http.MethodGet, path, id, answered)
	}
	return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer is not this policy")
}

func (a *api) Update(ctx context.Context, w httpx.Write, at crud.Ref, body, _ map[string]any) error {
	companyID := service.Text(at.Attrs, "company_id")
	defer a.client.Lists().Drop(collectionPath(companyID))
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodPut, Path: itemPath(companyID, service.Text(at.Attrs, "id")), Body: body, Mask: mask, Write: w})
	return err
}

func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	companyID := service.Text(at.Attrs, "company_id")
	defer a.client.Lists().Drop(collectionPath(companyID))
	_, err := a.client.Do(ctx, spotnana.Request{Method: http.MethodDelete, Path: itemPath(companyID, service.Text(at.Attrs, "id")), Write: w})
	if e := apierr.As(err); e != nil && inUse(e) {
		e.Title = "The policy is in use"
		e.Hint = "A policy that others have as their parent cannot go before they do. If it goes, or is replaced, in the same apply " +
			"in which they get another parent, Terraform deletes it too early: add lifecycle { create_before_destroy = true } to it, apply that, and try again."
	}
	return err
}

// inUse says that the API refuses to delete a policy because something depends on it. No code for that is documented, so
// apart from a conflict it is the refusal whose own words speak of it; any other may have any reason.
func inUse(e *apierr.Error) bool {
	switch {
	case !e.Enveloped || e.Status/100 != 4:
		return false
	case e.Status == http.StatusConflict:
		return true
	case e.Status != http.StatusBadRequest && e.Status != http.StatusForbidden && e.Status != http.StatusUnprocessableEntity:
		return false
	}
	return slices.ContainsFunc(e.Messages, func(m apierr.Message) bool { return depends.MatchString(m.Code + " " + m.Text + " " + m.Detail) })
}

// depends are words for that which other policies do with their parent.
var depends = regexp.MustCompile(`(?i)in[ _-]?use\b|\bused (by|as)\b|\b(as (its|the|a)|is (the|a)) parent\b|parent[ _-]?polic|\bchild(ren|[ _-]?polic)|\binherits? from|\breferenced|\bdepends? on (it|this)\b|\bdependent polic`)

func (a *api) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]crud.Sibling, error) {
	companyID := service.Text(attrs, "company_id")
	fetch := func(ctx context.Context) ([]spotnana.Reference, error) { return list(ctx, a.client, companyID, nil) }
	var refs []spotnana.Reference
	var err error
	if fresh {
		refs, err = fetch(ctx)
	} else {
		refs, err = lists.Get(ctx, a.client.Before(), collectionPath(companyID), fetch)
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
