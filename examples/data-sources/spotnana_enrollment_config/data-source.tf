data "spotnana_enrollment_config" "customer" {
  company_id = spotnana_company.customer.id
}
