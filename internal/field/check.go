package field

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Check says what is wrong with the structure of a tree, one line per problem that begins with the node's path as All
// gives it; nil when nothing is. It knows nothing of the API's documents: a tree can pass and still not fit them.
// Each service's tests call it, because a wrong node breaks schema and codec consistently and nothing else would tell.
func Check(t *Tree) []string { return check(t, false) }

// CheckData is Check for a tree that only a data source serves: it lists objects as they are, with what is fixed or chosen by
// the server, and has no prior values.
func CheckData(t *Tree) []string { return check(t, true) }

func check(t *Tree, data bool) []string {
	c := checker{enums: map[string]*Enum{}, data: data}
	if t == nil || t.Root == nil {
		return []string{"root: missing"}
	}
	c.path = "root"
	if t.Root.Kind != Object || t.Root.Name != "" || t.Root.JSON != "" || t.Root.Mode != Optional {
		c.addf("must be an optional object without names")
	}
	c.besides(t)
	whole := &Tree{Root: t.whole()}
	c.path = "root"
	c.kind(whole.Root)
	c.children(whole.Root)
	for _, name := range hoisted(whole.Root) {
		if slices.Contains(metaArguments, name) {
			c.addf("%s is a meta-argument of Terraform", name)
		}
	}
	for path, n := range whole.All() {
		c.path = path
		c.names(n)
		c.mode(n)
		c.kind(n)
		c.value(n)
		c.children(n)
	}
	return c.problems
}

var (
	snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	// atTop is the path of a property of the object, or of each object in a list.
	atTop = regexp.MustCompile(`^[^.[]+(\[\]\.[^.[]+)?$`)
	// metaArguments cannot be attributes of a resource or data source.
	metaArguments = []string{"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"}
)

// checker collects the problems of one tree.
type checker struct {
	path     string
	problems []string
	// enums are those seen so far, by name.
	enums map[string]*Enum
	// data says that nothing but a data source has the tree.
	data bool
}

func (c *checker) addf(format string, args ...any) {
	c.problems = append(c.problems, c.path+": "+fmt.Sprintf(format, args...))
}

// besides checks what a resource has beside the object.
func (c *checker) besides(t *Tree) {
	for _, n := range t.Parents {
		c.path = n.Name
		if !n.IsLocal() || n.Kind != String || (n.Mode != RequiredCreateOnly && n.Mode != CreateOnly) {
			c.addf("a parent is a string without a JSON name, and fixed at creation")
		}
	}
	for _, n := range t.Locals {
		c.path = n.Name
		if !n.IsLocal() || n.Chosen() != n.Once || n.Mode == DataOnly || n.Mode == Bookkeeping {
			c.addf("a local argument has no JSON name and is set by the configuration")
		}
	}
}

func (c *checker) isElem() bool { return strings.HasSuffix(c.path, "[]") }

// names checks how the node is called and described.
func (c *checker) names(n *Node) {
	if c.isElem() {
		if n.Name != "" || n.JSON != "" {
			c.addf("a list element has no name of its own")
		}
		return
	}
	if n.Kind == Local && n.JSON != "" {
		c.addf("a local attribute has no JSON name")
	}
	// What belongs to the resource and not to the object (a parent's id, a protection) stands at the top.
	if n.JSON == "" && n.Kind != Local && (!n.isScalar() || n.Name != c.path) {
		c.addf("JSON name missing")
	}
	if n.Kind == Inline {
		if n.Name != "" {
			c.addf("an inline object has no Terraform name")
		}
		return // nothing shows in Terraform, so there is nothing to describe
	}
	if !snakeCase.MatchString(n.Name) {
		c.addf("name %q is not in snake_case", n.Name)
	}
	if n.Doc == "" {
		c.addf("no description")
	} else if n.Doc != strings.TrimSpace(n.Doc) || !strings.HasSuffix(n.Doc, ".") {
		c.addf("the description is not made of sentences: %q", n.Doc)
	}
	if n.Wrap == "id" && n.Name != "id" && !strings.HasSuffix(n.Name, "_id") {
		c.addf("a reference is called …_id, not %s", n.Name)
	}
	if n.Elem != nil && n.Elem.Wrap == "id" && !strings.HasSuffix(n.Name, "_ids") {
		c.addf("a list of references is called …_ids, not %s", n.Name)
	}
}

