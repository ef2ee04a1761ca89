# Who cannot book reads why: nothing prevents bookings without a reason. An approval of the type PREVENT_BOOKING has no place for one.
package travel_policy

found contains finding("missing_reason", p, s, wrong, remedy) if {
	some p in data.policies
	some s in other_statements[p.address]
	s.data.prevent == true
	not has_reason(s)
	not is_reason_unclear(s)
	wrong := sprintf("prevents bookings without a reason (%s)", [topic(s)])
	remedy := "Write a reason for travelers beside prevent = true"
}

found contains finding("missing_reason", p, s, wrong, if_unknown(s)) if {
	some [p, s] in open_statements
	endswith(s.attribute, ".prevent_booking")
	is_reason_unclear(s)
	wrong := sprintf("may prevent bookings without a reason (%s): not all of it is known", [topic(s)])
}

# A full stop, or a character that nobody sees, says nothing.
has_reason(s) if {
	is_string(s.data.reason)
	regex.match(`\pL`, s.data.reason)
}

is_reason_unclear(s) if s.data == null

is_reason_unclear(s) if {
	not s.known
	object.get(s.data, "prevent", null) != false
	object.get(s.data, "reason", null) == null
}
