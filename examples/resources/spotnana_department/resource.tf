resource "spotnana_department" "engineering" {
  company_id  = spotnana_company.customer.id
  name        = "Engineering"
  external_id = "HR-4711"

  # A destroy takes it out of its users' profiles, too.
  detach_users = true
}
