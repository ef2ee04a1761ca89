package contract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Option says which side of the API a schema describes.
type Option func(*comparison)

// RequestShape compares with the body of a request: what only the server sets need not be in the document.
func RequestShape() Option { return func(c *comparison) { c.request = true } }

// AnswerShape compares with the body of an answer: what is only sent (create-only and sensitive nodes) need not be in the
// document; and what the server promises to send is no duty of the user, so requiredness is not compared.
func AnswerShape() Option { return func(c *comparison) { c.answer = true } }

// CompareTree walks a schema of a document (doc is its file name without .json) and a field tree side by side, and returns
// a line for each difference: a property on one side only, kinds, wrappers, enum values, formats, limits of numbers, requiredness, defaults,
// deprecation, branches of choices, identity keys, lists without equal elements. That the tree is well formed in itself is for field.Check to say.
//
// exceptions maps JSON paths ("carbonCostConfig.price.otherCoinage[].otherCoinageMetadata") to the reason why the two may
// differ there. Elements of a Keyed node are written rules[CAR_TYPES_NOT_ALLOWED].action for one, rules[].action for all.
// An exception that is not needed, or has no reason, is a line of its own.
func CompareTree(d *Documents, doc, schemaName string, tree *field.Tree, exceptions map[string]string, opts ...Option) []string {
	document := d.docs[strings.TrimSuffix(doc, ".json")]
	if document == nil {
		return []string{fmt.Sprintf("there is no document %q: there are %s", doc, strings.Join(sortedKeys(d.docs), ", "))}
	}
	schema, ok := document.at(pointer{"components", "schemas", schemaName}).(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("the document %q has no schema %q", doc, schemaName)}
	}
	c := &comparison{doc: document, exceptions: exceptions, used: map[string]bool{}}
	for _, opt := range opts {
		opt(c)
	}
	schemas := []map[string]any{schema}
	switch {
	case tree == nil || tree.Root == nil || tree.Root.Kind != field.Object:
		return []string{"the root of the tree is not an Object"}
	case document.shape(schemas...).kind != "object":
		return []string{fmt.Sprintf("the schema %q is not an object", schemaName)}
	}
	c.object("", schemas, tree.Root.Attrs, "")
	for _, path := range sortedKeys(exceptions) {
		if exceptions[path] == "" {
			c.lines = append(c.lines, path+": the exception gives no reason")
		}
		if !c.used[path] {
			c.lines = append(c.lines, path+": the exception is not needed")
		}
	}
	slices.Sort(c.lines)
	return c.lines
}

type comparison struct {
	doc             *document
	exceptions      map[string]string
	used            map[string]bool
	lines           []string
	request, answer bool
	// byServer is set below a node that the server chooses: nothing there is a duty of the user.
	byServer bool
	// keyed is set below a Keyed node, whose elements share the branches of a choice between them.
	keyed *keyedBranches
}

// keyedBranches are the paths of branches that some element has, and that some element lacks.
type keyedBranches struct{ present, absent map[string]bool }

func (c *comparison) report(path, format string, args ...any) {
	for _, p := range []string{path, anyKey(path)} {
		if _, ok := c.exceptions[p]; ok {
			c.used[p] = true
			return
		}
	}
	c.lines = append(c.lines, path+": "+fmt.Sprintf(format, args...))
}

// anyKey is a path without the keys of Keyed elements.
func anyKey(path string) string { return index.ReplaceAllString(path, "[]") }

// object compares the properties of an object with the nodes that stand for them; key is a property that the elements of
// a Keyed node have instead of a node.
func (c *comparison) object(path string, schemas []map[string]any, nodes []*field.Node, key string) {
	s := c.doc.shape(schemas...)
	seen := map[string]bool{key: true}
	for _, n := range nodes {
		if n.IsLocal() {
			continue
		}
		here := join(path, n.JSON)
		switch property, ok := s.props[n.JSON]; {
		case ok:
			seen[n.JSON] = true
			c.property(here, property, n, s.required[n.JSON])
			c.branch(here, n, s, nodes)
		case !c.mayLack(n):
			c.report(here, "in the tree, not in the document")
		}
	}
	for _, name := range sortedKeys(s.props) {
		here := join(path, name)
		if c.keyed != nil && s.choiceOf(name) != nil {
			branches := c.keyed.absent
			if seen[name] {
				branches = c.keyed.present
			}
			branches[anyKey(here)] = true
		} else if !seen[name] {
			c.report(here, "in the document, not in the tree")
		}
	}
}

// mayLack says that a document of this side of the API need not have a node.
func (c *comparison) mayLack(n *field.Node) bool {
	onlySent := n.Sensitive || n.Mode == field.CreateOnly || n.Mode == field.RequiredCreateOnly
	return c.request && chosenByServer(n) || c.answer && onlySent
}

