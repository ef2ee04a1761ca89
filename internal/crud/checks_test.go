package crud

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// bigTeam is a team with what may come out empty, and with secrets in the elements of a list.
func bigTeam() *Spec {
	spec := team()
	spec.Tree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: append(slices.Clone(teamTree.Root.Attrs),
		&field.Node{Name: "rooms", JSON: "rooms", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "seats", JSON: "seats", Kind: field.Int}, {Name: "country", JSON: "country", Format: field.Country}}}},
		&field.Node{Name: "doors", JSON: "doors", Kind: field.List, Key: []string{"number"}, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "number", JSON: "number", Mode: field.Required}, field.Secret("pin", "pin", "Pin."), field.SecretVersion("pin")}}},
		&field.Node{Name: "safes", JSON: "safes", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "number", JSON: "number"}, {Name: "code_wo", JSON: "code", Mode: field.Required, Sensitive: true}, field.SecretVersion("code")}}},
		&field.Node{Name: "limits", JSON: "limits", Kind: field.Object, Attrs: []*field.Node{{Name: "beds", JSON: "beds", Kind: field.Int}}},
	)}}
	return spec
}

// What the API has is no fault of the configuration that was generated from it: it plans, and other things can be
// changed, in whatever order elements stand. The same values are refused where they are new.
func TestChecks_import(t *testing.T) {
	const odd = `{"id": "t9", "country": "EU", "size": 3000000000, "tags": ["a", null, "b"], "rooms": [{"country": "XX"}, null, {}, {"seats": 1}], "limits": {}, "contact": {"phone": "1"}}`
	const same = `{"company_id": "c", "country": "EU", "size": 3000000000, "tags": ["a", "b"], "rooms": [{}, {"seats": 1}, {"country": "XX"}], "limits": {}, "contact": {"phone": "1"}, "note": "n"}`
	refused := []string{"error name: Missing name", "error size: 3000000000 is too large for size", `error country: Unknown country "EU" for country`,
		"error contact.email: Missing email", "error rooms[0]: Nothing is set in rooms[0]", `error rooms[2].country: Unknown country "XX" for country`,
		"warning limits: Nothing is set in limits"}
	bubble(t, "imported", func(t *testing.T) {
		tf := start(t, bigTeam())
		tf.api.has("t9", odd)
		got, reports := tf.imported("c/t9")
		said(t, reports, "warning: Null in a list of team (c/t9)")
		details(t, reports, "- rooms[1]\n  - tags[1]")
		said(t, tf.validate(attributes(t, same)))
		p := tf.plan(attributes(t, same), got)
		said(t, p.reports)
		after, reports := tf.apply(p)
		if said(t, reports); len(reports) > 0 {
			t.FailNow()
		}
		want := doc(t, strings.NewReplacer(", null", "", `{"phone": "1"}}`, `{"phone": "1"}, "note": "n"}`).Replace(odd))
		if diff := cmp.Diff(want, tf.api.lastBody()); diff != "" {
			t.Errorf("sent (-want +got)\n%s", diff)
		}
		said(t, tf.plan(attributes(t, same), after).reports)
		// One more of them is new, and so is another one.
		more := strings.NewReplacer(`[{},`, `[{}, {}, {"country": "XY"},`).Replace(same)
		said(t, tf.plan(attributes(t, more), after).reports, "error rooms[1]: Nothing is set in rooms[1]", `error rooms[2].country: Unknown country "XY" for country`)
	})
	bubble(t, "made", func(t *testing.T) {
		tf := start(t, bigTeam())
		p := tf.plan(attributes(t, same), nil)
		said(t, p.reports, refused...)
		details(t, p.reports, "Attribute: rooms[0]", "Terraform drops names", "(it has seats, country)")
	})
	bubble(t, "changed", func(t *testing.T) {
		tf := start(t, bigTeam())
		p := tf.plan(attributes(t, same), tf.created(config))
		said(t, p.reports, refused...)
	})
}

