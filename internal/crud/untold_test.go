package crud

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
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
		schema := NewResource(client())().(*resourceType).schema
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
		said(t, diags)
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
		said(t, diags)
		after, diags := tf.apply(tf.plan(attributes(t, strings.Replace(clientConfig, "Red", "Blue", 1)), got))
		said(t, diags)
		if body := tf.api.lastBody(); body["name"] != "Blue" || body["template"] != nil {
			t.Errorf("sent %v", body)
		}
		holds(t, after, `{"company_id": "c", "id": "t7", "state": "OLD", "name": "Blue", "template": "x"}`)
	})
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
