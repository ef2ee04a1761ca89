data "spotnana_company_features" "customer" {
  company_id = spotnana_company.customer.id
}

output "adds_cards" {
  value = lookup(data.spotnana_company_features.customer.values, "PAYMENT_ADD_CARD", "false")
}
