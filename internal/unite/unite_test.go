package unite_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

func create(t *testing.T, c *unite.Client) error {
	t.Helper()
	_, _, err := c.CreateCompany(t.Context(), httpx.Write{}, map[string]any{"name": "New"}, nil)
	return err
}

func TestNew_badURL(t *testing.T) {
	t.Parallel()
	const above = "The root of the API is above that, and the version is no part of it. Set it to https://api.example.com/api."
	for _, tt := range []struct {
		config unite.Config
		want   string // how the error begins; empty for none
	}{
		{unite.Config{BaseURL: "http://api.example.com"}, "base_url would send credentials unencrypted"},
		{unite.Config{BaseURL: "https://api.example.com?a=b"}, "base_url has a query"},
		{unite.Config{BaseURL: "https://api.example.com/api/v1"}, "base_url ends in /v1: " + above},
		{unite.Config{BaseURL: "https://api.example.com/api/v2/"}, "base_url ends in /v2: " + above},
		{unite.Config{BaseURL: "https://api.example.com/api/tenant"}, "base_url ends in /tenant: " + above},
		{unite.Config{BaseURL: "https://api.example.com/api/tenant/companies"}, "base_url ends in /tenant/companies: " + above},
		{unite.Config{BaseURL: "https://api.example.com/api/"}, ""},
		{unite.Config{BaseURL: "https://api.example.com/tenant"}, ""},
		{unite.Config{BaseURL: "https://api.example.com", TokenURL: "http://login.example.com/token"}, "token_url would send credentials unencrypted"},
	} {
		_, err := unite.New(tt.config)
		if (err == nil) != (tt.want == "") || err != nil && !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: got %v", tt.config.BaseURL, err)
		}
	}
}

func TestTenant(t *testing.T) {
	t.Parallel()
	f := start(t, 0)
	for _, base := range []string{f.URL + "/api", f.URL + "/api/"} {
		c := client(t, unite.Config{BaseURL: base, AccessToken: "token"})
		for range 2 {
			if got, err := c.Tenant(t.Context()); got != "tenant-1" || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		}
		if got := f.requests(); !cmp.Equal(got, []string{"GET root"}) || c.Origin() != f.URL {
			t.Errorf("requests %q, origin %s", got, c.Origin())
		}
	}
	f.edit = func(document map[string]any) { delete(document, "tenantId") }
	if got, err := f.client(t).Tenant(t.Context()); err == nil || !strings.Contains(err.Error(), "UNITE_BASE_URL") {
		t.Errorf("without tenantId: got %q, %v", got, err)
	}
}

// Links may be written in every way that RFC 3986 knows; each start has others.
func TestLinks(t *testing.T) {
	t.Parallel()
	below := func(f *fake, path string) string { return strings.TrimPrefix(f.place, "/api/") + path }
	for name, href := range map[string]func(*fake, string) string{
		"absolute":           absolute,
		"from the root":      fromRoot,
		"network path":       func(f *fake, path string) string { return strings.TrimPrefix(f.URL, "http:") + f.place + path },
		"upper case host":    func(f *fake, path string) string { return strings.Replace(f.URL, "http", "HTTP", 1) + f.place + path },
		"fragment":           func(f *fake, path string) string { return absolute(f, path) + "#here" },
		"dots":               func(f *fake, path string) string { return "/x/.." + f.place + "/./y/.." + path },
		"query of a default": func(f *fake, path string) string { return absolute(f, path) + "?offset=0&limit=3" },
		"relative": func(f *fake, path string) string {
			switch path { // as seen from the documents that hold them
			case "/t":
				return below(f, path)
			case "/t/c":
				return "t/c"
			default:
				return "c/" + strings.TrimPrefix(path, "/t/c/")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, 3)
			f.href, f.pageCap = href, 2
			c := f.client(t)
			got, err := c.Companies(t.Context(), "", "", false)
			if err != nil || len(got) != 3 {
				t.Fatalf("got %d companies, %v", len(got), err)
			}
			made, self, err := c.CreateCompany(t.Context(), httpx.Write{}, map[string]any{"name": "New"}, nil)
			if err != nil || made["companyId"] != id(3) || !strings.HasPrefix(self, f.self(id(3))) || strings.Contains(self, "#") {
				t.Fatalf("got %v at %s, %v", made, self, err)
			}
			f.requests()
			if got, _, err := c.Company(t.Context(), id(3), self, true); err != nil || got["name"] != "New" {
				t.Errorf("got %v, %v", got, err)
			}
			if got := f.requests(); !cmp.Equal(got, []string{"GET company"}) {
				t.Errorf("requests %q: a known address needs no discovery", got)
			}
		})
	}
}

