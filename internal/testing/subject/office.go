package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/office"
)

var _ = register(&Subject{
	Type: "office", Title: "office", Kind: sandbox.Offices, Tree: field.ForResource(office.Tree()),
	Parent: LegalEntity, Collection: "/v2/companies/*/legal-entities/*/offices", Undocumented: true,
	Contract: []Schema{
		{Document: "company", Name: "OfficeV2", Tree: office.Tree()},
		{Document: "company", Name: "OfficeV2", Tree: office.Tree(), Request: true},
		{Document: "company", Name: "CreateOfficeRequest", Tree: office.Tree(), Request: true},
		{Document: "company", Name: "ListOfficesV2Response", Tree: office.ListTree(), Exceptions: map[string]string{"paginationParams": "all pages are one"}},
	},
	Config:  "name = \"Headquarters\"\nexternal_id = \"hq\"",
	Changes: []string{`"Headquarters"`, `"Main office"`},
	Names:   []string{"Headquarters", "hq"},
	Rich: `
name        = "Headquarters"
external_id = "hq"
tax_id      = "DE1"
address     = { address_lines = ["Ring 1", "Building B"], postal_code = "10115", locality = "Berlin", region_code = "DE" }
latlng      = { latitude = 52.5, longitude = 13.4 }`,
	RichChanges: []string{`"DE1"`, `"DE2"`, "52.5", "52.6"},
	EmptyData: "data \"spotnana_office\" \"test\" {\n  company_id = local.nothing\n  legal_entity_id = local.nothing\n  name = local.nothing\n}\n" +
		"data \"spotnana_offices\" \"test\" {\n  company_id = local.nothing\n  search_text = local.nothing\n}\n",
	Texts: "name = \"O ${var.text} ${var.other}\"\naddress = { address_lines = [\"1 ${var.text}\", \"2\"], region_code = \"DE\" }",
	Theirs: func() map[string]any {
		return map[string]any{"id": usualID, "name": "Headquarters", "externalId": "theirs"}
	},
	Silent: func(o map[string]any) { o["taxId"] = "set by somebody else" },
	Sample: []string{"create/reset after commit", "delete/504"},
	Random: Random{Unique: []string{"external_id"}},
})
