package settings

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// TravelContentConfigTree declares a travel content config.
var TravelContentConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "air_config", JSON: "airConfig", Kind: field.Object, Doc: "What is shown of flights.", Attrs: []*field.Node{
				{Name: "fare_category_filter", JSON: "fareCategoryFilter", Kind: field.List, Key: []string{"priority"}, Doc: "Categories of fares that are not shown, by route.",
					Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
						{Name: "priority", JSON: "priority", Kind: field.Int, Bits: 64, Mode: field.Required, Doc: "Which filter counts where several apply to a route."},
						location("origin", "Where the route begins"),
						location("destination", "Where the route ends"),
						{Name: "fare_category_option", JSON: "fareCategoryOption", Kind: field.List, Mode: field.Required, Doc: "The categories and what becomes of them.",
							Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
								{Name: "fare_category", JSON: "fareCategory", Kind: field.Object, Mode: field.Required, Doc: "The category.", Attrs: []*field.Node{
									{Name: "ngs_category", JSON: "ngsCategory", Enum: ngsFareCategory, Default: "UNKNOWN_NGS_CATEGORY", Doc: "Category of the next generation storefront (NGS)."},
									{Name: "cabin_view_category", JSON: "cabinViewCategory", Enum: cabinViewFareCategory, Default: "UNKNOWN_CABIN_CATEGORY", Doc: "Category by cabin."},
								}},
								{Name: "disabled", JSON: "disabled", Kind: field.Bool, Mode: field.Required, Doc: "Whether fares of the category are not shown."},
							}}},
					}}},
			}},
		}},
	}
})

// location is a place with the places around it, which have places around them.
func location(name, doc string) *field.Node {
	return &field.Node{Name: name, JSON: name, Kind: field.JSON, Mode: field.Required, Doc: doc + ", as the text of a JSON object (`jsonencode({ value = \"Germany\", " +
		"metadata = { type = \"COUNTRY\", code = \"DE\" }, infos = [] })`): `infos` holds such objects for what lies around it, such as the continent of a country. The code `*` is every place."}
}

// TravelContentExceptions are the properties of the API's documents that the tree holds only as the text of their JSON, with the reason.
var TravelContentExceptions = map[string]string{
	"airConfig.fareCategoryFilter[].origin":      "recursive: places around places",
	"airConfig.fareCategoryFilter[].destination": "recursive: places around places",
}

var (
	ngsFareCategory       = &field.Enum{Name: "NGSFareCategory", Values: []string{"UNKNOWN_NGS_CATEGORY", "BASE", "STANDARD", "ENHANCED", "PREMIUM", "LUXURY", "ULTRA_LUXURY"}}
	cabinViewFareCategory = &field.Enum{Name: "CabinViewFareCategory", Values: []string{"UNKNOWN_CABIN_CATEGORY", "BASIC", "ECONOMY", "PREMIUM_ECONOMY", "ECONOMY_PLUS", "BUSINESS", "FIRST"}}
)

var travelContentConfig = &endpoint.Settings{Name: "travel_content_config", Tree: TravelContentConfigTree, Path: "/v2/companies/{company_id}/travel-content-config"}

var (
	// NewTravelContentConfig is the resource spotnana_travel_content_config.
	NewTravelContentConfig = travelContentConfig.Resource("What the booking tool shows to the travelers of a company. There is one such object for each company: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy deletes all of it.")
	// NewTravelContentConfigData is the data source spotnana_travel_content_config.
	NewTravelContentConfigData = travelContentConfig.Data("What the booking tool shows to the travelers of a company. Where nobody set anything, `air_config` is null.")
)
