package trip

import (
	"maps"
	"strings"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// What this package makes of a booking beside its data: it stands in the answer that it hands on under these names.
const (
	listedAs  = "listedAs"
	kind      = "type"
	starts    = "start"
	ends      = "end"
	suppliers = "suppliers"
	noted     = "pnrs"
)

// PNRsTree declares what is served of the bookings of a trip: those of all lists of its details in one, with what the itinerary
// says in the same words for each kind of travel. Of people and payments it has nothing.
var PNRsTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "pnrs", JSON: noted, Kind: field.List, Doc: "The bookings (passenger name records, PNRs) of the trip, in the order of the API: those in full first, then the others.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "id", JSON: "pnrId", Doc: "Id of the booking."},
				{Name: "listed_as", JSON: listedAs, Enum: bookingList, Doc: "In which list the trip has the booking: one in full is in `pnrs`; of one in `simple_pnrs` there are only type and status."},
				{Name: "type", JSON: kind, Enum: pnrType, Doc: "What is booked."},
				{Name: "start", JSON: starts, Doc: "When it begins, in local time: the first departure, the check-in or the pick-up."},
				{Name: "end", JSON: ends, Doc: "When it ends, in local time: the last arrival, the check-out or the drop-off. Null where the booking does not say it."},
				{Name: "suppliers", JSON: suppliers, Kind: field.List, Ordered: true, Elem: &field.Node{}, Doc: "Who carries, lodges or lends, each once: IATA codes of the airlines, the name of the hotel, of the car rental, of the railways, of the limousine service."},
				{JSON: "data", Kind: field.Inline, Attrs: pnrData()},
			}}},
	}}}
})

// pnrData is what is served of the data of a booking.
func pnrData() []*field.Node {
	return []*field.Node{
		{Name: "booking_status", JSON: "bookingStatus", Enum: userFacingStatus, Doc: "State of the booking as the traveler sees it."},
		{Name: "created_at", JSON: "createdAt", Wrap: "iso8601", Doc: "When the booking was made, an RFC 3339 time."},
		field.Price("total_fare", "totalFare", "What the booking costs, with the service fee as far as the traveler sees it."),
		{Name: "total_fare_amount", JSON: "totalFareAmount", Kind: field.Object, Doc: "What the booking costs without service fees, with its taxes apart.", Attrs: []*field.Node{
			field.Price("base", "base", "Amount without taxes."),
			field.Price("tax", "tax", "All taxes together."),
		}},
		{Name: "approval_info", JSON: "approvalInfo", Kind: field.List, Doc: "The approvals that the booking needs.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "approval_status", JSON: "approvalStatus", Enum: pnrApprovalStatus, Doc: "State of the approval."},
			{Name: "approval_type", JSON: "approvalType", Enum: pnrApprovalType, Doc: "Kind of the approval."},
		}}},
		{Name: "policy_info", JSON: "policyInfo", Kind: field.Object, Doc: "What the travel policy says of the booking.", Attrs: []*field.Node{
			{Name: "out_of_policy", JSON: "outOfPolicy", Kind: field.Bool, Doc: "Whether the booking breaks the travel policy."},
			{Name: "reason_code", JSON: "reasonCode", Enum: preDefinedAnswers, Doc: "Why it was made although it breaks the policy, as the traveler chose among the answers of the booking tool."},
			{Name: "is_personal_upgrade", JSON: "isPersonalUpgrade", Kind: field.Bool, Default: false, Doc: "Whether the traveler pays for what exceeds the budget of the policy."},
			{JSON: "appliedPolicyInfo", Kind: field.Inline, Attrs: []*field.Node{appliedPolicies(), ruleResults()}},
		}},
	}
}

func appliedPolicies() *field.Node {
	return &field.Node{Name: "policies", JSON: "policies", Kind: field.List, Doc: "The policies that were applied.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "id", Doc: "Id of the policy, a UUID."},
		{Name: "version", JSON: "version", Doc: "Version of the policy that was applied."},
		{Name: "policy_name", JSON: "policyName", Doc: "Name of the policy."},
		{Name: "policy_type", JSON: "policyType", Enum: appliedPolicyType, Doc: "Kind of the policy."},
		{Name: "approval_type", JSON: "approvalType", Enum: appliedApprovalType, Doc: "Kind of approval that the policy asks for."},
	}}}
}

