package statement

import (
	"math/big"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// rule is how a property of a policy is said, and what of it is stricter.
type rule struct {
	section Section
	// title and applies name the rule; begin is how its text begins, where that is not both of them.
	title, applies, begin string
	// facts make more than one statement of a value, or one in words of its own. Without it, there is one statement with all attributes.
	facts func(b *builder, r ruled) []fact
	// weigh tells which of two values is stricter; source is where the vendor's documents say so, by schema and property.
	weigh  weigher
	source string
	// alone is the direction of a rule that was not there: Tightened for all that a document calls a limit or a restriction. An absent one is
	// taken for none.
	alone Direction
}

// weigher takes the measure of an object's attributes, and names those that it is of.
type weigher struct {
	of      []string
	measure func(m map[string]any) measure
}

// cabins and classes, from the lowest on. What a document lists without saying which is higher is missing.
var cabins = map[string]int64{"ECONOMY": 1, "PREMIUM_ECONOMY": 2, "BUSINESS": 3, "FIRST": 4}

// rules are how each property is said, by its path in Terraform, in the order of the text within a section. What is missing here is said by
// its name. This is the one place that knows directions.
var rules = map[string]rule{
	"name":             {section: General, title: "Name"},
	"type":             {section: General, title: "Rank"},
	"category":         {section: General, title: "Made for"},
	"parent_policy_id": {section: General, title: "Inherits from", facts: inheritance},
	"currency":         {section: General, title: "Currency"},
	"enable_agent_action_override": {section: General, title: "Agents may make bookings that rules prevent", weigh: flag("", Loosened),
		source: "CreatePolicyRequest.enableAgentActionOverride"},
	"is_restrictive": {section: General, title: "Restrictive policy"},

	"user_groups": {section: Travelers, title: "Travelers", facts: groups},

	"in_policy_approval_infos":           {section: Approvals, title: "Approval of bookings within the policy", facts: approvals, source: "ApprovalProcessType"},
	"out_of_policy_approval_infos":       {section: Approvals, title: "Approval of bookings outside the policy", facts: approvals, source: "ApprovalProcessType"},
	"out_of_policy_agent_approval_infos": {section: Approvals, title: "Approval of bookings outside the policy by agents", facts: approvals, source: "ApprovalProcessType"},
	"in_policy_approval_info":            {section: Approvals, title: "Approval of all bookings within the policy", facts: approvals, source: "ApprovalProcessType"},
	"out_of_policy_approval_info":        {section: Approvals, title: "Approval of all bookings outside the policy", facts: approvals, source: "ApprovalProcessType"},

	"common_policy_rules.restricted_continents": {section: AllTravel, title: "Restricted continents", facts: restrictions("continent_code"), alone: Tightened, source: "ContinentRestriction.type"},
	"common_policy_rules.restricted_countries":  {section: AllTravel, title: "Restricted countries", facts: restrictions("country_code"), alone: Tightened, source: "CountryRestriction.type"},

	"air_policy_rules.restricted_airlines":   {section: Flights, title: "Airlines outside the policy", weigh: codes("airline_codes", Tightened), alone: Tightened, source: "RestrictedAirlinesProps"},
	"air_policy_rules.restricted_air_crafts": {section: Flights, title: "Aircraft outside the policy", weigh: codes("air_craft_codes", Tightened), alone: Tightened, source: "RestrictedAirCraftsProps"},
	"air_policy_rules.max_flight_booking_price_by_duration": {section: Flights, title: "Highest price, flights", facts: byDuration("max_price_per_duration_list", "max_price"),
		alone: Tightened, source: "MaxFlightPricePerDuration"},
	"air_policy_rules.flight_cabin_upgrade": {section: Flights, title: "Higher cabin than granted", weigh: flag("is_allowed", Loosened), source: "FlightCabinUpgradeProps"},
	"air_policy_rules.flight_advance_booking_window": {section: Flights, title: "Days to book ahead, flights", begin: "Flights", weigh: amount("num_days_in_advance", Tightened),
		alone: Tightened, source: "FlightAdvanceBookingWindowProps"},
	"air_policy_rules.flight_tickets_refundable": {section: Flights, title: "Refund of flight tickets"},
	"air_policy_rules.flight_tickets_changeable": {section: Flights, title: "Change of flight tickets"},
	"air_policy_rules.highest_flight_cabin_by_duration_domestic": {section: Flights, title: "Highest cabin", applies: "domestic flights",
		facts: byDuration("highest_cabin_for_duration_list", "cabin"), alone: Tightened, source: "HighestCabinForDuration, Cabin"},
	"air_policy_rules.highest_flight_cabin_by_duration_international": {section: Flights, title: "Highest cabin", applies: "international flights",
		facts: byDuration("highest_cabin_for_duration_list", "cabin"), alone: Tightened, source: "HighestCabinForDuration, Cabin"},
	"air_policy_rules.highest_flight_cabin_overnight": {section: Flights, title: "Highest cabin", applies: "overnight flights", weigh: rank("cabin", cabins),
		alone: Tightened, source: "HighestFlightCabinOvernightProps, Cabin"},
	"air_policy_rules.difference_between_flight_fare_and_median_fare": {section: Flights, title: "Fare above the median fare", weigh: amount("percentage", Loosened),
		alone: Tightened, source: "DifferenceBetweenFlightFareAndMedianFareProps.percentage"},
	"air_policy_rules.co2_emission_per_passenger_per_km": {section: Flights, title: "Highest emission of flights", weigh: amount("emission", Loosened),
		alone: Tightened, source: "Co2EmissionPerPassengerPerKmProps"},
	"air_policy_rules.max_flight_booking_price_domestic": {section: Flights, title: "Highest price beside other fares", applies: "domestic flights", facts: relative,
		alone: Tightened, source: "MaxFlightBookingPriceProps"},
	"air_policy_rules.max_flight_booking_price_international": {section: Flights, title: "Highest price beside other fares", applies: "international flights", facts: relative,
		alone: Tightened, source: "MaxFlightBookingPriceProps"},
	"air_policy_rules.lowest_logical_fare": {section: Flights, title: "Flights compared for the lowest logical fare"},

	"hotel_policy_rules.restricted_hotels":           {section: Hotels, title: "Hotels outside the policy", weigh: codes("hotel_codes", Tightened), alone: Tightened, source: "RestrictedHotels"},
	"hotel_policy_rules.hotel_chain_codes":           {section: Hotels, title: "Hotel chains within the policy", weigh: codes("hotel_chain_codes", Loosened), alone: Tightened, source: "HotelChainCodes"},
	"hotel_policy_rules.max_hotel_price_by_location": {section: Hotels, title: "Highest hotel price", facts: hotelCaps, alone: Tightened, source: "MaxPriceInLocation.maxPrice"},
	"hotel_policy_rules.hotel_advance_booking_window": {section: Hotels, title: "Days to book ahead, hotels", begin: "Hotels", weigh: amount("num_days_in_advance", Tightened),
		alone: Tightened, source: "HotelAdvanceBookingWindowProps"},
	"hotel_policy_rules.hotel_cancellation":           {section: Hotels, title: "Cancellation of hotels"},
	"hotel_policy_rules.hotel_star_rating":            {section: Hotels, title: "Stars of hotels", facts: stars, alone: Tightened, source: "HotelStarRatingProps"},
	"hotel_policy_rules.hotel_median_rate_nightly":    {section: Hotels, title: "Usual rate for a night"},
	"hotel_policy_rules.hotel_central_tier_exemption": {section: Hotels, title: "Preferred hotels that are exempt"},
	"hotel_policy_rules.lowest_fare_per_hotel_property": {section: Hotels, title: "Rate within a hotel (older rule)", weigh: flag("only_allow_lowest_fare", Tightened),
		source: "LowestFarePerHotelPropertyProps.onlyAllowLowestFare"},

	"car_policy_rules.max_car_price_per_number_of_days": {section: Cars, title: "Highest price, rental cars", weigh: price("max_price"), alone: Tightened, source: "MaxCarPricePerNumberOfDaysProps"},
	"car_policy_rules.allowed_car_types":                {section: Cars, title: "Rental cars within the policy", weigh: codes("car_types", Loosened), alone: Tightened, source: "AllowedCarTypesProps"},

	"rules.basic_economy_fares_domestic":      {section: Flights, title: "Basic economy fares", applies: "domestic flights"},
	"rules.basic_economy_fares_international": {section: Flights, title: "Basic economy fares", applies: "international flights"},
	"rules.cabin_class_not_allowed_domestic": {section: Flights, title: "Cabins outside the policy", applies: "domestic flights", weigh: codes("cabins", Tightened),
		alone: Tightened, source: "CabinClassNotAllowedProps"},
	"rules.cabin_class_not_allowed_international": {section: Flights, title: "Cabins outside the policy", applies: "international flights", weigh: codes("cabins", Tightened),
		alone: Tightened, source: "CabinClassNotAllowedProps"},
	"rules.flight_advance_booking_window_domestic": {section: Flights, title: "Days to book ahead", applies: "domestic flights", begin: "Domestic flights",
		weigh: amount("num_days_in_advance", Tightened), alone: Tightened, source: "FlightAdvanceBookingWindowDomesticProps"},
	"rules.flight_advance_booking_window_international": {section: Flights, title: "Days to book ahead", applies: "international flights", begin: "International flights",
		weigh: amount("num_days_in_advance", Tightened), alone: Tightened, source: "FlightAdvanceBookingWindowInternationalProps"},
	"rules.allowed_air_addons":   {section: Flights, title: "Additions to flights within the policy", weigh: addons, source: "AllowedAirAddonsProps, Addon"},
	"rules.air_restricted_fares": {section: Flights, title: "Fares outside the policy", facts: keywords("restricted_keywords"), alone: Tightened, source: "AirRestrictedFaresProps"},

	"rules.hotel_rate_conditions_not_allowed": {section: Hotels, title: "Hotel rates outside the policy", weigh: codes("types", Tightened), alone: Tightened, source: "HotelRateConditionsNotAllowedProps"},
	"rules.hotel_restricted_keywords": {section: Hotels, title: "Hotels outside the policy by a word", facts: keywords("hotel_restricted_keywords_list"), alone: Tightened,
		source: "HotelRestrictedKeywordsProps"},
	"rules.hotel_property_type":            {section: Hotels, title: "Accommodation outside the policy", weigh: codes("restricted_property_types", Tightened), alone: Tightened, source: "HotelPropertyTypeProps"},
	"rules.max_hotel_booking_price":        {section: Hotels, title: "Highest hotel price beside the usual rate", facts: relative, alone: Tightened, source: "MaxHotelBookingPriceProps"},
	"rules.lowest_fare_per_hotel_property": {section: Hotels, title: "Rate within a hotel", weigh: flag("only_allow_lowest_fare", Tightened), source: "LowestFarePerHotelPropertyProps.onlyAllowLowestFare"},
	"rules.hotel_lpr_filter":               {section: Hotels, title: "Lowest rate of a hotel (LPR)", weigh: flag("is_enabled", Tightened), source: "HotelLprFilterProps.isEnabled"},

	"rules.car_types_not_allowed":        {section: Cars, title: "Rental cars outside the policy", weigh: codes("car_types", Tightened), alone: Tightened, source: "CarTypesNotAllowed"},
	"rules.car_engine_types_not_allowed": {section: Cars, title: "Engines of rental cars outside the policy", weigh: codes("car_engine_types", Tightened), alone: Tightened, source: "CarEngineTypesNotAllowed"},
	"rules.limo_types_not_allowed":       {section: Cars, title: "Cars with a driver outside the policy", weigh: codes("limo_types", Tightened), alone: Tightened, source: "LimoTypesNotAllowedProps"},
	"rules.restrict_airport_transfers":   {section: Cars, title: "Airport transfers", weigh: flag("is_restricted", Tightened), source: "RestrictAirportTransfersProps"},

	"rules.rail_advance_booking_window": {section: Trains, title: "Days to book ahead, trains", begin: "Trains", weigh: amount("num_days_in_advance", Tightened), alone: Tightened,
		source: "RailAdvanceBookingWindowProps"},
	"rules.max_rail_booking_price_by_duration": {section: Trains, title: "Highest price, trains", facts: byDuration("max_price_per_duration_list", "max_price"), alone: Tightened,
		source: "MaxRailPricePerDuration"},
	"rules.highest_rail_travel_class_by_duration": {section: Trains, title: "Highest class, trains", facts: byDuration("highest_travel_class_for_duration_list", "travel_class"),
		alone: Tightened, source: "HighestTravelClassForDuration"},
	"rules.rail_tickets_refundable": {section: Trains, title: "Refund of train tickets"},

	"air_oop_reason_codes":   {section: Reasons, title: "Question before a flight outside the policy", facts: questions},
	"hotel_oop_reason_codes": {section: Reasons, title: "Question before a hotel outside the policy", facts: questions},
	"car_oop_reason_codes":   {section: Reasons, title: "Question before a rental car outside the policy", facts: questions},
	"rail_oop_reason_codes":  {section: Reasons, title: "Question before a train outside the policy", facts: questions},
}

// sections are those of the parts of a policy, for what has no rule of its own here.
var sections = map[string]Section{"common_policy_rules": AllTravel, "air_policy_rules": Flights, "hotel_policy_rules": Hotels, "car_policy_rules": Cars, "rules": AllTravel}

// ruleAt is how the property at a path is said.
func ruleAt(path string) rule {
	if r, ok := rules[path]; ok {
		return r
	}
	part, name, isBelow := strings.Cut(path, ".")
	if !isBelow {
		return rule{section: General, title: upper(label(path))}
	}
	return rule{section: sections[part], title: upper(label(name))}
}

// amount weighs a number.
func amount(attr string, more Direction) weigher {
	return weigher{[]string{attr}, func(m map[string]any) measure {
		if n := float(m[attr]); n != nil {
			return quantity{n: n, more: more}
		}
		return nil
	}}
}

// price weighs an amount of money: a higher limit is looser.
func price(attr string) weigher {
	return weigher{[]string{attr}, func(m map[string]any) measure {
		if n, currency, ok := money(m[attr]); ok {
			return quantity{n: n, unit: currency, more: Loosened}
		}
		return nil
	}}
}

// flag weighs a boolean; yes is the direction of setting it.
func flag(attr string, yes Direction) weigher {
	return weigher{[]string{attr}, func(m map[string]any) measure {
		on, ok := m[attr].(bool)
		switch {
		case !ok:
			return nil
		case on:
			return quantity{n: big.NewFloat(1), more: yes}
		}
		return quantity{n: new(big.Float), more: yes}
	}}
}

// prevention weighs whether a booking is prevented; by default it is not.
var prevention = weigher{[]string{"prevent"}, func(m map[string]any) measure {
	if m["prevent"] == nil {
		m = map[string]any{"prevent": false}
	}
	return flag("prevent", Tightened).measure(m)
}}

// codes weighs a list of values.
func codes(attr string, more Direction) weigher {
	return weigher{[]string{attr}, func(m map[string]any) measure { return setOf(m[attr], more) }}
}

func setOf(v any, more Direction) measure {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	s := set{more: more}
	for _, e := range list {
		text, isText := e.(string)
		if !isText {
			return nil
		}
		s.members = append(s.members, strings.ToUpper(text))
	}
	return s
}

// addons weighs what may be booked beside a flight; ALL and NONE are no members of the list but all of it.
var addons = weigher{[]string{"addons"}, func(m map[string]any) measure {
	s, _ := setOf(m["addons"], Loosened).(set)
	for _, member := range s.members {
		if member == "ALL" || member == "NONE" {
			return nil
		}
	}
	if s.members == nil {
		return nil
	}
	return s
}}

// rank weighs a value by its place in an order; a higher one is looser.
func rank(attr string, order map[string]int64) weigher {
	return weigher{[]string{attr}, func(m map[string]any) measure {
		text, _ := m[attr].(string)
		if order[text] == 0 {
			return nil
		}
		return quantity{n: new(big.Float).SetInt64(order[text]), more: Loosened}
	}}
}

// ruled is the value of a rule.
type ruled struct {
	rule
	path string
	node *field.Node
	// value is the whole value, attrs are its attributes where it is an object, without the link and what stands beside it.
	value any
	attrs map[string]any
}
