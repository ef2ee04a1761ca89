terraform import spotnana_custom_field.purpose 9d3b9d6e-2f62-4c1c-8f0e-6f3a1f6c2b57/f1c6d8a3-4e29-4b75-9d10-6a8e2c3b7f54
