package crud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

const (
	config = `{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"]}`
	equal  = `{"id": "x1", "name": "Red", "note": "n", "tags": ["b", "a"], "state": "OLD", "version": "9"}`
	other  = `{"id": "x1", "name": "Red", "note": "another"}`
	state  = `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "n", "tags": ["a", "b"]}`

	importX1 = "import {\n  to = spotnana_team.<name>\n  id = \"c/x1\"\n}"
)

func TestCreate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "size": 3, "place": "Rome", "keep": true, "contact": {"email": "e"}, "token_wo": "s", "token_wo_version": 1}`)
		said(t, diags)
		asked(t, tf.api, "LIST", "POST", "GET t1")
		want := map[string]any{"name": "Red", "size": number("3"), "place": "Rome", "contact": map[string]any{"email": "e"}, "token": "s"}
		if diff := cmp.Diff(want, tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
		holds(t, made, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "size": 3, "place": "Rome", "keep": true, "contact": {"email": "e"}, "token_wo_version": 1}`)
		if p := made.decoded(t); p.Origin != here || p.Pending || p.Imported || p.Memory == nil {
			t.Errorf("private state is %+v", p)
		}
	})
}

// What the search for siblings finds decides what is posted.
func TestCreate_search(t *testing.T) {
	for _, c := range []struct {
		name string
		// there is what somebody else made; scripted what goes wrong.
		there    string
		scripted map[string][]outcome
		reports  []string
		says     []string
		asked    []string
		made     bool
	}{
		{name: "an equal object", there: equal,
			reports: []string{`error: Team "Red" exists already`}, says: []string{"Nothing was created", importX1}, asked: []string{"LIST", "GET x1"}},
		{name: "an unequal namesake", there: other,
			reports: []string{`warning: Team "Red" has a namesake`}, says: []string{importX1}, asked: []string{"LIST", "GET x1", "POST", "GET t1"}, made: true},
		{name: "an unreadable namesake", there: `{"id": "x1", "name": "Red", "note": 3}`,
			reports: []string{`warning: Team "Red" has a namesake`}, asked: []string{"LIST", "GET x1", "POST", "GET t1"}, made: true},
		{name: "a namesake that is listed and cannot be read", there: equal, scripted: map[string][]outcome{"GET": {{err: gone("GET")}, {err: gone("GET")}, {err: gone("GET")}, {err: gone("GET")}}},
			reports: []string{`error: Cannot create team "Red"`}, says: []string{"404 Not Found"}, asked: []string{"LIST", "GET x1", "GET x1", "GET x1", "GET x1", "LIST fresh"}},
		{name: "an equal object that is listed before it can be read", there: equal, scripted: map[string][]outcome{"GET": {{err: gone("GET")}}},
			reports: []string{`error: Team "Red" exists already`}, says: []string{importX1}, asked: []string{"LIST", "GET x1", "GET x1"}},
		{name: "an object with another key", there: `{"id": "x1", "name": "Blue", "note": "n", "tags": ["a", "b"]}`, asked: []string{"LIST", "POST", "GET t1"}, made: true},
		{name: "a token that may not list", there: equal, scripted: map[string][]outcome{"LIST": {{err: answered("GET", http.StatusForbidden)}}},
			asked: []string{"LIST", "POST", "GET t1"}, made: true},
		{name: "a proxy's page instead of a list", there: equal, scripted: map[string][]outcome{"LIST": {{err: page(http.StatusForbidden)}}},
			reports: []string{`error: Cannot create team "Red"`}, asked: []string{"LIST"}},
		{name: "a list that fails", scripted: map[string][]outcome{"LIST": {{err: answered("GET", http.StatusInternalServerError)}}},
			reports: []string{`error: Cannot create team "Red"`}, says: []string{"Trace id: trace-500"}, asked: []string{"LIST"}},
		{name: "a namesake that cannot be read", there: equal, scripted: map[string][]outcome{"GET": {{err: answered("GET", http.StatusInternalServerError)}}},
			reports: []string{`error: Cannot create team "Red"`}, says: []string{"Trace id: trace-500"}, asked: []string{"LIST", "GET x1"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			if c.there != "" {
				tf.api.has("x1", c.there)
			}
			for verb, o := range c.scripted {
				tf.api.script(verb, o...)
			}
			made, diags := tf.create(config)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			asked(t, tf.api, c.asked...)
			if c.made {
				holds(t, made, state)
			} else if made != nil {
				t.Errorf("state is %v", made.attrs)
			}
		})
	}
}

// An object of this run is no reason not to make another.
func TestCreate_searchKnowsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		tf.created(config)
		second, diags := tf.create(config)
		said(t, diags)
		asked(t, tf.api, "LIST", "POST", "GET t2")
		if second.attrs["id"] != "t2" {
			t.Errorf("the second is %v", second.attrs["id"])
		}
		next := connect(t, team(), tf.api, NewSession())
		_, diags = next.create(config)
		said(t, diags, `error: Team "Red" exists already`)
		details(t, diags, `id = "c/t1"`, `id = "c/t2"`)
	})
}

