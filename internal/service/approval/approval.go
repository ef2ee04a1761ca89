// Package approval is the data source spotnana_approvals. Approvals are given by people, so they are only read.
package approval

import (
	"context"
	"maps"
	"net/url"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

const (
	pending  = "APPROVAL_PENDING"
	statuses = "approval_statuses"
)

// The enums, with the names that the vendor gives them.
var (
	approvalStatus = &field.Enum{Name: "ApprovalStatusV2", Values: []string{pending, "APPROVED", "DENIED", "AUTO_APPROVED", "AUTO_DENIED"}}
	approvalType   = &field.Enum{Name: "ApprovalType", Values: []string{"HARD_APPROVAL", "SOFT_APPROVAL", "PASSIVE_APPROVAL", "PRE_APPROVAL"}}
	pnrType        = &field.Enum{Name: "PnrType", Values: []string{"AIR", "CAR", "RAIL", "HOTEL", "LIMO", "MISC"}}
)

// Tree declares what is served of a list of approvals, all pages in one. Of people it has the ids.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "approvals", JSON: "approvalDataList", Kind: field.List, Doc: "The approvals found, in the order of the API.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "approvalId", Format: field.UUID, Doc: "Id of the approval, a UUID."},
			{Name: "trip_id", JSON: "tripId", Doc: "Id of the trip that the booking belongs to."},
			{JSON: "basicTripInfo", Kind: field.Inline, Attrs: []*field.Node{{Name: "trip_name", JSON: "tripName", Doc: "Name of the trip."}}},
			{Name: "pnr_id", JSON: "pnrId", Doc: "Id of the booking that waits for the approval."},
			{Name: "pnr_type", JSON: "pnrType", Enum: pnrType, Doc: "What is booked."},
			{Name: "pnr_version", JSON: "pnrVersion", Kind: field.Int, Doc: "Version of the booking for which the approval was asked."},
			{Name: "approval_status", JSON: "approvalStatus", Enum: approvalStatus, Doc: "State of the approval."},
			{Name: "approval_type", JSON: "approvalType", Enum: approvalType, Doc: "Kind of the approval, as the policy asks for it."},
			{Name: "approval_void_deadline", JSON: "approvalVoidDeadline", Wrap: "iso8601", Doc: "When the platform decides by itself, an RFC 3339 time."},
			{Name: "out_of_policy", JSON: "outOfPolicy", Kind: field.Bool, Doc: "Whether the booking breaks the travel policy."},
			{Name: "company_id", JSON: "companyId", Wrap: "id", Format: field.UUID, Doc: "Id of the company, a UUID."},
			{Name: "legal_entity_id", JSON: "legalEntityId", Wrap: "id", Doc: "Id of the legal entity, a UUID."},
			{Name: "approval_processed_by_id", JSON: "approvalProcessedBy", Wrap: "id", Format: field.UUID, Doc: "Id of the user who approved or denied, a UUID."},
			{Name: "approvers", JSON: "approvers", Kind: field.List, Doc: "Who may approve.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{JSON: "basicInfo", Kind: field.Inline, Attrs: []*field.Node{{JSON: "userOrgId", Kind: field.Inline, Attrs: []*field.Node{
					{Name: "user_id", JSON: "userId", Wrap: "id", Format: field.UUID, Doc: "Id of the approver, a UUID."},
				}}}},
			}}},
		}}},
	}}}
})

// Exceptions are the properties of the answer that are not served, with the reason.
func Exceptions() map[string]string {
	const list, personal = "approvalDataList[].", "about a person, of whom the id is enough"
	out := map[string]string{
		"paginationResponseParams": "the provider turns the pages",
		list + "approversUserIds":  "deprecated: approvers has the same ids",
		list + "pnrSummary":        "the data source spotnana_trips has the bookings",
	}
	for _, name := range []string{"persona", "email", "name", "profilePicture", "tier", "phoneNumber", "employeeId", "isActive"} {
		out[list+"approvers[].basicInfo."+name] = personal
	}
	for _, name := range []string{"organizationAgencyId", "organizationId", "tmcInfo", "tmcBasicInfo"} {
		out[list+"approvers[].basicInfo.userOrgId."+name] = personal
	}
	for _, name := range []string{"tripId", "tripDescription", "applicationId", "startDate", "endDate", "userId", "registrarUserId", "tripMetadata", "tripDisabledInfo",
		"stealthType", "stealthMode", "tripLocations"} {
		out[list+"basicTripInfo."+name] = "the data source spotnana_trip has the trip"
	}
	return out
}

