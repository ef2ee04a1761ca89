package endpoint_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/crud"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/spotnana"
)

func tree() *field.Tree {
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "id", JSON: "id", Mode: field.Computed},
		{Name: "name", JSON: "name", Mode: field.Required},
		{Name: "external_id", JSON: "externalId"},
	}}}
}

// things is an endpoint of things below a box.
func things(list endpoint.List) *endpoint.Endpoint {
	return &endpoint.Endpoint{Name: "odd_thing", Tree: tree, Item: "/v2/boxes/{box_id}/things/{id}", DeleteQuery: map[string]string{"detach": "detachAll"}, List: list}
}

// server answers requests by a function of method, path and body, and keeps what it was sent.
type server struct {
	mu   sync.Mutex
	sent []string
}

func (s *server) serve(t *testing.T, answer func(r *http.Request, body map[string]any) (int, any)) *spotnana.Client {
	t.Helper()
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		s.sent = append(s.sent, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(data)))
		s.mu.Unlock()
		var body map[string]any
		if len(data) > 0 {
			if err := json.Unmarshal(data, &body); err != nil {
				t.Error(err)
			}
		}
		status, v := answer(r, body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		if v != nil {
			_ = json.NewEncoder(w).Encode(v)
		}
	}))
	t.Cleanup(listener.Close)
	client, err := spotnana.New(spotnana.Config{BaseURL: listener.URL, AccessToken: "t", UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// handle serves requests by a handler.
func (s *server) handle(t *testing.T, handler http.HandlerFunc) *spotnana.Client {
	t.Helper()
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.sent = append(s.sent, r.Method+" "+r.URL.RequestURI())
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(listener.Close)
	client, err := spotnana.New(spotnana.Config{BaseURL: listener.URL, AccessToken: "t", UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (s *server) want(t *testing.T, sent ...string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if diff := cmp.Diff(sent, s.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	s.sent = nil
}

func api(e *endpoint.Endpoint, c *spotnana.Client) *endpoint.API {
	return &endpoint.API{Endpoint: e, Client: c}
}

// Each operation is a request to the path with the attributes in it, escaped.
func TestAPI(t *testing.T) {
	s := &server{}
	c := s.serve(t, func(r *http.Request, _ map[string]any) (int, any) {
		switch r.Method {
		case http.MethodPost:
			return 201, map[string]any{"id": "t 1"}
		case http.MethodGet:
			return 200, map[string]any{"id": "T 1", "name": "x"}
		}
		return 204, nil
	})
	a, ctx := api(things(endpoint.List{}), c), t.Context()
	at := crud.Ref{Attrs: map[string]any{"box_id": "b/1", "id": "t 1", "detach": true}}
	made, err := a.Create(ctx, httpx.Write{}, at.Attrs, map[string]any{"name": "x"})
	if err != nil || made.Attrs["id"] != "t 1" {
		t.Errorf("made %v, %v", made, err)
	}
	if found, err := a.Read(ctx, at, true); err != nil || found.Live["name"] != "x" {
		t.Errorf("found %v, %v", found, err)
	}
	if err := a.Update(ctx, httpx.Write{}, at, map[string]any{"name": "y"}, nil); err != nil {
		t.Error(err)
	}
	if err := a.Delete(ctx, httpx.Write{}, at); err != nil {
		t.Error(err)
	}
	s.want(t, `POST /v2/boxes/b%2F1/things {"name":"x"}`, "GET /v2/boxes/b%2F1/things/t%201", `PUT /v2/boxes/b%2F1/things/t%201 {"name":"y"}`,
		"DELETE /v2/boxes/b%2F1/things/t%201?detachAll=true")
}

// An answer that is no such object, another one, or has no id is an error.
func TestAPI_wrongAnswers(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		answer     any
	}{
		{"another", "another", map[string]any{"id": "2", "name": "x"}},
		{"none", "the answer is not this odd thing", map[string]any{"name": "x"}},
		{"list", "the answer is not this odd thing", []any{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := (&server{}).serve(t, func(*http.Request, map[string]any) (int, any) { return 200, tc.answer })
			a := api(things(endpoint.List{}), c)
			_, err := a.Read(t.Context(), crud.Ref{Attrs: map[string]any{"box_id": "b", "id": "1"}}, true)
			if e := apierr.As(err); e == nil || !strings.Contains(strings.ToLower(e.Detail()+e.Title), strings.ToLower(tc.want)) {
				t.Errorf("got %v", err)
			}
			if tc.name != "none" {
				return
			}
			if _, err := a.Create(t.Context(), httpx.Write{}, map[string]any{"box_id": "b"}, nil); !apierr.Ambiguous(err) || !strings.Contains(err.Error(), "without the id of the new odd thing") {
				t.Errorf("a create without an id: %v", err)
			}
		})
	}
}

// paged answers a list of n entries in pages of at most most, as the styles ask for them.
func paged(n, most int) func(r *http.Request, body map[string]any) (int, any) {
	return func(r *http.Request, body map[string]any) (int, any) {
		number := func(name string) int { i, _ := strconv.Atoi(r.URL.Query().Get(name)); return i }
		offset, limit := number("offset"), number("limit")
		if size := number("pageSize"); size > 0 {
			limit = min(size, most)
			offset = (number("pageNumber") - 1) * limit
		}
		if params, ok := body["paginationParams"].(map[string]any); ok {
			offset, limit = int(params["offset"].(float64)), int(params["limit"].(float64))
		}
		entries := []any{}
		for i := offset; i < min(n, offset+min(limit, most)); i++ {
			entries = append(entries, map[string]any{"id": fmt.Sprint("t", i), "name": fmt.Sprint("Thing ", i)})
		}
		if body != nil {
			return 200, map[string]any{"things": entries, "paginationParams": map[string]any{"totalNumResults": n}}
		}
		return 200, map[string]any{"things": entries, "totalNumResults": n}
	}
}

// Whatever the style and the server's pages, each entry comes once and in order.
func TestEntries(t *testing.T) {
	for name, style := range map[string]endpoint.Style{"offset": endpoint.ByOffset, "page": endpoint.ByPage, "posted": endpoint.Posted} {
		for _, n := range []int{0, 1, 99, 100, 101, 250} {
			for _, most := range []int{7, 100, 1000} {
				t.Run(fmt.Sprint(name, n, "by", most), func(t *testing.T) {
					c := (&server{}).serve(t, paged(n, most))
					entries, err := things(endpoint.List{Style: style, Entries: "things"}).Entries(t.Context(), c, map[string]any{"box_id": "b"}, nil)
					if err != nil || len(entries) != n {
						t.Fatalf("got %d entries, %v", len(entries), err)
					}
					for i, e := range entries {
						if e["id"] != fmt.Sprint("t", i) {
							t.Fatalf("entry %d is %v", i, e)
						}
					}
				})
			}
		}
	}
}

// An answer that is no list is none, not an empty one.
func TestEntries_wrongAnswers(t *testing.T) {
	for _, style := range []endpoint.Style{endpoint.Whole, endpoint.ByOffset, endpoint.ByPage, endpoint.Posted} {
		for name, answer := range map[string]any{
			"nothing of it": map[string]any{"other": []any{}}, "no array": map[string]any{"things": "x"}, "an array": []any{},
			"no id": map[string]any{"things": []any{map[string]any{"name": "x"}}, "paginationParams": map[string]any{"totalNumResults": 1}},
		} {
			t.Run(fmt.Sprint(style, name), func(t *testing.T) {
				c := (&server{}).serve(t, func(*http.Request, map[string]any) (int, any) { return 200, answer })
				entries, err := things(endpoint.List{Style: style, Entries: "things"}).Entries(t.Context(), c, map[string]any{"box_id": "b"}, nil)
				if apierr.As(err) == nil || apierr.Ambiguous(err) {
					t.Errorf("got %v, %v", entries, err)
				}
			})
		}
	}
}

func idLists() []*field.Node {
	return []*field.Node{
		{Name: "external_ids", JSON: "externalIds", Kind: field.List, Elem: &field.Node{}},
		{Name: "thing_ids", JSON: "thingIds", Kind: field.List, Elem: &field.Node{}},
	}
}

// Arguments are parameters of a GET, or properties of a POST, whose filters are objects of their own.
func TestEntries_arguments(t *testing.T) {
	s := &server{}
	c := s.serve(t, paged(0, 100))
	up, ctx := map[string]any{"box_id": "b"}, t.Context()
	arguments := map[string]any{"search_text": "x", "external_ids": []any{"e"}, "thing_ids": []any{"1", "2"}}
	text := &field.Node{Name: "search_text", JSON: "searchText"}
	posted := things(endpoint.List{Path: "/v3/boxes/{box_id}/things/list", Style: endpoint.Posted, Entries: "things", Arguments: []*field.Node{text}, Filters: idLists()})
	if _, err := posted.Entries(ctx, c, up, arguments); err != nil {
		t.Error(err)
	}
	s.want(t, `POST /v3/boxes/b/things/list {"filters":[{"externalIds":["e"]},{"thingIds":["1","2"]}],"paginationParams":{"limit":100,"offset":0},"searchText":"x"}`)
	got := things(endpoint.List{Style: endpoint.Whole, Entries: "things", Arguments: append(idLists(), text), Defaults: map[string]any{"thing_ids": []any{"9"}}})
	for _, arguments := range []map[string]any{arguments, nil} {
		if _, err := got.Entries(ctx, c, up, arguments); err != nil {
			t.Error(err)
		}
	}
	s.want(t, "GET /v2/boxes/b/things?externalIds=e&searchText=x&thingIds=1&thingIds=2", "GET /v2/boxes/b/things?thingIds=9")
}

// Siblings are searched by external id, in each of its spellings, or by name among all, which are listed once per run.
func TestSiblings(t *testing.T) {
	s := &server{}
	c := s.serve(t, paged(2, 100))
	list := endpoint.List{Path: "/v3/boxes/{box_id}/things/list", Style: endpoint.Posted, Entries: "things", Filters: idLists(), ExternalID: "external_ids"}
	a, ctx := api(things(list), c), t.Context()
	keys := func(attrs map[string]any, fresh bool) (out []string) {
		t.Helper()
		siblings, err := a.Siblings(ctx, attrs, fresh)
		if err != nil {
			t.Fatal(err)
		}
		for _, sibling := range siblings {
			out = append(out, fmt.Sprint(sibling.Attrs["id"], " ", sibling.Key))
		}
		return out
	}
	if got, want := keys(map[string]any{"box_id": "b", "name": "n", "external_id": "\u00e9"}, true), []string{"t0 external_id \u00e9", "t1 external_id \u00e9"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	s.want(t, `POST /v3/boxes/b/things/list {"filters":[{"externalIds":["`+"\u00e9\",\"e\u0301"+`"]}],"paginationParams":{"limit":100,"offset":0}}`)
	for range 2 {
		if got, want := keys(map[string]any{"box_id": "b", "name": "n"}, false), []string{"t0 name Thing 0", "t1 name Thing 1"}; !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
	}
	keys(map[string]any{"box_id": "b", "name": "n"}, true)
	all := `POST /v3/boxes/b/things/list {"paginationParams":{"limit":100,"offset":0}}`
	s.want(t, all, all)
}

// An entry of which one property is not what the tree says has its natural key all the same.
func TestSiblings_unreadable(t *testing.T) {
	c := (&server{}).serve(t, func(*http.Request, map[string]any) (int, any) {
		return 200, map[string]any{"elements": []any{map[string]any{"id": "t0", "name": map[string]any{"en": "Thing"}, "externalId": "e"}}}
	})
	e := things(endpoint.List{Complete: true})
	e.Key = func(attrs map[string]any) string { return fmt.Sprint(attrs["external_id"]) }
	siblings, err := api(e, c).Siblings(t.Context(), map[string]any{"box_id": "b"}, true)
	if err != nil || len(siblings) != 1 || siblings[0].Key != "e" {
		t.Errorf("got %v, %v", siblings, err)
	}
}

// A remembered list serves those who ask for the same entries, and nobody else.
func TestSiblings_remembered(t *testing.T) {
	s := &server{}
	c := s.serve(t, paged(1, 100))
	narrowed := func(id string) *endpoint.API {
		return api(things(endpoint.List{Style: endpoint.Posted, Entries: "things", Complete: true, Filters: idLists(), Defaults: map[string]any{"thing_ids": []any{id}}}), c)
	}
	for _, id := range []string{"1", "2", "1"} {
		if _, err := narrowed(id).Siblings(t.Context(), map[string]any{"box_id": "b"}, false); err != nil {
			t.Error(err)
		}
	}
	s.want(t, `POST /v2/boxes/b/things {"filters":[{"thingIds":["1"]}],"paginationParams":{"limit":100,"offset":0}}`,
		`POST /v2/boxes/b/things {"filters":[{"thingIds":["2"]}],"paginationParams":{"limit":100,"offset":0}}`)
}

// A list need not tell names: then each object is read for its own, and one that was deleted meanwhile has none.
func TestSiblings_withoutNames(t *testing.T) {
	s := &server{}
	c := s.serve(t, func(r *http.Request, _ map[string]any) (int, any) {
		switch {
		case !strings.HasSuffix(r.URL.Path, "/things"):
			if id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]; id != "gone" {
				return 200, map[string]any{"id": id, "name": "Thing of " + id}
			}
			return 404, map[string]any{"errorMessages": []any{map[string]any{"errorCode": "NOT_FOUND"}}}
		}
		return 200, map[string]any{"things": []any{map[string]any{"id": "a"}, map[string]any{"id": "b", "name": "B"}, map[string]any{"id": "gone"}}}
	})
	siblings, err := api(things(endpoint.List{Entries: "things"}), c).Siblings(t.Context(), map[string]any{"box_id": "x", "name": "n"}, true)
	var got []string
	for _, sibling := range siblings {
		got = append(got, fmt.Sprint(sibling.Attrs["id"], " ", sibling.Key))
	}
	if want := []string{"a name Thing of a", "b name B", "gone name "}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	s.want(t, "GET /v2/boxes/x/things", "GET /v2/boxes/x/things/a", "GET /v2/boxes/x/things/gone")
}

// pages is a list of n entries. pageCap is the most that one page holds; total is totalNumResults, left out when negative.
func pages(n, pageCap, total int, ignoreOffset bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		if ignoreOffset {
			offset = 0
		}
		elements := []any{}
		for i := min(offset, n); i < min(n, offset+min(limit, pageCap)); i++ {
			elements = append(elements, map[string]any{"id": fmt.Sprint("id-", i), "name": fmt.Sprint("name ", i)})
		}
		document := map[string]any{"length": len(elements), "elements": elements}
		if total >= 0 {
			document["totalNumResults"] = total
		}
		text, err := json.Marshal(document)
		if err != nil {
			panic(err)
		}
		answer(200, string(text))(w, r)
	}
}

// shifting is a list of which, when it is read first, an entry on the last page has moved to the front meanwhile.
func shifting(list http.HandlerFunc) http.HandlerFunc {
	requests := 0
	return func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 3 {
			query := r.URL.Query()
			query.Set("offset", "199")
			query.Set("limit", "50")
			r.URL.RawQuery = query.Encode()
		}
		list(w, r)
	}
}

// Servers page in many ways, and count as they like.
func TestEntries_servers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		list     http.HandlerFunc
		want     int
		requests int
		err      string
	}{
		{name: "empty", list: pages(0, 100, 0, false), want: 0, requests: 1},
		{name: "one page", list: pages(3, 100, 3, false), want: 3, requests: 1},
		{name: "three pages", list: pages(250, 100, 250, false), want: 250, requests: 3},
		{name: "exactly two pages", list: pages(200, 100, 200, false), want: 200, requests: 2},
		{name: "no total", list: pages(250, 100, -1, false), want: 250, requests: 3},
		{name: "no total, exactly two pages", list: pages(200, 100, -1, false), want: 200, requests: 3},
		{name: "smaller pages than asked for", list: pages(50, 20, 50, false), want: 50, requests: 3},
		{name: "total too large", list: pages(30, 100, 35, false), want: 30, requests: 2},
		{name: "no pages at all", list: pages(30, 100, 30, true), want: 30, requests: 1},
		{name: "no pages, no total", list: pages(100, 100, -1, true), want: 100, requests: 2},
		{name: "offset ignored, list cut", list: pages(250, 100, 250, true), requests: 2, err: "repeats the first 100"},
		{name: "shifts meanwhile", list: shifting(pages(250, 100, 250, false)), want: 250, requests: 3 + 3},
		{name: "no list", list: answer(200, `[]`), requests: 1, err: "/v2/companies: 200 OK: the answer has no list of companies"},
		{name: "an object that is no list", list: answer(200, `{"message": "Welcome"}`), requests: 1, err: "no list of companies"},
		{name: "nothing but a length", list: answer(200, `{"length": 0}`), requests: 1},
		{name: "no body", list: answer(204, ``), requests: 1, err: "no list of companies"},
		{name: "elements of a strange type", list: answer(200, `{"elements": {}}`), requests: 1, err: "no list of companies"},
		{name: "no id", list: answer(200, `{"elements": [{"id": "1"}, {"name": "x"}]}`), requests: 1, err: "elements[1] has no id"},
		{name: "refused", list: answer(403, `{"errorMessages": [{"errorCode": "FORBIDDEN"}]}`), requests: 1, err: "FORBIDDEN"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &server{}
			companies := &endpoint.Endpoint{Name: "company", Plural: "companies", Tree: tree, Item: "/v2/companies/{id}", List: endpoint.List{
				Style: endpoint.ByOffset, Arguments: []*field.Node{{Name: "company_role", JSON: "companyRole"}}}}
			got, err := companies.Entries(t.Context(), s.handle(t, tt.list), nil, map[string]any{"company_role": "ORG"})
			if n := len(s.sent); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			if first := s.sent[0]; first != "GET /v2/companies?companyRole=ORG&limit=100&offset=0" {
				t.Errorf("first request %s", first)
			}
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != tt.want {
				t.Fatalf("%d entries, want %d", len(got), tt.want)
			}
			for i, r := range got {
				if r["id"] != fmt.Sprint("id-", i) || r["name"] != fmt.Sprint("name ", i) {
					t.Fatalf("entry %d is %v", i, r)
				}
			}
		})
	}
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// The data source of many may read another list than the one beside an object: it stands higher, and holds objects within entries.
func TestMany_overview(t *testing.T) {
	s := &server{}
	c := s.serve(t, func(*http.Request, map[string]any) (int, any) {
		return http.StatusOK, map[string]any{"paginationParams": map[string]any{"totalNumResults": 1},
			"nodes": []any{map[string]any{"box": map[string]any{"id": "b"}, "thing": map[string]any{"id": "1", "name": "one"}}}}
	})
	e := things(endpoint.List{Style: endpoint.Whole})
	e.Item = "/v2/halls/{hall_id}" + strings.TrimPrefix(e.Item, "/v2")
	e.Overview = &endpoint.List{Path: "/v2/halls/{hall_id}/things", Style: endpoint.Posted, Entries: "nodes", Within: "thing"}
	overview := *e
	overview.List = *e.Overview
	entries, err := overview.Entries(t.Context(), c, map[string]any{"hall_id": "h"}, nil)
	if err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v", entries, err)
	}
	s.want(t, `POST /v2/halls/h/things {"paginationParams":{"limit":100,"offset":0}}`)
	if got := e.ListTree().Root.Attrs[0]; got.JSON != "nodes" {
		t.Errorf("the list shows %s", got.JSON)
	}
}
