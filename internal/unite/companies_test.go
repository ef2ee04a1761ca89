package unite_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/lists"
)

// A refresh of hundreds of companies costs a handful of requests.
func TestCompany_refreshOfMany(t *testing.T) {
	t.Parallel()
	const n = 300
	f := start(t, n)
	f.pageCap = 100
	c := f.client(t)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			got, self, err := c.Company(t.Context(), id(i), f.self(id(i)), false)
			if err != nil || self != f.self(id(i)) {
				t.Errorf("company %d is at %s, %v", i, self, err)
			}
			if diff := cmp.Diff(company(i), got); diff != "" {
				t.Errorf("company %d (-want +got):\n%s", i, diff)
			}
		})
	}
	wg.Wait()
	got := f.requests()
	if want := []string{"GET root", "GET tenant", "GET companies", "GET companies", "GET companies"}; !cmp.Equal(got, want) {
		t.Errorf("requests %q, want %q", got, want)
	}
}

func TestCompany_fresh(t *testing.T) {
	t.Parallel()
	viaList := []string{"GET root", "GET tenant", "GET companies"}
	answer := func(status int, contentType, body string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) { write(w, status, contentType, body) }
	}
	for name, tt := range map[string]struct {
		hint string // a path on the server, "" for the right one, "-" for none
		old  func(http.ResponseWriter, *http.Request)
		want []string
	}{
		"right hint":             {want: []string{"GET company"}},
		"no hint":                {hint: "-", want: viaList},
		"404":                    {hint: "/old", want: append([]string{"GET /old"}, viaList...)},
		"404 of a proxy":         {hint: "/old", old: answer(404, "text/html", "<p>no</p>"), want: append([]string{"GET /old"}, viaList...)},
		"410":                    {hint: "/old", old: answer(410, problemType, `{"status": 410, "title": "Gone"}`), want: append([]string{"GET /old"}, viaList...)},
		"405":                    {hint: "/old", old: answer(405, problemType, `{"status": 405, "title": "Method Not Allowed"}`), want: append([]string{"GET /old"}, viaList...)},
		"other company":          {hint: "/old", old: answer(200, mediaType, `{"companyId": "`+id(0)+`", "name": "other"}`), want: append([]string{"GET /old"}, viaList...)},
		"another kind of object": {hint: "/old", old: answer(200, mediaType, `[]`), want: append([]string{"GET /old"}, viaList...)},
		"page":                   {hint: "/old", old: answer(200, "text/html", `<p>welcome</p>`), want: append([]string{"GET /old"}, viaList...)},
		"redirect": {hint: "/old", old: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		}, want: append([]string{"GET /old"}, viaList...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t, 3)
			hint := f.URL + tt.hint
			switch tt.hint {
			case "":
				hint = f.self(id(2))
			case "-":
				hint = ""
			}
			f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != "/old" || tt.old == nil {
					return false
				}
				tt.old(w, r)
				return true
			}
			got, self, err := f.client(t).Company(t.Context(), id(2), hint, true)
			if err != nil || self != f.self(id(2)) {
				t.Fatalf("at %s, %v", self, err)
			}
			if diff := cmp.Diff(company(2), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := f.requests(); !cmp.Equal(got, tt.want) {
				t.Errorf("requests %q, want %q", got, tt.want)
			}
		})
	}
}

// What an API answers without saying where a company is can be asked again where it was.
func TestCompany_noSelfLink(t *testing.T) {
	t.Parallel()
	f := start(t, 1)
	f.edit = func(document map[string]any) { delete(document, "_schema") }
	hint := f.self(id(0))
	if got, self, err := f.client(t).Company(t.Context(), id(0), hint, true); err != nil || self != hint || got["name"] != "Company 0" {
		t.Errorf("got %v at %q, %v", got, self, err)
	}
}

func TestCompany_gone(t *testing.T) {
	t.Parallel()
	for _, fresh := range []bool{true, false} {
		for _, hinted := range []bool{true, false} {
			f := start(t, 3)
			c := f.client(t)
			hint := ""
			if hinted {
				hint = f.self(id(7))
			}
			_, _, err := c.Company(t.Context(), id(7), hint, fresh)
			if !errors.Is(err, apierr.ErrGone) || !apierr.NotFound(err) || !strings.Contains(err.Error(), id(7)) {
				t.Errorf("fresh %t, hinted %t: got %v", fresh, hinted, err)
			}
			asked := f.requests()
			if !slices.Contains(asked, "GET companies") || slices.Contains(asked, "GET company") != hinted {
				t.Errorf("fresh %t, hinted %t: requests %q", fresh, hinted, asked)
			}
		}
	}
}

