package resilience_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Somebody changes an object between plan and apply. Where the plan or the configuration has a say, nothing is written;
// everything else is left as they made it.

// guarded is an object with a planned change.
type guarded struct {
	kind sandbox.Kind
	// put is the path of the update.
	put string
	// config has %s where lines go that differ from plan to plan.
	config string
}

const guardedCompany = "4f0d2f0e-9d1c-4c52-8f39-1f6f5a1f0001"

var (
	aCompany = guarded{sandbox.Companies, "/v2/companies/*", `
resource "spotnana_company" "test" {
  name                = "ACME"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  mobile_redirect_url = "https://mobile.example"
  %s
}`}
	aPolicy = guarded{sandbox.Policies, "/v2/companies/*/policies/*", `
resource "spotnana_policy" "test" {
  company_id  = "` + guardedCompany + `"
  name        = "Engineering"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = ["eng"], country_codes = ["DE", "FR"] }]
  %s
}`}
	aTrip = guarded{sandbox.Trips, "/v2/trips/*", `
resource "spotnana_trip" "test" {
  user_id = "4974a66b-7493-4f41-908c-58ba81093947"
  %s
}`}
)

// edited is the plan that goes with an edit: the object was made with one configuration, another is planned, and then
// the object is edited.
type edited struct {
	*acctest.Terraform
	s      *acctest.Server
	id     string
	before map[string]any // the object after the edit
}

func (g guarded) edited(t *testing.T, from, to string, edit func(object map[string]any)) edited {
	t.Helper()
	s, tf := acctest.NewUnrecordedServer(t), acctest.NewTerraform(t)
	s.SetModes(sandbox.Modes{AnswerSecrets: true})
	if g.kind == sandbox.Policies {
		if err := s.Insert(sandbox.Companies, "", guardedCompany, map[string]any{
			"id": map[string]any{"id": guardedCompany}, "name": "ACME", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}); err != nil {
			t.Fatal(err)
		}
	}
	write := func(lines string) {
		tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+s.Config(fmt.Sprintf(g.config, lines)))
	}
	write(from)
	tf.OK("apply", "-auto-approve")
	write(to)
	tf.OK("plan", "-out=tfplan")
	ids := s.List(g.kind)
	e := edited{Terraform: tf, s: s, id: ids[len(ids)-1]}
	if err := s.Edit(g.kind, e.id, edit); err != nil {
		t.Fatal(err)
	}
	e.before = e.object(t, g)
	s.ResetRequests()
	return e
}

func (e edited) object(t *testing.T, g guarded) map[string]any {
	t.Helper()
	object, err := e.s.Get(g.kind, e.id)
	if err != nil {
		t.Fatal(err)
	}
	return object
}

// in is the object at the names below an object.
func in(object map[string]any, names ...string) map[string]any {
	for _, name := range names {
		object, _ = object[name].(map[string]any)
	}
	return object
}

func basic(trip map[string]any) map[string]any { return in(trip, "basicTripInfo") }

func secretHolder(company map[string]any) map[string]any {
	return in(company, "emailClientConfig", "credentials", "emailClientSecretKey")
}

// mailer is an account at a mail service with a secret.
func mailer(sender string) string {
	return fmt.Sprintf(`email_client_config = {
    client                 = "SENDGRID"
    credentials            = { email_client_secret_key = { secret_key_wo = var.secret_key, secret_key_wo_version = 1 } }
    default_sender_address = %q
  }`, sender)
}

func airlines(codes string) string {
	return fmt.Sprintf(`air_policy_rules = { restricted_airlines = { airline_codes = [%s] } }`, codes)
}

const rotated = "secret that somebody has put in place of ours"

