# A company on Unite can be neither changed nor removed: try it in the sandbox, or in Unite's integration environment.
resource "spotnana_unite_company" "acme" {
  name    = "Acme Robotics GmbH"
  vat_id  = "DE123456789"
  imprint = "https://acme-robotics.example/imprint"

  address = {
    street       = "Werkstrasse 12"
    locality     = "Munich"
    postal_code  = "80331"
    country_code = "DE"
  }

  contact = {
    name  = "Legal department"
    email = "legal@acme-robotics.example"
    phone = "+49 89 5550100"
  }
}

resource "spotnana_unite_company" "club" {
  name                = "Acme Sports Club"
  no_vat_id_available = true

  address = {
    street       = "Werkstrasse 14"
    locality     = "Munich"
    country_code = "DE"
  }

  contact = {
    email = "club@acme-robotics.example"
  }
}
