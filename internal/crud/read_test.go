package crud

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

const elsewhere = "https://proxy.example.net"

// Only a 404 of the API where the object was made means that it is gone.
func TestRead_notFound(t *testing.T) {
	proxy := answered("GET", http.StatusNotFound)
	proxy.Enveloped = false
	for name, c := range map[string]struct {
		origin string
		err    error
		kept   bool
		report []string
		says   []string
	}{
		"where it was made":   {origin: here, err: gone("GET")},
		"somewhere else":      {origin: elsewhere, err: gone("GET"), kept: true, report: []string{`error: Cannot find team "Red" (c/t1)`, "error: Not the place where it was made"}, says: []string{"trace-404", here, elsewhere, "terraform state rm"}},
		"a page of a proxy":   {origin: here, err: proxy, kept: true, report: []string{`error: Cannot read team "Red" (c/t1)`}},
		"a failure":           {origin: here, err: answered("GET", http.StatusInternalServerError), kept: true, report: []string{`error: Cannot read team "Red" (c/t1)`}, says: []string{"trace-500"}},
		"a broken connection": {origin: here, err: reset("GET"), kept: true, report: []string{`error: Cannot read team "Red" (c/t1)`}, says: []string{"unexpected EOF"}},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			made := tf.created(config)
			tf.api.origin = c.origin
			tf.api.script("GET", outcome{err: c.err})
			after, diags := tf.read(made)
			said(t, diags, c.report...)
			details(t, diags, c.says...)
			if !c.kept {
				if after != nil {
					t.Errorf("state still holds %v", after.attrs)
				}
				return
			}
			holds(t, after, state)
			if string(after.private) != string(made.private) {
				t.Errorf("the private state became %s", after.private)
			}
		})
	}
}

// Where an object was made stays known when it is read elsewhere.
func TestRead_keepsTheOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.origin = elsewhere
		after, diags := tf.read(made)
		said(t, diags)
		if p := after.decoded(t); p.Origin != here {
			t.Errorf("made at %s", p.Origin)
		}
	})
}

