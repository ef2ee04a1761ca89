resource "spotnana_company" "tmc" {
  name             = "Horizon Travel Management"
  external_id      = "horizon-tmc"
  billing_currency = "EUR"
  company_roles    = ["TMC"]
}

resource "spotnana_company" "customer" {
  name             = "Acme Robotics"
  external_id      = "acme-robotics"
  billing_currency = "EUR"
  company_roles    = ["ORG"]
  email_domains    = ["acme-robotics.example"]

  contracted_by_id = spotnana_company.tmc.id
  booking_tmc_id   = spotnana_company.tmc.id

  postal_address = {
    address_lines = ["Werkstrasse 12"]
    postal_code   = "80331"
    locality      = "Munich"
    region_code   = "DE"
  }

  support_configs = [{
    tier            = "BASIC"
    email_addresses = ["travel@horizon-travel.example"]
    contact_numbers = [{ country_code = 49, national_number = 895550100 }]
  }]

  timeouts {
    create = "5m"
  }
}
