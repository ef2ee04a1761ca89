resource "spotnana_partner_public_key" "acme" {
  company_id     = spotnana_company.customer.id
  public_key_jwk = provider::spotnana::pem_to_jwk(file("partner.pub.pem"), "acme-2026")
}
