data "spotnana_legal_entity" "germany" {
  company_id  = spotnana_company.customer.id
  external_id = "LE-DE"
}
