package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// The enums that only policies use, with the names that the vendor gives them (those without one: ours).
var (
	// addon are what can be bought in addition to a flight.
	addon = &field.Enum{Name: "Addon", Values: []string{
		"SEAT", "BAGGAGE", "WIFI", "CARBON_OFFSET", "EARLY_BIRD", "ALL", "NONE",
	}}
	// airportConnectionChange are the answers to whether a connection may change the airport.
	airportConnectionChange = &field.Enum{Name: "AirportConnectionChange", Values: []string{
		"NOT_ALLOWED",
	}}
	// approvalProcessType are what can happen to a booking before it is made.
	approvalProcessType = &field.Enum{Name: "ApprovalProcessType", Values: []string{
		"NONE", "SOFT_APPROVAL", "HARD_APPROVAL", "PASSIVE_APPROVAL", "PREVENT_BOOKING", "PRE_APPROVAL",
	}}
	// approvalTravelType are the segments of travel that have approvals.
	approvalTravelType = &field.Enum{Name: "ApprovalTravelType", Values: []string{
		"AIR", "HOTEL", "RAIL", "CAR", "LIMO",
	}}
	// cabin are the cabins of an aircraft.
	cabin = &field.Enum{Name: "Cabin", Values: []string{
		"UNKNOWN_CABIN", "ECONOMY", "PREMIUM_ECONOMY", "BUSINESS", "FIRST",
	}}
	// carrierFilterType are the uses of a list of airlines.
	carrierFilterType = &field.Enum{Name: "CarrierFilterType", Values: []string{
		"PREFERRED", "EXCLUDE",
	}}
	// carType are the classes of rental cars.
	carType = &field.Enum{Name: "CarType", Values: []string{
		"OTHER", "MINI", "ECONOMY", "COMPACT", "MID_SIZE", "STANDARD", "FULL_SIZE", "PREMIUM", "LUXURY", "CONVERTIBLE",
		"MINIVAN", "SUV", "VAN", "PICKUP", "SPORTS", "SPECIAL", "RECREATIONAL_VEHICLE", "WAGON",
	}}
	// continentRestrictionType are the ways to restrict travel by continent.
	continentRestrictionType = &field.Enum{Name: "ContinentRestrictionType", Values: []string{
		"BLOCK_TRAVEL_TO_CONTINENT", "ALLOW_WITHIN_CONTINENT",
	}}
	// countryRestrictionType are the ways to restrict travel by country.
	countryRestrictionType = &field.Enum{Name: "CountryRestrictionType", Values: []string{
		"BLOCK_TRAVEL_TO_COUNTRY", "ALLOW_WITHIN_COUNTRY",
	}}
	// engineType are the engines of rental cars.
	engineType = &field.Enum{Name: "EngineType", Values: []string{
		"UNKNOWN_ENGINE", "PETROL", "DIESEL", "ELECTRIC", "CNG", "HYBRID", "HYDROGEN", "MULTI_FUEL", "ETHANOL",
	}}
	// flightChangeability are the conditions for changing a flight ticket.
	flightChangeability = &field.Enum{Name: "FlightChangeability", Values: []string{
		"NONE", "CHANGEABLE", "CHANGEABLE_WITH_PENALTY", "DONT_ALLOW",
	}}
	// flightPriceReference are the fares with which the price of a flight is compared.
	flightPriceReference = &field.Enum{Name: "FlightPriceReference", Values: []string{
		"MINIMUM", "MEDIAN", "LOWEST_LOGICAL_FARE",
	}}
	// flightPriceSign are the sides of a fare on which a limit can lie.
	flightPriceSign = &field.Enum{Name: "FlightPriceSign", Values: []string{
		"MORE", "LESS",
	}}
	// hotelPolicyRuleType are the rules from which tiers of hotels can be exempted.
	hotelPolicyRuleType = &field.Enum{Name: "HotelPolicyRuleType", Values: []string{
		"HOTEL_RESTRICTED_KEYWORDS", "HOTEL_PROPERTY_TYPE", "HOTEL_ADVANCE_BOOKING_WINDOW", "HOTEL_RATING",
		"MAX_HOTEL_PRICE_BY_LOCATION", "MAX_HOTEL_BOOKING_PRICE",
	}}
	// hotelPriceReference are the sides of the median rate on which a limit can lie.
	hotelPriceReference = &field.Enum{Name: "HotelPriceReference", Values: []string{
		"MORE_THAN_MEDIAN", "LESS_THAN_MEDIAN",
	}}
	// hotelPropertyType are the kinds of accommodation.
	hotelPropertyType = &field.Enum{Name: "HotelPropertyEnum", Values: []string{
		"ALL_SUITE", "ALL_INCLUSIVE_RESORT", "APARTMENT", "BED_AND_BREAKFAST", "CABIN_OR_BUNGALOW", "CAMPGROUND", "CHALET",
		"CONDOMINIUM", "CONFERENCE_CENTER", "CORPORATE_BUSINESS_TRANSIENT", "CRUISE", "EXTENDED_STAY", "GUEST_FARM",
		"GUEST_HOUSE_LIMITED_SERVICE", "HEALTH_SPA", "HOLIDAY_RESORT", "HOSTEL", "HOTEL", "INN", "LODGE", "MONASTERY", "MOTEL",
		"RANCH", "RESIDENTIAL_APARTMENT", "RESORT", "TENT", "VACATION_HOME", "VILLA", "WILDLIFE_RESERVE", "CASTLE", "GOLF",
		"PENSION", "SKI", "SPA", "BOATEL", "HISTORICAL", "RECREATIONAL_VEHICLE_PARK", "CHARM_HOTEL", "OTHER",
	}}
	// hotelRateCondition are the conditions of a hotel rate.
	hotelRateCondition = &field.Enum{Name: "HotelRateCondition", Values: []string{
		"NON_REFUNDABLE", "PREPAID", "REQUIRES_DEPOSIT", "PAY_AT_PROPERTY",
	}}
	// hotelRateType are the kinds of hotel rate.
	hotelRateType = &field.Enum{Name: "HotelRateType", Values: []string{
		"PUBLISHED", "CORPORATE", "SPOTNANA", "REGULAR", "AAA", "AARP", "SENIOR_CITIZEN", "GOVERNMENT", "MILITARY",
		"MEMBERSHIP", "BEST_AVAILABLE_RATE", "TMC",
	}}
	// lengthUnit are the units of length.
	lengthUnit = &field.Enum{Name: "LengthUnit", Values: []string{
		"UNKNOWN_UNIT", "KM", "MILE", "CENTIMETER", "METER",
	}}
	// limoType are the classes of cars with a driver.
	limoType = &field.Enum{Name: "LimoType", Values: []string{
		"STANDARD_CAR", "EXECUTIVE_CAR", "BUSINESS_VAN", "FIRST_CLASS", "SUV", "SEDAN", "EXECUTIVE_SEDAN", "LUXURY_SEDAN",
		"EXECUTIVE_VAN", "BUSINESS_SEDAN",
	}}
	// maxNumberOfStops are the limits on stops of a flight.
	maxNumberOfStops = &field.Enum{Name: "MaxNumberOfStops", Values: []string{
		"ANY", "ONE_OR_LESS", "TWO_OR_LESS", "FEWEST",
	}}
	// paymentSourceAccessType are the owners of a means of payment.
	paymentSourceAccessType = &field.Enum{Name: "PaymentSourceAccessType", Values: []string{
		"CENTRALISED", "PERSONAL",
	}}
	// persona are the relations of a traveler to the company.
	persona = &field.Enum{Name: "Persona", Values: []string{
		"UNKNOWN_PERSONA", "EMPLOYEE", "GUEST", "PERSONAL", "RELATIVE", "ADHOC",
	}}
	// policyCategory are the kinds of traveler for whom policies are made.
	policyCategory = &field.Enum{Name: "PolicyCategory", Values: []string{
		"EMPLOYEE", "GUEST",
	}}
	// policyType are the ranks of policies.
	policyType = &field.Enum{Name: "PolicyType", Values: []string{
		"DEFAULT", "GROUP", "INTERNAL",
	}}
	// preferenceTierLevel are the tiers of preferred hotels.
	preferenceTierLevel = &field.Enum{Name: "PreferenceTierLevel", Values: []string{
		"TIER_1", "TIER_2", "TIER_3", "TIER_4", "TIER_5", "TIER_6",
	}}
	// prepaidQualifier are the ways to treat prepaid rates.
	prepaidQualifier = &field.Enum{Name: "PrepaidQualifier", Values: []string{
		"INCLUDE_PREPAID", "EXCLUDE_PREPAID", "PREPAID_ONLY",
	}}
	// questionFormat are the forms in which a question is answered.
	questionFormat = &field.Enum{Name: "QuestionFormat", Values: []string{
		"INPUT_BOX", "RADIO_BUTTON", "CHECKBOX", "CHECKBOX_WITH_PERCENTAGE",
	}}
	// railRefundability are the conditions for giving back a rail ticket.
	railRefundability = &field.Enum{Name: "RailRefundability", Values: []string{
		"REFUNDABLE_WITHOUT_FEES", "REFUNDABLE_WITH_OR_WITHOUT_FEES", "NON_REFUNDABLE",
	}}
	// railTravelClass are the classes of a train.
	railTravelClass = &field.Enum{Name: "RailTravelClass", Values: []string{
		"FIRST", "STANDARD", "BUSINESS", "SLEEPER", "STANDARD_PREMIUM", "BUSINESS_PREMIUM", "COACH", "ROOM", "EXECUTIVE",
	}}
	// refundability are the conditions for giving back a flight ticket or cancelling a hotel.
	refundability = &field.Enum{Name: "Refundability", Values: []string{
		"NONE", "REFUNDABLE", "REFUNDABLE_WITH_PENALTY", "DONT_ALLOW",
	}}
	// statisticalMethod are the ways to average rates.
	statisticalMethod = &field.Enum{Name: "StatisticalMethod", Values: []string{
		"MEDIAN", "MEAN",
	}}
	// travelRegionType says whether a trip crosses a border.
	travelRegionType = &field.Enum{Name: "TravelRegionType", Values: []string{
		"DOMESTIC", "INTERNATIONAL",
	}}
	// workerType are the kinds of employment.
	workerType = &field.Enum{Name: "WorkerType", Values: []string{
		"EMPLOYEE", "CONTINGENT", "SEASONAL", "INTERN", "GUEST",
	}}
)
