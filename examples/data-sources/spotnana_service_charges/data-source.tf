# What the travel management company charged around the bookings of a trip.
data "spotnana_service_charges" "trip" {
  trip_id = "6926658168"
}

output "charged" {
  value = { for c in data.spotnana_service_charges.trip.service_charges : c.id => "${c.total_amount.amount} ${c.total_amount.currency_code}" }
}

# What a user was charged for the work of agents.
data "spotnana_service_charges" "agents" {
  user_id      = "6b0a5f1e-2f3d-4c8b-9a7e-1d2c3b4a5f60"
  service_type = "AGENT_CONTACT"
}
