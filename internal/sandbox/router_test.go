package sandbox

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// oddPaths are the endpoints that take more than a UUID for an object, or do not answer 404 where there is none.
var oddPaths = map[string]bool{
	"GET /v2/companies/{companyId}":                 true, // also X and an external id
	"POST /v3/trips/companies/{companyId}/list":     true, // 403, as the documents have no 404
	"POST /v3/trips/users/{userId}/list":            true, // trips name people whom nobody put in
	"POST /v3/approvals/companies/{companyId}/list": true, // 403, as the documents have no 404
}

func TestEveryEndpointIsStrict(t *testing.T) { checkStrict(t, newAPI) }

// checkStrict holds every endpoint of the collections that the servers have to what all endpoints have in common.
func checkStrict(t *testing.T, connect func(*testing.T) *api) {
	for _, e := range connect(t).routes() {
		t.Run(e.method+" "+e.path, func(t *testing.T) {
			a := connect(t)
			values := a.populate()
			path, body := e.filled(values), ""
			if e.hasBody() {
				body = `{}`
			}
			a.refused(400, "MISSING_USER_AGENT", "User-Agent", e.method, path, body, "User-Agent", "")
			a.refused(401, "UNAUTHORIZED", "Authorization", e.method, path, body, "Authorization", "")
			a.refused(401, "UNAUTHORIZED", "Authorization", e.method, path, body, "Authorization", "Bearer other")
			a.refused(401, "UNAUTHORIZED", "Authorization", e.method, path, body, "Authorization", "Basic "+testToken)
			a.refused(406, "NOT_ACCEPTABLE", "Accept", e.method, path, body, "Accept", "text/html, application/json;q=0")
			a.refused(400, "UNKNOWN_PARAMETER", "unheardOf", e.method, path+"?unheardOf=1", body)
			a.refused(400, "MALFORMED_QUERY", "", e.method, path+"?a=%zz", body)
			for _, name := range e.parameters() {
				a.checkParameter(e, name, values, body)
			}
			if !e.hasBody() {
				return
			}
			a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", e.method, path, body, "Content-Type", "text/plain")
			a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", e.method, path, body, "Content-Type", "")
			a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", e.method, path, body, "Content-Type", "application/json; charset=latin1")
			a.refused(400, "MISSING_BODY", "", e.method, path, "")
			a.refused(400, "MALFORMED_JSON", "", e.method, path, "{\"name\":\"\xff\"}")
			a.refused(400, "MALFORMED_JSON", "", e.method, path, "\ufeff{}")
			a.refused(400, "MALFORMED_JSON", "", e.method, path, `{"name":`)
			a.refused(400, "MALFORMED_JSON", "", e.method, path, `{} {}`)
			a.refused(400, "WRONG_TYPE", "", e.method, path, `[]`)
			a.refused(400, "NULL_VALUE", "", e.method, path, `null`)
		})
	}
}

// checkParameter puts other values into the place of a parameter that names an object: of none, and of none possible.
func (a *api) checkParameter(e route, name string, values map[string]string, body string) {
	a.t.Helper()
	col := a.owner(name)
	if col == nil || oddPaths[e.method+" "+e.path] {
		return
	}
	with := func(value string) string {
		values := maps.Clone(values)
		values[name] = value
		return e.filled(values)
	}
	a.refused(404, "NOT_FOUND", "", e.method, with(unknownID), body)
	if !col.looseID {
		a.refused(400, "BAD_FORMAT", name, e.method, with("Xabc"), body)
	}
}

// TestGoodHeaders are those that mean the same as the usual ones.
func TestGoodHeaders(t *testing.T) {
	a := newAPI(t)
	id := a.create("")
	for _, accept := range []string{"*/*", "application/json", "text/html, application/*;q=0.1", "application/json; charset=utf-8"} {
		a.want(200, "GET", "/v2/companies/"+id, "", "Accept", accept)
	}
	for _, media := range []string{"application/json; charset=UTF-8", "Application/JSON"} {
		a.want(201, "POST", "/v2/companies", companyJSON(""), "Content-Type", media)
	}
	a.want(200, "GET", "/v2/companies/"+id, "", "X-Application-Id", unknownID)
	a.refused(400, "BAD_FORMAT", "x-application-id", "GET", "/v2/companies/"+id, "", "X-Application-Id", "mine")
}

