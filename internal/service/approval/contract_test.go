package approval

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func TestContract_filters(t *testing.T) {
	schemas := map[string]string{
		"APPROVAL_STATUS_FILTER": "ApprovalStatusFilterV2", "APPROVER_USER_ID_FILTER": "ApproverUserIdFilter", "APPROVAL_TYPE_FILTER": "ApprovalTypeFilter",
		"APPROVAL_DEADLINE_DATE_RANGE_FILTER": "ApprovalDeadlineDateRangeFilter", "PRIMARY_TRAVELER_ID_FILTER": "PrimaryTravelerIdFilter",
		"PNR_TYPE_FILTER": "PnrTypeFilterV2", "OUT_OF_POLICY_FILTER": "OutOfPolicyFilter", "TRIP_ID_FILTER": "ApprovalTripIdFilter",
	}
	contract.CompareFilters(t, "trip", filters, schemas)
}