func TestAccLostUpdate_stops(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		object   guarded
		from, to string
		edit     func(object map[string]any)
		// attribute is what the error is about; was, plans and has are its values.
		attribute, was, plans, has string
	}{
		"company, what the plan changes": {aCompany, `redirect_url = "https://one.example"`, `redirect_url = "https://two.example"`,
			func(c map[string]any) { c["redirectUrl"] = "https://their.example" },
			"redirect_url", `"https://one.example"`, `"https://two.example"`, `"https://their.example"`},
		"company, what the plan removes": {aCompany, `redirect_url = "https://one.example"`, "",
			func(c map[string]any) { c["redirectUrl"] = "https://their.example" },
			"redirect_url", `"https://one.example"`, "nothing", `"https://their.example"`},
		"company, what the plan adds": {aCompany, "", `redirect_url = "https://two.example"`,
			func(c map[string]any) { c["redirectUrl"] = "https://their.example" },
			"redirect_url", "nothing", `"https://two.example"`, `"https://their.example"`},
		"company, what was taken away": {aCompany, `email_domains = ["one.example"]`, `email_domains = ["two.example"]`,
			func(c map[string]any) { delete(c, "emailDomains") },
			"email_domains", `["one.example"]`, `["two.example"]`, "nothing"},
		// The plan's other attributes were compared with the object when it was made, and the reader of the plan relied on it.
		"company, what is configured and not changed": {aCompany, "", `redirect_url = "https://two.example"`,
			func(c map[string]any) { c["mobileRedirectUrl"] = "https://their.example" },
			"mobile_redirect_url", `"https://mobile.example"`, `"https://mobile.example"`, `"https://their.example"`},
		"company, what nobody configured": {aCompany, "", `redirect_url = "https://two.example"`,
			func(c map[string]any) { c["isSelfSignUpEnabled"] = true },
			"is_self_sign_up_enabled", "nothing", "nothing", "true"},
		"company, beside a secret": {aCompany, mailer("one@acme.example"), mailer("two@acme.example"),
			func(c map[string]any) {
				in(c, "emailClientConfig")["defaultSenderAddress"] = "their@acme.example"
				secretHolder(c)["secretKey"] = rotated
			},
			"email_client_config.default_sender_address", `"one@acme.example"`, `"two@acme.example"`, `"their@acme.example"`},
		"policy, deep in a rule": {aPolicy, airlines(`"FR"`), airlines(`"FR", "U2"`),
			func(p map[string]any) {
				in(p, "airPolicyRules", "restrictedAirlines", "restrictedAirlinesProps")["airlineCodes"] = []any{"W6"}
			},
			"air_policy_rules.restricted_airlines.airline_codes", `["FR"]`, `["FR","U2"]`, `["W6"]`},
		"policy, another branch of a choice": {aPolicy, airlines(`"FR"`), airlines(`"FR", "U2"`),
			func(p map[string]any) {
				in(p, "airPolicyRules")["restrictedAirlines"] = map[string]any{"isLinked": true}
			},
			"air_policy_rules.restricted_airlines.airline_codes", `["FR"]`, `["FR","U2"]`, "nothing"},
		"policy, a keyed rule": {aPolicy, `rules = { car_types_not_allowed = { car_types = ["LUXURY"] } }`, `rules = { car_types_not_allowed = { car_types = ["SUV"] } }`,
			func(p map[string]any) {
				rule := p["rules"].([]any)[0].(map[string]any)
				in(rule, "policyValue", "universalProps", "carTypesNotAllowedProps")["carTypes"] = []any{"VAN"}
			},
			"rules.car_types_not_allowed.car_types", `["LUXURY"]`, `["SUV"]`, `["VAN"]`},
		"policy, an element of a list": {aPolicy, "", "is_restrictive = true",
			func(p map[string]any) { p["userGroups"].([]any)[0].(map[string]any)["departments"] = []any{"ops"} },
			"user_groups", `[{"country_codes":["DE","FR"],"departments":["eng"]}]`, `[{"country_codes":["DE","FR"],"departments":["eng"]}]`, `[{"country_codes":["DE","FR"],"departments":["ops"]}]`},
		"trip, its name": {aTrip, `name = "Kick-off"`, `name = "Kickoff"`,
			func(trip map[string]any) { basic(trip)["tripName"] = "Theirs" },
			"name", `"Kick-off"`, `"Kickoff"`, `"Theirs"`},
		"trip, its contacts, while the name is planned": {aTrip, `name = "Kick-off"`, `name = "Kickoff"`,
			func(trip map[string]any) {
				in(trip, "basicTripInfo", "tripMetadata")["tripContacts"] = []any{map[string]any{"label": "Driver", "name": "Alan"}}
			},
			"trip_contacts", "nothing", "nothing", `[{"label":"Driver","name":"Alan"}]`},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			e := tc.object.edited(t, tc.from, tc.to, tc.edit)
			state := e.Lines("show", "-json")
			out, code := e.Run("apply", "tfplan")
			for _, want := range []string{"Changed at the API since the plan was made", "Somebody changed " + tc.attribute + " of ",
				fmt.Sprintf("it was %s, the plan sets %s, the API now has %s. Nothing was written.", tc.was, tc.plans, tc.has)} {
				if !strings.Contains(out, want) {
					t.Errorf("the apply does not say %q: %s", want, out)
				}
			}
			if n := strings.Count(out, "Error: "); code != 1 || n != strings.Count(out, "Somebody changed ") {
				t.Errorf("the apply ends with %d and %d errors: %s", code, n, out)
			}
			if acctest.HasSecret(out) || strings.Contains(out, rotated) {
				t.Error("the apply shows a secret")
			}

			// Both sides are as they were.
			if writes := e.s.Writes(); len(writes) > 0 {
				t.Errorf("these requests were sent: %v", writes)
			}
			if diff := cmp.Diff(e.before, e.object(t, tc.object)); diff != "" {
				t.Errorf("the object was changed:\n%s", diff)
			}
			if diff := cmp.Diff(state, e.Lines("show", "-json")); diff != "" {
				t.Errorf("the state was changed:\n%s", diff)
			}
			// A new plan knows what they did.
			e.OK("apply", "-auto-approve")
			e.NoChanges()
			if secret := secretHolder(e.object(t, tc.object)); secret != nil && secret["secretKey"] != rotated {
				t.Errorf("the secret is %v", secret["secretKey"])
			}
		})
	}
}

