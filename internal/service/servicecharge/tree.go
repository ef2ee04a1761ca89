// Package servicecharge is the data source spotnana_service_charges: what a travel management company charged for its service. The
// platform makes charges, so they are only read; and never with the data of a card, of which an answer is full.
package servicecharge

import (
	"strings"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// The enums, with the names that the vendor gives them (those without one: ours).
var (
	serviceChargeType = &field.Enum{Name: "ServiceChargeType", Values: []string{tmcCharge}}
	serviceType       = &field.Enum{Name: "ServiceType", Values: []string{"ITINERARY_BOOKING", "AGENT_CONTACT"}}
	paymentStatus     = &field.Enum{Name: "PaymentStatus", Values: []string{"SUCCESS", "DELAYED_INVOICE", "MANUAL", "NO_CHARGE", "WAIVED_OFF"}}
	contactType       = &field.Enum{Name: "AgentContactType", Values: []string{"PHONE", "CHAT", "EMAIL"}}
	contactOp         = &field.Enum{Name: "AgentContactOp", Values: []string{
		"AGENT_BOOKING", "AGENT_MODIFY", "AGENT_CANCEL", "AGENT_OTHER", "AGENT_EXCHANGE", "ANCILLARY_PURCHASE", "SHELL_PNR_CREATE", "SHELL_PNR_MODIFY",
		"SHELL_PNR_CANCEL", "SHELL_PNR_EXCHANGE", "MANUAL_FORM_CREATE", "MANUAL_FORM_MODIFY", "MANUAL_FORM_CANCEL", "MANUAL_FORM_EXCHANGE", "UNUSED_TICKET_MANAGEMENT",
	}}
	nonBillableReason   = &field.Enum{Name: "NonBillableReasonCode", Values: []string{"PRODUCT_ISSUE", "ALREADY_CHARGED", "CUSTOMER_GOODWILL", "MINOR_REQUEST", "NON_BILLABLE_REASON_OTHER"}}
	transactionFeeType  = &field.Enum{Name: "ServiceFeeTransactionType", Values: []string{"TRANSACTION_TYPE_BOOKING", "TRANSACTION_TYPE_MODIFICATION", "TRANSACTION_TYPE_CANCELLATION", "TRANSACTION_TYPE_AGENT_CONTACT"}}
	valueAddedFeeType   = &field.Enum{Name: "ValueAddedServiceFeeType", Values: []string{"VIRTUAL_CARD_PAYMENT", "PRICE_OPTIMIZATION", "UNUSED_CREDIT_APPLICATION", "MERCHANT_FEE"}}
	otherFeeType        = &field.Enum{Name: "OtherFeeType", Values: []string{"MERCHANT_FEE"}}
	paymentFailureCodes = &field.Enum{Name: "FailureCode", Values: []string{"FAILURE_CODE_UNKNOWN", "PAYMENT_METHOD_MISSING", "PAYMENT_GATEWAY_FAILURE"}}
)

const (
	tmcCharge = "TMC_CHARGE"
	charges   = "serviceCharges"
)

// Tree declares what is served of a list of service charges.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "service_charges", JSON: charges, Kind: field.List, Doc: "The charges, in the order of the API.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "chargeId", Doc: "Id of the charge."},
			{Name: "trip_id", JSON: "tripId", Deprecated: "The vendor has announced the end of this property, from 2026-07-01: booking_details says which booking was charged for.",
				Doc: "Id of the trip that was charged for."},
			{Name: "service_type", JSON: "serviceType", Enum: serviceType, Doc: "What was charged for: a booking, or work of an agent."},
			{Name: "transaction_time", JSON: "transactionTime", Wrap: "iso8601", Doc: "When it was charged, an RFC 3339 time."},
			{Name: "payment_status", JSON: "paymentStatus", Enum: paymentStatus, Doc: "Whether it is paid."},
			{JSON: "failureDetails", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "failure_code", JSON: "failureCode", Enum: paymentFailureCodes, Doc: "Why it could not be charged."},
			}},
			{JSON: "userOrgId", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "user_id", JSON: "userId", Wrap: "id", Format: field.UUID, Doc: "Id of the user for whom it was charged, a UUID."},
			}},
			{Name: "legal_entity_id", JSON: "legalEntityId", Wrap: "id", Doc: "Id of the legal entity, a UUID."},
			charge(), agentContact(), bookingDetails(),
		}}},
	}}}
})

