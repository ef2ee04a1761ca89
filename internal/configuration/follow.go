package configuration

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// scope is where an expression stands: its module, and the names that for expressions, for_each and dynamic blocks bind around it.
type scope struct {
	module *module
	names  map[string]value
	each   map[*hclsyntax.AnonSymbolExpr]value // the elements of splats
	outer  *scope
}

func (s *scope) with(names map[string]value) *scope {
	return &scope{module: s.module, names: names, outer: s}
}

// bound is what a name is bound to.
func (s *scope) bound(name string) (value, bool) {
	for ; s != nil; s = s.outer {
		if v, ok := s.names[name]; ok {
			return v, true
		}
	}
	return nil, false
}

func (s *scope) anonymous(symbol *hclsyntax.AnonSymbolExpr) value {
	for ; s != nil; s = s.outer {
		if v, ok := s.each[symbol]; ok {
			return v
		}
	}
	return fixed(notFollowed...)
}

// later is what e will be found to be when somebody asks. Places ask often, and a linter once; what is asked for again is a step, too, because it
// may multiply itself.
func (r *run) later(e hcl.Expression, in *scope) value {
	if !r.inForce {
		return func() []possible { return r.follow(e, in) }
	}
	var out []possible
	found := false
	return func() []possible {
		if !found {
			out, found = r.follow(e, in), r.steps <= mostSteps
		}
		if r.steps++; r.steps > mostSteps {
			return notFollowed
		}
		return out
	}
}

func (r *run) followAll(exprs []hclsyntax.Expression, in *scope) [][]possible {
	out := make([][]possible, len(exprs))
	for i, e := range exprs {
		out[i] = r.follow(e, in)
	}
	return out
}

// These end the following of a configuration that multiplies itself, or is made of itself.
const (
	mostSteps    = 10_000_000
	mostPossible = 100_000 // of one expression
	mostNested   = 500
)

// follow tells what e may be.
func (r *run) follow(e hcl.Expression, in *scope) []possible {
	r.steps++
	r.nested++
	defer func() { r.nested-- }()
	if r.steps > mostSteps || r.nested > mostNested {
		return notFollowed
	}
	out := r.followed(e, in)
	if len(out) > mostPossible {
		r.steps = mostSteps
	}
	if _, reference := e.(*hclsyntax.ScopeTraversalExpr); !reference { // which takes what is there
		for _, p := range out {
			r.steps += 1 + len(p.items) + len(p.elems)
		}
	}
	return out
}

func (r *run) followed(e hcl.Expression, in *scope) []possible {
	switch e := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		pairs := make([]hcl.KeyValuePair, len(e.Items))
		for i, p := range e.Items {
			pairs[i] = hcl.KeyValuePair{Key: p.KeyExpr, Value: p.ValueExpr}
		}
		return r.object(pairs, in)
	case *hclsyntax.ObjectConsKeyExpr:
		if name := hcl.ExprAsKeyword(e.Wrapped); name != "" && !e.ForceNonLiteral {
			return []possible{{kind: scalar, text: name, at: e.Range()}}
		}
		return r.follow(e.Wrapped, in)
	case *hclsyntax.TupleConsExpr:
		out := possible{kind: sequence}
		for _, elem := range e.Exprs {
			out.elems = append(out.elems, r.later(elem, in))
		}
		return []possible{out}
	case *hclsyntax.ParenthesesExpr:
		return r.follow(e.Expression, in)
	case *hclsyntax.TemplateWrapExpr:
		return r.follow(e.Wrapped, in)
	case *hclsyntax.TemplateExpr:
		return r.template(e, in)
	case *hclsyntax.LiteralValueExpr:
		return constant(e.Val, e.SrcRange)
	case *hclsyntax.ConditionalExpr:
		return r.conditional(e, in)
	case *hclsyntax.ForExpr:
		return r.iteration(e, in)
	case *hclsyntax.FunctionCallExpr:
		return r.call(e, in)
	case *hclsyntax.ScopeTraversalExpr:
		return r.reference(e.Traversal, in)
	case *hclsyntax.RelativeTraversalExpr:
		return traverse(r.follow(e.Source, in), e.Traversal)
	case *hclsyntax.IndexExpr:
		return index(r.follow(e.Collection, in), r.follow(e.Key, in))
	case *hclsyntax.SplatExpr:
		return r.splat(e, in)
	case *hclsyntax.AnonSymbolExpr:
		return in.anonymous(e)()
	case hclsyntax.Expression:
		return notFollowed
	default:
		return r.followJSON(e, in)
	}
}