func TestLinks_foreignOrigin(t *testing.T) {
	t.Parallel()
	var strangers atomic.Int32
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	t.Cleanup(foreign.Close)
	for name, at := range map[string]func(f *fake) string{
		"other port":   func(*fake) string { return foreign.URL },
		"network path": func(*fake) string { return strings.TrimPrefix(foreign.URL, "http:") },
		"other scheme": func(f *fake) string { return strings.Replace(f.URL, "http:", "https:", 1) },
		"user name":    func(f *fake) string { return strings.Replace(f.URL, "//", "//user:pass@", 1) },
	} {
		for _, rel := range []string{"tenant-root", "companies", "create-company"} {
			f := start(t, 1)
			f.edit = func(document map[string]any) {
				for _, l := range links(document) {
					if l["rel"] == rel {
						l["href"] = at(f) + "/secret-part"
					}
				}
			}
			c := f.client(t)
			err := create(t, c)
			if rel == "companies" {
				_, err = c.Companies(t.Context(), "", "", false)
			}
			if err == nil || !strings.Contains(err.Error(), rel) || !strings.Contains(err.Error(), "is refused") || strings.Contains(err.Error(), "secret-part") || apierr.NotFound(err) {
				t.Errorf("%s, %s: got %v", name, rel, err)
			} else if user := strings.Contains(err.Error(), "user name"); user != (name == "user name") || strings.Contains(err.Error(), "pass") {
				t.Errorf("%s, %s: the reason is given as %v", name, rel, err)
			}
		}
		// A company's own link is only a hint: the company is read, and the link not used.
		f := start(t, 1)
		f.edit = func(document map[string]any) {
			members, _ := document["members"].([]any)
			for _, m := range members {
				links(m.(map[string]any))[0]["href"] = at(f) + "/x"
			}
		}
		got, self, err := f.client(t).Company(t.Context(), id(0), at(f)+"/x", true)
		if err != nil || got["companyId"] != id(0) || self != "" {
			t.Errorf("%s: got %v at %q, %v", name, got, self, err)
		}
	}
	if n := strangers.Load(); n != 0 {
		t.Errorf("%d requests left the origin", n)
	}
}

func TestLinks_missing(t *testing.T) {
	t.Parallel()
	for _, rel := range []string{"tenant-root", "companies"} {
		f := start(t, 1)
		f.edit = func(document map[string]any) {
			for _, l := range links(document) {
				if l["rel"] == rel {
					l["rel"] = "else"
				}
			}
		}
		_, _, err := f.client(t).Company(t.Context(), id(0), "", false)
		if err == nil || !strings.Contains(err.Error(), `"`+rel+`" is missing`) || apierr.NotFound(err) {
			t.Errorf("%s: got %v", rel, err)
		}
	}
}

