package subject

import (
	"maps"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/trip"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

const (
	theirTripID = "1234567890"
	// Traveler is a user.
	Traveler = "4974a66b-7493-4f41-908c-58ba81093947"
)

// Trip is a journey, with the settings that the API takes in a request of their own.
var Trip = register(&Subject{
	Type: "trip", Title: "trip", Kind: sandbox.Trips, Tree: trip.ResourceTree(),
	Endpoints: func(*sandbox.Server) []Endpoint {
		return []Endpoint{{"POST", "/v2/trips"}, {"GET", "/v3/trips/*/detail"}, {"PUT", "/v2/trips/*"}, {"POST", "/v3/trips/*"},
			{"DELETE", "/v3/trips/*"}, {"POST", "/v3/trips/users/*/list"}}
	},
	Collection: "/v2/trips",
	Contract: []Schema{
		{Document: "trip", Name: "TripV3DetailsResponse", Tree: trip.Tree(), Exceptions: trip.Exceptions},
		{Document: "trip", Name: "GetTripSummariesV3Response", Tree: trip.ListTree(), Exceptions: trip.ListExceptions},
		{Document: "trip", Name: "TripPartnerInfoResponse", Tree: trip.PartnerTree(), Exceptions: trip.PartnerExceptions},
		// The resource's tree is what the three endpoints that change a trip take together.
		{Document: "trip", Name: "CreateTripRequest", Request: true, Tree: trip.ResourceTree(), Exceptions: elsewhere(tripSettings...)},
		{Document: "trip", Name: "UpdateTripRequest", Request: true, Tree: trip.ResourceTree(), Exceptions: and(fixedTrip, elsewhere(tripSettings...))},
		{Document: "trip", Name: "UpdateTripV3Request", Request: true, Tree: trip.ResourceTree(), Exceptions: and(fixedTrip, elsewhere("tripName", "tripDescription"))},
	},
	Config: `
name          = "Kick-off"
user_id       = "` + Traveler + `"
trip_contacts = [{ label = "Driver", name = "Alan", email = "alan@acme.example" }]
` + mail("host@acme.example"),
	Changes: []string{"Kick-off", "Kickoff", mail("host@acme.example"), mail("desk@acme.example"),
		`{ label = "Driver", name = "Alan", email = "alan@acme.example" }`, `{ label = "Host", name = "Alan" }, { label = "Driver", name = "Grace" }`},
	Names: []string{"Kick-off"},
	Rich: `
name          = "Kick-off"
user_id       = "` + Traveler + `"
description   = "Ours"
trip_contacts = [{ label = "Coordinator", name = "Grace", email = "grace@acme.example", is_primary = true }]`,
	RichChanges: []string{`"Ours"`, `"All of us"`,
		`is_primary = true }`, `is_primary = true }, { label = "Driver", name = "Alan", phone_number = { raw_input = "+49 30 1" } }`},
	Empty: `
name          = local.nothing
user_id       = local.nothing
registrar_id  = local.nothing
trip_contacts = [{ label = local.nothing, name = local.nothing }]`,
	EmptyData: `
data "spotnana_trip" "test" {
  id = local.nothing
}
data "spotnana_trips" "test" {
  user_id          = local.nothing
  trip_ids         = [local.nothing]
  start_date_range = { start_date = local.nothing }
}
data "spotnana_trip_partner_info" "test" {
  trip_id      = local.nothing
  booker_email = local.nothing
}
`,
	Texts: `
name          = "T ${var.text}"
description   = "D ${var.text} ${var.other}"
user_id       = "` + Traveler + `"
trip_contacts = [{ label = "L ${var.text}", name = "N ${var.text}" }, { label = "L2", name = "M" }]`,
	TheirID: theirTripID, Nowhere: "4711",
	Theirs: func() map[string]any {
		return map[string]any{
			"basicTripInfo": map[string]any{"tripId": theirTripID, "tripName": "Kick-off", "tripDescription": "Theirs", "userId": map[string]any{"id": Traveler},
				"tripMetadata": map[string]any{"tripContacts": []any{map[string]any{"label": "Host", "name": "Theirs"}}}},
			"pnrs": []any{map[string]any{"pnrId": "9876543210", "data": map[string]any{}}},
		}
	},
	Silent: func(o map[string]any) { child(o, "basicTripInfo")["tripDescription"] = "Set by somebody else" },
	Settings: func(o map[string]any) map[string]any {
		metadata, out := child(child(o, "basicTripInfo"), "tripMetadata"), map[string]any{}
		for _, name := range tripSettings {
			out[name] = metadata[name]
			delete(metadata, name)
		}
		return out
	},
	Sample: []string{"create/429 with Retry-After", "create/invalid JSON", "import/redirect to another host"},
	Random: Random{
		More: map[string]any{"allow_deletion_with_bookings": true},
		Suits: func(doc map[string]any) {
			doc["userId"] = map[string]any{"id": codectest.ID(1)}
			for _, name := range []string{"registrarId", "startDate", "endDate", "tripBookingStatus", "disabledReason"} {
				delete(doc, name)
			}
		},
		Tidy: func(attrs map[string]any, _ int) { attrs["user_id"] = codectest.ID(1) }, // which no state holds
		Posted: func(body map[string]any) {
			for _, name := range tripSettings {
				delete(body, name)
			}
		},
		Is:   func(object, arguments map[string]any) bool { return object["tripName"] == arguments["name"] },
		View: tripView,
		Put:  putTripView,
	},
})

// tripSettings are what a trip is given in a request of their own.
var tripSettings = []string{"tripContacts", "tripCommunicationPreferences"}

// fixedTrip are the properties that only a create takes.
var fixedTrip = map[string]string{"userId": fixed, "registrarId": fixed, "startDate": fixed, "endDate": fixed}

const fixed = "fixed when the trip is created"

// elsewhere are exceptions for properties that another endpoint takes.
func elsewhere(properties ...string) map[string]string {
	out := map[string]string{}
	for _, name := range properties {
		out[name] = "another endpoint takes it"
	}
	return out
}

// mail are communication preferences.
func mail(to string) string {
	return `trip_communication_preferences = { trip_email_preferences = { bucket_email_preferences = { bucket_types = ["REMINDERS"], to_emails = ["` + to + `"] } } }`
}

func tripView(stored map[string]any) map[string]any {
	basic := child(stored, "basicTripInfo")
	out := maps.Clone(basic)
	for _, name := range []string{"tripMetadata", "tripDisabledInfo"} {
		delete(out, name)
	}
	if registrar := out["registrarUserId"]; registrar != nil {
		out["registrarId"] = registrar
		delete(out, "registrarUserId")
	}
	for _, name := range tripSettings {
		if setting := child(basic, "tripMetadata")[name]; setting != nil {
			out[name] = setting
		}
	}
	return out
}

func putTripView(stored, view map[string]any) {
	old, basic := child(stored, "basicTripInfo"), maps.Clone(view)
	metadata := maps.Clone(child(old, "tripMetadata"))
	for _, name := range tripSettings {
		if delete(metadata, name); view[name] != nil {
			metadata[name] = view[name]
		}
		delete(basic, name)
	}
	basic["tripMetadata"], basic["tripDisabledInfo"] = metadata, old["tripDisabledInfo"]
	if registrar := basic["registrarId"]; registrar != nil {
		basic["registrarUserId"] = registrar
	}
	delete(basic, "registrarId")
	stored["basicTripInfo"] = basic
}
