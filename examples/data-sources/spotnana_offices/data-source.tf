# All offices of the company.
data "spotnana_offices" "all" {
  company_id = spotnana_company.customer.id
}

# Those of one legal entity.
data "spotnana_offices" "german" {
  company_id       = spotnana_company.customer.id
  legal_entity_ids = [spotnana_legal_entity.germany.id]
}
