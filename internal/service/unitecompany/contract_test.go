package unitecompany_test

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Unite publishes no OpenAPI document, but a page. What the page says of requests and answers is written down here, and
// all traffic of this package's tests is held against it.

const (
	mediaType   = "application/vnd.mercateo-unite.administration.v1+json"
	problemType = "application/problem+json"
)

// schemas of the page's bodies. What begins with x_injected is added by the sandbox on purpose.
const (
	links = `"_schema": {"type": "object", "required": ["links"], "additionalProperties": false, "patternProperties": {"^x_injected": true}, "properties": {
		"links": {"type": "array", "items": {"type": "object", "required": ["href", "rel"], "additionalProperties": false, "patternProperties": {"^x_injected": true}, "properties": {
			"href": {"type": "string", "minLength": 1}, "rel": {"type": "string", "minLength": 1},
			"mediaType": {"type": "string"}, "relType": {"type": "string"}, "target": {"type": "string"},
			"method": {"enum": ["POST", "GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]}}}}}}`
	companyProperties = `
		"name": {"type": "string", "minLength": 1}, "vatId": {"type": "string"}, "noVatIdAvailable": {"type": "boolean"}, "imprint": {"type": "string"},
		"address": {"type": "object", "required": ["street", "locality", "countryCode"], "additionalProperties": false, "patternProperties": {"^x_injected": true}, "properties": {
			"street": {"type": "string", "minLength": 1}, "additionalAddressInformation": {"type": "string"}, "locality": {"type": "string", "minLength": 1},
			"postalCode": {"type": "string", "maxLength": 10},
			"countryCode": {"enum": ["DE", "FR", "GB", "NL", "IT", "AT", "ES", "IE", "CZ", "HU", "PL", "SK", "CH", "BE"]}}},
		"contact": {"type": "object", "required": ["email"], "additionalProperties": false, "patternProperties": {"^x_injected": true}, "properties": {
			"name": {"type": "string"}, "email": {"type": "string", "minLength": 1}, "phone": {"type": "string"}}}`
	newCompany = `{"type": "object", "required": ["name", "address", "contact"], "additionalProperties": false, "properties": {` + companyProperties + `},
		"anyOf": [{"required": ["vatId"], "properties": {"vatId": {"minLength": 1}}}, {"required": ["noVatIdAvailable"], "properties": {"noVatIdAvailable": {"const": true}}}]}`
	company = `{"type": "object", "required": ["name", "address", "contact", "companyId", "companyNumber", "_schema"], "additionalProperties": false,
		"patternProperties": {"^x_injected": true}, "properties": {` + companyProperties + `, "companyId": {"type": "string"}, "companyNumber": {"type": "string"}, ` + links + `}}`
	companies = `{"type": "object", "required": ["members", "total", "offset", "limit", "_schema"], "additionalProperties": false,
		"patternProperties": {"^x_injected": true}, "properties": {"members": {"type": "array", "items": ` + company + `},
		"total": {"type": "integer"}, "offset": {"type": "integer"}, "limit": {"type": "integer"}, ` + links + `}}`
	root = `{"type": "object", "required": ["tenantId", "_schema"], "additionalProperties": false, "patternProperties": {"^x_injected": true},
		"properties": {"tenantId": {"type": "string"}, ` + links + `}}`
	tenant = `{"type": "object", "required": ["_schema"], "additionalProperties": false, "patternProperties": {"^x_injected": true}, "properties": {` + links + `}}`

	complaint = `{"type": "object", "required": ["code", "path"], "properties": {"code": {"enum": ["ENUM", "INVALID_EMAIL", "INVALID_VAT_ID", "MAXLENGTH", "REQUIRED"]},
		"path": {"type": "string", "pattern": "^#/"}, "limit": {"type": ["string", "integer"]}}}`
	problem = `{"type": "object", "required": ["status", "title"], "additionalProperties": false, "properties": {"type": {"type": "string"},
		"status": {"type": "integer"}, "title": {"type": "string"}, "detail": {"type": "string"}, "errors": {"anyOf": [` + complaint + `, {"type": "array", "items": ` + complaint + `}]}}}`
)

// operation is one of the page's.
type operation struct {
	method   string
	success  int
	answer   string
	failures []int
	// query are the parameters and what they look like.
	query map[string]*regexp.Regexp
}

