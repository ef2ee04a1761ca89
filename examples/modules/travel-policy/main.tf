# Tables become a policy. What a table does not say is inherited: from parent_policy_id, or from the company's default policy.
locals {
  # The end of each step is a minute before the next one begins; the last one is open.
  steps = {
    for kind, lines in var.cabins : kind => [
      for line in lines : {
        cabin = line.cabin
        from  = line.from_hours * 60
        to    = [for other in lines : other.from_hours * 60 - 1 if other.from_hours > line.from_hours]
      }
    ]
  }

  cabins = {
    for kind, steps in local.steps : kind => length(steps) == 0 ? { is_linked = true, highest_cabin_for_duration_list = null } : {
      is_linked                                                               = null
      highest_cabin_for_duration_list = [
        for step in steps : { cabin = step.cabin, duration_range = { min = step.from, max = length(step.to) == 0 ? null : min(step.to...) } }
      ]
    }
  }

  # A map is sorted by its keys, so a new city is one new element of the list, at its place in the alphabet.
  cities = { for place, amount in var.hotel_caps : place => amount if place != "other" }

  hotel_prices = length(var.hotel_caps) == 0 ? { is_linked = true, max_default_price = null, max_price_per_location_list = null } : {
    is_linked         = null
    max_default_price = contains(keys(var.hotel_caps), "other") ? { amount = var.hotel_caps["other"], currency_code = var.currency } : null
    max_price_per_location_list = [
      for place, amount in local.cities : {
        max_price = { amount = amount, currency_code = var.currency }
        address   = { address_lines = [], locality = split(", ", place)[0], region_code = split(", ", place)[1] }
      }
    ]
  }

  approvals = [
    for kind, who in var.approvers : {
      approval_process_type   = length(who) == 0 ? "PREVENT_BOOKING" : "HARD_APPROVAL"
      travel_types            = [kind]
      is_manager_approver     = contains(who, "manager") ? true : null
      designated_approver_ids = length(setsubtract(who, ["manager"])) == 0 ? null : [for id in who : id if id != "manager"]
    }
  ]
}

resource "spotnana_policy" "this" {
  company_id       = var.company_id
  name             = var.name
  type             = "GROUP"
  parent_policy_id = var.parent_policy_id
  currency         = { currency_code = var.currency }
  user_groups      = length(var.departments) == 0 ? [] : [{ departments = var.departments }]

  out_of_policy_approval_infos = local.approvals

  air_policy_rules = {
    flight_advance_booking_window                  = var.days_ahead == null ? { is_linked = true, num_days_in_advance = null } : { is_linked = null, num_days_in_advance = var.days_ahead }
    highest_flight_cabin_by_duration_domestic      = local.cabins.domestic
    highest_flight_cabin_by_duration_international = local.cabins.international
  }

  hotel_policy_rules = {
    max_hotel_price_by_location = local.hotel_prices
  }
}
