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
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// many is a configuration of so many objects of each resource, whose names begin with a prefix, and how many of a kind the
// API has after its apply, those included that it makes itself. What nothing deletes is left out.
func many(each int, prefix string) (hcl string, counts map[sandbox.Kind]int) {
	var out strings.Builder
	counts = map[sandbox.Kind]int{}
	for _, s := range subject.Resources() {
		if s.Eternal != "" {
			continue
		}
		parent := ""
		if s.Parent != nil {
			parent = s.Parent.Address("many") + "[count.index].id"
		}
		arguments := s.Renamed(func(name string) string { return prefix + name + " ${count.index}" })
		out.WriteString(s.Block("many", parent, fmt.Sprintf("count = %d\n%s", each, arguments)))
		for _, kind := range append(s.Brings, s.Kind) {
			counts[kind] += each
		}
	}
	return out.String(), counts
}

// Fifty operations at a time: each object is made once, and each process fetches one token.
func TestAccConcurrency_many(t *testing.T) {
	t.Parallel()
	each := 8
	if raceDetector {
		each = 40
	}
	w, tf := newWire(t), newTerraform(t)
	hcl, counts := many(each, "")
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
		for _, s := range subject.Resources() {
			ids := slices.DeleteFunc(w.List(s.Kind), func(id string) bool {
				object, err := w.Get(s.Kind, id)
				return err == nil && s.Revoke != nil && s.Remains(object)
			})
			if len(ids) != step.left[s.Kind] {
				t.Errorf("%s: the sandbox has %d %s, want %d", step.args[0], len(ids), s.Kind, step.left[s.Kind])
			}
		}
		senders := oneToken(t, w.requests())
		most := atOnce(w.requests())
		t.Logf("%s of %d objects each: %d requests of %d processes, up to %d at a time", step.args[0], each, len(w.requests()), senders, most)
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
			hcl, _ := many(4, tc.prefix)
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
			made := 0
			for _, s := range subject.Resources() {
				made += len(w.List(s.Kind)) * (1 - len(s.Brings))
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
		out[r.Address] = r.Type + " " + subject.Of(r.Type).StoredID(subject.TextOf(r.Values))
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

// twin are two equal objects of a resource.
type twin struct {
	*subject.Subject
	subject.Twin
}

func twins() []twin {
	var out []twin
	for _, s := range subject.Resources() {
		for _, t := range s.Twins {
			out = append(out, twin{s, t})
		}
	}
	return out
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
	for _, twin := range twins() {
		name := strings.TrimSpace(twin.Subject.Name + " " + twin.Twin.Name)
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewUnrecordedServer(t)
			tf := acctest.NewTerraform(t)
			arguments := twin.Renamed(func(string) string { return "Twin" }) + "\n" + twin.More
			tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+twin.Below("twin", "count = 2\n"+arguments))
			insertStrangers(t, s)
			start := objects(t, s)
			for _, trouble := range troubles {
				fault := trouble.fault
				if trouble.name != quiet {
					fault.Method, fault.Path = "POST", twin.PostPath(s.Server)
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
	if code == 0 && twin.Clash {
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
	for _, id := range s.List(twin.Kind) {
		if slices.Contains(slices.Collect(maps.Values(known)), twin.Resource()+" "+id) {
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
	n := 1 + len(twin.Brings)
	if twin.Settings != nil {
		n++
	}
	return n
}
