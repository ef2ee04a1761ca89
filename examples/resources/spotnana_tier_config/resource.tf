resource "spotnana_tier_config" "customer" {
  company_id = spotnana_company.customer.id
  tiers      = [{ tier = "SEAT1A", name = "Executives" }]
}
