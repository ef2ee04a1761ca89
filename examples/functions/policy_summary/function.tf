# What the policy demands, one fact a line. The plan of a change shows the lines that change.
output "engineering_policy" {
  value = provider::spotnana::policy_summary(
    spotnana_policy.engineering,
    spotnana_policy.default,         # it inherits from this one
    spotnana_department.engineering, # its name is shown in place of its id
  )
}
