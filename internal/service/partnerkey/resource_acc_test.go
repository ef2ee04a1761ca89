package partnerkey_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/jwk"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_partner_public_key.test"
	collection = "/v2/companies/*/partner-public-keys"
	item       = collection + "/*"
)

// keys are made once: RSA keys take long to make.
var keys = sync.OnceValue(func() (made struct{ rsa, otherRSA, ec string }) {
	public := func(key any) string {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			panic(err)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	}
	for _, to := range []*string{&made.rsa, &made.otherRSA} {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		*to = public(key.Public())
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	made.ec = public(key.Public())
	return made
})

// toJWK is the JWK of a key in PEM.
func toJWK(t *testing.T, key, kid string) string {
	t.Helper()
	text, err := jwk.FromPEM(key, kid)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func thumbprint(t *testing.T, key string) string {
	t.Helper()
	text, err := jwk.Thumbprint(toJWK(t, key, "any"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const companyConfig = `
resource "spotnana_company" "test" {
  name                = "ACME"
  billing_currency    = "EUR"
  company_roles       = ["TMC"]
  deletion_protection = false
}
`

// withKey is a company with a key, whose JWK is an expression.
func withKey(expression string) string {
	return companyConfig + fmt.Sprintf(`
resource "spotnana_partner_public_key" "test" {
  company_id     = spotnana_company.test.id
  public_key_jwk = %s
}
`, expression)
}

func literal(text string) string { return "<<-EOT\n" + text + "\nEOT\n" }

func preApply(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

func planned(attribute string, v knownvalue.Check) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New(attribute), v)
}

func has(attribute string, v knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), v)
}

// keyWrites are the requests that add and revoke keys, by method.
func keyWrites(s *acctest.Server) []string {
	var out []string
	for _, w := range s.Writes() {
		if method, path, _ := strings.Cut(w, " "); strings.Contains(path, "/partner-public-keys") {
			out = append(out, method)
		}
	}
	return out
}

// statuses are the statuses of all keys in the sandbox by kid, in order of creation.
func statuses(t *testing.T, s *acctest.Server) []string {
	t.Helper()
	out := []string{}
	for _, id := range s.List(sandbox.PartnerPublicKeys) {
		key, err := s.Get(sandbox.PartnerPublicKeys, id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(key["kid"], " ", key["status"]))
	}
	return out
}

// Both kinds of keys: kid and thumbprint are known in the plan, the rest after the apply.
func TestAccPartnerPublicKey_basic(t *testing.T) {
	for name, key := range map[string]string{"RSA": keys().rsa, "EC": keys().ec} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			config := s.Config(withKey(literal(toJWK(t, key, "kid-1"))))
			s.Test(
				resource.TestStep{
					Config: config,
					ConfigPlanChecks: preApply(action(plancheck.ResourceActionCreate),
						planned("kid", knownvalue.StringExact("kid-1")), planned("thumbprint", knownvalue.StringExact(thumbprint(t, key))),
						plancheck.ExpectUnknownValue(address, tfjsonpath.New("key_id")), plancheck.ExpectUnknownValue(address, tfjsonpath.New("status"))),
					ConfigStateChecks: []statecheck.StateCheck{
						has("status", knownvalue.StringExact("ACTIVE")), has("thumbprint", knownvalue.StringExact(thumbprint(t, key))),
						has("key_id", knownvalue.NotNull()), has("created_at", knownvalue.NotNull()), has("organization_id", knownvalue.NotNull()),
					},
				},
				resource.TestStep{Config: config, ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
			)
			var sent map[string]any
			if err := json.Unmarshal([]byte(s.LastBody("POST", collection)["publicKeyJwk"].(string)), &sent); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(decode(t, toJWK(t, key, "kid-1")), sent); diff != "" {
				t.Errorf("the key that was sent (-want +got)\n%s", diff)
			}
			if got := keyWrites(s); !slices.Equal(got, []string{"POST", "DELETE"}) {
				t.Errorf("sent %v", got)
			}
		})
	}
}