// filters are the arguments that narrow the list.
var filters = []endpoint.TypedFilter{
	{Type: "APPROVAL_STATUS_FILTER", Node: field.Listed(statuses, "approvalStatuses", &field.Node{Enum: approvalStatus}, "Only approvals in one of these states. Without it, those that are open (`"+pending+"`).")},
	{Type: "APPROVER_USER_ID_FILTER", Node: field.IDs("approver_user_ids", "userIds", "Only approvals that one of these users may give.")},
	{Type: "APPROVAL_TYPE_FILTER", Node: field.Listed("approval_types", "approvalTypes", &field.Node{Enum: approvalType}, "Only approvals of one of these kinds.")},
	{Type: "PRIMARY_TRAVELER_ID_FILTER", Node: field.IDs("primary_traveler_ids", "primaryTravelerIds", "Only approvals of bookings for one of these travelers.")},
	{Type: "PNR_TYPE_FILTER", Node: field.Listed("pnr_types", "pnrTypes", &field.Node{Enum: pnrType}, "Only approvals of bookings of one of these kinds.")},
	{Type: "TRIP_ID_FILTER", Node: field.Strings("trip_ids", "tripIds", field.Any, "Only approvals of bookings of one of these trips.")},
	{Type: "OUT_OF_POLICY_FILTER", Node: &field.Node{Name: "out_of_policy", JSON: "outOfPolicy", Kind: field.Bool, Doc: "Only approvals of bookings that break the policy, or only of those that do not."}},
	{Type: "APPROVAL_DEADLINE_DATE_RANGE_FILTER", Node: field.DateRange("approval_deadline_date_range", "range", "Only approvals whose deadline is in this range.")},
}

// New is the data source spotnana_approvals.
var New = crud.NewDataSource(func() *crud.DataSpec {
	inputs := []*field.Node{{Name: "company_id", Mode: field.Required, Format: field.UUID, Doc: "Id of the company whose approvals are listed, a UUID."}}
	for _, f := range filters {
		inputs = append(inputs, f.Node)
	}
	return &crud.DataSpec{
		Name:     "approvals",
		Validate: func(config map[string]any) diag.Diagnostics { return endpoint.ValidateRanges(filters, config) },
		Doc:      "The approvals of bookings at a company, on all pages: the open ones, unless `approval_statuses` asks for others. Filters narrow the list together; an empty list lets nothing through. To approve is left to people.",
		Tree:     Tree(),
		Inputs:   inputs,
		Names:    []crud.Name{{Attr: "company_id", Title: "company"}},
		Empty:    map[string]any{"approvalDataList": []any{}},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return list(ctx, c.Spotnana, in)
		},
	}
})

// list asks for the approvals: for those that are open, unless the arguments say which.
func list(ctx context.Context, client *spotnana.Client, in map[string]any) (map[string]any, error) {
	if in[statuses] == nil {
		in = maps.Clone(in)
		in[statuses] = []any{pending}
	}
	narrow, err := endpoint.TypedFilters(filters, in)
	if err != nil {
		return nil, err
	}
	found, err := endpoint.PostedList{
		Path:  "/v3/approvals/companies/" + url.PathEscape(service.Text(in, "company_id")) + "/list",
		Body:  map[string]any{"approvalFilters": narrow},
		Asked: "paginationRequestParams", Answered: "paginationResponseParams", Entries: "approvalDataList", Titles: "approvals",
		ID: func(approval any) string {
			m, _ := approval.(map[string]any)
			return service.Text(m, "approvalId")
		},
		Mask: func(any) any { return "***" }, // it is about people
	}.Read(ctx, client)
	return map[string]any{"approvalDataList": append([]any{}, found...)}, err
}
