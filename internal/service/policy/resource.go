package policy

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
)

var policies = &endpoint.Endpoint{
	Name: "policy", Plural: "policies", Tree: Tree,
	Item: "/v2/companies/{company_id}/policies/{id}",
	List: endpoint.List{Arguments: arguments(), Defaults: map[string]any{"categories": categories()}},
}

// abandon is the value of on_destroy that lets the default policy leave the state.
const abandon = "abandon"

// typeDefault is the type of the policy that each company has from the start, one of a category at the most.
const typeDefault = "DEFAULT"

// employees is the category of a policy that says nothing of it.
const employees = "EMPLOYEE"

var onDestroy = &field.Enum{Name: "OnDestroy", Values: []string{abandon}, Closed: true}

// NewResource is the resource spotnana_policy.
var NewResource = policies.Resource(func() crud.Spec {
	return crud.Spec{
		Doc: "A travel policy of a company: who it applies to, what may be booked, what needs approval. " +
			"Rules are either linked to the parent policy (without one, to the company's default policy) or set here. " +
			"What the configuration does not mention when the policy is made, or taken over, stays as it is at Spotnana, and shows in the plan when somebody changes it there. " +
			"After an import all of the policy is in the state, so what the configuration leaves out is removed: the plan shows that, and warns.\n\n" +
			"Terraform drops names that it does not know inside `{ }` without a word. So an element of a list, a rule, a choice or another nested object that comes out empty " +
			"is an error of the plan, and an empty section (`hotel_policy_rules = {}`) a warning, unless the policy has the same already. " +
			"One misspelt name beside others is not found that way.\n\n" +
			"Every company has one policy of type `DEFAULT` from the start, whose id nobody knows before: manage it with `on_create = \"adopt\"`, or import it.",
		Connect:  endpoint.Connect(func(a endpoint.API) crud.API { return &api{a} }, policies),
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
	}
})

// api is the policies of a company.
type api struct{ endpoint.API }

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
	wanted := category(attrs)
	all, err := a.Entries(ctx, a.Client, attrs, map[string]any{"categories": []any{wanted}})
	if err != nil {
		return nil, nil, err
	}
	for _, entry := range slices.Concat(called(all, true), called(all, false)) {
		id := service.Text(entry, "id")
		p, err := a.Get(ctx, a.Client, map[string]any{"company_id": attrs["company_id"], "id": id})
		switch {
		case apierr.NotFound(err): // it was deleted meanwhile
		case err != nil:
			return nil, nil, err
		case service.Text(p, "type") == typeDefault && category(p) == wanted:
			return map[string]any{"id": id}, p, nil
		}
	}
	return nil, nil, nil
}

// called are the policies that have "default" in their name, or those that do not.
func called(entries []map[string]any, isDefault bool) []map[string]any {
	var found []map[string]any
	for _, entry := range entries {
		if strings.Contains(strings.ToLower(service.Text(entry, "name")), "default") == isDefault {
			found = append(found, entry)
		}
	}
	return found
}

// Delete says more where something depends on the policy.
func (a *api) Delete(ctx context.Context, w httpx.Write, at crud.Ref) error {
	err := a.API.Delete(ctx, w, at)
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
