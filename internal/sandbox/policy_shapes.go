package sandbox

import "slices"

const (
	defaultPolicyType = "DEFAULT"
	employees         = "EMPLOYEE"
)

// policyCreationShape is the body that creates a policy; policyShape is what is read and sent back as an update.
var (
	policyCreationShape = fields(policySettings)
	policyShape         = fields(
		required(aUUID, "id"),
		policySettings,
		owned(byServer, anInt32, "version"),
		owned(byServer, fields(required(anInstant, "iso8601")), "updatedAt"),
		owned(byServer, aBoolean, "isMembershipViaHrFeed"),
		owned(byServer, fields(optional(anInt32, "totalMemberCount")), "hrFeedPolicyDetails"),
	)
)

var policySettings = slices.Concat(
	required(aString, "name"),
	required(enum(defaultPolicyType, "GROUP", "INTERNAL"), "type"),
	optional(aUUID, "parentPolicyId"),
	required(oneOf(slices.Concat(optional(aCode, "currencyCode"), optional(aBoolean, isLinked))), "currency"),
	preset(employees, policyCategory, "category"),
	optional(approvalInfo, "inPolicyApprovalInfo", "outOfPolicyApprovalInfo"),
	optional(list(approvalInfo), "inPolicyApprovalInfos", "outOfPolicyApprovalInfos", "outOfPolicyAgentApprovalInfos"),
	optional(aBoolean, "enableAgentActionOverride", "isRestrictive"),
	required(list(userGroup), "userGroups"),
	optional(commonRules, "commonPolicyRules"),
	optional(carRules, "carPolicyRules"),
	optional(hotelRules, "hotelPolicyRules"),
	optional(airRules, "airPolicyRules"),
	optional(list(universalRule), "rules"),
	optional(reasonCodes, "airOopReasonCodes", "hotelOopReasonCodes", "carOopReasonCodes", "railOopReasonCodes"),
)

// orLinked is a choice between taking a value over from the parent policy and properties of the policy's own.
func orLinked(name string, props *shape, beside ...[]property) *shape {
	return oneOf(slices.Concat(optional(aBoolean, isLinked), optional(props, name)), beside...)
}

var (
	policyCategory  = enum(employees, "GUEST")
	approvalProcess = enum("NONE", "SOFT_APPROVAL", "HARD_APPROVAL", "PASSIVE_APPROVAL", "PREVENT_BOOKING", "PRE_APPROVAL")
	cabin           = enum("UNKNOWN_CABIN", "ECONOMY", "PREMIUM_ECONOMY", "BUSINESS", "FIRST")
	carType         = enum("OTHER", "MINI", "ECONOMY", "COMPACT", "MID_SIZE", "STANDARD", "FULL_SIZE", "PREMIUM", "LUXURY",
		"CONVERTIBLE", "MINIVAN", "SUV", "VAN", "PICKUP", "SPORTS", "SPECIAL", "RECREATIONAL_VEHICLE", "WAGON")
	rateCondition = enum("NON_REFUNDABLE", "PREPAID", "REQUIRES_DEPOSIT", "PAY_AT_PROPERTY")
	tiers         = list(enum("TIER_1", "TIER_2", "TIER_3", "TIER_4", "TIER_5", "TIER_6"))

	wholeRange   = fields(optional(anInt32, "min", "max"))
	decimalRange = fields(optional(aNumber, "min", "max"))
	simpleMoney  = fields(required(aNumber, "amount"), required(aCode, "currencyCode"))
	// difference is an amount or a share of the price that it is compared with.
	difference = oneOf(slices.Concat(optional(simpleMoney, "money"), optional(aNumber, "percentage")))
	daysAhead  = fields(required(anInt32, "numDaysInAdvance"))
	// priceByDuration is the rule of both flights and trains.
	priceByDuration = fields(
		required(list(fields(required(simpleMoney, "maxPrice"), required(wholeRange, "durationRange"))), "maxPricePerDurationList"),
		preset(false, aBoolean, "isTaxIncluded"),
	)
	// gracePeriod lets hotel rates pass close to check-in.
	gracePeriod = fields(optional(aBoolean, "enableGracePeriodLogic"), optional(anInt32, "allowedBookingWindowHours"))
)

