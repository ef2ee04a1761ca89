package contract

import (
	"slices"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// orderTree is a tree that fits the schema Order of the shop, made anew for each test to spoil.
func orderTree() *field.Tree {
	color := &field.Enum{Name: "color", Values: []string{"BLUE", "RED"}}
	link := func() *field.Node {
		return &field.Node{Name: "is_linked", JSON: "isLinked", Kind: field.Link, Choice: true}
	}
	value := func(branches ...*field.Node) *field.Node {
		return &field.Node{JSON: "value", Kind: field.Inline, Attrs: []*field.Node{
			link(), {JSON: "ruleProps", Kind: field.Inline, Choice: true, Attrs: branches},
		}}
	}
	action := func() *field.Node {
		return &field.Node{JSON: "action", Kind: field.Inline, Attrs: []*field.Node{
			{Name: "stop", JSON: "stop", Kind: field.Object, Attrs: []*field.Node{{Name: "reason", JSON: "reason"}}},
		}}
	}
	rules := &field.Node{Name: "rules", JSON: "rules", Kind: field.Keyed, Key: []string{"ruleType"}, Attrs: []*field.Node{
		{Name: "colors", JSON: "COLORS", Kind: field.Object, Attrs: []*field.Node{action(), value(
			&field.Node{JSON: "colorProps", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "colors", JSON: "colors", Kind: field.List, Mode: field.Required, Elem: &field.Node{Enum: color}},
			}},
		)}},
		{Name: "alias", JSON: "ALIAS", Kind: field.Object, Attrs: []*field.Node{action(), value(
			&field.Node{JSON: "aliasProps", Kind: field.Inline, Attrs: []*field.Node{
				{Name: "codes", JSON: "codes", Kind: field.List, Mode: field.Required, Elem: &field.Node{}},
			}},
		)}},
		{Name: "bare", JSON: "BARE", Kind: field.Object, Attrs: []*field.Node{
			action(), {JSON: "value", Kind: field.Inline, Attrs: []*field.Node{link()}},
		}},
	}}
	return &field.Tree{Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
		{Name: "shop_id"}, // of the resource, not of the object
		{Name: "secret_version", Kind: field.Local},
		{Name: "id", JSON: "id", Wrap: "id", Mode: field.Computed},
		{Name: "version", JSON: "version", Kind: field.Int, Mode: field.DataOnly},
		{Name: "buyer", JSON: "buyer", Kind: field.Object, Attrs: []*field.Node{
			{Name: "id", JSON: "id", Mode: field.Required}, {Name: "name", JSON: "name"},
		}},
		{Name: "name", JSON: "name", Mode: field.Required},
		{Name: "color", JSON: "color", Enum: color, Default: "RED"},
		{Name: "count", JSON: "count", Kind: field.Int},
		{Name: "picture", JSON: "picture"},
		{Name: "key", JSON: "key", Format: field.UUID},
		{Name: "mail", JSON: "mail", Format: field.Email},
		{Name: "due", JSON: "due", Wrap: "iso8601"},
		{Name: "customer_id", JSON: "customer", Wrap: "id"},
		{Name: "agent_ids", JSON: "agents", Kind: field.List, Unique: true, Elem: &field.Node{Wrap: "id"}},
		{Name: "lines", JSON: "lines", Kind: field.List, Key: []string{"article"}, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "article", JSON: "article", Mode: field.Required},
			{Name: "count", JSON: "count", Kind: field.Int, Default: int64(1)},
			{Name: "price", JSON: "price", Kind: field.Object, Attrs: []*field.Node{
				{Name: "amount", JSON: "amount", Kind: field.Number, Mode: field.Required},
				{Name: "currency", JSON: "currency", Format: field.Currency},
			}},
		}}},
		{Name: "limit", JSON: "limit", Kind: field.Object, Attrs: []*field.Node{
			link(),
			{JSON: "limitProps", Kind: field.Inline, Choice: true, Attrs: []*field.Node{
				{Name: "codes", JSON: "codes", Kind: field.List, Mode: field.Required, Elem: &field.Node{}},
			}},
			{Name: "approval", JSON: "approval"},
		}},
		{Name: "fee", JSON: "fee", Kind: field.Object, Attrs: []*field.Node{
			{Name: "fee_type", JSON: "feeType"}, {Name: "amount", JSON: "amount", Kind: field.Number, Bits: 32},
			{Name: "card", JSON: "card", Choice: true}, {Name: "coins", JSON: "coins", Kind: field.Int, Bits: 64, Choice: true},
		}},
		rules,
		{Name: "tree", JSON: "tree", Kind: field.Object, Attrs: []*field.Node{
			{Name: "name", JSON: "name"},
			{Name: "children", JSON: "children", Kind: field.List, Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{{Name: "name", JSON: "name"}}}},
		}},
		{Name: "notes", JSON: "notes", Kind: field.JSON},
		{Name: "labels", JSON: "labels", Kind: field.JSON},
		{Name: "gift", JSON: "gift", Kind: field.Bool, Deprecated: "Give something else."},
	}}}
}

