package sandbox

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

func listTripsOfUser(c *call) (*answer, error) {
	id, err := c.pathUUID("userId")
	if err != nil {
		return nil, err
	}
	return c.listTrips(func(t trip) bool { return strings.EqualFold(t.user("userId"), id) })
}

// listTripsOfArranger takes the arranger for the registrar of the trips of those that he arranges for.
func listTripsOfArranger(c *call) (*answer, error) {
	id, err := c.pathUUID("arrangerId")
	if err != nil {
		return nil, err
	}
	return c.listTrips(func(t trip) bool { return strings.EqualFold(t.user("registrarUserId"), id) })
}

// listTripsOfCompany refuses an unknown company by 403, as a list has no documented 404.
func listTripsOfCompany(c *call) (*answer, error) {
	id, err := c.pathUUID("companyId")
	if err != nil {
		return nil, err
	}
	if c.state.find(Companies, id) == nil && !c.Modes().AllowUnknownCompanies {
		return nil, forbidden("FORBIDDEN", "companyId", "The company %s is unknown, or its trips are not for the caller to see.", id)
	}
	return c.listTrips(func(t trip) bool { return t.ofCompany(id) })
}

// listTrips answers the page of the trips that the caller may see and the body asks for.
func (c *call) listTrips(mine func(trip) bool) (*answer, error) {
	body, err := c.checked(tripListShape, nil)
	if err != nil {
		return nil, err
	}
	filters, _ := body["tripFilters"].([]any)
	today := c.timestamp()[:len(time.DateOnly)]
	var found []trip
	for _, r := range c.state.objects[Trips] {
		t := viewTrip(r)
		t.today = today
		if mine(t) && !slices.ContainsFunc(filters, func(f any) bool { return !t.passes(f) }) {
			found = append(found, t)
		}
	}
	form := tripSummaries
	if order, _ := body["sortOptions"].([]any); len(order) > 0 {
		form = sortedTripSummaries
		slices.SortStableFunc(found, func(a, b trip) int { return compareTrips(a, b, order) })
	}

	first := min(wholeAt(body, 0, "paginationRequestParams", "offset"), len(found))
	last := min(wholeAt(body, maxPage, "paginationRequestParams", "limit"), len(found)-first) + first
	summaries := []any{}
	for _, t := range found[first:last] {
		summary := t.summary(c.fixedID("organization"))
		if body["includePnrSummaries"] == true {
			summary["pnrSummaries"] = t.bookingSummaries()
		}
		summaries = append(summaries, summary)
	}
	return &answer{status: http.StatusOK, shape: form, body: map[string]any{
		"paginationResponseParams": map[string]any{"totalNumResults": number(len(found))},
		"tripSummaries":            summaries,
	}}, nil
}

// wholeAt is lookup for an integer that was checked, def when there is none.
func wholeAt(v any, def int, names ...string) int {
	n, given := lookup(v, names...).(json.Number)
	if !given {
		return def
	}
	i, _ := n.Int64()
	return int(i)
}

// compareTrips sorts by the options in turn; a trip without the date comes last either way.
func compareTrips(a, b trip, order []any) int {
	for _, option := range order {
		name := "endDate"
		if textAt(option, "sortField") == byStartDate {
			name = "startDate"
		}
		x, y := a.date(name), b.date(name)
		if x == y {
			continue
		}
		if x == "" || y == "" {
			return cmp.Compare(y, x)
		}
		if textAt(option, "sortOrder") == descending {
			x, y = y, x
		}
		return cmp.Compare(x, y)
	}
	return 0
}

// trip is a view of a stored trip.
type trip struct {
	company string // empty for one that counts for every company
	object  map[string]any
	basic   any
	today   string // the date
}

func viewTrip(r *record) trip {
	return trip{company: r.Parent, object: r.Object, basic: r.Object["basicTripInfo"]}
}

func (t trip) user(role string) string { return textAt(t.basic, role, "id") }
func (t trip) date(name string) string { return textAt(t.basic, name, "iso8601") }

func (t trip) ofCompany(id string) bool { return t.company == "" || strings.EqualFold(t.company, id) }

// bookings are all PNRs of the trip, whatever state they are in.
func (t trip) bookings() []any {
	var all []any
	for _, name := range []string{"pnrs", "pendingShellPnrs", "pendingManualFormPnrs", "simplePnrs"} {
		some, _ := t.object[name].([]any)
		all = append(all, some...)
	}
	return all
}

func (t trip) has(pnr string) bool {
	return slices.ContainsFunc(t.bookings(), func(b any) bool { return textAt(b, "pnrId") == pnr })
}

// travelTypeOf is the member of a booking's data that says its type.
var travelTypeOf = map[string]string{
	"airPnr": "AIR", "hotelPnr": "HOTEL", "carPnr": "CAR", "railPnr": "RAIL", "limoPnr": "LIMO", "miscPnr": "MISC",
}

