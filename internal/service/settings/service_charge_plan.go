package settings

import (
	"net/http"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// ServiceChargePlanTree declares the service charges of a company for each trip.
var ServiceChargePlanTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{JSON: "config", Kind: field.Inline, Mode: field.Required, Attrs: []*field.Node{
				charges("What each trip costs, an amount for each currency."),
				{Name: "default_currency_code", JSON: "defaultCurrencyCode", Format: field.Currency, Doc: "ISO 4217 code of the currency that is taken where there is no amount in that of the trip."},
				{Name: "tier_charges", JSON: "tierCharges", Kind: field.List, Key: []string{"tier"}, Doc: "What each trip of travelers of a tier costs instead.",
					Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
						{Name: "tier", JSON: "tier", Mode: field.Required, Enum: field.Tier, Default: "BASIC", Doc: "Tier of the travelers."},
						charges("What each of their trips costs, an amount for each currency."),
					}}},
			}},
			{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Bookkeeping, Doc: "Whether trips are charged."},
			{Name: "enable_disable_op_supported", JSON: "enableDisableOpSupported", Kind: field.Bool, Mode: field.Bookkeeping, Doc: "Whether that can be switched on and off."},
		}},
	}
})

// charges are amounts of money.
func charges(doc string) *field.Node {
	return &field.Node{Name: "charges", JSON: "charges", Kind: field.List, Mode: field.Required, Key: []string{"currencyCode"}, Doc: doc, Elem: field.Money("", "", field.Optional, "")}
}

// ServiceChargePlanExceptions are the properties of the API's documents that the tree holds only as the text of their JSON, with the reason.
var ServiceChargePlanExceptions = map[string]string{
	"config.charges[].otherCoinage[].otherCoinageMetadata":               "recursive: amounts of money below amounts of money",
	"config.tierCharges[].charges[].otherCoinage[].otherCoinageMetadata": "recursive: amounts of money below amounts of money",
}

var serviceChargePlan = &endpoint.Settings{Name: "service_charge_plan", Tree: ServiceChargePlanTree,
	Path: "/v2/license/company/{company_id}/service-charge/per-trip", Method: http.MethodPost, Stays: stays}

var (
	// NewServiceChargePlan is the resource spotnana_service_charge_plan.
	NewServiceChargePlan = serviceChargePlan.Resource("What a company pays for each trip. There is one such plan for each company: a create takes it over, and what the configuration leaves out stays. " +
		"A destroy leaves the charges as they are, because the API deletes none. Whether trips are charged at all, the API only tells: see the data source.")
	// NewServiceChargePlanData is the data source spotnana_service_charge_plan.
	NewServiceChargePlanData = serviceChargePlan.Data("What a company pays for each trip, and whether trips are charged. Where nobody set anything, `charges` is null.")
)
