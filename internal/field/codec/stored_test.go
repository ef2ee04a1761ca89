package codec_test

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// A live value that is the held one as a server may have kept it reads as the held one, conflicts with nothing, and goes back
// as it is; as it was sent where a server escaped it, which would do so once more.
func TestSettled(t *testing.T) {
	for _, c := range []struct{ rule, state, live, body string }{
		{"trimmed", `{"name": " n\n", "note": "  "}`, `{"name": "n", "note": ""}`, ""},
		{"trimmed to nothing, and dropped", `{"name": "n", "note": " \n"}`, `{"name": "n"}`, ""},
		{"other ends of lines", `{"note": "a\nb\r\nc"}`, `{"note": "a\r\nb\r\nc"}`, ""},
		{"escaped", `{"note": "R&D <x>"}`, `{"note": "R&amp;D &lt;x&gt;"}`, `{"note": "R&D <x>"}`},
		{"an escape that was configured, kept", `{"note": "R&amp;D"}`, `{"note": "R&amp;D"}`, ""},
		{"an escape that was configured, escaped", `{"note": "R&amp;D"}`, `{"note": "R&amp;amp;D"}`, `{"note": "R&amp;D"}`},
		{"decomposed", `{"note": "Zo\u00eb"}`, `{"note": "Zoe\u0308"}`, ""},
		{"all at once", `{"note": " Zo\u00eb & Max\n"}`, `{"note": "Zoe\u0308 &amp; Max"}`, `{"note": " Zo\u00eb & Max\n"}`},
		{"in references", `{"parent_id": "p ", "approver_ids": ["b ", "a&"]}`, `{"parent": {"id": "p", "name": "P"}, "approvers": [{"id": "a&amp;"}, {"id": "b", "x": 1}]}`,
			`{"parent": {"id": "p", "name": "P"}, "approvers": [{"id": "a&"}, {"id": "b", "x": 1}]}`},
		{"in lists with order", `{"lines": ["a ", "b<", "a"]}`, `{"lines": ["a", "b&lt;", "a"]}`, `{"lines": ["a", "b<", "a"]}`},
		{"in JSON texts, with numbers as doubles", `{"extras": "{\"a\": [\" x\", 120.00000000000000000000000001], \"b\": \"<\"}"}`, `{"extras": {"a": ["x", 120], "b": "&lt;"}}`, `{"extras": {"a": ["x", 120], "b": "<"}}`},
		{"in elements, in another order", `{"groups": [{"label": "a ", "weight": 2}, {"label": "b\n", "departments": [" x", "y"]}]}`,
			`{"groups": [{"label": "b", "departments": ["y", "x"], "x_injected": 1}, {"label": "a", "weight": 2, "countryCodes": ["DE"]}]}`, ""},
		{"in elements with nothing else", `{"groups": [{"label": "a "}, {"label": "b "}, {"label": "<c>"}]}`, `{"groups": [{"label": "&lt;c&gt;"}, {"label": "b"}, {"label": "a"}]}`,
			`{"groups": [{"label": "<c>"}, {"label": "b"}, {"label": "a"}]}`},
		{"in the keys of elements", `{"approvals": [{"type": "A ", "notify": true}, {"type": "B ", "notify": false}]}`,
			`{"approvals": [{"type": "B", "notify": false}, {"type": "A", "notify": true}]}`, ""},
		{"in elements of elements", `{"approvals": [{"type": "A", "conditions": [{"label": " c", "limits": [{"region": "r\n", "amount": 1}, {"region": "&"}]}]}]}`,
			`{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "&amp;"}, {"region": "r", "amount": 1.0}]}]}]}`,
			`{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "&"}, {"region": "r", "amount": 1.0}]}]}]}`},
		{"in keyed objects and wrappers", `{"rules": {"cabins": {"cabins": [" x", "<"], "prevent_booking": {"reason": "r "}}}, "hours": "9 "}`,
			`{"rules": [{"ruleType": "CABINS", "policyValue": {"universalProps": {"cabinsProps": {"cabins": ["x", "&lt;"]}}}, "action": {"preventBooking": {"reason": "r"}}}], "support": {"hours": "9"}}`,
			`{"rules": [{"ruleType": "CABINS", "policyValue": {"universalProps": {"cabinsProps": {"cabins": ["x", "<"]}}}, "action": {"preventBooking": {"reason": "r"}}}], "support": {"hours": "9"}}`},
		{"where it cannot be changed any more", `{"origin": " o&"}`, `{"origin": "o&amp;"}`, `{"origin": " o&"}`},
		{"a double", `{"factor": 120.00000000000000000000000000000000000000001}`, `{"factor": 120}`, ""},
		{"half a surrogate pair", `{"note": "a\ufffd"}`, `{"note": "a\ud83d"}`, ""},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			state, live := tf(t, c.state), doc(t, c.live)
			memory := must(codec.Remember(policy, live, state, nil))(t)
			for _, m := range []*codec.Memory{memory, nil} {
				d := must(codec.Refresh(policy, live, state, m))(t)
				if diff := codectest.Diff(state, d.Attrs); diff != "" || len(d.Changed)+len(d.Gone)+len(d.Fixed) > 0 {
					t.Errorf("state (-was +is):\n%s\nwarned of %v %v %v", diff, d.Changed, d.Gone, d.Fixed)
				}
			}
			if diff := codectest.Diff(state, must(codec.Shape(policy, live, state))(t)); diff != "" {
				t.Errorf("read back (-plan +is):\n%s", diff)
			}
			want := live
			if c.body != "" {
				want = doc(t, c.body)
			}
			if diff := cmp.Diff(want, must(codec.Merge(policy, state, state, live, memory))(t)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

// What differs in any other way is drift, and shows as it is.
func TestSettled_notWhatIsDifferent(t *testing.T) {
	for _, c := range []struct{ rule, state, live, want string }{
		{"another text", `{"note": "a"}`, `{"note": "b "}`, `{"note": "b "}`},
		{"white space within", `{"note": "a b"}`, `{"note": "a  b"}`, `{"note": "a  b"}`},
		{"case", `{"note": "a"}`, `{"note": "A"}`, `{"note": "A"}`},
		{"an escape that is gone", `{"note": "&amp;"}`, `{"note": "&"}`, `{"note": "&"}`},
		{"one element of several", `{"lines": ["a ", "b"], "approver_ids": ["p ", "q "]}`, `{"lines": ["a", "c"], "approvers": [{"id": "r"}, {"id": "p"}]}`, `{"lines": ["a", "c"], "approver_ids": ["p ", "r"]}`},
		{"beside what is settled", `{"groups": [{"label": "a ", "weight": 2}, {"label": "b ", "weight": 3}]}`, `{"groups": [{"label": "b", "weight": 4}, {"label": "a", "weight": 2}]}`,
			`{"groups": [{"label": "a ", "weight": 2}, {"label": "b ", "weight": 4}]}`},
		{"beside what alone tells elements apart", `{"groups": [{"label": "a ", "weight": 2}, {"label": "<b>", "weight": 3}]}`, `{"groups": [{"label": "&lt;b&gt;", "weight": 4}, {"label": "a", "weight": 5}]}`,
			`{"groups": [{"label": "a ", "weight": 5}, {"label": "<b>", "weight": 4}]}`},
		{"a number in a JSON text", `{"extras": "{\"a\":12345678901234567890}"}`, `{"extras": {"a": 12345678901234500000}}`, `{"extras": "{\"a\":12345678901234500000}"}`},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			state, live := tf(t, c.state), doc(t, c.live)
			d := must(codec.Refresh(policy, live, state, remembered(t, doc(t, `{}`), state)))(t)
			if diff := codectest.Diff(tf(t, c.want), d.Attrs); diff != "" {
				t.Errorf("state (-want +is):\n%s", diff)
			}
		})
	}
}

// A configuration that changes from one such text to another is changed: it is planned, and sent.
func TestSettled_changesAreSent(t *testing.T) {
	for _, c := range []struct{ prior, plan, live, body string }{
		{`{"note": "a"}`, `{"note": "a "}`, `{"note": "a"}`, `{"note": "a "}`},
		{`{"note": "a "}`, `{"note": "a"}`, `{"note": "a"}`, `{"note": "a"}`},
		{`{"note": "a&b"}`, `{"note": "a&amp;b"}`, `{"note": "a&amp;b"}`, `{"note": "a&amp;b"}`},
		{`{"lines": ["a ", "b"]}`, `{"lines": ["a ", "c"]}`, `{"lines": ["a", "b"]}`, `{"lines": ["a ", "c"]}`},
		{`{"groups": [{"label": "a", "weight": 2}]}`, `{"groups": [{"label": "a\n", "weight": 2}]}`, `{"groups": [{"label": "a", "weight": 2, "x": 1}]}`, `{"groups": [{"label": "a\n", "weight": 2, "x": 1}]}`},
	} {
		prior, plan, live := tf(t, c.prior), tf(t, c.plan), doc(t, c.live)
		if codectest.Diff(plan, codec.Plan(policy, plan, prior, true)) != "" || len(codec.Differences(policy, prior, plan)) != 1 {
			t.Errorf("%s is not planned in place of %s", c.plan, c.prior)
		}
		if diff := cmp.Diff(doc(t, c.body), must(codec.Merge(policy, prior, plan, live, nil))(t)); diff != "" {
			t.Errorf("%s in place of %s, body (-want +got):\n%s", c.plan, c.prior, diff)
		}
	}
}

// A read tells whether such a change was made only where the live object is not as it was.
func TestHidden(t *testing.T) {
	for _, c := range []struct{ prior, plan, live, want string }{
		{`{"note": "a"}`, `{"note": "a "}`, `{"note": "a"}`, "note"},
		{`{"note": "a"}`, `{"note": "a "}`, `{"note": "a "}`, ""},
		{`{"note": "a "}`, `{"note": "a\n"}`, `{"note": "a"}`, ""},
		{`{"note": "a"}`, `{"note": "b "}`, `{"note": "b"}`, ""},
		{`{"note": "a"}`, `{"note": "a"}`, `{"note": "a"}`, ""},
		{`{"note": "R&D"}`, `{"note": "R&amp;D"}`, `{"note": "R&D"}`, ""}, // no server takes escapes out
		{`{"note": "R&amp;D"}`, `{"note": "R&D"}`, `{"note": "R&amp;D"}`, "note"},
		{`{"groups": [{"label": "a"}, {"label": "b"}]}`, `{"groups": [{"label": "a "}, {"label": "b"}]}`, `{"groups": [{"label": "b", "weight": 2}, {"label": "a"}]}`, "groups"},
		{`{"contact": {"email": "e", "remark": "r"}}`, `{"contact": {"email": "e ", "remark": "r"}}`, `{"contact": {"email": "e", "remark": "r"}}`, "contact.email"},
	} {
		got := must(codec.Compare(policy, doc(t, c.live), tf(t, c.prior), tf(t, c.plan), false))(t).Hidden
		if names(got) != c.want {
			t.Errorf("%s in place of %s: %q, want %q", c.plan, c.prior, names(got), c.want)
		}
	}
}

// kept are the ways in which servers keep texts.
var kept = map[string]func(string) string{
	"trimmed":    strings.TrimSpace,
	"broken":     func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n") },
	"escaped":    html.EscapeString,
	"decomposed": norm.NFD.String,
	"all":        func(s string) string { return html.EscapeString(strings.TrimSpace(norm.NFD.String(s))) },
}

// asKept is an object with its texts as a server keeps them, where a text has no form that the server knows.
func asKept(n *field.Node, v any, keep func(string) string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			out[name] = e
			for _, a := range n.Attrs {
				if a.JSON == name && !a.IsLocal() {
					out[name] = asKept(a, e, keep)
				}
			}
			if n.Wrap == name {
				out[name] = asKept(&field.Node{}, e, keep)
			}
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, e := range out {
			switch {
			case n.Kind == field.List:
				out[i] = asKept(n.Elem, e, keep)
			case n.Kind == field.Keyed:
				for _, a := range n.Attrs {
					if m := e.(map[string]any); m[n.Key[0]] == a.JSON {
						out[i] = asKept(a, e, keep)
					}
				}
			}
		}
		return out
	case string:
		if n.Kind == field.String && n.Enum == nil && n.Format == field.Any {
			return keep(v)
		}
	}
	return v
}

