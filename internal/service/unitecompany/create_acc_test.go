package unitecompany_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// A create whose answer is lost is looked up and adopted, also on a later page of the search; one that surely did not
// happen is sent again, or is an error.
func TestAccUniteCompany_createFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		fault   sandbox.Fault
		posts   int
		adopted bool
		fails   string
	}{
		{name: "connection killed after the commit", fault: sandbox.Fault{Commit: true, Drop: true}, posts: 1, adopted: true},
		{name: "503 after the commit", fault: sandbox.Fault{Commit: true, Reply: sandbox.ProblemReply(503)}, posts: 1, adopted: true},
		{name: "answer cut after the commit", fault: sandbox.Fault{Commit: true, Truncate: true}, posts: 1, adopted: true},
		{name: "answer without an id", fault: sandbox.Fault{Commit: true, Reply: &sandbox.Reply{Status: 201, Body: "{}"}}, posts: 1, adopted: true},
		{name: "503 before the commit", fault: sandbox.Fault{Reply: sandbox.ProblemReply(503)}, posts: 2},
		{name: "429", fault: sandbox.Fault{Reply: sandbox.ProblemReply(429)}, posts: 2},
		{name: "link out of date", fault: sandbox.Fault{Reply: sandbox.ProblemReply(404)}, posts: 2},
		{name: "killed before the commit", fault: sandbox.Fault{Drop: true}, posts: 1, fails: "No such object appeared"},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.SetModes(sandbox.Modes{UnitePage: 3})
			for i := range 10 {
				insert(t, s, i, map[string]any{"name": fmt.Sprint("Acme GmbH branch ", i), "vatId": fmt.Sprintf("DE%09d", i)})
			}
			tc.fault.Method, tc.fault.Path = "POST", s.UnitePath("create-company")
			s.AddFaults(tc.fault)
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, acme()))
			made := 1
			if tc.fails != "" {
				tf.Fails([]string{"apply", "-auto-approve"}, "cannot tell whether Unite company", tc.fails)
				made = 0
			} else if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, `Warning: Adopted Unite company "Acme GmbH"`) != tc.adopted {
				t.Errorf("adopted should be %v: %s", tc.adopted, out)
			}
			if got := len(s.List(sandbox.UniteCompanies)); got != 10+made {
				t.Errorf("the sandbox has %d companies", got)
			}
			if got := posts(s); got != tc.posts {
				t.Errorf("%d creates were sent, expected %d", got, tc.posts)
			}
			if made == 1 {
				tf.NoChanges()
			}
		})
	}
}

