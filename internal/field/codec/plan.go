package codec

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Plan is what Terraform shall plan for a configuration: prior values where the configuration differs from them only
// in order or spelling, else the configured ones. Terraform accepts nothing else. Attributes that the server chooses
// are left to the caller, secrets are null.
func Plan(t *field.Tree, config, prior map[string]any) map[string]any {
	return planAttrs(t.Root, object(withoutSecrets(t.Root, config)), prior)
}

func planAttrs(n *field.Node, config, prior map[string]any) map[string]any {
	out := map[string]any{}
	for _, a := range Attributes(n) {
		put(out, a.Name, plan(a, config[a.Name], prior[a.Name]))
	}
	return out
}

func plan(n *field.Node, config, prior any) any {
	if config == nil || prior == nil {
		return config
	}
	if Equal(n, config, prior) { // which nothing unknown is
		return prior
	}
	switch c := config.(type) {
	case map[string]any:
		return planAttrs(n, c, object(prior))
	case []any:
		held, _ := prior.([]any)
		if n.Elem.Kind != field.Object {
			return config
		}
		out := make([]any, len(c))
		for i, e := range c {
			out[i] = e
			if i < len(held) {
				out[i] = plan(n.Elem, e, held[i])
			}
		}
		return out
	}
	return config
}

// withoutSecrets is a configured value without write-only arguments, which a plan must not hold, and without what the
// server chooses.
func withoutSecrets(n *field.Node, v any) any {
	switch c := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, a := range Attributes(n) {
			if !a.Chosen() && !a.Sensitive {
				put(out, a.Name, withoutSecrets(a, c[a.Name]))
			}
		}
		return out
	case []any:
		if n.Elem.Kind != field.Object {
			return v
		}
		out := make([]any, len(c))
		for i, e := range c {
			out[i] = withoutSecrets(n.Elem, e)
		}
		return out
	}
	return v
}

// WithSecrets is the plan with the configuration's write-only arguments put back, for encoding and merging.
func WithSecrets(t *field.Tree, plan, config map[string]any) map[string]any {
	return object(withSecrets(t.Root, plan, config))
}

func withSecrets(n *field.Node, plan, config any) any {
	switch p := plan.(type) {
	case map[string]any:
		c, _ := config.(map[string]any)
		out := make(map[string]any, len(p))
		for _, a := range Attributes(n) {
			v := p[a.Name]
			if a.Sensitive {
				v = c[a.Name]
			} else if v != nil {
				v = withSecrets(a, v, c[a.Name])
			}
			if v != nil {
				out[a.Name] = v
			}
		}
		return out
	case []any:
		c, _ := config.([]any)
		if n.Elem.Kind != field.Object || len(c) != len(p) {
			return plan
		}
		// A plan may hold the elements in prior's order.
		pairs := pairPlan(n, p, stripped(n, c))
		out := make([]any, len(p))
		for i, e := range p {
			if pairs[i] < 0 {
				out[i] = e
				continue
			}
			out[i] = withSecrets(n.Elem, e, c[pairs[i]])
		}
		return out
	}
	return plan
}

func stripped(n *field.Node, list []any) []any {
	out, _ := withoutSecrets(n, list).([]any)
	return out
}

// Secrets are the sensitive values in attributes, so that no log and no error shows them.
func Secrets(t *field.Tree, attrs map[string]any) []string {
	var found []string
	walk(t.Root, attrs, path.Empty(), func(n *field.Node, v any, _ path.Path) {
		if s, ok := v.(string); ok && n.Sensitive && s != "" {
			found = append(found, s)
		}
	})
	return found
}

// walk calls f for every attribute and list element that is not null, parents first.
func walk(n *field.Node, attrs map[string]any, p path.Path, f func(n *field.Node, v any, p path.Path)) {
	for _, a := range Attributes(n) {
		if v := attrs[a.Name]; v != nil {
			walkValue(a, v, p.AtName(a.Name), f)
		}
	}
}

func walkValue(n *field.Node, v any, p path.Path, f func(n *field.Node, v any, p path.Path)) {
	f(n, v, p)
	switch v := v.(type) {
	case map[string]any:
		walk(n, v, p, f)
	case []any:
		for i, e := range v {
			if e != nil {
				walkValue(n.Elem, e, p.AtListIndex(i), f)
			}
		}
	}
}

// Differences are the attributes in which b differs from a, as deep as objects go; a list counts as one. Attributes that
// the server chooses, local ones and secrets are left out, and what is fixed at creation where b lacks it.
func Differences(t *field.Tree, a, b map[string]any) []path.Path {
	return differences(t.Root, a, b, path.Empty())
}

func differences(n *field.Node, a, b map[string]any, p path.Path) []path.Path {
	var found []path.Path
	for _, c := range Attributes(n) {
		// What cannot change after creation and is no longer configured stays as it is.
		if !settable(c) || Equal(c, a[c.Name], b[c.Name]) || (createOnly(c) && b[c.Name] == nil) {
			continue
		}
		x, isX := a[c.Name].(map[string]any)
		y, isY := b[c.Name].(map[string]any)
		if isX && isY {
			found = append(found, differences(c, x, y, p.AtName(c.Name))...)
			continue
		}
		found = append(found, p.AtName(c.Name))
	}
	return found
}

