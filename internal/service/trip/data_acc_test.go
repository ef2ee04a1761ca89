package trip_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func value(address string, v knownvalue.Check, path tfjsonpath.Path) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, path, v)
}

func TestAccTripDataSource_details(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	id := insert(t, s, 1, map[string]any{
		"tripName": "Kick-off", "registrarUserId": map[string]any{"id": grace}, "startDate": day("2026-03-01"),
		"tripMetadata": map[string]any{
			"hasTripOverride": true, "preferredCurrency": "EUR",
			"tripContacts": []any{map[string]any{"label": "L", "name": "N"}},
			"tripCommunicationPreferences": map[string]any{"tripEmailPreferences": map[string]any{"bucketEmailPreferences": map[string]any{
				"bucketTypes": []any{"REMINDERS"}, "ccEmails": []any{"cc@acme.example"}}}},
		},
		"tripDisabledInfo": map[string]any{"isDisabled": true, "disabledReason": "TRIP_EXPIRED"},
		"stealthMode":      map[string]any{"stealthType": "STEALTH_TYPE_2", "label": "Board"},
	})
	if err := s.Edit(sandbox.Trips, id, func(trip map[string]any) {
		book(trip, member(trip, "basicTripInfo"))
		trip["simplePnrs"] = []any{map[string]any{"pnrId": "1", "sourcePnrId": "AEDAVF", "source": "SABRE"}}
		trip["tripStatus"] = "CONFIRMED"
		trip["additionalInfo"] = map[string]any{"vpayBillBack": "B"}
		money := func(amount string) map[string]any {
			return map[string]any{"amount": json.Number(amount), "currencyCode": "EUR"}
		}
		trip["tripPaymentInfo"] = map[string]any{"totalFare": money("100.10"), "totalFareAmount": map[string]any{
			"base": money("90"), "tax": money("10.10"), "taxBreakdown": []any{map[string]any{"amount": money("10.10"), "taxCode": "VAT"}}}}
	}); err != nil {
		t.Fatal(err)
	}
	const address = "data.spotnana_trip.test"
	at := func(name string) tfjsonpath.Path { return tfjsonpath.New(name) }
	text := knownvalue.StringExact
	s.Test(resource.TestStep{
		Config: s.Config(fmt.Sprintf("data \"spotnana_trip\" \"test\" {\n id = %q\n}\n", id)),
		ConfigStateChecks: []statecheck.StateCheck{
			value(address, text(id), at("id")),
			value(address, text("Kick-off"), at("name")),
			value(address, text(ada), at("user_id")),
			value(address, text(grace), at("registrar_id")),
			value(address, text("2026-03-01"), at("start_date")),
			value(address, knownvalue.Null(), at("end_date")),
			value(address, text("CONFIRMED_STATUS"), at("booking_status")),
			value(address, text("CONFIRMED"), at("trip_status")),
			value(address, text("TRIP_EXPIRED"), at("disabled_reason")),
			value(address, knownvalue.Bool(true), at("is_disabled")),
			value(address, knownvalue.Bool(true), at("has_trip_override")),
			value(address, text("N"), at("trip_contacts").AtSliceIndex(0).AtMapKey("name")),
			value(address, text("cc@acme.example"), at("trip_communication_preferences").AtMapKey("trip_email_preferences").
				AtMapKey("bucket_email_preferences").AtMapKey("cc_emails").AtSliceIndex(0)),
			value(address, text("Board"), at("stealth_mode").AtMapKey("label")),
			value(address, text("Berlin"), at("trip_locations").AtSliceIndex(0).AtMapKey("metro_area_name")),
			value(address, knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
				"pnr_id": text("9876543210"), "data": text(`{"bookingStatus":"CONFIRMED_STATUS"}`)})}), at("pnrs")),
			value(address, text("AEDAVF"), at("simple_pnrs").AtSliceIndex(0).AtMapKey("source_pnr_id")),
			value(address, text("B"), at("additional_info").AtMapKey("vpay_bill_back")),
			value(address, knownvalue.Float64Exact(100.1), at("trip_payment_info").AtMapKey("total_fare").AtMapKey("amount")),
			value(address, text("VAT"), at("trip_payment_info").AtMapKey("total_fare_amount").AtMapKey("tax_breakdown").AtSliceIndex(0).AtMapKey("tax_code")),
		},
	})
	// The platform refreshes the bookings only when it is asked to.
	tf := acctest.NewTerraform(t)
	for argument, want := range map[string]string{"": "REFRESH_TYPE_DISABLED", `refresh_type = "REFRESH_TYPE_ASYNC"`: "REFRESH_TYPE_ASYNC",
		`refresh_type = "REFRESH_TYPE_BLOCKING"`: "REFRESH_TYPE_BLOCKING", `refresh_type = "REFRESH_TYPE_DISABLED"`: "REFRESH_TYPE_DISABLED"} {
		s.ResetRequests()
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_trip\" \"test\" {\n id = %q\n %s\n}\n", id, argument)))
		tf.OK("plan")
		if sent := s.Sent("GET", detail); len(sent) != 1 || sent[0].Query.Get("refreshType") != want {
			t.Errorf("%q: the trip is read by %v", argument, sent)
		}
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config("data \"spotnana_trip\" \"test\" {\n id = \"1\"\n refresh_type = \"async\"\n}\n"))
	tf.Prints([]string{"validate"}, "Unknown value", "REFRESH_TYPE_ASYNC")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config("data \"spotnana_trip\" \"test\" {\n id = \"1\"\n}\n"))
	tf.Fails([]string{"plan"}, "cannot read spotnana_trip", "Status: 404 Not Found Code: NOT_FOUND")
}

