package settings

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// PreferenceTiersTree declares preference tiers.
var PreferenceTiersTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "preference_tiers_per_booking_type", JSON: "preferenceTiersPerBookingType", Kind: field.List, Mode: field.Required, Key: []string{"bookingType"},
				Doc: "The levels of preference, for each type of booking that has some.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "booking_type", JSON: "bookingType", Mode: field.Required, Enum: bookingType, Doc: "Type of booking that the levels are for."},
					{Name: "allowed_entity_types", JSON: "allowedEntityTypes", Kind: field.List, Mode: field.Required, Elem: &field.Node{Enum: preferenceEntityType},
						Doc: "For what preferences can be entered: the whole company, a legal entity, a country. At least one."},
					{Name: "preference_tiers", JSON: "preferenceTiers", Kind: field.List, Mode: field.Required, Key: []string{"level"}, Doc: "The levels and what they are called.",
						Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
							{Name: "level", JSON: "level", Mode: field.Required, Enum: preferenceTierLevel, Doc: "The level: `TIER_1` is preferred most."},
							{Name: "label", JSON: "label", Mode: field.Required, Doc: "Text that is shown for the level."},
							{Name: "description", JSON: "description", Doc: "What the level means, in a few words."},
							{Name: "show_label", JSON: "showLabel", Kind: field.Bool, Mode: field.Required, Default: false, Doc: "Whether search results show the label."},
						}}},
				}}},
		}},
	}
})

var (
	bookingType          = &field.Enum{Name: "BookingType", Values: []string{"AIR", "HOTEL", "CAR", "RAIL", "LIMO"}}
	preferenceEntityType = &field.Enum{Name: "PreferenceEntityType", Values: []string{"COMPANY", "LEGAL_ENTITY", "COUNTRY"}}
	preferenceTierLevel  = &field.Enum{Name: "PreferenceTierLevel", Values: []string{"TIER_1", "TIER_2", "TIER_3", "TIER_4", "TIER_5", "TIER_6"}}
)

var preferenceTiers = &endpoint.Settings{Name: "preference_tiers", Tree: PreferenceTiersTree, Path: "/v2/companies/{company_id}/preference-tiers", Stays: stays}

var (
	// NewPreferenceTiers is the resource spotnana_preference_tiers.
	NewPreferenceTiers = preferenceTiers.Resource("The levels of preference that a company has for vendors, and what they are called. There is one such object for each company: " +
		"a create takes it over. A destroy leaves the levels as they are, because the API deletes none.")
	// NewPreferenceTiersData is the data source spotnana_preference_tiers.
	NewPreferenceTiersData = preferenceTiers.Data("The levels of preference that a company has for vendors, and what they are called. Where nobody set any, `preference_tiers_per_booking_type` is empty or null.")
)