// mode checks who sets the node against what it is.
func (c *checker) mode(n *Node) {
	switch n.Mode {
	case Optional:
	case Required, DataOnly:
		if c.isElem() {
			c.addf("a list element has no mode of its own")
		}
	case Bookkeeping:
		if !atTop.MatchString(c.path) || n.JSON == "" {
			c.addf("bookkeeping is a property of the object itself, or of one that is listed")
		}
	case Computed, Status, CreateOnly, RequiredCreateOnly:
		// Elements change places, and with them the prior value that these modes compare with.
		if strings.Contains(c.path, "[]") && !c.data {
			c.addf("such a mode has no meaning within a list")
		}
	default:
		c.addf("unknown mode %d", n.Mode)
	}
	if n.Deprecated != "" && n.Mode != Optional && n.Mode != Required && n.Mode != DataOnly {
		c.addf("a deprecated attribute is set by the configuration")
	}
	if n.Choice && n.Mode != Optional {
		c.addf("a branch of a choice must be optional")
	}
	if c.isElem() && (n.Sensitive || n.Deprecated != "" || n.Choice) {
		c.addf("a list element is not sensitive, deprecated or a branch")
	}
	if n.Once && (n.Mode != Computed || n.Kind != String || !n.IsLocal() || n.Name != c.path) {
		c.addf("a secret that is answered once is a computed string among the local arguments")
	}
	if n.Sensitive {
		if n.Mode != Optional && n.Mode != Required {
			c.addf("a sensitive attribute is set by the configuration")
		}
		if !strings.HasSuffix(n.Name, writeOnlySuffix) {
			c.addf("a sensitive attribute is called …%s, not %s", writeOnlySuffix, n.Name)
		}
		if !n.isScalar() {
			c.addf("only scalars are sensitive")
		}
	}
}

// kind checks that the node has the children that its kind needs, and no others.
func (c *checker) kind(n *Node) {
	wantAttrs, wantElem := false, false
	switch n.Kind {
	case Object, Inline, Keyed:
		wantAttrs = true
	case List:
		wantElem = true
	case String, Bool, Int, Number, Link, JSON, Map, Local:
	default:
		c.addf("unknown kind %d", n.Kind)
	}
	if wantAttrs != (len(n.Attrs) > 0) {
		c.addf("objects have attributes, other kinds have none")
	}
	if wantElem != (n.Elem != nil) {
		c.addf("lists have an element, other kinds have none")
	}
	if c.isElem() && (n.Kind == Inline || n.Kind == Link || n.Kind == Keyed || n.Kind == Map || n.Kind == Local) {
		c.addf("such a kind cannot be a list element")
	}
	if n.Kind == Link && (!n.Choice || n.Name != "is_linked" || n.JSON != "isLinked") {
		c.addf("a link is the branch is_linked (isLinked) of a choice")
	}
	if n.Ordered && n.Kind != List {
		c.addf("only lists are ordered")
	}
	if n.Unique && n.Kind != List {
		c.addf("only lists have elements that differ")
	}
	for _, name := range n.Derived {
		if !wantAttrs || slices.ContainsFunc(n.Attrs, func(a *Node) bool { return a.JSON == name }) {
			c.addf("what a server derives is a property of an object and no attribute: %s", name)
		}
	}
	c.key(n)
}

// key checks the identity of list elements and of keyed objects.
func (c *checker) key(n *Node) {
	switch {
	case n.Kind == Keyed:
		if len(n.Key) != 1 {
			c.addf("a keyed array has exactly one key")
		}
		for _, a := range n.Attrs {
			if a.Kind != Object || a.Choice {
				c.addf("%s: what a keyed array holds are objects", a.JSON)
			}
			if slices.ContainsFunc(a.Attrs, func(b *Node) bool { return slices.Contains(n.Key, b.JSON) }) {
				c.addf("%s: the key is implied by the attribute's name", a.JSON)
			}
		}
	case len(n.Key) == 0:
	case n.Kind != List || n.Elem == nil || n.Elem.Kind != Object:
		c.addf("only lists of objects and keyed arrays have a key")
	default:
		for _, k := range n.Key {
			i := slices.IndexFunc(n.Elem.Attrs, func(a *Node) bool { return a.JSON == k })
			if i < 0 {
				c.addf("the element has no key property %s", k)
			} else if a := n.Elem.Attrs[i]; !a.isScalar() || a.Sensitive {
				c.addf("key property %s is not a plain scalar", k)
			}
		}
	}
}

