resource "spotnana_office" "berlin" {
  company_id      = spotnana_company.customer.id
  legal_entity_id = spotnana_legal_entity.germany.id
  name            = "Berlin"
  external_id     = "BER-1"

  address = {
    address_lines = ["Ringstrasse 1"]
    postal_code   = "10115"
    locality      = "Berlin"
    region_code   = "DE"
  }

  # A destroy takes it out of its users' profiles, too.
  detach_users = true
}
