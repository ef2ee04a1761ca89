package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// Company is what most objects stand below.
var Company = register(&Subject{
	Type: "company", Title: "company", Kind: sandbox.Companies, Tree: field.ForResource(company.Tree()), Collection: "/v2/companies",
	Brings: []sandbox.Kind{sandbox.Policies}, // the default policy
	Contract: []Schema{
		{Document: "company", Name: "CreateCompanyRequest", Request: true, Tree: company.Tree(), Exceptions: map[string]string{
			"isFake": company.Exceptions["isFake"],
			"carbonCostConfig.price.otherCoinage[].otherCoinageMetadata": company.Exceptions["carbonCostConfig.price.otherCoinage[].otherCoinageMetadata"],
			"supportConfigs": "an array on create, an object with its number ever after",
		}},
		{Document: "company", Name: "Company", Request: true, Tree: company.Tree(),
			Exceptions: and(company.Exceptions, map[string]string{"oauthPartnerConfig": "marked as deprecated only for a create"})},
		{Document: "company", Name: "Company", Tree: company.Tree(), Exceptions: company.Exceptions},
	},
	Config: `
name                = "ACME"
billing_currency    = "EUR"
company_roles       = ["ORG"]
deletion_protection = false`,
	Changes: []string{`"ACME"`, `"ACME Robotics"`, `"EUR"`, `"USD"`, `["ORG"]`, `["ORG", "TMC"]`},
	Names:   []string{"ACME"},
	Rich: `
name                = "ACME"
external_id         = "acme-1"
billing_currency    = "EUR"
company_roles       = ["ORG"]
email_domains       = ["acme.example"]
deletion_protection = false`,
	RichChanges: []string{`"acme.example"]`, `"acme.example", "acme.test"]`},
	Secrets: `
email_client_config = {
  client                 = "SENDGRID"
  credentials            = { email_client_secret_key = { secret_key_wo = var.secret_key, secret_key_wo_version = 1 } }
  default_sender_address = "travel@acme.example"
}`,
	Secret: func(o map[string]any) any {
		return child(child(child(o, "emailClientConfig"), "credentials"), "emailClientSecretKey")["secretKey"]
	},
	Empty: `
name             = local.nothing
external_id      = local.nothing
billing_currency = local.nothing
company_roles    = [local.nothing]
email_domains    = ["acme.example", local.nothing]
contracted_by_id = local.nothing
postal_address   = { address_lines = [local.nothing], region_code = local.nothing }`,
	EmptyData: `
data "spotnana_company" "test" {
  name = local.nothing
}
data "spotnana_companies" "test" {
  external_id   = local.nothing
  company_ids   = [local.nothing]
  company_roles = [local.nothing]
}
`,
	Texts: `
name                = "A ${var.text}"
billing_currency    = "EUR"
company_roles       = ["ORG"]
deletion_protection = false
external_id         = "X ${var.text}"
email_domains       = ["1 ${var.text}", "2", "3 ${var.text}"]
announcements = [
  { title = "1 ${var.text}", description = "One" },
  { title = "2", description = "Two ${var.text}" },
]
redirect_url = "https://acme.example/${var.other}"`,
	Twins:   []Twin{{}, {Name: "with external id", More: `external_id = "twin"`, Clash: true}},
	TheirID: aCompanyID,
	Theirs:  func() map[string]any { return theirCompany(aCompanyID, "ACME") },
	Silent:  func(o map[string]any) { o["emailDomains"] = []any{"acme.example"} },
	Sample:  []string{"create/reset after commit", "create/500", "update/503", "update/stalled answer"},
	Random: Random{
		Most: 3, Suits: suitCompany, Unique: []string{"external_id"}, Refers: []string{"contracted_by_id", "booking_tmc_id"},
		More: map[string]any{"deletion_protection": false}, ServerSets: "isActive",
		Posted: func(body map[string]any) { // an object with its number in answers and updates
			if configs := child(body, "supportConfigs"); configs != nil {
				body["supportConfigs"] = configs["elements"]
			}
		},
	},
})

func theirCompany(id, name string) map[string]any {
	return map[string]any{"id": map[string]any{"id": id}, "name": name, "billingCurrency": "CHF", "companyRoles": []any{"ORG", "TMC"}, "isActive": true}
}

func suitCompany(doc map[string]any) {
	// References are made by Unique and Refers.
	for _, name := range []string{"contractedBy", "bookingTmcId", "defaultBookingTmcId", "externalId"} {
		delete(doc, name)
	}
	tmc := child(doc, "tmcDefaultConfiguration")
	if tmc["defaultBookingTmcId"] != nil {
		tmc["defaultBookingTmcId"] = codectest.ID(7)
	}
	countries, _ := tmc["countryWiseBookingTmcs"].([]any)
	for _, e := range countries {
		if tmc, ok := e.(map[string]any); ok {
			tmc["bookingTmcId"] = codectest.ID(8)
		}
	}
	if logo := child(doc, "companyLogo"); logo["data"] != nil {
		logo["data"] = "AAAA"
	}
	elements, _ := child(doc, "supportConfigs")["elements"].([]any)
	for _, e := range append(elements, doc["supportConfig"]) {
		// The vendor applies no credentials, and asks for secrets in them.
		m, _ := e.(map[string]any)
		delete(child(m, "freshdeskConfig"), "credentials")
	}
}
