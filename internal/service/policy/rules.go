package policy

import (
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// universalRules are the rules by type. Each has an action and can be linked; all but two have properties of their own.
func universalRules() []*field.Node {
	return []*field.Node{
		rule("BASIC_ECONOMY_FARES_DOMESTIC", "", "Basic economy fares on domestic flights: the cheapest tickets, which usually allow no changes and no choice of seat."),
		rule("BASIC_ECONOMY_FARES_INTERNATIONAL", "", "Basic economy fares on international flights: the cheapest tickets, which usually allow no changes and no choice of seat."),
		rule("CABIN_CLASS_NOT_ALLOWED_DOMESTIC", "cabinClassNotAllowedDomesticProps", "Cabins that are outside the policy on domestic flights.",
			requiredList("cabins", "cabins", &field.Node{Enum: cabin}, "Cabins that may not be booked.")),
		rule("CABIN_CLASS_NOT_ALLOWED_INTERNATIONAL", "cabinClassNotAllowedInternationalProps", "Cabins that are outside the policy on international flights.",
			requiredList("cabins", "cabins", &field.Node{Enum: cabin}, "Cabins that may not be booked.")),
		rule("FLIGHT_ADVANCE_BOOKING_WINDOW_DOMESTIC", "flightAdvanceBookingWindowDomesticProps", "How early a domestic flight has to be booked to be within the policy.",
			daysInAdvance("Number of days before departure.")),
		rule("FLIGHT_ADVANCE_BOOKING_WINDOW_INTERNATIONAL", "flightAdvanceBookingWindowInternationalProps", "How early an international flight has to be booked to be within the policy.",
			daysInAdvance("Number of days before departure.")),
		rule("ALLOWED_AIR_ADDONS", "allowedAirAddonsProps", "What travelers may book in addition to a flight, and with whose means of payment.",
			requiredList("addons", "addons", &field.Node{Enum: addon}, "Additions within the policy."),
			&field.Node{Name: "payment_source_access_types", JSON: "paymentSourceAccessTypes", Kind: field.List, Elem: &field.Node{Enum: paymentSourceAccessType},
				Default: []string{"CENTRALISED"}, Doc: "Means of payment for the additions: the company's central ones or the traveler's own."}),
		rule("AIR_RESTRICTED_FARES", "airRestrictedFaresProps", "Fares that are outside the policy, by their names.",
			&field.Node{Name: "restricted_keywords", JSON: "restrictedKeywords", Kind: field.List, Mode: field.Required, Key: []string{"keyword", "airlineCode"},
				Doc: "Words in the names of such fares.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "keyword", JSON: "keyword", Mode: field.Required, Doc: "Word in the name of the fare."},
					{Name: "airline_code", JSON: "airlineCode", Format: field.Airline, Doc: "Two-character IATA code of the airline whose fares are meant. Left out, those of all airlines are."},
				}}}),

		rule("HOTEL_RATE_CONDITIONS_NOT_ALLOWED", "hotelRateConditionsNotAllowedProps", "Hotel rates that are outside the policy, by how they are paid and cancelled.",
			requiredList("types", "types", &field.Node{Enum: hotelRateCondition}, "Conditions that a rate may not have."),
			refundGrace("Exception for bookings shortly before check-in, when other rates have become rare.")),
		rule("HOTEL_RESTRICTED_KEYWORDS", "hotelRestrictedKeywordsProps", "Hotels that are outside the policy, by words in their name or description.",
			&field.Node{Name: "hotel_restricted_keywords_list", JSON: "hotelRestrictedKeywordsList", Kind: field.List, Key: []string{"keyword"},
				Doc: "Words in the name or description of such hotels.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "keyword", JSON: "keyword", Mode: field.Required, Doc: "Word in the name or description."},
					{Name: "reason", JSON: "reason", Mode: field.Required, Doc: "Why hotels with this word are outside the policy."},
				}}},
			&field.Node{Name: "exempt_major_chains", JSON: "exemptMajorChains", Kind: field.Bool,
				Doc: "Whether hotels of the major chains (Accor, Hilton, Hyatt, IHG, Marriott) are within the policy whatever they are called."}),
		rule("HOTEL_PROPERTY_TYPE", "hotelPropertyTypeProps", "Kinds of accommodation that are outside the policy.",
			requiredList("restricted_property_types", "restrictedPropertyTypes", &field.Node{Enum: hotelPropertyType}, "Kinds that may not be booked."),
			approval(field.Optional, "What becomes of a booking that breaks this rule.")),
		rule("MAX_HOTEL_BOOKING_PRICE", "maxHotelBookingPriceProps",
			"Highest price of a hotel, relative to the usual rate for a night around it: see `hotel_policy_rules.hotel_median_rate_nightly`.",
			&field.Node{Name: "type", JSON: "type", Enum: hotelPriceReference, Mode: field.Required, Doc: "Whether the limit lies above or below the usual rate."},
			difference("Distance of the limit from the usual rate."),
			taxIncluded(true)),
		rule("LOWEST_FARE_PER_HOTEL_PROPERTY", "lowestFarePerHotelPropertyProps", "Whether a hotel's rooms may only be booked at its lowest rate.", onlyLowestFare),
		hotelLprFilter(),

		rule("CAR_TYPES_NOT_ALLOWED", "carTypesNotAllowedProps", "Classes of rental cars that are outside the policy.",
			requiredList("car_types", "carTypes", &field.Node{Enum: carType}, "Classes that may not be booked.")),
		rule("CAR_ENGINE_TYPES_NOT_ALLOWED", "carEngineTypesNotAllowedProps", "Rental cars that are outside the policy by their engine.",
			requiredList("car_engine_types", "carEngineTypes", &field.Node{Enum: engineType}, "Engines that may not be booked.")),
		rule("LIMO_TYPES_NOT_ALLOWED", "limoTypesNotAllowedProps", "Classes of cars with a driver that are outside the policy.",
			requiredList("limo_types", "limoTypes", &field.Node{Enum: limoType}, "Classes that may not be booked.")),
		rule("RESTRICT_AIRPORT_TRANSFERS", "restrictAirportTransfersProps", "Transfers to and from airports.",
			&field.Node{Name: "is_restricted", JSON: "isRestricted", Kind: field.Bool, Mode: field.Required, Doc: "Whether airport transfers are outside the policy."}),

		rule("RAIL_ADVANCE_BOOKING_WINDOW", "railAdvanceBookingWindowProps", "How early a train has to be booked to be within the policy.",
			daysInAdvance("Number of days before departure.")),
		rule("MAX_RAIL_BOOKING_PRICE_BY_DURATION", "maxRailBookingPriceByDurationProps", "Highest price of a train journey, by its duration.",
			&field.Node{Name: "max_price_per_duration_list", JSON: "maxPricePerDurationList", Kind: field.List, Mode: field.Required,
				Doc:  "Highest prices, one element for each range of durations. The ranges should not overlap.",
				Elem: &field.Node{Kind: field.Object, Attrs: maxPricePerDuration("train journey")}},
			taxIncluded(false)),
		rule("HIGHEST_RAIL_TRAVEL_CLASS_BY_DURATION", "highestRailTravelClassByDurationProps", "Highest class on trains, by the duration of the journey.",
			&field.Node{Name: "highest_travel_class_for_duration_list", JSON: "highestTravelClassForDurationList", Kind: field.List, Mode: field.Required,
				Doc: "Highest classes, one element for each range of durations. The ranges should not overlap.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "travel_class", JSON: "travelClass", Enum: railTravelClass, Mode: field.Required, Doc: "Highest class within the policy for journeys of this duration."},
					durationRange("Duration of the train journey in minutes."),
				}}}),
		rule("RAIL_TICKETS_REFUNDABLE", "railTicketsRefundableProps", "Which refund conditions a train ticket must have.",
			&field.Node{Name: "type", JSON: "type", Enum: railRefundability, Mode: field.Required, Doc: "Demand on the ticket: refundable without fees, refundable with or without fees, or not refundable."}),
	}
}