func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// rewritten is the JWK with some members changed, on several lines and in another order.
func rewritten(t *testing.T, text string, members map[string]any) string {
	t.Helper()
	data, err := json.MarshalIndent(acctest.With(decode(t, text), members), "", "   ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// White space and the order of members revoke no key; another alg, kid or key does, and revokes before it adds.
func TestAccPartnerPublicKey_replace(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	original := toJWK(t, keys().rsa, "kid-1")
	if rewritten(t, original, nil) == original {
		t.Fatal("the other layout is the same")
	}
	replaced := func(wantKid, key string, jwk string) resource.TestStep {
		return resource.TestStep{
			PreConfig: s.ResetRequests,
			Config:    s.Config(withKey(literal(jwk))),
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionDestroyBeforeCreate),
				planned("kid", knownvalue.StringExact(wantKid)), planned("thumbprint", knownvalue.StringExact(thumbprint(t, key)))),
			Check: func(*terraform.State) error {
				if got := keyWrites(s); !slices.Equal(got, []string{"DELETE", "POST"}) {
					return fmt.Errorf("sent %v", got)
				}
				return nil
			},
		}
	}
	s.Test(
		resource.TestStep{Config: s.Config(withKey(literal(original)))},
		resource.TestStep{Config: s.Config(withKey(literal(rewritten(t, original, nil)))), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
		replaced("kid-1", keys().rsa, rewritten(t, original, map[string]any{"alg": "RS512"})),
		replaced("kid-2", keys().rsa, toJWK(t, keys().rsa, "kid-2")),
		replaced("kid-2", keys().otherRSA, toJWK(t, keys().otherRSA, "kid-2")),
		resource.TestStep{RefreshState: true, Check: func(*terraform.State) error {
			want := []string{"kid-1 REVOKED", "kid-1 REVOKED", "kid-2 REVOKED", "kid-2 ACTIVE"}
			if got := statuses(t, s); !slices.Equal(got, want) {
				return fmt.Errorf("the sandbox has %v, want %v", got, want)
			}
			return nil
		}},
	)
}

// The API never answers the JWK. After an import the configured key, if it is the same, comes into state by an update
// that sends nothing; another key is a replacement.
func TestAccPartnerPublicKey_import(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	write := func(more, key string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(key)), more))
	}
	key := toJWK(t, keys().ec, "kid/1 ä")
	write("", key)
	tf.OK("apply", "-auto-approve")
	company := s.List(sandbox.Companies)[0]
	tf.OK("state", "rm", address)
	s.ResetRequests()

	write(fmt.Sprintf("import {\n  to = %s\n  id = \"%s/kid/1 ä\"\n}\n", address, company), rewritten(t, key, nil))
	plan := tf.Plan()
	actions, attributes := tf.Changes(plan, address)
	if actions != "update" || !slices.Equal(attributes, []string{"public_key_jwk"}) {
		t.Errorf("the plan after an import changes %v (%s)", attributes, actions)
	}
	tf.OK("apply", "tfplan")
	tf.NoChanges()
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}

	tf.OK("state", "rm", address)
	write(fmt.Sprintf("import {\n  to = %s\n  id = \"%s/kid/1 ä\"\n}\n", address, company), toJWK(t, keys().rsa, "kid/1 ä"))
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "delete,create" {
		t.Errorf("the plan for another key has the actions %q", actions)
	}
	write("import {\n  to = "+address+"\n  id = \""+company+"\"\n}\n", key)
	tf.Fails([]string{"plan"}, "is not the import id of a partner public key", "<company_id>/<kid>")
}

func TestAccPartnerPublicKey_disappears(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := s.Config(withKey(literal(toJWK(t, keys().ec, "kid-1"))))
	s.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				id := s.List(sandbox.PartnerPublicKeys)[0]
				if err := s.Edit(sandbox.PartnerPublicKeys, id, func(key map[string]any) { key["status"] = "REVOKED" }); err != nil {
					t.Error(err)
				}
			},
			Config:           config,
			ConfigPlanChecks: preApply(action(plancheck.ResourceActionCreate)),
		},
	)
	if got := keyWrites(s); !slices.Equal(got, []string{"POST", "POST", "DELETE"}) {
		t.Errorf("sent %v", got)
	}
}

