package crud

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// client is a team with a secret that only the answer to its create has, and a template that only its create takes.
func client() *Spec {
	spec := team()
	spec.Tree = &field.Tree{
		Locals: []*field.Node{field.Once("secret", "Secret.")},
		Root: &field.Node{Kind: field.Object, Attrs: append([]*field.Node{
			{Name: "template", JSON: "template", Mode: field.CreateOnly, Unanswered: true, Doc: "Template."},
		}, teamTree.Root.Attrs...)},
	}
	return spec
}

// clientAPI answers the secret once, and keeps no template.
type clientAPI struct{ *fake }

func (c clientAPI) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (Made, error) {
	made, err := c.fake.Create(ctx, w, attrs, body)
	id, _ := made.Attrs["id"].(string)
	c.mu.Lock()
	delete(c.teams[id], "template")
	c.mu.Unlock()
	if err == nil {
		made.Attrs["secret"] = "s3cret of " + id
	}
	return made, err
}

const (
	clientConfig = `{"company_id": "c", "name": "Red", "template": "x"}`
	clientState  = `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "template": "x", "secret": "s3cret of t1"}`
)

func clientOf(t *testing.T) *terraform {
	t.Helper()
	return connect(t, client(), clientAPI{newFake()}, NewSession())
}

// The secret is unknown in the plan, sensitive in state, and stays through refreshes and updates.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := clientOf(t)
		made := tf.created(clientConfig)
		holds(t, made, clientState)
		if body := tf.api.lastBody(); body["secret"] != nil || body["template"] != "x" {
			t.Errorf("sent %v", body)
		}
		if strings.Contains(string(made.private), "s3cret") {
			t.Errorf("the private state is %s", made.private)
		}
		read, diags := tf.read(made)
		said(t, diags)
		holds(t, read, clientState)
		p := tf.plan(attributes(t, strings.Replace(clientConfig, "Red", "Blue", 1)), read)
		said(t, p.reports)
		if p.attrs["secret"] != "s3cret of t1" || strings.Contains(string(p.private), "s3cret") {
			t.Errorf("planned %v, private %s", p.attrs["secret"], p.private)
		}
		after, diags := tf.apply(p)
		said(t, diags)
		holds(t, after, strings.Replace(clientState, "Red", "Blue", 1))
		schema := NewResource(client)().(*resourceType).schema
		if a := schema.Attributes["secret"]; !a.IsSensitive() || !a.IsComputed() || a.IsWriteOnly() {
			t.Errorf("the schema has %+v", a)
		}
	})
}

// An object whose secret was lost with the answer is no success: nobody could use it.
func TestOnce_lost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := clientOf(t)
		tf.api.script("POST", outcome{err: reset("POST"), done: true})
		made, diags := tf.create(clientConfig)
		if made != nil {
			t.Errorf("in state is %v", made.attrs)
		}
		said(t, diags, `warning: Adopted team "Red"`, `error: Team "Red" was made, and its secret is not known`)
		details(t, diags, "(c/t1)", "Delete it at the API", "-replace", "import {")
		again := connect(t, client(), clientAPI{tf.api}, NewSession())
		_, diags = again.create(clientConfig)
		said(t, diags, `error: Team "Red" exists already`)
	})
}

// What nobody can know after an import comes into state as it is configured, and from then on a change replaces.
func TestUntold_import(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := clientOf(t)
		tf.api.has("t7", `{"id": "t7", "state": "OLD", "name": "Red"}`)
		got, diags := tf.imported("c/t7")
		said(t, diags, `warning: Team (c/t7) was imported without secret`)
		details(t, diags, "only in the answer to the create")
		holds(t, got, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Red"}`)
		tf.api.requests()
		p := tf.plan(attributes(t, clientConfig), got)
		said(t, p.reports)
		if len(p.replace) > 0 {
			t.Fatalf("replaced because of %v", p.replace)
		}
		after, diags := tf.apply(p)
		said(t, diags)
		asked(t, tf.api)
		holds(t, after, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Red", "template": "x"}`)
		after, diags = tf.read(after)
		said(t, diags)
		if p := tf.plan(attributes(t, strings.Replace(clientConfig, `"x"`, `"y"`, 1)), after); len(p.replace) != 1 || p.replace[0] != "template" {
			t.Errorf("replaced because of %v", p.replace)
		}
	})
}

// An update after an import sends nothing that only a create takes, whatever else it changes.
func TestUntold_importAndChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := clientOf(t)
		tf.api.has("t7", `{"id": "t7", "state": "OLD", "name": "Red"}`)
		got, diags := tf.imported("c/t7")
		said(t, diags, `warning: Team (c/t7) was imported without secret`)
		after, diags := tf.apply(tf.plan(attributes(t, strings.Replace(clientConfig, "Red", "Blue", 1)), got))
		said(t, diags)
		if body := tf.api.lastBody(); body["name"] != "Blue" || body["template"] != nil {
			t.Errorf("sent %v", body)
		}
		holds(t, after, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Blue", "template": "x"}`)
	})
}

