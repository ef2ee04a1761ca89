terraform {
  required_providers {
    spotnana = {
      source = "travel-as-code/spotnana"
    }
  }
}

# The credentials come from SPOTNANA_CLIENT_ID and SPOTNANA_CLIENT_SECRET.
provider "spotnana" {
  base_url = "https://apis.spotnana.com"
}
