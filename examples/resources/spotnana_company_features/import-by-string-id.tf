# The id of the company, and where the features are of a role: a slash, the role.
import {
  to = spotnana_company_features.customer
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57"
}
