package user

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

const usersList = "/v3/users/list"

// The enums of the request, with the names that the vendor gives them (those without one: ours).
var (
	roleType = &field.Enum{Name: "RoleType", Values: []string{
		"UNKNOWN_TYPE", "COMPANY_ADMIN", "COMPANY_TRAVEL_ARRANGER", "TRAVEL_ARRANGER", "COMPANY_REPORT_ADMIN", "GLOBAL_ADMIN", "GLOBAL_AGENT", "TMC_AGENT", "TMC_ADMIN",
	}}
	userStatus    = &field.Enum{Name: "UserStatusFilter", Values: []string{"ACTIVE", "INACTIVE", "ALL"}}
	userSortBy    = &field.Enum{Name: "UserSortBy", Values: []string{"NAME"}}
	userSortOrder = &field.Enum{Name: "UserSortOrder", Values: []string{"ASCENDING", "DESCENDING"}}
)

// RequestTree declares the request for a list, which are the arguments of its data source.
var RequestTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "company_id", JSON: "companyId", Wrap: "id", Format: field.UUID, Choice: true, Doc: "Id of the company whose users are listed, a UUID. Set exactly one of `company_id` and `tmc_id`."},
		{Name: "tmc_id", JSON: "tmcId", Wrap: "id", Format: field.UUID, Choice: true, Doc: "Id of the travel management company (TMC) whose users are listed, a UUID."},
		{Name: "user_status_filter", JSON: "userStatusFilter", Enum: userStatus, Default: "ACTIVE", Doc: "Whether users are listed who may use the platform, who may not, or all of them."},
		{Name: "search_text", JSON: "searchText", Doc: "Only users who are found by this text, in capitals or small letters."},
		{Name: filters, JSON: "filters", Kind: field.List, Doc: "Only users whom one of these filters lets through. A filter lets through who fits all that it sets; an empty list in it, and an empty list of filters, let nobody through.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				field.IDs("legal_entity_ids", "legalEntityIds", "Users of these legal entities, by id."),
				field.IDs("office_ids", "officeIds", "Users of these offices, by id."),
				field.IDs("department_ids", "departmentIds", "Users of these departments, by id."),
				field.IDs("cost_center_ids", "costCenterIds", "Users of these cost centers, by id."),
				field.IDs("user_ids", "userIds", "These users, by id."),
				field.Strings("emails", "emails", field.Any, "Users with one of these mail addresses."),
				field.Strings("external_ids", "externalIds", field.Any, "Users with one of these external ids."),
				field.Listed("personas", "personas", &field.Node{Enum: field.Persona}, "Users of one of these kinds."),
				field.Listed("roles", "roles", &field.Node{Enum: roleType}, "Users who have one of these roles."),
				field.Strings("designations", "designations", field.Any, "Users with one of these job titles."),
				field.Listed("tiers", "tiers", &field.Node{Enum: field.Tier}, "Users of one of these tiers of service: `SEAT1A` is what the booking tool calls VIP."),
			}}},
		{Name: "region", JSON: "region", Doc: "Region outside of the United States from which the users' data are fetched, such as `DE`."},
		{Name: "sort", JSON: "sort", Kind: field.Object, Doc: "What the list is sorted by.", Attrs: []*field.Node{
			{Name: "sort_by", JSON: "sortBy", Enum: userSortBy, Mode: field.Required, Doc: "What to sort by."},
			{Name: "sort_order", JSON: "sortOrder", Enum: userSortOrder, Mode: field.Required, Doc: "In which direction."},
		}},
	}}}
})

// RequestExceptions are the differences between the request and its tree, with the reason.
func RequestExceptions() map[string]string {
	const required = "the default does not matter where the property is required"
	return map[string]string{"pagination": "the provider turns the pages", "sort.sortBy": required, "sort.sortOrder": required}
}

const filters = "filters"

// NewListDataSource is the data source spotnana_users.
var NewListDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name: "users",
		Doc: "The users of a company, or of a travel management company (TMC), on all pages. Only what a configuration needs comes into the state: " +
			"no documents, no birthday, no addresses, no payment or loyalty data. Grade and manager of a user are in the data source `spotnana_user` only.",
		Tree:   ListTree(),
		Inputs: RequestTree().Root.Attrs,
		Names:  []crud.Name{{Attr: "company_id", Title: "company"}, {Attr: "tmc_id", Title: "TMC"}},
		Validate: func(config map[string]any) diag.Diagnostics {
			if codec.HasUnknown(config) || len(set(scopes, config)) > 0 { // two of them are an error anyway
				return nil
			}
			return diag.Diagnostics{diag.NewErrorDiagnostic("Exactly one of company_id and tmc_id is needed", "The configuration sets none of them.")}
		},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return list(ctx, c.Spotnana, in)
		},
	}
})

// list asks for the users that the arguments let through, on all pages.
func list(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	narrowed, some := narrow(in)
	if !some {
		return map[string]any{"users": []any{}}, nil
	}
	body, err := codec.Encode(RequestTree(), narrowed)
	if err != nil {
		return nil, err
	}
	found, err := endpoint.PostedList{
		Path: usersList, Body: body, Asked: "pagination", Answered: "pagination", Entries: "users", Titles: "users", ID: idOf, Mask: mask,
	}.Read(ctx, client)
	if err != nil {
		return nil, explained(err, chosen(scopes, in), in)
	}
	return map[string]any{"users": append([]any{}, found...)}, nil
}

// narrow are the arguments without filters that let nobody through, which the API would take for filters that let everybody
// through; and whether anybody is left.
func narrow(in map[string]any) (map[string]any, bool) {
	given, filtered := in[filters].([]any)
	if !filtered {
		return in, true
	}
	kept := slices.DeleteFunc(slices.Clone(given), func(f any) bool {
		conditions, _ := f.(map[string]any)
		for _, c := range conditions {
			if values, isList := c.([]any); isList && len(values) == 0 {
				return true
			}
		}
		return false
	})
	out := maps.Clone(in)
	out[filters] = kept
	return out, len(kept) > 0
}

// idOf is the id of a user in a list.
func idOf(u any) string {
	user, _ := u.(map[string]any)
	id, _ := user["userId"].(map[string]any)
	return strings.ToLower(service.Text(id, "id"))
}
