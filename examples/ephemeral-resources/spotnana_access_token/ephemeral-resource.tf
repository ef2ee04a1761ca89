# A token of the API user that this configuration makes, without a trace of it in plan and state.
ephemeral "spotnana_access_token" "reporting" {
  client_id     = spotnana_api_user.reporting.client_id
  client_secret = spotnana_api_user.reporting.client_secret
}

provider "spotnana" {
  alias        = "reporting"
  access_token = ephemeral.spotnana_access_token.reporting.access_token
}