// State of an older version has no private state. It is read in its own shape, and is known from then on.
func TestRead_withoutPrivateState(t *testing.T) {
	for name, private := range map[string][]byte{"none": nil, "unreadable": []byte(`{"spotnana":"WzFd"}`)} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			tf.api.has("t1", `{"id": "t1", "state": "NEW", "name": "Red", "note": "m", "size": 3}`)
			after, diags := tf.read(&instance{attrs: attributes(t, `{"company_id": "c", "id": "t1", "name": "Red", "note": "n"}`), private: private})
			if name == "none" {
				said(t, diags)
			} else {
				said(t, diags, "warning: Unreadable private state")
			}
			holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "m"}`)
			if p := after.decoded(t); p.Origin != here || p.Memory == nil {
				t.Errorf("private state is %+v", p)
			}
		})
	}
}

// A 404 removes nothing while it is not known where the object was made. What of the private state can be read tells.
func TestRead_notFoundWithoutPrivateState(t *testing.T) {
	const unknown, known = `{"company_id": "c", "id": "t9", "name": "Red"}`, "error: Not the place where it was made"
	for name, c := range map[string]struct {
		private string
		kept    bool
	}{
		"none":                              {"", true},
		"unreadable":                        {`[1]`, true},
		"unreadable, but for its origin":    {`{"origin": "` + here + `", "memory": 7}`, false},
		"unreadable, with another's origin": {`{"origin": "` + elsewhere + `", "memory": 7}`, true},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, team())
			before := &instance{attrs: attributes(t, unknown)}
			if c.private != "" {
				before.private, _ = json.Marshal(map[string][]byte{privateKey: []byte(c.private)}) // strings always encode
			}
			after, diags := tf.read(before)
			if (after != nil) != c.kept || (len(diags) > 0 && diags[len(diags)-1].line == known) != c.kept {
				t.Errorf("state is %v, and it said %v", after, diags)
			}
		})
	}
}

func TestRead_unreadable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(config)
		tf.api.has("t1", `{"id": "t1", "name": "Red", "contact": {"email": 7}}`)
		after, diags := tf.read(made)
		said(t, diags, `error contact.email: Unreadable answer for team "Red" (c/t1)`)
		details(t, diags, "The API answered a number where a string is documented.", "Attribute: contact.email")
		holds(t, after, state)
	})
}

// Drift shows where a plan can show it, and is a warning where not. What the server keeps for itself is neither.
func TestRead_drift(t *testing.T) {
	const made = `{"id": "t1", "state": "NEW", "version": "1", "name": "Red", "note": "n", "tags": ["a", "b"], "place": "Rome", "token": "x", "extra": {"deep": 1}}`
	for _, c := range []struct {
		name, live string
		reports    []string
		says       []string
		state      string
	}{
		{name: "nothing", live: made, state: state},
		{name: "server only, status, order", live: strings.NewReplacer(`"version": "1"`, `"version": "2"`, `"NEW"`, `"OLD"`, `["a", "b"]`, `["b", "a"]`).Replace(made),
			state: strings.Replace(state, "NEW", "OLD", 1)},
		{name: "a configured value", live: strings.Replace(made, `"n"`, `"drift"`, 1), state: strings.Replace(state, `"n"`, `"drift"`, 1)},
		{name: "a silent value", live: strings.Replace(made, `"note"`, `"size": 3, "note"`, 1), state: strings.Replace(state, `"note"`, `"size": 3, "note"`, 1)},
		{name: "a secret", live: strings.Replace(made, `"x"`, `"y"`, 1), state: state},
		{name: "a property that no attribute has", live: strings.Replace(made, `{"deep": 1}`, `{"deep": 2}`, 1), reports: []string{`warning: Team "Red" (c/t1) was changed outside Terraform`}, says: []string{"- /extra"}, state: state},
		{name: "such a property, gone", live: strings.Replace(made, `, "extra": {"deep": 1}`, ``, 1), reports: []string{`warning: Team "Red" (c/t1) was changed outside Terraform`}, says: []string{"- /extra"}, state: state},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			tf.api.script("GET", outcome{answer: doc(t, made)})
			before, diags := tf.create(config)
			said(t, diags)
			tf.api.has("t1", c.live)
			after, diags := tf.read(before)
			said(t, diags, c.reports...)
			details(t, diags, c.says...)
			holds(t, after, c.state)
			_, diags = tf.read(after)
			said(t, diags) // warned once
		})
	}
}

// What was fixed at creation is never refreshed: that would plan a replacement.
func TestRead_fixedAtCreation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		made := tf.created(`{"company_id": "c", "name": "Red", "place": "Rome"}`)
		for live, text := range map[any]string{"Oslo": `- place is "Oslo", and state has "Rome"`, nil: `- place is nothing, and state has "Rome"`} {
			tf.api.teams["t1"]["place"] = live
			for range 2 { // each time
				after, diags := tf.read(made)
				said(t, diags, `warning: Team "Red" (c/t1) was changed outside Terraform`)
				details(t, diags, text)
				if after.attrs["place"] != "Rome" {
					t.Errorf("place is %v", after.attrs["place"])
				}
			}
		}
	})
}

// Elements that no attribute can hold are told of in one warning.
func TestRead_strangers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Tree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: append([]*field.Node{
			{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"type"}, Attrs: []*field.Node{
				{Name: "one", JSON: "ONE", Kind: field.Object, Attrs: []*field.Node{{Name: "a", JSON: "a"}}},
			}},
		}, teamTree.Root.Attrs...)}}
		tf := start(t, spec)
		made := tf.created(`{"company_id": "c", "name": "Red", "rules": {"one": {"a": "x"}}}`)
		tf.api.has("t1", `{"id": "t1", "state": "NEW", "name": "Red", "rules": [{"type": "TWO"}, {"type": "ONE", "a": "x"}, {"type": "THREE"}]}`)
		after, diags := tf.read(made)
		said(t, diags, `warning: Kept as it is: team "Red" (c/t1)`)
		details(t, diags, `Team "Red" (c/t1)`, "- rules: an element of type TWO\n  - rules: an element of type THREE")
		holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "rules": {"one": {"a": "x"}}}`)
	})
}

