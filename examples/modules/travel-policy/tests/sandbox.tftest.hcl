# The same in the sandbox, which answers as the API does: what it would refuse fails here.
provider "spotnana" {
  sandbox = { path = "sandbox.json" }
}

run "company" {
  module {
    source = "./tests/company"
  }
}

run "policy" {
  variables {
    company_id  = run.company.id
    departments = [run.company.department_id]
    name        = "Sales"
    currency    = "EUR"
    days_ahead  = 14
    cabins = {
      domestic      = [{ from_hours = 0, cabin = "ECONOMY" }]
      international = [{ from_hours = 0, cabin = "ECONOMY" }, { from_hours = 6, cabin = "BUSINESS" }]
    }
    hotel_caps = { "Munich, DE" = 140, "Paris, FR" = 180, "other" = 120 }
    approvers  = { AIR = ["manager"], HOTEL = ["manager"] }
  }

  assert {
    condition     = strcontains(output.summary, "Highest cabin, international flights: Economy; Business from 6 h")
    error_message = output.summary
  }

  assert {
    condition     = strcontains(output.summary, "Hotel in Munich, DE: at most 140 EUR a night")
    error_message = output.summary
  }

  assert {
    condition     = strcontains(output.summary, "Approval of bookings outside the policy (air): manager must approve")
    error_message = output.summary
  }
}

run "nothing_left_to_do" {
  command = plan

  variables {
    company_id  = run.company.id
    departments = [run.company.department_id]
    name        = "Sales"
    currency    = "EUR"
    days_ahead  = 14
    cabins = {
      domestic      = [{ from_hours = 0, cabin = "ECONOMY" }]
      international = [{ from_hours = 0, cabin = "ECONOMY" }, { from_hours = 6, cabin = "BUSINESS" }]
    }
    hotel_caps = { "Munich, DE" = 140, "Paris, FR" = 180, "other" = 120 }
    approvers  = { AIR = ["manager"], HOTEL = ["manager"] }
  }

  assert {
    condition     = output.id == run.policy.id
    error_message = "The policy is made anew by a plan that changes nothing."
  }
}
