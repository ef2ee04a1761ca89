# Each attribute of a company once, beside the write-only ones.
resource "spotnana_company" "test" {
  name                = "ACME"
  external_id         = "acme-1"
  billing_currency    = "EUR"
  company_roles       = ["ORG", "TMC"]
  deletion_protection = false

  email_domains = ["acme.example", "acme.test"]
  phone_numbers = [
    {
      country_code                    = 49
      country_code_source             = "FROM_NUMBER_WITH_PLUS_SIGN"
      extension                       = "12"
      iso_country_code                = "DE"
      italian_leading_zero            = true
      national_number                 = 301234567
      number_of_leading_zeros         = 1
      preferred_domestic_carrier_code = "010"
      type                            = "LANDLINE"
    },
    { raw_input = "+49 30 1234568" },
  ]
  postal_address = {
    address_lines            = ["Tower 1", "Main street 2"]
    administrative_area      = "BE"
    administrative_area_name = "Berlin"
    description              = "Headquarters"
    is_default               = true
    language_code            = "de"
    locality                 = "Berlin"
    location_code            = "BER"
    organization             = "ACME GmbH"
    postal_code              = "10115"
    continent_code           = "EU"
    recipients               = ["Reception", "Travel desk"]
    region_code              = "DE"
    region_name              = "Germany"
    revision                 = 1
    sorting_code             = "7"
    sublocality              = "Mitte"
    timezone                 = "Europe/Berlin"
    coordinates              = { latitude = 52.520008, longitude = 13.404954 }
  }
  emergency_contact_infos = [{
    email        = "ada@acme.example"
    designation  = "Travel manager"
    name         = { family1 = "Lovelace", family2 = "King", given = "Ada", middle = "Augusta", suffix = "II", preferred = "Countess" }
    phone_number = { country_code = 44, national_number = 2071234567, type = "MOBILE" }
    address      = { address_lines = ["St James's Square 10"], region_code = "GB" }
    user_org_id = {
      organization_agency_id = "22222222-2222-4222-8222-222222222222"
      organization_id        = "33333333-3333-4333-8333-333333333333"
      user_id                = "44444444-4444-4444-8444-444444444444"
      tmc_info = {
        id                           = "55555555-5555-4555-8555-555555555555"
        primary_service_provider_tmc = { tmc_id = "55555555-5555-4555-8555-555555555555" }
        secondary_service_provider_tmcs = [
          { tmc_id = "66666666-6666-4666-8666-666666666666", supplier = "SABRE", travel_type = "AIR" },
        ]
        partner_tmc_id = "77777777-7777-4777-8777-777777777777"
      }
      tmc_basic_info = {
        contracting_tmc = {
          id   = "55555555-5555-4555-8555-555555555555"
          name = "TMC"
          logo = { data = "aGVsbG8=", dimensions = { height = 10, width = 20 }, url = "https://tmc.example/logo.png" }
        }
        booking_tmc = { id = "66666666-6666-4666-8666-666666666666" }
      }
    }
  }]
  company_logo = { data = "aGVsbG8=", dimensions = { height = 10, width = 20 }, url = "https://acme.example/logo.png" }
  announcements = [
    { title = "Welcome", description = "Book here.", link_url = "https://acme.example", link_display_text = "More" },
    { title = "Strike", description = "Take the train." },
  ]
  company_specified_attributes = [{ field_name = "erp", value = "4711" }]

  is_self_sign_up_enabled        = true
  allow_domain_based_auth_config = true
  privacy_settings               = { allow_company_admin_access_to_relatives_info = true }
  loyalty_blocked_countries      = ["DE", "FR"]
  applicable_custom_field_types  = ["QUESTION", "MEETING"]

  contracted_by_id       = "55555555-5555-4555-8555-555555555555"
  booking_tmc_id         = "66666666-6666-4666-8666-666666666666"
  default_booking_tmc_id = "77777777-7777-4777-8777-777777777777"
  tmc_default_configuration = {
    default_booking_tmc_id = "77777777-7777-4777-8777-777777777777"
    country_wise_booking_tmcs = [
      { country_code = "FR", booking_tmc_id = "66666666-6666-4666-8666-666666666666" },
    ]
  }
  tmc_partner_role_mappings = [{ partner_role = "boss", spotnana_role = "COMPANY_ADMIN" }]
  redirect_url              = "https://acme.example/web"
  mobile_redirect_url       = "https://acme.example/app"

  cc_email_addresses  = ["cc@acme.example"]
  bcc_email_addresses = ["bcc@acme.example"]
  email_client_config = {
    client                 = "SENDGRID"
    credentials            = { email_client_secret_key = { version_id = "1" } }
    default_sender_address = "travel@acme.example"
    default_sender_name    = "ACME Travel"
  }
  support_configs = [
    {
      tier             = "SEAT1A"
      contact_numbers  = [{ country_code = 49, national_number = 301234569 }]
      email_addresses  = ["vip@acme.example"]
      portal_urls      = ["https://help.acme.example"]
      freshdesk_config = { enabled = true, has_credentials = false }
      genesys_config   = { enabled = true, data_url = "https://genesys.acme.example" }
      genesys_cloud_config = {
        enabled            = true
        deployment_id      = "deployment"
        environment        = "usa-1"
        genesys_script_url = "https://genesys.acme.example/script"
        client_id          = "client"
      }
      zendesk_config      = { enabled = true, integration_id = "web", android_integration_id = "android", ios_integration_id = "ios" }
      twilio_chat_config  = { enabled = true }
      cognigy_chat_config = { enabled = true, script_url = "https://c.example", init_webchat_endpoint = "https://c.example/i", session_timeout = 30, css_url = "https://c.example/css" }
    },
    { tier = "BASIC", email_addresses = ["help@acme.example"] },
  ]
  support_config = {
    tier             = "BASIC"
    contact_numbers  = [{ raw_input = "+49 30 1" }]
    email_addresses  = ["help@acme.example"]
    portal_urls      = ["https://help.acme.example"]
    freshdesk_config = { enabled = true, has_credentials = false }
    genesys_config   = { enabled = true, data_url = "https://genesys.acme.example" }
    genesys_cloud_config = {
      enabled            = true
      deployment_id      = "deployment"
      environment        = "usa-1"
      genesys_script_url = "https://genesys.acme.example/script"
      client_id          = "client"
    }
    zendesk_config      = { enabled = true, integration_id = "web", android_integration_id = "android", ios_integration_id = "ios" }
    twilio_chat_config  = { enabled = true }
    cognigy_chat_config = { enabled = true, script_url = "https://c.example", init_webchat_endpoint = "https://c.example/i", session_timeout = 30, css_url = "https://c.example/css" }
  }
  expense_partner_config = {
    partner                     = "EMBURSE_CHROMERIVER"
    is_expense_partner_enabled  = false
    partner_referral_id         = "ref-1"
    travel_type                 = ["AIR", "HOTEL"]
    report_custom_fields        = true
    itinerary_config            = { skip_modification_update = true, skip_cancellation_update = true }
    personal_card_expense_owner = { traveler = true, central_email = "expenses@acme.example" }
    central_card_expense_owner  = { traveler = false, central_email = "expenses@acme.example" }
    email_config = {
      expense_partner_email      = "receipts@partner.example"
      central_card_expense_email = "central@acme.example"
      personal_card_config       = { send_to_traveler = true, personal_card_expense_email = "card@acme.example" }
      bcc_email                  = "bcc@acme.example"
    }
  }
  carbon_cost_config = {
    price = {
      amount             = 1234567.125
      currency_code      = "EUR"
      converted_amount   = 0.1
      converted_currency = "USD"
      other_coinage = [{
        coinage_code                       = "FLIGHT_PASS"
        amount                             = 100
        conversion_rate                    = 0.01
        preferred_currency_conversion_rate = 0.02
        other_coinage_metadata             = jsonencode({ metadataType = "FlightPassPaymentMetadata", flightPassMetadata = { flightPassNumber = "1" } })
      }]
    }
    weight = { weight = 1, unit = "KG" }
  }
  rewards_program = {
    allowed_user_roles         = ["COMPANY_ADMIN"]
    conversion_rate            = { currency_code = "EUR", rate = 0.005 }
    redeemable_payment_methods = ["BREX_POINTS"]
    backing_currency           = ["EUR", "USD"]
  }
  oauth_partner_config = {
    name             = "partner"
    do_persist_token = false
    user_detail_endpoint = {
      url                  = "https://partner.example/me"
      auth_header_name     = "Authorization"
      user_identifier_type = "EMAIL"
      response_attributes  = [{ name = "EMAIL", json_xpath = "$.user.email" }]
    }
    token_verifier = {
      do_verify_token  = true
      type             = "OKTA_JWT"
      verifier_details = { okta_jwt_verifier = { oauth_url = "https://okta.example", audience = "api://default" } }
    }
  }

  timeouts {
    create = "4m"
    read   = "4m"
    update = "4m"
    delete = "4m"
  }
}