// The keys of a company are read with one request, however many there are; and each company's with one.
func TestAccPartnerPublicKey_oneListPerCompany(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	text := toJWK(t, keys().ec, "kid-1")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf(`
resource "spotnana_company" "test" {
  count               = 2
  name                = "ACME ${count.index}"
  billing_currency    = "EUR"
  company_roles       = ["TMC"]
  deletion_protection = false
}

resource "spotnana_partner_public_key" "test" {
  count          = 2
  company_id     = spotnana_company.test[count.index].id
  public_key_jwk = %s}
`, literal(text))))
	tf.OK("apply", "-auto-approve")
	companies := s.List(sandbox.Companies)
	slices.SortFunc(companies, func(a, b string) int { return strings.Compare(name(t, s, a), name(t, s, b)) })
	// An organization has one active key at most; to have many in state, more are put beside it and imported.
	imports := fmt.Sprintf("resource \"spotnana_partner_public_key\" \"more\" {\n  count = 20\n  company_id = spotnana_company.test[floor(count.index / 10)].id\n"+
		"  public_key_jwk = jsonencode(merge(jsondecode(%q), { kid = \"more-${count.index}\" }))\n}\n", text)
	for i := range 20 {
		company := companies[i/10]
		first, err := s.Get(sandbox.PartnerPublicKeys, s.List(sandbox.PartnerPublicKeys)[0])
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("5f0c2a7e-3b1d-4c6a-9e8f-%012d", i)
		key := acctest.With(first, map[string]any{"id": id, "kid": fmt.Sprint("more-", i), "orgId": company})
		if err := s.Insert(sandbox.PartnerPublicKeys, company, id, key); err != nil {
			t.Fatal(err)
		}
		imports += fmt.Sprintf("import {\n  to = spotnana_partner_public_key.more[%d]\n  id = \"%s/more-%d\"\n}\n", i, company, i)
	}
	tf.Write("more.tf", imports)
	tf.Prints([]string{"apply", "-auto-approve"}, "Resources: 20 imported, 0 added, 20 changed")
	s.ResetRequests()
	tf.NoChanges()
	for _, company := range companies {
		if got := len(s.Sent("GET", "/v2/companies/"+company+"/partner-public-keys")); got != 1 {
			t.Errorf("%d list requests were sent for the company %s, expected one", got, company)
		}
	}
}

func name(t *testing.T, s *acctest.Server, id string) string {
	t.Helper()
	company, err := s.Get(sandbox.Companies, id)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(company["name"])
}

// sentForms are the creates that were sent: the property with the key, and the status of the answer, 0 where that was lost.
func sentForms(t *testing.T, s *acctest.Server) []string {
	t.Helper()
	forms := []string{}
	for _, e := range s.Sent("POST", collection) {
		for member := range acctest.Object(t, e.Body) {
			if member != "keyType" {
				forms = append(forms, fmt.Sprint(member, " ", e.Status))
			}
		}
	}
	return forms
}

// Where the API takes only the newer form, the page's form is tried once in a run, however little the refusal says.
func TestAccPartnerPublicKey_newerForm(t *testing.T) {
	t.Parallel()
	for name, terse := range map[string]bool{"in words": false, "codes alone": true} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			s.SetModes(sandbox.Modes{KeyForm: sandbox.JWKSKeyForm, TerseErrors: terse})
			tf := acctest.NewTerraform(t)
			config := strings.NewReplacer(`"test" {`, "\"test\" {\n  count = 2", "spotnana_company.test.id", "spotnana_company.test[count.index].id", `"ACME"`, `"ACME ${count.index}"`).
				Replace(withKey(literal(toJWK(t, keys().rsa, "kid-1"))))
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(config))
			tf.OK("apply", "-auto-approve", "-parallelism=1")
			if got, want := sentForms(t, s), []string{"publicKeyJwk 400", "jwks 201", "jwks 201"}; !slices.Equal(got, want) {
				t.Errorf("sent %v, want %v", got, want)
			}
			tf.NoChanges()
		})
	}
}

// refusal is an answer of the API's own that says as little as the documents allow.
func refusal(status int, code string) *sandbox.Reply {
	return &sandbox.Reply{Status: status, Body: fmt.Sprintf(`{"debugIdentifier":"trace-%s","errorMessages":[{"errorCode":%q}]}`, code, code)}
}

