package codec_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/jsonx"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// TestMerge tells what an update sends: prior state, plan and live object in, body out. The memory is that of written
// beside silent, where it matters that something was silent before it showed; else of live beside prior.
func TestMerge(t *testing.T) {
	for _, c := range []struct {
		rule              string
		written, silent   string
		prior, plan, live string
		body              string // empty: live
	}{
		{rule: "plan equals prior: live verbatim",
			prior: `{"name": "n", "home": "de", "factor": 1.5, "days": 3, "approver_ids": ["b", "a"], "groups": [{"label": "a"}], "extras": "{\"a\":1}"}`,
			plan:  `{"name": "n", "home": "de", "factor": 1.5, "days": 3, "approver_ids": ["b", "a"], "groups": [{"label": "a"}], "extras": "{\"a\":1}"}`,
			live: `{"x_injected": [3, 1], "name": "n", "home": "DE", "factor": 1.50, "days": 3.0, "approvers": [{"id": "a", "name": "A"}, {"id": "b"}],
				"groups": [{"x_injected": 1, "label": "a", "weight": 2}], "extras": {"a": 1.0}, "origin": null}`},
		{rule: "both null: live stays", prior: `{"name": "n"}`, plan: `{"name": "n"}`, live: `{"name": "n", "note": "x", "contact": {"email": "e"}, "rules": [{"ruleType": "X_INJECTED"}]}`},
		{rule: "plan null, prior not: the property goes with all below it",
			prior: `{"note": "n", "contact": {"email": "e"}, "lines": ["a"], "groups": [{"label": "a"}]}`, plan: `{}`,
			live: `{"note": "n", "contact": {"email": "e", "x_injected": 1}, "lines": ["a"], "groups": [{"label": "a", "x_injected": 1}], "days": 3}`, body: `{"days": 3}`},
		{rule: "a scalar is the plan's", prior: `{"note": "n", "days": 3}`, plan: `{"note": "m", "days": 4}`, live: `{"note": "n", "days": 3, "x_injected": 1}`, body: `{"note": "m", "days": 4, "x_injected": 1}`},
		{rule: "a reference is the plan's, nothing kept", prior: `{"parent_id": "a"}`, plan: `{"parent_id": "b"}`, live: `{"parent": {"id": "a", "name": "A"}}`, body: `{"parent": {"id": "b"}}`},
		{rule: "an object keeps what nobody mentions, at every depth",
			prior: `{"contact": {"email": "e", "phone": {"number": "1"}}}`, plan: `{"contact": {"email": "e", "phone": {"number": "2"}}}`,
			live: `{"contact": {"email": "e", "remark": "r", "x_injected": 1, "phone": {"number": "1", "kind": "k", "x_injected": {"a": []}}}}`,
			body: `{"contact": {"email": "e", "remark": "r", "x_injected": 1, "phone": {"number": "2", "kind": "k", "x_injected": {"a": []}}}}`},
		{rule: "a new object joins the live one", prior: `{}`, plan: `{"contact": {"email": "f"}}`, live: `{"contact": {"email": "e", "remark": "r"}}`, body: `{"contact": {"email": "f", "remark": "r"}}`},
		{rule: "an empty list is sent", prior: `{"lines": ["a"], "groups": [{"label": "a"}]}`, plan: `{"lines": [], "groups": []}`, live: `{"lines": ["a"], "groups": [{"label": "a"}]}`, body: `{"lines": [], "groups": []}`},
		{rule: "scalars of a changed list keep the live spelling and references their names",
			prior: `{"country_codes": ["de", "fr"], "approver_ids": ["a", "b"]}`, plan: `{"country_codes": ["it", "de"], "approver_ids": ["b", "c"]}`,
			live: `{"countryCodes": ["DE", "FR"], "approvers": [{"id": "a"}, {"id": "b", "name": "B"}]}`,
			body: `{"countryCodes": ["it", "DE"], "approvers": [{"id": "b", "name": "B"}, {"id": "c"}]}`},
		{rule: "what live already has keeps its spelling", prior: `{"home": "FR", "parent_id": "a"}`, plan: `{"home": "de", "parent_id": "b"}`, live: `{"home": "DE", "parent": {"id": "b", "name": "B"}}`},
		{rule: "what is fixed at creation is not ours to change", prior: `{"origin": "o", "note": "n"}`, plan: `{"note": "m"}`, live: `{"origin": "o", "note": "n", "id": "i", "rank": 1}`, body: `{"origin": "o", "note": "m", "id": "i", "rank": 1}`},
		{rule: "local attributes are nobody's business", prior: `{"protected": true}`, plan: `{"protected": false}`, live: `{"name": "n"}`},

		// Unions.
		{rule: "the branches beside the plan's go", prior: `{"airlines": {"is_linked": true}}`, plan: `{"airlines": {"codes": ["FR"]}}`,
			live: `{"airlines": {"isLinked": true, "airlinesProps": {"strict": true}, "x_injected": 1}}`, body: `{"airlines": {"airlinesProps": {"codes": ["FR"], "strict": true}, "x_injected": 1}}`},
		{rule: "to the link", prior: `{"currency": {"currency_code": "EUR"}}`, plan: `{"currency": {"is_linked": true}}`, live: `{"currency": {"currencyCode": "EUR", "isLinked": false, "x_injected": 1}}`, body: `{"currency": {"isLinked": true, "x_injected": 1}}`},
		{rule: "between values", prior: `{"difference": {"percentage": 10}}`, plan: `{"difference": {"money": {"amount": 1, "currency_code": "EUR"}}}`, live: `{"difference": {"percentage": 10}}`, body: `{"difference": {"money": {"amount": 1, "currencyCode": "EUR"}}}`},
		{rule: "a branch that goes leaves what stands beside the choice", prior: `{"stars": {"min": 1, "exempt": true}}`, plan: `{"stars": {"exempt": true}}`,
			live: `{"stars": {"starsProps": {"min": 1, "max": 2, "x_injected": 1}, "exempt": true}}`, body: `{"stars": {"exempt": true}}`},
		{rule: "without a change of the union nothing goes", prior: `{"stars": {"is_linked": true, "exempt": true}}`, plan: `{"stars": {"is_linked": true, "exempt": false}}`,
			live: `{"stars": {"isLinked": true, "starsProps": {"min": 1}, "exempt": true}}`, body: `{"stars": {"isLinked": true, "starsProps": {"min": 1}, "exempt": false}}`},

		// Wrappers that exist on the wire only.
		{rule: "a wrapper appears with its first attribute", prior: `{}`, plan: `{"hours": "9-5"}`, live: `{}`, body: `{"support": {"hours": "9-5"}}`},
		{rule: "and goes with its last", prior: `{"hours": "9-5"}`, plan: `{}`, live: `{"support": {"hours": "9-5"}}`, body: `{}`},
		{rule: "but not with what nobody mentions", prior: `{"hours": "9-5"}`, plan: `{}`, live: `{"support": {"hours": "9-5", "elements": [{"tier": "A"}], "x_injected": 1}}`, body: `{"support": {"elements": [{"tier": "A"}], "x_injected": 1}}`},

		// Lists of objects.
		{rule: "elements in plan order: pairs merged, new ones encoded",
			prior: `{"groups": [{"label": "a", "weight": 2}, {"label": "c"}]}`, plan: `{"groups": [{"label": "c"}, {"label": "d"}, {"label": "a", "weight": 3}]}`,
			live: `{"groups": [{"label": "c", "x_injected": 3}, {"label": "a", "weight": 2, "departments": ["x"], "x_injected": 1}]}`,
			body: `{"groups": [{"label": "c", "x_injected": 3}, {"label": "d"}, {"label": "a", "weight": 3, "departments": ["x"], "x_injected": 1}]}`},
		{rule: "removed ones gone with their extras",
			prior: `{"groups": [{"label": "a"}, {"label": "b"}, {"label": "c"}]}`, plan: `{"groups": [{"label": "c"}, {"label": "a"}]}`,
			live: `{"groups": [{"label": "c", "x_injected": 3}, {"label": "b", "x_injected": 2}, {"label": "a", "x_injected": 1}]}`,
			body: `{"groups": [{"label": "c", "x_injected": 3}, {"label": "a", "x_injected": 1}]}`},
		{rule: "what is left over pairs by position, as the plan shows it",
			prior: `{"groups": [{"label": "a", "weight": 2}, {"label": "b"}, {"label": "c"}]}`, plan: `{"groups": [{"label": "c"}, {"label": "d"}, {"label": "a", "weight": 3}]}`,
			live: `{"groups": [{"label": "c", "x_injected": 3}, {"label": "b", "x_injected": 2}, {"label": "a", "weight": 2, "departments": ["x"], "x_injected": 1}]}`,
			body: `{"groups": [{"label": "c", "x_injected": 3}, {"label": "d", "x_injected": 2}, {"label": "a", "weight": 3, "departments": ["x"], "x_injected": 1}]}`},
		{rule: "lists of scalars count by what they share", prior: `{"groups": [{"departments": ["a", "b"]}, {"departments": ["c", "d", "e"]}]}`, plan: `{"groups": [{"departments": ["c", "d"]}, {"departments": ["b", "f"]}]}`,
			live: `{"groups": [{"departments": ["a", "b"], "x_injected": 1}, {"departments": ["c", "d", "e"], "x_injected": 2}]}`,
			body: `{"groups": [{"departments": ["c", "d"], "x_injected": 2}, {"departments": ["b", "f"], "x_injected": 1}]}`},
		{rule: "pairs by identity key", prior: `{"approvals": [{"type": "A", "notify": true}, {"type": "B", "notify": false}]}`, plan: `{"approvals": [{"type": "A", "notify": false}, {"type": "B", "notify": true}]}`,
			live: `{"approvals": [{"type": "A", "notify": true, "x_injected": "a"}, {"type": "B", "notify": false, "x_injected": "b"}]}`,
			body: `{"approvals": [{"type": "A", "notify": false, "x_injected": "a"}, {"type": "B", "notify": true, "x_injected": "b"}]}`},
		{rule: "pairs by most equal leaves", prior: `{"groups": [{"label": "a", "weight": 2, "departments": ["x"]}]}`, plan: `{"groups": [{"label": "n"}, {"label": "b", "weight": 2, "departments": ["x"]}]}`,
			live: `{"groups": [{"label": "a", "weight": 2, "departments": ["x"], "x_injected": 1}]}`, body: `{"groups": [{"label": "n"}, {"label": "b", "weight": 2, "departments": ["x"], "x_injected": 1}]}`},
		{rule: "nothing in common is the same element at the same place", prior: `{"groups": [{"label": "a"}]}`, plan: `{"groups": [{"label": "b"}]}`, live: `{"groups": [{"label": "a", "x_injected": 1}]}`, body: `{"groups": [{"label": "b", "x_injected": 1}]}`},
		{rule: "elements of a list that was silent are not those of the plan by their place", prior: `{}`, plan: `{"groups": [{"label": "b"}]}`, live: `{"groups": [{"label": "a", "x_injected": 1}]}`, body: `{"groups": [{"label": "b"}]}`},
		{rule: "lists in lists", prior: `{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "EU", "amount": 1}]}]}]}`,
			plan: `{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "EU", "amount": 2}, {"region": "US"}]}]}]}`,
			live: `{"approvals": [{"type": "A", "x_injected": 1, "conditions": [{"label": "c", "x_injected": 2, "limits": [{"region": "EU", "amount": 1.0, "x_injected": 3}]}]}]}`,
			body: `{"approvals": [{"type": "A", "x_injected": 1, "conditions": [{"label": "c", "x_injected": 2, "limits": [{"region": "EU", "amount": 2, "x_injected": 3}, {"region": "US"}]}]}]}`},
		{rule: "a silent list that becomes configured loses nothing in its elements", prior: `{}`, plan: `{"groups": [{"label": "b", "weight": 5}, {"label": "new"}]}`,
			live: `{"groups": [{"label": "a"}, {"label": "b", "departments": ["x"], "x_injected": 1}]}`, body: `{"groups": [{"label": "b", "weight": 5, "departments": ["x"], "x_injected": 1}, {"label": "new"}]}`},

		// Rules.
		{rule: "a rule changes in its place, others and strangers are sent back",
			prior: `{"rules": {"car_types": {"car_types": ["SUV"]}}}`, plan: `{"rules": {"car_types": {"car_types": ["LUXURY"], "prevent_booking": {"prevent": true}}}}`,
			live: `{"rules": [{"ruleType": "X_INJECTED", "y": [2, 1]}, {"ruleType": "CAR_TYPES", "x_injected": 1, "policyValue": {"x_injected": 2, "universalProps": {"carTypesProps": {"carTypes": ["SUV"], "x_injected": 3}}}}, {"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`,
			body: `{"rules": [{"ruleType": "X_INJECTED", "y": [2, 1]}, {"ruleType": "CAR_TYPES", "x_injected": 1, "action": {"preventBooking": {"prevent": true}}, "policyValue": {"x_injected": 2, "universalProps": {"carTypesProps": {"carTypes": ["LUXURY"], "x_injected": 3}}}}, {"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`},
		{rule: "a rule goes, another comes", prior: `{"rules": {"car_types": {"car_types": ["SUV"]}}}`, plan: `{"rules": {"cabins": {"is_linked": true}}}`,
			live: `{"rules": [{"ruleType": "CAR_TYPES", "policyValue": {"universalProps": {"carTypesProps": {"carTypes": ["SUV"]}}}}]}`, body: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`},
		{rule: "the value of a rule goes, its action stays", prior: `{"rules": {"car_types": {"car_types": ["SUV"], "prevent_booking": {"prevent": true}}}}`, plan: `{"rules": {"car_types": {"prevent_booking": {"prevent": true}}}}`,
			live: `{"rules": [{"ruleType": "CAR_TYPES", "action": {"preventBooking": {"prevent": true}}, "policyValue": {"universalProps": {"carTypesProps": {"carTypes": ["SUV"]}}}}]}`,
			body: `{"rules": [{"ruleType": "CAR_TYPES", "action": {"preventBooking": {"prevent": true}}}]}`},
		{rule: "and what stood beside the value goes with it: no API takes a choice without a branch", prior: `{"rules": {"car_types": {"car_types": ["SUV"], "prevent_booking": {"prevent": true}}}}`, plan: `{"rules": {"car_types": {"prevent_booking": {"prevent": true}}}}`,
			live: `{"rules": [{"ruleType": "CAR_TYPES", "action": {"preventBooking": {"prevent": true}}, "policyValue": {"x_injected": 1, "universalProps": {"x_injected": 2, "carTypesProps": {"carTypes": ["SUV"]}}}}]}`,
			body: `{"rules": [{"ruleType": "CAR_TYPES", "action": {"preventBooking": {"prevent": true}}}]}`},
		{rule: "a rule that says nothing can go", prior: `{"rules": {"cabins": {}}}`, plan: `{"rules": {}}`, live: `{"rules": [{"ruleType": "CABINS", "x_injected": 1}]}`, body: `{"rules": []}`},
		{rule: "the last rule takes the array with it", prior: `{"rules": {"cabins": {"is_linked": true}}}`, plan: `{}`, live: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`, body: `{}`},
		{rule: "but not the strangers", prior: `{"rules": {"cabins": {"is_linked": true}}}`, plan: `{}`, live: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}, {"ruleType": "X_INJECTED"}]}`, body: `{"rules": [{"ruleType": "X_INJECTED"}]}`},

		// Drift is undone, and nothing else.
		{rule: "in a silent object what was shown goes", written: `{"contact": {"email": "e", "phone": {"kind": "k"}}}`, silent: `{}`,
			prior: `{"contact": {"remark": "drift", "phone": {"number": "drift"}}}`, plan: `{}`, live: `{"contact": {"email": "e", "remark": "drift", "phone": {"kind": "k", "number": "drift"}, "x_injected": 1}}`,
			body: `{"contact": {"email": "e", "phone": {"kind": "k"}, "x_injected": 1}}`},
		{rule: "an object that was not there goes as a whole", written: `{}`, silent: `{}`, prior: `{"contact": {"remark": "drift"}}`, plan: `{}`, live: `{"contact": {"remark": "drift", "x_injected": 1}}`, body: `{}`},
		{rule: "so does a choice, which no API takes without a branch", written: `{"airlines": {"isLinked": true, "x_injected": 1}}`, silent: `{}`, prior: `{"airlines": {"codes": ["FR"]}}`, plan: `{}`,
			live: `{"airlines": {"airlinesProps": {"codes": ["FR"]}, "x_injected": 1}}`, body: `{}`},
		{rule: "but not one with an attribute beside the choice", written: `{"stars": {"exempt": true}}`, silent: `{}`, prior: `{"stars": {"min": 1}}`, plan: `{}`,
			live: `{"stars": {"exempt": true, "starsProps": {"min": 1}}}`, body: `{"stars": {"exempt": true}}`},
		{rule: "so does one that shows as a whole", written: `{"contact": {"email": "e", "remark": "r"}}`, silent: `{}`, prior: `{"contact": {"email": "drift", "remark": "r"}}`, plan: `{}`, live: `{"contact": {"email": "drift", "remark": "r", "x_injected": 1}}`, body: `{}`},
		{rule: "a link that somebody set beside silent properties goes alone", written: `{"airlines": {"airlinesProps": {"codes": ["FR"]}}}`, silent: `{}`, prior: `{"airlines": {"is_linked": true}}`, plan: `{}`,
			live: `{"airlines": {"isLinked": true, "airlinesProps": {"codes": ["FR"]}}}`, body: `{"airlines": {"airlinesProps": {"codes": ["FR"]}}}`},
		{rule: "in a silent rule what was shown goes", written: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`, silent: `{}`,
			prior: `{"rules": {"cabins": {"prevent_booking": {"prevent": true}}}}`, plan: `{}`, live: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}, "action": {"preventBooking": {"prevent": true}}}]}`,
			body: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`},

		// Secrets.
		{rule: "a secret is kept while its version stays", prior: `{"secret_wo_version": 1, "note": "n"}`, plan: `{"secret_wo": "new", "secret_wo_version": 1, "note": "m"}`, live: `{"secret": "masked", "note": "n"}`, body: `{"secret": "masked", "note": "m"}`},
		{rule: "and sent when it changes", prior: `{"secret_wo_version": 1}`, plan: `{"secret_wo": "new", "secret_wo_version": 2}`, live: `{"secret": "old"}`, body: `{"secret": "new"}`},
		{rule: "a secret that the server does not answer is not sent again", prior: `{"secret_wo_version": 1, "note": "n"}`, plan: `{"secret_wo": "s", "secret_wo_version": 1, "note": "m"}`, live: `{"note": "n"}`, body: `{"note": "m"}`},
		{rule: "a new element comes with its secret", prior: `{"approvals": [{"type": "A"}]}`, plan: `{"approvals": [{"type": "A"}, {"type": "B", "token_wo": "t"}]}`, live: `{"approvals": [{"type": "A"}]}`, body: `{"approvals": [{"type": "A"}, {"type": "B", "token": "t"}]}`},
		{rule: "an unconfigured secret stays", prior: `{"note": "n"}`, plan: `{"note": "m"}`, live: `{"secret": "rotated", "note": "n"}`, body: `{"secret": "rotated", "note": "m"}`},
		{rule: "in elements that change places",
			prior: `{"approvals": [{"type": "A", "token_wo_version": 1}, {"type": "B", "token_wo_version": 1}]}`,
			plan:  `{"approvals": [{"type": "B", "token_wo": "b2", "token_wo_version": 2}, {"type": "A", "token_wo": "a2", "token_wo_version": 1}]}`,
			live:  `{"approvals": [{"type": "A", "token": "a"}, {"type": "B", "token": "b"}]}`,
			body:  `{"approvals": [{"type": "B", "token": "b2"}, {"type": "A", "token": "a"}]}`},

		// Numbers.
		{rule: "what the API keeps as a double is sent as one, and integers keep their digits", prior: `{"factor": 1, "days": 1}`, plan: `{"factor": 12.345678901234567890123456789, "days": 9007199254740993}`, live: `{"factor": 1, "days": 1, "x_injected": 1e400}`,
			body: `{"factor": 12.345678901234567, "days": 9007199254740993, "x_injected": 1e400}`},
		{rule: "a choice of nothing but nulls says nothing, whatever stands beside it", prior: `{"note": "a"}`, plan: `{"note": "b"}`, live: `{"note": "a", "stars": {"exempt": null, "isLinked": null}, "airlines": {}}`,
			body: `{"note": "b", "airlines": {}}`},
		{rule: "an equal double is what the server has, in its spelling", prior: `{"factor": 120}`, plan: `{"factor": 120.00000000000000000000000000000000001}`, live: `{"factor": 1.2e2}`, body: `{"factor": 1.2e2}`},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			prior, plan, live := tf(t, c.prior), tf(t, c.plan), doc(t, c.live)
			m := remembered(t, live, prior)
			if c.written != "" {
				m = remembered(t, doc(t, c.written), tf(t, c.silent))
			}
			want := live
			if c.body != "" {
				want = doc(t, c.body)
			}
			want = jsonx.MembersWithoutNulls(want)
			got := must(codec.Merge(policy, prior, plan, live, m))(t)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(doc(t, c.live), live); diff != "" {
				t.Errorf("the live object was changed in place:\n%s", diff)
			}
		})
	}
}

