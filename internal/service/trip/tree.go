// Package trip is the resource and the data sources of trips: what holds together the bookings of one journey.
package trip

import (
	"slices"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares the details of a trip as the API answers them.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: details()}}
})

// ResourceTree declares what the resource manages: the object that managed makes of the details. Its properties have
// the names that they have in requests, whichever endpoint takes them.
var ResourceTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Locals: []*field.Node{{Name: allowDeletion, Kind: field.Bool,
			Doc: "Whether a destroy or replacement of the trip takes its bookings with it. Unless this is `true` in the state, " +
				"the API is asked to delete the trip only if it has none. It has to be applied before the destroy."}},
		Root: &field.Node{Kind: field.Object, Attrs: append(basics("registrarId"), contacts(), communicationPreferences(), bookingStatus(field.Status), reason())},
	}
})

// Exceptions are the properties of the details that the tree holds only as the text of their JSON, by path as
// field.Tree.All gives it, with the reason.
var Exceptions = func() map[string]string {
	out := map[string]string{
		"eventSummary": "some seventy types that only show an event, which no resource manages",
		"pnrs[].data":  "booking data: several hundred types that differ by the kind of travel",
	}
	for _, list := range []string{"pendingShellPnrs", "pendingManualFormPnrs"} {
		out[list+"[].data"] = out["pnrs[].data"]
	}
	for _, kind := range []string{"air", "hotel", "car", "rail", "limo"} {
		out["simplePnrs[]."+kind] = "itinerary of a booking that the vendor could not read in full"
	}
	for _, money := range []string{"totalFare", "totalFareAmount.base", "totalFareAmount.tax", "totalFareAmount.taxBreakdown[].amount",
		"serviceFeeFareAmount.base", "serviceFeeFareAmount.tax", "serviceFeeFareAmount.taxBreakdown[].amount"} {
		out["tripPaymentInfo."+money+".otherCoinage[].otherCoinageMetadata"] = "recursive: amounts of money below amounts of money"
	}
	return out
}()

// allowDeletion is the attribute that lets a destroy take the bookings too.
const allowDeletion = "allow_deletion_with_bookings"

// basics are what a trip begins with. The registrar is called registrarId where a trip is created, and registrarUserId
// where it is read.
func basics(registrar string) []*field.Node {
	return []*field.Node{
		{Name: "id", JSON: "tripId", Mode: field.Computed, Doc: "Id of the trip that the API chooses: a number, as text."},
		{Name: "name", JSON: "tripName", Mode: field.Required,
			Doc: "Name of the trip. After a create whose answer was lost, the trip is recognised by it among those of its user."},
		{Name: "description", JSON: "tripDescription", Doc: "Description of the trip."},
		{Name: "user_id", JSON: "userId", Wrap: "id", Format: field.UUID, Mode: field.CreateOnly,
			Doc: "Id of the traveler to whom the trip belongs, a UUID. A trip has a `user_id`, a `registrar_id` or both. Another user replaces the trip."},
		{Name: "registrar_id", JSON: registrar, Wrap: "id", Format: field.UUID, Mode: field.CreateOnly,
			Doc: "Id of the user who registers the trip, for instance for a traveler without an account of his own, a UUID. Another registrar replaces the trip."},
		{Name: "start_date", JSON: "startDate", Wrap: "iso8601", Mode: field.CreateOnly, Format: field.Date,
			Doc: "First day of the trip (`2026-03-01`), if it is known. Another date replaces the trip; when bookings move the date at the API, that is only a warning."},
		{Name: "end_date", JSON: "endDate", Wrap: "iso8601", Mode: field.CreateOnly, Format: field.Date,
			Doc: "Last day of the trip (`2026-03-05`), if it is known. Another date replaces the trip; when bookings move the date at the API, that is only a warning."},
		{Name: "application_id", JSON: "applicationId", Mode: field.Computed, Doc: "Id of the application through which the trip was made, a UUID."},
	}
}

