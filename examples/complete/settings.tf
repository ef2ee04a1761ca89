# Settings of the companies. There is one object of each for a company, or for each role of it: a create takes over what is
# there. Most have no delete at the API, so a destroy then leaves them as they are and says so.

# Only these features are managed. All others are as they were.
resource "spotnana_company_features" "customer" {
  company_id = spotnana_company.customer.id

  values = {
    EVENT_BOOKING_ENABLED = "true"
    FLIGHT_RESULTS_OOP    = "true"
    HOTEL_RESULTS_OOP     = "true"
    PAYMENT_ADD_CARD      = "false"
  }
}

resource "spotnana_managers_config" "customer" {
  company_id       = spotnana_company.customer.id
  company_role     = "ORG"
  account_managers = [{ id = data.spotnana_user.account_manager.id }]
}

resource "spotnana_tier_config" "customer" {
  company_id = spotnana_company.customer.id
  tiers = [
    { tier = "BASIC", name = "Everybody" },
    { tier = "SEAT1A", name = "Executives" },
  ]
}

resource "spotnana_service_charge_plan" "customer" {
  company_id            = spotnana_company.customer.id
  default_currency_code = "EUR"
  charges               = [{ amount = 12.5, currency_code = "EUR" }]
  tier_charges          = [{ tier = "SEAT1A", charges = [{ amount = 25, currency_code = "EUR" }] }]
}

resource "spotnana_preference_tiers" "customer" {
  company_id = spotnana_company.customer.id

  preference_tiers_per_booking_type = [
    {
      booking_type         = "HOTEL"
      allowed_entity_types = ["COMPANY", "LEGAL_ENTITY"]
      preference_tiers = [
        { level = "TIER_1", label = "Preferred", show_label = true },
        { level = "TIER_2", label = "Negotiated rate", show_label = true },
      ]
    },
  ]
}

# Fares without anything in them are not shown, wherever the journey goes.
resource "spotnana_travel_content_config" "customer" {
  company_id = spotnana_company.customer.id

  air_config = {
    fare_category_filter = [
      {
        priority             = 1
        origin               = local.everywhere
        destination          = local.everywhere
        fare_category_option = [{ fare_category = { ngs_category = "BASE" }, disabled = true }]
      },
    ]
  }
}

locals {
  everywhere = jsonencode({ value = "Everywhere", metadata = { type = "CONTINENT", code = "*" }, infos = [] })
}

resource "spotnana_white_label_config" "customer" {
  company_id   = spotnana_company.customer.id
  company_role = "ORG"
  company_name = "Acme Travel"
  colors       = { primary = "#003366", on_primary = "#FFFFFF" }
  web_links    = { privacy_page = "https://acme-robotics.example/privacy" }
}

# What companies agree to that enroll themselves at the travel management company.
resource "spotnana_enrollment_config" "tmc" {
  company_id                = spotnana_company.tmc.id
  terms_and_conditions_list = ["I agree to the <a href=\"https://horizon-travel.example/terms\">terms of Horizon</a>."]
  industry_dropdown_options = ["Manufacturing", "Retail", "Shipping"]
}