func ruleResults() *field.Node {
	return &field.Node{Name: "rule_results", JSON: "ruleResultInfos", Kind: field.List, Doc: "What the rules of the policies say, one entry for each rule.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			violations("violations", "violationInfos", "What the rule looked at: what it expects and what the booking has."),
			violations("sub_violations", "subViolationInfos", "How a rule that is made of others came to its result."),
			{Name: "actions", JSON: "actions", Kind: field.List, Doc: "What follows from the rule.", Elem: &field.Node{Kind: field.Object, Attrs: actions()}},
		}}}
}

func violations(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.List, Doc: doc, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "predicate", JSON: "predicate", Enum: policyPredicate, Doc: "The rule."},
		{Name: "predicate_string", JSON: "predicateString", Doc: "The rule in the platform's words."},
		policyValue("expected_value", "expectedValue", "What the rule expects: the one attribute that is set has it, in the type that the rule has."),
		policyValue("actual_value", "actualValue", "What the booking has, in the same way."),
	}}}
}

// policyValue is a value of whichever type a rule has. Addresses and people are not among them.
func policyValue(name, json, doc string) *field.Node {
	branch := func(name, json string, k field.Kind, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: k, Choice: true, Doc: doc}
	}
	each := func(name, json string, elem *field.Node, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: elem, Choice: true, Doc: doc}
	}
	long := branch("int64", "l", field.Int, "A whole number of up to 64 bits.")
	long.Bits = 64
	money := field.Price("money", "money", "An amount of money.")
	money.Choice = true
	one := func(name, json string, e *field.Enum, doc string) *field.Node {
		n := branch(name, json, field.String, doc)
		n.Enum = e
		return n
	}
	group := func(name, json, doc string, attrs ...*field.Node) *field.Node {
		n := branch(name, json, field.Object, doc)
		n.Attrs = attrs
		return n
	}
	entity := func(name, json, doc string) *field.Node {
		n := branch(name, json, field.String, doc)
		n.Wrap = "id"
		return n
	}
	integers, doubles := field.IntRange("int32_range", "iRange", field.Optional, "A range of whole numbers."), field.NumberRange("double_range", "dRange", field.Optional, "A range of numbers.")
	integers.Choice, doubles.Choice = true, true
	return &field.Node{Name: name, JSON: json, Kind: field.Object, Doc: doc, Attrs: []*field.Node{
		branch("int32", "i", field.Int, "A whole number."),
		long,
		branch("string", "s", field.String, "A text."),
		branch("double", "d", field.Number, "A number."),
		branch("bool", "b", field.Bool, "A yes or no."),
		each("int_list", "iList", &field.Node{Kind: field.Int}, "Whole numbers."),
		each("double_list", "dList", &field.Node{Kind: field.Number}, "Numbers."),
		each("string_list", "sList", &field.Node{}, "Texts."),
		money,
		group("length", "length", "A distance.",
			&field.Node{Name: "length", JSON: "length", Kind: field.Number, Doc: "Distance in units of `unit`."},
			&field.Node{Name: "unit", JSON: "unit", Enum: lengthUnit, Doc: "Unit of `length`."}),
		entity("legal_entity_id", "legalEntityId", "Id of a legal entity, a UUID."),
		entity("office_id", "officeId", "Id of an office, a UUID."),
		each("legal_entity_ids", "legalEntityIdList", &field.Node{Wrap: "id"}, "Ids of legal entities, UUIDs."),
		each("office_ids", "officeIdList", &field.Node{Wrap: "id"}, "Ids of offices, UUIDs."),
		branch("rating", "rating", field.Number, "A number of stars."),
		branch("percentage", "percentage", field.Number, "A number in percent."),
		integers,
		doubles,
		one("persona", "persona", field.Persona, "A kind of traveler."),
		each("persona_list", "personaList", &field.Node{Enum: field.Persona}, "Kinds of traveler."),
		one("rail_travel_class", "railTravelClass", railTravelClass, "A class of travel by rail."),
		group("keyword_with_reason_list", "keywordWithReasonList", "Words that a booking must not have.",
			&field.Node{Name: "keywords", JSON: "keywords", Kind: field.List, Doc: "The words.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "keyword", JSON: "keyword", Doc: "The word."},
				{Name: "reason", JSON: "reason", Doc: "Why it is not allowed."},
			}}}),
		one("worker_type", "workerType", workerType, "A kind of employment."),
		each("worker_type_list", "workerTypeList", &field.Node{Enum: workerType}, "Kinds of employment."),
		group("air_restricted_fares_params", "airRestrictedFaresParams", "Words that a fare must not have.",
			&field.Node{Name: "air_restricted_keywords", JSON: "airRestrictedKeywords", Kind: field.List, Doc: "The words.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "keyword", JSON: "keyword", Doc: "The word."},
				{Name: "airline_code", JSON: "airlineCode", Doc: "IATA code of the airline for which it holds; without it, it holds for all."},
			}}}),
		{Name: "display_suffix", JSON: "displaySuffix", Doc: "What the booking tool shows after the value, such as a unit."},
	}}
}