func TestLinks_method(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rel     string
		methods []any // of as many links with that relation, nil for none said
		sent    string
		refused bool
	}{
		{rel: "create-company", methods: []any{nil}, sent: "POST companies"},
		{rel: "create-company", methods: []any{"PUT"}, sent: "PUT companies"},
		{rel: "create-company", methods: []any{"put"}, sent: "PUT companies"},
		{rel: "create-company", methods: []any{"GET", "POST"}, sent: "POST companies"},
		{rel: "create-company", methods: []any{"GET"}, refused: true},
		{rel: "companies", methods: []any{nil}, sent: "GET companies"},
		{rel: "companies", methods: []any{"POST", "GET"}, sent: "GET companies"},
		{rel: "companies", methods: []any{"DELETE"}, refused: true},
		{rel: "companies", methods: []any{"POST"}, refused: true},
	} {
		f := start(t, 1)
		f.edit = func(document map[string]any) {
			schema, _ := document["_schema"].(map[string]any)
			var out []any
			for _, l := range links(document) {
				if l["rel"] != tt.rel {
					out = append(out, l)
					continue
				}
				for _, m := range tt.methods {
					l := map[string]any{"rel": l["rel"], "href": l["href"], "method": m}
					if m == nil {
						delete(l, "method")
					}
					out = append(out, l)
				}
			}
			schema["links"] = out
		}
		c := f.client(t)
		var err error
		if tt.rel == "companies" {
			_, err = c.Companies(t.Context(), "", "", false)
		} else {
			err = create(t, c)
		}
		want := []string{"GET root", "GET tenant"}
		if !tt.refused {
			want = append(want, tt.sent)
		}
		if got := f.requests(); !cmp.Equal(got, want) || (err != nil) != tt.refused {
			t.Errorf("%s %v: requests %q, %v", tt.rel, tt.methods, got, err)
		}
	}
}

// The relations are discovered by one of many, and not again.
func TestRelations_once(t *testing.T) {
	t.Parallel()
	f := start(t, 0)
	c := f.client(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := create(t, c); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got := f.requests()
	if want := []string{"GET root", "GET tenant"}; len(got) != 22 || !cmp.Equal(got[:2], want) || slices.Contains(got[2:], "GET root") {
		t.Errorf("requests %q", got)
	}
}

func TestRelations_moved(t *testing.T) {
	t.Parallel()
	for name, notFound := range map[string]func(w http.ResponseWriter){
		"problem":  func(w http.ResponseWriter) { problem(w, 404, `{"status": 404, "title": "Not Found"}`) },
		"page":     func(w http.ResponseWriter) { write(w, 404, "text/html", "<p>nothing</p>") },
		"no words": func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, 2)
			f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/api/" || strings.HasPrefix(r.URL.Path, f.place) {
					return false
				}
				notFound(w)
				return true
			}
			c := f.client(t)

			// Only the root is known when the tenant moves.
			if _, err := c.Tenant(t.Context()); err != nil {
				t.Fatal(err)
			}
			old := f.place
			f.move()
			if got, err := c.Companies(t.Context(), "", "", false); err != nil || len(got) != 2 {
				t.Fatalf("got %v, %v", got, err)
			}
			if got, want := f.requests(), []string{"GET root", "GET " + old + "/t", "GET root", "GET tenant", "GET companies"}; !cmp.Equal(got, want) {
				t.Errorf("requests %q, want %q", got, want)
			}

			// All is known when it moves.
			old = f.place
			f.move()
			if err := create(t, c); err != nil {
				t.Fatal(err)
			}
			if got, want := f.requests(), []string{"POST " + old + "/t/c", "GET root", "GET tenant", "POST companies"}; !cmp.Equal(got, want) || len(f.companies) != 3 {
				t.Errorf("requests %q, want %q", got, want)
			}
		})
	}
}

// A 404 on the way to the companies is no answer about a company, and is not asked for again and again.
func TestRelations_nothingThere(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		dead string // a route
		warm bool   // the relations are known before
		want []string
	}{
		"root":            {dead: "/api/", want: []string{"GET root"}},
		"tenant":          {dead: "/t", want: []string{"GET root", "GET tenant"}},
		"companies":       {dead: "/t/c", want: []string{"GET root", "GET tenant", "GET companies"}},
		"companies later": {dead: "/t/c", warm: true, want: []string{"GET companies", "GET root", "GET tenant", "GET companies"}},
	} {
		f := start(t, 1)
		c := f.client(t)
		if tt.warm {
			if _, err := c.Companies(t.Context(), "warm", "", false); err != nil {
				t.Fatal(err)
			}
			f.requests()
		}
		f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != tt.dead && r.URL.Path != f.place+tt.dead {
				return false
			}
			problem(w, 404, `{"status": 404, "title": "Not Found"}`)
			return true
		}
		_, _, err := c.Company(t.Context(), id(0), "", false)
		if e := failure(t, err); e.Status != 404 || apierr.NotFound(err) || !strings.Contains(e.Hint, "UNITE_BASE_URL") {
			t.Errorf("%s: got %v, hint %q", name, err, e.Hint)
		}
		if got := f.requests(); !cmp.Equal(got, tt.want) {
			t.Errorf("%s: requests %q, want %q", name, got, tt.want)
		}
	}
}