// Whatever a server makes of texts, what was written is what is read, in any order; and the update after it leads to the
// same again.
func TestProperty_WhatServersMakeOfTextsIsNoDrift(t *testing.T) {
	for way, keep := range kept {
		t.Run(way, func(t *testing.T) {
			check(t, func(g gen, live map[string]any) {
				state := g.State(policy, live)
				written := ok(codec.Encode(policy, state))(g.T)
				stored := g.Noise(policy.Root, asKept(policy.Root, written, keep).(map[string]any))
				m := ok(codec.Remember(policy, stored, state, nil))(g.T)
				d, warnings := g.refreshed(stored, state, m)
				if diff := codectest.Diff(withoutChosen(state), withoutChosen(d.Attrs)); diff != "" || slices.ContainsFunc(warnings, sure) {
					g.Fatalf("state (-written +read):\n%s\nwarnings: %v\nstored: %v", diff, warnings, stored)
				}
				body := ok(codec.Merge(policy, state, state, stored, m))(g.T)
				again := asKept(policy.Root, body, keep).(map[string]any)
				after, warnings := g.refreshed(again, state, m)
				if diff := codectest.Diff(withoutChosen(state), withoutChosen(after.Attrs)); diff != "" || slices.ContainsFunc(warnings, sure) {
					g.Fatalf("state after an update (-written +read):\n%s\nwarnings: %v\nstored: %v", diff, warnings, again)
				}
			})
		})
	}
}

