package crud

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/httpx"
)

// A team is the synthetic object of these tests. It has one attribute of each kind that the engine treats in its own way.
var teamTree = &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
	{Name: "company_id", Mode: field.RequiredCreateOnly},
	{Name: "keep", Kind: field.Bool},
	{Name: "id", JSON: "id", Mode: field.Computed},
	{Name: "state", JSON: "state", Mode: field.Status},
	{Name: "place", JSON: "place", Mode: field.CreateOnly},
	{Name: "name", JSON: "name", Mode: field.Required},
	{Name: "note", JSON: "note"},
	{Name: "size", JSON: "size", Kind: field.Int},
	{Name: "country", JSON: "country", Format: field.Country},
	{Name: "tags", JSON: "tags", Kind: field.List, Elem: &field.Node{}},
	{Name: "contact", JSON: "contact", Kind: field.Object, Attrs: []*field.Node{
		{Name: "email", JSON: "email", Mode: field.Required}, {Name: "phone", JSON: "phone"},
	}},
	{Name: "boss", JSON: "boss"},
	field.Secret("token", "token", "Token."), field.SecretVersion("token"),
	{Name: "version", JSON: "version", Mode: field.Bookkeeping},
}}}

// team is the Spec of a team; tests change their copy.
func team() *Spec {
	return &Spec{
		Name: "team", Title: "team", Tree: teamTree, ImportID: []string{"company_id", "id"},
		Connect: func(data any) (API, *Session) {
			c := data.(*connection)
			return c.api, c.session
		},
		Parent: func(attrs map[string]any) string { return attrs["company_id"].(string) },
		Key:    func(attrs map[string]any) string { return attrs["name"].(string) },
	}
}

// connection is what the Configure of a test makes.
type connection struct {
	api     API
	session *Session
}

const here = "https://api.example.com"

// fake is the API of teams, in memory. It logs what it is asked, and does as the outcomes say that are scripted for a
// verb, one a request, before it behaves again.
type fake struct {
	origin string

	mu       sync.Mutex
	teams    map[string]map[string]any
	made     int
	log      []string
	bodies   []map[string]any
	outcomes map[string][]outcome
}

// outcome is how one request goes wrong.
type outcome struct {
	// first happens before anything else, without the lock.
	first func()
	// err is the answer, nil for the usual one.
	err error
	// done says that the request is carried out before err is answered.
	done bool
	// answer takes the place of the live object, and for LIST any answer that of an empty list.
	answer map[string]any
}

func newFake() *fake {
	return &fake{origin: here, teams: map[string]map[string]any{}, outcomes: map[string][]outcome{}}
}

// script adds outcomes for POST, GET, PUT, DELETE or LIST.
func (f *fake) script(verb string, next ...outcome) {
	f.outcomes[verb] = append(f.outcomes[verb], next...)
}

// has puts teams there as somebody else would.
func (f *fake) has(id, doc string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v, err := codec.ParseJSON([]byte(doc))
	if err != nil {
		panic(err)
	}
	f.teams[id] = v.(map[string]any)
}

// begin logs a request and returns what is scripted for it.
func (f *fake) begin(verb, line string) outcome {
	f.mu.Lock()
	f.log = append(f.log, line)
	var o outcome
	if next := f.outcomes[verb]; len(next) > 0 {
		o, f.outcomes[verb] = next[0], next[1:]
	}
	f.mu.Unlock()
	if o.first != nil {
		o.first()
	}
	return o
}

// requests are the requests since the last call.
func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	log := f.log
	f.log = nil
	return log
}

// lastBody is the last body that was sent.
func (f *fake) lastBody() map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bodies[len(f.bodies)-1]
}

func (f *fake) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.teams)
}

func (f *fake) base() *fake { return f }

func (f *fake) Origin() string { return f.origin }

func (f *fake) Create(_ context.Context, _ httpx.Write, _, body map[string]any) (Made, error) {
	o := f.begin("POST", "POST")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bodies = append(f.bodies, body)
	if o.err != nil && !o.done {
		return Made{}, o.err
	}
	f.made++
	id := fmt.Sprintf("t%d", f.made)
	live := maps.Clone(body)
	live["id"], live["state"], live["version"] = id, "NEW", "1"
	delete(live, "token")
	f.teams[id] = live
	return Made{Attrs: map[string]any{"id": id}}, o.err
}

