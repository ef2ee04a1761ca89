package unite_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
)

const (
	mediaType   = "application/vnd.mercateo-unite.administration.v1+json"
	problemType = "application/problem+json"
)

// fake is a small Unite whose links are different at every start.
type fake struct {
	*httptest.Server

	mu        sync.Mutex
	place     string                                            // the path that everything but the root is below
	pageCap   int                                               // the most that one page holds
	href      func(f *fake, path string) string                 // how links are written; path is below place
	edit      func(document map[string]any)                     // changes a document before it is sent
	intercept func(w http.ResponseWriter, r *http.Request) bool // true: the request is answered
	companies []map[string]any
	blocked   map[string]bool
	seen      []string // "METHOD route", route being root, tenant, companies, company or else the path
	queries   []string // of the lists
}

// start serves n companies below /api.
func start(t *testing.T, n int) *fake {
	t.Helper()
	f := &fake{pageCap: 2000, href: absolute, blocked: map[string]bool{}}
	f.move()
	for i := range n {
		f.companies = append(f.companies, company(i))
	}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func absolute(f *fake, path string) string { return f.URL + f.place + path }
func fromRoot(f *fake, path string) string { return f.place + path }

// company is company i as the server keeps it; a number shows what the client does to numbers.
func company(i int) map[string]any {
	return map[string]any{
		"companyId": id(i), "companyNumber": strconv.Itoa(1000 + i), "name": fmt.Sprint("Company ", i),
		"address": map[string]any{"street": "Street 1", "locality": "München", "countryCode": "DE"},
		"contact": map[string]any{"email": "a@example.com"},
		"rank":    json.Number("1.10"),
	}
}

func id(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", i) }

// move gives every resource but the root a new address; the old ones are 404 from then on.
func (f *fake) move() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.place = fmt.Sprintf("/api/%x", rand.Uint64())
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path, inside := strings.CutPrefix(r.URL.Path, f.place)
	route := r.URL.Path
	switch {
	case r.URL.Path == "/api/":
		route = "root"
	case inside && path == "/t":
		route = "tenant"
	case inside && path == "/t/c":
		route = "companies"
	case inside && strings.HasPrefix(path, "/t/c/"):
		route = "company"
	}
	f.seen = append(f.seen, r.Method+" "+route)
	switch {
	case f.intercept != nil && f.intercept(w, r):
	case r.Header.Get("Authorization") != "Bearer token":
		problem(w, 401, `{"status": 401, "title": "Unauthorized"}`)
	case r.Header.Get("Accept") != mediaType:
		problem(w, 406, `{"status": 406, "title": "Not Acceptable"}`)
	case (r.Header.Get("Content-Type") == mediaType) != (r.ContentLength > 0):
		problem(w, 415, `{"status": 415, "title": "Unsupported Media Type"}`)
	case route == "root":
		f.send(w, 200, map[string]any{"tenantId": "tenant-1"}, f.link("tenant-root", "GET", "/t"))
	case route == "tenant":
		f.send(w, 200, map[string]any{}, f.link("self", "GET", "/t"), f.link("create-company", "POST", "/t/c"), f.link("companies", "GET", "/t/c"))
	case route == "companies" && r.Method == http.MethodGet:
		f.list(w, r)
	case route == "companies":
		f.create(w, r)
	case route == "company":
		f.one(w, strings.TrimPrefix(path, "/t/c/"))
	default:
		problem(w, 404, `{"status": 404, "title": "Not Found", "detail": "Not Found"}`)
	}
}

func (f *fake) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	f.queries = append(f.queries, query.Encode())
	offset, _ := strconv.Atoi(query.Get("offset"))
	limit, _ := strconv.Atoi(query.Get("limit"))
	end := min(len(f.companies), offset+min(limit, f.pageCap))
	members := []any{}
	for i := min(offset, end); i < end; i++ {
		members = append(members, f.withSelf(f.companies[i]))
	}
	f.send(w, 200, map[string]any{"members": members, "total": len(f.companies), "offset": offset, "limit": limit}, f.link("create-company", "POST", "/t/c"))
}

func (f *fake) create(w http.ResponseWriter, r *http.Request) {
	var made map[string]any
	d := json.NewDecoder(r.Body)
	d.UseNumber()
	if err := d.Decode(&made); err != nil {
		panic(err)
	}
	made["companyId"], made["companyNumber"] = id(len(f.companies)), "7"
	f.companies = append(f.companies, made)
	f.send(w, 201, f.withSelf(made))
}

func (f *fake) one(w http.ResponseWriter, id string) {
	for _, c := range f.companies {
		if c["companyId"] == id {
			if f.blocked[id] {
				problem(w, 403, `{"status": 403, "title": "Forbidden", "detail": "HTTP 403 Forbidden"}`)
				return
			}
			f.send(w, 200, f.withSelf(c))
			return
		}
	}
	problem(w, 404, `{"status": 404, "title": "Not Found"}`)
}

func (f *fake) link(rel, method, path string) any {
	return map[string]any{"rel": rel, "method": method, "href": f.href(f, path)}
}

func (f *fake) withSelf(company map[string]any) map[string]any {
	out := map[string]any{"_schema": map[string]any{"links": []any{f.link("self", "GET", fmt.Sprint("/t/c/", company["companyId"]))}}}
	for k, v := range company {
		out[k] = v
	}
	return out
}

func (f *fake) send(w http.ResponseWriter, status int, document map[string]any, links ...any) {
	if links != nil {
		document["_schema"] = map[string]any{"links": links}
	}
	if f.edit != nil {
		f.edit(document)
	}
	data, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	write(w, status, mediaType, string(data))
}

func problem(w http.ResponseWriter, status int, body string) { write(w, status, problemType, body) }

func write(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// self is the address of a company now.
func (f *fake) self(id string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.URL + f.place + "/t/c/" + id
}

// requests returns what was asked since the last call.
func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	seen := slices.Clone(f.seen)
	f.seen = nil
	return seen
}

// client is a client of f that has the right token.
func (f *fake) client(t *testing.T) *unite.Client {
	t.Helper()
	return client(t, unite.Config{BaseURL: f.URL + "/api", AccessToken: "token"})
}

func client(t *testing.T, c unite.Config) *unite.Client {
	t.Helper()
	c.UserAgent, c.RetryWait = "test/1", time.Millisecond
	got, err := unite.New(c)
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

// links returns the links of a document.
func links(document map[string]any) []map[string]any {
	schema, _ := document["_schema"].(map[string]any)
	list, _ := schema["links"].([]any)
	var out []map[string]any
	for _, l := range list {
		out = append(out, l.(map[string]any))
	}
	return out
}