// What the plan has no say in does not stop it and is not overwritten; what means the same is no change.
func TestAccLostUpdate_goesOn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		object   guarded
		from, to string
		edit     func(object map[string]any)
		// planned changes the edited object to what the update must send.
		planned func(object map[string]any)
	}{
		"company": {aCompany, mailer("one@acme.example"), mailer("two@acme.example"),
			func(c map[string]any) {
				secretHolder(c)["secretKey"] = rotated
				in(c, "emailClientConfig")["x_injected"] = "theirs"
				c["x_injected"], c["isActive"] = []any{"theirs"}, false
			},
			func(c map[string]any) { in(c, "emailClientConfig")["defaultSenderAddress"] = "two@acme.example" }},
		"policy": {aPolicy, airlines(`"FR", "U2"`), airlines(`"FR", "U2"`) + "\nis_restrictive = true",
			func(p map[string]any) {
				props := in(p, "airPolicyRules", "restrictedAirlines", "restrictedAirlinesProps")
				props["airlineCodes"], props["x_injected"] = []any{"U2", "FR"}, "theirs"
				p["userGroups"].([]any)[0].(map[string]any)["x_injected"] = "theirs"
				p["currency"] = map[string]any{"currencyCode": "eur"}
			},
			func(p map[string]any) {
				p["isRestrictive"] = true
				for _, name := range []string{"version", "updatedAt", "isMembershipViaHrFeed"} { // the server's own
					delete(p, name)
				}
			}},
		"company, the planned change": {aCompany, "", `redirect_url = "https://two.example"`,
			func(c map[string]any) { c["redirectUrl"] = "https://two.example" },
			func(map[string]any) {}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			e := tc.object.edited(t, tc.from, tc.to, tc.edit)
			e.OK("apply", "tfplan")
			want := e.before
			tc.planned(want)
			if diff := cmp.Diff(want, e.s.LastBody("PUT", tc.object.put)); diff != "" {
				t.Errorf("the update (-want +sent):\n%s", diff)
			}
			e.NoChanges()
		})
	}
	t.Run("trip", func(t *testing.T) {
		t.Parallel()
		e := aTrip.edited(t, `name = "Kick-off"`, `name = "Kickoff"`, func(trip map[string]any) {
			trip["tripBookingStatus"], basic(trip)["x_injected"] = "CONFIRMED_STATUS", "theirs"
			basic(trip)["startDate"] = map[string]any{"iso8601": "2026-03-03"}
		})
		e.OK("apply", "tfplan")
		if diff := cmp.Diff(map[string]any{"tripId": e.id, "tripName": "Kickoff"}, e.s.LastBody("PUT", aTrip.put)); diff != "" {
			t.Errorf("the update (-want +sent):\n%s", diff)
		}
		want, got := e.before, e.object(t, aTrip)
		basic(want)["tripName"] = "Kickoff"
		delete(want, "updatedAt")
		delete(got, "updatedAt")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the trip (-want +got):\n%s", diff)
		}
		e.NoChanges()
	})
}