// object is what stands between braces. "//" is a comment in JSON, and no attribute anywhere.
func (r *run) object(pairs []hcl.KeyValuePair, in *scope) []possible {
	out := possible{kind: object}
	for _, pair := range pairs {
		for _, key := range r.follow(pair.Key, in) {
			switch {
			case key.kind != scalar:
				out.open = true
				out.items = append(out.items, item{unnamed: true, value: r.later(pair.Value, in)})
			case key.text != "//":
				out.items = append(out.items, item{name: key.text, at: key.at, value: r.later(pair.Value, in)})
			}
		}
	}
	return []possible{out}
}

// followJSON is follow for the expressions of a .tf.json file: values of JSON, with templates in its texts.
func (r *run) followJSON(e hcl.Expression, in *scope) []possible {
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		return r.object(pairs, in)
	}
	if list, diags := hcl.ExprList(e); !diags.HasErrors() {
		out := possible{kind: sequence}
		for _, elem := range list {
			out.elems = append(out.elems, r.later(elem, in))
		}
		return []possible{out}
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		return notFollowed
	}
	if !isText(v) {
		return constant(v, e.Range())
	}
	template, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), e.Range().Filename, inQuotes(e.Range()))
	if diags.HasErrors() {
		return notFollowed
	}
	out := r.follow(template, in)
	if t, ok := template.(*hclsyntax.TemplateExpr); ok && t.IsStringLiteral() {
		for i := range out {
			out[i].at = e.Range() // as a text of the native syntax: with its quotes
		}
	}
	return out
}

// inQuotes is where the content of a text of JSON begins.
func inQuotes(at hcl.Range) hcl.Pos {
	return hcl.Pos{Line: at.Start.Line, Column: at.Start.Column + 1, Byte: at.Start.Byte + 1}
}

// template is a text, where all its parts are known.
func (r *run) template(e *hclsyntax.TemplateExpr, in *scope) []possible {
	var text strings.Builder
	for _, part := range e.Parts {
		p, sure := only(r.follow(part, in))
		if !sure || p.kind != scalar {
			return notFollowed
		}
		text.WriteString(p.text)
	}
	return []possible{{kind: scalar, text: text.String(), at: e.SrcRange}}
}

// conditional is either of two, unless it is known which.
func (r *run) conditional(e *hclsyntax.ConditionalExpr, in *scope) []possible {
	holds, known := r.truth(e.Condition, in)
	switch {
	case known && holds:
		return r.follow(e.TrueResult, in)
	case known:
		return r.follow(e.FalseResult, in)
	default:
		return append(append([]possible{}, r.follow(e.TrueResult, in)...), r.follow(e.FalseResult, in)...)
	}
}

// truth tells whether a condition holds, if that is known: rows of a table may say of which kind they are.
func (r *run) truth(e hclsyntax.Expression, in *scope) (holds, known bool) {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		return r.truth(e.Expression, in)
	case *hclsyntax.UnaryOpExpr:
		holds, known = r.truth(e.Val, in)
		return !holds, known && e.Op == hclsyntax.OpLogicalNot
	case *hclsyntax.BinaryOpExpr:
		return r.comparison(e, in)
	default:
		p, sure := only(r.follow(e, in))
		return p.text == "true", sure && p.kind == scalar && (p.text == "true" || p.text == "false")
	}
}

func (r *run) comparison(e *hclsyntax.BinaryOpExpr, in *scope) (holds, known bool) {
	switch e.Op {
	case hclsyntax.OpLogicalAnd, hclsyntax.OpLogicalOr:
		left, leftKnown := r.truth(e.LHS, in)
		right, rightKnown := r.truth(e.RHS, in)
		deciding := e.Op == hclsyntax.OpLogicalOr // the side that is so decides alone
		if leftKnown && left == deciding || rightKnown && right == deciding {
			return deciding, true
		}
		return !deciding, leftKnown && rightKnown
	case hclsyntax.OpEqual, hclsyntax.OpNotEqual:
		left, leftSure := only(r.follow(e.LHS, in))
		right, rightSure := only(r.follow(e.RHS, in))
		same, known := equal(left, right)
		return same == (e.Op == hclsyntax.OpEqual), leftSure && rightSure && known
	default:
		return false, false
	}
}

// equal compares two scalars, or anything with null.
func equal(a, b possible) (same, known bool) {
	if isNull(a) || isNull(b) {
		return isNull(a) && isNull(b), true
	}
	return a.text == b.text, a.kind == scalar && b.kind == scalar
}