// Null is never sent, whatever the server answers and the plan changes; and it says nothing.
func TestProperty_NullIsNeverSent(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		nulled := g.nulled(live).(map[string]any)
		state := g.State(policy, live)
		m := ok(codec.Remember(policy, live, state, nil))(g.T)
		d, warnings := g.refreshed(nulled, state, m)
		if diff := codectest.Diff(state, d.Attrs); diff != "" || warnings != nil {
			g.Fatalf("null is drift (-before +after):\n%s\nwarnings: %v", diff, warnings)
		}
		plan := withoutChosen(g.reconfigured(policy.Root, state, g.State(policy, g.Live(policy.Root))))
		for _, plan := range []map[string]any{state, plan} {
			body := ok(codec.Merge(policy, state, plan, nulled, m))(g.T)
			if text := string(ok(jsonx.Format(body))(g.T)); strings.Contains(text, "null") {
				g.Fatalf("%s", text)
			}
			if diff := cmp.Diff(ok(codec.Merge(policy, state, plan, live, m))(g.T), body); diff != "" {
				g.Fatalf("null has an effect (-without +with):\n%s", diff)
			}
		}
	})
}

// What consists of nothing but nulls says nothing, where an API takes no such thing empty.
func TestMerge_nothingButNulls(t *testing.T) {
	for live, body := range map[string]string{
		`{"parent": {"id": null, "name": "P"}, "approvers": [{"id": null}, {"id": "a", "x": null}]}`:                       `{"approvers": [{"id": "a"}]}`,
		`{"airlines": {"isLinked": null, "airlinesProps": null}, "stars": {"starsProps": {"min": null}, "exempt": false}}`: `{"stars": {"exempt": false}}`,
		`{"currency": {"currencyCode": null, "isLinked": null}}`:                                                           `{"currency": {}}`,
		`{"rules": [{"ruleType": "CABINS", "policyValue": {"universalProps": {"cabinsProps": null}}}]}`:                    `{"rules": [{"ruleType": "CABINS"}]}`,
		`{"contact": {"email": null}, "x": {"y": null}, "airlines": {}}`:                                                   `{"contact": {}, "x": {}, "airlines": {}}`,
		`{"groups": [{"label": null}, null, {"label": "a"}]}`:                                                              `{"groups": [{}, {"label": "a"}]}`,
	} {
		if diff := cmp.Diff(doc(t, body), must(codec.Merge(policy, nil, nil, doc(t, live), nil))(t)); diff != "" {
			t.Errorf("%s goes back as (-want +got):\n%s", live, diff)
		}
	}
}

