# How the customer is organised. Policies, custom fields and settings name these objects by their ids, which only the API
# knows: a reference takes each of them from where it was made, and puts everything in its order.

resource "spotnana_legal_entity" "germany" {
  company_id       = spotnana_company.customer.id
  name             = "Acme Robotics GmbH"
  external_id      = "LE-DE"
  billing_currency = "EUR"
  ein              = "DE123456789"
  booking_tmc_id   = spotnana_company.tmc.id

  address = {
    address_lines = ["Werkstrasse 12"]
    postal_code   = "80331"
    locality      = "Munich"
    region_code   = "DE"
  }
}

resource "spotnana_legal_entity" "france" {
  company_id       = spotnana_company.customer.id
  name             = "Acme Robotics SAS"
  external_id      = "LE-FR"
  billing_currency = "EUR"
  ein              = "FR40303265045"
  booking_tmc_id   = spotnana_company.tmc.id

  address = {
    address_lines = ["14 rue de la Soie"]
    postal_code   = "69002"
    locality      = "Lyon"
    region_code   = "FR"
  }
}

resource "spotnana_office" "munich" {
  company_id      = spotnana_company.customer.id
  legal_entity_id = spotnana_legal_entity.germany.id
  name            = "Munich"
  external_id     = "MUC-1"
  address         = spotnana_legal_entity.germany.address
  detach_users    = true
}

resource "spotnana_office" "lyon" {
  company_id      = spotnana_company.customer.id
  legal_entity_id = spotnana_legal_entity.france.id
  name            = "Lyon"
  external_id     = "LYS-1"
  address         = spotnana_legal_entity.france.address
  detach_users    = true
}

# Of these there are many in a real company: a new one is one line here. The keys are their ids in the HR system.
locals {
  departments = {
    HR-4711 = "Engineering"
    HR-4712 = "Field service"
    HR-4713 = "Sales"
  }
  cost_centers = {
    CC-1100 = "Plants in Germany"
    CC-1200 = "Plants in France"
  }
  executive_grades = ["E1", "E2"]
}

resource "spotnana_department" "all" {
  for_each = local.departments

  company_id  = spotnana_company.customer.id
  name        = each.value
  external_id = each.key

  # A destroy takes it out of its users' profiles, too.
  detach_users = true
}

resource "spotnana_cost_center" "all" {
  for_each = local.cost_centers

  company_id   = spotnana_company.customer.id
  name         = each.value
  external_id  = each.key
  detach_users = true
}

resource "spotnana_grade" "executive" {
  for_each = toset(local.executive_grades)

  company_id = spotnana_company.customer.id
  name       = each.key
}

# What engineers and those who visit plants are asked before they book.
resource "spotnana_custom_field" "purpose" {
  company_id      = spotnana_company.customer.id
  name            = "What is the purpose of your trip?"
  question_format = "RADIO_BUTTON"
  is_required     = true
  is_disabled     = false

  option_info = {
    source = "MANUAL"
    options = [
      { display_code = "PLANT", display_value = "Work at a plant" },
      { display_code = "CUSTOMER", display_value = "Visit to a customer" },
      { display_code = "TRAINING", display_value = "Training" },
    ]
  }

  match_conditions = {
    travel_types = ["AIR", "RAIL"]
    traveler_conditions = {
      department_ids = [spotnana_department.all["HR-4711"].id, spotnana_department.all["HR-4712"].id]
    }
  }
}

# Lists are read after what they shall contain.
data "spotnana_offices" "customer" {
  company_id = spotnana_company.customer.id

  depends_on = [spotnana_office.munich, spotnana_office.lyon]
}

output "offices_of_customer" {
  description = "Names of the customer's offices, whatever legal entity they belong to."
  value       = sort(data.spotnana_offices.customer.offices[*].name)
}
