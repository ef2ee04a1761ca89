data "spotnana_travel_content_config" "customer" {
  company_id = spotnana_company.customer.id
}
