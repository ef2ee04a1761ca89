package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

func airPolicyRules() []*field.Node {
	return []*field.Node{
		linked("restricted_airlines", "restrictedAirlines", "restrictedAirlinesProps", "Airlines that are outside the policy.",
			requiredList("airline_codes", "airlineCodes", &field.Node{Format: field.Airline}, "Two-character IATA codes of the airlines (`FR`).")),
		linked("restricted_air_crafts", "restrictedAirCrafts", "restrictedAirCraftsProps", "Aircraft types that are outside the policy.",
			requiredList("air_craft_codes", "airCraftCodes", &field.Node{}, "IATA codes of the aircraft types (`320`).")),
		linked("max_flight_booking_price_by_duration", "maxFlightBookingPriceByDuration", "maxFlightBookingPriceByDurationProps",
			"Highest price of a flight, by its duration.",
			&field.Node{Name: "max_price_per_duration_list", JSON: "maxPricePerDurationList", Kind: field.List, Mode: field.Required,
				Doc:  "Highest prices, one element for each range of durations. The ranges should not overlap.",
				Elem: &field.Node{Kind: field.Object, Attrs: maxPricePerDuration("flight")}},
			taxIncluded(false)),
		linked("flight_cabin_upgrade", "flightCabinUpgrade", "flightCabinUpgradeProps", "Booking of a higher cabin than the policy grants, where it costs less.",
			&field.Node{Name: "is_allowed", JSON: "isAllowed", Kind: field.Bool, Mode: field.Required, Doc: "Whether the cheaper ticket in a higher cabin is within the policy."}),
		linked("flight_advance_booking_window", "flightAdvanceBookingWindow", "flightAdvanceBookingWindowProps",
			"How early a flight has to be booked to be within the policy. `rules` has the same for domestic and for international flights alone.",
			daysInAdvance("Number of days before departure.")),
		linked("flight_tickets_refundable", "flightTicketsRefundable", "flightTicketsRefundableProps", "Which refund conditions a flight ticket must have.",
			&field.Node{Name: "type", JSON: "type", Enum: refundability, Mode: field.Required, Doc: "Demand on the ticket: refundable, with or without a penalty, or nothing of the kind."}),
		linked("flight_tickets_changeable", "flightTicketsChangeable", "flightTicketsChangeableProps", "Which conditions for changes a flight ticket must have.",
			&field.Node{Name: "type", JSON: "type", Enum: flightChangeability, Mode: field.Required, Doc: "Demand on the ticket: changeable, with or without a penalty, or nothing of the kind."}),
		highestCabin("highest_flight_cabin_by_duration_domestic", "highestFlightCabinByDurationDomestic", "Highest cabin on domestic flights, by duration."),
		highestCabin("highest_flight_cabin_by_duration_international", "highestFlightCabinByDurationInternational", "Highest cabin on international flights, by duration."),
		highestCabinOvernight(),
		linked("difference_between_flight_fare_and_median_fare", "differenceBetweenFlightFareAndMedianFare", "differenceBetweenFlightFareAndMedianFareProps",
			"How far the fare of a flight may lie above the median fare to the destination, which is found among flights with as many stops, the same cabin and a similar duration.",
			&field.Node{Name: "percentage", JSON: "percentage", Kind: field.Int, Mode: field.Required, Doc: "Difference in percent of the median fare, a whole number (`20` is a fifth of it)."}),
		linked("co2_emission_per_passenger_per_km", "co2EmissionPerPassengerPerKm", "co2EmissionPerPassengerPerKmProps", "Highest emission of CO2 of a flight.",
			&field.Node{Name: "emission", JSON: "emission", Kind: field.Number, Mode: field.Required, Doc: "Grams of CO2 for each passenger and kilometre flown."}),
		maxFlightPrice("max_flight_booking_price_international", "maxFlightBookingPriceInternational", "Highest price of an international flight in the chosen cabin, relative to other fares."),
		maxFlightPrice("max_flight_booking_price_domestic", "maxFlightBookingPriceDomestic", "Highest price of a domestic flight in the chosen cabin, relative to other fares."),
		lowestLogicalFare(),
	}
}

func maxPricePerDuration(what string) []*field.Node {
	return []*field.Node{
		field.SimpleMoney("max_price", "maxPrice", field.Required, "Highest price within the policy for journeys of this duration."),
		durationRange("Duration of the " + what + " in minutes."),
	}
}

func highestCabin(name, json, doc string) *field.Node {
	return linked(name, json, "highestFlightCabinByDurationProps", doc, highestCabinByDuration)
}

var highestCabinByDuration = &field.Node{Name: "highest_cabin_for_duration_list", JSON: "highestCabinForDurationList", Kind: field.List, Mode: field.Required,
	Doc: "Highest cabins, one element for each range of durations. The ranges should not overlap.",
	Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "cabin", JSON: "cabin", Enum: cabin, Mode: field.Required, Doc: "Highest cabin within the policy for flights of this duration."},
		durationRange("Duration of the flight in minutes."),
	}}}

