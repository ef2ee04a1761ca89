package crud

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/validate"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func TestPlan(t *testing.T) {
	const made = `{"company_id": "c", "name": "Red", "note": "n", "country": "DE", "tags": ["a", "b"], "place": "Rome", "contact": {"email": "e"}, "token_wo": "s", "token_wo_version": 1}`
	const held = `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "n", "country": "DE", "tags": ["a", "b"], "place": "Rome", "contact": {"email": "e"}, "token_wo_version": 1}`
	moving := func(old, next string) string { return strings.Replace(made, old, next, 1) }
	// expected is what is planned: state as it is, or with replacements.
	expected := func(oldNew ...string) string { return strings.NewReplacer(oldNew...).Replace(held) }
	for _, c := range []struct {
		name, config, planned string
		replace               []string
	}{
		{"nothing", made, held, nil},
		{"order and case", moving(`["a", "b"]`, `["b", "a"]`), held, nil},
		{"spelling of a code", moving(`"DE"`, `"de"`), held, nil},
		{"a change: the status may change too, the id not", moving(`"n"`, `"m"`), expected(`"n"`, `"m"`, `"NEW"`, `"?"`), nil},
		{"a removal", moving(`"note": "n", `, ""), expected(`"note": "n", `, "", `"NEW"`, `"?"`), nil},
		{"deep down", moving(`"e"}`, `"f"}`), expected(`"e"}`, `"f"}`, `"NEW"`, `"?"`), nil},
		{"an unknown value", moving(`"n"`, `"?"`), expected(`"n"`, `"?"`, `"NEW"`, `"?"`), nil},
		{"a secret with its version", moving(`_version": 1`, `_version": 2`), expected(`_version": 1`, `_version": 2`, `"NEW"`, `"?"`), nil},
		{"a secret without", moving(`"s"`, `"s2"`), held, nil},
		{"a protection", moving(`"n"`, `"n", "keep": true`), expected(`"n"`, `"n", "keep": true`), nil},
		{"fixed at creation, changed", moving(`"Rome"`, `"Oslo"`), expected(`"Rome"`, `"Oslo"`, `"NEW"`, `"?"`), []string{"place"}},
		{"fixed at creation, unknown", moving(`"Rome"`, `"?"`), expected(`"Rome"`, `"?"`, `"NEW"`, `"?"`), []string{"place"}},
		{"fixed at creation, no longer configured", moving(`"place": "Rome", `, ""), expected(`"place": "Rome", `, ""), nil},
		{"another parent", moving(`"c"`, `"d"`), expected(`"company_id": "c"`, `"company_id": "d"`), []string{"company_id"}},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			before, found := tf.read(tf.created(made))
			said(t, found)
			asked(t, tf.api, "GET t1")
			holds(t, before, held)
			p := tf.plan(attributes(t, c.config), before)
			said(t, p.reports)
			if diff := codectest.Diff(attributes(t, c.planned), p.attrs); diff != "" {
				t.Errorf("planned (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(c.replace, p.replace); diff != "" {
				t.Errorf("replaced for (-want +got)\n%s", diff)
			}
			if string(p.private) != string(before.private) {
				t.Errorf("the private state became %s", p.private)
			}
			asked(t, tf.api)
		})
	}
}

// At apply Terraform plans again, in a process that has read nothing, and what it knew before must come out the same.
func TestPlan_atApply(t *testing.T) {
	const held = `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "n", "country": "DE", "tags": ["a", "b"]}`
	const permuted = `{"company_id": "c", "name": "Red", "note": "?", "country": "de", "tags": ["b", "a"]}`
	for _, c := range []struct{ name, note, planned string }{
		{"the unknown value turns out as it was", "n", `{"company_id": "c", "id": "t1", "state": "NEW", "name": "Red", "note": "n", "country": "de", "tags": ["b", "a"]}`},
		{"it turns out to be another", "m", `{"company_id": "c", "id": "t1", "state": "?", "name": "Red", "note": "m", "country": "de", "tags": ["b", "a"]}`},
	} {
		bubble(t, c.name, func(t *testing.T) {
			tf := start(t, team())
			before, _ := tf.read(tf.created(`{"company_id": "c", "name": "Red", "note": "n", "country": "DE", "tags": ["a", "b"]}`))
			holds(t, before, held)
			shown := tf.plan(attributes(t, permuted), before)
			want := `{"company_id": "c", "id": "t1", "state": "?", "name": "Red", "note": "?", "country": "de", "tags": ["b", "a"]}`
			if diff := codectest.Diff(attributes(t, want), shown.attrs); diff != "" {
				t.Errorf("shown (-want +got)\n%s", diff)
			}
			later := connect(t, team(), tf.api, NewSession())
			p := later.plan(attributes(t, strings.Replace(permuted, "?", c.note, 1)), before)
			if diff := codectest.Diff(attributes(t, c.planned), p.attrs); diff != "" {
				t.Errorf("planned at apply (-want +got)\n%s", diff)
			}
			tf.api.requests()
			after, _ := later.apply(p)
			if c.note == "n" {
				asked(t, tf.api) // order and spelling are nothing to send
			}
			holds(t, after, strings.Replace(c.planned, "?", "NEW", 1))
		})
	}
}

