# Every company in one country, whatever the number of pages.
data "spotnana_unite_companies" "german" {
  country_code = "DE"
}

# Their ids by name, to write import blocks with: names need not be unique.
output "import_ids" {
  value = { for company in data.spotnana_unite_companies.german.companies : company.name => company.id... }
}
