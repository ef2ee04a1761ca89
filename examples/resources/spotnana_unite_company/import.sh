terraform import spotnana_unite_company.acme 7a0d3c52-90f4-4a1b-8e57-3cf1d3f2a6b9
