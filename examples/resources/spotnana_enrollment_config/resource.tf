resource "spotnana_enrollment_config" "customer" {
  company_id                = spotnana_company.customer.id
  terms_and_conditions_list = ["I agree to the <a href=\"https://acme.example/terms\">terms</a>"]
  industry_dropdown_options = ["Shipping", "Retail"]
}
