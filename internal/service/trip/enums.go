package trip

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// The enums that trips use, with the names that the vendor gives them (those without one: ours).
var (
	// cardCompany are the issuers of payment cards.
	cardCompany = &field.Enum{Name: "CardCompany", Values: []string{
		"NONE", "VISA", "MASTERCARD", "AMEX", "DISCOVER", "AIR_TRAVEL_UATP", "CARTE_BLANCHE", "DINERS_CLUB", "JCB", "BREX",
		"UNION_PAY", "EURO_CARD", "ACCESS_CARD", "ELO_CARD",
	}}
	// cardType are the kinds of payment card.
	cardType = &field.Enum{Name: "CardType", Values: []string{
		"UNKNOWN", "CREDIT", "DEBIT",
	}}
	// disabledReason are the reasons for which nothing can be booked on a trip.
	disabledReason = &field.Enum{Name: "DisabledReason", Values: []string{
		"MAX_BOOKINGS_EXCEEDED", "TRIP_EXPIRED",
	}}
	// emailBucketType are the occasions for mail about a trip.
	emailBucketType = &field.Enum{Name: "EmailBucketType", Values: []string{
		"BOOKING_CONFIRMATIONS", "BOOKING_CHANGES", "FLIGHT_UPDATES", "APPROVAL_REQUESTS", "APPROVAL_UPDATES", "REMINDERS",
		"INVOICE_UPDATES",
	}}
	// eventType are the kinds of event.
	eventType = &field.Enum{Name: "EventType", Values: []string{
		"GENERIC", "PROGRAM", "PROGRAM_SESSION", "PROGRAM_TRIP",
	}}
	// overallStatus are the states of a trip as a whole.
	overallStatus = &field.Enum{Name: "OverallStatus", Values: []string{
		"PENDING_STATUS", "CONFIRMED_STATUS", "CANCELLED_STATUS", "AIRLINE_CONTROL_STATUS", "PAYMENT_DECLINED_STATUS",
		"DISRUPTED_STATUS", "DRAFT_STATUS",
	}}
	// ownershipLabel are the owners of payment cards.
	ownershipLabel = &field.Enum{Name: "OwnershipLabel", Values: []string{
		"CORPORATE", "PERSONAL", "CENTRAL",
	}}
	// partnerInfoType are what a partner can tell of a trip.
	partnerInfoType = &field.Enum{Name: "TripPartnerInfoType", Values: []string{
		"BUDGET",
	}}
	// pnrBookingStatus are the older states of a booking.
	pnrBookingStatus = &field.Enum{Name: "PnrBookingStatus", Values: []string{
		"PENDING", "CONFIRMED", "ACTIVE", "COMPLETED", "CANCELLED", "REFUNDED", "VOIDED", "PROCESSING", "UNCONFIRMED",
		"AIRLINE_CONTROL", "PAYMENT_DECLINED", "SCHEDULE_CHANGE", "UNKNOWN", "HOLD", "APPROVAL_REQUESTED",
		"APPROVAL_DENIED", "CANCELLATION_IN_PROGRESS", "INOPERATIVE_STATUS", "FLIGHT_UNCONFIRMED_STATUS",
	}}
	// pnrStatus are the states of a booking at its source.
	pnrStatus = &field.Enum{Name: "PnrStatus", Values: []string{
		"UNKNOWN", "INITIATED", "CANCELLED", "CONFIRMED", "GROUP_BOOKING_ON_REQUEST", "WAITLISTED", "PENDING",
		"AIRLINE_UPGRADE", "WAITLIST_CONFIRMED", "BOOKING_DENIED_CONTACT_SUPPORT", "NO_SHOW", "CONTACT_SUPPORT",
		"STATUS_CHANGED_CONTACT_SUPPORT", "SCHEDULE_CHANGE", "SEGMENT_REQUEST", "SCHEDULE_CHANGE_WAITLISTED_BOOKING",
		"REQUEST_PENDING", "WAITLISTED_NOT_CONFIRMED", "SCHEDULE_CHANGE_NOT_CONFIRMED", "SCHEDULE_CHANGE_PENDING_STATUS",
		"MIS_CONNECTION", "REQUESTED", "TICKETED", "VOIDED", "CANCELLED_BY_VENDOR", "CANCELLATION_IN_PROGRESS",
		"REINSTATED", "BOOKING_ON_HOLD", "AIRLINE_CONTROL", "MODIFIED", "PAYMENT_DECLINED", "INOPERATIVE", "UNCONFIRMED",
	}}
	// pnrType are the kinds of booking.
	pnrType = &field.Enum{Name: "PnrType", Values: []string{
		"AIR", "CAR", "RAIL", "HOTEL", "LIMO", "MISC",
	}}
	// policyStatus are what a policy says of a trip.
	policyStatus = &field.Enum{Name: "PolicyStatus", Values: []string{
		"IN_POLICY", "OUT_OF_POLICY",
	}}
	// refreshType are the ways in which a read refreshes bookings.
	refreshType = &field.Enum{Name: "RefreshType", Values: []string{
		"REFRESH_TYPE_BLOCKING", "REFRESH_TYPE_ASYNC", "REFRESH_TYPE_DISABLED",
	}}
	// sortField are what a list of trips can be sorted by.
	sortField = &field.Enum{Name: "TripSortField", Values: []string{
		"START_DATE", "END_DATE",
	}}
	// sortOrder are the directions of a list.
	sortOrder = &field.Enum{Name: "SortOrder", Values: []string{
		"DESC", "ASC",
	}}
	// stealthType are the degrees to which a trip is hidden.
	stealthType = &field.Enum{Name: "StealthType", Values: []string{
		"STEALTH_TYPE_1", "STEALTH_TYPE_2", "STEALTH_TYPE_3",
	}}
	// thirdPartySource are the sources of bookings.
	thirdPartySource = &field.Enum{Name: "ThirdPartySource", Values: []string{
		"UNKNOWN_SOURCE", "SABRE", "TRAVEL_FUSION", "AVIA", "NDC", "TRAINLINE", "ATPCO_NDC", "FARELOGIX_NDC", "OFFLINE",
		"CONNEXUS", "ROUTEHAPPY", "AMADEUS", "GIATA", "QBR", "BCD", "QANTAS_HOTELS", "SOUTHWEST", "EXPEDIA", "HOTEL_HUB",
		"MARRIOTT", "CLEARTRIP", "KYTE", "GROUNDSPAN", "SABRE_NDC", "BOOKING_COM", "CARTRAWLER", "PREMIER_INN",
		"TRAVELODGE", "ENTERPRISE", "HYATT", "EUROSTAR", "NATIONAL", "ALAMO", "AVIS", "BUDGET", "HERTZ", "DOLLAR", //nolint:misspell // a hotel chain
		"THRIFTY", "FIREFLY",
	}}
	// tripType are the groups in which the booking tool shows trips.
	tripType = &field.Enum{Name: "TripType", Values: []string{
		"UPCOMING", "PAST_OR_COMPLETED", "CANCELLED", "DISRUPTED", "DRAFT",
	}}
	// tripUsageType are the occasions of trips.
	tripUsageType = &field.Enum{Name: "TripUsageType", Values: []string{
		"STANDARD", "EVENT",
	}}
	// userFacingStatus are the states of a booking as users see them.
	userFacingStatus = &field.Enum{Name: "UserFacingStatus", Values: []string{
		"UNKNOWN_STATUS", "PENDING_STATUS", "CONFIRMED_STATUS", "ACTIVE_STATUS", "COMPLETED_STATUS", "CANCELLED_STATUS",
		"REFUNDED_STATUS", "VOIDED_STATUS", "PROCESSING_STATUS", "UNCONFIRMED_STATUS", "AIRLINE_CONTROL_STATUS",
		"PAYMENT_DECLINED_STATUS", "SCHEDULE_CHANGE_STATUS", "HOLD_STATUS", "APPROVAL_REQUESTED_STATUS",
		"APPROVAL_DENIED_STATUS", "CANCELLATION_IN_PROGRESS_STATUS", "INOPERATIVE_STATUS", "FLIGHT_UNCONFIRMED_STATUS",
	}}
)
