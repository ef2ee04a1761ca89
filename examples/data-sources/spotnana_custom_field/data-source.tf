data "spotnana_custom_field" "purpose" {
  company_id = spotnana_company.customer.id
  name       = "What is the purpose of your trip?"
}
