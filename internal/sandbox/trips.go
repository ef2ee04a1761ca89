package sandbox

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"net/http"
	"strconv"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/spelling"
)

// Trips are trips as their details are answered; their id is the trip's, which is no UUID, their parent the company. A
// trip without parent, such as any made through the API, which knows no users here, counts for every company. No trip goes
// with its company.
const Trips Kind = "trips"

// trips has operations of its own: none takes what another one answers.
var trips = &collection{
	kind: Trips, title: "trip", param: "tripId", looseID: true, shape: tripShape, id: "basicTripInfo.tripId",
	more: []route{
		{method: http.MethodPost, path: "/v2/trips", do: createTrip},
		{method: http.MethodGet, path: "/v3/trips/{tripId}/detail", do: readTrip,
			query: []parameter{one("refreshType", refreshTypes), flag("fetchMappedData")}},
		{method: http.MethodPut, path: "/v2/trips/{tripId}", do: updateTrip},
		{method: http.MethodPost, path: "/v3/trips/{tripId}", do: setTripContacts},
		{method: http.MethodDelete, path: "/v3/trips/{tripId}", do: deleteTrip},
		{method: http.MethodPost, path: "/v3/trips/users/{userId}/list", do: listTripsOfUser},
		{method: http.MethodPost, path: "/v3/trips/companies/{companyId}/list", do: listTripsOfCompany},
		{method: http.MethodPost, path: "/v3/trips/arrangers/{arrangerId}/list", do: listTripsOfArranger},
		{method: http.MethodGet, path: "/v2/trips/{tripId}/booker-email/{bookerEmailId}/partner-info", do: readTripPartnerInfo,
			query: []parameter{one("revealReason", aString)}},
	},
}

// TripPartnerInfos are answers about a trip's partner; their id is made by [TripPartnerInfoID], their parent is the
// trip. Where there is none, the API answers a budget that every trip has.
const TripPartnerInfos Kind = "tripPartnerInfos"

var tripPartnerInfos = &collection{kind: TripPartnerInfos, title: "partner info", parent: Trips, shape: tripPartnerInfo}

func createTrip(c *call) (*answer, error) {
	body, err := c.checked(tripCreationShape, nil)
	if err != nil {
		return nil, err
	}
	id := c.newTripID()
	basic := cloneObject(body)
	if registrar, given := basic["registrarId"]; given {
		delete(basic, "registrarId")
		basic["registrarUserId"] = registrar
	}
	basicTripInfo.retain(basic, map[string]any{
		"tripId":           id,
		"applicationId":    c.fixedID("application"),
		"tripMetadata":     map[string]any{"hasTripOverride": false},
		"tripDisabledInfo": map[string]any{"isDisabled": false},
	}, true)
	c.state.put(Trips, &record{ID: id, Object: map[string]any{
		"basicTripInfo":     basic,
		"pnrs":              []any{},
		"tripStatus":        "PENDING",
		"tripBookingStatus": "PENDING_STATUS",
		tripCreatedAt:       c.timestamp(),
		tripUpdatedAt:       c.timestamp(),
	}})
	c.hide(id)
	return &answer{status: http.StatusCreated, body: map[string]any{"id": id}}, nil
}

// newTripID is an id like the API's.
func (c *call) newTripID() string {
	for {
		if id := decimalID(c.options.NewID(), 10); c.state.find(Trips, id) == nil {
			return id
		}
	}
}

// decimalID is a number of that many digits that follows from the seed.
func decimalID(seed string, digits int) string {
	sum := sha256.Sum256([]byte(seed))
	least := uint64(math.Pow10(digits - 1))
	return strconv.FormatUint(least+binary.BigEndian.Uint64(sum[:])%(9*least), 10)
}

var refreshTypes = enum("REFRESH_TYPE_BLOCKING", "REFRESH_TYPE_ASYNC", "REFRESH_TYPE_DISABLED")

// readTrip has nothing to refresh bookings from, so all ways to refresh answer the same.
func readTrip(c *call) (*answer, error) {
	r, err := c.named(Trips)
	if err != nil {
		return nil, err
	}
	if c.hiding(r.ID) {
		return nil, notFound("trip", r.ID)
	}
	return &answer{status: http.StatusOK, body: r.Object, shape: tripShape}, nil
}

