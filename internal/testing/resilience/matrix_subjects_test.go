package resilience_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// subject is one resource of the matrix.
type subject struct {
	// name is the resource type without the prefix, unless resource is that; title what messages call the object.
	name, resource, title string
	// kind is what the objects are in the sandbox.
	kind sandbox.Kind
	// config and changed are the arguments of the resource before and after an update.
	config, changed func() string
	// around puts into the sandbox what was there before Terraform.
	around func(*world)
	// parent is the part of the import id before the object's own.
	parent string
	// own is the object's own part of the import id; the id in the sandbox where it is nil.
	own func(object map[string]any) string
	// silent sets a property of the object that the configuration is silent about.
	silent func(object map[string]any)
	// tokens is the path of the token endpoint.
	tokens string
	// refusal is the API's own error document.
	refusal func(status int, header http.Header) *sandbox.Reply
	// traced says that error documents name their request.
	traced bool
	// replaced says that an update is a replacement: the API cannot change such an object.
	replaced bool
	// adopted says that the object is there before Terraform, and a create takes it over.
	adopted bool
	// eternal says why an update and a delete mean nothing, empty when they do.
	eternal string
}

const (
	theCompany   = "4974a66b-7493-4f41-908c-58ba81093947"
	otherCompany = "5f0c2a7e-3b1d-4c6a-9e8f-7a6b5c4d3e2f"
	somebody     = "0d3c5e1b-6a5f-4d0e-8f3a-2b1c0d9e8f7a"
	theTrip      = "1234567890"
	spotnanaAuth = "/v2/auth/oauth2-token"
)

func spotnanaError(status int, header http.Header) *sandbox.Reply {
	r := sandbox.ErrorReply(status, "FAULT", "The sandbox was told to fail.")
	r.Header = header
	return r
}

func uniteError(status int, header http.Header) *sandbox.Reply {
	r := sandbox.ProblemReply(status)
	for name, values := range header {
		r.Header[name] = values
	}
	return r
}

func text(s string) func() string { return func() string { return s } }

