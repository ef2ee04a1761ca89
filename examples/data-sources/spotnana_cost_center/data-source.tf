data "spotnana_cost_center" "platform" {
  company_id  = spotnana_company.customer.id
  external_id = "CC-1200"
}