// An update of which nobody knows whether it was carried out must not make the provider forget what it was for: where it
// was not, the next plan has it again, also where it was to remove something.
func TestAccLostUpdate_outcomeUnknown(t *testing.T) {
	t.Parallel()
	const item = "/v2/companies/*"
	for name, carriedOut := range map[string]bool{"carried out": true, "not carried out": false} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s, tf := acctest.NewUnrecordedServer(t), acctest.NewTerraform(t)
			write := func(lines string) {
				tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+fmt.Sprintf(aCompany.config, lines))
			}
			write("redirect_url = \"https://one.example\"\nemail_domains = [\"one.example\"]")
			tf.OK("apply", "-auto-approve")
			// Not shown in any plan, so it stays as it is.
			s.EditCompany(func(c map[string]any) { c["x_injected"] = "theirs" })
			write("email_domains = [\"two.example\"]")
			s.AddFaults(sandbox.Fault{Method: "PUT", Path: item, Commit: carriedOut, Drop: true},
				sandbox.Fault{Method: "GET", Path: item, Skip: 2, Times: sandbox.Always, Reply: sandbox.PageReply(502)})
			tf.Fails([]string{"apply", "-auto-approve"}, "cannot tell whether company", "The object cannot be read either", "State holds what was there before")
			s.ClearFaults()

			actions, attributes := tf.Changes(tf.Plan(), "spotnana_company.test")
			want := "update [email_domains redirect_url]"
			if carriedOut {
				want = " []"
			}
			if got := fmt.Sprint(actions, " ", attributes); got != want {
				t.Errorf("the plan has %s, want %s", got, want)
			}
			tf.OK("apply", "tfplan")
			tf.NoChanges()
			_, c := s.Company()
			if got := fmt.Sprint(c["redirectUrl"], c["emailDomains"], c["x_injected"]); got != "<nil> [two.example]theirs" {
				t.Errorf("the company has %s", got)
			}
		})
	}
}

