package codec_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// longList is a list of objects before and after a change: what state and memory hold, what is live now, what is planned.
type longList struct {
	state, plan, live map[string]any
	memory            *codec.Memory
}

// group is an element of a list without identity key. State holds the first two leaves, and is silent of the others.
type group struct {
	label, department string
	weight            int
}

func (g group) held() map[string]any {
	return map[string]any{"label": g.label, "departments": []any{g.department, "everyone"}}
}

func (g group) live() map[string]any {
	live := g.held()
	live["weight"], live["countryCodes"], live["x_injected"] = json.Number(fmt.Sprint(g.weight)), []any{"DE"}, "x"
	return live
}

// distinctGroups are groups of which ten share a department.
func distinctGroups(n int) []group {
	out := make([]group, n)
	for i := range out {
		out[i] = group{label: fmt.Sprint("group ", i), department: fmt.Sprint("department ", i/10), weight: i%5 + 2}
	}
	return out
}

// alikeGroups are groups that differ in silence alone.
func alikeGroups(n int, weight func(i int) int) []group {
	out := make([]group, n)
	for i := range out {
		out[i] = group{label: "group", department: "department", weight: weight(i)}
	}
	return out
}

// listChanges are what may happen to a list, each as the groups before and after it.
var listChanges = []struct {
	name   string
	groups func(n int) (before, after []group)
}{
	{"unchanged", func(n int) ([]group, []group) { return distinctGroups(n), distinctGroups(n) }},
	{"reversed", func(n int) ([]group, []group) {
		after := distinctGroups(n)
		slices.Reverse(after)
		return distinctGroups(n), after
	}},
	{"one_changed", func(n int) ([]group, []group) {
		after := distinctGroups(n)
		after[n/2].label = "changed"
		return distinctGroups(n), after
	}},
	{"all_changed", func(n int) ([]group, []group) {
		after := distinctGroups(n)
		for i := range after {
			after[i].label = fmt.Sprint("changed ", i)
		}
		return distinctGroups(n), after
	}},
	{"half_gone", func(n int) ([]group, []group) {
		same := func(int) int { return 5 }
		return alikeGroups(n, same), alikeGroups(n/2, same)
	}},
	{"silent_differ", func(n int) ([]group, []group) {
		after := alikeGroups(n, func(i int) int { return 2*n - i })
		for i := range after[:n/2] {
			after[i].department = "other"
		}
		return alikeGroups(n, func(i int) int { return i + 2 }), after
	}},
}

func newLongList(t testing.TB, groups func(n int) (before, after []group), n int) longList {
	t.Helper()
	before, after := groups(n)
	object := func(groups []group, element func(group) map[string]any) map[string]any {
		list := make([]any, len(groups))
		for i, g := range groups {
			list[i] = element(g)
		}
		return map[string]any{"name": "n", "groups": list}
	}
	state := object(before, group.held)
	return longList{state: state, plan: object(after, group.held), live: object(after, group.live), memory: remembered(t, object(before, group.live), state)}
}

// listOperations are what a provider does with a list when it reads, plans and updates.
var listOperations = []struct {
	name string
	run  func(t testing.TB, l longList)
}{
	{"decode", func(t testing.TB, l longList) { must(codec.Refresh(policy, l.live, l.state, l.memory))(t) }},
	{"pair", func(t testing.TB, l longList) {
		groups := policy.Root.Property("groups")
		if err := codec.Pair(groups, l.state["groups"].([]any), l.live["groups"].([]any), l.memory); err != nil {
			t.Fatal(err)
		}
	}},
	{"merge", func(t testing.TB, l longList) { must(codec.Merge(policy, l.state, l.plan, l.live, l.memory))(t) }},
	{"plan", func(_ testing.TB, l longList) {
		planned := codec.Plan(policy, l.plan, l.state, true)
		codec.Differences(policy, l.state, planned)
		codec.Losses(policy, l.state, planned, l.memory)
		codec.Removed(policy, l.state, planned)
		codec.Resent(policy, l.state, planned)
	}},
}

// BenchmarkLongList is the table of what lists of 10 to 5,000 objects cost. Run it with -benchtime 0.1s: a row of 5,000
// elements takes longer than that at once.
func BenchmarkLongList(b *testing.B) {
	for _, operation := range listOperations {
		for _, change := range listChanges {
			for _, n := range []int{10, 100, 1000, 5000} {
				b.Run(fmt.Sprintf("%s/%s/%d", operation.name, change.name, n), func(b *testing.B) {
					l := newLongList(b, change.groups, n)
					b.ReportAllocs()
					for b.Loop() {
						operation.run(b, l)
					}
				})
			}
		}
	}
}

// What a list costs grows with its length, not with its square. Allocations are counted, because times depend on the machine:
// a list of four times the length takes at most six times as many, and as many bytes, where the square would be sixteen times.
func TestLongListsGrowLinearly(t *testing.T) {
	const times, most = 4, 6
	for _, operation := range listOperations {
		for _, change := range listChanges {
			before := map[string]uint64{}
			for _, n := range []int{25, 100, 400, 1600} {
				now := allocated(t, operation.run, newLongList(t, change.groups, n))
				for unit, count := range now {
					if n > 25 && count > most*before[unit] {
						t.Errorf("%s of a list of %d elements, %s, takes %d %s, and %d for %d", operation.name, n, change.name, count, unit, before[unit], n/times)
					}
				}
				before = now
			}
		}
	}
}

// allocated is what an operation allocates.
func allocated(t *testing.T, run func(t testing.TB, l longList), l longList) map[string]uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run(t, l)
	runtime.ReadMemStats(&after)
	return map[string]uint64{"allocations": after.Mallocs - before.Mallocs, "bytes": after.TotalAlloc - before.TotalAlloc}
}

// Each element of a long list is compared with few others: with those that share what fewest have, wherever they stand.
func TestLongListsPairByWhatFewestShare(t *testing.T) {
	const n = 200
	l := newLongList(t, func(n int) (before, after []group) {
		for i := range n {
			before = append(before, group{label: "label", department: fmt.Sprint("department ", i), weight: 5})
			after = append(after, group{label: "changed", department: fmt.Sprint("department ", n-1-i), weight: 5})
		}
		return before, after
	}, n)
	read := must(codec.Refresh(policy, l.live, l.state, l.memory))(t)
	for i, e := range read.Attrs["groups"].([]any) {
		g := e.(map[string]any)
		if departments := g["departments"].([]any); departments[0] != fmt.Sprint("department ", i) || g["label"] != "changed" || len(g) != 2 {
			t.Fatalf("element %d reads as %v", i, g)
		}
	}
}
