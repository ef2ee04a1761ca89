package trip

import (
	"context"
	"net/http"
	"net/url"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// PartnerTree declares what the partner behind a trip tells of it.
var PartnerTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "trip_id", JSON: "tripId", Mode: field.Required, Doc: "Id of the trip."},
		{JSON: "partnerInfo", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "partner_info_type", JSON: "partnerInfoType", Enum: partnerInfoType, Default: "BUDGET", Doc: "What the partner tells."},
			{JSON: "partnerInfoDetails", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "trip_budget_info", JSON: "tripBudgetInfo", Kind: field.Object, Doc: "The budget from which the trip is paid.", Attrs: budget()},
			}},
		}},
	}}}
})

// PartnerExceptions are the properties of the answer that no data source serves, with the reason.
var PartnerExceptions = func() map[string]string {
	const card = "partnerInfo.partnerInfoDetails.tripBudgetInfo.externalCardDetails."
	return map[string]string{
		card + "number":      "a secret",
		card + "cvv":         "a secret",
		card + "expiry":      "a secret",
		card + "expiryMonth": "a secret, and deprecated",
		card + "expiryYear":  "a secret, and deprecated",
	}
}()

func budget() []*field.Node {
	return []*field.Node{
		{Name: "budget_name", JSON: "budgetName", Mode: field.Required, Doc: "Name of the budget."},
		field.SimpleMoney("budget_remaining_balance", "budgetRemainingBalance", field.Optional, "What is left of the budget. Only agents, and roles above theirs, are told."),
		{Name: "budget_remaining_balance_formatted", JSON: "budgetRemainingBalanceFormatted", Doc: "What is left of the budget, as text for human readers."},
		{Name: "is_budget_masked", JSON: masked, Kind: field.Bool, Default: false, Doc: "Whether the budget is hidden from the booker."},
		{Name: "is_personal_card_allowed", JSON: "isPersonalCardAllowed", Kind: field.Bool, Default: false, Doc: "Whether the trip may be paid by a personal card."},
		{Name: "is_reward_points_allowed", JSON: "isRewardPointsAllowed", Kind: field.Bool, Default: false, Doc: "Whether the trip may be paid with reward points."},
		{Name: "reward_points", JSON: "rewardPoints", Kind: field.Number, Doc: "Reward points that are left."},
		{Name: "reward_points_value_usd", JSON: "rewardPointsValueUsd", Kind: field.Number, Doc: "What they are worth, in US dollars."},
		{Name: "external_card_details", JSON: "externalCardDetails", Kind: field.Object,
			Doc: "The payment card of the budget. Its number, expiry and verification code are not read.", Attrs: []*field.Node{
				{Name: "id", JSON: "id", Doc: "Id of the card, a UUID."},
				{Name: "type", JSON: "type", Enum: cardType, Doc: "Kind of card."},
				{Name: "company", JSON: "company", Enum: cardCompany, Doc: "Issuer of the card."},
				{Name: "name", JSON: "name", Doc: "Name on the card."},
				field.PostalAddress("address", "address", field.Optional, "Address to which the card's invoices go."),
				{Name: "label", JSON: "label", Doc: "What the card is called on the platform."},
				{Name: "currency", JSON: "currency", Doc: "ISO 4217 code of the card's own currency."},
				{Name: "external_id", JSON: "externalId", Doc: "Id of the card at the partner."},
				{Name: "vault_id", JSON: "vaultId", Doc: "Id of the vault that holds the card, a UUID."},
				{Name: "ownership_label", JSON: "ownershipLabel", Enum: ownershipLabel, Doc: "Whose card it is."},
			}},
	}
}

// masked is the property that the vendor's document describes. Where it says what is required, the document calls it
// isMaskedBudget: either may be answered.
const masked = "isBudgetMasked"

// NewPartnerInfoDataSource is the data source spotnana_trip_partner_info.
var NewPartnerInfoDataSource = crud.NewDataSource(func() *crud.DataSpec {
	return &crud.DataSpec{
		Name:  "trip_partner_info",
		Doc:   "What the partner behind a trip tells of it for one booker: the budget from which the trip is paid.",
		Tree:  PartnerTree(),
		Names: []crud.Name{{Attr: "trip_id", Title: "trip"}},
		Inputs: []*field.Node{
			{Name: "trip_id", Mode: field.Required, Doc: "Id of the trip."},
			{Name: "booker_email", Mode: field.Required, Format: field.Mailbox, Doc: "Mail address of the booker whose budget is asked for."},
		},
		Read: func(ctx context.Context, providerData any, in map[string]any) (map[string]any, error) {
			c, _ := providerData.(*service.Clients)
			return partnerInfo(ctx, c.Spotnana, service.Text(in, "trip_id"), service.Text(in, "booker_email"))
		},
	}
})

func partnerInfo(ctx context.Context, client *spotnana.Client, tripID, email string) (map[string]any, error) {
	path := trips.Collection + "/" + url.PathEscape(tripID) + "/booker-email/" + url.PathEscape(email) + "/partner-info"
	answer, err := client.Do(ctx, spotnana.Request{Method: http.MethodGet, Path: path, Mask: maskPartner})
	if err != nil {
		return nil, err
	}
	m, _ := answer.(map[string]any)
	info, ok := m["partnerInfo"].(map[string]any)
	if !ok {
		return nil, apierr.Unreadable(client.Origin(), http.MethodGet, path, "the answer has no partner info")
	}
	details, _ := info["partnerInfoDetails"].(map[string]any)
	if budget, ok := details["tripBudgetInfo"].(map[string]any); ok && budget[masked] == nil && budget["isMaskedBudget"] != nil {
		budget[masked] = budget["isMaskedBudget"]
	}
	return m, nil
}

func maskPartner(doc any) any { return codec.Mask(PartnerTree(), doc) }