func bookingType(booking any) string {
	data, _ := lookup(booking, "data").(map[string]any)
	for _, name := range sortedKeys(data) {
		if known := travelTypeOf[name]; known != "" {
			return known
		}
	}
	return ""
}

// The overall statuses of trips that follow from the statuses of bookings; what is not here is pending.
const (
	draftStatus     = "DRAFT_STATUS"
	pendingStatus   = "PENDING_STATUS"
	confirmedStatus = "CONFIRMED_STATUS"
	cancelledStatus = "CANCELLED_STATUS"
	disruptedStatus = "DISRUPTED_STATUS"
)

var overallStatusOf = map[string]string{
	"CONFIRMED_STATUS":                confirmedStatus,
	"ACTIVE_STATUS":                   confirmedStatus,
	"COMPLETED_STATUS":                confirmedStatus,
	"CANCELLED_STATUS":                cancelledStatus,
	"REFUNDED_STATUS":                 cancelledStatus,
	"VOIDED_STATUS":                   cancelledStatus,
	"CANCELLATION_IN_PROGRESS_STATUS": cancelledStatus,
	"SCHEDULE_CHANGE_STATUS":          disruptedStatus,
	"INOPERATIVE_STATUS":              disruptedStatus,
	"FLIGHT_UNCONFIRMED_STATUS":       disruptedStatus,
	"AIRLINE_CONTROL_STATUS":          "AIRLINE_CONTROL_STATUS",
	"PAYMENT_DECLINED_STATUS":         "PAYMENT_DECLINED_STATUS",
}

func (t trip) overallStatus() string {
	if len(t.bookings()) == 0 {
		return draftStatus
	}
	return cmp.Or(overallStatusOf[textAt(t.object, "tripBookingStatus")], pendingStatus)
}

// kind is the trip's type as filters name it.
func (t trip) kind() string {
	switch t.overallStatus() {
	case draftStatus:
		return "DRAFT"
	case cancelledStatus:
		return "CANCELLED"
	case disruptedStatus:
		return "DISRUPTED"
	}
	if end := t.date("endDate"); end != "" && end < t.today || textAt(t.object, "tripBookingStatus") == "COMPLETED_STATUS" {
		return "PAST_OR_COMPLETED"
	}
	return "UPCOMING"
}

const (
	inPolicy    = "IN_POLICY"
	outOfPolicy = "OUT_OF_POLICY"
)

// policyStatus is empty as long as there is no booking.
func (t trip) policyStatus() string {
	bookings := t.bookings()
	switch {
	case len(bookings) == 0:
		return ""
	case slices.ContainsFunc(bookings, func(b any) bool { return lookup(b, "data", "policyInfo", "outOfPolicy") == true }):
		return outOfPolicy
	}
	return inPolicy
}

// summary is the trip as lists have it. A trip that counts for every company is said to be of the organization.
func (t trip) summary(organization string) map[string]any {
	out := map[string]any{"overallStatus": t.overallStatus()}
	for name, v := range map[string]any{
		"tripId":                 lookup(t.basic, "tripId"),
		"tripName":               lookup(t.basic, "tripName"),
		"description":            lookup(t.basic, "tripDescription"),
		"startDate":              lookup(t.basic, "startDate"),
		"endDate":                lookup(t.basic, "endDate"),
		"tripStatus":             t.object["tripStatus"],
		"userBasicInfo":          t.card("userId", organization),
		"createdByUserBasicInfo": t.card("registrarUserId", organization),
	} {
		if v != nil {
			out[name] = v
		}
	}
	if status := t.policyStatus(); status != "" {
		out["policyStatus"] = status
	}
	return out
}

func (t trip) card(role, organization string) any {
	if t.user(role) == "" {
		return nil
	}
	return map[string]any{"userOrgId": map[string]any{
		"userId":         map[string]any{"id": t.user(role)},
		"organizationId": map[string]any{"id": cmp.Or(t.company, organization)},
	}}
}

func (t trip) bookingSummaries() []any {
	out := []any{}
	for _, b := range t.bookings() {
		summary := map[string]any{"pnrId": textAt(b, "pnrId")}
		for name, v := range map[string]string{
			"sourcePnrId":      cmp.Or(textAt(b, "data", "sourceInfo", "sourcePnrId"), textAt(b, "sourcePnrId")),
			"source":           cmp.Or(textAt(b, "data", "sourceInfo", "thirdParty"), textAt(b, "source")),
			"pnrType":          bookingType(b),
			"userFacingStatus": cmp.Or(textAt(b, "data", "bookingStatus"), textAt(b, "userFacingStatus")),
		} {
			if v != "" {
				summary[name] = v
			}
		}
		out = append(out, summary)
	}
	return out
}

// tripFilter is one type of filter: its properties, and which trips it lets pass.
type tripFilter struct {
	shape  *shape
	passes func(filter any, t trip) bool
}

