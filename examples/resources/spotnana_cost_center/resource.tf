resource "spotnana_cost_center" "platform" {
  company_id          = spotnana_company.customer.id
  name                = "Platform"
  external_id         = "CC-1200"
  number_of_employees = 12

  # A destroy takes it out of its users' profiles, too.
  detach_users = true
}
