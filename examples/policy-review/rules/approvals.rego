# What the rules about approvals share: the approvals of bookings outside a policy, and for what they are meant.
#
# An approval without travel_types is meant for all kinds of travel, one without conditions for all trips. A policy may have the older
# out_of_policy_approval_info instead of a list, or beside it; both count.
package travel_policy

# Those of a policy, by its address. A list that is empty has one statement, which is no approval.
approvals := {p.address: [s |
	some s in other_statements[p.address]
	startswith(s.attribute, "out_of_policy_approval_info")
	s.data != []
] |
	some p in data.policies
}

# Those of bookings that an agent makes for a traveler. Without one, the others count.
agent_approvals := {p.address: [s |
	some s in other_statements[p.address]
	startswith(s.attribute, "out_of_policy_agent_approval_infos[")
] |
	some p in data.policies
}

# Who approves, as far as is known, without those who do where nobody else is named.
named_by(approval) := array.concat(
	[id | some id in {lower(id) | some id in approval.data.designated_approver_ids; is_string(id)}],
	array.concat(
		[null | some id in approval.data.designated_approver_ids; id == null],
		[name | some name in ["is_manager_approver", "is_employee_level_designated_approver"]; approval.data[name] == true],
	),
)

# Whether an approval is meant for a kind of travel: surely, or perhaps.
is_for(policy, approval, _) if {
	is_object(approval.data)
	not is_unknown(policy, approval, "travel_types")
	object.get(approval.data, "travel_types", null) == null
}

is_for(_, approval, kind) if kind in approval.data.travel_types

may_be_for(policy, approval, kind) if is_for(policy, approval, kind)

may_be_for(policy, approval, _) if are_kinds_unclear(policy, approval)

are_kinds_unclear(_, approval) if approval.data == null

are_kinds_unclear(policy, approval) if is_unknown(policy, approval, "travel_types")

are_kinds_unclear(_, approval) if null in approval.data.travel_types

# The trips for which no approval of a kind of travel is surely meant.
uncovered_trips(policy, kind) := {"DOMESTIC", "INTERNATIONAL"} - {trips |
	some approval in approvals[policy.address]
	is_for(policy, approval, kind)
	some trips in trips_of(policy, approval)
}

# A condition counts as soon as it is met, when all of its rules are. One without rules counts for nothing, as no document says for what.
trips_of(policy, approval) := {"DOMESTIC", "INTERNATIONAL"} if {
	object.get(approval.data, "approval_conditions", null) in {null, []}
	not is_unknown(policy, approval, "approval_conditions")
} else := {trips |
	some trips in ["DOMESTIC", "INTERNATIONAL"]
	some condition in approval.data.approval_conditions
	count(condition.rules) > 0
	every rule in condition.rules { rule.travel_region_rule.travel_region_type == trips }
}
