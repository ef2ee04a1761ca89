package travel_policy_test

domestic(steps) := statement("Highest cabin", "domestic flights", "air_policy_rules.highest_flight_cabin_by_duration_domestic", {"highest_cabin_for_duration_list": steps})

overnight(cabin) := statement("Highest cabin", "overnight flights", "air_policy_rules.highest_flight_cabin_overnight", {"cabin": cabin, "overnight_time_params": null})

step(cabin, min) := {"cabin": cabin, "duration_range": {"min": min, "max": null}}

early(s, from, remedy) := found_in_sales(
	"early_business_class", s,
	sprintf("lets travelers fly Business %s (Highest cabin, domestic flights); it may begin at 6 h", [from]),
	remedy,
)

unclear_cabin(s, remedy) := found_in_sales(
	"early_business_class", s,
	"has a cabin that is not known (Highest cabin, domestic flights), so nobody can tell whether it is Business before 6 h",
	remedy,
)

failing["early_business_class"] := {
	"policies": [sales([domestic([step("ECONOMY", 0), step("BUSINESS", 240)])])],
	"wrong": `Policy "Sales" (spotnana_policy.sales) lets travelers fly Business from 4 h on (Highest cabin, domestic flights); it may begin at 6 h`,
	"remedy": "Let it begin later",
	"applies_to": "domestic flights",
}

test_business_class_from_the_limit_on if {
	denied([sales([domestic([step("ECONOMY", 0), step("PREMIUM_ECONOMY", 120), step("BUSINESS", 360), step("FIRST", 600)])])]) == set()
}

test_business_class_a_minute_early if {
	s := domestic([step("ECONOMY", 0), step("BUSINESS", 359)])
	denied([sales([s])]) == {early(s, "from 5 h 59 min on", "Let it begin later")}
}

test_business_class_at_the_line_of_its_step if {
	s := domestic([step("ECONOMY", 0), step("BUSINESS", 359)])
	places := {".highest_cabin_for_duration_list[0]": {"file": "policies.tf", "line": 31}, ".highest_cabin_for_duration_list[1]": {"file": "policies.tf", "line": 32}}
	some finding in denied([sales([object.union(s, {"elements": places})])])
	finding._loc == {"file": "policies.tf", "line": 32}
}

test_business_class_from_less_than_an_hour if {
	s := domestic([step("ECONOMY", 0), step("BUSINESS", 45)])
	denied([sales([s])]) == {early(s, "from 45 min on", "Let it begin later")}
}

test_begin_in_words if {
	every min, words in {1: "1 min", 60: "1 h", 61: "1 h 1 min"} {
		s := domestic([step("ECONOMY", 0), step("BUSINESS", min)])
		denied([sales([s])]) == {early(s, sprintf("from %s on", [words]), "Let it begin later")}
	}
}

test_business_class_without_a_begin if {
	s := domestic([step("BUSINESS", null)])
	denied([sales([s])]) == {early(s, "from the first minute on", "Let it begin later")}
}

test_first_class_and_cabins_that_nobody_knows_yet if {
	found := denied([sales([domestic([step("FIRST", 300), step("SKY_SUITE", 0)])])])
	messages(found) == {msg |
		some words in ["First from 5 h", "Sky suite from the first minute"]
		msg := sprintf(`Policy "Sales" (spotnana_policy.sales) lets travelers fly %s on (Highest cabin, domestic flights); it may begin at 6 h. Let it begin later, or write an exception with an owner and an end date into limits.yaml.`, [words])
	}
}

test_business_class_on_international_flights if {
	s := object.union(domestic([step("ECONOMY", 0), step("BUSINESS", 240)]), {"attribute": "air_policy_rules.highest_flight_cabin_by_duration_international"})
	rules_of(denied([sales([s])])) == {"early_business_class"}
}

test_business_class_inherited if {
	s := inherited(domestic([step("ECONOMY", 0), step("BUSINESS", 240)]))
	denied([sales([s])]) == {early(s, "from 4 h on", `Let it begin later in policy "Default", from which it is inherited`)}
}

test_business_class_inherited_from_a_policy_that_does_not_say if {
	s := object.union(inherited(domestic([])), {"data": null})
	denied([sales([s])]) == {unclear_cabin(s, `Write it down in policy "Default", from which it is inherited`)}
}

test_business_class_inherited_from_nowhere if {
	s := unseen(domestic([]))
	unclear_cabin(s, "Bring the policy from which it is inherited into the plan") in denied([sales([s])])
}