// value checks what is said about the values of a scalar.
func (c *checker) value(n *Node) {
	if n.Kind != String && (n.Wrap != "" || n.Format != Any || n.Enum != nil && n.Kind != Map || n.Filled) {
		c.addf("only strings are wrapped, formatted, filled or have allowed values")
	}
	if _, ok := n.Min.(int64); n.Min != nil && (!ok || (n.Kind != Int && n.Kind != Number)) {
		c.addf("only numbers have a minimum, an int64")
	}
	if n.Bits != 0 && (n.Kind != Int || n.Bits != 64) && (n.Kind != Number || n.Bits != 32) {
		c.addf("only numbers have a size: integers 64 bits where it is not 32, others 32 where it is not 64")
	}
	if n.Enum != nil {
		// An unknown country may be one that the vendor added; that it is a country can be known.
		if n.Format != Any && n.Format != Country {
			c.addf("allowed values and a format exclude each other")
		}
		c.enum(n.Enum)
	}
	ok := true
	switch d := n.Default.(type) {
	case nil:
	case bool:
		ok = n.Kind == Bool
	case int64:
		ok = n.Kind == Int
	case string:
		ok = n.Kind == String && (n.Enum == nil || slices.Contains(n.Enum.Values, d))
	case []string:
		ok = n.Kind == List && n.Elem.Kind == String && !slices.ContainsFunc(d, func(s string) bool { return n.Elem.Enum != nil && !slices.Contains(n.Elem.Enum.Values, s) })
	default:
		ok = false
	}
	if !ok {
		c.addf("the default %v (%[1]T) is not a value of the attribute", n.Default)
	}
}

func (c *checker) enum(e *Enum) {
	if seen, ok := c.enums[e.Name]; ok {
		if seen != e {
			c.addf("there are two enums %s", e.Name)
		}
		return
	}
	c.enums[e.Name] = e
	if e.Name == "" || len(e.Values) == 0 {
		c.addf("an enum has a name and values")
	}
	sorted := slices.Sorted(slices.Values(e.Values))
	if len(slices.Compact(sorted)) != len(e.Values) || slices.Contains(e.Values, "") {
		c.addf("enum %s has a doubled or empty value", e.Name)
	}
}

// children checks what the node's attributes are to each other.
func (c *checker) children(n *Node) {
	seen := map[string]bool{}
	for _, a := range n.Attrs {
		if a.JSON != "" && seen[a.JSON] {
			c.addf("two attributes have the JSON name %s", a.JSON)
		}
		seen[a.JSON] = true
	}
	if n.Kind != Inline { // whose attributes are looked at together with their siblings one level higher
		clear(seen)
		for _, name := range hoisted(n) {
			if seen[name] {
				c.addf("two attributes are called %s", name)
			}
			seen[name] = true
		}
	}
	for _, a := range n.Attrs {
		if a.Sensitive && !slices.ContainsFunc(n.Attrs, func(b *Node) bool {
			return b.Kind == Local && b.Name == a.Name+versionSuffix
		}) {
			c.addf("%s has no %s%s beside it", a.Name, a.Name, versionSuffix)
		}
		if secret, ok := strings.CutSuffix(a.Name, versionSuffix); ok && a.Kind == Local &&
			!slices.ContainsFunc(n.Attrs, func(b *Node) bool { return b.Sensitive && b.Name == secret }) {
			c.addf("%s is the version of nothing", a.Name)
		}
	}
}

// hoisted are the Terraform names at the level of n's attributes, those of inline objects included.
func hoisted(n *Node) []string {
	var names []string
	for _, a := range n.Attrs {
		if a.Kind == Inline {
			names = append(names, hoisted(a)...)
		} else {
			names = append(names, a.Name)
		}
	}
	return names
}

func (n *Node) isScalar() bool {
	return n.Kind == String || n.Kind == Bool || n.Kind == Int || n.Kind == Number
}
