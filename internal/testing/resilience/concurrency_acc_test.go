//go:build unix

package resilience_test

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// many is a configuration of n objects: companies, each with a key, policies, and trips, each with a note.
func many(n int) (hcl string, counts map[sandbox.Kind]int) {
	companies, policies := n/10, n*15/100
	trips := (n - 2*companies - policies) / 2
	hcl = fmt.Sprintf(`
resource "spotnana_company" "many" {
  count               = %[1]d
  name                = "Company ${count.index}"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
resource "spotnana_partner_public_key" "many" {
  count          = %[1]d
  company_id     = spotnana_company.many[count.index].id
  public_key_jwk = provider::spotnana::pem_to_jwk(file("key.pem"), "key")
}
resource "spotnana_policy" "many" {
  count       = %[2]d
  company_id  = spotnana_company.many[count.index %% %[1]d].id
  name        = "Policy ${count.index}"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = ["eng"] }]
}
resource "spotnana_trip" "many" {
  count   = %[3]d
  name    = "Trip ${count.index}"
  user_id = %[4]q
}
resource "spotnana_trip_agent_note" "many" {
  count   = %[3]d
  trip_id = spotnana_trip.many[count.index].id
  note    = "Note"
}
`, companies, policies, trips, traveler)
	return hcl, map[sandbox.Kind]int{
		sandbox.Companies: companies, sandbox.PartnerPublicKeys: companies, sandbox.Policies: policies + companies, // with the default ones
		sandbox.Trips: trips, sandbox.TripAgentNotes: trips,
	}
}

// Fifty operations at a time: each object is made once, and each process fetches one token.
func TestAccConcurrency_many(t *testing.T) {
	t.Parallel()
	n := 40
	if raceDetector {
		n = 200
	}
	w, tf := newWire(t), newTerraform(t)
	hcl, counts := many(n)
	tf.Write("key.pem", publicKey())
	tf.Write("main.tf", acctest.RequiredProvider+w.Config(hcl))
	for _, step := range []struct {
		args []string
		left map[sandbox.Kind]int
	}{
		{[]string{"apply", "-auto-approve"}, counts},
		{[]string{"plan", "-detailed-exitcode"}, counts},
		{[]string{"destroy", "-auto-approve"}, nil},
	} {
		// A network takes its time, in which other requests come.
		w.do(func(int, arrival, func() *httptest.ResponseRecorder) { time.Sleep(20 * time.Millisecond) })
		tf.OK(append(step.args, "-parallelism=50")...)
		for _, kind := range kinds {
			ids := slices.DeleteFunc(w.List(kind), func(id string) bool {
				object, err := w.Get(kind, id)
				return err == nil && object["status"] == "REVOKED" // a key that was deleted
			})
			if len(ids) != step.left[kind] {
				t.Errorf("%s: the sandbox has %d %s, want %d", step.args[0], len(ids), kind, step.left[kind])
			}
		}
		senders := oneToken(t, w.requests())
		most := atOnce(w.requests())
		t.Logf("%s of %d resources: %d requests of %d processes, up to %d at a time", step.args[0], n, len(w.requests()), senders, most)
		if senders == 0 || most < 5 {
			t.Errorf("%s: %d processes sent up to %d requests at a time: nothing was tested", step.args[0], senders, most)
		}
	}
	tf.logged().OK("validate")
}

// oneToken fails unless each process fetched one token, and says how many processes there were.
func oneToken(t *testing.T, requests []arrival) int {
	t.Helper()
	fetched := map[string]int{}
	for _, a := range requests {
		fetched[a.process] += 0
		if a.isToken() {
			fetched[a.process]++
		}
	}
	for process, n := range fetched {
		if n != 1 {
			t.Errorf("the provider process %q fetched %d tokens", process, n)
		}
	}
	return len(fetched)
}

