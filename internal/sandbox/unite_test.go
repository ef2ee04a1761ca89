package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	uniteMedia = "application/vnd.mercateo-unite.administration.v1+json"
	uniteToken = "unite-token"
)

func uniteOptions() Options {
	o := testOptions()
	o.Unite.Tokens = []string{uniteToken}
	return o
}

func newUnite(t *testing.T) *api {
	t.Helper()
	return inProcess(t, New(uniteOptions()))
}

// unite sends a request with the headers of a good client, which further ones replace.
func (a *api) unite(status int, method, address, body string, header ...string) *result {
	a.t.Helper()
	good := []string{"Authorization", "Bearer " + uniteToken, "Accept", uniteMedia}
	if body != "" {
		good = append(good, "Content-Type", uniteMedia)
	}
	out := a.want(status, method, strings.TrimPrefix(address, a.base), body, append(good, header...)...)
	want := uniteMedia
	if status >= 400 {
		want = "application/problem+json"
		title := lookup(out.body, "title")
		if lookup(out.body, "status") != number(status) || title != http.StatusText(status) && title != "Invalid" || textAt(out.body, "detail") == "" {
			a.t.Errorf("%s %s: not a problem document: %s", method, address, out.raw)
		}
	}
	if got := out.header.Get("Content-Type"); got != want {
		a.t.Errorf("%s %s: the media type is %s", method, address, got)
	}
	return out
}

// href is the address that a document's link leads to, which must be of that method.
func (a *api) href(document any, rel, method string) string {
	a.t.Helper()
	links, _ := lookup(document, "_schema", "links").([]any)
	for _, l := range links {
		if textAt(l, "rel") == rel {
			if textAt(l, "method") != method || !strings.HasPrefix(textAt(l, "href"), a.base+"/unite/") {
				a.t.Errorf("the link is %v", l)
			}
			return textAt(l, "href")
		}
	}
	a.t.Fatalf("no link %s in %v", rel, document)
	return ""
}

// follow is the address that a relation of the tenant leads to.
func (a *api) follow(rel, method string) string {
	a.t.Helper()
	root := a.unite(200, "GET", UniteRoot, "").body
	return a.href(a.unite(200, "GET", a.href(root, "tenant-root", "GET"), "").body, rel, method)
}

func (a *api) createUnite(body string) any {
	a.t.Helper()
	return a.unite(201, "POST", a.follow("create-company", "POST"), body).body
}

// uniteJSON is a company; members replace its own ones of the same name.
func uniteJSON(t *testing.T, members string) string {
	t.Helper()
	o, _ := tree(t, `{"name":"Acme GmbH","vatId":"DE123456789",
		"address":{"street":"Main 1","locality":"Berlin","postalCode":"10115","countryCode":"DE"},
		"contact":{"email":"info@acme.example"}}`).(map[string]any)
	more, _ := tree(t, "{"+members+"}").(map[string]any)
	for name, v := range more {
		if v == nil {
			delete(o, name)
		} else {
			o[name] = v
		}
	}
	data, err := encode(o, "")
	ok(t, err)
	return string(data)
}