// A company that may be the same stops the create, whatever its content is by now: a second one could not be taken back.
func TestAccUniteCompany_createBesideAnother(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		there map[string]any
		hcl   string
		free  bool
	}{
		"equal": {map[string]any{"name": "Acme GmbH",
			"address": map[string]any{"street": "Main street 1", "locality": "Berlin", "postalCode": "10115", "countryCode": "DE"},
			"contact": map[string]any{"email": "legal@acme.example", "phone": "+49 30 1"}}, acme(), false},
		"changed":            {map[string]any{"name": "Acme GmbH", "imprint": "https://acme.example"}, acme(), false},
		"renamed":            {map[string]any{"name": "Acme AG"}, acme(), false},
		"blocked":            {map[string]any{"name": "Acme GmbH", "blocked": true}, acme(), false},
		"VAT id lost":        {map[string]any{"name": "Acme GmbH", "vatId": nil, "noVatIdAvailable": true}, acme(), false},
		"VAT id found":       {map[string]any{"name": "Müller & Söhne"}, fullCompany, false},
		"name in other case": {map[string]any{"name": "MÜLLER & SÖHNE", "vatId": nil, "noVatIdAvailable": true}, fullCompany, false},
		"name without white space": {map[string]any{"name": "Müller & Söhne", "vatId": nil, "noVatIdAvailable": true},
			strings.Replace(fullCompany, "Müller & Söhne", " Müller  & Söhne ", 1), false},
		"VAT id in other case":       {nil, acme("DE123456789", "de123456789"), false},
		"VAT id without white space": {nil, acme("DE123456789", "DE 123 456 789"), false},
		"VAT id with punctuation":    {map[string]any{"vatId": "DE-123.456.789"}, acme(), false},
		"VAT id of another":          {map[string]any{"name": "Acme GmbH", "vatId": "DE987654321"}, acme(), true},
		"name of another, no VAT":    {map[string]any{"name": "Acme AG", "vatId": nil, "noVatIdAvailable": true}, acme(), true},
		"name of another, none has":  {map[string]any{"vatId": nil, "noVatIdAvailable": true}, fullCompany, true},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.SetModes(sandbox.Modes{UnitePage: 1})
			insert(t, s, 1, map[string]any{"vatId": "DE111111111"})
			insert(t, s, 2, tc.there)
			if tc.there["vatId"] == nil && tc.there["noVatIdAvailable"] == true {
				if err := s.Edit(sandbox.UniteCompanies, uuid(2), func(c map[string]any) { delete(c, "vatId") }); err != nil {
					t.Fatal(err)
				}
			}
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, tc.hcl))
			if tc.free {
				tf.OK("apply", "-auto-approve")
				tf.NoChanges()
			} else {
				out, code := tf.Run("apply", "-auto-approve")
				if code != 1 || !strings.Contains(out, "exists already") || strings.Count(out, "import {") != 1 || !strings.Contains(out, uuid(2)) {
					t.Errorf("apply ended with %d: %s", code, out)
				}
			}
			if made := posts(s); (made == 1) != tc.free {
				t.Errorf("%d creates were sent", made)
			}
		})
	}
}

// A company that Unite stored in another spelling is found again when the answer to its create was lost.
func TestAccUniteCompany_createStoredOtherwise(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		hcl, sent, stored, says string
		fails                   bool
	}{
		"name":   {strings.Replace(fullCompany, "Müller & Söhne", "Müller & Söhne ", 1), "Söhne ", "Söhne", "Warning: Adopted Unite company", false},
		"VAT id": {acme("DE123456789", "DE 123 456 789"), "DE 123 456 789", "DE123456789", "appeared whose content differs", true},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.AddFaults(sandbox.Fault{Method: "POST", Path: s.UnitePath("create-company"), Commit: true, Drop: true})
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				stored := strings.Replace(string(body), tc.sent, tc.stored, 1)
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(stored)), int64(len(stored))
				s.ServeHTTP(w, r)
			}))
			t.Cleanup(front.Close)
			at := *s
			at.URL = front.URL
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(&at, tc.hcl))
			out, code := tf.Run("apply", "-auto-approve")
			id, _ := s.Only(sandbox.UniteCompanies)
			if !strings.Contains(out, tc.says) || !strings.Contains(out, id) || (code != 0) != tc.fails {
				t.Errorf("apply ended with %d: %s", code, out)
			}
			if tc.fails { // and so does the next one
				tf.Fails([]string{"apply", "-auto-approve"}, "exists already", id)
			}
			if n := posts(s); n != 1 {
				t.Errorf("%d creates were sent", n)
			}
		})
	}
}

// Equal companies of one configuration are several companies. Many creates list the tenant's companies once, and read
// each company at its own address.
func TestAccUniteCompany_createMany(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.SetModes(sandbox.Modes{HideCreated: 1})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+config(s, acme(`"test" {`, "\"test\" {\n  count = 2")))
	tf.OK("apply", "-auto-approve")
	if got := s.List(sandbox.UniteCompanies); len(got) != 2 {
		t.Errorf("the sandbox has %v", got)
	}
	tf.NoChanges()

	s.SetModes(sandbox.Modes{})
	forget(t, s)
	tf.Write("more.tf", acme(`"test" {`, "\"more\" {\n  count = 20", `"Acme GmbH"`, `"More ${count.index}"`, "DE123456789", "DE1000000${count.index + 10}"))
	tf.OK("apply", "-auto-approve")
	if lists, reads := len(s.Sent("GET", s.UnitePath("companies"))), len(s.Sent("GET", s.UnitePath("self"))); lists > 2 || reads != 20 {
		t.Errorf("%d lists and %d companies were read", lists, reads)
	}
}