func TestRead_timeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slow{fake: newFake()}
		tf := connect(t, team(), api, NewSession())
		made := tf.created(`{"company_id": "c", "name": "Red", "timeouts": {"read": "7s"}}`)
		api.hangs = true
		began := time.Now()
		after, diags := tf.read(made)
		said(t, diags, `error: Cannot read team "Red" (c/t1)`)
		if took := time.Since(began); took != 7*time.Second || after == nil {
			t.Errorf("waited %s, state is %v", took, after)
		}
	})
}

// slow does not answer reads.
type slow struct {
	*fake
	hangs bool
}

func (s *slow) Read(ctx context.Context, at Ref, fresh bool) (Found, error) {
	if s.hangs {
		<-ctx.Done()
		return Found{}, ctx.Err()
	}
	return s.fake.Read(ctx, at, fresh)
}

// An import brings everything into state but what generated configuration leaves out, and is remembered as its own.
func TestImport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		tf.api.has("t7", `{"id": "t7", "state": "OLD", "version": "1", "name": "Red", "size": 3, "place": "Rome", "note": "", "contact": {"email": "e"}, "token": "x"}`)
		got, diags := tf.imported("c/t7")
		said(t, diags)
		holds(t, got, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Red", "size": 3, "place": "Rome", "contact": {"email": "e"}}`)
		if p := got.decoded(t); p.Imported || p.Origin != here || p.Memory == nil {
			t.Errorf("private state is %+v", p)
		}
		next := `{"company_id": "c", "name": "Red", "size": 3, "place": "Rome", "contact": {"email": "e"}}`
		if p := tf.plan(attributes(t, next), got); len(p.reports)+len(p.replace) > 0 || !same(p.attrs, got.attrs) {
			t.Errorf("the plan of a complete configuration is not empty: %v", p.attrs)
		}
	})
}

func TestImport_refuses(t *testing.T) {
	for id, want := range map[string]string{
		"":      `The import id of a team has the form <company_id>/<id>.`,
		"c":     `The import id of a team has the form <company_id>/<id>.`,
		"/t1":   `company_id is empty`,
		"c/":    `id is empty`,
		"c/t/1": "", // the last part may have slashes, and is not there
		"c/no":  "",
	} {
		synctest.Test(t, func(t *testing.T) {
			tf := start(t, team())
			got, diags := tf.imported(id)
			if want == "" {
				said(t, diags)
				asked(t, tf.api, "GET "+id[2:])
			} else {
				said(t, diags, fmt.Sprintf("error: %q is not the import id of a team", id))
				details(t, diags, want)
				asked(t, tf.api)
			}
			if got != nil {
				t.Errorf("%s: imported %v", id, got.attrs)
			}
		})
	}
}

// A hint says where an object was found, and goes with the object.
func TestHint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &hinting{fake: newFake()}
		tf := connect(t, team(), api, NewSession())
		made := tf.created(config)
		hint := func(i *instance, want string) {
			t.Helper()
			if got := i.decoded(t).Hint; got != want {
				t.Errorf("the hint is %q, want %q", got, want)
			}
		}
		hint(made, "page 1")
		read, _ := tf.read(made)
		hint(read, "page 2")
		if api.given != "page 1" {
			t.Errorf("read with the hint %q", api.given)
		}
		updated, diags := tf.update(changed, read)
		said(t, diags)
		hint(updated, "page 4")
	})
}

// hinting answers each read with another hint.
type hinting struct {
	*fake
	reads int
	given string
}

func (h *hinting) Read(ctx context.Context, at Ref, fresh bool) (Found, error) {
	found, err := h.fake.Read(ctx, at, fresh)
	h.given = at.Hint
	h.reads++
	found.Hint = "page " + string(rune('0'+h.reads))
	return found, err
}
