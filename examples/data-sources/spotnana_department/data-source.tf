data "spotnana_department" "engineering" {
  company_id = spotnana_company.customer.id
  name       = "Engineering"
}
