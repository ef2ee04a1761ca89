# The policy from which the other one inherits. The data source has all of it, the resource what its configuration says.
data "spotnana_policy" "default" {
  company_id = spotnana_company.customer.id
  name       = "Default policy"
}

# What the policy demands, one fact a line. The plan of a change shows the lines that change.
output "engineering_policy" {
  value = provider::spotnana::policy_summary(
    spotnana_policy.engineering,
    data.spotnana_policy.default,
    spotnana_department.engineering, # its name is shown in place of its id
  )
}