var approvalInfo = fields(
	required(approvalProcess, "approvalProcessType"),
	optional(list(reference), "designatedApprovers", "defaultApprovers"),
	optional(aBoolean, "isManagerApprover"),
	preset(false, aBoolean, "isEmployeeLevelDesignatedApprover", "shouldNotifyManager"),
	optional(list(enum("AIR", "HOTEL", "RAIL", "CAR", "LIMO")), "travelTypes"),
	optional(list(fields(optional(list(fields(
		optional(fields(optional(enum("DOMESTIC", "INTERNATIONAL"), "travelRegionType")), "travelRegionRule"),
	)), "rules"))), "approvalConditions"),
)

var userGroup = fields(
	optional(list(reference), "userIds", "legalEntityIds", "officeIds"),
	optional(list(aString), "departments", "costCenters", "grades", "positionTitles", "accountingCodes"),
	optional(list(enum("UNKNOWN_PERSONA", "EMPLOYEE", "GUEST", "PERSONAL", "RELATIVE", "ADHOC")), "personas"),
	optional(list(fields(
		requiredPreset("QUESTION", enum("QUESTION", "MEETING", "BUDGET", "BREX_TOKEN"), "type"),
		required(aString, "externalId"),
	)), "customFieldIds"),
	optional(list(aCode), "countryCodes"),
	optional(list(enum("EMPLOYEE", "CONTINGENT", "SEASONAL", "INTERN", "GUEST")), "workerTypes"),
)

var commonRules = fields(
	optional(orLinked("continentProps", fields(required(list(fields(
		required(enum("BLOCK_TRAVEL_TO_CONTINENT", "ALLOW_WITHIN_CONTINENT"), "type"),
		required(aString, "continentCode"),
	)), "restrictions"))), "restrictedContinents"),
	optional(orLinked("countryProps", fields(required(list(fields(
		required(enum("BLOCK_TRAVEL_TO_COUNTRY", "ALLOW_WITHIN_COUNTRY"), "type"),
		required(aCode, "countryCode"),
	)), "restrictions"))), "restrictedCountries"),
)

var carRules = fields(
	optional(orLinked("maxCarPricePerNumberOfDaysProps", fields(
		required(simpleMoney, "maxPrice"),
		preset(false, aBoolean, "isTaxIncluded"),
	)), "maxCarPricePerNumberOfDays"),
	optional(orLinked("allowedCarTypesProps", fields(required(list(carType), "carTypes"))), "allowedCarTypes"),
)

var hotelRules = fields(
	optional(orLinked("hotelCodesProps", fields(required(list(aString), "hotelCodes"))), "restrictedHotels"),
	optional(orLinked("maxHotelPriceByLocationProps", fields(
		optional(simpleMoney, "maxDefaultPrice"),
		preset(false, aBoolean, "isTaxIncluded"),
		required(list(fields(
			required(simpleMoney, "maxPrice"),
			required(postalAddress, "address"),
			optional(aBoolean, "isTaxIncluded"),
		)), "maxPricePerLocationList"),
	)), "maxHotelPriceByLocation"),
	optional(orLinked("hotelAdvanceBookingWindowProps", daysAhead), "hotelAdvanceBookingWindow"),
	optional(orLinked("hotelCancellationProps", fields(
		required(enum("NONE", "REFUNDABLE", "REFUNDABLE_WITH_PENALTY", "DONT_ALLOW"), "type"),
		optional(gracePeriod, "conditionalRefundability"),
	)), "hotelCancellation"),
	optional(orLinked("hotelChainCodesProps", fields(required(list(aString), "hotelChainCodes"))), "hotelChainCodes"),
	optional(orLinked("hotelStarRatingProps", fields(
		required(decimalRange, "ratingRange"),
		optional(decimalRange, "majorChainRatingRange"),
		optional(aBoolean, "enableMajorChainExemptions"),
		optional(list(fields(
			required(decimalRange, "ratingRange"),
			required(postalAddress, "address"),
			optional(decimalRange, "majorChainRatingRange"),
			optional(aBoolean, "enableMajorChainExemption"),
		)), "ratingRangeByLocation"),
	), optional(approvalProcess, "approvalProcessType")), "hotelStarRating"),
	optional(orLinked("hotelMedianRateProps", fields(
		required(fields(
			required(aNumber, "length"),
			required(enum("UNKNOWN_UNIT", "KM", "MILE", "CENTIMETER", "METER"), "unit"),
		), "searchRadius"),
		required(decimalRange, "ratingRange"),
		preset(false, aBoolean, "hideRateStatistics", "refundableOnly"),
		optional(enum("INCLUDE_PREPAID", "EXCLUDE_PREPAID", "PREPAID_ONLY"), "prepaidQualifier"),
		preset("MEDIAN", enum("MEDIAN", "MEAN"), "statisticalMethod"),
	)), "hotelMedianRateNightly"),
	optional(orLinked("hotelCentralTierExemptionProps", oneOf(slices.Concat(
		optional(aBoolean, "allRulesAllTiers"),
		optional(fields(
			optional(tiers, "defaultExemptedTiers"),
			optional(list(oneOf(
				slices.Concat(optional(aBoolean, "allTiers"), optional(fields(optional(tiers, "tiers")), "exemptedTiers")),
				required(enum("HOTEL_RESTRICTED_KEYWORDS", "HOTEL_PROPERTY_TYPE", "HOTEL_ADVANCE_BOOKING_WINDOW", "HOTEL_RATING",
					"MAX_HOTEL_PRICE_BY_LOCATION", "MAX_HOTEL_BOOKING_PRICE"), "ruleType"),
			)), "ruleTierExemptions"),
		), "ruleTierExemptionConfig"),
	))), "hotelCentralTierExemption"),
)

