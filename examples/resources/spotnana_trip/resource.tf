resource "spotnana_trip" "offsite" {
  name        = "Offsite Lisbon 2026"
  description = "Engineering offsite, booked by the office team."

  user_id      = "3e0d4c5b-7f1a-4d0e-9a55-2f7c3f1c9a01"
  registrar_id = "7d5f3a52-6c0e-4f4b-8f39-1f6f5a1f0001"
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
