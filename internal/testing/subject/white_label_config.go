package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "white_label_config", Title: "white label config", Kind: sandbox.WhiteLabelConfigs, Tree: field.ForResource(settings.WhiteLabelConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/white-label-config", Role: "ORG"},
	Contract: []Schema{
		{Document: "company", Name: "WhiteLabelConfig", Tree: settings.WhiteLabelConfigTree()},
		{Document: "company", Name: "WhiteLabelConfig", Tree: settings.WhiteLabelConfigTree(), Request: true},
	},
	Config: `
company_role = "ORG"
company_name = "Acme Travel"
colors       = { primary = "#003366" }
web_links    = { home_page = "https://travel.acme.example" }`,
	Changes: []string{`"#003366"`, `"#336699", secondary = "#FFFFFF"`, `"https://travel.acme.example"`, `"https://trips.acme.example"`},
	EmptyData: `
data "spotnana_white_label_config" "test" {
  company_id   = local.nothing
  company_role = local.nothing
}
`,
	Texts: `
company_role = "ORG"
company_name = "N ${var.text} ${var.other}"
theme_config = { font_family = ["1 ${var.text}", "2"] }`,
	Theirs: func() map[string]any {
		return map[string]any{"companyName": "Theirs", "colors": map[string]any{"primary": "#000000"}}
	},
	Silent: func(o map[string]any) { o["visaRequirements"] = "Set by somebody else" },
	Sample: []string{"update/500"},
	Secrets: `
email_client_config = {
  client                 = "SENDGRID"
  credentials            = { email_client_secret_key = { secret_key_wo = var.secret_key, secret_key_wo_version = 1 } }
  default_sender_address = "travel@acme.example"
}`,
	Secret: Company.Secret,
})
