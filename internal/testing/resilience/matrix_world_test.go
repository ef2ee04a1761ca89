package resilience_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// world is a sandbox and a working folder of Terraform in which one operation on one resource is run again and again,
// each time from the same start.
type world struct {
	*acctest.Server
	tf      *acctest.Terraform
	network *network
	subject *subject.Subject
	op      operation

	t *testing.T
	// start is what the sandbox holds at the beginning of a run, and state the file of that name, empty for none.
	start sandbox.Snapshot
	state string
	// config is the configuration behind the provider block.
	config string
	// own is the id of the object at the start, empty for none.
	own string
	// unmanaged are the objects at the start that are not the resource's.
	unmanaged map[string]any
	// sent are the requests of the faultless run, and made what it leaves in the sandbox beside what is unmanaged.
	sent []sandbox.Exchange
	made []string
}

const stateFile = "terraform.tfstate"

func newWorld(t *testing.T, s *subject.Subject, op operation) *world {
	t.Helper()
	server := acctest.NewUnrecordedServer(t)
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		t.Fatal("the default transport is another one")
	}
	w := &world{Server: server, subject: s, op: op, t: t,
		network: &network{host: strings.TrimPrefix(server.URL, "http://"), base: base.Clone()}}
	t.Cleanup(w.network.base.CloseIdleConnections)
	w.tf = acctest.NewTerraform(t, func(p *provider.Provider) { p.Transport = w.network })

	if err := subject.InsertStrangers(w.Server.Server, s); err != nil {
		t.Fatal(err)
	}
	w.unmanaged = w.objects()
	if s.Adopted {
		w.adopt()
	}
	config := s.Below("test", s.Config)
	if op != create {
		w.config = config
		w.exist()
	}
	var err error
	if w.start, err = w.Snapshot(); err != nil {
		t.Fatal(err)
	}
	switch op {
	case create, read:
		w.config = config
	case update:
		w.config = s.Below("test", s.Changed())
	case remove:
		w.config = ""
	case importing:
		object, err := w.Get(s.Kind, w.own)
		if err != nil {
			t.Fatal(err)
		}
		w.state, w.config = "", config+importBlock(s.Type, s.ImportPath(subject.TheirID, s.OwnID(w.own, object)))
	}
	w.reference()
	return w
}

// unknown is what no document has.
func unknown(o map[string]any) {
	o["x_injected"] = map[string]any{"kept": []any{json.Number("1.10")}}
}

// adopt takes the object that a create takes over for the one that is managed.
func (w *world) adopt() {
	for at := range w.unmanaged {
		kind, id, _ := strings.Cut(at, " ")
		if kind != string(w.subject.Kind) || id == w.subject.TheirID {
			continue
		}
		w.own = id
		delete(w.unmanaged, at)
		if err := w.Edit(w.subject.Kind, id, unknown); err != nil {
			w.t.Fatal(err)
		}
	}
}

func importBlock(name, id string) string {
	return fmt.Sprintf("import {\n  to = spotnana_%s.test\n  id = %q\n}\n", name, id)
}

// exist makes the object, with properties that Terraform does not manage: one that no document has, and one that the
// configuration is silent about.
func (w *world) exist() {
	before := w.List(w.subject.Kind)
	w.begin(w.t, "")
	w.tf.OK("apply", "-auto-approve")
	for _, id := range w.List(w.subject.Kind) {
		if !slices.Contains(before, id) && !w.subject.Adopted {
			w.own = id
		}
	}
	if err := w.Edit(w.subject.Kind, w.own, func(o map[string]any) {
		unknown(o)
		if w.subject.Silent != nil && (w.op != importing || w.subject.Eternal == "") { // nobody could take it away

			w.subject.Silent(o)
		}
	}); err != nil {
		w.t.Fatal(err)
	}
	// Without its memory, the provider takes what it finds for what was there from the start.
	state := acctest.Object(w.t, []byte(w.tf.Read(stateFile)))
	resources, _ := state["resources"].([]any)
	first, _ := resources[0].(map[string]any)
	instances, _ := first["instances"].([]any)
	instance, _ := instances[0].(map[string]any)
	delete(instance, "private")
	data, err := json.Marshal(state)
	if err != nil {
		w.t.Fatal(err)
	}
	w.tf.Write(stateFile, string(data))
	w.tf.OK("apply", "-auto-approve")
	w.tf.NoChanges()
	w.state = w.tf.Read(stateFile)
}

