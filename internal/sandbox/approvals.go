package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Approvals are approvals as the API lists them; their id is the approval's UUID, their parent the company. No request makes one
// here: see [Server.Insert].
const Approvals Kind = "approvals"

var approvals = &collection{
	kind: Approvals, title: "approval", parent: Companies, shape: approvalShape, id: "approvalId",
	more: []route{{method: http.MethodPost, path: "/v3/approvals/companies/{companyId}/list", do: listApprovals}},
}

var (
	approvalStatus = enum("APPROVAL_PENDING", "APPROVED", "DENIED", "AUTO_APPROVED", "AUTO_DENIED")
	approvalType   = enum("HARD_APPROVAL", "SOFT_APPROVAL", "PASSIVE_APPROVAL", "PRE_APPROVAL")
	bookingKind    = enum("AIR", "CAR", "RAIL", "HOTEL", "LIMO", "MISC")
	approvalShape  = fields(
		optional(aUUID, "approvalId"), optional(aString, "pnrId", "tripId"), optional(approvalStatus, "approvalStatus"), optional(approvalType, "approvalType"),
		optional(bookingKind, "pnrType"), optional(aBoolean, "outOfPolicy"), optional(anInt32, "pnrVersion"),
	)
	approvalList = fields(
		optional(fields(preset(number(0), aNatural, "offset"), preset(number(maxPage), aPositive, "limit")), "paginationRequestParams"),
		optional(aBoolean, "includePnrSummaries"), optional(list(anyApprovalFilter), "approvalFilters"),
	)
	approvalAnswer = fields(required(fields(required(anInt32, "totalNumResults")), "paginationResponseParams"), optional(list(approvalShape), "approvalDataList"))
)

// approvalFilter is one type of filter: its properties, and what it lets pass.
type approvalFilter struct {
	shape  *shape
	passes func(filter any, approval map[string]any) bool
}

// oneOfThem is a filter that lets pass what has one of its values at a property, or an id.
func oneOfThem(values *shape, name string, has func(approval map[string]any) []string) approvalFilter {
	return approvalFilter{fields(required(list(values), name)), func(f any, approval map[string]any) bool {
		return anyOf(f, name, func(v any) bool {
			wanted, isText := v.(string)
			if !isText {
				wanted = textAt(v, "id")
			}
			return slices.ContainsFunc(has(approval), func(h string) bool { return strings.EqualFold(h, wanted) })
		})
	}}
}

func propertyAt(names ...string) func(map[string]any) []string {
	return func(approval map[string]any) []string { return []string{textAt(approval, names...)} }
}

var approvalFilters = map[string]approvalFilter{
	"APPROVAL_STATUS_FILTER": oneOfThem(approvalStatus, "approvalStatuses", propertyAt("approvalStatus")),
	"APPROVAL_TYPE_FILTER":   oneOfThem(approvalType, "approvalTypes", propertyAt("approvalType")),
	"PNR_TYPE_FILTER":        oneOfThem(bookingKind, "pnrTypes", propertyAt("pnrType")),
	"TRIP_ID_FILTER":         oneOfThem(aString, "tripIds", propertyAt("tripId")),
	"APPROVER_USER_ID_FILTER": oneOfThem(reference, "userIds", func(approval map[string]any) []string {
		var out []string
		for _, t := range textsAt(approval, "approvers.basicInfo.userOrgId.userId.id") {
			out = append(out, t.value)
		}
		return out
	}),
	"PRIMARY_TRAVELER_ID_FILTER": oneOfThem(reference, "primaryTravelerIds", propertyAt("basicTripInfo", "userId", "id")),
	"OUT_OF_POLICY_FILTER": {fields(required(aBoolean, "outOfPolicy")), func(f any, approval map[string]any) bool {
		return lookup(f, "outOfPolicy") == (approval["outOfPolicy"] == true)
	}},
	"APPROVAL_DEADLINE_DATE_RANGE_FILTER": {dateRange, func(f any, approval map[string]any) bool {
		day, _, _ := strings.Cut(textAt(approval, "approvalVoidDeadline", "iso8601"), "T")
		return inRange(day, textAt(f, "startDate", "iso8601"), textAt(f, "endDate", "iso8601"))
	}},
}

// anyApprovalFilter is a filter of whichever type it says.
var anyApprovalFilter = func() *shape {
	s := fields(required(enum(slices.Sorted(maps.Keys(approvalFilters))...), "filterType"))
	s.also = func(path string, o map[string]any, bad complain) {
		if f, known := approvalFilters[textAt(o, "filterType")]; known {
			f.shape.walk(path, o, bad)
		}
	}
	return s
}()

// listApprovals refuses an unknown company by 403, as it has no documented 404.
func listApprovals(c *call) (*answer, error) {
	id, err := c.pathUUID("companyId")
	if err != nil {
		return nil, err
	}
	if c.state.find(Companies, id) == nil && !c.Modes().AllowUnknownCompanies {
		return nil, forbidden("FORBIDDEN", "companyId", "The company %s is unknown, or its approvals are not for the caller to see.", id)
	}
	body, err := c.checked(approvalList, nil)
	if err != nil {
		return nil, err
	}
	filters, _ := body["approvalFilters"].([]any)
	var found []any
	for _, r := range c.state.objects[Approvals] {
		if r.Parent == id && !slices.ContainsFunc(filters, func(f any) bool { return !approvalFilters[textAt(f, "filterType")].passes(f, r.Object) }) {
			found = append(found, r.Object)
		}
	}
	first, last := window(wholeAt(body, 0, "paginationRequestParams", "offset"), wholeAt(body, maxPage, "paginationRequestParams", "limit"))(len(found))
	return &answer{status: http.StatusOK, shape: approvalAnswer, body: map[string]any{
		"paginationResponseParams": map[string]any{"totalNumResults": number(len(found))}, "approvalDataList": append([]any{}, found[first:last]...),
	}}, nil
}