// orderExceptions are the differences that a tree cannot avoid here: the schema is recursive.
func orderExceptions() map[string]string {
	return map[string]string{"tree.children[].children": "recursive"}
}

// at is the node at a path of JSON names.
func at(t *testing.T, tree *field.Tree, path string) *field.Node {
	t.Helper()
	n := tree.Root
	for _, name := range strings.Split(path, ".") {
		if n.Kind == field.List {
			n = n.Elem
		}
		i := slices.IndexFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == name })
		if i < 0 {
			t.Fatalf("no node %s of %s", name, path)
		}
		n = n.Attrs[i]
	}
	return n
}

func remove(n *field.Node, json string) {
	n.Attrs = slices.DeleteFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == json })
}

func TestCompareTree(t *testing.T) {
	d := shop(t)
	same(t, CompareTree(d, "shop", "Order", orderTree(), orderExceptions()), nil)
	same(t, CompareTree(d, "shop.json", "Order", orderTree(), orderExceptions(), RequestShape()), nil)
	same(t, CompareTree(d, "shop", "Order", orderTree(), orderExceptions(), AnswerShape()), nil)

	const colors = "rules.COLORS.value.ruleProps.colorProps"
	for name, tc := range map[string]struct {
		spoil func(node func(path string) *field.Node, root *field.Node)
		want  []string
	}{
		"missing":       {func(_ func(string) *field.Node, root *field.Node) { remove(root, "mail") }, []string{"mail: in the document, not in the tree"}},
		"missing below": {func(node func(string) *field.Node, _ *field.Node) { remove(node("lines.price"), "currency") }, []string{"lines[].price.currency: in the document, not in the tree"}},
		"invented": {
			func(node func(string) *field.Node, _ *field.Node) { node("lines.price.currency").JSON = "currencyCode" },
			[]string{"lines[].price.currency: in the document, not in the tree", "lines[].price.currencyCode: in the tree, not in the document"},
		},
		"string for an integer": {func(node func(string) *field.Node, _ *field.Node) { node("count").Kind = field.String }, []string{"count: integer in the document, string in the tree"}},
		"integer for a number":  {func(node func(string) *field.Node, _ *field.Node) { node("lines.price.amount").Kind = field.Int }, []string{"lines[].price.amount: number in the document, integer in the tree"}},
		"number for an integer": {func(node func(string) *field.Node, _ *field.Node) { node("count").Kind = field.Number }, []string{"count: integer in the document, number in the tree"}},
		"bool for a string":     {func(node func(string) *field.Node, _ *field.Node) { node("name").Kind = field.Bool }, []string{"name: string in the document, boolean in the tree"}},
		"string for a list":     {func(node func(string) *field.Node, _ *field.Node) { node("agents").Kind = field.String }, []string{"agents: array in the document, string in the tree"}},
		"list for an object": {
			func(node func(string) *field.Node, _ *field.Node) {
				n := node("tree")
				n.Kind, n.Elem = field.List, &field.Node{}
			},
			[]string{"tree: object in the document, array in the tree", "tree.children[].children: the exception is not needed"},
		},
		"object for a string":    {func(node func(string) *field.Node, _ *field.Node) { node("mail").Kind = field.Object }, []string{"mail: string in the document, object in the tree"}},
		"element":                {func(node func(string) *field.Node, _ *field.Node) { node("agents").Elem.Wrap = "" }, []string{"agents[]: object in the document, string in the tree"}},
		"JSON for a string":      {func(node func(string) *field.Node, _ *field.Node) { node("mail").Kind = field.JSON }, []string{"mail: string in the document, any JSON in the tree"}},
		"JSON for an object":     {func(node func(string) *field.Node, _ *field.Node) { node("limit").Kind = field.JSON }, []string{"limit: object in the document, any JSON in the tree"}},
		"object for any":         {func(node func(string) *field.Node, _ *field.Node) { node("notes").Kind = field.Object }, []string{"notes: free of form in the document, so it is JSON"}},
		"wrapper of a string":    {func(node func(string) *field.Node, _ *field.Node) { node("key").Wrap = "id" }, []string{"key: string in the document, object in the tree"}},
		"wrapper of another key": {func(node func(string) *field.Node, _ *field.Node) { node("due").Wrap = "id" }, []string{"due: a wrapper {id} in the tree; the document has {iso8601}"}},
		"wrapper with more": {
			func(node func(string) *field.Node, _ *field.Node) {
				n := node("buyer")
				n.Kind, n.Wrap = field.String, "id"
			},
			[]string{"buyer.name: in the document, not in the tree, where the object is a wrapper {id}"},
		},
		"enum value missing": {func(node func(string) *field.Node, _ *field.Node) {
			node("color").Enum = &field.Enum{Values: []string{"RED"}}
		}, []string{"color: enum values in the document, not in the tree: BLUE"}},
		"enum value invented": {func(node func(string) *field.Node, _ *field.Node) {
			node("color").Enum = &field.Enum{Values: []string{"RED", "BLUE", "PINK"}}
		}, []string{"color: enum values in the tree, not in the document: PINK"}},
		"enum missing": {func(node func(string) *field.Node, _ *field.Node) { node("color").Enum = nil }, []string{"color: enum values in the document, not in the tree: RED, BLUE"}},
		"enum invented": {func(node func(string) *field.Node, _ *field.Node) {
			node("mail").Enum = &field.Enum{Values: []string{"A"}}
		}, []string{"mail: enum values in the tree, not in the document: A"}},
		"enum of a list": {func(node func(string) *field.Node, _ *field.Node) { node(colors + ".colors").Elem.Enum = nil }, []string{"rules[COLORS].value.ruleProps.colorProps.colors[]: enum values in the document, not in the tree: RED, BLUE"}},

		"optional":       {func(node func(string) *field.Node, _ *field.Node) { node("name").Mode = field.Optional }, []string{"name: required in the document, not in the tree"}},
		"optional below": {func(node func(string) *field.Node, _ *field.Node) { node("lines.article").Mode = field.Optional }, []string{"lines[].article: required in the document, not in the tree"}},
		"optional below a wrapper": {func(node func(string) *field.Node, _ *field.Node) {
			node("limit.limitProps.codes").Mode = field.Optional
		}, []string{"limit.limitProps.codes: required in the document, not in the tree"}},
		"required":              {func(node func(string) *field.Node, _ *field.Node) { node("mail").Mode = field.Required }, []string{"mail: required in the tree, not in the document"}},
		"required, create only": {func(node func(string) *field.Node, _ *field.Node) { node("name").Mode = field.RequiredCreateOnly }, nil},
		"create only":           {func(node func(string) *field.Node, _ *field.Node) { node("name").Mode = field.CreateOnly }, []string{"name: required in the document, not in the tree"}},
		"computed":              {func(node func(string) *field.Node, _ *field.Node) { node("name").Mode = field.Computed }, nil},
		"below what is read only": {
			func(node func(string) *field.Node, _ *field.Node) {
				node("buyer").Mode = field.DataOnly
				node("buyer.id").Mode = field.Optional
			},
			nil,
		},
		"sensitive": {
			func(node func(string) *field.Node, _ *field.Node) {
				node("name").Mode, node("name").Sensitive = field.Optional, true
			},
			nil,
		},

		"default missing":        {func(node func(string) *field.Node, _ *field.Node) { node("lines.count").Default = nil }, []string{"lines[].count: default 1 in the document, none in the tree"}},
		"default invented":       {func(node func(string) *field.Node, _ *field.Node) { node("mail").Default = "a@b" }, []string{"mail: default a@b in the tree, none in the document"}},
		"default different":      {func(node func(string) *field.Node, _ *field.Node) { node("color").Default = "BLUE" }, []string{"color: default RED in the document, BLUE in the tree"}},
		"not marked deprecated":  {func(node func(string) *field.Node, _ *field.Node) { node("gift").Deprecated = "" }, []string{"gift: deprecated in the document, not in the tree"}},
		"marked deprecated":      {func(node func(string) *field.Node, _ *field.Node) { node("mail").Deprecated = "x" }, []string{"mail: deprecated in the tree, not in the document"}},
		"not marked as a branch": {func(node func(string) *field.Node, _ *field.Node) { node("limit.limitProps").Choice = false }, []string{"limit.limitProps: a branch of a choice in the document, not in the tree"}},
		"marked as a branch":     {func(node func(string) *field.Node, _ *field.Node) { node("limit.approval").Choice = true }, []string{"limit.approval: a branch of a choice in the tree, not in the document"}},
		"the only branch":        {func(node func(string) *field.Node, _ *field.Node) { node("rules.COLORS.action.stop").Choice = true }, nil},
		"branch missing":         {func(node func(string) *field.Node, _ *field.Node) { remove(node("limit"), "isLinked") }, []string{"limit.isLinked: in the document, not in the tree"}},
		"not marked as unique":   {func(node func(string) *field.Node, _ *field.Node) { node("agents").Unique = false }, []string{"agents: no element twice in the document, not so in the tree"}},
		"marked as unique":       {func(node func(string) *field.Node, _ *field.Node) { node("lines").Unique = true }, []string{"lines: no element twice in the tree, not so in the document"}},
		"identity key":           {func(node func(string) *field.Node, _ *field.Node) { node("lines").Key = []string{"number"} }, []string{`lines[]: the identity key "number" is no property of the element in the document`}},

		"key missing": {
			func(node func(string) *field.Node, _ *field.Node) { remove(node("rules"), "ALIAS") },
			[]string{"rules[].ruleType: keys in the document, not in the tree: ALIAS", "rules[].value.ruleProps.aliasProps: in the document, under no key of the tree"},
		},
		"key invented":   {func(node func(string) *field.Node, _ *field.Node) { node("rules.BARE").JSON = "NAKED" }, []string{"rules[].ruleType: keys in the document, not in the tree: BARE", "rules[].ruleType: keys in the tree, not in the document: NAKED"}},
		"key of nothing": {func(node func(string) *field.Node, _ *field.Node) { node("rules").Key = []string{"kind"} }, []string{`rules: the key ["kind"] is no property of the element in the document`}},
		"missing under one key": {
			func(node func(string) *field.Node, _ *field.Node) { remove(node("rules.BARE"), "action") },
			[]string{"rules[BARE].action: in the document, not in the tree"},
		},
		"missing in a branch under a key": {
			func(node func(string) *field.Node, _ *field.Node) { remove(node(colors), "colors") },
			[]string{"rules[COLORS].value.ruleProps.colorProps.colors: in the document, not in the tree"},
		},
		"keyed for an object": {func(node func(string) *field.Node, _ *field.Node) { node("customer").Kind = field.Keyed }, []string{"customer: object in the document, array in the tree"}},
	} {
		t.Run(name, func(t *testing.T) {
			tree := orderTree()
			tc.spoil(func(path string) *field.Node { return at(t, tree, path) }, tree.Root)
			same(t, CompareTree(d, "shop", "Order", tree, orderExceptions()), tc.want)
		})
	}
}

