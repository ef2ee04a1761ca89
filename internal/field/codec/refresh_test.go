package codec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

// TestRefresh tells what a read shows: an object was written (or last read) with a state, then the live object changed.
func TestRefresh(t *testing.T) {
	for _, c := range []struct {
		rule string
		// written is the object at the last write, state what state held then, live the object now.
		written, state, live string
		// want is the new state, empty for the old one; warned lists what changed or is gone unseen, moved what is
		// fixed and changed all the same.
		want, moved string
		warned      []string
	}{
		// Drift, also where the configuration is silent.
		{rule: "what was there and is silent stays silent",
			written: `{"note": "n", "days": 3}`, state: `{}`, live: `{"note": "n", "days": 3}`},
		{rule: "a silent value that changed shows",
			written: `{"note": "n", "days": 3}`, state: `{}`, live: `{"note": "m", "days": 3}`, want: `{"note": "m"}`},
		{rule: "and is silent again when it changed back",
			written: `{"note": "n"}`, state: `{}`, live: `{"note": "n"}`},
		{rule: "a silent value that is gone is a warning",
			written: `{"note": "n", "contact": {"email": "e"}}`, state: `{}`, live: `{}`, warned: []string{"/contact/email", "/note"}},
		{rule: "a silent link in whose place an empty list came shows, though empty lists are filled in elsewhere",
			written: `{"airlines": {"isLinked": true}}`, state: `{}`, live: `{"airlines": {"airlinesProps": {"codes": []}}}`, want: `{"airlines": {"codes": []}}`},
		{rule: "a silent link in whose place nothing came is a warning",
			written: `{"airlines": {"isLinked": true}}`, state: `{}`, live: `{"airlines": {"airlinesProps": {}}}`, warned: []string{"/airlines/isLinked"}},
		{rule: "so is one that was undone, with nothing beside it that can show",
			written: `{"airlines": {"isLinked": true, "airlinesProps": {"x_injected": 1}}}`, state: `{}`, live: `{"airlines": {"isLinked": false, "airlinesProps": {"x_injected": 1}}}`, warned: []string{"/airlines/isLinked"}},
		{rule: "a new value shows",
			written: `{}`, state: `{}`, live: `{"note": "n"}`, want: `{"note": "n"}`},
		{rule: "a configured value shows as it is",
			written: `{"note": "n"}`, state: `{"note": "n"}`, live: `{"note": "m"}`, want: `{"note": "m"}`},
		{rule: "a configured value that is gone shows",
			written: `{"note": "n", "days": 3}`, state: `{"note": "n", "days": 3}`, live: `{"days": 3}`, want: `{"days": 3}`},
		{rule: "what somebody added under an attribute that the configuration does not mention shows",
			written: `{}`, state: `{}`, live: `{"contact": {"email": "e", "phone": {"kind": "k"}}}`, want: `{"contact": {"email": "e", "phone": {"kind": "k"}}}`},

		{rule: "a configured object that is gone shows, and nothing is said of what was silent in it",
			written: `{"contact": {"email": "e", "remark": "r"}, "support": {"hours": "h", "x_injected": 1}}`, state: `{"contact": {"email": "e"}, "hours": "h"}`, live: `{}`, want: `{}`},

		{rule: "but when only empty values of it are configured, nothing shows, so it is said",
			written: `{"contact": {"email": "", "remark": "r"}, "airlines": {"airlinesProps": {"codes": ["LH"], "strict": false}}}`, state: `{"contact": {"email": ""}, "airlines": {"strict": false}}`,
			live: `{"airlines": {}}`, warned: []string{"/airlines/airlinesProps/codes", "/contact/remark"}},

		// What a server fills in by itself, where nothing was.
		{rule: "documented defaults are silent where nothing was",
			written: `{}`, state: `{}`, live: `{"level": "LOW", "active": true, "days": 7, "stars": {"exempt": false}}`},
		{rule: "links to the parent are silent where nothing was",
			written: `{}`, state: `{}`, live: `{"currency": {"isLinked": true}, "stars": {"isLinked": true}}`},
		{rule: "so is a link in a rule of which only the action is configured",
			written: `{"rules": [{"ruleType": "CABINS", "action": {"preventBooking": {"prevent": true}}}]}`,
			state:   `{"rules": {"cabins": {"prevent_booking": {"prevent": true}}}}`,
			live:    `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}, "action": {"preventBooking": {"prevent": true, "reason": ""}}}]}`},
		{rule: "empty texts and lists are silent where nothing was",
			written: `{}`, state: `{}`, live: `{"note": "", "lines": [], "groups": [], "approvers": [], "contact": {"remark": ""}}`},
		{rule: "they are silent in elements of configured lists too",
			written: `{"groups": [{"label": "a"}]}`, state: `{"groups": [{"label": "a"}]}`, live: `{"groups": [{"label": "a", "departments": [], "weight": 1}]}`},
		{rule: "a default shows where another value was",
			written: `{"days": 3}`, state: `{}`, live: `{"days": 7}`, want: `{"days": 7}`},
		{rule: "a link shows where a silent branch was",
			written: `{"airlines": {"airlinesProps": {"codes": ["FR"]}}}`, state: `{}`, live: `{"airlines": {"isLinked": true}}`, want: `{"airlines": {"is_linked": true}}`},
		{rule: "a link shows where a configured branch was",
			written: `{"airlines": {"airlinesProps": {"codes": ["FR"]}}}`, state: `{"airlines": {"codes": ["FR"]}}`,
			live: `{"airlines": {"isLinked": true, "airlinesProps": {"codes": ["FR"]}}}`, want: `{"airlines": {"is_linked": true}}`},

		// null, absent and [].
		{rule: "null is absent", written: `{}`, state: `{}`, live: `{"note": null, "groups": null, "contact": null, "rules": null, "x_injected": null}`},
		{rule: "a server that drops empty values makes no difference",
			written: `{"lines": [], "groups": [], "note": "", "contact": {"remark": ""}}`, state: `{"lines": [], "groups": [], "note": "", "contact": {"remark": ""}}`, live: `{}`},
		{rule: "nor one that drops its defaults", written: `{"days": 7, "active": true}`, state: `{"days": 7, "active": true}`, live: `{}`},
		{rule: "a link is no default that can be dropped",
			written: `{"stars": {"isLinked": true}}`, state: `{"stars": {"is_linked": true}}`, live: `{}`, want: `{}`},
		{rule: "a configured empty list that is not empty any more shows",
			written: `{"lines": []}`, state: `{"lines": []}`, live: `{"lines": ["a"]}`, want: `{"lines": ["a"]}`},
		{rule: "an empty object stays as configured", written: `{"contact": {}}`, state: `{"contact": {}}`, live: `{"contact": {}}`},

		// Unions.
		{rule: "a link that is off is absent", written: `{}`, state: `{}`, live: `{"currency": {"isLinked": false}}`},
		{rule: "a choice without a branch is null",
			written: `{"currency": {"currencyCode": "EUR"}}`, state: `{"currency": {"currency_code": "EUR"}}`, live: `{"currency": {"isLinked": false}}`, want: `{}`},
		{rule: "a link counts above properties beside it, which are remembered",
			written: `{"airlines": {"isLinked": true, "airlinesProps": {"codes": ["FR"]}}}`, state: `{"airlines": {"is_linked": true}}`,
			live: `{"airlines": {"isLinked": true, "airlinesProps": {"codes": ["LH"]}}}`, warned: []string{"/airlines/airlinesProps"}},
		{rule: "a link that is taken away shows, the properties that were beside it do not",
			written: `{"airlines": {"isLinked": true, "airlinesProps": {"codes": ["FR"]}}}`, state: `{"airlines": {"is_linked": true}}`,
			live: `{"airlines": {"isLinked": false, "airlinesProps": {"codes": ["FR"]}}}`, want: `{}`},
		{rule: "where the link was silent, the properties that count without it show, defaults included",
			written: `{"airlines": {"isLinked": true, "airlinesProps": {"codes": ["FR"], "strict": false}}, "currency": {"isLinked": true, "currencyCode": "EUR"}}`, state: `{}`,
			live: `{"airlines": {"isLinked": false, "airlinesProps": {"codes": ["FR"], "strict": false}}, "currency": {"currencyCode": "EUR"}}`,
			want: `{"airlines": {"codes": ["FR"], "strict": false}, "currency": {"currency_code": "EUR"}}`},
		{rule: "the same among other branches",
			written: `{"difference": {"money": {"amount": 5, "currencyCode": "EUR"}, "percentage": 10}}`, state: `{}`,
			live: `{"difference": {"percentage": 10}}`, want: `{"difference": {"percentage": 10}}`},
		{rule: "another branch shows in place of the configured one",
			written: `{"difference": {"percentage": 10}}`, state: `{"difference": {"percentage": 10}}`,
			live: `{"difference": {"money": {"amount": 5, "currencyCode": "EUR"}}}`, want: `{"difference": {"money": {"amount": 5, "currency_code": "EUR"}}}`},
		{rule: "of two branches the configured one counts",
			written: `{"difference": {"percentage": 10}}`, state: `{"difference": {"percentage": 10}}`,
			live: `{"difference": {"money": {"amount": 5, "currencyCode": "EUR"}, "percentage": 10}}`},

		// Silent objects.
		{rule: "drift in a silent object shows the changed leaf only",
			written: `{"contact": {"email": "e", "remark": "r", "phone": {"kind": "k", "number": "1"}}}`, state: `{}`,
			live: `{"contact": {"email": "e", "remark": "r", "phone": {"kind": "k", "number": "2"}}}`, want: `{"contact": {"phone": {"number": "2"}}}`},
		{rule: "unless a required property shows: then the whole object does",
			written: `{"contact": {"email": "e", "remark": "r", "phone": {"kind": "k"}}}`, state: `{}`,
			live: `{"contact": {"email": "f", "remark": "r", "phone": {"kind": "k"}}}`, want: `{"contact": {"email": "f", "remark": "r", "phone": {"kind": "k"}}}`},
		{rule: "the same in a wrapper that exists on the wire only",
			written: `{"stars": {"starsProps": {"min": 1, "max": 3}, "exempt": true}}`, state: `{"stars": {"exempt": true}}`,
			live: `{"stars": {"starsProps": {"min": 2, "max": 3}, "exempt": true}}`, want: `{"stars": {"min": 2, "max": 3, "exempt": true}}`},
		{rule: "a silent object in a configured one",
			written: `{"contact": {"email": "e", "phone": {"kind": "k", "number": "1"}}}`, state: `{"contact": {"email": "e"}}`,
			live: `{"contact": {"email": "e", "phone": {"kind": "k", "number": "2"}}}`, want: `{"contact": {"email": "e", "phone": {"number": "2"}}}`},

		// Properties that the tree does not know, at every depth.
		{rule: "a new unknown property is nothing", written: `{"contact": {"email": "e"}}`, state: `{"contact": {"email": "e"}}`, live: `{"x_injected": 1, "contact": {"email": "e", "x_injected": {"a": [1]}}}`},
		{rule: "an unknown property that changed is a warning",
			written: `{"x_injected": {"a": 1}, "contact": {"email": "e", "x_injected": 1}, "groups": [{"label": "a", "x_injected": 1}], "support": {"x_injected": 1}}`,
			state:   `{"contact": {"email": "e"}, "groups": [{"label": "a"}]}`,
			live:    `{"x_injected": {"a": 2}, "contact": {"email": "e", "x_injected": 2}, "groups": [{"label": "a", "x_injected": 2}], "support": {"x_injected": 2}}`,
			warned:  []string{"/contact/x_injected", "/groups/0/x_injected", "/support/x_injected", "/x_injected"}},
		{rule: "so is one that is gone", written: `{"x_injected": 1}`, state: `{}`, live: `{}`, warned: []string{"/x_injected"}},
		{rule: "the order of its arrays means nothing", written: `{"x_injected": [1, {"b": [2, 3]}]}`, state: `{}`, live: `{"x_injected": [{"b": [3, 2]}, 1]}`},

		// Order and spelling.
		{rule: "scalars come in the order of state",
			written: `{"countryCodes": ["DE", "FR", "IT"]}`, state: `{"country_codes": ["de", "FR", "IT"]}`, live: `{"countryCodes": ["IT", "DE", "ES", "FR"]}`,
			want: `{"country_codes": ["de", "FR", "IT", "ES"]}`},
		{rule: "an unmatched live element takes the place of an unmatched prior one",
			written: `{"approvers": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}`, state: `{"approver_ids": ["a", "b", "c"]}`,
			live: `{"approvers": [{"id": "c"}, {"id": "x"}, {"id": "a"}]}`, want: `{"approver_ids": ["a", "x", "c"]}`},
		{rule: "a silent list of scalars is one leaf without order",
			written: `{"countryCodes": ["DE", "FR"]}`, state: `{}`, live: `{"countryCodes": ["fr", "de"]}`},
		{rule: "order counts where the API gives it a meaning",
			written: `{"lines": ["a", "b"], "steps": [{"action": "x"}, {"action": "y"}]}`, state: `{"lines": ["a", "b"], "steps": [{"action": "x"}, {"action": "y"}]}`,
			live: `{"lines": ["b", "a"], "steps": [{"action": "y"}, {"action": "x"}]}`, want: `{"lines": ["b", "a"], "steps": [{"action": "y"}, {"action": "x"}]}`},
		{rule: "codes keep the spelling of state", written: `{"home": "DE"}`, state: `{"home": "de"}`, live: `{"home": "DE"}`},
		{rule: "other texts do not", written: `{"note": "a"}`, state: `{"note": "a"}`, live: `{"note": "A"}`, want: `{"note": "A"}`},
		{rule: "numbers compare by value", written: `{"factor": 1.5, "days": 3}`, state: `{"factor": 1.5, "days": 3}`, live: `{"factor": 1.50, "days": 3.0}`},
		{rule: "JSON texts compare by meaning",
			written: `{"extras": {"a": 1, "b": [1, 2]}}`, state: `{"extras": "{ \"b\": [1.0, 2], \"a\": 1 }"}`, live: `{"extras": {"b": [1, 2], "a": 1}}`},
		{rule: "in which order counts",
			written: `{"extras": [1, 2]}`, state: `{"extras": "[1,2]"}`, live: `{"extras": [2, 1]}`, want: `{"extras": "[2,1]"}`},

		// Lists of objects.
		{rule: "elements pair by what state holds, and keep its order",
			written: `{"groups": [{"label": "a", "departments": ["x", "y"]}, {"label": "b"}]}`, state: `{"groups": [{"label": "a", "departments": ["x", "y"]}, {"label": "b"}]}`,
			live: `{"groups": [{"label": "b"}, {"departments": ["y", "x"], "label": "a"}]}`},
		{rule: "then by identity key",
			written: `{"approvals": [{"type": "A", "notify": true}, {"type": "B", "notify": true}]}`, state: `{"approvals": [{"type": "A", "notify": true}, {"type": "B", "notify": true}]}`,
			live: `{"approvals": [{"type": "B", "notify": true}, {"type": "A", "notify": false}]}`, want: `{"approvals": [{"type": "A", "notify": false}, {"type": "B", "notify": true}]}`},
		{rule: "then by most equal leaves",
			written: `{"groups": [{"label": "a", "departments": ["x"], "weight": 2}, {"label": "b", "departments": ["x"], "weight": 3}]}`,
			state:   `{"groups": [{"label": "a", "departments": ["x"], "weight": 2}, {"label": "b", "departments": ["x"], "weight": 3}]}`,
			live:    `{"groups": [{"label": "B", "departments": ["x"], "weight": 3}, {"label": "A", "departments": ["x"], "weight": 2}]}`,
			want:    `{"groups": [{"label": "A", "departments": ["x"], "weight": 2}, {"label": "B", "departments": ["x"], "weight": 3}]}`},
		{rule: "twins are told apart by what is remembered of them",
			written: `{"groups": [{"label": "a", "weight": 2}, {"label": "a", "weight": 3}]}`, state: `{"groups": [{"label": "a"}, {"label": "a"}]}`,
			live: `{"groups": [{"label": "a", "weight": 3}, {"label": "a", "weight": 2}]}`},
		{rule: "also when others like them get something new",
			written: `{"groups": [{"label": "a"}, {"label": "a", "x_injected": 1}]}`, state: `{"groups": [{"label": "a"}, {"label": "a"}]}`,
			live: `{"groups": [{"label": "a", "x_injected": 1}, {"label": "a", "x_injected_later": 1}]}`},
		{rule: "but not where order counts",
			written: `{"steps": [{"action": "a", "hours": 2}, {"action": "a", "hours": 3}]}`, state: `{"steps": [{"action": "a"}, {"action": "a"}]}`,
			live: `{"steps": [{"action": "a", "hours": 3}, {"action": "a", "hours": 2}]}`, want: `{"steps": [{"action": "a", "hours": 3}, {"action": "a", "hours": 2}]}`},
		{rule: "who says less gives way",
			written: `{"groups": [{"label": "a"}, {"label": "a", "weight": 3}]}`, state: `{"groups": [{"label": "a"}, {"label": "a", "weight": 3}]}`,
			live: `{"groups": [{"label": "a", "weight": 3}, {"label": "a"}]}`},
		{rule: "silent leaves of elements that moved or went stay silent",
			written: `{"groups": [{"label": "a", "weight": 2}, {"label": "b", "weight": 3}, {"label": "c", "weight": 4, "x_injected": 1}]}`,
			state:   `{"groups": [{"label": "a"}, {"label": "b"}, {"label": "c"}]}`,
			live:    `{"groups": [{"label": "c", "weight": 4, "x_injected": 1}, {"label": "b", "weight": 3}]}`, want: `{"groups": [{"label": "b"}, {"label": "c"}]}`},
		{rule: "an element that somebody added shows as a whole",
			written: `{"groups": [{"label": "a", "weight": 2}]}`, state: `{"groups": [{"label": "a"}]}`,
			live: `{"groups": [{"label": "b", "weight": 3, "departments": []}, {"label": "a", "weight": 2}]}`, want: `{"groups": [{"label": "a"}, {"label": "b", "weight": 3}]}`},
		{rule: "lists within lists",
			written: `{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "EU", "amount": 1}, {"region": "US", "amount": 2}]}, {"label": "d"}]}]}`,
			state:   `{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "EU"}, {"region": "US"}]}, {"label": "d"}]}]}`,
			live:    `{"approvals": [{"type": "A", "conditions": [{"label": "d"}, {"label": "c", "limits": [{"region": "US", "amount": 9}, {"region": "EU", "amount": 1}]}]}]}`,
			want:    `{"approvals": [{"type": "A", "conditions": [{"label": "c", "limits": [{"region": "EU"}, {"region": "US", "amount": 9}]}, {"label": "d"}]}]}`},
		{rule: "a silent list of objects is one leaf, without order and defaults",
			written: `{"groups": [{"label": "a"}, {"label": "b", "departments": ["x", "y"]}]}`, state: `{}`,
			live: `{"groups": [{"label": "b", "departments": ["y", "x"], "weight": 1}, {"label": "a", "countryCodes": []}]}`},
		{rule: "that shows as a whole",
			written: `{"groups": [{"label": "a"}, {"label": "b"}]}`, state: `{}`, live: `{"groups": [{"label": "a"}, {"label": "c"}]}`, want: `{"groups": [{"label": "a"}, {"label": "c"}]}`},

		// Rules.
		{rule: "rules are keyed by type, their wrappers vanish",
			written: `{}`, state: `{}`,
			live: `{"rules": [{"ruleType": "CAR_TYPES", "action": {"preventBooking": {"prevent": true, "reason": "r"}}, "policyValue": {"universalProps": {"carTypesProps": {"carTypes": ["LUXURY"]}}}},
				{"ruleType": "CABINS", "policyValue": {"isLinked": true}},
				{"ruleType": "RAIL_PRICE", "policyValue": {"universalProps": {"railPriceProps": {"prices": [{"price": 1, "hours": 2}], "taxed": false}}}}]}`,
			want: `{"rules": {"car_types": {"car_types": ["LUXURY"], "prevent_booking": {"prevent": true, "reason": "r"}}, "rail_price": {"prices": [{"price": 1, "hours": 2}]}}}`},
		{rule: "a rule that somebody took away shows",
			written: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`, state: `{"rules": {"cabins": {"is_linked": true}}}`, live: `{"rules": []}`, want: `{"rules": {}}`},
		{rule: "a rule that says nothing is there all the same", written: `{"rules": [{"ruleType": "CABINS"}]}`, state: `{"rules": {"cabins": {}}}`,
			live: `{"rules": [{"ruleType": "CABINS"}]}`, want: `{"rules": {"cabins": {}}}`},
		{rule: "and shows when somebody adds it", written: `{}`, state: `{}`, live: `{"rules": [{"ruleType": "CABINS"}]}`, want: `{"rules": {"cabins": {}}}`},
		{rule: "and when somebody takes it away", written: `{"rules": [{"ruleType": "CABINS"}]}`, state: `{"rules": {"cabins": {}}}`, live: `{"rules": []}`, want: `{"rules": {}}`},
		{rule: "and stays silent where it was", written: `{"rules": [{"ruleType": "CABINS"}]}`, state: `{}`, live: `{"rules": [{"ruleType": "CABINS"}]}`},
		{rule: "a silent rule stays silent", written: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`, state: `{}`, live: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`},
		{rule: "of several rules of one type, one that cannot be read is kept like the others that are not managed",
			written: `{"rules": [{"ruleType": "CABINS"}, {"ruleType": "CABINS", "action": {"preventBooking": {"prevent": "yes"}}}, {"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`,
			state:   `{"rules": {"cabins": {"is_linked": true}}}`,
			live:    `{"rules": [{"ruleType": "CABINS"}, {"ruleType": "CABINS", "action": {"preventBooking": {"prevent": "yes"}}}, {"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`},
		{rule: "of several rules of one type the one equal to state counts, a change of the others is a warning",
			written: `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}}, {"ruleType": "CABINS", "action": {"preventBooking": {"prevent": true}}}]}`,
			state:   `{"rules": {"cabins": {"prevent_booking": {"prevent": true}}}}`,
			live:    `{"rules": [{"ruleType": "CABINS", "policyValue": {"isLinked": true}, "x_injected": 1}, {"ruleType": "CABINS", "action": {"preventBooking": {"prevent": true}}}]}`,
			warned:  []string{"/rules/*"}},
		{rule: "a rule with the properties of another type is nobody's",
			written: `{}`, state: `{}`, live: `{"rules": [{"ruleType": "CABINS", "policyValue": {"universalProps": {"carTypesProps": {"carTypes": ["LUXURY"]}}}}]}`},

		{rule: "an empty text comes and goes without a word", written: `{"contact": {"email": "", "remark": ""}}`, state: `{"contact": {"email": ""}}`, live: `{}`},

		// Secrets.
		{rule: "secrets never show, and nothing is remembered of them",
			written: `{"secret": "s", "approvals": [{"type": "A", "token": "t"}]}`, state: `{"secret_wo_version": 1, "approvals": [{"type": "A", "token_wo_version": 2}]}`,
			live: `{"secret": "s2", "approvals": [{"type": "A", "token": "t2"}]}`},
		{rule: "also when they come and go", written: `{"secret": "s"}`, state: `{"approvals": [{"type": "A"}]}`, live: `{"approvals": [{"type": "A", "token": "t"}]}`},
		{rule: "also in a list that is silent",
			written: `{"approvals": [{"type": "A", "token": "t"}]}`, state: `{}`, live: `{"approvals": [{"type": "A", "token": "t2"}]}`},

		// Fixed at creation, chosen by the server.
		{rule: "what is fixed at creation never moves in state", written: `{"origin": "a"}`, state: `{"origin": "a", "company_id": "c"}`, live: `{"origin": "b"}`, moved: `origin: b, not a`},
		{rule: "also when it is removed", written: `{"origin": "a"}`, state: `{"origin": "a"}`, live: `{}`, moved: `origin: <nil>, not a`},
		{rule: "what state does not hold may move", written: `{"origin": "a"}`, state: `{}`, live: `{"origin": "b"}`},
		{rule: "nor does it come into state", written: `{}`, state: `{}`, live: `{"origin": "b"}`},
		{rule: "what the server chooses is as it is", written: `{"id": "i", "rank": 1}`, state: `{"id": "i", "rank": 1}`, live: `{"id": "i", "rank": 2}`, want: `{"id": "i", "rank": 2}`},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			state := tf(t, c.state)
			want := state
			if c.want != "" {
				want = tf(t, c.want)
			}
			live := doc(t, c.live)
			d := must(codec.Refresh(policy, live, state, remembered(t, doc(t, c.written), state)))(t)
			if diff := codectest.Diff(want, d.Attrs); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
			warned := slices.Sorted(slices.Values(slices.Concat(d.Changed, d.Gone)))
			if diff := cmp.Diff(c.warned, warned); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			moved := func(d codec.Decoded) string {
				var lines []string
				for _, m := range d.Fixed {
					lines = append(lines, fmt.Sprintf("%s: %v, not %v", m.Path, m.Live, m.Held))
				}
				return strings.Join(lines, "; ")
			}
			if got := moved(d); got != c.moved {
				t.Errorf("moved: %q, want %q", got, c.moved)
			}
			again := must(codec.Refresh(policy, live, d.Attrs, d.Memory))(t)
			if diff := codectest.Diff(want, again.Attrs); diff != "" {
				t.Errorf("the next read shows something else (-want +got):\n%s", diff)
			}
			if len(again.Gone) > 0 || len(again.Changed) > 0 || moved(again) != c.moved {
				t.Errorf("warned again: %v %v %s", again.Changed, again.Gone, moved(again))
			}
		})
	}
}

func TestRefreshAfterDriftWentAway(t *testing.T) {
	written, state := doc(t, `{"note": "n", "contact": {"email": "e", "remark": "r"}, "groups": [{"label": "a"}]}`), tf(t, `{}`)
	drifted := must(codec.Refresh(policy, doc(t, `{"note": "m", "contact": {"email": "f", "remark": "r"}, "groups": [{"label": "b"}]}`), state, remembered(t, written, state)))(t)
	if diff := codectest.Diff(tf(t, `{"note": "m", "contact": {"email": "f", "remark": "r"}, "groups": [{"label": "b"}]}`), drifted.Attrs); diff != "" {
		t.Fatalf("drift (-want +got):\n%s", diff)
	}
	back := must(codec.Refresh(policy, written, drifted.Attrs, drifted.Memory))(t)
	if diff := codectest.Diff(state, back.Attrs); diff != "" {
		t.Errorf("a value whose leaves are all remembered reads as null, whatever prior state holds (-want +got):\n%s", diff)
	}
}

func TestRefreshWithoutMemoryReadsInTheShapeOfState(t *testing.T) {
	live := doc(t, `{"note": "m", "days": 3, "origin": "b", "groups": [{"label": "b"}, {"label": "a", "weight": 2}], "contact": {"email": "e"}}`)
	d := must(codec.Refresh(policy, live, tf(t, `{"note": "n", "origin": "a", "groups": [{"label": "a"}]}`), nil))(t)
	if diff := codectest.Diff(tf(t, `{"note": "m", "origin": "a", "groups": [{"label": "a"}, {"label": "b"}]}`), d.Attrs); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	again := must(codec.Refresh(policy, live, d.Attrs, d.Memory))(t)
	if diff := codectest.Diff(d.Attrs, again.Attrs); diff != "" {
		t.Errorf("from then on it is remembered (-want +got):\n%s", diff)
	}
}

func TestMemoryHoldsNoValues(t *testing.T) {
	live := doc(t, `{"secret": "hunter2", "note": "confidential", "x_injected": "confidential"}`)
	a, b := remembered(t, live, nil), remembered(t, live, nil)
	for p, h := range a.Leaves {
		if strings.Contains(h, "hunter2") || strings.Contains(h, "confidential") || len(h) > 10 {
			t.Errorf("%s: %q", p, h)
		}
		if h == b.Leaves[p] {
			t.Errorf("%s: two objects with the same value have the same hash", p)
		}
	}
	if kept := must(codec.Remember(policy, live, nil, a))(t); !cmp.Equal(a, kept) {
		t.Error("the key of the memory is not kept")
	}
}

// A later version of the tree knows more. What an earlier one remembered as unknown stays silent, and drift in it shows.
func TestRefreshAfterTheTreeLearnedAProperty(t *testing.T) {
	live := doc(t, `{"note": "n", "contact": {"email": "e", "phone": {"kind": "k"}}}`)
	m := remembered(t, doc(t, `{}`), nil)
	older := must(codec.Refresh(&older, live, nil, m))(t)
	if diff := codectest.Diff(tf(t, `{}`), older.Attrs); diff != "" {
		t.Fatal(diff)
	}
	d := must(codec.Refresh(policy, live, nil, older.Memory))(t)
	if diff := codectest.Diff(tf(t, `{}`), d.Attrs); diff != "" || d.Changed != nil || d.Gone != nil {
		t.Errorf("state (-want +got):\n%s\nwarnings %v %v", diff, d.Changed, d.Gone)
	}
	d = must(codec.Refresh(policy, doc(t, `{"note": "n", "contact": {"email": "e", "phone": {"kind": "other"}}}`), d.Attrs, d.Memory))(t)
	if diff := codectest.Diff(tf(t, `{"contact": {"phone": {"kind": "other"}}}`), d.Attrs); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}

func TestImport(t *testing.T) {
	d := must(codec.Import(policy, doc(t, `{
		"id": "i", "origin": "o", "name": "n", "note": "", "lines": [], "legacy": "l", "oldContact": {"email": "e"}, "contact": {}, "active": true,
		"currency": {"isLinked": true, "currencyCode": "EUR"}, "airlines": {"isLinked": false}, "secret": "s", "x_injected": 1,
		"groups": [{"label": "", "departments": []}], "approvals": [{"type": "A", "token": "t"}],
		"rules": [{"ruleType": "X_INJECTED"}, {"ruleType": "CABINS", "policyValue": {"isLinked": true}}]}`)))(t)
	want := tf(t, `{"id": "i", "origin": "o", "name": "n", "lines": [], "contact": {}, "active": true, "currency": {"is_linked": true},
		"groups": [{"departments": []}], "approvals": [{"type": "A"}], "rules": {"cabins": {"is_linked": true}}}`)
	if diff := codectest.Diff(want, d.Attrs); diff != "" {
		t.Errorf("everything but what generated configuration leaves out (-want +got):\n%s", diff)
	}
	for _, p := range []string{"/note", "/legacy", "/oldContact/email", "/x_injected", "/rules/*", "/groups/0/label", "/currency/currencyCode"} {
		if d.Memory.Leaves[p] == "" {
			t.Errorf("%s is not remembered", p)
		}
	}
}

func TestComplete(t *testing.T) {
	got := must(codec.Complete(policy, doc(t, `{"id": "i", "note": "", "lines": [], "legacy": "l", "secret": "s", "currency": {}, "groups": [{"label": "", "departments": []}]}`)))(t)
	if diff := codectest.Diff(tf(t, `{"id": "i", "note": "", "lines": [], "legacy": "l", "groups": [{"label": "", "departments": []}]}`), got); diff != "" {
		t.Errorf("everything but secrets (-want +got):\n%s", diff)
	}
}

func TestShape(t *testing.T) {
	got := must(codec.Shape(policy, doc(t, `{"note": "m", "days": 3, "origin": "b", "contact": {"email": "e", "remark": "r"}, "home": "DE"}`),
		tf(t, `{"note": "n", "origin": "a", "contact": {"email": "x"}, "home": "de", "protected": true}`)))(t)
	if diff := codectest.Diff(tf(t, `{"note": "m", "origin": "b", "contact": {"email": "e"}, "home": "de", "protected": true}`), got); diff != "" {
		t.Errorf("what prior holds, as it is now (-want +got):\n%s", diff)
	}
}

func TestElementsGiveWayToThoseThatFitNowhereElse(t *testing.T) {
	prior := tf(t, `{"groups": [{"weight": 2}, {"label": "b"}]}`)
	live := doc(t, `{"groups": [{"label": "b", "weight": 2}, {"label": "a", "weight": 2}]}`)
	if diff := codectest.Diff(prior, must(codec.Shape(policy, live, prior))(t)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecodeErrorsNameTheAttribute(t *testing.T) {
	for live, want := range map[string]string{
		`{"note": 1}`:                                     "note: the API answered a number where a string is documented",
		`{"days": 1.5}`:                                   "days: the API answered 1.5 where a whole number is documented",
		`{"days": 9223372036854775808}`:                   "days: the API answered 9223372036854775808, which does not fit into 64 bits",
		`{"factor": 1e999999999}`:                         "out of range",
		`{"contact": []}`:                                 "contact: the API answered an array where an object is documented",
		`{"groups": [{"departments": ["a", 1]}]}`:         "groups[0].departments[1]: the API answered a number",
		`{"groups": {}}`:                                  "groups: the API answered an object where an array is documented",
		`{"rules": ["x"]}`:                                "rules: the API answered a string as element 0",
		`{"parent": "p"}`:                                 `parent_id: the API answered a string where an object with "id" is documented`,
		`{"stars": {"starsProps": true}}`:                 "stars: the API answered a boolean where an object is documented (starsProps)",
		`{"approvals": [{"contact": {"email": [null]}}]}`: "approvals[0].contact.email: the API answered an array",
	} {
		if _, err := codec.Import(policy, doc(t, live)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", live, err, want)
		}
	}
}
