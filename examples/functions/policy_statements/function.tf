locals {
  statements = provider::spotnana::policy_statements(spotnana_policy.engineering, spotnana_policy.default, spotnana_department.engineering)
}

# A rule about the policies themselves: trains are ruled by the default policy alone.
check "trains" {
  assert {
    condition     = alltrue([for s in local.statements : s.inherited == spotnana_policy.default.name if s.section == "Trains"])
    error_message = "Engineering has rules of its own for trains."
  }
}

# A table for the intranet.
output "hotels" {
  value = join("\n", concat(
    ["| Rule | Where | Limit |", "| --- | --- | --- |"],
    [for s in local.statements : "| ${s.rule} | ${s.applies_to} | ${s.value} |" if s.section == "Hotels"],
  ))
}
