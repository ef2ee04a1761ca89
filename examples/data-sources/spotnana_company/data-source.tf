# By exactly one of id, external_id and name.
data "spotnana_company" "acme" {
  external_id = "acme-robotics"
}

output "acme_roles" {
  value = data.spotnana_company.acme.company_roles
}