func TestCompareTree_shapes(t *testing.T) {
	d := shop(t)
	noBuyer := map[string]string{"tree.children[].children": "recursive", "buyer": "of the answer"}
	// The request has neither id nor version, which only the server sets.
	same(t, CompareTree(d, "shop", "NewOrder", orderTree(), noBuyer, RequestShape()), nil)
	same(t, CompareTree(d, "shop", "NewOrder", orderTree(), noBuyer), []string{
		"id: in the tree, not in the document", "version: in the tree, not in the document",
	})

	// The answer has not what is only sent, and its promises are nobody's duty.
	tree := orderTree()
	tree.Root.Attrs = append(tree.Root.Attrs,
		&field.Node{Name: "secret", JSON: "secret", Sensitive: true}, &field.Node{Name: "origin", JSON: "origin", Mode: field.CreateOnly})
	at(t, tree, "name").Mode = field.Optional
	at(t, tree, "mail").Deprecated = "Write a letter."
	same(t, CompareTree(d, "shop", "Order", tree, orderExceptions(), AnswerShape()), nil)
	same(t, CompareTree(d, "shop", "Order", tree, orderExceptions(), RequestShape()), []string{
		"mail: deprecated in the tree, not in the document",
		"name: required in the document, not in the tree",
		"origin: in the tree, not in the document",
		"secret: in the tree, not in the document",
	})
}