// The arguments arrive as the API takes them, each filter on its own.
func TestAccTripsDataSource_arguments(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	id := insert(t, s, 1, map[string]any{"startDate": day("2026-03-01"), "endDate": day("2026-03-02")})
	edit(s, book)
	insert(t, s, 2, map[string]any{"userId": map[string]any{"id": grace}, "startDate": day("2026-03-01")})
	s.SetModes(sandbox.Modes{AllowUnknownCompanies: true})
	date := func(from, to string) map[string]any {
		return map[string]any{"startDate": day(from), "endDate": day(to)}
	}
	for argument, filter := range map[string]map[string]any{
		fmt.Sprintf("user_ids = [%q]", ada):                                     {"filterType": "TRIP_USER_ID_FILTER", "userIds": []any{map[string]any{"id": ada}}},
		fmt.Sprintf("trip_ids = [%q]", id):                                      {"filterType": "TRIP_ID_FILTER", "tripIds": []any{id}},
		`trip_types = ["UPCOMING", "PAST_OR_COMPLETED"]`:                        {"filterType": "TRIP_TYPE_FILTER", "tripTypes": []any{"UPCOMING", "PAST_OR_COMPLETED"}},
		`policy_statuses = ["IN_POLICY"]`:                                       {"filterType": "POLICY_STATUS_FILTER", "policyStatuses": []any{"IN_POLICY"}},
		`overall_statuses = ["CONFIRMED_STATUS"]`:                               {"filterType": "OVERALL_STATUS_FILTER", "overallStatuses": []any{"CONFIRMED_STATUS"}},
		`end_date_range = { start_date = "2026-01-01" }`:                        {"filterType": "TRIP_END_DATE_RANGE_FILTER", "startDate": day("2026-01-01")},
		`travel_types = ["ALL"]` + "\n" + fmt.Sprintf("trip_ids = [%q]", id):    nil,
		fmt.Sprintf("company_ids = [%q]\ntrip_ids = [%q]", grace, id):           nil,
		"create_date_time_range = { end_date_time = \"2026-01-01T00:00:00Z\" }": nil,
	} {
		s.ResetRequests()
		tf := acctest.NewTerraform(t)
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf(
			"data \"spotnana_trips\" \"test\" {\n company_id = %q\n %s\n}\noutput \"ids\" {\n value = data.spotnana_trips.test.trips[*].id\n}\n", grace, argument)))
		tf.OK("apply", "-auto-approve")
		sent, _ := s.LastBody("POST", "/v3/trips/companies/*/list")["tripFilters"].([]any)
		if filter == nil {
			if len(sent) == 0 {
				t.Errorf("%s: no filter was sent", argument)
			}
			continue
		}
		if diff := cmp.Diff([]any{any(filter)}, sent); diff != "" {
			t.Errorf("%s: filters (-want +got)\n%s", argument, diff)
		}
		var out map[string]struct{ Value []string }
		if tf.JSON(&out, "output", "-json"); !slices.Equal(out["ids"].Value, []string{id}) {
			t.Errorf("%s finds %v", argument, out["ids"].Value)
		}
	}
	s.ResetRequests()
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf(`
data "spotnana_trips" "test" {
  user_id               = %q
  include_pnr_summaries = true
  start_date_range      = { start_date = "2026-02-01", end_date = "2026-04-01" }
  sort_options          = [{ sort_field = "END_DATE", sort_order = "DESC" }, { sort_field = "START_DATE", sort_order = "ASC" }]
}`, ada)))
	tf.OK("apply", "-auto-approve")
	filter := date("2026-02-01", "2026-04-01")
	filter["filterType"] = "TRIP_START_DATE_RANGE_FILTER"
	want := map[string]any{
		"paginationRequestParams": map[string]any{"offset": json.Number("0"), "limit": json.Number("100")},
		"includePnrSummaries":     true,
		"tripFilters":             []any{filter},
		"sortOptions": []any{map[string]any{"sortField": "END_DATE", "sortOrder": "DESC"},
			map[string]any{"sortField": "START_DATE", "sortOrder": "ASC"}},
	}
	if diff := cmp.Diff(want, s.LastBody("POST", ofUser)); diff != "" {
		t.Errorf("body (-want +got)\n%s", diff)
	}
}

