package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

func approvalInfos(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: approvalInfo}, Doc: doc}
}

// approvalInfo is built once although it is used five times.
var approvalInfo = []*field.Node{
	approval(field.Required, "What has to happen before such a booking is made."),
	{Name: "travel_types", JSON: "travelTypes", Kind: field.List, Elem: &field.Node{Enum: approvalTravelType}, Doc: "Kinds of travel for which this approval is meant."},
	{Name: "approval_conditions", JSON: "approvalConditions", Kind: field.List,
		Doc: "When this approval is meant: as soon as one of the conditions is met.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "rules", JSON: "rules", Kind: field.List, Doc: "What the condition demands: all of it.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "travel_region_rule", JSON: "travelRegionRule", Kind: field.Object, Choice: true, Doc: "Demand on where the trip goes.",
						Attrs: []*field.Node{
							{Name: "travel_region_type", JSON: "travelRegionType", Enum: travelRegionType, Doc: "Whether the trip stays within one country or crosses a border."},
						}},
				}}},
		}}},
	{Name: "is_manager_approver", JSON: "isManagerApprover", Kind: field.Bool, Doc: "Whether the traveler's manager approves."},
	{Name: "is_employee_level_designated_approver", JSON: "isEmployeeLevelDesignatedApprover", Kind: field.Bool, Default: false,
		Doc: "Whether the approver named in the traveler's own profile approves."},
	{Name: "designated_approver_ids", JSON: "designatedApprovers", Kind: field.List, Elem: &field.Node{Wrap: "id", Format: field.UUID}, Doc: "Ids of the users who approve."},
	{Name: "default_approver_ids", JSON: "defaultApprovers", Kind: field.List, Elem: &field.Node{Wrap: "id", Format: field.UUID},
		Doc: "Ids of the users who approve where nobody else is named."},
	{Name: "should_notify_manager", JSON: "shouldNotifyManager", Kind: field.Bool, Default: false,
		Doc: "Whether the traveler's manager gets a copy of the mails about the approval."},
}

// approval is what becomes of a booking. Single rules have one too.
func approval(mode field.Mode, doc string) *field.Node {
	return &field.Node{Name: "approval_process_type", JSON: "approvalProcessType", Enum: approvalProcessType, Mode: mode,
		Doc: doc + " `NONE` asks nobody, `PREVENT_BOOKING` refuses the booking, the others involve approvers. How those differ is not documented: ask your travel management company."}
}
