package field

import "iter"

// All yields every node below the root, parents first, with its path in the API's documents: property names joined by
// dots, "[]" for the elements of a list, "[X]" for the element of a keyed array whose key is X
// ("phoneNumbers[].countryCode", "rules[CAR_TYPES].carTypes"). A local attribute, which no document has, stands
// under its Terraform name.
func (t *Tree) All() iter.Seq2[string, *Node] {
	return func(yield func(string, *Node) bool) { below("", t.Root, yield) }
}

// below yields what lies below n, which is at path, and says whether to go on.
func below(path string, n *Node, yield func(string, *Node) bool) bool {
	visit := func(p string, c *Node) bool { return yield(p, c) && below(p, c, yield) }
	if n.Elem != nil && !visit(path+"[]", n.Elem) {
		return false
	}
	for _, c := range n.Attrs {
		if !visit(childPath(path, n, c), c) {
			return false
		}
	}
	return true
}

func childPath(path string, parent, child *Node) string {
	name := child.JSON
	if child.IsLocal() {
		name = child.Name
	}
	switch {
	case parent.Kind == Keyed:
		return path + "[" + name + "]"
	case path == "":
		return name
	}
	return path + "." + name
}
