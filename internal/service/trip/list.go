package trip

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// The lists that the API has, by whose trips they hold.
const (
	users     = "users"
	companies = "companies"
	arrangers = "arrangers"
)

// pageSize is the largest page that the API is asked for.
const pageSize = 100

// ListTree declares a list of trips as the API answers it, all pages in one.
var ListTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		summaries("trips", "tripSummaries", "The trips found, in the order of the API, each once."),
		summaries("failed_trips", "failedTripSummaries", "Trips of which the API could not make a complete summary."),
		{JSON: "paginationResponseParams", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "total_num_results", JSON: "totalNumResults", Kind: field.Int, Doc: "How many trips there are, also beyond `limit`."},
		}},
	}}}
})

// ListExceptions are the properties of the list that the tree holds only as the text of their JSON, with the reason.
var ListExceptions = func() map[string]string {
	out := map[string]string{}
	for _, list := range []string{"tripSummaries", "failedTripSummaries"} {
		for _, name := range []string{"pnrSummary", "tmcInfo", "travelers", "approvalData", "policyInfo", "additionalMetadata", "preBookAnswers", "initialCustomFieldV3Responses"} {
			out[list+"[].pnrSummaries[]."+name] = "part of the booking data: over three hundred types"
		}
	}
	return out
}()

func summaries(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.List, Doc: doc, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "tripId", Mode: field.Required, Doc: "Id of the trip."},
		{Name: "name", JSON: "tripName", Mode: field.Required, Doc: "Name of the trip."},
		{Name: "description", JSON: "description", Doc: "Description of the trip."},
		{Name: "start_date", JSON: "startDate", Wrap: "iso8601", Format: field.Date, Doc: "First day of the trip."},
		{Name: "end_date", JSON: "endDate", Wrap: "iso8601", Format: field.Date, Doc: "Last day of the trip."},
		{Name: "trip_status", JSON: "tripStatus", Enum: pnrBookingStatus, Doc: "State of the bookings of the trip, taken together."},
		{Name: "overall_status", JSON: "overallStatus", Enum: overallStatus, Doc: "State of the trip as a whole."},
		{Name: "policy_status", JSON: "policyStatus", Enum: policyStatus, Doc: "Whether the bookings keep to the travel policy."},
		{Name: "image_id", JSON: "imageId", Doc: "Id of the picture with which the booking tool shows the trip."},
		field.UserBasicInfo("user_basic_info", "userBasicInfo", field.Optional, "The traveler."),
		field.UserBasicInfo("created_by_user_basic_info", "createdByUserBasicInfo", field.Optional, "The user who made the trip."),
		{Name: "trip_usage_metadata", JSON: "tripUsageMetadata", Kind: field.Object, Doc: "The occasion of the trip.", Attrs: []*field.Node{
			{Name: "trip_usage_type", JSON: "tripUsageType", Enum: tripUsageType, Mode: field.Required, Doc: "Kind of the occasion."},
			{Name: "event_metadata", JSON: "eventMetadata", Kind: field.Object, Doc: "The event, where it is one.", Attrs: []*field.Node{
				{Name: "event_id", JSON: "eventId", Mode: field.Required, Doc: "Id of the event."},
				{Name: "root_event_id", JSON: "rootEventId", Doc: "Id of the event at the top of those that the event belongs to."},
				{Name: "event_type", JSON: "eventType", Enum: eventType, Doc: "Kind of the event."},
				{Name: "associated_event_ids", JSON: "associatedEventIds", Kind: field.List, Elem: &field.Node{}, Doc: "Ids of the events that go with it."},
			}},
		}},
		bookingSummaries(),
	}}}
}

func bookingSummaries() *field.Node {
	text := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.JSON, Doc: doc + ", as the text of its JSON."}
	}
	return &field.Node{Name: "pnr_summaries", JSON: "pnrSummaries", Kind: field.List,
		Doc: "The bookings of the trip in short, where `include_pnr_summaries` asks for them.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "pnr_id", JSON: "pnrId", Mode: field.Required, Doc: "Id of the booking."},
			{Name: "source_pnr_id", JSON: "sourcePnrId", Doc: "Id of the booking at its source, such as a record locator."},
			{Name: "source", JSON: "source", Enum: thirdPartySource, Doc: "Where the booking comes from."},
			{Name: "pnr_type", JSON: "pnrType", Enum: pnrType, Doc: "What is booked."},
			{Name: "pnr_status", JSON: "pnrStatus", Enum: pnrStatus, Doc: "State of the booking at its source."},
			{Name: "user_facing_status", JSON: "userFacingStatus", Enum: userFacingStatus, Doc: "State of the booking as the traveler sees it."},
			text("pnr_summary", "pnrSummary", "Itinerary"),
			text("tmc_info", "tmcInfo", "The travel management company (TMC) that looks after the booking"),
			text("travelers", "travelers", "Who travels"),
			text("approval_data", "approvalData", "State of the approval"),
			text("policy_info", "policyInfo", "What the travel policy says of the booking"),
			text("additional_metadata", "additionalMetadata", "The airports of the booking"),
			text("pre_book_answers", "preBookAnswers", "What the traveler answered before booking"),
			text("initial_custom_field_v3_responses", "initialCustomFieldV3Responses", "What the traveler entered into custom fields"),
		}}}
}

