//go:build unix

package resilience_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

var (
	rounds = flag.Int("interrupt.rounds", 1, "how often each operation is interrupted in each way")
	seed   = flag.Uint64("interrupt.seed", 0, "what decides on the moments; 0 is another one each time")
)

// ways to interrupt a run.
var ways = []struct {
	name string
	// signal is given the provider process whose request decides on the moment, empty where time does.
	signal func(r *run, process string)
	// code is Terraform's exit code, -1 if the signal ends it.
	code int
	// imports says that a create may leave objects behind that have to be imported.
	imports bool
}{
	{"SIGINT", func(r *run, _ string) { r.interrupt() }, 1, false},
	{"SIGKILL to Terraform", func(r *run, _ string) { r.kill() }, -1, true},
	{"SIGKILL to the provider", (*run).killProvider, 1, true},
}

// Create and update of one object of each kind, interrupted at random moments: the next apply ends at what is configured,
// if need be after the import that its error asks for. At no time does an object exist twice or half, and what nobody
// manages stays as it is. A secret that no API answers and no state holds arrives all the same, and is left nowhere: every
// run has all logs.
func TestAccInterrupt(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("moments are decided by -interrupt.seed=%d", *seed)
	for _, way := range ways {
		for _, update := range []bool{false, true} {
			name := way.name + " during create"
			if update {
				name = way.name + " during update"
			}
			t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
				t.Parallel()
				h := fnv.New64()
				_, _ = h.Write([]byte(name)) // never fails
				i := newInterruption(t, rand.New(rand.NewPCG(*seed, h.Sum64())), way.signal)
				i.imports = way.imports && !update
				if update {
					i.updates()
				} else {
					i.creates()
				}
				t.Logf("%s: %d rounds: %v", name, *rounds, i.tally)
			})
		}
	}
}

// interruption is one operation that is interrupted in one way.
type interruption struct {
	t       *testing.T
	w       *wire
	tf      *terraform
	random  *rand.Rand
	signal  func(r *run, process string)
	imports bool
	tally   map[string]int

	// requests and duration are those of an operation that is left in peace.
	requests int
	duration time.Duration
	// strange are the objects that somebody else made.
	strange map[string]string
	// secret is what the API is to know after an apply of what is configured.
	secret string
}

func newInterruption(t *testing.T, random *rand.Rand, signal func(r *run, process string)) *interruption {
	t.Helper()
	i := &interruption{t: t, w: newWire(t), tf: newTerraform(t), random: random, signal: signal, tally: map[string]int{}}
	i.tf.Terraform = i.tf.logged()
	i.tf.RequireVersion(tfversion.Version1_11_0) // for the secret
	insertStrangers(t, i.w.Server)
	i.strange = objects(t, i.w.Server)
	// The server fills in what nobody configured. It does not hide what was made: a list that is still behind when the next
	// apply searches is a limit of the search.
	i.w.SetModes(sandbox.Modes{FillDefaults: true, FillLinked: true})
	return i
}

// configure writes a configuration with one object of each kind, before or after a change of everything that an update can
// change: something else, something more, something less.
func (i *interruption) configure(changed bool) {
	text := subject.Configuration("test", func(s *subject.Subject) string { return s.Interrupted(changed) })
	i.tf.Write("main.tf", acctest.RequiredProvider+acctest.SecretVariables+i.w.Provider(i.w.Unite())+text)
	i.secret = acctest.Secrets["secret_key"]
	if changed {
		i.secret = acctest.Secrets["new_secret_key"]
	}
}

// creates interrupts the create of everything.
func (i *interruption) creates() {
	i.configure(false)
	empty := objects(i.t, i.w.Server)
	i.measure()
	full := objects(i.t, i.w.Server)
	i.tf.NoChanges()
	for range *rounds {
		for struck := false; !struck; {
			forget(i.t, i.w.Server, i.tf.Dir, empty)
			struck = i.strike()
			i.once(full)
		}
		i.recover()
		i.once(full)
		i.untouched(empty)
		if got := objects(i.t, i.w.Server); len(got) != len(full) {
			i.t.Fatalf("the sandbox has %d objects, want %d", len(got), len(full))
		}
	}
}

// updates interrupts updates from one configuration to another and back.
func (i *interruption) updates() {
	i.configure(false)
	i.tf.OK("apply", "-auto-approve")
	i.extend()
	for _, changed := range []bool{true, false} { // updates send back what the server filled in, which it stores then
		i.configure(changed)
		i.tf.OK("apply", "-auto-approve")
	}
	var states [2]map[string]string
	states[0] = objects(i.t, i.w.Server)
	i.configure(true)
	i.measure()
	states[1] = objects(i.t, i.w.Server)
	now := 1
	for n := 0; n < *rounds; {
		now = 1 - now
		i.configure(now == 1)
		struck := i.strike()
		i.either(states)
		if struck {
			n++
			i.recover()
		}
		if diff := cmp.Diff(states[now], objects(i.t, i.w.Server)); diff != "" {
			i.t.Fatalf("objects after the apply (-want +got)\n%s", diff)
		}
	}
}

