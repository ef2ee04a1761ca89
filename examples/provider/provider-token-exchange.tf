# Token exchange: a token that your identity provider signed is exchanged for one of the API.
variable "subject_token" {
  type      = string
  sensitive = true
}

provider "spotnana" {
  subject_token      = var.subject_token
  subject_token_type = "urn:ietf:params:oauth:token-type:jwt"
}
