# The id of the company, a slash, the id of the department.
import {
  to = spotnana_department.engineering
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/731ccbca-0415-4fe1-9235-c324dfbe7423"
}
