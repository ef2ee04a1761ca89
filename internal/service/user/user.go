package user

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

const users = "/v2/users"

// argument is one of the data source of one user, with its parameter of the query and what messages call it.
type argument struct{ attr, parameter, title string }

var (
	// scopes say whose users are searched, keys whom of them.
	scopes = []argument{{"company_id", "companyId", "company"}, {"tmc_id", "tmcId", "TMC"}}
	keys   = []argument{{"email", "email", "email"}, {"external_id", "externalId", "external id"}, {"employee_id", "employeeId", "employee id"}}
)

const includeInactive = "include_inactive"

// NewDataSource is the data source spotnana_user.
var NewDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "user",
		Doc: "One user, found by `id`; or by `company_id` or `tmc_id`, together with exactly one of `email`, `external_id` and `employee_id`. " +
			"People are provisioned by HR feeds and SCIM, so the provider looks them up and does not manage them. " +
			"Of the profile, only what a configuration needs comes into the state: no documents, no birthday, no addresses, no payment or loyalty data.",
		Tree: Tree(),
		Inputs: []*field.Node{
			{Name: "id", Format: field.UUID, Doc: "Id of the user, a UUID. Set it alone, or search for the user by the other arguments."},
			{Name: "company_id", Format: field.UUID, Doc: "Id of the company of the user, a UUID. Set either it or `tmc_id` to search."},
			{Name: "tmc_id", Format: field.UUID, Doc: "Id of the travel management company (TMC) of the user, a UUID."},
			{Name: "email", Format: field.Email, Doc: "Mail address of the user. Set exactly one of `email`, `external_id` and `employee_id` to search."},
			{Name: "external_id", Doc: externalID},
			{Name: "employee_id", Doc: employeeID},
			{Name: includeInactive, Kind: field.Bool, Default: false, Doc: "Whether a user who may not use the platform any more is found too."},
		},
		Names:    []crud.Name{{Attr: "company_id", Title: "company"}, {Attr: "tmc_id", Title: "TMC"}, {Attr: "id", Title: "user"}},
		Validate: validateOne,
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return find(ctx, c.Spotnana, in)
		},
	}
})

// validateOne demands arguments that can mean only one user.
func validateOne(config map[string]any) diag.Diagnostics {
	if codec.HasUnknown(config) {
		return nil
	}
	scope, key := set(scopes, config), set(keys, config)
	if byID := config["id"] != nil; byID && len(scope)+len(key) == 0 || !byID && len(scope) == 1 && len(key) == 1 {
		return nil
	}
	what := "none of them"
	if all := append(set([]argument{{attr: "id"}}, config), append(scope, key...)...); len(all) > 0 {
		what = strings.Join(all, ", ")
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Arguments that do not say which user", fmt.Sprintf(
		"Set id alone; or company_id or tmc_id, together with exactly one of email, external_id and employee_id. The configuration sets %s.", what))}
}

// set are the arguments that a configuration has.
func set(arguments []argument, config map[string]any) []string {
	var names []string
	for _, a := range arguments {
		if config[a.attr] != nil {
			names = append(names, a.attr)
		}
	}
	return names
}

// find reads the user whom the arguments mean.
func find(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	query := url.Values{}
	if inactive, given := in[includeInactive].(bool); given {
		query.Set("includeInactive", strconv.FormatBool(inactive))
	}
	if id := service.Text(in, "id"); id != "" {
		return get(ctx, client, id, query)
	}
	scope, key := chosen(scopes, in), chosen(keys, in)
	ids, err := search(ctx, client, in, scope, key, query)
	if err != nil {
		return nil, explained(err, scope, in)
	}
	what, of := fmt.Sprintf("%s %q", key.title, service.Text(in, key.attr)), fmt.Sprintf("%s %s", scope.title, service.Text(in, scope.attr))
	switch len(ids) {
	case 0:
		hint := fmt.Sprintf("The API finds nobody with it at %s whom these credentials may see.", of)
		if in[includeInactive] != true {
			hint += " Users who may not use the platform any more are found with include_inactive = true."
		}
		return nil, apierr.New("No user has the "+what, hint+" The data source spotnana_users lists those that there are.")
	case 1:
		return get(ctx, client, ids[0], query)
	}
	return nil, apierr.New(fmt.Sprintf("%d users have the %s", len(ids), what), fmt.Sprintf("Choose one of those at %s by its id: %s.", of, strings.Join(ids, ", ")))
}

