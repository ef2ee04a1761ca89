# An event to which travelers add their own bookings, with a note for the agents who help them.

resource "spotnana_trip" "offsite" {
  name        = "Engineering offsite Lisbon"
  description = "Four days in the Alfama office. Hotel rooms are booked together by the travel desk."

  user_id    = data.spotnana_user.traveler.id
  start_date = "2027-05-03"
  end_date   = "2027-05-07"

  trip_contacts = [
    {
      label      = "Coordinator"
      name       = "Inês Duarte"
      email      = "ines.duarte@acme-robotics.example"
      is_primary = true
    },
  ]
}

resource "spotnana_trip_agent_note" "rooms" {
  trip_id = spotnana_trip.offsite.id
  note    = "Please put all rooms on one quiet floor."
}

data "spotnana_trips" "host" {
  user_id = spotnana_trip.offsite.user_id

  depends_on = [spotnana_trip_agent_note.rooms]
}

output "trips_of_host" {
  description = "Names of the host's trips."
  value       = data.spotnana_trips.host.trips[*].name
}
