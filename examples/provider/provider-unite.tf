# Unite: its root has no default. Instead of the credentials, an access_token will do.
variable "unite_client_secret" {
  type      = string
  sensitive = true
}

variable "unite_refresh_token" {
  type      = string
  sensitive = true
}

provider "spotnana" {
  unite = {
    base_url      = "https://administration.integration.unite.services/api"
    token_url     = "https://login.integration.example/oauth/token"
    client_id     = "acme-travel"
    client_secret = var.unite_client_secret
    refresh_token = var.unite_refresh_token
  }
}