// begin makes the working folder what it is at the beginning of a run, with a further argument of the provider.
func (w *world) begin(t *testing.T, setting string) {
	t.Helper()
	for _, name := range []string{stateFile, stateFile + ".backup", "adopted.tf"} {
		if err := os.Remove(filepath.Join(w.tf.Dir, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if w.state != "" {
		w.tf.Write(stateFile, w.state)
	}
	w.configure(setting)
	w.ResetRequests()
}

// reference is the faultless run, which all others are compared with.
func (w *world) reference() {
	w.begin(w.t, "")
	w.tf.OK("apply", "-auto-approve")
	w.sent = w.Requests()
	w.tf.NoChanges()
	if problems := w.harmed(); len(problems) > 0 {
		w.t.Fatalf("the faultless run: %s", strings.Join(problems, "\n"))
	}
	w.made = w.others()
	if w.op == create && len(w.made) == 0 || w.op == remove && len(w.made) > 1 {
		w.t.Fatalf("the faultless run leaves %v", w.made)
	}
	if w.own != "" && w.op != remove && !w.subject.Replaced {
		if !strings.Contains(strings.Join(w.made, " "), `"x_injected":{"kept":[1.10]}`) {
			w.t.Fatalf("the faultless run loses what it does not know: %s", w.made)
		}
	}
}

// strikes are the ways in which the fault hits a run: in the sample the request that does the work; in the whole matrix
// each request once, and all from the one that does the work on.
func (w *world) strikes(f *fault, whole bool) []strike {
	if f.creation {
		return []strike{{}}
	}
	main := w.main()
	if !whole {
		return []strike{{at: main}}
	}
	var out []strike
	for i := range w.sent {
		out = append(out, strike{at: i})
		if f.twice && changes(w.sent[i]) {
			out = append(out, strike{at: i, commit: true})
		}
	}
	out = append(out, strike{at: main, lasting: true})
	if f.twice && changes(w.sent[main]) {
		out = append(out, strike{at: main, lasting: true, commit: true})
	}
	return out
}

// main is the request that does what the operation is about: the first write of a create, which makes the object, the
// last of others, and the last request of what writes nothing.
func (w *world) main() int {
	found := len(w.sent) - 1
	for i := len(w.sent) - 1; i >= 0; i-- {
		if !changes(w.sent[i]) {
			continue
		}
		found = i
		if w.op != create {
			break
		}
	}
	return found
}

// changes says that a request changes an object.
func changes(e sandbox.Exchange) bool {
	return e.Method != http.MethodGet && !strings.HasSuffix(e.Path, "/list") &&
		!slices.ContainsFunc(subject.APIs(), func(a *subject.API) bool { return a.Tokens == e.Path })
}

// suffer runs the cell.
func (w *world) suffer(t *testing.T, c *cell, whole bool) {
	c.ran = true
	for _, s := range w.strikes(c.fault, whole) {
		out, problems := w.hit(t, c, s)
		if len(problems) == 0 {
			continue
		}
		c.failed = true
		at := w.sent[s.at]
		t.Errorf("struck at request %d (%s %s), lasting %t, after commit %t:\n  - %s\nTerraform said: %s",
			s.at, at.Method, at.Path, s.lasting, s.commit, strings.Join(problems, "\n  - "), out)
	}
	if t.Failed() {
		c.failed = true
	}
}

// hit runs the operation with the fault, lets the next apply repair what is left, and returns what Terraform said and
// what is wrong.
func (w *world) hit(t *testing.T, c *cell, s strike) (said string, problems []string) {
	tf := w.tf.In(t)
	if err := w.Restore(w.start); err != nil {
		t.Fatal(err)
	}
	w.begin(t, c.fault.setting)
	c.fault.arm(w, s)
	out, code := tf.Run("apply", "-auto-approve")
	said = out
	left := w.ClearFaults()
	refusing, strayed := w.network.clear()
	w.SetModes(sandbox.Modes{})
	if left+refusing > 0 && !s.lasting {
		problems = append(problems, "the fault did not strike")
	}
	if len(strayed) > 0 {
		problems = append(problems, fmt.Sprintf("requests left for other hosts: %v", strayed))
	}
	problems = append(problems, w.repeated()...)
	if code == 0 {
		c.through++
	} else {
		c.refused++
		problems = append(problems, c.fault.faulty(w, out)...)
	}

	// From here on all is well.
	w.configure("")
	if w.subject.Anonymous && w.op == create && code != 0 {
		w.tidy(out, s.lasting)
	}
	if code == 0 {
		var plan string
		if plan, code = tf.Run("plan", "-detailed-exitcode"); code == 1 {
			return said + " THEN " + plan, append(problems, "the next plan fails")
		}
	}
	if code != 0 {
		next, code := tf.Run("apply", "-auto-approve")
		said += " THEN " + next
		if blocks := printed.FindAllStringSubmatch(next, -1); code != 0 && len(blocks) == 1 {
			c.imported++
			if !s.lasting {
				problems = append(problems, "one fault that is over leaves an object to import")
			}
			tf.Write("adopted.tf", importBlock(blocks[0][1], blocks[0][2]))
			next, code = tf.Run("apply", "-auto-approve")
			said += " THEN " + next
		}
		if code != 0 {
			return said, append(problems, "the next apply fails")
		}
		if plan, code := tf.Run("plan", "-detailed-exitcode"); code != 0 {
			said += " THEN " + plan
			problems = append(problems, "after the next apply the plan is not empty")
		}
	}
	problems = append(problems, w.harmed()...)
	if diff := cmp.Diff(w.made, w.others()); diff != "" {
		problems = append(problems, "the sandbox holds something else than after the faultless run (-want +got):\n"+diff)
	}
	return said, append(problems, w.stated(true)...)
}

// tidy deletes what a failed create left, as its error says; where that could not name it, as somebody does who looks at the API.
func (w *world) tidy(said string, unnamed bool) {
	for _, id := range w.List(w.subject.Kind) {
		_, known := w.unmanaged[string(w.subject.Kind)+" "+id]
		if !known && (unnamed || strings.Contains(said, fmt.Sprintf("id = %q", id))) {
			if err := w.Remove(w.subject.Kind, id); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// printed is an import block in what Terraform prints.
var printed = regexp.MustCompile(`import \{ to = spotnana_(\w+)\.<name> id = "([^"]+)" \}`)

// configure writes the configuration, with a further argument of the provider.
func (w *world) configure(setting string) {
	w.tf.Write("main.tf", acctest.RequiredProvider+w.provider(setting)+w.config)
}

// provider is the provider block of a run, with a further argument. The secrets are in the environment.
func (w *world) provider(setting string) string {
	return w.Provider("max_retries = 2", setting, fmt.Sprintf("unite = { base_url = %q, token_url = %q }",
		w.URL+sandbox.UniteRoot, w.URL+sandbox.UniteTokenPath))
}

// repeated lists creates that were sent again although the one before may have been carried out.
func (w *world) repeated() []string {
	path := ""
	for _, e := range w.sent {
		if e.Method == http.MethodPost && changes(e) && path == "" && w.subject.Sole == nil && (w.op == create || w.subject.Replaced) {
			path = e.Path
		}
	}
	var problems []string
	var last *sandbox.Exchange
	listed := false
	for _, e := range w.Requests() {
		switch {
		case e.Method == http.MethodPost && e.Path == path:
			if last != nil && !harmless(last.Status) && !(last.Status == http.StatusServiceUnavailable && listed) {
				problems = append(problems, fmt.Sprintf("a create was sent again after one that ended with the status %d (listed in between: %t)", last.Status, listed))
			}
			last, listed = &e, false
		case last != nil && (e.Method == http.MethodGet || strings.HasSuffix(e.Path, "/list")):
			listed = true
		}
	}
	return problems
}

// harmless says that a request with this answer was surely not carried out.
func harmless(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusTooManyRequests || status == http.StatusNotFound
}

// objects are all objects in the sandbox by kind and id.
func (w *world) objects() map[string]any {
	out := map[string]any{}
	for _, k := range subject.Kinds() {
		for _, id := range w.List(k) {
			object, err := w.Get(k, id)
			if err != nil {
				w.t.Fatal(err)
			}
			out[string(k)+" "+id] = object
		}
	}
	return out
}

// harmed lists the unmanaged objects that changed.
func (w *world) harmed() []string {
	var problems []string
	now := w.objects()
	for _, at := range slices.Sorted(maps.Keys(w.unmanaged)) {
		if diff := cmp.Diff(w.unmanaged[at], now[at]); diff != "" {
			problems = append(problems, fmt.Sprintf("%s, which Terraform does not manage, changed (-before +after):\n%s", at, diff))
		}
	}
	return problems
}

// others are the objects beside the unmanaged ones, without what the server chooses, in an order of their own.
func (w *world) others() []string {
	out := []string{}
	for at, object := range w.objects() {
		if _, known := w.unmanaged[at]; known {
			continue
		}
		data, err := json.Marshal(plainly(object))
		if err != nil {
			w.t.Fatal(err)
		}
		kind, id, _ := strings.Cut(at, " ")
		out = append(out, kind+" "+strings.ReplaceAll(string(data), id, "<id>"))
	}
	slices.Sort(out)
	return out
}

// plainly is a value without what differs from server to server and from time to time.
func plainly(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, e := range v {
			if !slices.Contains([]string{"version", "updatedAt", "createdAt", "companyNumber", "clientSecret"}, name) {
				out[name] = plainly(e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = plainly(e)
		}
		return out
	}
	return v
}

// stated lists what is wrong with the state: it must have the one object that there is.
func (w *world) stated(again bool) []string {
	state := acctest.Object(w.t, []byte(w.tf.Read(stateFile)))
	resources, _ := state["resources"].([]any)
	if w.op == remove {
		if len(resources) > 0 {
			return []string{"the resource is still in state"}
		}
		return nil
	}
	if len(resources) != 1 {
		return []string{fmt.Sprintf("state has %d resources", len(resources))}
	}
	resource, _ := resources[0].(map[string]any)
	instances, _ := resource["instances"].([]any)
	if len(instances) != 1 {
		return []string{fmt.Sprintf("state has %d objects of the resource", len(instances))}
	}
	instance, _ := instances[0].(map[string]any)
	attributes, _ := instance["attributes"].(map[string]any)
	id := w.subject.StoredID(subject.TextOf(attributes))
	if id == "" && again {
		// The object was made and not read back: an apply writes down what the plan found.
		w.tf.OK("apply", "-auto-approve")
		return w.stated(false)
	}
	_, foreign := w.unmanaged[string(w.subject.Kind)+" "+id]
	if _, err := w.Get(w.subject.Kind, id); err != nil || foreign {
		return []string{fmt.Sprintf("state has the id %q, which is not that of the object", id)}
	}
	return nil
}
