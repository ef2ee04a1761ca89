package travel_policy_test

import data.travel_policy

# An exception for what a rule finds, by the rule's test.
exception(rule, changes) := object.union(
	{
		"rule": rule,
		"address": object.get(failing[rule], "address", "spotnana_policy.sales"),
		"reason": "The contract ends soon.",
		"owner": "travel@acme.example",
		"until": "2026-12-31",
	},
	changes,
)

# The messages about what a rule finds beside an exception.
found_beside(rule, exceptions) := messages(denied_by(failing[rule].policies, documents(rule, exceptions)))

documents(rule, exceptions) := object.union_n([
	{"exceptions": exceptions},
	{"plan": object.get(failing[rule], "plan", plan(failing[rule].policies))},
	{"limits": object.get(failing[rule], "limits", limits)},
])

as_found(rule) := sprintf("%s. %s, or write an exception with an owner and an end date into limits.yaml.", [failing[rule].wrong, failing[rule].remedy])

test_every_rule_has_a_case if {
	object.keys(failing) == travel_policy.rules
	every rule, _ in failing {
		found_beside(rule, []) == {as_found(rule)}
	}
}

test_exception_takes_the_finding_away if {
	every rule, _ in failing {
		found_beside(rule, [exception(rule, {})]) == set()
	}
}

test_exception_counts_on_its_last_day if {
	every rule, _ in failing {
		found_beside(rule, [exception(rule, {"until": "2026-09-30"})]) == set()
	}
}

test_exception_that_ended if {
	every rule, case in failing {
		found_beside(rule, [exception(rule, {"until": "2026-09-29"})]) == {sprintf(
			"%s; the exception that travel@acme.example owns ended on 2026-09-29. %s, or let the owner renew the exception in limits.yaml.",
			[case.wrong, case.remedy],
		)}
	}
}

test_exception_for_something_else if {
	every rule, _ in failing {
		others := [exception(rule, {"rule": other}) | some other in (travel_policy.rules - {rule})]
		elsewhere_only := [exception(rule, changes) | some changes in [{"address": "spotnana_policy.legal"}, {"applies_to": "London, GB"}]]
		found_beside(rule, array.concat(others, elsewhere_only)) == {as_found(rule)}
	}
}

test_exception_for_a_part_of_the_policy if {
	every rule in ["early_business_class", "missing_approval", "missing_limit", "missing_second_approver"] {
		found_beside(rule, [exception(rule, {"applies_to": failing[rule].applies_to})]) == set()
	}
}

test_exception_in_force_beside_one_that_ended if {
	rule := "missing_reason"
	found_beside(rule, [exception(rule, {"until": "2026-09-29"}), exception(rule, {})]) == set()
}

test_two_exceptions_that_ended if {
	rule := "missing_reason"
	found := found_beside(rule, [exception(rule, {"until": "2026-09-29"}), exception(rule, {"until": "2026-01-31", "owner": "paul@acme.example"})])
	found == {concat("", [
		failing[rule].wrong,
		"; the exception that travel@acme.example owns ended on 2026-09-29, and the exception that paul@acme.example owns ended on 2026-01-31. ",
		failing[rule].remedy,
		", or let the owner renew the exception in limits.yaml.",
	])}
}

test_day_begins_and_ends_by_utc if {
	rule := "missing_reason"
	documents_of := documents(rule, [exception(rule, {"until": "2026-09-30"})])
	last := travel_policy.deny with data.policies as failing[rule].policies
		with data.format_version as "1.0"
		with data.limits as limits
		with data.exceptions as documents_of.exceptions
		with time.now_ns as time.parse_rfc3339_ns("2026-09-30T23:59:59.999999999Z")
		with input as documents_of.plan
	last == set()
	after := travel_policy.deny with data.policies as failing[rule].policies
		with data.format_version as "1.0"
		with data.limits as limits
		with data.exceptions as documents_of.exceptions
		with time.now_ns as time.parse_rfc3339_ns("2026-10-01T00:00:00Z")
		with input as documents_of.plan
	count(after) == 1
}

