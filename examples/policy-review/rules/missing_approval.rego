# Somebody approves bookings outside the policy, for each kind of travel in the limits. NONE is no approval, PREVENT_BOOKING more than
# one, because then there is no such booking.
package travel_policy

found contains finding("missing_approval", p, s, wrong, "Choose an approval that counts") if {
	some p in data.policies
	some s in approvals[p.address]
	is_string(s.data.approval_process_type)
	not s.data.approval_process_type in data.limits.approval.counts
	some kind in data.limits.approval.travel_types
	may_be_for(p, s, kind)
	wrong := sprintf("lets travelers book outside it %s (%s)", [without(s.data.approval_process_type), kinds(s)])
}

# An agent books for a traveler what the traveler could not.
found contains finding("missing_approval", p, s, wrong, "Choose an approval that counts") if {
	some p in data.policies
	some s in agent_approvals[p.address]
	is_string(s.data.approval_process_type)
	not s.data.approval_process_type in data.limits.approval.counts
	some kind in data.limits.approval.travel_types
	may_be_for(p, s, kind)
	wrong := sprintf("lets agents book outside it %s (%s)", [without(s.data.approval_process_type), kinds(s)])
}

# Two rules about hotels say themselves what becomes of a booking that breaks them.
found contains finding("missing_approval", p, s, wrong, remedy) if {
	"HOTEL" in data.limits.approval.travel_types
	some p in data.policies
	some s in other_statements[p.address]
	process := own_process(s)
	is_string(process)
	not process in data.limits.approval.counts
	wrong := sprintf("lets travelers book hotels that break this rule %s (%s)", [without(process), topic(s)])
	remedy := sprintf("Choose an approval_process_type that counts%s", [there(s)])
}

found contains finding("missing_approval", p, s, wrong, if_unknown(s)) if {
	"HOTEL" in data.limits.approval.travel_types
	some [p, s] in open_statements
	is_own_process_unclear(p, s)
	wrong := sprintf("has an approval_process_type that is not known (%s), so nobody can tell whether somebody approves", [topic(s)])
}

own_process(s) := s.data if s.attribute == "hotel_policy_rules.hotel_star_rating.approval_process_type"

own_process(s) := s.data.approval_process_type if s.attribute == "rules.hotel_property_type"

is_own_process_unclear(_, s) if {
	s.attribute == "hotel_policy_rules.hotel_star_rating.approval_process_type"
	not is_string(s.data)
}

is_own_process_unclear(policy, s) if {
	s.attribute == "rules.hotel_property_type"
	is_unknown(policy, s, "approval_process_type")
}

# An approval by nobody is none.
found contains finding("missing_approval", p, s, wrong, "Name who approves") if {
	some p in data.policies
	some s in array.concat(approvals[p.address], agent_approvals[p.address])
	s.known
	s.data.approval_process_type in data.limits.approval.counts
	s.data.approval_process_type != "PREVENT_BOOKING"
	some kind in data.limits.approval.travel_types
	is_for(p, s, kind)
	count(named_by(s)) == 0
	object.get(s.data, "default_approver_ids", null) in {null, []}
	wrong := sprintf("has an approval of bookings outside it by nobody (%s)", [kinds(s)])
}

found contains finding("missing_approval", p, s, wrong, if_unknown(s)) if {
	some p in data.policies
	some s in array.concat(approvals[p.address], agent_approvals[p.address])
	is_approval_unclear(p, s)
	wrong := "has an approval of bookings outside it that is not known, so nobody can tell for which kinds of travel somebody approves"
}

# An approval that is not known, which is a finding already, may be the one that is missing.
found contains finding("missing_approval", p, {"applies_to": lower(kind)}, wrong, remedy) if {
	some p in data.policies
	some kind in data.limits.approval.travel_types
	trips := uncovered_trips(p, kind)
	count(trips) > 0
	count([s | some s in approvals[p.address]; is_approval_unclear(p, s)]) == 0
	wrong := sprintf("names no approval of bookings outside it (%s)", [concat(", ", array.concat([lower(kind)], only(trips)))])
	remedy := "Add one to out_of_policy_approval_infos"
}

is_approval_unclear(_, approval) if not is_string(object.get(approval, ["data", "approval_process_type"], null))

is_approval_unclear(policy, approval) if are_kinds_unclear(policy, approval)

is_approval_unclear(policy, approval) if is_unknown(policy, approval, "approval_conditions")

is_approval_unclear(_, approval) if {
	not approval.known
	walk(approval.data.approval_conditions, [path, null])
	count(path) > 0
}

without("NONE") := "without approval"

without(process) := sprintf("with %s, which does not count as an approval", [lower(word(process))]) if process != "NONE"

kinds(approval) := "all kinds of travel" if approval.applies_to == ""

else := approval.applies_to

only(trips) := [sprintf("%s trips", [lower(kind)]) | count(trips) == 1; some kind in trips]
