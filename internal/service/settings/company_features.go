package settings

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// CompanyFeaturesTree declares features as Terraform has them: by name, so that one changed feature is one changed line.
var CompanyFeaturesTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company(), endpoint.AnyRole()},
		Root: &field.Node{Kind: field.Object, Derived: []string{features, "length"}, Attrs: []*field.Node{
			{Name: values, JSON: values, Kind: field.Map, Mode: field.Required, Enum: featureName,
				Doc: "Values of features by their names, each as a text: `\"true\"`, `\"3\"`, or what `jsonencode()` makes of an object."},
		}},
	}
})

// FeatureConfigsTree declares features as the API answers them.
var FeatureConfigsTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Derived: []string{"length"}, Attrs: []*field.Node{
		{Name: features, JSON: features, Kind: field.List, Key: []string{"name"}, Doc: "The features.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "name", JSON: "name", Mode: field.Required, Enum: featureName, Doc: "Name of the feature."},
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Required, Default: true, Doc: "Whether the feature is on.",
					Deprecated: "Use value: the vendor has announced the end of this property, from 2026-07-01."},
				{Name: "value_type", JSON: "valueType", Enum: &field.Enum{Name: "ValueType", Values: []string{"INT", "DOUBLE", "BOOL", "STRING", "JSON"}}, Doc: "What the value is the text of."},
				{Name: "value", JSON: "value", Doc: "Value of the feature."},
			}}},
	}}}
})

const features, values = "features", "values"

// ofNames makes of an answer the values of the features that are asked for: those that the configuration or the state names, and all where
// neither names any, as for an import. The others are nobody's business.
func ofNames(answer, attrs map[string]any) map[string]any {
	wanted, named := attrs[values].(codec.Map)
	found := map[string]any{}
	list, _ := answer[features].([]any)
	for _, e := range list {
		feature, _ := e.(map[string]any)
		name, _ := feature["name"].(string)
		if value := valueOf(feature); value != nil && (!named || wanted[name] != nil) {
			found[name] = value
		}
	}
	out := maps.Clone(answer)
	delete(out, features)
	delete(out, "length")
	if len(found) > 0 {
		out[values] = found
	}
	return out
}

// valueOf is the value of a feature, nil where the answer has none. The documents demand of an answer the deprecated enabled and not
// the value, so enabled stands for it where it can: a feature that is not seen is set anew by every apply, and stays after a destroy.
func valueOf(feature map[string]any) any {
	if value, hasValue := feature["value"].(string); hasValue {
		return value
	}
	enabled, hasEnabled := feature["enabled"].(bool)
	if kind := feature["valueType"]; !hasEnabled || kind != nil && kind != "BOOL" {
		return nil
	}
	return strconv.FormatBool(enabled)
}