// All pages, or as many as asked for; whose trips they are decides the list.
func TestAccTripsDataSource_pages(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	var all []string
	for n := range 205 {
		all = append(all, insert(t, s, n, map[string]any{"registrarUserId": map[string]any{"id": grace}}))
	}
	insert(t, s, 900, map[string]any{"userId": map[string]any{"id": grace}})
	for _, tc := range []struct {
		name, arguments string
		path            string
		want            int
		sizes           []string
	}{
		{"all", fmt.Sprintf("user_id = %q", ada), ofUser, 205, []string{"100", "100", "100"}},
		{"limit", fmt.Sprintf("user_id = %q\n limit = 130", ada), ofUser, 130, []string{"100", "30"}},
		{"limit beyond", fmt.Sprintf("arranger_id = %q\n limit = 300", grace), "/v3/trips/arrangers/*/list", 205, []string{"100", "100", "100"}},
		{"nobody", `user_id = "11111111-1111-4111-8111-111111111111"`, ofUser, 0, []string{"100"}},
	} {
		s.ResetRequests()
		tf := acctest.NewTerraform(t)
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_trips\" \"test\" {\n %s\n}\n"+
			"output \"ids\" {\n value = data.spotnana_trips.test.trips[*].id\n}\noutput \"total\" {\n value = data.spotnana_trips.test.total_num_results\n}\n", tc.arguments)))
		tf.OK("apply", "-auto-approve")
		var out struct {
			IDs   struct{ Value []string } `json:"ids"`
			Total struct{ Value int }      `json:"total"`
		}
		tf.JSON(&out, "output", "-json")
		total := 205
		if tc.want == 0 {
			total = 0
		}
		if !slices.Equal(out.IDs.Value, all[:tc.want]) || out.Total.Value != total {
			t.Errorf("%s: %d trips of %d: %v", tc.name, len(out.IDs.Value), out.Total.Value, out.IDs.Value)
		}
		var sizes []string
		for _, e := range s.Sent("POST", tc.path) {
			params := member(acctest.Object(t, e.Body), "paginationRequestParams")
			sizes = append(sizes, fmt.Sprint(params["limit"]))
		}
		if !slices.Equal(sizes, tc.sizes) && !slices.Equal(sizes, slices.Concat(tc.sizes, tc.sizes)) {
			t.Errorf("%s: pages of %v were asked for, want %v", tc.name, sizes, tc.sizes)
		}
	}
}

