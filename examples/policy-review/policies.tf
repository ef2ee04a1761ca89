# What holds for everybody whom no other policy covers. Every company has this policy from the start: the create takes it over.
resource "spotnana_policy" "default" {
  on_create  = "adopt"
  on_destroy = "abandon"

  company_id  = spotnana_company.acme.id
  name        = "Default policy"
  type        = "DEFAULT"
  currency    = { currency_code = "EUR" }
  user_groups = []

  out_of_policy_approval_infos = [
    { approval_process_type = "HARD_APPROVAL", travel_types = ["AIR", "HOTEL", "CAR", "RAIL"], is_manager_approver = true },
  ]

  air_policy_rules = {
    flight_advance_booking_window = { num_days_in_advance = 14 }
    highest_flight_cabin_by_duration_domestic = {
      highest_cabin_for_duration_list = [{ cabin = "ECONOMY", duration_range = { min = 0 } }]
    }
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
        { cabin = "BUSINESS", duration_range = { min = 360 } },
      ]
    }
  }

  hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_default_price           = { amount = 120, currency_code = "EUR" }
      max_price_per_location_list = []
    }
  }
}

resource "spotnana_policy" "sales" {
  company_id  = spotnana_company.acme.id
  name        = "Sales"
  type        = "GROUP"
  currency    = { is_linked = true }
  user_groups = [{ departments = [spotnana_department.sales.id] }]

  out_of_policy_approval_infos = [
    { approval_process_type = "HARD_APPROVAL", travel_types = ["AIR", "HOTEL", "CAR", "RAIL"], is_manager_approver = true },
  ]

  air_policy_rules = {
    flight_advance_booking_window                  = { num_days_in_advance = 7 }
    highest_flight_cabin_by_duration_domestic      = { is_linked = true }
    highest_flight_cabin_by_duration_international = { is_linked = true }
  }

  hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_default_price = { amount = 120, currency_code = "EUR" }
      max_price_per_location_list = [
        { max_price = { amount = 140, currency_code = "EUR" }, address = { address_lines = [], locality = "Munich", region_code = "DE" } },
        { max_price = { amount = 170, currency_code = "EUR" }, address = { address_lines = [], locality = "Paris", region_code = "FR" } },
      ]
    }
  }
}
