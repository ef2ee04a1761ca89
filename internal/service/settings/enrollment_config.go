package settings

import (
	"maps"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// EnrollmentConfigTree declares an enrollment config.
var EnrollmentConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "terms_and_conditions", JSON: termsAndConditions,
				Deprecated: "Use terms_and_conditions_list: the vendor has announced the end of this property, from 2027-01-01. Where it is left out, the API is sent what it has, or an empty text.",
				Doc:        "Address of the terms and conditions."},
			{Name: "terms_and_conditions_list", JSON: "termsAndConditionsList", Kind: field.List, Ordered: true, Elem: &field.Node{Format: field.Markup},
				Doc: "What a company that enrolls has to agree to: a text for each point, as HTML with links, in the order in which they are shown."},
			{Name: "template_settings", JSON: "templateSettings", Kind: field.Object, Doc: "Templates of the mails that a company gets that enrolls.", Attrs: []*field.Node{
				{Name: "application_received_template", JSON: "applicationReceivedTemplate", Doc: "Id of the template for the mail that says that the application has arrived."},
				{Name: "application_rejected_template", JSON: "applicationRejectedTemplate", Doc: "Id of the template for the mail that says that the application was rejected."},
				{Name: "application_approved_template", JSON: "applicationApprovedTemplate", Doc: "Id of the template for the mail that says that the application was approved."},
			}},
			{Name: "industry_dropdown_options", JSON: "industryDropdownOptions", Kind: field.List, Ordered: true, Elem: &field.Node{},
				Doc: "Industries that a company can choose from, in the order in which they are shown."},
			{Name: "skip_ofac_compliance_check", JSON: "skipOfacComplianceCheck", Kind: field.Bool,
				Doc: "Whether a company that enrolls is not held against the sanctions lists of the Office of Foreign Assets Control (OFAC)."},
			{Name: "registrar_login_actions", JSON: "registrarLoginActions", Kind: field.List, Elem: &field.Node{Enum: loginActionType},
				Doc: "What users have to do at their first login whom an enrollment made."},
			{Name: "company_specified_attribute_configs", JSON: "companySpecifiedAttributeConfigs", Kind: field.List, Key: []string{"name"},
				Doc: "Fields of your own in the form for enrollment.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the field."},
					{Name: "is_hidden", JSON: "isHidden", Kind: field.Bool, Default: false, Doc: "Whether the form does not show the field."},
				}}},
		}},
	}
})

const termsAndConditions = "termsAndConditions"

var loginActionType = &field.Enum{Name: "LoginActionType", Values: []string{"PRIVACY_CONSENT_ACTION", "ONBOARDING_ACTION", "HYATT_LOYALTY_VALIDATION"}}

// withTerms adds the text that the API demands although it is deprecated: empty where there is none.
func withTerms(body, _ map[string]any) map[string]any {
	out := maps.Clone(body)
	if out[termsAndConditions] == nil {
		out[termsAndConditions] = ""
	}
	return out
}

var enrollmentConfig = &endpoint.Settings{Name: "enrollment_config", Tree: EnrollmentConfigTree, Path: "/v2/companies/{company_id}/enrollment-config", Stays: stays, Sent: withTerms}

var (
	// NewEnrollmentConfig is the resource spotnana_enrollment_config.
	NewEnrollmentConfig = enrollmentConfig.Resource("How companies enroll themselves at a travel management company: terms and conditions, form and mails. There is one such object for each company: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy leaves it as it is, because the API deletes none.")
	// NewEnrollmentConfigData is the data source spotnana_enrollment_config.
	NewEnrollmentConfigData = enrollmentConfig.Data("How companies enroll themselves at a travel management company. Where nobody set anything, all values are null.")
)