// choiceOf is the choice between several branches that a property belongs to, nil if it stands outside of any.
func (s *shape) choiceOf(name string) *choice {
	for i := range s.choices {
		if c := &s.choices[i]; len(c.branches) > 1 {
			for b := range c.branches {
				if slices.Contains(c.own(b), name) {
					return c
				}
			}
		}
	}
	return nil
}

func (c *comparison) branch(path string, n *field.Node, s *shape, nodes []*field.Node) {
	several := s.choiceOf(n.JSON)
	if n.Choice && several == nil {
		// A oneOf of one branch may grow more of them: both readings are right.
		lonely := func(one choice) bool { return len(one.branches) == 1 && one.branches[0][n.JSON] }
		if !slices.ContainsFunc(s.choices, lonely) {
			c.report(path, "a branch of a choice in the tree, not in the document")
		}
	}
	if several == nil || n.Choice {
		return
	}
	// A branch of several properties cannot be marked, and one whose siblings are not modelled need not be.
	modelled := 0
	for b := range several.branches {
		own := several.own(b)
		if len(own) == 1 && slices.ContainsFunc(nodes, func(other *field.Node) bool { return other.JSON == own[0] }) {
			modelled++
		}
		if len(own) > 1 && slices.Contains(own, n.JSON) {
			return
		}
	}
	if modelled > 1 {
		c.report(path, "a branch of a choice in the document, not in the tree")
	}
}

// property compares what a node says about a property beside its value, then the value.
func (c *comparison) property(path string, schemas []map[string]any, n *field.Node, required bool) {
	s := c.doc.shape(schemas...)
	c.requiredness(path, n, required)
	switch {
	case s.obsolete && n.Deprecated == "":
		c.report(path, "deprecated in the document, not in the tree")
	// The vendor marks some properties as deprecated where they are sent only.
	case !s.obsolete && n.Deprecated != "" && !c.answer:
		c.report(path, "deprecated in the tree, not in the document")
	}
	c.fallback(path, s.fallback, n.Default)
	outer := c.byServer
	c.byServer = outer || chosenByServer(n)
	c.value(path, schemas, n)
	c.byServer = outer
}

func chosenByServer(n *field.Node) bool {
	return n.Chosen() || n.Mode == field.DataOnly || n.Mode == field.Bookkeeping
}

func (c *comparison) requiredness(path string, n *field.Node, required bool) {
	must := n.Mode == field.Required || n.Mode == field.RequiredCreateOnly
	// A wrapper is no attribute of its own; sensitive and deprecated nodes and branches are never required in the schema.
	if c.answer || c.byServer || chosenByServer(n) || n.Choice || n.Sensitive || n.Deprecated != "" || n.Kind == field.Inline {
		return
	}
	switch {
	case required && !must:
		c.report(path, "required in the document, not in the tree")
	case must && !required:
		c.report(path, "required in the tree, not in the document")
	}
}

func (c *comparison) fallback(path string, documented, declared any) {
	if _, ok := documented.(map[string]any); ok {
		c.report(path, "the documented default %v is an object, which the tree cannot say", documented)
		return
	}
	switch {
	case documented == nil && declared != nil:
		c.report(path, "default %v in the tree, none in the document", declared)
	case documented != nil && declared == nil:
		c.report(path, "default %v in the document, none in the tree", documented)
	case fmt.Sprint(documented) != fmt.Sprint(declared):
		c.report(path, "default %v in the document, %v in the tree", documented, declared)
	}
}

// value compares kind and content.
func (c *comparison) value(path string, schemas []map[string]any, n *field.Node) {
	s := c.doc.shape(schemas...)
	switch n.Kind {
	case field.String:
		if n.Wrap != "" {
			c.wrapper(path, s, n)
		} else {
			c.scalar(path, s, n, "string")
		}
	case field.Bool, field.Link:
		c.scalar(path, s, n, "boolean")
	case field.Int:
		c.scalar(path, s, n, "integer")
	case field.Number:
		c.scalar(path, s, n, "number")
	case field.Object, field.Inline:
		switch {
		case !c.kind(path, s, "object"):
		case s.free():
			c.report(path, "free of form in the document, so it is JSON")
		default:
			c.object(path, schemas, n.Attrs, "")
		}
	case field.List:
		c.list(path, s, n)
	case field.Keyed:
		c.keyedList(path, s, n)
	case field.JSON:
		if s.kind != "" && (s.kind != "object" || !s.free()) {
			c.report(path, "%s in the document, any JSON in the tree", s.kind)
		}
	}
}

func (c *comparison) kind(path string, s *shape, want string) bool {
	if s.kind == want {
		return true
	}
	got := s.kind
	if got == "" {
		got = "untyped"
	}
	c.report(path, "%s in the document, %s in the tree", got, want)
	return false
}

