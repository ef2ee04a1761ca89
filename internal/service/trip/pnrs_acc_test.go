package trip_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// personal is a text that no state, no output and no log may have: the end of each test looks for it.
func personal() string { return acctest.Secrets["secret_key"] }

func at(local string) map[string]any { return map[string]any{"iso8601": local} }

func fare(amount string) map[string]any {
	return map[string]any{"amount": json.Number(amount), "currencyCode": "EUR", "otherCoinage": []any{map[string]any{"coinageCode": "FLIGHT_PASS",
		"otherCoinageMetadata": map[string]any{"flightPassMetadata": map[string]any{"passNumber": personal()}}}}}
}

func rate() map[string]any { return map[string]any{"base": fare("1"), "tax": fare("1")} }

func flight(airline, departs, arrives string) map[string]any {
	number := map[string]any{"airlineCode": airline, "num": "7"}
	return map[string]any{"departureDateTime": at(departs), "arrivalDateTime": at(arrives), "origin": "BER", "destination": "JFK", "marketing": number, "operating": number}
}

// flights is a booking in which everything is about a person or a payment that is not about the flights.
func flights() map[string]any {
	name := map[string]any{"given": personal(), "family1": personal()}
	person := map[string]any{"userId": map[string]any{"id": ada}, "organizationId": map[string]any{"id": grace}}
	money := func(amount string) map[string]any {
		return map[string]any{"money": fare(amount), "displaySuffix": "per night"}
	}
	return map[string]any{
		"bookingStatus": "CONFIRMED_STATUS", "createdAt": at("2026-02-01T08:00Z"), "totalFare": fare("480.5"), "totalFareAmount": rate(),
		"sourceInfo":   map[string]any{"sourcePnrId": personal(), "bookingSource": "SABRE"},
		"travelers":    []any{map[string]any{"travelerPersonalInfo": map[string]any{"identityDocs": []any{map[string]any{"passport": map[string]any{"docId": personal()}}}}}},
		"pnrTravelers": []any{map[string]any{"userId": map[string]any{"id": ada}, "personalInfo": map[string]any{"name": name, "dob": at("1984-05-06")}}},
		"airPnr": map[string]any{
			"legs": []any{
				map[string]any{"flights": []any{flight("LH", "2026-03-01T07:00", "2026-03-01T08:10"), flight("UA", "2026-03-01T10:00", "2026-03-01T12:30")}},
				map[string]any{"flights": []any{flight("LH", "2026-03-05T18:00", "2026-03-06T08:15")}},
			},
			"travelerInfos": []any{map[string]any{"travelerIdx": json.Number("0"), "booking": map[string]any{"seats": []any{}}, "tickets": []any{map[string]any{"ticketNumber": personal()}}}},
		},
		"documents":    []any{map[string]any{"url": "https://files.example/" + personal(), "documentId": ada, "documentMetadata": map[string]any{"name": "x"}}},
		"approvalInfo": []any{map[string]any{"approvalStatus": "APPROVED", "approvalType": "HARD_APPROVAL"}},
		"paymentInfo":  []any{map[string]any{"fop": map[string]any{"type": "CARD", "card": map[string]any{"number": personal(), "cvv": personal()}}}},
		"policyInfo": map[string]any{
			"outOfPolicy": true, "approverName": name, "reasonCode": "OTHER", "reason": personal(), "isPersonalUpgrade": false,
			"appliedPolicyInfo": map[string]any{
				"policies": []any{map[string]any{"id": grace, "version": "3", "policyName": "Default policy", "policyType": "DEFAULT", "approvalType": "SOFT_APPROVAL"}},
				"ruleResultInfos": []any{
					map[string]any{
						"violationInfos": []any{map[string]any{"predicate": "MAX_FARE_PER_TRAVELLER_VIOLATION", "predicateString": "Fare is too high", "expectedValue": money("400"), "actualValue": money("480.5")}},
						"actions": []any{
							map[string]any{"flag": map[string]any{"message": "Too dear"}},
							map[string]any{"takeApproval": map[string]any{"numHierarchyLevels": json.Number("1"), "userOrgIds": []any{person}, "approvalType": "HARD_APPROVAL"}},
							map[string]any{"splitPayment": map[string]any{"inPolicyAmount": fare("3931")}},
						},
					},
					map[string]any{"subViolationInfos": []any{
						map[string]any{"expectedValue": map[string]any{"sList": []any{"ECONOMY"}}, "actualValue": map[string]any{"s": "BUSINESS"}},
						map[string]any{"expectedValue": map[string]any{"iRange": map[string]any{"min": json.Number("7"), "max": json.Number("90")}}, "actualValue": map[string]any{"i": json.Number("3")}},
						map[string]any{"expectedValue": map[string]any{"postalAddress": map[string]any{"addressLines": []any{personal()}, "regionCode": "DE"}},
							"actualValue": map[string]any{"userOrgId": map[string]any{"userId": map[string]any{"id": ada}, "organizationId": map[string]any{"id": personal()}}}},
						map[string]any{"expectedValue": map[string]any{"b": false}, "actualValue": map[string]any{"l": json.Number("9007199254740993")}},
						map[string]any{"expectedValue": map[string]any{"legalEntityIdList": []any{map[string]any{"id": grace}}}, "actualValue": map[string]any{"legalEntityId": map[string]any{"id": ada}}},
					}},
				},
			},
		},
	}
}

