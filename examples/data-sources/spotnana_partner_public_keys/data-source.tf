data "spotnana_partner_public_keys" "revoked" {
  company_id = spotnana_company.customer.id
  status     = "REVOKED"
}

output "revoked_kids" {
  value = data.spotnana_partner_public_keys.revoked.keys[*].kid
}
