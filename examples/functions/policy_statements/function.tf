locals {
  statements = provider::spotnana::policy_statements(spotnana_policy.engineering, data.spotnana_policy.default, spotnana_department.engineering)
}

# The facts alone. Of a long list, the plan shows those that change, and how many it leaves out.
output "engineering_facts" {
  value = local.statements[*].text
}

# A rule about the policies themselves: those for trains belong into the default policy.
check "trains" {
  assert {
    condition     = alltrue([for s in local.statements : s.inherited != null if s.section == "Trains"])
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