// A trip that moves from one page to the next while the list is read is not missing from it.
func TestAccTripsDataSource_shifts(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	all := []string{insert(t, s, 1, nil), insert(t, s, 2, nil), insert(t, s, 3, nil), insert(t, s, 4, nil)}
	page := func(ids ...string) *sandbox.Reply {
		trips := make([]map[string]any, len(ids))
		for i, id := range ids {
			trips[i] = map[string]any{"tripId": id, "tripName": "Trip"}
		}
		text, err := json.Marshal(map[string]any{"paginationResponseParams": map[string]any{"totalNumResults": 4}, "tripSummaries": trips})
		if err != nil {
			t.Fatal(err)
		}
		return &sandbox.Reply{Status: 200, Body: string(text)}
	}
	s.AddFaults(sandbox.Fault{Method: "POST", Path: ofUser, Reply: page(all[0], all[1])}, sandbox.Fault{Method: "POST", Path: ofUser, Reply: page(all[1], all[2])})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_trips\" \"test\" {\n user_id = %q\n}\n"+
		"output \"ids\" {\n value = data.spotnana_trips.test.trips[*].id\n}\n", ada)))
	tf.OK("apply", "-auto-approve")
	var out struct {
		IDs struct{ Value []string } `json:"ids"`
	}
	if tf.JSON(&out, "output", "-json"); !slices.Equal(out.IDs.Value, all) {
		t.Errorf("the trips are %v, want %v", out.IDs.Value, all)
	}
	if got := len(s.Sent("POST", ofUser)); got != 3 && got != 4 { // an apply may read it once more
		t.Errorf("%d lists were asked for", got)
	}
}

func TestAccTripsDataSource_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s, 1, nil)
	insert(t, s, 2, nil)
	repeated := `{"paginationResponseParams": {"totalNumResults": 5}, "tripSummaries": [{"tripId": "1", "tripName": "a"}]}`
	tf := acctest.NewTerraform(t)
	user := fmt.Sprintf("user_id = %q", ada)
	for name, tc := range map[string]struct {
		arguments string
		reply     string
		want      string
	}{
		"nobody": {"", "", "exactly one of user_id, company_id and arranger_id; the configuration sets 0 of them"},
		"two":    {user + "\n company_id = \"x\"", "", "the configuration sets 2 of them"},
		"limit":  {user + "\n limit = 0", "", "Limit is at least 1"},
		"date":   {user + "\n start_date_range = { start_date = \"soon\" }", "", `"soon" is not a date`},
		"start dates": {user + "\n start_date_range = { start_date = \"2026-03-02\", end_date = \"2026-03-01\" }", "",
			"end_date of start_date_range is 2026-03-01, before its start_date, which is 2026-03-02"},
		"end dates": {user + "\n end_date_range = { start_date = \"2026-03-02\", end_date = \"2026-03-01\" }", "", "Range upside down"},
		"creation": {user + "\n create_date_time_range = { start_date_time = \"2026-03-01T12:00:00Z\", end_date_time = \"2026-03-01T12:30:00+01:00\" }", "",
			"end_date_time of create_date_time_range is 2026-03-01T12:30:00+01:00, before"},
		"update":     {user + "\n update_date_time_range = { start_date_time = \"2026-03-01T12:00Z\", end_date_time = \"2026-03-01T11:59Z\" }", "", "Range upside down"},
		"case":       {user + "\n trip_types = [\"draft\"]", "", `"draft" is written "DRAFT"`},
		"half":       {user + "\n sort_options = [{ sort_field = \"START_DATE\" }]", "", `sort_order`},
		"repeats":    {user, repeated, "the list has 5 entries, but the server repeats the first 1"},
		"unreadable": {user, "{}", "the answer does not say how many trips there are"},
	} {
		t.Run(name, func(t *testing.T) {
			tf := tf.In(t)
			if tc.reply != "" {
				s.AddFaults(sandbox.Fault{Method: "POST", Path: ofUser, Times: sandbox.Always, Reply: &sandbox.Reply{Status: 200, Body: tc.reply}})
				defer s.ClearFaults()
			}
			tf.Write("main.tf", acctest.RequiredProvider+s.Config("data \"spotnana_trips\" \"test\" {\n"+tc.arguments+"\n}\n"))
			tf.Fails([]string{"plan"}, tc.want)
		})
	}
}

