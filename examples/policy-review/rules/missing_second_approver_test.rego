package travel_policy_test

hotels := "hotel_policy_rules.max_hotel_price_by_location"

munich(amount, code) := statement("Highest hotel price", "Munich, DE", sprintf("%s.max_price_per_location_list[0]", [hotels]), {
	"address": {"locality": "Munich", "region_code": "DE", "address_lines": []},
	"max_price": {"amount": amount, "currency_code": code},
	"is_tax_included": null,
})

elsewhere(amount, code) := statement("Highest hotel price", "all other places", sprintf("%s.max_default_price", [hotels]), {"amount": amount, "currency_code": code})

approved_by(approver) := approval("", object.union({"approval_process_type": "HARD_APPROVAL"}, approver))

# A policy with one approval, and a cap above the limit.
sales_approved_by(approver) := policy("sales", [currency("EUR"), approved_by(approver), munich(181, "EUR")])

too_high(s, named, remedy) := found_in_sales(
	"missing_second_approver", s,
	sprintf("lets a hotel cost 181 EUR a night (Highest hotel price, %s); above 180 EUR two approvers have to decide about hotels outside the policy, and it names %s", [s.applies_to, named]),
	sprintf("Lower the price%s, name a second approver in out_of_policy_approval_infos", [remedy]),
)

unclear_price(s, named, remedy) := found_in_sales(
	"missing_second_approver", s,
	sprintf("has a price that is not known (Highest hotel price, Munich, DE), so nobody can tell whether two approvers have to decide about hotels outside the policy; it names %s", [named]),
	remedy,
)

failing["missing_second_approver"] := {
	"policies": [sales([munich(181, "EUR")])],
	"wrong": `Policy "Sales" (spotnana_policy.sales) lets a hotel cost 181 EUR a night (Highest hotel price, Munich, DE); above 180 EUR two approvers have to decide about hotels outside the policy, and it names one`,
	"remedy": "Lower the price, name a second approver in out_of_policy_approval_infos",
	"applies_to": "Munich, DE",
}

test_hotel_cap_at_the_limit if {
	denied([sales([munich(180, "EUR"), elsewhere(180, "EUR")])]) == set()
}

test_hotel_cap_above_the_limit if {
	every s in [munich(181, "EUR"), elsewhere(181, "EUR")] {
		denied([sales([s])]) == {too_high(s, "one", "")}
	}
}

test_hotel_cap_above_the_limit_by_a_cent if {
	rules_of(denied([sales([munich(180.01, "EUR")])])) == {"missing_second_approver"}
}

test_hotel_cap_inherited if {
	s := inherited(munich(181, "EUR"))
	denied([sales([s])]) == {too_high(s, "one", ` in policy "Default", from which it is inherited`)}
}

test_hotel_cap_in_a_currency_without_a_limit if {
	s := munich(100, "CHF")
	found_in_sales("missing_second_approver", s, "has a price in CHF (Highest hotel price, Munich, DE), for which there is no limit", "Write hotel_cap.CHF into limits.yaml") in denied([sales([s])])
}

test_limit_of_nothing_is_a_limit if {
	found := denied_by([sales([munich(1, "EUR")])], {"limits": object.union(limits, {"hotel_cap": {"EUR": 0}})})
	count(found) == 1
	some f in found
	contains(f.msg, "above 0 EUR two approvers")
}

test_two_approvers_are_enough if {
	every approver in [
		{"is_manager_approver": true, "is_employee_level_designated_approver": true},
		{"is_manager_approver": true, "designated_approver_ids": ["maria"]},
		{"is_employee_level_designated_approver": true, "designated_approver_ids": ["maria"]},
		{"designated_approver_ids": ["maria", "paul"]},
		{"designated_approver_ids": ["maria", null]},
		{"approval_process_type": "PREVENT_BOOKING"},
	] {
		denied([sales_approved_by(approver)]) == set()
	}
}

test_one_approver_is_not_enough if {
	every approver in [
		{"is_manager_approver": true, "is_employee_level_designated_approver": false},
		{"is_employee_level_designated_approver": true, "is_manager_approver": null},
		{"designated_approver_ids": ["maria", "maria"]},
		{"designated_approver_ids": ["0a11", "0A11"]},
		{"designated_approver_ids": ["maria"], "default_approver_ids": ["paul"], "should_notify_manager": true},
	] {
		denied([sales_approved_by(approver)]) == {too_high(munich(181, "EUR"), "one", "")}
	}
	too_high(munich(181, "EUR"), "none", "") in denied([sales_approved_by({})])
}

test_approvers_of_no_approval_do_not_count if {
	found := denied([sales_approved_by({"approval_process_type": "NONE", "is_manager_approver": true, "designated_approver_ids": ["maria"]})])
	too_high(munich(181, "EUR"), "none", "") in found
}

