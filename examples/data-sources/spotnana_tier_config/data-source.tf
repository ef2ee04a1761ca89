data "spotnana_tier_config" "customer" {
  company_id   = spotnana_company.customer.id
  company_role = "ORG"
}
