package spotnana_test

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

// recorder is a server that remembers what it was asked.
type recorder struct {
	*httptest.Server
	mu    sync.Mutex
	lines []string
}

func serve(t *testing.T, h http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		r.lines = append(r.lines, req.Method+" "+req.RequestURI)
		r.mu.Unlock()
		h(w, req)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) requests() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.lines)
}

func write(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { write(w, status, "application/json", body) }
}

func client(t *testing.T, c spotnana.Config) *spotnana.Client {
	t.Helper()
	c.UserAgent, c.RetryWait = "test/1", time.Millisecond
	got, err := spotnana.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func failure(t *testing.T, err error) *apierr.Error {
	t.Helper()
	e := apierr.As(err)
	if e == nil {
		t.Fatalf("got %v, want an *apierr.Error", err)
	}
	return e
}

func get(t *testing.T, c *spotnana.Client) error {
	t.Helper()
	_, err := c.Do(t.Context(), spotnana.Request{Method: "GET", Path: "/v2/companies/1"})
	return err
}

func TestNew_badURL(t *testing.T) {
	t.Parallel()
	const adds = "The provider adds that to it by itself. Set it to https://api.example.com"
	token := func(url string) spotnana.Config {
		return spotnana.Config{BaseURL: "https://api.example.com", TokenURL: url}
	}
	for _, tt := range []struct {
		config spotnana.Config
		want   string // how the error begins; empty for none
	}{
		{spotnana.Config{}, "base_url is not an absolute URL"},
		{spotnana.Config{BaseURL: "http://api.example.com"}, "base_url would send credentials unencrypted"},
		{spotnana.Config{BaseURL: "https://api.example.com?a=b"}, "base_url has a query"},
		{spotnana.Config{BaseURL: "https://api.example.com/v2"}, "base_url ends in /v2: " + adds + "."},
		{spotnana.Config{BaseURL: "https://api.example.com/v3/"}, "base_url ends in /v3: " + adds + "."},
		{spotnana.Config{BaseURL: "https://api.example.com/V3"}, "base_url ends in /V3: " + adds + "."},
		{spotnana.Config{BaseURL: "https://api.example.com//v2//"}, "base_url ends in //v2: " + adds + "."},
		{spotnana.Config{BaseURL: "https://api.example.com/gateway/v2"}, "base_url ends in /v2: " + adds + "/gateway."},
		{spotnana.Config{BaseURL: "https://api.example.com/v2/companies/"}, "base_url ends in /v2/companies: " + adds + "."},
		{spotnana.Config{BaseURL: "https://api.example.com/v2/auth/oauth2-token"}, "base_url ends in /v2/auth/oauth2-token: " + adds + "."},
		{spotnana.Config{BaseURL: "https://api.example.com/v2?x=y"}, "base_url has a query: Set it to https://api.example.com."},
		{spotnana.Config{BaseURL: "https://api.example.com/v1"}, ""},
		{spotnana.Config{BaseURL: "https://api.example.com/v2/gateway"}, ""},
		{spotnana.Config{BaseURL: "https://api.example.com/dev2"}, ""},
		{spotnana.Config{BaseURL: "https://developer.example.com/_mock/openapi/policyapi/"}, "base_url is a mock server that answers examples"},
		{spotnana.Config{BaseURL: "https://developer.example.com/_mock/openapi/policyapi/v2?x=y"}, "base_url is a mock server that answers examples"},
		{spotnana.Config{BaseURL: "https://developer.example.com/_mock"}, "base_url is a mock server that answers examples"},
		{spotnana.Config{BaseURL: "https://developer.example.com/no_mock/x"}, ""},
		{token("http://login.example.com/token"), "token_url would send credentials unencrypted"},
		{token("https://login.example.com"), "token_url is no token endpoint: It is the complete address of the endpoint. Leave it out for the API's own, or set it to https://login.example.com/v2/auth/oauth2-token."},
		{token("https://login.example.com/v2/"), "token_url is no token endpoint"},
		{token("https://login.example.com/gateway/v2/auth"), "token_url is no token endpoint"},
		{token("https://login.example.com/v2/auth/oauth2-token/"), ""},
		{token("https://login.example.com/token?tenant=x"), ""},
	} {
		_, err := spotnana.New(tt.config)
		if (err == nil) != (tt.want == "") || err != nil && !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s %s: got %v", tt.config.BaseURL, tt.config.TokenURL, err)
		}
	}
}

