package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

func hotelPolicyRules() []*field.Node {
	return []*field.Node{
		linked("restricted_hotels", "restrictedHotels", "hotelCodesProps", "Single hotels that are outside the policy.",
			requiredList("hotel_codes", "hotelCodes", &field.Node{}, "Codes of the hotels, each unique to one hotel.")),
		linked("hotel_chain_codes", "hotelChainCodes", "hotelChainCodesProps", "Hotel chains whose hotels are within the policy.",
			requiredList("hotel_chain_codes", "hotelChainCodes", &field.Node{}, "Codes of the chains.")),
		maxHotelPriceByLocation(),
		linked("hotel_advance_booking_window", "hotelAdvanceBookingWindow", "hotelAdvanceBookingWindowProps",
			"How early a hotel has to be booked to be within the policy.",
			daysInAdvance("Number of days before check-in.")),
		linked("hotel_cancellation", "hotelCancellation", "hotelCancellationProps", "Which cancellation conditions the rate of a hotel must have.",
			&field.Node{Name: "type", JSON: "type", Enum: refundability, Mode: field.Required, Doc: "Demand on the rate: refundable, with or without a penalty, or nothing of the kind."},
			refundGrace("Exception for bookings shortly before check-in, when refundable rates have become rare.")),
		hotelStarRating(),
		hotelMedianRate(),
		hotelCentralTierExemption(),
		lowestFarePerHotelProperty(),
	}
}

func maxHotelPriceByLocation() *field.Node {
	return linked("max_hotel_price_by_location", "maxHotelPriceByLocation", "maxHotelPriceByLocationProps",
		"Highest price of a hotel, by place.",
		field.SimpleMoney("max_default_price", "maxDefaultPrice", field.Optional, "Highest price in all places without an element in `max_price_per_location_list`."),
		taxIncluded(false),
		&field.Node{Name: "max_price_per_location_list", JSON: "maxPricePerLocationList", Kind: field.List, Mode: field.Required,
			Doc: "Highest prices in single places. Write `[]` if the default price counts everywhere.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				field.SimpleMoney("max_price", "maxPrice", field.Required, "Highest price within the policy."),
				field.PostalAddress("address", "address", field.Required, "Place, as wide as the address says: without a town it is the whole country or area."),
				{Name: "is_tax_included", JSON: "isTaxIncluded", Kind: field.Bool, Doc: "Whether taxes count towards the price that is compared with this limit."},
			}}})
}

// hotelStarRating can carry an action beside the choice.
func hotelStarRating() *field.Node {
	const chains = "the major chains (Accor, Hilton, Hyatt, IHG, Marriott)"
	n := linked("hotel_star_rating", "hotelStarRating", "hotelStarRatingProps",
		"How many stars a hotel may have. Beside `is_linked` or the ranges, `approval_process_type` can be set.",
		field.NumberRange("rating_range", "ratingRange", field.Required, "Stars within the policy."),
		&field.Node{Name: "enable_major_chain_exemptions", JSON: "enableMajorChainExemptions", Kind: field.Bool,
			Doc: "Whether hotels of " + chains + " have ranges of their own. If `false`, all of these ranges are ignored."},
		field.NumberRange("major_chain_rating_range", "majorChainRatingRange", field.Optional, "Stars within the policy for hotels of "+chains+", in place of `rating_range`."),
		&field.Node{Name: "rating_range_by_location", JSON: "ratingRangeByLocation", Kind: field.List,
			Doc: "Stars within the policy in single places. A town goes before its country, a country before its region of the world, whatever the order of the elements.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				field.PostalAddress("address", "address", field.Required, "Place, as wide as the address says."),
				field.NumberRange("rating_range", "ratingRange", field.Required, "Stars within the policy in this place."),
				{Name: "enable_major_chain_exemption", JSON: "enableMajorChainExemption", Kind: field.Bool,
					Doc: "Whether hotels of the major chains have a range of their own in this place."},
				field.NumberRange("major_chain_rating_range", "majorChainRatingRange", field.Optional, "Stars within the policy for hotels of the major chains in this place."),
			}}})
	n.Attrs = append(n.Attrs, approval(field.Optional, "What becomes of a booking that breaks this rule."))
	return n
}

