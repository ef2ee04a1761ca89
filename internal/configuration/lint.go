// Package configuration reads a Terraform configuration without Terraform. A Linter finds the names that the provider does not know: between the
// braces of an object Terraform drops them without a word, so that a misspelt rule of a policy is no rule. Places tell where a value of a plan is
// written, for who reads about it elsewhere.
//
// Expressions are followed to the objects that they are made of, and not evaluated: a value is what it may be. Where nothing tells,
// nothing is found, so that each finding is one.
package configuration

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Finding is a name that is unknown where it stands.
type Finding struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Name      string `json:"name"`
	// Suggestion is the name that may be meant, "" where none is near.
	Suggestion string `json:"suggestion,omitempty"`
	Message    string `json:"message"`
}

// Linter knows what a provider serves.
type Linter struct {
	provider string
	// kinds has the types of each kind of block: resource, data, ephemeral, provider.
	kinds map[string]map[string]*shape
}

// NewLinter is a Linter for the configuration of a provider, by its name and its schemas.
func NewLinter(provider string, schemas *tfprotov6.GetProviderSchemaResponse) *Linter {
	l := &Linter{provider: provider, kinds: map[string]map[string]*shape{
		"resource": blockShapes(schemas.ResourceSchemas), "data": blockShapes(schemas.DataSourceSchemas), "ephemeral": blockShapes(schemas.EphemeralResourceSchemas),
	}}
	if schemas.Provider != nil {
		l.kinds["provider"] = map[string]*shape{provider: blockShape(schemas.Provider.Block)}
	}
	return l
}

func blockShapes(schemas map[string]*tfprotov6.Schema) map[string]*shape {
	out := make(map[string]*shape, len(schemas))
	for name, s := range schemas {
		out[name] = blockShape(s.Block)
	}
	return out
}

// Folders looks at the configurations in folders, and at the modules in folders that they call. What it found it tells beside an error
// too.
func (l *Linter) Folders(folders ...string) ([]Finding, error) {
	r := &run{Linter: l, parsed: newParsed(), found: map[string]Finding{}}
	var wrong []error
	for _, folder := range folders {
		if err := r.root(folder); err != nil {
			wrong = append(wrong, err)
		}
	}
	if r.steps > mostSteps {
		wrong = append(wrong, errors.New("the configuration multiplies itself so much that a part of it was not looked at"))
	}
	return slices.SortedFunc(maps.Values(r.found), func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	}), errors.Join(wrong...)
}

// run is one look at folders.
type run struct {
	*Linter
	*parsed
	found         map[string]Finding // by place: an object that is reached in several ways is told of once
	steps, nested int
	// inForce: only what Terraform takes counts, and not what another file overrides, or what the type of a variable says beside its value. A name
	// can be wrong there, too.
	inForce bool
}

// where is what a name belongs to: an object of the configuration, and the attributes from there.
type where struct {
	address string
	path    []string
	// slips: names that are like no other are left alone there.
	slips bool
}

func (w where) in(name string) where {
	w.path = append(slices.Clip(w.path), name)
	return w
}

func (w where) String() string {
	if len(w.path) == 0 {
		return w.address
	}
	return strings.Join(w.path, ".") + " of " + w.address
}

// The arguments and blocks that Terraform itself understands in each block of a kind; for_each of a provider is OpenTofu's.
var (
	metaArguments = map[string][]string{
		"resource": {"count", "depends_on", "for_each", "provider"}, "data": {"count", "depends_on", "for_each", "provider"},
		"ephemeral": {"count", "depends_on", "for_each", "provider"}, "provider": {"alias", "for_each", "version"},
	}
	metaBlocks = []string{"connection", "lifecycle", "provisioner"}
)

// owns tells whether a block is the provider's.
func (l *Linter) owns(b *hcl.Block) bool {
	if b.Type == "provider" {
		return b.Labels[0] == l.provider
	}
	return strings.HasPrefix(b.Labels[0], l.provider+"_")
}

// declaration looks at a resource, a data source, an ephemeral resource or a provider's block.
func (r *run) declaration(b *hcl.Block, m *module) {
	if !r.owns(b) {
		return
	}
	kind, typ := b.Type, b.Labels[0]
	s, ok := r.kinds[kind][typ]
	if !ok {
		r.unknownType(b)
		return
	}
	at := where{address: m.address + address(b)}
	attributes, _ := b.Body.JustAttributes()
	r.body(&body{Body: b.Body, instances: r.instances(attributes["for_each"], m.scope), meta: metaArguments[kind], top: true}, s, at)
}

func address(b *hcl.Block) string {
	switch b.Type {
	case "resource":
		return strings.Join(b.Labels, ".")
	case "provider":
		return fmt.Sprintf("provider %q", b.Labels[0])
	default:
		return b.Type + "." + strings.Join(b.Labels, ".")
	}
}

