// Package customfield is the resource spotnana_custom_field and its data sources. The API calls a custom field a question.
package customfield

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares a custom field.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that asks, a UUID. Another company replaces the custom field."),
		},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Computed, Doc: "Id of the custom field, a UUID that the API chooses."},
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Question that the user sees (`What is the purpose of your trip?`)."},
			{Name: questionFormat, JSON: "questionFormat", Filled: true, Enum: formats,
				Doc: "How the question is answered: `INPUT_BOX` by any text, `RADIO_BUTTON` by one of the options, `CHECKBOX` by several of them, " +
					"`CHECKBOX_WITH_PERCENTAGE` by several with a share each, 100 in all. A new custom field needs it."},
			{Name: "is_required", JSON: "isRequired", Kind: field.Bool, Mode: field.Required, Default: false, Doc: "Whether the question must be answered."},
			{Name: "is_disabled", JSON: "isDisabled", Kind: field.Bool, Mode: field.Required, Default: true,
				Doc: "Whether the question is not asked. The API takes a question for disabled where nothing is said, so this must be said."},
			options(),
			{Name: "custom_field_locations", JSON: "customFieldLocations", Kind: field.List, Elem: &field.Node{Enum: locations}, Doc: "Mails in which the answer is shown."},
			conditions(),
			{Name: questionType, JSON: "questionType", Kind: field.Object,
				Doc: "When the question is asked, and what it is for. No create takes it, so an update right after the create sets it.",
				Attrs: []*field.Node{
					{Name: "pre_search_question_type", JSON: "preSearchQuestionType", Enum: preSearch, Doc: "Purpose of a question that is asked before the search."},
					{Name: "pre_checkout_question_type", JSON: "preCheckoutQuestionType", Enum: preCheckout, Doc: "Purpose of a question that is asked before checkout."},
				}},
			{Name: "include_in_itinerary", JSON: "includeInItinerary", Kind: field.Bool, Default: false,
				Deprecated: "Use custom_field_locations: the vendor has announced the end of this property, from 2026-07-01.",
				Doc:        "Whether mails with the itinerary have the question."},
		}},
	}
})

// Exceptions are the properties of the API's documents that the tree lacks, by path, with the reason.
var Exceptions = func() map[string]string {
	out := map[string]string{"optionInfo.totalNumOptions": "bookkeeping of the server: the number of options"}
	for _, list := range []string{"legalEntities", "departments", "costCenters", "offices"} {
		out["matchConditions.travelerConditions."+list+"[].name"] = "the API's own label of what the reference names"
	}
	return out
}()

const (
	questionFormat = "question_format"
	questionType   = "question_type"
)

var (
	formats     = &field.Enum{Name: "QuestionFormat", Values: []string{"INPUT_BOX", "RADIO_BUTTON", "CHECKBOX", "CHECKBOX_WITH_PERCENTAGE"}}
	sources     = &field.Enum{Name: "OptionSource", Values: []string{"MANUAL", "COMPANY_CONFIG"}}
	parameters  = &field.Enum{Name: "CustomFieldOptionsParam", Values: []string{"COST_CENTER", "LEGAL_ENTITY", "OFFICE", "DEPARTMENT"}}
	locations   = &field.Enum{Name: "CustomFieldLocation", Values: []string{"POLICY_APPROVAL_EMAIL", "PNR_EMAIL", "TRIP_EMAIL"}}
	workerTypes = &field.Enum{Name: "WorkerType", Values: []string{"EMPLOYEE", "CONTINGENT", "SEASONAL", "INTERN", "GUEST"}}
	regionTypes = &field.Enum{Name: "TravelRegionType", Values: []string{"DOMESTIC", "INTERNATIONAL"}}
	usageTypes  = &field.Enum{Name: "TripUsageType", Values: []string{"STANDARD", "EVENT"}}
	preSearch   = &field.Enum{Name: "PreSearchQuestionType", Values: []string{"UNKNOWN_SEARCH_QUESTION_TYPE", "PURPOSE_OF_TRIP"}}
	preCheckout = &field.Enum{Name: "PreCheckoutQuestionType", Values: []string{"UNKNOWN_CHECKOUT_QUESTION_TYPE", "USER_DEFINED_QUESTION", "OOP_REASON_CODE"}}
)

func options() *field.Node {
	return &field.Node{Name: "option_info", JSON: "optionInfo", Kind: field.Object, Derived: []string{"totalNumOptions"},
		Doc: "What can be chosen, unless the answer is any text.",
		Attrs: []*field.Node{
			{Name: "source", JSON: "source", Enum: sources, Mode: field.Required, Default: "MANUAL",
				Doc: "Where the options come from: `MANUAL` from `options`, `COMPANY_CONFIG` from the company, see `source_metadata`."},
			{Name: "source_metadata", JSON: "sourceMetadata", Kind: field.Object, Doc: "Of what the API makes the options, where it does.", Attrs: []*field.Node{
				{Name: "company_config", JSON: "companyConfig", Kind: field.Object, Doc: "Objects of the company, of which each is an option.", Attrs: []*field.Node{
					{Name: "options_param", JSON: "optionsParam", Enum: parameters, Mode: field.Required, Doc: "Which objects of the company."},
				}},
			}},
			{Name: "options", JSON: "options", Kind: field.List, Key: []string{"displayCode"},
				Doc: "All options. The API may answer no more than ten of them; the rest is then what the state has, if that fits the number that the API tells. " +
					"If it does not, as after an import, no update is sent, because it would remove the rest: configure all options as they are, apply that, and then change them.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "display_code", JSON: "displayCode", Mode: field.Required, Doc: "Code of the option, which an answer has."},
					{Name: "display_value", JSON: "displayValue", Doc: "Text that the user sees."},
				}}},
		}}
}

func conditions() *field.Node {
	enums := func(name, json string, e *field.Enum, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: &field.Node{Enum: e}, Doc: doc}
	}
	ids := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: &field.Node{Wrap: "id", Format: field.UUID}, Doc: doc}
	}
	return &field.Node{Name: "match_conditions", JSON: "matchConditions", Kind: field.Object, Doc: "Who is asked, and for what travel.", Attrs: []*field.Node{
		{Name: "traveler_conditions", JSON: "travelerConditions", Kind: field.Object, Doc: "Travelers who are asked.", Attrs: []*field.Node{
			enums("worker_types", "workerTypes", workerTypes, "Kinds of employment, of which the traveler has one."),
			{Name: "countries", JSON: "countries", Kind: field.List, Elem: &field.Node{}, Doc: "Countries of the travelers."},
			ids("legal_entity_ids", "legalEntities", "Ids of legal entities of the travelers."),
			ids("department_ids", "departments", "Ids of departments of the travelers."),
			ids("cost_center_ids", "costCenters", "Ids of cost centers of the travelers."),
			ids("office_ids", "offices", "Ids of offices of the travelers."),
		}},
		enums("travel_types", "travelTypes", field.TravelType, "Segments of travel for which the question is asked."),
		enums("travel_region_types", "travelRegionTypes", regionTypes, "Whether the question is asked for travel within a country, or across a border."),
		enums("trip_usage_types", "tripUsageTypes", usageTypes, "Occasions of trips for which the question is asked; without one, all."),
	}}
}