// A refusal of the API's own says that nothing was made, so the key is sent once more in the other form, if that can hold
// it. Everything else is no reason to. What the API said to either is in the error, at the attribute.
func TestAccPartnerPublicKey_refusedForms(t *testing.T) {
	t.Parallel()
	post := func(reply *sandbox.Reply) sandbox.Fault {
		return sandbox.Fault{Method: "POST", Path: collection, Reply: reply}
	}
	both := "The API has two forms of this request, and took the key in neither. Nothing was made."
	rs512 := rewritten(t, toJWK(t, keys().rsa, "kid-1"), map[string]any{"alg": "RS512"})
	for name, tc := range map[string]struct {
		jwk    string
		faults []sandbox.Fault
		forms  []string
		says   []string // empty where the key is added
	}{
		"400 with a code": {faults: []sandbox.Fault{post(refusal(400, "BAD"))}, forms: []string{"publicKeyJwk 400", "jwks 201"}},
		"422 with a code": {faults: []sandbox.Fault{post(refusal(422, "BAD"))}, forms: []string{"publicKeyJwk 422", "jwks 201"}},
		"twice": {faults: []sandbox.Fault{post(refusal(400, "ONE")), post(refusal(422, "TWO"))}, forms: []string{"publicKeyJwk 400", "jwks 422"},
			says: []string{both, "public_key_jwk = <<-EOT",
				"As the text of a JWK (publicKeyJwk): Request: POST /v2/companies/", "Status: 400 Bad Request Code: ONE Trace id: trace-ONE",
				"As a JWK set (keyType, jwks), the newer form: Request: POST /v2/companies/", "Status: 422 Unprocessable Entity Code: TWO Trace id: trace-TWO"}},
		"then forbidden": {faults: []sandbox.Fault{post(refusal(400, "ONE")), post(refusal(403, "TWO"))}, forms: []string{"publicKeyJwk 400", "jwks 403"},
			says: []string{both, "Code: ONE", "Status: 403 Forbidden Code: TWO", "Check the role of the API user"}},
		"then a page": {faults: []sandbox.Fault{post(refusal(400, "ONE")), post(sandbox.PageReply(400))}, forms: []string{"publicKeyJwk 400", "jwks 400"},
			says: []string{both, "Code: ONE", "not the API's own error document but text/html"}},
		"then lost, carried out": {faults: []sandbox.Fault{post(refusal(400, "ONE")), {Method: "POST", Path: collection, Commit: true, Drop: true}},
			forms: []string{"publicKeyJwk 400", "jwks 0"}},
		"then lost": {faults: []sandbox.Fault{post(refusal(400, "ONE")), {Method: "POST", Path: collection, Drop: true}}, forms: []string{"publicKeyJwk 400", "jwks 0"},
			says: []string{"cannot tell whether partner public key", "This was the second request. The first was refused: POST /v2/companies/", "400 Bad Request: ONE (trace id trace-ONE)"}},
		"a page": {faults: []sandbox.Fault{post(sandbox.PageReply(400))}, forms: []string{"publicKeyJwk 400"},
			says: []string{"400 Bad Request", "not the API's own error document but text/html", "Something other than the API seems to have answered"}},
		"JSON of a proxy": {faults: []sandbox.Fault{post(&sandbox.Reply{Status: 400, Body: `{"error":"keyType is not allowed here"}`})}, forms: []string{"publicKeyJwk 400"},
			says: []string{"400 Bad Request", "not the API's own error document"}},
		"403": {faults: []sandbox.Fault{post(refusal(403, "NO"))}, forms: []string{"publicKeyJwk 403"}, says: []string{"403 Forbidden Code: NO", "Check the role of the API user"}},
		"404": {faults: []sandbox.Fault{post(refusal(404, "NO"))}, forms: []string{"publicKeyJwk 404"}, says: []string{"404 Not Found Code: NO"}},
		"409": {faults: []sandbox.Fault{post(refusal(409, "NO"))}, forms: []string{"publicKeyJwk 409"},
			says: []string{"409 Conflict Code: NO", "public_key_jwk = <<-EOT", "An organization can have only one active key. To rotate the key, change public_key_jwk of the resource"}},
		"EC": {jwk: toJWK(t, keys().ec, "kid-1"), faults: []sandbox.Fault{post(refusal(400, "BAD"))}, forms: []string{"publicKeyJwk 400"},
			says: []string{"400 Bad Request Code: BAD", "public_key_jwk = <<-EOT",
				"The newer form of the request, a JWK set (keyType, jwks), was not tried: it holds only RSA keys with alg RS256, and this key is of type EC.", "use an RSA key with alg RS256"}},
		"another alg": {jwk: rs512, faults: []sandbox.Fault{post(refusal(400, "BAD"))}, forms: []string{"publicKeyJwk 400"},
			says: []string{"Code: BAD", "it holds only RSA keys with alg RS256, and this key has alg RS512."}},
		"EC, a page": {jwk: toJWK(t, keys().ec, "kid-1"), faults: []sandbox.Fault{post(sandbox.PageReply(400))}, forms: []string{"publicKeyJwk 400"},
			says: []string{"not the API's own error document"}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			if tc.jwk == "" {
				tc.jwk = toJWK(t, keys().rsa, "kid-1")
			}
			s := acctest.NewServer(t)
			s.AddFaults(tc.faults...)
			tf := acctest.NewTerraform(t)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(tc.jwk))))
			if tc.says != nil {
				tf.Fails([]string{"apply", "-auto-approve"}, append(tc.says, "Error: ", "with "+address)...)
			} else {
				tf.OK("apply", "-auto-approve")
				tf.NoChanges()
			}
			if got := sentForms(t, s); !slices.Equal(got, tc.forms) {
				t.Errorf("sent %v, want %v", got, tc.forms)
			}
		})
	}
}

