# All amounts in the policies of a company are in one currency: that of its default policy, or else the one that most of its policies use.
package travel_policy

found contains finding("mixed_currencies", p, s, wrong, remedy) if {
	some p in data.policies
	usual := usual_currency[p.company]
	currencies[p.address] != {usual.code}
	some s in p.statements
	some currency in codes(s)
	currency != usual.code
	wrong := sprintf("uses %s (%s), while %s %s", [currency, topic(s), usual.whose, usual.code])
	remedy := sprintf("Change it to %s%s", [usual.code, there(s)])
}

found contains finding("mixed_currencies", p, s, wrong, if_unknown(s)) if {
	some [p, s] in open_statements
	is_currency_unclear(s)
	wrong := sprintf("has an amount that is not known (%s), so nobody can tell its currency", [topic(s)])
}

found contains finding("mixed_currencies", p, {}, wrong, remedy) if {
	some p in data.policies
	not is_string(object.get(p, "company", null))
	wrong := "belongs to a company that is not known, so nobody can tell whether the policies of that company have one currency"
	remedy := "Write company_id down, apply first what it depends on"
}

# The currencies in which a policy has amounts, by its address. Most amounts are what a statement is about (data) or the limit in it
# (max_price); those of some rules stand deeper.
currencies := {p.address: all |
	some p in data.policies
	own := {code | some s in p.statements; code := s.data.currency_code}
	limits := {code | some s in p.statements; code := s.data.max_price.currency_code}
	deep := {code | some s in other_statements[p.address]; s.attribute in deep_amounts; some code in codes(s)}
	all := ((own | limits) | deep) - {null}
}

deep_amounts := {
	"air_policy_rules.max_flight_booking_price_by_duration",
	"air_policy_rules.max_flight_booking_price_domestic",
	"air_policy_rules.max_flight_booking_price_international",
	"rules.hotel_lpr_filter",
	"rules.max_hotel_booking_price",
	"rules.max_rail_booking_price_by_duration",
}

codes(s) := {code |
	walk(s.data, [path, code])
	path[count(path) - 1] == "currency_code"
	is_string(code)
}

usual_currency[company] := {"code": min(own), "whose": "the default policy of its company has"} if some company, own in default_currencies

usual_currency[company] := {"code": min(most), "whose": "most policies of its company use"} if {
	some company in {p.company | some p in data.policies; is_string(p.company)}
	not default_currencies[company]
	used := [code | some p in data.policies; p.company == company; some code in currencies[p.address]]
	numbers_of := {code: count([1 | some other in used; other == code]) | some code in used}
	most := [code | some code, n in numbers_of; n == max({m | some m in numbers_of})]
}

default_currencies[p.company] contains s.data.currency_code if {
	some p in data.policies
	p.type == "DEFAULT"
	is_string(p.company)
	some s in p.statements
	s.attribute == "currency"
	is_string(s.data.currency_code)
}

is_currency_unclear(s) if {
	has_amount(s)
	s.data == null
}

is_currency_unclear(s) if {
	has_amount(s)
	walk(s.data, [path, null])
	path[count(path) - 1] in {"currency_code", "lpr_amount", "max_price", "max_price_per_duration_list", "money"}
}

has_amount(s) if s.attribute in (deep_amounts | {"car_policy_rules.max_car_price_per_number_of_days", "currency"})

has_amount(s) if {
	startswith(s.attribute, "hotel_policy_rules.max_hotel_price_by_location")
	not endswith(s.attribute, ".is_tax_included")
}
