data "spotnana_trip_partner_info" "offsite" {
  trip_id      = spotnana_trip.offsite.id
  booker_email = "ines.duarte@acme-robotics.example"
}

output "budget_left" {
  value = data.spotnana_trip_partner_info.offsite.trip_budget_info.budget_remaining_balance_formatted
}
