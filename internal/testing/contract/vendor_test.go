package contract

import (
	"strings"
	"testing"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// The tests in this file need the vendor's documents, which are not in this repository.

func TestContract_compile(t *testing.T) {
	start := time.Now()
	d := ForTest(t)
	loaded := time.Since(start)
	count := 0
	compile := func(op *operation, at pointer) {
		if at == nil {
			return
		}
		count++
		if _, err := op.doc.schema(at); err != nil {
			t.Errorf("%s: %v", op.name(), err)
		}
	}
	for _, op := range d.operations {
		for _, p := range op.parameters {
			compile(op, p.schema)
		}
		if op.body != nil {
			for _, at := range op.body.media {
				compile(op, at)
			}
		}
		for _, response := range op.responses {
			for _, at := range response.media {
				compile(op, at)
			}
		}
		for _, exception := range op.exceptions {
			compile(op, exception.request)
			compile(op, exception.answer)
		}
	}
	t.Logf("%d operations loaded in %v, %d schemas compiled in %v", len(d.operations), loaded, count, time.Since(start)-loaded)
	for _, want := range []string{
		"POST /v2/auth/oauth2-token", "POST /v2/companies", "PUT /v2/companies/{companyId}",
		"POST /v2/companies/{companyId}/policies", "GET /v3/trips/{tripId}/detail",
	} {
		if d.named(want) == nil {
			t.Errorf("no operation %s", want)
		}
	}
}

func TestContract_bodies(t *testing.T) {
	d := ForTest(t)
	const (
		companies = "/v2/companies"
		policies  = "/v2/companies/" + someID + "/policies"
		keys      = "/v2/companies/" + someID + "/partner-public-keys"
		made      = `{"id": "` + someID + `"}`
		company   = `"name": "Acme", "billingCurrency": "EUR", "companyRoles": ["ORG"]`
		policy    = `"name": "Acme", "type": "GROUP", "currency": {"isLinked": true}, "userGroups": []`
		key       = `{"id": "` + someID + `", "kid": "a", "status": "ACTIVE", "thumbprint": "b", "createdAt": "2026-01-02T03:04:05Z"}`
	)
	const (
		budget   = "/v2/trips/6926658168/booker-email/ada@acme.example/partner-info"
		inBudget = "answer body partnerInfo.partnerInfoDetails.tripBudgetInfo."
	)
	info := func(members string) string {
		return `{"tripId": "1", "partnerInfo": {"partnerInfoType": "BUDGET", "partnerInfoDetails": {"tripBudgetInfo": {` + members + `}}}}`
	}
	for name, tc := range map[string]struct {
		method, path, request string
		status                int
		answer                string
		want                  []string
	}{
		"company": {"POST", companies, `{` + company + `, "x_injected_a": 1}`, 201, made, nil},
		"wrong company": {
			"POST", companies, `{"name": 1, "companyRoles": ["OWNER"], "colour": "red", "contractedBy": {"id": "x"}}`, 201, made,
			[]string{
				"request body billingCurrency: required property is missing", "request body colour: property is not documented",
				"request body companyRoles[0]: is none of the documented values", "request body contractedBy.id: is not in the format uuid",
				"request body name: is number, documented as string",
			},
		},
		"recursive answer": {
			"GET", companies + "/" + someID, ``, 200,
			`{"id": ` + made + `, ` + company + `, "designationTree": {"name": "a", "children": [{"children": [{"title": "b"}]}]}}`,
			[]string{"answer body designationTree.children[0].children[0].title: property is not documented"},
		},
		"error":       {"GET", companies + "/" + someID, ``, 404, `{"debugIdentifier": "x", "errorMessages": [{"errorCode": "NOT_FOUND"}]}`, nil},
		"wrong error": {"GET", companies + "/" + someID, ``, 404, `{"error": "x"}`, []string{"answer body error: property is not documented"}},
		"policy": {
			"POST", policies,
			`{` + policy + `, "airPolicyRules": {"lowestLogicalFare": {"isLinked": true}}, "hotelPolicyRules": {"hotelStarRating": {"isLinked": true, "approvalProcessType": "NONE"}},
			"rules": [{"ruleType": "CAR_TYPES_NOT_ALLOWED", "policyValue": {"universalProps": {"carTypesNotAllowedProps": {"carTypes": ["LUXURY"]}}}}]}`,
			201, made, nil,
		},
		"wrong policy": {
			"POST", policies,
			`{` + policy + `, "airPolicyRules": {"lowestLogicalFare": {"isLinked": true, "props": {}}},
			"rules": [{"ruleType": "CAR_TYPES_NOT_ALLOWED", "policyValue": {"universalProps": {"carTypesNotAllowedProps": {"carTypes": ["CART"]}}}}]}`,
			201, made,
			[]string{
				"request body airPolicyRules.lowestLogicalFare: two branches of a choice are set",
				"request body rules[0].policyValue.universalProps.carTypesNotAllowedProps.carTypes[0]: is none of the documented values",
			},
		},
		"key of the page":     {"POST", keys, `{"publicKeyJwk": "{}"}`, 201, key, nil},
		"key of the document": {"POST", keys, `{"keyType": "JWK"}`, 201, `{"keys": [` + key + `]}`, []string{"request body keyType: is none of the documented values"}},
		"budget":              {"GET", budget, ``, 200, info(`"budgetName": "a", "isMaskedBudget": false, "isBudgetMasked": false, "rewardPoints": 1.5`), nil},
		"half a budget":       {"GET", budget, ``, 200, info(`"budgetName": "a", "isBudgetMasked": false`), []string{inBudget + "isMaskedBudget: required property is missing"}},
		"wrong budget": { // reported as the document has it
			"GET", budget, ``, 200, info(`"budgetName": "a", "isMaskedBudget": false, "colour": "red"`),
			[]string{inBudget + "colour: property is not documented", inBudget + "isMaskedBudget: property is not documented"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := Exchange{Method: tc.method, Path: tc.path, RequestHeader: asJSON(), RequestBody: []byte(tc.request), Status: tc.status, ResponseHeader: asJSON(), ResponseBody: []byte(tc.answer)}
			same(t, problems(d.Check(e)), tc.want)
		})
	}
}

func TestContract_compare(t *testing.T) {
	d := ForTest(t)
	tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "rule_type", JSON: "ruleType", Mode: field.Required},
		{JSON: "policyValue", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true},
			{JSON: "universalProps", Kind: field.JSON, Choice: true},
		}},
	}}}
	got := CompareTree(d, "policy", "UniversalRule", tree, map[string]string{"policyValue.universalProps": "too long for this test"})
	if len(got) != 2 || got[0] != "action: in the document, not in the tree" || !strings.HasPrefix(got[1], "ruleType: enum values in the document, not in the tree: ") {
		t.Errorf("got %q", got)
	}
}