// The same when the object can be read, and the update was to remove something below an element of a list.
func TestAccLostUpdate_removedBelowList(t *testing.T) {
	t.Parallel()
	s, tf := acctest.NewUnrecordedServer(t), acctest.NewTerraform(t)
	write := func(contact string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf(aTrip.config, "name = \"Kick-off\"\ntrip_contacts = ["+contact+"]")))
	}
	write(`{ label = "Driver", name = "Alan", email = "alan@acme.example" }`)
	tf.OK("apply", "-auto-approve")
	write(`{ label = "Driver", name = "Alan" }`)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v3/trips/*", Reply: sandbox.PageReply(504)})
	tf.Fails([]string{"apply", "-auto-approve"}, "cannot update trip", "504 Gateway Timeout")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	trip, err := s.Get(sandbox.Trips, s.List(sandbox.Trips)[0])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{map[string]any{"label": "Driver", "name": "Alan"}}, in(trip, "basicTripInfo", "tripMetadata")["tripContacts"]); diff != "" {
		t.Errorf("contacts (-want +got):\n%s", diff)
	}
}

// An update that is refused for the moment is sent again only to an object that is still the same: what somebody does while
// it waits stops it or is kept, and is not undone by a body from before.
func TestAccLostUpdate_whileItWaits(t *testing.T) {
	t.Parallel()
	theirs := func(c map[string]any) { c["redirectUrl"] = "https://their.example" }
	for name, tc := range map[string]struct {
		// first is the answer to the first PUT, committed whether it is carried out all the same.
		first     *sandbox.Reply
		committed bool
		edit      func(c map[string]any)
		says      []string
		puts      int
		left      string
	}{
		"what the plan changes": {first: sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down."), edit: theirs,
			says: []string{"Somebody changed redirect_url of ", `the API now has "https://their.example". Nothing was written.`}, puts: 1, left: "https://their.example <nil>"},
		"what the plan changes, while a token is fetched": {first: sandbox.ErrorReply(401, "UNAUTHORIZED", "Expired."), edit: theirs,
			says: []string{"Somebody changed redirect_url of ", `the API now has "https://their.example". Nothing was written.`}, puts: 1, left: "https://their.example <nil>"},
		"what the plan changes, after it was carried out": {first: sandbox.ErrorReply(503, "UNAVAILABLE", "Later."), committed: true, edit: theirs,
			says: []string{"Somebody changed redirect_url of ", "An attempt before that may have been carried out"}, puts: 1, left: "https://their.example <nil>"},
		"what the plan has no say in": {first: sandbox.ErrorReply(503, "UNAVAILABLE", "Later."),
			edit: func(c map[string]any) { c["x_injected"] = "theirs" }, puts: 2, left: "https://two.example theirs"},
		"nothing": {first: sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down."), puts: 2, left: "https://two.example <nil>"},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			w, tf := newWire(t), acctest.NewTerraform(t)
			write := func(line string) {
				tf.Write("main.tf", acctest.RequiredProvider+w.Config(fmt.Sprintf(aCompany.config, line)))
			}
			write(`redirect_url = "https://one.example"`)
			tf.OK("apply", "-auto-approve")
			write(`redirect_url = "https://two.example"`)

			var edit sync.Once
			w.AddFaults(sandbox.Fault{Method: "PUT", Path: aCompany.put, Reply: tc.first, Commit: tc.committed})
			w.do(func(_ int, a arrival, answer func() *httptest.ResponseRecorder) {
				if a.method == "PUT" && tc.edit != nil {
					edit.Do(func() {
						answer()
						w.EditCompany(tc.edit)
					})
				}
			})
			if out, code := tf.Run("apply", "-auto-approve"); (code == 0) != (tc.says == nil) {
				t.Errorf("the apply ends with %d: %s", code, out)
			} else {
				for _, want := range tc.says {
					if !strings.Contains(out, want) {
						t.Errorf("the apply does not say %q: %s", want, out)
					}
				}
			}
			puts := 0
			for _, a := range w.requests() {
				if a.method == "PUT" {
					puts++
				}
			}
			_, c := w.Company()
			if left := fmt.Sprint(c["redirectUrl"], " ", c["x_injected"]); puts != tc.puts || left != tc.left {
				t.Errorf("%d PUTs, want %d; the company has %s, want %s", puts, tc.puts, left, tc.left)
			}
			// The next plan knows what they did.
			tf.OK("apply", "-auto-approve")
			tf.NoChanges()
		})
	}
}