func hotelMedianRate() *field.Node {
	return linked("hotel_median_rate_nightly", "hotelMedianRateNightly", "hotelMedianRateProps",
		"Which hotels around the searched place are compared to find the usual rate for a night. `rules.max_hotel_booking_price` sets a limit relative to it.",
		&field.Node{Name: "search_radius", JSON: "searchRadius", Kind: field.Object, Mode: field.Required, Doc: "Distance from the searched place within which hotels are compared.",
			Attrs: []*field.Node{
				{Name: "length", JSON: "length", Kind: field.Number, Mode: field.Required, Doc: "Distance in units of `unit`."},
				{Name: "unit", JSON: "unit", Enum: lengthUnit, Mode: field.Required, Doc: "Unit of `length`."},
			}},
		field.NumberRange("rating_range", "ratingRange", field.Required, "Stars of the hotels that are compared."),
		&field.Node{Name: "statistical_method", JSON: "statisticalMethod", Enum: statisticalMethod, Default: "MEDIAN",
			Doc: "How the usual rate is calculated: as the middle rate of all (`MEDIAN`) or as their average (`MEAN`)."},
		&field.Node{Name: "prepaid_qualifier", JSON: "prepaidQualifier", Enum: prepaidQualifier, Doc: "Whether prepaid rates are compared: with the others, not at all, or only they."},
		&field.Node{Name: "refundable_only", JSON: "refundableOnly", Kind: field.Bool, Default: false, Doc: "Whether only refundable rates are compared."},
		&field.Node{Name: "hide_rate_statistics", JSON: "hideRateStatistics", Kind: field.Bool, Default: false, Doc: "Whether the calculated rate is hidden from travelers."})
}

func hotelCentralTierExemption() *field.Node {
	tiers := &field.Node{Enum: preferenceTierLevel}
	return linked("hotel_central_tier_exemption", "hotelCentralTierExemption", "hotelCentralTierExemptionProps",
		"Which tiers of the company's preferred hotels are within the policy whatever the rules for hotels say. Set either `all_rules_all_tiers` or `rule_tier_exemption_config`.",
		&field.Node{Name: "all_rules_all_tiers", JSON: "allRulesAllTiers", Kind: field.Bool, Choice: true,
			Doc: "`true` exempts the hotels of all tiers from all rules for hotels."},
		&field.Node{Name: "rule_tier_exemption_config", JSON: "ruleTierExemptionConfig", Kind: field.Object, Choice: true, Doc: "Exemptions rule by rule.",
			Attrs: []*field.Node{
				{Name: "default_exempted_tiers", JSON: "defaultExemptedTiers", Kind: field.List, Elem: tiers,
					Doc: "Tiers that are exempt from every rule without an element in `rule_tier_exemptions`."},
				{Name: "rule_tier_exemptions", JSON: "ruleTierExemptions", Kind: field.List, Key: []string{"ruleType"},
					Doc: "Exemptions from single rules, in place of `default_exempted_tiers`.",
					Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
						{Name: "rule_type", JSON: "ruleType", Enum: hotelPolicyRuleType, Mode: field.Required, Doc: "Rule from which tiers are exempt."},
						{Name: "all_tiers", JSON: "allTiers", Kind: field.Bool, Choice: true, Doc: "`true` exempts all tiers from the rule."},
						{Name: "exempted_tiers", JSON: "exemptedTiers", Kind: field.Object, Choice: true, Doc: "Exemption of some tiers.",
							Attrs: []*field.Node{
								{Name: "tiers", JSON: "tiers", Kind: field.List, Elem: tiers, Doc: "Tiers that are exempt from the rule."},
							}},
					}}},
			}})
}

// lowestFarePerHotelProperty is on the vendor's page, which shows only that it can be linked; its properties are those
// of the rule that took its place.
func lowestFarePerHotelProperty() *field.Node {
	n := linked("lowest_fare_per_hotel_property", "lowestFarePerHotelProperty", "lowestFarePerHotelPropertyProps",
		"Whether a hotel's rooms may only be booked at its lowest rate.", onlyLowestFare)
	n.Deprecated = "Use rules.lowest_fare_per_hotel_property: newer versions of the API have this rule in its place."
	return n
}

var onlyLowestFare = &field.Node{Name: "only_allow_lowest_fare", JSON: "onlyAllowLowestFare", Kind: field.Bool, Mode: field.Required,
	Doc: "Whether only the lowest rate of each hotel is within the policy."}
