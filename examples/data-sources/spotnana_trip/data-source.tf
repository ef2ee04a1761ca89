data "spotnana_trip" "offsite" {
  id = "6926658168"
}

output "booking_ids" {
  value = data.spotnana_trip.offsite.pnrs[*].pnr_id
}

# What a booking holds depends on the kind of travel, so it comes as JSON.
output "booking_states" {
  value = { for pnr in data.spotnana_trip.offsite.pnrs : pnr.pnr_id => try(jsondecode(pnr.data).bookingStatus, null) }
}

output "total_fare" {
  value = try(data.spotnana_trip.offsite.trip_payment_info.total_fare.amount, null)
}
