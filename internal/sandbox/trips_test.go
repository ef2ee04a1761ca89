package sandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

const (
	ann = "00000000-0000-4000-8000-00000000a001"
	bob = "00000000-0000-4000-8000-00000000b0b1"
)

func userJSON(role, id string) string { return `"` + role + `":{"id":"` + id + `"}` }

func tripJSON(members string) string {
	if members == "" {
		members = userJSON("userId", ann)
	}
	return `{"tripName":"Berlin",` + members + `}`
}

// createTrip makes a trip with further members, or for ann, and returns its id.
func (a *api) createTrip(members string) string {
	a.t.Helper()
	return textAt(a.want(http.StatusCreated, "POST", "/v2/trips", tripJSON(members)).body, "id")
}

func (a *api) readTrip(id string) any {
	a.t.Helper()
	return a.want(http.StatusOK, "GET", "/v3/trips/"+id+"/detail", "").body
}

// insertTrip puts in a trip of a company as it would be answered, with its id and a name.
func (a *api) insertTrip(company, id, basic, members string) {
	a.t.Helper()
	o, _ := tree(a.t, `{"basicTripInfo":{"tripId":"`+id+`","tripName":"Trip `+id+`"`+basic+`},"pnrs":[]`+members+`}`).(map[string]any)
	ok(a.t, a.server.Insert(Trips, company, id, o))
}

// listTrips returns the ids in a list of trips and the total that it tells.
func (a *api) listTrips(path, members string) ([]string, any) {
	a.t.Helper()
	if members != "" {
		members = "," + members
	}
	body := a.want(http.StatusOK, "POST", "/v3/trips/"+path+"/list", `{"paginationRequestParams":{}`+members+`}`).body
	ids := []string{}
	summaries, _ := lookup(body, "tripSummaries").([]any)
	for _, s := range summaries {
		ids = append(ids, textAt(s, "tripId"))
	}
	return ids, lookup(body, "paginationResponseParams", "totalNumResults")
}

func TestTripLifecycle(t *testing.T) {
	a := newAPI(t)
	id := a.createTrip(`"tripDescription":"Fair",` + userJSON("userId", ann) + `,` + userJSON("registrarId", bob) + `,
		"startDate":{"iso8601":"2026-09-01"},"endDate":{"iso8601":"2026-09-03"},"unheardOf":1.50,
		"tripId":"mine","applicationId":"mine","tripMetadata":7,"tripDisabledInfo":true,"stealthType":1,"tripLocations":{}`)
	if !regexp.MustCompile(`^[1-9]\d{9}$`).MatchString(id) {
		t.Errorf("the id is %q", id)
	}
	application := a.server.fixedID("application")
	detail := func(name, metadata string) string {
		return `{"basicTripInfo":{"tripId":"` + id + `",` + name + `,` + userJSON("userId", ann) + `,` + userJSON("registrarUserId", bob) + `,
			"startDate":{"iso8601":"2026-09-01"},"endDate":{"iso8601":"2026-09-03"},"applicationId":"` + application + `","unheardOf":1.50,
			"tripMetadata":{"hasTripOverride":false` + metadata + `},"tripDisabledInfo":{"isDisabled":false}},
			"pnrs":[],"tripStatus":"PENDING","tripBookingStatus":"PENDING_STATUS"}`
	}
	same(t, a.readTrip(id), detail(`"tripName":"Berlin","tripDescription":"Fair"`, ""))
	for _, refresh := range []string{"REFRESH_TYPE_BLOCKING", "REFRESH_TYPE_ASYNC", "REFRESH_TYPE_DISABLED"} {
		a.want(200, "GET", "/v3/trips/"+id+"/detail?fetchMappedData=false&refreshType="+refresh, "")
	}
	a.refused(400, "UNKNOWN_ENUM_VALUE", "refreshType", "GET", "/v3/trips/"+id+"/detail?refreshType=NONE", "")
	a.refused(400, "UNKNOWN_ENUM_VALUE", "refreshType", "GET", "/v3/trips/"+id+"/detail?refreshType=", "")
	a.refused(400, "UNKNOWN_ENUM_VALUE", "fetchMappedData", "GET", "/v3/trips/"+id+"/detail?fetchMappedData=1", "")

	// An update is of name and description, each as the body has it, and of nothing else.
	out := a.want(204, "PUT", "/v2/trips/"+id, `{"tripId":"`+id+`","tripName":"Bern","startDate":{"iso8601":"2027-01-01"}}`)
	if out.raw != "" {
		t.Errorf("an update must have no body, got %s", out.raw)
	}
	same(t, a.readTrip(id), detail(`"tripName":"Bern"`, ""))
	a.want(204, "PUT", "/v2/trips/"+id, `{"tripId":"`+id+`","tripName":"Bonn","tripDescription":""}`)
	same(t, a.readTrip(id), detail(`"tripName":"Bonn","tripDescription":""`, ""))
	a.refused(400, "ID_MISMATCH", "tripId", "PUT", "/v2/trips/"+id, `{"tripId":"1","tripName":"x"}`)
	a.refused(400, "MISSING_FIELD", "tripId", "PUT", "/v2/trips/"+id, `{"tripName":"x"}`)
	a.refused(400, "MISSING_FIELD", "tripName", "PUT", "/v2/trips/"+id, `{"tripId":"`+id+`"}`)
	same(t, a.readTrip(id), detail(`"tripName":"Bonn","tripDescription":""`, ""))

	// What the endpoint for contacts is not given stays, and an empty list clears.
	const contacts = `"tripContacts":[{"label":"Desk","name":"Eve","phoneNumber":{"rawInput":"1"},"isPrimary":true}]`
	const mails = `"tripCommunicationPreferences":{"tripEmailPreferences":{"bucketEmailPreferences":{"bucketTypes":["REMINDERS"]}}}`
	for _, step := range []struct{ sent, want string }{
		{`{` + contacts + `}`, `,` + contacts},
		{`{` + mails + `}`, `,` + contacts + `,` + mails},
		{`{}`, `,` + contacts + `,` + mails},
		{`{"tripContacts":[]}`, `,"tripContacts":[],` + mails},
	} {
		if out := a.want(200, "POST", "/v3/trips/"+id, step.sent); out.raw != "" {
			t.Errorf("contacts must have no answer, got %s", out.raw)
		}
		same(t, a.readTrip(id), detail(`"tripName":"Bonn","tripDescription":""`, step.want))
	}

	a.want(204, "DELETE", "/v3/trips/"+id, "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v3/trips/"+id+"/detail", "")
	a.refused(404, "NOT_FOUND", "", "DELETE", "/v3/trips/"+id, "")
}

