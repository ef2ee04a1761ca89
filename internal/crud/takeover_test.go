package crud

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// crew is a team of which each company has one from the start. The configuration decides whether a create takes it over.
func crew() *Spec {
	spec := settings()
	root := *teamTree.Root
	root.Attrs = append([]*field.Node{OnCreate("What a create does.")}, root.Attrs...)
	spec.Tree = &field.Tree{Root: &root}
	return spec
}

// settings are what a create takes over without a word.
func settings() *Spec {
	spec := team()
	spec.Sole = func(attrs map[string]any) string {
		if attrs["place"] != nil {
			return ""
		}
		return "the crew of the company"
	}
	return spec
}

// finding is an API that finds the first of its teams.
type finding struct{ *fake }

func (f finding) Find(_ context.Context, _ map[string]any) (found, live map[string]any, err error) {
	o := f.begin("FIND", "FIND")
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(f.teams)) {
		if o.err == nil && o.answer == nil {
			return map[string]any{"id": id}, f.teams[id], nil
		}
	}
	return nil, nil, o.err
}

func crewOf(t *testing.T, live string) *terraform {
	t.Helper()
	tf := connect(t, crew(), finding{newFake()}, NewSession())
	if live != "" {
		tf.api.has("x1", live)
	}
	return tf
}

const (
	first   = `{"id": "x1", "state": "OLD", "version": "7", "name": "First", "note": "x", "size": 3, "contact": {"email": "e", "phone": "p"}, "tags": ["z"], "unknown": {"deep": [1]}}`
	adopted = `{"on_create": "adopt", "company_id": "c", "name": "Red", "tags": ["a", "b"], "contact": {"email": "f"}}`
	owned   = `{"on_create": "adopt", "company_id": "c", "id": "x1", "state": "OLD", "name": "Red", "tags": ["a", "b"], "contact": {"email": "f"}}`
)

// A create that takes over what is there is an update: what the configuration sets replaces what is there, all else stays, is
// remembered, and shows when somebody changes it.
func TestTakeOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := crewOf(t, first)
		p := tf.plan(attributes(t, adopted), nil)
		said(t, p.reports, `warning: Team "Red" takes over the crew of the company`)
		details(t, p.reports, "Nothing is made", `Now it is the team "First" (c/x1)`, "everything else stays as it is",
			`- name from "First" to "Red"`, `- tags from ["z"] to ["a","b"]`, `- contact.email from "e" to "f"`)
		asked(t, tf.api, "FIND")
		made, diags := tf.apply(p)
		said(t, diags)
		asked(t, tf.api, "FIND", "GET x1", "PUT x1", "GET x1")
		want := doc(t, `{"id": "x1", "state": "OLD", "name": "Red", "note": "x", "size": 3, "contact": {"email": "f", "phone": "p"}, "tags": ["a", "b"], "unknown": {"deep": [1]}}`)
		if diff := cmp.Diff(want, tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
		holds(t, made, owned)

		read, diags := tf.read(made)
		said(t, diags)
		holds(t, read, owned)
		said(t, tf.plan(attributes(t, adopted), read).reports) // it is no create any more
		tf.api.teams["x1"]["size"] = number("4")
		drifted, diags := tf.read(made)
		said(t, diags)
		holds(t, drifted, strings.Replace(owned, `"tags"`, `"size": 4, "tags"`, 1))

		// The attribute means nothing from then on.
		after, diags := tf.update(strings.Replace(adopted, `"on_create": "adopt", `, "", 1), made)
		said(t, diags)
		holds(t, after, strings.Replace(owned, `"on_create": "adopt", `, "", 1))
	})
}

