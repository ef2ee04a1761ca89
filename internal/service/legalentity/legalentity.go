// Package legalentity is the resource spotnana_legal_entity and its data sources.
package legalentity

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares a legal entity. What a create requires is optional here, as no update requires it, and what is there may lack it.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that the legal entity belongs to, a UUID. Another company replaces the legal entity."),
		},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Computed, Doc: "Id of the legal entity, a UUID that the API chooses. Offices, policies and users name legal entities by it."},
			{Name: "name", JSON: "name", Filled: true, Doc: "Name of the legal entity. A new one needs it."},
			{Name: "external_id", JSON: "externalId", Filled: true, Doc: "Id of the legal entity elsewhere, such as in the HR system or in the ERP."},
			{Name: "billing_currency", JSON: "billingCurrency", Filled: true, Format: field.Currency,
				Doc: "ISO 4217 code of the currency in which the legal entity is billed (`EUR`). A new one needs it."},
			field.PostalAddress("address", "address", field.Optional, "Postal address of the legal entity. A new one needs it."),
			{Name: "registered_name", JSON: "registeredName", Doc: "Name under which the tax authorities know the legal entity."},
			{Name: "registered_email", JSON: "registeredEmail", Format: field.Mailbox,
				Doc: "Mail address that goes with `registered_name`, to which invoices and official letters are sent."},
			{Name: "dba", JSON: "dba", Doc: "Name under which the legal entity does business (\"doing business as\")."},
			{Name: "ein", JSON: "ein", Doc: "Tax number of the legal entity."},
			field.PhoneNumbers("phone_numbers", "phoneNumbers", field.Optional, "Phone numbers under which the legal entity is reached."),
			{Name: "is_delayed_invoicing_enabled", JSON: "isDelayedInvoicingEnabled", Kind: field.Bool,
				Doc: "Whether trips are billed to the company later, in its billing cycle, and travelers pay nothing when they book."},
			{Name: "cc_email_addresses", JSON: "ccEmailAddresses", Kind: field.List, Elem: &field.Node{Format: field.Mailbox},
				Doc: "Mail addresses that get a visible copy of each confirmation. For companies of role `ORG`."},
			{Name: "bcc_email_addresses", JSON: "bccEmailAddresses", Kind: field.List, Elem: &field.Node{Format: field.Mailbox},
				Doc: "Mail addresses that get a hidden copy of each confirmation. For companies of role `ORG`."},
			field.CompanySpecifiedAttributes("the legal entity"),
			{Name: bookingTMC, JSON: "bookingTmcRef", Wrap: "id", Format: field.UUID,
				Doc: "Id of the travel management company (TMC) through which the legal entity books. No create takes it, so an update right after the create sets it."},
			expensePartner(),
		}},
	}
})

// What only an update takes.
const (
	bookingTMC           = "booking_tmc_id"
	expensePartnerConfig = "expense_partner_config"
)

func expensePartner() *field.Node {
	n := field.ExpensePartnerConfig("the legal entity")
	n.Doc += " No create takes it, so an update right after the create sets it."
	return n
}

var legalEntities = &endpoint.Endpoint{
	Name: "legal_entity", Plural: "legal_entities", Tree: Tree,
	Item: "/v2/companies/{company_id}/legal-entities/{id}",
	List: endpoint.List{
		Style:      endpoint.ByPage,
		Arguments:  []*field.Node{{Name: "external_id", JSON: "externalId", Doc: "Only the legal entity with this external id."}},
		ExternalID: "external_id",
	},
}

var (
	// NewResource is the resource spotnana_legal_entity.
	NewResource = legalEntities.Resource(func() crud.Spec {
		return crud.Spec{
			Doc: "A legal entity of a company: whom trips are billed to. Offices stand below it, policies and users name it by its id. " +
				"A destroy does not ask whether somebody belongs to it: the API has no way to take it out of profiles, and those go on naming it.",
			CreateRequires: []string{"name", "billing_currency", "address"},
			Later:          []string{bookingTMC, expensePartnerConfig},
		}
	})
	// NewDataSource is the data source spotnana_legal_entity.
	NewDataSource = legalEntities.One("One legal entity of a company, found by its id, or by exactly one of name and external id.")
	// NewListDataSource is the data source spotnana_legal_entities.
	NewListDataSource = legalEntities.Many("The legal entities of a company, on all pages, by id and name.")
)