func charge() *field.Node {
	return &field.Node{JSON: "charge", Kind: field.Inline, Attrs: []*field.Node{
		field.Price("amount", "amount", "The charge without taxes."),
		field.Price("total_amount", "totalAmount", "The charge with all taxes."),
		{Name: "taxes", JSON: "taxes", Kind: field.List, Doc: "The single taxes.", Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			field.Price("amount", "amount", "Amount of the tax."),
			{Name: "tax_code", JSON: "taxCode", Doc: "Code of the tax, such as `VAT`."},
			{Name: "description", JSON: "description", Doc: "What the code stands for."},
			{Name: "percentage", JSON: "percentage", Kind: field.Number, Doc: "The tax in percent."},
		}}},
		{Name: "fee_info", JSON: "feeInfo", Kind: field.Object, Doc: "Which fee it is.", Attrs: []*field.Node{
			{Name: "fee_type", JSON: "feeType", Doc: "Kind of the fee: `BOOKING_FEE` or `AGENT_FEE`."},
			{Name: "booking_fee_type", JSON: "bookingFeeType", Doc: "Kind of a booking fee, such as `TRIP_FEE`."},
			{Name: "agent_fee_type", JSON: "agentFeeType", Doc: "Kind of a fee for what an agent books, such as `AGENT_ASSISTED_TRIP_FEE`."},
			{Name: "transaction_fee_type", JSON: "transactionFeeType", Choice: true, Enum: transactionFeeType, Doc: "For which transaction the fee is, where it is for one."},
			{Name: "value_added_service_fee_type", JSON: "valueAddedServiceFeeType", Choice: true, Enum: valueAddedFeeType, Doc: "For which additional service the fee is, where it is for one."},
			{Name: "other_fee_type", JSON: "otherFeeType", Choice: true, Enum: otherFeeType, Doc: "Kind of any other fee."},
			{Name: "fee_name", JSON: "feeName", Doc: "Name of the fee."},
		}},
		{JSON: "waiveOffInfo", Kind: field.Inline, Attrs: []*field.Node{
			{JSON: "waiveOffReason", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "waive_off_reason_code", JSON: "reasonCode", Doc: "Code of the reason for which an agent waived the fee."},
			}},
			{Name: "waive_off_amount", JSON: "waiveOffAmount", Kind: field.Object, Doc: "What was waived.", Attrs: []*field.Node{
				field.Price("base", "base", "Amount without taxes."),
				field.Price("tax", "tax", "All taxes together."),
			}},
		}},
	}}
}

func agentContact() *field.Node {
	return &field.Node{Name: "agent_contact", JSON: "agentContact", Kind: field.Object, Doc: "The work of an agent, where that was charged for.", Attrs: []*field.Node{
		{Name: "contact_id", JSON: "contactId", Doc: "Id of the contact."},
		{Name: "contact_type", JSON: "contactType", Enum: contactType, Doc: "How the agent was contacted."},
		{Name: "contact_op", JSON: "contactOp", Enum: contactOp, Doc: "What the agent did."},
		{Name: "agent_id", JSON: "agentId", Wrap: "id", Format: field.UUID, Doc: "Id of the agent, a UUID."},
		{Name: "billable", JSON: "billable", Kind: field.Bool, Doc: "Whether it is charged for."},
		{Name: "pnr_id", JSON: "pnrId", Doc: "Id of the booking that it was about."},
		{Name: "travel_type", JSON: "travelType", Enum: field.TravelType, Doc: "Kind of travel that it was about."},
		{JSON: "nonBillableReason", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "non_billable_reason_code", JSON: "reasonCode", Enum: nonBillableReason, Doc: "Why it is not charged for."},
		}},
	}}
}

func bookingDetails() *field.Node {
	return &field.Node{Name: "booking_details", JSON: "bookingDetails", Kind: field.Object, Doc: "The booking that was charged for.", Attrs: []*field.Node{
		{Name: "pnr_id", JSON: "pnrId", Doc: "Id of the booking."},
		{Name: "pnr_version", JSON: "pnrVersion", Kind: field.Int, Doc: "Version of the booking."},
	}}
}

// Exceptions are the properties of the answer that are not served, with the reason.
func Exceptions() map[string]string {
	const record = charges + "[]."
	out := map[string]string{}
	for reason, names := range map[string]string{
		"the arguments say it":                                    "entity serviceChargeType",
		"about the means of payment":                              "fop paymentTransaction charge.allowedFoP",
		"text that somebody wrote, in which anything may stand":   "failureDetails.failureMessage agentContact.notes agentContact.nonBillableReason.notes charge.waiveOffInfo.waiveOffReason.reason",
		"about a person, of whom the id is enough":                "userOrgId.organizationAgencyId userOrgId.organizationId userOrgId.tmcInfo userOrgId.tmcBasicInfo",
		"the data source spotnana_trip_pnrs has the booking":      "bookingDetails.tripUsageType bookingDetails.source bookingDetails.sourcePnrId",
		"how the fee was worked out, of which the amount is left": "charge.feeInfo.calculatedAmount charge.feeInfo.chargeProcessorInfo",
		"the taxes of what was not charged":                       "charge.waiveOffInfo.waiveOffAmount.taxBreakdown",
	} {
		for _, name := range strings.Fields(names) {
			out[record+name] = reason
		}
	}
	for _, price := range []string{"amount", "totalAmount", "taxes[].amount", "waiveOffInfo.waiveOffAmount.base", "waiveOffInfo.waiveOffAmount.tax"} {
		out[record+"charge."+price+".otherCoinage"] = "about the means of payment"
	}
	return out
}

// RequestTree declares the request for a list.
var RequestTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "service_type", JSON: "serviceType", Enum: serviceType, Doc: "Only charges for this: a booking, or work of an agent."},
	}}}
})