func TestCompareTree_exceptions(t *testing.T) {
	d := shop(t)
	same(t, CompareTree(d, "shop", "Order", orderTree(), nil), []string{"tree.children[].children: in the document, not in the tree"})

	exceptions := orderExceptions()
	exceptions["mail"] = "not needed at all"
	exceptions["tree.children[].children"] = ""
	same(t, CompareTree(d, "shop", "Order", orderTree(), exceptions), []string{
		"mail: the exception is not needed", "tree.children[].children: the exception gives no reason",
	})

	// An exception for one key of a Keyed node, or for all of them.
	tree := orderTree()
	remove(at(t, tree, "rules.COLORS"), "action")
	remove(at(t, tree, "rules.BARE"), "action")
	exceptions = orderExceptions()
	exceptions["rules[BARE].action"] = "x"
	same(t, CompareTree(d, "shop", "Order", tree, exceptions), []string{"rules[COLORS].action: in the document, not in the tree"})
	delete(exceptions, "rules[BARE].action")
	exceptions["rules[].action"] = "x"
	same(t, CompareTree(d, "shop", "Order", tree, exceptions), nil)
}

func TestCompareTree_wrongUse(t *testing.T) {
	d := shop(t)
	for name, tc := range map[string]struct{ got, want []string }{
		"document": {CompareTree(d, "shopp", "Order", orderTree(), nil), []string{`there is no document "shopp": there are shop, stock`}},
		"schema":   {CompareTree(d, "shop", "Orders", orderTree(), nil), []string{`the document "shop" has no schema "Orders"`}},
		"kind":     {CompareTree(d, "shop", "Color", orderTree(), nil), []string{`the schema "Color" is not an object`}},
		"root":     {CompareTree(d, "shop", "Order", &field.Tree{Root: &field.Node{}}, nil), []string{"the root of the tree is not an Object"}},
	} {
		t.Run(name, func(t *testing.T) { same(t, tc.got, tc.want) })
	}
}