func TestTripBodiesAreChecked(t *testing.T) {
	a := newAPI(t)
	a.refused(400, "MISSING_FIELD", "tripName", "POST", "/v2/trips", `{`+userJSON("userId", ann)+`}`)
	for members, want := range map[string][2]string{
		`"tripDescription":"x"`:                                            {"MISSING_FIELD", "userId"},
		`"tripDescription":null,` + userJSON("userId", ann):                {"NULL_VALUE", "tripDescription"},
		userJSON("userId", "ann"):                                          {"BAD_FORMAT", "userId.id"},
		userJSON("registrarId", "1"):                                       {"BAD_FORMAT", "registrarId.id"},
		`"userId":"` + ann + `"`:                                           {"WRONG_TYPE", "userId"},
		`"registrarId":{}`:                                                 {"MISSING_FIELD", "registrarId.id"},
		userJSON("userId", ann) + `,"startDate":"2026-09-01"`:              {"WRONG_TYPE", "startDate"},
		userJSON("userId", ann) + `,"startDate":{"iso8601":"2026-02-30"}`:  {"BAD_FORMAT", "startDate.iso8601"},
		userJSON("userId", ann) + `,"endDate":{"iso8601":"2026-9-1"}`:      {"BAD_FORMAT", "endDate.iso8601"},
		userJSON("userId", ann) + `,"endDate":{"iso8601":"2026-09-01T0Z"}`: {"BAD_FORMAT", "endDate.iso8601"},
	} {
		a.refused(400, want[0], want[1], "POST", "/v2/trips", tripJSON(members))
	}
	if ids, err := a.server.IDs(Trips); err != nil || len(ids) != 0 {
		t.Errorf("refused requests left trips behind: %v, %v", ids, err)
	}
	id := a.createTrip(userJSON("registrarId", bob))
	for body, want := range map[string][2]string{
		`{"tripContacts":null}`:                                                    {"NULL_VALUE", "tripContacts"},
		`{"tripContacts":{}}`:                                                      {"WRONG_TYPE", "tripContacts"},
		`{"tripContacts":[{"label":"a"}]}`:                                         {"MISSING_FIELD", "tripContacts[0].name"},
		`{"tripContacts":[{"label":"a","name":"b","isPrimary":"yes"}]}`:            {"WRONG_TYPE", "tripContacts[0].isPrimary"},
		`{"tripContacts":[{"label":"a","name":"b","phoneNumber":{"type":"FAX"}}]}`: {"UNKNOWN_ENUM_VALUE", "tripContacts[0].phoneNumber.type"},
		`{"tripCommunicationPreferences":{"tripEmailPreferences":{"bucketEmailPreferences":{"bucketTypes":["NEWS"]}}}}`: {
			"UNKNOWN_ENUM_VALUE", "tripCommunicationPreferences.tripEmailPreferences.bucketEmailPreferences.bucketTypes[0]",
		},
	} {
		a.refused(400, want[0], want[1], "POST", "/v3/trips/"+id, body)
	}
}

