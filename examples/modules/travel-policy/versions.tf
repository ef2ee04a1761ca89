terraform {
  required_version = ">= 1.9"

  required_providers {
    spotnana = {
      source = "travel-as-code/spotnana"
    }
  }
}
