package configuration_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
)

// step is one name on the way to an attribute: those in a list or a block are written in another way.
type step struct {
	name        string
	list, block bool
}

// paths are those of all attributes of a block.
func paths(b *tfprotov6.SchemaBlock, before []step) [][]step {
	out := attributePaths(b.Attributes, before)
	for _, nested := range b.BlockTypes {
		out = append(out, paths(nested.Block, append(slices.Clone(before), step{name: nested.TypeName, block: true}))...)
	}
	return out
}

func attributePaths(attributes []*tfprotov6.SchemaAttribute, before []step) [][]step {
	var out [][]step
	for _, a := range attributes {
		s := step{name: a.Name, list: a.NestedType != nil && a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeList}
		path := append(slices.Clone(before), s)
		out = append(out, path)
		if a.NestedType != nil {
			out = append(out, attributePaths(a.NestedType.Attributes, path)...)
		}
	}
	return out
}

// writer writes configurations, in which an object takes one of many ways.
type writer struct {
	random *rand.Rand
	locals []string
}

var (
	objectWays = []string{"%s", "(%s)", "var.x ? %s : null", "merge({}, %s)", "try(var.x.y, %s)", "one([%s])", "flatten([[%s]])[0]", "coalesce(null, %s)",
		"[for z in [1] : %s][0]", "{ for k, v in %s : k => v }", "{ a = %s }.a", "lookup({ a = %s }, \"a\")", "([{ b = %s }][*].b)[0]", "element([1, %s], var.x)"}
	listWays = []string{"[%s]", "[for z in var.x : %s]", "concat([%s], var.x)", "flatten([var.x, [%s]])", "values({ a = %s })", "[for z in [%s] : z if z != null]", "tolist([%s])"}
)

func (w *writer) by(ways []string, object string) string {
	return fmt.Sprintf(ways[w.random.IntN(len(ways))], object)
}

// value is what stands at the end of a path, below its first step.
func (w *writer) value(path []step) string {
	if len(path) == 0 {
		return "null"
	}
	out := w.by(objectWays, fmt.Sprintf("{ %s = %s }", path[0].name, w.below(path)))
	if w.random.IntN(4) == 0 {
		w.locals = append(w.locals, out)
		out = fmt.Sprintf("local.l%d", len(w.locals)-1)
	}
	return out
}

func (w *writer) below(path []step) string {
	v := w.value(path[1:])
	if path[0].list && len(path) > 1 {
		v = w.by(listWays, v)
	}
	return v
}

func (w *writer) body(path []step) string {
	if path[0].block && len(path) > 1 {
		return fmt.Sprintf("%s {\n    %s\n  }", path[0].name, w.body(path[1:]))
	}
	return fmt.Sprintf("%s = %s", path[0].name, w.below(path))
}

// Each attribute of each resource and data source is found when it is misspelt, at its place, and not when it is spelt right.
func TestProperty_everyAttribute(t *testing.T) {
	all := schemas(t)
	linter := configuration.NewLinter("spotnana", all)
	total := 0
	for kind, types := range map[string]map[string]*tfprotov6.Schema{"resource": all.ResourceSchemas, "data": all.DataSourceSchemas} {
		for _, typ := range slices.Sorted(maps.Keys(types)) {
			ps := paths(types[typ].Block, nil)
			total += len(ps)
			for _, misspelt := range []bool{false, true} {
				w := &writer{random: rand.New(rand.NewPCG(1, uint64(len(ps))))}
				var b strings.Builder
				for i, path := range ps {
					if path = slices.Clone(path); misspelt {
						path[len(path)-1].name = "«" + path[len(path)-1].name + "_zz»"
					}
					fmt.Fprintf(&b, "%s %q \"r%d\" {\n  %s\n}\n", kind, typ, i, w.body(path))
				}
				for i, l := range w.locals {
					fmt.Fprintf(&b, "locals {\n  l%d = %s\n}\n", i, l)
				}
				check(t, linter, typ, b.String(), len(ps), misspelt)
			}
		}
	}
	if total < 2000 {
		t.Errorf("only %d attributes", total)
	}
	t.Logf("%d attributes", total)
}

func check(t *testing.T, linter *configuration.Linter, typ, configuration string, attributes int, misspelt bool) {
	t.Helper()
	folder := t.TempDir()
	t.Chdir(folder)
	want := marked(t, folder, configuration)
	if misspelt && len(want) != attributes {
		t.Fatalf("%s: %d of %d are marked", typ, len(want), attributes)
	}
	found, err := linter.Folders(".")
	if err != nil {
		t.Fatalf("%s: %v", typ, err)
	}
	got := placesOf(found)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		content, _ := os.ReadFile("main.tf")
		t.Errorf("%s: %s\n%.3000s", typ, diff, content)
	}
}