var subjects = []*subject{
	{
		name: "company", title: `company `, kind: sandbox.Companies, tokens: spotnanaAuth, refusal: spotnanaError, traced: true,
		config:  text("name = \"ACME\"\n billing_currency = \"EUR\"\n company_roles = [\"ORG\"]\n deletion_protection = false"),
		changed: text("name = \"ACME Robotics\"\n billing_currency = \"USD\"\n company_roles = [\"ORG\", \"TMC\"]\n deletion_protection = false"),
		around: func(w *world) {
			w.insert(sandbox.Companies, "", otherCompany, companyObject(otherCompany, "ACME", "CHF"))
		},
		silent: func(o map[string]any) { o["emailDomains"] = []any{"acme.example"} },
	},
	{
		name: "partner_public_key", title: `partner public key `, kind: sandbox.PartnerPublicKeys, tokens: spotnanaAuth, refusal: spotnanaError, traced: true,
		config: func() string {
			return fmt.Sprintf("company_id = %q\n public_key_jwk = %q", theCompany, publicKeys()[0])
		},
		changed: func() string {
			return fmt.Sprintf("company_id = %q\n public_key_jwk = %q", theCompany, publicKeys()[1])
		},
		around: func(w *world) {
			for _, id := range []string{theCompany, otherCompany} {
				w.insert(sandbox.Companies, "", id, companyObject(id, "Company "+id, "EUR"))
			}
			w.insert(sandbox.PartnerPublicKeys, otherCompany, somebody, map[string]any{"id": somebody, "orgId": otherCompany,
				"kid": "key-0", "status": "ACTIVE", "createdAt": "2025-01-01T00:00:00Z", "thumbprint": "theirs"})
		},
		parent: theCompany + "/", own: func(o map[string]any) string { return fmt.Sprint(o["kid"]) }, replaced: true,
	},
	{
		name: "policy", title: `policy `, kind: sandbox.Policies, tokens: spotnanaAuth, refusal: spotnanaError, traced: true,
		config: func() string {
			return policyConfig("EUR", `["eng"]`, "air_policy_rules = { co2_emission_per_passenger_per_km = { emission = 120 } }")
		},
		changed: func() string {
			return policyConfig("USD", `["eng", "ops"]`, "rules = { car_types_not_allowed = { car_types = [\"LUXURY\"] } }")
		},
		around: func(w *world) {
			w.insert(sandbox.Companies, "", theCompany, companyObject(theCompany, "ACME", "EUR"))
			w.insert(sandbox.Policies, theCompany, somebody, map[string]any{"id": somebody, "name": "Engineering", "type": "GROUP",
				"category": "EMPLOYEE", "currency": map[string]any{"currencyCode": "CHF"}, "userGroups": []any{}, "version": json.Number("7")})
		},
		parent: theCompany + "/",
		silent: func(o map[string]any) {
			o["hotelPolicyRules"] = map[string]any{"hotelAdvanceBookingWindow": map[string]any{
				"hotelAdvanceBookingWindowProps": map[string]any{"numDaysInAdvance": json.Number("3")}}}
		},
	},
	{
		name: "default_policy", resource: "policy", title: `policy `, kind: sandbox.Policies, tokens: spotnanaAuth, refusal: spotnanaError, traced: true,
		config:  func() string { return defaultPolicyConfig("EUR", 14) },
		changed: func() string { return defaultPolicyConfig("USD", 21) },
		around: func(w *world) {
			w.insert(sandbox.Companies, "", theCompany, companyObject(theCompany, "ACME", "CHF"))
			w.insert(sandbox.Policies, theCompany, somebody, map[string]any{"id": somebody, "name": "Everybody", "type": "GROUP",
				"category": "EMPLOYEE", "currency": map[string]any{"currencyCode": "CHF"}, "userGroups": []any{}, "version": json.Number("7")})
		},
		parent: theCompany + "/", adopted: true,
		silent: func(o map[string]any) { o["isRestrictive"] = true },
	},
	{
		name: "trip", title: `trip `, kind: sandbox.Trips, tokens: spotnanaAuth, refusal: spotnanaError, traced: true,
		config: func() string {
			return fmt.Sprintf("name = \"Kick-off\"\n user_id = %q\n trip_contacts = [{ label = \"Driver\", name = \"Alan\", email = \"alan@acme.example\" }]\n%s", somebody, mail("host@acme.example"))
		},
		changed: func() string {
			return fmt.Sprintf("name = \"Kickoff\"\n user_id = %q\n trip_contacts = [{ label = \"Host\", name = \"Alan\" }, { label = \"Driver\", name = \"Grace\" }]\n%s", somebody, mail("desk@acme.example"))
		},
		around: func(w *world) { w.insert(sandbox.Trips, "", theTrip, tripObject("Kick-off", "Theirs")) },
		silent: func(o map[string]any) {
			basic, _ := o["basicTripInfo"].(map[string]any)
			basic["tripDescription"] = "Set by somebody else"
		},
	},
	{
		name: "trip_agent_note", title: `agent note `, kind: sandbox.TripAgentNotes, tokens: spotnanaAuth, refusal: spotnanaError, traced: true,
		config:  text(fmt.Sprintf("trip_id = %q\n note = \"Window seat.\"", theTrip)),
		changed: text(fmt.Sprintf("trip_id = %q\n note = \"Aisle seat.\"", theTrip)),
		around: func(w *world) {
			w.insert(sandbox.Trips, "", theTrip, tripObject("Kick-off", "Theirs"))
			w.insert(sandbox.TripAgentNotes, theTrip, somebody, map[string]any{"noteId": map[string]any{"id": somebody}, "note": "Window seat, please.",
				"createdAt": map[string]any{"iso8601": "2025-01-01T00:00:00Z"}, "updatedAt": map[string]any{"iso8601": "2025-01-01T00:00:00Z"}})
		},
		parent: theTrip + "/", replaced: true,
	},
	{
		name: "unite_company", title: `Unite company `, kind: sandbox.UniteCompanies, tokens: sandbox.UniteTokenPath, refusal: uniteError,
		config: text("name = \"Acme GmbH\"\n vat_id = \"DE123456789\"\n" +
			"address = { street = \"Main street 1\", locality = \"Berlin\", country_code = \"DE\" }\n contact = { email = \"legal@acme.example\" }"),
		around: func(w *world) {
			w.insert(sandbox.UniteCompanies, "", otherCompany, map[string]any{"companyId": otherCompany, "companyNumber": "123456789",
				"name": "Acme GmbH", "vatId": "DE987654321", "contact": map[string]any{"email": "other@acme.example"},
				"address": map[string]any{"street": "Main street 2", "locality": "Berlin", "countryCode": "DE"}})
		},
		silent:  func(o map[string]any) { o["imprint"] = "https://acme.example/imprint" },
		eternal: "Unite neither changes nor deletes companies",
	},
}

