resource "spotnana_custom_field" "purpose" {
  company_id      = spotnana_company.customer.id
  name            = "What is the purpose of your trip?"
  question_format = "RADIO_BUTTON"
  is_required     = true
  is_disabled     = false

  option_info = {
    source = "MANUAL"
    options = [
      { display_code = "CUSTOMER", display_value = "Visit to a customer" },
      { display_code = "TRAINING", display_value = "Training" },
    ]
  }

  match_conditions = {
    traveler_conditions = {
      department_ids = [spotnana_department.engineering.id]
    }
  }
}