// chosen is the first of the arguments that is set: validateOne has made sure that there is one.
func chosen(arguments []argument, in map[string]any) argument {
	for _, a := range arguments {
		if in[a.attr] != nil {
			return a
		}
	}
	return argument{}
}

// search are the ids of the users that the arguments find. The API may compare by bytes, so it is asked for each spelling.
func search(ctx context.Context, client *spotnana.Client, in map[string]any, scope, key argument, plain url.Values) ([]string, error) {
	var ids []string
	for _, spelled := range spelling.Variants(service.Text(in, key.attr)) {
		query := url.Values{scope.parameter: {service.Text(in, scope.attr)}, key.parameter: {spelled}}
		for name, values := range plain {
			query[name] = values
		}
		answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: users, Query: query, Mask: mask})
		if err != nil {
			return nil, err
		}
		found, problem := elements(answer)
		if problem != "" {
			return nil, apierr.Unreadable(client.Origin(), http.MethodGet, users, problem)
		}
		for _, id := range found {
			if !slices.ContainsFunc(ids, func(known string) bool { return strings.EqualFold(known, id) }) {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// elements are the ids in the answer to a search, or what is wrong with it.
func elements(answer any) (ids []string, problem string) {
	found, ok := spotnana.List(answer, "elements")
	if !ok {
		return nil, "the answer has no list of users"
	}
	for i, e := range found {
		user, _ := e.(map[string]any)
		id := service.Text(user, "id")
		if id == "" {
			return nil, fmt.Sprintf("elements[%d] has no id", i)
		}
		ids = append(ids, id)
	}
	return ids, ""
}

// get reads the profile of a user, and makes sure that it is the one that was asked for.
func get(ctx context.Context, client *spotnana.Client, id string, query url.Values) (map[string]any, error) {
	path := users + "/" + url.PathEscape(id)
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Query: query, Mask: mask})
	if err != nil {
		return nil, err
	}
	profile, _ := answer.(map[string]any)
	switch answered := service.Text(profile, "id"); {
	case answered == "":
		return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer is not this user")
	case !strings.EqualFold(id, answered):
		return nil, apierr.Another(client.Origin(), http.MethodGet, path, id, answered)
	}
	return profile, nil
}

// explained says of a refused search what may be wrong: its address does not name the company.
func explained(err error, scope argument, in map[string]any) error {
	if e := apierr.As(err); e == nil || !e.Enveloped || e.Status != http.StatusForbidden && e.Status != http.StatusNotFound {
		return err
	}
	return apierr.Explained(err, fmt.Sprintf("The users of %s %s were asked for. There may be none with this id, or these credentials may not see its users: check %s.",
		scope.title, service.Text(in, scope.attr), scope.attr))
}

// NewPoliciesDataSource is the data source spotnana_user_applicable_policies.
var NewPoliciesDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name:   "user_applicable_policies",
		Doc:    "The travel policies that apply to a user, as the platform works them out from the user groups of all policies.",
		Tree:   PoliciesTree(),
		Inputs: []*field.Node{{Name: "user_id", Mode: field.Required, Format: field.UUID, Doc: "Id of the user, a UUID."}},
		Names:  []crud.Name{{Attr: "user_id", Title: "user"}},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return policies(ctx, c.Spotnana, service.Text(in, "user_id"))
		},
	}
})

// policies are those of a user. The documents let the answer leave out a list that is empty.
func policies(ctx context.Context, client *spotnana.Client, id string) (map[string]any, error) {
	path := users + "/" + url.PathEscape(id) + "/applicable-policies"
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Mask: func(doc any) any { return codec.Mask(PoliciesTree(), doc) }})
	if err != nil {
		return nil, err
	}
	document, ok := answer.(map[string]any)
	if !ok {
		return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer has no list of policies")
	}
	if document["policies"] == nil {
		document["policies"] = []any{}
	}
	return document, nil
}