func TestCreateCompany(t *testing.T) {
	t.Parallel()
	f := start(t, 1)
	c := f.client(t)
	if got, err := c.Companies(t.Context(), "", "", false); err != nil || len(got) != 1 {
		t.Fatalf("got %v, %v", got, err)
	}
	body := map[string]any{"name": "R&D <1>", "address": map[string]any{"street": "Straße 1"}}
	got, self, err := c.CreateCompany(t.Context(), httpx.Write{}, body, nil, "R&D <1>")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"name": "R&D <1>", "address": map[string]any{"street": "Straße 1"}, "companyId": id(1), "companyNumber": "7"}
	if diff := cmp.Diff(want, got); diff != "" || self != f.self(id(1)) {
		t.Errorf("at %s (-want +got):\n%s", self, diff)
	}
	// The list from before the create is not used again.
	if got, err := c.Companies(t.Context(), "", "", false); err != nil || len(got) != 2 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCreateCompany_failed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer    func(w http.ResponseWriter)
		ambiguous bool
		enveloped bool
	}{
		"refused":      {answer: func(w http.ResponseWriter) { problem(w, 400, `{"status": 400, "title": "Invalid"}`) }, enveloped: true},
		"server error": {answer: func(w http.ResponseWriter) { problem(w, 500, `{"status": 500, "title": "Error"}`) }, enveloped: true, ambiguous: true},
		"unavailable":  {answer: func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }, ambiguous: true},
		"no id":        {answer: func(w http.ResponseWriter) { write(w, 201, mediaType, `{"name": "New"}`) }, ambiguous: true},
		"no body":      {answer: func(w http.ResponseWriter) { w.WriteHeader(http.StatusCreated) }, ambiguous: true},
		"no object":    {answer: func(w http.ResponseWriter) { write(w, 201, mediaType, `[]`) }, ambiguous: true},
		"page":         {answer: func(w http.ResponseWriter) { write(w, 200, "text/html", `<p>hi</p>`) }, ambiguous: true},
		"cut off":      {answer: func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, ambiguous: true},
	} {
		f := start(t, 0)
		f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPost {
				tt.answer(w)
			}
			return r.Method == http.MethodPost
		}
		c := client(t, unite.Config{BaseURL: f.URL + "/api", AccessToken: "token", MaxRetries: 2})
		company, self, err := c.CreateCompany(t.Context(), httpx.Write{}, map[string]any{"name": "New"}, nil)
		if e := failure(t, err); e.Ambiguous != tt.ambiguous || e.Enveloped != tt.enveloped || company != nil || self != "" {
			t.Errorf("%s: got %+v", name, e)
		}
		if got, want := f.requests(), []string{"GET root", "GET tenant", "POST companies"}; !cmp.Equal(got, want) {
			t.Errorf("%s: requests %q", name, got)
		}
	}
}

