# The id of the company, a slash, the id of the cost center.
import {
  to = spotnana_cost_center.platform
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/0b7d2c4e-5a1f-4e83-9c6d-7f2e1a3b4c5d"
}
