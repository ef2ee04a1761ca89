# The id of the company, a slash, the id of the policy. What the configuration then leaves out is removed.
import {
  to = spotnana_policy.default
  id = "9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/0f1c8a52-7d5e-4f0a-9a59-3d1f4b6f8e21"
}
