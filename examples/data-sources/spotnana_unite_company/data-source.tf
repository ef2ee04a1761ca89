# By exactly one of id and name.
data "spotnana_unite_company" "acme" {
  name = "Acme Robotics GmbH"
}

output "acme_number_on_unite" {
  value = data.spotnana_unite_company.acme.company_number
}
