resource "spotnana_preference_tiers" "customer" {
  company_id = spotnana_company.customer.id
  preference_tiers_per_booking_type = [{
    booking_type         = "HOTEL"
    allowed_entity_types = ["COMPANY"]
    preference_tiers     = [{ level = "TIER_1", label = "Preferred", show_label = true }]
  }]
}
