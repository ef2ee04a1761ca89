# Limits in limits.yaml: each has to be there and to be readable, because a rule without its limit finds nothing.
package travel_policy

deny contains {"rule": "limits", "msg": sprintf("limits.yaml: %s.", [fault])} if some fault in limit_faults

limit_keys := {
	"business_class": {"from_hours", "overnight"},
	"hotel_cap": set(), # any currency
	"approval": {"travel_types", "counts"},
}

travel_types := {"AIR", "HOTEL", "RAIL", "CAR", "LIMO"}

processes := {"SOFT_APPROVAL", "HARD_APPROVAL", "PASSIVE_APPROVAL", "PRE_APPROVAL", "PREVENT_BOOKING"}

limit_faults contains "there are no limits. Hand the file to the rules as data, and write \"limits:\" into it" if {
	not has_limits
}

has_limits if is_object(data.limits)

limit_faults contains sprintf("limits.%s is missing, or has nothing below it. Write it down", [group]) if {
	some group, _ in limit_keys
	has_limits
	not is_object(object.get(data.limits, group, null))
}

limit_faults contains sprintf("limits.%s means nothing. What there is below limits: %s", [group, concat(", ", sort(object.keys(limit_keys)))]) if {
	some group in (object.keys(data.limits) - object.keys(limit_keys))
}

limit_faults contains sprintf("limits.%s.%s means nothing. What there is below %s: %s", [group, key, group, concat(", ", sort(keys))]) if {
	some group, keys in limit_keys
	count(keys) > 0
	some key in (object.keys(data.limits[group]) - keys)
}

limit_faults contains "limits.business_class.from_hours has to be a number of hours, such as 6" if {
	is_object(data.limits.business_class)
	not is_amount(object.get(data.limits.business_class, "from_hours", null))
}

limit_faults contains "limits.business_class.overnight has to be true or false" if {
	is_object(data.limits.business_class)
	not is_boolean(object.get(data.limits.business_class, "overnight", null))
}

limit_faults contains sprintf("limits.hotel_cap.%s has to be a currency of three capital letters with an amount, such as EUR: 180", [currency]) if {
	some currency, amount in data.limits.hotel_cap
	not is_cap(currency, amount)
}

limit_faults contains sprintf("limits.approval.travel_types has to be a list of %s", [concat(", ", sort(travel_types))]) if {
	is_object(data.limits.approval)
	not are_among(object.get(data.limits.approval, "travel_types", null), travel_types)
}

limit_faults contains sprintf("limits.approval.counts has to be a list of %s", [concat(", ", sort(processes))]) if {
	is_object(data.limits.approval)
	not are_among(object.get(data.limits.approval, "counts", null), processes)
}

is_amount(v) if {
	is_number(v)
	v >= 0
}

is_cap(currency, amount) if {
	regex.match(`^[A-Z]{3}$`, currency)
	is_amount(amount)
}

are_among(list, values) if {
	is_array(list)
	every v in list { v in values }
}
