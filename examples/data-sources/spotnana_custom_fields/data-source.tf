data "spotnana_custom_fields" "all" {
  company_id = spotnana_company.customer.id
}
