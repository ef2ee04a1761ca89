package servicecharge_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	trip    = "6926658168"
	user    = "6b0a5f1e-2f3d-4c8b-9a7e-1d2c3b4a5f60"
	company = "4974a66b-7493-4f41-908c-58ba81093947"
	nobody  = "00000000-0000-4000-8000-00000000dead"
	booking = "e2c04834-92eb-4b62-9faa-eb73a70051d3"
	contact = "e2c04834-92eb-4b62-9faa-eb73a70051d4"
)

// canary is a text that no state, no output and no log may have: the end of each test looks for it.
func canary() string { return acctest.Secrets["secret_key"] }

func money(amount string) map[string]any {
	return map[string]any{"amount": json.Number(amount), "currencyCode": "EUR", "otherCoinage": []any{map[string]any{"coinageCode": "QANTAS_POINTS", "amount": json.Number("1")}}}
}

// charge is as full of a card as an answer may be.
func charge(id, kind, entity, service string) map[string]any {
	card := map[string]any{"number": canary(), "cvv": canary(), "name": canary(), "expiryMonth": json.Number("11"), "expiryYear": json.Number("3931"), "label": canary()}
	return map[string]any{
		"chargeId": id, "entity": map[string]any{"entityType": kind, "entityId": entity}, "serviceChargeType": "TMC_CHARGE", "serviceType": service,
		"charge": map[string]any{
			"amount": money("10"), "totalAmount": money("11.9"),
			"taxes":        []any{map[string]any{"amount": money("1.9"), "taxCode": "VAT", "description": "Value added tax", "percentage": json.Number("19")}},
			"feeInfo":      map[string]any{"feeType": "BOOKING_FEE", "bookingFeeType": "TRANSACTION_FEE", "transactionFeeType": "TRANSACTION_TYPE_BOOKING"},
			"waiveOffInfo": map[string]any{"waiveOffAmount": map[string]any{"base": money("2"), "tax": money("0.38")}, "waiveOffReason": map[string]any{"reasonCode": "GOODWILL", "reason": canary()}},
		},
		"transactionTime": map[string]any{"iso8601": "2026-05-06T10:00Z"}, "paymentStatus": "MANUAL",
		"userOrgId":     map[string]any{"userId": map[string]any{"id": user}, "organizationId": map[string]any{"id": company}},
		"legalEntityId": map[string]any{"id": company}, "bookingDetails": map[string]any{"pnrId": "7001", "pnrVersion": json.Number("3"), "sourcePnrId": canary()},
		"fop": map[string]any{"type": "CARD", "card": card, "additionalInfo": canary(), "paymentMethod": "CREDIT_CARD", "paymentMetadata": map[string]any{
			"cardMetadata": map[string]any{"card": card, "bta": "Y"},
		}},
		"paymentTransaction": map[string]any{"paymentReference": canary(), "networkTransactionId": canary()},
		"failureDetails":     map[string]any{"failureCode": "PAYMENT_METHOD_MISSING", "failureMessage": canary()},
	}
}

func insert(t *testing.T, s *acctest.Server) {
	t.Helper()
	agents := charge(contact, "USER", user, "AGENT_CONTACT")
	agents["agentContact"] = map[string]any{"contactType": "PHONE", "contactId": "4711", "contactOp": "AGENT_CANCEL", "agentId": map[string]any{"id": user}, "billable": false, "pnrId": "7001",
		"travelType": "RAIL", "notes": canary(), "nonBillableReason": map[string]any{"reasonCode": "MINOR_REQUEST", "notes": canary()}}
	for _, o := range []struct {
		kind   sandbox.Kind
		id     string
		object map[string]any
	}{
		{sandbox.Companies, company, map[string]any{"id": map[string]any{"id": company}, "name": "Acme", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}},
		{sandbox.Trips, trip, map[string]any{"basicTripInfo": map[string]any{"tripId": trip, "tripName": "Kick-off"}, "pnrs": []any{}}},
		{sandbox.Users, user, map[string]any{"id": user, "isActive": true, "businessInfo": map[string]any{"email": "ada@acme.example", "organizationRef": map[string]any{"id": company},
			"legalEntityRef": map[string]any{"id": company}}}},
		{sandbox.ServiceCharges, booking, charge(booking, "TRIP", trip, "ITINERARY_BOOKING")},
		{sandbox.ServiceCharges, contact, agents},
	} {
		if err := s.Insert(o.kind, "", o.id, o.object); err != nil {
			t.Fatal(err)
		}
	}
}

func data(label, arguments string) string {
	return fmt.Sprintf("data \"spotnana_service_charges\" %q {\n  %s\n}\n", label, arguments)
}