// renewed is a client whose secret is made anew by a change of the attribute cause.
func renewed() *Spec {
	spec := client()
	spec.Tree.Locals = append(spec.Tree.Locals, &field.Node{Name: "cause", Doc: "Cause."})
	spec.Renewed = "cause"
	return spec
}

// renewingAPI makes secrets anew.
type renewingAPI struct{ clientAPI }

func (r renewingAPI) Renew(_ context.Context, _ httpx.Write, at Ref) (map[string]any, error) {
	id, _ := at.Attrs["id"].(string)
	o := r.begin("RENEW", "RENEW "+id)
	return map[string]any{"secret": "new secret of " + id}, o.err
}

// A change of the attribute that stands for it has the secret made anew, with a warning before: alone or beside an update, in a
// request of its own. To take the attribute away does nothing.
func TestRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, renewed(), renewingAPI{clientAPI{newFake()}}, NewSession())
		config := func(name, cause string) attrs {
			return attributes(t, `{"company_id": "c", "template": "x", "name": "`+name+`"`+cause+`}`)
		}
		state := func(name, cause, secret string) string {
			return `{"company_id": "c", "id": "t1", "state": "NEW", "template": "x", "name": "` + name + `", "secret": "` + secret + `"` + cause + `}`
		}
		now := tf.created(`{"company_id": "c", "template": "x", "name": "Red", "cause": "1"}`)
		holds(t, now, state("Red", `, "cause": "1"`, "s3cret of t1"))
		tf.api.requests()
		step := func(name, cause, secret string, diags, requests []string) {
			t.Helper()
			now, _ = tf.read(now)
			tf.api.requests()
			p := tf.plan(config(name, cause), now)
			said(t, p.reports, diags...)
			after, found := tf.apply(p)
			said(t, found)
			asked(t, tf.api, requests...)
			holds(t, after, state(name, cause, secret))
			now = after
		}
		warned := []string{`warning: The secret of team "Red" (c/t1) is made anew`}
		step("Red", `, "cause": "2"`, "new secret of t1", warned, []string{"RENEW t1"})
		step("Red", "", "new secret of t1", nil, nil)
		step("Blue", `, "cause": "3"`, "new secret of t1", warned, []string{"GET t1", "PUT t1", "GET t1", "RENEW t1"})
		// Not known yet, it may be another one.
		if p := tf.plan(config("Blue", `, "cause": "?"`), now); p.attrs["secret"] != (codec.Unknown{}) {
			t.Errorf("planned %v", p.attrs["secret"])
		}
	})
}

// Where making the secret anew fails, or its outcome is open, the next apply makes another one; an update beside it stays.
func TestRenewed_fails(t *testing.T) {
	for name, c := range map[string]struct {
		err           error
		summary, says string
	}{
		"refused": {answered("POST", 403), `error: Cannot make the secret of team "Red" (c/t1) anew`, ""},
		"open":    {reset("POST"), `error: Cannot tell whether the secret of team "Red" (c/t1) was made anew`, "Apply again: that makes another one."},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := connect(t, renewed(), renewingAPI{clientAPI{newFake()}}, NewSession())
			made := tf.created(`{"company_id": "c", "template": "x", "name": "Red"}`)
			tf.api.script("RENEW", outcome{err: c.err}, outcome{err: c.err})
			after, diags := tf.apply(tf.plan(attributes(t, `{"company_id": "c", "template": "x", "name": "Red", "cause": "1"}`), made))
			said(t, diags, c.summary)
			details(t, diags, c.says)
			holds(t, after, clientState)
			after, diags = tf.apply(tf.plan(attributes(t, `{"company_id": "c", "template": "x", "name": "Blue", "cause": "1"}`), after))
			said(t, diags, c.summary)
			holds(t, after, strings.Replace(clientState, "Red", "Blue", 1))
			after, diags = tf.apply(tf.plan(attributes(t, `{"company_id": "c", "template": "x", "name": "Blue", "cause": "1"}`), after))
			said(t, diags)
			holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Blue", "template": "x", "secret": "new secret of t1", "cause": "1"}`)
		})
	}
}

