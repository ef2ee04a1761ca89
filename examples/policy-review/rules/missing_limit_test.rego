package travel_policy_test

demanding := object.union(limits, {"required": ["hotel_policy_rules.max_hotel_price_by_location.max_default_price"]})

failing["missing_limit"] := {
	"policies": [sales([munich(140, "EUR")])],
	"limits": demanding,
	"wrong": `Policy "Sales" (spotnana_policy.sales) does not have hotel_policy_rules.max_hotel_price_by_location.max_default_price, of its own or inherited, so nothing in the configuration limits that`,
	"remedy": "Write it down",
	"applies_to": "hotel_policy_rules.max_hotel_price_by_location.max_default_price",
}

lacking(policies, path) := {f | some f in denied_by(policies, {"limits": object.union(limits, {"required": [path]})}); f.rule == "missing_limit"}

test_limit_that_is_there if {
	every statements in [[elsewhere(140, "EUR")], [inherited(elsewhere(140, "EUR"))], [unknown(elsewhere(null, "EUR"))]] {
		lacking([sales(statements)], "hotel_policy_rules.max_hotel_price_by_location.max_default_price") == set()
	}
	lacking([sales([munich(140, "EUR")])], "hotel_policy_rules.max_hotel_price_by_location") == set()
	lacking([sales([munich(140, "EUR")])], "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list") == set()
}

test_limit_that_is_not_there if {
	every statements in [[], [munich(140, "EUR")], [object.union(elsewhere(140, "EUR"), {"attribute": "hotel_policy_rules.max_hotel_price_by_location.max_default_prices"})]] {
		lacking([sales(statements)], "hotel_policy_rules.max_hotel_price_by_location.max_default_price") != set()
	}
}

test_list_of_limits_that_is_empty if {
	none := statement("Highest hotel price", "", "hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list", [])
	some f in lacking([sales([none])], "hotel_policy_rules.max_hotel_price_by_location")
	f.attribute == "hotel_policy_rules.max_hotel_price_by_location"
	f.line == 12
}

# Other rules tell of these.
test_limit_that_nobody_knows if {
	group := unseen(statement("Highest hotel price", "", "hotel_policy_rules.max_hotel_price_by_location", null))
	lacking([sales([group])], "hotel_policy_rules.max_hotel_price_by_location.max_default_price") == set()
	lacking([object.union(sales([]), {"complete": false})], "hotel_policy_rules.max_hotel_price_by_location.max_default_price") == set()
}
