package field

import "slices"

// Tree declares an object once: what the API has of it, and what a resource has besides. ForResource and ForData make of it
// what is served.
type Tree struct {
	// Root is an Object node, the object as the API has it.
	Root *Node
	// Parents name the objects above this one: its paths have their ids, its properties do not. See Parent.
	Parents []*Node
	// Locals are arguments of the resource that the API has no property for: a protection, what a destroy does, a text that
	// properties are made of.
	Locals []*Node
}

// Parent is the id of an object above, or another part of the path that tells objects apart. The configuration gives it, and
// another one is another object.
func Parent(name string, format Format, doc string) *Node {
	return &Node{Name: name, Mode: RequiredCreateOnly, Format: format, Doc: doc}
}

// Once is a secret that the API chooses and tells only in the answer to the create, such as that of an API client. It is one of
// the tree's Locals, because no answer of a read has it: it is sensitive in state, reads keep it, and an import has none.
func Once(name, doc string) *Node {
	return &Node{Name: name, Mode: Computed, Once: true, Doc: doc}
}

// ForResource is the tree of a resource: parents, local arguments and the object, without what only a data source serves.
func ForResource(t *Tree) *Tree {
	return &Tree{Root: filter(t.whole(), func(n *Node) bool { return n.Mode != DataOnly && n.Mode != Bookkeeping })}
}

// ForData is the tree of a data source: the object without secrets, without what no property is, and without what no read answers.
func ForData(t *Tree) *Tree {
	return &Tree{Root: filter(t.Root, func(n *Node) bool { return !n.Sensitive && !n.IsLocal() && !n.Untold() })}
}

// ServerOnly are the properties (by JSON name) that the server keeps about the object.
func (t *Tree) ServerOnly() []string {
	var names []string
	for _, n := range t.Root.Attrs {
		if n.Mode == Bookkeeping {
			names = append(names, n.JSON)
		}
	}
	return names
}

// whole is the object with all that a resource has besides.
func (t *Tree) whole() *Node {
	root := *t.Root
	root.Attrs = slices.Concat(t.Parents, t.Locals, t.Root.Attrs)
	return &root
}

// filter copies the tree without the nodes that keep refuses.
func filter(n *Node, keep func(*Node) bool) *Node {
	c := *n
	c.Attrs = nil
	for _, a := range n.Attrs {
		if keep(a) {
			c.Attrs = append(c.Attrs, filter(a, keep))
		}
	}
	if n.Elem != nil {
		c.Elem = filter(n.Elem, keep)
	}
	return &c
}
