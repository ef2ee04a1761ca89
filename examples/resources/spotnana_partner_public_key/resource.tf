# To rotate the key, put the new one here, with a kid of its own: the old one is revoked, then the new one is added.
resource "spotnana_partner_public_key" "acme" {
  company_id     = spotnana_company.customer.id
  public_key_jwk = provider::spotnana::pem_to_jwk(file("partner.pub.pem"), "acme-2026")
}