# Which of several approvals counts is not documented, so each of them has to name two.
test_each_approval_of_hotels_names_two if {
	s := munich(181, "EUR")
	two := {"approval_process_type": "HARD_APPROVAL", "designated_approver_ids": ["maria", "paul"]}
	one := {"approval_process_type": "HARD_APPROVAL", "is_manager_approver": true}
	denied([policy("sales", [currency("EUR"), approval("", two), approval("", one), s])]) == {too_high(s, "one", "")}
	denied([policy("sales", [
		currency("EUR"), s,
		approval("hotel", object.union(two, {"travel_types": ["HOTEL"]})),
		approval("air, rail, car", object.union(one, {"travel_types": ["AIR", "RAIL", "CAR"]})),
	])]) == set()
	denied([policy("sales", [
		currency("EUR"), s,
		approval("hotel", object.union(one, {"travel_types": ["HOTEL"]})),
		approval("air, rail, car", object.union(two, {"travel_types": ["AIR", "RAIL", "CAR"]})),
	])]) == {too_high(s, "one", "")}
}

test_hotels_that_nobody_approves if {
	s := munich(181, "EUR")
	found := denied([policy("sales", [currency("EUR"), s])])
	too_high(s, "none", "") in found
	domestic_only := {"approval_conditions": conditions(["DOMESTIC"]), "designated_approver_ids": ["maria", "paul"]}
	too_high(s, "none", "") in denied([sales_approved_by(domestic_only)])
}

test_approvers_not_known if {
	s := munich(181, "EUR")
	p := policy("sales", [currency("EUR"), unknown(approved_by({"is_manager_approver": true, "designated_approver_ids": null})), s])
	denied_by([p], {"plan": marked(p, {"out_of_policy_approval_infos": [{"designated_approver_ids": true}]}, {})}) == {too_high(s, "one, as far as is known", "")}
	list := unknown(object.union(approved, {"attribute": "out_of_policy_approval_infos", "data": null}))
	too_high(s, "none, as far as is known", "") in denied([policy("sales", [currency("EUR"), list, s])])
}

test_price_not_known if {
	every s in [
		unknown(munich(null, "EUR")),
		unknown(munich(100, null)),
		object.union(unknown(munich(0, "")), {"data": {"max_price": null}}),
		object.union(unknown(munich(0, "")), {"data": null}),
		object.union(unknown(munich(0, "")), {"data": null, "attribute": sprintf("%s.max_price_per_location_list", [hotels])}),
	] {
		unclear_price(s, "one", "Write it down, apply first what it depends on") in denied([sales([s])])
	}
}

test_price_inherited_from_nowhere if {
	s := object.union(unseen(munich(0, "")), {"attribute": hotels})
	unclear_price(s, "one", "Bring the policy from which it is inherited into the plan") in denied([sales([s])])
}

test_price_not_known_beside_two_approvers if {
	p := policy("sales", [currency("EUR"), approved_by({"designated_approver_ids": ["maria", "paul"]}), unknown(munich(null, "EUR"))])
	denied([p]) == set()
}

test_price_known_although_the_place_is_not if {
	denied([sales([unknown(munich(180, "EUR"))])]) == set()
}

test_taxes_are_no_price if {
	every value in [true, null] {
		s := unknown(statement("Highest hotel price", "", sprintf("%s.is_tax_included", [hotels]), value))
		denied([sales([s])]) == set()
	}
	denied([sales([statement("Highest hotel price", "", sprintf("%s.max_price_per_location_list", [hotels]), [])])]) == set()
}

# Two approvers of an approval that may be meant for something else are none.
test_approvers_of_what_is_not_known if {
	s := munich(181, "EUR")
	two := {"approval_process_type": "HARD_APPROVAL", "designated_approver_ids": ["maria", "paul"]}
	every value in [
		object.union(two, {"travel_types": null, "approval_conditions": []}),
		object.union(two, {"travel_types": ["HOTEL"], "approval_conditions": null}),
	] {
		too_high(s, "none, as far as is known", "") in denied([policy("sales", [currency("EUR"), unknown(approval("", value)), s])])
	}
}

test_prevented_bookings_that_do_not_count if {
	p := sales_approved_by({"approval_process_type": "PREVENT_BOOKING"})
	others := object.union(limits, {"approval": {"counts": ["HARD_APPROVAL"]}})
	too_high(munich(181, "EUR"), "none", "") in denied_by([p], {"limits": others})
}

car(code) := statement("Highest price, rental cars", "", "car_policy_rules.max_car_price_per_number_of_days", {"max_price": {"amount": 1000, "currency_code": code}})

test_other_prices_are_no_hotel_caps if {
	denied([sales([car("EUR")])]) == set()
	rules_of(denied([sales([munich(100, "EUR"), car("CHF")])])) == {"mixed_currencies"}
}

test_remedy_where_the_parent_has_no_name if {
	s := object.union(munich(181, "EUR"), {"inherited": ""})
	too_high(s, "one", "") in denied([sales([s])])
}
