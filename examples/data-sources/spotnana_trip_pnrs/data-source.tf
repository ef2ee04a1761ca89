data "spotnana_trip_pnrs" "kickoff" {
  trip_id = spotnana_trip.offsite.id
}

# What each booking costs, and from whom it is.
output "bookings" {
  value = [for b in data.spotnana_trip_pnrs.kickoff.pnrs : {
    type      = b.type
    start     = b.start
    suppliers = b.suppliers
    price     = try("${b.total_fare.amount} ${b.total_fare.currency_code}", null)
  }]
}

# The rules of the policy that were looked at for bookings out of policy, with what they expect and what was booked.
output "out_of_policy" {
  value = flatten([
    for b in data.spotnana_trip_pnrs.kickoff.pnrs : [
      for r in coalesce(b.policy_info.rule_results, []) : [
        for v in coalesce(r.violations, []) : { booking = b.id, rule = v.predicate, expected = v.expected_value, actual = v.actual_value }
      ]
    ] if try(b.policy_info.out_of_policy, false)
  ])
}
