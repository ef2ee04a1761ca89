data "spotnana_cost_centers" "all" {
  company_id = spotnana_company.customer.id
}

locals {
  cost_center_ids = { for c in data.spotnana_cost_centers.all.cost_centers : c.name => c.id }
}