// The form that the API took last comes first, and is no more than that: where it is refused the other one is tried, and
// what only the other one can hold is sent so.
func TestAccPartnerPublicKey_rememberedForm(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		second string
		faults []sandbox.Fault
		forms  []string
	}{
		"refused later": {toJWK(t, keys().rsa, "kid-2"), []sandbox.Fault{{Reply: refusal(400, "ONE")}, {Skip: 1, Reply: refusal(400, "TWO")}},
			[]string{"publicKeyJwk 400", "jwks 201", "jwks 400", "publicKeyJwk 201", "publicKeyJwk 201"}},
		"EC": {toJWK(t, keys().ec, "kid-2"), []sandbox.Fault{{Reply: refusal(400, "ONE")}},
			[]string{"publicKeyJwk 400", "jwks 201", "publicKeyJwk 201", "publicKeyJwk 201"}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			for _, f := range tc.faults {
				f.Method, f.Path = "POST", collection
				s.AddFaults(f)
			}
			tf := acctest.NewTerraform(t)
			companies := strings.NewReplacer(`"test" {`, "\"test\" {\n  count = 3", `"ACME"`, `"ACME ${count.index}"`).Replace(companyConfig)
			key := func(name, company, text, after string) string {
				return fmt.Sprintf("resource \"spotnana_partner_public_key\" %q {\n  company_id = spotnana_company.test[%s].id\n  public_key_jwk = %s  depends_on = [%s]\n}\n",
					name, company, literal(text), after)
			}
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(companies,
				key("first", "0", toJWK(t, keys().rsa, "kid-1"), ""),
				key("second", "1", tc.second, "spotnana_partner_public_key.first"),
				key("third", "2", toJWK(t, keys().rsa, "kid-3"), "spotnana_partner_public_key.second")))
			tf.OK("apply", "-auto-approve")
			if got := sentForms(t, s); !slices.Equal(got, tc.forms) {
				t.Errorf("sent %v, want %v", got, tc.forms)
			}
			tf.NoChanges()
		})
	}
}

// While one key is registered, another one learns that the API takes the newer form only. The first is not sent again:
// its own answer is what counts, also when that is lost.
func TestAccPartnerPublicKey_formsAtOnce(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"answered": false, "answer lost": true} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			companies := strings.NewReplacer(`"test" {`, "\"test\" {\n  count = 2", `"ACME"`, `"ACME ${count.index}"`).Replace(companyConfig)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(companies))
			tf.OK("apply", "-auto-approve")
			path := func(company int) string {
				return strings.Replace(collection, "*", s.List(sandbox.Companies)[company], 1)
			}
			slow, refused := path(0), path(1)
			s.AddFaults(sandbox.Fault{Method: "POST", Path: refused, Reply: sandbox.ErrorReply(400, "MISSING_FIELD", "keyType is required.")})

			carriedOut, learned := make(chan struct{}), make(chan struct{})
			var posts atomic.Int32
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch r.Method + " " + r.URL.Path {
				case "POST " + slow:
					select {
					case <-carriedOut: // not the first time
					default:
						answer := httptest.NewRecorder()
						s.ServeHTTP(answer, r)
						close(carriedOut)
						<-learned
						if lost {
							panic(http.ErrAbortHandler)
						}
						w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
						w.WriteHeader(answer.Code)
						_, _ = w.Write(answer.Body.Bytes())
						return
					}
				case "POST " + refused:
					<-carriedOut
					if posts.Add(1) == 2 { // the refusal was read
						close(learned)
					}
				}
				s.ServeHTTP(w, r)
			}))
			t.Cleanup(front.Close)
			at := *s
			at.URL = front.URL
			keys := strings.TrimPrefix(withKey(literal(toJWK(t, keys().rsa, "kid-1"))), companyConfig)
			keys = strings.NewReplacer(`"test" {`, "\"test\" {\n  count = 2", "spotnana_company.test.id", "spotnana_company.test[count.index].id").Replace(keys)
			tf.Write("main.tf", acctest.RequiredProvider+at.Config(companies, keys))
			out := tf.OK("apply", "-auto-approve")
			if got := strings.Contains(out, "Warning: Adopted partner public key"); got != lost {
				t.Errorf("adopted with a warning: %v, expected %v: %s", got, lost, out)
			}
			if n := len(s.Sent("POST", slow)); n != 1 {
				t.Errorf("the key that was not refused was sent %d times", n)
			}
			tf.NoChanges()
		})
	}
}

