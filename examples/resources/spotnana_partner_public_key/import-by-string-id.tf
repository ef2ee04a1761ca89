import {
  to = spotnana_partner_public_key.acme
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/acme-2026"
}
