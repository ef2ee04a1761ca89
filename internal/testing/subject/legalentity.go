package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/legalentity"
)

const (
	labelled = "the API's own label of what the reference names"
	atFirst  = "only a create requires it"
)

// LegalEntity is what offices stand below.
var LegalEntity = register(&Subject{
	Type: "legal_entity", Title: "legal entity", Kind: sandbox.LegalEntities, Tree: field.ForResource(legalentity.Tree()),
	Parent: Company, Collection: "/v2/companies/*/legal-entities", Undocumented: true,
	Contract: []Schema{
		{Document: "company", Name: "LegalEntity", Tree: legalentity.Tree(), Exceptions: map[string]string{"bookingTmcRef.name": labelled}},
		{Document: "company", Name: "LegalEntityUpdateRequest", Tree: legalentity.Tree(), Request: true, Exceptions: map[string]string{"bookingTmcRef.name": labelled}},
		{Document: "company", Name: "LegalEntityCreateRequest", Tree: legalentity.Tree(), Request: true, Exceptions: and(
			elsewhere("bookingTmcRef", "expensePartnerConfig"), map[string]string{"name": atFirst, "billingCurrency": atFirst, "address": atFirst})},
	},
	Config: `
name             = "Acme GmbH"
external_id      = "le-1"
billing_currency = "EUR"
address          = { address_lines = ["Ring 1"], region_code = "DE" }`,
	Changes: []string{`"Acme GmbH"`, `"Acme SE"`, `"Ring 1"`, `"Ring 2"`},
	Names:   []string{"Acme GmbH", "le-1"},
	Rich: `
name                         = "Acme GmbH"
external_id                  = "le-1"
billing_currency             = "EUR"
address                      = { address_lines = ["Ring 1", "Building B"], postal_code = "10115", locality = "Berlin", region_code = "DE", coordinates = { latitude = 52.5, longitude = 13.4 } }
registered_name              = "Acme Gesellschaft mbH"
registered_email             = "tax@acme.example"
dba                          = "Acme"
ein                          = "DE123456789"
phone_numbers                = [{ country_code = 49, national_number = 301, type = "LANDLINE" }]
is_delayed_invoicing_enabled = true
cc_email_addresses           = ["travel@acme.example"]
bcc_email_addresses          = ["audit@acme.example"]
company_specified_attributes = [{ field_name = "ledger", value = "4711" }]
expense_partner_config = {
  partner                        = "EXPENSIFY"
  is_expense_partner_enabled     = true
  travel_type                    = ["AIR"]
  report_custom_fields           = true
  partner_referral_id            = "ref-1"
  personal_card_expense_owner    = { traveler = true }
  central_card_expense_owner     = { central_email = "cards@acme.example" }
  itinerary_config               = { skip_modification_update = true, skip_cancellation_update = true }
  email_config                   = { expense_partner_email = "receipts@acme.example", central_card_expense_email = "cards@acme.example", bcc_email = "audit@acme.example", personal_card_config = { send_to_traveler = true, personal_card_expense_email = "own@acme.example" } }
}`,
	RichChanges: []string{`"travel@acme.example"]`, `"travel@acme.example", "desk@acme.example"]`, `"EXPENSIFY"`, `"BREX"`},
	Empty: `
name             = local.nothing
external_id      = local.nothing
billing_currency = local.nothing
address          = { address_lines = ["Ring 1"], region_code = local.nothing }
booking_tmc_id   = local.nothing`,
	EmptyData: "data \"spotnana_legal_entity\" \"test\" {\n  company_id = local.nothing\n  name = local.nothing\n}\ndata \"spotnana_legal_entities\" \"test\" {\n  company_id = local.nothing\n  external_id = local.nothing\n}\n",
	Texts: `
name             = "L ${var.text}"
billing_currency = "EUR"
address          = { address_lines = ["1 ${var.text}", "2"], region_code = "DE" }
registered_name  = "R ${var.text} ${var.other}"
company_specified_attributes = [{ field_name = "F ${var.text}", value = "V" }, { field_name = "G", value = "W ${var.text}" }]`,
	Theirs: func() map[string]any {
		return map[string]any{"id": usualID, "name": "Acme GmbH", "billingCurrency": "CHF", "externalId": "theirs"}
	},
	Silent: func(o map[string]any) { o["dba"] = "set by somebody else" },
	Sample: []string{"update/503", "create/invalid JSON"},
	Random: Random{
		Unique: []string{"external_id"},
		Suits: func(doc map[string]any) {
			delete(doc, "externalId")
			delete(doc, "bookingTmcRef")
			for name, v := range map[string]any{"name": "Drawn", "billingCurrency": "EUR", "address": map[string]any{"addressLines": []any{"Ring 1"}, "regionCode": "DE"}} {
				if doc[name] == nil {
					doc[name] = v
				}
			}
		},
		Posted: func(body map[string]any) {
			delete(body, "bookingTmcRef")
			delete(body, "expensePartnerConfig")
		},
	},
})
