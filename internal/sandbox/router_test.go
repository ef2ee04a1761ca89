package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// endpoints are all routes of Spotnana's that need a token; the ids are filled in, POLICY is the company's default policy.
var endpoints = []struct{ method, path, body string }{
	{"POST", "/v2/companies", `{}`},
	{"GET", "/v2/companies", ""},
	{"GET", "/v2/companies/ID", ""},
	{"PUT", "/v2/companies/ID", `{}`},
	{"DELETE", "/v2/companies/ID", ""},
	{"POST", "/v2/companies/ID/partner-public-keys", `{}`},
	{"GET", "/v2/companies/ID/partner-public-keys", ""},
	{"DELETE", "/v2/companies/ID/partner-public-keys/kid-1", ""},
	{"POST", "/v2/companies/ID/policies", `{}`},
	{"GET", "/v2/companies/ID/policies", ""},
	{"GET", "/v2/companies/ID/policies/POLICY", ""},
	{"PUT", "/v2/companies/ID/policies/POLICY", `{}`},
	{"DELETE", "/v2/companies/ID/policies/POLICY", ""},
	{"POST", "/v2/trips", `{}`},
	{"GET", "/v3/trips/TRIP/detail", ""},
	{"PUT", "/v2/trips/TRIP", `{}`},
	{"POST", "/v3/trips/TRIP", `{}`},
	{"DELETE", "/v3/trips/TRIP", ""},
	{"POST", "/v3/trips/users/ID/list", `{}`},
	{"POST", "/v3/trips/companies/ID/list", `{}`},
	{"POST", "/v3/trips/arrangers/ID/list", `{}`},
	{"GET", "/v2/trips/TRIP/booker-email/a@example.com/partner-info", ""},
	{"POST", "/v2/trips/TRIP/agent-notes", `{}`},
	{"GET", "/v2/trips/TRIP/agent-notes", ""},
	{"DELETE", "/v2/trips/TRIP/agent-notes/NOTE", ""},
}

func TestEveryEndpointIsStrict(t *testing.T) {
	for _, e := range endpoints {
		t.Run(e.method+" "+e.path, func(t *testing.T) {
			a := newAPI(t)
			id := a.create("")
			e.path = strings.Replace(e.path, "POLICY", a.defaultPolicy(id), 1)
			if strings.Contains(e.path, "TRIP") {
				a.refused(404, "NOT_FOUND", "", e.method, strings.NewReplacer("TRIP", "1234567890").Replace(e.path), e.body)
				trip := a.createTrip("")
				a.want(201, "POST", "/v2/trips/"+trip+"/agent-notes", `{"note":"a"}`)
				notes, _ := lookup(a.want(200, "GET", "/v2/trips/"+trip+"/agent-notes", "").body, "agentNotes").([]any)
				e.path = strings.NewReplacer("TRIP", trip, "NOTE", textAt(notes[0], "noteId", "id")).Replace(e.path)
			}
			path := strings.Replace(e.path, "ID", id, 1)
			a.refused(400, "MISSING_USER_AGENT", "User-Agent", e.method, path, e.body, "User-Agent", "")
			a.refused(401, "UNAUTHORIZED", "Authorization", e.method, path, e.body, "Authorization", "")
			a.refused(401, "UNAUTHORIZED", "Authorization", e.method, path, e.body, "Authorization", "Bearer other")
			a.refused(401, "UNAUTHORIZED", "Authorization", e.method, path, e.body, "Authorization", "Basic "+testToken)
			a.refused(406, "NOT_ACCEPTABLE", "Accept", e.method, path, e.body, "Accept", "text/html, application/json;q=0")
			a.refused(400, "UNKNOWN_PARAMETER", "unheardOf", e.method, path+"?unheardOf=1", e.body)
			a.refused(400, "MALFORMED_QUERY", "", e.method, path+"?a=%zz", e.body)
			companies := strings.HasPrefix(e.path, "/v2/companies")
			if companies && strings.Contains(e.path, "ID") {
				a.refused(404, "NOT_FOUND", "", e.method, strings.Replace(e.path, "ID", unknownID, 1), e.body)
			}
			if companies && (strings.Contains(e.path, "ID") && e.path != "/v2/companies/ID" || e.method == "PUT" || e.method == "DELETE") {
				a.refused(400, "BAD_FORMAT", "companyId", e.method, strings.Replace(e.path, "ID", "Xabc", 1), e.body)
			}
			if e.body == "" {
				return
			}
			a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", e.method, path, e.body, "Content-Type", "text/plain")
			a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", e.method, path, e.body, "Content-Type", "")
			a.refused(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type", e.method, path, e.body, "Content-Type", "application/json; charset=latin1")
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
