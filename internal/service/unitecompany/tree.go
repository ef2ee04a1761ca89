// Package unitecompany is the resource and the data sources of companies in a tenant of Unite.
package unitecompany

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares the properties of a company as the API takes and answers them. Its links are the client's business.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "companyId", Mode: field.Computed, Doc: "Id of the company, a UUID that Unite chooses."},
		{Name: "company_number", JSON: "companyNumber", Mode: field.Computed, Doc: "Number of the company, which Unite chooses."},
		{Name: "name", JSON: "name", Mode: field.Required,
			Doc: "Official legal name of the company. A company without a VAT id is recognised by it."},
		{Name: "vat_id", JSON: "vatId",
			Doc: "VAT identification number with its country prefix (`DE123456789`), in the format of the European VIES system. Without one, set `no_vat_id_available`. A company is recognised by it: none is made beside one that has the same already, unless in the same run."},
		{Name: "no_vat_id_available", JSON: "noVatIdAvailable", Kind: field.Bool, Default: false,
			Doc: "Set to `true` for a company that has no VAT id. Only then `vat_id` can be left out."},
		{Name: "imprint", JSON: "imprint", Doc: "URL of the page that says who is responsible for the company's web site (`https://acme.example/imprint`)."},
		{Name: "address", JSON: "address", Kind: field.Object, Mode: field.Required, Doc: "Legal address of the company.",
			Attrs: []*field.Node{
				{Name: "street", JSON: "street", Mode: field.Required, Doc: "Street and house number, and nothing else."},
				{Name: "additional_address_information", JSON: "additionalAddressInformation",
					Doc: "What else belongs to the address: building, floor, flat, the `A` of a house number."},
				{Name: "locality", JSON: "locality", Mode: field.Required, Doc: "City, town or village."},
				{Name: "postal_code", JSON: "postalCode", Doc: "Postal code, up to 10 characters."},
				{Name: "country_code", JSON: "countryCode", Mode: field.Required, Enum: country, Format: field.Country,
					Doc: "ISO 3166-1 alpha-2 code of the country, in capitals. Unite has companies in a few countries only."},
			}},
		{Name: "contact", JSON: "contact", Kind: field.Object, Mode: field.Required, Doc: "Whom to turn to in legal matters.",
			Attrs: []*field.Node{
				{Name: "name", JSON: "name", Doc: "Person or department."},
				{Name: "email", JSON: "email", Mode: field.Required, Format: field.Email, Doc: "Mail address of the person or department."},
				{Name: "phone", JSON: "phone", Doc: "Telephone number of the person or department."},
			}},
	}}}
})

// country are the countries in which Unite makes companies.
var country = &field.Enum{Name: "UniteCountry", Values: []string{
	"DE", "FR", "GB", "NL", "IT", "AT", "ES", "IE", "CZ", "HU", "PL", "SK", "CH", "BE",
}}
