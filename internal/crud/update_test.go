package crud

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

const changed = `{"company_id": "c", "name": "Red", "note": "m", "tags": ["a", "b"]}`

// An update is GET, guard, PUT, GET. It sends what changes and all the rest of the live object, without what the server
// keeps for itself.
func TestUpdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.has("t1", `{"id": "t1", "state": "NEW", "version": "1", "name": "Red", "note": "n", "tags": ["b", "a"], "unknown": {"deep": [1]}}`)
		after, diags := tf.update(changed, made)
		said(t, diags)
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1")
		want := doc(t, `{"id": "t1", "state": "NEW", "name": "Red", "note": "m", "tags": ["b", "a"], "unknown": {"deep": [1]}}`)
		if diff := cmp.Diff(want, tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
		holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "m", "tags": ["a", "b"]}`)
		if p := after.decoded(t); p.Origin != here || p.Pending || p.Memory == nil {
			t.Errorf("private state is %+v", p)
		}
	})
}

// What only the provider keeps changes without a request.
func TestUpdate_withoutRequest(t *testing.T) {
	for name, next := range map[string]string{
		"a protection":                     `{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"], "keep": true}`,
		"timeouts":                         `{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"], "timeouts": {"read": "1m"}}`,
		"what was fixed at creation, gone": `{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"]}`,
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(`{"company_id": "c", "name": "Red", "note": "n", "tags": ["a", "b"], "place": "Rome"}`)
			p := tf.plan(attributes(t, next), made)
			if len(p.replace) > 0 || same(p.attrs, made.attrs) {
				t.Errorf("planned %v, replacing for %v", p.attrs, p.replace)
			}
			after, diags := tf.apply(p)
			said(t, diags)
			asked(t, tf.api)
			if string(after.private) != string(made.private) {
				t.Errorf("the private state became %s", after.private)
			}
		})
	}
}

// What somebody else changed since the plan is not overwritten.
func TestUpdate_conflict(t *testing.T) {
	for name, c := range map[string]struct {
		live   string
		report []string
		says   []string
	}{
		"the same attribute": {`{"id": "t1", "name": "Red", "note": "theirs", "tags": ["a", "b"]}`,
			[]string{"error note: Changed at the API since the plan was made"}, []string{`note of team "Red" (c/t1)`, `it was "n", the plan sets "m", the API now has "theirs"`, "-refresh=false"}},
		"another one": {`{"id": "t1", "name": "Red", "note": "n", "tags": ["a"]}`,
			[]string{"error tags: Changed at the API since the plan was made"}, []string{`it was ["a","b"], the plan sets ["a","b"], the API now has ["a"]`}},
		"one that nobody configured": {`{"id": "t1", "name": "Red", "note": "n", "tags": ["a", "b"], "size": 12345678901, "contact": {"email": "e"}}`,
			[]string{"error size: Changed at the API since the plan was made", "error contact: Changed at the API since the plan was made"},
			[]string{"it was nothing, the plan sets nothing, the API now has 12345678901", `the API now has {"email":"e"}`}},
		"one that is gone": {`{"id": "t1", "name": "Red", "tags": ["a", "b"]}`,
			[]string{"error note: Changed at the API since the plan was made"}, []string{"the API now has nothing"}},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			p := tf.plan(attributes(t, changed), made)
			tf.api.has("t1", c.live)
			after, diags := tf.apply(p)
			said(t, diags, c.report...)
			details(t, diags, c.says...)
			asked(t, tf.api, "GET t1")
			holds(t, after, state)
		})
	}
}

// Somebody who made the same change, and what the server keeps for itself, is no conflict.
func TestUpdate_noConflict(t *testing.T) {
	for name, live := range map[string]string{
		"the same change": `{"id": "t1", "name": "Red", "note": "m", "tags": ["a", "b"]}`,
		"a new version":   `{"id": "t1", "name": "Red", "note": "n", "tags": ["a", "b"], "version": "99", "state": "OLD"}`,
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			tf.api.has("t1", live)
			_, diags := tf.update(changed, made)
			said(t, diags)
			asked(t, tf.api, "GET t1", "PUT t1", "GET t1")
		})
	}
}

