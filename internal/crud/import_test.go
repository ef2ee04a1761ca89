package crud

import (
	"strings"
	"testing"
	"testing/synctest"
)

const rich = `{"id": "t1", "state": "NEW", "version": "1", "name": "Red", "note": "n", "size": 3, "contact": {"email": "e", "phone": "p"}, "tags": ["a", "b"]}`

// What the configuration leaves out is removed after an import. The plans say so in words until something was applied, or
// until an apply had nothing to do.
func TestStripped(t *testing.T) {
	const partial, whole = `{"company_id": "c", "name": "Red", "note": "m"}`, `{"company_id": "c", "name": "Red", "note": "m", "size": 4, "contact": {"email": "e", "phone": "p"}, "tags": ["a"]}`
	const warning = `warning: Team "Red" (c/t1) was imported, and this plan takes 4 settings from it`
	synctest.Test(t, func(t *testing.T) {
		tf := start(t, team())
		tf.api.has("t1", rich)
		made, diags := tf.imported("c/t1")
		said(t, diags)
		p := tf.plan(attributes(t, partial), made)
		said(t, p.reports, warning)
		details(t, p.reports, "- size: 1 setting\n", "- contact: 2 settings\n", "- tags: 1 setting\n", "-generate-config-out", "terraform state rm")
		if strings.Contains(p.reports[0].detail, "on_create") {
			t.Errorf("it says %s", p.reports[0].detail)
		}
		said(t, tf.plan(attributes(t, whole), made).reports)
		said(t, tf.plan(attributes(t, strings.Replace(whole, `, "phone": "p"`, "", 1)), made).reports,
			`warning: Team "Red" (c/t1) was imported, and this plan takes 1 setting from it`)
		said(t, tf.plan(attributes(t, strings.Replace(partial, `"c"`, `"d"`, 1)), made).reports) // it goes altogether

		// terraform import has saved the first read; the plan reads once more, as often as it is made.
		for range 2 {
			again, _ := tf.read(made)
			said(t, tf.plan(attributes(t, partial), again).reports, warning)
		}
		// An apply without anything to do has saved the second read.
		second, _ := tf.read(made)
		third, _ := tf.read(second)
		said(t, tf.plan(attributes(t, partial), third).reports)

		for _, c := range []string{`{"company_id": "c", "keep": true, "name": "Red", "note": "n", "size": 3, "contact": {"email": "e", "phone": "p"}, "tags": ["a", "b"]}`, whole} {
			after, diags := tf.update(c, made)
			said(t, diags)
			said(t, tf.plan(attributes(t, partial), after).reports)
		}
	})
}

// A default policy and the like need no import.
func TestStripped_sole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tf := connect(t, crew(), finding{newFake()}, NewSession())
		tf.api.has("t1", rich)
		made, _ := tf.imported("c/t1")
		details(t, tf.plan(attributes(t, `{"company_id": "c", "name": "Red"}`), made).reports, `with on_create = "adopt" instead, the create takes over the same object`)
	})
}
