resource "spotnana_service_charge_plan" "customer" {
  company_id   = spotnana_company.customer.id
  charges      = [{ amount = 12.5, currency_code = "EUR" }]
  tier_charges = [{ tier = "SEAT1A", charges = [{ amount = 0, currency_code = "EUR" }] }]
}