func (c *comparison) scalar(path string, s *shape, n *field.Node, want string) {
	if !c.kind(path, s, want) {
		return
	}
	var values []string
	if n.Enum != nil {
		values = n.Enum.Values
	}
	if c.request && !c.byServer {
		c.limits(path, s, n)
	}
	c.precision(path, s, n)
	missing, extra := difference(s.enum, values), difference(values, s.enum)
	if len(missing) > 0 {
		c.report(path, "enum values in the document, not in the tree: %s", strings.Join(missing, ", "))
	}
	if len(extra) > 0 {
		c.report(path, "enum values in the tree, not in the document: %s", strings.Join(extra, ", "))
	}
}

// precision compares what the API keeps of a number, on both of its sides: what is answered is compared with what was sent.
func (c *comparison) precision(path string, s *shape, n *field.Node) {
	if n.Kind != field.Number {
		return
	}
	size := map[string]int{"": 0, "double": 0, "float": 32} // without a format JSON itself promises a double
	bits, known := size[s.format]
	if !known {
		c.report(path, "format %q in the document, which no number of the tree has", s.format)
	} else if bits != n.Bits {
		c.report(path, "format %q in the document, a number of %d bits in the tree", s.format, cmp.Or(n.Bits, 64))
	}
}

// checkedFormats are those that trees check where the documents have them.
var checkedFormats = []struct {
	format           field.Format
	documented, what string
}{
	{field.UUID, "uuid", "UUIDs"},
	{field.Email, "email", "mail addresses"},
}

// limits compares what is checked before it is sent.
func (c *comparison) limits(path string, s *shape, n *field.Node) {
	for _, checked := range checkedFormats {
		if has := n.Format == checked.format; has != (s.format == checked.documented) {
			c.report(path, "format %q in the document; the tree must check for %s where it is %q, and only there", s.format, checked.what, checked.documented)
		}
	}
	if wide := n.Bits == 64; n.Kind == field.Int && wide == (s.format == "int32") {
		c.report(path, "format %q in the document; the tree has integers of 32 bits unless they have 64", s.format)
	}
	if fmt.Sprint(s.minimum) != fmt.Sprint(n.Min) {
		c.report(path, "minimum %v in the document, %v in the tree", s.minimum, n.Min)
	}
}

// wrapper compares a reference: an object of one string.
func (c *comparison) wrapper(path string, s *shape, n *field.Node) {
	if !c.kind(path, s, "object") {
		return
	}
	if inner, ok := s.props[n.Wrap]; ok {
		c.scalar(path, c.doc.shape(inner...), n, "string")
	} else {
		c.report(path, "a wrapper {%s} in the tree; the document has {%s}", n.Wrap, strings.Join(sortedKeys(s.props), ", "))
		return
	}
	for _, name := range sortedKeys(s.props) {
		if name != n.Wrap {
			c.report(join(path, name), "in the document, not in the tree, where the object is a wrapper {%s}", n.Wrap)
		}
	}
}

func (c *comparison) list(path string, s *shape, n *field.Node) {
	if !c.kind(path, s, "array") {
		return
	}
	switch {
	case s.unique && !n.Unique:
		c.report(path, "no element twice in the document, not so in the tree")
	case n.Unique && !s.unique && !c.answer:
		c.report(path, "no element twice in the tree, not so in the document")
	}
	c.value(path+"[]", s.items, n.Elem)
	element := c.doc.shape(s.items...)
	for _, key := range n.Key {
		if _, ok := element.props[key]; !ok {
			c.report(path+"[]", "the identity key %q is no property of the element in the document", key)
		}
	}
}

func (c *comparison) keyedList(path string, s *shape, n *field.Node) {
	if !c.kind(path, s, "array") {
		return
	}
	element := c.doc.shape(s.items...)
	if len(n.Key) != 1 || len(element.props[n.Key[0]]) == 0 {
		c.report(path, "the key %q is no property of the element in the document", n.Key)
		return
	}
	key := n.Key[0]
	keyPath := path + "[]." + key
	var keys []string
	outer := c.keyed
	c.keyed = &keyedBranches{present: map[string]bool{}, absent: map[string]bool{}}
	for _, attr := range n.Attrs {
		keys = append(keys, attr.JSON)
		c.object(path+"["+attr.JSON+"]", s.items, attr.Attrs, key)
	}
	branches := c.keyed
	c.keyed = outer
	for _, branch := range sortedKeys(branches.absent) {
		if !branches.present[branch] {
			c.report(branch, "in the document, under no key of the tree")
		}
	}
	documented := c.doc.shape(element.props[key]...).enum
	if missing := difference(documented, keys); len(missing) > 0 {
		c.report(keyPath, "keys in the document, not in the tree: %s", strings.Join(missing, ", "))
	}
	if extra := difference(keys, documented); len(extra) > 0 {
		c.report(keyPath, "keys in the tree, not in the document: %s", strings.Join(extra, ", "))
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// difference are the values of a that b lacks.
func difference(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(value string) bool { return slices.Contains(b, value) })
}
