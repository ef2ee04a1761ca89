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
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}

resource "spotnana_unite_company" "test" {
  name    = "ACME"
  vat_id  = "DE123456789"
  address = { street = "Main street 1", locality = "Berlin", country_code = "DE" }
  contact = { email = "legal@acme.example" }
}

resource "spotnana_partner_public_key" "test" {
  company_id     = spotnana_company.test.id
  public_key_jwk = jsonencode({
    kty = "EC", crv = "P-256", kid = "1", use = "sig", alg = "ES256"
    x   = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
    y   = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
  })
}
resource "spotnana_policy" "test" {
  company_id  = spotnana_company.test.id
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
    lowest_logical_fare = { is_linked = true }
  }
  rules = {
    car_types_not_allowed = { car_types = ["LUXURY", "SPORTS"], prevent_booking = { prevent = true, reason = "Not in policy" } }
  }
}
resource "spotnana_trip" "test" {
  name    = "Kick-off"
  user_id = "4974a66b-7493-4f41-908c-58ba81093947"

  allow_deletion_with_bookings = true
}
resource "spotnana_trip_agent_note" "test" {
  trip_id = spotnana_trip.test.id
  note    = "Window seats"
}