func TestUniteLifecycle(t *testing.T) {
	a := newUnite(t)
	root := a.unite(200, "GET", UniteRoot+"/", "").body
	same(t, root, `{"tenantId":"`+a.server.fixedID("Unite tenant")+`","_schema":{"links":[
		{"rel":"tenant-root","method":"GET","href":"`+a.base+a.server.UnitePath("tenant-root")+`"}]}}`)
	tenant := a.unite(200, "GET", a.href(root, "tenant-root", "GET"), "").body
	if a.href(tenant, "self", "GET") != a.href(root, "tenant-root", "GET") {
		t.Errorf("the tenant's own link is %v", tenant)
	}
	create := a.href(tenant, "create-company", "POST")
	made := a.unite(201, "POST", create, uniteJSON(t, `"noVatIdAvailable":false,"imprint":"https://acme.example/imprint",
		"contact":{"name":"Desk","email":"desk@acme.example","phone":"+49 30 1"},"unheardOf":1.50,
		"companyId":"mine","companyNumber":"mine","blocked":true,"_schema":{"links":[]}`)).body
	companyID := textAt(made, "companyId")
	company := uniteJSON(t, `"noVatIdAvailable":false,"imprint":"https://acme.example/imprint",
		"contact":{"name":"Desk","email":"desk@acme.example","phone":"+49 30 1"},"unheardOf":1.50,
		"companyId":"`+companyID+`","companyNumber":"`+decimalID(companyID, 9)+`","_schema":{"links":[
		{"rel":"self","method":"GET","href":"`+a.base+strings.TrimSuffix(a.server.UnitePath("self"), "*")+companyID+`"}]}`)
	same(t, made, company)
	if len(textAt(made, "companyNumber")) != 9 {
		t.Errorf("the number is %q", textAt(made, "companyNumber"))
	}
	same(t, a.unite(200, "GET", a.href(made, "self", "GET"), "").body, company)
	companies := a.href(tenant, "companies", "GET")
	same(t, a.unite(200, "GET", companies, "").body, `{"members":[`+company+`],"total":1,"offset":0,"limit":20,"_schema":{"links":[
		{"rel":"create-company","method":"POST","href":"`+create+`"},
		{"rel":"self","method":"GET","href":"`+companies+`?limit=20&offset=0"}]}}`)

	// There is neither update nor delete, and no other method anywhere.
	for _, address := range []string{UniteRoot, a.href(root, "tenant-root", "GET"), companies, a.href(made, "self", "GET")} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			if out := a.unite(405, method, address, ""); out.header.Get("Allow") != "GET" {
				t.Errorf("%s %s: Allow is %q", method, address, out.header.Get("Allow"))
			}
		}
	}
	if out := a.unite(405, "GET", create, ""); out.header.Get("Allow") != "POST" {
		t.Errorf("Allow is %q", out.header.Get("Allow"))
	}
	ok(t, a.server.Remove(UniteCompanies, companyID))
	a.unite(404, "GET", a.href(made, "self", "GET"), "")
}

// TestUniteLinksAreTheOnlyWay: no path outlives its server, none follows from another but that of a company below the list,
// and the documented ones are not there.
func TestUniteLinksAreTheOnlyWay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	start := func() *api {
		s, err := Open(path, uniteOptions())
		ok(t, err)
		return inProcess(t, s)
	}
	a := start()
	made := a.createUnite(uniteJSON(t, ""))
	id, self := textAt(made, "companyId"), a.href(made, "self", "GET")
	b := start()
	b.unite(404, "GET", self, "")
	listed, _ := lookup(b.unite(200, "GET", b.follow("companies", "GET"), "").body, "members").([]any)
	if len(listed) != 1 {
		t.Fatalf("the list has %v", listed)
	}
	again := listed[0]
	if textAt(again, "companyId") != id || b.href(again, "self", "GET") == self {
		t.Errorf("got %v", again)
	}
	b.unite(200, "GET", b.href(again, "self", "GET"), "")

	seen := map[string]bool{}
	for _, s := range []*Server{a.server, b.server} {
		for _, rel := range []string{"tenant-root", "companies", "create-company", "self"} {
			seen[strings.TrimSuffix(s.UnitePath(rel), "/*")] = true
		}
		seen[s.UnitePublished()] = true
	}
	if len(seen) != 10 {
		t.Errorf("some paths are equal: %v", seen)
	}
	tenant := b.server.UnitePath("tenant-root")
	for _, guess := range []string{
		UniteRoot + "/tenant", UniteRoot + "/tenant/companies", UniteRoot + "/tenant/companies/" + id, "/unite/",
		tenant + "/companies", tenant + "/" + id, a.server.UnitePublished() + "/api/tenant",
	} {
		b.unite(404, "GET", guess, "")
		b.unite(404, "POST", guess, uniteJSON(t, ""))
	}
}

