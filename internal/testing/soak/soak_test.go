// Package soak plays random rounds: configurations of all resources that grow and change, an API that fails, people who
// edit and delete behind Terraform's back. After each round, once the API works again and at most one more apply is
// done, configuration, state and server agree.
package soak_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

var (
	duration = flag.Duration("duration", 0, "how long to begin new worlds; 0 is one short world")
	seed     = flag.Uint64("seed", 0, "the first world; 0 is one by chance, and with a duration of 0 a fixed one")
)

const (
	rounds = 6 // of a world, which all start from nothing, so that a failure can be repeated soon
	short  = 2
)

// stats counts what was done.
type stats struct {
	worlds, rounds, commands, faults, edits, objects, leaves, extras int
	// failed are the applies that ended with an error, again those that were needed after the API worked again, imports
	// the objects that were taken into state with the import block of an error.
	failed, again, imports int
}

func (s *stats) String() string {
	return fmt.Sprintf("%d worlds, %d rounds, %d runs of Terraform; %d faults struck, %d edits outside; %d applies failed, %d more were needed, %d imports; "+
		"checked: %d objects, %d leaves, %d extras", s.worlds, s.rounds, s.commands, s.faults, s.edits, s.failed, s.again, s.imports, s.objects, s.leaves, s.extras)
}

func TestAccSoak(t *testing.T) {
	var total stats
	first, n := *seed, rounds
	switch {
	case *duration == 0 && first == 0:
		first, n = 1, short
	case first == 0:
		first = uint64(time.Now().UnixNano()) % 1e9
	}
	for s, start := first, time.Now(); s == first || time.Since(start) < *duration; s++ {
		if !t.Run(fmt.Sprint("seed=", s), func(t *testing.T) { play(t, s, n, &total) }) {
			t.Errorf("repeat it with: make soak SEED=%d SOAKTIME=1s", s)
			break
		}
	}
	t.Logf("soak from seed %d: %s", first, &total)
}

// run is one world.
type run struct {
	*garden
	t      *testing.T
	s      *acctest.Server
	tf     *acctest.Terraform
	stats  *stats
	log    strings.Builder
	ids    map[string]string // by address, as state has them
	wanted map[string]map[string]any
	extras []*extra
	// edited are lists whose content was changed outside in this round, by object and path: pairing their elements is a
	// guess from then on.
	edited map[string]bool
	// stale is a round whose plan is older than the objects that it is applied to.
	stale bool
	// frozen are the objects that nothing can change any more, and left those that a destroy leaves behind.
	frozen map[string]map[string]any
	left   map[string]bool
}

func play(t *testing.T, seed uint64, n int, total *stats) {
	r := &run{
		garden: &garden{Rand: mathrand.New(mathrand.NewPCG(seed, 0)), next: map[*kind]int{}},
		t:      t, s: acctest.NewUnrecordedServer(t), tf: acctest.NewTerraform(t), stats: total,
		frozen: map[string]map[string]any{}, left: map[string]bool{},
	}
	t.Cleanup(r.keepFolder)
	total.worlds++
	r.tf.Write("main.tf", head(r.s))
	for _, k := range kinds {
		r.add(k)
	}
	r.s.SetModes(r.modes())
	for i := range n {
		r.note("\n--- round %d", i+1)
		r.round()
		total.rounds++
	}
}

// keepFolder saves what is needed to look into a failure.
func (r *run) keepFolder() {
	if !r.t.Failed() {
		return
	}
	// Not a folder of the test: it shall stay.
	dir, err := os.MkdirTemp("", "spotnana-soak-")
	if err != nil {
		r.t.Error(err)
		return
	}
	if err := os.CopyFS(dir, os.DirFS(r.tf.Dir)); err != nil {
		r.t.Error(err)
	}
	for _, k := range kinds {
		for _, id := range r.s.List(k.Kind) {
			doc, _ := r.s.Get(k.Kind, id)
			r.note("server: %s %s: %s", k.Kind, id, canonical(doc))
		}
	}
	for _, e := range r.s.Requests() {
		r.note("request: %s %s: %d, faulted %t\n  %s\n  %s", e.Method, e.Path, e.Status, e.Faulted, e.Body, e.ResponseBody)
	}
	if err := os.WriteFile(filepath.Join(dir, "soak.log"), []byte(r.log.String()), 0o600); err != nil {
		r.t.Error(err)
	}
	r.t.Logf("configuration, state and what happened are in %s", dir)
}

func (r *run) note(format string, args ...any) { fmt.Fprintf(&r.log, format+"\n", args...) }

// modes are peculiarities of the server that last.
func (r *run) modes() sandbox.Modes {
	rare := func() bool { return r.chance(30) }
	m := sandbox.Modes{ShuffleArrays: rare(), FillDefaults: rare(), FillLinked: rare(), InjectUnknown: rare(), DropEmptyLists: rare(), UppercaseCodes: rare(),
		AnswerSecrets: rare(), UnitePage: r.IntN(3), EmptySettings: rare()}
	if m.DropEmptyLists {
		m.InjectUnknown = false // then nothing tells a list without elements from another answer
		m.FillDefaults = false  // then an empty list that is sent comes back as the default, where the API has one
	}
	m.KeyForm = one(r.garden, []sandbox.KeyForm{sandbox.AnyKeyForm, sandbox.PageKeyForm})
	r.note("modes: %+v", m)
	return m
}

