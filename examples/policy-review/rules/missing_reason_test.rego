package travel_policy_test

prevention(value) := statement("Rental cars outside the policy", "", "rules.car_types_not_allowed.prevent_booking", value)

unclear_reason(s) := found_in_sales(
	"missing_reason", s,
	"may prevent bookings without a reason (Rental cars outside the policy): not all of it is known",
	"Write it down, apply first what it depends on",
)

failing["missing_reason"] := {
	"policies": [sales([prevention({"prevent": true})])],
	"wrong": `Policy "Sales" (spotnana_policy.sales) prevents bookings without a reason (Rental cars outside the policy)`,
	"remedy": "Write a reason for travelers beside prevent = true",
}

test_prevention_with_a_reason if {
	denied([sales([prevention({"prevent": true, "reason": "Please choose another car."})])]) == set()
}

test_no_prevention_needs_no_reason if {
	every value in [{"prevent": false, "reason": null}, {"prevent": null, "reason": null}, {"reason": "Please"}] {
		denied([sales([prevention(value)])]) == set()
	}
}

test_prevention_without_a_reason if {
	every value in [{"prevent": true}, {"prevent": true, "reason": null}, {"prevent": true, "reason": ""}, {"prevent": true, "reason": " \n\t"}, {"prevent": true, "reason": "\u200b."}] {
		s := prevention(value)
		denied([sales([s])]) == {found_in_sales("missing_reason", s, "prevents bookings without a reason (Rental cars outside the policy)", "Write a reason for travelers beside prevent = true")}
	}
}

test_prevention_not_known if {
	every value in [null, {"prevent": true, "reason": null}, {"prevent": null, "reason": null}, {"prevent": null}] {
		s := unknown(prevention(value))
		denied([sales([s])]) == {unclear_reason(s)}
	}
}

test_prevention_known_enough if {
	every value in [{"prevent": false, "reason": null}, {"prevent": null, "reason": "Please choose another car."}] {
		denied([sales([unknown(prevention(value))])]) == set()
	}
	s := unknown(prevention({"prevent": true, "reason": " "}))
	rules_of(denied([sales([s])])) == {"missing_reason"}
}
