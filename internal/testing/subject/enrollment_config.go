package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "enrollment_config", Title: "enrollment config", Kind: sandbox.EnrollmentConfigs, Tree: field.ForResource(settings.EnrollmentConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/enrollment-config", Stays: true},
	Contract: []Schema{
		{Document: "company", Name: "EnrollmentConfig", Tree: settings.EnrollmentConfigTree()},
		{Document: "company", Name: "EnrollmentConfig", Tree: settings.EnrollmentConfigTree(), Request: true},
	},
	Config: `
terms_and_conditions_list = ["I agree to the <a href=\"https://acme.example/terms\">terms</a>"]
industry_dropdown_options = ["Shipping", "Retail"]`,
	Changes: []string{`"Shipping", "Retail"`, `"Shipping", "Software", "Retail"`},
	EmptyData: `
data "spotnana_enrollment_config" "test" {
  company_id = local.nothing
}
`,
	Texts: `
terms_and_conditions_list = ["Terms ${var.text}"]
industry_dropdown_options = ["I ${var.text}", "${var.other}"]`,
	Theirs: func() map[string]any {
		return map[string]any{"termsAndConditions": "https://theirs.example", "industryDropdownOptions": []any{"Theirs"}}
	},
	Silent: func(o map[string]any) { o["skipOfacComplianceCheck"] = true },
	Sample: []string{"update/500"},
})
