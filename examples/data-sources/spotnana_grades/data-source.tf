data "spotnana_grades" "all" {
  company_id = spotnana_company.customer.id
}

locals {
  grade_ids = { for g in data.spotnana_grades.all.grades : g.name => g.id }
}