// TestUnitePostman sends the four requests of the published Postman collection, its variables replaced.
func TestUnitePostman(t *testing.T) {
	s := New(uniteOptions())
	web := httptest.NewServer(s)
	defer web.Close()
	a := &api{t: t, server: s, rt: web.Client().Transport, base: web.URL}
	url := web.URL + s.UnitePublished()
	const body = `{"name":"Müller & Söhne AG","vatId":"DE987654321","address":{"street":"Königstraße 7",
		"additionalAddressInformation":"2. Stock","locality":"Köln","postalCode":"50667","countryCode":"DE"},
		"contact":{"name":"Einkauf","email":"einkauf@mueller.example","phone":"+49(0)221123456"}}`

	if root := a.unite(200, "GET", url+"/api/", "").body; textAt(root, "tenantId") == "" {
		t.Errorf("the entry point is %v", root)
	}
	id := textAt(a.unite(201, "POST", url+"/api/tenant/companies", body).body, "companyId")
	got, _ := a.unite(200, "GET", url+"/api/tenant/companies/"+id, "").body.(map[string]any)
	list := a.unite(200, "GET", url+"/api/tenant/companies", "", "Content-Type", uniteMedia).body
	if members, _ := lookup(list, "members").([]any); len(members) != 1 || cmp.Diff(any(got), members[0]) != "" {
		t.Errorf("the list is %v", list)
	}
	for _, name := range []string{"companyId", "companyNumber", "_schema"} {
		delete(got, name)
	}
	same(t, any(got), body)
	a.unite(405, "DELETE", url+"/api/tenant/companies/"+id, "")

	// Its script fetches the token with JSON.
	out := a.want(200, "POST", UniteTokenPath, `{"client_id":"a","client_secret":"b","grant_type":"refresh_token","refresh_token":"c","scope":"offline_access"}`)
	a.unite(200, "GET", url+"/api/", "", "Authorization", "Bearer "+textAt(out.body, "access_token"))
}

func TestUniteIsStrict(t *testing.T) {
	a := newUnite(t)
	made := a.createUnite(uniteJSON(t, ""))
	create := a.follow("create-company", "POST")
	for address, method := range map[string]string{
		UniteRoot: "GET", a.server.UnitePath("tenant-root"): "GET", a.follow("companies", "GET"): "GET", create: "POST",
		a.href(made, "self", "GET"): "GET",
	} {
		body := ""
		if method == "POST" {
			body = uniteJSON(t, "")
		}
		for _, token := range []string{"", "Bearer other", "Basic " + uniteToken, "Bearer " + testToken} {
			a.unite(401, method, address, body, "Authorization", token)
		}
		for _, accept := range []string{"", "*/*", "application/*", "application/json", strings.Replace(uniteMedia, "v1", "v2", 1)} {
			a.unite(406, method, address, body, "Accept", accept)
		}
	}
	a.unite(401, "GET", "/unite/nowhere", "", "Authorization", "")
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", "Bearer "+uniteToken)
	a.unite(200, "GET", UniteRoot, "", "Accept", "application/json, "+uniteMedia+";q=0.5", "User-Agent", "")
	for _, media := range []string{"", "application/json", "text/plain"} {
		a.unite(415, "POST", create, uniteJSON(t, ""), "Content-Type", media)
	}
	for _, body := range []string{"", `{"name":`, `{} {}`, `[]`, `null`, `{"name":7}`, `{"address":"a"}`, `{"contact":null}`} {
		if out := a.unite(400, "POST", create, body, "Content-Type", uniteMedia); lookup(out.body, "errors") != nil {
			t.Errorf("%s: there is no code for that: %s", body, out.raw)
		}
	}
	for _, query := range []string{"offset=-1", "offset=x", "limit=0", "limit=-1", "limit=1.5", "limit=1&limit=1", "unheardOf=1", "country=DE", "q=%zz"} {
		a.unite(400, "GET", a.follow("companies", "GET")+"?"+query, "")
	}
	a.unite(404, "GET", strings.Replace(a.server.UnitePath("self"), "*", unknownID, 1), "")
}

