# A program that reads the travel data of a customer.
resource "spotnana_api_user" "reporting" {
  tmc_id = spotnana_company.tmc.id
  org_id = spotnana_company.customer.id
  role   = "COMPANY_ADMIN"

  # Another text rotates the secret. The old one ends at once.
  rotate_trigger = "2026-10"
}

# What the HR system provisions users with.
resource "spotnana_api_user" "scim" {
  tmc_id          = spotnana_company.tmc.id
  org_id          = spotnana_company.customer.id
  role            = "COMPANY_ADMIN"
  credential_type = "SCIM_TOKEN"
}

output "scim_token" {
  value     = spotnana_api_user.scim.scim_token
  sensitive = true
}
