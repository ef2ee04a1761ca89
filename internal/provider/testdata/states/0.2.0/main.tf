terraform {
  required_providers {
    spotnana = {
      source = "travel-as-code/spotnana"
    }
  }
}
provider "spotnana" {
  sandbox = { path = abspath("sandbox.json") }
}
resource "spotnana_company" "test" {
  name                = "ACME"
  external_id         = "acme-1"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  email_domains       = ["acme.example"]
  deletion_protection = false
}
resource "spotnana_department" "test" {
  company_id = spotnana_company.test.id
  name = "Engineering"
  external_id = "eng"
}
resource "spotnana_partner_public_key" "test" {
  company_id = spotnana_company.test.id
  public_key_jwk = jsonencode({ kty = "EC", crv = "P-256", kid = "key-1", use = "sig", alg = "ES256", x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM" })
}
resource "spotnana_policy" "test" {
  company_id = spotnana_company.test.id
  
  name        = "Engineering"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = ["4974a66b-7493-4f41-908c-58ba81093947"], country_codes = ["DE", "fr"] }]
  air_policy_rules = {
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },
      ]
    }
    restricted_airlines = { airline_codes = ["FR", "U2"] }
    lowest_logical_fare = { is_linked = true }
  }
  rules = {
    car_types_not_allowed = { car_types = ["LUXURY"], prevent_booking = { prevent = true, reason = "Not in policy" } }
  }
}
resource "spotnana_trip" "test" {
  name          = "Kick-off"
  user_id       = "4974a66b-7493-4f41-908c-58ba81093947"
  description   = "Ours"
  trip_contacts = [{ label = "Coordinator", name = "Grace", email = "grace@acme.example", is_primary = true }]
}
resource "spotnana_trip_agent_note" "test" {
  trip_id = spotnana_trip.test.id
  note = "Window seat."
}
resource "spotnana_unite_company" "test" {
  name    = "Acme GmbH"
  vat_id  = "DE123456789"
  address = { street = "Main street 1", locality = "Berlin", postal_code = "10115", country_code = "DE" }
  contact = { email = "legal@acme.example", phone = "+49 30 1" }
}
