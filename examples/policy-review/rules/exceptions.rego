# Exceptions in limits.yaml: each takes away what one rule finds in one policy, until its last day is over.
#
# An exception that lacks something, or cannot be read, takes nothing away and is a finding itself.
package travel_policy

exceptions_written := data.exceptions if is_array(data.exceptions)

else := []

exceptions_sound := [e | some i, e in exceptions_written; not exception_faults[i]]

today := time.format([time.now_ns(), "UTC", "2006-01-02"])

excepted(f) if {
	some e in exceptions_sound
	matches(e, f)
	e.until >= today
}

# What to say about the exceptions that a finding had.
ended(f) := [sprintf("the exception that %s owns ended on %s", [e.owner, e.until]) |
	some e in exceptions_sound
	matches(e, f)
]

matches(e, f) if {
	e.rule == f.about.rule
	e.address == f.about.address
	object.get(e, "applies_to", "") in {"", object.get(f.about, "applies_to", "")}
}

deny contains denied if {
	some i, faults in exception_faults
	some fault in faults
	denied := {"rule": "exceptions", "msg": sprintf("%s %s. Until then it takes nothing away.", [exception_named(i), fault])}
}

deny contains {"rule": "exceptions", "msg": "limits.yaml has no exceptions, or they are no list. Write \"exceptions: []\" if there are none."} if {
	not exceptions_readable
}

exceptions_readable if is_array(data.exceptions)

exceptions_readable if data.exceptions == null

exception_named(i) := sprintf("Exception %d in limits.yaml%s", [i + 1, which]) if {
	e := exceptions_written[i]
	parts := [e[key] | is_object(e); some key in ["rule", "address", "applies_to"]; is_string(e[key])]
	which := concat("", [sprintf(" (%s)", [concat(", ", parts)]) | count(parts) > 0])
}

exception_keys := {"rule", "address", "applies_to", "reason", "owner", "until"}

exception_faults[i] contains "is no list of keys with values. Write rule, address, reason, owner and until" if {
	some i, e in exceptions_written
	not is_object(e)
}

exception_faults[i] contains sprintf("has no %s, or one that is no text. Write it down", [key]) if {
	some i, e in exceptions_written
	is_object(e)
	some key in (exception_keys - {"applies_to"})
	is_blank(object.get(e, key, null))
}

exception_faults[i] contains sprintf("has the key %q, which means nothing. The keys are %s", [key, concat(", ", sort(exception_keys))]) if {
	some i, e in exceptions_written
	is_object(e)
	some key in (object.keys(e) - exception_keys)
}

exception_faults[i] contains "has an applies_to that is no text. Write it as the finding has it, or leave it out" if {
	some i, e in exceptions_written
	is_object(e)
	is_blank(e.applies_to)
}

exception_faults[i] contains sprintf("names the rule %q, which there is not. The rules are %s", [e.rule, concat(", ", sort(rules))]) if {
	some i, e in exceptions_written
	not is_blank(e.rule)
	not e.rule in rules
}

exception_faults[i] contains sprintf("has the owner %q, which is no e-mail address. Write one", [e.owner]) if {
	some i, e in exceptions_written
	not is_blank(e.owner)
	not regex.match(`^[^@\s]+@[^@\s]+\.[^@\s]+$`, e.owner)
}

exception_faults[i] contains sprintf("ends on %q, which is no day of this century. Write it as YYYY-MM-DD", [e.until]) if {
	some i, e in exceptions_written
	not is_blank(e.until)
	not midnight(e.until)
}

# Who renews an exception thinks about it again. One for ever would be another limit.
exception_faults[i] contains sprintf("ends on %s, and an exception is for %v days at most (limits.exceptions.days). Renew it then", [e.until, days]) if {
	some i, e in exceptions_written
	days := data.limits.exceptions.days
	is_number(days)
	is_string(e.until)
	midnight(e.until) - midnight(today) > days * 86400000000000
}

is_blank(v) if not is_string(v)

is_blank(v) if {
	is_string(v)
	trim_space(v) == ""
}

# When a day begins, undefined for what is no day. OPA is run so that an error of a function ends it, so the pattern lets through days only, and 29 February
# in leap years.
midnight(day) := time.parse_ns("2006-01-02", day) if {
	regex.match(`^20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$|^20([02468][048]|[13579][26])-02-29$`, day)
}

# Warnings let a change pass.
warn contains {"rule": "exceptions", "address": e.address, "msg": msg} if {
	some i, e in exceptions_written
	not exception_faults[i]
	not has_match(e)
	msg := sprintf("%s takes nothing away: no rule finds anything there. Remove it.", [exception_named(i)])
}

warn contains {"rule": "exceptions", "address": e.address, "msg": msg} if {
	some i, e in exceptions_written
	not exception_faults[i]
	has_match(e)
	days := (midnight(e.until) - midnight(today)) / 86400000000000
	days >= 0
	days <= 30
	msg := sprintf("%s ends on %s, in %d days. %s has to make it needless, or to renew it.", [exception_named(i), e.until, days, e.owner])
}

# Who approves the change of a policy sees what it may only by an exception.
warn contains warned if {
	some f in found
	f.about.address in changed_policies
	some e in exceptions_sound
	matches(e, f)
	e.until >= today
	warned := object.union(f.about, {"msg": sprintf("%s; the exception that %s owns allows it until %s.", [f.wrong, e.owner, e.until])})
}

changed_policies contains resource.address if {
	some resource in input.resource_changes
	resource.change.actions != ["no-op"]
}

has_match(e) if {
	some f in found
	matches(e, f)
}