// TestTripWithBookings: what tests put in is answered, and its bookings keep it from being deleted if the request wants so.
func TestTripWithBookings(t *testing.T) {
	a := newAPI(t)
	const only = `{"allowEmptyTripDeletionOnly":true}`
	for _, booked := range []string{
		`,"pnrs":[{"pnrId":"7","data":{"version":1,"airPnr":{"legs":[{"n":1.10}]},"bookingStatus":"CONFIRMED_STATUS"}}]`,
		`,"pendingShellPnrs":[{"pnrId":"7"}]`, `,"pendingManualFormPnrs":[{"pnrId":"7"}]`, `,"simplePnrs":[{"pnrId":"7"}]`,
	} {
		if !strings.HasPrefix(booked, `,"pnrs"`) {
			booked += `,"pnrs":[]`
		}
		o, _ := tree(t, `{"basicTripInfo":{"tripId":"1","tripName":"a"}`+booked+`,"tripPaymentInfo":{"totalFare":{"amount":1.50,"currencyCode":"EUR"}}}`).(map[string]any)
		ok(t, a.server.Insert(Trips, "", "1", o))
		same(t, a.readTrip("1"), `{"basicTripInfo":{"tripId":"1","tripName":"a"}`+booked+`,"tripPaymentInfo":{"totalFare":{"amount":1.50,"currencyCode":"EUR"}}}`)
		a.refused(403, "TRIP_NOT_EMPTY", "allowEmptyTripDeletionOnly", "DELETE", "/v3/trips/1", only)
		a.readTrip("1")
		a.want(204, "DELETE", "/v3/trips/1", `{"allowEmptyTripDeletionOnly":false}`)
		ok(t, a.server.Insert(Trips, "", "1", o))
		a.want(204, "DELETE", "/v3/trips/1", "")
	}
	id := a.createTrip("")
	a.refused(400, "WRONG_TYPE", "allowEmptyTripDeletionOnly", "DELETE", "/v3/trips/"+id, `{"allowEmptyTripDeletionOnly":"true"}`)
	a.refused(400, "WRONG_TYPE", "", "DELETE", "/v3/trips/"+id, `[]`)
	a.refused(400, "MALFORMED_JSON", "", "DELETE", "/v3/trips/"+id, `{`)
	a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", "DELETE", "/v3/trips/"+id, only, "Content-Type", "text/plain")
	ok(t, a.server.Edit(Trips, id, func(o map[string]any) { o["pnrs"] = []any{map[string]any{"pnrId": "8"}} }))
	a.refused(403, "TRIP_NOT_EMPTY", "allowEmptyTripDeletionOnly", "DELETE", "/v3/trips/"+id, only)
	ok(t, a.server.Edit(Trips, id, func(o map[string]any) { o["pnrs"] = []any{} }))
	a.want(204, "DELETE", "/v3/trips/"+id, only)
}

func TestAgentNotes(t *testing.T) {
	a := newAPI(t)
	one, two := a.createTrip(""), a.createTrip("")
	path := "/v2/trips/" + one + "/agent-notes"
	ok(t, a.server.Edit(Trips, one, func(o map[string]any) { o["pnrs"] = []any{map[string]any{"pnrId": "8"}} }))
	if out := a.want(201, "POST", path, `{"note":"first","x":1.50}`); out.raw != "" {
		t.Errorf("a new note must have no answer, got %s", out.raw)
	}
	a.want(201, "POST", path, `{"note":"second","pnrId":"8","noteId":"mine","senderInfo":"me","createdAt":1,"updatedAt":2}`)
	a.refused(404, "NOT_FOUND", "", "POST", path, `{"note":"third","pnrId":"9"}`)
	a.refused(400, "MISSING_FIELD", "note", "POST", path, `{"pnrId":"8"}`)
	a.refused(400, "WRONG_TYPE", "note", "POST", path, `{"note":1}`)
	ids, err := a.server.IDs(TripAgentNotes)
	if err != nil || len(ids) != 2 {
		t.Fatalf("%v, %v", ids, err)
	}
	const rest = `"senderInfo":{"email":"api-user@sandbox.example","name":{"given":"API","family1":"User"}},
		"createdAt":{"iso8601":"2026-08-01T12:00:00Z"},"updatedAt":{"iso8601":"2026-08-01T12:00:00Z"}}`
	first := `{"noteId":{"id":"` + ids[0] + `"},"note":"first","x":1.50,` + rest
	second := `{"noteId":{"id":"` + ids[1] + `"},"note":"second","pnrId":"8",` + rest
	same(t, a.want(200, "GET", path, "").body, `{"agentNotes":[`+first+`,`+second+`]}`)
	same(t, a.want(200, "GET", "/v2/trips/"+two+"/agent-notes", "").body, `{"agentNotes":[]}`)

	a.refused(404, "NOT_FOUND", "", "DELETE", "/v2/trips/"+two+"/agent-notes/"+ids[0], "")
	a.want(204, "DELETE", path+"/"+ids[0], "")
	a.refused(404, "NOT_FOUND", "", "DELETE", path+"/"+ids[0], "")
	same(t, a.want(200, "GET", path, "").body, `{"agentNotes":[`+second+`]}`)
	a.want(204, "DELETE", "/v3/trips/"+one, "")
	if ids, err := a.server.IDs(TripAgentNotes); err != nil || len(ids) != 0 {
		t.Errorf("notes outlive their trip: %v, %v", ids, err)
	}
}

