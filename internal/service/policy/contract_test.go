package policy_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/acctest/contract"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

func TestContract_tree(t *testing.T) {
	docs := contract.ForTest(t)
	for _, tc := range []struct {
		schema string
		shape  contract.Option
	}{
		{"CreatePolicyRequest", contract.RequestShape()},
		{"Policy", contract.RequestShape()},
		{"Policy", contract.AnswerShape()},
	} {
		for _, line := range contract.CompareTree(docs, "policy", tc.schema, policy.Tree(), policy.Exceptions, tc.shape) {
			t.Errorf("%s: %s", tc.schema, line)
		}
	}
}

// The documents in testdata stand for the API's answers in other tests, so they must be what it can answer and take.
func TestContract_documents(t *testing.T) {
	docs := contract.ForTest(t)
	names, err := filepath.Glob("testdata/complete_policy*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("found %d documents, error %v", len(names), err)
	}
	json := http.Header{"Content-Type": {"application/json"}}
	const path = "/v2/companies/4f0d2f0e-9d1c-4c52-8f39-1f6f5a1f0001/policies/0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a01"
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []contract.Exchange{
			{Method: http.MethodGet, Path: path, Status: http.StatusOK, ResponseHeader: json, ResponseBody: body},
			{Method: http.MethodPut, Path: path, RequestHeader: json, RequestBody: body, Status: http.StatusNoContent},
		} {
			for _, v := range docs.Check(e) {
				t.Errorf("%s: %s", name, v)
			}
		}
	}
}
