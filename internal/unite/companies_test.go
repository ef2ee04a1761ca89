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
	"github.com/travel-as-code/terraform-provider-spotnana/internal/unite"
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

// A company that is in no list and at no address is gone; each address is asked once.
func TestCompany_gone(t *testing.T) {
	t.Parallel()
	for _, fresh := range []bool{true, false} {
		for _, hint := range []string{"", "right", "/old"} {
			f := start(t, 3)
			c := f.client(t)
			at, want := hint, 1
			switch hint {
			case "right":
				at = f.self(id(7))
			case "/old":
				at, want = f.URL+hint, 2
			}
			_, _, err := c.Company(t.Context(), id(7), at, fresh)
			if !errors.Is(err, apierr.ErrGone) || !apierr.NotFound(err) || !strings.Contains(err.Error(), id(7)) {
				t.Errorf("fresh %t, hint %q: got %v", fresh, hint, err)
			}
			asked := slices.DeleteFunc(f.requests(), func(r string) bool { return r == "GET root" || r == "GET tenant" || r == "GET companies" })
			if len(asked) != want || !slices.Contains(asked, "GET company") {
				t.Errorf("fresh %t, hint %q: asked %q beside the list", fresh, hint, asked)
			}
		}
	}
}

// What cannot be the id of a company is looked for in the list only: it would lead to other addresses.
func TestCompany_noID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"7", "..", "../../other", id(1) + "/..", id(1) + "?x", ""} {
		f := start(t, 3)
		if _, _, err := f.client(t).Company(t.Context(), id, "", true); !errors.Is(err, apierr.ErrGone) {
			t.Errorf("%q: got %v", id, err)
		}
		if got, want := f.requests(), []string{"GET root", "GET tenant", "GET companies"}; !cmp.Equal(got, want) {
			t.Errorf("%q: requests %q, want %q", id, got, want)
		}
	}
}

// Ids are UUIDs, which are the same in capitals.
func TestCompany_capitals(t *testing.T) {
	t.Parallel()
	f := start(t, 12)
	for _, fresh := range []bool{true, false} {
		if got, self, err := f.client(t).Company(t.Context(), strings.ToUpper(id(11)), f.self(id(11)), fresh); err != nil || got["companyId"] != id(11) || self != f.self(id(11)) {
			t.Errorf("fresh %t: got %v at %s, %v", fresh, got, self, err)
		}
	}
}

// A company that a list fetched before does not have is found all the same, when asked afresh without guessing.
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
	for _, fresh := range []bool{false, true} {
		f.requests()
		got, self, err := c.Company(t.Context(), id(1), f.URL+"/old", fresh)
		if err != nil || got["name"] != "Company 1" || self != f.self(id(1)) {
			t.Errorf("fresh %t: got %v at %s, %v", fresh, got, self, err)
		}
		if asked := f.requests(); slices.Contains(asked, "GET company") == fresh || slices.Contains(asked, "GET companies") != fresh {
			t.Errorf("fresh %t: requests %q", fresh, asked)
		}
	}
}

// unlisted leaves the company out of lists.
func (f *fake) unlisted(id string) {
	f.edit = func(document map[string]any) {
		members, ok := document["members"].([]any)
		if !ok {
			return
		}
		document["members"] = slices.DeleteFunc(members, func(m any) bool { return m.(map[string]any)["companyId"] == id })
		document["total"] = len(f.companies) - 1
	}
}

// A blocked company is an error that is neither gone nor a lack of rights, whether the list still has it or not, and
// whether its address is known, is out of date, or has to be told from those of others or of the list.
func TestCompany_blocked(t *testing.T) {
	t.Parallel()
	for _, fresh := range []bool{true, false} {
		for _, listed := range []bool{true, false} {
			for _, hint := range []string{"", "right", "/old"} {
				for _, n := range []int{1, 3} {
					if listed && (!fresh || hint != "right") {
						continue // the list says it all
					}
					f := start(t, n)
					f.blocked[id(0)] = true
					if !listed {
						f.unlisted(id(0))
					}
					switch hint {
					case "right":
						hint = f.self(id(0))
					case "/old":
						hint = f.URL + hint
					}
					_, _, err := f.client(t).Company(t.Context(), id(0), hint, fresh)
					if e := failure(t, err); e.Status != 403 || apierr.NotFound(err) || !errors.Is(err, unite.ErrBlocked) || !strings.Contains(e.Hint, "blocked") {
						t.Errorf("fresh %t, listed %t, hint %q, %d companies: got %v, hint %q", fresh, listed, hint, n, err, e.Hint)
					}
				}
			}
		}
	}
}

// A company that the list leaves out and that can be read all the same is read.
func TestCompany_unlisted(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 2; n++ {
		f := start(t, n)
		f.unlisted(id(0))
		if got, self, err := f.client(t).Company(t.Context(), id(0), "", true); err != nil || got["name"] != "Company 0" || self != f.self(id(0)) {
			t.Errorf("%d companies: got %v at %s, %v", n, got, self, err)
		}
	}
}

// What keeps the guessed address from answering is no proof that the company is gone.
func TestCompany_guessFails(t *testing.T) {
	t.Parallel()
	for status, gone := range map[int]bool{401: false, 429: false, 500: false, 404: true, 405: true, 410: true} {
		f := start(t, 2)
		f.intercept = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, id(7)) {
				return false
			}
			w.Header().Set("Retry-After", "3600") // longer than anybody waits
			problem(w, status, fmt.Sprintf(`{"status": %d, "title": "X"}`, status))
			return true
		}
		if _, _, err := f.client(t).Company(t.Context(), id(7), "", true); apierr.NotFound(err) != gone || err == nil {
			t.Errorf("%d: got %v", status, err)
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
			w.Header().Set("Retry-After", "3600") // longer than anybody waits
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

// A list from before stays when companies are made.
func TestBefore(t *testing.T) {
	t.Parallel()
	f := start(t, 1)
	c := f.client(t)
	if _, err := lists.Get(t.Context(), c.Before(), "companies", func(ctx context.Context) ([]map[string]any, error) {
		return c.Companies(ctx, "", "", true)
	}); err != nil {
		t.Fatal(err)
	}
	if err := create(t, c); err != nil {
		t.Fatal(err)
	}
	got, err := lists.Get(t.Context(), c.Before(), "companies", func(context.Context) ([]map[string]any, error) {
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