var tripFilters = map[string]tripFilter{
	"TRIP_USER_ID_FILTER": {fields(required(list(reference), "userIds")), func(f any, t trip) bool {
		return anyOf(f, "userIds", func(v any) bool { return strings.EqualFold(textAt(v, "id"), t.user("userId")) })
	}},
	"TRIP_ID_FILTER": {fields(required(list(aString), "tripIds")), func(f any, t trip) bool {
		return anyOf(f, "tripIds", func(v any) bool { return v == lookup(t.basic, "tripId") })
	}},
	"COMPANY_ID_FILTER": {fields(required(list(reference), "companyIds")), func(f any, t trip) bool {
		return anyOf(f, "companyIds", func(v any) bool { return t.ofCompany(textAt(v, "id")) })
	}},
	"TRIP_TYPE_FILTER": {
		fields(required(list(enum("UPCOMING", "PAST_OR_COMPLETED", "CANCELLED", "DISRUPTED", "DRAFT")), "tripTypes")),
		func(f any, t trip) bool {
			return anyOf(f, "tripTypes", func(v any) bool { return v == t.kind() })
		},
	},
	"TRIP_TRAVEL_TYPE_FILTER": {fields(required(list(travelType), "travelTypes")), func(f any, t trip) bool {
		return anyOf(f, "travelTypes", func(v any) bool {
			return v == "ALL" || slices.ContainsFunc(t.bookings(), func(b any) bool { return v == bookingType(b) })
		})
	}},
	"POLICY_STATUS_FILTER": {fields(required(list(enum(inPolicy, outOfPolicy)), "policyStatuses")), func(f any, t trip) bool {
		return anyOf(f, "policyStatuses", func(v any) bool { return v == t.policyStatus() })
	}},
	"OVERALL_STATUS_FILTER": {
		fields(required(list(enum(pendingStatus, confirmedStatus, cancelledStatus, "AIRLINE_CONTROL_STATUS",
			"PAYMENT_DECLINED_STATUS", disruptedStatus, draftStatus)), "overallStatuses")),
		func(f any, t trip) bool {
			return anyOf(f, "overallStatuses", func(v any) bool { return v == t.overallStatus() })
		},
	},
	"TRIP_START_DATE_RANGE_FILTER": {dateRange, func(f any, t trip) bool {
		return inRange(t.date("startDate"), textAt(f, "startDate", "iso8601"), textAt(f, "endDate", "iso8601"))
	}},
	"TRIP_END_DATE_RANGE_FILTER": {dateRange, func(f any, t trip) bool {
		return inRange(t.date("endDate"), textAt(f, "startDate", "iso8601"), textAt(f, "endDate", "iso8601"))
	}},
	"CREATE_DATE_TIME_RANGE_FILTER": {momentRange, func(f any, t trip) bool {
		return inRange(textAt(t.object, tripCreatedAt), textAt(f, "startDateTime", "iso8601"), textAt(f, "endDateTime", "iso8601"))
	}},
	"UPDATE_DATE_TIME_RANGE_FILTER": {momentRange, func(f any, t trip) bool {
		return inRange(textAt(t.object, tripUpdatedAt), textAt(f, "startDateTime", "iso8601"), textAt(f, "endDateTime", "iso8601"))
	}},
}

var (
	dateRange   = fields(optional(aDay, "startDate", "endDate"))
	momentRange = fields(optional(aMoment, "startDateTime", "endDateTime"))
)

// anyTripFilter is a filter of whichever type it says.
var anyTripFilter = func() *shape {
	types := enum(slices.Sorted(maps.Keys(tripFilters))...)
	s := fields(required(types, "filterType"))
	s.also = func(path string, o map[string]any, bad complain) {
		if f, known := tripFilters[textAt(o, "filterType")]; known {
			f.shape.walk(path, o, bad)
		}
	}
	return s
}()

func (t trip) passes(filter any) bool {
	return tripFilters[textAt(filter, "filterType")].passes(filter, t)
}

// anyOf says that one of the values of a filter matches. A filter without values does not filter.
func anyOf(filter any, name string, match func(any) bool) bool {
	values, _ := lookup(filter, name).([]any)
	return len(values) == 0 || slices.ContainsFunc(values, match)
}

// inRange says that the time is not outside of the bounds, which belong to the range; an empty bound is none.
func inRange(at, from, to string) bool {
	if from == "" && to == "" {
		return true
	}
	when, known := moment(at)
	start, bounded := moment(from)
	end, ended := moment(to)
	return known && (!bounded || !when.Before(start)) && (!ended || !when.After(end))
}

// moment reads a date, or a point in time, whose seconds are optional and which may have an hour 24.
func moment(s string) (at time.Time, known bool) {
	day, rest, _ := strings.Cut(s, "T24:")
	var extra time.Duration
	if rest != "" {
		s, extra = day+"T00:"+rest, 24*time.Hour
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.Add(extra), true
		}
	}
	return time.Time{}, false
}
