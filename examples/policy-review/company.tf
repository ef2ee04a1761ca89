# A company to try this with. The files of your own account come from "spotnana export".

resource "spotnana_company" "acme" {
  name             = "Acme Robotics"
  company_roles    = ["ORG"]
  billing_currency = "EUR"
}

resource "spotnana_department" "sales" {
  company_id  = spotnana_company.acme.id
  name        = "Sales"
  external_id = "HR-100"
}
