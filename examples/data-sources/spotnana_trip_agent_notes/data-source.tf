data "spotnana_trip_agent_notes" "offsite" {
  trip_id = spotnana_trip.offsite.id
}

# The API may spell a text in its own way, so notes are found by a word rather than by the whole text.
output "notes_about_rooms" {
  value = [for n in data.spotnana_trip_agent_notes.offsite.agent_notes : n.id if strcontains(n.note, "rooms")]
}