// What became of a POST without a usable answer is found out, and it is sent again only when it surely made nothing.
func TestCreate_ambiguous(t *testing.T) {
	unavailable, broken := answered("POST", http.StatusServiceUnavailable), reset("POST")
	appear := func(f *fake, docs ...string) func() {
		return func() {
			for i, doc := range docs {
				f.has([]string{"x1", "x2"}[i], doc)
			}
		}
	}
	const summary = `error: Cannot tell whether team "Red" was created`
	for _, c := range []struct {
		name     string
		scripted func(f *fake) map[string][]outcome
		reports  []string
		says     []string
		posts    int
		state    string
	}{
		{name: "503 that made nothing, then success",
			scripted: func(*fake) map[string][]outcome { return map[string][]outcome{"POST": {{err: unavailable}}} },
			posts:    2, state: state},
		{name: "503 without end",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: unavailable}, {err: unavailable}, {err: unavailable}, {err: unavailable}}}
			},
			posts: 3, reports: []string{summary}, says: []string{"Trace id: trace-503", "Apply again later"}},
		{name: "503 that made it all the same",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: unavailable, done: true}}}
			},
			posts: 1, reports: []string{`warning: Adopted team "Red"`}, says: []string{"503 Service Unavailable", "(c/t1)"}, state: state},
		{name: "a reset that made nothing",
			scripted: func(*fake) map[string][]outcome { return map[string][]outcome{"POST": {{err: broken}}} },
			posts:    1, reports: []string{summary}, says: []string{"unexpected EOF", "No such object appeared", "Apply again"}},
		{name: "a reset after it was made",
			scripted: func(*fake) map[string][]outcome { return map[string][]outcome{"POST": {{err: broken, done: true}}} },
			posts:    1, reports: []string{`warning: Adopted team "Red"`}, says: []string{"unexpected EOF", "(c/t1)"}, state: state},
		{name: "an answer without the id",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: apierr.Unreadable(here, "POST", "/teams", "no id"), done: true}}}
			},
			posts: 1, reports: []string{`warning: Adopted team "Red"`}, says: []string{"no id"}, state: state},
		{name: "it appears in the list only after a while",
			scripted: func(f *fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: broken}}, "LIST": {{}, {}, {first: appear(f, equal)}}}
			},
			posts: 1, reports: []string{`warning: Adopted team "Red"`}, state: `{"company_id": "c", "id": "x1", "state": "OLD", "name": "Red", "note": "n", "tags": ["a", "b"]}`},
		{name: "it appears only after a while, and the API was unavailable",
			scripted: func(f *fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: unavailable}}, "LIST": append(make([]outcome, patientLooks), outcome{first: appear(f, equal)})}
			},
			posts: 1, reports: []string{`warning: Adopted team "Red"`}, state: `{"company_id": "c", "id": "x1", "state": "OLD", "name": "Red", "note": "n", "tags": ["a", "b"]}`},
		{name: "it appears only after long, and the API said that it made it",
			scripted: func(f *fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: apierr.Unreadable(here, "POST", "/teams", "no id")}}, "LIST": append(make([]outcome, patientLooks), outcome{first: appear(f, equal)})}
			},
			posts: 1, reports: []string{`warning: Adopted team "Red"`}, state: `{"company_id": "c", "id": "x1", "state": "OLD", "name": "Red", "note": "n", "tags": ["a", "b"]}`},
		{name: "it never appears, and the API said that it made it",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: apierr.Unreadable(here, "POST", "/teams", "no id")}}}
			},
			posts: 1, reports: []string{`error: Unexpected answer: cannot tell whether team "Red" was created`}, says: []string{"no id", "The API says that it was created", "import it"}},
		{name: "it appears with white space trimmed",
			scripted: func(f *fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: broken, first: appear(f, `{"id": "x1", "name": " Red", "note": "n ", "tags": ["a", "b"]}`)}}}
			},
			posts: 1, reports: []string{`warning: Adopted team "Red"`}, state: `{"company_id": "c", "id": "x1", "name": "Red", "note": "n", "tags": ["a", "b"]}`},
		{name: "an unequal one appears",
			scripted: func(f *fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: unavailable, first: appear(f, other)}}}
			},
			posts: 1, reports: []string{summary}, says: []string{"content differs", importX1}},
		{name: "one that cannot be read appears",
			scripted: func(f *fake) map[string][]outcome {
				lost := outcome{err: answered("GET", http.StatusBadGateway)}
				return map[string][]outcome{"POST": {{err: unavailable, first: appear(f, equal)}}, "GET": slices.Repeat([]outcome{lost}, patientLooks)}
			},
			posts: 1, reports: []string{summary}, says: []string{"cannot be read", importX1}},
		{name: "several appear",
			scripted: func(f *fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: broken, done: true, first: appear(f, equal)}}}
			},
			posts: 1, reports: []string{summary}, says: []string{"Several", importX1, `id = "c/t1"`}},
		{name: "the list fails as well",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: unavailable, done: true}}, "LIST": {{}, {err: answered("GET", http.StatusBadGateway)}}}
			},
			posts: 1, reports: []string{summary}, says: []string{"Listing the siblings failed", "trace-502"}},
		{name: "the list was never allowed",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: unavailable, done: true}}, "LIST": {{err: answered("GET", http.StatusForbidden)}}}
			},
			posts: 1, reports: []string{summary}, says: []string{"could not be searched"}},
		{name: "a refusal is no question",
			scripted: func(*fake) map[string][]outcome {
				return map[string][]outcome{"POST": {{err: answered("POST", http.StatusBadRequest)}}}
			},
			posts: 1, reports: []string{`error: Cannot create team "Red"`}, says: []string{"Trace id: trace-400"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			for verb, outcomes := range c.scripted(tf.api) {
				tf.api.script(verb, outcomes...)
			}
			made, diags := tf.create(config)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			posts := 0
			for _, r := range tf.api.requests() {
				if r == "POST" {
					posts++
				}
			}
			if posts != c.posts {
				t.Errorf("%d POSTs, want %d", posts, c.posts)
			}
			if c.state != "" {
				holds(t, made, c.state)
			} else if made != nil {
				t.Errorf("state is %v", made.attrs)
			}
		})
	}
}

