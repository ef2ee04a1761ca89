package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/settings"
)

// The settings of companies; for their ids see [SettingsID].
const (
	ColorConfigs         Kind = "color-config"
	CompanyFeatures      Kind = "company-features"
	EnrollmentConfigs    Kind = "enrollment-config"
	ManagersConfigs      Kind = "managers-config"
	PreferenceTiers      Kind = "preference-tiers"
	ServiceChargePlans   Kind = "service-charge-plan"
	StealthConfigs       Kind = "stealth-config"
	TierConfigs          Kind = "tier-config"
	TravelContentConfigs Kind = "travel-content-config"
	WhiteLabelConfigs    Kind = "white-label-config"
)

var (
	colorConfigs = configs{
		kind: ColorConfigs, title: "color config", path: "/v2/companies/{companyId}/color-config", role: oneRole,
		shape: shapeOf(settings.ColorConfigTree()),
	}
	companyFeatures = configs{
		kind: CompanyFeatures, title: "company features", path: "/v2/companies/{companyId}/features", role: anyRole,
		method: http.MethodPatch, receive: patchedFeatures, application: true,
		shape: shapeOf(settings.FeatureConfigsTree()),
		sent: fields(
			optional(list(fields(required(featureName, "name"), required(aString, "value"))), "featuresToUpdate"),
			optional(list(featureName), "featuresToDelete"),
		),
	}
	enrollmentConfigs = configs{
		kind: EnrollmentConfigs, title: "enrollment config", path: "/v2/companies/{companyId}/enrollment-config",
		shape: shapeOf(settings.EnrollmentConfigTree()).requiring("termsAndConditions"),
	}
	managersConfigs = configs{
		kind: ManagersConfigs, title: "managers config", path: "/v2/companies/{companyId}/managers-config", role: oneRole, removable: true,
		shape: fields(optional(list(fields(required(aUUID, "id"), owned(byServer, aString, "fullName", "email", "profilePictureUrl"), owned(byServer, aBoolean, "isActive"))),
			"accountManagers", "customerSuccessManagers")),
	}
	preferenceTiers = configs{
		kind: PreferenceTiers, title: "preference tiers", path: "/v2/companies/{companyId}/preference-tiers",
		shape: with(shapeOf(settings.PreferenceTiersTree()), func(s *shape) { s.property("preferenceTiersPerBookingType").shape.elem.also = someEntityTypes }),
	}
	serviceChargePlans = configs{
		kind: ServiceChargePlans, title: "service charge plan", path: "/v2/license/company/{companyId}/service-charge/per-trip",
		method: http.MethodPost, ok: http.StatusNoContent,
		shape: with(shapeOf(settings.ServiceChargePlanTree()), func(s *shape) {
			config := s.property("config").shape
			config.property("charges").shape.elem = money
			config.property("tierCharges").shape.elem.property("charges").shape.elem = money
		}),
	}
	stealthConfigs = configs{
		kind: StealthConfigs, title: "stealth config", path: "/v2/companies/{companyId}/stealth-config", role: anyRole,
		shape: shapeOf(settings.StealthConfigTree()),
	}
	tierConfigs = configs{
		kind: TierConfigs, title: "tier config", path: "/v2/companies/{companyId}/tier-config", role: anyRole,
		shape: shapeOf(settings.TierConfigTree()),
	}
	travelContentConfigs = configs{
		kind: TravelContentConfigs, title: "travel content config", path: "/v2/companies/{companyId}/travel-content-config", removable: true,
		shape: with(shapeOf(settings.TravelContentConfigTree()), func(s *shape) {
			filter := s.property("airConfig").shape.property("fareCategoryFilter").shape.elem
			filter.property("origin").shape, filter.property("destination").shape = location, location
		}),
	}
	whiteLabelConfigs = configs{
		kind: WhiteLabelConfigs, title: "white label config", path: "/v2/companies/{companyId}/white-label-config", role: oneRole, removable: true,
		shape: shapeOf(settings.WhiteLabelConfigTree()), reads: []parameter{one("applicationId", aUUID)},
	}
)

// featureName is the name of a feature.
var featureName = shapeOf(settings.FeatureConfigsTree()).property("features").shape.elem.property("name").shape

// patchedFeatures are features after an update. Without any left, nobody set any.
func patchedFeatures(body, old map[string]any) map[string]any {
	touched := map[string]bool{}
	var added []any
	update, _ := body["featuresToUpdate"].([]any)
	for _, e := range update {
		name, value := textAt(e, "name"), textAt(e, "value")
		touched[name] = true
		added = append(added, map[string]any{"name": name, "value": value, "enabled": value != "false"})
	}
	remove, _ := body["featuresToDelete"].([]any)
	for _, e := range remove {
		name, _ := e.(string)
		touched[name] = true
	}
	before, _ := old["features"].([]any)
	left := slices.DeleteFunc(slices.Clone(before), func(e any) bool { return touched[textAt(e, "name")] })
	out := maps.Clone(old)
	if out == nil {
		out = map[string]any{}
	}
	out["features"] = append(left, added...)
	return out
}

// someEntityTypes demands at least one type of entities.
func someEntityTypes(path string, o map[string]any, bad complain) {
	if types, isList := o["allowedEntityTypes"].([]any); isList && len(types) == 0 {
		at := join(path, "allowedEntityTypes")
		bad(at, "TOO_FEW_ITEMS", "%s must have at least one item.", at)
	}
}

// location is a place, which has places around it.
var location = with(fields(
	required(aString, "value"),
	required(fields(required(enum("CONTINENT", "COUNTRY", "CITY", "AIRPORT", "ADMINISTRATIVE_DIVISION"), "type"), required(aString, "code")), "metadata"),
	required(&shape{kind: array}, "infos"),
), func(s *shape) { s.property("infos").shape.elem, s.asText = s, true })

// with is a shape after a change that its tree cannot say.
func with(s *shape, change func(*shape)) *shape {
	change(s)
	return s
}

// property is the property of that name.
func (s *shape) property(name string) *property {
	for i := range s.props {
		if s.props[i].name == name {
			return &s.props[i]
		}
	}
	panic("sandbox: there is no property " + strconv.Quote(name))
}
