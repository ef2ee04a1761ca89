// Package policy is the resource and the data sources of travel policies: what travelers of a company may book, who
// approves it, and what happens to a booking that breaks a rule.
package policy

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares a policy, with its properties as the API answers and replaces them; a create takes the same without what
// the server chooses.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{
			field.Parent("company_id", field.UUID, "Id of the company that the policy belongs to, a UUID. Another company replaces the policy."),
		},
		Locals: []*field.Node{
			{Name: "on_destroy", Enum: onDestroy,
				Doc: "What a destroy does with the company's default policy, which the API never deletes: `abandon` only takes it out of the state. " +
					"Without it, destroying the default policy is refused. It has to be applied before the destroy, and means nothing for other policies."},
			crud.OnCreate("What a create does where the company has a default policy already, as every company has from the start: `adopt` takes that one over. " +
				"What the configuration sets replaces what is there, all else stays as it is and is remembered. The plan says so with a warning. " +
				"Without it, creating a default policy is an error. It is for `type = \"DEFAULT\"` only, and means nothing once the policy is in the state."),
		},
		Root: &field.Node{Kind: field.Object, Attrs: root()},
	}
})

// Exceptions are where the tree differs from the API's documents, by path as field.Tree.All gives it, with the reason.
var Exceptions = map[string]string{
	"hotelPolicyRules.lowestFarePerHotelProperty": "on the vendor's page only; newer documents have the rule LOWEST_FARE_PER_HOTEL_PROPERTY instead",
}

func root() []*field.Node {
	return []*field.Node{
		{Name: "id", JSON: "id", Mode: field.Computed, Doc: "Id of the policy, a UUID that the API chooses."},
		{Name: "name", JSON: "name", Mode: field.Required,
			Doc: "Name of the policy. Keep it unique within the company: it is what a policy is recognised by after a create whose answer was lost."},
		{Name: "type", JSON: "type", Enum: policyType, Mode: field.Required,
			Doc: "Rank of the policy. `DEFAULT` is the one that every company has from the start, for everybody whom no other policy covers: it is taken over (`on_create`) or imported, not created. " +
				"`GROUP` is a policy for some travelers."},
		{Name: "category", JSON: "category", Enum: policyCategory, Default: "EMPLOYEE",
			Doc: "Travelers for whom the policy is made: employees of the company or its guests."},
		{Name: "parent_policy_id", JSON: "parentPolicyId", Format: field.UUID,
			Doc: "Id of the policy from which linked values (`is_linked = true`) are taken. Left out, they are taken from the company's default policy. " +
				"A parent cannot be deleted while it has children: give it `lifecycle { create_before_destroy = true }`, so that children get another parent first."},
		{Name: "currency", JSON: "currency", Kind: field.Object, Mode: field.Required, Doc: "Currency of the policy.",
			Attrs: []*field.Node{
				{Name: "currency_code", JSON: "currencyCode", Choice: true, Format: field.Currency, Doc: "ISO 4217 code of the currency (`EUR`)."},
				link,
			}},
		userGroups(),

		approvalInfos("in_policy_approval_infos", "inPolicyApprovalInfos", "Approval of bookings that keep to the policy, one element for each set of travel types or conditions."),
		approvalInfos("out_of_policy_approval_infos", "outOfPolicyApprovalInfos", "Approval of bookings that break a rule of the policy, one element for each set of travel types or conditions."),
		approvalInfos("out_of_policy_agent_approval_infos", "outOfPolicyAgentApprovalInfos",
			"Approval of bookings that break a rule of the policy and that an agent makes for the traveler. With `enable_agent_action_override`, give it for all travel types."),
		{Name: "enable_agent_action_override", JSON: "enableAgentActionOverride", Kind: field.Bool,
			Doc: "Whether agents may make bookings that rules prevent (`PREVENT_BOOKING`). If `true`, `out_of_policy_agent_approval_infos` must cover all travel types."},

		{Name: "common_policy_rules", JSON: "commonPolicyRules", Kind: field.Object, Attrs: commonPolicyRules(), Doc: "Rules for all kinds of travel."},
		{Name: "air_policy_rules", JSON: "airPolicyRules", Kind: field.Object, Attrs: airPolicyRules(), Doc: "Rules for flights. Some more are in `rules`."},
		{Name: "hotel_policy_rules", JSON: "hotelPolicyRules", Kind: field.Object, Attrs: hotelPolicyRules(), Doc: "Rules for hotels. Some more are in `rules`."},
		{Name: "car_policy_rules", JSON: "carPolicyRules", Kind: field.Object, Attrs: carPolicyRules(), Doc: "Rules for rental cars. Some more are in `rules`."},
		{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"ruleType"}, Attrs: universalRules(),
			Doc: "Rules that can prevent a booking, for all kinds of travel: at most one of each type."},

		oopReasonCodes("air_oop_reason_codes", "airOopReasonCodes", "flight"),
		oopReasonCodes("hotel_oop_reason_codes", "hotelOopReasonCodes", "hotel"),
		oopReasonCodes("car_oop_reason_codes", "carOopReasonCodes", "rental car"),
		oopReasonCodes("rail_oop_reason_codes", "railOopReasonCodes", "train"),

		{Name: "in_policy_approval_info", JSON: "inPolicyApprovalInfo", Kind: field.Object, Attrs: approvalInfo,
			Deprecated: "Use in_policy_approval_infos: the vendor has announced the end of this property, from 2026-07-01.",
			Doc:        "Approval of bookings that keep to the policy, the same for all travel types."},
		{Name: "out_of_policy_approval_info", JSON: "outOfPolicyApprovalInfo", Kind: field.Object, Attrs: approvalInfo,
			Deprecated: "Use out_of_policy_approval_infos: the vendor has announced the end of this property, from 2026-07-01.",
			Doc:        "Approval of bookings that break a rule of the policy, the same for all travel types."},
		{Name: "is_restrictive", JSON: "isRestrictive", Kind: field.Bool,
			Deprecated: "Use prevent_booking of single rules: the vendor has announced the end of this property, from 2026-07-01, and names no direct replacement.",
			Doc:        "Whether the policy is restrictive."},

		{Name: "version", JSON: "version", Kind: field.Int, Mode: field.Bookkeeping, Doc: "Version of the policy, counted by the server."},
		{Name: "updated_at", JSON: "updatedAt", Wrap: "iso8601", Mode: field.Bookkeeping, Doc: "When the policy was last changed (`2026-01-31T12:00Z`)."},
		{Name: "is_membership_via_hr_feed", JSON: "isMembershipViaHrFeed", Kind: field.Bool, Mode: field.Bookkeeping,
			Doc: "Whether the company's HR feed decides who belongs to the policy."},
		{Name: "hr_feed_policy_details", JSON: "hrFeedPolicyDetails", Kind: field.Object, Mode: field.Bookkeeping,
			Doc: "Who belongs to the policy, where the HR feed decides it.",
			Attrs: []*field.Node{
				{Name: "total_member_count", JSON: "totalMemberCount", Kind: field.Int, Doc: "Number of travelers whom the HR feed has put under the policy."},
			}},
	}
}