func contacts() *field.Node {
	return &field.Node{Name: tripContacts, JSON: "tripContacts", Kind: field.List, Key: []string{"name"},
		Doc: "People to turn to about the trip.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "label", JSON: "label", Mode: field.Required, Doc: "What the contact is there for, such as `Coordinator`."},
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the contact."},
			{Name: "email", JSON: "email", Format: field.Mailbox, Doc: "Mail address of the contact."},
			field.PhoneNumber("phone_number", "phoneNumber", field.Optional, "Phone number of the contact."),
			{Name: "is_primary", JSON: "isPrimary", Kind: field.Bool, Default: false, Doc: "Whether this is the contact to turn to first."},
			{Name: "restrict_visibility", JSON: "restrictVisibility", Kind: field.Bool, Default: false,
				Doc: "Whether only agents and administrators see the contact."},
		}}}
}

// The attributes that have an endpoint of their own.
const (
	tripContacts       = "trip_contacts"
	tripCommunications = "trip_communication_preferences"
)

func bookingStatus(m field.Mode) *field.Node {
	return &field.Node{Name: "booking_status", JSON: "tripBookingStatus", Mode: m, Enum: userFacingStatus,
		Doc: "State of the bookings of the trip, taken together."}
}

func reason() *field.Node {
	return &field.Node{Name: "disabled_reason", JSON: "disabledReason", Mode: field.Status, Enum: disabledReason,
		Doc: "Why nothing more can be booked on the trip; null while it is open."}
}

func details() []*field.Node {
	return []*field.Node{
		{JSON: "basicTripInfo", Kind: field.Inline, Attrs: slices.Concat(basics("registrarUserId"), []*field.Node{
			{JSON: "tripMetadata", Kind: field.Inline, Attrs: []*field.Node{
				contacts(),
				communicationPreferences(),
				{Name: "has_trip_override", JSON: "hasTripOverride", Kind: field.Bool, Doc: "Whether the trip overrides something in the traveler's profile."},
				{Name: "preferred_currency", JSON: "preferredCurrency", Doc: "ISO 4217 code of the currency in which the trip shows prices."},
			}},
			{JSON: "tripDisabledInfo", Kind: field.Inline, Attrs: []*field.Node{
				reason(),
				{Name: "is_disabled", JSON: "isDisabled", Kind: field.Bool, Doc: "Whether the trip is closed for bookings."},
			}},
			{Name: "stealth_type", JSON: "stealthType", Enum: stealthType,
				Deprecated: "Use stealth_mode: the vendor has announced the end of this property, from 2027-01-01.",
				Doc:        "How far the trip is hidden from others."},
			{Name: "stealth_mode", JSON: "stealthMode", Kind: field.Object, Doc: "How far the trip is hidden from others.", Attrs: []*field.Node{
				{Name: "stealth_type", JSON: "stealthType", Enum: stealthType, Mode: field.Required, Doc: "The platform's name for the degree."},
				{Name: "label", JSON: "label", Mode: field.Required, Doc: "The company's own name for it."},
			}},
			{Name: "trip_locations", JSON: "tripLocations", Kind: field.List, Doc: "Where the trip leads.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "metro_area_name", JSON: "metroAreaName", Doc: "Name of the metropolitan area."},
				}}},
		})},
		bookings("pnrs", "pnrs", "Bookings (passenger name records, PNRs) of the trip."),
		bookings("pending_shell_pnrs", "pendingShellPnrs", "Bookings of which only an empty shell exists so far."),
		bookings("pending_manual_form_pnrs", "pendingManualFormPnrs", "Bookings that wait for an agent who enters them by hand."),
		simpleBookings(),
		bookingStatus(field.Optional),
		{Name: "trip_status", JSON: "tripStatus", Enum: pnrBookingStatus,
			Deprecated: "Use booking_status: the vendor has announced the end of this property, from 2026-07-01.",
			Doc:        "State of the bookings of the trip, in older terms."},
		{Name: "event_summary", JSON: "eventSummary", Kind: field.JSON, Doc: "The event for which the trip is made, as the text of a JSON object."},
		{Name: "additional_info", JSON: "additionalInfo", Kind: field.Object, Doc: "What else is known of the trip.", Attrs: []*field.Node{
			{Name: "vpay_bill_back", JSON: "vpayBillBack",
				Doc: "Which bookings are paid by a virtual card: `N` none, `C` only cars, `H` only hotels, `B` both."},
		}},
		{Name: "trip_payment_info", JSON: "tripPaymentInfo", Kind: field.Object,
			Doc: "What the trip costs. Pending bookings are not counted.", Attrs: []*field.Node{
				field.Money("total_fare", "totalFare", field.Required,
					"Net cost of the trip, with the service fee as far as the traveler sees it, without what was refunded and what flight credits paid for."),
				fareAmount("total_fare_amount", "totalFareAmount", "Cost of the trip without service fees, with its taxes apart."),
				fareAmount("service_fee_fare_amount", "serviceFeeFareAmount", "Service fees of the trip, with their taxes apart."),
			}},
	}
}