// While a key is active the API takes no second one, whichever way it says so: the error names the active key and how to
// rotate.
func TestAccPartnerPublicKey_second(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	second := func(lifecycle string) string {
		return fmt.Sprintf("resource \"spotnana_partner_public_key\" \"second\" {\n  company_id = spotnana_company.test.id\n  public_key_jwk = %s  depends_on = [spotnana_partner_public_key.test]\n%s}\n",
			literal(toJWK(t, keys().otherRSA, "kid-2")), lifecycle)
	}
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(toJWK(t, keys().rsa, "kid/1")))))
	tf.OK("apply", "-auto-approve")
	company := s.List(sandbox.Companies)[0]
	advice := []string{
		"Error: Spotnana refused the key: cannot create partner public key (" + company + "/kid-2)", "with spotnana_partner_public_key.second", "public_key_jwk = <<-EOT",
		`The company has an active key already ("kid/1"), and an organization can have only one at a time.`,
		"change public_key_jwk of the resource that has the active one: Terraform then revokes that before it adds the new one",
		"nor can create_before_destroy",
		"import { to = spotnana_partner_public_key.<name> id = \"" + company + "/kid/1\" }",
		"revoke it by hand (DELETE /v2/companies/" + company + "/partner-public-keys/kid%2F1)",
	}
	for name, tc := range map[string]struct {
		terse  bool
		faults []*sandbox.Reply
		says   []string
	}{
		"as the sandbox says it": {says: []string{"took the key in neither", "Message: The company has the active key", "Trace id: sandbox-0"}},
		"codes alone":            {terse: true, says: []string{"Code: ACTIVE_KEY_EXISTS", "Trace id: sandbox-0"}},
		"409":                    {faults: []*sandbox.Reply{refusal(409, "KEY_EXISTS")}, says: []string{"409 Conflict Code: KEY_EXISTS Trace id: trace-KEY_EXISTS"}},
		"in the other form only": {faults: []*sandbox.Reply{refusal(400, "BAD_FORM"), refusal(409, "KEY_EXISTS")},
			says: []string{"Code: BAD_FORM", "409 Conflict Code: KEY_EXISTS"}},
		"in one form only": {faults: []*sandbox.Reply{refusal(400, "KEY_EXISTS"), refusal(400, "BAD_FORM")}, says: []string{"Code: KEY_EXISTS", "Code: BAD_FORM"}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			tf := tf.In(t)
			s.SetModes(sandbox.Modes{TerseErrors: tc.terse})
			for _, reply := range tc.faults {
				s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Reply: reply})
			}
			tf.Write("second.tf", second(""))
			tf.Fails([]string{"apply", "-auto-approve"}, append(tc.says, advice...)...)
		})
	}
	s.SetModes(sandbox.Modes{})

	// The same for a new key in the place of the old one, if that is to go last.
	tf.Write("second.tf", "")
	last := "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.TrimSuffix(withKey(literal(toJWK(t, keys().otherRSA, "kid-2"))), "}\n")+last))
	tf.Fails([]string{"apply", "-auto-approve"}, "ACTIVE_KEY_EXISTS", "nor can create_before_destroy, which adds before it revokes")
	if got, want := statuses(t, s), []string{"kid/1 ACTIVE"}; !slices.Equal(got, want) {
		t.Errorf("the sandbox has %v, want %v", got, want)
	}
	// What the advice says works.
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(toJWK(t, keys().otherRSA, "kid-2")))))
	tf.OK("apply", "-auto-approve")
	if got, want := statuses(t, s), []string{"kid/1 REVOKED", "kid-2 ACTIVE"}; !slices.Equal(got, want) {
		t.Errorf("the sandbox has %v, want %v", got, want)
	}
}

// A company that the API does not know is told at its id.
func TestAccPartnerPublicKey_noCompany(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t) // the document does not say how the API tells that
	tf := acctest.NewTerraform(t)
	const unknown = "4974a66b-7493-4f41-908c-58ba81093947"
	for _, hcl := range []string{
		strings.Replace(strings.TrimPrefix(withKey(literal(toJWK(t, keys().ec, "kid-1"))), companyConfig), "spotnana_company.test.id", `"`+unknown+`"`, 1),
		"data \"spotnana_partner_public_keys\" \"test\" {\n  company_id     = \"" + unknown + "\"\n}\n",
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(hcl))
		tf.Fails([]string{"apply", "-auto-approve"}, `company_id = "`+unknown+`"`, "Error: No such company: cannot ", "404 Not Found", "There is no company", "Trace id: sandbox-0", "Check company_id")
	}
	if got := keyWrites(s); len(got) != 0 {
		t.Errorf("sent %v", got)
	}
}

