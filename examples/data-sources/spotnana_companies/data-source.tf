# Every customer of one travel management company, whatever the number of pages.
data "spotnana_companies" "customers" {
  company_roles       = ["ORG"]
  contracting_tmc_ids = [spotnana_company.tmc.id]
}

output "customer_ids" {
  value = { for company in data.spotnana_companies.customers.companies : company.name => company.id }
}