// nulled is a value with null members strewn in, and null elements where no attribute has the array.
func (g gen) nulled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			out[name] = g.nulled(e)
			if list, isList := out[name].([]any); isList && strings.HasPrefix(name, "x_injected") {
				out[name] = append(list, nil)
			}
		}
		for _, a := range policy.Root.Attrs { // a name that is known in one place is unknown in others
			if _, there := v[a.JSON]; !there && a.JSON != "" && len(v) > 0 && g.Rarely(8) {
				out[a.JSON] = nil
			}
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, e := range out {
			out[i] = g.nulled(e)
		}
		return out
	}
	return v
}

// Nothing in the memory depends on a secret, wherever it is: then no secret can be guessed from it.
func TestProperty_NothingIsRememberedOfSecrets(t *testing.T) {
	check(t, func(g gen, live map[string]any) {
		// Also in rules with the properties of another type, and beside the branch of a choice that counts.
		live["rules"] = []any{map[string]any{"ruleType": "CABINS", "policyValue": map[string]any{"universalProps": map[string]any{"carTypesProps": map[string]any{"carTypes": []any{"x"}}}}}}
		state := g.State(policy, live)
		key := codec.NewMemory()
		before := ok(codec.Remember(policy, live, state, key))(g.T)
		for _, s := range codectest.Spots(policy.Root, live) {
			if !s.Node.Sensitive {
				continue
			}
			for _, changed := range []map[string]any{s.With, s.Without} {
				if diff := cmp.Diff(before, ok(codec.Remember(policy, changed, state, key))(g.T)); diff != "" {
					g.Fatalf("the memory tells of %s:\n%s", s.Pointer, diff)
				}
				d, warnings := g.refreshed(changed, state, before)
				if diff := cmp.Diff(before, d.Memory); diff != "" || warnings != nil {
					g.Fatalf("a read remembers %s:\n%s\n%v", s.Pointer, diff, warnings)
				}
			}
		}
	})
}