// round changes everything at once and then makes it good.
func (r *run) round() {
	r.edited = map[string]bool{}
	before := r.wanted
	r.disturb(r.IntN(5))
	r.evolve()
	for _, t := range r.of(companies) {
		if id := r.ids[t.address()]; id != "" && r.chance(30) && r.stored(&object{t, id}) != nil {
			r.manage(t, id, uuid.NewSHA1(uuid.Nil, []byte("default policy of company "+id)).String())
		}
	}
	r.tf.Write("world.tf.json", r.config(r.ids))

	faults := 25
	m := r.s.Modes()
	if m.HideCreated = 0; r.chance(20) {
		// Not beside faults: a create whose answer is lost is looked for in the lists, which do not show it by then.
		m.HideCreated, faults = 1, 1
	}
	r.s.SetModes(m)
	var code, struck int
	r.stale = r.chance(30)
	if r.stale {
		r.terraform(0, "plan", "-out=tfplan")
		r.disturb(1 + r.IntN(3))
		r.sabotage(r.IntN(faults))
		_, code = r.terraform(-1, "apply", "tfplan")
	} else {
		r.sabotage(r.IntN(faults))
		_, code = r.terraform(-1, "apply", "-auto-approve", fmt.Sprint("-parallelism=", 1+9*r.IntN(2)))
	}
	for _, e := range r.s.Requests() {
		if e.Faulted {
			struck++
		}
	}
	r.s.ClearFaults()
	if code != 0 && struck == 0 && !r.stale {
		r.t.Fatal("an apply without faults fails")
	}
	r.stats.faults += struck
	clean := code == 0 && struck == 0 && !r.stale
	r.stale = false
	r.converge(clean)
	r.check(before)
	r.s.ResetRequests()
}

// converge brings everything in order with one more apply, or none when nothing went wrong. An object that a create has
// left behind unknown to the state is imported with what the error says.
func (r *run) converge(clean bool) {
	r.note("converge")
	if !clean {
		out, code := r.terraform(-1, "apply", "-auto-approve")
		r.stats.again++
		if code != 0 {
			blocks := importBlock.FindAllStringSubmatch(out, -1)
			if len(blocks) == 0 {
				r.t.Fatalf("an apply without faults fails: %s", out)
			}
			var imports strings.Builder
			for _, b := range blocks {
				fmt.Fprintf(&imports, "import {\n  to = %s\n  id = %q\n}\n", r.whose(b[1], b[2]), b[2])
				r.stats.imports++
			}
			r.tf.Write("imports.tf", imports.String())
			r.terraform(0, "apply", "-auto-approve")
			if err := os.Remove(filepath.Join(r.tf.Dir, "imports.tf")); err != nil {
				r.t.Fatal(err)
			}
		}
	}
	if out, code := r.terraform(-1, "plan", "-detailed-exitcode", "-out=tfplan"); code != 0 {
		if code == 2 {
			out = r.tf.Lines("show", "-no-color", "tfplan")
		}
		r.t.Fatalf("the plan after the last apply is not empty, or fails: %s", out)
	}
}

// whose is the address of the thing that made an object.
func (r *run) whose(resource, importID string) string {
	id := importID[strings.LastIndex(importID, "/")+1:]
	for _, t := range r.things {
		if t.Resource() != resource {
			continue
		}
		for _, stored := range r.s.List(t.Kind) {
			doc, err := r.s.Get(t.Kind, stored)
			if err != nil {
				r.t.Fatal(err)
			}
			arguments := maps.Clone(t.more)
			maps.Copy(arguments, t.attrs)
			if t.OwnID(stored, doc) == id && t.Random.Is(t.Random.View(doc), arguments) {
				return t.address()
			}
		}
	}
	r.t.Fatalf("an import block names %s %s, which belongs to nothing in the configuration", resource, importID)
	return ""
}

// never is what Terraform and the provider must not say, whatever happens.
var never = []string{"panic:", "inconsistent", "invalid plan", "defect of the provider", "bug in the provider", "did not respond", "crashed", "Value does not fit"}

// terraform runs a command that must end with a code, -1 for any.
func (r *run) terraform(want int, args ...string) (string, int) {
	r.t.Helper()
	r.stats.commands++
	out, code := r.tf.Run(args...)
	r.note("$ terraform %s: %d\n%s", strings.Join(args, " "), code, out)
	if at := strings.Index(out, "Error: "); code == 1 && at >= 0 {
		out = out[at:]
	}
	for _, text := range never {
		if strings.Contains(out, text) {
			r.t.Fatalf("terraform %s says %q: %s", args[0], text, out)
		}
	}
	if acctest.HasSecret(out) {
		r.t.Fatalf("terraform %s shows a secret", args[0])
	}
	if want >= 0 && code != want {
		r.t.Fatalf("terraform %s ended with %d: %s", strings.Join(args, " "), code, out)
	}
	if code == 1 {
		r.stats.failed++
	}
	return out, code
}