// What a takeover meets, and what it leaves: whatever goes wrong before the object is as configured, nothing is in state, and
// the next apply takes over what is there then.
func TestTakeOver_fails(t *testing.T) {
	const configured = `{"id": "x1", "state": "OLD", "name": "Red", "size": 3, "contact": {"email": "f", "phone": "p"}, "tags": ["b", "a"]}`
	const failed, nothing = `error: Cannot take over team "Red" (c/x1)`, "error: Cannot take over the crew of the company"
	put, all := []string{"FIND", "GET x1", "PUT x1"}, []string{"FIND", "GET x1", "PUT x1", "GET x1"}
	unread := outcome{err: answered("GET", http.StatusBadGateway)}
	for _, c := range []struct {
		name     string
		live     string
		scripted map[string][]outcome
		reports  []string
		says     []string
		asked    []string
		open     bool // nothing is in state afterwards
		pending  bool
	}{
		{name: "a run before was killed after its write", live: strings.Replace(configured, `["b", "a"]`, `["a", "b"]`, 1), asked: []string{"FIND", "GET x1", "GET x1"}},
		{name: "it appears after a while", scripted: map[string][]outcome{"FIND": {{answer: attrs{}}, {err: gone("GET")}}}, asked: append([]string{"FIND", "FIND"}, all...)},
		{name: "it cannot be looked for", scripted: map[string][]outcome{"FIND": {{err: answered("GET", http.StatusForbidden)}}},
			reports: []string{nothing}, says: []string{"trace-403"}, asked: []string{"FIND"}, open: true},
		{name: "there is none", scripted: map[string][]outcome{"FIND": slices.Repeat([]outcome{{answer: attrs{}}}, looks)},
			reports: []string{nothing}, says: []string{"There is none", "leave on_create out"}, asked: slices.Repeat([]string{"FIND"}, looks), open: true},
		{name: "it cannot be read", scripted: map[string][]outcome{"GET": {unread}}, reports: []string{failed}, says: []string{"trace-502"}, asked: []string{"FIND", "GET x1"}, open: true},
		{name: "refused", scripted: map[string][]outcome{"PUT": {{err: answered("PUT", http.StatusBadRequest)}}}, reports: []string{failed}, says: []string{"trace-400"}, asked: put, open: true},
		{name: "the answer is lost", scripted: map[string][]outcome{"PUT": {{err: reset("PUT"), done: true}}}, asked: append(slices.Clone(all), "GET x1")},
		{name: "not carried out", scripted: map[string][]outcome{"PUT": {{err: reset("PUT")}}}, reports: []string{failed}, says: []string{"unexpected EOF"}, asked: all, open: true},
		{name: "lost, and cannot be read", scripted: map[string][]outcome{"PUT": {{err: reset("PUT"), done: true}}, "GET": {{}, unread}},
			reports: []string{`error: Cannot tell whether team "Red" (c/x1) was taken over`}, says: []string{"Nothing is in state. Apply again"}, asked: all, open: true},
		{name: "moved while it waited", scripted: map[string][]outcome{"PUT": {{err: moved(false)}}}, asked: append(slices.Clone(put), "GET x1", "PUT x1", "GET x1")},
		{name: "not read back", scripted: map[string][]outcome{"GET": {{}, unread}},
			reports: []string{`warning: Team "Red" (c/x1) was written but not read back`}, asked: all, pending: true},
		{name: "read back as it was, for a moment", scripted: map[string][]outcome{"GET": {{}, {answer: attrs{"id": "x1", "state": "OLD", "name": "First", "tags": []any{"z"}}}}},
			asked: append(slices.Clone(all), "GET x1")},
	} {
		bubble(t, c.name, func(t *testing.T) {
			live := first
			if c.live != "" {
				live = c.live
			}
			tf := crewOf(t, live)
			p := tf.plan(attributes(t, adopted), nil)
			tf.api.requests()
			for verb, outcomes := range c.scripted {
				tf.api.script(verb, outcomes...)
			}
			made, diags := tf.apply(p)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			asked(t, tf.api, c.asked...)
			if c.open != (made == nil) || made != nil && made.decoded(t).Pending != c.pending {
				t.Fatalf("state is %v", made)
			}
			if c.open {
				again := connect(t, crew(), finding{tf.api}, NewSession())
				tf.api.outcomes = map[string][]outcome{}
				if made, diags = again.apply(again.plan(attributes(t, adopted), nil)); len(diags) > 0 {
					t.Errorf("the next apply: %v", diags)
				}
			}
			read, diags := tf.read(made)
			said(t, diags)
			holds(t, read, owned)
			if tf.api.count() != 1 {
				t.Errorf("%d objects are there", tf.api.count())
			}
		})
	}
}

// Two addresses that take over the same object: the second one is an error, also where the first one only updates it.
func TestTakeOver_twice(t *testing.T) {
	const again = "error: Cannot take over the crew of the company"
	synctest.Test(t, func(t *testing.T) {
		tf := crewOf(t, first)
		made, _ := tf.create(adopted)
		second, diags := tf.create(strings.Replace(adopted, "Red", "Blue", 1))
		said(t, diags, again)
		details(t, diags, "Another address of this configuration has it", `the team "Red" (c/x1) was taken over, made or updated there`)
		if made == nil || second != nil || tf.api.teams["x1"]["name"] != "Red" {
			t.Errorf("%v, %v and %v", made, second, tf.api.teams["x1"])
		}
		next := connect(t, crew(), finding{tf.api}, NewSession())
		if _, diags := next.update(strings.Replace(adopted, "Red", "Green", 1), made); len(diags) > 0 {
			t.Fatal(diags)
		}
		_, diags = next.create(adopted)
		said(t, diags, again)
	})
}