func highestCabinOvernight() *field.Node {
	localTime := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Wrap: "iso8601", Format: field.TimeLocal, Mode: field.Required, Doc: doc}
	}
	return linked("highest_flight_cabin_overnight", "highestFlightCabinOvernight", "highestFlightCabinOvernightProps", "Highest cabin on overnight flights.",
		&field.Node{Name: "cabin", JSON: "cabin", Enum: cabin, Mode: field.Required, Doc: "Highest cabin within the policy for overnight flights."},
		&field.Node{Name: "overnight_time_params", JSON: "overnightTimeParams", Kind: field.Object, Doc: "Which flights are overnight flights.",
			Attrs: []*field.Node{
				localTime("night_time_start", "nightTimeStart", "Local time at which the night begins (`22:00`)."),
				localTime("night_time_end", "nightTimeEnd", "Local time at which the night ends (`06:00`). It may be earlier in the day than the start."),
				{Name: "night_time_overlap_minutes", JSON: "nightTimeOverlapMinutes", Kind: field.Int, Mode: field.Required, Min: int64(0),
					Doc: "Minutes of the night that a flight must take at least to be an overnight flight, 0 or more."},
				{Name: "include_layover", JSON: "includeLayover", Kind: field.Bool, Mode: field.Required, Default: false,
					Doc: "Whether the time spent at airports between flights counts as well."},
			}})
}

func maxFlightPrice(name, json, doc string) *field.Node {
	return linked(name, json, "maxFlightBookingPriceProps", doc+" The limit is `difference` above or below the fare that `type` names.", maxFlightPriceProps...)
}

var maxFlightPriceProps = []*field.Node{
	{Name: "type", JSON: "type", Enum: flightPriceReference, Mode: field.Required,
		Doc: "Fare of reference: the lowest one found, the median of those found, or the lowest logical fare (see `lowest_logical_fare`)."},
	{Name: "sign", JSON: "sign", Enum: flightPriceSign, Mode: field.Required, Doc: "Whether the limit lies above the fare of reference (`MORE`) or below it (`LESS`)."},
	difference("Distance of the limit from the fare of reference."),
	taxIncluded(true),
}

func lowestLogicalFare() *field.Node {
	minutes := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.Int, Doc: doc}
	}
	hours := func(name, json, successor, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.Int, Doc: doc,
			Deprecated: "Use " + successor + ", in minutes: the vendor has announced the end of this property, from 2026-07-01."}
	}
	const window = " by which another flight may depart or arrive earlier or later and still be compared, on "
	const layover = " that another flight may make its passengers wait between two flights and still be compared, on "
	return linked("lowest_logical_fare", "lowestLogicalFare", "props",
		"Which flights are compared with the chosen one to find the lowest logical fare: the lowest fare that a traveler can reasonably be asked to take.",
		minutes("flight_time_window_minutes_domestic", "flightTimeWindowMinutesDomestic", "Minutes"+window+"domestic trips."),
		minutes("flight_time_window_minutes_international", "flightTimeWindowMinutesInternational", "Minutes"+window+"international trips."),
		minutes("max_layover_duration_minutes_domestic", "maxLayoverDurationMinutesDomestic", "Longest layover in minutes"+layover+"domestic trips."),
		minutes("max_layover_duration_minutes_international", "maxLayoverDurationMinutesInternational", "Longest layover in minutes"+layover+"international trips."),
		&field.Node{Name: "max_number_of_stops", JSON: "maxNumberOfStops", Enum: maxNumberOfStops, Doc: "How many stops another flight may have to be compared."},
		&field.Node{Name: "airport_connection_changes", JSON: "airportConnectionChanges", Enum: airportConnectionChange,
			Doc: "Whether another flight is compared if passengers change the airport on the way. Left out, it is."},
		&field.Node{Name: "carrier", JSON: "carrier", Kind: field.Object, Doc: "Airlines whose flights are compared, or are not.",
			Attrs: []*field.Node{
				{Name: "type", JSON: "type", Enum: carrierFilterType, Doc: "Whether the airlines are the ones to compare (`PREFERRED`) or those to leave out (`EXCLUDE`)."},
				{Name: "airlines", JSON: "airlines", Kind: field.List, Elem: &field.Node{Format: field.Airline}, Doc: "Two-character IATA codes of the airlines (`LH`)."},
			}},
		hours("flight_time_window_in_hours_domestic", "flightTimeWindowInHoursDomestic", "flight_time_window_minutes_domestic", "Hours"+window+"domestic trips."),
		hours("flight_time_window_in_hours_international", "flightTimeWindowInHoursInternational", "flight_time_window_minutes_international", "Hours"+window+"international trips."),
		hours("max_layover_duration_in_hours_domestic", "maxLayoverDurationInHoursDomestic", "max_layover_duration_minutes_domestic", "Longest layover in hours"+layover+"domestic trips."),
		hours("max_layover_duration_in_hours_international", "maxLayoverDurationInHoursInternational", "max_layover_duration_minutes_international", "Longest layover in hours"+layover+"international trips."))
}
