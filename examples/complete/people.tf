# People come from the HR system and are only looked up here. The sandbox gives each company a travel manager, an approver and
# a traveler when it is made; at the real API, users have to be there before an apply that names them.

# Terraform puts off a lookup whose arguments name a resource that is about to change, and what depends on its answer is
# unknown until then: a trip would be replaced because its company got another mail domain. A local value in between avoids that.
locals {
  customer_id = spotnana_company.customer.id
  tmc_id      = spotnana_company.tmc.id
}

data "spotnana_user" "approver" {
  company_id = local.customer_id
  email      = "approver@sandbox.example"
}

data "spotnana_user" "traveler" {
  company_id  = local.customer_id
  employee_id = "S-3"
}

# Who looks after the customer works for the travel management company.
data "spotnana_user" "account_manager" {
  company_id = local.tmc_id
  email      = "travel.manager@sandbox.example"
}

# What a reviewer asks first: which policy is this user's?
data "spotnana_user_applicable_policies" "traveler" {
  user_id = data.spotnana_user.traveler.id

  depends_on = [spotnana_policy.default, spotnana_policy.pilot]
}

output "policies_of_traveler" {
  description = "Names of the policies that apply to the traveler."
  value       = data.spotnana_user_applicable_policies.traveler.policies[*].name
}