func TestUniteCompaniesAreChecked(t *testing.T) {
	a := newUnite(t)
	create := a.follow("create-company", "POST")
	address := func(members string) string {
		return `"address":{"street":"a","locality":"b","countryCode":"DE"` + members + `}`
	}
	for members, want := range map[string]string{
		`"name":null`:                         `{"code":"REQUIRED","path":"#/name"}`,
		`"name":""`:                           `{"code":"REQUIRED","path":"#/name"}`,
		`"vatId":null`:                        `{"code":"REQUIRED","path":"#/vatId"}`,
		`"vatId":""`:                          `{"code":"REQUIRED","path":"#/vatId"}`,
		`"vatId":"","noVatIdAvailable":false`: `{"code":"REQUIRED","path":"#/vatId"}`,
		`"vatId":"DE1"`:                       `{"code":"INVALID_VAT_ID","path":"#/vatId"}`,
		`"address":null`:                      `{"code":"REQUIRED","path":"#/address"}`,
		`"address":{}`: `{"code":"REQUIRED","path":"#/address/street"},{"code":"REQUIRED","path":"#/address/locality"},
			{"code":"REQUIRED","path":"#/address/countryCode"}`,
		address(`,"countryCode":"US"`):         `{"code":"ENUM","path":"#/address/countryCode"}`,
		address(`,"countryCode":"de"`):         `{"code":"ENUM","path":"#/address/countryCode"}`,
		address(`,"postalCode":"ÄÄÄÄÄÄÄÄÄÄÄ"`): `{"code":"MAXLENGTH","path":"#/address/postalCode","limit":10}`,
		`"contact":null`:                       `{"code":"REQUIRED","path":"#/contact"}`,
		`"contact":{"name":"a"}`:               `{"code":"REQUIRED","path":"#/contact/email"}`,
		`"contact":{"email":"nobody"}`:         `{"code":"INVALID_EMAIL","path":"#/contact/email"}`,
		`"name":null,"contact":{"email":"x"}`:  `{"code":"REQUIRED","path":"#/name"},{"code":"INVALID_EMAIL","path":"#/contact/email"}`,
	} {
		out := a.unite(400, "POST", create, uniteJSON(t, members))
		same(t, lookup(out.body, "errors"), "["+want+"]")
		if textAt(out.body, "title") != "Invalid" {
			t.Errorf("got %s", out.raw)
		}
	}
	if ids, err := a.server.IDs(UniteCompanies); err != nil || len(ids) != 0 {
		t.Errorf("refused requests left companies behind: %v, %v", ids, err)
	}
	for _, members := range []string{
		`"vatId":null,"noVatIdAvailable":true`, `"vatId":"","noVatIdAvailable":true`, `"noVatIdAvailable":true`, `"imprint":"anything"`,
		address(`,"postalCode":"ÄÄÄÄÄÄÄÄÄÄ"`), address(""), `"vatId":"ATU12345678"`,
	} {
		a.unite(201, "POST", create, uniteJSON(t, members))
	}
	for _, country := range uniteCountries {
		a.unite(201, "POST", create, uniteJSON(t, address(`,"countryCode":"`+country+`"`)))
	}
}