var airRules = fields(
	optional(orLinked("restrictedAirlinesProps", fields(required(list(aString), "airlineCodes"))), "restrictedAirlines"),
	optional(orLinked("restrictedAirCraftsProps", fields(required(list(aString), "airCraftCodes"))), "restrictedAirCrafts"),
	optional(orLinked("maxFlightBookingPriceByDurationProps", priceByDuration), "maxFlightBookingPriceByDuration"),
	optional(orLinked("flightCabinUpgradeProps", fields(required(aBoolean, "isAllowed"))), "flightCabinUpgrade"),
	optional(orLinked("flightAdvanceBookingWindowProps", daysAhead), "flightAdvanceBookingWindow"),
	optional(orLinked("flightTicketsRefundableProps", fields(
		required(enum("NONE", "REFUNDABLE", "REFUNDABLE_WITH_PENALTY", "DONT_ALLOW"), "type"),
	)), "flightTicketsRefundable"),
	optional(orLinked("flightTicketsChangeableProps", fields(
		required(enum("NONE", "CHANGEABLE", "CHANGEABLE_WITH_PENALTY", "DONT_ALLOW"), "type"),
	)), "flightTicketsChangeable"),
	optional(orLinked("highestFlightCabinByDurationProps", fields(
		required(list(fields(required(cabin, "cabin"), required(wholeRange, "durationRange"))), "highestCabinForDurationList"),
	)), "highestFlightCabinByDurationDomestic", "highestFlightCabinByDurationInternational"),
	optional(orLinked("highestFlightCabinOvernightProps", fields(
		required(cabin, "cabin"),
		optional(fields(
			required(fields(required(aTime, "iso8601")), "nightTimeStart", "nightTimeEnd"),
			required(aNatural, "nightTimeOverlapMinutes"),
			requiredPreset(false, aBoolean, "includeLayover"),
		), "overnightTimeParams"),
	)), "highestFlightCabinOvernight"),
	optional(orLinked("differenceBetweenFlightFareAndMedianFareProps", fields(required(anInt32, "percentage"))),
		"differenceBetweenFlightFareAndMedianFare"),
	optional(orLinked("co2EmissionPerPassengerPerKmProps", fields(required(aNumber, "emission"))), "co2EmissionPerPassengerPerKm"),
	optional(orLinked("maxFlightBookingPriceProps", fields(
		required(enum("MINIMUM", "MEDIAN", "LOWEST_LOGICAL_FARE"), "type"),
		required(enum("MORE", "LESS"), "sign"),
		required(difference, "difference"),
		preset(true, aBoolean, "isTaxIncluded"),
	)), "maxFlightBookingPriceInternational", "maxFlightBookingPriceDomestic"),
	optional(orLinked("props", fields(
		optional(anInt32, "flightTimeWindowInHoursDomestic", "flightTimeWindowInHoursInternational",
			"maxLayoverDurationInHoursDomestic", "maxLayoverDurationInHoursInternational",
			"maxLayoverDurationMinutesDomestic", "maxLayoverDurationMinutesInternational",
			"flightTimeWindowMinutesDomestic", "flightTimeWindowMinutesInternational"),
		optional(enum("ANY", "ONE_OR_LESS", "TWO_OR_LESS", "FEWEST"), "maxNumberOfStops"),
		optional(enum("NOT_ALLOWED"), "airportConnectionChanges"),
		optional(fields(
			optional(enum("PREFERRED", "EXCLUDE"), "type"),
			optional(list(aString), "airlines"),
		), "carrier"),
	)), "lowestLogicalFare"),
)