func companyObject(id, name, currency string) map[string]any {
	return map[string]any{"id": map[string]any{"id": id}, "name": name, "billingCurrency": currency, "companyRoles": []any{"ORG", "TMC"}, "isActive": true}
}

func policyConfig(currency, departments, rules string) string {
	return fmt.Sprintf("company_id = %q\n name = \"Engineering\"\n type = \"GROUP\"\n currency = { currency_code = %q }\n user_groups = [{ departments = %s }]\n%s",
		theCompany, currency, departments, rules)
}

func defaultPolicyConfig(currency string, days int) string {
	return fmt.Sprintf("on_create = \"adopt\"\n on_destroy = \"abandon\"\n company_id = %q\n name = \"Everybody\"\n type = \"DEFAULT\"\n currency = { currency_code = %q }\n"+
		"user_groups = []\n air_policy_rules = { flight_advance_booking_window = { num_days_in_advance = %d } }", theCompany, currency, days)
}

// mail are a trip's communication preferences.
func mail(to string) string {
	return fmt.Sprintf("trip_communication_preferences = { trip_email_preferences = { bucket_email_preferences = { bucket_types = [\"REMINDERS\"], to_emails = [%q] } } }", to)
}

func tripObject(name, description string) map[string]any {
	return map[string]any{
		"basicTripInfo": map[string]any{"tripId": theTrip, "tripName": name, "tripDescription": description, "userId": map[string]any{"id": somebody},
			"tripMetadata": map[string]any{"tripContacts": []any{map[string]any{"label": "Host", "name": "Theirs"}}}},
		"pnrs": []any{map[string]any{"pnrId": "9876543210", "data": map[string]any{}}},
	}
}

// publicKeys are the JWKs of two keys.
var publicKeys = sync.OnceValue(func() (out [2]string) {
	for i := range out {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			panic(err)
		}
		der, err := x509.MarshalPKIXPublicKey(key.Public())
		if err != nil {
			panic(err)
		}
		if out[i], err = jwk.FromPEM(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), fmt.Sprint("key-", i)); err != nil {
			panic(err)
		}
	}
	return out
})

// provider is the provider block of a run. The secrets are in the environment.
func (s *subject) provider(server *acctest.Server, setting string) string {
	return server.Provider("max_retries = 2", setting, fmt.Sprintf("unite = { base_url = %q, token_url = %q }",
		server.URL+sandbox.UniteRoot, server.URL+sandbox.UniteTokenPath))
}

// block is the resource with these arguments.
func (s *subject) block(arguments string) string {
	return fmt.Sprintf("resource \"spotnana_%s\" \"test\" {\n  %s\n}\n", s.typeName(), strings.ReplaceAll(arguments, "\n", "\n "))
}

// typeName is the resource type without the prefix.
func (s *subject) typeName() string {
	if s.resource != "" {
		return s.resource
	}
	return s.name
}
