# The customer's company on Unite. Unite neither changes nor deletes companies: a changed configuration is an error of the
# plan, and a destroy only forgets the company.
resource "spotnana_unite_company" "customer" {
  name   = "Acme Robotics GmbH"
  vat_id = "DE123456789"

  address = {
    street       = "Werkstrasse 12"
    locality     = "Munich"
    postal_code  = "80331"
    country_code = "DE"
  }

  contact = {
    name  = "Travel desk"
    email = "travel@acme-robotics.example"
  }
}

data "spotnana_unite_tenant" "current" {}

output "unite_company_number" {
  description = "Number of the customer on Unite."
  value       = spotnana_unite_company.customer.company_number
}

output "unite_tenant_id" {
  description = "Tenant of Unite that the company is in."
  value       = data.spotnana_unite_tenant.current.id
}