test_cabin_not_known if {
	every steps in [[step(null, 0)], [step("BUSINESS", null)], [null], null] {
		s := unknown(domestic(steps))
		denied([sales([s])]) == {unclear_cabin(s, "Write it down, apply first what it depends on")}
	}
}

# What is known decides.
test_cabin_known_enough if {
	every steps in [[step(null, 360)], [step("ECONOMY", null)]] {
		denied([sales([unknown(domestic(steps))])]) == set()
	}
	s := unknown(domestic([step("ECONOMY", 0), step("BUSINESS", 240)]))
	denied([sales([s])]) == {early(s, "from 4 h on", "Let it begin later")}
}

test_business_class_overnight if {
	s := overnight("BUSINESS")
	denied([sales([s])]) == {found_in_sales("early_business_class", s, "lets travelers fly Business whatever the duration (Highest cabin, overnight flights)", "Choose a lower cabin")}
	denied_by([sales([s])], {"limits": object.union(limits, {"business_class": {"overnight": true}})}) == set()
	denied([sales([overnight("ECONOMY")])]) == set()
	denied([sales([overnight(null)])]) == set()
}

test_cabin_of_another_rule if {
	denied([sales([object.union(overnight("BUSINESS"), {"attribute": "rules.something_new"})])]) == set()
}

test_cabin_overnight_known_although_the_night_is_not if {
	denied([sales([unknown(overnight("ECONOMY"))])]) == set()
	messages(denied([sales([unknown(overnight("BUSINESS"))])])) == messages(denied([sales([overnight("BUSINESS")])]))
}

test_cabin_overnight_not_known if {
	every s in [unknown(overnight(null)), object.union(overnight(null), {"data": null, "inherited": "Default"})] {
		messages(denied([sales([s])])) == {concat("", [
			`Policy "Sales" (spotnana_policy.sales) has a cabin that is not known (Highest cabin, overnight flights), so nobody can tell whether it is Business. `,
			{true: `Write it down in policy "Default", from which it is inherited`, false: "Write it down, apply first what it depends on"}[s.known],
			", or write an exception with an owner and an end date into limits.yaml.",
		])}
		denied_by([sales([s])], {"limits": object.union(limits, {"business_class": {"overnight": true}})}) == set()
	}
}

within(cabin, min, max) := {"cabin": cabin, "duration_range": {"min": min, "max": max}}

test_durations_without_a_cabin if {
	every words, steps in {
		"from the first minute on": [step("BUSINESS", 360)],
		"from 1 h on": [within("ECONOMY", 0, 59)],
		"from 1 h 1 min on": [within("ECONOMY", null, 60), within("ECONOMY", 90, null)],
		"from 2 h on": [within("ECONOMY", 60, 119), within("ECONOMY", 0, 90), step("BUSINESS", 400)],
	} {
		s := domestic(steps)
		denied([sales([s])]) == {found_in_sales(
			"early_business_class", s,
			sprintf("has no highest cabin %s (Highest cabin, domestic flights), so that may be Business; it may begin at 6 h", [words]),
			"Let the ranges of durations begin at 0 and follow each other",
		)}
	}
	every steps in [[within("ECONOMY", 0, 359)], [within("ECONOMY", 0, 200), within("ECONOMY", 201, 400)], [within("ECONOMY", 100, null), within("ECONOMY", null, 100)]] {
		denied([sales([domestic(steps)])]) == set()
	}
}

test_higher_cabin_where_it_costs_less if {
	s := statement("Higher cabin than granted", "", "air_policy_rules.flight_cabin_upgrade", {"is_allowed": true})
	denied([sales([s])]) == {found_in_sales("early_business_class", s, "lets travelers fly a higher cabin whatever the duration, where it costs less (Higher cabin than granted)", "Do not allow it")}
	denied_by([sales([s])], {"limits": object.union(limits, {"business_class": {"upgrade": true}})}) == set()
	denied([sales([object.union(s, {"data": {"is_allowed": false}})])]) == set()
	open := unknown(object.union(s, {"data": {"is_allowed": null}}))
	denied([sales([open])]) == {found_in_sales("early_business_class", open, "may let travelers fly a higher cabin (Higher cabin than granted): that is not known", "Write it down, apply first what it depends on")}
	denied_by([sales([open])], {"limits": object.union(limits, {"business_class": {"upgrade": true}})}) == set()
}
