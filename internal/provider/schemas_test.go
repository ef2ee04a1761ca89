package provider_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

var update = flag.Bool("update", false, "write the schemas in testdata/schemas as they are now, where the recorded ones allow it")

// recorded is the schema of a resource in testdata: one line for each attribute, by its path.
type recorded struct {
	Version    int64             `json:"version"`
	Attributes map[string]string `json:"attributes"`
}

// TestSchemas holds the schemas to those that are recorded. A state that was written with a recorded schema must stay
// readable, and a configuration valid, unless the version says otherwise.
func TestSchemas(t *testing.T) {
	const folder = "testdata/schemas"
	now := schemas(t)
	for name, schema := range now {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(folder, name+".json")
			then, err := read(file)
			if errors.Is(err, fs.ErrNotExist) && *update {
				write(t, file, schema)
				return
			}
			if err != nil {
				t.Fatalf("%v\nA new resource? Record its schema: %s", err, command)
			}
			broken, added := compare(then, schema)
			switch {
			case schema.Version < then.Version:
				t.Errorf("the version is %d and was %d: a state of that version could not be read any more", schema.Version, then.Version)
			case len(broken) > 0 && schema.Version == then.Version:
				t.Errorf("the schema is another one, under the same version %d:\n  %s\n"+
					"States and configurations of the last release may not fit it. Undo that, or add an Upgrade to the Upgrades of its Spec, which raises the version, "+
					"and record both the schema (%s) and a state of the new version (see TestAccProvider_oldStates). "+
					"Only when no release has this schema yet: delete %s and record it anew.", then.Version, strings.Join(broken, "\n  "), command, file)
			case len(broken)+len(added) == 0 && schema.Version == then.Version:
			case *update:
				write(t, file, schema)
			default:
				t.Errorf("the schema has version %d, recorded is %d, and what is new is not recorded:\n  %s\nIf that is meant, record it: %s",
					schema.Version, then.Version, strings.Join(append(added, broken...), "\n  "), command)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".json"); now[name].Attributes == nil {
			t.Errorf("the resource %s is gone: its objects would stay in states that nothing can read", name)
		}
	}
}

const command = "go test ./internal/provider -run TestSchemas -update"

// compare tells what an older schema does not allow from what it does: attributes that may be left out, and whatever stands
// in an object that is itself new.
func compare(then, now recorded) (broken, added []string) {
	for _, path := range slices.Sorted(maps.Keys(then.Attributes)) {
		switch is, was := now.Attributes[path], then.Attributes[path]; {
		case is == "":
			broken = append(broken, fmt.Sprintf("%s is gone (it was %s)", path, was))
		case is != was:
			broken = append(broken, fmt.Sprintf("%s is %s (it was %s)", path, is, was))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(now.Attributes)) {
		if then.Attributes[path] != "" {
			continue
		}
		line := fmt.Sprintf("%s is new (%s)", path, now.Attributes[path])
		parent := strings.TrimSuffix(path[:max(strings.LastIndex(path, "."), 0)], "[]")
		if strings.HasPrefix(now.Attributes[path], "required") && (parent == "" || then.Attributes[parent] != "") {
			broken = append(broken, line+": configurations lack it")
		} else {
			added = append(added, line)
		}
	}
	return broken, added
}

func TestSchemas_compare(t *testing.T) {
	then := map[string]string{"name": "required string", "tags": "optional list of string", "address": "optional object", "address.street": "optional string"}
	with := func(more ...string) map[string]string {
		out := maps.Clone(then)
		for i := 0; i < len(more); i += 2 {
			if out[more[i]] = more[i+1]; more[i+1] == "" {
				delete(out, more[i])
			}
		}
		return out
	}
	for name, tc := range map[string]struct {
		now           map[string]string
		broken, added int
	}{
		"the same":                      {with(), 0, 0},
		"optional":                      {with("note", "optional string"), 0, 1},
		"computed":                      {with("id", "computed string"), 0, 1},
		"optional deep":                 {with("address.city", "optional string"), 0, 1},
		"required":                      {with("note", "required string"), 1, 0},
		"required deep":                 {with("address.city", "required string"), 1, 0},
		"required in something new":     {with("people", "optional list of objects", "people[].name", "required string"), 0, 2},
		"gone":                          {with("tags", ""), 1, 0},
		"another type":                  {with("tags", "optional set of string"), 1, 0},
		"another mode":                  {with("name", "optional string"), 1, 0},
		"renamed":                       {with("name", "", "title", "required string"), 2, 0},
		"not to be kept in state later": {with("address.street", "optional write-only string"), 1, 0},
	} {
		broken, added := compare(recorded{Attributes: then}, recorded{Attributes: tc.now})
		if len(broken) != tc.broken || len(added) != tc.added {
			t.Errorf("%s: broken %q, added %q", name, broken, added)
		}
	}
}

// schemas are those that the provider serves, by resource.
func schemas(t *testing.T) map[string]recorded {
	t.Helper()
	server, err := acctest.Factories()["spotnana"]()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]recorded{}
	for name, s := range answer.ResourceSchemas {
		r := recorded{Version: s.Version, Attributes: map[string]string{}}
		describe("", s.Block.Attributes, r.Attributes)
		for _, b := range s.Block.BlockTypes {
			r.Attributes[b.TypeName] = fmt.Sprintf("optional block (%s)", b.Nesting)
			describe(b.TypeName+".", b.Block.Attributes, r.Attributes)
		}
		out[name] = r
	}
	return out
}

func describe(prefix string, attributes []*tfprotov6.SchemaAttribute, into map[string]string) {
	for _, a := range attributes {
		var words []string
		for word, is := range map[string]bool{"required": a.Required, "optional": a.Optional, "computed": a.Computed, "sensitive": a.Sensitive, "write-only": a.WriteOnly} {
			if is {
				words = append(words, word)
			}
		}
		slices.Sort(words)
		path := prefix + a.Name
		switch {
		case a.NestedType == nil:
			words = append(words, strings.ToLower(strings.NewReplacer("tftypes.", "", "List[", "list of ", "Set[", "set of ", "Map[", "map of ", "]", "").Replace(a.Type.String())))
		case a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle:
			words = append(words, "object")
			describe(path+".", a.NestedType.Attributes, into)
		default:
			words = append(words, strings.ToLower(a.NestedType.Nesting.String())+" of objects")
			describe(path+"[].", a.NestedType.Attributes, into)
		}
		into[path] = strings.Join(words, " ")
	}
}

func read(file string) (recorded, error) {
	var r recorded
	data, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(data, &r)
}

func write(t *testing.T, file string, r recorded) {
	t.Helper()
	data, err := json.MarshalIndent(r, "", "  ")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.WriteFile(file, append(data, '\n'), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
