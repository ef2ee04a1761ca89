package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestCompanyLifecycle(t *testing.T) {
	a := newAPI(t)
	id := a.create(`"externalId":"acme","isFake":false,"unheardOf":{"deep":[1.50]},
		"postalAddress":{"addressLines":["Street 1"],"regionCode":"DE","extra":12345678901234567890.5},
		"supportConfigs":[{"tier":"BASIC"},{"tier":"SEAT1A"}],
		"isActive":false,"connectors":"mine","designationTree":7,"id":"mine"`)
	stored := `{"id":{"id":"` + id + `"},"name":"Acme","billingCurrency":"EUR","companyRoles":["ORG"],"isActive":true,
		"externalId":"acme","isFake":false,"unheardOf":{"deep":[1.50]},
		"postalAddress":{"addressLines":["Street 1"],"regionCode":"DE","extra":12345678901234567890.5},
		"supportConfigs":{"length":2,"elements":[{"tier":"BASIC"},{"tier":"SEAT1A"}]}}`
	same(t, a.read(id), stored)
	same(t, a.read("Xacme"), stored)
	same(t, a.read(strings.ToUpper(id)), stored)
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/Xother", "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/acme", "")

	out := a.want(http.StatusNoContent, "PUT", "/v2/companies/"+id, `{"id":{"id":"`+id+`"},"name":"Acme 2",
		"billingCurrency":"USD","companyRoles":["TMC"],"isActive":false,"other":true,
		"supportConfigs":{"length":9,"elements":[{"tier":"BASIC"}]}}`)
	if out.raw != "" {
		t.Errorf("an update must have no body, got %s", out.raw)
	}
	same(t, a.read(id), `{"id":{"id":"`+id+`"},"name":"Acme 2","billingCurrency":"USD","companyRoles":["TMC"],
		"isActive":true,"other":true,"supportConfigs":{"length":1,"elements":[{"tier":"BASIC"}]}}`)

	a.want(http.StatusNoContent, "DELETE", "/v2/companies/"+id, "")
	a.refused(404, "NOT_FOUND", "", "GET", "/v2/companies/"+id, "")
	a.refused(404, "NOT_FOUND", "", "DELETE", "/v2/companies/"+id, "")
}