func TestMergeErrors(t *testing.T) {
	for _, c := range []struct{ name, prior, plan, live, want string }{
		{"two branches", `{}`, `{"airlines": {"is_linked": true, "codes": []}}`, `{}`, "airlines: is_linked and codes exclude each other"},
		{"unknown", `{}`, `{"note": "?"}`, `{}`, "note: the value is still unknown"},
		{"several rules of one type", `{}`, `{"rules": {"cabins": {"is_linked": true}}}`, `{"rules": [{"ruleType": "CABINS"}, {"ruleType": "CABINS"}]}`, "rules.cabins: the server has elements of type CABINS"},
		{"a rule that only the server can read", `{}`, `{"rules": {"cabins": {"is_linked": true}}}`,
			`{"rules": [{"ruleType": "CABINS", "policyValue": {"universalProps": {"carTypesProps": {}}}}]}`, "rules.cabins: the server has elements of type CABINS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := codec.Merge(policy, tf(t, c.prior), tf(t, c.plan), doc(t, c.live), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestEncode(t *testing.T) {
	got := must(codec.Encode(policy, tf(t, `{"company_id": "c", "protected": true, "name": "<n&>", "parent_id": "p", "valid_from": "2026-01-01T00:00:00Z", "approver_ids": ["a"], "lines": [],
		"extras": "{\"b\": 1.50, \"c\": null, \"d\": [{\"e\": null}]}", "stars": {"min": 1, "exempt": true}, "difference": {"money": {"amount": 12.345678901234567890123456789, "currency_code": "eur"}}, "contact": {},
		"desks": [{"tier": "A"}], "secret_wo": "s", "secret_wo_version": 1,
		"rules": {"car_types": {"car_types": ["SUV"], "prevent_booking": {"prevent": true}}, "cabins": {"is_linked": true}, "rail_price": {"prevent_booking": {"reason": "r"}}}}`)))(t)
	want := doc(t, `{"name": "<n&>", "parent": {"id": "p"}, "validFrom": {"iso8601": "2026-01-01T00:00:00Z"}, "approvers": [{"id": "a"}], "lines": [],
		"extras": {"b": 1.50, "d": [{}]}, "stars": {"starsProps": {"min": 1}, "exempt": true}, "difference": {"money": {"amount": 12.345678901234567, "currencyCode": "eur"}}, "contact": {},
		"support": {"elements": [{"tier": "A"}]}, "secret": "s",
		"rules": [{"ruleType": "CAR_TYPES", "policyValue": {"universalProps": {"carTypesProps": {"carTypes": ["SUV"]}}}, "action": {"preventBooking": {"prevent": true}}},
			{"ruleType": "CABINS", "policyValue": {"isLinked": true}}, {"ruleType": "RAIL_PRICE", "action": {"preventBooking": {"reason": "r"}}}]}`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}

func TestEncodeErrorsNameTheAttribute(t *testing.T) {
	for attrs, want := range map[string]string{
		`{"days": 1.5}`:                                    "days: a whole number is wanted, not 1.5",
		`{"days": 9223372036854775808}`:                    "days: 9223372036854775808 does not fit into 64 bits",
		`{"extras": "{"}`:                                  "extras: not valid JSON",
		`{"extras": "null"}`:                               "extras: the JSON text null",
		`{"extras": "{\"a\": [{}, [1, null]]}"}`:           "extras: the JSON text has a null in an array, at /a/1/1, and null has no place",
		`{"lines": ["a", null]}`:                           "lines[1]: null",
		`{"groups": [{"label": "?"}]}`:                     "groups[0].label: the value is still unknown",
		`{"difference": {"money": {}, "percentage": 1}}`:   "difference: money and percentage exclude each other",
		`{"rules": {"cabins": {"cabins": "x"}}}`:           "rules.cabins.cabins: a list is wanted",
		`{"stars": {"is_linked": true, "max": 2}}`:         "stars: is_linked and max exclude each other",
		`{"approvals": [{"conditions": [{"limits": 1}]}]}`: "approvals[0].conditions[0].limits: a list is wanted",
	} {
		if _, err := codec.Encode(policy, tf(t, attrs)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", attrs, err, want)
		}
	}
}

func TestMissing(t *testing.T) {
	var got []string
	for _, p := range codec.Missing(policy, doc(t, `{"name": null, "contact": {}, "stars": {"starsProps": {"max": 1}}, "approvals": [{"type": "A"}, {"contact": {}}],
		"rules": [{"ruleType": "CABINS", "policyValue": {"universalProps": {"cabinsProps": {}}}}, {"ruleType": "X_INJECTED"}]}`)) {
		got = append(got, p.String())
	}
	want := []string{"name", "contact.email", "currency", "stars.min", "approvals[1].type", "approvals[1].contact.email", "rules.cabins.cabins"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestLocate_keyed(t *testing.T) {
	body := doc(t, `{"rules": [{"ruleType": "X"}, {"ruleType": "CABINS"}, "odd"]}`)
	for property, want := range map[string]string{
		"rules[1].policyValue.universalProps.cabinsProps.cabins[0]": "rules.cabins.cabins[0]",
		"rules[1].ruleType": "rules.cabins",
		"rules[0].ruleType": "rules",
		"rules[2]":          "rules",
		"rules[3].action":   "rules",
	} {
		if p, ok := codec.Locate(policy, body, property); p.String() != want || !ok {
			t.Errorf("%q: %q %t, want %q", property, p, ok, want)
		}
	}
}

func TestLocate(t *testing.T) {
	for property, want := range map[string]string{
		"name":                              "name",
		"#/contact/phone/number":            "contact.phone.number",
		"contact.phone.nonsense":            "contact.phone",
		"approvals[0].conditions[12].label": "approvals[0].conditions[12].label",
		"/approvals/1/x":                    "approvals[1]",
		"starsProps":                        "",
		"stars.starsProps.min":              "stars.min",
		"support.elements[0].tier":          "desks[0].tier",
		"parent.id":                         "parent_id",
		"rules[0].policyValue":              "rules",
		"approvals[x]":                      "approvals",
		"company_id":                        "",
		"nonsense":                          "",
		"":                                  "",
	} {
		p, ok := codec.Locate(policy, nil, property)
		if p.String() != want || ok != (want != "") {
			t.Errorf("%q: %q %t, want %q", property, p, ok, want)
		}
	}
}

func TestMask(t *testing.T) {
	got := codec.Mask(policy, doc(t, `{"name": "n", "secret": "s", "x": {"secret": "s"}, "parent": {"id": "p", "key": "k"}, "approvals": [{"type": "A", "token": "t", "y": 1}, "odd"],
		"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}, "z": 1}, {"ruleType": "X"}], "contact": "odd", "note": ["odd"], "extras": {"a": 1}}`))
	want := doc(t, `{"name": "n", "secret": "***", "x": "***", "parent": {"id": "p", "key": "***"}, "approvals": [{"type": "A", "token": "***", "y": "***"}, "***"],
		"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}, "z": "***"}, "***"], "contact": "***", "note": ["***"], "extras": {"a": "***"}}`)
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestStrangers(t *testing.T) {
	live := doc(t, `{"rules": [{"ruleType": "X"}, {"ruleType": "CABINS"}, {"ruleType": "CABINS", "policyValue": {"isLinked": true}}, {"ruleType": "CABINS", "policyValue": {"universalProps": {"carTypesProps": {}}}}]}`)
	want := []string{"rules: an element of type X", "rules: an element of type CABINS", "rules: an element of type CABINS"}
	if diff := cmp.Diff(want, codec.Strangers(policy, live, tf(t, `{"rules": {"cabins": {"is_linked": true}}}`))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSecrets(t *testing.T) {
	config := tf(t, `{"name": "n", "secret_wo": "s1", "secret_wo_version": 1, "approvals": [{"type": "B", "token_wo": "s2", "token_wo_version": 2}, {"type": "A", "token_wo": "s3"}]}`)
	if diff := cmp.Diff([]string{"s2", "s3", "s1"}, codec.Secrets(policy, config)); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
	prior := tf(t, `{"name": "n", "secret_wo_version": 1, "approvals": [{"type": "A"}, {"type": "B", "token_wo_version": 2}]}`)
	if diff := codectest.Diff(prior, codec.Plan(policy, config, prior, true)); diff != "" {
		t.Errorf("a plan holds no secrets, and keeps the order of prior (-want +got):\n%s", diff)
	}
	plan := codec.Plan(policy, config, prior, false)
	full := codec.WithSecrets(policy, plan, config)
	want := tf(t, `{"name": "n", "secret_wo": "s1", "secret_wo_version": 1, "approvals": [{"type": "B", "token_wo": "s2", "token_wo_version": 2}, {"type": "A", "token_wo": "s3"}]}`)
	if diff := codectest.Diff(want, full); diff != "" {
		t.Errorf("secrets find their elements (-want +got):\n%s", diff)
	}
	if codec.Resent(policy, prior, full) {
		t.Error("resent without a new version")
	}
	for _, other := range []string{`{"secret_wo_version": 2}`, `{"secret_wo_version": 1, "approvals": [{"type": "A", "token_wo_version": 1}, {"type": "B", "token_wo_version": 2}]}`} {
		if !codec.Resent(policy, tf(t, other), full) {
			t.Errorf("not resent after %s", other)
		}
	}
}

func TestAtAndEqualAt(t *testing.T) {
	a, b := tf(t, `{"home": "de", "groups": [{"label": "a"}, {"label": "b"}]}`), tf(t, `{"home": "DE", "groups": [{"label": "b"}, {"label": "a"}]}`)
	for property, equal := range map[string]bool{"home": true, "groups": true, "groups[0].label": false, "groups[7].label": true, "note": true} {
		p, _ := codec.Locate(policy, nil, property)
		if got := codec.EqualAt(policy, p, a, b); got != equal {
			t.Errorf("%s: %t", p, got)
		}
	}
	p, _ := codec.Locate(policy, nil, "groups[1].label")
	if got := codec.At(a, p); got != "b" {
		t.Errorf("%s is %v", p, got)
	}
}

func TestValuesThatDoNotFit(t *testing.T) {
	typ := codec.Type(policy.Root)
	for attrs, want := range map[string]string{`{"note": 1}`: "note", `{"note": []}`: "note: a list where", `{"lines": {}}`: "lines: an object where", `{"groups": [{"label": true}]}`: "groups"} {
		if _, err := codec.ToTerraform(typ, tf(t, attrs)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", attrs, err)
		}
	}
	for _, a := range codec.Attributes(policy.Root) {
		if a.Kind == field.Inline {
			t.Errorf("the wrapper %s is an attribute", a.JSON)
		}
	}
}