// atOnce is the greatest number of requests that were under way at one time.
func atOnce(requests []arrival) int {
	most := 0
	for _, a := range requests {
		n := 0
		for _, b := range requests {
			if !b.at.After(a.at) && b.answered.After(a.at) {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// The rate limit as the server sees it. All requests of a process that carry a token left after the answer with that token,
// so of a limiter that lets one pass every 1/rate seconds, request k (from 0) cannot come before k/rate seconds after that
// answer. Requests may come late, which is no fault: only the lower bound is checked, and it needs no tolerance but for
// rounding. In the middle all tokens expire: the renewal begins a second series.
func TestAccConcurrency_rate(t *testing.T) {
	t.Parallel()
	const rate, n = 40, 30
	w, tf := newWire(t), newTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+strings.Replace(w.Provider(), "requests_per_second = 0", fmt.Sprintf("requests_per_second = %d", rate), 1)+fmt.Sprintf(`
resource "spotnana_trip" "many" {
  count   = %d
  name    = "Trip ${count.index}"
  user_id = %q
}
`, n, traveler))
	// Retries are limited as well.
	w.AddFaults(sandbox.Fault{Method: "POST", Path: "/v2/trips", Skip: 3, Times: 5, Reply: sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down.")})
	w.do(func(number int, a arrival, answer func() *httptest.ResponseRecorder) {
		if a.isToken() {
			answer()
			time.Sleep(500 * time.Millisecond) // requests that do not wait in time pile up meanwhile
		}
		if number == n {
			w.ExpireTokens()
		}
	})
	tf.logged().OK("apply", "-auto-approve", "-parallelism=50")
	issued := map[string]time.Time{}
	series := map[string][]time.Time{}
	for _, a := range w.requests() {
		if a.issued != "" {
			issued[a.issued] = a.answered
		} else {
			series[a.token] = append(series[a.token], a.at)
		}
	}
	if len(issued) != 2 || len(series) != 2 {
		t.Fatalf("%d tokens were issued and %d used, expected 2", len(issued), len(series))
	}
	for token, times := range series {
		slices.SortFunc(times, time.Time.Compare)
		for k, at := range times {
			if least := time.Duration(k)*time.Second/rate - time.Millisecond; at.Sub(issued[token]) < least {
				t.Errorf("request %d with a token came %s after the token, the limit allows it after %s", k, at.Sub(issued[token]), least)
			}
		}
	}
	if ids := w.List(sandbox.Trips); len(ids) != n {
		t.Errorf("the sandbox has %d trips, want %d", len(ids), n)
	}
}

// Two workspaces are applied at the same moment, over HTTP and in one sandbox file: each has its own objects. Where names
// are equal as well, each object is found by the other workspace or made a second time, and never in both states.
func TestAccConcurrency_workspaces(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		prefix string
		file   bool
	}{
		{"different names", "${terraform.workspace} ", false},
		{"equal names", "", false},
		{"different names in a file", "${terraform.workspace} ", true},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			w, tf := newWire(t), newTerraform(t)
			provider := w.Provider()
			if tc.file {
				provider = fmt.Sprintf("provider \"spotnana\" {\n  sandbox = { path = %q }\n}\n", filepath.Join(tf.Dir, "sandbox.json"))
				tf.Terraform = tf.With("SPOTNANA_CLIENT_ID=", "SPOTNANA_CLIENT_SECRET=")
			}
			hcl, _ := many(20)
			for _, word := range []string{"Company", "Policy", "Trip"} {
				hcl = strings.ReplaceAll(hcl, `"`+word+" ${", `"`+tc.prefix+word+" ${")
			}
			tf.Write("key.pem", publicKey())
			tf.Write("main.tf", acctest.RequiredProvider+provider+hcl)
			workspaces := []string{"blue", "green"}
			for _, name := range workspaces {
				tf.OK("workspace", "new", name)
			}
			if !tc.file {
				w.do(w.meet(2))
			}
			var wait sync.WaitGroup
			results := make([]string, len(workspaces))
			for i, name := range workspaces {
				wait.Go(func() {
					out, code := tf.With("TF_WORKSPACE="+name).Run("apply", "-auto-approve")
					if code != 0 {
						results[i] = out
					}
				})
			}
			wait.Wait()
			var states []map[string]string
			known := 0
			for i, name := range workspaces {
				out, in := results[i], tf.With("TF_WORKSPACE="+name)
				found := strings.Count(out, "exists already")
				if strings.Count(out, "Error: ") != found || found > 0 && tc.prefix != "" {
					t.Errorf("the apply of %s fails: %s", name, out)
				}
				if out == "" {
					in.NoChanges()
				}
				state := resources(t, in)
				states = append(states, state)
				known += len(state)
				t.Logf("%s has %d objects, and found %d", name, len(state), found)
			}
			apart(t, states...)
			tf.With("TF_WORKSPACE=blue", "TF_LOG=TRACE").OK("plan")
			if tc.file {
				return
			}
			made := -len(w.List(sandbox.Companies)) // their default policies
			for _, kind := range kinds {
				made += len(w.List(kind))
			}
			if made != known {
				t.Errorf("%d objects were made, %d are in the states", made, known)
			}
		})
	}
}

// meet lets the first create of a process wait for that of another, so that n processes create at the same time.
func (w *wire) meet(n int) func(int, arrival, func() *httptest.ResponseRecorder) {
	var mu sync.Mutex
	all := make(chan struct{})
	came := map[string]bool{}
	return func(_ int, a arrival, _ func() *httptest.ResponseRecorder) {
		if a.method != "POST" || a.isToken() || strings.HasSuffix(a.path, "/list") {
			return
		}
		mu.Lock()
		if !came[a.process] {
			came[a.process] = true
			if len(came) == n {
				close(all)
			}
		}
		mu.Unlock()
		<-all
	}
}

// resources are the objects in a state by address, each named so that no other is.
func resources(t *testing.T, tf *acctest.Terraform) map[string]string {
	t.Helper()
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address, Type string
					Values        map[string]any
				}
			} `json:"root_module"`
		}
	}
	tf.JSON(&state, "show", "-json")
	out := map[string]string{}
	for _, r := range state.Values.Root.Resources {
		id := r.Values["id"]
		if id == nil {
			id = r.Values["key_id"]
		}
		out[r.Address] = fmt.Sprint(r.Type, " ", id)
	}
	return out
}