// vault is a tree with secrets in the places from which they could come into a hash of something larger.
var vault = described(&field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
	{Name: "name", JSON: "name"},
	{Name: "open", JSON: "open", Kind: field.Object, Choice: true, Attrs: []*field.Node{{Name: "since", JSON: "since"}}},
	{Name: "locked", JSON: "locked", Kind: field.Object, Choice: true, Attrs: []*field.Node{
		{Name: "pin_wo", JSON: "pin", Sensitive: true}, {Name: "pin_wo_version", Kind: field.Local}, {Name: "hint", JSON: "hint"},
	}},
	{Name: "doors", JSON: "doors", Kind: field.Keyed, Key: []string{"kind"}, Attrs: []*field.Node{
		{Name: "front", JSON: "FRONT", Kind: field.Object, Attrs: []*field.Node{{Name: "color", JSON: "color"}}},
		{Name: "back", JSON: "BACK", Kind: field.Object, Attrs: []*field.Node{
			{Name: "code_wo", JSON: "code", Sensitive: true}, {Name: "code_wo_version", Kind: field.Local},
			{Name: "keys", JSON: "keys", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "cut_wo", JSON: "cut", Sensitive: true}, {Name: "cut_wo_version", Kind: field.Local}, {Name: "owner", JSON: "owner"},
			}}},
		}},
	}},
}}})

// A secret is no part of the hash of what stands around it either, which an attribute cannot hold.
func TestMemory_secretsInLargerThings(t *testing.T) {
	if problems := field.Check(vault); problems != nil {
		t.Fatal(problems)
	}
	const live = `{"open": {"since": "s"}, "locked": {"pin": "SECRET", "hint": "h"}, "doors": [{"kind": "FRONT", "color": "c", "code": "SECRET", "keys": [{"cut": "SECRET", "owner": "o"}]}, {"kind": "BACK"}]}`
	state := tf(t, `{"open": {"since": "s"}, "doors": {"back": {}}}`)
	key := codec.NewMemory()
	remember := func(secret string) *codec.Memory {
		return must(codec.Remember(vault, doc(t, strings.ReplaceAll(live, "SECRET", secret)), state, key))(t)
	}
	if diff := cmp.Diff(remember("a"), remember("b")); diff != "" {
		t.Errorf("the memory tells of secrets:\n%s", diff)
	}
	// What is no secret in it counts as before.
	for _, change := range []string{`"h"`, `"c"`, `"o"`} {
		d := must(codec.Refresh(vault, doc(t, strings.Replace(live, change, `"changed"`, 1)), state, remember("SECRET")))(t)
		if len(d.Changed) != 1 {
			t.Errorf("%s: warned of %v", change, d.Changed)
		}
	}
	d := must(codec.Refresh(vault, doc(t, strings.ReplaceAll(live, "SECRET", "other")), state, remember("SECRET")))(t)
	if len(d.Changed)+len(d.Gone) > 0 || cmp.Diff(remember(""), d.Memory) != "" {
		t.Errorf("warned of %v %v, remembered %v", d.Changed, d.Gone, d.Memory.Leaves)
	}
}