func userGroups() *field.Node {
	strings := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: &field.Node{}, Doc: doc}
	}
	ids := func(name, json, doc string) *field.Node {
		return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: &field.Node{Wrap: "id", Format: field.UUID}, Doc: doc}
	}
	return &field.Node{Name: "user_groups", JSON: "userGroups", Kind: field.List, Mode: field.Required,
		Doc: "Travelers to whom the policy applies, by any mix of criteria; how the criteria of a group and the groups combine is up to the API. Write `[]` for none, as for a default policy.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			ids("user_ids", "userIds", "Ids of single users."),
			ids("legal_entity_ids", "legalEntityIds", "Ids of legal entities whose users belong to the group."),
			ids("office_ids", "officeIds", "Ids of offices whose users belong to the group."),
			strings("departments", "departments", "Ids of departments, not their names, whose users belong to the group."),
			strings("cost_centers", "costCenters", "Ids of cost centers, not their names, whose users belong to the group."),
			strings("grades", "grades", "Ids of grades, not their names, whose users belong to the group."),
			strings("position_titles", "positionTitles", "Job titles of the users who belong to the group, as they are spelled in the users' profiles."),
			{Name: "country_codes", JSON: "countryCodes", Kind: field.List, Elem: &field.Node{Format: field.AnyCountry},
				Doc: "ISO 3166-1 codes of the countries whose users belong to the group, of two letters or of three (`DE` or `DEU`)."},
			{Name: "worker_types", JSON: "workerTypes", Kind: field.List, Elem: &field.Node{Enum: workerType}, Doc: "Kinds of employment of the users who belong to the group."},
			strings("accounting_codes", "accountingCodes", "Accounting codes of the users who belong to the group."),
			{Name: "personas", JSON: "personas", Kind: field.List, Elem: &field.Node{Enum: persona},
				Deprecated: "Use worker_types: the vendor has announced the end of this property, from 2027-01-01, and names no direct replacement.",
				Doc:        "Relations to the company of the users who belong to the group."},
			{Name: "custom_field_ids", JSON: "customFieldIds", Kind: field.List, Key: []string{"type", "externalId"},
				Deprecated: "The vendor has announced the end of this property, from 2026-07-01, and names no replacement: use the other criteria of the group.",
				Doc:        "Custom fields of the users who belong to the group.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "type", JSON: "type", Enum: field.CustomFieldType, Mode: field.Required, Default: "QUESTION", Doc: "Kind of custom field."},
					{Name: "external_id", JSON: "externalId", Mode: field.Required, Doc: "Your own id of the meeting, the budget or whatever else `type` says."},
				}}},
		}}}
}

func oopReasonCodes(name, json, what string) *field.Node {
	return linked(name, json, "props", "What a traveler is asked who books a "+what+" that breaks a rule of the policy: own questions, or those inherited with `is_linked`.", reasonCodes...)
}

var reasonCodes = []*field.Node{
	{Name: "reason_codes", JSON: "reasonCodes", Kind: field.List, Key: []string{"entityId"}, Doc: "Questions that the traveler answers before such a booking is made.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "entity_id", JSON: "entityId", Doc: "Id of the question, which tells questions apart."},
			{Name: "display_info", JSON: "displayInfo", Doc: "Question as the traveler reads it."},
			{Name: "question_format", JSON: "questionFormat", Enum: questionFormat,
				Doc: "How the question is answered: with free text (`INPUT_BOX`), with one of the options (`RADIO_BUTTON`), with several (`CHECKBOX`), " +
					"or with several and a percentage for each that add up to 100 (`CHECKBOX_WITH_PERCENTAGE`)."},
			{Name: "options", JSON: "options", Kind: field.List, Key: []string{"displayCode"}, Doc: "Answers to choose from. Leave them out for free text.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "display_code", JSON: "displayCode", Mode: field.Required, Doc: "Code of the answer, by which it is reported."},
					{Name: "display_value", JSON: "displayValue", Doc: "Answer as the traveler reads it."},
				}}},
			{Name: "is_required", JSON: "isRequired", Kind: field.Bool, Default: false, Doc: "Whether the question must be answered."},
			{Name: "is_disabled", JSON: "isDisabled", Kind: field.Bool, Default: false, Doc: "Whether the question is kept but not asked."},
		}}},
}
