# The id of the company, and where the settings are of a role: a slash, the role.
import {
  to = spotnana_tier_config.customer
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57"
}