func TestTripPartnerInfo(t *testing.T) {
	a := newAPI(t)
	id := a.createTrip("")
	path := "/v2/trips/" + id + "/booker-email/ann@example.com/partner-info"
	body := a.want(200, "GET", path, "").body
	if textAt(body, "tripId") != id || textAt(body, "partnerInfo", "partnerInfoDetails", "tripBudgetInfo", "budgetName") == "" {
		t.Errorf("got %v", body)
	}
	const own = `{"tripId":"1","partnerInfo":{"partnerInfoType":"BUDGET","partnerInfoDetails":{"tripBudgetInfo":{"budgetName":"Q3","isMaskedBudget":true}}}}`
	o, _ := tree(t, own).(map[string]any)
	ok(t, a.server.Insert(TripPartnerInfos, id, TripPartnerInfoID(id, "Ann@example.com"), o))
	same(t, a.want(200, "GET", path+"?revealReason=audit", "").body, own)
	other := a.want(200, "GET", "/v2/trips/"+id+"/booker-email/bob@example.com/partner-info", "").body
	if textAt(other, "tripId") != id {
		t.Errorf("got %v", other)
	}
}

// insertTrips puts in trips of one company that differ in all that filters ask for. Noon of the clock is on 2026-08-01.
func (a *api) insertTrips(company string) {
	day := func(start, end string) string {
		return `,"startDate":{"iso8601":"` + start + `"},"endDate":{"iso8601":"` + end + `"}`
	}
	pnr := func(kind, out string) string {
		return `,"pnrs":[{"pnrId":"p` + kind + `","data":{"` + kind + `":{},"bookingStatus":"CONFIRMED_STATUS","policyInfo":{"outOfPolicy":` + out + `},
			"sourceInfo":{"bookingSource":"Sabre","sourcePnrId":"ABC","thirdParty":"SABRE"}}}]`
	}
	status := func(s string) string {
		return `,"tripBookingStatus":"` + s + `","tripStatus":"` + strings.TrimSuffix(s, "_STATUS") + `"`
	}
	annAndBob := `,` + userJSON("userId", ann) + `,` + userJSON("registrarUserId", bob)
	a.insertTrip(company, "1", annAndBob+day("2026-09-10", "2026-09-20"), pnr("airPnr", "false")+status("CONFIRMED_STATUS"))
	a.insertTrip(company, "2", annAndBob+day("2026-07-10", "2026-07-31"), pnr("hotelPnr", "true")+status("COMPLETED_STATUS"))
	a.insertTrip(company, "3", annAndBob+day("2026-09-10", "2026-09-11"), pnr("carPnr", "false")+status("CANCELLED_STATUS"))
	a.insertTrip(company, "4", `,`+userJSON("userId", bob), pnr("railPnr", "false")+status("SCHEDULE_CHANGE_STATUS"))
	a.insertTrip(company, "5", `,`+userJSON("userId", bob)+day("2026-08-01", "2026-08-01"), status("PENDING_STATUS"))
	a.insertTrip("", "6", `,`+userJSON("userId", bob)+day("2026-07-01", "2026-07-02"),
		`,"simplePnrs":[{"pnrId":"s","sourcePnrId":"XYZ","source":"AVIA"}]`+status("HOLD_STATUS")+`,"createdAt":"2026-06-01T10:00:00Z","updatedAt":"2026-06-02T10:00:00Z"`)
}

