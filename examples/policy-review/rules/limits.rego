# Limits in limits.yaml: each has to be there and to be readable, because a rule without its limit finds nothing.
package travel_policy

deny contains {"rule": "limits", "msg": sprintf("limits.yaml: %s.", [fault])} if some fault in limit_faults

limit_keys := {
	"business_class": {"from_hours", "overnight", "upgrade"},
	"hotel_cap": set(), # any currency
	"approval": {"travel_types", "counts"},
	"exceptions": {"days"},
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

limit_faults contains sprintf("limits.%s means nothing. What there is below limits: %s", [group, concat(", ", sort(groups))]) if {
	has_limits
	some group in (object.keys(data.limits) - groups)
}

groups := object.keys(limit_keys) | {"required"}

limit_faults contains sprintf("limits.%s.%s means nothing. What there is below %s: %s", [group, key, group, concat(", ", sort(keys))]) if {
	some group, keys in limit_keys
	count(keys) > 0
	is_object(data.limits[group])
	some key in (object.keys(data.limits[group]) - keys)
}

limit_faults contains "limits.business_class.from_hours has to be a number of hours, such as 6" if {
	is_object(data.limits.business_class)
	not is_amount(object.get(data.limits.business_class, "from_hours", null))
}

limit_faults contains sprintf("limits.business_class.%s has to be true or false", [key]) if {
	is_object(data.limits.business_class)
	some key in ["overnight", "upgrade"]
	not is_boolean(object.get(data.limits.business_class, key, null))
}

limit_faults contains "limits.exceptions.days has to be a number of days, such as 366" if {
	is_object(data.limits.exceptions)
	not is_amount(object.get(data.limits.exceptions, "days", null))
}

# A misspelt path would be one that no policy has, so it is found by the rule.
limit_faults contains "limits.required has to be a list of attributes of a policy. Write \"required: []\" if there are none" if {
	has_limits
	not are_texts(object.get(data.limits, "required", null))
}

limit_faults contains sprintf("limits.hotel_cap.%s has to be a currency of three capital letters with an amount, such as EUR: 180", [currency]) if {
	is_object(data.limits.hotel_cap)
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

are_texts(list) if {
	is_array(list)
	every v in list { is_string(v) }
}
