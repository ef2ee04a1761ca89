data "spotnana_preference_tiers" "customer" {
  company_id = spotnana_company.customer.id
}
