package travel_policy_test

stars := statement("Stars of hotels", "", "hotel_policy_rules.hotel_star_rating", {"rating_range": {"min": 3, "max": 4}})

failing["missing_parent"] := {
	"policies": [sales([unseen(stars)])],
	"wrong": `Policy "Sales" (spotnana_policy.sales) inherits from a policy that is not in the plan (Stars of hotels), so nobody can tell what is in force`,
	"remedy": "Bring that policy into the configuration, set the value here",
}

test_values_of_its_own_and_inherited_ones if {
	denied([sales([stars, inherited(stars)])]) == set()
}

test_parent_not_in_the_plan if {
	s := unseen(stars)
	denied([sales([s])]) == {found_in_sales(
		"missing_parent", s,
		"inherits from a policy that is not in the plan (Stars of hotels), so nobody can tell what is in force",
		"Bring that policy into the configuration, set the value here",
	)}
}

test_parent_not_known if {
	s := unknown(unseen(stars))
	denied([sales([s])]) == {found_in_sales(
		"missing_parent", s,
		"inherits from a policy that is not known (Stars of hotels), so nobody can tell what is in force",
		"Write parent_policy_id down, apply first what it depends on",
	)}
}