// What somebody changes at the API shows in the plan, also where it replaces a value that no configuration could newly
// have.
func TestChecks_drift(t *testing.T) {
	bubble(t, "drift", func(t *testing.T) {
		const same = `{"company_id": "c", "name": "Red", "country": "EU", "rooms": [{}]}`
		tf := start(t, bigTeam())
		tf.api.has("t9", `{"id": "t9", "name": "Red", "country": "EU", "rooms": [{}]}`)
		got, _ := tf.imported("c/t9")
		tf.api.has("t9", `{"id": "t9", "name": "Red", "country": "DE", "rooms": [{"seats": 4}]}`)
		for range 2 { // refreshes
			got, _ = tf.read(got)
		}
		p := tf.plan(attributes(t, same), got)
		said(t, p.reports)
		after, reports := tf.apply(p)
		if said(t, reports); len(reports) > 0 {
			t.FailNow()
		}
		if diff := cmp.Diff(doc(t, `{"id": "t9", "name": "Red", "country": "EU", "rooms": [{}]}`), tf.api.lastBody()); diff != "" {
			t.Errorf("sent (-want +got)\n%s", diff)
		}
		// Once it was written with other values, it has them no more.
		after, _ = tf.update(strings.NewReplacer("EU", "DE", "{}", `{"seats": 4}`).Replace(same), after)
		said(t, tf.plan(attributes(t, same), after).reports, `error country: Unknown country "EU" for country`, "error rooms[0]: Nothing is set in rooms[0]")
	})
}

// What was unknown in the plan is checked before anything is sent.
func TestChecks_apply(t *testing.T) {
	for _, c := range []struct {
		name, unknown, known string
		want                 []string
	}{
		{"an odd value", `"country": "?"`, `"country": "ZZ"`, []string{`error country: Unknown country "ZZ" for country`}},
		{"the one that it has", `"note": "n", "country": "?"`, `"note": "n", "country": "EU"`, nil},
		{"a null", `"note": "?", "rooms": [{"seats": "?"}]`, `"note": "n", "rooms": [{}]`, []string{"error rooms[0]: Nothing is set in rooms[0]"}},
		{"what a service checks", `"name": "?"`, `"name": "Bad"`, []string{"error name: Bad name"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			spec := bigTeam()
			spec.Validate = noBadName
			tf := start(t, spec)
			tf.api.has("t9", `{"id": "t9", "name": "Red", "country": "EU"}`)
			got, _ := tf.imported("c/t9")
			tf.api.requests()
			full := func(more string) attrs {
				all := attributes(t, `{"company_id": "c", "name": "Red", "country": "EU"}`)
				for name, v := range attributes(t, "{"+more+"}") {
					all[name] = v
				}
				return all
			}
			p := tf.plan(full(c.unknown), got)
			said(t, p.reports)
			p.config = full(c.known)
			p.attrs = codec.Plan(spec.Tree, p.config, got.attrs, false)
			p.attrs["id"], p.attrs["state"] = got.attrs["id"], codec.Unknown{}
			after, reports := tf.apply(p)
			said(t, reports, c.want...)
			if c.want != nil {
				asked(t, tf.api)
				if diff := codectest.Diff(got.attrs, after.attrs); diff != "" {
					t.Errorf("state changed:\n%s", diff)
				}
			}
		})
	}
}