var (
	anything = regexp.MustCompile(`^.+$`)
	whole    = regexp.MustCompile(`^\d+$`)

	readRoot      = operation{method: "GET", success: 200, answer: root, failures: []int{401, 405, 406}}
	readTenant    = operation{method: "GET", success: 200, answer: tenant, failures: []int{401, 405, 406}}
	listCompanies = operation{"GET", 200, companies, []int{401, 405, 406}, map[string]*regexp.Regexp{"offset": whole, "limit": whole, "q": anything, "countryCode": regexp.MustCompile(`^[A-Z]{2}$`)}}
	createCompany = operation{method: "POST", success: 201, answer: company, failures: []int{400, 401, 405, 406, 415}}
	readCompany   = operation{method: "GET", success: 200, answer: company, failures: []int{401, 403, 404, 405, 406}}
	nothing       = operation{method: "GET", failures: []int{404}} // a link that is out of date
	companyID     = regexp.MustCompile(`/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
)

// compiled are the schemas by their text.
var compiled = func() map[string]*jsonschema.Schema {
	out := map[string]*jsonschema.Schema{}
	for i, text := range []string{newCompany, company, companies, root, tenant, problem} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			panic(err)
		}
		c, name := jsonschema.NewCompiler(), fmt.Sprintf("schema-%d.json", i)
		if err := c.AddResource(name, doc); err != nil {
			panic(err)
		}
		out[text] = c.MustCompile(name)
	}
	return out
}()

// operationOf is what the path of an exchange leads to.
func operationOf(s *sandbox.Server, e sandbox.Exchange) operation {
	self := strings.TrimSuffix(s.UnitePath("self"), "*")
	switch {
	case strings.TrimSuffix(e.Path, "/") == sandbox.UniteRoot:
		return readRoot
	case e.Path == s.UnitePath("tenant-root"):
		return readTenant
	case e.Path == s.UnitePath("companies"):
		return listCompanies
	case e.Path == s.UnitePath("create-company"):
		return createCompany
	case strings.HasPrefix(e.Path, self), strings.HasPrefix(e.Path, s.UnitePath("companies")+"/"):
		return readCompany
	}
	return nothing
}

// breaches are the ways in which an exchange is not as the page says. A request that was refused may be wrong; an answer
// that the test made up is exempt.
func breaches(s *sandbox.Server, e sandbox.Exchange) []string {
	op := operationOf(s, e)
	var found []string
	bad := func(format string, args ...any) {
		found = append(found, fmt.Sprintf("%s %s: ", e.Method, e.Path)+fmt.Sprintf(format, args...))
	}
	valid := func(what, schema string, body []byte) {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err == nil {
			err = compiled[schema].Validate(doc)
		}
		if err != nil {
			bad("%s: %v: %s", what, err, body)
		}
	}
	refused := e.Status >= 400
	if !refused || e.Faulted {
		if e.Method != op.method {
			bad("the page has %s", op.method)
		}
		if !strings.HasPrefix(e.Header.Get("Authorization"), "Bearer ") {
			bad("no bearer token")
		}
		if e.Header.Get("Accept") != mediaType {
			bad("accepts %q", e.Header.Get("Accept"))
		}
		for name, values := range e.Query {
			if looks := op.query[name]; looks == nil || len(values) != 1 || !looks.MatchString(values[0]) {
				bad("query parameter %s is %q", name, values)
			}
		}
		if op.answer == company && e.Method == http.MethodGet && !companyID.MatchString(e.Path) {
			bad("no id of a company")
		}
		if op.method == "POST" {
			if e.Header.Get("Content-Type") != mediaType {
				bad("the body is %q", e.Header.Get("Content-Type"))
			}
			valid("body", newCompany, e.Body)
		} else if len(e.Body) > 0 {
			bad("has a body")
		}
	}
	if e.Faulted || e.Status == 0 {
		return found
	}
	media, _, _ := mime.ParseMediaType(e.ResponseHeader.Get("Content-Type"))
	switch {
	case refused && !slices.Contains(op.failures, e.Status), !refused && e.Status != op.success:
		bad("the page has no status %d", e.Status)
	case refused && media != problemType, !refused && media != mediaType:
		bad("status %d comes as %q", e.Status, media)
	case refused:
		valid("problem", problem, e.ResponseBody)
	default:
		valid("answer", op.answer, e.ResponseBody)
	}
	return found
}

// newServer is a sandbox whose Unite traffic is held against the page at the end of the test.
func newServer(t *testing.T, change ...func(*sandbox.Options)) *acctest.Server {
	t.Helper()
	s := acctest.NewServer(t, change...)
	t.Cleanup(func() { holdAgainstPage(t, s) })
	return s
}

func holdAgainstPage(t *testing.T, s *acctest.Server) {
	t.Helper()
	for _, e := range s.Requests() {
		if strings.HasPrefix(e.Path, "/unite/") && e.Path != sandbox.UniteTokenPath {
			for _, b := range breaches(s.Server, e) {
				t.Error(b)
			}
		}
	}
}

// forget holds the traffic so far against the page and begins a new record.
func forget(t *testing.T, s *acctest.Server) {
	t.Helper()
	holdAgainstPage(t, s)
	s.ResetRequests()
}

// The sandbox answers as the page says, also what the provider never provokes.
func TestContract_page(t *testing.T) {
	s := sandbox.New(sandbox.Options{Unite: sandbox.UniteOptions{Tokens: []string{"token"}}})
	web := httptest.NewServer(s)
	defer web.Close()
	send := func(method, path, accept, media, body, token string) sandbox.Exchange {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, web.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Authorization": {"Bearer " + token}, "Accept": {accept}}
		if media != "" {
			r.Header.Set("Content-Type", media)
		}
		resp, err := web.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
		all := s.Requests()
		return all[len(all)-1]
	}
	const good = `{"name": "Acme GmbH", "vatId": "DE123456789", "address": {"street": "Main 1", "locality": "Berlin", "countryCode": "DE"}, "contact": {"email": "a@acme.example"}}`
	create := s.UnitePath("create-company")
	made := send("POST", create, mediaType, mediaType, good, "token")
	id, _ := acctest.Object(t, made.ResponseBody)["companyId"].(string)
	self := strings.TrimSuffix(s.UnitePath("self"), "*") + id
	blocked := strings.TrimSuffix(self, id) + "5f0c2a7e-3b1d-4c6a-9e8f-000000000001"
	if err := s.Insert(sandbox.UniteCompanies, "", "5f0c2a7e-3b1d-4c6a-9e8f-000000000001", map[string]any{"blocked": true}); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		status                            int
		method, path, accept, media, body string
	}{
		{200, "GET", sandbox.UniteRoot, mediaType, "", ""},
		{200, "GET", sandbox.UniteRoot + "/", mediaType, "", ""},
		{200, "GET", s.UnitePath("tenant-root"), mediaType, "", ""},
		{201, "POST", create, mediaType, mediaType, good},
		{200, "GET", self, mediaType, "", ""},
		{403, "GET", blocked, mediaType, "", ""},
		{404, "GET", self + "0", mediaType, "", ""},
		{404, "GET", "/unite/elsewhere", mediaType, "", ""},
		{405, "DELETE", self, mediaType, "", ""},
		{405, "PUT", self, mediaType, mediaType, good},
		{405, "POST", sandbox.UniteRoot, mediaType, mediaType, good},
		{406, "GET", s.UnitePath("companies"), "application/json", "", ""},
		{406, "POST", create, "*/*", mediaType, good},
		{415, "POST", create, mediaType, "application/json", good},
		{400, "POST", create, mediaType, mediaType, "{}"},
		{400, "POST", create, mediaType, mediaType, `{"name": "A", "vatId": "x", "address": {"street": "a", "locality": "b", "countryCode": "US", "postalCode": "12345678901"}, "contact": {"email": "x"}}`},
		{401, "GET", self, mediaType, "", ""},
		{401, "POST", create, mediaType, mediaType, good},
	} {
		token := "token"
		if tc.status == 401 {
			token = "other"
		}
		e := send(tc.method, tc.path, tc.accept, tc.media, tc.body, token)
		if e.Status != tc.status {
			t.Errorf("%s %s was answered with %d, expected %d", tc.method, tc.path, e.Status, tc.status)
		}
		for _, b := range breaches(s, e) {
			t.Error(b)
		}
	}
	if err := s.Remove(sandbox.UniteCompanies, "5f0c2a7e-3b1d-4c6a-9e8f-000000000001"); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "?offset=1&limit=1", "?q=acme&countryCode=DE"} {
		for _, b := range breaches(s, send("GET", s.UnitePath("companies")+query, mediaType, "", "", "token")) {
			t.Error(b)
		}
	}

	// The check finds what is wrong.
	for name, spoil := range map[string]func(e *sandbox.Exchange){
		"no token":             func(e *sandbox.Exchange) { e.Header = http.Header{"Accept": {mediaType}, "Content-Type": {mediaType}} },
		"another media type":   func(e *sandbox.Exchange) { e.Header.Set("Content-Type", "application/json") },
		"any media type":       func(e *sandbox.Exchange) { e.Header.Set("Accept", "*/*") },
		"a parameter":          func(e *sandbox.Exchange) { e.Query = map[string][]string{"dryRun": {"1"}} },
		"another method":       func(e *sandbox.Exchange) { e.Method = "PUT" },
		"no VAT id":            func(e *sandbox.Exchange) { e.Body = bytes.Replace(e.Body, []byte("vatId"), []byte("imprint"), 1) },
		"unknown property":     func(e *sandbox.Exchange) { e.Body = bytes.Replace(e.Body, []byte("vatId"), []byte("taxId"), 1) },
		"an undocumented code": func(e *sandbox.Exchange) { e.Status = 200 },
		"an answer of another type": func(e *sandbox.Exchange) {
			e.ResponseHeader.Set("Content-Type", "application/json")
		},
		"an answer without an id": func(e *sandbox.Exchange) {
			e.ResponseBody = bytes.Replace(e.ResponseBody, []byte("companyId"), []byte("id"), 1)
		},
	} {
		e := made
		e.Header, e.ResponseHeader = made.Header.Clone(), made.ResponseHeader.Clone()
		if spoil(&e); len(breaches(s, e)) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}
