# What the tables become, without an account: the answers of the API are made up.
mock_provider "spotnana" {
  source = "./mocks"
}

variables {
  company_id  = "4f0d2f0e-9d1c-4c52-8f39-1f6f5a1f0001"
  name        = "Sales"
  currency    = "EUR"
  departments = ["7d9f2b60-4c11-4e0a-8a53-2f6b1c9d0001"]
}

run "cabins" {
  variables {
    cabins = {
      international = [
        { from_hours = 0, cabin = "ECONOMY" },
        { from_hours = 6, cabin = "PREMIUM_ECONOMY" },
        { from_hours = 10, cabin = "BUSINESS" },
      ]
    }
  }

  assert {
    condition = [
      for step in spotnana_policy.this.air_policy_rules.highest_flight_cabin_by_duration_international.highest_cabin_for_duration_list :
      "${step.cabin} ${step.duration_range.min} ${step.duration_range.max == null ? "on" : step.duration_range.max}"
    ] == ["ECONOMY 0 359", "PREMIUM_ECONOMY 360 599", "BUSINESS 600 on"]
    error_message = "The steps do not follow each other."
  }

  assert {
    condition     = spotnana_policy.this.air_policy_rules.highest_flight_cabin_by_duration_domestic.is_linked
    error_message = "A table that is empty is not inherited."
  }
}

run "hotels" {
  variables {
    hotel_caps = { "Munich, DE" = 140, "other" = 120 }
  }

  assert {
    condition = spotnana_policy.this.hotel_policy_rules.max_hotel_price_by_location == merge(spotnana_policy.this.hotel_policy_rules.max_hotel_price_by_location, {
      max_default_price = { amount = 120, currency_code = "EUR" }
    }) && one(spotnana_policy.this.hotel_policy_rules.max_hotel_price_by_location.max_price_per_location_list).address.locality == "Munich"
    error_message = "The prices are not those of the table."
  }
}

run "approvers" {
  variables {
    approvers = { AIR = ["manager"], HOTEL = ["manager", "7d9f2b60-4c11-4e0a-8a53-2f6b1c9d0002"], CAR = [] }
  }

  assert {
    condition = { for a in spotnana_policy.this.out_of_policy_approval_infos : one(a.travel_types) => a.approval_process_type } == {
      AIR = "HARD_APPROVAL", HOTEL = "HARD_APPROVAL", CAR = "PREVENT_BOOKING"
    }
    error_message = "Bookings that nobody approves are not prevented."
  }
}

run "no_step_from_the_start" {
  command = plan

  variables {
    cabins = { domestic = [{ from_hours = 2, cabin = "BUSINESS" }] }
  }

  expect_failures = [var.cabins]
}

run "no_country" {
  command = plan

  variables {
    hotel_caps = { "Munich" = 140 }
  }

  expect_failures = [var.hotel_caps]
}