func TestUpdate_fails(t *testing.T) {
	for _, c := range []struct {
		name    string
		verb    string
		o       outcome
		reports []string
		says    []string
		asked   []string
	}{
		{"gone", "GET", outcome{err: gone("GET")}, []string{`error: Cannot update team "Red" (c/t1)`},
			[]string{"trace-404", "gone since the plan was made"}, []string{"GET t1"}},
		{"cannot be read", "GET", outcome{err: answered("GET", http.StatusForbidden)}, []string{`error: Cannot update team "Red" (c/t1)`}, []string{"trace-403"}, []string{"GET t1"}},
		{"unreadable", "GET", outcome{answer: map[string]any{"id": "t1", "name": true}}, []string{`error name: Unreadable answer: cannot update team "Red" (c/t1)`},
			[]string{"The API answered a boolean where a string is documented."}, []string{"GET t1"}},
		{"refused", "PUT", outcome{err: answered("PUT", http.StatusBadRequest)}, []string{`error: Cannot update team "Red" (c/t1)`}, []string{"trace-400"}, []string{"GET t1", "PUT t1"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			tf.api.script(c.verb, c.o)
			after, diags := tf.update(changed, made)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			asked(t, tf.api, c.asked...)
			holds(t, after, state)
			if string(after.private) != string(made.private) {
				t.Errorf("the private state became %s", after.private)
			}
		})
	}
}

// A PUT whose answer is lost took effect or not; the object says which.
func TestUpdate_ambiguous(t *testing.T) {
	const after = `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "m", "tags": ["a", "b"]}`
	for _, c := range []struct {
		name    string
		put     outcome
		get     []outcome
		config  string
		reports []string
		says    []string
		state   string
	}{
		{name: "took effect", put: outcome{err: reset("PUT"), done: true}, config: changed, state: after},
		{name: "did not", put: outcome{err: answered("PUT", http.StatusServiceUnavailable)}, config: changed,
			reports: []string{`error: Cannot update team "Red" (c/t1)`}, says: []string{"trace-503"}, state: state},
		{name: "did not remove", put: outcome{err: reset("PUT")}, config: `{"company_id": "c", "name": "Red", "tags": ["a", "b"]}`,
			reports: []string{`error: Cannot update team "Red" (c/t1)`}, says: []string{"unexpected EOF"}, state: state},
		{name: "removed", put: outcome{err: reset("PUT"), done: true}, config: `{"company_id": "c", "name": "Red", "tags": ["a", "b"]}`,
			state: `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "tags": ["a", "b"]}`},
		{name: "took effect, and tells nothing but white space", put: outcome{err: reset("PUT"), done: true}, config: strings.Replace(config, `"n"`, `"n "`, 1), state: strings.Replace(state, `"n"`, `"n "`, 1)},
		{name: "did not, or the API trimmed what was sent", put: outcome{err: reset("PUT")}, config: strings.Replace(config, `"n"`, `"n "`, 1),
			reports: []string{`error: Cannot update team "Red" (c/t1)`}, says: []string{"unexpected EOF"}, state: state},
		{name: "cannot be read", put: outcome{err: reset("PUT"), done: true}, config: changed,
			get:     []outcome{{}, {err: answered("GET", http.StatusBadGateway)}, {err: answered("GET", http.StatusBadGateway)}},
			reports: []string{`error: Cannot tell whether team "Red" (c/t1) was updated`},
			says:    []string{"unexpected EOF", "cannot be read either", "Apply again"}, state: state},
		{name: "is gone", put: outcome{err: reset("PUT")}, config: changed,
			get:     []outcome{{}, {err: gone("GET")}, {err: gone("GET")}},
			reports: []string{`error: Cannot tell whether team "Red" (c/t1) was updated`},
			says:    []string{"cannot be read either"}, state: state},
		{name: "removal that cannot be read", put: outcome{err: reset("PUT")}, config: `{"company_id": "c", "name": "Red", "tags": ["a", "b"]}`,
			get:     []outcome{{}, {err: answered("GET", http.StatusBadGateway)}, {err: answered("GET", http.StatusBadGateway)}},
			reports: []string{`error: Cannot tell whether team "Red" (c/t1) was updated`},
			says:    []string{"State holds what was there before"}, state: state},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			p := tf.plan(attributes(t, c.config), made)
			tf.api.script("PUT", c.put)
			tf.api.script("GET", c.get...)
			got, diags := tf.apply(p)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			holds(t, got, c.state)
			if got.decoded(t).Pending {
				t.Error("the next read would take everything for the API's own")
			}
		})
	}
}

