# No policy grants Business, or a higher cabin, on flights of fewer hours than the limit; and none on overnight flights, unless the limits
# allow it.
package travel_policy

# All others count as Business or higher, those too that nobody knows yet.
low_cabins := {"ECONOMY", "PREMIUM_ECONOMY"}

found contains finding("early_business_class", p, at_element(s, "highest_cabin_for_duration_list", i), wrong, remedy) if {
	some p in data.policies
	some s in other_statements[p.address]
	some i, step in s.data.highest_cabin_for_duration_list
	verdict(s, step) == "early"
	wrong := sprintf("lets travelers fly %s from %s on (%s); it may begin at %s", [word(step.cabin), duration(begin(s, step)), topic(s), duration(first_minute)])
	remedy := sprintf("Let it begin later%s", [there(s)])
}

found contains finding("early_business_class", p, s, wrong, if_unknown(s)) if {
	some [p, s] in open_statements
	startswith(s.attribute, "air_policy_rules.highest_flight_cabin_by_duration_")
	is_cabin_unclear(s)
	wrong := sprintf("has a cabin that is not known (%s), so nobody can tell whether it is Business before %s", [topic(s), duration(first_minute)])
}

found contains finding("early_business_class", p, s, wrong, remedy) if {
	data.limits.business_class.overnight == false
	some p in data.policies
	some s in other_statements[p.address]
	s.attribute == overnight
	is_string(s.data.cabin)
	not s.data.cabin in low_cabins
	wrong := sprintf("lets travelers fly %s whatever the duration (%s)", [word(s.data.cabin), topic(s)])
	remedy := sprintf("Choose a lower cabin%s", [there(s)])
}

found contains finding("early_business_class", p, s, wrong, if_unknown(s)) if {
	data.limits.business_class.overnight == false
	some [p, s] in open_statements
	s.attribute == overnight
	not is_string(object.get(s, ["data", "cabin"], null))
	wrong := sprintf("has a cabin that is not known (%s), so nobody can tell whether it is Business", [topic(s)])
}

# Where a higher cabin may be booked because it costs less, no highest cabin keeps anybody from Business.
found contains finding("early_business_class", p, s, wrong, remedy) if {
	data.limits.business_class.upgrade == false
	some p in data.policies
	some s in other_statements[p.address]
	s.attribute == upgrade
	s.data.is_allowed == true
	wrong := sprintf("lets travelers fly a higher cabin whatever the duration, where it costs less (%s)", [topic(s)])
	remedy := sprintf("Do not allow it%s", [there(s)])
}

found contains finding("early_business_class", p, s, wrong, if_unknown(s)) if {
	data.limits.business_class.upgrade == false
	some [p, s] in open_statements
	s.attribute == upgrade
	not is_boolean(object.get(s, ["data", "is_allowed"], null))
	wrong := sprintf("may let travelers fly a higher cabin (%s): that is not known", [topic(s)])
}

# A duration in none of the ranges has no highest cabin.
found contains finding("early_business_class", p, s, wrong, remedy) if {
	some p in data.policies
	some s in other_statements[p.address]
	s.known
	minute := min(open_minutes(s))
	wrong := sprintf("has no highest cabin from %s on (%s), so that may be Business; it may begin at %s", [duration(minute), topic(s), duration(first_minute)])
	remedy := sprintf("Let the ranges of durations begin at 0 and follow each other%s", [there(s)])
}

overnight := "air_policy_rules.highest_flight_cabin_overnight"

upgrade := "air_policy_rules.flight_cabin_upgrade"

# The minutes before the limit at which a range ends, or flights begin, and no range goes on.
open_minutes(s) := {minute |
	steps := s.data.highest_cabin_for_duration_list
	ends := [step.duration_range.max | some step in steps; is_number(step.duration_range.max)]
	some end in array.concat([-1], ends)
	minute := end + 1
	minute < first_minute
	count([1 | some step in steps; is_in(minute, step.duration_range)]) == 0
}

is_in(minute, range) if {
	not range.min > minute
	not is_over(minute, range)
}

is_over(minute, range) if {
	is_number(range.max)
	minute > range.max
}

first_minute := round(data.limits.business_class.from_hours * 60) if is_number(data.limits.business_class.from_hours)

# From which minute of flight on a step counts: without a number from the start. Undefined where that is not known.
begin(statement, step) := step.duration_range.min if is_number(step.duration_range.min)

else := 0 if statement.known

verdict(statement, step) := "fine" if step.cabin in low_cabins

else := "fine" if begin(statement, step) >= first_minute

else := "early" if {
	is_string(step.cabin)
	is_number(begin(statement, step))
}

else := "unclear"

is_cabin_unclear(s) if not is_array(object.get(s, ["data", "highest_cabin_for_duration_list"], null))

is_cabin_unclear(s) if {
	some step in s.data.highest_cabin_for_duration_list
	verdict(s, step) == "unclear"
}

duration(minutes) := concat(" ", array.concat(
	[sprintf("%v h", [floor(minutes / 60)]) | minutes >= 60],
	[sprintf("%v min", [minutes % 60]) | minutes % 60 > 0],
)) if {
	minutes > 0
}

else := "the first minute"
