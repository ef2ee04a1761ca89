resource "spotnana_policy" "engineering" {
  company_id  = spotnana_company.customer.id
  name        = "Engineering"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = [spotnana_department.engineering.id], country_codes = ["DE", "FR"] }]

  out_of_policy_approval_infos = [
    { approval_process_type = "HARD_APPROVAL", travel_types = ["AIR", "HOTEL"], is_manager_approver = true },
  ]

  air_policy_rules = {
    restricted_airlines = { airline_codes = ["FR"] }
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },
      ]
    }
    co2_emission_per_passenger_per_km = { emission = 120 }
    lowest_logical_fare               = { is_linked = true }
  }

  hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_default_price           = { amount = 140, currency_code = "EUR" }
      max_price_per_location_list = []
    }
  }

  rules = {
    car_types_not_allowed = {
      car_types       = ["LUXURY", "SPORTS"]
      prevent_booking = { prevent = true, reason = "Please choose another class of car." }
    }
  }
}

# The default policy, which every company has from the start: its create takes that one over, and keeps what is not here.
resource "spotnana_policy" "default" {
  on_create = "adopt"

  company_id  = spotnana_company.customer.id
  name        = "Default policy"
  type        = "DEFAULT"
  currency    = { currency_code = "EUR" }
  user_groups = []

  air_policy_rules = {
    flight_advance_booking_window = { num_days_in_advance = 14 }
  }

  on_destroy = "abandon"
}