// A key with a byte order mark before its text is that key, and is sent without.
func TestAccPartnerPublicKey_byteOrderMark(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	text := toJWK(t, keys().ec, "kid-1")
	tf.Write("key.json", "\ufeff"+text+"\r\n")
	tf.Write("key.pem", "\ufeff"+strings.ReplaceAll(keys().ec, "\n", "\r\n"))
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(`file("key.json")`)))
	tf.OK("apply", "-auto-approve")
	if got := s.LastBody("POST", collection)["publicKeyJwk"]; got != text {
		t.Errorf("sent %q", got)
	}
	tf.NoChanges()
	for _, expression := range []string{`trimprefix(file("key.json"), "\ufeff")`, `provider::spotnana::pem_to_jwk(file("key.pem"), "kid-1")`} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(expression)))
		tf.NoChanges()
	}
}

func TestAccPartnerPublicKey_badInput(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	good := toJWK(t, keys().rsa, "kid-1")
	for _, tc := range []struct {
		name, key, want string
	}{
		{"no JSON", "ssh-rsa AAAA", "JSON"},
		{"private", rewritten(t, good, map[string]any{"d": "AQAB"}), `private`},
		{"symmetric", `{"kty":"oct","kid":"1","k":"AAAA"}`, "oct"},
		{"without kid", rewritten(t, good, map[string]any{"kid": nil}), "kid"},
		{"weak", `{"kty":"RSA","kid":"1","e":"AQAB","n":"` + strings.Repeat("v", 170) + `8"}`, "2048"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(tc.key))))
			tf.Fails([]string{"plan"}, "Error: Unusable public key with spotnana_partner_public_key.test, on main.tf", "public_key_jwk = <<-EOT", tc.want)
		})
	}
	if n := len(s.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The API says that it registered another key than was sent: that must not go unnoticed.
func TestAccPartnerPublicKey_thumbprintMismatch(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(companyConfig))
	tf.OK("apply", "-auto-approve")
	text := toJWK(t, keys().ec, "kid-1")
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(text))))
	answer := fmt.Sprintf(`{"id":"5f0c2a7e-3b1d-4c6a-9e8f-000000000001","orgId":%q,"kid":"kid-1","status":"ACTIVE","createdAt":"2026-08-01T12:00:00Z","thumbprint":%q}`,
		s.List(sandbox.Companies)[0], thumbprint(t, keys().rsa))
	s.AddFaults(
		// The search for siblings finds none; the list after the create has a key that is not the one that was sent.
		sandbox.Fault{Method: http.MethodGet, Path: collection, Skip: 1, Reply: &sandbox.Reply{Status: 200, Body: `{"keys":[` + answer + `]}`}},
	)
	out, code := tf.Run("apply", "-auto-approve")
	if code != 1 || !strings.Contains(out, "Error: Not what was sent") || !strings.Contains(out, thumbprint(t, keys().rsa)) || !strings.Contains(out, thumbprint(t, keys().ec)) {
		t.Errorf("apply ended with %d and printed %s", code, out)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "delete,create" {
		t.Errorf("the next plan has the actions %q", actions)
	}
}

// The connection is killed after the key was added: it is adopted.
func TestAccPartnerPublicKey_createFault(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true})
	s.Test(resource.TestStep{Config: s.Config(withKey(literal(toJWK(t, keys().ec, "kid-1"))))})
	if got := keyWrites(s); !slices.Equal(got, []string{"POST", "DELETE"}) {
		t.Errorf("sent %v", got)
	}
}

// A key that is already there, of a run that was killed, stops the create.
func TestAccPartnerPublicKey_createBesideEqual(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(toJWK(t, keys().ec, "kid-1")))))
	tf.OK("apply", "-auto-approve")
	tf.OK("state", "rm", address)
	tf.Fails([]string{"apply", "-auto-approve"}, "exists already", "to = spotnana_partner_public_key.<name>", "/kid-1\"")
	if got := keyWrites(s); !slices.Equal(got, []string{"POST"}) {
		t.Errorf("sent %v", got)
	}
}

