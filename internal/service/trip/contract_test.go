package trip

import (
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func compare(t *testing.T, schema string, tree *field.Tree, exceptions map[string]string, shape contract.Option) {
	t.Helper()
	for _, line := range contract.CompareTree(contract.ForTest(t), "trip", schema, tree, exceptions, shape) {
		t.Errorf("%s: %s", schema, line)
	}
}

func TestContract_bodies(t *testing.T) {
	contract.SameProperties(t, "trip", "DeleteTripRequest", "allowEmptyTripDeletionOnly")
	contract.SameProperties(t, "trip", "EntityNonUUIDId", "id")
}

// What is read of an itinerary is there; what else is there does not matter.
func TestContract_itinerary(t *testing.T) {
	for _, line := range contract.CompareTree(contract.ForTest(t), "trip", "PnrData", itineraryTree(), nil, contract.AnswerShape()) {
		if !strings.HasSuffix(line, ": in the document, not in the tree") {
			t.Error(line)
		}
	}
}

func TestContract_list(t *testing.T) {
	schemas := map[string]string{
		"TRIP_USER_ID_FILTER": "TripUserIdFilter", "TRIP_ID_FILTER": "TripIdFilter", "COMPANY_ID_FILTER": "CompanyIdFilter",
		"TRIP_TYPE_FILTER": "TripTypeFilter", "TRIP_TRAVEL_TYPE_FILTER": "TripTravelTypeFilter", "POLICY_STATUS_FILTER": "PolicyStatusFilter",
		"OVERALL_STATUS_FILTER": "OverallStatusFilter", "TRIP_START_DATE_RANGE_FILTER": "TripStartDateRangeFilter",
		"TRIP_END_DATE_RANGE_FILTER": "TripEndDateRangeFilter", "CREATE_DATE_TIME_RANGE_FILTER": "TripDateTimeRangeFilter",
		"UPDATE_DATE_TIME_RANGE_FILTER": "TripDateTimeRangeFilter",
	}
	contract.CompareFilters(t, "trip", filters, schemas)
	compare(t, "GetTripSummariesV3Request", &field.Tree{Root: options()}, map[string]string{
		"paginationRequestParams": "the provider turns the pages",
		"tripFilters":             "an argument for each type of filter",
		"sortOptions[].sortOrder": "the default does not matter where the property is required",
	}, contract.RequestShape())
}
