resource "spotnana_travel_content_config" "customer" {
  company_id = spotnana_company.customer.id
  air_config = { fare_category_filter = [{
    priority             = 1
    origin               = jsonencode({ value = "Everywhere", metadata = { type = "CONTINENT", code = "*" }, infos = [] })
    destination          = jsonencode({ value = "Germany", metadata = { type = "COUNTRY", code = "DE" }, infos = [] })
    fare_category_option = [{ fare_category = { ngs_category = "BASE" }, disabled = true }]
  }] }
}
