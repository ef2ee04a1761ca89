package field

import (
	"strings"
	"testing"
)

func TestCheck_accepts(t *testing.T) {
	color := &Enum{Name: "Color", Values: []string{"RED", "BLUE"}}
	root := &Node{Kind: Object, Attrs: []*Node{
		{Name: "parent_id", Mode: RequiredCreateOnly, Doc: "Parent."},
		{Name: "protection", Kind: Bool, Doc: "Protection."},
		{Name: "id", JSON: "id", Wrap: "id", Mode: Computed, Doc: "Id."},
		{Name: "color", JSON: "color", Enum: color, Default: "RED", Doc: "Color."},
		{Name: "other_color", JSON: "otherColor", Enum: color, Doc: "Color again."},
		{Name: "size", JSON: "size", Kind: Int, Default: int64(0), Doc: "Size."},
		{Name: "user_ids", JSON: "users", Kind: List, Unique: true, Elem: &Node{Wrap: "id"}, Doc: "Users."},
		{Name: "union", JSON: "union", Kind: Object, Doc: "Union.", Attrs: []*Node{
			{Name: "is_linked", JSON: "isLinked", Kind: Link, Choice: true, Doc: "Linked."},
			{JSON: "unionProps", Kind: Inline, Choice: true, Attrs: []*Node{{Name: "a", JSON: "isLinked", Doc: "Same JSON name, other level."}}},
		}},
		{Name: "rules", JSON: "rules", Kind: Keyed, Key: []string{"type"}, Doc: "Rules.", Attrs: []*Node{
			{Name: "one", JSON: "ONE", Kind: Object, Doc: "One.", Attrs: []*Node{{Name: "a", JSON: "a", Doc: "A."}}},
		}},
		{Name: "pairs", JSON: "pairs", Kind: List, Key: []string{"a"}, Ordered: true, Doc: "Pairs.",
			Elem: &Node{Kind: Object, Attrs: []*Node{{Name: "a", JSON: "a", Mode: Required, Doc: "A."}}}},
		{JSON: "wrapper", Kind: Inline, Derived: []string{"length"}, Attrs: []*Node{Secret("key", "key", "Key."), SecretVersion("key")}},
		{Name: "credentials", JSON: "credentials", Kind: Object, Unanswered: true, Derived: []string{"count", "total"}, Doc: "Credentials.", Attrs: []*Node{{Name: "a", JSON: "a", Doc: "A."}}},
	}}
	for _, problem := range Check(&Tree{Root: root}) {
		t.Error(problem)
	}
}

func TestCheck_root(t *testing.T) {
	fine := []*Node{{Name: "a", JSON: "a", Doc: "A."}}
	for name, tree := range map[string]*Tree{
		"no tree":  nil,
		"no root":  {},
		"no kind":  {Root: &Node{Attrs: fine}},
		"named":    {Root: &Node{Kind: Object, Name: "root", Attrs: fine}},
		"required": {Root: &Node{Kind: Object, Mode: Required, Attrs: fine}},
		"empty":    {Root: &Node{Kind: Object}},
		"reserved": {Root: &Node{Kind: Object, Attrs: []*Node{
			{JSON: "w", Kind: Inline, Attrs: []*Node{{Name: "count", JSON: "count", Doc: "Count."}}},
		}}},
	} {
		if problems := Check(tree); len(problems) == 0 || !strings.HasPrefix(problems[0], "root: ") {
			t.Errorf("%s: got %q, want a problem of the root", name, problems)
		}
	}
}

