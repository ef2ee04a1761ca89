package settings

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// TierConfigTree declares a tier config.
var TierConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company(), endpoint.AnyRole()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "tiers", JSON: "tiers", Kind: field.List, Key: []string{"tier"}, Doc: "The tiers of travelers that the company has, each with its name.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name under which the tier is shown."},
					{Name: "icon", JSON: "icon", Doc: "Address of the picture that is shown with the name."},
					{Name: "tier", JSON: "tier", Mode: field.Required, Enum: field.Tier, Default: "BASIC", Doc: "Tier of service that is meant. Without a name of its own, the booking tool calls `BASIC` Standard and `SEAT1A` VIP."},
				}}},
		}},
	}
})

var tierConfig = &endpoint.Settings{Name: "tier_config", Tree: TierConfigTree, Path: "/v2/companies/{company_id}/tier-config", Stays: stays}

var (
	// NewTierConfig is the resource spotnana_tier_config.
	NewTierConfig = tierConfig.Resource("The tiers of service that a company gives its travelers, and what they are called. There is one such object for each company, and for each role of it: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy leaves the tiers as they are, because the API deletes none.")
	// NewTierConfigData is the data source spotnana_tier_config.
	NewTierConfigData = tierConfig.Data("The tiers of service that a company gives its travelers, and what they are called. Where nobody set any, `tiers` is null.")
)
