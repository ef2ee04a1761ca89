# Tokens that Acme signs with the private half of this key are accepted for token exchange. The private half is not here.
resource "spotnana_partner_public_key" "customer" {
  company_id     = spotnana_company.customer.id
  public_key_jwk = provider::spotnana::pem_to_jwk(file("${path.module}/partner.pub.pem"), "acme-2026")
}

data "spotnana_partner_public_keys" "customer" {
  company_id = spotnana_partner_public_key.customer.company_id
}

output "key_thumbprint" {
  description = "RFC 7638 thumbprint of the customer's key, known before it is uploaded."
  value       = spotnana_partner_public_key.customer.thumbprint
}

output "active_key_ids" {
  description = "Key ids (kid) that are active now."
  value       = data.spotnana_partner_public_keys.customer.keys[*].kid
}