// byDifference is the update from the features that are there to those that shall be.
func byDifference(body, live map[string]any) map[string]any {
	before, _ := live[values].(map[string]any)
	after, _ := body[values].(map[string]any)
	var update, remove []any
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if after[name] != before[name] {
			update = append(update, map[string]any{"name": name, "value": after[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if after[name] == nil {
			remove = append(remove, name)
		}
	}
	out := map[string]any{}
	if update != nil {
		out["featuresToUpdate"] = update
	}
	if remove != nil {
		out["featuresToDelete"] = remove
	}
	return out
}

var companyFeatures = &endpoint.Settings{
	Name: "company_features", Tree: CompanyFeaturesTree, Path: "/v2/companies/{company_id}/features",
	Method: http.MethodPatch, Sent: byDifference, Answered: ofNames,
	Reset: func(map[string]any) map[string]any { return map[string]any{} },
}

var (
	// NewCompanyFeatures is the resource spotnana_company_features.
	NewCompanyFeatures = companyFeatures.Resource("Features of a company, by name. Only those are managed that `values` names: a create takes them over, the others stay as they are, and no plan shows them. " +
		"A line that is removed deletes its feature, which then is as the platform has it for everybody; so does a destroy, for all of them. An import brings all features into the state, so the next apply deletes those " +
		"that the configuration does not name, as its plan says: import only where all of them shall be managed, and else let a create take over those that are named.")
	// NewCompanyFeaturesData is the data source spotnana_company_features.
	NewCompanyFeaturesData = companyFeatures.Data("Features of a company, by name. Where nobody set any, `values` is null.")
)

var featureName = &field.Enum{Name: "FeatureNameEnum", Values: []string{
	"FLIGHT_RESULTS_OOP", "HOTEL_RESULTS_OOP", "RAIL_RESULTS_OOP", "CARS_RESULTS_OOP", "PAYMENT_ADD_CARD", "MENU_ITEM_POLICIES",
	"INTEGRATION_EXPENSIFY", "TRAVELER_SELECTION", "FEATURE_PERSONAL_TRAVEL", "PRODUCT_OBT_RAIL", "MENU_ITEM_COMPANY_REMARKS",
	"HOMEPAGE_ADD_USER", "MENU_ITEM_CUSTOM_FIELDS", "PAYMENT_UNUSED_CREDITS", "EMAIL_UPDATE_BY_COMPANY_ADMIN", "ADHOC_BOOKING_SEARCH_PAGE",
	"ADHOC_BOOKING_SAVE_TRAVELER", "ADMIN_VIRTUAL_CARD", "CENTRAL_CARD_SERVICE_FEE", "EXPEDIA_SOURCE_ENABLED", "BOOKING_COM_SOURCE_ENABLED",
	"HOTEL_MEDIAN_ENABLE", "HIDE_SEARCH_CRITERIA", "ADHOC_PAYMENT_SOURCE", "SERVICE_CHARGE_CONFIG_DISABLED",
	"HIDE_SETTINGS_MENU_ITEM_COMPANY", "HIDE_SETTINGS_MENU_ITEM_USERS", "HIDE_POLICY_APPROVAL_SECTION", "HIDE_POLICY_CREATION",
	"HIDE_SETTINGS_TEXT_FROM_MENU", "HIDE_LEFT_NAV", "HIDE_POLICY_AIR_CARRIER", "HIDE_POLICY_AIR_CO2",
	"HIDE_POLICY_HOTEL_PRICE_LOCATION_CUSTOMISATION", "HIDE_PROFILE_PREFERENCES_AIRLINES", "HIDE_PROFILE_PREFERENCES_ALLIANCES",
	"MONEY_SET_CONVERTED_CURRENCY_AS_ORIGINAL_CURRENCY", "PRODUCT_OBT_AIR_DISABLED", "PRODUCT_OBT_HOTEL_DISABLED", "PRODUCT_OBT_CAR_DISABLED",
	"PRODUCT_OBT_LIMO_DISABLED", "PRODUCT_OBT_CONCIERGE_DISABLED", "EVENT_BOOKING_ENABLED", "EMPLOYEE_LEVEL_DESIGNATED_APPROVER_ENABLED",
	"ENRICH_SEARCH_RESPONSE_WITH_REWARD_POINTS", "HIDE_LEFT_NAV_EMBED", "HIDE_POLICY_AIR_NOT_ALLOWED_TO_BE_BOOKED", "HIDE_TRIP_FEE_CONFIG",
	"HIDE_AGENT_FEE_CONFIG", "SHOW_SERVICE_FEE_TAXES", "HIDE_GUEST_BOOKING_SETTING", "USER_CREATION_PERSONA_TYPE_OPTIONS",
	"AIR_SEARCH_RESULT_AIRLINE_SORT_ORDER", "HIDE_SHERPA_VISA_WIDGET", "AUTO_DEACTIVATE_GUEST", "POLICY_USER_GROUPS",
	"HIDE_SUPPLIER_MANAGEMENT", "HIDE_BOOKING_RESTRICTIONS_BY_COUNTRY", "LINKED_MARRIOTT_BONVOY_REQUIRED",
	"EDITING_DEFAULT_POLICIES_DISABLED", "DISALLOW_MULTI_CITY_ADD_FLIGHT", "REQUIRE_ONBOARDING_ON_ENROLLMENT", "GEO_CUSTOMIZATIONS",
	"HIDE_PREFERRED_PARENT_CHAINS", "HIDE_PREFERRED_HOTEL_BRANDS", "HIDE_ROOM_OPTIONS_AND_STAY_PREFERENCES",
	"HIDE_CONDITIONAL_RATES_PREFERENCES", "HIDE_HOTELS_IN_SUPPLIER_MANAGEMENT", "HIDE_HOTEL_BRANDS_IN_SUPPLIER_MANAGEMENT",
	"HIDE_POLICY_HOTEL_STAR_RATING", "PRODUCT_OBT_HOMEPAGE_ORDER", "HIDE_COMPANY_SUPPLIER_MENU", "EXTERNAL_EVENT_BOOKING_URL",
	"HIDE_IDLE_SESSION_TIMEOUT", "LE_CUSTOM_COLUMNS_CONFIG", "PROFILE_ELEMENTS_VISIBILITY", "SHOW_TRIP_FEE_CONFIG", "SHOW_AGENT_FEE_CONFIG",
	"DEFAULT_HOTEL_SEARCH_RADIUS_CONFIG", "ENROLLMENT_DASHBOARD", "PRIVACY_CONFIG_HIERARCHY", "POLICY_CONFIGURED_IN_HR_FEED",
	"COMPANION_VIEW_CONFIG", "SHOW_INDIAN_CARD_PAYMENT_GUIDELINES", "VISA_RESTRICTIONS_CONFIG", "ALLOW_COMPANY_ADMIN_TO_RAISE_SUPPORT_TICKET",
	"ENABLE_COMPANY_PREFERRED_HOTEL_FILTER_BY_DEFAULT", "ENABLE_COMPANY_PREFERRED_CAR_FILTER_BY_DEFAULT", "LOGIN_DISABLED",
	"SHOW_AGENT_FEE_RULE_BASED_CONFIG", "ENROLLMENT_EMAILS_BCC", "SUREWARE_SYNC", "DEFAULT_TMC_VIEW_MODE", "SUPPORTED_CONTRACTING_TMCS",
	"HRIS_ERROR_REPORT_RECIPIENTS", "ENABLE_SOLD_OUT_HOTEL_FILTER_BY_DEFAULT", "ENABLE_SHOW_NOT_ALLOWED_HOTEL_FILTER_BY_DEFAULT",
	"ORG_LEVEL_PROFILE_FIELD_CONTROLS", "ENABLE_CAR_SHOW_CORPORATE_RATES_ONLY_BY_DEFAULT", "BLOCK_PAID_ANCILLARY_ON_CASH_FOP",
	"POLICY_CUSTOMIZE_CABIN_BY_MILEAGE", "ALLOW_YOUTH_ONLY_BOOKINGS", "ALLOW_UNAUTHORIZED_CARD_STORAGE", "AIR_DEFAULT_SORT_ORDER_DISABLED",
	"PRIORITIZE_PERSONAL_PAYMENT_FOR_CONTINGENT_WORKERS", "CUSTOM_FOP_MESSAGING", "ENABLE_TRAVEL_NAME", "DEFAULT_HOTEL_PAYMENT_FILTER",
	"DEFAULT_HOTEL_CANCELLATION_FILTER", "SHOW_OOP_PERSONAL_UPGRADE_TAG", "USE_DEDICATED_TMC_MARRIOTT_BONVOY_CREDENTIALS",
	"USE_HYATT_PARTNER_LOYALTY_VALIDATION", "RESTRICTED_EMAIL_DOMAINS", "UNUSED_CREDIT_DISABLED", "SABRE_USE_FARE_PAX_TYPE_DISABLED",
	"PROVISION_TENANT_ENCRYPTION", "RH_LANGUAGE_HEADER_ENABLED", "DISABLE_MULTI_BYTE_EMAIL_CHARS", "ENABLE_CORP_HYATT_LEVERAGE",
	"ENABLE_CORP_MARRIOTT_BAMB", "SEED_WOH_EARNING_HOLDER", "HOTEL_RATE_PLAN_CODE_CONFIG",
}}