// Neither what was there before nor what this run made is taken for the object whose answer was lost.
func TestCreate_ambiguousBesideOthers(t *testing.T) {
	bubble(t, "there before", func(t *testing.T) {
		tf := start(t, team())
		tf.api.has("x1", other)
		tf.api.script("POST", outcome{err: reset("POST"), first: func() { tf.api.has("x1", equal) }})
		made, diags := tf.create(config)
		if made != nil {
			t.Errorf("adopted %v", made.attrs)
		}
		details(t, diags, "No such object appeared")
	})
	bubble(t, "its own, that the list before did not have yet", func(t *testing.T) {
		tf := start(t, team())
		tf.created(config)
		tf.api.script("LIST", outcome{answer: map[string]any{}})
		tf.api.script("POST", outcome{err: reset("POST")})
		made, diags := tf.create(config)
		if made != nil {
			t.Errorf("adopted %v", made.attrs)
		}
		details(t, diags, "No such object appeared")
	})
	bubble(t, "adopted", func(t *testing.T) {
		tf := start(t, team())
		lost := outcome{err: reset("POST"), done: true}
		tf.api.script("POST", lost, lost)
		for _, id := range []string{"t1", "t2"} {
			tf.api.script("LIST", outcome{answer: map[string]any{}})
			made, diags := tf.create(config)
			said(t, diags, `warning: Adopted team "Red"`)
			if made.attrs["id"] != id {
				t.Errorf("adopted %v, want %s", made.attrs["id"], id)
			}
		}
	})
}

// An answer with an object that is no new one makes no second address for it.
func TestCreate_answeredWithAnother(t *testing.T) {
	for name, c := range map[string]struct {
		there func(tf *terraform)
		says  string
	}{
		"of somebody else":                     {func(tf *terraform) { tf.api.has("t1", other) }, `id = "c/t1"`},
		"of somebody else, with another key":   {func(tf *terraform) { tf.api.has("t1", `{"id": "t1", "name": "Blue"}`) }, `id = "c/t1"`},
		"of another address":                   {func(tf *terraform) { tf.created(config); tf.api.made = 0 }, "Another address of this configuration has it"},
		"of another address, with another key": {func(tf *terraform) { tf.created(`{"company_id": "c", "name": "Blue"}`); tf.api.made = 0 }, "Another address of this configuration has it"},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			c.there(tf)
			made, diags := tf.create(config)
			if made != nil {
				t.Errorf("state is %v", made.attrs)
			}
			last := diags[len(diags)-1:]
			said(t, last, `error: Not a new object: team "Red"`)
			details(t, last, "(c/t1)", c.says, "make this one differ")
		})
	}
}

// unnamed is an API that does not say what it made, and stores names as stored says.
type unnamed struct {
	*fake
	stored func(name string) string
}

func (u *unnamed) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (Made, error) {
	body["name"] = u.stored(body["name"].(string))
	_, err := u.fake.Create(ctx, w, attrs, body)
	return Made{}, err
}