func actions() []*field.Node {
	message := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.Object, Choice: true, Doc: doc, Attrs: []*field.Node{{Name: "message", JSON: "message", Doc: "What is shown."}}}
	}
	return []*field.Node{
		message("flag", "flag", "The booking is marked."),
		{Name: "hide", JSON: "hide", Kind: field.Bool, Choice: true, Doc: "Whether the offer is hidden."},
		message("alert_on_selection", "alertOnSelection", "Who chooses the offer is warned."),
		{Name: "take_approval", JSON: "takeApproval", Kind: field.Object, Choice: true, Doc: "An approval is needed.", Attrs: []*field.Node{
			{Name: "num_hierarchy_levels", JSON: "numHierarchyLevels", Kind: field.Int, Doc: "How many levels of managers have to approve: 1 is the traveler's manager alone."},
			{Name: "position_titles", JSON: "positionTitles", Kind: field.List, Elem: &field.Node{}, Doc: "Positions whose holders have to approve."},
			{Name: "users", JSON: "userOrgIds", Kind: field.List, Doc: "Users who have to approve.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "user_id", JSON: "userId", Wrap: "id", Format: field.UUID, Doc: "Id of the user, a UUID."},
			}}},
			{Name: "all_required", JSON: "allRequired", Kind: field.Bool, Doc: "Whether all of them have to approve; else one is enough."},
			{Name: "hard_approval_required", JSON: "hardApprovalRequired", Kind: field.Bool, Doc: "Whether the booking is made only once it is approved."},
			{Name: "approval_type", JSON: "approvalType", Enum: ruleApprovalType, Doc: "Kind of the approval."},
		}},
		{Name: "prevent_booking", JSON: "preventBooking", Kind: field.Object, Choice: true, Doc: "Whether it can be booked at all.", Attrs: []*field.Node{
			{Name: "prevent", JSON: "prevent", Kind: field.Bool, Doc: "Whether it cannot."},
			{Name: "reason", JSON: "reason", Doc: "Why it cannot."},
		}},
	}
}

// The reasons why properties of a booking are not served.
const (
	ofPeople   = "about people"
	ofPayment  = "about payments"
	ofWording  = "text that somebody wrote, in which anything may stand"
	ofTrip     = "the data source spotnana_trip has the trip"
	ofInvoices = "invoices and documents are out of the provider's scope"
	ofPlatform = "how the platform works on the booking"
	ofTravel   = "details of the journey, of which dates and suppliers are served"
)

// PNRsExceptions are the properties of the details of a trip that are not served, with the reason.
func PNRsExceptions() map[string]string {
	const booking, result = noted + "[].", noted + "[].data.policyInfo.appliedPolicyInfo.ruleResultInfos[]."
	out := reasoned("", map[string]string{
		ofTrip:                                  "basicTripInfo tripStatus tripBookingStatus eventSummary additionalInfo tripPaymentInfo",
		"joined with the list of those in full": "pendingShellPnrs pendingManualFormPnrs simplePnrs",
	})
	for _, made := range []string{listedAs, kind, starts, ends, suppliers} {
		out[booking+made] = "made of the data by this provider"
	}
	maps.Copy(out, reasoned(booking+"data.", map[string]string{
		ofPeople:   "travelers pnrTravelers pnrCreationDetails preBookAnswers customFields customFieldsV3Responses bookingHistory travelerPnrVisibilityStatus",
		ofPayment:  "costOfGoodsSold costToCustomer transactions splitPayment serviceFees paymentInfo invoiceDelayedBooking additionalFareAmounts savingsFare llfPnrInfo",
		ofInvoices: "documents invoiceInfos invoiceData dkNumber",
		ofTrip:     "tripId basicTripInfo tripUsageMetadata",
		ofPlatform: "version createdVia initialVersionCreatedVia sourceInfo isFinalized additionalMetadata contactSupport cancellationRequestStatus externalInfo freshnessInfo bookingEmailInfo " +
			"owningPccInfo suspendReason state updatedAt",
		ofTravel:                       "airPnr hotelPnr carPnr railPnr limoPnr miscPnr shellPnrInfo",
		"it stands beside the data":    "pnrId",
		"the tax is served as a whole": "totalFareAmount.taxBreakdown",
	}))
	for _, price := range []string{"totalFare", "totalFareAmount.base", "totalFareAmount.tax"} {
		out[booking+"data."+price+".otherCoinage"] = ofPayment
	}
	out[booking+"data.approvalInfo[].autoBookStatus"] = ofPlatform
	out[booking+"data.policyInfo.approverName"], out[booking+"data.policyInfo.reason"] = ofPeople, ofWording
	for _, list := range []string{"violationInfos", "subViolationInfos"} {
		for _, value := range []string{"expectedValue", "actualValue"} {
			at := result + list + "[]." + value + "."
			out[at+"money.otherCoinage"] = ofPayment
			for _, personal := range []string{"postalAddress", "userOrgId", "userOrgIdList"} {
				out[at+personal] = ofPeople
			}
		}
	}
	out[result+"actions[].splitPayment"] = ofPayment
	for _, name := range []string{"organizationAgencyId", "organizationId", "tmcInfo", "tmcBasicInfo"} {
		out[result+"actions[].takeApproval.userOrgIds[]."+name] = ofPeople
	}
	return out
}