// A secret is never answered, so nothing tells whether one arrived whose answer is lost. It is sent again by the next apply.
func TestUpdate_ambiguousSecret(t *testing.T) {
	for name, gets := range map[string][]outcome{
		"read":           nil,
		"cannot be read": {{}, {err: answered("GET", http.StatusBadGateway)}, {err: answered("GET", http.StatusBadGateway)}},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(`{"company_id": "c", "name": "Red", "token_wo": "s", "token_wo_version": 1}`)
			tf.api.script("PUT", outcome{err: reset("PUT")})
			tf.api.script("GET", gets...)
			const next = `{"company_id": "c", "name": "Red", "token_wo": "s2", "token_wo_version": 2}`
			after, diags := tf.update(next, made)
			said(t, diags, `error: Cannot tell whether team "Red" (c/t1) was updated`)
			details(t, diags, "unexpected EOF", "secret", "Apply again")
			if !same(after.attrs["token_wo_version"], made.attrs["token_wo_version"]) {
				t.Errorf("state says that version %v was sent", after.attrs["token_wo_version"])
			}
			tf.api.outcomes = map[string][]outcome{}
			_, diags = tf.update(next, after)
			said(t, diags)
			if got := tf.api.lastBody()["token"]; got != "s2" {
				t.Errorf("sent %v", got)
			}
		})
	}
}

// A value that the plan removes and that stays all the same is the API's own from then on.
func TestUpdate_keptRemovedValue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		stubborn := outcome{answer: doc(t, `{"id": "t1", "state": "NEW", "name": "Red", "note": "n", "tags": ["a", "b"]}`)}
		tf.api.script("GET", stubborn, stubborn, stubborn, stubborn, stubborn)
		const next = `{"company_id": "c", "name": "Red", "tags": ["a", "b"]}`
		after, diags := tf.update(next, made)
		said(t, diags, `warning note: The API kept a removed value for note of team "Red" (c/t1)`)
		details(t, diags, `note was removed from team "Red" (c/t1)`)
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1", "GET t1", "GET t1", "GET t1")
		holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "tags": ["a", "b"]}`)

		tf.api.has("t1", `{"id": "t1", "state": "NEW", "name": "Red", "note": "n", "tags": ["a", "b"]}`)
		again, diags := tf.read(after)
		said(t, diags)
		if p := tf.plan(attributes(t, next), again); !same(p.attrs, after.attrs) {
			t.Errorf("planned %v", p.attrs)
		}
	})
}

// An update is read back like a create: stale values again, other values with a warning.
func TestUpdate_readBack(t *testing.T) {
	bubble(t, "stale", func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.script("GET", outcome{}, outcome{answer: doc(t, `{"id": "t1", "state": "NEW", "name": "Red", "note": "n", "tags": ["a", "b"]}`)})
		_, diags := tf.update(changed, made)
		said(t, diags)
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1", "GET t1")
	})
	bubble(t, "another value", func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.script("GET", outcome{}, outcome{answer: doc(t, `{"id": "t1", "state": "NEW", "name": "Red", "note": "M", "tags": ["a", "b"]}`)})
		_, diags := tf.update(changed, made)
		said(t, diags, `warning note: The API kept another value for note of team "Red" (c/t1)`)
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1")
	})
	bubble(t, "another value of what was fixed at creation", func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(`{"company_id": "c", "name": "Red", "place": "Rome"}`)
		tf.api.teams["t1"]["place"] = "Oslo"
		after, diags := tf.update(`{"company_id": "c", "name": "Red", "place": "Rome", "note": "m"}`, made)
		said(t, diags)
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1")
		if got := tf.api.lastBody()["place"]; got != "Oslo" || after.attrs["place"] != "Rome" {
			t.Errorf("sent %v, state has %v", got, after.attrs["place"])
		}
	})
	bubble(t, "fails", func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.script("GET", outcome{}, outcome{err: answered("GET", http.StatusInternalServerError)})
		after, diags := tf.update(changed, made)
		said(t, diags, `warning: Team "Red" (c/t1) was written but not read back`)
		if !after.decoded(t).Pending {
			t.Error("nothing says that the object is to be completed")
		}
		complete, diags := tf.read(after)
		said(t, diags)
		holds(t, complete, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "m", "tags": ["a", "b"]}`)
	})
}