// What an API makes without saying which it is, is found in the list; no warning, because that is its way.
func TestCreate_unnamed(t *testing.T) {
	same := func(name string) string { return name }
	const lost = `error: Cannot find the new team "Red"`
	for _, c := range []struct {
		name     string
		stored   func(string) string
		scripted map[string][]outcome
		reports  []string
		says     []string
		asked    []string
		state    string
	}{
		{name: "found", stored: same, asked: []string{"LIST fresh", "POST", "LIST fresh", "GET t1", "GET t1"}, state: state},
		{name: "found later, beside another", stored: same, asked: []string{"LIST fresh", "POST", "LIST fresh", "LIST fresh", "GET t1", "GET t1"}, state: state,
			scripted: map[string][]outcome{"LIST": {{}, {answer: map[string]any{}}}}},
		{name: "found after the list failed", stored: same, asked: []string{"LIST fresh", "POST", "LIST fresh", "LIST fresh", "GET t1", "GET t1"}, state: state,
			scripted: map[string][]outcome{"LIST": {{}, {err: answered("GET", http.StatusInternalServerError)}}}},
		{name: "under a name that the API changed", stored: func(name string) string { return "The " + name },
			asked:   append([]string{"LIST fresh", "POST"}, slices.Repeat([]string{"LIST fresh"}, patientLooks)...),
			reports: []string{lost}, says: []string{"another apply would make a second one", `id = "c/t1"`}},
		{name: "nothing is made where nothing can be found", stored: same, scripted: map[string][]outcome{"LIST": {{err: answered("GET", http.StatusForbidden)}}},
			asked: []string{"LIST fresh"}, reports: []string{`error: Cannot create team "Red"`}, says: []string{"trace-403"}},
		{name: "refused", stored: same, scripted: map[string][]outcome{"POST": {{err: answered("POST", http.StatusBadRequest)}}},
			asked: []string{"LIST fresh", "POST"}, reports: []string{`error: Cannot create team "Red"`}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			spec := team()
			spec.Unnamed = true
			tf := connect(t, spec, &unnamed{newFake(), c.stored}, NewSession())
			for verb, outcomes := range c.scripted {
				tf.api.script(verb, outcomes...)
			}
			made, diags := tf.create(config)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			asked(t, tf.api, c.asked...)
			if c.state != "" {
				holds(t, made, c.state)
			} else if made != nil {
				t.Errorf("state is %v", made.attrs)
			}
		})
	}
}

// What this run updates may come to look like a new object whose create was lost. It is no candidate.
func TestCreate_besideUpdated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := start(t, team())
		a := before.created(`{"company_id": "c", "name": "Blue", "note": "n", "tags": ["a", "b"]}`)
		run := connect(t, team(), before.api, NewSession())
		run.api.script("LIST", outcome{answer: map[string]any{}}) // a list that does not have it yet
		run.api.script("POST", outcome{err: reset("POST"), first: func() {
			renamed, diags := run.update(config, a)
			said(t, diags)
			holds(t, renamed, state)
		}})
		made, diags := run.create(config)
		details(t, diags, "No such object appeared")
		if made != nil {
			t.Errorf("adopted %v", made.attrs)
		}
	})
}

// An object of another type with the same id is another object.
func TestCreate_otherType(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := NewSession()
		tf := connect(t, team(), newFake(), session)
		tf.created(config)
		crew := team()
		crew.Name, crew.Title = "crew", "crew"
		made, diags := connect(t, crew, newFake(), session).create(config)
		said(t, diags)
		holds(t, made, state)
	})
}

// Equal names but for white space are one key, so their creates come one after the other.
func TestCreate_twoAtOnceWithOtherSpaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		release := make(chan struct{})
		tf.api.script("POST", outcome{err: reset("POST"), first: func() { <-release }})
		var first, second *instance
		var wg sync.WaitGroup
		wg.Go(func() { first, _ = tf.create(config) })
		synctest.Wait()
		wg.Go(func() { second, _ = tf.create(`{"company_id": "c", "name": " Red", "note": "n", "tags": ["a", "b"]}`) })
		synctest.Wait()
		asked(t, tf.api, "LIST", "POST")
		close(release)
		wg.Wait()
		if first != nil || second == nil || second.attrs["id"] != "t1" {
			t.Errorf("they made %v and %v", first, second)
		}
	})
}

// What this run deleted may be listed for a while. It is neither in the way of a new object nor taken for one.
func TestCreate_besideDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		first := tf.created(config)
		lagging := tf.api.teams["t1"]
		if after, diags := tf.destroy(first); after != nil || len(diags) > 0 {
			t.Fatal(after, diags)
		}
		tf.api.teams["t1"] = lagging
		tf.api.script("POST", outcome{err: reset("POST"), done: true})
		made, diags := tf.create(config)
		said(t, diags, `warning: Adopted team "Red"`)
		if made == nil || made.attrs["id"] != "t2" {
			t.Errorf("state is %v", made)
		}
	})
}

// Where the configuration says what the id is, that of a deleted object comes back with the next.
func TestCreate_sameIDAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.ImportID = []string{"company_id", "name"}
		tf := start(t, spec)
		for range 2 {
			tf.api.script("POST", outcome{err: reset("POST"), done: true})
			made, diags := tf.create(config)
			said(t, diags, `warning: Adopted team "Red" (c/Red)`)
			if after, diags := tf.destroy(made); after != nil || len(diags) > 0 {
				t.Fatal(after, diags)
			}
		}
	})
}

func TestCreate_withoutKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Key = nil
		tf := start(t, spec)
		tf.api.has("x1", equal)
		made, diags := tf.create(config)
		said(t, diags)
		holds(t, made, state)
		asked(t, tf.api, "POST", "GET t1")

		tf.api.script("POST", outcome{err: answered("POST", http.StatusServiceUnavailable)})
		_, diags = tf.create(config)
		details(t, diags, "could not be searched")
		asked(t, tf.api, "POST")
	})
}

