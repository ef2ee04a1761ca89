# Who allows hotels above the limit names a second approver of hotels outside the policy. A currency without a limit is a finding, too.
package travel_policy

found contains finding("missing_second_approver", p, s, wrong, remedy) if {
	some p in data.policies
	hotel_approvers[p.address] < 2
	some s in p.statements
	startswith(s.attribute, hotel_caps)
	cap := object.get(s, ["data", "max_price"], s.data)
	limit := data.limits.hotel_cap[cap.currency_code]
	cap.amount > limit
	wrong := sprintf("lets a hotel cost %v %s a night (%s); above %v %s two approvers have to decide about hotels outside the policy, and it names %s", [
		cap.amount, cap.currency_code, topic(s), limit, cap.currency_code, number_of_approvers(p),
	])
	remedy := sprintf("Lower the price%s, name a second approver in out_of_policy_approval_infos", [there(s)])
}

found contains finding("missing_second_approver", p, s, wrong, remedy) if {
	some p in data.policies
	some currency in currencies[p.address]
	not data.limits.hotel_cap[currency]
	some s in p.statements
	startswith(s.attribute, hotel_caps)
	object.get(s, ["data", "max_price"], s.data).currency_code == currency
	wrong := sprintf("has a price in %s (%s), for which there is no limit", [currency, topic(s)])
	remedy := sprintf("Write hotel_cap.%s into limits.yaml", [currency])
}

found contains finding("missing_second_approver", p, s, wrong, if_unknown(s)) if {
	some [p, s] in open_statements
	is_price_unclear(s)
	hotel_approvers[p.address] < 2
	wrong := sprintf("has a price that is not known (%s), so nobody can tell whether two approvers have to decide about hotels outside the policy; it names %s", [
		topic(s), number_of_approvers(p),
	])
}

# A cap stands in max_default_price, for all other places, or in max_price of a place.
hotel_caps := "hotel_policy_rules.max_hotel_price_by_location.max_"

is_price_unclear(s) if {
	startswith(s.attribute, "hotel_policy_rules.max_hotel_price_by_location")
	not endswith(s.attribute, ".is_tax_included")
	s.data == null
}

is_price_unclear(s) if {
	startswith(s.attribute, hotel_caps)
	cap := object.get(s, ["data", "max_price"], s.data)
	not is_price(cap)
}

is_price(cap) if {
	is_number(cap.amount)
	is_string(cap.currency_code)
}

# How many approvers decide about hotels outside a policy, at least: nobody knows which of several approvals counts.
hotel_approvers := {p.address: min(counts) |
	some p in data.policies
	counts := array.concat(
		[number_named(s) | some s in approvals[p.address]; may_be_for(p, s, "HOTEL")],
		[0 | count(uncovered_trips(p, "HOTEL")) > 0],
	)
}

# Where the booking is prevented, nobody has to decide about it. An id that is not known yet is somebody's, too.
number_named(approval) := 2 if {
	approval.data.approval_process_type == "PREVENT_BOOKING"
	"PREVENT_BOOKING" in data.limits.approval.counts
} else := count(named_by(approval)) if {
	approval.data.approval_process_type in data.limits.approval.counts
} else := 0

number_of_approvers(policy) := sprintf("%s%s", [["none", "one"][hotel_approvers[policy.address]], unless_known]) if {
	unless_known := concat("", [", as far as is known" | some_unknown(approvals[policy.address])])
}

some_unknown(statements) if {
	some s in statements
	not s.known
}
