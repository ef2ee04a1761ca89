package field

import (
	"slices"
	"strings"
	"testing"
)

// noteTree has one node of each kind that resource and data source treat differently.
func noteTree() *Tree {
	return &Tree{
		Parents: []*Node{Parent("company_id", UUID, "Company.")},
		Locals:  []*Node{{Name: "keep", Kind: Bool, Doc: "Keep."}},
		Root: &Node{Kind: Object, Attrs: []*Node{
			{Name: "id", JSON: "id", Mode: Computed, Doc: "Id."},
			{Name: "text", JSON: "text", Mode: Required, Doc: "Text."},
			{Name: "is_active", JSON: "isActive", Kind: Bool, Mode: DataOnly, Doc: "Active."},
			{Name: "version", JSON: "versionNumber", Kind: Int, Mode: Bookkeeping, Doc: "Version."},
			Secret("token", "token", "Token."), SecretVersion("token"),
		}},
	}
}

func attrNames(t *Tree) []string {
	var names []string
	for _, n := range t.Root.Attrs {
		names = append(names, n.Name)
	}
	return names
}

func TestTree_served(t *testing.T) {
	tree := noteTree()
	for _, problem := range Check(tree) {
		t.Error(problem)
	}
	if got, want := attrNames(ForResource(tree)), []string{"company_id", "keep", "id", "text", "token_wo", "token_wo_version"}; !slices.Equal(got, want) {
		t.Errorf("the resource has %q, want %q", got, want)
	}
	if got, want := attrNames(ForData(tree)), []string{"id", "text", "is_active", "version"}; !slices.Equal(got, want) {
		t.Errorf("the data source has %q, want %q", got, want)
	}
	if got, want := tree.ServerOnly(), []string{"versionNumber"}; !slices.Equal(got, want) {
		t.Errorf("the server keeps %q, want %q", got, want)
	}
	whole := &Tree{Root: &Node{Kind: Object, Attrs: append([]*Node{{Name: "model", JSON: "model", Mode: CreateOnly, Unanswered: true, Doc: "Model."}}, tree.Root.Attrs...)}}
	if got := attrNames(ForData(whole)); slices.Contains(got, "model") {
		t.Errorf("the data source has %q, of which no read answers one", got)
	}
	if len(attrNames(tree)) != 6 {
		t.Errorf("the declared tree became %q", attrNames(tree))
	}
}

// A list of a data source may show objects by the nodes that a resource has.
func TestCheckData(t *testing.T) {
	list := &Tree{Root: &Node{Kind: Object, Attrs: []*Node{
		{Name: "notes", JSON: "notes", Kind: List, Doc: "Notes.", Elem: &Node{Kind: Object, Attrs: ForData(noteTree()).Root.Attrs}},
	}}}
	for _, problem := range CheckData(list) {
		t.Error(problem)
	}
	if got := Check(list); len(got) != 1 || !strings.HasPrefix(got[0], "notes[].id: such a mode has no meaning within a list") {
		t.Errorf("got %q", got)
	}
}

func TestCheck_besides(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*Tree)
		want   string
	}{
		"parent that changes":   {func(t *Tree) { t.Parents[0].Mode = Optional }, "company_id: a parent is a string"},
		"parent as a property":  {func(t *Tree) { t.Parents[0].JSON = "companyId" }, "company_id: a parent is a string"},
		"parent as a number":    {func(t *Tree) { t.Parents[0].Kind, t.Parents[0].Format = Int, Any }, "company_id: a parent is a string"},
		"parent without words":  {func(t *Tree) { t.Parents[0].Doc = "" }, "company_id: no description"},
		"parent twice":          {func(t *Tree) { t.Locals[0].Name = "company_id" }, "root: two attributes are called company_id"},
		"local as an attribute": {func(t *Tree) { t.Locals[0].Name = "text" }, "root: two attributes are called text"},
		"local as a property":   {func(t *Tree) { t.Locals[0].JSON = "keep" }, "keep: a local argument has no JSON name"},
		"local of the server":   {func(t *Tree) { t.Locals[0].Mode = Computed }, "keep: a local argument has no JSON name"},
		"reserved local":        {func(t *Tree) { t.Locals[0].Name = "lifecycle" }, "root: lifecycle is a meta-argument"},
		"deep bookkeeping": {func(t *Tree) {
			t.Root.Attrs[1] = &Node{Name: "o", JSON: "o", Kind: Object, Doc: "O.", Attrs: []*Node{{Name: "v", JSON: "v", Mode: Bookkeeping, Doc: "V."}}}
		}, "o.v: bookkeeping is a property of the object itself"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := noteTree()
			tc.change(tree)
			if got := Check(tree); len(got) != 1 || !strings.HasPrefix(got[0], tc.want) {
				t.Errorf("got %q, want one problem %q", got, tc.want)
			}
		})
	}
}