func communicationPreferences() *field.Node {
	emails := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: &field.Node{Format: field.Email}, Doc: doc}
	}
	return &field.Node{Name: tripCommunications, JSON: "tripCommunicationPreferences", Kind: field.Object,
		Doc: "Which messages about the trip go to whom.", Attrs: []*field.Node{
			{Name: "trip_email_preferences", JSON: "tripEmailPreferences", Kind: field.Object, Doc: "The part of it for mail.", Attrs: []*field.Node{
				{Name: "bucket_email_preferences", JSON: "bucketEmailPreferences", Kind: field.Object, Doc: "Mail by its occasion.", Attrs: []*field.Node{
					{Name: "bucket_types", JSON: "bucketTypes", Kind: field.List, Elem: &field.Node{Enum: emailBucketType}, Mode: field.Required,
						Doc: "The occasions for which the rest of this object holds."},
					{Name: "is_enabled", JSON: "isEnabled", Kind: field.Bool, Default: false,
						Doc: "Switch of the mail for these occasions. By the vendor's name for it `true` switches the mail on, by the vendor's description off: try it out before you rely on it."},
					emails("to_emails", "toEmails", "Addresses that receive the mail."),
					emails("cc_emails", "ccEmails", "Addresses that receive a copy."),
					emails("bcc_emails", "bccEmails", "Addresses that receive a copy of which the others do not know."),
				}},
			}},
		}}
}

func bookings(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.List, Doc: doc, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "pnr_id", JSON: "pnrId", Doc: "Id of the booking."},
		{Name: "data", JSON: "data", Kind: field.JSON,
			Doc: "Everything about the booking as the text of a JSON object, for `jsondecode`. It holds personal data, which thereby comes into the state."},
	}}}
}

func simpleBookings() *field.Node {
	attrs := []*field.Node{
		{Name: "pnr_id", JSON: "pnrId", Mode: field.Required, Doc: "Id of the booking."},
		{Name: "source_pnr_id", JSON: "sourcePnrId", Mode: field.Required, Doc: "Id of the booking at its source, such as a record locator."},
		{Name: "source", JSON: "source", Enum: thirdPartySource, Mode: field.Required, Doc: "Where the booking comes from."},
		{Name: "pnr_status", JSON: "pnrStatus", Enum: pnrStatus, Doc: "State of the booking at its source."},
		{Name: "user_facing_status", JSON: "userFacingStatus", Enum: userFacingStatus, Doc: "State of the booking as the traveler sees it."},
	}
	for _, kind := range []string{"air", "hotel", "car", "rail", "limo"} {
		attrs = append(attrs, &field.Node{Name: kind, JSON: kind, Kind: field.JSON,
			Doc: "The part of the itinerary that is of this kind, as the text of a JSON object."})
	}
	return &field.Node{Name: "simple_pnrs", JSON: "simplePnrs", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: attrs},
		Doc: "Bookings of which only the outline is known, because the platform could not read them in full."}
}

func fareAmount(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.Object, Doc: doc, Attrs: []*field.Node{
		field.Money("base", "base", field.Required, "Amount without taxes."),
		field.Money("tax", "tax", field.Required, "All taxes together."),
		{Name: "tax_breakdown", JSON: "taxBreakdown", Kind: field.List, Doc: "The single taxes.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				field.Money("amount", "amount", field.Required, "Amount of the tax."),
				{Name: "tax_code", JSON: "taxCode", Doc: "Code of the tax, such as `VAT`."},
				{Name: "percentage", JSON: "percentage", Kind: field.Number, Doc: "Share of the tax in the total amount, in percent."},
			}}},
	}}
}