// Secrets are sent, as with every new object, and an answer that is lost leaves open whether they arrived.
func TestTakeOver_secret(t *testing.T) {
	for _, version := range []string{`, "token_wo_version": 1`, ""} {
		synctest.Test(t, func(t *testing.T) {
			tf := crewOf(t, first)
			secret := strings.Replace(adopted, `"tags"`, `"token_wo": "s"`+version+`, "tags"`, 1)
			tf.api.script("PUT", outcome{err: reset("PUT"), done: true})
			made, diags := tf.create(secret)
			said(t, diags, `error: Cannot tell whether team "Red" (c/x1) was taken over`)
			if made != nil {
				t.Errorf("state is %v", made.attrs)
			}
			again := connect(t, crew(), finding{tf.api}, NewSession())
			made, diags = again.create(secret)
			said(t, diags)
			if made == nil || tf.api.lastBody()["token"] != "s" {
				t.Errorf("%v; sent %v", made, tf.api.lastBody())
			}
		})
	}
}

func TestTakeOver_stopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := crewOf(t, first)
		p := tf.plan(attributes(t, adopted), nil)
		ctx, stop := context.WithCancel(t.Context())
		tf.api.script("GET", outcome{first: stop})
		tf.api.requests()
		made, diags := tf.applyIn(ctx, p)
		said(t, diags, `error: Stopped before taking over team "Red" (c/x1)`)
		asked(t, tf.api, "FIND", "GET x1")
		if made != nil {
			t.Errorf("state is %v", made.attrs)
		}
	})
}

// Where the configuration has no say, a create takes over what is there; where it has and says nothing, that is an error.
// Other objects are made.
func TestTakeOver_whether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, settings(), finding{newFake()}, NewSession())
		tf.api.has("x1", first)
		made, diags := tf.create(config)
		said(t, diags)
		holds(t, made, strings.NewReplacer(`"t1"`, `"x1"`, "NEW", "OLD").Replace(state))

		tf = crewOf(t, first)
		p := tf.plan(attributes(t, config), nil)
		said(t, p.reports)
		asked(t, tf.api)
		_, diags = tf.apply(p)
		said(t, diags, "error: The crew of the company exists already")
		details(t, diags, `It is the team "First" (c/x1)`, "Nothing was created", `on_create = "adopt"`, importX1, "terraform import spotnana_team.<name> c/x1")
		asked(t, tf.api, "FIND")
		_, diags = tf.create(strings.Replace(config, "{", `{"place": "Rome", `, 1))
		said(t, diags)
		asked(t, tf.api, "LIST", "POST", "GET t1")

		tf = crewOf(t, "")
		_, diags = tf.create(config)
		said(t, diags)
		asked(t, tf.api, "FIND", "LIST", "POST", "GET t1")
		tf = crewOf(t, first)
		tf.api.script("FIND", outcome{err: answered("GET", http.StatusForbidden)})
		_, diags = tf.create(config)
		said(t, diags, `error: Cannot create team "Red"`)
	})
}

// A plan says as much as it can find out, and needs nothing to be found out.
func TestTakeOver_plan(t *testing.T) {
	const warning = `warning: Team "Red" takes over the crew of the company`
	synctest.Test(t, func(t *testing.T) {
		tf := crewOf(t, first)
		said(t, tf.plan(attributes(t, strings.Replace(adopted, `"c"`, `"?"`, 1)), nil).reports, warning)
		asked(t, tf.api)
		for _, o := range []outcome{{err: answered("GET", http.StatusUnauthorized)}, {err: gone("GET")}, {answer: attrs{}}} {
			tf.api.script("FIND", o)
			found := tf.plan(attributes(t, adopted), nil).reports
			said(t, found, warning)
			if strings.Contains(found[0].detail, "Now it is") {
				t.Errorf("it says %s", found[0].detail)
			}
		}
		// What is not known yet replaces nothing that could be told.
		found := tf.plan(attributes(t, strings.Replace(adopted, `["a", "b"]`, `["a", "?"]`, 1)), nil).reports
		details(t, found, `- name from "First" to "Red"`)
		if strings.Contains(found[0].detail, "tags") {
			t.Errorf("it says %s", found[0].detail)
		}
	})
}