// A version without its secret is refused where it would be recorded, so that the secret can still be given later.
func TestChecks_secretMissing(t *testing.T) {
	const base = `{"company_id": "c", "name": "Red"`
	const rest = `, "doors": [{"number": "1", "pin_wo_version": 1}, {"number": "2"}]}`
	const held = base + `, "token_wo": "s", "token_wo_version": 1, "doors": [{"number": "1", "pin_wo": "a", "pin_wo_version": 1}, {"number": "2"}]}`
	for _, c := range []struct {
		name, config, prior string
		want                []string
	}{
		{"given", held, "", nil},
		{"create", base + `, "token_wo_version": 1}`, "", []string{"error token_wo_version: No secret for version 1 of token_wo"}},
		{"create with an empty one", base + `, "token_wo": " ", "token_wo_version": 1}`, "", []string{"error token_wo_version: No secret for version 1 of token_wo"}},
		{"create with nothing but an empty one", base + `, "token_wo": ""}`, "", []string{"error token_wo: Empty secret token_wo"}},
		{"not known yet", base + `, "token_wo": "?", "token_wo_version": 1}`, "", nil},
		{"version not known yet", base + `, "token_wo_version": "?"}`, "", nil},
		{"left out, with its version as it was", base + `, "token_wo_version": 1, "doors": [{"number": "2"}, {"number": "1", "pin_wo_version": 1}]}`, held, nil},
		{"left out with its version", base + rest, held, nil},
		{"raised", base + `, "token_wo_version": 2` + rest, held, []string{"error token_wo_version: No secret for version 2 of token_wo"}},
		{"lowered", base + `, "token_wo_version": 0, "token_wo": null` + rest, held, []string{"error token_wo_version: No secret for version 0 of token_wo"}},
		{"raised, empty", base + `, "token_wo_version": 2, "token_wo": ""` + rest, held, []string{"error token_wo_version: No secret for version 2 of token_wo"}},
		{"raised in an element that moved", base + `, "doors": [{"number": "2"}, {"number": "1", "pin_wo_version": 2}]}`, held, []string{"error doors[1].pin_wo_version: No secret for version 2 of pin_wo"}},
		{"first in an element", base + `, "doors": [{"number": "1", "pin_wo_version": 1}, {"number": "2", "pin_wo_version": 1}]}`, held, []string{"error doors[1].pin_wo_version: No secret for version 1 of pin_wo"}},
		{"in a new element", base + `, "doors": [{"number": "3", "pin_wo_version": 1}, {"number": "4", "pin_wo": "b", "pin_wo_version": 1}]}`, base + `}`,
			[]string{"error doors[0].pin_wo_version: No secret for version 1 of pin_wo"}},
		{"required", base + `, "safes": [{"number": "1"}, {"number": "2", "code_wo": "c"}, {"number": "3", "code_wo": "?"}]}`, "", []string{"error safes[0].code_wo: Missing code_wo"}},
		{"required, in a new element", base + `, "safes": [{"number": "1"}, {"number": "2"}]}`, base + `, "safes": [{"number": "1", "code_wo": "c"}]}`, []string{"error safes[1].code_wo: Missing code_wo"}},
		{"in another element at the same place", base + `, "doors": [{"number": "9", "pin_wo_version": 1}]}`, held, []string{"error doors[0].pin_wo_version: No secret for version 1 of pin_wo"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, bigTeam())
			var prior *instance
			if c.prior != "" {
				prior = tf.created(c.prior)
			}
			said(t, tf.plan(attributes(t, c.config), prior).reports, c.want...)
			asked(t, tf.api)
		})
	}
}

// A secret that only an apply knows, and that is null then: nothing is sent, and the version is not recorded.
func TestChecks_secretMissingAtApply(t *testing.T) {
	const first = `{"company_id": "c", "name": "Red", "token_wo": "s", "token_wo_version": 1}`
	later := func(token string) string {
		return strings.NewReplacer(`"s"`, token, `version": 1`, `version": 2`).Replace(first)
	}
	bubble(t, "update", func(t *testing.T) {
		tf := start(t, bigTeam())
		before := tf.created(first)
		p := tf.plan(attributes(t, later(`"?"`)), before)
		said(t, p.reports)
		p.config = attributes(t, later("null"))
		after, reports := tf.apply(p)
		said(t, reports, "error token_wo_version: No secret for version 2 of token_wo")
		details(t, reports, "which is null", "leave the version at 1")
		asked(t, tf.api)
		holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "token_wo_version": 1}`)
		after, reports = tf.update(later(`"new"`), after)
		said(t, reports)
		if got := tf.api.lastBody()["token"]; got != "new" {
			t.Errorf("the secret %v was sent", got)
		}
		holds(t, after, `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "token_wo_version": 2}`)
	})
	bubble(t, "create", func(t *testing.T) {
		tf := start(t, bigTeam())
		p := tf.plan(attributes(t, later(`"?"`)), nil)
		said(t, p.reports)
		p.config = attributes(t, later(`""`))
		after, reports := tf.apply(p)
		said(t, reports, "error token_wo_version: No secret for version 2 of token_wo")
		details(t, reports, "which is empty", "leave the version out")
		if after != nil || tf.api.count() > 0 {
			t.Error("a team was made")
		}
	})
}

// An imported object has secrets of which Terraform knows nothing: its generated configuration sets neither them nor their
// versions.
func TestChecks_secretOfAnImport(t *testing.T) {
	bubble(t, "import", func(t *testing.T) {
		tf := start(t, bigTeam())
		tf.api.has("t9", `{"id": "t9", "name": "Red", "doors": [{"number": "1", "pin": "x"}]}`)
		got, reports := tf.imported("c/t9")
		said(t, reports)
		said(t, tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "doors": [{"number": "1"}]}`), got).reports)
	})
}

// A null in the place of a required attribute is our own finding, in our own words.
func TestChecks_required(t *testing.T) {
	tf := start(t, bigTeam())
	said(t, tf.validate(attributes(t, `{"name": null}`)), "error company_id: Missing company_id")
	p := tf.plan(attributes(t, `{"company_id": "c", "name": null, "contact": {"phone": "1"}}`), nil)
	said(t, p.reports, "error name: Missing name", "error contact.email: Missing email")
}
