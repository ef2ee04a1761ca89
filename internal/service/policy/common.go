package policy

import "github.com/travel-as-code/terraform-provider-spotnana/internal/field"

func commonPolicyRules() []*field.Node {
	return []*field.Node{
		linked("restricted_continents", "restrictedContinents", "continentProps", "Continents to which travel is restricted.",
			&field.Node{Name: "restrictions", JSON: "restrictions", Kind: field.List, Mode: field.Required, Key: []string{"continentCode"},
				Doc: "One element for each restricted continent.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "type", JSON: "type", Enum: continentRestrictionType, Mode: field.Required,
						Doc: "What is restricted: `BLOCK_TRAVEL_TO_CONTINENT` forbids trips to the continent, `ALLOW_WITHIN_CONTINENT` allows those that stay on it."},
					{Name: "continent_code", JSON: "continentCode", Mode: field.Required, Doc: "Two-letter code of the continent (`EU`, `NA`)."},
				}}}),
		linked("restricted_countries", "restrictedCountries", "countryProps", "Countries to which travel is restricted.",
			&field.Node{Name: "restrictions", JSON: "restrictions", Kind: field.List, Mode: field.Required, Key: []string{"countryCode"},
				Doc: "One element for each restricted country.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "type", JSON: "type", Enum: countryRestrictionType, Mode: field.Required,
						Doc: "What is restricted: `BLOCK_TRAVEL_TO_COUNTRY` forbids trips to the country, `ALLOW_WITHIN_COUNTRY` allows those that stay within it."},
					{Name: "country_code", JSON: "countryCode", Mode: field.Required, Format: field.Country, Doc: "ISO 3166-1 alpha-2 code of the country (`DE`)."},
				}}}),
	}
}