func updateTrip(c *call) (*answer, error) {
	r, err := c.named(Trips)
	if err != nil {
		return nil, err
	}
	body, err := c.checked(tripUpdateShape, nil)
	if err != nil {
		return nil, err
	}
	if given := textAt(body, "tripId"); given != r.ID {
		return nil, badRequest("ID_MISMATCH", "tripId", "The id %q in the body is not the trip's.", given)
	}
	c.changeTrip(r, func(basic map[string]any) {
		basic["tripName"] = body["tripName"]
		delete(basic, "tripDescription")
		if description, given := body["tripDescription"]; given {
			basic["tripDescription"] = description
		}
	})
	return &answer{status: http.StatusNoContent}, nil
}

// setTripContacts replaces what the body has; what it leaves out stays.
func setTripContacts(c *call) (*answer, error) {
	r, err := c.named(Trips)
	if err != nil {
		return nil, err
	}
	stored, _ := lookup(r.Object, "basicTripInfo", "tripMetadata").(map[string]any)
	body, err := c.checked(tripContactsShape, stored)
	if err != nil {
		return nil, err
	}
	c.changeTrip(r, func(basic map[string]any) {
		metadata := objectAt(basic, "tripMetadata")
		for _, p := range tripContactSettings {
			if v, given := body[p.name]; given {
				metadata[p.name] = clone(v)
			}
		}
	})
	return &answer{status: http.StatusOK}, nil
}

func (c *call) changeTrip(r *record, change func(basic map[string]any)) {
	trip := cloneObject(r.Object)
	change(objectAt(trip, "basicTripInfo"))
	trip[tripUpdatedAt] = c.timestamp()
	c.state.put(Trips, &record{ID: r.ID, Parent: r.Parent, Object: trip})
}

// deleteTrip may be told to spare trips with bookings, and otherwise deletes those with them.
func deleteTrip(c *call) (*answer, error) {
	r, err := c.named(Trips)
	if err != nil {
		return nil, err
	}
	given, err := c.readBody()
	if err != nil {
		return nil, err
	}
	if given {
		body, err := c.checked(tripDeletionShape, nil)
		if err != nil {
			return nil, err
		}
		if n := len(viewTrip(r).bookings()); n > 0 && body["allowEmptyTripDeletionOnly"] == true {
			return nil, forbidden("TRIP_NOT_EMPTY", "allowEmptyTripDeletionOnly", "The trip has %d bookings.", n)
		}
	}
	return &answer{status: http.StatusNoContent}, c.removeWhole(c.collection(Trips), r)
}

// TripPartnerInfoID is the id under which the partner info of a trip for the email address of a booker is stored.
func TripPartnerInfoID(trip, email string) string { return trip + "/" + spelling.Folded(email) }

func readTripPartnerInfo(c *call) (*answer, error) {
	r, err := c.named(Trips)
	if err != nil {
		return nil, err
	}
	info := map[string]any{
		"tripId": r.ID,
		"partnerInfo": map[string]any{
			"partnerInfoType": "BUDGET",
			"partnerInfoDetails": map[string]any{"tripBudgetInfo": map[string]any{
				"budgetName":                      "Sandbox budget",
				"isMaskedBudget":                  false,
				"isBudgetMasked":                  false,
				"budgetRemainingBalance":          map[string]any{"amount": number(2500), "currencyCode": "USD"},
				"budgetRemainingBalanceFormatted": "USD 2,500.00",
			}},
		},
	}
	if own := c.state.find(TripPartnerInfos, TripPartnerInfoID(r.ID, c.r.PathValue("bookerEmailId"))); own != nil {
		info = own.Object
	}
	return &answer{status: http.StatusOK, body: info, shape: tripPartnerInfo}, nil
}

// objectAt is the object at a member of o, put there if there is none.
func objectAt(o map[string]any, name string) map[string]any {
	inner, ok := o[name].(map[string]any)
	if !ok {
		inner = map[string]any{}
		o[name] = inner
	}
	return inner
}