func TestCompanyBodiesAreChecked(t *testing.T) {
	a := newAPI(t)
	id := a.create("")
	for _, tt := range []struct{ members, code, field string }{
		{`"name":7`, "WRONG_TYPE", "name"},
		{`"name":null`, "NULL_VALUE", "name"},
		{`"unheardOf":{"deep":[null]}`, "NULL_VALUE", "unheardOf.deep[0]"},
		{`"companyRoles":"ORG"`, "WRONG_TYPE", "companyRoles"},
		{`"companyRoles":["ORG","org"]`, "UNKNOWN_ENUM_VALUE", "companyRoles[1]"},
		{`"isSelfSignUpEnabled":"true"`, "WRONG_TYPE", "isSelfSignUpEnabled"},
		{`"emailDomains":["a.example","b.example","a.example"]`, "DUPLICATE_ITEM", "emailDomains"},
		{`"postalAddress":{"addressLines":["x"]}`, "MISSING_FIELD", "postalAddress.regionCode"},
		{`"postalAddress":{"addressLines":["x"],"regionCode":"DE","revision":2147483648}`, "OUT_OF_RANGE", "postalAddress.revision"},
		{`"postalAddress":{"addressLines":["x"],"regionCode":"DE","revision":1.5}`, "OUT_OF_RANGE", "postalAddress.revision"},
		{`"postalAddress":{"addressLines":["x"],"regionCode":"DE","coordinates":{"latitude":"1","longitude":2}}`, "WRONG_TYPE", "postalAddress.coordinates.latitude"},
		{`"phoneNumbers":[{"type":"MOBILE"},{"type":"FAX"}]`, "UNKNOWN_ENUM_VALUE", "phoneNumbers[1].type"},
		{`"emergencyContactInfos":[{"email":"not an address"}]`, "BAD_FORMAT", "emergencyContactInfos[0].email"},
		{`"emergencyContactInfos":[{"email":"Ann <ann@example.com>"}]`, "BAD_FORMAT", "emergencyContactInfos[0].email"},
		{`"emergencyContactInfos":[{}]`, "MISSING_FIELD", "emergencyContactInfos[0].email"},
		{`"contractedBy":{"id":"abc"}`, "BAD_FORMAT", "contractedBy.id"},
		{`"contractedBy":{}`, "MISSING_FIELD", "contractedBy.id"},
		{`"contractedBy":{"id":"` + unknownID + `"}`, "UNKNOWN_COMPANY", "contractedBy.id"},
		{`"bookingTmcId":{"id":"` + unknownID + `"}`, "UNKNOWN_COMPANY", "bookingTmcId.id"},
		{`"defaultBookingTmcId":{"id":"` + unknownID + `"}`, "UNKNOWN_COMPANY", "defaultBookingTmcId.id"},
		{`"companyLogo":{"data":"?"}`, "BAD_FORMAT", "companyLogo.data"},
		{`"carbonCostConfig":{"price":{"amount":1,"currencyCode":"EUR"},"weight":{"weight":1,"unit":"T"}}`, "UNKNOWN_ENUM_VALUE", "carbonCostConfig.weight.unit"},
		{`"carbonCostConfig":{"price":{"amount":1,"currencyCode":"EUR","otherCoinage":[{"otherCoinageMetadata":{}}]},"weight":{"weight":1,"unit":"KG"}}`,
			"MISSING_FIELD", "carbonCostConfig.price.otherCoinage[0].otherCoinageMetadata.flightPassMetadata"},
		{`"emailClientConfig":{"client":"SENDGRID","defaultSenderAddress":"a@example.com","credentials":{}}`, "MISSING_FIELD", "emailClientConfig.credentials.emailClientSecretKey"},
	} {
		t.Run(tt.code+" "+tt.field, func(t *testing.T) {
			a := inProcess(t, a.server)
			a.refused(400, tt.code, tt.field, "POST", "/v2/companies", companyJSON(tt.members))
			a.refused(400, tt.code, tt.field, "PUT", "/v2/companies/"+id, companyJSON(`"id":{"id":"`+id+`"},`+tt.members))
		})
	}
	for _, name := range []string{"name", "billingCurrency", "companyRoles"} {
		a.refused(400, "MISSING_FIELD", name, "POST", "/v2/companies", `{}`)
		a.refused(400, "MISSING_FIELD", name, "PUT", "/v2/companies/"+id, `{"id":{"id":"`+id+`"}}`)
	}
	// The two shapes of supportConfigs do not mix, and an update needs the id.
	a.refused(400, "WRONG_TYPE", "supportConfigs", "POST", "/v2/companies", companyJSON(`"supportConfigs":{"elements":[]}`))
	a.refused(400, "WRONG_TYPE", "supportConfigs", "PUT", "/v2/companies/"+id, companyJSON(`"supportConfigs":[]`))
	a.refused(400, "MISSING_FIELD", "id", "PUT", "/v2/companies/"+id, companyJSON(""))
	a.refused(400, "WRONG_TYPE", "id", "PUT", "/v2/companies/"+id, companyJSON(`"id":"`+id+`"`))
	a.refused(400, "ID_MISMATCH", "id.id", "PUT", "/v2/companies/"+id, companyJSON(`"id":{"id":"`+unknownID+`"}`))
	if got, err := a.server.IDs(Companies); err != nil || len(got) != 1 {
		t.Errorf("refused requests left companies behind: %v, %v", got, err)
	}
	same(t, a.read(id), companyJSON(`"id":{"id":"`+id+`"},"isActive":true`))
}

func TestCompanyExternalIDIsUnique(t *testing.T) {
	a := newAPI(t)
	first := a.create(`"externalId":"one"`)
	second := a.create(`"externalId":"two"`)
	a.refused(400, "DUPLICATE_EXTERNAL_ID", "externalId", "POST", "/v2/companies", companyJSON(`"externalId":"one"`))
	a.refused(400, "DUPLICATE_EXTERNAL_ID", "externalId", "PUT", "/v2/companies/"+second, companyJSON(`"externalId":"one","id":{"id":"`+second+`"}`))
	a.want(204, "PUT", "/v2/companies/"+first, companyJSON(`"externalId":"one","id":{"id":"`+first+`"}`))
}

func TestCompanyInUseIsNotDeleted(t *testing.T) {
	for _, name := range companyReferences {
		t.Run(name, func(t *testing.T) {
			a := newAPI(t)
			tmc := a.create("")
			client := a.create(`"` + name + `":{"id":"` + strings.ToUpper(tmc) + `"}`)
			a.refused(403, "COMPANY_IN_USE", name, "DELETE", "/v2/companies/"+tmc, "")
			a.want(204, "DELETE", "/v2/companies/"+client, "")
			a.want(204, "DELETE", "/v2/companies/"+tmc, "")
		})
	}
	a := newAPI(t)
	a.server.SetModes(Modes{AllowUnknownCompanies: true})
	a.create(`"contractedBy":{"id":"` + unknownID + `"}`)
}

