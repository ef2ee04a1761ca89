resource "spotnana_stealth_config" "customer" {
  company_id    = spotnana_company.customer.id
  company_role  = "ORG"
  stealth_modes = [{ stealth_type = "STEALTH_TYPE_1", label = "Board" }]
}