// kindNames are the kinds of blocks that have types.
var kindNames = map[string]string{"resource": "resource", "data": "data source", "ephemeral": "ephemeral resource"}

func (r *run) unknownType(b *hcl.Block) {
	typ := b.Labels[0]
	for _, other := range slices.Sorted(maps.Keys(kindNames)) {
		if _, ok := r.kinds[other][typ]; ok {
			r.report(b.LabelRanges[0], typ, "", fmt.Sprintf("%q is the type of a %s, and of no %s: write %s %q", typ, kindNames[other], kindNames[b.Type], other, typ))
			return
		}
	}
	r.report(b.LabelRanges[0], typ, r.nearestType(b.Type, typ), fmt.Sprintf("unknown %s type %q", kindNames[b.Type], typ))
}

// nearestType is nearest for types, which all begin alike.
func (l *Linter) nearestType(kind, typ string) string {
	var rests []string
	for other := range l.kinds[kind] {
		rests = append(rests, strings.TrimPrefix(other, l.provider+"_"))
	}
	if rest := nearest(rests, strings.TrimPrefix(typ, l.provider+"_")); rest != "" {
		return l.provider + "_" + rest
	}
	return ""
}

// instances are the scopes of what for_each makes of a block, one where there is no for_each.
func (r *run) instances(over *hcl.Attribute, in *scope) []*scope {
	if over == nil {
		return []*scope{in}
	}
	elems, _ := elements(r.follow(over.Expr, in))
	out := make([]*scope, len(elems))
	for i, e := range elems {
		out[i] = in.with(map[string]value{"each": eachOf(e)})
	}
	return out
}

// eachOf is an element as an object of its key and its value. Those of a set are their own keys.
func eachOf(e element) value {
	if p, sure := only(e.value()); e.nameless && sure && p.kind == scalar {
		e.key = e.value
	}
	return fixed(possible{kind: object, items: []item{{name: "key", value: e.key}, {name: "value", value: e.value}}})
}

// keyOf is the key of the instance that a scope is of.
func keyOf(in *scope) value {
	each, ok := in.bound("each")
	if !ok {
		return fixed(notFollowed...)
	}
	return func() []possible { return attribute(each(), "key") }
}

// body is a block's, with the scopes in which it stands and what Terraform itself understands there.
type body struct {
	hcl.Body
	instances []*scope
	meta      []string
	top       bool
}

// body compares a block's content with its schema.
func (r *run) body(b *body, s *shape, at where) {
	native, ok := b.Body.(*hclsyntax.Body)
	if !ok {
		r.bodyOfJSON(b, s, at)
		return
	}
	for _, a := range inOrder(native) {
		if !slices.Contains(b.meta, a.Name) {
			r.argument(a, b, s, at)
		}
	}
	for _, nested := range native.Blocks {
		r.block(nested, b, s, at)
	}
}

func (r *run) bodyOfJSON(b *body, s *shape, at where) {
	for _, a := range inOrder(b.Body) {
		nested, isBlock := s.blocks[a.Name]
		switch {
		case slices.Contains(b.meta, a.Name) || b.top && (a.Name == "dynamic" || slices.Contains(metaBlocks, a.Name)):
		case isBlock: // one, or a list of them
			v := r.inAll(a.Expr, b.instances)
			r.check(v, nested, at.in(a.Name))
			r.check(v, &shape{form: list, elem: nested}, at.in(a.Name))
		default:
			r.argument(a, b, s, at)
		}
	}
}

// inAll is what an expression may be in any of the scopes, which differ in what they bind, if not in their modules: most expressions use nothing
// of that.
func (r *run) inAll(e hcl.Expression, scopes []*scope) value {
	uses := scopes[0].module != scopes[len(scopes)-1].module || slices.ContainsFunc(e.Variables(), func(t hcl.Traversal) bool {
		_, bound := scopes[0].bound(t.RootName())
		return bound
	})
	if !uses {
		return r.later(e, scopes[0])
	}
	values := make([]value, len(scopes))
	for i, in := range scopes {
		values[i] = r.later(e, in)
	}
	return all(values...)
}

// inOrder are the attributes of a body as they stand in the file.
func inOrder(b hcl.Body) []*hcl.Attribute {
	attributes, _ := b.JustAttributes()
	return slices.SortedFunc(maps.Values(attributes), func(a, b *hcl.Attribute) int {
		return cmp.Compare(a.NameRange.Start.Byte, b.NameRange.Start.Byte)
	})
}