// A list that was fetched before is not enough to call a company gone when asked afresh.
func TestCompany_freshAfterRemembered(t *testing.T) {
	t.Parallel()
	f := start(t, 1)
	c := f.client(t)
	if _, _, err := c.Company(t.Context(), id(0), "", false); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	f.companies = append(f.companies, company(1)) // made by somebody else
	f.mu.Unlock()
	if _, _, err := c.Company(t.Context(), id(1), "", false); !errors.Is(err, apierr.ErrGone) {
		t.Errorf("the remembered list: %v", err)
	}
	if got, _, err := c.Company(t.Context(), id(1), f.URL+"/old", true); err != nil || got["name"] != "Company 1" {
		t.Errorf("afresh: got %v, %v", got, err)
	}
}

// A blocked company is an error that is neither gone nor a lack of rights, whether the list still has it or not.
func TestCompany_blocked(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ fresh, listed bool }{
		"fresh":                    {fresh: true, listed: true},
		"fresh, not in the list":   {fresh: true},
		"refresh, not in the list": {},
	} {
		f := start(t, 3)
		f.blocked[id(1)] = true
		if !tt.listed {
			f.edit = func(document map[string]any) {
				if members, ok := document["members"].([]any); ok {
					document["members"] = slices.Delete(members, 1, 2)
					document["total"] = 2
				}
			}
		}
		_, _, err := f.client(t).Company(t.Context(), id(1), f.self(id(1)), tt.fresh)
		if e := failure(t, err); e.Status != 403 || apierr.NotFound(err) || !strings.Contains(e.Hint, "blocked") {
			t.Errorf("%s: got %v, hint %q", name, err, e.Hint)
		}
	}
}

// Only what is in the way of an answer stays an error; the list is not asked then.
func TestCompany_hintFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status      int
		contentType string
	}{
		"401":            {401, problemType},
		"403 of a proxy": {403, "text/html"},
		"429":            {429, problemType},
		"500":            {500, problemType},
	} {
		f := start(t, 1)
		f.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
			write(w, tt.status, tt.contentType, fmt.Sprintf(`{"status": %d, "title": "X"}`, tt.status))
			return true
		}
		_, _, err := f.client(t).Company(t.Context(), id(0), f.self(id(0)), true)
		if e := failure(t, err); e.Status != tt.status || strings.Contains(e.Hint, "blocked") {
			t.Errorf("%s: got %v, hint %q", name, err, e.Hint)
		}
		if got := f.requests(); len(got) != 1 {
			t.Errorf("%s: requests %q", name, got)
		}
	}
}

