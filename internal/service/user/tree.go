// Package user is the data sources spotnana_user, spotnana_users and spotnana_user_applicable_policies. People are provisioned
// by HR feeds and SCIM, so they are looked up and not managed. Of a profile, only what a configuration needs is declared here,
// and so comes into state: never documents, birthday, addresses, payment or loyalty data.
package user

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares what is served of the profile of a user.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "id", Format: field.UUID, Doc: "Id of the user, a UUID. Policies name approvers and members by it."},
		{JSON: "businessInfo", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "email", JSON: "email", Format: field.Email, Doc: businessEmail},
			{Name: "employee_id", JSON: "employeeId", Doc: employeeID},
			reference("company_id", "organizationRef", organization),
			reference("legal_entity_id", "legalEntityRef", legalEntity),
			reference("office_id", "officeRef", office),
			reference("department_id", "departmentRef", department),
			reference("cost_center_id", "costCenterRef", costCenter),
			reference("grade_id", "gradeRef", "Id of the grade of the user, a UUID."),
			reference("manager_id", "managerRef", "Id of the user who is the user's manager, a UUID."),
		}},
		{Name: "external_id", JSON: "externalId", Doc: externalID},
		{Name: "persona", JSON: "persona", Enum: field.Persona, Doc: persona},
		{Name: "is_active", JSON: "isActive", Kind: field.Bool, Doc: isActive},
	}}}
})

// Exceptions are the properties of a profile that are not served, with the reason.
func Exceptions() map[string]string {
	out := map[string]string{}
	for _, ref := range []string{"organizationRef", "legalEntityRef", "officeRef", "departmentRef", "costCenterRef", "gradeRef", "managerRef"} {
		out["businessInfo."+ref+".name"] = shown
	}
	for _, name := range []string{"designation", "phoneNumbers", "countryCode", "workerType", "accountingCode", "companySpecifiedAttributes", "designatedApproverRefs", "authorizerEmail"} {
		out["businessInfo."+name] = personal
	}
	for _, name := range []string{"personalInfo", "tier", "stealthType", "stealthMode", "relativeOf", "travelPreferences", "membershipInfo", "notificationPreferences",
		"travelArrangers", "adhocUserInfo", "contractingTmcRef", "bookingTmcRef"} {
		out[name] = personal
	}
	return out
}

// ListTree declares what is served of a list of users, all pages in one.
var ListTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "users", JSON: "users", Kind: field.List, Doc: "The users found, in the order of the API.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "userId", Wrap: "id", Format: field.UUID, Doc: "Id of the user, a UUID."},
			{JSON: "businessDetail", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "email", JSON: "businessEmail", Doc: businessEmail},
				{Name: "employee_id", JSON: "employeeId", Doc: employeeID},
				reference("legal_entity_id", "legalEntity", legalEntity),
				reference("office_id", "office", office),
				reference("department_id", "department", department),
				reference("cost_center_id", "costCenter", costCenter),
			}},
			reference("company_id", "organization", organization),
			{Name: "external_id", JSON: "externalId", Doc: externalID},
			{Name: "persona", JSON: "persona", Enum: field.Persona, Doc: persona},
			{Name: "is_active", JSON: "isActive", Kind: field.Bool, Doc: isActive},
		}}},
	}}}
})

// ListExceptions are the properties of the list that are not served, with the reason.
func ListExceptions() map[string]string {
	out := map[string]string{"pagination": "the provider turns the pages", "users[].personalDetail": personal, "users[].businessDetail.designation": personal}
	for _, name := range []string{"createdAt", "lastUpdatedAt"} {
		out["users[]."+name] = "no configuration needs it, and it would change a state for nothing"
	}
	for _, ref := range []string{"organization", "businessDetail.legalEntity", "businessDetail.office", "businessDetail.department", "businessDetail.costCenter"} {
		out["users[]."+ref+".name"] = shown
	}
	return out
}

// PoliciesTree declares the policies that apply to a user.
var PoliciesTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "policies", JSON: "policies", Kind: field.List, Doc: "The policies that apply to the user, in the order of the API.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Required, Doc: "Id of the policy, a UUID."},
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the policy."},
		}}},
	}}}
})

const (
	shown    = "shown only: the id tells which object it is"
	personal = "about the person, and no configuration needs it"

	businessEmail = "Mail address of the user at work."
	employeeID    = "Number of the user in his company, such as that of the HR system."
	externalID    = "Id that the partner or the HR system gave to the user."
	persona       = "Kind of user."
	isActive      = "Whether the user may use the platform."
	organization  = "Id of the company of the user, a UUID."
	legalEntity   = "Id of the legal entity of the user, a UUID."
	office        = "Id of the office of the user, a UUID."
	department    = "Id of the department of the user, a UUID."
	costCenter    = "Id of the cost center of the user, a UUID."
)

// reference is the id of another object.
func reference(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Wrap: "id", Format: field.UUID, Doc: doc}
}

// mask hides all of a body before it is logged: even what comes into state is about a person.
func mask(any) any { return "***" }
