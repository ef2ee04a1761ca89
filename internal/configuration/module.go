package configuration

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// module is a folder's configuration, as one call makes it.
type module struct {
	*source
	address  string // what stands before the addresses of its resources
	key      value  // of its instance, where the call has for_each
	caller   *module
	scope    *scope
	given    map[string][]value // to its variables
	children map[string][]*module
	settled  map[string][]possible // local values that were followed already
	counted  func(possible) possible
}

func newModule(s *source, address string, caller *module) *module {
	m := &module{source: s, address: address, caller: caller, given: map[string][]value{}, children: map[string][]*module{}, settled: map[string][]possible{}}
	m.scope = &scope{module: m}
	return m
}

// root looks at a folder, and at the modules that it calls.
func (r *run) root(folder string) error {
	m, err := r.open(folder)
	if err != nil {
		return err
	}
	r.module(m)
	return nil
}

// open reads a folder, and the modules that it calls.
func (r *run) open(folder string) (*module, error) {
	s, err := r.folder(filepath.Clean(folder))
	if err != nil {
		return nil, err
	}
	m := newModule(s, "", nil)
	for name, exprs := range s.values {
		for _, e := range exprs {
			m.given[name] = append(m.given[name], r.later(e, m.scope))
		}
	}
	return m, r.enter(m)
}

// enter makes the modules that m calls by a path. Others are not on this computer, or not for sure.
func (r *run) enter(m *module) error {
	for n, call := range m.calls {
		attributes, _ := call.Body.JustAttributes()
		if r.inForce {
			attributes = overridden(slices.DeleteFunc(slices.Clone(m.calls[n:]), func(b *hcl.Block) bool { return b.Labels[0] != call.Labels[0] }))
		}
		folder, at := localSource(attributes["source"])
		if folder == "" {
			continue
		}
		folder = filepath.Join(m.folder, folder)
		if m.within(folder) {
			continue // Terraform refuses a module that calls itself
		}
		s, err := r.folder(folder)
		if err != nil {
			return fmt.Errorf("%s: module %q: %w", place(at), call.Labels[0], err)
		}
		for _, in := range r.instances(attributes["for_each"], m.scope) {
			child := newModule(s, m.address+"module."+call.Labels[0]+".", m)
			child.key, child.counted = keyOf(in), counted(attributes)
			for name, a := range attributes {
				child.given[name] = []value{r.later(a.Expr, in)}
			}
			m.children[call.Labels[0]] = append(m.children[call.Labels[0]], child)
			if err := r.enter(child); err != nil {
				return err
			}
		}
	}
	return nil
}

// localSource is the path that a module is called by, "" for another address.
func localSource(a *hcl.Attribute) (path string, at hcl.Range) {
	if a == nil {
		return "", at
	}
	v, diags := a.Expr.Value(nil)
	if diags.HasErrors() || !isText(v) || !strings.HasPrefix(v.AsString(), "./") && !strings.HasPrefix(v.AsString(), "../") {
		return "", at
	}
	return filepath.FromSlash(v.AsString()), a.Expr.Range()
}

// within tells whether m is in the folder, or was called from there.
func (m *module) within(folder string) bool {
	for ; m != nil; m = m.caller {
		if m.folder == folder {
			return true
		}
	}
	return false
}

// counted is how the outputs of a module are reached: by a key where the call has for_each, by a position where it has count.
func counted(call hcl.Attributes) func(possible) possible {
	return func(outputs possible) possible {
		switch {
		case call["for_each"] != nil:
			return possible{kind: object, open: true, items: []item{{unnamed: true, value: fixed(outputs)}}}
		case call["count"] != nil:
			return possible{kind: sequence, open: true, elems: []value{fixed(outputs)}}
		default:
			return outputs
		}
	}
}

// module looks at the blocks of m, and of the modules that it calls.
func (r *run) module(m *module) {
	for _, b := range m.objects {
		r.declaration(b, m)
	}
	if r.concerned(m) {
		r.givenTo(m)
	}
	for _, call := range m.calls {
		for _, child := range m.children[call.Labels[0]] {
			r.module(child)
		}
	}
}

// concerned tells whether anything in m is of the provider.
func (r *run) concerned(m *module) bool {
	if slices.ContainsFunc(m.objects, r.owns) {
		return true
	}
	for _, children := range m.children {
		if slices.ContainsFunc(children, r.concerned) {
			return true
		}
	}
	return false
}

// givenTo looks at what is given to the variables of m: an object loses the names that the type of its variable does not have. A module
// may well be handed more than it asks for, so only a name that looks like a slip is told of.
func (r *run) givenTo(m *module) {
	for name, v := range m.variables {
		at := where{address: "var." + name, slips: true}
		if m.caller != nil {
			at = where{address: strings.TrimSuffix(m.address, "."), path: []string{name}, slips: true}
		}
		for _, given := range m.given[name] {
			r.check(given, v.shape, at)
		}
		if v.value != nil {
			r.check(r.later(v.value, m.scope), v.shape, where{address: m.address + "var." + name, slips: true})
		}
	}
}
