# What the rules read: without a whole plan and the statements that belong to it, nothing would be found. So that is a finding, which no
# exception takes away.
package travel_policy

deny contains {"rule": "plan", "msg": "The input is no plan of the format 1. Make it with \"terraform show -json tfplan\"."} if {
	not is_plan
}

is_plan if {
	startswith(input.format_version, "1.")
	is_object(input.planned_values)
}

deny contains {"rule": "plan", "msg": "Planning failed, so changes are missing in this plan. Mend what Terraform says, and plan again."} if {
	object.get(input, "errored", false) != false
}

deny contains {"rule": "plan", "msg": "The plan is incomplete: it was made with -target, or Terraform put changes off. Plan without -target, and again after an apply."} if {
	object.get(input, "complete", true) != true
}

deny contains {"rule": "plan", "msg": "There are no statements of the format 1. Make them with \"spotnana statements plan.json\", and hand them to the rules as data."} if {
	not has_statements
}

has_statements if {
	startswith(data.format_version, "1.")
	is_array(data.policies)
}

# The time is that of the plan. Statements of another one tell of other policies, and be they called the same.
deny contains {"rule": "plan", "msg": "The statements are those of another plan. Make them with \"spotnana statements plan.json\" of this one."} if {
	is_string(input.timestamp)
	has_statements
	not data.planned_at == input.timestamp
}

# Without a word nobody would know that nothing was looked at: another folder, another account, or all of it removed from the state.
deny contains {"rule": "plan", "msg": "There is no policy in this plan, so the rules looked at nothing. Plan in the folder that has the policies."} if {
	is_plan
	count(planned_policies) == 0
	every resource in object.get(input, "resource_changes", []) { not is_managed_policy(resource) }
}

# A statement that the rules cannot read would be none.
deny contains {"rule": "plan", "msg": sprintf("Element %d of policies is no policy with statements. Make the statements again with \"spotnana statements plan.json\".", [i])} if {
	is_array(data.policies)
	some i, p in data.policies
	not is_policy(p)
}

is_policy(p) if {
	is_string(p.address)
	is_array(p.statements)
	readable := [1 | some s in p.statements; _ = s.attribute; _ = s.known; _ = s.data; _ = s.inherited]
	count(readable) == count(p.statements)
}

deny contains denied if {
	some address in (planned_policies - given_up)
	not address in {p.address | some p in data.policies}
	denied := {
		"rule": "plan",
		"address": address,
		"msg": sprintf("Policy %s is in the plan and has no statements. Make the statements of this plan with \"spotnana statements plan.json\".", [address]),
	}
}

planned_policies contains resource.address if {
	some resource in input.planned_values.root_module.resources
	is_managed_policy(resource)
}

planned_policies contains resource.address if {
	walk(input.planned_values.root_module.child_modules, [_, resource])
	is_managed_policy(resource)
}

# Terraform counts a policy that it gives up among those that are planned.
given_up contains resource.address if {
	some resource in input.resource_changes
	is_managed_policy(resource)
	resource.change.actions == ["forget"]
}

is_managed_policy(resource) if {
	resource.mode == "managed"
	resource.type == "spotnana_policy"
}

# Of a policy that may get more statements, the rules see a part.
found contains finding("not_known", p, {}, wrong, remedy) if {
	some p in data.policies
	object.get(p, "complete", false) != true
	wrong := "has lists that are known after the apply only, so nobody can tell what it will demand"
	remedy := "Write them down, apply first what they depend on"
}
