# What the rules share: how a finding is made of what they find, and the statements that it is about.
#
# A rule adds to "found" with finding(). An exception in limits.yaml takes a finding away; all others are in "deny", which is what OPA
# and conftest are asked for.
package travel_policy

# The rules that an exception can name.
rules := {
	"destroyed_with_travelers",
	"early_business_class",
	"missing_approval",
	"missing_limit",
	"missing_parent",
	"missing_reason",
	"missing_second_approver",
	"mixed_currencies",
	"not_known",
}

deny contains denied if {
	some f in found
	not excepted(f)
	denied := object.union(f.about, {"msg": message(f)})
}

# What a rule found: in which policy and statement ({} for all of the policy), what is wrong, and what to do about it.
finding(rule, policy, statement, wrong, remedy) := {
	"about": object.union_n([
		{"rule": rule, "address": policy.address},
		{key: statement[key] | some key in ["attribute", "applies_to"]; statement[key] != ""},
		place(policy, statement),
	]),
	"wrong": sprintf("%s %s", [named(policy), wrong]),
	"remedy": remedy,
}

# Where the statement is written, or else the policy. conftest takes the place from _loc.
place(policy, statement) := object.union(places[0], {"_loc": places[0]}) if {
	places := [{"file": s.file, "line": s.line} | some s in [statement, policy]; is_string(s.file); is_number(s.line)]
	count(places) > 0
} else := {}

# A statement with the place of an element of a list in it, where that has one of its own.
at_element(statement, list, i) := object.union(statement, object.get(statement, ["elements", sprintf(".%s[%d]", [list, i])], {}))

message(f) := sprintf("%s. %s, or write an exception with an owner and an end date into limits.yaml.", [f.wrong, f.remedy]) if {
	count(ended(f)) == 0
} else := sprintf("%s; %s. %s, or let the owner renew the exception in limits.yaml.", [f.wrong, concat(", and ", ended(f)), f.remedy])

named(policy) := sprintf("Policy %q (%s)", [policy.name, policy.address]) if {
	is_string(policy.name)
	policy.name != ""
} else := sprintf("Policy %s", [policy.address])

# What a statement is about: "Highest hotel price, London, GB".
topic(statement) := concat(", ", [statement[key] | some key in ["rule", "applies_to"]; statement[key] != ""])

# To a remedy: where the value is changed that a statement has.
there(statement) := sprintf(" in policy %q, from which it is inherited", [statement.inherited]) if {
	is_string(statement.inherited)
	statement.inherited != ""
} else := ""

# The remedy for a value that a rule has to judge and that is not known.
if_unknown(statement) := "Bring the policy from which it is inherited into the plan" if {
	statement.inherited == ""
} else := "Write it down, apply first what it depends on" if {
	not statement.known
} else := sprintf("Write it down%s", [there(statement)])

# The statements of a policy, by its address, about anything but caps of hotels: of those there can be hundreds.
other_statements := {p.address: statements |
	some p in data.policies
	statements := [s | some s in p.statements; not startswith(s.attribute, hotel_caps)]
}

# The statements that are not known, or not wholly: few, so that the rules look at each of them closely.
open_statements := array.concat(
	[[p, s] | some p in data.policies; some s in p.statements; s.data == null],
	[[p, s] | some p in data.policies; some s in p.statements; s.known == false; s.data != null],
)

# Where a value is null beside one that is not known, it is itself unknown, or it is not set. The plan tells which. Without a word from
# it, nothing is known.
is_unknown(policy, statement, name) if {
	not statement.known
	is_object(statement.data)
	object.get(statement.data, name, null) == null
	not is_unset(policy, statement, name)
}

is_unset(policy, statement, name) if {
	some resource in input.resource_changes
	resource.address == policy.address
	path := array.concat(path_of(statement.attribute), [name])
	every marks in [resource.change.after_unknown, resource.change.after_sensitive] {
		every length in numbers.range(1, count(path)) {
			object.get(marks, array.slice(path, 0, length), false) != true
		}
	}
}

# An attribute as a path: "out_of_policy_approval_infos[0]" as ["out_of_policy_approval_infos", 0].
path_of(attribute) := [step |
	some text in regex.find_n(`[a-z0-9_]+`, attribute, -1)
	step := as_step(text)
]

as_step(text) := to_number(text) if {
	regex.match(`^[0-9]+$`, text)
} else := text

# A documented value in words: "BUSINESS" as "Business".
word(value) := concat("", [substring(value, 0, 1), lower(replace(substring(value, 1, -1), "_", " "))])