func TestVatIDs(t *testing.T) {
	for text, want := range map[string]bool{
		"DE987654321": true, "DE98765432": false, "DE9876543210": false, "de987654321": false, "987654321": false, "DE 987654321": false,
		"FR40303265045": true, "FRK7399859412": true, "FR4030326504": false,
		"GB123456789": true, "GB123456789012": true, "GBGD123": true, "GBHA599": true, "GB12345678": false, "GBXX123": false,
		"NL123456789B01": true, "NL123456789": false, "IT12345678901": true, "IT1234567890": false,
		"ATU12345678": true, "AT12345678": false, "ESX1234567X": true, "ES12345678X": true, "ESX12345678": true, "ES123456789": false,
		"IE1234567WA": true, "IE1A23456B": true, "IE1AA3456B": false, "IE8Z49289F": true, "IE1234567W": true, "IE123456789": false,
		"CZ12345678": true, "CZ1234567890": true, "CZ1234567": false, "HU12345678": true, "HU123456789": false,
		"PL1234567890": true, "SK1234567890": true, "BE0123456789": true, "BE1123456789": true, "BE2123456789": false,
		"CHE123456789": true, "CHE-123.456.789 MWST": true, "CHE123456789TVA": true, "CH123456789": false,
		"EL123456789": true, "GR123456789": false, "XI123456789": true, "US123456789": false, "D": false, "": false,
	} {
		if got := isVatID(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// ids are those of the members of a list.
func (a *api) uniteIDs(document any) []string {
	a.t.Helper()
	var out []string
	members, _ := lookup(document, "members").([]any)
	for _, m := range members {
		out = append(out, textAt(m, "companyId"))
	}
	return out
}

func (a *api) insertUnite(id, members string) {
	a.t.Helper()
	o, _ := tree(a.t, uniteJSON(a.t, `"companyId":"`+id+`","companyNumber":"1"`+members)).(map[string]any)
	ok(a.t, a.server.Insert(UniteCompanies, "", id, o))
}

func TestUnitePages(t *testing.T) {
	a := newUnite(t)
	var all []string
	for n := range int64(103) {
		all = append(all, id(1000+n))
		a.insertUnite(id(1000+n), "")
	}
	companies := a.follow("companies", "GET")
	check := func(query string, want []string, offset, limit int) {
		t.Helper()
		body := a.unite(200, "GET", companies+query, "").body
		if got := a.uniteIDs(body); !slices.Equal(got, want) {
			t.Errorf("%s: got %d members", query, len(got))
		}
		for name, want := range map[string]json.Number{"total": "103", "offset": number(offset), "limit": number(limit)} {
			if lookup(body, name) != want {
				t.Errorf("%s: %s is %v", query, name, lookup(body, name))
			}
		}
		if self := a.href(body, "self", "GET"); a.unite(200, "GET", self, "").raw == "" || !strings.HasPrefix(self, companies+"?") {
			t.Errorf("%s: the page's own link is %s", query, self)
		}
	}
	check("", all[:20], 0, 20)
	check("?offset=20", all[20:40], 20, 20)
	check("?offset=95&limit=5", all[95:100], 95, 5)
	check("?limit=2000", all[:100], 0, 100)
	check("?limit=2000&offset=100", all[100:], 100, 100)
	check("?offset=500", nil, 500, 20)
	a.server.SetModes(Modes{UnitePage: 3})
	check("?limit=2000&offset=1", all[1:4], 1, 3)
	check("", all[:3], 0, 3)
	a.server.SetModes(Modes{UnitePage: 2000})
	check("?limit=2000", all, 0, 2000)
}

func TestUniteSearch(t *testing.T) {
	a := newUnite(t)
	place := func(street, locality, postalCode, country string) string {
		return `,"address":{"street":"` + street + `","locality":"` + locality + `","postalCode":"` + postalCode + `","countryCode":"` + country + `"}`
	}
	a.insertUnite("1", `,"name":"Bäcker"`+place("Hauptstr. 1", "Berlin", "10115", "DE"))
	a.insertUnite("2", `,"name":"Berliner Bank"`+place("Ring 2", "Wien", "1010", "AT"))
	a.insertUnite("3", `,"name":"Other"`+place("Berlinring 3", "Bern", "3000", "CH"))
	a.insertUnite("4", `,"contact":{"email":"berlin@acme.example"},"imprint":"berlin"`+place("a", "b", "c", "DE"))
	companies := a.follow("companies", "GET")
	for query, want := range map[string]string{
		"": "1 2 3 4", "?q=": "1 2 3 4", "?q=berlin": "1 2 3", "?q=B%C3%84CKER": "1", "?q=1010": "2", "?q=101": "1 2", "?q=nothing": "",
		"?countryCode=DE": "1 4", "?countryCode=FR": "", "?countryCode=": "1 2 3 4", "?q=berlin&countryCode=AT": "2", "?q=berlin&limit=1&offset=1": "2",
	} {
		body := a.unite(200, "GET", companies+query, "").body
		if got := a.uniteIDs(body); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: got %v", query, got)
		}
	}
	total := a.unite(200, "GET", companies+"?q=berlin&limit=1", "").body
	if lookup(total, "total") != number(3) || !strings.Contains(a.href(total, "self", "GET"), "q=berlin") {
		t.Errorf("got %v", total)
	}
}

func TestUniteBlocked(t *testing.T) {
	a := newUnite(t)
	made := a.createUnite(uniteJSON(t, ""))
	id, self := textAt(made, "companyId"), a.href(made, "self", "GET")
	block := func(blocked bool) {
		ok(t, a.server.Edit(UniteCompanies, id, func(o map[string]any) { o["blocked"] = blocked }))
	}
	block(true)
	a.unite(403, "GET", self, "")
	a.unite(403, "GET", a.follow("companies", "GET")+"/"+id, "")
	companies := a.follow("companies", "GET")
	listed, _ := lookup(a.unite(200, "GET", companies, "").body, "members").([]any)
	if len(listed) != 1 || cmp.Diff(made, listed[0]) != "" {
		t.Errorf("the list has %v", listed)
	}
	a.server.SetModes(Modes{OmitBlocked: true})
	if body := a.unite(200, "GET", companies, "").body; lookup(body, "total") != number(0) || len(a.uniteIDs(body)) != 0 {
		t.Errorf("the list is %v", body)
	}
	block(false)
	for _, at := range []string{self, companies + "/" + id} {
		if diff := cmp.Diff(made, a.unite(200, "GET", at, "").body); diff != "" {
			t.Errorf("(-made +read)\n%s", diff)
		}
	}
	if got := a.uniteIDs(a.unite(200, "GET", companies, "").body); len(got) != 1 {
		t.Errorf("the list has %v", got)
	}
}

func TestUniteModes(t *testing.T) {
	a := newUnite(t)
	a.server.SetModes(Modes{HideCreated: 1})
	made := a.createUnite(uniteJSON(t, ""))
	a.createUnite(uniteJSON(t, `"name":"Second"`))
	companies := a.follow("companies", "GET")
	if got := a.uniteIDs(a.unite(200, "GET", companies, "").body); len(got) != 2 {
		t.Errorf("the list has %v", got)
	}
	a.unite(404, "GET", a.href(made, "self", "GET"), "")
	a.unite(200, "GET", a.href(made, "self", "GET"), "")

	a.server.SetModes(Modes{ShuffleArrays: true, InjectUnknown: true})
	out := a.unite(200, "GET", companies, "")
	if got := a.uniteIDs(out.body); len(got) != 2 || got[1] != textAt(made, "companyId") {
		t.Errorf("not shuffled: %v", got)
	}
	if n := strings.Count(out.raw, `"x_injected":`); n != 2+2*(3+2)+2 { // list, companies with their parts, links
		t.Errorf("injected %d times into %s", n, out.raw)
	}
	links, _ := lookup(a.unite(200, "GET", a.server.UnitePath("tenant-root"), "").body, "_schema", "links").([]any)
	if len(links) != 3 || textAt(links[0], "rel") == "self" {
		t.Errorf("links are not shuffled: %v", links)
	}
	a.follow("companies", "GET")

	ok(t, a.server.Edit(UniteCompanies, textAt(made, "companyId"), func(o map[string]any) {
		objectAt(o, "address")["countryCode"] = "de"
	}))
	a.server.SetModes(Modes{UppercaseCodes: true})
	if got := textAt(a.unite(200, "GET", a.href(made, "self", "GET"), "").body, "address", "countryCode"); got != "DE" {
		t.Errorf("the code is %q", got)
	}
}

func TestUniteFaults(t *testing.T) {
	o := uniteOptions()
	o.Rate = RateLimit{PerSecond: 1, Burst: 4}
	a := inProcess(t, New(o))
	a.server.AddFaults(
		Fault{Method: "POST", Path: a.server.UnitePath("create-company"), Commit: true, Reply: ProblemReply(503)},
		Fault{Path: a.server.UnitePath("self"), Drop: true},
	)
	a.unite(503, "POST", a.server.UnitePath("create-company"), uniteJSON(t, ""))
	list := a.unite(200, "GET", a.server.UnitePath("companies"), "").body
	members, _ := lookup(list, "members").([]any)
	if len(members) != 1 {
		t.Fatalf("the list is %v", list)
	}
	if _, err := a.send("GET", strings.TrimPrefix(a.href(members[0], "self", "GET"), a.base), ""); err == nil {
		t.Error("the connection was not dropped")
	}
	a.unite(200, "GET", UniteRoot, "")
	a.unite(200, "GET", UniteRoot, "")
	out := a.unite(429, "GET", UniteRoot, "")
	if out.header.Get("Retry-After") != "1" || out.header.Get(FaultHeader) != "1" {
		t.Errorf("header is %v", out.header)
	}
	if left := a.server.ClearFaults(); left != 0 {
		t.Errorf("%d faults are left", left)
	}
}

func TestUniteToken(t *testing.T) {
	o := testOptions()
	o.Unite = UniteOptions{Clients: map[string]string{"tmc": "hush"}, RefreshTokens: []string{"first"}}
	form := func(pairs ...string) string {
		good := []string{"grant_type", "refresh_token", "client_id", "tmc", "client_secret", "hush", "refresh_token", "first", "scope", "offline_access"}
		return tokenForm(append(good, pairs...)...)
	}
	a := inProcess(t, New(o))
	out := a.want(200, "POST", UniteTokenPath, form(), "Content-Type", formType, "Authorization", "")
	same(t, out.body, `{"access_token":"sandbox-`+id(1)+`","token_type":"Bearer","expires_in":3600,"scope":"offline_access"}`)
	bearer := "Bearer " + textAt(out.body, "access_token")
	a.unite(200, "GET", UniteRoot, "", "Authorization", bearer)
	a.refused(401, "UNAUTHORIZED", "Authorization", "GET", "/v2/companies", "", "Authorization", bearer)
	a.want(200, "POST", UniteTokenPath, form(), "Content-Type", formType)
	a.server.ExpireTokens()
	a.unite(401, "GET", UniteRoot, "", "Authorization", bearer)
	spotnana := a.want(200, "POST", oauthPath, tokenForm("grant_type", "client_credentials", "client_id", "a", "client_secret", "b"), "Content-Type", formType)
	a.unite(401, "GET", UniteRoot, "", "Authorization", "Bearer "+textAt(spotnana.body, "access_token"))

	for _, tt := range []struct {
		status             int
		code, body, header string
	}{
		{401, "invalid_client", form("client_secret", "other"), formType},
		{401, "invalid_client", form("client_id", ""), formType},
		{400, "invalid_grant", form("refresh_token", "second"), formType},
		{400, "invalid_grant", form("refresh_token", ""), formType},
		{400, "unsupported_grant_type", form("grant_type", "client_credentials"), formType},
		{400, "invalid_request", form("grant_type", ""), formType},
		{400, "invalid_request", "grant_type=%zz", formType},
		{400, "invalid_request", form(), "text/plain"},
		{400, "invalid_request", `{"grant_type":1}`, "application/json"},
		{400, "invalid_request", `[]`, "application/json"},
	} {
		out := a.want(tt.status, "POST", UniteTokenPath, tt.body, "Content-Type", tt.header)
		if textAt(out.body, "error") != tt.code || textAt(out.body, "error_description") == "" {
			t.Errorf("%s: got %s", tt.body, out.raw)
		}
	}
}

func TestUniteTokenRotation(t *testing.T) {
	exchange := func(a *api, status int, refresh string) string {
		t.Helper()
		form := tokenForm("grant_type", "refresh_token", "client_id", "a", "client_secret", "b", "refresh_token", refresh)
		return textAt(a.want(status, "POST", UniteTokenPath, form, "Content-Type", formType).body, "refresh_token")
	}
	for _, accepted := range [][]string{nil, {"first"}} {
		o := testOptions()
		o.Unite = UniteOptions{RefreshTokens: accepted, RotateRefreshTokens: true}
		a := inProcess(t, New(o))
		second := exchange(a, 200, "first")
		exchange(a, 400, "first")
		third := exchange(a, 200, second)
		exchange(a, 400, second)
		if second == "" || third == "" || second == third {
			t.Errorf("rotated to %q and %q", second, third)
		}
	}
}

// TestUniteFile: a sandbox in a file lets anybody in, has a tenant of its own and keeps the companies.
func TestUniteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox.json")
	a, b := openAPI(t, path), openAPI(t, path)
	made := a.createUnite(uniteJSON(t, ""))
	got := a.uniteIDs(b.unite(200, "GET", b.follow("companies", "GET"), "", "Authorization", "Bearer any").body)
	if !slices.Equal(got, []string{textAt(made, "companyId")}) {
		t.Errorf("got %v", got)
	}
	tenant := func(a *api) string { return textAt(a.unite(200, "GET", UniteRoot, "").body, "tenantId") }
	if tenant(a) != tenant(b) || tenant(a) == tenant(newUnite(t)) {
		t.Errorf("the tenant is %s", tenant(a))
	}
}