// The charges of a trip and of a user are listed, all of them or for one service.
func TestAccServiceCharges(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	byUser := fmt.Sprintf("user_id = %q\n", user)
	at := func(steps ...string) tfjsonpath.Path {
		p := tfjsonpath.New("service_charges").AtSliceIndex(0)
		for _, step := range steps {
			p = p.AtMapKey(step)
		}
		return p
	}
	is := func(label string, want knownvalue.Check, steps ...string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.spotnana_service_charges."+label, at(steps...), want)
	}
	size := func(label string, n int) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.spotnana_service_charges."+label, tfjsonpath.New("service_charges"), knownvalue.ListSizeExact(n))
	}
	text := knownvalue.StringExact
	s.Test(resource.TestStep{
		Config: s.Config(data("trip", fmt.Sprintf("trip_id = %q", trip)), data("user", byUser), data("agents", byUser+`  service_type = "AGENT_CONTACT"`),
			data("none", byUser+"  service_charge_type = \"TMC_CHARGE\"\n  service_type = \"ITINERARY_BOOKING\"")),
		ConfigStateChecks: []statecheck.StateCheck{
			size("trip", 1), size("user", 1), size("agents", 1), size("none", 0),
			is("trip", text(booking), "id"), is("trip", text("ITINERARY_BOOKING"), "service_type"), is("trip", text("2026-05-06T10:00Z"), "transaction_time"),
			is("trip", text("MANUAL"), "payment_status"), is("trip", text("PAYMENT_METHOD_MISSING"), "failure_code"), is("trip", text(user), "user_id"), is("trip", text(company), "legal_entity_id"),
			is("trip", knownvalue.Float64Exact(11.9), "total_amount", "amount"), is("trip", text("EUR"), "amount", "currency_code"), is("trip", knownvalue.ListSizeExact(1), "taxes"),
			is("trip", text("TRANSACTION_TYPE_BOOKING"), "fee_info", "transaction_fee_type"), is("trip", text("GOODWILL"), "waive_off_reason_code"),
			is("trip", knownvalue.Float64Exact(0.38), "waive_off_amount", "tax", "amount"), is("trip", text("7001"), "booking_details", "pnr_id"), is("trip", knownvalue.Null(), "agent_contact"),
			is("agents", text(contact), "id"), is("agents", text("AGENT_CANCEL"), "agent_contact", "contact_op"), is("agents", text("MINOR_REQUEST"), "agent_contact", "non_billable_reason_code"),
			is("agents", knownvalue.Bool(false), "agent_contact", "billable"),
		},
	})
}

// What cannot be listed is an error that says why, and shows nothing of an answer.
func TestAccServiceCharges_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	insert(t, s)
	tf := acctest.NewTerraform(t)
	byTrip := fmt.Sprintf("trip_id = %q", trip)
	for arguments, want := range map[string][]string{
		"": {"Error: Exactly one of trip_id and user_id is needed", "The configuration sets 0 of them."},
		byTrip + fmt.Sprintf("\n  user_id = %q", user): {"Error: Exactly one of trip_id and user_id is needed", "The configuration sets 2 of them."},
		`trip_id = "42"`:                    {"Error: No such trip: cannot read spotnana_service_charges", `There is no trip with the id "42"`},
		fmt.Sprintf("user_id = %q", nobody): {"Error: No such user: cannot read spotnana_service_charges", nobody},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(data("x", arguments)))
		tf.Fails([]string{"plan"}, want...)
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+data("x", byTrip))
	for _, c := range []struct {
		status     int
		body, want string
	}{
		{200, `[{"fop":"` + canary() + `"}]`, "the answer has no list of service charges"},
		{200, `{"serviceCharges":"` + canary() + `"}`, "service_charges"},
		{200, `{"serviceCharges":[{"chargeId":{"number":"` + canary() + `"}}]}`, "service_charges[0].id"},
		{200, `{"serviceCharges":[{"fop":"` + canary(), "not valid JSON"},
		{500, `{"fop":"` + canary() + `"}`, "Spotnana failed"},
		{400, `{"fop":"` + canary() + `"}`, "Something other than Spotnana answered"},
	} {
		s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/service-charge/*/*/types/*/list", Reply: &sandbox.Reply{Status: c.status, Body: c.body}})
		tf.Fails([]string{"plan"}, c.want)
		s.ClearFaults()
	}
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/service-charge/*/*/types/*/list", Reply: &sandbox.Reply{Status: 200, Body: `{}`}})
	tf.OK("apply", "-auto-approve")
}

// Nothing of a card is in a state or in a log at trace level.
func TestAccServiceCharges_privacy(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	config := acctest.RequiredProvider + s.Config(data("x", fmt.Sprintf("trip_id = %q", trip)), data("y", fmt.Sprintf("user_id = %q", user)),
		fmt.Sprintf("data \"spotnana_company\" \"x\" {\n  id = %q\n}\n", company))
	acctest.NewTerraform(t).Conceals(config, canary(), "3931", "CREDIT_CARD", "QANTAS_POINTS", "cvv", "paymentReference")
}
