package settings

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// ColorConfigTree declares a color config.
var ColorConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company(), endpoint.Role()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "profile_colors", JSON: "profileColors", Kind: field.List, Key: []string{"title"}, Doc: "Colors of the badges in the profiles of travelers, one for each level.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "title", JSON: "title", Mode: field.Required, Enum: colorTitle, Doc: "What is shown in the color."},
					{Name: "color", JSON: "color", Mode: field.Required, Doc: "The color as red, green and blue in hexadecimal digits (`#FF0000`)."},
				}}},
		}},
	}
})

var colorTitle = &field.Enum{Name: "ColorTitle", Values: []string{
	"PROFILE_TIER_MEMBER_COLOR", "PROFILE_TIER_SILVER_COLOR", "PROFILE_TIER_GOLD_COLOR", "PROFILE_TIER_PLATINUM_COLOR",
	"PROFILE_TIER_TITANIUM_COLOR", "PROFILE_TIER_AMBASSADOR_COLOR",
}}

var colorConfig = &endpoint.Settings{Name: "color_config", Tree: ColorConfigTree, Path: "/v2/companies/{company_id}/color-config", Stays: stays}

var (
	// NewColorConfig is the resource spotnana_color_config.
	NewColorConfig = colorConfig.Resource("The colors that a company chooses for parts of the booking tool. There is one for each role of a company: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy leaves the colors as they are, because the API deletes none.")
	// NewColorConfigData is the data source spotnana_color_config.
	NewColorConfigData = colorConfig.Data("The colors that a company chose for parts of the booking tool. Without any, `profile_colors` is null.")
)
