# The id of the company, a slash, the id of the custom field.
import {
  to = spotnana_custom_field.purpose
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/f1c6d8a3-4e29-4b75-9d10-6a8e2c3b7f54"
}
