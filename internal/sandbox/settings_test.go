package sandbox

import "testing"

// Settings are answered once they are set, in each role on their own; until then there is a 404, or an object that has nothing.
func TestSettings(t *testing.T) {
	a := newAPI(t)
	company := a.create("")
	path := "/v2/companies/" + company + "/tier-config"
	const tiers = `{"tiers":[{"name":"Board","tier":"SEAT1A"}]}`
	a.refused(404, "NOT_FOUND", "", "GET", path, "")
	a.server.SetModes(Modes{EmptySettings: true})
	same(t, a.want(200, "GET", path, "").body, `{}`)
	same(t, a.want(200, "GET", "/v2/companies/"+company+"/enrollment-config", "").body, `{"termsAndConditions":""}`)
	a.server.SetModes(Modes{})
	a.want(200, "PUT", path+"?companyRole=ORG", tiers)
	same(t, a.want(200, "GET", path+"?companyRole=ORG", "").body, tiers)
	a.refused(404, "NOT_FOUND", "", "GET", path, "")
	a.refused(400, "MISSING_FIELD", "tiers[0].tier", "PUT", path, `{"tiers":[{"name":"Board"}]}`)
	a.refused(400, "MISSING_PARAMETER", "companyRole", "GET", "/v2/companies/"+company+"/color-config", "")
	a.refused(400, "TOO_FEW_ITEMS", "preferenceTiersPerBookingType[0].allowedEntityTypes", "PUT", "/v2/companies/"+company+"/preference-tiers",
		`{"preferenceTiersPerBookingType":[{"bookingType":"AIR","allowedEntityTypes":[],"preferenceTiers":[]}]}`)

	managers := "/v2/companies/" + company + "/managers-config?companyRole=TMC"
	a.want(200, "PUT", managers, `{}`)
	a.want(200, "DELETE", managers, "")
	a.refused(404, "NOT_FOUND", "", "DELETE", managers, "")
}

// Features are set and deleted by name; without any left, nobody set any.
func TestSettings_features(t *testing.T) {
	a := newAPI(t)
	path := "/v2/companies/" + a.create("") + "/features"
	a.want(200, "PATCH", path, `{"featuresToUpdate":[{"name":"PAYMENT_ADD_CARD","value":"true"},{"name":"RAIL_RESULTS_OOP","value":"false"}]}`)
	a.want(200, "PATCH", path, `{"featuresToDelete":["PAYMENT_ADD_CARD"]}`)
	same(t, a.want(200, "GET", path, "").body, `{"features":[{"name":"RAIL_RESULTS_OOP","value":"false","enabled":false}]}`)
	a.refused(400, "UNKNOWN_ENUM_VALUE", "featuresToDelete[0]", "PATCH", path, `{"featuresToDelete":["OTHER"]}`)
	a.want(200, "PATCH", path, `{"featuresToDelete":["RAIL_RESULTS_OOP"]}`)
	a.refused(404, "NOT_FOUND", "", "GET", path, "")
}
