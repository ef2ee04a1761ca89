# The travel policies of the customer. Rules that say is_linked take the value from the parent policy or, where there is
# none, from the company's default policy.

# What holds for everybody whom no other policy covers. Every company has this policy from the start: the create takes it
# over. What is not mentioned here, such as its rules for approval, cars and trains, stays as it is.
resource "spotnana_policy" "default" {
  on_create = "adopt"

  company_id  = spotnana_company.customer.id
  name        = "Default policy"
  type        = "DEFAULT"
  currency    = { currency_code = "EUR" }
  user_groups = []

  air_policy_rules = {
    flight_advance_booking_window = { num_days_in_advance = 14 }
    flight_tickets_refundable     = { type = "NONE" }
    highest_flight_cabin_by_duration_domestic = {
      highest_cabin_for_duration_list = [{ cabin = "ECONOMY", duration_range = { min = 0 } }]
    }
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 599 } },
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 600 } },
      ]
    }
    co2_emission_per_passenger_per_km = { emission = 120 }
  }

  hotel_policy_rules = {
    hotel_star_rating = { rating_range = { min = 2, max = 4 } }
    max_hotel_price_by_location = {
      max_default_price = { amount = 140, currency_code = "EUR" }
      max_price_per_location_list = [
        { max_price = { amount = 220, currency_code = "GBP" }, address = { address_lines = [], region_code = "GB", locality = "London" } },
        { max_price = { amount = 260, currency_code = "USD" }, address = { address_lines = [], region_code = "US", locality = "New York" } },
      ]
    }
  }

  # The API never deletes it: a destroy takes it out of the state.
  on_destroy = "abandon"
}

resource "spotnana_policy" "engineering" {
  company_id  = spotnana_company.customer.id
  name        = "Engineering"
  type        = "GROUP"
  currency    = { is_linked = true }
  user_groups = [{ departments = [spotnana_department.all["HR-4711"].id], country_codes = ["DE", "FR"] }]

  out_of_policy_approval_infos = [
    {
      approval_process_type = "HARD_APPROVAL"
      travel_types          = ["AIR", "HOTEL", "CAR", "RAIL"]
      is_manager_approver   = true
      default_approver_ids  = [data.spotnana_user.approver.id]
    },
  ]

  air_policy_rules = {
    restricted_airlines           = { airline_codes = ["FR", "W6"] }
    flight_advance_booking_window = { num_days_in_advance = 7 }
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },
      ]
    }
    highest_flight_cabin_overnight = {
      cabin = "BUSINESS"
      overnight_time_params = {
        night_time_start           = "22:00"
        night_time_end             = "06:00"
        night_time_overlap_minutes = 240
        include_layover            = false
      }
    }
    max_flight_booking_price_international = {
      type       = "MEDIAN"
      sign       = "MORE"
      difference = { percentage = 20 }
    }
    co2_emission_per_passenger_per_km = { is_linked = true }
  }

  hotel_policy_rules = {
    hotel_star_rating           = { is_linked = true }
    max_hotel_price_by_location = { is_linked = true }
  }

  rules = {
    car_types_not_allowed = {
      car_types       = ["LUXURY", "SPORTS"]
      prevent_booking = { prevent = true, reason = "Please choose another class of car." }
    }
    rail_tickets_refundable = { type = "REFUNDABLE_WITH_OR_WITHOUT_FEES" }
  }

  # Executives link to this policy: should it ever go, they get another parent first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "spotnana_policy" "executives" {
  company_id       = spotnana_company.customer.id
  name             = "Executives"
  type             = "GROUP"
  parent_policy_id = spotnana_policy.engineering.id
  currency         = { is_linked = true }
  user_groups      = [{ grades = values(spotnana_grade.executive)[*].id }]

  in_policy_approval_infos     = [{ approval_process_type = "NONE" }]
  out_of_policy_approval_infos = [{ approval_process_type = "PASSIVE_APPROVAL", should_notify_manager = true }]

  air_policy_rules = {
    restricted_airlines  = { is_linked = true }
    flight_cabin_upgrade = { is_allowed = true }
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 0, max = 239 } },
        { cabin = "BUSINESS", duration_range = { min = 240 } },
      ]
    }
  }

  hotel_policy_rules = {
    hotel_star_rating = { rating_range = { min = 3, max = 5 } }
  }
}

