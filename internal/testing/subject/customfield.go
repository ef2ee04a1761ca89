package subject

import (
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/customfield"
)

var _ = register(&Subject{
	Type: "custom_field", Title: "custom field", Kind: sandbox.CustomFields, Tree: field.ForResource(customfield.Tree()),
	Parent: Company, Collection: "/v2/companies/*/questions", Undocumented: true,
	Contract: []Schema{
		{Document: "policy", Name: "Question", Tree: customfield.Tree(), Exceptions: customfield.Exceptions},
		{Document: "policy", Name: "Question", Tree: customfield.Tree(), Request: true, Exceptions: customfield.Exceptions},
		{Document: "policy", Name: "CreateQuestionRequest", Tree: customfield.Tree(), Request: true,
			Exceptions: and(customfield.Exceptions, and(elsewhere("questionType"), map[string]string{"questionFormat": atFirst}))},
	},
	Config:  "name = \"Purpose\"\nquestion_format = \"INPUT_BOX\"\nis_required = false\nis_disabled = false",
	Changes: []string{`"Purpose"`, `"Purpose of the trip"`},
	Names:   []string{"Purpose"},
	Rich: `
name                   = "Purpose"
question_format        = "RADIO_BUTTON"
is_required            = true
is_disabled            = false
option_info            = { source = "MANUAL", options = [{ display_code = "m", display_value = "Meeting" }, { display_code = "t", display_value = "Training" }] }
custom_field_locations = ["TRIP_EMAIL"]
question_type          = { pre_checkout_question_type = "USER_DEFINED_QUESTION" }
match_conditions = {
  traveler_conditions = {
    worker_types     = ["EMPLOYEE"]
    countries        = ["DE"]
    legal_entity_ids = ["5e8f1c3a-9b47-4d26-a0e1-3c7d5f2b8a94"]
    department_ids   = ["731ccbca-0415-4fe1-9235-c324dfbe7423"]
    cost_center_ids  = ["0b7d2c4e-5a1f-4e83-9c6d-7f2e1a3b4c5d"]
    office_ids       = ["a4d7e2b9-1c58-4f03-8b6e-9f2d0c7a5e31"]
  }
  travel_types        = ["AIR"]
  travel_region_types = ["DOMESTIC"]
  trip_usage_types    = ["STANDARD"]
}`,
	RichChanges: []string{`"Training" }]`, `"Course" }, { display_code = "o" }]`, `["AIR"]`, `["AIR", "RAIL"]`},
	EmptyData: "data \"spotnana_custom_field\" \"test\" {\n  company_id = local.nothing\n  name = local.nothing\n}\n" +
		"data \"spotnana_custom_fields\" \"test\" {\n  company_id = local.nothing\n}\n",
	Texts: `
name            = "Q ${var.text} ${var.other}"
question_format = "CHECKBOX"
is_required     = true
is_disabled     = false
option_info     = { source = "MANUAL", options = [{ display_code = "1", display_value = "1 ${var.text}" }, { display_code = "2", display_value = "2" }] }`,
	Theirs: func() map[string]any {
		return map[string]any{"id": usualID, "name": "Purpose", "questionFormat": "CHECKBOX", "isRequired": true, "isDisabled": true}
	},
	Silent: func(o map[string]any) { o["customFieldLocations"] = []any{"PNR_EMAIL"} },
	Sample: []string{"create/truncated JSON"},
	Random: Random{
		Suits: func(doc map[string]any) {
			if doc["questionFormat"] == nil {
				doc["questionFormat"] = "INPUT_BOX"
			}
		},
		Posted: func(body map[string]any) { delete(body, "questionType") },
	},
})
