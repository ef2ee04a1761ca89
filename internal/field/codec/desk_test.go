package codec_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// desk has what no other synthetic tree has: properties that the API takes and does not answer, and such as it makes of
// others.
var desk = described(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
	{Name: "name", JSON: "name", Mode: field.Required},
	{Name: "access", JSON: "access", Kind: field.Object, Unanswered: true, Attrs: access},
	{JSON: "lines", Kind: field.Inline, Derived: []string{"length"}, Attrs: []*field.Node{
		{Name: "lines", JSON: "elements", Kind: field.List, Key: []string{"tier"}, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "tier", JSON: "tier"},
			{Name: "phone", JSON: "phone"},
			{Name: "note", JSON: "note"},
			{Name: "access", JSON: "access", Kind: field.Object, Unanswered: true, Attrs: access},
			field.Secret("pin", "pin", "Pin."), field.SecretVersion("pin"),
		}}},
	}},
}}})

var access = []*field.Node{
	{Name: "user", JSON: "user", Mode: field.Required}, {Name: "domain", JSON: "domain"},
	field.Secret("key", "key", "Key."), field.SecretVersion("key"),
}

func TestDeskIsWellFormed(t *testing.T) {
	if problems := field.Check(desk); problems != nil {
		t.Error(strings.Join(problems, "\n"))
	}
}

// What is never answered stays as it was configured, until the API has something.
func TestRefresh_unanswered(t *testing.T) {
	const held = `{"name": "n", "access": {"user": "u", "key_wo_version": 1}, "lines": [{"tier": "A", "access": {"user": "v"}}]}`
	for _, c := range []struct{ rule, written, live, want string }{
		{"it was never answered", `{"name": "n", "lines": {"elements": [{"tier": "A"}]}}`, `{"name": "n", "lines": {"elements": [{"tier": "A"}]}}`, held},
		{"a null is no answer", `{"name": "n", "lines": {"elements": [{"tier": "A"}]}}`, `{"name": "n", "access": null, "lines": {"elements": [{"tier": "A", "access": null}]}}`, held},
		{"it is answered now, and equal", `{"name": "n", "lines": {"elements": [{"tier": "A"}]}}`,
			`{"name": "n", "access": {"user": "u"}, "lines": {"elements": [{"tier": "A", "access": {"user": "v"}}]}}`, held},
		{"it is answered now, and differs", `{"name": "n", "lines": {"elements": [{"tier": "A"}]}}`,
			`{"name": "n", "access": {"user": "x"}, "lines": {"elements": [{"tier": "A", "access": {"user": "v", "domain": "d"}}]}}`,
			`{"name": "n", "access": {"user": "x", "key_wo_version": 1}, "lines": [{"tier": "A", "access": {"user": "v", "domain": "d"}}]}`},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			state := tf(t, held)
			memory := must(codec.Remember(desk, doc(t, c.written), state, nil))(t)
			d := must(codec.Refresh(desk, doc(t, c.live), state, memory))(t)
			if diff := codectest.Diff(tf(t, c.want), d.Attrs); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
			if len(d.Changed)+len(d.Gone) > 0 {
				t.Errorf("warned of %v, %v", d.Changed, d.Gone)
			}
			if shaped := must(codec.Shape(desk, doc(t, c.live), state))(t); c.want == held && codectest.Diff(state, shaped) != "" {
				t.Errorf("read back after a write it is %v", shaped)
			}
		})
	}
}