// apart fails when two addresses have the same object.
func apart(t *testing.T, states ...map[string]string) {
	t.Helper()
	owner := map[string]string{}
	for _, state := range states {
		for address, object := range state {
			if owner[object] != "" {
				t.Errorf("the %s is both %s and %s", object, owner[object], address)
			}
			owner[object] = address
		}
	}
}

// twin are two equal resources of a type.
type twin struct {
	typ  string
	kind sandbox.Kind
	post string
	// clash says that the API refuses a second one.
	clash bool
	hcl   string
}

var twins = map[string]twin{
	"company": {"company", sandbox.Companies, "/v2/companies", false, `
  name             = "Twin"
  billing_currency = "EUR"
  company_roles    = ["ORG"]`},
	"company with external id": {"company", sandbox.Companies, "/v2/companies", true, `
  name             = "Twin"
  external_id      = "twin"
  billing_currency = "EUR"
  company_roles    = ["ORG"]`},
	"key": {"partner_public_key", sandbox.PartnerPublicKeys, "/v2/companies/*/partner-public-keys", true, `
  company_id     = "` + stranger + `"
  public_key_jwk = provider::spotnana::pem_to_jwk(file("key.pem"), "twin")`},
	"policy": {"policy", sandbox.Policies, "/v2/companies/*/policies", false, `
  company_id  = "` + stranger + `"
  name        = "Twin"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = ["eng"] }]`},
	"trip": {"trip", sandbox.Trips, "/v2/trips", false, `
  name    = "Twin"
  user_id = "` + traveler + `"`},
	"note": {"trip_agent_note", sandbox.TripAgentNotes, "/v2/trips/*/agent-notes", false, `
  trip_id = "` + strangeTrip + `"
  note    = "Twin"`},
	"Unite company": {"unite_company", sandbox.UniteCompanies, "", false, `
  name    = "Twin GmbH"
  vat_id  = "DE123456789"
  address = { street = "Main street 1", locality = "Berlin", postal_code = "10115", country_code = "DE" }
  contact = { email = "legal@acme.example", phone = "+49 30 1" }`},
}

