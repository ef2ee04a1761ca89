data "spotnana_policy" "engineering" {
  company_id = spotnana_company.customer.id
  name       = "Engineering"
}

output "last_change" {
  value = data.spotnana_policy.engineering.updated_at
}
