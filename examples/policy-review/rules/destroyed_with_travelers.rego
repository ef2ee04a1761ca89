# No policy is destroyed, replaced or forgotten while travelers belong to it: they would fall under another one, or under one that nobody
# reviews.
package travel_policy

found contains finding("destroyed_with_travelers", p, {}, wrong, remedy) if {
	some resource in input.resource_changes
	is_managed_policy(resource)
	some action in resource.change.actions
	not action in {"no-op", "read", "create", "update"}
	object.get(resource, ["change", "before", "user_groups"], null) != []
	p := object.union({"address": resource.address, "name": name_before(resource.change)}, successor(resource.address))
	wrong := sprintf("%s by this plan, and %s", [lost(resource.change.actions), travelers_of(resource.change)])
	remedy := "Set user_groups = [] and apply that first, keep the policy"
}

travelers_of(change) := "travelers belong to it" if is_array(change.before.user_groups)

else := "nobody can tell whether travelers belong to it"

lost(actions) := "is replaced" if {
	"create" in actions
} else := "is destroyed" if {
	"delete" in actions
} else := "is given up"

# Where the policy is written that takes the place of a replaced one.
successor(address) := place(p, {}) if {
	some p in data.policies
	p.address == address
} else := {}

name_before(change) := change.before.name if not change.before_sensitive.name

else := ""