// A secret is sent when its version changes, and only then.
func TestUpdate_secret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(`{"company_id": "c", "name": "Red", "token_wo": "s", "token_wo_version": 1}`)
		tf.api.teams["t1"]["token"] = "masked"
		sent := func(config string) any {
			t.Helper()
			var diags []report
			made, diags = tf.update(config, made)
			said(t, diags)
			return tf.api.lastBody()["token"]
		}
		if got := sent(`{"company_id": "c", "name": "Red", "note": "n", "token_wo": "other", "token_wo_version": 1}`); got != "masked" {
			t.Errorf("without a new version %v is sent", got)
		}
		tf.api.requests()
		if got := sent(`{"company_id": "c", "name": "Red", "note": "n", "token_wo": "other", "token_wo_version": 2}`); got != "other" {
			t.Errorf("with a new version %v is sent", got)
		}
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1")
	})
}

// After the stop no PUT begins, and one that is under way is settled.
func TestUpdate_stopped(t *testing.T) {
	bubble(t, "before it began", func(t *testing.T) {
		tf := start(t, team())
		p := tf.plan(attributes(t, changed), tf.created(config))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		after, diags := tf.applyIn(ctx, p)
		said(t, diags, `error: Stopped before updating team "Red" (c/t1)`)
		asked(t, tf.api)
		holds(t, after, state)
	})
	stop := func(tf *terraform) outcome {
		return outcome{first: func() {
			if _, err := tf.server.StopProvider(tf.t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
				tf.t.Error(err)
			}
			synctest.Wait()
		}}
	}
	bubble(t, "during the read", func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.script("GET", stop(tf))
		_, diags := tf.update(changed, made)
		said(t, diags, `error: Stopped before updating team "Red" (c/t1)`)
		asked(t, tf.api, "GET t1")
	})
	bubble(t, "during the write", func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.script("PUT", stop(tf))
		_, diags := tf.update(changed, made)
		said(t, diags)
		asked(t, tf.api, "GET t1", "PUT t1", "GET t1")
	})
}

// moved is the error of a PUT that was not sent again because its object had moved; open says that an attempt before that
// may have been carried out.
func moved(open bool) error {
	return &apierr.Error{Method: "PUT", Path: "/teams", Origin: here, Ambiguous: open, Err: fmt.Errorf("not sent again after 503: %w", errChanged)}
}

