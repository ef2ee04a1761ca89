package contract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func shop(t *testing.T, exceptions ...Exception) *Documents {
	t.Helper()
	d, err := Load("testdata/openapi", exceptions...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLoad_errors(t *testing.T) {
	const open = `{"openapi": "3.1.0", "paths": {`
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no documents":   {map[string]string{"readme.txt": "x"}, "no OpenAPI document"},
		"no JSON":        {map[string]string{"a.json": `{`}, "not JSON"},
		"trailing data":  {map[string]string{"a.json": open + `}} {}`}, "not JSON"},
		"other JSON":     {map[string]string{"a.json": `{"swagger": "2.0"}`}, "not an OpenAPI 3.1 document"},
		"older version":  {map[string]string{"a.json": `{"openapi": "3.0.3"}`}, "not an OpenAPI 3.1 document"},
		"dangling":       {map[string]string{"a.json": open + `"/x": {"get": {"$ref": "#/components/no"}}}}`}, `"#/components/no" leads nowhere`},
		"other document": {map[string]string{"a.json": open + `"/x": {"get": {"$ref": "b.json#/x"}}}}`}, `"b.json#/x" leaves the document`},
		"operation twice": {
			map[string]string{"a.json": open + `"/x": {"get": {}}}}`, "b.json": open + `"/x": {"get": {}}}}`},
			"GET /x is in a.json too",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range tc.files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestLoad_exceptions(t *testing.T) {
	for name, tc := range map[string]struct {
		exception Exception
		want      string
	}{
		"no reason":         {Exception{Method: "POST", Path: "/orders", Request: `{}`}, "gives no reason"},
		"no schema":         {Exception{Method: "POST", Path: "/orders", Why: "x"}, "needs another schema"},
		"unknown operation": {Exception{Method: "POST", Path: "/nowhere", Request: `{}`, Why: "x"}, "takes none"},
		"bad schema":        {Exception{Method: "POST", Path: "/orders", Request: `[]`, Why: "x"}, "JSON object"},
		"bad reference":     {Exception{Method: "POST", Path: "/orders", Answer: `{"$ref": "#/components/schemas/No"}`, Why: "x"}, "leads nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Load("testdata/openapi", tc.exception); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	d := shop(t)
	for path, want := range map[string]string{
		"/orders":        "GET /orders",
		"/orders/recent": "GET /orders/recent", // not the template beside it
		"/orders/a%2Fb":  "GET /orders/{orderId}",
		"/stock/x":       "GET /stock/{article}", // of the other document
		"/orders/":       "",
		"/orders/a/b":    "",
		"/prefix/orders": "",
	} {
		got := ""
		op, values, _ := d.find("GET", path)
		if op != nil {
			got = op.name()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		if id := values["orderId"]; path == "/orders/a%2Fb" && id != "a/b" {
			t.Errorf("%s: orderId is %q", path, id)
		}
	}
}
