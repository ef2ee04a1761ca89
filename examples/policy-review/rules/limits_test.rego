package travel_policy_test

import data.travel_policy

limit_faults(changed) := {f.msg | some f in denied_by([sales([])], {"limits": changed}); f.rule == "limits"}

test_limits_that_can_be_read if {
	limit_faults(limits) == set()
	limit_faults(object.union(limits, {"business_class": {"from_hours": 5.5, "overnight": true}})) == set()
	limit_faults(object.union(limits, {"business_class": {"from_hours": 0}})) == set()
	limit_faults(object.union(limits, {"approval": {"travel_types": []}})) == set()
}

test_no_limits if {
	msg := "limits.yaml: there are no limits. Hand the file to the rules as data, and write \"limits:\" into it."
	limit_faults(null) == {msg}
	found := travel_policy.deny with data.policies as [sales([])]
		with data.format_version as "1.0"
		with data.exceptions as []
		with input as plan([sales([])])
	{"rule": "limits", "msg": msg} in found
}

test_group_that_is_missing if {
	every group in object.keys(limits) - {"required"} {
		msg := sprintf("limits.yaml: limits.%s is missing, or has nothing below it. Write it down.", [group])
		msg in limit_faults(object.remove(limits, [group]))
		msg in limit_faults(object.union(limits, {group: null}))
	}
}

test_misspelt_limits if {
	limit_faults(object.union(limits, {"hotel_caps": {}})) == {"limits.yaml: limits.hotel_caps means nothing. What there is below limits: approval, business_class, exceptions, hotel_cap, required."}
	limit_faults(object.union(limits, {"business_class": {"from": 4}})) == {"limits.yaml: limits.business_class.from means nothing. What there is below business_class: from_hours, overnight, upgrade."}
	limit_faults(object.union(limits, {"approval": {"types": []}})) == {"limits.yaml: limits.approval.types means nothing. What there is below approval: counts, travel_types."}
}

no_list_of_attributes := "limits.yaml: limits.required has to be a list of attributes of a policy. Write \"required: []\" if there are none."

test_values_that_are_no_limits if {
	every value in ["6", null, -1] {
		limit_faults(object.union(limits, {"business_class": {"from_hours": value}})) == {"limits.yaml: limits.business_class.from_hours has to be a number of hours, such as 6."}
	}
	every key in ["overnight", "upgrade"] {
		limit_faults(object.union(limits, {"business_class": {key: "no"}})) == {sprintf("limits.yaml: limits.business_class.%s has to be true or false.", [key])}
	}
	every value in ["366", null, -1] {
		limit_faults(object.union(limits, {"exceptions": {"days": value}})) == {"limits.yaml: limits.exceptions.days has to be a number of days, such as 366."}
	}
	every value in [null, "rules", {"a": "rules"}, [null]] {
		limit_faults(object.union(limits, {"required": value})) == {no_list_of_attributes}
	}
	limit_faults(object.remove(limits, ["required"])) == {no_list_of_attributes}
	every currency, value in {"EUR": "180", "USD": -1, "eur": 180, "EURO": 180} {
		limit_faults(object.union(limits, {"hotel_cap": {currency: value}})) == {sprintf("limits.yaml: limits.hotel_cap.%s has to be a currency of three capital letters with an amount, such as EUR: 180.", [currency])}
	}
	every value in ["AIR", ["HOTELS"], {"first": "AIR"}, null] {
		limit_faults(object.union(limits, {"approval": {"travel_types": value}})) == {"limits.yaml: limits.approval.travel_types has to be a list of AIR, CAR, HOTEL, LIMO, RAIL."}
	}
	every value in [["NONE"], "HARD_APPROVAL", null] {
		"limits.yaml: limits.approval.counts has to be a list of HARD_APPROVAL, PASSIVE_APPROVAL, PREVENT_BOOKING, PRE_APPROVAL, SOFT_APPROVAL." in limit_faults(object.union(limits, {"approval": {"counts": value}}))
	}
}

test_limit_that_is_missing if {
	limit_faults(object.union(limits, {"business_class": null})) != set()
	limit_faults(object.union(object.remove(limits, ["business_class"]), {"business_class": {"overnight": false, "upgrade": false}})) == {"limits.yaml: limits.business_class.from_hours has to be a number of hours, such as 6."}
}