func TestCompanies(t *testing.T) {
	t.Parallel()
	f := start(t, 5)
	f.pageCap = 2
	c := f.client(t)
	for _, fresh := range []bool{false, false, true, false} {
		got, err := c.Companies(t.Context(), "Straße & Co", "DE", fresh)
		if err != nil {
			t.Fatal(err)
		}
		var want []map[string]any
		for i := range 5 {
			want = append(want, company(i))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
	var want []string
	for range 2 { // remembered, and once afresh
		for _, offset := range []int{0, 2, 4} {
			want = append(want, fmt.Sprintf("countryCode=DE&limit=2000&offset=%d&q=Stra%%C3%%9Fe+%%26+Co", offset))
		}
	}
	if diff := cmp.Diff(want, f.queries); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
	if got, err := c.Companies(t.Context(), "", "", false); err != nil || len(got) != 5 || f.queries[6] != "limit=2000&offset=0" {
		t.Errorf("without a filter: %d companies, %q, %v", len(got), f.queries[6:], err)
	}
}

// Other lists that a resource keeps in the client's cache are its own.
func TestLists_others(t *testing.T) {
	t.Parallel()
	f := start(t, 1)
	c := f.client(t)
	if _, err := lists.Get(t.Context(), c.Lists(), "before companies", func(ctx context.Context) ([]map[string]any, error) {
		return c.Companies(ctx, "", "", true)
	}); err != nil {
		t.Fatal(err)
	}
	if err := create(t, c); err != nil {
		t.Fatal(err)
	}
	got, err := lists.Get(t.Context(), c.Lists(), "before companies", func(context.Context) ([]map[string]any, error) {
		return nil, errors.New("dropped")
	})
	if err != nil || len(got) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCompanies_pages(t *testing.T) {
	t.Parallel()
	total := func(n any) func(int, map[string]any) { return func(_ int, d map[string]any) { d["total"] = n } }
	for _, tt := range []struct {
		name    string
		n       int
		pageCap int
		// change gets the number of the request, from 0, and the document of the page.
		change   func(request int, document map[string]any)
		want     int
		requests int
		err      string
	}{
		{name: "empty", n: 0, pageCap: 10, want: 0, requests: 1},
		{name: "one page", n: 3, pageCap: 10, want: 3, requests: 1},
		{name: "exactly two pages", n: 20, pageCap: 10, want: 20, requests: 2},
		{name: "small pages", n: 25, pageCap: 10, want: 25, requests: 3},
		{name: "total too small", n: 3, pageCap: 10, change: total(2), want: 3, requests: 1},
		{name: "stops short", n: 3, pageCap: 10, change: total(4), requests: 2, err: "no more than 3"},
		{name: "empty but for its total", n: 0, pageCap: 10, change: total(4), requests: 1, err: "no more than 0"},
		{name: "repeats its page", n: 25, pageCap: 10, change: func(_ int, d map[string]any) {
			for i, m := range d["members"].([]any) {
				m.(map[string]any)["companyId"] = id(i)
			}
		}, requests: 2, err: "repeats the first 10"},
		{name: "grows meanwhile", n: 25, pageCap: 10, change: func(request int, d map[string]any) {
			if request == 0 {
				d["total"] = 24
			}
		}, want: 25, requests: 2 + 3},
		{name: "shifts meanwhile", n: 25, pageCap: 10, change: func(request int, d map[string]any) {
			if request == 1 {
				d["members"].([]any)[0].(map[string]any)["companyId"] = id(9)
			}
		}, want: 25, requests: 3 + 3},
		{name: "never rests", n: 25, pageCap: 10, change: func(request int, d map[string]any) { d["total"] = 100 + request }, requests: 3 * 2, err: "changes while it is read"},
		{name: "no total", n: 3, pageCap: 10, change: func(_ int, d map[string]any) { delete(d, "total") }, requests: 1, err: "{members, total}"},
		{name: "negative total", n: 3, pageCap: 10, change: total(-1), requests: 1, err: "{members, total}"},
		{name: "strange total", n: 3, pageCap: 10, change: total("3"), requests: 1, err: "{members, total}"},
		{name: "no members", n: 3, pageCap: 10, change: func(_ int, d map[string]any) { delete(d, "members") }, requests: 1, err: "{members, total}"},
		{name: "no id", n: 3, pageCap: 10, change: func(_ int, d map[string]any) {
			delete(d["members"].([]any)[1].(map[string]any), "companyId")
		}, requests: 1, err: "members[1] has no companyId"},
		{name: "strange member", n: 3, pageCap: 10, change: func(_ int, d map[string]any) { d["members"].([]any)[2] = "x" }, requests: 1, err: "members[2] has no companyId"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := start(t, tt.n)
			f.pageCap = tt.pageCap
			request := 0
			f.edit = func(document map[string]any) {
				if _, ok := document["members"]; ok && tt.change != nil {
					tt.change(request, document)
					request++
				}
			}
			c := f.client(t)
			got, err := c.Companies(t.Context(), "", "", false)
			if n := len(f.requests()) - 2; n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || !strings.Contains(err.Error(), f.place) || apierr.NotFound(err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
				return
			}
			if err != nil || len(got) != tt.want {
				t.Fatalf("%d companies, %v", len(got), err)
			}
			ids := map[any]bool{}
			for _, company := range got {
				ids[company["companyId"]] = true
			}
			if len(ids) != tt.want {
				t.Errorf("%d different companies in %v", len(ids), slices.Collect(maps.Keys(ids)))
			}
		})
	}
}

// A page that is not the API's says nothing about companies.
func TestCompanies_notTheAPI(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w, 200, "application/json", `[]`) }))
	t.Cleanup(s.Close)
	f := start(t, 1)
	f.Server = s
	if _, _, err := f.client(t).Company(t.Context(), id(0), "", false); err == nil || apierr.NotFound(err) || !strings.Contains(err.Error(), "UNITE_BASE_URL") {
		t.Errorf("got %v", err)
	}
}

// Numbers keep their text.
func TestCompanies_numbers(t *testing.T) {
	t.Parallel()
	got, err := start(t, 1).client(t).Companies(t.Context(), "", "", false)
	if err != nil || got[0]["rank"] != json.Number("1.10") {
		t.Errorf("got %v, %v", got, err)
	}
}
