data "spotnana_departments" "all" {
  company_id = spotnana_company.customer.id
}

locals {
  department_ids = { for d in data.spotnana_departments.all.departments : d.name => d.id }
}
