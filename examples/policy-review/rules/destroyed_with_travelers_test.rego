package travel_policy_test

changing(policies, actions, before) := object.union(plan(policies), {"resource_changes": [changed(actions, before)]})

changed(actions, before) := {
	"address": "spotnana_policy.old",
	"mode": "managed",
	"type": "spotnana_policy",
	"change": {"actions": actions, "before": before, "before_sensitive": {}},
}

crowded := {"name": "Old", "user_groups": [{"departments": ["sales"]}]}

destroyed(wrong) := {
	"rule": "destroyed_with_travelers",
	"address": "spotnana_policy.old",
	"msg": sprintf("%s. Set user_groups = [] and apply that first, keep the policy, or write an exception with an owner and an end date into limits.yaml.", [wrong]),
}

failing["destroyed_with_travelers"] := {
	"policies": [],
	"plan": changing([], ["delete"], crowded),
	"address": "spotnana_policy.old",
	"wrong": `Policy "Old" (spotnana_policy.old) is destroyed by this plan, and travelers belong to it`,
	"remedy": "Set user_groups = [] and apply that first, keep the policy",
}

test_changes_that_keep_the_policy if {
	every actions in [["no-op"], ["read"], ["create"], ["update"]] {
		denied_by([], {"plan": changing([], actions, crowded)}) == set()
	}
}

test_destroy_of_a_policy_without_travelers if {
	every actions in [["delete"], ["delete", "create"], ["forget"]] {
		denied_by([], {"plan": changing([], actions, {"name": "Old", "user_groups": []})}) == set()
	}
}

test_destroy_of_something_else if {
	every other in [{"type": "spotnana_department"}, {"mode": "data"}] {
		change := object.union(changed(["delete"], crowded), other)
		denied_by([sales([])], {"plan": object.union(plan([sales([])]), {"resource_changes": [change]})}) == set()
	}
}

test_destroy_with_travelers if {
	every actions, words in {
		["delete"]: "is destroyed",
		["delete", "create"]: "is replaced",
		["create", "delete"]: "is replaced",
		["create", "forget"]: "is replaced",
		["forget"]: "is given up",
		["something new"]: "is given up",
	} {
		denied_by([], {"plan": changing([], actions, crowded)}) == {destroyed(sprintf(`Policy "Old" (spotnana_policy.old) %s by this plan, and travelers belong to it`, [words]))}
	}
}

test_place_of_a_replaced_policy if {
	p := object.union(sales([]), {"address": "spotnana_policy.old"})
	found := denied_by([object.union(sales([]), {"line": 1}), p], {"plan": changing([p], ["delete", "create"], crowded)})
	found == {object.union(
		destroyed(`Policy "Old" (spotnana_policy.old) is replaced by this plan, and travelers belong to it`),
		{"file": "policies.tf", "line": 12, "_loc": {"file": "policies.tf", "line": 12}},
	)}
}

test_destroy_with_travelers_not_known if {
	every before in [{"name": "Old"}, {"name": "Old", "user_groups": null}] {
		denied_by([], {"plan": changing([], ["delete"], before)}) == {destroyed(`Policy "Old" (spotnana_policy.old) is destroyed by this plan, and nobody can tell whether travelers belong to it`)}
	}
}

test_name_that_must_not_be_shown if {
	change := object.union(changed(["delete"], crowded), {"change": {"before_sensitive": {"name": true}}})
	denied_by([], {"plan": object.union(plan([]), {"resource_changes": [change]})}) == {destroyed("Policy spotnana_policy.old is destroyed by this plan, and travelers belong to it")}
}
