package subject

import (
	"encoding/json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

var _ = sole(&Subject{
	Type: "travel_content_config", Title: "travel content config", Kind: sandbox.TravelContentConfigs, Tree: field.ForResource(settings.TravelContentConfigTree()),
	Sole: &Sole{Path: "/v2/companies/*/travel-content-config"},
	Contract: []Schema{
		{Document: "company", Name: "TravelContentConfig", Tree: settings.TravelContentConfigTree(), Exceptions: settings.TravelContentExceptions},
		{Document: "company", Name: "TravelContentConfig", Tree: settings.TravelContentConfigTree(), Request: true, Exceptions: settings.TravelContentExceptions},
	},
	Config: `
air_config = { fare_category_filter = [{
  priority             = 1
  origin               = jsonencode({ value = "Everywhere", metadata = { type = "CONTINENT", code = "*" }, infos = [] })
  destination          = jsonencode({ value = "Germany", metadata = { type = "COUNTRY", code = "DE" }, infos = [] })
  fare_category_option = [{ fare_category = { ngs_category = "BASE" }, disabled = true }]
}] }`,
	Changes: []string{`"BASE"`, `"STANDARD"`, `"Everywhere"`, `"Anywhere"`},
	EmptyData: `
data "spotnana_travel_content_config" "test" {
  company_id = local.nothing
}
`,
	Textless: "there are codes, and texts of places within JSON",
	Theirs: func() map[string]any {
		return map[string]any{"airConfig": map[string]any{"fareCategoryFilter": []any{map[string]any{"priority": json.Number("7"), "origin": place("US"), "destination": place("CA"), "fareCategoryOption": []any{}}}}}
	},
	Silent: func(o map[string]any) {
		first(first(child(o, "airConfig"), "fareCategoryFilter"), "fareCategoryOption")["x_injected_note"] = "theirs"
	},
	Sample: []string{"update/500"},
	Random: Random{Suits: func(doc map[string]any) {
		filters, _ := child(doc, "airConfig")["fareCategoryFilter"].([]any)
		for _, e := range filters {
			if m, isObject := e.(map[string]any); isObject {
				m["origin"], m["destination"] = place("US"), place("CA")
			}
		}
	}},
})

// place is a country.
func place(code string) map[string]any {
	return map[string]any{"value": code, "metadata": map[string]any{"type": "COUNTRY", "code": code}, "infos": []any{}}
}