// reasoned are the names, separated by blanks, by reason: each below at with its reason.
func reasoned(at string, names map[string]string) map[string]string {
	out := map[string]string{}
	for reason, list := range names {
		for _, name := range strings.Fields(list) {
			out[at+name] = reason
		}
	}
	return out
}

// itineraryTree declares what is read of the data of a booking to say its type, dates and suppliers.
var itineraryTree = sync.OnceValue(func() *field.Tree {
	const doc = "Read, not served."
	text := func(json string) *field.Node { return &field.Node{Name: snake(json), JSON: json, Doc: doc} }
	when := func(json string) *field.Node {
		return &field.Node{Name: snake(json), JSON: json, Wrap: "iso8601", Doc: doc}
	}
	in := func(json string, attrs ...*field.Node) *field.Node {
		return &field.Node{Name: snake(json), JSON: json, Kind: field.Object, Attrs: attrs, Doc: doc}
	}
	each := func(json string, attrs ...*field.Node) *field.Node {
		return &field.Node{Name: snake(json), JSON: json, Kind: field.List, Ordered: true, Elem: &field.Node{Kind: field.Object, Attrs: attrs}, Doc: doc}
	}
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		in("airPnr", each("legs", each("flights", when("departureDateTime"), when("arrivalDateTime"), in("marketing", text("airlineCode"))))),
		in("hotelPnr", when("checkInDateTime"), when("checkOutDateTime"), in("hotelInfo", text("name"))),
		in("carPnr", when("pickupDateTime"), when("dropOffDateTime"), in("carInfo", in("vendor", text("name")))),
		in("railPnr", each("legInfos", when("departAtLocal"), when("arriveAtLocal"), in("vehicle", text("carrierName")))),
		in("limoPnr", each("legs", when("pickupDateTime"), when("dropOffDateTime")), in("limoDetails", in("limoVendorInfo", text("name")))),
		in("miscPnr", when("startDateTime"), when("endDateTime")),
		in("shellPnrInfo", text("pnrType")),
	}}}
})