// A write that waits for its turn when Terraform is interrupted is not sent later: the next apply may have done it by then.
func TestAccInterrupt_waiting(t *testing.T) {
	t.Parallel()
	trip := func(description string) string {
		return fmt.Sprintf("resource \"spotnana_trip\" \"test\" {\n  name = \"Kick-off\"\n  user_id = %q\n  description = %q\n}\n", traveler, description)
	}
	steps := []struct {
		method, path, config string
		trips                int
	}{
		{"POST", "/v2/trips", trip("Ours"), 1},
		{"PUT", "/v2/trips/*", trip("All of us"), 1},
		{"DELETE", "/v3/trips/*", "", 0},
	}
	for _, way := range ways[:2] {
		t.Run(strings.ReplaceAll(way.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			w, tf := newWire(t), newTerraform(t)
			for _, step := range steps {
				tf.Write("main.tf", acctest.RequiredProvider+w.Config(step.config))
				w.AddFaults(sandbox.Fault{Method: step.method, Path: step.path, Reply: &sandbox.Reply{
					Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3"}}, Body: "{}"}})
				w.ResetRequests()
				runs := make(chan *run, 1)
				w.do(func(_ int, a arrival, answer func() *httptest.ResponseRecorder) {
					if a.method == step.method && answer().Code == http.StatusTooManyRequests {
						r := <-runs
						way.signal(r, a.process)
					}
				})
				r := tf.start("apply", "-auto-approve")
				runs <- r
				out, code := r.wait()
				w.do(nil)
				if code != way.code {
					t.Errorf("%s: the apply ended with %d: %s", step.method, code, out)
				}
				if code == 1 && !strings.Contains(out, "when Terraform was interrupted") {
					t.Errorf("%s: the apply does not say what happened: %s", step.method, out)
				}
				tf.logged().OK("apply", "-auto-approve")
				<-r.ended
				if sent := w.Sent(step.method, step.path); len(sent) != 2 {
					t.Errorf("%s was sent %d times, expected once by each apply", step.method, len(sent))
				}
				if ids := w.List(sandbox.Trips); len(ids) != step.trips {
					t.Errorf("there are the trips %v after %s", ids, step.method)
				}
			}
		})
	}
}

// extend gives each object a property that nobody manages.
func (i *interruption) extend() {
	for _, kind := range subject.Kinds() {
		for _, id := range i.w.List(kind) {
			if err := i.w.Edit(kind, id, func(o map[string]any) { o["x_injected"] = map[string]any{"by": "somebody else"} }); err != nil {
				i.t.Fatal(err)
			}
		}
	}
}

// measure lets an operation end.
func (i *interruption) measure() {
	i.tf.Plan() // in a file, which is searched for secrets
	i.w.do(nil)
	began := time.Now()
	i.tf.OK("apply", "-auto-approve")
	i.duration, i.requests = time.Since(began), len(i.w.requests())
	if i.requests == 0 {
		i.t.Fatal("the operation sends no request")
	}
	i.converged()
}

// converged fails when the API does not know the secret that is configured, or when it was left behind anywhere.
func (i *interruption) converged() {
	i.t.Helper()
	i.tf.NoSecrets()
	for _, s := range subject.Resources() {
		if s.Secret == nil {
			continue
		}
		known := 0
		for _, id := range i.w.List(s.Kind) {
			object, err := i.w.Get(s.Kind, id)
			if err != nil {
				i.t.Fatal(err)
			}
			switch secret := s.Secret(object); {
			case i.strange[string(s.Kind)+" "+id] != "":
			case secret != i.secret:
				i.t.Fatalf("the %s %s has the secret %v, configured is %s", s.Title, id, secret, i.secret)
			default:
				known++
			}
		}
		if known == 0 {
			i.t.Fatalf("no %s has the secret", s.Title)
		}
	}
}

// strike interrupts an apply at a random moment: mostly in the middle of a request or shortly after, else at any time. It
// returns whether the apply was still under way.
func (i *interruption) strike() bool {
	i.t.Helper()
	var r *run
	started := make(chan struct{})
	signal := func(process string) {
		<-started
		i.signal(r, process)
	}
	target := i.random.IntN(i.requests)
	moment := i.random.IntN(4)
	delay := time.Duration(i.random.Int64N(int64(30 * time.Millisecond)))
	at := time.Duration(i.random.Int64N(int64(i.duration)))
	var timer *time.Timer
	what := fmt.Sprintf("at %s", at)
	if moment == 3 {
		timer = time.AfterFunc(at, func() { signal("") })
	} else {
		what = fmt.Sprintf("request %d, moment %d, %s", target, moment, delay)
		i.w.do(func(n int, a arrival, answer func() *httptest.ResponseRecorder) {
			if n != target {
				return
			}
			switch moment {
			case 0: // before it is carried out
				signal(a.process)
				time.Sleep(delay)
			case 1: // between commit and answer
				answer()
				signal(a.process)
				time.Sleep(delay)
			case 2: // after the answer
				time.AfterFunc(delay, func() { signal(a.process) })
			}
		})
	}
	r = i.tf.start("apply", "-auto-approve")
	close(started)
	out, code := r.wait()
	if timer != nil {
		timer.Stop()
	}
	i.w.settle()
	i.w.do(nil)
	i.t.Logf("%s: apply ended with %d", what, code)
	i.tf.NoSecrets()
	i.repair()
	if code == 0 {
		i.tally["ended before"]++
		return false
	}
	if code == 1 && !strings.Contains(out, "Error: ") {
		i.t.Errorf("apply failed without an error: %s", out)
	}
	return true
}

// repair does what somebody does whose Terraform was killed while it wrote its state: that is overwritten, not replaced, so
// it may be left cut off or empty, and beside it is the one from before the run, if there was one.
func (i *interruption) repair() {
	i.t.Helper()
	file := filepath.Join(i.tf.Dir, "terraform.tfstate")
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) || err == nil && json.Valid(text) {
		return
	}
	err = os.Rename(file+".backup", file)
	switch {
	case err == nil:
		i.tally["state cut off, backup restored"]++
	case os.IsNotExist(err): // the first state: Terraform makes an empty file to lock it
		err = os.Remove(file)
	}
	if err != nil {
		i.t.Fatal(err)
	}
}

// recover applies again, if need be with the imports that the error asks for: a killed Terraform may have saved nothing, and
// what stands below an object is only found when that has been imported.
func (i *interruption) recover() {
	i.t.Helper()
	var imports strings.Builder
	n := 0
	for stops := 0; ; stops++ {
		out, code := i.tf.Run("apply", "-auto-approve")
		if code == 0 {
			break
		}
		blocks := foundBlock.FindAllStringSubmatch(out, -1)
		if !i.imports || stops == subject.Depth() || len(blocks) == 0 || strings.Count(out, "Error: ") != len(blocks) {
			i.t.Fatalf("the next apply fails, not for want of imports: %s", out)
		}
		for _, b := range blocks {
			fmt.Fprintf(&imports, "import {\n  to = %s.test\n  id = %q\n}\n", b[1], b[2])
		}
		i.tf.Write("import.tf", imports.String())
		n += len(blocks)
	}
	i.tally[fmt.Sprintf("converged with %d imports", n)]++
	i.tf.Write("import.tf", "")
	i.tf.NoChanges()
	i.converged()
}

// foundBlock is an import block in an error; warnings of namesakes have some, too.
var foundBlock = regexp.MustCompile(`exists already .*?import \{ to = (spotnana_\w+)\.<name> id = "([^"]+)" \}`)

// once fails when there are more objects of a kind than there should be.
func (i *interruption) once(full map[string]string) {
	i.t.Helper()
	count := func(objects map[string]string) map[string]int {
		out := map[string]int{}
		for name := range objects {
			kind, _, _ := strings.Cut(name, " ")
			out[kind]++
		}
		return out
	}
	most := count(full)
	for kind, n := range count(objects(i.t, i.w.Server)) {
		if n > most[kind] {
			i.t.Fatalf("the sandbox has %d %s, at most %d were to be made: %v", n, kind, most[kind], slices.Sorted(maps.Keys(objects(i.t, i.w.Server))))
		}
	}
}

// untouched fails when an object is not as it was at the start.
func (i *interruption) untouched(start map[string]string) {
	i.t.Helper()
	now := objects(i.t, i.w.Server)
	for name, object := range start {
		if diff := cmp.Diff(object, now[name]); diff != "" {
			i.t.Fatalf("%s, which nobody manages, changed (-want +got)\n%s", name, diff)
		}
	}
}

// either fails when an object is neither as in the one state nor as in the other.
func (i *interruption) either(states [2]map[string]string) {
	i.t.Helper()
	now := objects(i.t, i.w.Server)
	for name, object := range now {
		if object != states[0][name] && object != states[1][name] {
			i.t.Fatalf("%s is %s,\nwhich is neither %s\nnor %s", name, object, states[0][name], states[1][name])
		}
	}
	if len(now) != len(states[0]) {
		i.t.Fatalf("the sandbox has %d objects, want %d", len(now), len(states[0]))
	}
}