// It is sent whole when it changes, with its secret, and not at all when it does not.
func TestMerge_unanswered(t *testing.T) {
	for _, c := range []struct{ rule, prior, plan, live, body string }{
		{"nothing in it changes", `{"name": "n", "access": {"user": "u", "domain": "d", "key_wo_version": 1}}`, `{"name": "m", "access": {"user": "u", "domain": "d", "key_wo": "k", "key_wo_version": 1}}`,
			`{"name": "n"}`, `{"name": "m"}`},
		{"something in it changes", `{"name": "n", "access": {"user": "u", "domain": "d", "key_wo_version": 1}}`, `{"name": "n", "access": {"user": "u", "domain": "e", "key_wo": "k", "key_wo_version": 1}}`,
			`{"name": "n"}`, `{"name": "n", "access": {"user": "u", "domain": "e", "key": "k"}}`},
		{"only the version of its secret changes", `{"access": {"user": "u", "key_wo_version": 1}}`, `{"access": {"user": "u", "key_wo": "k", "key_wo_version": 2}}`,
			`{}`, `{"access": {"user": "u", "key": "k"}}`},
		{"it is new", `{}`, `{"access": {"user": "u"}}`, `{}`, `{"access": {"user": "u"}}`},
		{"it goes", `{"access": {"user": "u"}}`, `{}`, `{"x": 1}`, `{"x": 1}`},
		{"once the API has it, it is merged", `{"access": {"user": "u", "domain": "d", "key_wo_version": 1}}`, `{"access": {"user": "u", "domain": "e", "key_wo": "k", "key_wo_version": 1}}`,
			`{"access": {"user": "u", "domain": "d", "key": "masked", "x": 1}}`, `{"access": {"user": "u", "domain": "e", "key": "masked", "x": 1}}`},
		{"in an element whose other attributes change", `{"lines": [{"tier": "A", "phone": "1", "access": {"user": "u", "key_wo_version": 1}}]}`, `{"lines": [{"tier": "A", "phone": "2", "access": {"user": "u", "key_wo": "k", "key_wo_version": 1}}]}`,
			`{"lines": {"elements": [{"tier": "A", "phone": "1"}]}}`, `{"lines": {"elements": [{"tier": "A", "phone": "2"}]}}`},
		{"in an element, changed", `{"lines": [{"tier": "A", "access": {"user": "u", "key_wo_version": 1}}, {"tier": "B", "access": {"user": "u", "key_wo_version": 1}}]}`,
			`{"lines": [{"tier": "A", "access": {"user": "u", "key_wo": "a", "key_wo_version": 1}}, {"tier": "B", "access": {"user": "v", "key_wo": "b", "key_wo_version": 1}}]}`,
			`{"lines": {"elements": [{"tier": "A"}, {"tier": "B"}]}}`, `{"lines": {"elements": [{"tier": "A"}, {"tier": "B", "access": {"user": "v", "key": "b"}}]}}`},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			got := must(codec.Merge(desk, tf(t, c.prior), tf(t, c.plan), doc(t, c.live), nil))(t)
			if diff := cmp.Diff(doc(t, c.body), got); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

// What the server makes of other properties is no drift, is not remembered, and does not contradict what is sent.
func TestDerived(t *testing.T) {
	const live = `{"name": "n", "lines": {"length": 1, "total": 7, "elements": [{"tier": "A", "phone": "1"}]}}`
	for name, held := range map[string]string{"configured": `{"name": "n", "lines": [{"tier": "A", "phone": "1"}]}`, "silent": `{"name": "n"}`} {
		t.Run(name, func(t *testing.T) {
			state := tf(t, held)
			memory := must(codec.Remember(desk, doc(t, live), state, nil))(t)
			if _, remembered := memory.Leaves["/lines/length"]; remembered || memory.Leaves["/lines/total"] == "" {
				t.Errorf("remembered are %v", memory.Leaves)
			}
			for _, change := range []*strings.Replacer{strings.NewReplacer(`"length": 1`, `"length": 2`), strings.NewReplacer(`"length": 1, `, ""), strings.NewReplacer("none", "")} {
				d := must(codec.Refresh(desk, doc(t, change.Replace(live)), state, memory))(t)
				if codectest.Diff(state, d.Attrs) != "" || len(d.Changed)+len(d.Gone) > 0 || d.Memory.Leaves["/lines/length"] != "" {
					t.Errorf("state is %v, warned of %v, %v, remembered are %v", d.Attrs, d.Changed, d.Gone, d.Memory.Leaves)
				}
			}
			d := must(codec.Refresh(desk, doc(t, strings.Replace(live, `"total": 7`, `"total": 8`, 1)), state, memory))(t)
			if diff := cmp.Diff([]string{"/lines/total"}, d.Changed); diff != "" {
				t.Errorf("of another property it is warned (-want +got):\n%s", diff)
			}
		})
	}

	prior := tf(t, `{"name": "n", "lines": [{"tier": "A", "phone": "1"}]}`)
	for plan, body := range map[string]string{
		`{"name": "m", "lines": [{"tier": "A", "phone": "1"}]}`:                `{"name": "m", "lines": {"length": 1, "total": 7, "elements": [{"tier": "A", "phone": "1"}]}}`,
		`{"name": "n", "lines": [{"tier": "A", "phone": "1"}, {"tier": "B"}]}`: `{"name": "n", "lines": {"total": 7, "elements": [{"tier": "A", "phone": "1"}, {"tier": "B"}]}}`,
	} {
		if diff := cmp.Diff(doc(t, body), must(codec.Merge(desk, prior, tf(t, plan), doc(t, live), nil))(t)); diff != "" {
			t.Errorf("%s: body (-want +got):\n%s", plan, diff)
		}
	}
}

// Secrets belong to elements, which their identity tells apart: another element in the place of one comes with its secret,
// an element that only moved does not.
func TestMerge_secretsOfElements(t *testing.T) {
	const prior = `{"lines": [{"tier": "A", "phone": "1", "pin_wo_version": 1}, {"tier": "B", "phone": "2", "pin_wo_version": 1}]}`
	const live = `{"lines": {"elements": [{"tier": "A", "phone": "1", "pin": "a"}, {"tier": "B", "phone": "2", "pin": "b"}]}}`
	for _, c := range []struct {
		rule, plan, body string
		resent           bool
	}{
		{"moved", `{"lines": [{"tier": "B", "phone": "2", "pin_wo": "b1", "pin_wo_version": 1}, {"tier": "A", "phone": "1", "pin_wo": "a1", "pin_wo_version": 1}]}`,
			`{"lines": {"elements": [{"tier": "B", "phone": "2", "pin": "b"}, {"tier": "A", "phone": "1", "pin": "a"}]}}`, false},
		{"moved and changed", `{"lines": [{"tier": "B", "phone": "3", "pin_wo": "b1", "pin_wo_version": 1}, {"tier": "A", "phone": "1", "pin_wo": "a1", "pin_wo_version": 1}]}`,
			`{"lines": {"elements": [{"tier": "B", "phone": "3", "pin": "b"}, {"tier": "A", "phone": "1", "pin": "a"}]}}`, false},
		{"one has a new version", `{"lines": [{"tier": "A", "phone": "1", "pin_wo": "a1", "pin_wo_version": 1}, {"tier": "B", "phone": "2", "pin_wo": "b1", "pin_wo_version": 2}]}`,
			`{"lines": {"elements": [{"tier": "A", "phone": "1", "pin": "a"}, {"tier": "B", "phone": "2", "pin": "b1"}]}}`, true},
		{"one is replaced by another that looks alike", `{"lines": [{"tier": "A", "phone": "1", "pin_wo": "a1", "pin_wo_version": 1}, {"tier": "C", "phone": "2", "pin_wo": "c1", "pin_wo_version": 1}]}`,
			`{"lines": {"elements": [{"tier": "A", "phone": "1", "pin": "a"}, {"tier": "C", "phone": "2", "pin": "c1"}]}}`, true},
		{"one is renamed, and its secret is not configured", `{"lines": [{"tier": "A", "phone": "1", "pin_wo": "a1", "pin_wo_version": 1}, {"tier": "C", "phone": "2"}]}`,
			`{"lines": {"elements": [{"tier": "A", "phone": "1", "pin": "a"}, {"tier": "C", "phone": "2", "pin": "b"}]}}`, false},
		{"one is new", `{"lines": [{"tier": "C", "phone": "9", "pin_wo": "c1", "pin_wo_version": 1}, {"tier": "A", "phone": "1", "pin_wo": "a1", "pin_wo_version": 1}, {"tier": "B", "phone": "2", "pin_wo": "b1", "pin_wo_version": 1}]}`,
			`{"lines": {"elements": [{"tier": "C", "phone": "9", "pin": "c1"}, {"tier": "A", "phone": "1", "pin": "a"}, {"tier": "B", "phone": "2", "pin": "b"}]}}`, true},
		{"one goes", `{"lines": [{"tier": "B", "phone": "2", "pin_wo": "b1", "pin_wo_version": 1}]}`, `{"lines": {"elements": [{"tier": "B", "phone": "2", "pin": "b"}]}}`, false},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			before, plan := tf(t, prior), tf(t, c.plan)
			got := must(codec.Merge(desk, before, plan, doc(t, live), nil))(t)
			if diff := cmp.Diff(doc(t, c.body), got); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if resent := codec.Resent(desk, before, plan); resent != c.resent {
				t.Errorf("a secret is sent: %t", resent)
			}
		})
	}
}

