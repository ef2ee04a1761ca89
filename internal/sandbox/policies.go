package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

// Policies are travel policies as the API answers them; their id is the policy's UUID, their parent the company.
const Policies Kind = "policies"

var policies = &collection{
	kind: Policies, title: "policy", parent: Companies, path: "/v2/companies/{companyId}/policies", param: "policyId",
	shape: policyShape, creation: policyCreationShape, id: "id",
	references: []foreignKey{{property: "parentPolicyId", to: Policies, siblings: true}},
	check:      checkPolicy,
	decide:     decidePolicy,
	removable:  removablePolicy,
	create:     operation{status: http.StatusCreated},
	read:       operation{status: http.StatusOK},
	replace:    operation{status: http.StatusNoContent},
	remove:     operation{status: http.StatusNoContent},
	// The documents have no pages here.
	lists: []listing{{filters: []filter{{parameter: many("categories", policyCategory), property: "category", unsaid: employees}}}},
}

// checkPolicy keeps one default policy of each category, and policies from being their own ancestors.
func checkPolicy(c *call, r, old *record) error {
	if old != nil && isDefaultPolicy(r.Object) != isDefaultPolicy(old.Object) {
		return badRequest("DEFAULT_POLICY", "type", "The default policy stays the default policy, and no other becomes it.")
	}
	if other := c.state.defaultPolicy(r.Parent, category(r.Object)); other != nil && other.ID != r.ID && isDefaultPolicy(r.Object) {
		return badRequest("DEFAULT_POLICY_EXISTS", "type", "The company has the default policy %s already; update that one.", other.ID)
	}
	// A parent that is stored already is accepted back, whatever became of it.
	const field = "parentPolicyId"
	parent := textAt(r.Object, field)
	if old == nil || strings.EqualFold(parent, textAt(old.Object, field)) {
		return nil
	}
	for seen := map[string]bool{}; parent != ""; parent = textAt(c.state.find(Policies, parent).object(), field) {
		parent = strings.ToLower(parent)
		if parent == r.ID {
			return badRequest("POLICY_CYCLE", field, "The policy %s would be its own parent or ancestor.", r.ID)
		}
		if seen[parent] { // a cycle that was put in behind the API's back
			break
		}
		seen[parent] = true
	}
	return nil
}

// decidePolicy counts the versions.
func decidePolicy(s *Server, _ *record, old map[string]any) map[string]any {
	before, _ := old["version"].(json.Number)
	version, _ := before.Int64() // the first version follows none
	decided := map[string]any{
		"version":   number(int(version) + 1),
		"updatedAt": map[string]any{"iso8601": s.timestamp()},
	}
	if old == nil {
		decided["isMembershipViaHrFeed"] = false
	}
	return decided
}

func removablePolicy(_ *call, r *record) error {
	if isDefaultPolicy(r.Object) {
		return forbidden("DEFAULT_POLICY", "policyId", "The default policy cannot be deleted.")
	}
	return nil
}

// addDefaultPolicy gives a company the policy that every company has from the start, unless it has it. Its id follows
// from the company's, so that it is the same whoever comes first.
func (s *Server) addDefaultPolicy(st *state, company *record) {
	id := uuid.NewSHA1(uuid.Nil, []byte("default policy of company "+company.ID)).String()
	if !st.lacksDefaultPolicy(company) || st.find(Policies, id) != nil {
		return
	}
	currency := textAt(company.Object, "billingCurrency")
	if currency == "" {
		currency = "USD"
	}
	s.keep(st, s.collection(Policies), &record{ID: id, Parent: company.ID, Object: defaultPolicy(currency)}, nil)
}

// defaultPolicy is what a new company begins with: permissive, and of each group of rules one.
func defaultPolicy(currency string) map[string]any {
	return map[string]any{
		"name":       "Default policy",
		"type":       defaultPolicyType,
		"category":   employees,
		"currency":   map[string]any{"currencyCode": currency},
		"userGroups": []any{},
		"outOfPolicyApprovalInfos": []any{map[string]any{
			"approvalProcessType": "PASSIVE_APPROVAL",
			"isManagerApprover":   true,
			"travelTypes":         []any{"AIR", "HOTEL", "RAIL", "CAR", "LIMO"},
		}},
		"commonPolicyRules": map[string]any{
			"restrictedCountries": map[string]any{"countryProps": map[string]any{"restrictions": []any{}}},
		},
		"airPolicyRules": map[string]any{
			"flightAdvanceBookingWindow": map[string]any{
				"flightAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": number(7)},
			},
		},
		"hotelPolicyRules": map[string]any{
			"hotelAdvanceBookingWindow": map[string]any{
				"hotelAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": number(1)},
			},
		},
		"carPolicyRules": map[string]any{
			"allowedCarTypes": map[string]any{
				"allowedCarTypesProps": map[string]any{"carTypes": []any{"ECONOMY", "COMPACT", "MID_SIZE", "STANDARD"}},
			},
		},
		"rules": []any{map[string]any{
			"ruleType": "RAIL_ADVANCE_BOOKING_WINDOW",
			"policyValue": map[string]any{"universalProps": map[string]any{
				"railAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": number(1)},
			}},
		}},
	}
}

func isDefaultPolicy(policy map[string]any) bool { return policy["type"] == defaultPolicyType }

// category is whom a policy is for: without a word, employees.
func category(policy map[string]any) string {
	if c := textAt(policy, "category"); c != "" {
		return c
	}
	return employees
}

// defaultPolicy is the default policy of a company for a category, or nil.
func (st *state) defaultPolicy(company, of string) *record {
	for _, r := range st.objects[Policies] {
		if r.Parent == company && isDefaultPolicy(r.Object) && category(r.Object) == of {
			return r
		}
	}
	return nil
}

func (st *state) lacksDefaultPolicy(company *record) bool {
	return st.defaultPolicy(company.ID, employees) == nil
}