// otherWays are bookings of the other kinds, each under its type.
func otherWays() []any {
	address := map[string]any{"addressLines": []any{"x"}, "regionCode": "DE"}
	place := map[string]any{"address": address}
	data := func(name string, data map[string]any) map[string]any {
		data["rate"], data["vendorConfirmationNumber"] = rate(), personal()
		return map[string]any{"pnrId": name, "data": map[string]any{name: data}}
	}
	vehicle := func(carrier string) map[string]any {
		return map[string]any{"carrierName": carrier, "timetableId": "ICE 1", "type": "TRAIN"}
	}
	leg := func(carrier, departs, arrives string) map[string]any {
		return map[string]any{"origin": "A", "destination": "B", "fareType": "x", "vehicle": vehicle(carrier), "departAtLocal": at(departs), "arriveAtLocal": at(arrives)}
	}
	hotel := data("hotelPnr", map[string]any{"checkInDateTime": at("2026-03-01T15:00"), "checkOutDateTime": at("2026-03-05T11:00"), "hotelInfo": map[string]any{"name": "Grand", "address": address},
		"numberOfRooms": json.Number("1"), "payment": map[string]any{}, "room": map[string]any{}})
	return []any{
		hotel,
		data("carPnr", map[string]any{"pickupDateTime": at("2026-03-02T09:00"), "dropOffDateTime": at("2026-03-03T09:00"), "carInfo": map[string]any{"vendor": map[string]any{"name": "HERTZ", "code": "ZE"},
			"carSpec": map[string]any{}, "pickupLocation": place, "dropOffLocation": place}}),
		data("railPnr", map[string]any{"legInfos": []any{leg("DB", "2026-03-02T09:00", "2026-03-02T10:00"), leg("SNCF", "2026-03-02T10:30", "2026-03-02T14:00")}, "type": "ONE_WAY",
			"outwardJourney": map[string]any{}, "ticketDetails": []any{}}),
		data("limoPnr", map[string]any{"legs": []any{map[string]any{"pickupDateTime": at("2026-03-02T06:00"), "pickupLocation": place, "dropOffLocation": place}},
			"limoDetails": map[string]any{"limoVendorInfo": map[string]any{"name": "Groundspan"}}, "driver": map[string]any{"name": personal()}}),
		data("miscPnr", map[string]any{"description": personal(), "startDateTime": at("2026-03-04T19:00"), "endDateTime": at("2026-03-04T22:00")}),
	}
}