func TestProblem(t *testing.T) {
	t.Parallel()
	full := `{"status": 400, "title": "Invalid", "detail": "not accepted", "errors": [
		{"code": "ENUM", "path": "#/address/countryCode"}, {"code": "INVALID_EMAIL", "path": "#/contact/email"},
		{"code": "INVALID_VAT_ID", "path": "#/vatId"}, {"code": "MAXLENGTH", "path": "#/address/postalCode", "limit": 10},
		{"code": "MAXLENGTH", "path": "#/name", "limit": "80"}, {"code": "REQUIRED", "path": "#/a~1b%20c"}, {"code": "NEW", "path": "/imprint"}]}`
	invalid := apierr.Message{Text: "Invalid", Detail: "not accepted"}
	limit := func(n string) []apierr.Parameter { return []apierr.Parameter{{Name: "limit", Value: n}} }
	for _, tt := range []struct {
		name, contentType, body string
		enveloped               bool
		messages                []apierr.Message
	}{
		{name: "full", contentType: problemType + ";charset=UTF-8", body: full, enveloped: true, messages: []apierr.Message{
			{Code: "ENUM", Text: "address.countryCode is not one of the allowed values", Pointer: "/address/countryCode"},
			{Code: "INVALID_EMAIL", Text: "contact.email is not a valid email address", Pointer: "/contact/email"},
			{Code: "INVALID_VAT_ID", Text: "vatId is not a valid VAT id", Pointer: "/vatId"},
			{Code: "MAXLENGTH", Text: "address.postalCode is longer than 10 characters", Pointer: "/address/postalCode", Parameters: limit("10")},
			{Code: "MAXLENGTH", Text: "name is longer than 80 characters", Pointer: "/name", Parameters: limit("80")},
			{Code: "REQUIRED", Text: "a~1b c is required", Pointer: "/a~1b c"},
			{Code: "NEW", Text: "imprint", Pointer: "/imprint"},
			invalid,
		}},
		{
			name: "one object", contentType: problemType, enveloped: true,
			body:     `{"status": 400, "title": "Invalid", "detail": "not accepted", "errors": {"code": "REQUIRED", "path": "#/name"}}`,
			messages: []apierr.Message{{Code: "REQUIRED", Text: "name is required", Pointer: "/name"}, invalid},
		},
		{
			name: "limit in words, no path", contentType: problemType, enveloped: true,
			body:     `{"status": 400, "title": "Invalid", "detail": "not accepted", "errors": [{"code": "MAXLENGTH", "limit": "ten"}, {"code": "NEW"}]}`,
			messages: []apierr.Message{{Code: "MAXLENGTH", Text: "is too long", Parameters: limit("ten")}, {Code: "NEW"}, invalid},
		},
		{name: "no errors, detail repeats", contentType: problemType, body: `{"status": 400, "title": "X", "detail": "X"}`, enveloped: true, messages: []apierr.Message{{Text: "X"}}},
		{name: "strange errors", contentType: problemType, body: `{"status": 400, "title": "X", "errors": [1, null, {}, {"code": 5}]}`, enveloped: true, messages: []apierr.Message{{Text: "X"}}},
		{name: "another media type", contentType: "application/json", body: full},
		{name: "vendor's media type", contentType: mediaType, body: full},
		{name: "no status", contentType: problemType, body: `{"title": "Invalid"}`},
		{name: "another status", contentType: problemType, body: `{"status": 404, "title": "Not Found"}`},
		{name: "no title", contentType: problemType, body: `{"status": 400}`},
		{name: "array", contentType: problemType, body: `[]`},
		{name: "page", contentType: "text/html", body: `<p>no</p>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := start(t, 0)
			f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodPost {
					write(w, 400, tt.contentType, tt.body)
				}
				return r.Method == http.MethodPost
			}
			e := failure(t, create(t, f.client(t)))
			if diff := cmp.Diff(tt.messages, e.Messages); diff != "" || e.Enveloped != tt.enveloped || e.Status != 400 {
				t.Errorf("enveloped %t, %v (-want +got):\n%s", e.Enveloped, e, diff)
			}
		})
	}
}

// provider is an identity provider that replaces the refresh token at each use, and makes the access token that the
// API takes.
type provider struct {
	*httptest.Server
	mu    sync.Mutex
	forms []url.Values
}

func identity(t *testing.T, f *fake) *provider {
	t.Helper()
	p := &provider{}
	valid := "none"
	f.intercept = func(_ http.ResponseWriter, r *http.Request) bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+valid {
			return false // refused below
		}
		r.Header.Set("Authorization", "Bearer token")
		return false
	}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if err := r.ParseForm(); err != nil || r.Header.Get("Authorization") != "" || r.Method != http.MethodPost {
			t.Errorf("%s, %v", r.Method, err)
		}
		p.forms = append(p.forms, r.PostForm)
		if want := fmt.Sprint("refresh-", len(p.forms)); r.PostForm.Get("refresh_token") != want {
			write(w, 403, "application/json", `{"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}`)
			return
		}
		valid = fmt.Sprint("access-", len(p.forms))
		write(w, 200, "application/json", fmt.Sprintf(`{"access_token": %q, "refresh_token": "refresh-%d", "expires_in": 86400, "token_type": "Bearer", "scope": "offline_access"}`, valid, len(p.forms)+1))
	}))
	t.Cleanup(p.Close)
	return p
}

