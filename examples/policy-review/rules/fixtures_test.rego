# What the tests share: a policy that no rule finds anything in, to which each test adds statements.
package travel_policy_test

import data.travel_policy

limits := {
	"business_class": {"from_hours": 6, "overnight": false, "upgrade": false},
	"hotel_cap": {"EUR": 180, "GBP": 160},
	"approval": {
		"travel_types": ["AIR", "HOTEL", "RAIL", "CAR"],
		"counts": ["SOFT_APPROVAL", "HARD_APPROVAL", "PRE_APPROVAL", "PREVENT_BOOKING"],
	},
	"exceptions": {"days": 100},
	"required": [],
}

# The last day of September, at noon (UTC).
noon := 1790769600000000000

denied(policies) := denied_by(policies, {})

# What is denied where some of the documents are others.
denied_by(policies, changes) := found if {
	found := travel_policy.deny with data.policies as policies
		with data.format_version as "1.0"
		with data.limits as object.get(changes, "limits", limits)
		with data.exceptions as object.get(changes, "exceptions", [])
		with time.now_ns as noon
		with input as object.get(changes, "plan", plan(policies))
}

warned_by(policies, changes) := found if {
	found := travel_policy.warn with data.policies as policies
		with data.format_version as "1.0"
		with data.limits as limits
		with data.exceptions as changes.exceptions
		with time.now_ns as noon
		with input as object.get(changes, "plan", plan(policies))
}

plan(policies) := {
	"format_version": "1.2",
	"errored": false,
	"complete": true,
	"planned_values": {"root_module": {"resources": [resource |
		some p in policies
		resource := {"address": p.address, "mode": "managed", "type": "spotnana_policy"}
	]}},
	"resource_changes": [],
}

sales(statements) := policy("sales", array.concat([currency("EUR"), approved], statements))

policy(name, statements) := {
	"address": sprintf("spotnana_policy.%s", [name]),
	"name": sprintf("%s%s", [upper(substring(name, 0, 1)), substring(name, 1, -1)]),
	"type": "GROUP",
	"company": "spotnana_company.acme",
	"complete": true,
	"file": "policies.tf",
	"line": 12,
	"statements": statements,
}

statement(rule, applies_to, attribute, value) := {
	"rule": rule,
	"applies_to": applies_to,
	"attribute": attribute,
	"data": value,
	"inherited": null,
	"known": true,
	"file": "policies.tf",
	"line": 23,
}

inherited(s) := object.union(s, {"inherited": "Default"})

unknown(s) := object.union(s, {"known": false})

unseen(s) := object.union(s, {"inherited": "", "data": null})

currency(code) := statement("Currency", "", "currency", {"currency_code": code})

approval(applies_to, value) := statement("Approval of bookings outside the policy", applies_to, "out_of_policy_approval_infos[0]", value)

approved := approval("", {"approval_process_type": "HARD_APPROVAL", "is_manager_approver": true})

# A finding about Sales, at the statement or, without an attribute, at the policy.
found_in_sales(rule, s, wrong, remedy) := object.union_n([
	{"rule": rule, "address": "spotnana_policy.sales", "file": "policies.tf", "line": at(s), "_loc": {"file": "policies.tf", "line": at(s)}},
	{key: s[key] | some key in ["attribute", "applies_to"]; s[key] != ""},
	{"msg": sprintf(`Policy "Sales" (spotnana_policy.sales) %s. %s, or write an exception with an owner and an end date into limits.yaml.`, [wrong, remedy])},
])

at(s) := object.get(s, "line", 12)

# The messages without their places, where that is what a test is about.
messages(findings) := {f.msg | some f in findings}

rules_of(findings) := {f.rule | some f in findings}
