package sandbox

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzFile has somebody write anything into the sandbox's file. It is refused and stays as it is, or it is used: then no
// request panics, which would end the provider, and nothing is lost when the file is written again.
func FuzzFile(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		st, err := parse(data)
		if err != nil {
			return
		}
		encoded, err := encode(fileContent{Version: fileVersion, ID: st.id, Objects: st.objects}, "  ")
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse(encoded)
		if err != nil {
			t.Fatalf("cannot be read again: %v", err)
		}
		if diff := cmp.Diff(st, again, cmp.AllowUnexported(state{})); diff != "" {
			t.Errorf("another content after it was written (-before +after):\n%s", diff)
		}

		path := filepath.Join(t.TempDir(), "sandbox.json")
		ok(t, os.WriteFile(path, data, 0o600))
		s, err := Open(path, testOptions())
		ok(t, err)
		a := inProcess(t, s)
		try := func(method, path, body string, header ...string) {
			t.Helper()
			if _, err := a.send(method, path, body, header...); err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
		}
		media := []string{"Accept", uniteDialect.media}
		try(http.MethodGet, "/v2/companies", "")
		try(http.MethodGet, UniteRoot, "", media...)
		try(http.MethodGet, s.UnitePath(relCompanies), "", media...)
		for kind, records := range st.objects {
			for _, r := range records {
				id, parent := segment(r.ID), segment(r.Parent)
				company, trip := "/v2/companies/"+parent, "/v2/trips/"+parent
				switch kind {
				case Companies:
					company = "/v2/companies/" + id
					try(http.MethodGet, company, "")
					try(http.MethodGet, company+"/policies", "")
					try(http.MethodGet, company+"/partner-public-keys", "")
					try(http.MethodPost, "/v3/trips/companies/"+id+"/list", "{}")
					try(http.MethodPost, company+"/policies", `{"name":"N","type":"GROUP","currency":{"currencyCode":"EUR"}}`)
					try(http.MethodPut, company, companyJSON(""))
					try(http.MethodDelete, company, "")
				case Policies:
					try(http.MethodGet, company+"/policies/"+id, "")
					try(http.MethodPut, company+"/policies/"+id, `{"name":"N","type":"GROUP","currency":{"currencyCode":"EUR"}}`)
					try(http.MethodDelete, company+"/policies/"+id, "")
				case PartnerPublicKeys:
					kid, _ := r.Object["kid"].(string)
					try(http.MethodDelete, company+"/partner-public-keys/"+segment(kid), "")
				case Trips:
					try(http.MethodGet, "/v3/trips/"+id+"/detail", "")
					try(http.MethodGet, "/v2/trips/"+id+"/agent-notes", "")
					try(http.MethodPut, "/v2/trips/"+id, `{"tripName":"N"}`)
					try(http.MethodDelete, "/v3/trips/"+id, "")
				case TripAgentNotes:
					try(http.MethodDelete, trip+"/agent-notes/"+id, "")
				case UniteCompanies:
					try(http.MethodGet, strings.Replace(s.UnitePath(relSelf), "*", id, 1), "", media...)
				}
			}
		}
	})
}

// segment is an id as a path has it.
func segment(id string) string {
	if id == "" || id == "." || id == ".." {
		return "x" // a mux does not get to see these
	}
	return url.PathEscape(id)
}
