package policy_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

const companyID = "4f0d2f0e-9d1c-4c52-8f39-1f6f5a1f0001"

// insertCompany adds the company of the tests behind the API's back; its default policy comes with it.
func insertCompany(t testing.TB, s *acctest.Server) {
	t.Helper()
	if err := s.Insert(sandbox.Companies, "", companyID, map[string]any{
		"id": map[string]any{"id": companyID}, "name": "ACME", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}); err != nil {
		t.Fatal(err)
	}
}

// isLeaf says that a node has a value of its own that a configuration can set.
func isLeaf(n *field.Node) bool { return len(n.Attrs) == 0 && n.Elem == nil && !n.Chosen() }

// leafCase is a policy around one leaf, as somebody may change it.
type leafCase struct {
	path string
	way  chain
	// with has the leaf, changed has another value there (nil: there is none), without lacks it (nil: it cannot).
	with, changed, without map[string]any
}

func leafCases() []leafCase {
	paths, found := chains(isLeaf)
	cases := make([]leafCase, len(paths))
	for i, path := range paths {
		way := found[path]
		leaf := at(way)
		base := map[string]any{"id": codectest.ID(i), "name": path, "type": "GROUP", "userGroups": []any{},
			"currency": map[string]any{"currencyCode": "EUR"}}
		with := put(tree.Root, base, way, sample(leaf, 0)).(map[string]any)
		c := leafCase{path: path, way: way, with: with}
		c.without, _ = take(tree.Root, with, way).(map[string]any)
		if leaf.Kind != field.Link {
			c.changed = put(tree.Root, with, way, codectest.Other(leaf, sample(leaf, 0))).(map[string]any)
		} else if other := otherBranch(way); other != nil {
			c.changed = put(tree.Root, with, append(slices.Clone(way[:len(way)-1]), other), least(other)).(map[string]any)
		}
		cases[i] = c
	}
	return cases
}

// otherBranch is the branch beside a link, nil when there is none.
func otherBranch(way chain) *field.Node {
	parent := at(way[:len(way)-1])
	i := slices.IndexFunc(parent.Attrs, func(a *field.Node) bool { return a.Choice && a.Kind != field.Link })
	if i < 0 {
		return nil
	}
	return parent.Attrs[i]
}

// valuesAt are the values where the names lead, of each element of the lists on the way.
func valuesAt(v any, names []string) []any {
	if list, ok := v.([]any); ok && len(names) > 0 {
		var out []any
		for _, e := range list {
			out = append(out, valuesAt(e, names)...)
		}
		return out
	}
	if len(names) == 0 || v == nil {
		return []any{codectest.Readable(v)}
	}
	m, _ := v.(map[string]any)
	return valuesAt(m[names[0]], names[1:])
}

// Whatever leaf somebody changes, takes away or adds at the server: the next plan shows it, whether the configuration
// sets the leaf or not. Only what the configuration does not set and is gone, a plan cannot show; that is a warning.
func TestLeaves_everyChangeIsFound(t *testing.T) {
	t.Parallel()
	s := acctest.NewQuickServer(t)
	insertCompany(t, s)
	p := acctest.NewProtocol(t, s, "spotnana_policy")
	cases := leafCases()
	var mu sync.Mutex
	counts := map[string]int{}
	count := func(what string) {
		mu.Lock()
		defer mu.Unlock()
		counts[what]++
	}
	t.Cleanup(func() {
		t.Logf("leaves: %d of %d; %v", counts["leaves"], len(cases), counts)
		if counts["leaves"] != len(cases) {
			t.Errorf("changes of %d leaves were found, of %d", counts["leaves"], len(cases))
		}
	})
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			l := leafTest{T: t, s: s, p: p.In(t), c: c, count: count}
			l.configured()
			l.silent()
			l.added()
			if !t.Failed() {
				count("leaves")
			}
		})
	}
}

type leafTest struct {
	*testing.T
	s     *acctest.Server
	p     *acctest.Protocol
	c     leafCase
	count func(what string)
}

// live makes a policy what the API answers.
func (l leafTest) live(policy map[string]any) {
	l.Helper()
	if err := l.s.Insert(sandbox.Policies, companyID, policy["id"].(string), policy); err != nil {
		l.Fatal(err)
	}
}

// managed is the state of a resource whose configuration holds what is in of, while the API has live.
func (l leafTest) managed(of, live map[string]any) acctest.Known {
	l.Helper()
	attrs := ok(codec.Complete(tree, of))(l.T)
	attrs["company_id"] = companyID
	l.live(live)
	k := l.p.Read(acctest.Known{Attrs: attrs}) // without private state: everything else is remembered from now on
	if diff := codectest.Diff(attrs, k.Attrs); diff != "" {
		l.Fatalf("state (-before +after):\n%s", diff)
	}
	return k
}

// shows changes the policy at the API and expects the next plan to change the leaf, back to the configuration.
func (l leafTest) shows(what string, k acctest.Known, live map[string]any) {
	l.Helper()
	l.live(live)
	now := l.p.Read(k)
	planned := l.p.Plan(now, settings(k.Attrs), "id")
	names := l.c.way.attribute()
	if at(l.c.way).Kind == field.Link {
		names = names[:len(names)-1] // the other branch shows in its place
	}
	if isEmpty := len(now.Warnings) > 0 && at(l.c.way).Kind == field.Link; isEmpty {
		l.count("link in place of which an empty branch came, a warning")
	} else if cmp.Equal(valuesAt(now.Attrs, names), valuesAt(planned, names)) {
		l.Errorf("%s: the plan does not change %s\nstate %v\nplan  %v\nwarnings %v", what, strings.Join(names, "."),
			codectest.Readable(now.Attrs), codectest.Readable(planned), now.Warnings)
	}
	if diff := codectest.Diff(k.Attrs, planned); diff != "" {
		l.Errorf("%s: the plan does not restore what was there (-before +plan):\n%s", what, diff)
	}
	l.count(what)
}

func (l leafTest) configured() {
	k := l.managed(l.c.with, l.c.with)
	if l.c.changed != nil {
		l.shows("configured and changed", k, l.c.changed)
	}
	if l.c.without != nil {
		l.shows("configured and removed", k, l.c.without)
	}
}

func (l leafTest) silent() {
	if l.c.without == nil {
		return // cannot be left out
	}
	k := l.managed(l.c.without, l.c.with)
	if l.c.changed != nil {
		l.shows("silent and changed", k, l.c.changed)
	}
	l.live(l.c.without)
	if now := l.p.Read(k); len(now.Warnings) == 0 {
		l.Errorf("nothing says that the silent %s is gone", l.c.path)
	}
	l.count("silent and removed")
}

func (l leafTest) added() {
	if l.c.without == nil {
		return
	}
	k := l.managed(l.c.without, l.c.without)
	if at(l.c.way).Kind != field.Link {
		l.shows("added", k, l.c.with)
		return
	}
	// A link where nothing was is what the API means by nothing; a link in place of something else is a change.
	l.live(l.c.with)
	now := l.p.Read(k)
	if diff := codectest.Diff(k.Attrs, now.Attrs); diff != "" {
		l.Errorf("a link that was filled in shows (-before +after):\n%s", diff)
	}
	if l.c.changed != nil {
		replaced := maps.Clone(l.c.with)
		l.shows("link in place of another branch", l.managed(l.c.without, l.c.changed), replaced)
	}
}
