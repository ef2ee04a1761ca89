package travel_policy_test

conditions(regions) := [{"rules": [{"travel_region_rule": {"travel_region_type": region}}]} | some region in regions]

with_approvals(approvals) := policy("sales", array.concat([currency("EUR")], approvals))

hard(value) := object.union({"approval_process_type": "HARD_APPROVAL", "is_manager_approver": true}, value)

nobody(kind, trips) := found_in_sales(
	"missing_approval", {"applies_to": kind},
	sprintf("names no approval of bookings outside it (%s%s)", [kind, trips]),
	"Add one to out_of_policy_approval_infos",
)

unclear_approval(s) := found_in_sales(
	"missing_approval", s,
	"has an approval of bookings outside it that is not known, so nobody can tell for which kinds of travel somebody approves",
	"Write it down, apply first what it depends on",
)

failing["missing_approval"] := {
	"policies": [with_approvals([approval("air, hotel, car", hard({"travel_types": ["AIR", "HOTEL", "CAR"]}))])],
	"wrong": `Policy "Sales" (spotnana_policy.sales) names no approval of bookings outside it (rail)`,
	"remedy": "Add one to out_of_policy_approval_infos",
	"applies_to": "rail",
}

test_approval_of_all_kinds_of_travel if {
	denied([with_approvals([approved])]) == set()
	denied([with_approvals([approval("", hard({"travel_types": null, "approval_conditions": []}))])]) == set()
	denied([with_approvals([object.union(approved, {"attribute": "out_of_policy_approval_info"})])]) == set()
}

test_approval_of_each_kind_of_travel if {
	denied([with_approvals([
		approval("air", hard({"travel_types": ["AIR"]})),
		approval("hotel", {"approval_process_type": "PREVENT_BOOKING", "travel_types": ["HOTEL"]}),
		approval("rail, car", hard({"travel_types": ["RAIL", "CAR"]})),
	])]) == set()
}

test_kinds_of_travel_without_approval if {
	p := with_approvals([approval("air, limo", hard({"travel_types": ["AIR", "LIMO"]}))])
	denied([p]) == {nobody(kind, "") | some kind in ["hotel", "rail", "car"]}
	denied_by([p], {"limits": object.union(limits, {"approval": {"travel_types": ["AIR"]}})}) == set()
}

test_no_approval_at_all if {
	every approvals in [[], [object.union(approved, {"attribute": "out_of_policy_approval_infos", "data": []})]] {
		denied([with_approvals(approvals)]) == {nobody(kind, "") | some kind in ["air", "hotel", "rail", "car"]}
	}
}

test_approvals_within_the_policy_and_by_agents_do_not_count if {
	others := [object.union(approved, {"attribute": attribute}) | some attribute in ["in_policy_approval_infos[0]", "out_of_policy_agent_approval_infos[0]"]]
	count(denied([with_approvals(others)])) == 4
}

test_approval_none if {
	s := approval("air, rail", {"approval_process_type": "NONE", "travel_types": ["AIR", "RAIL"], "is_manager_approver": true})
	denied([with_approvals([approved, s])]) == {found_in_sales("missing_approval", s, "lets travelers book outside it without approval (air, rail)", "Choose an approval that counts")}
}

test_approval_none_for_all_kinds_of_travel if {
	every attribute in ["out_of_policy_approval_infos[0]", "out_of_policy_approval_info"] {
		s := object.union(approval("", {"approval_process_type": "NONE"}), {"attribute": attribute})
		denied([with_approvals([s])]) == {found_in_sales("missing_approval", s, "lets travelers book outside it without approval (all kinds of travel)", "Choose an approval that counts")}
	}
}

test_approval_none_of_a_kind_that_needs_none if {
	denied([with_approvals([approved, approval("limo", {"approval_process_type": "NONE", "travel_types": ["LIMO"]})])]) == set()
}

test_approval_that_does_not_count if {
	s := approval("", {"approval_process_type": "PASSIVE_APPROVAL"})
	wrong := "lets travelers book outside it with passive approval, which does not count as an approval (all kinds of travel)"
	denied([with_approvals([s])]) == {found_in_sales("missing_approval", s, wrong, "Choose an approval that counts")}
}

test_approval_on_some_trips if {
	domestic := approval("", hard({"approval_conditions": conditions(["DOMESTIC"])}))
	denied([with_approvals([domestic])]) == {nobody(kind, ", international trips") | some kind in ["air", "hotel", "rail", "car"]}
	both := conditions(["DOMESTIC", "INTERNATIONAL"])
	denied([with_approvals([approval("", hard({"approval_conditions": both}))])]) == set()
	abroad := approval("", hard({"approval_conditions": conditions(["INTERNATIONAL"])}))
	denied([with_approvals([domestic, abroad])]) == set()
}

# All rules of a condition have to be met, and a condition without any is for nothing that a document names.
test_conditions_that_are_never_met if {
	contradiction := [{"rules": [{"travel_region_rule": {"travel_region_type": region}} | some region in ["DOMESTIC", "INTERNATIONAL"]]}]
	every value in [contradiction, [{"rules": []}], [{"rules": null}]] {
		denied([with_approvals([approval("", hard({"approval_conditions": value}))])]) == {nobody(kind, "") | some kind in ["air", "hotel", "rail", "car"]}
	}
}

