package configuration_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// policyWriter writes values of a policy, each text, number and bool on a line of its own that ends with a comment of its path. Objects and
// lists go one of many ways.
type policyWriter struct {
	random         *rand.Rand
	objects, lists []string
	locals, given  []string
}

// In these, $ is the value, L a local value that has it, and V a variable that a module is called with.
var (
	direct       = []string{"$"}
	localWays    = []string{"$", "L"}
	variableWays = []string{"$", "V"}
	tableObjects = []string{"$", "{ for k, v in L : k => v }", "merge({}, L)", "merge(var.unset ? L : {}, L)", "var.unset ? L : null", "[for o in [L] : o][0]", "L"}
	tableLists   = []string{"$", "[for e in L : e]", "[for k, e in V : e if e != null]", "concat(L, [])", "flatten([L])", "tolist(V)", "coalesce(null, L)"}
	movedLists   = []string{"reverse(reverse(L))", "[for e in V : e if length(var.unset) > 0]", "flatten([for e in [L] : e if length(var.unset) > 0])", "values({ for k, e in L : var.unset[k] => e })"}
)

func (w *policyWriter) value(v any, path string) string {
	var b strings.Builder
	switch v := v.(type) {
	case map[string]any:
		way := w.way(w.objects)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if v[name] != nil {
				fmt.Fprintf(&b, "%s = %s\n", name, w.inside(way, v[name], path+"."+name))
			}
		}
		return w.by(way, "{\n"+b.String()+"}")
	case []any:
		way := w.way(w.lists)
		for i, e := range v {
			text := w.inside(way, e, fmt.Sprintf("%s[%d]", path, i))
			if before, comment, isLeaf := strings.Cut(text, " # "); isLeaf && !strings.Contains(text, "\n") {
				text = before + ", # " + comment
			} else {
				text += ","
			}
			b.WriteString(text + "\n")
		}
		return w.by(way, "[\n"+b.String()+"]")
	case string:
		return w.leaf(strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(v)), path)
	default:
		return w.leaf(fmt.Sprint(v), path)
	}
}

func (w *policyWriter) way(ways []string) string { return ways[w.random.IntN(len(ways))] }

// inside is a value in another one that goes a way. What a module is given knows nothing of the module's names.
func (w *policyWriter) inside(way string, v any, path string) string {
	if strings.Contains(way, "V") {
		w = &policyWriter{random: w.random, objects: direct, lists: direct}
	}
	return w.value(v, path)
}

func (w *policyWriter) leaf(text, path string) string { return text + " # " + path }

func (w *policyWriter) by(way, text string) string {
	switch {
	case strings.Contains(way, "L"):
		name := fmt.Sprintf("l%d", len(w.locals))
		w.locals = append(w.locals, name+" = "+text+"\n")
		return strings.ReplaceAll(way, "L", "local."+name)
	case strings.Contains(way, "V"):
		name := fmt.Sprintf("v%d", len(w.given))
		w.given = append(w.given, name+" = "+text+"\n")
		return strings.ReplaceAll(way, "V", "var."+name)
	}
	return strings.Replace(way, "$", text, 1)
}

// files are a folder that calls a module with a resource.
func (w *policyWriter) files(attributes map[string]any) map[string]string {
	var resource, variables strings.Builder
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if attributes[name] != nil {
			fmt.Fprintf(&resource, "%s = %s\n", name, w.value(attributes[name], name))
		}
	}
	for i := range w.given {
		fmt.Fprintf(&variables, "variable \"v%d\" {}\n", i)
	}
	return map[string]string{
		"main.tf":     "module \"m\" {\nsource = \"./m\"\n" + strings.Join(w.given, "") + "}\n",
		"m/main.tf":   "resource \"spotnana_policy\" \"p\" {\n" + resource.String() + "}\n",
		"m/locals.tf": "locals {\n" + strings.Join(w.locals, "") + "}\n" + variables.String(),
	}
}

// Whatever a complete policy has is found at its line, however the configuration brings it there. Where a list comes in an order that nobody
// knows, another line may be told, but never that of another value.
func TestProperty_places(t *testing.T) {
	for name, ways := range map[string]struct {
		objects, lists []string
		isMoved        bool
	}{
		"direct":   {direct, direct, false},
		"local":    {localWays, localWays, false},
		"variable": {variableWays, variableWays, false},
		"table":    {tableObjects, tableLists, false},
		"moved":    {tableObjects, movedLists, true},
	} {
		for _, document := range []string{"complete_policy", "complete_policy_branches"} {
			t.Run(name+"/"+document, func(t *testing.T) {
				attributes := acctest.StoredPolicy(t, document)
				w := &policyWriter{random: rand.New(rand.NewPCG(1, 1)), objects: ways.objects, lists: ways.lists}
				folder := t.TempDir()
				t.Chdir(folder)
				lines := map[configuration.Place]string{} // of each line the path that stands there
				for name, text := range w.files(attributes) {
					if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
						t.Fatal(err)
					}
					for i, line := range strings.Split(text, "\n") {
						if _, path, isLeaf := strings.Cut(line, " # "); isLeaf {
							lines[configuration.Place{File: name, Line: i + 1}] = path
						}
					}
				}
				places, err := configuration.ReadPlaces(".")
				if err != nil {
					t.Fatal(err)
				}
				exact := 0
				for at, path := range lines {
					got, found := places.Of("module.m.spotnana_policy.p", path, attributes)
					switch {
					case found && got == at:
						exact++
					case !found || !ways.isMoved || lines[got] != "":
						t.Errorf("%s stands at %v, and is told to stand at %v: %s", path, at, got, lines[got])
					}
				}
				t.Logf("%d of %d values at their lines", exact, len(lines))
				if len(lines) < 20 || exact < len(lines)*3/4 {
					t.Errorf("only %d of %d values at their lines", exact, len(lines))
				}
			})
		}
	}
}
