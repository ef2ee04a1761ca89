# A change of the user replaces the trip, so its id must not become unknown: see the data source spotnana_user.
locals {
  company_id = spotnana_company.customer.id
}

data "spotnana_user" "host" {
  company_id = local.company_id
  email      = "grace.hopper@acme-robotics.example"
}

data "spotnana_user" "coordinator" {
  company_id = local.company_id
  email      = "ines.duarte@acme-robotics.example"
}

resource "spotnana_trip" "offsite" {
  name        = "Offsite Lisbon 2026"
  description = "Engineering offsite, booked by the office team."

  user_id      = data.spotnana_user.host.id
  registrar_id = data.spotnana_user.coordinator.id
  start_date   = "2026-05-04"
  end_date     = "2026-05-08"

  trip_contacts = [
    {
      label      = "Coordinator"
      name       = "Inês Duarte"
      email      = "ines.duarte@acme-robotics.example"
      is_primary = true
    },
    {
      label        = "Driver"
      name         = "Rui Matos"
      phone_number = { raw_input = "+351 21 555 0100" }
    },
  ]

  trip_communication_preferences = {
    trip_email_preferences = {
      bucket_email_preferences = {
        bucket_types = ["BOOKING_CHANGES", "FLIGHT_UPDATES"]
        is_enabled   = true
        cc_emails    = ["travel.desk@acme-robotics.example"]
      }
    }
  }
}