// An update whose object moved while it waited begins anew.
func TestUpdate_moved(t *testing.T) {
	const after = `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "m", "tags": ["a", "b"]}`
	const theirs = `{"id": "t1", "state": "NEW", "name": "Red", "note": "theirs", "tags": ["a", "b"]}`
	const failed, conflict = `error: Cannot update team "Red" (c/t1)`, "error note: Changed at the API since the plan was made"
	edit := func(f *fake) func() { return func() { f.has("t1", theirs) } }
	for _, c := range []struct {
		name     string
		scripted func(f *fake, stop func()) map[string][]outcome
		reports  []string
		says     []string
		asked    []string
		state    string
	}{
		{name: "by what the plan has no say in",
			scripted: func(f *fake, _ func()) map[string][]outcome {
				return map[string][]outcome{"PUT": {{err: moved(false), first: func() {
					f.has("t1", `{"id": "t1", "state": "NEW", "name": "Red", "note": "n", "tags": ["a", "b"], "more": 1}`)
				}}}}
			},
			asked: []string{"GET t1", "PUT t1", "GET t1", "PUT t1", "GET t1"}, state: after},
		{name: "by what the plan changes",
			scripted: func(f *fake, _ func()) map[string][]outcome {
				return map[string][]outcome{"PUT": {{err: moved(false), first: edit(f)}}}
			},
			reports: []string{conflict}, says: []string{`the API now has "theirs". Nothing was written.`}, asked: []string{"GET t1", "PUT t1", "GET t1"}, state: state},
		{name: "by itself",
			scripted: func(*fake, func()) map[string][]outcome {
				return map[string][]outcome{"PUT": {{err: moved(true), done: true}}}
			},
			asked: []string{"GET t1", "PUT t1", "GET t1", "GET t1"}, state: after},
		{name: "by somebody after itself",
			scripted: func(f *fake, _ func()) map[string][]outcome {
				return map[string][]outcome{"PUT": {{err: moved(true), done: true}}, "GET": {{}, {first: edit(f)}}}
			},
			reports: []string{failed, conflict}, says: []string{"not sent again after 503", "An attempt before that may have been carried out; then nothing more was written."},
			asked: []string{"GET t1", "PUT t1", "GET t1", "GET t1"}, state: state},
		{name: "and then cannot be read",
			scripted: func(*fake, func()) map[string][]outcome {
				lost := outcome{err: answered("GET", http.StatusInternalServerError)}
				return map[string][]outcome{"PUT": {{err: moved(true)}}, "GET": {{}, lost, lost}}
			},
			reports: []string{failed, failed}, says: []string{"not sent again after 503", "trace-500"}, asked: []string{"GET t1", "PUT t1", "GET t1", "GET t1"}, state: state},
		{name: "and is gone",
			scripted: func(*fake, func()) map[string][]outcome {
				return map[string][]outcome{"PUT": {{err: moved(false)}}, "GET": {{}, {err: gone("GET")}}}
			},
			reports: []string{failed}, says: []string{"gone since the plan was made"}, asked: []string{"GET t1", "PUT t1", "GET t1"}, state: state},
		{name: "and then Terraform stops",
			scripted: func(_ *fake, stop func()) map[string][]outcome {
				return map[string][]outcome{"PUT": {{err: moved(true)}}, "GET": {{}, {first: stop}}}
			},
			reports: []string{failed, `error: Stopped before updating team "Red" (c/t1)`}, says: []string{"not sent again after 503", "from then on nothing was sent"},
			asked: []string{"GET t1", "PUT t1", "GET t1", "GET t1"}, state: state},
		{name: "each time",
			scripted: func(*fake, func()) map[string][]outcome {
				return map[string][]outcome{"PUT": slices.Repeat([]outcome{{err: moved(false)}}, mostRestarts+1)}
			},
			reports: []string{failed}, says: []string{"not sent again after 503", "each of the 6 times", "Apply again"},
			asked: slices.Repeat([]string{"GET t1", "PUT t1"}, mostRestarts+1), state: state},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			p := tf.plan(attributes(t, changed), made)
			for verb, outcomes := range c.scripted(tf.api, stop) {
				tf.api.script(verb, outcomes...)
			}
			got, diags := tf.applyIn(ctx, p)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			asked(t, tf.api, c.asked...)
			holds(t, got, c.state)
		})
	}
}

