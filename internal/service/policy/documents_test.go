package policy

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// documents are policies as the API answers them, by file name: together they set every leaf of the tree.
func documents(t *testing.T) map[string]map[string]any {
	t.Helper()
	names, err := filepath.Glob("testdata/*_policy*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("found %d documents, error %v", len(names), err)
	}
	docs := map[string]map[string]any{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := codec.ParseJSON(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		object, ok := doc.(map[string]any)
		if !ok {
			t.Fatalf("%s is not an object", name)
		}
		docs[filepath.Base(name)] = object
	}
	return docs
}

func TestDocuments_setEveryLeaf(t *testing.T) {
	set := map[string]bool{}
	for name, doc := range documents(t) {
		for _, stranger := range visit("", Tree().Root, doc, set) {
			t.Errorf("%s: %s is not in the tree", name, stranger)
		}
	}
	leaves := 0
	for path, n := range Tree().All() {
		if len(n.Attrs) > 0 || n.Elem != nil {
			continue
		}
		leaves++
		if !set[path] {
			t.Errorf("no document sets %s", path)
		}
	}
	t.Logf("%d leaves", leaves)
}

// visit marks the paths of n's tree that a value sets, and returns those that the tree lacks.
func visit(path string, n *field.Node, value any, set map[string]bool) []string {
	set[path] = true
	var strangers []string
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			if n.Kind != field.Keyed {
				strangers = append(strangers, visit(path+"[]", n.Elem, e, set)...)
				continue
			}
			element := maps.Clone(e.(map[string]any))
			key, _ := element[n.Key[0]].(string)
			delete(element, n.Key[0])
			i := slices.IndexFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == key })
			if i < 0 {
				strangers = append(strangers, path+"["+key+"]")
				continue
			}
			strangers = append(strangers, visit(path+"["+key+"]", n.Attrs[i], element, set)...)
		}
	case map[string]any:
		if n.Wrap != "" {
			break
		}
		for name, e := range v {
			below := name
			if path != "" {
				below = path + "." + name
			}
			i := slices.IndexFunc(n.Attrs, func(a *field.Node) bool { return a.JSON == name })
			if i < 0 {
				strangers = append(strangers, below)
				continue
			}
			strangers = append(strangers, visit(below, n.Attrs[i], e, set)...)
		}
	}
	return strangers
}

func TestDocuments_roundTrip(t *testing.T) {
	for name, doc := range documents(t) {
		t.Run(name, func(t *testing.T) {
			attrs, err := codec.Complete(Tree(), doc)
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, encode(t, Tree(), attrs), doc)
		})
	}
}

// What an import holds back is what Terraform leaves out of a generated configuration, and nothing else; and the object
// then reads as it was imported.
func TestDocuments_import(t *testing.T) {
	tree := field.ForResource(&field.Tree{Root: Tree().Root})
	for name, doc := range documents(t) {
		t.Run(name, func(t *testing.T) {
			imported, err := codec.Import(tree, doc)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := settable(tree.Root, doc).(map[string]any)
			sameJSON(t, encode(t, tree, imported.Attrs), want)

			again, err := codec.Refresh(tree, doc, imported.Attrs, imported.Memory)
			if err != nil {
				t.Fatal(err)
			}
			if d := codec.Differences(tree, again.Attrs, imported.Attrs); len(d)+len(again.Changed)+len(again.Gone) > 0 {
				t.Errorf("an unchanged policy reads differently: %v, changed %q, gone %q", d, again.Changed, again.Gone)
			}
			if missing := codec.Missing(tree, doc); len(missing) > 0 {
				t.Errorf("the document lacks %v", missing)
			}
		})
	}
}

// settable is a document without what an import leaves out.
func settable(n *field.Node, value any) any {
	switch v := value.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			if n.Kind == field.List {
				e = settable(n.Elem, e)
			}
			out[i] = e
		}
		return out
	case map[string]any:
		if n.Wrap != "" {
			return v
		}
		out := map[string]any{}
		for _, a := range n.Attrs {
			if e, ok := v[a.JSON]; ok && a.Deprecated == "" {
				out[a.JSON] = settable(a, e)
			}
		}
		if len(out) == 0 && len(v) > 0 {
			return nil
		}
		return out
	}
	return value
}

func encode(t *testing.T, tree *field.Tree, attrs map[string]any) map[string]any {
	t.Helper()
	out, err := codec.Encode(tree, attrs)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sameJSON compares two documents. The order of rules has no meaning, and reading puts them in the tree's.
func sameJSON(t *testing.T, got, want map[string]any) {
	t.Helper()
	got, want = withoutNull(got), withoutNull(want)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if a, b := byRuleType(got[name]), byRuleType(want[name]); !reflect.DeepEqual(a, b) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, jsonText(t, a), jsonText(t, b))
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %q, want %q", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

func withoutNull(doc map[string]any) map[string]any {
	doc = maps.Clone(doc)
	maps.DeleteFunc(doc, func(_ string, v any) bool { return v == nil })
	return doc
}

// byRuleType turns the array of rules into an object.
func byRuleType(value any) any {
	elems, _ := value.([]any)
	out := map[string]any{}
	for _, e := range elems {
		if rule, ok := e.(map[string]any); ok {
			if ruleType, ok := rule["ruleType"].(string); ok {
				out[ruleType] = rule
			}
		}
	}
	if len(out) == 0 {
		return value
	}
	return out
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
