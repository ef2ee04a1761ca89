package codec_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func TestPlan(t *testing.T) {
	permuted := `{"country_codes": ["FR", "de"], "home": "DE", "groups": [{"label": "b"}, {"label": "a", "departments": ["x", "y"]}], "extras": "{ \"a\": 1.0 }"%s}`
	held := `{"country_codes": ["DE", "fr"], "home": "de", "groups": [{"label": "a", "departments": ["y", "x"]}, {"label": "b"}], "extras": "{\"a\":1}"%s}`
	for _, c := range []struct {
		rule, config, prior, plan string
		apply                     bool
	}{
		{rule: "null, absent and [] differ", config: `{"lines": [], "groups": []}`, prior: `{"lines": ["a"]}`, plan: `{"lines": [], "groups": []}`},
		{rule: "order and spelling alone are no change: prior", config: fmt.Sprintf(permuted, ""), prior: fmt.Sprintf(held, `, "id": "i", "rank": 1`), plan: fmt.Sprintf(held, "")},
		{rule: "unless it is applied, when something was unknown before", apply: true, config: fmt.Sprintf(permuted, ""), prior: fmt.Sprintf(held, ""), plan: fmt.Sprintf(permuted, "")},
		{rule: "with another change all is as configured", config: fmt.Sprintf(permuted, `, "note": "n"`), prior: fmt.Sprintf(held, `, "note": "m"`), plan: fmt.Sprintf(permuted, `, "note": "n"`)},
		{rule: "also with one that sends nothing", config: fmt.Sprintf(permuted, `, "protected": true`), prior: fmt.Sprintf(held, ""), plan: fmt.Sprintf(permuted, `, "protected": true`)},
		{rule: "and with an unknown value", config: fmt.Sprintf(permuted, `, "note": "?"`), prior: fmt.Sprintf(held, `, "note": "m"`), plan: fmt.Sprintf(permuted, `, "note": "?"`)},
		{rule: "order counts where the API gives it a meaning", config: `{"lines": ["b", "a"]}`, prior: `{"lines": ["a", "b"]}`, plan: `{"lines": ["b", "a"]}`},
		{rule: "unknown stays unknown", config: `{"country_codes": ["?", "de"], "contact": "?", "groups": [{"label": "?", "country_codes": ["de"]}]}`,
			prior: `{"country_codes": ["DE", "FR"], "contact": {"email": "e"}, "groups": [{"label": "a", "country_codes": ["DE"]}]}`,
			plan:  `{"country_codes": ["?", "de"], "contact": "?", "groups": [{"label": "?", "country_codes": ["de"]}]}`},
		{rule: "what the server chooses is left out, and so are secrets", config: `{"name": "n", "secret_wo": "s", "secret_wo_version": 1, "approvals": [{"type": "A", "token_wo": "t"}]}`, prior: `{"id": "i", "rank": 1}`,
			plan: `{"name": "n", "secret_wo_version": 1, "approvals": [{"type": "A"}]}`},
	} {
		t.Run(strings.ReplaceAll(c.rule, " ", "_"), func(t *testing.T) {
			if diff := codectest.Diff(tf(t, c.plan), codec.Plan(policy, tf(t, c.config), tf(t, c.prior), !c.apply)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func names(paths []path.Path) string {
	var out []string
	for _, p := range paths {
		out = append(out, p.String())
	}
	return strings.Join(out, " ")
}

func TestConflicts(t *testing.T) {
	for _, c := range []struct{ rule, live, prior, plan, want string }{
		{"nobody changed anything", `{"note": "n"}`, `{"note": "n"}`, `{"note": "m"}`, ""},
		{"somebody else made the same change", `{"note": "m", "home": "de"}`, `{"note": "n", "home": "FR"}`, `{"note": "m", "home": "DE"}`, ""},
		{"the API made the same change in its own way", `{"note": "m & n", "home": "de"}`, `{"note": "n"}`, `{"note": " m & n\n", "home": "DE"}`, ""},
		{"the API escaped it", `{"note": "m &amp; n", "groups": [{"label": "&lt;"}]}`, `{"note": "n"}`, `{"note": "m & n", "groups": [{"label": "<"}]}`, ""},
		{"somebody made another one", `{"note": "x"}`, `{"note": "n"}`, `{"note": "m"}`, "note"},
		{"also where the plan changes nothing", `{"note": "x"}`, `{"note": "n"}`, `{"note": "n"}`, "note"},
		{"also where nothing was configured", `{"note": "x", "contact": {"email": "e"}}`, `{}`, `{}`, "note contact"},
		{"as deep as objects go", `{"contact": {"email": "x", "remark": "r"}}`, `{"contact": {"email": "e"}}`, `{"contact": {"email": "e", "remark": "r"}}`, "contact.email"},
		{"something was taken away", `{}`, `{"contact": {"email": "e"}}`, `{"contact": {"email": "f"}}`, "contact"},
		{"a list counts as one", `{"groups": [{"label": "x"}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "b"}]}`, "groups"},
		{"what nobody configures does not count", `{"id": "x", "rank": 2, "secret_wo": "x", "protected": true}`, `{"id": "i", "rank": 1, "protected": false}`, `{}`, ""},
	} {
		if got := names(codec.Conflicts(policy, tf(t, c.live), tf(t, c.prior), tf(t, c.plan))); got != c.want {
			t.Errorf("%s: %q, want %q", c.rule, got, c.want)
		}
	}
}

func TestDifferences(t *testing.T) {
	for _, c := range []struct{ rule, a, b, want string }{
		{"equal by meaning", `{"home": "de", "country_codes": ["FR", "DE"], "factor": 1.50}`, `{"home": "DE", "country_codes": ["de", "fr"], "factor": 1.5}`, ""},
		{"as deep as objects go", `{"contact": {"email": "e", "phone": {"number": "1"}}, "note": "n"}`, `{"contact": {"email": "e", "phone": {"number": "2"}}}`, "note contact.phone.number"},
		{"a list counts as one", `{"groups": [{"label": "a"}], "rules": {"cabins": {"cabins": ["A"]}}}`, `{"groups": [{"label": "b"}], "rules": {"cabins": {"cabins": ["B"]}}}`, "groups rules.cabins.cabins"},
		{"without what is local, secret or chosen by the server", `{"id": "i", "rank": 1, "protected": true, "secret_wo": "s", "secret_wo_version": 1}`, `{}`, ""},
		{"what is fixed at creation differs unless it is no longer configured", `{"origin": "a"}`, `{"origin": "b"}`, "origin"},
		{"setting it to null needs no request", `{"origin": "a"}`, `{}`, ""},
	} {
		if got := names(codec.Differences(policy, tf(t, c.a), tf(t, c.b))); got != c.want {
			t.Errorf("%s: %q, want %q", c.rule, got, c.want)
		}
	}
}

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		equal bool
	}{
		{`{"factor": 1e400}`, `{"factor": 10e399}`, true},
		{`{"factor": 12.345678901234567890123456789}`, `{"factor": 12.345678901234567890123456788}`, true}, // one double
		{`{"factor": 12.345678901234567}`, `{"factor": 12.345678901234565}`, false},
		{`{"factor": 9007199254740992}`, `{"factor": 9007199254740993}`, true},
		{`{"days": 9007199254740992}`, `{"days": 9007199254740993}`, false},
		{`{"factor": 0.1}`, `{"factor": 0.1000000000000000055511151231257827021181583404541015625}`, true},
		{`{"factor": 1e400}`, `{"factor": 2e400}`, false},
		{`{"factor": 1e-400}`, `{"factor": 0}`, false},
		{`{"factor": 0}`, `{"factor": -0.0}`, true},
		{`{"extras": "[1, 2]"}`, `{"extras": "[2, 1]"}`, false},
		{`{"extras": "{\"a\": null}"}`, `{"extras": "{}"}`, true}, // null is never sent
		{`{"extras": "12345678901234567890"}`, `{"extras": "12345678901234567891"}`, false},
		{`{"note": "Zoe\u0308"}`, `{"note": "Zo\u00eb"}`, true},
		{`{"approver_ids": ["Zoe\u0308", "a"]}`, `{"approver_ids": ["a", "Zo\u00eb"]}`, true},
		{`{"extras": "{\"Zoe\u0308\": [\"Zo\u00eb\"]}"}`, `{"extras": "{\"Zo\u00eb\": [\"Zoe\u0308\"]}"}`, true},
		{`{"note": "Zoe"}`, `{"note": "Zo\u00eb"}`, false},
		{`{"note": "a"}`, `{"note": "a "}`, false},
		{`{"note": "a&b"}`, `{"note": "a&amp;b"}`, false},
		{`{"extras": "no JSON"}`, `{"extras": "no  JSON"}`, false},
		{`{"approver_ids": ["a", "a", "b"]}`, `{"approver_ids": ["a", "b", "b"]}`, false},
		{`{"approver_ids": ["a,b"]}`, `{"approver_ids": ["a", "b"]}`, false},
		{`{"contact": {}}`, `{}`, false},
		{`{"lines": []}`, `{}`, false},
		{`{"note": "?"}`, `{"note": "?"}`, true},
		{`{"note": "?"}`, `{"note": "n"}`, false},
	} {
		if got := codec.Equal(policy.Root, tf(t, c.a), tf(t, c.b)); got != c.equal {
			t.Errorf("%s, %s: %t", c.a, c.b, got)
		}
	}
}

// State holds what the API answers digit by digit, and the API is given the nearest double in the shortest text. A number
// that is no double stays as it came: no configuration may have it.
func TestNumbers(t *testing.T) {
	for number, want := range map[string]string{
		"12.345678901234567890123456789": "12.345678901234567",
		"0.1":                            "0.1",
		"0.1000000000000000055511151231257827021181583404541015625": "0.1",
		"120.00000000000000000000000000000000000000000000000000001": "120",
		"1e308":             "1e+308",
		"4.9e-324":          "5e-324",
		"1e400":             "1e+400",
		"-1.5E-400":         "-1.5e-400",
		"1.50":              "1.5",
		"1.2e2":             "120",
		"-0":                "0",
		"18446744073709551": "18446744073709550",
		"9007199254740993":  "9007199254740992",
		"1e60":              "1000000000000000000000000000000000000000000000000000000000000",
	} {
		state := must(codec.Import(policy, doc(t, `{"factor": `+number+`}`)))(t).Attrs
		typ := codec.Type(policy.Root)
		wire := must(tfprotov6.NewDynamicValue(typ, must(codec.ToTerraform(typ, state))(t)))(t)
		v := must(wire.Unmarshal(typ))(t)
		held := must(codec.FromTerraform(v))(t).(map[string]any)
		if configured := tf(t, `{"factor": `+number+`}`)["factor"].(*big.Float); configured.Cmp(held["factor"].(*big.Float)) != 0 {
			t.Errorf("%s is %s in state", number, codec.NumberText(held["factor"].(*big.Float)))
		}
		body := must(codec.Encode(policy, held))(t)
		if diff := cmp.Diff(want, string(must(codec.FormatJSON(body["factor"]))(t))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", number, diff)
		}
	}
	for _, number := range []string{"1e999999999", "1e-999999999", "1e99999999999999999999", "-1e5000", "0.5e-3000"} {
		start := time.Now()
		if _, err := codec.Import(policy, doc(t, `{"factor": `+number+`}`)); err == nil || !strings.HasPrefix(err.Error(), "factor:") {
			t.Errorf("%s: %v", number, err)
		}
		t.Logf("%s refused after %s", number, time.Since(start))
	}
}

func TestParseJSON(t *testing.T) {
	for _, text := range []string{``, `{`, `{} {}`, `[1],`, `nul`, `{"a": 01}`} {
		if v, err := codec.ParseJSON([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, v)
		}
	}
	if got := string(must(codec.FormatJSON(doc(t, `{"a": "<&>", "b": 1.50}`)))(t)); got != `{"a":"<&>","b":1.50}` {
		t.Error(got)
	}
}
