package codec

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Plan is what Terraform shall plan for a configuration: prior, where keep is set and the two differ in order and spelling alone;
// else what is configured, value by value. So with prior {"tags": ["a", "b"]}, a configuration of ["b", "a"] changes nothing, and
// beside another change it is planned as it is. The reason is in section 4.4 of DESIGN.md: Terraform plans again when it applies,
// when what was unknown is known, and what was known must then come out the same. Attributes that the server chooses are left
// to the caller, secrets are null.
func Plan(t *field.Tree, config, prior map[string]any, keep bool) map[string]any {
	planned := object(withoutSecrets(t.Root, config))
	if !keep || prior == nil {
		return planned
	}
	held := map[string]any{}
	for _, a := range Attributes(t.Root) {
		if a.Chosen() {
			continue
		}
		if !Equal(a, planned[a.Name], prior[a.Name]) {
			return planned
		}
		put(held, a.Name, prior[a.Name])
	}
	return held
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
		out := make([]any, len(p))
		for i, e := range p {
			out[i] = withSecrets(n.Elem, e, c[i])
		}
		return out
	}
	return plan
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
		if !settable(c) || sameStored(c, l, before) || sameStored(c, l, after) {
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
		case path.PathStepElementKeyString:
			m, _ := v.(Map)
			v = m[string(s)]
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