// What is checked before it is sent is compared with requests only.
func TestCompareTree_limits(t *testing.T) {
	d := shop(t)
	for name, tc := range map[string]struct {
		spoil func(tree *field.Tree)
		want  string
	}{
		"uuid":        {func(tree *field.Tree) { at(t, tree, "key").Format = field.Any }, `key: format "uuid" in the document; the tree must check for UUIDs where it is "uuid", and only there`},
		"not a uuid":  {func(tree *field.Tree) { at(t, tree, "name").Format = field.UUID }, `name: format "" in the document; the tree must check for UUIDs where it is "uuid", and only there`},
		"mail":        {func(tree *field.Tree) { at(t, tree, "mail").Format = field.Mailbox }, `mail: format "email" in the document; the tree must check for mail addresses where it is "email", and only there`},
		"not a mail":  {func(tree *field.Tree) { at(t, tree, "name").Format = field.Email }, `name: format "" in the document; the tree must check for mail addresses where it is "email", and only there`},
		"too wide":    {func(tree *field.Tree) { at(t, tree, "count").Bits = 64 }, `count: format "int32" in the document; the tree has integers of 32 bits unless they have 64`},
		"too narrow":  {func(tree *field.Tree) { at(t, tree, "fee.coins").Bits = 0 }, `fee.coins: format "" in the document; the tree has integers of 32 bits unless they have 64`},
		"own minimum": {func(tree *field.Tree) { at(t, tree, "count").Min = int64(1) }, `count: minimum <nil> in the document, 1 in the tree`},
	} {
		t.Run(name, func(t *testing.T) {
			tree := orderTree()
			tc.spoil(tree)
			same(t, CompareTree(d, "shop", "Order", tree, orderExceptions(), RequestShape()), []string{tc.want})
			same(t, CompareTree(d, "shop", "Order", tree, orderExceptions(), AnswerShape()), nil)
		})
	}
}

// What a number keeps of its digits is compared with both sides: what is answered is compared with what was sent.
func TestCompareTree_precision(t *testing.T) {
	d := shop(t)
	for name, tc := range map[string]struct {
		spoil func(tree *field.Tree)
		want  string
	}{
		"a float for a double": {func(tree *field.Tree) { at(t, &field.Tree{Root: at(t, tree, "lines").Elem}, "price.amount").Bits = 32 }, `lines[].price.amount: format "double" in the document, a number of 32 bits in the tree`},
		"a double for a float": {func(tree *field.Tree) { at(t, tree, "fee.amount").Bits = 0 }, `fee.amount: format "float" in the document, a number of 64 bits in the tree`},
	} {
		t.Run(name, func(t *testing.T) {
			tree := orderTree()
			tc.spoil(tree)
			for _, side := range [][]Option{nil, {RequestShape()}, {AnswerShape()}} {
				same(t, CompareTree(d, "shop", "Order", tree, orderExceptions(), side...), []string{tc.want})
			}
		})
	}

	number := func(format string) []string {
		c := &comparison{}
		c.precision("n", &shape{kind: "number", format: format}, &field.Node{Kind: field.Number})
		return c.lines
	}
	same(t, number(""), nil)
	same(t, number("double"), nil)
	same(t, number("decimal"), []string{`n: format "decimal" in the document, which no number of the tree has`})
}