// tokens are the requests for tokens.
func (p *provider) tokens() []url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.forms)
}

func TestRefreshToken_rotated(t *testing.T) {
	t.Parallel()
	f := start(t, 5)
	f.pageCap = 2
	p := identity(t, f)
	// The API refuses the first token in the middle of the list.
	inner, lists := f.intercept, 0
	f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/t/c") && r.Header.Get("Authorization") == "Bearer access-1" {
			if lists++; lists > 1 {
				problem(w, 401, `{"status": 401, "title": "Unauthorized"}`)
				return true
			}
		}
		return inner(w, r)
	}
	c := client(t, unite.Config{BaseURL: f.URL + "/api", TokenURL: p.URL, ClientID: "id", ClientSecret: "s&cret", RefreshToken: "refresh-1"})
	if n := len(p.tokens()); n != 0 {
		t.Fatalf("%d tokens before the first need", n)
	}
	got, err := c.Companies(t.Context(), "", "", false)
	if err != nil || len(got) != 5 {
		t.Fatalf("got %d companies, %v", len(got), err)
	}
	var want []url.Values
	for _, token := range []string{"refresh-1", "refresh-2"} {
		want = append(want, url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {token}, "client_id": {"id"}, "client_secret": {"s&cret"}, "scope": {"offline_access"},
		})
	}
	if diff := cmp.Diff(want, p.tokens()); diff != "" {
		t.Errorf("token requests (-want +got):\n%s", diff)
	}
	if got, want := f.requests(), []string{"GET root", "GET tenant", "GET companies", "GET companies", "GET companies", "GET companies"}; !cmp.Equal(got, want) {
		t.Errorf("requests %q: an expired token costs one more, and no new start", got)
	}
}

// A provider that does not replace the refresh token gets the same one again.
func TestRefreshToken_kept(t *testing.T) {
	t.Parallel()
	f := start(t, 0)
	var got []string
	token := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.PostFormValue("refresh_token"))
		write(w, 200, "application/json", `{"access_token": "token", "expires_in": 86400}`)
	}))
	t.Cleanup(token.Close)
	f.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
		if len(got) == 1 {
			problem(w, 401, `{"status": 401, "title": "Unauthorized"}`)
		}
		return len(got) == 1
	}
	c := client(t, unite.Config{BaseURL: f.URL + "/api", TokenURL: token.URL, ClientID: "id", ClientSecret: "secret", RefreshToken: "forever"})
	if _, err := c.Tenant(t.Context()); err != nil || !cmp.Equal(got, []string{"forever", "forever"}) {
		t.Errorf("refresh tokens %q, %v", got, err)
	}
}