func TestAccTripPartnerInfoDataSource_budget(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	id := insert(t, s, 1, nil)
	budget := map[string]any{
		"budgetName": "Marketing", "isMaskedBudget": true, "isPersonalCardAllowed": true,
		"budgetRemainingBalance": map[string]any{"amount": json.Number("12.5"), "currencyCode": "EUR"},
		"externalCardDetails":    map[string]any{"number": acctest.Secrets["secret_key"], "cvv": acctest.Secrets["app_key"], "company": "VISA", "label": "Team card"},
	}
	if err := s.Insert(sandbox.TripPartnerInfos, id, sandbox.TripPartnerInfoID(id, "ada@acme.example"), map[string]any{
		"tripId": id, "partnerInfo": map[string]any{"partnerInfoType": "BUDGET", "partnerInfoDetails": map[string]any{"tripBudgetInfo": budget}},
	}); err != nil {
		t.Fatal(err)
	}
	at := tfjsonpath.New("trip_budget_info").AtMapKey
	s.Test(resource.TestStep{
		Config: s.Config(fmt.Sprintf(`
data "spotnana_trip_partner_info" "ada" {
  trip_id      = %[1]q
  booker_email = "ada@acme.example"
}
data "spotnana_trip_partner_info" "other" {
  trip_id      = %[1]q
  booker_email = "other@acme.example"
}`, id)),
		ConfigStateChecks: []statecheck.StateCheck{
			value("data.spotnana_trip_partner_info.ada", knownvalue.StringExact("BUDGET"), tfjsonpath.New("partner_info_type")),
			value("data.spotnana_trip_partner_info.ada", knownvalue.StringExact("Marketing"), at("budget_name")),
			value("data.spotnana_trip_partner_info.ada", knownvalue.Bool(true), at("is_budget_masked")),
			value("data.spotnana_trip_partner_info.ada", knownvalue.Float64Exact(12.5), at("budget_remaining_balance").AtMapKey("amount")),
			value("data.spotnana_trip_partner_info.ada", knownvalue.StringExact("VISA"), at("external_card_details").AtMapKey("company")),
			value("data.spotnana_trip_partner_info.other", knownvalue.StringExact("Sandbox budget"), at("budget_name")),
			value("data.spotnana_trip_partner_info.other", knownvalue.Bool(false), at("is_budget_masked")),
			noSecrets{},
		},
	})
}

// noSecrets fails when the number or the code of a card is in state.
type noSecrets struct{}

// CheckState implements [statecheck.StateCheck].
func (noSecrets) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	data, err := json.Marshal(req.State)
	if err == nil && acctest.HasSecret(string(data)) {
		err = fmt.Errorf("a secret is in state: %s", data)
	}
	resp.Error = err
}