func pnrs(id string) string {
	return fmt.Sprintf("data \"spotnana_trip_pnrs\" \"test\" {\n  trip_id = %q\n}\n", id)
}

// The bookings of a trip are told in the same words for each kind of travel, with what the policy says.
func TestAccTripPNRs(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t) // the bookings have only what is read of them
	id := insert(t, s, 1, map[string]any{})
	if err := s.Edit(sandbox.Trips, id, func(trip map[string]any) {
		trip["pnrs"] = append([]any{map[string]any{"pnrId": "1", "data": flights()}}, otherWays()...)
		trip["pendingShellPnrs"] = []any{map[string]any{"pnrId": "7", "data": map[string]any{"shellPnrInfo": map[string]any{"pnrType": "RAIL", "createShellPnrReason": personal()}}}, map[string]any{"pnrId": "8"}}
		trip["simplePnrs"] = []any{map[string]any{"pnrId": "9", "sourcePnrId": personal(), "source": "SABRE", "hotel": map[string]any{"name": personal()}, "userFacingStatus": "CANCELLED_STATUS"}}
	}); err != nil {
		t.Fatal(err)
	}
	const address = "data.spotnana_trip_pnrs.test"
	text := knownvalue.StringExact
	var checks []statecheck.StateCheck
	is := func(i int, want knownvalue.Check, steps ...any) {
		p := tfjsonpath.New("pnrs").AtSliceIndex(i)
		for _, step := range steps {
			if name, isName := step.(string); isName {
				p = p.AtMapKey(name)
			} else {
				p = p.AtSliceIndex(step.(int))
			}
		}
		checks = append(checks, value(address, want, p))
	}
	for i, b := range []struct{ id, list, kind, start, end, suppliers string }{
		{"1", "pnrs", "AIR", "2026-03-01T07:00", "2026-03-06T08:15", "LH UA"},
		{"hotelPnr", "pnrs", "HOTEL", "2026-03-01T15:00", "2026-03-05T11:00", "Grand"},
		{"carPnr", "pnrs", "CAR", "2026-03-02T09:00", "2026-03-03T09:00", "HERTZ"},
		{"railPnr", "pnrs", "RAIL", "2026-03-02T09:00", "2026-03-02T14:00", "DB SNCF"},
		{"limoPnr", "pnrs", "LIMO", "2026-03-02T06:00", "", "Groundspan"},
		{"miscPnr", "pnrs", "MISC", "2026-03-04T19:00", "2026-03-04T22:00", ""},
		{"7", "pending_shell_pnrs", "RAIL", "", "", ""},
		{"8", "pending_shell_pnrs", "", "", "", ""},
		{"9", "simple_pnrs", "HOTEL", "", "", ""},
	} {
		for name, want := range map[string]string{"id": b.id, "listed_as": b.list, "type": b.kind, "start": b.start, "end": b.end} {
			if want == "" {
				is(i, knownvalue.Null(), name)
			} else {
				is(i, text(want), name)
			}
		}
		from := []knownvalue.Check{}
		for _, supplier := range strings.Fields(b.suppliers) {
			from = append(from, text(supplier))
		}
		is(i, knownvalue.ListExact(from), "suppliers")
	}
	is(8, text("CANCELLED_STATUS"), "booking_status")
	is(8, knownvalue.Null(), "policy_info")
	is(0, text("CONFIRMED_STATUS"), "booking_status")
	is(0, text("2026-02-01T08:00Z"), "created_at")
	is(0, knownvalue.Float64Exact(480.5), "total_fare", "amount")
	is(0, text("EUR"), "total_fare_amount", "tax", "currency_code")
	is(0, text("APPROVED"), "approval_info", 0, "approval_status")
	is(0, knownvalue.Bool(true), "policy_info", "out_of_policy")
	is(0, text("OTHER"), "policy_info", "reason_code")
	is(0, text("Default policy"), "policy_info", "policies", 0, "policy_name")
	rule := func(want knownvalue.Check, steps ...any) {
		is(0, want, append([]any{"policy_info", "rule_results"}, steps...)...)
	}
	rule(text("MAX_FARE_PER_TRAVELLER_VIOLATION"), 0, "violations", 0, "predicate")
	rule(knownvalue.Float64Exact(400), 0, "violations", 0, "expected_value", "money", "amount")
	rule(knownvalue.Float64Exact(480.5), 0, "violations", 0, "actual_value", "money", "amount")
	rule(text("per night"), 0, "violations", 0, "actual_value", "display_suffix")
	rule(knownvalue.Null(), 0, "violations", 0, "actual_value", "string")
	rule(text("Too dear"), 0, "actions", 0, "flag", "message")
	rule(text(ada), 0, "actions", 1, "take_approval", "users", 0, "user_id")
	rule(text("ECONOMY"), 1, "sub_violations", 0, "expected_value", "string_list", 0)
	rule(text("BUSINESS"), 1, "sub_violations", 0, "actual_value", "string")
	rule(knownvalue.Int64Exact(90), 1, "sub_violations", 1, "expected_value", "int32_range", "max")
	rule(knownvalue.Int64Exact(3), 1, "sub_violations", 1, "actual_value", "int32")
	rule(knownvalue.Bool(false), 1, "sub_violations", 3, "expected_value", "bool")
	rule(knownvalue.Int64Exact(9007199254740993), 1, "sub_violations", 3, "actual_value", "int64")
	rule(text(grace), 1, "sub_violations", 4, "expected_value", "legal_entity_ids", 0)
	rule(text(ada), 1, "sub_violations", 4, "actual_value", "legal_entity_id")
	s.Test(resource.TestStep{Config: s.Config(pnrs(id)), ConfigStateChecks: checks})

	example, err := os.ReadFile("../../../examples/data-sources/spotnana_trip_pnrs/data-source.tf")
	if err != nil {
		t.Fatal(err)
	}
	config := acctest.RequiredProvider + s.Config(strings.ReplaceAll(string(example), "spotnana_trip.offsite.id", fmt.Sprintf("%q", id)))
	acctest.NewTerraform(t).Conceals(config, personal(), "1984-05-06", "3931", "identityDocs", "approverName", "FLIGHT_PASS")
}