// Of two equal creates at once the second begins when the first is settled, so that neither adopts the other's object.
func TestCreate_twoAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		release := make(chan struct{})
		tf.api.script("POST", outcome{err: reset("POST"), done: true, first: func() { <-release }})
		results := make([]*instance, 2)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() { results[i], _ = tf.create(config) })
			synctest.Wait()
		}
		asked(t, tf.api, "LIST", "POST")
		close(release)
		wg.Wait()
		// The first one is read back while the second one begins.
		requests := tf.api.requests()
		ofSecond := slices.DeleteFunc(slices.Clone(requests), func(r string) bool { return r == "GET t1" })
		if diff := cmp.Diff([]string{"LIST fresh", "LIST", "POST", "GET t2"}, ofSecond); diff != "" || len(requests) != 6 || requests[0] != "LIST fresh" || requests[1] != "GET t1" {
			t.Errorf("requests %q", requests)
		}
		if results[0].attrs["id"] != "t1" || results[1].attrs["id"] != "t2" || tf.api.count() != 2 {
			t.Errorf("two creates made %v and %v, and %d objects are there", results[0].attrs["id"], results[1].attrs["id"], tf.api.count())
		}
	})
}

// A create that waits for an equal one gives up when its time is over, and sends nothing.
func TestCreate_waitsNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		release := make(chan struct{})
		tf.api.script("POST", outcome{first: func() { <-release }})
		var wg sync.WaitGroup
		wg.Go(func() { tf.create(config) })
		synctest.Wait()
		asked(t, tf.api, "LIST", "POST")
		began := time.Now()
		_, diags := tf.create(`{"company_id": "c", "name": "Red", "timeouts": {"create": "8s"}}`)
		said(t, diags, `error: Cannot create team "Red"`)
		details(t, diags, "the time of the operation (timeouts) ran out while waiting for another create")
		if took := time.Since(began); took != 8*time.Second {
			t.Errorf("waited %s", took)
		}
		asked(t, tf.api)
		close(release)
		wg.Wait()
	})
}

// A create that waits for an equal one when Terraform is stopped gives up at once.
func TestCreate_waitsNotAfterStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		release := make(chan struct{})
		tf.api.script("POST", outcome{first: func() { <-release }})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { tf.create(config) })
		synctest.Wait()
		asked(t, tf.api, "LIST", "POST")
		p := tf.plan(attributes(t, config), nil)
		began := time.Now()
		time.AfterFunc(time.Second, cancel)
		_, diags := tf.applyIn(ctx, p)
		said(t, diags, `error: Cannot create team "Red"`)
		details(t, diags, "the operation was stopped while waiting for another create")
		if took := time.Since(began); took != time.Second {
			t.Errorf("waited %s", took)
		}
		asked(t, tf.api)
		close(release)
		wg.Wait()
	})
}

// punctual is an API that takes all the time there is for a write, carries it out, and does nothing once that is over.
type punctual struct{ *fake }

func (p *punctual) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (Made, error) {
	<-ctx.Done()
	made, err := p.fake.Create(ctx, w, attrs, body)
	if err != nil {
		return Made{}, err
	}
	return Made{}, &apierr.Error{Method: "POST", Path: "/teams", Origin: here, Ambiguous: true, Err: fmt.Errorf("%v: %w", made, ctx.Err())}
}

func (p *punctual) Update(ctx context.Context, w httpx.Write, at Ref, body, live map[string]any) error {
	<-ctx.Done()
	if err := p.fake.Update(ctx, w, at, body, live); err != nil {
		return err
	}
	return &apierr.Error{Method: "PUT", Path: "/teams", Origin: here, Ambiguous: true, Err: ctx.Err()}
}

func (p *punctual) Delete(ctx context.Context, w httpx.Write, at Ref) error {
	<-ctx.Done()
	if err := p.fake.Delete(ctx, w, at); err != nil {
		return err
	}
	return &apierr.Error{Method: "DELETE", Path: "/teams", Origin: here, Ambiguous: true, Err: ctx.Err()}
}

func (p *punctual) Read(ctx context.Context, at Ref, fresh bool) (Found, error) {
	if ctx.Err() != nil {
		return Found{}, ctx.Err()
	}
	return p.fake.Read(ctx, at, fresh)
}

func (p *punctual) Siblings(ctx context.Context, attrs map[string]any, fresh bool) ([]Sibling, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return p.fake.Siblings(ctx, attrs, fresh)
}

// A write that took all its time is settled, and read back, in the grace.
func TestAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, team(), &punctual{newFake()}, NewSession())
		const timeouts = `"timeouts": {"create": "7s", "update": "7s", "delete": "7s"}}`
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"], ` + timeouts)
		said(t, diags, `warning: Adopted team "Red"`)
		holds(t, made, state)
		if made.decoded(t).Pending {
			t.Error("the create was not read back")
		}
		changed, diags := tf.update(`{"company_id": "c", "name": "Red", "note": "m", "tags": ["a", "b"], `+timeouts, made)
		said(t, diags)
		if p := changed.decoded(t); p.Pending || p.Memory == nil {
			t.Error("the update was not read back")
		}
		after, diags := tf.destroy(changed)
		said(t, diags)
		if after != nil {
			t.Errorf("state still holds %v", after.attrs)
		}
	})
}