// An import says how to get a secret. What it finds configured comes into state without a request; a change of it then does.
func TestRenewed_import(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, renewed(), renewingAPI{clientAPI{newFake()}}, NewSession())
		tf.api.has("t7", `{"id": "t7", "state": "OLD", "name": "Red"}`)
		got, diags := tf.imported("c/t7")
		said(t, diags, `warning: Team (c/t7) was imported without secret`)
		details(t, diags, "change cause after the import", "the present one ends at once")
		p := tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "cause": "1"}`), got)
		said(t, p.reports, `warning: No secret is made for team "Red" (c/t7)`)
		tf.api.requests()
		got, diags = tf.apply(p)
		said(t, diags)
		asked(t, tf.api)
		holds(t, got, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Red", "cause": "1"}`)
		p = tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "cause": "2"}`), got)
		said(t, p.reports, `warning: The secret of team "Red" (c/t7) is made anew`)
		after, diags := tf.apply(p)
		said(t, diags)
		holds(t, after, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Red", "secret": "new secret of t7", "cause": "2"}`)
	})
}

// anonymous is a client that nothing tells from others.
func anonymous() *Spec {
	spec := client()
	spec.Key, spec.Anonymous = nil, true
	return spec
}

// A create whose outcome is open takes nothing for the new object where nothing tells it from others: it names what appeared. A
// namesake is none, and objects that this run made are no strangers.
func TestAnonymous(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := NewSession()
		tf := connect(t, anonymous(), clientAPI{newFake()}, session)
		tf.api.has("theirs", `{"id": "theirs", "state": "OLD", "name": "Red", "template": "x"}`)
		tf.created(clientConfig)
		tf.api.script("POST", outcome{err: reset("POST"), done: true})
		made, diags := tf.create(clientConfig)
		if made != nil {
			t.Errorf("in state is %v", made.attrs)
		}
		said(t, diags, `error: Cannot tell whether team "Red" was created`)
		details(t, diags, "from other objects of the kind: c/t2.", "delete it at the API and apply again", `id = "c/t2"`)
		asked(t, tf.api, "LIST fresh", "POST", "LIST fresh")
	})
}

// What did not appear was not made: after a 503 it is sent again, else the next apply does that.
func TestAnonymous_nothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, anonymous(), clientAPI{newFake()}, NewSession())
		tf.api.script("POST", outcome{err: reset("POST")})
		_, diags := tf.create(clientConfig)
		said(t, diags, `error: Cannot tell whether team "Red" was created`)
		details(t, diags, "most likely nothing was created. Apply again")
		tf.api.script("POST", outcome{err: answered("POST", 503)})
		holds(t, tf.created(clientConfig), clientState)
		// Who may not list learns no more.
		tf.api.script("LIST", outcome{err: answered("GET", 403)})
		tf.api.script("POST", outcome{err: reset("POST"), done: true})
		_, diags = tf.create(clientConfig)
		said(t, diags, `error: Cannot tell whether team "Red" was created`)
		details(t, diags, "The siblings could not be searched for it")
	})
}

// A secret that an object does not have is not lost.
func TestOnce_none(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, client(), secretlessAPI{newFake()}, NewSession())
		holds(t, tf.created(clientConfig), strings.Replace(clientState, `, "secret": "s3cret of t1"`, "", 1))
	})
}

// secretlessAPI says that there is no secret.
type secretlessAPI struct{ *fake }

func (s secretlessAPI) Create(ctx context.Context, w httpx.Write, attrs, body map[string]any) (Made, error) {
	made, err := clientAPI(s).Create(ctx, w, attrs, body)
	made.Attrs["secret"] = nil
	return made, err
}

// What only an update takes may be required: then the create is complete without it.
func TestLater_required(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Tree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: append([]*field.Node{
			{Name: "motto", JSON: "motto", Mode: field.Required, Doc: "Motto."},
		}, teamTree.Root.Attrs...)}}
		spec.Later = []string{"motto"}
		tf := start(t, spec)
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "motto": "m"}`)
		said(t, diags)
		if len(tf.api.bodies) != 2 || tf.api.bodies[0]["motto"] != nil || tf.api.bodies[1]["motto"] != "m" {
			t.Errorf("sent %v", tf.api.bodies)
		}
		holds(t, made, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "motto": "m"}`)
		_, diags = tf.apply(planned{config: attributes(t, `{"company_id": "c", "name": "Blue"}`), attrs: attributes(t, `{"company_id": "c", "name": "Blue", "id": "?", "state": "?"}`)})
		if len(diags) == 0 {
			t.Error("made without what is required")
		}
	})
}

func TestUntold_replaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := clientOf(t)
		made := tf.created(clientConfig)
		if p := tf.plan(attributes(t, strings.Replace(clientConfig, `"x"`, `"y"`, 1)), made); len(p.replace) != 1 || p.replace[0] != "template" {
			t.Errorf("replaced because of %v", p.replace)
		}
		// One that had none is replaced, too: what only a create takes cannot be had otherwise.
		plain := tf.created(`{"company_id": "c", "name": "Plain"}`)
		if p := tf.plan(attributes(t, `{"company_id": "c", "name": "Plain", "template": "x"}`), plain); len(p.replace) != 1 {
			t.Errorf("replaced because of %v", p.replace)
		}
	})
}
