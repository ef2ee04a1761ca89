package crud

import (
	"net/http"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// about is an answer to a request with this path.
func about(status int, path string, parameters ...apierr.Parameter) *apierr.Error {
	return &apierr.Error{Title: "Cause", Method: "GET", Path: path, Status: status, Enveloped: true, Hint: "Check the role.",
		Messages: []apierr.Message{{Code: "CODE", Parameters: parameters}}}
}

// An id that the API does not know is an error at the attribute that gives it: the innermost that the request names.
func TestAbsent(t *testing.T) {
	names := []Name{{"company_id", "company"}, {"trip_id", "trip"}}
	attrs := map[string]any{"company_id": "c 1", "trip_id": "t1", "name": "Red"}
	page := about(http.StatusNotFound, "/companies/c%201/teams")
	page.Enveloped = false
	for name, tt := range map[string]struct {
		err        error
		at, title  string // empty: it is about something else
		says, hint string
	}{
		"the outer":                 {about(404, "/v2/companies/c%201/teams"), "company_id", "No such company: cannot create it", `There is no company with the id "c 1", or these credentials may not see it.`, "Check company_id"},
		"the inner":                 {about(404, "/v2/companies/c%201/trips/t1/notes"), "trip_id", "No such trip: cannot create it", `There is no trip with the id "t1"`, "Check trip_id"},
		"at the end of the path":    {about(404, "/v2/companies/c%201"), "company_id", "No such company: cannot create it", "There is no company", "Code: CODE"},
		"neither":                   {about(404, "/v2/teams/t11"), "", "", "", ""},
		"a page":                    {page, "", "", "", ""},
		"forbidden":                 {about(403, "/v2/companies/c%201/teams"), "company_id", "Cause: cannot create it", `Or there is no company with the id "c 1"`, "Check the role."},
		"forbidden elsewhere":       {about(403, "/v2/teams"), "", "", "", ""},
		"a parameter by value":      {about(400, "/v2/companies/c%201/teams", apierr.Parameter{Name: "field", Value: "companyId"}), "company_id", "Not the id of a company: cannot create it", "There is no company", ""},
		"a parameter by name":       {about(422, "/v2/teams", apierr.Parameter{Name: "tripId", Value: "t1"}), "trip_id", "Not the id of a trip: cannot create it", "There is no trip", ""},
		"a parameter of another":    {about(400, "/v2/companies/c%201/teams", apierr.Parameter{Name: "field", Value: "name"}), "", "", "", ""},
		"another status":            {about(500, "/v2/companies/c%201/teams"), "", "", "", ""},
		"no answer":                 {apierr.ErrGone, "", "", "", ""},
		"an id that is not there":   {about(404, "/v2/companies//teams"), "", "", "", ""},
		"a proxy that knows no key": {apierr.Titled("Cause", apierr.ErrGone), "", "", "", ""},
	} {
		diags := reports(protocolDiagnostics(absent(names, attrs, "Cannot create it", tt.err)))
		if tt.at == "" {
			if len(diags) != 0 {
				t.Errorf("%s: %v", name, diags)
			}
			continue
		}
		if len(diags) != 1 || diags[0].line != "error "+tt.at+": "+tt.title || !strings.Contains(diags[0].detail, tt.says) || !strings.Contains(diags[0].detail, tt.hint) {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// nowhere answers that there is no company with the id.
func nowhere(method string) error {
	e := about(http.StatusNotFound, "/companies/c/teams")
	e.Method = method
	return e
}

// The company above may be missing wherever a team is made, searched or imported.
func TestNames(t *testing.T) {
	const none = "error company_id: No such company: cannot "
	within := func() *Spec {
		spec := team()
		spec.Names = []Name{{"company_id", "company"}}
		return spec
	}
	bubble(t, "search", func(t *testing.T) {
		tf := start(t, within())
		tf.api.script("LIST", outcome{err: nowhere("GET")})
		_, diags := tf.create(config)
		said(t, diags, none+`create team "Red"`)
		asked(t, tf.api, "LIST")
	})
	bubble(t, "create", func(t *testing.T) {
		tf := start(t, within())
		tf.api.script("LIST", outcome{err: answered("GET", http.StatusForbidden)})
		tf.api.script("POST", outcome{err: nowhere("POST")})
		_, diags := tf.create(config)
		said(t, diags, none+`create team "Red"`)
	})
	bubble(t, "import", func(t *testing.T) {
		tf := start(t, within())
		tf.api.script("LIST", outcome{err: nowhere("GET")})
		_, diags := tf.imported("c/t1")
		said(t, diags, none+"import team (c/t1)")
		asked(t, tf.api, "GET t1", "LIST fresh")
	})
	bubble(t, "import of another team", func(t *testing.T) {
		tf := start(t, within())
		got, diags := tf.imported("c/t1")
		said(t, diags)
		if got != nil {
			t.Errorf("imported %v", got.attrs)
		}
	})
	bubble(t, "read of what went with its company", func(t *testing.T) {
		tf := start(t, within())
		made := tf.created(config)
		tf.api.script("GET", outcome{err: nowhere("GET")})
		got, diags := tf.read(made)
		said(t, diags)
		if got != nil {
			t.Errorf("it is still there: %v", got.attrs)
		}
	})
}
