terraform {
  required_providers {
    spotnana = {
      source = "travel-as-code/spotnana"
    }
  }
}

variable "instances" {
  type = number
}

provider "spotnana" {
  requests_per_second = 0
}

resource "spotnana_company" "acme" {
  name             = "Acme Robotics"
  billing_currency = "EUR"
  company_roles    = ["ORG"]
}

# Some 25 attributes each, about as many as people write into a policy.
resource "spotnana_policy" "all" {
  count = var.instances

  company_id = spotnana_company.acme.id
  name       = "Policy ${count.index}"
  type       = "GROUP"
  category   = "EMPLOYEE"
  currency   = { currency_code = "EUR" }

  user_groups = [{ departments = ["engineering"], country_codes = ["DE", "FR"] }]

  in_policy_approval_infos = [{ approval_process_type = "PASSIVE_APPROVAL", is_manager_approver = true }]
  out_of_policy_approval_infos = [
    { approval_process_type = "HARD_APPROVAL", travel_types = ["AIR", "HOTEL"], is_manager_approver = true },
  ]

  air_policy_rules = {
    highest_flight_cabin_by_duration_international = {
      highest_cabin_for_duration_list = [
        { cabin = "ECONOMY", duration_range = { min = 0, max = 359 } },
        { cabin = "PREMIUM_ECONOMY", duration_range = { min = 360 } },
      ]
    }
    co2_emission_per_passenger_per_km = { emission = 120 }
    flight_advance_booking_window     = { num_days_in_advance = 14 }
    lowest_logical_fare               = { is_linked = true }
    restricted_airlines               = { airline_codes = ["FR", "W6"] }
  }

  hotel_policy_rules = {
    hotel_cancellation = { type = "REFUNDABLE" }
  }

  rules = {
    car_types_not_allowed = {
      car_types       = ["LUXURY", "SPORTS"]
      prevent_booking = { prevent = true, reason = "Choose a smaller car." }
    }
    rail_advance_booking_window = { num_days_in_advance = 3 }
  }
}