func TestPlan_create(t *testing.T) {
	tf := start(t, team())
	p := tf.plan(attributes(t, `{"company_id": "?", "name": "Red", "place": "Rome", "tags": ["?"], "token_wo": "s", "timeouts": {"create": "1m"}}`), nil)
	want := attributes(t, `{"company_id": "?", "id": "?", "state": "?", "name": "Red", "place": "Rome", "tags": ["?"], "timeouts": {"create": "1m"}}`)
	if diff := codectest.Diff(want, p.attrs); diff != "" || len(p.replace) > 0 {
		t.Errorf("planned, replacing for %v (-want +got)\n%s", p.replace, diff)
	}
}

// A Spec may plan more than the tree can: computed values, replacements, complaints.
func TestPlan_ofASpec(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.Plan = func(config, prior, planned map[string]any) (map[string]any, []string, diag.Diagnostics) {
			planned = joined(planned, map[string]any{"id": "known"})
			if prior == nil {
				return planned, []string{"name"}, nil // of nothing, nothing is replaced
			}
			if config["name"] != prior["name"] {
				return planned, []string{"name"}, diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("contact").AtName("email"), "Renamed", "It was renamed.")}
			}
			return planned, nil, nil
		}
		tf := start(t, spec)
		p := tf.plan(attributes(t, config), nil)
		if p.attrs["id"] != "known" || len(p.replace) > 0 {
			t.Errorf("planned %v, replacing for %v", p.attrs, p.replace)
		}
		p = tf.plan(attributes(t, strings.Replace(config, "Red", "Blue", 1)), &instance{attrs: attributes(t, state)})
		said(t, p.reports, "warning contact.email: Renamed")
		if diff := cmp.Diff([]string{"name"}, p.replace); diff != "" {
			t.Error(diff)
		}
	})
}

func TestValidate(t *testing.T) {
	spec := team()
	spec.Validate = noBadName
	tf := start(t, spec)
	with := func(more string) string { return `{"company_id": "c", "name": "Red", ` + more + `}` }
	for config, want := range map[string][]string{
		with(`"note": "n"`):                              nil,
		with(`"country": "?"`):                           nil,
		`{"company_id": "c", "name": "Bad"}`:             {"error name: Bad name"},
		with(`"country": "ZZ"`):                          nil,
		with(`"size": 1.5`):                              {"error size: 1.5 is no whole number, for size"},
		with(`"token_wo_version": 1.5, "token_wo": "s"`): {"error token_wo_version: 1.5 is no whole number, for token_wo_version"},
		with(`"token_wo": "s"`):                          {"warning token_wo: Secret without a version: token_wo"},
		with(`"tags": ["a", null]`):                      {"error tags[1]: Null in the list tags"},
		with(`"timeouts": {"create": "1s", "read": "5m", "update": "1h"}`): nil,
		with(`"timeouts": {"create": "?"}`):                                nil,
		with(`"timeouts": {"create": "0s", "read": "5m"}`):                 {"error timeouts.create: Timeout without time"},
		with(`"timeouts": {"create": "-1s", "read": "0", "update": "-0.5m", "delete": "0h"}`): {
			"error timeouts.create: Timeout without time", "error timeouts.delete: Timeout without time", "error timeouts.read: Timeout without time", "error timeouts.update: Timeout without time"},
	} {
		got := tf.validate(attributes(t, config))
		said(t, got, want...)
		if strings.Contains(config, `"-1s"`) {
			details(t, got, "timeouts.create is -1s", "5m")
		}
		if strings.Contains(config, `"a", null`) {
			details(t, got, "Attribute: tags[1]")
		}
	}
}

func noBadName(attrs map[string]any) (found validate.Findings) {
	if attrs["name"] == "Bad" {
		found.Errorf(path.Root("name"), "Bad name", "Choose another.")
	}
	return found
}

// What only a create requires is asked for where one is planned, at its attribute; an object that is there may lack it.
func TestPlan_createRequires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		spec := team()
		spec.CreateRequires = []string{"name", "note"}
		tf := start(t, spec)
		p := tf.plan(attributes(t, `{"company_id": "c", "name": "Red"}`), nil)
		said(t, p.reports, "error note: note is required for a new team")
		details(t, p.reports, "One that is there may lack it", "Set note.")
		said(t, tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "note": "?"}`), nil).reports)
		tf.api.has("t7", `{"id": "t7", "state": "OLD", "name": "Red"}`)
		got, diags := tf.imported("c/t7")
		said(t, diags)
		said(t, tf.plan(attributes(t, `{"company_id": "c", "name": "Red"}`), got).reports)
	})
}
