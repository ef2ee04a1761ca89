package approval

import (
	"maps"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func TestContract_filters(t *testing.T) {
	schemas := map[string]string{
		"APPROVAL_STATUS_FILTER": "ApprovalStatusFilterV2", "APPROVER_USER_ID_FILTER": "ApproverUserIdFilter", "APPROVAL_TYPE_FILTER": "ApprovalTypeFilter",
		"APPROVAL_DEADLINE_DATE_RANGE_FILTER": "ApprovalDeadlineDateRangeFilter", "PRIMARY_TRAVELER_ID_FILTER": "PrimaryTravelerIdFilter",
		"PNR_TYPE_FILTER": "PnrTypeFilterV2", "OUT_OF_POLICY_FILTER": "OutOfPolicyFilter", "TRIP_ID_FILTER": "ApprovalTripIdFilter",
	}
	for _, f := range filters {
		exceptions := map[string]string{"filterType": "follows from the argument"}
		attrs := f.node.Attrs
		if attrs == nil {
			attrs = []*field.Node{f.node}
			exceptions[f.node.JSON] = "an argument that is left out is no filter"
		}
		tree := &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: attrs}}
		for _, line := range contract.CompareTree(contract.ForTest(t), "trip", schemas[f.name], tree, exceptions, contract.RequestShape()) {
			t.Errorf("%s: %s", f.name, line)
		}
		delete(schemas, f.name)
	}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		t.Errorf("there is no argument for %s", name)
	}
}
