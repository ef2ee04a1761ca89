# The next twenty trips of a company that break its travel policy. Without limit, all of them on all pages.
data "spotnana_trips" "out_of_policy" {
  company_id      = spotnana_company.customer.id
  trip_types      = ["UPCOMING"]
  policy_statuses = ["OUT_OF_POLICY"]

  start_date_range = { start_date = "2026-05-01", end_date = "2026-05-31" }
  sort_options     = [{ sort_field = "START_DATE", sort_order = "ASC" }]
  limit            = 20

  include_pnr_summaries = true
}

output "trips_to_look_at" {
  value = { for trip in data.spotnana_trips.out_of_policy.trips : trip.id => trip.name }
}
