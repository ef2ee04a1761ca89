package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
)

func (s *Server) policyRoutes() {
	s.route("POST /v2/companies/{companyId}/policies", createPolicy)
	s.route("GET /v2/companies/{companyId}/policies", listPolicies, many("categories", policyCategory))
	s.route("GET /v2/companies/{companyId}/policies/{policyId}", readPolicy)
	s.route("PUT /v2/companies/{companyId}/policies/{policyId}", replacePolicy)
	s.route("DELETE /v2/companies/{companyId}/policies/{policyId}", deletePolicy)
}

func createPolicy(c *call) (*answer, error) {
	company, _, err := c.company()
	if err != nil {
		return nil, err
	}
	body, err := c.checked(policyCreationShape, nil)
	if err != nil {
		return nil, err
	}
	if err := c.onlyDefault(company, "", body); err != nil {
		return nil, err
	}
	if err := c.knownParent(company, "", textAt(body, "parentPolicyId")); err != nil {
		return nil, err
	}
	id := c.options.NewID()
	policy := cloneObject(body)
	policy["id"] = id
	c.storePolicy(c.state, &record{ID: id, Parent: company, Object: policy}, nil)
	c.hide(id)
	return &answer{status: http.StatusCreated, body: map[string]any{"id": id}}, nil
}

func replacePolicy(c *call) (*answer, error) {
	old, err := c.policy()
	if err != nil {
		return nil, err
	}
	body, err := c.checked(policyShape, old.Object)
	if err != nil {
		return nil, err
	}
	if given := textAt(body, "id"); !strings.EqualFold(given, old.ID) {
		return nil, badRequest("ID_MISMATCH", "id", "The id %q in the body is not the policy's.", given)
	}
	if isDefaultPolicy(body) != isDefaultPolicy(old.Object) {
		return nil, badRequest("DEFAULT_POLICY", "type", "The default policy stays the default policy, and no other becomes it.")
	}
	if err := c.onlyDefault(old.Parent, old.ID, body); err != nil {
		return nil, err
	}
	// A parent that is stored already is accepted back, whatever became of it.
	if parent := textAt(body, "parentPolicyId"); parent != textAt(old.Object, "parentPolicyId") {
		if err := c.knownParent(old.Parent, old.ID, parent); err != nil {
			return nil, err
		}
	}
	policy := cloneObject(body)
	policy["id"] = old.ID // in the server's spelling
	c.storePolicy(c.state, &record{ID: old.ID, Parent: old.Parent, Object: policy}, old.Object)
	return &answer{status: http.StatusNoContent}, nil
}

// storePolicy adds what the server decides to a policy and stores it. Old is nil for a new policy.
func (s *Server) storePolicy(st *state, r *record, old map[string]any) {
	if old == nil {
		old = map[string]any{"isMembershipViaHrFeed": false}
	}
	decided := cloneObject(old)
	before, _ := old["version"].(json.Number)
	version, _ := before.Int64() // the first version follows none
	decided["version"] = number(int(version) + 1)
	decided["updatedAt"] = map[string]any{"iso8601": s.timestamp()}
	policyShape.retain(r.Object, decided, true)
	st.put(Policies, r)
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
	policy := defaultPolicy(currency)
	policy["id"] = id
	s.storePolicy(st, &record{ID: id, Parent: company.ID, Object: policy}, nil)
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

// onlyDefault checks that a policy does not become a second default policy of its category. The id is empty for a new one.
func (c *call) onlyDefault(company, id string, policy map[string]any) error {
	if other := c.state.defaultPolicy(company, category(policy)); other != nil && other.ID != id && isDefaultPolicy(policy) {
		return badRequest("DEFAULT_POLICY_EXISTS", "type", "The company has the default policy %s already; update that one.", other.ID)
	}
	return nil
}

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

// knownParent checks the parent that a policy of the company shall have. The id is empty for a new policy.
func (c *call) knownParent(company, id, parent string) error {
	const field = "parentPolicyId"
	if parent == "" {
		return nil
	}
	r := c.state.find(Policies, strings.ToLower(parent))
	if r == nil {
		return badRequest("UNKNOWN_POLICY", field, "There is no policy %q.", parent)
	}
	if r.Parent != company {
		return badRequest("FOREIGN_POLICY", field, "The policy %s belongs to another company.", r.ID)
	}
	for seen := map[string]bool{}; r != nil && !seen[r.ID]; r = c.state.find(Policies, strings.ToLower(textAt(r.Object, field))) {
		if r.ID == id {
			return badRequest("POLICY_CYCLE", field, "The policy %s would be its own parent or ancestor.", id)
		}
		seen[r.ID] = true // there may be a cycle that was put in behind the API's back
	}
	return nil
}

// policy is the policy that the path names, of the company that it names.
func (c *call) policy() (*record, error) {
	company, _, err := c.company()
	if err != nil {
		return nil, err
	}
	id, err := c.pathUUID("policyId")
	if err != nil {
		return nil, err
	}
	r := c.state.find(Policies, id)
	if r == nil || r.Parent != company {
		return nil, notFound("policy", id)
	}
	return r, nil
}

func readPolicy(c *call) (*answer, error) {
	r, err := c.policy()
	if err != nil {
		return nil, err
	}
	if c.hiding(r.ID) {
		return nil, notFound("policy", r.ID)
	}
	return &answer{status: http.StatusOK, body: r.Object, shape: policyShape}, nil
}

func deletePolicy(c *call) (*answer, error) {
	r, err := c.policy()
	if err != nil {
		return nil, err
	}
	if isDefaultPolicy(r.Object) {
		return nil, forbidden("DEFAULT_POLICY", "policyId", "The default policy cannot be deleted.")
	}
	for _, other := range c.state.objects[Policies] {
		if other.ID != r.ID && strings.EqualFold(textAt(other.Object, "parentPolicyId"), r.ID) {
			return nil, forbidden("POLICY_IN_USE", "policyId", "The policy %s has this one as its parent.", other.ID)
		}
	}
	c.state.remove(Policies, func(other *record) bool { return other.ID == r.ID })
	return &answer{status: http.StatusNoContent}, nil
}

// listPolicies answers all in one page: the documents have no paging here.
func listPolicies(c *call) (*answer, error) {
	company, _, err := c.company()
	if err != nil {
		return nil, err
	}
	categories := c.r.URL.Query()["categories"]
	if len(categories) == 0 {
		categories = []string{employees}
	}
	var found []any
	for _, r := range c.state.objects[Policies] {
		if r.Parent == company && slices.Contains(categories, category(r.Object)) {
			found = append(found, map[string]any{"id": r.ID, "name": r.Object["name"]})
		}
	}
	return listing(found, len(found)), nil
}
