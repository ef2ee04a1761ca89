package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

const document = `{
	"openapi": "3.1.0",
	"paths": {
		"/v2/companies/{companyId}/partner-public-keys": {"post": {
			"requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"keyType": {"type": "string"}}}}}},
			"responses": {"201": {"content": {"application/json": {"schema": {"type": "object", "properties": {"keys": {"type": "array"}}}}}}}
		}},
		"/v2/companies/{companyId}": {"get": {
			"parameters": [{"name": "x-application-id", "in": "header"}, {"name": "depth", "in": "query"}], "responses": {"200": {"description": "OK"}}
		}},
		"/v2/companies/{companyId}/features": {
			"get": {"parameters": [{"name": "x-application-id", "in": "header"}], "responses": {"200": {"description": "OK"}}},
			"patch": {"parameters": [{"name": "x-application-id", "in": "header"}], "responses": {"200": {"description": "OK"}}}
		},
		"/v2/companies/{companyId}/white-label-config": {"get": {"parameters": [{"name": "applicationId", "in": "query"}], "responses": {"200": {"description": "OK"}}}},
		"/v3/trips/{tripId}/detail": {"get": {"parameters": [{"name": "fetchMappedData", "in": "query"}], "responses": {"200": {"description": "OK"}}}},
		"/v2/trips/{tripId}/booker-email/{bookerEmailId}/partner-info": {"get": {
			"parameters": [{"name": "revealReason", "in": "query"}], "responses": {"200": {"description": "OK"}}
		}}
	},
	"components": {"schemas": {"PartnerPublicKeyInfo": {"type": "object", "properties": {
		"id": {"type": "string"}, "kid": {"type": "string"}, "status": {"type": "string"}, "thumbprint": {"type": "string"}
	}}, "TripPartnerInfoType": {"type": "string"}, "TripBudgetInfo": {"type": "object"}}}
}`

// record makes traffic: one request for each body, all with the same answer.
func record(t *testing.T, answer string, bodies ...string) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv(contract.DirVariable, dir)
	handler := contract.Record(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, answer)
	}))
	for _, body := range bodies {
		req := httptest.NewRequestWithContext(t.Context(), "POST", "/v2/companies/1/partner-public-keys", strings.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		handler.ServeHTTP(httptest.NewRecorder(), req)
	}
	return dir
}

func TestRun(t *testing.T) {
	openapi := t.TempDir()
	if err := os.WriteFile(filepath.Join(openapi, "company.json"), []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	unread := t.TempDir()
	const omitting = `{"method": "GET", "path": "/v2/companies/1", "requestHeader": {"User-Agent": ["terraform-provider-spotnana/0.1.0"]}, "status": 200}`
	if err := os.WriteFile(filepath.Join(unread, "a.jsonl"), []byte(omitting), 0o600); err != nil {
		t.Fatal(err)
	}
	const newer, page = `{"keyType": "JWKS"}`, `{"publicKeyJwk": "{}"}`
	good := record(t, `{"keys": []}`, newer, page)
	ofPage := record(t, `{"id": "1", "kid": "k", "status": "ACTIVE", "thumbprint": "x"}`, newer)
	bad := record(t, `{"keys": []}`, newer, `{"jwk": 1}`)
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "a.jsonl"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args   []string
		code   int
		stdout string
		stderr string
	}{
		"good":           {[]string{"-openapi", openapi, "-traffic", good}, 0, "no violations in 3 requests and answers", ""},
		"page's request": {[]string{"-openapi", openapi, "-traffic", good}, 0, "exempt 1, request: partner key in the form of the vendor's page", ""},
		"page's answer":  {[]string{"-openapi", openapi, "-traffic", ofPage}, 0, "exempt 1, answer: partner key in the form of the vendor's page", ""},
		"violation":      {[]string{"-openapi", openapi, "-traffic", bad}, 1, "request body jwk: property is not documented", ""},
		"omission":       {[]string{"-openapi", openapi, "-traffic", unread}, 1, "GET /v2/companies/{companyId}: query depth: documented, and no request of the provider has it", ""},
		"no traffic":     {[]string{"-openapi", openapi, "-traffic", t.TempDir()}, 1, "", "no recorded exchange"},
		"no documents":   {[]string{"-openapi", t.TempDir(), "-traffic", good}, 2, "", "no OpenAPI document"},
		"no such folder": {[]string{"-openapi", filepath.Join(openapi, "no"), "-traffic", good}, 2, "", "no OpenAPI document"},
		"broken traffic": {[]string{"-openapi", openapi, "-traffic", broken}, 2, "", "a.jsonl"},
		"no flags":       {nil, 2, "", "both -openapi and -traffic"},
		"more arguments": {[]string{"-openapi", openapi, "-traffic", good, "x"}, 2, "", "both -openapi and -traffic"},
		"unknown flag":   {[]string{"-x"}, 2, "", "not defined"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			if code := run(tc.args, &stdout, &stderr); code != tc.code {
				t.Errorf("exit code %d, want %d", code, tc.code)
			}
			if !strings.Contains(stdout.String(), tc.stdout) || !strings.Contains(stderr.String(), tc.stderr) {
				t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
			}
		})
	}
}
