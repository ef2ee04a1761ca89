package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func carRule(types ...any) map[string]any {
	return map[string]any{"ruleType": "CAR_TYPES_NOT_ALLOWED", "x_injected": "kept",
		"policyValue": map[string]any{"universalProps": map[string]any{"carTypesNotAllowedProps": map[string]any{"carTypes": types}}}}
}

// What one object per rule type cannot hold is not lost: several rules of a type, types that nobody knows yet, rules with
// the properties of another type.
func TestAccPolicy_strangeRules(t *testing.T) {
	t.Parallel()
	r := runOn(t, acctest.NewUnrecordedServer(t)) // the API's documents do not have such rules
	configured := `rules = {
    car_types_not_allowed   = { car_types = ["LUXURY"] }
    rail_tickets_refundable = { is_linked = true }
  }`
	r.write(engineering(configured))
	r.OK("apply", "-auto-approve")

	unknown := map[string]any{"ruleType": "SPACE_TRAVEL", "policyValue": map[string]any{"universalProps": map[string]any{"spaceProps": map[string]any{"orbits": []any{"LOW"}}}}}
	confused := map[string]any{"ruleType": "HOTEL_PROPERTY_TYPE", "policyValue": map[string]any{"universalProps": map[string]any{"carTypesNotAllowedProps": map[string]any{"carTypes": []any{"SUV"}}}}}
	var rules []any
	edit(t, r.s, func(p map[string]any) {
		rules = append([]any{carRule("SPORTS"), unknown, confused}, p["rules"].([]any)...)
		p["rules"] = rules
	})
	r.Prints([]string{"plan"}, "No changes", "Warning: Kept as it is", "has what this resource cannot hold:", "- rules: an element of type SPACE_TRAVEL",
		"- rules: an element of type HOTEL_PROPERTY_TYPE", "- rules: an element of type CAR_TYPES_NOT_ALLOWED", "Updates send it back unchanged.")

	// An update of something else, and of another rule, leaves them alone.
	r.write(engineering(strings.Replace(configured, "is_linked = true", `type = "NON_REFUNDABLE"`, 1) + "\n  is_restrictive = true"))
	r.OK("apply", "-auto-approve")
	body := r.s.LastBody("PUT", item)
	want := append([]any{}, rules...)
	want[4] = map[string]any{"ruleType": "RAIL_TICKETS_REFUNDABLE",
		"policyValue": map[string]any{"universalProps": map[string]any{"railTicketsRefundableProps": map[string]any{"type": "NON_REFUNDABLE"}}}}
	if diff := cmp.Diff(any(want), body["rules"]); diff != "" {
		t.Errorf("rules of the update (-want +got)\n%s", diff)
	}

	// To change a rule of which there are several is not possible.
	r.write(engineering(strings.Replace(configured, "LUXURY", "VAN", 1)))
	r.s.ResetRequests()
	r.Fails([]string{"apply", "-auto-approve"}, "has elements of type CAR_TYPES_NOT_ALLOWED that this attribute cannot hold (1); remove them there first",
		"Attribute: rules.car_types_not_allowed")
	if writes := r.s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}