// The same for what an earlier version remembered of them, with the secrets.
func TestMemory_secretsInLargerThingsOfAnEarlierVersion(t *testing.T) {
	const live = `{"open": {"since": "s"}, "locked": {"pin": "SECRET", "hint": "h"}, "doors": [{"kind": "FRONT", "color": "c", "code": "SECRET", "keys": [{"cut": "SECRET", "owner": "o"}]}, {"kind": "BACK"}]}`
	earlier := &codec.Memory{Key: "000102030405060708090a0b0c0d0e0f", Leaves: map[string]string{"/doors/*": "x:541ad8ac", "/locked": "x:c824f365"}}
	state := tf(t, `{"open": {"since": "s"}, "doors": {"back": {}}}`)
	d := must(codec.Refresh(vault, doc(t, live), state, earlier))(t)
	if diff := codectest.Diff(state, d.Attrs); diff != "" || len(d.Changed)+len(d.Gone) > 0 {
		t.Errorf("state (-was +is):\n%s\nwarned of %v %v", diff, d.Changed, d.Gone)
	}
	if diff := cmp.Diff(must(codec.Remember(vault, doc(t, live), state, earlier))(t), d.Memory); diff != "" {
		t.Errorf("memory (-new +read):\n%s", diff)
	}
}

// What an earlier version remembered of secrets goes without a word, and with it what it remembered of things that held
// secrets, or texts and numbers in a spelling that counts no more.
func TestMemory_ofAnEarlierVersion(t *testing.T) {
	const live = `{"secret": "s", "approvals": [{"type": "A", "token": "t"}], "note": "Zoe\u0308", "factor": 0.10000000000000001, "x_injected": {"Zoe\u0308": [1, null]}}`
	earlier := &codec.Memory{}
	// As the version before this one remembered that, with state {}.
	if err := json.Unmarshal([]byte(`{"key": "000102030405060708090a0b0c0d0e0f", "leaves": {"/approvals":"6c380e68","/approvals/*":"x:7d53daba","/factor":"301df255","/note":"e179f15d","/secret":"ade58cd8","/x_injected":"x:91c78628"}}`), earlier); err != nil {
		t.Fatal(err)
	}
	d := must(codec.Refresh(policy, doc(t, live), nil, earlier))(t)
	if diff := codectest.Diff(nil, d.Attrs); diff != "" || len(d.Changed)+len(d.Gone) > 0 {
		t.Errorf("state (-was +is):\n%s\nwarned of %v %v", diff, d.Changed, d.Gone)
	}
	if diff := cmp.Diff(must(codec.Remember(policy, doc(t, live), nil, earlier))(t), d.Memory); diff != "" {
		t.Errorf("memory (-new +read):\n%s", diff)
	}
	for _, gone := range []string{`{"note": "Zoe\u0308", "factor": 0.10000000000000001, "x_injected": {"Zoe\u0308": [1, null]}}`, live} {
		if d := must(codec.Refresh(policy, doc(t, gone), nil, earlier))(t); slices.ContainsFunc(slices.Concat(d.Changed, d.Gone), func(p string) bool { return strings.Contains(p, "secret") || strings.Contains(p, "*") }) {
			t.Errorf("%s: warned of %v %v", gone, d.Changed, d.Gone)
		}
	}
}