func TestTripLists(t *testing.T) {
	a := newAPI(t)
	org, other := a.create(""), a.create("")
	a.insertTrips(org)
	all := "companies/" + org
	filter := func(kind, members string) string {
		return `"tripFilters":[{"filterType":"` + kind + `",` + members + `}]`
	}
	sorted := func(options string) string { return `"sortOptions":[` + options + `]` }
	span := func(name, from, to string) string {
		var ends []string
		for end, value := range map[string]string{"start" + name: from, "end" + name: to} {
			if value != "" {
				ends = append(ends, `"`+end+`":{"iso8601":"`+value+`"}`)
			}
		}
		return strings.Join(ends, ",")
	}
	for name, tt := range map[string]struct{ path, members, want string }{
		"company":             {all, "", "1 2 3 4 5 6"},
		"other company":       {"companies/" + other, "", "6"}, // a trip without company counts for every one
		"company in capitals": {"companies/" + strings.ToUpper(org), "", "1 2 3 4 5 6"},
		"user":                {"users/" + ann, "", "1 2 3"},
		"user in capitals":    {"users/" + strings.ToUpper(ann), "", "1 2 3"},
		"arranger":            {"arrangers/" + bob, "", "1 2 3"},
		"nobody":              {"users/" + unknownID, "", ""},
		"idle arranger":       {"arrangers/" + ann, "", ""},
		"users":               {all, filter("TRIP_USER_ID_FILTER", `"userIds":[{"id":"`+unknownID+`"},{"id":"`+bob+`"}]`), "4 5 6"},
		"no users":            {all, filter("TRIP_USER_ID_FILTER", `"userIds":[]`), "1 2 3 4 5 6"},
		"ids":                 {all, filter("TRIP_ID_FILTER", `"tripIds":["2","4","9"]`), "2 4"},
		"companies":           {"users/" + bob, filter("COMPANY_ID_FILTER", `"companyIds":[{"id":"`+other+`"}]`), "6"},
		"upcoming":            {all, filter("TRIP_TYPE_FILTER", `"tripTypes":["UPCOMING"]`), "1"},
		"past":                {all, filter("TRIP_TYPE_FILTER", `"tripTypes":["PAST_OR_COMPLETED"]`), "2 6"},
		"cancelled, draft":    {all, filter("TRIP_TYPE_FILTER", `"tripTypes":["CANCELLED","DRAFT"]`), "3 5"},
		"disrupted":           {all, filter("TRIP_TYPE_FILTER", `"tripTypes":["DISRUPTED"]`), "4"},
		"by air":              {all, filter("TRIP_TRAVEL_TYPE_FILTER", `"travelTypes":["AIR","HOTEL"]`), "1 2"},
		"by anything":         {all, filter("TRIP_TRAVEL_TYPE_FILTER", `"travelTypes":["ALL"]`), "1 2 3 4 5 6"},
		"out of policy":       {all, filter("POLICY_STATUS_FILTER", `"policyStatuses":["OUT_OF_POLICY"]`), "2"},
		"in policy":           {all, filter("POLICY_STATUS_FILTER", `"policyStatuses":["IN_POLICY"]`), "1 3 4 6"},
		"confirmed":           {all, filter("OVERALL_STATUS_FILTER", `"overallStatuses":["CONFIRMED_STATUS","CANCELLED_STATUS"]`), "1 2 3"},
		"pending":             {all, filter("OVERALL_STATUS_FILTER", `"overallStatuses":["PENDING_STATUS","DRAFT_STATUS"]`), "5 6"},
		"starts within":       {all, filter("TRIP_START_DATE_RANGE_FILTER", span("Date", "2026-07-10", "2026-08-01")), "2 5"},
		"starts after":        {all, filter("TRIP_START_DATE_RANGE_FILTER", span("Date", "2026-08-01", "")), "1 3 5"},
		"ends before":         {all, filter("TRIP_END_DATE_RANGE_FILTER", span("Date", "", "2026-07-31")), "2 6"},
		"made within":         {all, filter("CREATE_DATE_TIME_RANGE_FILTER", span("DateTime", "2026-06-01T12:00+02:00", "2026-05-31T24:00-10:00")), "6"},
		"made later":          {all, filter("CREATE_DATE_TIME_RANGE_FILTER", span("DateTime", "2026-06-01T10:00:01Z", "")), ""},
		"changed later":       {all, filter("UPDATE_DATE_TIME_RANGE_FILTER", span("DateTime", "2026-06-02T00:00:00Z", "")), "6"},
		"two filters": {all, `"tripFilters":[{"filterType":"TRIP_TYPE_FILTER","tripTypes":["UPCOMING","CANCELLED"]},
			{"filterType":"POLICY_STATUS_FILTER","policyStatuses":["IN_POLICY"]},{"filterType":"TRIP_ID_FILTER","tripIds":["3","4"]}]`, "3"},
		"sorted":       {all, sorted(`{"sortField":"START_DATE","sortOrder":"ASC"}`), "6 2 5 1 3 4"},
		"sorted twice": {all, sorted(`{"sortField":"START_DATE","sortOrder":"DESC"},{"sortField":"END_DATE","sortOrder":"ASC"}`), "3 1 5 2 6 4"},
	} {
		t.Run(name, func(t *testing.T) {
			a := inProcess(t, a.server)
			want := strings.Fields(tt.want)
			ids, total := a.listTrips(tt.path, tt.members)
			if !slices.Equal(ids, want) || total != number(len(want)) {
				t.Errorf("got %v of %v, want %v", ids, total, want)
			}
		})
	}

	// A trip that was made and changed through the API has the times of that.
	made := a.createTrip("")
	ids, _ := a.listTrips(all, filter("CREATE_DATE_TIME_RANGE_FILTER", span("DateTime", "2026-08-01T12:00:00Z", "2026-08-01T12:00:00Z")))
	if !slices.Equal(ids, []string{made}) {
		t.Errorf("made at noon: %v", ids)
	}
}

