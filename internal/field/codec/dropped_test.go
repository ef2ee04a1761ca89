package codec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// What a plan removes is in the plan; what goes with it and state does not hold is a loss.
func TestLosses(t *testing.T) {
	for _, c := range []struct{ rule, live, prior, plan, want string }{
		{"an edit loses nothing", `{"groups": [{"label": "a", "weight": 5, "x_injected": 1}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": [{"label": "b"}]}`, ""},
		{"an element that goes", `{"groups": [{"label": "a"}, {"label": "b", "weight": 5, "x_injected": 1}]}`, `{"groups": [{"label": "a"}, {"label": "b"}]}`, `{"groups": [{"label": "a"}]}`, "groups[1]: /weight /x_injected"},
		{"one whose place another takes", `{"groups": [{"label": "a", "weight": 5}, {"label": "b", "weight": 6}]}`, `{"groups": [{"label": "a"}, {"label": "b"}]}`, `{"groups": [{"label": "b"}]}`, "groups[0]: /weight"},
		{"the whole list", `{"groups": [{"label": "a", "weight": 5}]}`, `{"groups": [{"label": "a"}]}`, `{}`, "groups: /0/weight"},
		{"what a server fills in is none", `{"groups": [{"label": "a", "weight": 1, "departments": []}]}`, `{"groups": [{"label": "a"}]}`, `{}`, ""},
		{"an object", `{"contact": {"email": "e", "phone": {"number": "1"}}}`, `{"contact": {"email": "e"}}`, `{}`, "contact: /phone/number"},
		{"a part of one", `{"contact": {"email": "e", "remark": "r", "x_injected": 1}}`, `{"contact": {"email": "e", "remark": "r"}}`, `{"contact": {"email": "e"}}`, ""},
		{"a rule", `{"rules": [{"ruleType": "CABINS", "x_injected": 1, "policyValue": {"universalProps": {"cabinsProps": {"cabins": ["A"]}}}}]}`, `{"rules": {"cabins": {"cabins": ["A"]}}}`, `{"rules": {}}`, "rules.cabins: /x_injected"},
		{"the other branch of a choice", `{"airlines": {"airlinesProps": {"codes": ["LH"], "x_injected": 1}}}`, `{"airlines": {"codes": ["LH"]}}`, `{"airlines": {"is_linked": true}}`, "airlines: /x_injected"},
		{"deep in a list", `{"approvals": [{"type": "A", "conditions": [{"label": "c", "x_injected": 1}]}]}`, `{"approvals": [{"type": "A", "conditions": [{"label": "c"}]}]}`, `{"approvals": [{"type": "A"}]}`, "approvals[0].conditions: /0/x_injected"},
		{"an unknown list tells nothing yet", `{"groups": [{"label": "a", "weight": 5}]}`, `{"groups": [{"label": "a"}]}`, `{"groups": "?"}`, ""},
	} {
		prior := tf(t, c.prior)
		var lines []string
		for _, l := range codec.Losses(policy, prior, tf(t, c.plan), remembered(t, doc(t, c.live), prior)) {
			lines = append(lines, fmt.Sprintf("%s: %s", l.Path, strings.Join(l.Unseen, " ")))
		}
		if diff := cmp.Diff(c.want, strings.Join(lines, "; ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.rule, diff)
		}
	}
	// What the memory holds of a value that changed since is in the plan.
	silent, changed := tf(t, `{}`), doc(t, `{"note": "m", "contact": {"email": "f"}}`)
	read := must(codec.Refresh(policy, changed, silent, remembered(t, doc(t, `{"note": "n", "contact": {"email": "e"}}`), silent)))(t)
	if l := codec.Losses(policy, read.Attrs, silent, read.Memory); l != nil || len(read.Attrs) != 2 {
		t.Errorf("of what the plan shows, %v", l)
	}
	if l := codec.Losses(policy, tf(t, `{"note": "n"}`), tf(t, `{}`), nil); l != nil {
		t.Errorf("without a memory: %v", l)
	}
}
