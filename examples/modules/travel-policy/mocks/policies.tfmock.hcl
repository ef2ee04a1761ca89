# Ids as the API chooses them.
mock_resource "spotnana_policy" {
  defaults = {
    id = "0a4d1c5e-52f0-4a34-9a57-6a1a54d3c001"
  }
}

mock_resource "spotnana_company" {
  defaults = {
    id = "0a4d1c5e-52f0-4a34-9a57-6a1a54d3c002"
  }
}

mock_resource "spotnana_department" {
  defaults = {
    id = "0a4d1c5e-52f0-4a34-9a57-6a1a54d3c003"
  }
}