var reasonCodes = orLinked("props", fields(optional(list(fields(
	optional(aString, "entityId", "displayInfo"),
	optional(enum("INPUT_BOX", "RADIO_BUTTON", "CHECKBOX", "CHECKBOX_WITH_PERCENTAGE"), "questionFormat"),
	optional(list(fields(required(aString, "displayCode"), optional(aString, "displayValue"))), "options"),
	preset(false, aBoolean, "isRequired", "isDisabled"),
)), "reasonCodes")))

// ruleProps are the rule types, each with its property of universalProps; two have an action only.
var ruleProps = []struct {
	ruleType, name string
	props          *shape
}{
	{"BASIC_ECONOMY_FARES_DOMESTIC", "", nil},
	{"BASIC_ECONOMY_FARES_INTERNATIONAL", "", nil},
	{"CABIN_CLASS_NOT_ALLOWED_DOMESTIC", "cabinClassNotAllowedDomesticProps", fields(required(list(cabin), "cabins"))},
	{"CABIN_CLASS_NOT_ALLOWED_INTERNATIONAL", "cabinClassNotAllowedInternationalProps", fields(required(list(cabin), "cabins"))},
	{"HOTEL_RATE_CONDITIONS_NOT_ALLOWED", "hotelRateConditionsNotAllowedProps", fields(
		required(list(rateCondition), "types"),
		optional(gracePeriod, "conditionalRefundability"),
	)},
	{"CAR_TYPES_NOT_ALLOWED", "carTypesNotAllowedProps", fields(required(list(carType), "carTypes"))},
	{"RAIL_ADVANCE_BOOKING_WINDOW", "railAdvanceBookingWindowProps", daysAhead},
	{"MAX_RAIL_BOOKING_PRICE_BY_DURATION", "maxRailBookingPriceByDurationProps", priceByDuration},
	{"HIGHEST_RAIL_TRAVEL_CLASS_BY_DURATION", "highestRailTravelClassByDurationProps", fields(required(list(fields(
		required(enum("FIRST", "STANDARD", "BUSINESS", "SLEEPER", "STANDARD_PREMIUM", "BUSINESS_PREMIUM", "COACH", "ROOM",
			"EXECUTIVE"), "travelClass"),
		required(wholeRange, "durationRange"),
	)), "highestTravelClassForDurationList"))},
	{"RAIL_TICKETS_REFUNDABLE", "railTicketsRefundableProps", fields(
		required(enum("REFUNDABLE_WITHOUT_FEES", "REFUNDABLE_WITH_OR_WITHOUT_FEES", "NON_REFUNDABLE"), "type"),
	)},
	{"HOTEL_RESTRICTED_KEYWORDS", "hotelRestrictedKeywordsProps", fields(
		optional(list(fields(required(aString, "keyword", "reason"))), "hotelRestrictedKeywordsList"),
		optional(aBoolean, "exemptMajorChains"),
	)},
	{"FLIGHT_ADVANCE_BOOKING_WINDOW_DOMESTIC", "flightAdvanceBookingWindowDomesticProps", daysAhead},
	{"FLIGHT_ADVANCE_BOOKING_WINDOW_INTERNATIONAL", "flightAdvanceBookingWindowInternationalProps", daysAhead},
	{"ALLOWED_AIR_ADDONS", "allowedAirAddonsProps", fields(
		required(list(enum("SEAT", "BAGGAGE", "WIFI", "CARBON_OFFSET", "EARLY_BIRD", "ALL", "NONE")), "addons"),
		preset([]any{"CENTRALISED"}, list(enum("CENTRALISED", "PERSONAL")), "paymentSourceAccessTypes"),
	)},
	{"MAX_HOTEL_BOOKING_PRICE", "maxHotelBookingPriceProps", fields(
		required(difference, "difference"),
		preset(true, aBoolean, "isTaxIncluded"),
		required(enum("MORE_THAN_MEDIAN", "LESS_THAN_MEDIAN"), "type"),
	)},
	{"CAR_ENGINE_TYPES_NOT_ALLOWED", "carEngineTypesNotAllowedProps", fields(required(list(enum("UNKNOWN_ENGINE", "PETROL",
		"DIESEL", "ELECTRIC", "CNG", "HYBRID", "HYDROGEN", "MULTI_FUEL", "ETHANOL")), "carEngineTypes"))},
	{"LOWEST_FARE_PER_HOTEL_PROPERTY", "lowestFarePerHotelPropertyProps", fields(required(aBoolean, "onlyAllowLowestFare"))},
	{"AIR_RESTRICTED_FARES", "airRestrictedFaresProps", fields(required(list(fields(
		required(aString, "keyword"),
		optional(aString, "airlineCode"),
	)), "restrictedKeywords"))},
	{"RESTRICT_AIRPORT_TRANSFERS", "restrictAirportTransfersProps", fields(required(aBoolean, "isRestricted"))},
	{"HOTEL_LPR_FILTER", "hotelLprFilterProps", oneOf(slices.Concat(
		optional(fields(
			optional(list(rateCondition), "rateConditions"),
			optional(list(fields(required(aString, "keyword"), optional(aString, "reason"))), "restrictedKeywords"),
			optional(list(enum("PUBLISHED", "CORPORATE", "SPOTNANA", "REGULAR", "AAA", "AARP", "SENIOR_CITIZEN", "GOVERNMENT",
				"MILITARY", "MEMBERSHIP", "BEST_AVAILABLE_RATE", "TMC")), "excludedRateTypes"),
		), "lprFilterConfig"),
		optional(simpleMoney, "lprAmount"),
	), required(aBoolean, "isEnabled"))},
	{"HOTEL_PROPERTY_TYPE", "hotelPropertyTypeProps", fields(
		required(list(enum("ALL_SUITE", "ALL_INCLUSIVE_RESORT", "APARTMENT", "BED_AND_BREAKFAST", "CABIN_OR_BUNGALOW",
			"CAMPGROUND", "CHALET", "CONDOMINIUM", "CONFERENCE_CENTER", "CORPORATE_BUSINESS_TRANSIENT", "CRUISE",
			"EXTENDED_STAY", "GUEST_FARM", "GUEST_HOUSE_LIMITED_SERVICE", "HEALTH_SPA", "HOLIDAY_RESORT", "HOSTEL", "HOTEL",
			"INN", "LODGE", "MONASTERY", "MOTEL", "RANCH", "RESIDENTIAL_APARTMENT", "RESORT", "TENT", "VACATION_HOME",
			"VILLA", "WILDLIFE_RESERVE", "CASTLE", "GOLF", "PENSION", "SKI", "SPA", "BOATEL", "HISTORICAL",
			"RECREATIONAL_VEHICLE_PARK", "CHARM_HOTEL", "OTHER")), "restrictedPropertyTypes"),
		optional(approvalProcess, "approvalProcessType"),
	)},
	{"LIMO_TYPES_NOT_ALLOWED", "limoTypesNotAllowedProps", fields(required(list(enum("STANDARD_CAR", "EXECUTIVE_CAR",
		"BUSINESS_VAN", "FIRST_CLASS", "SUV", "SEDAN", "EXECUTIVE_SEDAN", "LUXURY_SEDAN", "EXECUTIVE_VAN",
		"BUSINESS_SEDAN")), "limoTypes"))},
}

// universalRule also refuses properties of another rule than the type says: the documents cannot express that, and no
// server could mean anything by them.
var universalRule = func() *shape {
	var types []string
	var branches []property
	nameOf := map[string]string{}
	for _, r := range ruleProps {
		types = append(types, r.ruleType)
		nameOf[r.ruleType] = r.name
		if r.props != nil {
			branches = append(branches, optional(r.props, r.name)...)
		}
	}
	s := fields(
		required(enum(types...), "ruleType"),
		optional(fields(optional(fields(
			preset(false, aBoolean, "prevent"),
			optional(aString, "reason"),
		), "preventBooking")), "action"),
		optional(orLinked("universalProps", oneOf(branches)), "policyValue"),
	)
	s.also = func(path string, o map[string]any, bad complain) {
		ruleType := textAt(o, "ruleType")
		own, known := nameOf[ruleType]
		props, _ := lookup(o, "policyValue", "universalProps").(map[string]any)
		for _, branch := range branches {
			if _, set := props[branch.name]; known && set && branch.name != own {
				at := join(path, "policyValue.universalProps."+branch.name)
				bad(at, "WRONG_RULE_PROPERTIES", "%s does not belong to a rule of the type %s.", at, ruleType)
			}
		}
	}
	return s
}()
