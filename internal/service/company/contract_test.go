package company_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func TestContract_bodies(t *testing.T) {
	contract.SameProperties(t, "company", "ArrayOfReference", "elements", "elements[].id", "elements[].name", "length", "totalNumResults")
	contract.SameProperties(t, "company", "EntityId", "id")
}
