data "spotnana_user" "account_manager" {
  company_id = spotnana_company.tmc.id
  email      = "account.manager@horizon-travel.example"
}

resource "spotnana_managers_config" "customer" {
  company_id       = spotnana_company.customer.id
  company_role     = "ORG"
  account_managers = [{ id = data.spotnana_user.account_manager.id }]
}