// Kept are values that a plan removes and a server still has, but not what it fills in by itself.
func TestKept(t *testing.T) {
	for _, c := range []struct{ rule, prior, plan, live, want string }{
		{"removed and gone", `{"note": "n", "contact": {"email": "e"}}`, `{}`, `{}`, ""},
		{"removed and still there", `{"note": "n", "contact": {"email": "e"}, "lines": ["a"]}`, `{}`, `{"note": "n", "contact": {"email": "e"}, "lines": ["a"]}`, "note lines contact"},
		{"removed, and another value now", `{"note": "n"}`, `{}`, `{"note": "m"}`, ""},
		{"removed within an object", `{"contact": {"email": "e", "remark": "r"}}`, `{"contact": {"email": "e"}}`, `{"contact": {"email": "e", "remark": "r"}}`, "contact.remark"},
		{"changed, not removed", `{"note": "n"}`, `{"note": "m"}`, `{"note": "n"}`, ""},
		{"not removed", `{"note": "n"}`, `{"note": "n"}`, `{"note": "n"}`, ""},
		{"a documented default", `{"level": "LOW", "active": true, "days": 7, "lines": []}`, `{}`, `{"level": "LOW", "active": true, "days": 7, "lines": []}`, ""},
		{"no default", `{"level": "HIGH", "active": false, "days": 8}`, `{}`, `{"level": "HIGH", "active": false, "days": 8}`, "level active days"},
		{"the link of a choice", `{"airlines": {"is_linked": true}}`, `{}`, `{"airlines": {"isLinked": true}}`, ""},
		{"an object of nothing but defaults", `{"stars": {"exempt": false}}`, `{}`, `{"stars": {"exempt": false}}`, ""},
		{"in another spelling and order", `{"home": "de", "country_codes": ["de", "fr"]}`, `{}`, `{"home": "DE", "countryCodes": ["FR", "DE"]}`, "home country_codes"},
		{"what is fixed at creation", `{"origin": "o"}`, `{}`, `{"origin": "o"}`, ""},
		{"removed below an element of a list", `{"groups": [{"label": "a", "weight": 5}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "a", "weight": 5, "countryCodes": ["DE"]}]}`, "groups[0].weight"},
		{"added below an element of a list", `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "a", "weight": 5, "country_codes": ["DE"]}]}`, `{"groups": [{"label": "a", "weight": 5, "countryCodes": ["DE"]}]}`, ""},
		{"added and removed there, and only added", `{"groups": [{"label": "a", "departments": ["x"]}]}`, `{"groups": [{"label": "a", "weight": 5}]}`, `{"groups": [{"label": "a", "weight": 5, "departments": ["x"]}]}`, "groups[0].departments"},
		{"gone there", `{"groups": [{"label": "a", "weight": 5}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "a"}]}`, ""},
		{"filled in there", `{"groups": [{"label": "a", "weight": 1}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "a", "weight": 1}]}`, ""},
		{"a version, which the API does not have", `{"approvals": [{"type": "A", "token_wo_version": 1}]}`, `{"approvals": [{"type": "A", "token_wo_version": 2}]}`, `{"approvals": [{"type": "A"}]}`, ""},
		{"an element removed, which shows in the shape of the plan", `{"groups": [{"label": "a"}, {"label": "b"}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "a"}, {"label": "b"}]}`, ""},
	} {
		got := must(codec.Compare(policy, doc(t, c.live), tf(t, c.prior), tf(t, c.plan), false))(t).Kept
		if diff := cmp.Diff(c.want, names(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.rule, diff)
		}
	}
	if _, err := codec.Compare(policy, doc(t, `{"note": 1}`), tf(t, `{"note": "n"}`), tf(t, `{}`), false); err == nil {
		t.Error("an unreadable object has nothing kept")
	}
}

// A configuration cannot leave out what is required, so an import brings it even where it is empty.
func TestImport_emptyAndRequired(t *testing.T) {
	d := must(codec.Import(policy, doc(t, `{"name": "", "note": "", "contact": {"email": "", "remark": ""}, "approvals": [{"type": ""}]}`)))(t)
	if diff := codectest.Diff(tf(t, `{"name": "", "contact": {"email": ""}, "approvals": [{"type": ""}]}`), d.Attrs); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	for at, want := range map[string]bool{"/name": false, "/contact/email": false, "/note": true, "/contact/remark": true} {
		if _, remembered := d.Memory.Leaves[at]; remembered != want {
			t.Errorf("%s remembered: %t", at, remembered)
		}
	}
}
