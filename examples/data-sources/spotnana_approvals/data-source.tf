# What waits for an approval although it breaks the policy, by who may give it.
data "spotnana_approvals" "open" {
  company_id    = spotnana_company.customer.id
  out_of_policy = true
}

output "waiting" {
  value = { for a in data.spotnana_approvals.open.approvals : a.trip_name => a.approvers[*].user_id... }
}
