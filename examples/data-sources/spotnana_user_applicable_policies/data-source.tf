data "spotnana_user" "traveler" {
  company_id = spotnana_company.customer.id
  email      = "grace.hopper@acme-robotics.example"
}

# What a reviewer asks first: which policy applies to this user?
data "spotnana_user_applicable_policies" "traveler" {
  user_id = data.spotnana_user.traveler.id
}

output "policies_of_traveler" {
  value = data.spotnana_user_applicable_policies.traveler.policies[*].name
}