func (f *fake) Read(_ context.Context, at Ref, _ bool) (Found, error) {
	id, _ := at.Attrs["id"].(string)
	o := f.begin("GET", "GET "+id)
	f.mu.Lock()
	defer f.mu.Unlock()
	live, ok := f.teams[id]
	switch {
	case o.err != nil:
		return Found{}, o.err
	case o.answer != nil:
		return Found{Live: o.answer}, nil
	case !ok:
		return Found{}, gone(http.MethodGet)
	}
	return Found{Live: maps.Clone(live)}, nil
}

func (f *fake) Update(_ context.Context, _ httpx.Write, at Ref, body, _ map[string]any) error {
	id := at.Attrs["id"].(string)
	o := f.begin("PUT", "PUT "+id)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bodies = append(f.bodies, body)
	if o.err != nil && !o.done {
		return o.err
	}
	live := maps.Clone(body)
	live["version"] = "2"
	delete(live, "token")
	f.teams[id] = live
	return o.err
}

func (f *fake) Delete(_ context.Context, _ httpx.Write, at Ref) error {
	id := at.Attrs["id"].(string)
	o := f.begin("DELETE", "DELETE "+id)
	f.mu.Lock()
	defer f.mu.Unlock()
	if o.err != nil && !o.done {
		return o.err
	}
	if _, ok := f.teams[id]; !ok {
		return gone(http.MethodDelete)
	}
	delete(f.teams, id)
	return o.err
}

func (f *fake) Siblings(_ context.Context, _ map[string]any, fresh bool) ([]Sibling, error) {
	line := "LIST"
	if fresh {
		line = "LIST fresh"
	}
	o := f.begin("LIST", line)
	f.mu.Lock()
	defer f.mu.Unlock()
	if o.answer != nil {
		return nil, nil
	}
	var found []Sibling
	for _, id := range slices.Sorted(maps.Keys(f.teams)) {
		name, _ := f.teams[id]["name"].(string)
		found = append(found, Sibling{Attrs: map[string]any{"id": id}, Key: name})
	}
	return found, o.err
}

// The failures that matter: the API's own 404, a refusal, and outcomes that are open.
func gone(method string) error {
	return &apierr.Error{Method: method, Path: "/teams/x", Origin: here, Status: http.StatusNotFound, Enveloped: true, TraceID: "trace-404"}
}

func answered(method string, status int) *apierr.Error {
	return &apierr.Error{Method: method, Path: "/teams", Origin: here, Status: status, Enveloped: true, Ambiguous: status >= 500, TraceID: fmt.Sprintf("trace-%d", status)}
}

// page is an answer that is not the API's own.
func page(status int) error {
	e := answered("GET", status)
	e.Enveloped = false
	return e
}

func reset(method string) error {
	return &apierr.Error{Method: method, Path: "/teams", Origin: here, Ambiguous: true, Err: io.ErrUnexpectedEOF}
}

// said compares diagnostics, given as "error: summary" or "warning: summary", with the path where there is one.
func said(t *testing.T, got []report, want ...string) {
	t.Helper()
	var lines []string
	for _, r := range got {
		lines = append(lines, r.line)
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("diagnostics (-want +got)\n%s", diff)
		for _, r := range got {
			t.Logf("%s\n%s", r.line, r.detail)
		}
	}
}

// report is a diagnostic as it is compared.
type report struct{ line, detail string }

// details looks for texts in the details of all diagnostics.
func details(t *testing.T, got []report, want ...string) {
	t.Helper()
	var all strings.Builder
	for _, r := range got {
		all.WriteString(r.detail + "\n")
	}
	for _, text := range want {
		if !strings.Contains(all.String(), text) {
			t.Errorf("no diagnostic says %q:\n%s", text, all.String())
		}
	}
}

func asked(t *testing.T, f *fake, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, f.requests()); diff != "" {
		t.Errorf("requests (-want +got)\n%s", diff)
	}
}

func number(text string) json.Number { return json.Number(text) }
