terraform {
  required_version = ">= 1.8"

  required_providers {
    spotnana = {
      source  = "travel-as-code/spotnana"
      version = "~> 0.1"
    }
  }

  # Keep the state where your pipelines reach it, such as:
  # backend "s3" {}
}

# The credentials come from the environment: SPOTNANA_CLIENT_ID and SPOTNANA_CLIENT_SECRET, or SPOTNANA_SANDBOX=sandbox.json to try
# all this without an account.
provider "spotnana" {}
