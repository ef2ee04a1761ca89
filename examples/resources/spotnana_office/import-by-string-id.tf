# The ids of the company, of the legal entity and of the office, with slashes between them.
import {
  to = spotnana_office.berlin
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/5e8f1c3a-9b47-4d26-a0e1-3c7d5f2b8a94/a4d7e2b9-1c58-4f03-8b6e-9f2d0c7a5e31"
}
