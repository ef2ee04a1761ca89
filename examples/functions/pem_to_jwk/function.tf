# The public half of a key pair of the tls provider, as a JWK.
resource "tls_private_key" "partner" {
  algorithm = "RSA"
  rsa_bits  = 3072
}

resource "spotnana_partner_public_key" "acme" {
  company_id     = spotnana_company.customer.id
  public_key_jwk = provider::spotnana::pem_to_jwk(tls_private_key.partner.public_key_pem, "acme-2026")
}