func TestGatewayPages(t *testing.T) {
	a := newAPI(t)
	for _, path := range []string{"/", "/v1/companies", "/v2/companies/" + unknownID + "/unheard-of"} {
		out := a.want(http.StatusNotFound, "GET", path, "")
		if out.body != nil || strings.Contains(out.raw, "debugIdentifier") {
			t.Errorf("%s: an unknown path must not have the API's error document: %s", path, out.raw)
		}
	}
	out := a.want(http.StatusMethodNotAllowed, "PATCH", "/v2/companies", `{}`)
	if got := out.header.Get("Allow"); !strings.Contains(got, "POST") {
		t.Errorf("Allow is %q", got)
	}
}

func TestRateLimit(t *testing.T) {
	o := testOptions()
	o.Rate = RateLimit{PerSecond: 0.25, Burst: 2}
	now := o.Now()
	o.Now = func() time.Time { return now }
	a := inProcess(t, New(o))
	a.want(200, "GET", "/v2/companies", "")
	a.want(200, "GET", "/v2/companies", "")
	out := a.want(429, "GET", "/v2/companies", "")
	if out.header.Get("Retry-After") != "4" || out.header.Get(FaultHeader) != "1" {
		t.Errorf("header is %v", out.header)
	}
	if last := a.server.Requests()[2]; !last.Faulted || last.Status != 429 {
		t.Errorf("recorded %+v", last)
	}
	now = now.Add(4 * time.Second)
	a.want(200, "GET", "/v2/companies", "")
}

// TestRealConnection goes through net/http, where the User-Agent has a default and a path may be escaped.
func TestRealConnection(t *testing.T) {
	s := New(testOptions())
	web := httptest.NewServer(s)
	defer web.Close()
	a := &api{t: t, server: s, rt: web.Client().Transport, base: web.URL}
	id := a.create(`"externalId":"a/b c"`)
	if got := a.read("Xa%2Fb%20c"); textAt(got, "id", "id") != id {
		t.Errorf("got %v", got)
	}
	last := s.Requests()[1]
	if last.Path != "/v2/companies/Xa%2Fb%20c" || last.Status != 200 || last.Faulted {
		t.Errorf("recorded %+v", last)
	}
	same(t, tree(t, string(last.ResponseBody)), `{"id":{"id":"`+id+`"},"name":"Acme","billingCurrency":"EUR","companyRoles":["ORG"],"isActive":true,"externalId":"a/b c"}`)
}

func TestRecord(t *testing.T) {
	a := newAPI(t)
	id := a.create("")
	a.want(200, "GET", "/v2/companies?limit=5&companyRole=ORG&companyRole=TMC", "")
	got := a.server.Requests()
	if len(got) != 2 {
		t.Fatalf("%d requests recorded", len(got))
	}
	first, second := got[0], got[1]
	if first.Method != http.MethodPost || first.Path != "/v2/companies" || string(first.Body) != companyJSON("") || first.Status != 201 ||
		first.Header.Get("User-Agent") != "sandbox-test" || string(first.ResponseBody) != `{"id":"`+id+`"}`+"\n" {
		t.Errorf("first is %+v", first)
	}
	if second.Query.Get("limit") != "5" || len(second.Query["companyRole"]) != 2 || second.ResponseHeader.Get("Content-Type") != "application/json" {
		t.Errorf("second is %+v", second)
	}
	a.server.ResetRequests()
	if got := a.server.Requests(); len(got) != 0 {
		t.Errorf("%d requests left", len(got))
	}
	o := testOptions()
	o.DiscardRequests = true
	a = inProcess(t, New(o))
	a.create("")
	if got := a.server.Requests(); len(got) != 0 {
		t.Errorf("%d requests recorded although they are discarded", len(got))
	}
}
