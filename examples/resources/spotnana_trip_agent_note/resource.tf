resource "spotnana_trip_agent_note" "quiet_floor" {
  trip_id = spotnana_trip.offsite.id
  note    = "Please put all rooms on one quiet floor."
}
