package travel_policy_test

amount(attribute, value) := statement("Highest price", "", attribute, value)

dollars := {"amount": 100, "currency_code": "USD"}

odd(s, topic, whose, remedy) := found_in_sales("mixed_currencies", s, sprintf("uses USD (%s), while %s EUR", [topic, whose]), remedy)

unclear_currency(s, topic, remedy) := found_in_sales("mixed_currencies", s, sprintf("has an amount that is not known (%s), so nobody can tell its currency", [topic]), remedy)

company_wide(code) := object.union(policy("default", [currency(code), approved]), {"type": "DEFAULT"})

most := "most policies of its company use"

failing["mixed_currencies"] := {
	"policies": [policy("finance", [currency("EUR"), approved]), policy("legal", [currency("EUR"), approved]), policy("sales", [currency("USD"), approved])],
	"wrong": `Policy "Sales" (spotnana_policy.sales) uses USD (Currency), while most policies of its company use EUR`,
	"remedy": "Change it to EUR",
}

test_one_currency if {
	denied([company_wide("EUR"), sales([munich(140, "EUR")])]) == set()
	denied([company_wide("GBP"), policy("sales", [currency("GBP"), approved, munich(140, "GBP")])]) == set()
}

test_other_currency_than_the_default_policy if {
	p := policy("sales", [currency("USD"), approved])
	legal := policy("legal", [currency("USD"), approved])
	found := denied([company_wide("EUR"), p, legal])
	odd(currency("USD"), "Currency", "the default policy of its company has", "Change it to EUR") in found
	count(found) == 2
}

test_other_currency_in_the_default_policy_itself if {
	found := denied([company_wide("EUR"), object.union(company_wide("EUR"), {"address": "x", "statements": [currency("EUR"), approved, munich(1, "GBP")]})])
	rules_of(found) == {"mixed_currencies"}
}

test_other_currency_than_most_policies if {
	p := policy("sales", [currency("USD"), approved])
	others := [policy(name, [currency("EUR"), approved]) | some name in ["legal", "finance"]]
	denied(array.concat([p], others)) == {odd(currency("USD"), "Currency", most, "Change it to EUR")}
}

test_other_currency_inherited if {
	s := inherited(currency("USD"))
	denied([policy("sales", [s, approved]), company_wide("EUR")]) == {odd(s, "Currency", "the default policy of its company has", `Change it to EUR in policy "Default", from which it is inherited`)}
}

test_other_currency_of_each_amount if {
	every s in [
		amount("air_policy_rules.max_flight_booking_price_by_duration", {"max_price_per_duration_list": [{"duration_range": {"min": 0}, "max_price": dollars}]}),
		amount("air_policy_rules.max_flight_booking_price_domestic", {"difference": {"money": dollars}}),
		amount("air_policy_rules.max_flight_booking_price_international", {"difference": {"money": dollars}}),
		amount("car_policy_rules.max_car_price_per_number_of_days", {"max_price": dollars}),
		amount("rules.hotel_lpr_filter", {"lpr_amount": dollars}),
		amount("rules.max_hotel_booking_price", {"difference": {"money": dollars}}),
		amount("rules.max_rail_booking_price_by_duration", {"max_price_per_duration_list": [{"duration_range": {"min": 0}, "max_price": dollars}]}),
	] {
		denied([company_wide("EUR"), sales([s])]) == {odd(s, "Highest price", "the default policy of its company has", "Change it to EUR")}
		unclear := unknown(object.union(s, {"data": null}))
		denied([company_wide("EUR"), sales([unclear])]) == {unclear_currency(unclear, "Highest price", "Write it down, apply first what it depends on")}
	}
}

test_other_currency_of_hotels if {
	every s in [munich(1, "GBP"), elsewhere(1, "GBP")] {
		messages(denied([company_wide("EUR"), sales([s])])) == {sprintf(`Policy "Sales" (spotnana_policy.sales) uses GBP (Highest hotel price, %s), while the default policy of its company has EUR. Change it to EUR, or write an exception with an owner and an end date into limits.yaml.`, [s.applies_to])}
	}
}

test_another_company_has_its_own_currency if {
	p := object.union(policy("sales", [currency("USD"), approved]), {"company": "spotnana_company.other"})
	denied([company_wide("EUR"), p]) == set()
}

test_percentages_have_no_currency if {
	denied([company_wide("EUR"), sales([amount("rules.max_hotel_booking_price", {"difference": {"money": null, "percentage": 20}})])]) == set()
}

test_currency_not_known if {
	every s in [
		unknown(amount("currency", {"currency_code": null})),
		unknown(amount("car_policy_rules.max_car_price_per_number_of_days", {"max_price": null})),
		unknown(amount("rules.hotel_lpr_filter", {"lpr_amount": null})),
		unknown(amount("rules.max_hotel_booking_price", {"difference": {"money": null}})),
		unknown(amount("rules.max_rail_booking_price_by_duration", {"max_price_per_duration_list": null})),
	] {
		denied([company_wide("EUR"), sales([s])]) == {unclear_currency(s, "Highest price", "Write it down, apply first what it depends on")}
	}
}

test_currency_known_although_the_amount_is_not if {
	denied([company_wide("EUR"), sales([unknown(amount("car_policy_rules.max_car_price_per_number_of_days", {"max_price": {"amount": null, "currency_code": "EUR"}}))])]) == set()
}

test_currency_inherited_from_nowhere if {
	s := unseen(currency(""))
	unclear_currency(s, "Currency", "Bring the policy from which it is inherited into the plan") in denied([policy("sales", [s, approved])])
}

test_company_not_known if {
	every p in [object.union(sales([]), {"company": null}), object.remove(sales([]), ["company"])] {
		denied([p]) == {found_in_sales(
			"mixed_currencies", {},
			"belongs to a company that is not known, so nobody can tell whether the policies of that company have one currency",
			"Write company_id down, apply first what it depends on",
		)}
	}
}

test_currency_not_known_alone if {
	s := unknown(currency(null))
	denied([company_wide("EUR"), policy("sales", [s, approved])]) == {unclear_currency(s, "Currency", "Write it down, apply first what it depends on")}
}

test_currency_of_the_default_policy_not_known if {
	default_policy := object.union(company_wide(""), {"statements": [unknown(currency(null)), approved]})
	found := denied([default_policy, policy("legal", [currency("EUR"), approved]), policy("finance", [currency("EUR"), approved]), policy("sales", [currency("USD"), approved])])
	odd(currency("USD"), "Currency", most, "Change it to EUR") in found
	count(found) == 2
}

test_other_amounts_of_the_default_policy if {
	default_policy := object.union(company_wide("GBP"), {"statements": [currency("GBP"), approved, elsewhere(1, "EUR")]})
	messages(denied([default_policy])) == {concat("", [
		`Policy "Default" (spotnana_policy.default) uses EUR (Highest hotel price, all other places), while the default policy of its company has GBP. `,
		"Change it to GBP, or write an exception with an owner and an end date into limits.yaml.",
	])}
}

test_companies_not_known if {
	policies := [object.union(p, {"company": null}) | some p in [company_wide("EUR"), policy("sales", [currency("USD"), approved])]]
	found := denied(policies)
	count(found) == 2
	every f in found { contains(f.msg, "belongs to a company that is not known") }
}

test_price_of_hotels_not_known if {
	s := unknown(munich(100, null))
	unclear_currency(s, "Highest hotel price, Munich, DE", "Write it down, apply first what it depends on") in denied([sales([s])])
}

test_nothing_else_has_a_currency if {
	denied([sales([unknown(amount("rules.something_new", {"max_price": null}))])]) == set()
}