func TestTripListIsStrict(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	path := "/v3/trips/companies/" + org + "/list"
	a.refused(400, "MISSING_FIELD", "paginationRequestParams", "POST", path, `{}`)
	for members, want := range map[string][2]string{
		`{"limit":0}`:           {"OUT_OF_RANGE", "paginationRequestParams.limit"},
		`{"limit":-1}`:          {"OUT_OF_RANGE", "paginationRequestParams.limit"},
		`{"limit":"9"}`:         {"WRONG_TYPE", "paginationRequestParams.limit"},
		`{"offset":-1}`:         {"OUT_OF_RANGE", "paginationRequestParams.offset"},
		`{"offset":1.5}`:        {"OUT_OF_RANGE", "paginationRequestParams.offset"},
		`{},"sortOptions":[{}]`: {"MISSING_FIELD", "sortOptions[0].sortOrder"},
		`{},"sortOptions":[{"sortField":"NAME","sortOrder":"ASC"}]`:    {"UNKNOWN_ENUM_VALUE", "sortOptions[0].sortField"},
		`{},"sortOptions":[{"sortField":"END_DATE","sortOrder":"UP"}]`: {"UNKNOWN_ENUM_VALUE", "sortOptions[0].sortOrder"},
		`{},"tripFilters":[{}]`:                                                                      {"MISSING_FIELD", "tripFilters[0].filterType"},
		`{},"tripFilters":[{"filterType":"OTHER_FILTER"}]`:                                           {"UNKNOWN_ENUM_VALUE", "tripFilters[0].filterType"},
		`{},"tripFilters":[{"filterType":"TRIP_ID_FILTER","userIds":[]}]`:                            {"MISSING_FIELD", "tripFilters[0].tripIds"},
		`{},"tripFilters":[{"filterType":"TRIP_TYPE_FILTER","tripTypes":["LATE"]}]`:                  {"UNKNOWN_ENUM_VALUE", "tripFilters[0].tripTypes[0]"},
		`{},"tripFilters":[{"filterType":"TRIP_TRAVEL_TYPE_FILTER","travelTypes":["SEA"]}]`:          {"UNKNOWN_ENUM_VALUE", "tripFilters[0].travelTypes[0]"},
		`{},"tripFilters":[{"filterType":"POLICY_STATUS_FILTER","policyStatuses":["X"]}]`:            {"UNKNOWN_ENUM_VALUE", "tripFilters[0].policyStatuses[0]"},
		`{},"tripFilters":[{"filterType":"OVERALL_STATUS_FILTER","overallStatuses":["X"]}]`:          {"UNKNOWN_ENUM_VALUE", "tripFilters[0].overallStatuses[0]"},
		`{},"tripFilters":[{"filterType":"TRIP_USER_ID_FILTER","userIds":[{"id":"1"}]}]`:             {"BAD_FORMAT", "tripFilters[0].userIds[0].id"},
		`{},"tripFilters":[{"filterType":"TRIP_END_DATE_RANGE_FILTER","endDate":{"iso8601":"now"}}]`: {"BAD_FORMAT", "tripFilters[0].endDate.iso8601"},
		`{},"includePnrSummaries":"yes"`:                                                             {"WRONG_TYPE", "includePnrSummaries"},
	} {
		a.refused(400, want[0], want[1], "POST", path, `{"paginationRequestParams":`+members+`}`)
	}
	const body = `{"paginationRequestParams":{}}`
	for _, who := range []string{"user", "company", "arranger"} {
		plural := map[string]string{"company": "companies"}[who]
		if plural == "" {
			plural = who + "s"
		}
		a.refused(400, "BAD_FORMAT", who+"Id", "POST", "/v3/trips/"+plural+"/1/list", body)
	}
	a.refused(403, "FORBIDDEN", "companyId", "POST", "/v3/trips/companies/"+unknownID+"/list", body)
	a.server.SetModes(Modes{AllowUnknownCompanies: true})
	a.want(200, "POST", "/v3/trips/companies/"+unknownID+"/list", body)
}

func TestTripPages(t *testing.T) {
	a := newAPI(t)
	for range 103 {
		a.createTrip("")
	}
	all, err := a.server.IDs(Trips)
	ok(t, err)
	for params, want := range map[string][]string{
		`{}`:                                all[:100],
		`{"offset":100}`:                    all[100:],
		`{"offset":2,"limit":3}`:            all[2:5],
		`{"limit":1000}`:                    all,
		`{"limit":2147483647,"offset":102}`: all[102:],
		`{"offset":2147483647}`:             {},
	} {
		body := a.want(200, "POST", "/v3/trips/users/"+ann+"/list", `{"paginationRequestParams":`+params+`}`).body
		var got []string
		summaries, _ := lookup(body, "tripSummaries").([]any)
		for _, s := range summaries {
			got = append(got, textAt(s, "tripId"))
		}
		if !slices.Equal(got, want) || lookup(body, "paginationResponseParams", "totalNumResults") != number(103) {
			t.Errorf("%s: got %d trips", params, len(got))
		}
	}
}

