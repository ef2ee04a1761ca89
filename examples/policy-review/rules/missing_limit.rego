# Each policy has the limits that limits.yaml demands, of its own or inherited. Who takes a limit out, or misspells it, allows more than who
# raises it, and the other rules judge only what is there.
package travel_policy

found contains finding("missing_limit", p, {"attribute": path, "applies_to": path}, wrong, remedy) if {
	some p in data.policies
	p.complete == true
	some path in data.limits.required
	is_string(path)
	not has_limit(p, path)
	wrong := sprintf("does not have %s, of its own or inherited, so nothing in the configuration limits that", [path])
	remedy := "Write it down"
}

# The attributes about which each policy says something, by its address.
attributes := {p.address: {s.attribute | some s in p.statements; s.data != []} | some p in data.policies}

# Of a whole group of rules that is not known, or inherited from nowhere known, other findings tell.
unseen_groups := {p.address: {s.attribute | some s in p.statements; s.data == null} | some p in data.policies}

has_limit(policy, path) if path in attributes[policy.address]

has_limit(policy, path) if {
	not path in attributes[policy.address]
	some attribute in attributes[policy.address]
	is_below(attribute, path)
}

has_limit(policy, path) if {
	some group in unseen_groups[policy.address]
	is_below(path, group)
}

is_below(attribute, path) if {
	some separator in [".", "["]
	startswith(attribute, concat("", [path, separator]))
}
