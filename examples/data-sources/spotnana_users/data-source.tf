# The employees of a department, and all guests.
data "spotnana_users" "travelers" {
  company_id = spotnana_company.customer.id

  filters = [
    { department_ids = [spotnana_department.engineering.id], personas = ["EMPLOYEE"] },
    { personas = ["GUEST"] },
  ]
  sort = { sort_by = "NAME", sort_order = "ASCENDING" }
}

output "travelers" {
  value = { for user in data.spotnana_users.travelers.users : user.employee_id => user.id if user.employee_id != null }
}