// What the server keeps for itself and the order of lists is no move.
func TestUnmoved(t *testing.T) {
	const live = `{"id": "t1", "name": "Red", "tags": ["a", "b"], "version": "1"}`
	broken := answered("GET", http.StatusBadGateway)
	for name, c := range map[string]struct {
		now outcome
		err error
	}{
		"the same":          {outcome{answer: doc(t, live)}, nil},
		"another version":   {outcome{answer: doc(t, `{"id": "t1", "name": "Red", "tags": ["a", "b"], "version": "2"}`)}, nil},
		"another order":     {outcome{answer: doc(t, `{"id": "t1", "name": "Red", "tags": ["b", "a"], "version": "1"}`)}, nil},
		"another value":     {outcome{answer: doc(t, `{"id": "t1", "name": "Blue", "tags": ["a", "b"], "version": "1"}`)}, errChanged},
		"a value more":      {outcome{answer: doc(t, `{"id": "t1", "name": "Red", "tags": ["a", "b"], "version": "1", "more": 1}`)}, errChanged},
		"gone":              {outcome{err: gone("GET")}, errChanged},
		"it cannot be read": {outcome{err: broken}, broken},
	} {
		api := newFake()
		api.script("GET", c.now)
		o := &resourceType{spec: team(), tree: teamTree, api: api}
		if err := o.stillAs(t.Context(), Ref{Attrs: attrs{"id": "t1"}}, doc(t, live))(); err != c.err { //nolint:errorlint // the very same
			t.Errorf("%s: got %v, want %v", name, err, c.err)
		}
	}
}

// The update's time bounds all of it.
func TestUpdate_timeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var limit time.Duration
		tf := connect(t, team(), limited{newFake(), &limit}, NewSession())
		_, diags := tf.update(`{"company_id": "c", "name": "Red", "note": "m", "timeouts": {"update": "90s"}}`, tf.created(config))
		said(t, diags)
		if limit != 90*time.Second {
			t.Errorf("the update had %s", limit)
		}
		_, diags = tf.update(`{"company_id": "c", "name": "Blue", "note": "m"}`, tf.created(`{"company_id": "c", "name": "Blue"}`))
		said(t, diags)
		if limit != defaultTimeout {
			t.Errorf("by default the update had %s", limit)
		}
	})
}

// limited notes how much time an update has.
type limited struct {
	*fake
	limit *time.Duration
}

func (l limited) Update(ctx context.Context, w httpx.Write, at Ref, body, live map[string]any) error {
	deadline, _ := ctx.Deadline()
	*l.limit = time.Until(deadline)
	return l.fake.Update(ctx, w, at, body, live)
}

// A required value that live has and the plan cannot remove, and one that neither has.
func TestUpdate_requiredByTheAPI(t *testing.T) {
	o := &resourceType{tree: teamTree}
	for name, c := range map[string]struct {
		body, live string
		want       []string
	}{
		"create":             {`{"note": "n"}`, "", []string{"name"}},
		"removed":            {`{"name": "n", "contact": {}}`, `{"name": "n", "contact": {"email": "e"}}`, []string{"contact.email"}},
		"not there already":  {`{"name": "n", "contact": {}}`, `{"name": "n", "contact": {}}`, nil},
		"everything's there": {`{"name": "n", "contact": {"email": "e"}}`, `{"name": "n"}`, nil},
	} {
		var live map[string]any
		if c.live != "" {
			live = doc(t, c.live)
		}
		var got []string
		for _, d := range protocolDiagnostics(o.complete(doc(t, c.body), live)) {
			got = append(got, pathText(d.Attribute))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func doc(t *testing.T, text string) map[string]any {
	t.Helper()
	v, err := codec.ParseJSON([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v.(map[string]any)
}