// After the create nothing is an error: the next read completes it, and a difference in it is like any later one.
func TestAccUniteCompany_createNotReadBack(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf := acctest.NewTerraform(t)
	s.AddFaults(sandbox.Fault{Method: "GET", Path: s.UnitePath("self"), Reply: sandbox.ProblemReply(500)})
	tf.Write("main.tf", acctest.RequiredProvider+config(s, acme()))
	tf.Prints([]string{"apply", "-auto-approve"}, "was written but not read back", "500 Internal Server Error")
	tf.NoChanges()
	edit(s, func(c map[string]any) { c["name"] = "Acme AG" })
	tf.Prints([]string{"apply", "-auto-approve"}, `name is "Acme AG", and the configuration sets it to "Acme GmbH"`)
	tf.Prints([]string{"plan", "-detailed-exitcode"}, `name is "Acme AG", and the configuration sets it to "Acme GmbH"`)
	tf.Write("main.tf", acctest.RequiredProvider+config(s, acme("Acme GmbH", "Acme KG")))
	tf.Fails([]string{"plan"}, "Error: Cannot change Unite company", `name is "Acme AG" and the configuration sets it to "Acme KG"`)
}

// What Unite refuses is reported at the attribute that it names.
func TestAccUniteCompany_refused(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name    string
		changes []string
		want    []string
	}{
		{"country", []string{`"DE"`, `"US"`}, []string{"Code: ENUM", "address.countryCode is not one of the allowed values", "Attribute: address.country_code"}},
		{"VAT id", []string{"DE123456789", "DE1"}, []string{"Code: INVALID_VAT_ID", `vat_id = "DE1"`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, acme(tc.changes...)))
			tf.Fails([]string{"apply", "-auto-approve"}, append(tc.want, `cannot create Unite company "Acme GmbH"`, "with "+address, "Request: POST /unite/", "Status: 400 Bad Request")...)
		})
	}
	// As the page has it, with errors that the provider finds by itself before.
	for pointer, attribute := range map[string]string{
		"#/address/postalCode": "Attribute: address.postal_code", "#/contact/email": "Attribute: contact.email", "#/name": `name = "Acme GmbH"`,
		"#/address": "address = {", "#/path/to/field": "with " + address,
	} {
		reply := sandbox.ProblemReply(400)
		reply.Body = fmt.Sprintf(`{"status": 400, "title": "Invalid", "detail": "Not accepted.", "errors": {"code": "MAXLENGTH", "path": %q, "limit": "10"}}`, pointer)
		s.AddFaults(sandbox.Fault{Method: "POST", Path: s.UnitePath("create-company"), Reply: reply})
		tf.Write("main.tf", acctest.RequiredProvider+config(s, acme()))
		tf.Fails([]string{"apply", "-auto-approve"}, attribute, "Code: MAXLENGTH", "is longer than 10 characters", "Not accepted.")
	}
	// Each of several at its own, and what is about none with the first.
	reply := sandbox.ProblemReply(400)
	reply.Body = `{"status": 400, "title": "Invalid", "detail": "Not accepted.", "errors": [{"code": "MAXLENGTH", "path": "#/name", "limit": "5"},
		{"code": "INVALID_VAT_ID", "path": "#/vatId"}, {"code": "MAXLENGTH", "path": "#/address/street", "limit": "3"}, {"code": "REQUIRED", "path": "#/address/street"}]}`
	s.AddFaults(sandbox.Fault{Method: "POST", Path: s.UnitePath("create-company"), Reply: reply})
	out, _ := tf.Run("apply", "-auto-approve")
	_, out, _ = strings.Cut(out, "Error:")
	parts := strings.Split(out, "Error:")
	if len(parts) != 3 {
		t.Fatalf("%d errors, expected 3: %s", len(parts), out)
	}
	for _, want := range [][]string{
		{`name = "Acme GmbH"`, "name is longer than 5 characters", "Details: Not accepted."},
		{`vat_id = "DE123456789"`, "vatId is not a valid VAT id"},
		{"Attribute: address.street", "address.street is longer than 3 characters", "address.street is required"},
	} {
		i := slices.IndexFunc(parts, func(part string) bool { return strings.Contains(part, want[0]) })
		for _, text := range want {
			if i < 0 || !strings.Contains(parts[i], text) || strings.Count(out, text) != 1 {
				t.Errorf("%q should be in one error: %s", want, out)
			}
		}
	}
	if got := s.List(sandbox.UniteCompanies); len(got) != 0 {
		t.Errorf("the sandbox has %v", got)
	}
}

