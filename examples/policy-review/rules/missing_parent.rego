# What a policy inherits comes from a policy in the plan. Otherwise nobody sees what is in force, and no rule can judge it.
package travel_policy

found contains finding("missing_parent", p, s, wrong, remedy) if {
	some p in data.policies
	some s in p.statements
	s.inherited == ""
	[which, remedy] := parents[s.known]
	wrong := sprintf("inherits from a policy that %s (%s), so nobody can tell what is in force", [which, topic(s)])
}

parents := {
	true: ["is not in the plan", "Bring that policy into the configuration, set the value here"],
	false: ["is not known", "Write parent_policy_id down, apply first what it depends on"],
}
