package company_test

import (
	"maps"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

// createExceptions are where the body of a create differs from a company as it is read and updated.
var createExceptions = map[string]string{
	"isFake": company.Exceptions["isFake"],
	"carbonCostConfig.price.otherCoinage[].otherCoinageMetadata": company.Exceptions["carbonCostConfig.price.otherCoinage[].otherCoinageMetadata"],
	"supportConfigs": "an array on create, an object with its number ever after",
}

func TestContract_bodies(t *testing.T) {
	contract.SameProperties(t, "company", "ArrayOfReference", "elements", "elements[].id", "elements[].name", "length", "totalNumResults")
	contract.SameProperties(t, "company", "EntityId", "id")
}

func TestContract_tree(t *testing.T) {
	docs := contract.ForTest(t)
	updateExceptions := maps.Clone(company.Exceptions)
	updateExceptions["oauthPartnerConfig"] = "marked as deprecated only for a create"
	for _, tc := range []struct {
		schema     string
		exceptions map[string]string
		shape      contract.Option
	}{
		{"CreateCompanyRequest", createExceptions, contract.RequestShape()},
		{"Company", updateExceptions, contract.RequestShape()},
		{"Company", company.Exceptions, contract.AnswerShape()},
	} {
		for _, line := range contract.CompareTree(docs, "company", tc.schema, company.Tree(), tc.exceptions, tc.shape) {
			t.Errorf("%s: %s", tc.schema, line)
		}
	}
}
