resource "spotnana_legal_entity" "germany" {
  company_id       = spotnana_company.customer.id
  name             = "Acme Deutschland GmbH"
  external_id      = "LE-DE"
  billing_currency = "EUR"
  registered_name  = "Acme Deutschland Gesellschaft mbH"
  ein              = "DE123456789"

  address = {
    address_lines = ["Ringstrasse 1"]
    postal_code   = "10115"
    locality      = "Berlin"
    region_code   = "DE"
  }

  # An update right after the create sets it.
  booking_tmc_id = spotnana_company.tmc.id
}
