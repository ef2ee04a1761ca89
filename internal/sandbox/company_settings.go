package sandbox

import "github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"

// ColorConfigs are colors of companies.
const ColorConfigs Kind = "color-config"

var colorConfigs = configs{
	kind: ColorConfigs, title: "color config", path: "/v2/companies/{companyId}/color-config", role: oneRole,
	shape: shapeOf(settings.ColorConfigTree()),
}
