import {
  to = spotnana_trip.offsite
  id = "6926658168"
}
