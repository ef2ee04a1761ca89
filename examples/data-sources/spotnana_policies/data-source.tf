data "spotnana_policies" "guests" {
  company_id = spotnana_company.customer.id
  categories = ["GUEST"]
}

output "guest_policies" {
  value = data.spotnana_policies.guests.policies[*].name
}