// snake is a name of the API in Terraform's spelling.
func snake(json string) string {
	var b strings.Builder
	for _, r := range json {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// The enums of bookings and of what a policy says of them, with the names that the vendor gives them (those without one: ours).
var (
	bookingList         = &field.Enum{Name: "BookingList", Closed: true, Values: []string{"pnrs", "pending_shell_pnrs", "pending_manual_form_pnrs", "simple_pnrs"}}
	appliedPolicyType   = &field.Enum{Name: "PnrPolicyType", Values: []string{"GLOBAL", "DEFAULT", "GROUP"}}
	appliedApprovalType = &field.Enum{Name: "PnrPolicyApprovalType", Values: []string{"HARD_APPROVAL", "SOFT_APPROVAL", "PASSIVE_APPROVAL"}}
	ruleApprovalType    = &field.Enum{Name: "ApprovalType", Values: []string{"HARD_APPROVAL", "SOFT_APPROVAL", "PASSIVE_APPROVAL", "PRE_APPROVAL"}}
	pnrApprovalType     = &field.Enum{Name: "PnrApprovalType", Values: []string{"APPROVAL_TYPE_UNKNOWN", "HARD_APPROVAL", "SOFT_APPROVAL", "PASSIVE_APPROVAL", "PRE_APPROVAL"}}
	pnrApprovalStatus   = &field.Enum{Name: "PnrApprovalStatus", Values: []string{
		"APPROVAL_PENDING", "APPROVED", "DENIED", "TIMED_OUT", "TIMED_OUT_REMINDER", "APPROVAL_NOT_REQUIRED", "SOFT_APPROVAL_TIMEOUT",
	}}
	lengthUnit        = &field.Enum{Name: "LengthUnit", Values: []string{"UNKNOWN_UNIT", "KM", "MILE", "CENTIMETER", "METER"}}
	railTravelClass   = &field.Enum{Name: "TravelClassHierarchy", Values: []string{"UNKNOWN", "STANDARD", "COACH", "STANDARD_PREMIUM", "BUSINESS", "BUSINESS_PREMIUM", "FIRST", "SLEEPER"}}
	workerType        = &field.Enum{Name: "WorkerType", Values: []string{"EMPLOYEE", "CONTINGENT", "SEASONAL", "INTERN", "GUEST"}}
	preDefinedAnswers = &field.Enum{Name: "PreDefinedAnswers", Values: []string{
		"UNKNOWN_CHECKOUT_ANSWER_TYPE", "OTHER", "TIMING_OR_SCHEDULING", "AIRLINE_PREFERENCE", "AIRPORT_PREFERENCE", "MILEAGE_OR_PROGRAM_UPGRADE",
		"NO_OTHER_OPTION_AVAILABLE", "FASTER_OPTION", "NO_ANSWER", "NOT_AVAILABLE",
	}}
	policyPredicate = &field.Enum{Name: "PolicyPredicate", Values: []string{
		"UNKNOWN_PREDICATE_STRING", "MAX_FARE_PER_TRAVELLER_VIOLATION", "FARE_MORE_THAN_MINIMUM", "FARE_MORE_THAN_MEDIAN",
		"FARE_LESS_THAN_MEDIAN", "FARE_MORE_THAN_LLF", "MAX_FARE_PER_TRAVELLER_VIOLATION_INCLUDING_TAX",
		"MAX_FARE_PER_TRAVELLER_VIOLATION_EXCLUDING_TAX", "HOTEL_PAYMENT_OPTIONS_VIOLATION", "RAIL_BOOKING_WINDOW_GAP_VIOLATION",
		"RAIL_TRAVEL_CLASS_VIOLATION", "RAIL_TICKET_REFUNDABLE_VIOLATION", "RAIL_MAX_BOOKING_PRICE_VIOLATION_INCLUDING_TAX",
		"RAIL_MAX_BOOKING_PRICE_VIOLATION_EXCLUDING_TAX", "AIR_MAX_PRICE_MORE_THAN_LLF_VIOLATION_INCLUDING_TAX",
		"AIR_MAX_PRICE_MORE_THAN_LLF_VIOLATION_EXCLUDING_TAX", "HOTEL_RESTRICTED_KEYWORDS_VIOLATION", "RESTRICTED_LOCATION_VIOLATION",
		"FLIGHT_ADVANCE_BOOKING_WINDOW_DOMESTIC_VIOLATION", "FLIGHT_ADVANCE_BOOKING_WINDOW_INTERNATIONAL_VIOLATION",
		"FLIGHT_ADVANCE_BOOKING_WINDOW_VIOLATION", "ITINERARY_WITHIN_EVENT_TRAVEL_WINDOW", "HOTEL_IN_ALLOWED_HOTEL_LIST",
		"PAYMENT_ACCESS_VIOLATION", "AIRPORT_IN_ALLOWED_AIRPORT_LIST", "ITINERARY_TYPE_IS_NOT_IN_ALLOWED_BOOKING_TYPES",
		"PAYMENT_AIR_ADDON_VIOLATION", "MAX_HOTEL_BOOKING_PRICE_INCLUDING_TAX", "MAX_HOTEL_BOOKING_PRICE_EXCLUDING_TAX",
		"AIR_NUM_TRAVELERS_ALLOWED", "PREFERRED_VENDOR_VIOLATION", "SEAT_ADDON_VIOLATION", "BAGGAGE_ADDON_VIOLATION",
		"EARLY_BIRD_ADDON_VIOLATION", "WIFI_ADDON_VIOLATION", "RESTRICTED_BOOKING_VIOLATION", "HIGHEST_ALLOWED_CABIN_VIOLATION",
		"LOWEST_FARE_PER_HOTEL_PROPERTY_VIOLATION", "AIR_RESTRICTED_FARES_VIOLATION", "AIR_ANCILLARY_VIOLATION",
	}}
)
