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

has_limit(policy, path) if {
	some s in policy.statements
	is_at_or_below(s.attribute, path)
	s.data != []
}

# Of a whole group of rules that is not known, or inherited from nowhere known, other findings tell.
has_limit(policy, path) if {
	some s in policy.statements
	s.data == null
	is_at_or_below(path, s.attribute)
}

is_at_or_below(attribute, path) if attribute == path

is_at_or_below(attribute, path) if {
	some separator in [".", "["]
	startswith(attribute, concat("", [path, separator]))
}