resource "spotnana_policy" "contractors" {
  company_id  = spotnana_company.customer.id
  name        = "Contractors"
  type        = "GROUP"
  currency    = { is_linked = true }
  user_groups = [{ worker_types = ["CONTINGENT"], legal_entity_ids = [spotnana_legal_entity.germany.id, spotnana_legal_entity.france.id] }]

  in_policy_approval_infos     = [{ approval_process_type = "HARD_APPROVAL", designated_approver_ids = [data.spotnana_user.approver.id] }]
  out_of_policy_approval_infos = [{ approval_process_type = "PREVENT_BOOKING" }]

  air_policy_rules = {
    lowest_logical_fare = {
      flight_time_window_minutes_domestic      = 120
      flight_time_window_minutes_international = 240
      max_number_of_stops                      = "ONE_OR_LESS"
    }
  }

  rules = {
    cabin_class_not_allowed_domestic      = { cabins = ["BUSINESS", "FIRST"], prevent_booking = { prevent = true } }
    cabin_class_not_allowed_international = { cabins = ["BUSINESS", "FIRST"], prevent_booking = { prevent = true } }
    hotel_restricted_keywords = {
      hotel_restricted_keywords_list = [{ keyword = "resort", reason = "Not for business trips." }]
    }
  }
}

# Whoever belongs to one of these groups: the field service, by its office and department, or who is paid by a plant.
resource "spotnana_policy" "field_service" {
  company_id = spotnana_company.customer.id
  name       = "Field service"
  type       = "GROUP"
  currency   = { is_linked = true }
  user_groups = [
    {
      office_ids  = [spotnana_office.munich.id, spotnana_office.lyon.id]
      departments = [spotnana_department.all["HR-4712"].id]
    },
    { cost_centers = values(spotnana_cost_center.all)[*].id },
  ]

  hotel_policy_rules = {
    max_hotel_price_by_location = {
      max_default_price           = { amount = 110, currency_code = "EUR" }
      max_price_per_location_list = []
    }
  }
}

# A policy on trial, for people who are named one by one.
resource "spotnana_policy" "pilot" {
  company_id  = spotnana_company.customer.id
  name        = "Pilot: trains first"
  type        = "GROUP"
  currency    = { is_linked = true }
  user_groups = [{ user_ids = [data.spotnana_user.traveler.id] }]

  rules = {
    rail_tickets_refundable = { type = "REFUNDABLE_WITH_OR_WITHOUT_FEES" }
  }
}

resource "spotnana_policy" "guests" {
  company_id  = spotnana_company.customer.id
  name        = "Guests"
  type        = "GROUP"
  category    = "GUEST"
  currency    = { currency_code = "EUR" }
  user_groups = []

  common_policy_rules = {
    restricted_countries = {
      restrictions = [
        { type = "ALLOW_WITHIN_COUNTRY", country_code = "DE" },
        { type = "ALLOW_WITHIN_COUNTRY", country_code = "FR" },
      ]
    }
  }

  rules = {
    restrict_airport_transfers = { is_restricted = true }
  }
}

# Lists are read after what they shall contain.
data "spotnana_policies" "customer" {
  company_id = spotnana_company.customer.id

  depends_on = [
    spotnana_policy.default, spotnana_policy.engineering, spotnana_policy.executives, spotnana_policy.contractors,
    spotnana_policy.field_service, spotnana_policy.pilot, spotnana_policy.guests,
  ]
}

output "policies_of_customer" {
  description = "Names of the customer's policies."
  value       = sort(data.spotnana_policies.customer.policies[*].name)
}
