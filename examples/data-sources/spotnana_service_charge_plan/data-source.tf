data "spotnana_service_charge_plan" "customer" {
  company_id = spotnana_company.customer.id
}