// What cannot be read is an error that says where, and shows nothing of it.
func TestAccTripPNRs_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	id := insert(t, s, 1, map[string]any{})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+pnrs("42"))
	tf.Fails([]string{"plan"}, "Error: No such trip: cannot read spotnana_trip_pnrs", `There is no trip with the id "42"`)
	tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+pnrs(id))
	for answer, want := range map[string]string{
		`"pnrs":"@"`:            "pnrs is not an array",
		`"pnrs":["@"]`:          "pnrs[0] is not an object",
		`"pnrs":[{"data":"@"}]`: "pnrs[0].data: not an object",
		`"pnrs":[{"data":{"hotelPnr":{"checkInDateTime":"@"}}}]`: "pnrs[0].data: hotel_pnr.check_in_date_time",
		`"pnrs":[{"data":{"policyInfo":{"outOfPolicy":"@"}}}]`:   "pnrs[0].policy_info.out_of_policy",
	} {
		s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v3/trips/*/detail", Reply: &sandbox.Reply{Status: 200,
			Body: `{"basicTripInfo":{"tripId":"` + id + `"},` + strings.ReplaceAll(answer, "@", personal()) + `}`}})
		tf.Fails([]string{"plan"}, want)
		s.ClearFaults()
	}
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v3/trips/*/detail", Reply: &sandbox.Reply{Status: 200, Body: `{"basicTripInfo":{"tripId":"other"}}`}})
	tf.Fails([]string{"plan"}, "Another object was answered")
}
