# What the travel management company charged around the bookings of a trip.
data "spotnana_service_charges" "trip" {
  trip_id = spotnana_trip.offsite.id
}

output "charged" {
  value = { for c in data.spotnana_service_charges.trip.service_charges : c.id => "${c.total_amount.amount} ${c.total_amount.currency_code}" }
}

# What a user was charged for the work of agents.
data "spotnana_service_charges" "agents" {
  user_id      = data.spotnana_user.traveler.id
  service_type = "AGENT_CONTACT"
}