// Each case is a tree with exactly one problem, at the path and with the words given.
func TestCheck_refuses(t *testing.T) {
	leaf := func(name string) *Node { return &Node{Name: name, JSON: name, Doc: "Leaf."} }
	list := func(elem *Node, keys ...string) *Node {
		return &Node{Name: "l", JSON: "l", Kind: List, Elem: elem, Key: keys, Doc: "List."}
	}
	object := func(attrs ...*Node) *Node {
		return &Node{Name: "o", JSON: "o", Kind: Object, Attrs: attrs, Doc: "Object."}
	}
	elem := func(attrs ...*Node) *Node { return &Node{Kind: Object, Attrs: attrs} }
	keyed := func(keys []string, attrs ...*Node) *Node {
		return &Node{Name: "k", JSON: "k", Kind: Keyed, Key: keys, Attrs: attrs, Doc: "Keyed."}
	}
	secret := func(change func(*Node)) []*Node {
		s := Secret("s", "s", "Secret.")
		change(s)
		return []*Node{s, SecretVersion("s")}
	}
	enum := func(name string, values ...string) *Node {
		return &Node{Name: "e", JSON: "e", Enum: &Enum{Name: name, Values: values}, Doc: "Enum."}
	}
	one := func(n *Node) []*Node { return []*Node{n} }

	for name, tc := range map[string]struct {
		attrs []*Node
		want  string
	}{
		"no description":      {one(&Node{Name: "a", JSON: "a"}), "a: no description"},
		"no sentence":         {one(&Node{Name: "a", JSON: "a", Doc: "name"}), "a: the description is not made of sentences"},
		"deep":                {one(list(elem(object(&Node{Name: "a", JSON: "a"})))), "l[].o.a: no description"},
		"camel case":          {one(&Node{Name: "aB", JSON: "aB", Doc: "A."}), `aB: name "aB" is not in snake_case`},
		"double underscore":   {one(leaf("a__b")), `a__b: name "a__b" is not in snake_case`},
		"no JSON name":        {one(object(&Node{Name: "a", Doc: "A."})), "o.a: JSON name missing"},
		"object without JSON": {one(&Node{Name: "a", Kind: Object, Attrs: one(leaf("b")), Doc: "A."}), "a: JSON name missing"},
		"inline without JSON": {one(&Node{Kind: Inline, Attrs: one(leaf("b"))}), ": JSON name missing"},
		"local with JSON":     {one(&Node{Name: "a", JSON: "a", Kind: Local, Doc: "A."}), "a: a local attribute has no JSON name"},
		"inline with name":    {one(&Node{Name: "a", JSON: "a", Kind: Inline, Attrs: one(leaf("b"))}), "a: an inline object has no Terraform name"},
		"element with name":   {one(list(leaf("a"))), "l[]: a list element has no name of its own"},
		"reference name":      {one(&Node{Name: "user", JSON: "user", Wrap: "id", Doc: "User."}), "user: a reference is called"},
		"references name":     {one(&Node{Name: "users", JSON: "users", Kind: List, Elem: &Node{Wrap: "id"}, Doc: "Users."}), "users: a list of references is called"},
		"required element":    {one(list(&Node{Mode: Required})), "l[]: a list element has no mode"},
		"computed in list":    {one(list(elem(&Node{Name: "a", JSON: "a", Mode: Computed, Doc: "A."}))), "l[].a: such a mode has no meaning within a list"},
		"unknown mode":        {one(&Node{Name: "a", JSON: "a", Mode: 99, Doc: "A."}), "a: unknown mode 99"},
		"deprecated computed": {one(&Node{Name: "a", JSON: "a", Mode: Computed, Deprecated: "Use b.", Doc: "A."}), "a: a deprecated attribute is set by the configuration"},
		"required branch":     {one(object(&Node{Name: "a", JSON: "a", Mode: Required, Choice: true, Doc: "A."})), "o.a: a branch of a choice must be optional"},
		"sensitive element":   {one(list(&Node{Deprecated: "Use b."})), "l[]: a list element is not sensitive"},
		"computed secret":     {secret(func(n *Node) { n.Mode = Computed }), "s: a sensitive attribute is set by the configuration"},
		"secret object":       {secret(func(n *Node) { n.Kind, n.Attrs = Object, one(leaf("a")) }), "s: only scalars are sensitive"},
		"secret name":         {[]*Node{{Name: "s", JSON: "s", Sensitive: true, Doc: "S."}, {Name: "s_version", Kind: Local, Doc: "V."}}, "s: a sensitive attribute is called"},
		"secret alone":        {one(object(Secret("s", "s", "Secret."))), "o: s_wo has no s_wo_version beside it"},
		"secret inline":       {one(&Node{JSON: "w", Kind: Inline, Attrs: one(Secret("s", "s", "Secret."))}), "w: s_wo has no s_wo_version beside it"},
		"version alone":       {one(object(leaf("s_wo"), SecretVersion("s"))), "o: s_wo_version is the version of nothing"},
		"unknown kind":        {one(&Node{Name: "a", JSON: "a", Kind: 99, Doc: "A."}), "a: unknown kind 99"},
		"empty object":        {one(object()), "o: objects have attributes"},
		"scalar with attrs":   {one(&Node{Name: "a", JSON: "a", Attrs: one(leaf("b")), Doc: "A."}), "a: objects have attributes"},
		"list of nothing":     {one(list(nil)), "l: lists have an element"},
		"scalar with elem":    {one(&Node{Name: "a", JSON: "a", Elem: &Node{}, Doc: "A."}), "a: lists have an element"},
		"list of keyed":       {one(list(&Node{Kind: Keyed, Key: []string{"t"}, Attrs: one(object(leaf("a")))})), "l[]: such a kind cannot be a list element"},
		"link alone":          {one(object(&Node{Name: "is_linked", JSON: "isLinked", Kind: Link, Doc: "L."})), "o.isLinked: a link is the branch"},
		"ordered object":      {one(&Node{Name: "a", JSON: "a", Kind: Object, Ordered: true, Attrs: one(leaf("b")), Doc: "A."}), "a: only lists are ordered"},
		"unique string":       {one(&Node{Name: "a", JSON: "a", Unique: true, Doc: "A."}), "a: only lists have elements that differ"},
		"derived attribute":   {one(&Node{Name: "o", JSON: "o", Kind: Object, Derived: []string{"n", "a"}, Attrs: one(leaf("a")), Doc: "O."}), "o: what a server derives is a property of an object and no attribute: a"},
		"derived scalar":      {one(&Node{Name: "a", JSON: "a", Derived: []string{"length"}, Doc: "A."}), "a: what a server derives is a property of an object and no attribute: length"},
		"derived of a list":   {one(&Node{Name: "l", JSON: "l", Kind: List, Elem: &Node{}, Derived: []string{"length"}, Doc: "L."}), "l: what a server derives is a property of an object"},
		"keyed without key":   {one(keyed(nil, object(leaf("a")))), "k: a keyed array has exactly one key"},
		"keyed scalars":       {one(keyed([]string{"t"}, leaf("a"))), "k: a: what a keyed array holds are objects"},
		"keyed with its key":  {one(keyed([]string{"t"}, object(leaf("t")))), "k: o: the key is implied"},
		"key of strings":      {one(list(&Node{}, "a")), "l: only lists of objects and keyed arrays have a key"},
		"key not there":       {one(list(elem(leaf("a")), "b")), "l: the element has no key property b"},
		"key is an object":    {one(list(elem(object(leaf("a"))), "o")), "l: key property o is not a plain scalar"},
		"wrapped number":      {one(&Node{Name: "a_id", JSON: "a", Kind: Int, Wrap: "id", Doc: "A."}), "a: only strings are wrapped"},
		"formatted number":    {one(&Node{Name: "a", JSON: "a", Kind: Number, Format: Date, Doc: "A."}), "a: only strings are wrapped"},
		"enum and format":     {one(&Node{Name: "a", JSON: "a", Format: Date, Enum: &Enum{Name: "E", Values: []string{"X"}}, Doc: "A."}), "a: allowed values and a format"},
		"nameless enum":       {one(enum("", "X")), "e: an enum has a name and values"},
		"empty enum":          {one(enum("E")), "e: an enum has a name and values"},
		"doubled value":       {one(enum("E", "X", "Y", "X")), "e: enum E has a doubled or empty value"},
		"second enum":         {[]*Node{enum("E", "X"), object(enum("E", "X"))}, "o.e: there are two enums E"},
		"default of a kind":   {one(&Node{Name: "a", JSON: "a", Kind: Int, Default: "1", Doc: "A."}), "a: the default 1 (string)"},
		"default as int":      {one(&Node{Name: "a", JSON: "a", Kind: Int, Default: 1, Doc: "A."}), "a: the default 1 (int)"},
		"default not a value": {
			one(&Node{Name: "a", JSON: "a", Default: "Z", Enum: &Enum{Name: "E", Values: []string{"X"}}, Doc: "A."}), "a: the default Z",
		},
		"same name": {[]*Node{leaf("a"), {Name: "a", JSON: "b", Doc: "B."}}, "root: two attributes are called a"},
		"same name hoisted": {
			one(object(leaf("a"), &Node{JSON: "w", Kind: Inline, Attrs: one(leaf("a"))})), "o: two attributes are called a",
		},
		"same JSON name": {[]*Node{leaf("a"), {Name: "b", JSON: "a", Doc: "B."}}, "root: two attributes have the JSON name a"},
		"same JSON name inline": {
			one(&Node{JSON: "w", Kind: Inline, Attrs: []*Node{leaf("a"), {Name: "b", JSON: "a", Doc: "B."}}}), "w: two attributes have the JSON name a",
		},
	} {
		t.Run(name, func(t *testing.T) {
			problems := Check(&Tree{Root: &Node{Kind: Object, Attrs: tc.attrs}})
			if len(problems) != 1 || !strings.HasPrefix(problems[0], tc.want) {
				t.Errorf("got %q, want only %q", problems, tc.want)
			}
		})
	}
}
