resource "spotnana_company_features" "customer" {
  company_id = spotnana_company.customer.id

  values = {
    FLIGHT_RESULTS_OOP = "true"
    HOTEL_RESULTS_OOP  = "true"
    PAYMENT_ADD_CARD   = "false"
  }
}
