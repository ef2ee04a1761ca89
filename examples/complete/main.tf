# A whole travel programme in the provider's own sandbox: no account, no server, no credentials. What it has made is in the
# file sandbox.json beside this one. Here are the provider and the two companies that everything else belongs to.

terraform {
  required_version = ">= 1.8"

  required_providers {
    spotnana = {
      source = "travel-as-code/spotnana"
    }
  }
}

provider "spotnana" {
  sandbox = { path = "sandbox.json" }
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the companies. Set it to false and apply before a destroy."
  type        = bool
  default     = true
}

resource "spotnana_company" "tmc" {
  name             = "Horizon Travel Management"
  external_id      = "horizon-tmc"
  billing_currency = "EUR"
  company_roles    = ["TMC"]
  email_domains    = ["horizon-travel.example"]

  deletion_protection = var.deletion_protection
}

resource "spotnana_company" "customer" {
  name             = "Acme Robotics"
  external_id      = "acme-robotics"
  billing_currency = "EUR"
  company_roles    = ["ORG"]
  email_domains    = ["acme-robotics.example"]

  contracted_by_id = spotnana_company.tmc.id
  booking_tmc_id   = spotnana_company.tmc.id

  postal_address = {
    address_lines = ["Werkstrasse 12"]
    postal_code   = "80331"
    locality      = "Munich"
    region_code   = "DE"
  }

  support_configs = [
    {
      tier            = "BASIC"
      email_addresses = ["travel@horizon-travel.example"]
      contact_numbers = [{ country_code = 49, national_number = 895550100 }]
    },
    {
      tier            = "SEAT1A"
      email_addresses = ["vip@horizon-travel.example"]
      contact_numbers = [{ country_code = 49, national_number = 895550199 }]
    },
  ]

  deletion_protection = var.deletion_protection
}

data "spotnana_company" "tmc" {
  id = spotnana_company.tmc.id
}

# Lists are read after what they shall contain.
data "spotnana_companies" "of_tmc" {
  contracting_tmc_ids = [spotnana_company.tmc.id]

  depends_on = [spotnana_company.customer]
}

output "customer_id" {
  description = "Id of the customer company."
  value       = spotnana_company.customer.id
}

output "tmc_is_active" {
  description = "Whether the travel management company is active: the server's own knowledge, which only data sources have."
  value       = data.spotnana_company.tmc.is_active
}

output "companies_of_tmc" {
  description = "Names of the companies that the travel management company has contracted."
  value       = data.spotnana_companies.of_tmc.companies[*].name
}