test_approval_not_known if {
	every value in [
		null,
		hard({"approval_process_type": null}),
		hard({"travel_types": null}),
		hard({"travel_types": [null]}),
		hard({"travel_types": ["AIR", "HOTEL", "RAIL", "CAR"], "approval_conditions": null}),
		hard({"travel_types": ["AIR", "HOTEL", "RAIL", "CAR"], "approval_conditions": [{"rules": null}]}),
		hard({"travel_types": ["AIR", "HOTEL", "RAIL", "CAR"], "approval_conditions": [null]}),
	] {
		s := unknown(approval("", value))
		denied([with_approvals([s])]) == {unclear_approval(s)}
	}
}

# An approver that is made by the same apply has no id yet. The plan says that all else is not set.
test_approval_by_somebody_who_is_not_known if {
	s := unknown(approval("", hard({"designated_approver_ids": [null], "travel_types": null, "approval_conditions": null})))
	p := with_approvals([s])
	denied_by([p], {"plan": marked(p, {"id": true, "out_of_policy_approval_infos": [{"designated_approver_ids": [true]}]}, {})}) == set()
	every marks in [
		{"out_of_policy_approval_infos": true},
		{"out_of_policy_approval_infos": [true]},
		{"out_of_policy_approval_infos": [{"travel_types": true}]},
		{"out_of_policy_approval_infos": [{"approval_conditions": true}]},
	] {
		denied_by([p], {"plan": marked(p, marks, {})}) == {unclear_approval(s)}
		denied_by([p], {"plan": marked(p, {}, marks)}) == {unclear_approval(s)}
	}
	denied([p]) == {unclear_approval(s)}
	denied_by([p], {"plan": marked(policy("legal", []), {}, {})}) & {unclear_approval(s)} != set()
}

# What is written down needs no word from the plan.
test_approval_known_enough if {
	denied([with_approvals([unknown(approval("air, hotel, rail, car", hard({
		"travel_types": ["AIR", "HOTEL", "RAIL", "CAR"],
		"approval_conditions": conditions(["DOMESTIC", "INTERNATIONAL"]),
		"designated_approver_ids": [null],
	})))])]) == set()
}

marked(p, unknown, sensitive) := object.union(plan([p]), {"resource_changes": [{
	"address": p.address,
	"mode": "managed",
	"type": "spotnana_policy",
	"change": {"actions": ["create"], "before": null, "after_unknown": unknown, "after_sensitive": sensitive},
}]})

by_agents(s) := object.union(s, {"attribute": "out_of_policy_agent_approval_infos[0]"})

test_approval_by_nobody if {
	every value in [{}, {"is_manager_approver": false, "designated_approver_ids": [], "default_approver_ids": []}, {"should_notify_manager": true}] {
		s := approval("", object.union({"approval_process_type": "HARD_APPROVAL"}, value))
		denied([with_approvals([s])]) == {found_in_sales("missing_approval", s, "has an approval of bookings outside it by nobody (all kinds of travel)", "Name who approves")}
		denied([with_approvals([approved, by_agents(s)])]) == {found_in_sales("missing_approval", by_agents(s), "has an approval of bookings outside it by nobody (all kinds of travel)", "Name who approves")}
	}
	every value in [{"default_approver_ids": ["maria"]}, {"designated_approver_ids": ["maria"]}, {"is_employee_level_designated_approver": true}] {
		denied([with_approvals([approval("", object.union({"approval_process_type": "HARD_APPROVAL"}, value))])]) == set()
	}
	limo := approval("limo", {"approval_process_type": "HARD_APPROVAL", "travel_types": ["LIMO"]})
	denied([with_approvals([approved, limo])]) == set()
}

test_approval_none_of_what_agents_book if {
	s := by_agents(approval("", {"approval_process_type": "NONE"}))
	denied([with_approvals([approved, s])]) == {found_in_sales("missing_approval", s, "lets agents book outside it without approval (all kinds of travel)", "Choose an approval that counts")}
	denied([with_approvals([approved, by_agents(approved)])]) == set()
	unclear := unknown(by_agents(approval("", hard({"approval_process_type": null}))))
	denied([with_approvals([approved, unclear])]) == {unclear_approval(unclear)}
}

star_approval(process) := statement("Stars of hotels", "", "hotel_policy_rules.hotel_star_rating.approval_process_type", process)

accommodation(process) := statement("Accommodation outside the policy", "", "rules.hotel_property_type", {"approval_process_type": process, "restricted_property_types": ["HOSTEL"]})

test_rules_about_hotels_that_ask_nobody if {
	every s in [star_approval("NONE"), accommodation("NONE")] {
		denied([sales([s])]) == {found_in_sales(
			"missing_approval", s,
			sprintf("lets travelers book hotels that break this rule without approval (%s)", [s.rule]),
			"Choose an approval_process_type that counts",
		)}
		denied_by([sales([s])], {"limits": object.union(limits, {"approval": {"travel_types": ["AIR"]}})}) == set()
	}
	every s in [star_approval("HARD_APPROVAL"), accommodation("PREVENT_BOOKING"), accommodation(null)] {
		denied([sales([s])]) == set()
	}
}

test_rules_about_hotels_that_are_not_known if {
	every s in [unknown(star_approval(null)), unknown(accommodation(null))] {
		denied([sales([s])]) == {found_in_sales(
			"missing_approval", s,
			sprintf("has an approval_process_type that is not known (%s), so nobody can tell whether somebody approves", [s.rule]),
			"Write it down, apply first what it depends on",
		)}
	}
}