const quiet = "nothing"

// troubles are what goes wrong with the creates of twins.
var troubles = []struct {
	name  string
	fault sandbox.Fault
}{
	{quiet, sandbox.Fault{}},
	{"both answers lost", sandbox.Fault{Commit: true, Drop: true, Times: 2}},
	{"first request lost", sandbox.Fault{Drop: true}},
	{"second request lost", sandbox.Fault{Drop: true, Skip: 1}},
	{"first answer lost", sandbox.Fault{Commit: true, Drop: true}},
	{"second answer lost", sandbox.Fault{Commit: true, Drop: true, Skip: 1}},
	{"first refused for a time", sandbox.Fault{Reply: sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down.")}},
}

// Two resources of equal name and content are made at once, and creates go wrong: there are two objects, or one and a clear
// error, and at no time one object has two addresses.
func TestAccConcurrency_twins(t *testing.T) {
	t.Parallel()
	troubles := troubles
	if !raceDetector {
		troubles = troubles[:3] // all take their time
	}
	for name, twin := range twins {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewUnrecordedServer(t)
			tf := acctest.NewTerraform(t)
			if twin.kind == sandbox.UniteCompanies {
				twin.post = s.UnitePath("create-company")
			}
			tf.Write("key.pem", publicKey())
			tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+
				fmt.Sprintf("resource \"spotnana_%s\" \"twin\" {\n  count = 2\n%s\n}\n", twin.typ, twin.hcl))
			insertStrangers(t, s)
			start := objects(t, s)
			for _, trouble := range troubles {
				fault := trouble.fault
				if trouble.name != quiet {
					fault.Method, fault.Path = "POST", twin.post
					s.AddFaults(fault)
				}
				twin.make(t, s, tf, trouble.name, len(start))
				s.ClearFaults()
				forget(t, s, tf.Dir, start)
			}
		})
	}
}

func (twin twin) make(t *testing.T, s *acctest.Server, tf *acctest.Terraform, trouble string, others int) {
	t.Helper()
	out, code := tf.Run("apply", "-auto-approve")
	known := resources(t, tf)
	apart(t, known)
	if code == 0 && twin.clash {
		t.Errorf("%s: a second object was made, which the API refuses: %s", trouble, out)
	}
	want := 2
	if code != 0 {
		// One was made and is in state. For the other one nobody can tell whether it is the same.
		want = 1
		out, code = tf.Run("apply", "-auto-approve")
		if code != 1 || strings.Count(out, "Error: ") != 1 || !strings.Contains(out, "exists already") {
			t.Errorf("%s: the next apply does not end with one clear error: %s", trouble, out)
		}
		known = resources(t, tf)
		apart(t, known)
	}
	made := 0
	for _, id := range s.List(twin.kind) {
		if slices.Contains(slices.Collect(maps.Values(known)), "spotnana_"+twin.typ+" "+id) {
			made++
		}
	}
	if len(known) != want || made != want || len(objects(t, s)) != others+want*twin.documents() {
		t.Errorf("%s: %d objects are in state and %d of them at the API, want %d: %s", trouble, len(known), made, want, out)
	}
	t.Logf("%s: %d objects", trouble, want)
}

// documents is what one create adds to objects.
func (twin twin) documents() int {
	if twin.kind == sandbox.Companies || twin.kind == sandbox.Trips {
		return 2 // a company has a policy, a trip has its contacts
	}
	return 1
}
