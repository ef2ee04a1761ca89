output "id" {
  description = "Id of the policy."
  value       = spotnana_policy.this.id
}

output "policy" {
  description = "The policy, as policy_summary and policy_statements take it."
  value       = spotnana_policy.this
}

output "summary" {
  description = "What the policy demands, in plain words."
  value       = provider::spotnana::policy_summary(spotnana_policy.this)
}
