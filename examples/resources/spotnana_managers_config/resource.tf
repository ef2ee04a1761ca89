resource "spotnana_managers_config" "customer" {
  company_id       = spotnana_company.customer.id
  company_role     = "ORG"
  account_managers = [{ id = "4974a66b-7493-4f41-908c-58ba81093947" }]
}
