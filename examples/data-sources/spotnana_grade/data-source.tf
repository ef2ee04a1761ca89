data "spotnana_grade" "director" {
  company_id = spotnana_company.customer.id
  name       = "Director"
}
