package company

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

// NewDataSource is the data source spotnana_company.
var NewDataSource = companies.One("One company, found by its id, or by exactly one of name and external id. Secrets are not read.")

// NewListDataSource is the data source spotnana_companies.
var NewListDataSource = companies.Many("The companies that the credentials can see, on all pages, by id and name. " +
	"Filters narrow the list together; an empty list lets no company through.")

// arguments narrow the list of companies.
func arguments() []*field.Node {
	return []*field.Node{
		{Name: "external_id", JSON: "externalId", Doc: "Only the company with this external id."},
		{Name: "company_roles", JSON: "companyRole", Kind: field.List, Elem: &field.Node{Enum: field.CompanyRole}, Doc: "Only companies with one of these roles."},
		field.Strings("company_ids", "companyIds", field.UUID, "Only these companies, by id."),
		field.Strings("contracting_tmc_ids", "contractingTmcIds", field.UUID, "Only companies that are customers of these TMCs, by id."),
		field.Strings("booking_tmc_ids", "bookingTmcIds", field.UUID, "Only companies whose bookings are made by these TMCs, by id."),
	}
}
