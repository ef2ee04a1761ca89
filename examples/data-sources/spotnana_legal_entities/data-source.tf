data "spotnana_legal_entities" "all" {
  company_id = spotnana_company.customer.id
}

locals {
  legal_entity_ids = { for l in data.spotnana_legal_entities.all.legal_entities : l.name => l.id }
}
