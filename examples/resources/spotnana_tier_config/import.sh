terraform import spotnana_tier_config.customer 9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57