// argument looks at an attribute of a block.
func (r *run) argument(a *hcl.Attribute, b *body, s *shape, at where) {
	m, known := s.names[a.Name]
	switch {
	case known:
		r.check(r.inAll(a.Expr, b.instances), m.shape, at.in(a.Name))
	case s.blocks[a.Name] != nil:
		r.report(a.NameRange, a.Name, "", fmt.Sprintf("%q in %s is a block: write %s { … }, without the equals sign", a.Name, at, a.Name))
	default:
		r.unknownName(a.NameRange, a.Name, s, nil, at)
	}
}

// block looks at a nested block.
func (r *run) block(n *hclsyntax.Block, b *body, s *shape, at where) {
	name, nameAt, content := n.Type, n.TypeRange, &body{Body: n.Body, instances: b.instances}
	switch {
	case b.top && slices.Contains(metaBlocks, name):
		return
	case b.top && name == "_": // what is in it is as if it were outside
		r.body(content, s, at)
		return
	case name == "dynamic" && len(n.Labels) == 1:
		name, nameAt, content = n.Labels[0], n.LabelRanges[0], r.dynamic(n, b.instances)
	}
	nested, known := s.blocks[name]
	_, attribute := s.names[name]
	switch {
	case known && len(content.instances) > 0:
		r.body(content, nested, at.in(name))
	case known: // that a dynamic block lacks its content or its for_each is Terraform's to tell
	case attribute:
		r.report(nameAt, name, "", fmt.Sprintf("%q in %s is no block: write %s = { … }, or %s = [{ … }] for a list", name, at, name, name))
	default:
		r.unknownName(nameAt, name, s, nil, at)
	}
}

// dynamic is the body of the blocks that a dynamic block makes.
func (r *run) dynamic(n *hclsyntax.Block, outer []*scope) *body {
	out := &body{}
	content := contentOf(n)
	if content == nil {
		return out
	}
	out.Body = content.Body
	iterator := n.Labels[0]
	for _, e := range argument(n.Body, "iterator") {
		iterator = cmp.Or(hcl.ExprAsKeyword(e), iterator)
	}
	for _, over := range argument(n.Body, "for_each") {
		for _, in := range outer {
			elems, _ := elements(r.follow(over, in))
			for _, e := range elems {
				out.instances = append(out.instances, in.with(map[string]value{iterator: eachOf(e)}))
			}
		}
	}
	return out
}

func contentOf(n *hclsyntax.Block) *hclsyntax.Block {
	for _, b := range n.Body.Blocks {
		if b.Type == "content" {
			return b
		}
	}
	return nil
}

// check compares what v may be with a shape.
func (r *run) check(v value, s *shape, at where) {
	if s.form == free {
		return
	}
	for _, p := range v() {
		for _, i := range p.items {
			m, known := s.names[i.name]
			switch {
			case s.form == table:
				r.check(i.value, s.elem, at)
			case s.form != record || i.unnamed:
			case known:
				r.check(i.value, m.shape, at.in(i.name))
			default:
				r.unknownName(i.at, i.name, s, &p, at)
			}
		}
		for _, e := range p.elems {
			if s.form == list {
				r.check(e, s.elem, at)
			}
		}
	}
}

// unknownName reports a name that s does not have. What stands beside it in an object is not meant by it.
func (r *run) unknownName(at hcl.Range, name string, s *shape, beside *possible, in where) {
	suggestion := nearest(s.others(beside), name)
	if in.slips && suggestion == "" {
		return
	}
	r.report(at, name, suggestion, fmt.Sprintf("unknown attribute %q in %s", name, in))
}

// others are the names of s that an object does not have.
func (s *shape) others(o *possible) []string {
	var out []string
	for _, names := range []func(func(string) bool){maps.Keys(s.names), maps.Keys(s.blocks)} {
		for name := range names {
			if o == nil || !slices.ContainsFunc(o.items, func(i item) bool { return i.name == name && !i.unnamed }) {
				out = append(out, name)
			}
		}
	}
	return out
}

func (r *run) report(at hcl.Range, name, suggestion, message string) {
	if suggestion != "" {
		message += fmt.Sprintf("; did you mean %q?", suggestion)
	}
	key := place(at)
	if _, told := r.found[key]; told || at.Filename == "" {
		return
	}
	r.found[key] = Finding{File: at.Filename, Line: at.Start.Line, Column: at.Start.Column, EndLine: at.End.Line, EndColumn: at.End.Column,
		Name: name, Suggestion: suggestion, Message: message}
}

// nearest is the name with the smallest edit distance, if that is near enough to be a slip. The API's spelling of a name
// (maxDefaultPrice) is as near as can be.
func nearest(names []string, name string) string {
	best, smallest := "", 1+len(name)/3
	for _, n := range slices.Sorted(slices.Values(names)) {
		if d := levenshtein.Distance(bare(n), bare(name), nil); d <= smallest && (best == "" || d < smallest) {
			best, smallest = n, d
		}
	}
	return best
}

func bare(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