# What takes nothing away says why, and the finding stays as it is.
test_exception_at_fault if {
	every changes, fault in {
		{"owner": null}: `(missing_reason, spotnana_policy.sales) has no owner, or one that is no text. Write it down`,
		{"owner": " "}: `(missing_reason, spotnana_policy.sales) has no owner, or one that is no text. Write it down`,
		{"owner": "Maria"}: `(missing_reason, spotnana_policy.sales) has the owner "Maria", which is no e-mail address. Write one`,
		{"reason": ""}: `(missing_reason, spotnana_policy.sales) has no reason, or one that is no text. Write it down`,
		{"until": null}: `(missing_reason, spotnana_policy.sales) has no until, or one that is no text. Write it down`,
		{"until": 20261231}: `(missing_reason, spotnana_policy.sales) has no until, or one that is no text. Write it down`,
		{"until": "31.12.2026"}: `(missing_reason, spotnana_policy.sales) ends on "31.12.2026", which is no day of this century. Write it as YYYY-MM-DD`,
		{"until": "2027-02-29"}: `(missing_reason, spotnana_policy.sales) ends on "2027-02-29", which is no day of this century. Write it as YYYY-MM-DD`,
		{"until": "2026-12-31T00:00:00Z"}: `(missing_reason, spotnana_policy.sales) ends on "2026-12-31T00:00:00Z", which is no day of this century. Write it as YYYY-MM-DD`,
		{"until": "2027-01-09"}: `(missing_reason, spotnana_policy.sales) ends on 2027-01-09, and an exception is for 100 days at most (limits.exceptions.days). Renew it then`,
		{"until": "9999-12-31"}: `(missing_reason, spotnana_policy.sales) ends on "9999-12-31", which is no day of this century. Write it as YYYY-MM-DD`,
		{"untill": "2027-12-31"}: `(missing_reason, spotnana_policy.sales) has the key "untill", which means nothing. The keys are address, applies_to, owner, reason, rule, until`,
		{"applies_to": ""}: `(missing_reason, spotnana_policy.sales, ) has an applies_to that is no text. Write it as the finding has it, or leave it out`,
		{"applies_to": null}: `(missing_reason, spotnana_policy.sales) has an applies_to that is no text. Write it as the finding has it, or leave it out`,
		{"address": null}: `(missing_reason) has no address, or one that is no text. Write it down`,
		{"rule": null}: `(spotnana_policy.sales) has no rule, or one that is no text. Write it down`,
		{"rule": "no_reason"}: concat("", [
			`(no_reason, spotnana_policy.sales) names the rule "no_reason", which there is not. The rules are `,
			"destroyed_with_travelers, early_business_class, missing_approval, missing_limit, missing_parent, missing_reason, missing_second_approver, mixed_currencies, not_known",
		]),
	} {
		found_beside("missing_reason", [exception("missing_reason", changes)]) == {
			as_found("missing_reason"),
			sprintf("Exception 1 in limits.yaml %s. Until then it takes nothing away.", [fault]),
		}
	}
}

test_every_day_is_a_day if {
	every year in [2026, 2027, 2028] {
		every n in numbers.range(0, 365) {
			day := time.format([time.add_date(time.parse_rfc3339_ns(sprintf("%d-01-01T00:00:00Z", [year])), 0, 0, n), "UTC", "2006-01-02"])
			travel_policy.midnight(day) == time.parse_ns("2006-01-02", day)
		}
	}
	every day in ["2027-02-29", "2027-02-30", "2028-02-30", "2027-04-31", "2027-13-01", "2027-00-10", "2027-01-00", "2027-01-32", "2027-1-1", "02027-01-01"] {
		not travel_policy.midnight(day)
	}
}

test_longest_exception if {
	found_beside("missing_reason", [exception("missing_reason", {"until": "2027-01-08"})]) == set()
}

test_exception_that_lacks_a_key if {
	every key in ["rule", "address", "reason", "owner", "until"] {
		found := found_beside("missing_reason", [object.remove(exception("missing_reason", {}), [key])])
		as_found("missing_reason") in found
		count(found) == 2
	}
}

