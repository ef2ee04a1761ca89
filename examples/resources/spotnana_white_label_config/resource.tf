resource "spotnana_white_label_config" "customer" {
  company_id   = spotnana_company.customer.id
  company_role = "ORG"
  company_name = "Acme Travel"
  colors       = { primary = "#003366" }
  web_links    = { home_page = "https://travel.acme.example" }

  email_client_config = {
    client                 = "SENDGRID"
    default_sender_address = "travel@acme.example"
    credentials = {
      email_client_secret_key = {
        secret_key_wo         = var.sendgrid_key
        secret_key_wo_version = 1
      }
    }
  }
}

variable "sendgrid_key" {
  type      = string
  ephemeral = true
}