// What cannot be right is refused before anything is sent, at the attribute; what may be right is a warning.
func TestAccUniteCompany_badInput(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name    string
		changes []string
		want    []string
		warning bool
	}{
		{"no VAT id", []string{`vat_id = "DE123456789"`, ""}, []string{"Error: No vat_id, and no word that there is none", "no_vat_id_available = true"}, false},
		{"empty VAT id", []string{"DE123456789", ""}, []string{"Error: No vat_id, and no word that there is none", `vat_id = ""`}, false},
		{"VAT id and none", []string{"vat_id =", "no_vat_id_available = true\n vat_id ="}, []string{"Warning: vat_id beside no_vat_id_available", "no_vat_id_available = true", "leave no_vat_id_available out"}, true},
		{"postal code", []string{"10115", "10115 Berlin"}, []string{`Error: Too long: "10115 Berlin" for postal_code`, "has 12 characters; the API takes up to 10", "Attribute: address.postal_code"}, false},
		{"email", []string{"legal@acme.example", "legal"}, []string{`Error: Wrong mail address "legal" for email`, "Attribute: contact.email"}, false},
		{"country in small letters", []string{`"DE"`, `"de"`}, []string{`Error: Wrong case of "de" for country_code`, `"de" is written "DE"`, "Attribute: address.country_code"}, false},
		{"no country", []string{`"DE"`, `"XX"`}, []string{`Error: Unknown country "XX" for country_code`, `"XX" is not an ISO 3166-1 country code`, "Attribute: address.country_code"}, false},
		{"empty country", []string{`"DE"`, `""`}, []string{"Error: Empty text for country_code", "Attribute: address.country_code"}, false},
		{"empty name", []string{"Acme GmbH", ""}, []string{"Error: Empty text for name", "name is empty. Set it"}, false},
		{"empty street", []string{"Main street 1", ""}, []string{"Error: Empty text for street", "Attribute: address.street"}, false},
		{"no locality", []string{"locality ", "# "}, []string{`attribute "locality" is required`}, false},
		{"other country", []string{`"DE"`, `"US"`}, []string{`Warning: Unknown value "US" for country_code`, "Attribute: address.country_code"}, true},
		{"VAT id of no country", []string{"DE123456789", "123456789"}, []string{`Warning: Unusual VAT id "123456789" for vat_id`, "the two capitals of its country"}, true},
		{"VAT id of an unknown country", []string{"DE123456789", "US12"}, []string{"Warning: Unusual VAT id", "VAT ids that begin with US are not known"}, true},
		{"VAT id of the wrong form, no Unite country", []string{"DE123456789", "LU1"}, []string{"Warning: Unusual VAT id", "after LU come 8 digits"}, true},
		{"VAT id of the wrong form", []string{"DE123456789", "AT123456789"}, []string{"Warning: Unusual VAT id", "after AT come U and 8 digits"}, true},
		{"imprint", []string{"vat_id =", "imprint = \"acme.example\"\n vat_id ="}, []string{`Warning: Unusual address "acme.example" for imprint`, `"acme.example" does not look like the URL of a page`}, true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+config(s, acme(tc.changes...)))
			if tc.warning {
				tf.Prints([]string{"plan"}, tc.want...)
			} else {
				tf.Fails([]string{"plan"}, tc.want...)
			}
		})
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
