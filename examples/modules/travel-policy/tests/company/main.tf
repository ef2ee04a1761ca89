terraform {
  required_providers {
    spotnana = {
      source = "travel-as-code/spotnana"
    }
  }
}

resource "spotnana_company" "this" {
  name                = "Acme Robotics"
  company_roles       = ["ORG"]
  billing_currency    = "EUR"
  deletion_protection = false
}

resource "spotnana_department" "sales" {
  company_id  = spotnana_company.this.id
  name        = "Sales"
  external_id = "D-1"
}

output "id" {
  value = spotnana_company.this.id
}

output "department_id" {
  value = spotnana_department.sales.id
}
