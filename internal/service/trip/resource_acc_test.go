package trip_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_trip.test"
	collection = "/v2/trips"
	rename     = "/v2/trips/*"
	item       = "/v3/trips/*"
	detail     = "/v3/trips/*/detail"
	ofUser     = "/v3/trips/users/*/list"

	ada   = "4974a66b-7493-4f41-908c-58ba81093947"
	grace = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
)

// kickoff is a trip of Ada's with further lines.
func kickoff(lines string) string {
	return fmt.Sprintf("resource \"spotnana_trip\" \"test\" {\n  name = \"Kick-off\"\n  user_id = %q\n%s\n}\n", ada, lines)
}

const people = `
  trip_contacts = [
    { label = "Coordinator", name = "Grace", email = "grace@acme.example", is_primary = true },
    { label = "Driver", name = "Alan", phone_number = { raw_input = "+49 30 1" } },
  ]`

func preApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

func has(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

// edit changes the only trip behind Terraform's back.
func edit(s *acctest.Server, change func(trip, basic map[string]any)) {
	s.EditOnly(sandbox.Trips, func(trip map[string]any) { change(trip, member(trip, "basicTripInfo")) })
}

func member(o map[string]any, names ...string) map[string]any {
	for _, name := range names {
		o, _ = o[name].(map[string]any)
	}
	return o
}

// book puts a booking into a trip, as the booking tool does.
func book(trip, basic map[string]any) {
	trip["pnrs"] = []any{map[string]any{"pnrId": "9876543210", "data": map[string]any{"bookingStatus": "CONFIRMED_STATUS"}}}
	trip["tripBookingStatus"] = "CONFIRMED_STATUS"
	basic["tripLocations"] = []any{map[string]any{"metroAreaName": "Berlin"}}
	member(basic, "tripMetadata")["hasTripOverride"] = true
}

func day(date string) map[string]any { return map[string]any{"iso8601": date} }

func writes(t *testing.T, s *acctest.Server, want ...string) {
	t.Helper()
	var got []string
	for _, w := range s.Writes() {
		if !strings.HasSuffix(w, "/list") {
			got = append(got, digits.ReplaceAllString(w, "*"))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("these requests were sent: %v, want %v", got, want)
	}
}

var digits = regexp.MustCompile(`[0-9]{10}`)

func TestAccTrip_basic(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	lines := fmt.Sprintf("description = \"All hands\"\n registrar_id = %q\n start_date = \"2026-03-01\"\n end_date = \"2026-03-05\"\n", grace)
	s.Test(
		resource.TestStep{
			Config:           s.Config(kickoff(lines)),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionCreate), plancheck.ExpectUnknownValue(address, tfjsonpath.New("booking_status"))),
			ConfigStateChecks: []statecheck.StateCheck{
				has("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9]{10}$`))),
				has("name", knownvalue.StringExact("Kick-off")),
				has("booking_status", knownvalue.StringExact("PENDING_STATUS")),
				has("disabled_reason", knownvalue.Null()),
				has("application_id", knownvalue.NotNull()),
				has("trip_contacts", knownvalue.Null()),
			},
		},
		resource.TestStep{Config: s.Config(kickoff(lines)), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
	)
	ref := func(id string) map[string]any { return map[string]any{"id": id} }
	want := map[string]any{"tripName": "Kick-off", "tripDescription": "All hands", "userId": ref(ada), "registrarId": ref(grace),
		"startDate": day("2026-03-01"), "endDate": day("2026-03-05")}
	if diff := cmp.Diff(want, s.LastBody("POST", collection)); diff != "" {
		t.Errorf("body of the create (-want +got)\n%s", diff)
	}
	for _, e := range s.Sent("GET", detail) {
		if e.Query.Encode() != "refreshType=REFRESH_TYPE_DISABLED" {
			t.Errorf("a read makes the API refresh bookings: %v", e.Query)
		}
	}
}

// A registrar is enough, as for a traveler without an account.
func TestAccTrip_registrarOnly(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := fmt.Sprintf("resource \"spotnana_trip\" \"test\" {\n name = \"Guest\"\n registrar_id = %q\n}\n", grace)
	s.Test(
		resource.TestStep{Config: s.Config(config)},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
	)
	if lists := s.Sent("POST", "/v3/trips/arrangers/"+grace+"/list"); len(lists) != 1 {
		t.Errorf("the trips of the arranger were listed %d times", len(lists))
	}
}

// The API has no list for a registrar who is no arranger. Then there is nothing to search, and the trip is made.
func TestAccTrip_registrarNoArranger(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("resource \"spotnana_trip\" \"test\" {\n name = \"Guest\"\n registrar_id = %q\n}\n", grace)))
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v3/trips/arrangers/*/list", Times: sandbox.Always, Reply: sandbox.ErrorReply(400, "BAD_REQUEST", "Not an arranger.")})
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	// Without a list a lost answer cannot be looked for.
	tf.OK("destroy", "-auto-approve")
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true})
	tf.Fails([]string{"apply", "-auto-approve"}, `cannot tell whether trip "Guest" was created`, "The siblings could not be searched")
	s.ClearFaults()
}

// Each endpoint is asked only when its part changed.
func TestAccTrip_update(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	apply := func(config string, want ...string) {
		t.Helper()
		s.ResetRequests()
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(config))
		if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, "Warning") {
			t.Errorf("the apply warns: %s", out)
		}
		writes(t, s, want...)
		tf.NoChanges()
	}
	contacts := func() []any {
		_, trip := s.Only(sandbox.Trips)
		list, _ := member(trip, "basicTripInfo", "tripMetadata")["tripContacts"].([]any)
		return list
	}
	apply(kickoff(`description = "All hands"`+people), "POST "+collection, "POST "+item)
	if got := contacts(); len(got) != 2 {
		t.Errorf("the create leaves the contacts %v", got)
	}
	apply(kickoff(`description = "Everybody"`+people), "PUT "+rename)
	id, _ := s.Only(sandbox.Trips)
	want := map[string]any{"tripId": id, "tripName": "Kick-off", "tripDescription": "Everybody"}
	if diff := cmp.Diff(want, s.LastBody("PUT", rename)); diff != "" {
		t.Errorf("body of the update (-want +got)\n%s", diff)
	}
	apply(kickoff(people), "PUT "+rename)
	if body := s.LastBody("PUT", rename); body["tripDescription"] != nil {
		t.Errorf("a removed description is sent: %v", body)
	}
	fewer := strings.Replace(people, `{ label = "Driver", name = "Alan", phone_number = { raw_input = "+49 30 1" } },`, "", 1)
	apply(kickoff(fewer), "POST "+item)
	if got := contacts(); len(got) != 1 {
		t.Errorf("one contact was to stay: %v", got)
	}
	apply(strings.Replace(kickoff(people), "Kick-off", "Kickoff", 1), "PUT "+rename, "POST "+item)
	apply(strings.Replace(kickoff(""), "Kick-off", "Kickoff", 1), "POST "+item)
	if diff := cmp.Diff(map[string]any{"tripContacts": []any{}}, s.LastBody("POST", item)); diff != "" {
		t.Errorf("body that clears the contacts (-want +got)\n%s", diff)
	}
	apply(strings.Replace(kickoff("trip_contacts = []"), "Kick-off", "Kickoff", 1), "POST "+item)
	apply(strings.Replace(kickoff("trip_contacts = []\n allow_deletion_with_bookings = true"), "Kick-off", "Kickoff", 1))
	apply(strings.Replace(kickoff(""), "Kick-off", "Kickoff", 1))
}

// Unknown properties of contacts survive, in whatever order the API answers them.
func TestAccTrip_updateKeepsUnknown(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{ShuffleArrays: true, FillDefaults: true, InjectUnknown: true})
	s.Test(
		resource.TestStep{Config: s.Config(kickoff(people))},
		resource.TestStep{Config: s.Config(kickoff(people)), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		resource.TestStep{Config: s.Config(kickoff(strings.Replace(people, "+49 30 1", "+49 30 2", 1)))},
	)
	sent, _ := s.LastBody("POST", item)["tripContacts"].([]any)
	if len(sent) != 2 {
		t.Fatalf("the contacts %v were sent", sent)
	}
	for _, c := range sent {
		contact, _ := c.(map[string]any)
		if contact["x_injectedNumber"] != json.Number("1.10") {
			t.Errorf("the contact %v lost what the provider does not know", contact)
		}
	}
}

// What follows from bookings neither changes the plan nor warns, and what the server moves is never planned away.
func TestAccTrip_bookings(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	config := kickoff(fmt.Sprintf("registrar_id = %q\n start_date = \"2026-03-01\"", grace))
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(config))
	tf.OK("apply", "-auto-approve")

	edit(s, func(trip, basic map[string]any) {
		book(trip, basic)
		basic["endDate"] = day("2026-03-09") // not configured
		member(basic, "tripDisabledInfo")["disabledReason"] = "TRIP_EXPIRED"
		member(basic, "tripDisabledInfo")["isDisabled"] = true
	})
	if out := tf.OK("plan"); strings.Contains(out, "Warning") || !strings.Contains(out, "No changes") {
		t.Errorf("bookings change the plan or warn: %s", out)
	}

	edit(s, func(_, basic map[string]any) {
		basic["startDate"] = day("2026-02-27")
		basic["registrarUserId"] = map[string]any{"id": ada}
	})
	out := tf.OK("plan")
	for _, text := range []string{`Warning: Trip "Kick-off"`, "was changed outside Terraform", "No changes", "so nothing is planned",
		`- registrar_id is "` + ada + `", and state has "` + grace + `"`, `- start_date is "2026-02-27", and state has "2026-03-01"`} {
		if !strings.Contains(out, text) {
			t.Errorf("the plan does not print %q: %s", text, out)
		}
	}

	// An update is none of this; it is one request, and does not complain of the moved date.
	s.ResetRequests()
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(config, "Kick-off", "Kickoff", 1)))
	if actions, attributes := tf.Changes(tf.Plan(), address); actions != "update" || !slices.Equal(attributes, []string{"booking_status", "disabled_reason", "name"}) {
		t.Errorf("the plan has %s of %v", actions, attributes)
	}
	if out := tf.OK("apply", "tfplan"); strings.Contains(out, "kept another value") {
		t.Errorf("the update complains: %s", out)
	}
	writes(t, s, "PUT "+rename)

	// Removing the date from the configuration is no request.
	s.ResetRequests()
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.NewReplacer("Kick-off", "Kickoff", `start_date = "2026-03-01"`, "").Replace(config)))
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "update" {
		t.Errorf("the plan has %q", actions)
	}
	tf.OK("apply", "tfplan")
	tf.NoChanges()
	writes(t, s)
}

// What the server moves or removes is a warning for each trip, which names it.
func TestAccTrip_moved(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff("start_date = \"2026-03-01\""),
		strings.NewReplacer(`"test" {`, `"other" {`, "Kick-off", "Retreat").Replace(kickoff("end_date = \"2026-03-05\""))))
	tf.OK("apply", "-auto-approve")
	for _, id := range s.List(sandbox.Trips) {
		if err := s.Edit(sandbox.Trips, id, func(trip map[string]any) {
			basic := member(trip, "basicTripInfo")
			if basic["startDate"] != nil {
				basic["startDate"] = day("2026-02-27")
			}
			delete(basic, "endDate")
		}); err != nil {
			t.Fatal(err)
		}
	}
	tf.Prints([]string{"plan"}, "No changes", `Warning: Trip "Kick-off" (`, `- start_date is "2026-02-27", and state has "2026-03-01"`,
		`Warning: Trip "Retreat" (`, `- end_date is nothing, and state has "2026-03-05"`)
}

// Only a changed configuration replaces a trip.
func TestAccTrip_replace(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{
		"registrar": fmt.Sprintf("registrar_id = %q\n start_date = \"2026-03-01\"\n end_date = \"2026-03-05\"", ada),
		"start":     fmt.Sprintf("registrar_id = %q\n start_date = \"2026-03-02\"\n end_date = \"2026-03-05\"", grace),
		"end":       fmt.Sprintf("registrar_id = %q\n start_date = \"2026-03-01\"\n end_date = \"2026-03-06\"", grace),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			s.Test(
				resource.TestStep{Config: s.Config(kickoff(fmt.Sprintf("registrar_id = %q\n start_date = \"2026-03-01\"\n end_date = \"2026-03-05\"", grace)))},
				resource.TestStep{Config: s.Config(kickoff(lines)), ConfigPlanChecks: preApply(action(plancheck.ResourceActionDestroyBeforeCreate))},
			)
		})
	}
}

// A change of what is silent shows up.
func TestAccTrip_drift(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff("")))
	tf.OK("apply", "-auto-approve")
	id, original := s.Only(sandbox.Trips)
	for _, tc := range []struct {
		name   string
		change func(basic map[string]any)
		want   []string
		text   string
	}{
		{"name", func(b map[string]any) { b["tripName"] = "X" }, []string{"booking_status", "disabled_reason", "name"}, "update"},
		{"silent description", func(b map[string]any) { b["tripDescription"] = "X" }, []string{"booking_status", "description", "disabled_reason"}, "update"},
		{"silent contacts", func(b map[string]any) {
			member(b, "tripMetadata")["tripContacts"] = []any{map[string]any{"label": "L", "name": "N"}}
		}, []string{"booking_status", "disabled_reason", "trip_contacts"}, "update"},
		{"empty contacts", func(b map[string]any) { member(b, "tripMetadata")["tripContacts"] = []any{} }, nil, ""},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			edit(s, func(_, basic map[string]any) { tc.change(basic) })
			t.Cleanup(func() {
				if err := s.Insert(sandbox.Trips, "", id, original); err != nil {
					t.Error(err)
				}
			})
			actions, got := tf.Changes(tf.Plan(), address)
			if actions != tc.text || !slices.Equal(got, tc.want) {
				t.Errorf("the plan has %s of %v, want %s of %v", actions, got, tc.text, tc.want)
			}
		})
	}
	t.Run("currency", func(t *testing.T) {
		tf := tf.In(t)
		edit(s, func(_, basic map[string]any) { member(basic, "tripMetadata")["preferredCurrency"] = "EUR" })
		tf.Prints([]string{"plan"}, "No changes")
		tf.OK("apply", "-refresh-only", "-auto-approve")
		edit(s, func(_, basic map[string]any) { member(basic, "tripMetadata")["preferredCurrency"] = "USD" })
		tf.Prints([]string{"plan"}, "No changes", `Warning: Trip "Kick-off"`, "was changed outside Terraform", "/preferredCurrency")
	})
}

// A trip with bookings is deleted only when that is allowed by an apply; the plan says so already.
func TestAccTrip_destroyWithBookings(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(config string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(config)) }
	write(kickoff(""))
	tf.OK("apply", "-auto-approve")
	plan := tf.Plan("-destroy")
	edit(s, book)

	refused := []string{`Refused to destroy trip "Kick-off"`, "The trip has bookings", "set allow_deletion_with_bookings = true, apply that, and destroy again"}
	tf.Fails([]string{"plan", "-destroy"}, refused...)
	write(strings.Replace(kickoff(""), ada, grace, 1))
	tf.Fails([]string{"plan"}, refused...)
	write(kickoff(""))
	tf.Fails([]string{"plan", "-replace=" + address}, strings.Replace(refused[0], "destroy", "replace", 1), refused[1])
	if actions, _ := tf.Changes(plan, address); actions != "delete" {
		t.Fatalf("the plan before the booking has %q", actions)
	}
	// The trip was booked after the plan: the API refuses.
	tf.Fails([]string{"apply", "tfplan"}, `cannot delete trip "Kick-off"`, "Code: TRIP_NOT_EMPTY", "Trace id: sandbox-0",
		"The trip has bookings", "set allow_deletion_with_bookings = true, apply that, and destroy again")
	if diff := cmp.Diff(map[string]any{"allowEmptyTripDeletionOnly": true}, s.LastBody("DELETE", item)); diff != "" {
		t.Errorf("body of the delete (-want +got)\n%s", diff)
	}
	s.Only(sandbox.Trips)

	write(kickoff("allow_deletion_with_bookings = true"))
	s.ResetRequests()
	tf.OK("apply", "-auto-approve")
	writes(t, s)
	tf.OK("destroy", "-auto-approve")
	if diff := cmp.Diff(map[string]any{"allowEmptyTripDeletionOnly": false}, s.LastBody("DELETE", item)); diff != "" {
		t.Errorf("body of the delete (-want +got)\n%s", diff)
	}
	if ids := s.List(sandbox.Trips); len(ids) != 0 {
		t.Errorf("the trip is still there: %v", ids)
	}
}

// Another refusal is not explained by bookings that there are none of.
func TestAccTrip_destroyForbidden(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff("")))
	tf.OK("apply", "-auto-approve")
	s.AddFaults(sandbox.Fault{Method: "DELETE", Path: item, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "Not yours.")})
	out, code := tf.Run("destroy", "-auto-approve")
	if code != 1 || !strings.Contains(out, "Code: FORBIDDEN") || strings.Contains(out, "has bookings") {
		t.Errorf("destroy ended with %d: %s", code, out)
	}
	tf.OK("destroy", "-auto-approve")
}

func TestAccTrip_badInput(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name, config string
		want         []string
		warning      bool
	}{
		{"nobody", "resource \"spotnana_trip\" \"test\" {\n name = \"X\"\n}", []string{"Error: Neither user_id nor registrar_id is set", "Set user_id, registrar_id or both"}, false},
		{"no date", kickoff(`start_date = "1 March"`), []string{`Error: Wrong date "1 March" for start_date`, `"1 March" is not a date`}, false},
		{"upside down", kickoff("start_date = \"2026-03-05\"\n end_date = \"2026-03-01\""), []string{"Error: Range upside down", "The trip ends on 2026-03-01, before it starts on 2026-03-05"}, false},
		{"label", kickoff(`trip_contacts = [{ name = "N" }]`), []string{"Error: ", `attribute "label" is required`}, false},
		{"mail by its occasion", kickoff(mail(`bucket_types = ["REMINDERS"]
 bcc_emails = ["archive"]`)), []string{`Error: Wrong mail address "archive" for bcc_emails`, `"archive" is not a mail address`, "bcc_emails[0]"}, false},
		{"mail without an occasion", kickoff(mail(`cc_emails = ["a@acme.example"]`)), []string{"Error: ", `attribute "bucket_types" is required`}, false},
		{"unknown occasion", kickoff(mail(`bucket_types = ["REMINDER"]`)), []string{"Warning: Unknown value", `Did you mean "REMINDERS"?`}, true},
		{"mail", kickoff(`trip_contacts = [{ name = "N", label = "L", email = "n" }]`), []string{`Warning: Unusual mail address "n" for email`}, true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(tc.config))
			if tc.warning {
				tf.Prints([]string{"plan"}, tc.want...)
			} else {
				tf.Fails([]string{"plan"}, tc.want...)
			}
		})
	}
	writes(t, s)
}

// A trip made elsewhere is imported into a generated configuration that changes nothing.
func TestAccTrip_importGenerated(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	id := insert(t, s, 1, map[string]any{
		"tripDescription": "", "startDate": day("2026-03-05"), "endDate": day("2026-03-01"), // the API's to judge
		"tripMetadata": map[string]any{"hasTripOverride": true, "preferredCurrency": "USD",
			"tripContacts": []any{map[string]any{"label": "L", "name": "N", "email": "not an address", "isPrimary": true}}},
	})
	edit(s, book)
	provider := acctest.RequiredProvider + s.Config()
	tf.Write("main.tf", provider+fmt.Sprintf("import {\n  to = spotnana_trip.test\n  id = %q\n}\n", id))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
	tf.Prints([]string{"apply", "-auto-approve"}, "Resources: 1 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
	writes(t, s)
	if text := tf.Read("generated.tf"); !strings.Contains(text, ada) || !strings.Contains(text, "2026-03-05") {
		t.Errorf("the configuration does not have what is fixed at creation: %s", text)
	}
	// A trip of nobody has nothing to be refused for either.
	edit(s, func(_, basic map[string]any) { delete(basic, "userId") })
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", provider+fmt.Sprintf("import {\n  to = spotnana_trip.test\n  id = %q\n}\n", id))
	tf.OK("plan", "-generate-config-out=generated.tf")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
}

// A trip that has what no configuration could newly have is imported into a generated configuration that plans, and in which
// something else can be changed.
func TestAccTrip_importOdd(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	tf := acctest.NewTerraform(t)
	id := insert(t, s, 1, map[string]any{
		"startDate": day("soon"), "endDate": day(""),
		"tripMetadata": map[string]any{"tripContacts": []any{map[string]any{}, nil, map[string]any{"label": "L", "phoneNumber": map[string]any{"isoCountryCode": "EU", "type": "mobile"}}}},
	})
	tf.Write("main.tf", acctest.RequiredProvider+s.Config()+fmt.Sprintf("import {\n  to = spotnana_trip.test\n  id = %q\n}\n", id))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy",
		`Warning: Null in a list of trip "Trip 1"`, "- trip_contacts[1]")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	generated := tf.Read("generated.tf")
	tf.Write("generated.tf", strings.Replace(generated, `"Trip 1"`, `"Journey"`, 1))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	writes(t, s, "PUT /v2/trips/*")
	tf.Write("generated.tf", strings.Replace(generated, `"mobile"`, `"landline"`, 1))
	tf.Fails([]string{"plan"}, `Wrong case of "landline" for type`)
}

// insert puts trip number n of Ada's into the sandbox.
func insert(t *testing.T, s *acctest.Server, n int, basic map[string]any) string {
	t.Helper()
	id := fmt.Sprintf("%010d", 5000000000+n)
	basic = acctest.With(map[string]any{
		"tripId": id, "tripName": fmt.Sprint("Trip ", n), "userId": map[string]any{"id": ada},
		"tripMetadata": map[string]any{}, "tripDisabledInfo": map[string]any{"isDisabled": false},
	}, basic)
	if err := s.Insert(sandbox.Trips, "", id, map[string]any{"basicTripInfo": basic, "pnrs": []any{}, "tripBookingStatus": "PENDING_STATUS"}); err != nil {
		t.Fatal(err)
	}
	return id
}
