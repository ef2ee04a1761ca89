package subject

import (
	"fmt"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/unitecompany"
)

var _ = register(&Subject{
	Type: "unite_company", Title: "Unite company", Kind: sandbox.UniteCompanies, Tree: unitecompany.Tree(), API: Unite,
	Eternal: "Unite neither changes nor deletes companies",
	Endpoints: func(s *sandbox.Server) []Endpoint {
		return []Endpoint{{"GET", sandbox.UniteRoot}, {"GET", s.UnitePath("companies")}, {"POST", s.UnitePath("create-company")}, {"GET", s.UnitePath("self")}}
	},
	Config: `
name    = "Acme GmbH"
vat_id  = "DE123456789"
address = { street = "Main street 1", locality = "Berlin", postal_code = "10115", country_code = "DE" }
contact = { email = "legal@acme.example", phone = "+49 30 1" }`,
	Names: []string{"Acme GmbH"},
	Empty: `
name    = local.nothing
vat_id  = "DE123456789"
address = { street = local.nothing, locality = local.nothing, country_code = local.nothing }
contact = { email = local.nothing }`,
	EmptyData: `
data "spotnana_unite_company" "test" {
  id = local.nothing
}
data "spotnana_unite_companies" "test" {
  q            = local.nothing
  country_code = local.nothing
}
`,
	Texts: `
name    = "U ${var.text}"
vat_id  = "DE123456789"
address = { street = "S ${var.text}", locality = "Berlin", country_code = "DE" }
contact = { email = "legal@acme.example", name = "${var.text}" }`,
	TheirID: anotherCompanyID,
	Theirs: func() map[string]any {
		return map[string]any{"companyId": anotherCompanyID, "companyNumber": "123456789", "name": "Acme GmbH", "vatId": "DE987654321",
			"contact": map[string]any{"email": "other@acme.example"},
			"address": map[string]any{"street": "Main street 2", "locality": "Berlin", "countryCode": "DE"}}
	},
	Silent: func(o map[string]any) { o["imprint"] = "https://acme.example/imprint" },
	Sample: []string{"read/502 with a page", "read/token endpoint 429"},
	Random: Random{
		Unjudged: true,
		Suits: func(doc map[string]any) {
			delete(doc, "noVatIdAvailable")
			delete(doc, "vatId")
			address := child(doc, "address")
			address["street"], address["locality"], address["postalCode"] = "Street 1", "Town", "12345"
		},
		Tidy: func(attrs map[string]any, n int) { attrs["vat_id"] = fmt.Sprintf("DE%09d", n) }, // no two companies have the same
	},
})

func child(m map[string]any, name string) map[string]any {
	c, _ := m[name].(map[string]any)
	return c
}