func TestTripSummaries(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	a.insertTrips(org)
	made := a.createTrip(`"tripDescription":"Fair",` + userJSON("registrarId", bob))
	card := func(role, user, company string) string {
		return `"` + role + `":{"userOrgId":{"userId":{"id":"` + user + `"},"organizationId":{"id":"` + company + `"}}}`
	}
	summary := func(id, members string) {
		t.Helper()
		body := a.want(200, "POST", "/v3/trips/companies/"+org+"/list",
			`{"paginationRequestParams":{},"includePnrSummaries":true,"tripFilters":[{"filterType":"TRIP_ID_FILTER","tripIds":["`+id+`"]}]}`).body
		same(t, body, `{"paginationResponseParams":{"totalNumResults":1},"tripSummaries":[{"tripId":"`+id+`",`+members+`}]}`)
	}
	summary("1", `"tripName":"Trip 1","tripStatus":"CONFIRMED","overallStatus":"CONFIRMED_STATUS","policyStatus":"IN_POLICY",
		"startDate":{"iso8601":"2026-09-10"},"endDate":{"iso8601":"2026-09-20"},`+
		card("userBasicInfo", ann, org)+`,`+card("createdByUserBasicInfo", bob, org)+`,
		"pnrSummaries":[{"pnrId":"pairPnr","pnrType":"AIR","sourcePnrId":"ABC","source":"SABRE","userFacingStatus":"CONFIRMED_STATUS"}]`)
	summary("6", `"tripName":"Trip 6","tripStatus":"HOLD","overallStatus":"PENDING_STATUS","policyStatus":"IN_POLICY",
		"startDate":{"iso8601":"2026-07-01"},"endDate":{"iso8601":"2026-07-02"},`+
		card("userBasicInfo", bob, a.server.fixedID("organization"))+`,
		"pnrSummaries":[{"pnrId":"s","sourcePnrId":"XYZ","source":"AVIA"}]`)
	summary(made, `"tripName":"Berlin","description":"Fair","tripStatus":"PENDING","overallStatus":"DRAFT_STATUS",`+
		card("createdByUserBasicInfo", bob, a.server.fixedID("organization"))+`,"pnrSummaries":[]`)
	for _, flag := range []string{"", `,"includePnrSummaries":false`} {
		out := a.want(200, "POST", "/v3/trips/companies/"+org+"/list", `{"paginationRequestParams":{}`+flag+`}`)
		if strings.Contains(out.raw, "pnrSummaries") {
			t.Errorf("summaries of bookings were not asked for: %s", out.raw)
		}
	}
}

func TestTripModes(t *testing.T) {
	a := newAPI(t)
	org := a.create("")
	a.insertTrips(org)
	a.server.SetModes(Modes{HideCreated: 1, FillLinked: true})
	id := a.createTrip("")
	a.refused(404, "NOT_FOUND", "", "GET", "/v3/trips/"+id+"/detail", "")
	a.readTrip(id)
	a.want(200, "POST", "/v3/trips/"+id, `{"tripContacts":[{"label":"a","name":"b"},{"label":"c","name":"d"}]}`)
	contacts := func() any {
		return lookup(a.readTrip(id), "basicTripInfo", "tripMetadata", "tripContacts")
	}
	a.server.SetModes(Modes{FillDefaults: true, ShuffleArrays: true})
	same(t, contacts(), `[{"label":"c","name":"d","isPrimary":false,"restrictVisibility":false},
		{"label":"a","name":"b","isPrimary":false,"restrictVisibility":false}]`)
	if ids, _ := a.listTrips("users/"+ann, `"tripFilters":[{"filterType":"TRIP_ID_FILTER","tripIds":["1","2"]}]`); !slices.Equal(ids, []string{"2", "1"}) {
		t.Errorf("a list in no asked order is not shuffled: %v", ids)
	}
	if ids, _ := a.listTrips("users/"+ann, `"sortOptions":[{"sortField":"END_DATE","sortOrder":"ASC"}]`); !slices.Equal(ids, []string{"2", "3", "1", id}) {
		t.Errorf("a sorted list is shuffled: %v", ids)
	}
	a.server.SetModes(Modes{InjectUnknown: true})
	for _, path := range []string{"/v3/trips/1/detail", "/v2/trips/1/booker-email/a@example.com/partner-info"} {
		if out := a.want(200, "GET", path, ""); !strings.Contains(out.raw, "x_injected") {
			t.Errorf("nothing injected into %s", out.raw)
		}
	}
	// Contacts are accepted back as they were answered.
	data, err := encode(map[string]any{"tripContacts": contacts()}, "")
	ok(t, err)
	a.want(200, "POST", "/v3/trips/"+id, string(data))
	a.server.SetModes(Modes{})
	if !strings.Contains(fmt.Sprint(contacts()), "x_injectedNumber:1.10") {
		t.Errorf("what was injected is lost: %v", contacts())
	}
}