func TestCompanyList(t *testing.T) {
	a := newAPI(t)
	tmc := a.create(`"externalId":"tmc"`)
	booking := a.create("")
	one := a.create(`"contractedBy":{"id":"` + tmc + `"},"bookingTmcId":{"id":"` + booking + `"}`)
	two := a.create(`"contractedBy":{"id":"` + booking + `"}`)
	roles := textAt(a.want(201, "POST", "/v2/companies",
		`{"name":"R","billingCurrency":"EUR","companyRoles":["TMC","GLOBAL"]}`).body, "id")
	for query, want := range map[string][]string{
		"":                                 {tmc, booking, one, two, roles},
		"?externalId=tmc":                  {tmc},
		"?externalId=none":                 {},
		"?companyRole=GLOBAL":              {roles},
		"?companyRole=ORG&companyRole=TMC": {tmc, booking, one, two, roles},
		"?companyRole=TMC&companyRole=PARTNER_TMC":                    {roles},
		"?companyIds=" + one + "&companyIds=" + two:                   {one, two},
		"?companyIds=" + strings.ToUpper(one):                         {one},
		"?contractingTmcIds=" + tmc:                                   {one},
		"?contractingTmcIds=" + tmc + "&contractingTmcIds=" + booking: {one, two},
		"?bookingTmcIds=" + booking:                                   {one},
		"?bookingTmcIds=" + booking + "&contractingTmcIds=" + booking: {},
	} {
		t.Run(query, func(t *testing.T) {
			a := inProcess(t, a.server)
			elements := make([]string, len(want))
			for i, id := range want {
				name := "Acme"
				if id == roles {
					name = "R"
				}
				elements[i] = `{"id":"` + id + `","name":"` + name + `"}`
			}
			same(t, a.want(200, "GET", "/v2/companies"+query, "").body,
				fmt.Sprintf(`{"length":%d,"totalNumResults":%d,"elements":[%s]}`, len(want), len(want), strings.Join(elements, ",")))
		})
	}
	for query, field := range map[string]string{
		"limit=101": "limit", "limit=-1": "limit", "offset=-1": "offset", "offset=2147483648": "offset",
	} {
		a.refused(400, "OUT_OF_RANGE", field, "GET", "/v2/companies?"+query, "")
	}
	for _, value := range []string{"many", "1.5", "%2B1", "1e1", "0x1", "", "%201"} {
		a.refused(400, "WRONG_TYPE", "limit", "GET", "/v2/companies?limit="+value, "")
		a.refused(400, "WRONG_TYPE", "offset", "GET", "/v2/companies?offset="+value, "")
	}
	for _, name := range []string{"limit", "offset", "externalId"} {
		a.refused(400, "REPEATED_PARAMETER", name, "GET", "/v2/companies?"+name+"=1&"+name+"=1", "")
	}
	// An array is repeated in the query; a comma separates nothing.
	a.refused(400, "UNKNOWN_ENUM_VALUE", "companyRole", "GET", "/v2/companies?companyRole=ORG,TMC", "")
	a.refused(400, "UNKNOWN_ENUM_VALUE", "companyRole", "GET", "/v2/companies?companyRole=BOSS", "")
	for _, name := range []string{"companyIds", "contractingTmcIds", "bookingTmcIds"} {
		a.refused(400, "BAD_FORMAT", name, "GET", "/v2/companies?"+name+"="+tmc+"&"+name+"=x", "")
		a.refused(400, "BAD_FORMAT", name, "GET", "/v2/companies?"+name+"="+tmc+","+booking, "")
	}
}

func TestCompanyPages(t *testing.T) {
	a := newAPI(t)
	for range 103 {
		a.create("")
	}
	for query, want := range map[string][3]int{ // first id, length
		"":                     {1, 100},
		"?offset=100":          {101, 3},
		"?offset=2&limit=2":    {3, 2},
		"?offset=500":          {0, 0},
		"?limit=0":             {0, 0},
		"?offset=102&limit=50": {103, 1},
	} {
		body := a.want(200, "GET", "/v2/companies"+query, "").body
		elements, _ := lookup(body, "elements").([]any)
		if len(elements) != want[1] || lookup(body, "length") != number(want[1]) || lookup(body, "totalNumResults") != number(103) {
			t.Errorf("%s: got %d elements of length %v", query, len(elements), lookup(body, "length"))
		}
		if len(elements) > 0 && textAt(elements[0], "id") != id(int64(want[0])) {
			t.Errorf("%s: first is %v", query, elements[0])
		}
	}
}