// iteration is a for expression, element by element, because a key and its value belong together.
func (r *run) iteration(e *hclsyntax.ForExpr, in *scope) []possible {
	out := possible{kind: sequence}
	if e.KeyExpr != nil {
		out.kind = object
	}
	elems, of := elements(r.follow(e.CollExpr, in))
	out.open, out.moved = of.open && e.KeyExpr == nil, of.moved && e.KeyExpr == nil
	unsure := false // whether one that stands before is there
	for _, elem := range elems {
		names := map[string]value{e.ValVar: elem.value}
		if e.KeyVar != "" {
			names[e.KeyVar] = elem.key
		}
		within := in.with(names)
		if e.CondExpr != nil {
			holds, known := r.truth(e.CondExpr, within)
			if known && !holds {
				continue
			}
			out.open = out.open || !known
			out.moved = out.moved || unsure && e.KeyExpr == nil
			unsure = unsure || !known
		}
		if e.KeyExpr == nil {
			out.elems = append(out.elems, r.later(e.ValExpr, within))
			continue
		}
		for _, key := range r.follow(e.KeyExpr, within) {
			out.open = out.open || key.kind != scalar
			out.items = append(out.items, item{name: key.text, unnamed: key.kind != scalar, at: key.at, value: r.later(e.ValExpr, within)})
		}
	}
	if e.Group {
		out.items = grouped(out.items, of.moved || out.open)
	}
	return []possible{out}
}

// grouped are items with a list of what those with the same name have.
func grouped(items []item, unsure bool) []item {
	var out []item
	lists := map[string][]value{}
	for _, i := range items {
		if _, known := lists[i.name]; !known || i.unnamed {
			out = append(out, i)
		}
		if !i.unnamed {
			lists[i.name] = append(lists[i.name], i.value)
		}
	}
	for i, of := range out {
		list := possible{kind: sequence, open: unsure, moved: unsure, elems: lists[of.name]}
		if of.unnamed {
			list = possible{kind: sequence, open: true, moved: true, elems: []value{of.value}}
		}
		out[i].value = fixed(list)
	}
	return out
}

// splat is what is taken of each element; what is no list counts as a list of one.
func (r *run) splat(e *hclsyntax.SplatExpr, in *scope) []possible {
	ps := r.follow(e.Source, in)
	out := possible{kind: sequence, open: true, moved: len(ps) > 1}
	for _, p := range ps {
		out.moved = out.moved || p.moved
		elems := p.elems
		if p.kind != sequence && p.kind != null {
			elems = []value{fixed(p)}
		}
		for _, elem := range elems {
			within := &scope{module: in.module, outer: in, each: map[*hclsyntax.AnonSymbolExpr]value{e.Item: elem}}
			out.elems = append(out.elems, r.later(e.Each, within))
		}
	}
	return []possible{out}
}

// reference is what a name such as local.caps.berlin stands for.
func (r *run) reference(t hcl.Traversal, in *scope) []possible {
	if v, ok := in.bound(t.RootName()); ok {
		return traverse(v(), t[1:])
	}
	if len(t) < 2 {
		return notFollowed
	}
	name, ok := t[1].(hcl.TraverseAttr)
	if !ok {
		return notFollowed
	}
	switch t.RootName() {
	case "local":
		return traverse(r.local(in.module, name.Name), t[2:])
	case "var":
		return traverse(r.variable(in.module, name.Name), t[2:])
	case "module":
		return traverse(r.outputs(in.module, name.Name), t[2:])
	default:
		return notFollowed
	}
}

// traverse takes the steps of a reference.
func traverse(ps []possible, steps hcl.Traversal) []possible {
	for _, step := range steps {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			ps = attribute(ps, step.Name)
		case hcl.TraverseIndex:
			ps = index(ps, constant(step.Key, step.SrcRange))
		default:
			return notFollowed
		}
	}
	return ps
}

// local is what a local value may be. One that is made of itself ends there.
func (r *run) local(m *module, name string) []possible {
	if settled, ok := m.settled[name]; ok {
		return settled
	}
	m.settled[name] = notFollowed
	var out []possible
	for _, e := range effective(r, m.locals[name]) {
		out = append(out, r.follow(e, m.scope)...)
	}
	if m.locals[name] == nil {
		out = notFollowed
	}
	m.settled[name] = out
	return out
}

// effective are those of several values in force that follow each other: the last one, where only that counts.
func effective[V any](r *run, values []V) []V {
	if r.inForce && len(values) > 0 {
		return values[len(values)-1:]
	}
	return values
}