// Creates with another key or parent do not wait.
func TestCreate_othersDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		release := make(chan struct{})
		tf.api.script("POST", outcome{first: func() { <-release }})
		var wg sync.WaitGroup
		wg.Go(func() { tf.create(config) })
		synctest.Wait()
		for _, c := range []string{`{"company_id": "c", "name": "Blue"}`, `{"company_id": "d", "name": "Red"}`} {
			if made, diags := tf.create(c); made == nil {
				t.Errorf("%s: %v", c, diags)
			}
		}
		close(release)
		wg.Wait()
	})
}

// Nothing after a successful POST is an error. State is the plan, and the next read completes it.
func TestCreate_readBackFails(t *testing.T) {
	for name, o := range map[string]outcome{
		"failure":    {err: answered("GET", http.StatusInternalServerError)},
		"unreadable": {answer: map[string]any{"id": "t1", "name": true}},
		"forbidden":  {err: answered("GET", http.StatusForbidden)},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			tf.api.script("GET", o)
			made, diags := tf.create(config)
			said(t, diags, `warning: Team "Red" (c/t1) was written but not read back`)
			holds(t, made, `{"company_id": "c", "id": "t1", "name": "Red", "note": "n", "tags": ["a", "b"]}`)
			if !made.decoded(t).Pending {
				t.Error("nothing says that the object is to be completed")
			}

			tf.api.teams["t1"]["size"] = number("3") // what a server fills in is adopted
			complete, diags := tf.read(made)
			said(t, diags)
			holds(t, complete, state)
			if p := complete.decoded(t); p.Pending || p.Memory == nil || p.Origin != here {
				t.Errorf("after the next read private state is %+v", p)
			}
			if p := tf.plan(attributes(t, config), complete); len(p.reports) > 0 || !same(p.attrs, complete.attrs) {
				t.Errorf("the next plan is not empty: %v %v", p.attrs, p.reports)
			}
		})
	}
}

// A list may not tell all of the key: then the object itself does, and what another address is making is not taken for
// one's own.
func TestCreate_keyOfTheObject(t *testing.T) {
	bubble(t, "key", func(t *testing.T) {
		spec := team()
		byName := spec.Key
		spec.Key = func(attrs map[string]any) string {
			if note, ok := attrs["note"].(string); ok {
				return "note " + note
			}
			return byName(attrs)
		}
		tf := start(t, spec)
		tf.api.has("x1", `{"id": "x1", "name": "Red", "note": "theirs", "tags": ["a", "b"]}`)
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "tags": ["a", "b"]}`)
		said(t, diags, `warning: Team "Red" has a namesake`)
		if made == nil || made.attrs["id"] == "x1" {
			t.Errorf("state is %v", made)
		}
	})
}

// What was made and never seen is not taken for gone because the API does not show it yet.
func TestCreate_pendingNotYet(t *testing.T) {
	bubble(t, "pending", func(t *testing.T) {
		tf := start(t, team())
		tf.api.script("GET", outcome{err: answered("GET", http.StatusInternalServerError)})
		made, _ := tf.create(config)

		var hidden []outcome
		for range 6 {
			hidden = append(hidden, outcome{err: gone("GET")})
		}
		tf.api.script("GET", hidden...)
		kept, diags := tf.read(made)
		said(t, diags, `error: Cannot find team "Red" (c/t1)`, "error: Not visible yet")
		if kept == nil {
			t.Error("the object is not in state any more")
		}

		tf.api.outcomes = map[string][]outcome{}
		tf.api.script("GET", outcome{err: gone("GET")})
		complete, diags := tf.read(made)
		said(t, diags)
		if complete.decoded(t).Pending {
			t.Error("the read completed nothing")
		}
	})
}

// A GET right after a create may answer 404 for a moment; it is asked again until the create's time is over.
func TestCreate_readBackNotYet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		missing := outcome{err: gone("GET")}
		tf.api.script("GET", missing, missing, missing)
		made, diags := tf.create(config)
		said(t, diags)
		holds(t, made, state)
		asked(t, tf.api, "LIST", "POST", "GET t1", "GET t1", "GET t1", "GET t1")
	})
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		tf.api.script("GET", make([]outcome, 0)...)
		for range 100 {
			tf.api.script("GET", outcome{err: gone("GET")})
		}
		began := time.Now()
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "timeouts": {"create": "20s"}}`)
		said(t, diags, `warning: Team "Red" (c/t1) was written but not read back`)
		details(t, diags, "Trace id: trace-404")
		if took := time.Since(began); took != 20*time.Second {
			t.Errorf("waited %s", took)
		}
		if !made.decoded(t).Pending {
			t.Error("nothing says that the object is to be completed")
		}
	})
}