// rule is the element of one type. The wrappers around action and value exist only in the API. A rule has one kind of
// properties, so nothing is chosen below universalProps.
func rule(ruleType, propsJSON, doc string, attrs ...*field.Node) *field.Node {
	value := []*field.Node{link}
	if len(attrs) > 0 {
		value = append(value, &field.Node{JSON: "universalProps", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
			{JSON: propsJSON, Kind: field.Inline, Attrs: attrs},
		}})
	}
	return &field.Node{Name: strings.ToLower(ruleType), JSON: ruleType, Kind: field.Object, Doc: doc, Attrs: []*field.Node{
		{JSON: "policyValue", Kind: field.Inline, Attrs: value},
		{JSON: "action", Kind: field.Inline, Attrs: []*field.Node{preventBooking}},
	}}
}

var preventBooking = &field.Node{Name: "prevent_booking", JSON: "preventBooking", Kind: field.Object,
	Doc: "Whether a booking that breaks the rule can be made. It may stand alone, beside `is_linked` or beside the properties of the rule.",
	Attrs: []*field.Node{
		{Name: "prevent", JSON: "prevent", Kind: field.Bool, Default: false, Doc: "Whether the booking is prevented."},
		{Name: "reason", JSON: "reason", Doc: "Why it is prevented, in words for the traveler."},
	}}

// hotelLprFilter has a choice of its own beside a switch.
func hotelLprFilter() *field.Node {
	return rule("HOTEL_LPR_FILTER", "hotelLprFilterProps",
		"Limit at the lowest rate of a hotel (LPR, lowest property rate). Beside `is_enabled`, set at most one of `lpr_filter_config` and `lpr_amount`.",
		&field.Node{Name: "is_enabled", JSON: "isEnabled", Kind: field.Bool, Mode: field.Required, Doc: "Whether only the lowest rate of a hotel is within the policy."},
		&field.Node{Name: "lpr_filter_config", JSON: "lprFilterConfig", Kind: field.Object, Choice: true, Doc: "Rates that are left out when the lowest one is looked for.",
			Attrs: []*field.Node{
				{Name: "rate_conditions", JSON: "rateConditions", Kind: field.List, Elem: &field.Node{Enum: hotelRateCondition}, Doc: "Conditions of rates that are left out."},
				{Name: "restricted_keywords", JSON: "restrictedKeywords", Kind: field.List, Key: []string{"keyword"}, Doc: "Words of rates that are left out.",
					Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
						{Name: "keyword", JSON: "keyword", Mode: field.Required, Doc: "Word of the rate."},
						{Name: "reason", JSON: "reason", Doc: "Why rates with this word are left out."},
					}}},
				{Name: "excluded_rate_types", JSON: "excludedRateTypes", Kind: field.List, Elem: &field.Node{Enum: hotelRateType}, Doc: "Kinds of rates that are left out."},
			}},
		branch(field.SimpleMoney("lpr_amount", "lprAmount", field.Optional, "Amount of money in place of a rate that is looked for.")))
}