// A key that is known only after apply is planned as unknown, and a replacement of it as such.
func TestAccPartnerPublicKey_unknown(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := func(key string) string {
		return s.Config("resource \"terraform_data\" \"key\" {\n  input = "+literal(key)+"}\n", withKey("terraform_data.key.output"))
	}
	s.Test(
		resource.TestStep{
			Config: config(toJWK(t, keys().ec, "kid-1")),
			ConfigPlanChecks: preApply(plancheck.ExpectUnknownValue(address, tfjsonpath.New("kid")),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("thumbprint"))),
			ConfigStateChecks: []statecheck.StateCheck{has("kid", knownvalue.StringExact("kid-1"))},
		},
		resource.TestStep{
			Config:            config(toJWK(t, keys().ec, "kid-2")),
			ConfigPlanChecks:  preApply(action(plancheck.ResourceActionDestroyBeforeCreate)),
			ConfigStateChecks: []statecheck.StateCheck{has("kid", knownvalue.StringExact("kid-2"))},
		},
	)
}

// The functions take the output of other providers as it is.
func TestAccPartnerPublicKey_functions(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := fmt.Sprintf(`
locals {
  public_key_pem = %s
  jwk            = provider::spotnana::pem_to_jwk(local.public_key_pem, "kid-1")
}

output "thumbprint" {
  value = provider::spotnana::jwk_thumbprint(local.jwk)
}
`, literal(keys().rsa))
	s.Test(resource.TestStep{
		Config: s.Config(config, withKey("local.jwk")),
		ConfigPlanChecks: preApply(planned("kid", knownvalue.StringExact("kid-1")),
			plancheck.ExpectKnownOutputValue("thumbprint", knownvalue.StringExact(thumbprint(t, keys().rsa)))),
	})
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct{ call, want string }{
		{`pem_to_jwk("x", "kid-1")`, `Invalid value for "pem" parameter`},
		{fmt.Sprintf(`pem_to_jwk(%q, "")`, keys().rsa), `Invalid value for "kid" parameter`},
		{`pem_to_jwk("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "kid-1")`, "private"},
		{`jwk_thumbprint("{}")`, `Invalid value for "jwk" parameter`},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+"output \"test\" {\n  value = provider::spotnana::"+tc.call+"\n}\n")
		tf.Fails([]string{"plan"}, tc.want)
	}
}

// The data source lists the active keys, or those of a status.
func TestAccPartnerPublicKeysDataSource_basic(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	lists := `
data "spotnana_partner_public_keys" "active" {
  company_id = spotnana_partner_public_key.test.company_id
}
data "spotnana_partner_public_keys" "revoked" {
  company_id = spotnana_partner_public_key.test.company_id
  status     = "REVOKED"
}
`
	kids := func(name string, kids ...string) statecheck.StateCheck {
		checks := make([]knownvalue.Check, len(kids))
		for i, kid := range kids {
			status := map[string]string{"active": "ACTIVE", "revoked": "REVOKED"}[name]
			checks[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"kid": knownvalue.StringExact(kid), "status": knownvalue.StringExact(status)})
		}
		return statecheck.ExpectKnownValue("data.spotnana_partner_public_keys."+name, tfjsonpath.New("keys"), knownvalue.ListExact(checks))
	}
	s.Test(
		resource.TestStep{
			Config:            s.Config(withKey(literal(toJWK(t, keys().ec, "kid-1"))), lists),
			ConfigStateChecks: []statecheck.StateCheck{kids("active", "kid-1"), kids("revoked")},
		},
		resource.TestStep{
			Config:            s.Config(withKey(literal(toJWK(t, keys().ec, "kid-2"))), lists),
			ConfigStateChecks: []statecheck.StateCheck{kids("active", "kid-2"), kids("revoked", "kid-1")},
		},
	)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config("data \"spotnana_partner_public_keys\" \"test\" {\n  company_id = \"x\"\n  status = \"active\"\n}"))
	tf.Fails([]string{"plan"}, `"active" is written "ACTIVE"`)
}

// A server that leaves out empty lists has no key: that stops neither the first one nor a key that somebody revoked.
func TestAccPartnerPublicKey_noEmptyList(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{DropEmptyLists: true})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(withKey(literal(toJWK(t, keys().ec, "k1")))))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if err := s.Edit(sandbox.PartnerPublicKeys, s.List(sandbox.PartnerPublicKeys)[0], func(key map[string]any) { key["status"] = "REVOKED" }); err != nil {
		t.Fatal(err)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan after the revocation has %q", actions)
	}
	tf.OK("apply", "tfplan")
	tf.NoChanges()
}
