package policy_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func TestContract_bodies(t *testing.T) {
	contract.SameProperties(t, "policy", "ArrayOfReference", "elements", "elements[].id", "elements[].name", "length", "totalNumResults")
	contract.SameProperties(t, "policy", "EntityId", "id")
}

const onePolicy = "/v2/companies/4f0d2f0e-9d1c-4c52-8f39-1f6f5a1f0001/policies/0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a01"

var isJSON = http.Header{"Content-Type": {"application/json"}}

// answer and replacement are a policy as the API answers it and as an update sends it.
func answer(body []byte) contract.Exchange {
	return contract.Exchange{Method: http.MethodGet, Path: onePolicy, Status: http.StatusOK, ResponseHeader: isJSON, ResponseBody: body}
}

func replacement(body []byte) contract.Exchange {
	return contract.Exchange{Method: http.MethodPut, Path: onePolicy, RequestHeader: isJSON, RequestBody: body, Status: http.StatusNoContent}
}

// The documents in testdata stand for the API's answers in other tests, so they must be what it can answer and take.
func TestContract_documents(t *testing.T) {
	docs := contract.ForTest(t)
	names, err := filepath.Glob("testdata/complete_policy*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("found %d documents, error %v", len(names), err)
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []contract.Exchange{answer(body), replacement(body)} {
			for _, v := range docs.Check(e) {
				t.Errorf("%s: %s", name, v)
			}
		}
	}
}

// undocumented is what only the vendor's page has: see policy.Exceptions.
const undocumented = "hotelPolicyRules.lowestFarePerHotelProperty"

// The generator of the property tests must draw what the API can answer and take, or else the properties would only be
// consistent with themselves; and each leaf of the tree, or else they would say nothing about some.
func TestContract_generator(t *testing.T) {
	docs := contract.ForTest(t)
	missing := map[string]bool{}
	for path, node := range policy.Tree().All() {
		if len(node.Attrs) == 0 && node.Elem == nil && !strings.HasPrefix(path, undocumented+".") {
			missing[path] = true
		}
	}
	leaves, n := len(missing), 0
	// Chance decides when the last leaf is drawn, so this goes on for a while.
	for round := 0; round < 20 && (round == 0 || len(missing) > 0); round++ {
		rapid.Check(t, func(rt *rapid.T) {
			n++
			live := codectest.Gen{T: rt, Valid: true, NoExtras: true}.Live(policy.Tree().Root)
			if rules, ok := live["hotelPolicyRules"].(map[string]any); ok {
				delete(rules, strings.TrimPrefix(undocumented, "hotelPolicyRules."))
			}
			for _, s := range codectest.Spots(policy.Tree().Root, live) {
				delete(missing, s.Path)
			}
			body, err := codec.FormatJSON(live)
			if err != nil {
				rt.Fatal(err)
			}
			for _, e := range []contract.Exchange{answer(body), replacement(body)} {
				for _, v := range docs.Check(e) {
					rt.Errorf("%s in %s", v, body)
				}
			}
		})
	}
	for path := range missing {
		t.Errorf("the generator never drew %s", path)
	}
	t.Logf("%d generated policies, %d leaves", n, leaves)
}