const emailClientJSON = `"emailClientConfig":{"client":"SENDGRID","defaultSenderAddress":"a@example.com",
	"credentials":{"emailClientSecretKey":{%s}}}`

func TestCompanySecrets(t *testing.T) {
	a := newAPI(t)
	id := a.create(fmt.Sprintf(emailClientJSON, `"secretKey":"hush","versionId":"1"`))
	stored := func() string {
		t.Helper()
		o, err := a.server.Get(Companies, id)
		ok(t, err)
		return textAt(o, "emailClientConfig", "credentials", "emailClientSecretKey", "secretKey")
	}
	put := func(key string) {
		t.Helper()
		a.want(204, "PUT", "/v2/companies/"+id, companyJSON(`"id":{"id":"`+id+`"},`+fmt.Sprintf(emailClientJSON, key)))
	}
	same(t, lookup(a.read(id), "emailClientConfig", "credentials", "emailClientSecretKey"), `{"versionId":"1"}`)
	if stored() != "hush" {
		t.Errorf("stored is %q", stored())
	}
	put(`"versionId":"2"`)
	if stored() != "hush" {
		t.Error("an update without a secret that is never answered must keep it")
	}
	put(`"secretKey":"new"`)
	if stored() != "new" {
		t.Errorf("stored is %q", stored())
	}
	a.server.SetModes(Modes{AnswerSecrets: true})
	same(t, lookup(a.read(id), "emailClientConfig", "credentials", "emailClientSecretKey"), `{"secretKey":"new"}`)
	put(`"versionId":"3"`)
	if stored() != "" {
		t.Error("an update without a secret that is answered must remove it")
	}
}

// TestFreshdeskCredentials: requests have no effect on them, the vendor stores them by hand.
func TestFreshdeskCredentials(t *testing.T) {
	a := newAPI(t)
	config := `{"tier":"BASIC","freshdeskConfig":{"enabled":true,"hasCredentials":true%s}}`
	sent := fmt.Sprintf(config, `,"credentials":{"webCredentials":{"domain":"d","appId":"i","appKey":"k"}}`)
	id := a.create(`"supportConfig":` + sent + `,"supportConfigs":[` + sent + `]`)
	plain := fmt.Sprintf(config, "")
	same(t, a.read(id), companyJSON(`"id":{"id":"`+id+`"},"isActive":true,"supportConfig":`+plain+`,"supportConfigs":{"length":1,"elements":[`+plain+`]}`))

	byHand := map[string]any{"webCredentials": map[string]any{"domain": "real", "appId": "i", "appKey": "k"}}
	ok(t, a.server.Edit(Companies, id, func(o map[string]any) {
		freshdesk, _ := lookup(o, "supportConfig", "freshdeskConfig").(map[string]any)
		freshdesk["credentials"] = byHand
	}))
	a.want(204, "PUT", "/v2/companies/"+id, companyJSON(`"id":{"id":"`+id+`"},"supportConfig":`+sent))
	if got := textAt(a.read(id), "supportConfig", "freshdeskConfig", "credentials", "webCredentials", "domain"); got != "real" {
		t.Errorf("domain is %q", got)
	}
	a.refused(400, "MISSING_FIELD", "supportConfig.freshdeskConfig.hasCredentials", "POST", "/v2/companies",
		companyJSON(`"supportConfig":{"freshdeskConfig":{"enabled":true}}`))
}

// TestReadOnlyPropertiesStay: what only the server sets survives an update without it.
func TestReadOnlyPropertiesStay(t *testing.T) {
	a := newAPI(t)
	id := a.create("")
	const owned = `"isActive":false,"connectors":[{"connectorType":"HR_FEED_CONNECTOR","connectorId":{"id":"` + unknownID + `"}}],
		"designationTree":{"name":"CEO","children":[{"name":"CTO"}]}`
	whole := companyJSON(`"id":{"id":"` + id + `"},` + owned)
	o, _ := tree(t, whole).(map[string]any)
	ok(t, a.server.Insert(Companies, "", id, o))
	a.want(204, "PUT", "/v2/companies/"+id, companyJSON(`"id":{"id":"`+id+`"},"connectors":[]`))
	same(t, a.read(id), whole)
}
