package crud

import (
	"strings"
	"testing"
	"testing/synctest"
)

// tenant is a team that the API neither changes nor deletes.
func tenant() *Spec {
	spec := team()
	spec.Immutable = true
	spec.Abandon = func(map[string]any) string { return "It still exists." }
	return spec
}

// A changed configuration of an immutable object is an error at its attribute, and nothing is planned.
func TestImmutable_changedConfiguration(t *testing.T) {
	for name, c := range map[string]struct {
		old, next string
		report    string
		says      []string
	}{
		"a value":   {`"n"`, `"m"`, `error note: Cannot change team "Red" (c/t1)`, []string{`note is "n" and the configuration sets it to "m"`, "terraform state rm"}},
		"removed":   {`"note": "n", `, "", `error note: Cannot change team "Red" (c/t1)`, []string{"sets it to nothing"}},
		"added":     {`"n"`, `"n", "size": 3`, `error size: Cannot change team "Red" (c/t1)`, []string{"size is nothing and the configuration sets it to 3"}},
		"deep down": {`"n"`, `"n", "contact": {"email": "e"}`, `error contact: Cannot change team "Red" (c/t1)`, []string{`sets it to {"email":"e"}`}},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, tenant())
			made := tf.created(config)
			p := tf.plan(attributes(t, strings.Replace(config, c.old, c.next, 1)), made)
			said(t, p.reports, c.report)
			details(t, p.reports, c.says...)
			asked(t, tf.api)
		})
	}
}

// What only the provider keeps may change, without a request.
func TestImmutable_local(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, tenant())
		after, diags := tf.update(strings.Replace(config, `"n"`, `"n", "keep": true`, 1), tf.created(config))
		said(t, diags)
		asked(t, tf.api)
		if after.attrs["keep"] != true {
			t.Errorf("state is %v", after.attrs)
		}
	})
}

// A value that the plan did not know is asked again when it is known.
func TestImmutable_unknown(t *testing.T) {
	for name, c := range map[string]struct {
		value   string
		reports []string
	}{
		"turns out the same":  {"n", nil},
		"turns out different": {"m", []string{`error note: Cannot change team "Red" (c/t1)`}},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, tenant())
			made := tf.created(config)
			p := tf.plan(attributes(t, strings.Replace(config, `"n"`, `"?"`, 1)), made)
			said(t, p.reports)
			p.attrs["note"], p.config["note"] = c.value, c.value
			after, diags := tf.apply(p)
			said(t, diags, c.reports...)
			asked(t, tf.api)
			holds(t, after, state)
		})
	}
}

// A change at the API shows in state and is a warning in the plan, which has nothing to do; it ends when it is changed
// back, or configured.
func TestImmutable_drift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, tenant())
		made := tf.created(config)
		tf.api.teams["t1"]["note"] = "drift"
		drifted, diags := tf.read(made)
		said(t, diags)
		holds(t, drifted, strings.Replace(state, `"n"`, `"drift"`, 1))

		p := tf.plan(attributes(t, config), drifted)
		said(t, p.reports, `warning: Team "Red" (c/t1) was changed outside Terraform: it is not as configured`)
		details(t, p.reports, `note is "drift", and the configuration sets it to "n"`)
		if !same(p.attrs, drifted.attrs) {
			t.Errorf("planned %v", p.attrs)
		}
		for config, want := range map[string][]string{
			strings.Replace(config, `"n"`, `"drift"`, 1): nil,
			strings.Replace(config, `"n"`, `"other"`, 1): {`error note: Cannot change team "Red" (c/t1)`},
		} {
			said(t, tf.plan(attributes(t, config), drifted).reports, want...)
		}

		again, diags := tf.read(drifted)
		said(t, diags)
		said(t, tf.plan(attributes(t, config), again).reports, `warning: Team "Red" (c/t1) was changed outside Terraform: it is not as configured`)
		tf.api.teams["t1"]["note"] = "n"
		back, diags := tf.read(again)
		said(t, diags)
		holds(t, back, state)
		said(t, tf.plan(attributes(t, config), back).reports)
		said(t, tf.plan(attributes(t, strings.Replace(config, `"n"`, `"drift"`, 1)), back).reports, `error note: Cannot change team "Red" (c/t1)`)
	})
}

// Where one side has no value, state keeps the configured one, because Terraform would plan an update otherwise, and the
// read warns.
func TestImmutable_pinned(t *testing.T) {
	for name, c := range map[string]struct {
		change   func(live map[string]any)
		line     string
		accepted string
	}{
		"gone": {func(live map[string]any) { delete(live, "note") }, `note is nothing, and the configuration sets it to "n"`, strings.Replace(config, `"note": "n", `, "", 1)},
		"new":  {func(live map[string]any) { live["size"] = number("3") }, "size is 3, and the configuration sets it to nothing", strings.Replace(config, `"n"`, `"n", "size": 3`, 1)},
	} {
		bubble(t, name, func(t *testing.T) {
			tf := start(t, tenant())
			made := tf.created(config)
			c.change(tf.api.teams["t1"])
			drifted := made
			for range 2 { // each time
				var diags []report
				drifted, diags = tf.read(drifted)
				said(t, diags, `warning: Team "Red" (c/t1) was changed outside Terraform`)
				details(t, diags, c.line)
				holds(t, drifted, state)
			}
			said(t, tf.plan(attributes(t, config), drifted).reports)

			// Configured as it is, state takes it without a request, and the warning ends.
			tf.api.requests()
			after, diags := tf.update(c.accepted, drifted)
			said(t, diags)
			asked(t, tf.api)
			after, diags = tf.read(after)
			said(t, diags)
			if p := tf.plan(attributes(t, c.accepted), after); len(p.reports) > 0 || !same(p.attrs, after.attrs) {
				t.Errorf("planned %v, %v", p.attrs, p.reports)
			}
		})
	}
}

func TestImmutable_destroy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, tenant())
		made := tf.created(config)
		const warning = `warning: Team "Red" (c/t1) is forgotten, not deleted`
		said(t, tf.plan(nil, made).reports, warning)
		after, diags := tf.destroy(made)
		said(t, diags, warning)
		asked(t, tf.api)
		if after != nil {
			t.Errorf("state still holds %v", after.attrs)
		}
	})
}

// An imported object is as it is; only later changes of it are drift.
func TestImmutable_import(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, tenant())
		tf.api.has("t7", `{"id": "t7", "state": "OLD", "name": "Red", "note": "n"}`)
		got, diags := tf.imported("c/t7")
		said(t, diags)
		said(t, tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "note": "n"}`), got).reports)
		said(t, tf.plan(attributes(t, `{"company_id": "c", "name": "Red", "note": "m"}`), got).reports, `error note: Cannot change team "Red" (c/t7)`)
	})
}
