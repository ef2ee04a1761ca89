resource "spotnana_color_config" "customer" {
  company_id   = spotnana_company.customer.id
  company_role = "ORG"

  profile_colors = [
    { title = "PROFILE_TIER_GOLD_COLOR", color = "#C9A227" },
    { title = "PROFILE_TIER_PLATINUM_COLOR", color = "#8E9AAF" },
  ]
}
