package crud

import (
	"context"
	"maps"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// patching is an API that merges what it is sent into the object, as RFC 7396 says.
type patching struct{ *fake }

func (p patching) Update(ctx context.Context, w httpx.Write, at Ref, body, live map[string]any) error {
	p.mu.Lock()
	whole := merged(p.teams[at.Attrs["id"].(string)], body)
	p.mu.Unlock()
	err := p.fake.Update(ctx, w, at, whole, live)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bodies[len(p.bodies)-1] = body
	return err
}

func merged(live, patch map[string]any) map[string]any {
	out := maps.Clone(live)
	if out == nil {
		out = map[string]any{}
	}
	for name, v := range patch {
		below, isObject := v.(map[string]any)
		was, _ := out[name].(map[string]any)
		switch {
		case v == nil:
			delete(out, name)
		case isObject:
			out[name] = merged(was, below)
		default:
			out[name] = v
		}
	}
	return out
}

// An update sends what it changes, and the object ends as the plan says, with all that nobody mentioned.
func TestDifference(t *testing.T) {
	const before = `{"id": "t1", "state": "NEW", "version": "1", "name": "Red", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}, "unknown": {"deep": 1}}`
	const config = `{"company_id": "c", "name": "Red", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}}`
	blank := &Difference{Removed: func(n *field.Node) any { return "no " + n.JSON }}
	for name, c := range map[string]struct {
		how          *Difference
		config, body string
	}{
		"one value":       {&Difference{}, `{"company_id": "c", "name": "Blue", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}}`, `{"name": "Blue"}`},
		"whole object":    {&Difference{}, `{"company_id": "c", "name": "Red", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "f", "phone": "p"}}`, `{"contact": {"email": "f", "phone": "p"}}`},
		"deep":            {&Difference{Deep: true}, `{"company_id": "c", "name": "Red", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "f", "phone": "p"}}`, `{"contact": {"email": "f"}}`},
		"deep removal":    {&Difference{Deep: true}, `{"company_id": "c", "name": "Red", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "e"}}`, `{"contact": {"phone": null}}`},
		"removal":         {&Difference{}, `{"company_id": "c", "name": "Red", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}}`, `{"note": null}`},
		"list":            {&Difference{Deep: true}, `{"company_id": "c", "name": "Red", "note": "n", "size": 3, "tags": ["a", "b"], "contact": {"email": "e", "phone": "p"}}`, `{"tags": ["a", "b"]}`},
		"new object":      {&Difference{Deep: true}, `{"company_id": "c", "name": "Red", "note": "n", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}, "boss": "b"}`, `{"boss": "b"}`},
		"always":          {&Difference{Always: []string{"name", "place"}}, `{"company_id": "c", "name": "Red", "note": "m", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}}`, `{"name": "Red", "note": "m"}`},
		"another removal": {blank, `{"company_id": "c", "name": "Red", "size": 3, "tags": ["a"], "contact": {"email": "e", "phone": "p"}}`, `{"note": "no note"}`},
	} {
		bubble(t, name, func(t *testing.T) {
			spec := team()
			spec.Difference = c.how
			tf := connect(t, spec, patching{newFake()}, NewSession())
			tf.api.has("t1", before)
			got, _ := tf.imported("c/t1")
			p := tf.plan(attributes(t, config), got)
			if p.failed {
				t.Fatal(p.reports)
			}
			after, diags := tf.update(c.config, got)
			if name != "another removal" {
				said(t, diags)
			}
			if after == nil {
				t.Fatal("nothing is in state")
			}
			if diff := cmp.Diff(doc(t, c.body), tf.api.lastBody()); diff != "" {
				t.Errorf("body (-want +got)\n%s", diff)
			}
			if tf.api.teams["t1"]["unknown"] == nil {
				t.Error("what no attribute has is gone")
			}
		})
	}
}

// What the API answers as null is as good as absent: no update speaks of it.
func TestDifference_nulls(t *testing.T) {
	bubble(t, "nulls", func(t *testing.T) {
		spec := team()
		spec.Difference = &Difference{Deep: true}
		tf := connect(t, spec, patching{newFake()}, NewSession())
		tf.api.has("t1", `{"id": "t1", "state": "NEW", "name": "Red", "note": null, "boss": null, "contact": {"email": "e", "phone": null}}`)
		got, _ := tf.imported("c/t1")
		_, diags := tf.update(`{"company_id": "c", "name": "Blue", "contact": {"email": "f"}}`, got)
		said(t, diags)
		if diff := cmp.Diff(doc(t, `{"name": "Blue", "contact": {"email": "f"}}`), tf.api.lastBody()); diff != "" {
			t.Errorf("body (-want +got)\n%s", diff)
		}
	})
}

// What only an update takes follows the create, by difference as well.
func TestDifference_later(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Difference, spec.Later = &Difference{}, []string{"boss", "contact"}
		tf := connect(t, spec, patching{newFake()}, NewSession())
		made, diags := tf.create(`{"company_id": "c", "name": "Red", "boss": "b", "contact": {"email": "e"}}`)
		said(t, diags)
		asked(t, tf.api, "LIST", "POST", "GET t1", "PUT t1", "GET t1")
		if diff := cmp.Diff([]map[string]any{{"name": "Red"}, doc(t, `{"boss": "b", "contact": {"email": "e"}}`)}, tf.api.bodies); diff != "" {
			t.Errorf("bodies (-want +got)\n%s", diff)
		}
		holds(t, made, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "boss": "b", "contact": {"email": "e"}}`)
	})
}