// variable is what a variable may be: what a module's call or a file of values gives it, its default, and what its type says of others.
func (r *run) variable(m *module, name string) []possible {
	v := m.variables[name]
	if v == nil {
		return notFollowed
	}
	given := effective(r, m.given[name])
	var out []possible
	for _, g := range given {
		out = append(out, r.converted(g, v.shape, m)()...)
	}
	isSet := len(given) > 0 && (m.caller != nil || r.inForce) && !slices.ContainsFunc(out, isNull) // null may stand for the default
	if v.value != nil && !isSet {
		out = append(out, r.converted(r.later(v.value, m.scope), v.shape, m)()...)
	}
	if m.caller == nil || len(given) == 0 && v.value == nil {
		out = append(out, notFollowed...)
	}
	if r.inForce {
		return out
	}
	return append(out, r.declared(v.shape, m)...)
}

// converted is what a variable makes of a value.
func (r *run) converted(v value, to *shape, m *module) value {
	v = restricted(v, to)
	if r.inForce {
		v = r.withDefaults(v, to, m)
	}
	return v
}

// withDefaults is a value with what the type of a variable says of the names that it lacks.
func (r *run) withDefaults(v value, s *shape, m *module) value {
	if s.form == free {
		return v
	}
	return func() []possible {
		out := slices.Clone(v())
		for n, p := range out {
			items, elems := slices.Clone(p.items), slices.Clone(p.elems)
			for i := range items {
				items[i].value = r.withDefaults(items[i].value, s.below(items[i].name), m)
			}
			for i := range elems {
				elems[i] = r.withDefaults(elems[i], s.below(""), m)
			}
			if p.kind == object && s.form == record {
				items = r.filled(items, s, m)
			}
			out[n].items, out[n].elems = items, elems
		}
		return out
	}
}

// filled are the items of an object, and the defaults of those that it lacks or that may be null.
func (r *run) filled(items []item, s *shape, m *module) []item {
	for _, name := range slices.Sorted(maps.Keys(s.names)) {
		a := s.names[name]
		i := slices.IndexFunc(items, func(i item) bool { return i.name == name || i.unnamed })
		switch {
		case a.value == nil && i < 0:
			items = append(items, item{name: name, at: a.declared, value: fixed(possible{kind: null})})
		case a.value == nil:
		case i < 0:
			items = append(items, item{name: name, at: a.declared, value: r.converted(r.later(a.value, m.scope), a.shape, m)})
		default:
			given := items[i].value
			items[i].value = func() []possible {
				out := given()
				if slices.ContainsFunc(out, isNull) {
					out = append(slices.Clone(out), r.converted(r.later(a.value, m.scope), a.shape, m)()...)
				}
				return out
			}
		}
	}
	return items
}

// below is the shape of what has a name in a record, or of an element.
func (s *shape) below(name string) *shape {
	switch s.form {
	case record:
		if m, has := s.names[name]; has {
			return m.shape
		}
		return anything
	case list, table:
		return s.elem
	default:
		return anything
	}
}

// declared is what the type of a variable says of its values. What an attribute defaults to stands there too.
func (r *run) declared(s *shape, m *module) []possible {
	switch s.form {
	case record:
		out := possible{kind: object}
		for _, name := range slices.Sorted(maps.Keys(s.names)) {
			a := s.names[name]
			v := func() []possible { return append(r.declared(a.shape, m), notFollowed...) }
			if a.value != nil {
				v = all(v, restricted(r.later(a.value, m.scope), a.shape))
			}
			out.items = append(out.items, item{name: name, at: a.declared, value: v})
		}
		return []possible{out}
	case table:
		v := func() []possible { return append(r.declared(s.elem, m), notFollowed...) }
		return []possible{{kind: object, open: true, items: []item{{unnamed: true, value: v}}}}
	case list:
		v := func() []possible { return append(r.declared(s.elem, m), notFollowed...) }
		return []possible{{kind: sequence, open: true, elems: []value{v}}}
	default:
		return nil
	}
}

// outputs are those of the modules that a call makes, by their names.
func (r *run) outputs(m *module, call string) []possible {
	var out []possible
	for _, child := range m.children[call] {
		made := possible{kind: object}
		for name, exprs := range child.outputs {
			exprs = effective(r, exprs)
			values := make([]value, len(exprs))
			for i, e := range exprs {
				values[i] = r.later(e, child.scope)
			}
			made.items = append(made.items, item{name: name, value: all(values...)})
		}
		out = append(out, child.counted(made))
	}
	if len(out) == 0 {
		return notFollowed
	}
	return out
}
