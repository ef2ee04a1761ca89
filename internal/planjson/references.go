package planjson

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

const policyType = "spotnana_policy"

// resolve replaces ids that are known after apply only, where the object that they belong to is made in the same plan and the
// configuration leaves no doubt which one it is, by the address of that object, which is its id in Plan.Planned.
func resolve(config *tfjson.Config, changes []Change, all []*tfjson.ResourceChange) {
	if config == nil || config.RootModule == nil {
		return
	}
	modules := map[string]string{}
	for _, c := range all {
		if object(c) {
			modules[c.Address] = c.ModuleAddress
		}
	}
	for _, c := range changes {
		declared := declaration(config.RootModule, modules[c.Address], c.Address)
		if declared == nil {
			continue
		}
		for name, v := range c.After {
			if name == "id" || declared.Expressions[name] == nil || declared.Expressions[name].ExpressionData == nil {
				continue
			}
			refs := precise(declared.Expressions[name].References)
			if slices.ContainsFunc(refs, opaque) {
				continue
			}
			filled := fill(&c.After, name, v)
			for _, group := range referred(refs, modules[c.Address], changes, modules) {
				filled.with(group)
			}
		}
	}
}

// declaration is the resource block of an object, nil where there is none.
func declaration(m *tfjson.ConfigModule, module, address string) *tfjson.ConfigResource {
	for _, name := range callNames(module) {
		call := m.ModuleCalls[name]
		if call == nil || call.Module == nil {
			return nil
		}
		m = call.Module
	}
	local := withoutKey(strings.TrimPrefix(strings.TrimPrefix(address, module), "."))
	for _, r := range m.Resources {
		if r != nil && r.Address == local {
			return r
		}
	}
	return nil
}

// callNames are the names of the modules in an address, without the keys of their instances.
func callNames(module string) []string {
	var names []string
	for rest := module; rest != ""; {
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "."), "module.")
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			return append(names, rest)
		}
		names = append(names, rest[:end])
		rest = afterKey(rest[end:])
	}
	return names
}

// afterKey is what follows the key of an instance that a text may begin with: a number, or a text in quotes.
func afterKey(s string) string {
	if !strings.HasPrefix(s, "[") {
		return s
	}
	quoted := false
	for i := 1; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ']' && !quoted:
			return s[i+1:]
		}
	}
	return ""
}

// withoutKey is the address of a resource, made of that of its instance.
func withoutKey(address string) string {
	if i := strings.IndexByte(address, '['); i >= 0 {
		return address[:i]
	}
	return address
}

// precise leaves out, of an expression's references, those that only repeat the beginning of another one.
func precise(refs []string) []string {
	var out []string
	for _, ref := range refs {
		isPart := slices.ContainsFunc(refs, func(longer string) bool {
			rest, found := strings.CutPrefix(longer, ref)
			return found && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "["))
		})
		if !isPart && !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out
}

// opaque says that a reference leads to an expression elsewhere, which may have unknown parts of its own.
func opaque(ref string) bool {
	return slices.ContainsFunc([]string{"local.", "var.", "module.", "data."}, func(prefix string) bool { return strings.HasPrefix(ref, prefix) })
}

// newObjects are objects of one type that references lead to and whose ids are not known yet.
type newObjects struct {
	kind      string // "department"
	addresses []string
}

func referred(refs []string, module string, changes []Change, modules map[string]string) []newObjects {
	var out []newObjects
	for _, c := range changes {
		if modules[c.Address] != module || c.After["id"] != (statement.Unknown{}) {
			continue
		}
		local := strings.TrimPrefix(strings.TrimPrefix(c.Address, module), ".")
		if !slices.ContainsFunc(refs, func(ref string) bool {
			return ref == local+".id" || ref == withoutKey(local) || ref == withoutKey(local)+".id"
		}) {
			continue
		}
		kind := strings.TrimPrefix(c.Type, "spotnana_")
		i := slices.IndexFunc(out, func(n newObjects) bool { return n.kind == kind })
		if i < 0 {
			out, i = append(out, newObjects{kind: kind}), len(out)
		}
		out[i].addresses = append(out[i].addresses, c.Address)
	}
	return out
}

// holes are the unknown values in one attribute.
type holes []hole

type hole struct {
	kind string // what its attribute names: "department" for departments, "parent_policy" for parent_policy_id
	list *any   // the list that it stands in, nil for a value that is alone
	put  func(any)
}

func fill(attrs *map[string]any, name string, v any) holes {
	return find(v, name, nil, func(to any) { (*attrs)[name] = to })
}

// find copies nothing: what is unknown was put together by this package, so it may be replaced where it stands.
func find(v any, name string, list *any, put func(any)) holes {
	switch v := v.(type) {
	case statement.Unknown:
		return holes{{strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "s"), "_id"), "s"), list, put}}
	case map[string]any:
		var out holes
		for below := range v {
			out = append(out, find(v[below], below, nil, func(to any) { v[below] = to })...)
		}
		return out
	case []any:
		var out holes
		same := new(any)
		for i := range v {
			out = append(out, find(v[i], name, same, func(to any) { v[i] = to })...)
		}
		return out
	}
	return nil
}

// with puts addresses where unknown ids stand, if it cannot be otherwise: one object for one id or for all, or as many for the ids of
// one list, whose order has no meaning.
func (h holes) with(objects newObjects) {
	var fitting holes
	for _, hole := range h {
		if strings.HasSuffix(hole.kind, objects.kind) {
			fitting = append(fitting, hole)
		}
	}
	n := len(objects.addresses)
	oneList := !slices.ContainsFunc(fitting, func(x hole) bool { return x.list == nil || x.list != fitting[0].list })
	for i, hole := range fitting {
		switch {
		case n == 1 && (len(fitting) == 1 || !oneList):
			hole.put(objects.addresses[0])
		case n == len(fitting) && oneList:
			hole.put(objects.addresses[i])
		}
	}
}
