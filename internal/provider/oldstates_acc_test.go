package provider_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

var record = flag.String("record", "", "name of a new folder in testdata/states for a state as it is written now")

// recordedFiles are what a folder in testdata/states holds, by what they are called in use: a configuration, the state after
// it was applied, and the sandbox in which it was.
var recordedFiles = map[string]string{"main.tf": "main.tf", "terraform.tfstate": "state.json", "sandbox.json": "objects.json"}

// TestAccProvider_oldStates reads states that were written with earlier schemas, and with this one: nothing is planned for
// any, by memory either, as a refresh shows. After a version was raised, record a state with the new one:
// TF_ACC=1 go test ./internal/provider -run TestAccProvider_oldStates -record=<release>.
func TestAccProvider_oldStates(t *testing.T) {
	if *record != "" {
		recordState(t, filepath.Join(statesFolder, *record))
	}
	latest := map[string]int64{} // recorded versions
	for _, release := range recordedReleases(t) {
		for name, version := range versions(t, string(recordedFile(t, release, "terraform.tfstate"))) {
			latest[name] = max(latest[name], version)
		}
		t.Run(release, func(t *testing.T) {
			tf := restored(t, release)
			tf.NoChanges()
			tf.OK("apply", "-refresh-only", "-auto-approve")
			tf.NoChanges()
			after := versions(t, tf.Read("terraform.tfstate"))
			for name, schema := range schemas(t) {
				if version, ok := after[name]; ok && version != schema.Version {
					t.Errorf("%s was written with version %d, the schema has %d", name, version, schema.Version)
				}
			}
		})
	}
	for name, schema := range schemas(t) {
		if latest[name] < schema.Version { // one that no release has needs no state
			t.Errorf("no recorded state has a %s of version %d", name, schema.Version)
		}
	}
}

// A state that a newer version wrote is refused, resource by resource, and left as it is, and so are the objects.
func TestAccProvider_newerStates(t *testing.T) {
	releases := recordedReleases(t)
	tf := restored(t, releases[len(releases)-1])
	state, objects := tf.Read("terraform.tfstate"), tf.Read("sandbox.json")
	recorded := versions(t, state)
	for name, schema := range schemas(t) {
		if _, isRecorded := recorded[name]; !isRecorded {
			continue // no release has it
		}
		t.Run(name, func(t *testing.T) {
			tf := tf.In(t)
			content := acctest.Object(t, []byte(state))
			for _, r := range content["resources"].([]any) {
				if r := r.(map[string]any); r["type"] == name {
					r["instances"].([]any)[0].(map[string]any)["schema_version"] = schema.Version + 1
				}
			}
			newer, err := json.Marshal(content)
			if err != nil {
				t.Fatal(err)
			}
			tf.Write("terraform.tfstate", string(newer))
			for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"destroy", "-auto-approve"}} {
				tf.Fails(args, "Error: Resource instance managed by newer provider version", name+".test", "Upgrade the spotnana provider")
			}
			if tf.Read("terraform.tfstate") != string(newer) || tf.Read("sandbox.json") != objects {
				t.Error("the state or an object changed")
			}
		})
	}
}

const statesFolder = "testdata/states"

// recordedReleases are those of which there is a recorded state, sorted as text.
func recordedReleases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(statesFolder)
	if err != nil || len(entries) == 0 {
		t.Fatalf("no recorded states: %v", err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// restored is Terraform where the recorded state of a release was written.
func restored(t *testing.T, release string) *acctest.Terraform {
	t.Helper()
	tf := acctest.NewTerraform(t)
	for name := range recordedFiles {
		tf.Write(name, string(recordedFile(t, release, name)))
	}
	return tf
}

// recordedFile is a recorded file of a release, by what it is called in use.
func recordedFile(t *testing.T, release, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(statesFolder, release, recordedFiles[name]))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// versions are the schema versions in a state, by resource.
func versions(t *testing.T, state string) map[string]int64 {
	t.Helper()
	var content struct {
		Resources []struct {
			Type      string
			Instances []struct {
				SchemaVersion int64 `json:"schema_version"`
			}
		}
	}
	if err := json.Unmarshal([]byte(state), &content); err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, r := range content.Resources {
		for _, i := range r.Instances {
			out[r.Type] = max(out[r.Type], i.SchemaVersion)
		}
	}
	return out
}

func recordState(t *testing.T, folder string) {
	t.Helper()
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+"provider \"spotnana\" {\n  sandbox = { path = abspath(\"sandbox.json\") }\n}\n"+everything)
	tf.OK("apply", "-auto-approve")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, stored := range recordedFiles {
		if err := os.WriteFile(filepath.Join(folder, stored), []byte(tf.Read(name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