test_exception_that_is_a_text if {
	found_beside("missing_reason", ["Sales is fine."]) == {
		as_found("missing_reason"),
		"Exception 1 in limits.yaml is no list of keys with values. Write rule, address, reason, owner and until. Until then it takes nothing away.",
	}
}

test_exceptions_that_are_no_list if {
	msg := "limits.yaml has no exceptions, or they are no list. Write \"exceptions: []\" if there are none."
	found_beside("missing_reason", {"missing_reason": true}) == {as_found("missing_reason"), msg}
	found_beside("missing_reason", null) == {as_found("missing_reason")}
	found := travel_policy.deny with data.policies as [sales([])]
		with data.format_version as "1.0"
		with data.limits as limits
		with input as plan([sales([])])
	messages(found) == {msg}
}

test_no_exception_from_a_broken_plan if {
	e := exception("missing_reason", {"rule": "plan"})
	found := denied_by([sales([])], {"exceptions": [e], "plan": planned({"errored": true})})
	rules_of(found) == {"plan", "exceptions"}
}

warnings(rule, exceptions) := messages(warned_by(failing[rule].policies, documents(rule, exceptions)))

test_exception_that_matches_nothing if {
	every changes in [{"address": "spotnana_policy.legal"}, {"address": "spotnana_policy.legal", "until": "2026-09-29"}] {
		warnings("missing_reason", [exception("missing_reason", changes)]) == {"Exception 1 in limits.yaml (missing_reason, spotnana_policy.legal) takes nothing away: no rule finds anything there. Remove it."}
	}
	warnings("missing_reason", [exception("missing_reason", {})]) == set()
}

test_exception_that_ends_soon if {
	every until, days in {"2026-09-30": 0, "2026-10-01": 1, "2026-10-30": 30} {
		warnings("missing_reason", [exception("missing_reason", {"until": until})]) == {sprintf(
			"Exception 1 in limits.yaml (missing_reason, spotnana_policy.sales) ends on %s, in %d days. travel@acme.example has to make it needless, or to renew it.",
			[until, days],
		)}
	}
	not_matching := exception("missing_reason", {"until": "2026-10-01", "applies_to": "London, GB"})
	warnings("missing_reason", [not_matching]) == {"Exception 1 in limits.yaml (missing_reason, spotnana_policy.sales, London, GB) takes nothing away: no rule finds anything there. Remove it."}
	every until in ["2026-09-29", "2026-10-31"] {
		warnings("missing_reason", [exception("missing_reason", {"until": until})]) == set()
	}
}

test_exception_at_fault_is_no_warning_too if {
	warnings("missing_reason", [exception("missing_reason", {"owner": "", "address": "spotnana_policy.legal"})]) == set()
	warnings("missing_reason", [exception("missing_reason", {"owner": "", "until": "2026-10-01"})]) == set()
}

test_number_of_the_exception if {
	found := found_beside("missing_reason", [exception("missing_reason", {}), exception("missing_reason", {"owner": "Maria"})])
	found == {`Exception 2 in limits.yaml (missing_reason, spotnana_policy.sales) has the owner "Maria", which is no e-mail address. Write one. Until then it takes nothing away.`}
}

# An exception from missing_second_approver, beside a plan that does this to the policy.
excepted_while(actions, changes) := object.union(
	documents("missing_second_approver", [exception("missing_second_approver", changes)]),
	{"plan": {"resource_changes": [object.union(planned_policy("spotnana_policy.sales"), {"change": {"actions": actions}})]}},
)

test_change_that_an_exception_allows if {
	case := failing.missing_second_approver
	some f in warned_by(case.policies, excepted_while(["update"], {}))
	f.msg == sprintf("%s; the exception that travel@acme.example owns allows it until 2026-12-31.", [case.wrong])
	f.line == 23
	warned_by(case.policies, excepted_while(["no-op"], {})) == set()
	warned_by(case.policies, excepted_while(["update"], {"until": "2026-09-29"})) == set()
}
