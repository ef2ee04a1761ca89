package codec_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// large is an object with lists of 1,000 objects, with and without identity key.
func large() map[string]any {
	groups, approvals := make([]any, 1000), make([]any, 1000)
	for i := range groups {
		groups[i] = map[string]any{"label": fmt.Sprint("group ", i), "departments": []any{"a", "b"}, "weight": json.Number(fmt.Sprint(i)), "x_injected": "x"}
		approvals[i] = map[string]any{"type": fmt.Sprint("T", i), "notify": true, "contact": map[string]any{"email": "e", "remark": "r"}, "x_injected": "x"}
	}
	return map[string]any{"name": "n", "groups": groups, "approvals": approvals}
}

// reversed has the elements in the other order, and changed ones that nothing but a few equal leaves pair.
func reversed(live map[string]any, change bool) map[string]any {
	out := map[string]any{"name": "n"}
	for _, name := range []string{"groups", "approvals"} {
		list := slices.Clone(live[name].([]any))
		slices.Reverse(list)
		if change {
			for i, e := range list {
				m := map[string]any{}
				for k, v := range e.(map[string]any) {
					m[k] = v
				}
				m["label"], m["notify"] = fmt.Sprint("changed ", i), false
				list[i] = m
			}
		}
		out[name] = list
	}
	return out
}

// half is a state that leaves a part of each element to the server.
func half(attrs map[string]any) map[string]any {
	out := map[string]any{"name": "n"}
	for name, keep := range map[string][]string{"groups": {"label", "departments"}, "approvals": {"type", "notify"}} {
		list := make([]any, 0, 1000)
		for _, e := range attrs[name].([]any) {
			m := map[string]any{}
			for _, k := range keep {
				m[k] = e.(map[string]any)[k]
			}
			list = append(list, m)
		}
		out[name] = list
	}
	return out
}

func BenchmarkRefresh(b *testing.B) {
	live := large()
	full := must(codec.Import(policy, live))(b).Attrs
	for name, state := range map[string]map[string]any{"everything": full, "half": half(full), "nothing": {}} {
		m := remembered(b, live, state)
		for order, now := range map[string]map[string]any{"same": live, "reversed": reversed(live, false), "changed": reversed(live, true)} {
			b.Run(name+"/"+order, func(b *testing.B) {
				for b.Loop() {
					must(codec.Refresh(policy, now, state, m))(b)
				}
			})
		}
	}
}

func BenchmarkMerge(b *testing.B) {
	live := large()
	state := half(must(codec.Import(policy, live))(b).Attrs)
	m := remembered(b, live, state)
	for order, now := range map[string]map[string]any{"reversed": reversed(live, false), "changed": reversed(live, true)} {
		plan := half(must(codec.Import(policy, now))(b).Attrs)
		b.Run(order, func(b *testing.B) {
			for b.Loop() {
				must(codec.Merge(policy, state, plan, live, m))(b)
			}
		})
	}
}

func BenchmarkPlan(b *testing.B) {
	live := large()
	state := must(codec.Import(policy, live))(b).Attrs
	config := must(codec.Import(policy, reversed(live, true)))(b).Attrs
	for b.Loop() {
		codec.Plan(policy, config, state, true)
	}
}