// objects are those in state, in the order of their addresses.
func (r *run) objects() []*object {
	var out []*object
	for _, t := range r.things {
		if id := r.ids[t.address()]; id != "" {
			out = append(out, &object{t, id})
		}
	}
	return out
}

// state reads the ids of all objects in state, by address.
func (r *run) state() map[string]string {
	// Numbers may be larger than the usual structures take.
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address, Type string
					Values        map[string]json.RawMessage
				}
			} `json:"root_module"`
		}
	}
	r.tf.JSON(&state, "show", "-json")
	ids := map[string]string{}
	for _, res := range state.Values.Root.Resources {
		for _, k := range kinds {
			if k.Resource() == res.Type {
				ids[res.Address] = k.StoredID(func(attribute string) string {
					text := string(res.Values[attribute])
					return strings.Trim(strings.TrimPrefix(text, "null"), `"`)
				})
			}
		}
	}
	return ids
}

// check holds server, state and configuration against each other.
func (r *run) check(before map[string]map[string]any) {
	previous := r.ids
	r.ids = r.state()
	var problems []string
	bad := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	// Addresses of configuration and state, and objects at the server, are the same.
	managed := map[string]string{} // by id
	for _, t := range r.things {
		id, there := r.ids[t.address()]
		if !there {
			bad("%s is not in state", t.address())
		}
		if other := managed[id]; other != "" {
			bad("%s and %s have the same object %s", other, t.address(), id)
		}
		managed[id] = t.address()
	}
	if len(r.ids) != len(r.things) {
		bad("in state are %v", slices.Sorted(maps.Keys(r.ids)))
	}
	for address, id := range previous {
		name, _, _ := strings.Cut(address, ".")
		if subject.Of(name).Eternal != "" && r.ids[address] != id {
			r.left[id] = true
		}
	}
	for _, k := range kinds {
		for _, id := range r.s.List(k.Kind) {
			doc, err := r.s.Get(k.Kind, id)
			if err != nil {
				r.t.Fatal(err)
			}
			idle := r.left[id] || k.Remains != nil && k.Remains(doc)
			if managed[id] == "" && !idle {
				bad("the server has %s %s, which no state has: %s", k.Kind, id, canonical(doc))
			}
		}
	}

	r.wanted = map[string]map[string]any{}
	for _, o := range r.objects() {
		r.wanted[o.thing.address()] = r.want(o.thing)
		stored := r.stored(o)
		if stored == nil {
			bad("%s is in state as %s, and not at the server", o.thing.address(), o.id)
			continue
		}
		r.stats.objects++
		problems = append(problems, r.compare(o, stored, before, previous[o.thing.address()] != o.id)...)
	}
	problems = append(problems, r.kept(before, r.wanted)...)
	if len(problems) > 0 {
		r.t.Fatalf("after the round:\n%s", strings.Join(problems, "\n"))
	}
}

// want is the document that the configuration of a thing describes.
func (r *run) want(t *thing) map[string]any {
	if t.Tree == nil {
		return nil
	}
	doc, err := codec.Encode(t.Tree, r.resolved(t.attrs, func(expression string) string {
		if name, isVariable := strings.CutPrefix(expression, "var."); isVariable {
			return acctest.Secrets[name]
		}
		return r.ids[strings.TrimSuffix(expression, ".id")]
	}))
	if err != nil {
		r.t.Fatal(err)
	}
	if secret := secretOf(t.attrs); secret != nil {
		doc[secretVersion] = fmt.Sprint(secret["secret_key_wo_version"])
	}
	return doc
}

// compare holds one object against the configuration.
func (r *run) compare(o *object, stored map[string]any, before map[string]map[string]any, made bool) []string {
	if o.thing.Tree == nil {
		return nil
	}
	address, want, view := o.thing.address(), r.wanted[o.thing.address()], o.thing.Random.View(stored)
	// What cannot be changed stays as it was edited last.
	if o.thing.Eternal != "" && !made {
		if diff := cmp.Diff(r.frozen[o.id], stored); diff != "" {
			return []string{address + " was changed: " + diff}
		}
		return nil
	}
	c := comparison{fills: r.s.Modes().FillDefaults || r.s.Modes().FillLinked, imported: o.thing.imported != ""}
	c.object(o.thing.Tree.Root, "", want, view)
	r.stats.leaves += c.leaves
	r.frozen[o.id] = stored
	if secret := child(child(child(want, "emailClientConfig"), "credentials"), "emailClientSecretKey"); secret != nil &&
		(made || before[address][secretVersion] != want[secretVersion]) {
		have := child(child(child(view, "emailClientConfig"), "credentials"), "emailClientSecretKey")[secretKey]
		if have != acctest.Secrets["secret_key"] {
			c.bad("/secretKey", "the server has %v", have)
		}
		r.keep(o, secretKey, secretPlace, have)
	}
	for i, p := range c.problems {
		c.problems[i] = fmt.Sprintf("%s (%s) %s", address, o.id, p)
	}
	return c.problems
}