func TestUnconfigured(t *testing.T) {
	t.Parallel()
	f := start(t, 0)
	base := f.URL + "/api"
	for _, c := range []unite.Config{
		{BaseURL: base},
		{BaseURL: base, ClientID: "id", ClientSecret: "secret"},
		{BaseURL: base, ClientID: "id", RefreshToken: "refresh"},
		{BaseURL: base, ClientSecret: "secret", RefreshToken: "refresh"},
		{AccessToken: "token"},
		{ClientID: "id", ClientSecret: "secret", RefreshToken: "refresh"},
	} {
		c.Unconfigured = apierr.New("No address", "set unite.base_url")
		err := create(t, client(t, c))
		if e := failure(t, err); !strings.Contains(err.Error(), c.Unconfigured.Hint) || e.Ambiguous {
			t.Errorf("got %v", err)
		}
	}
	if got := f.requests(); len(got) != 0 {
		t.Errorf("requests %q without root or credentials", got)
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	title := func(status int) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "3600") // longer than anybody waits
			problem(w, status, fmt.Sprintf(`{"status": %d, "title": "X"}`, status))
			return true
		}
	}
	token := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			write(w, status, "application/json", body)
		}
	}
	good := token(200, `{"access_token": "token"}`)
	for _, tt := range []struct {
		name  string
		api   func(http.ResponseWriter, *http.Request) bool
		token http.HandlerFunc // nil: a static token
		want  string
	}{
		{name: "401 static", api: title(401), want: "UNITE_ACCESS_TOKEN"},
		{name: "401 after refresh", api: title(401), token: good, want: "fetched just now"},
		{name: "403", api: title(403), want: "rights"},
		{name: "406", api: title(406), want: "version 1"},
		{name: "415", api: title(415), want: "version 1"},
		{name: "429", api: title(429), want: "requests_per_second"},
		{name: "404", api: title(404), want: "nothing at this link"},
		{name: "400", api: title(400), want: ""},
		{name: "page", api: func(w http.ResponseWriter, _ *http.Request) bool { write(w, 403, "text/html", "no"); return true }, want: "UNITE_BASE_URL"},
		{name: "redirect", api: func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "https://login.invalid", http.StatusFound)
			return true
		}, want: "unite.base_url"},
		{name: "refresh token used up", token: token(403, `{"error": "invalid_grant"}`), want: "UNITE_REFRESH_TOKEN"},
		{name: "no token endpoint", token: token(404, `{}`), want: "UNITE_TOKEN_URL"},
		{name: "token endpoint limited", token: token(429, `{}`), want: "how often tokens"},
		{name: "token endpoint redirects", token: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.invalid", http.StatusFound)
		}, want: "unite.token_url"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := start(t, 0)
			f.intercept = tt.api
			config := unite.Config{BaseURL: f.URL + "/api", AccessToken: "token"}
			if tt.token != nil {
				s := httptest.NewServer(tt.token)
				t.Cleanup(s.Close)
				config = unite.Config{BaseURL: f.URL + "/api", TokenURL: s.URL, ClientID: "id", ClientSecret: "secret", RefreshToken: "refresh"}
			}
			e := failure(t, create(t, client(t, config)))
			if !strings.Contains(e.Hint, tt.want) || (e.Hint == "") != (tt.want == "") {
				t.Errorf("hint %q, want %q in it (%v)", e.Hint, tt.want, e)
			}
			if apierr.NotFound(e) {
				t.Errorf("%v is taken for the end of an object", e)
			}
		})
	}
}

// inside carries requests to a handler in this process.
type inside struct{ h http.Handler }

func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	i.h.ServeHTTP(w, r)
	return w.Result(), nil
}

func TestTransport(t *testing.T) {
	t.Parallel()
	f := start(t, 2)
	f.href = fromRoot
	c := client(t, unite.Config{BaseURL: "https://sandbox.invalid/api", AccessToken: "token", Transport: inside{f}})
	got, self, err := c.Company(t.Context(), id(1), "", false)
	if err != nil || got["name"] != "Company 1" || !strings.HasPrefix(self, "https://sandbox.invalid/api/") {
		t.Errorf("got %v at %s, %v", got, self, err)
	}
}

func TestMaxRetries(t *testing.T) {
	t.Parallel()
	f := start(t, 1)
	f.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
		if len(f.seen) <= 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return len(f.seen) <= 2
	}
	c := client(t, unite.Config{BaseURL: f.URL + "/api", AccessToken: "token", MaxRetries: 2})
	_, err := c.Tenant(t.Context())
	if got := f.requests(); err != nil || len(got) != 3 {
		t.Errorf("%v after %q", err, got)
	}
}

// What a body holds reaches no error.
func TestCreateCompany_secrets(t *testing.T) {
	t.Parallel()
	f := start(t, 0)
	f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		body, _ := io.ReadAll(r.Body)
		write(w, 400, "text/plain", "cannot take "+string(body))
		return true
	}
	_, _, err := f.client(t).CreateCompany(t.Context(), httpx.Write{}, map[string]any{"name": "s3cr3t"}, nil, "s3cr3t")
	if err == nil || strings.Contains(err.Error(), "s3cr3t") || errors.Is(err, apierr.ErrGone) {
		t.Errorf("got %v", err)
	}
}