// filters are the arguments that narrow a list.
var filters = []endpoint.TypedFilter{
	{Type: "TRIP_USER_ID_FILTER", Node: field.IDs("user_ids", "userIds", "Only trips of these users.")},
	{Type: "TRIP_ID_FILTER", Node: field.Strings("trip_ids", "tripIds", field.Any, "Only these trips.")},
	{Type: "COMPANY_ID_FILTER", Node: field.IDs("company_ids", "companyIds", "Only trips of these companies.")},
	{Type: "TRIP_TYPE_FILTER", Node: field.Listed("trip_types", "tripTypes", &field.Node{Enum: tripType}, "Only trips in one of these groups of the booking tool.")},
	{Type: "TRIP_TRAVEL_TYPE_FILTER", Node: field.Listed("travel_types", "travelTypes", &field.Node{Enum: field.TravelType}, "Only trips with a booking of one of these kinds.")},
	{Type: "POLICY_STATUS_FILTER", Node: field.Listed("policy_statuses", "policyStatuses", &field.Node{Enum: policyStatus}, "Only trips of which the travel policy says one of these.")},
	{Type: "OVERALL_STATUS_FILTER", Node: field.Listed("overall_statuses", "overallStatuses", &field.Node{Enum: overallStatus}, "Only trips in one of these states.")},
	{Type: "TRIP_START_DATE_RANGE_FILTER", Node: field.DateRange("start_date_range", "startDateRange", "Only trips that start in this range.")},
	{Type: "TRIP_END_DATE_RANGE_FILTER", Node: field.DateRange("end_date_range", "endDateRange", "Only trips that end in this range.")},
	{Type: "CREATE_DATE_TIME_RANGE_FILTER", Node: moments("create_date_time_range", "createDateTimeRange", "Only trips that were made in this range.")},
	{Type: "UPDATE_DATE_TIME_RANGE_FILTER", Node: moments("update_date_time_range", "updateDateTimeRange", "Only trips that were changed last in this range.")},
}

func moments(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.Object, Doc: doc, Attrs: []*field.Node{
		{Name: "start_date_time", JSON: "startDateTime", Wrap: "iso8601", Format: field.DateTime, Doc: "Begin of the range, an RFC 3339 time; without it there is no lower limit."},
		{Name: "end_date_time", JSON: "endDateTime", Wrap: "iso8601", Format: field.DateTime, Doc: "End of the range, an RFC 3339 time; without it there is no upper limit."},
	}}
}

// entry is one trip of a list.
type entry struct {
	trip map[string]any
	// failed says that the API could not make a complete summary. Such a trip does not count for a limit.
	failed bool
}

func failures(entries []entry) int {
	n := 0
	for _, e := range entries {
		if e.failed {
			n++
		}
	}
	return n
}

// found is what several pages of a list say together.
type found struct {
	trips, failed []any
	total         int
}

// listPath is the list of somebody's trips.
func listPath(kind, id string) string {
	return "/v3/trips/" + kind + "/" + url.PathEscape(id) + "/list"
}

func maskList(doc any) any { return codec.Mask(ListTree(), doc) }

// list asks for the trips of somebody, page by page, each trip once; limit 0 is all of them. query is what the request
// says beside the page.
func list(ctx context.Context, client *spotnana.Client, kind, id string, query map[string]any, limit int) (found, error) {
	path, body := listPath(kind, id), map[string]any{}
	maps.Copy(body, query)
	var total, failed int
	entries, err := lists.Pages[entry]{
		Name: "POST " + path,
		ID:   func(e entry) string { return service.Text(e.trip, "tripId") },
		Fetch: func(ctx context.Context, offset int) (page []entry, _ int, err error) {
			if offset == 0 {
				failed = 0
			}
			size := pageSize
			if limit > 0 {
				size = max(1, min(size, limit+failed-offset))
			}
			body["paginationRequestParams"] = endpoint.Page(offset, size)
			r := spotnana.Request{Method: http.MethodPost, Path: path, Body: body, ReadOnly: true, Mask: maskList}
			answer, err := client.Do(ctx, r)
			if err != nil {
				return nil, 0, err
			}
			if page, total, err = readPage(answer); err != nil {
				return nil, 0, client.Unreadable(r, err.Error())
			}
			failed += failures(page)
			return page, total, nil
		},
		Enough: func(first []entry) bool { return limit > 0 && len(first)-failures(first) >= limit },
	}.Read(ctx)
	if err != nil {
		return found{}, err
	}
	all := found{total: total}
	for _, e := range entries {
		switch {
		case e.failed:
			all.failed = append(all.failed, e.trip)
		case limit == 0 || len(all.trips) < limit:
			all.trips = append(all.trips, e.trip)
		}
	}
	return all, nil
}

// readPage returns the trips of an answer, and how many the list has.
func readPage(answer any) ([]entry, int, error) {
	m, _ := answer.(map[string]any)
	total, err := endpoint.Total(m, "paginationResponseParams", "trips")
	if err != nil {
		return nil, 0, err
	}
	var page []entry
	for _, name := range []string{"tripSummaries", "failedTripSummaries"} {
		trips, ok := m[name].([]any)
		if !ok && m[name] != nil {
			return nil, 0, fmt.Errorf("%s is not an array", name)
		}
		for _, t := range trips {
			trip, _ := t.(map[string]any)
			page = append(page, entry{trip, name == "failedTripSummaries"})
		}
	}
	return page, total, nil
}

func number(i int) json.Number { return json.Number(strconv.Itoa(i)) }