// TestContractTrips holds trips in all forms, requests and answers, against the vendor's document.
func TestContractTrips(t *testing.T) {
	documents := contract.ForTest(t)
	a := newAPI(t)
	org := a.create("")
	a.server.ResetRequests()
	a.insertTrips(org)
	basic, _ := example(basicTripInfo, 0).(map[string]any)
	basic["stealthType"], basic["stealthMode"] = "STEALTH_TYPE_1", map[string]any{"stealthType": "STEALTH_TYPE_2", "label": "a"}
	basic["tripDisabledInfo"] = map[string]any{"isDisabled": true, "disabledReason": "TRIP_EXPIRED"}
	const euro = `{"amount":1.50,"currencyCode":"eur"}`
	whole, _ := tree(t, `{"tripStatus":"CONFIRMED","tripBookingStatus":"HOLD_STATUS","eventSummary":{"id":"1"},"additionalInfo":{"vpayBillBack":"N"},
		"pnrs":[{"pnrId":"1","data":{"version":1,"bookingStatus":"CONFIRMED_STATUS","totalFare":`+euro+`}}],"pendingManualFormPnrs":[],
		"pendingShellPnrs":[{"pnrId":"2"}],"simplePnrs":[{"pnrId":"3","sourcePnrId":"A","source":"SABRE"}],
		"tripPaymentInfo":{"totalFare":`+euro+`,"totalFareAmount":{"base":`+euro+`,"tax":`+euro+`,"taxBreakdown":[{"amount":`+euro+`}]}}}`).(map[string]any)
	whole["basicTripInfo"] = basic
	ok(t, a.server.Insert(Trips, org, "7", whole))

	for turn, m := range modesOfPolicies {
		a.server.SetModes(m)
		for _, id := range []string{"5", "6", "7"} {
			a.want(200, "GET", "/v3/trips/"+id+"/detail?refreshType=REFRESH_TYPE_DISABLED", "")
		}
		o, _ := example(tripCreationShape, turn).(map[string]any)
		body, err := encode(o, "")
		ok(t, err)
		id := textAt(a.want(201, "POST", "/v2/trips", string(body)).body, "id")
		a.readTrip(id)
		a.want(204, "PUT", "/v2/trips/"+id, `{"tripId":"`+id+`","tripName":"a","tripDescription":"b"}`)
		body, err = encode(example(tripContactsShape, turn), "")
		ok(t, err)
		a.want(200, "POST", "/v3/trips/"+id, string(body))
		a.readTrip(id)
		for _, list := range []string{"users/" + ann, "companies/" + org, "arrangers/" + bob} {
			a.listTrips(list, `"includePnrSummaries":true,"sortOptions":[{"sortField":"END_DATE","sortOrder":"DESC"}]`)
		}
		for kind, f := range tripFilters {
			filter, _ := example(f.shape, turn).(map[string]any)
			filter["filterType"] = kind
			body, err := encode(filter, "")
			ok(t, err)
			a.listTrips("companies/"+org, `"tripFilters":[`+string(body)+`]`)
		}
		a.want(201, "POST", "/v2/trips/"+id+"/agent-notes", `{"note":"a"}`)
		a.want(201, "POST", "/v2/trips/7/agent-notes", `{"note":"a","pnrId":"2"}`)
		a.want(200, "GET", "/v2/trips/"+id+"/agent-notes", "")
		notes, err := a.server.IDs(TripAgentNotes)
		ok(t, err)
		a.want(204, "DELETE", "/v2/trips/7/agent-notes/"+notes[len(notes)-1], "")
		a.want(200, "GET", "/v2/trips/7/agent-notes", "")
		a.want(200, "GET", "/v2/trips/"+id+"/booker-email/a@example.com/partner-info", "")
		a.want(204, "DELETE", "/v3/trips/"+id, `{"allowEmptyTripDeletionOnly":true}`)
	}
	a.refused(403, "TRIP_NOT_EMPTY", "allowEmptyTripDeletionOnly", "DELETE", "/v3/trips/7", `{"allowEmptyTripDeletionOnly":true}`)
	a.want(204, "DELETE", "/v3/trips/7", "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v3/trips/7/detail", "")
	a.server.SetModes(Modes{})
	a.refused(403, "FORBIDDEN", "companyId", "POST", "/v3/trips/companies/"+unknownID+"/list", `{"paginationRequestParams":{}}`)
	for _, e := range a.server.Requests() {
		for _, v := range documents.Check(contract.Exchange{
			Method: e.Method, Path: e.Path, Query: e.Query, RequestHeader: e.Header, RequestBody: e.Body,
			Status: e.Status, ResponseHeader: e.ResponseHeader, ResponseBody: e.ResponseBody, Faulted: e.Faulted,
		}) {
			// The document requires this property and does not have it, so that no budget fits it.
			if !strings.HasSuffix(v.Path, "tripBudgetInfo.isMaskedBudget") {
				t.Errorf("%s", v)
			}
		}
	}
}