// Kept are the attributes that the plan removes from prior and that the live object has all the same, with a value that
// a server does not fill in by itself. A list counts when the plan removes something below its elements, all of which the
// live ones still have: read in the shape of the plan, nothing would show that.
func Kept(t *field.Tree, prior, plan, live map[string]any) ([]path.Path, error) {
	there, err := Complete(t, live)
	if err != nil {
		return nil, err
	}
	asBefore, err := Shape(t, live, prior)
	if err != nil {
		return nil, err
	}
	asPlanned, err := Shape(t, live, plan)
	if err != nil {
		return nil, err
	}
	var found []path.Path
	for _, p := range Differences(t, prior, plan) {
		n, before, after := nodeAt(t, p), At(prior, p), At(plan, p)
		// What the API never answers reads as whatever it is held against.
		text := func(v any) string { return canon(n, answered(n, v), true) }
		switch {
		case before == nil:
		case after == nil && EqualAt(t, p, there, prior) && canon(n, before, true) != "",
			after != nil && text(before) != text(after) && EqualAt(t, p, asPlanned, plan) && text(At(asBefore, p)) == text(before):
			found = append(found, p)
		}
	}
	return found, nil
}

// answered is a value with nothing but what a configuration sets and the API answers.
func answered(n *field.Node, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, a := range Attributes(n) {
			if settable(a) && !a.Unanswered {
				put(out, a.Name, answered(a, v[a.Name]))
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = answered(n.Elem, e)
		}
		return out
	}
	return v
}

// settable says that a configuration sets the attribute at the API.
func settable(n *field.Node) bool {
	return !n.Chosen() && !n.IsLocal() && !n.Sensitive
}

// Conflicts are the attributes that somebody else changed since the plan was made: live differs from prior and from
// the plan.
func Conflicts(t *field.Tree, live, prior, plan map[string]any) []path.Path {
	return conflicts(t.Root, live, prior, plan, path.Empty())
}

func conflicts(n *field.Node, live, prior, plan map[string]any, p path.Path) []path.Path {
	var found []path.Path
	for _, c := range Attributes(n) {
		l, before, after := live[c.Name], prior[c.Name], plan[c.Name]
		if !settable(c) || Equal(c, l, before) || Equal(c, l, after) {
			continue
		}
		if lm, ok := l.(map[string]any); ok && before != nil && after != nil {
			found = append(found, conflicts(c, lm, object(before), object(after), p.AtName(c.Name))...)
			continue
		}
		found = append(found, p.AtName(c.Name))
	}
	return found
}

// At is the value at a path, nil where there is none.
func At(attrs map[string]any, p path.Path) any {
	var v any = attrs
	for _, step := range p.Steps() {
		switch s := step.(type) {
		case path.PathStepAttributeName:
			v = object(v)[string(s)]
		case path.PathStepElementKeyInt:
			list, _ := v.([]any)
			if int(s) >= len(list) {
				return nil
			}
			v = list[s]
		default:
			return nil
		}
	}
	return v
}

// With is a copy of attributes with another value at a path of attribute names.
func With(attrs map[string]any, p path.Path, v any) map[string]any {
	return with(attrs, p.Steps(), v)
}

func with(attrs map[string]any, steps path.PathSteps, v any) map[string]any {
	name, ok := steps[0].(path.PathStepAttributeName)
	if !ok {
		return attrs
	}
	out := maps.Clone(attrs)
	if out == nil {
		out = map[string]any{}
	}
	if len(steps) > 1 {
		v = with(object(attrs[string(name)]), steps[1:], v)
	}
	out[string(name)] = v
	return out
}

// EqualAt says that two objects have equal values at a path.
func EqualAt(t *field.Tree, p path.Path, a, b map[string]any) bool {
	n := nodeAt(t, p)
	return n != nil && Equal(n, At(a, p), At(b, p))
}

// OnlyFilled says that of the values at a path one is null and the other is what a server may fill in, or drop, by itself:
// the documented default, "" or [].
func OnlyFilled(t *field.Tree, p path.Path, a, b map[string]any) bool {
	n, x, y := nodeAt(t, p), At(a, p), At(b, p)
	return n != nil && ((x == nil && emptied(n, y) != nil) || (y == nil && emptied(n, x) != nil))
}

// nodeAt is the node that a path leads to, nil when the tree has none.
func nodeAt(t *field.Tree, p path.Path) *field.Node {
	n := t.Root
	for _, step := range p.Steps() {
		switch s := step.(type) {
		case path.PathStepAttributeName:
			i := slices.IndexFunc(Attributes(n), func(c *field.Node) bool { return c.Name == string(s) })
			if i < 0 {
				return nil
			}
			n = Attributes(n)[i]
		case path.PathStepElementKeyInt:
			n = n.Elem
		}
	}
	return n
}