func TestDo(t *testing.T) {
	t.Parallel()
	var body, header string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		body = string(data)
		header = strings.Join([]string{r.Header.Get("Authorization"), r.Header.Get("User-Agent"), r.Header.Get("Content-Type"), r.Header.Get("Accept")}, "|")
		answer(201, `{"id": 12345678901234567890}`)(w, r)
	})
	c := client(t, spotnana.Config{BaseURL: s.URL + "/gateway/", AccessToken: "token"})
	got, err := c.Do(t.Context(), spotnana.Request{
		Method: "POST",
		Path:   "/v2/companies/" + url.PathEscape("a/b c?") + "/policies",
		Query:  url.Values{"externalId": {"x&y"}},
		Body:   map[string]any{"name": "R&D <1>", "number": json.Number("1.10")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]any{"id": json.Number("12345678901234567890")}; !cmp.Equal(got, any(want)) {
		t.Errorf("answer %v", got)
	}
	if want := []string{"POST /gateway/v2/companies/a%2Fb%20c%3F/policies?externalId=x%26y"}; !cmp.Equal(s.requests(), want) {
		t.Errorf("requests %q, want %q", s.requests(), want)
	}
	if want := `{"name":"R&D <1>","number":1.10}`; body != want {
		t.Errorf("body %s, want %s", body, want)
	}
	if want := "Bearer token|test/1|application/json|application/json"; header != want {
		t.Errorf("headers %s, want %s", header, want)
	}
	if c.Origin() != s.URL+"/gateway" {
		t.Errorf("origin %s", c.Origin())
	}
}

// An empty id would address the collection: DELETE of it must never leave.
func TestDo_pathOfSomethingElse(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{}`))
	c := client(t, spotnana.Config{BaseURL: s.URL, AccessToken: "token"})
	for _, path := range []string{
		"", "v2/companies", "@example.com/", "/v2/companies/", "/v2/companies//policies", "/v2/companies/..", "/v2/companies/%2E%2e/x", "/v2/./x", "/v2/x?y", "/v2/%zz",
	} {
		if _, err := c.Do(t.Context(), spotnana.Request{Method: "DELETE", Path: path}); err == nil {
			t.Errorf("%q was accepted", path)
		}
	}
	if got := s.requests(); len(got) != 0 {
		t.Errorf("the server saw %q", got)
	}
}

func TestDo_errorDocument(t *testing.T) {
	t.Parallel()
	full := `{"debugIdentifier": "trace-1", "errorMessages": [
		{"errorCode": "INVALID", "message": "is not valid", "errorDetail": "see name", "errorParameters": [{"name": "field", "value": "billingCurrency"}, {"name": "limit", "value": "3"}]},
		{"errorCode": "SECOND"}]}`
	for _, tt := range []struct {
		name, contentType, body string
		status                  int
		enveloped               bool
		trace                   string
		messages                []apierr.Message
	}{
		{name: "full", contentType: "application/json;charset=UTF-8", body: full, status: 400, enveloped: true, trace: "trace-1", messages: []apierr.Message{
			{Code: "INVALID", Text: "is not valid", Detail: "see name", Parameters: []apierr.Parameter{{Name: "field", Value: "billingCurrency"}, {Name: "limit", Value: "3"}}},
			{Code: "SECOND"},
		}},
		{name: "code alone", contentType: "application/json", body: `{"errorMessages": [{"errorCode": "NOT_FOUND"}]}`, status: 404, enveloped: true, messages: []apierr.Message{{Code: "NOT_FOUND"}}},
		{name: "not declared as JSON", contentType: "text/plain", body: full, status: 404},
		{name: "a gateway's JSON", contentType: "application/json", body: `{"message": "Not Found"}`, status: 404},
		{name: "no messages", contentType: "application/json", body: `{"debugIdentifier": "x", "errorMessages": []}`, status: 404},
		{name: "strange types", contentType: "application/json", body: `{"debugIdentifier": 1, "errorMessages": ["x", {"errorCode": 5}, null]}`, status: 404},
		{name: "array", contentType: "application/json", body: `[]`, status: 404},
		{name: "page", contentType: "text/html", body: `<h1>Not found</h1>`, status: 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w, tt.status, tt.contentType, tt.body) })
			e := failure(t, get(t, client(t, spotnana.Config{BaseURL: s.URL, AccessToken: "token"})))
			if e.Status != tt.status || e.Enveloped != tt.enveloped || e.TraceID != tt.trace || !cmp.Equal(e.Messages, tt.messages) {
				t.Errorf("got %+v", e)
			}
			if apierr.NotFound(e) != (tt.enveloped && tt.status == 404) {
				t.Errorf("NotFound is %t", apierr.NotFound(e))
			}
		})
	}
}

func TestToken_grants(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		config spotnana.Config
		form   url.Values
	}{
		"client credentials": {spotnana.Config{}, url.Values{"grant_type": {"client_credentials"}}},
		"audience and scope": {spotnana.Config{Audience: "https://a", Scope: "one two"}, url.Values{
			"grant_type": {"client_credentials"}, "audience": {"https://a"}, "scope": {"one two"},
		}},
		"token exchange": {spotnana.Config{SubjectToken: "subject", SubjectTokenType: "urn:ietf:params:oauth:token-type:jwt"}, url.Values{
			"grant_type": {"urn:ietf:params:oauth:grant-type:token-exchange"}, "subject_token": {"subject"}, "subject_token_type": {"urn:ietf:params:oauth:token-type:jwt"},
		}},
		"token exchange without type": {spotnana.Config{SubjectToken: "subject"}, url.Values{
			"grant_type": {"urn:ietf:params:oauth:grant-type:token-exchange"}, "subject_token": {"subject"}, "subject_token_type": {"urn:ietf:params:oauth:token-type:access_token"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var form url.Values
			var basic string
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/v2/auth/oauth2-token" {
					answer(200, `{"for": "`+r.Header.Get("Authorization")+`"}`)(w, r)
					return
				}
				if err := r.ParseForm(); err != nil {
					t.Error(err)
				}
				form, basic = r.PostForm, r.Header.Get("Authorization")
				answer(200, `{"access_token": "fetched", "expires_in": 3600, "token_type": "Bearer"}`)(w, r)
			})
			tt.config.BaseURL, tt.config.ClientID, tt.config.ClientSecret = s.URL, "id", "s&cret"
			c := client(t, tt.config)
			if n := len(s.requests()); n != 0 {
				t.Fatalf("%d requests before the first need", n)
			}
			for range 2 {
				got, err := c.Do(t.Context(), spotnana.Request{Method: "GET", Path: "/v2/x"})
				if err != nil || !cmp.Equal(got, any(map[string]any{"for": "Bearer fetched"})) {
					t.Fatalf("got %v, %v", got, err)
				}
			}
			tt.form.Set("client_id", "id")
			tt.form.Set("client_secret", "s&cret")
			if diff := cmp.Diff(tt.form, form); diff != "" || basic != "" {
				t.Errorf("the token request (-want +got), Authorization %q:\n%s", basic, diff)
			}
			if want := []string{"POST /v2/auth/oauth2-token", "GET /v2/x", "GET /v2/x"}; !cmp.Equal(s.requests(), want) {
				t.Errorf("requests %q", s.requests())
			}
		})
	}
}

func TestToken_otherEndpoint(t *testing.T) {
	t.Parallel()
	api := serve(t, answer(200, `{}`))
	login := serve(t, answer(200, `{"access_token": "fetched"}`))
	c := client(t, spotnana.Config{BaseURL: api.URL, TokenURL: login.URL + "/login/token", ClientID: "id", ClientSecret: "secret"})
	if err := get(t, c); err != nil {
		t.Fatal(err)
	}
	if got := login.requests(); !cmp.Equal(got, []string{"POST /login/token"}) || len(api.requests()) != 1 {
		t.Errorf("requests %q and %q", got, api.requests())
	}
}

func TestUnconfigured(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{}`))
	for _, c := range []spotnana.Config{{}, {ClientID: "id"}, {ClientSecret: "s3cr3t"}} {
		c.BaseURL, c.Unconfigured = s.URL, apierr.New("No credentials", "set client_id and client_secret")
		_, err := client(t, c).Do(t.Context(), spotnana.Request{Method: "POST", Path: "/v2/companies", Body: map[string]any{}})
		if e := failure(t, err); !strings.Contains(err.Error(), c.Unconfigured.Hint) || e.Ambiguous {
			t.Errorf("got %v", err)
		}
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests without credentials", n)
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	envelope := `{"errorMessages": [{"errorCode": "X"}]}`
	limited := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600") // longer than anybody waits
		answer(429, envelope)(w, r)
	}
	secure := httptest.NewUnstartedServer(answer(200, `{}`))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it reports the refused handshake
	secure.StartTLS()
	t.Cleanup(secure.Close)
	gone := serve(t, answer(200, `{}`))
	gone.Close()

	static := spotnana.Config{AccessToken: "token"}
	secret := spotnana.Config{ClientID: "id", ClientSecret: "secret"}
	for _, tt := range []struct {
		name   string
		base   string // instead of an API
		api    http.HandlerFunc
		token  http.HandlerFunc
		config spotnana.Config
		want   string
	}{
		{name: "401 static", api: answer(401, envelope), config: static, want: "SPOTNANA_ACCESS_TOKEN"},
		{name: "401 after refresh", api: answer(401, envelope), config: secret, want: "fetched just now"},
		{name: "403", api: answer(403, envelope), config: static, want: "role of the API user"},
		{name: "403 of a proxy", api: func(w http.ResponseWriter, _ *http.Request) { write(w, 403, "text/html", "<p>no</p>") }, config: static, want: "SPOTNANA_BASE_URL"},
		{name: "429", api: limited, config: static, want: "requests_per_second"},
		{name: "400", api: answer(400, envelope), config: static, want: ""},
		{name: "redirect", api: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.invalid", http.StatusFound)
		}, config: static, want: "SPOTNANA_BASE_URL"},
		{name: "refused connection", base: gone.URL, config: static, want: "HTTPS_PROXY"},
		{name: "certificate", base: secure.URL, config: static, want: "SSL_CERT_FILE"},
		{name: "client credentials refused", token: answer(403, envelope), config: secret, want: "SPOTNANA_CLIENT_SECRET"},
		{name: "no token endpoint", token: answer(404, envelope), config: secret, want: "SPOTNANA_TOKEN_URL"},
		{name: "token endpoint limited", token: limited, config: secret, want: "how often tokens"},
		{name: "token endpoint is a page", token: func(w http.ResponseWriter, _ *http.Request) { write(w, 200, "text/html", "<p>hi</p>") }, config: secret, want: "SPOTNANA_TOKEN_URL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path != "/v2/auth/oauth2-token":
					tt.api(w, r)
				case tt.token != nil:
					tt.token(w, r)
				default:
					answer(200, `{"access_token": "fetched"}`)(w, r)
				}
			})
			tt.config.BaseURL = s.URL
			if tt.base != "" {
				tt.config.BaseURL = tt.base
			}
			e := failure(t, get(t, client(t, tt.config)))
			if !strings.Contains(e.Hint, tt.want) || (e.Hint == "") != (tt.want == "") {
				t.Errorf("hint %q, want %q in it (%v)", e.Hint, tt.want, e)
			}
			if strings.Contains(e.Detail(), tt.config.BaseURL) && tt.base == "" {
				t.Errorf("the detail names the address: %s", e.Detail())
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
	c := client(t, spotnana.Config{BaseURL: "https://sandbox.invalid", AccessToken: "token", Transport: inside{answer(200, `{"id": "1"}`)}})
	got, err := c.Do(t.Context(), spotnana.Request{Method: "GET", Path: "/v2/companies/1"})
	if err != nil || !cmp.Equal(got, any(map[string]any{"id": "1"})) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestMaxRetries(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(503, `{}`))
	if err := get(t, client(t, spotnana.Config{BaseURL: s.URL, AccessToken: "token", MaxRetries: 2})); apierr.Status(err) != 503 || len(s.requests()) != 3 {
		t.Errorf("%v after %d requests", err, len(s.requests()))
	}
}

// An answer that is no list must not pass for an empty one: it would say that objects are gone or were never made.
func TestList(t *testing.T) {
	for answer, want := range map[string]int{
		`{"keys": [{}, {}]}`: 2, `{"keys": []}`: 0, `{}`: 0, `{"length": 0, "totalNumResults": 0}`: 0, `{"totalNumResults": 0, "x_injected": 1}`: 0,
		`{"keys": {}}`: -1, `{"keys": {}, "length": 0}`: -1, `{"unexpected": [true]}`: -1, `{"length": 3}`: -1, `[]`: -1, `"keys"`: -1, `null`: -1,
	} {
		v, err := codec.ParseJSON([]byte(answer))
		if err != nil {
			t.Fatal(err)
		}
		got := -1
		if list, ok := spotnana.List(v, "keys"); ok {
			got = len(list)
		}
		if got != want {
			t.Errorf("%s: %d elements, want %d", answer, got, want)
		}
	}
}