// Where the API has another value than was sent, state keeps what was sent, and the next plan shows it.
func TestCreate_readBackDiffers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		live := map[string]any{"id": "t1", "name": "Red", "note": "changed"}
		tf.api.script("GET", outcome{answer: live})
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "note": "n"}`)
		said(t, diags, `warning note: The API kept another value for note of team "Red" (c/t1)`)
		details(t, diags, `note of team "Red" (c/t1) was sent as "n", and the API has "changed"`)
		holds(t, made, `{"company_id": "c", "id": "t1", "name": "Red", "note": "n"}`)
		tf.api.script("GET", outcome{answer: live})
		again, _ := tf.read(made)
		holds(t, again, `{"company_id": "c", "id": "t1", "name": "Red", "note": "changed"}`)
	})
}

// A value that a stale read lacks is read again, three times.
func TestCreate_readBackStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		stale := outcome{answer: map[string]any{"id": "t1", "name": "Red"}}
		tf.api.script("GET", stale, stale)
		made, diags := tf.create(config)
		said(t, diags)
		holds(t, made, state)
		asked(t, tf.api, "LIST", "POST", "GET t1", "GET t1", "GET t1")

		tf.api.script("GET", stale, stale, stale, stale, stale)
		_, diags = tf.create(`{"company_id": "c", "name": "Blue", "note": "n"}`)
		said(t, diags, `warning name: The API kept another value for name of team "Blue" (c/t2)`, `warning note: The API kept another value for note of team "Blue" (c/t2)`)
		asked(t, tf.api, "LIST", "POST", "GET t2", "GET t2", "GET t2", "GET t2")
	})
}

func withBoss() *Spec {
	spec := team()
	spec.Later = []string{"boss"}
	return spec
}

const bossConfig = `{"company_id": "c", "name": "Red", "boss": "b", "token_wo": "s", "token_wo_version": 1}`

// What no create takes is set by an update right after it.
func TestCreate_later(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, withBoss())
		made, diags := tf.create(bossConfig)
		said(t, diags)
		asked(t, tf.api, "LIST", "POST", "GET t1", "PUT t1", "GET t1")
		want := []map[string]any{
			{"name": "Red", "token": "s"},
			{"name": "Red", "boss": "b", "id": "t1", "state": "NEW"},
		}
		if diff := cmp.Diff(want, tf.api.bodies); diff != "" {
			t.Errorf("bodies (-want +got)\n%s", diff)
		}
		holds(t, made, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "boss": "b", "token_wo_version": 1}`)
		_, diags = tf.create(`{"company_id": "c", "name": "Blue"}`)
		said(t, diags)
		asked(t, tf.api, "LIST", "POST", "GET t2")
	})
}

func TestCreate_laterFails(t *testing.T) {
	for name, c := range map[string]struct {
		verb string
		o    outcome
		says string
	}{
		"read":          {"GET", outcome{err: answered("GET", http.StatusForbidden)}, "Trace id: trace-403"},
		"update":        {"PUT", outcome{err: answered("PUT", http.StatusBadRequest)}, "Trace id: trace-400"},
		"without trace": {"PUT", outcome{err: errors.New("no connection")}, "no connection"},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, withBoss())
			tf.api.script(c.verb, c.o)
			made, diags := tf.create(bossConfig)
			said(t, diags, `warning: Team "Red" (c/t1) was made, but not completed`)
			details(t, diags, c.says)
			if !made.decoded(t).Pending || made.attrs["boss"] != "b" {
				t.Errorf("state is %v", made.attrs)
			}
			// The next plan shows what is missing, and the next apply sends it.
			found, diags := tf.read(made)
			said(t, diags)
			if found.attrs["boss"] != nil {
				t.Fatalf("state says boss is %v", found.attrs["boss"])
			}
			_, diags = tf.update(bossConfig, found)
			said(t, diags)
			if got := tf.api.lastBody()["boss"]; got != "b" {
				t.Errorf("boss was sent as %v", got)
			}
		})
	}
}

// An object that an interrupted create left without what comes later is found all the same.
func TestCreate_laterIsNoDifference(t *testing.T) {
	for name, c := range map[string]struct{ there, report string }{
		"lacks it":     {`{"id": "x1", "name": "Red"}`, `error: Team "Red" exists already`},
		"has another":  {`{"id": "x1", "name": "Red", "boss": "x"}`, `warning: Team "Red" has a namesake`},
		"has the same": {`{"id": "x1", "name": "Red", "boss": "b"}`, `error: Team "Red" exists already`},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, withBoss())
			tf.api.has("x1", c.there)
			_, diags := tf.create(bossConfig)
			said(t, diags, c.report)
		})
	}
}

// Verify is the only error that may follow a create: the object is in state all the same.
func TestCreate_verify(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Verify = func(planned, live map[string]any) error {
			if planned["id"] != live["id"] || planned["name"] != "Red" {
				return errors.New("called with other objects")
			}
			return errors.New("the print differs")
		}
		tf := start(t, spec)
		made, diags := tf.create(config)
		said(t, diags, `error: Not what was sent: team "Red" (c/t1)`)
		details(t, diags, "the print differs")
		holds(t, made, state)
	})
}

