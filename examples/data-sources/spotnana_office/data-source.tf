data "spotnana_office" "berlin" {
  company_id      = spotnana_company.customer.id
  legal_entity_id = spotnana_legal_entity.germany.id
  name            = "Berlin"
}
