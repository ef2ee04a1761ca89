package travel_policy_test

import data.travel_policy

planned(changes) := object.union(plan([sales([])]), changes)

refused(msg) := {{"rule": "plan", "msg": msg}}

test_whole_plan if {
	denied([sales([])]) == set()
	denied_by([sales([])], {"plan": object.remove(planned({}), ["complete", "errored"])}) == set()
}

test_plan_that_failed if {
	denied_by([sales([])], {"plan": planned({"errored": true})}) == refused("Planning failed, so changes are missing in this plan. Mend what Terraform says, and plan again.")
}

test_incomplete_plan if {
	denied_by([sales([])], {"plan": planned({"complete": false})}) == refused("The plan is incomplete: it was made with -target, or Terraform put changes off. Plan without -target, and again after an apply.")
}

test_no_plan if {
	every p in [{}, {"format_version": "1.2"}, planned({"format_version": "2.0"}), planned({"format_version": "10.0"}), planned({"planned_values": null})] {
		refused("The input is no plan of the format 1. Make it with \"terraform show -json tfplan\".") - denied_by([sales([])], {"plan": p}) == set()
	}
	found := travel_policy.deny with data.policies as [sales([])] with data.format_version as "1.0" with data.limits as limits with data.exceptions as []
	rules_of(found) == {"plan"}
}

no_policy := "There is no policy in this plan, so the rules looked at nothing. Plan in the folder that has the policies."

test_plan_without_policies if {
	denied([]) == refused(no_policy)
}

test_statements_of_another_plan if {
	p := planned({"timestamp": "2026-09-30T12:00:00Z"})
	other := refused("The statements are those of another plan. Make them with \"spotnana statements plan.json\" of this one.")
	denied_by([sales([])], {"plan": p}) == other
	every time, found in {"2026-09-30T12:00:00Z": set(), "2026-09-30T12:00:01Z": other} {
		denied_by([sales([])], {"plan": p}) == found with data.planned_at as time
	}
}

no_statements := "There are no statements of the format 1. Make them with \"spotnana statements plan.json\", and hand them to the rules as data."

test_no_statements if {
	found := travel_policy.deny with data.limits as limits with data.exceptions as [] with input as planned({})
	{no_statements, unlisted("spotnana_policy.sales").msg} == messages(found)
	denied_by({}, {"plan": plan([])}) == refused(no_statements) | refused(no_policy)
}

test_statements_of_another_format if {
	every version in ["2.0", "10.0", 1, null] {
		found := travel_policy.deny with data.policies as [sales([])]
			with data.format_version as version
			with data.limits as limits
			with data.exceptions as []
			with input as planned({})
		found == refused(no_statements)
	}
}

test_statements_of_a_later_minor_format if {
	found := travel_policy.deny with data.policies as [sales([])]
		with data.format_version as "1.7"
		with data.limits as limits
		with data.exceptions as []
		with input as planned({})
	found == set()
}

test_statements_that_cannot_be_read if {
	every key in ["attribute", "data", "inherited", "known"] {
		p := sales([object.remove(stars, [key])])
		denied([p]) == refused("Element 0 of policies is no policy with statements. Make the statements again with \"spotnana statements plan.json\".")
	}
	every p in [object.remove(sales([]), ["statements"]), object.union(object.remove(sales([]), ["statements"]), {"statements": {}}), object.remove(sales([]), ["address"]), "Sales"] {
		refused("Element 0 of policies is no policy with statements. Make the statements again with \"spotnana statements plan.json\".") - denied_by([p], {"plan": planned({})}) == set()
	}
}

unlisted(address) := {
	"rule": "plan",
	"address": address,
	"msg": sprintf("Policy %s is in the plan and has no statements. Make the statements of this plan with \"spotnana statements plan.json\".", [address]),
}

test_policies_without_statements if {
	modules := {"root_module": {
		"resources": [planned_policy("spotnana_policy.sales"), planned_policy("spotnana_policy.new")],
		"child_modules": [{
			"resources": [planned_policy("module.a.spotnana_policy.new")],
			"child_modules": [{"resources": [planned_policy("module.a.module.b.spotnana_policy.new")]}],
		}],
	}}
	denied_by([sales([])], {"plan": planned({"planned_values": modules})}) == {unlisted(address) |
		some address in ["spotnana_policy.new", "module.a.spotnana_policy.new", "module.a.module.b.spotnana_policy.new"]
	}
}

planned_policy(address) := {"address": address, "mode": "managed", "type": "spotnana_policy"}

test_other_resources_need_no_statements if {
	others := [object.union(planned_policy("x"), change) | some change in [{"mode": "data"}, {"type": "spotnana_office"}]]
	denied_by([], {"plan": object.union(plan([]), {"planned_values": {"root_module": {"resources": others, "child_modules": [{"resources": others}]}}})}) == refused(no_policy)
}

failing["not_known"] := {
	"policies": [object.union(sales([]), {"complete": false})],
	"wrong": `Policy "Sales" (spotnana_policy.sales) has lists that are known after the apply only, so nobody can tell what it will demand`,
	"remedy": "Write them down, apply first what they depend on",
}

test_policy_that_may_get_more_statements if {
	every p in [object.union(sales([]), {"complete": false}), object.remove(sales([]), ["complete"])] {
		denied([p]) == {found_in_sales(
			"not_known", {},
			"has lists that are known after the apply only, so nobody can tell what it will demand",
			"Write them down, apply first what they depend on",
		)}
	}
}

test_place_and_name_that_are_not_known if {
	s := object.remove(prevention({"prevent": true}), ["file", "line"])
	p := object.remove(object.union(sales([s]), {"name": null}), ["file", "line"])
	denied([p]) == {{
		"rule": "missing_reason",
		"address": "spotnana_policy.sales",
		"attribute": "rules.car_types_not_allowed.prevent_booking",
		"msg": "Policy spotnana_policy.sales prevents bookings without a reason (Rental cars outside the policy). Write a reason for travelers beside prevent = true, or write an exception with an owner and an end date into limits.yaml.",
	}}
}

test_place_of_the_policy_where_that_of_the_statement_is_not_known if {
	s := object.union(prevention({"prevent": true}), {"file": null, "line": null})
	some f in denied([sales([s])])
	f._loc == {"file": "policies.tf", "line": 12}
}

# Whether somebody may give it up is for another rule.
test_policy_that_is_given_up_needs_no_statements if {
	old := object.union(planned_policy("spotnana_policy.old"), {"change": {"actions": ["forget"], "before": {"name": "Old", "user_groups": []}}})
	p := object.union(plan([sales([]), {"address": "spotnana_policy.old"}]), {"resource_changes": [old]})
	denied_by([sales([])], {"plan": p}) == set()
	replaced := object.union(old, {"change": object.union(old.change, {"actions": ["create", "forget"]})})
	denied_by([sales([])], {"plan": object.union(p, {"resource_changes": [replaced]})}) == {unlisted("spotnana_policy.old")}
}