func TestCreate_body(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.CreateBody = func(body, attrs map[string]any) map[string]any {
			return map[string]any{"name": body["name"], "note": attrs["company_id"]}
		}
		tf := start(t, spec)
		_, diags := tf.create(`{"company_id": "c", "name": "Red", "note": "c"}`)
		said(t, diags)
		if diff := cmp.Diff(map[string]any{"name": "Red", "note": "c"}, tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
	})
}

// A value that the plan did not know is checked before anything is sent.
func TestCreate_checksWhatIsKnownNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		p := tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "country": "?"}`), nil)
		p.attrs["country"], p.config["country"] = "ZZ", "ZZ"
		made, diags := tf.apply(p)
		said(t, diags, `error country: Unknown country "ZZ" for country`)
		asked(t, tf.api)
		if made != nil {
			t.Errorf("state is %v", made.attrs)
		}
	})
}

// Where the API names the property that it refuses, the error is at its attribute.
func TestCreate_blames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refusal := answered("POST", http.StatusBadRequest)
		refusal.Messages = []apierr.Message{{Code: "INVALID", Text: "Bad mail", Pointer: "/contact/email"}}
		tf := start(t, team())
		tf.api.script("POST", outcome{err: refusal})
		_, diags := tf.create(`{"company_id": "c", "name": "Red", "contact": {"email": "e"}}`)
		said(t, diags, `error contact.email: Cannot create team "Red"`)
		details(t, diags, "Message: Bad mail", "Trace id: trace-400", "Attribute: contact.email")

		refusal.Messages = []apierr.Message{{Parameters: []apierr.Parameter{{Name: "field", Value: "country"}}}}
		tf.api.script("POST", outcome{err: refusal})
		_, diags = tf.create(config)
		said(t, diags, `error country: Cannot create team "Red"`)
	})
}

// After the stop no write begins.
func TestCreate_stopped(t *testing.T) {
	stop := func(tf *terraform) {
		if _, err := tf.server.StopProvider(tf.t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			tf.t.Error(err)
		}
		synctest.Wait()
	}
	bubble(t, "before it began", func(t *testing.T) {
		tf := start(t, team())
		ctx, cancel := context.WithCancel(t.Context())
		p := tf.plan(attributes(t, config), nil)
		cancel()
		made, diags := tf.applyIn(ctx, p)
		said(t, diags, `error: Stopped before creating team "Red"`)
		asked(t, tf.api)
		if made != nil {
			t.Errorf("state is %v", made.attrs)
		}
	})
	bubble(t, "during the search", func(t *testing.T) {
		tf := start(t, team())
		tf.api.script("LIST", outcome{first: func() { stop(tf) }})
		_, diags := tf.create(config)
		said(t, diags, `error: Stopped before creating team "Red"`)
		asked(t, tf.api, "LIST")
	})
	bubble(t, "during the POST", func(t *testing.T) {
		tf := start(t, team())
		tf.api.script("POST", outcome{first: func() { stop(tf) }})
		made, diags := tf.create(config)
		said(t, diags)
		holds(t, made, state)
	})
	bubble(t, "during a POST that is lost", func(t *testing.T) {
		tf := start(t, team())
		tf.api.script("POST", outcome{err: reset("POST"), done: true, first: func() { stop(tf) }})
		made, diags := tf.create(config)
		said(t, diags, `warning: Adopted team "Red"`)
		holds(t, made, state)
	})
	bubble(t, "during a POST that is to be sent again", func(t *testing.T) {
		tf := start(t, team())
		tf.api.script("POST", outcome{err: answered("POST", http.StatusServiceUnavailable), first: func() { stop(tf) }})
		made, diags := tf.create(config)
		// That nothing was sent would not be true.
		said(t, diags, `error: Cannot tell whether team "Red" was created`)
		details(t, diags, "trace-503", "Apply again later")
		if made != nil {
			t.Errorf("state is %v", made.attrs)
		}
	})
	bubble(t, "before what comes later", func(t *testing.T) {
		tf := start(t, withBoss())
		tf.api.script("POST", outcome{first: func() { stop(tf) }})
		made, diags := tf.create(bossConfig)
		said(t, diags, `warning: Team "Red" (c/t1) was made, but not completed`)
		asked(t, tf.api, "LIST", "POST")
		if !made.decoded(t).Pending {
			t.Error("nothing says that the object is to be completed")
		}
	})
	bubble(t, "the grace is bounded", func(t *testing.T) {
		tf := start(t, team())
		missing := make([]outcome, 100)
		for i := range missing {
			missing[i] = outcome{err: gone("GET")}
		}
		tf.api.script("GET", missing...)
		tf.api.script("POST", outcome{first: func() { stop(tf) }})
		began := time.Now()
		made, diags := tf.create(config)
		said(t, diags, `warning: Team "Red" (c/t1) was written but not read back`)
		if took := time.Since(began); took != 30*time.Second || made == nil {
			t.Errorf("went on for %s, state is %v", took, made)
		}
	})
}
