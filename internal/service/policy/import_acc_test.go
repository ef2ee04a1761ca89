package policy_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func importBlock(name, id string) string {
	return fmt.Sprintf("import {\n  to = spotnana_policy.%s\n  id = \"%s/%s\"\n}\n", name, companyID, id)
}

// Policies made elsewhere, together with every property that there is and with both branches of every choice, are
// imported into a generated configuration that changes nothing, neither now nor later.
func TestAccPolicy_importGenerated(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*_policy*.json")
	if err != nil || len(names) < 5 {
		t.Fatalf("found %d documents, error %v", len(names), err)
	}
	s := acctest.NewUnrecordedServer(t) // the vendor's page has what no document has
	insertCompany(t, s)
	tf := acctest.NewTerraform(t)
	config := acctest.RequiredProvider + s.Config()
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p := acctest.Object(t, data)
		insertPolicy(t, s, p["id"].(string), p)
		config += importBlock(fmt.Sprint("p", i), p["id"].(string))
	}
	before := policies(t, s)
	n := len(before)
	tf.Write("main.tf", config)
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy", n))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	s.SetModes(sandbox.Modes{ShuffleArrays: true, FillDefaults: true, FillLinked: true, UppercaseCodes: true, InjectUnknown: true})
	tf.Prints([]string{"plan", "-detailed-exitcode"}, "No changes")
	s.SetModes(sandbox.Modes{})
	if writes := s.Writes(); len(writes) > 0 {
		t.Errorf("these requests were sent: %v", writes)
	}

	// The first update after the import sends everything else as it was, what the configuration leaves out included.
	generated := tf.Read("generated.tf")
	for _, old := range []string{`"Contractors"`} {
		if strings.Count(generated, old) != 1 {
			t.Fatalf("%s is in the configuration %d times:\n%s", old, strings.Count(generated, old), generated)
		}
	}
	tf.Write("generated.tf", strings.Replace(generated, `"Contractors"`, `"Freelancers"`, 1))
	tf.OK("apply", "-auto-approve")
	after := policies(t, s)
	for id, p := range before {
		want := maps.Clone(p)
		if want["name"] == "Contractors" {
			want["name"] = "Freelancers"
			want["version"], want["updatedAt"] = after[id]["version"], after[id]["updatedAt"]
		}
		if diff := cmp.Diff(want, after[id]); diff != "" {
			t.Errorf("the policy %v (-before +after)\n%s", p["name"], diff)
		}
	}
	tf.NoChanges()
}

// After an import what the configuration leaves out is removed. The plan says in words how much that is and how to keep it:
// until an apply, and only where something is removed.
func TestAccPolicy_importPartial(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	id, _ := defaultOf(t, r)
	partial := strings.Replace(everybody("air_policy_rules = { flight_tickets_refundable = { type = \"NONE\" } }"), `on_create = "adopt"`, "", 1)
	title := `Policy "Default policy" (` + companyID + "/" + id + ") was imported, and this plan takes "
	warning := []string{"Warning: " + title + "8 settings from it", "- out_of_policy_approval_infos: 3 settings - common_policy_rules: 1 setting - air_policy_rules: 1 setting", "- car_policy_rules: 1 setting - rules: 1 setting",
		"terraform plan -generate-config-out=generated.tf", `with on_create = "adopt" instead, the create takes over the same object`}

	r.write(partial, importBlock("test", id))
	r.Prints([]string{"plan"}, warning...)
	r.Prints([]string{"plan"}, warning...)
	r.write(partial)
	r.OK("import", address, companyID+"/"+id)
	r.Prints([]string{"plan"}, warning...)
	r.Prints([]string{"plan", "-refresh=false"}, warning...)
	r.OK("apply", "-auto-approve")
	r.NoChanges()
	r.write(strings.Replace(partial, "air_policy_rules", "# air_policy_rules", 1))
	if out := r.OK("plan"); !strings.Contains(out, "1 to change") || strings.Contains(out, "was imported") {
		t.Errorf("the plan after the apply: %s", out)
	}

	// A generated configuration is whole: nothing is taken, and what its next version takes is meant.
	r.OK("state", "rm", address)
	r.write(importBlock("test", id))
	if out := r.OK("plan", "-generate-config-out=generated.tf"); strings.Contains(out, "was imported, and") {
		t.Errorf("the plan takes something: %s", out)
	}
	r.OK("apply", "-auto-approve")
	r.OK("apply", "-auto-approve")
	r.Write("generated.tf", partial)
	if out := r.OK("plan"); strings.Contains(out, "was imported, and") {
		t.Errorf("the plan after two applies: %s", out)
	}
}

// A sample of the leaves through the Terraform CLI, all in one run: half of the policies are imported with everything and
// lose or change a leaf, half are silent about one that appears. The apply puts each back.
func TestAccPolicy_leaves(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	insertCompany(t, s)
	tf := acctest.NewTerraform(t)
	var cases []leafCase
	for i, c := range leafCases() {
		if c.without != nil && c.changed != nil && at(c.way).Kind != field.Link && !c.way.isDeprecated() && i%3 == 0 {
			cases = append(cases, c)
		}
	}
	for i := range 2 { // the parents that samples have
		insertPolicy(t, s, codectest.ID(i), group("Parent", nil))
	}
	const size = 60
	step := len(cases) / size
	config := acctest.RequiredProvider + s.Config()
	after := map[string]map[string]any{}
	for i := range size {
		c := cases[i*step]
		name := fmt.Sprintf("leaf%d", i)
		if i%2 == 0 {
			id := c.with["id"].(string)
			insertPolicy(t, s, id, c.with)
			config += importBlock(name, id)
			after[name] = []map[string]any{c.changed, c.without}[i/2%2]
			continue
		}
		config += strings.NewReplacer("test", name, "Engineering", name).Replace(strings.Replace(engineering(""),
			`[{ departments = ["eng"], country_codes = ["DE", "FR"] }]`, "[]", 1))
	}
	tf.Write("main.tf", config)
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 30 to import, 30 to add, 0 to change, 0 to destroy")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()

	stored := policies(t, s)
	for id, p := range stored {
		for i := range size {
			switch name := fmt.Sprintf("leaf%d", i); {
			case after[name] != nil && after[name]["id"] == id:
				insertPolicy(t, s, id, after[name])
			case p["name"] == name:
				c := cases[i*step]
				insertPolicy(t, s, id, put(tree.Root, p, c.way, sample(at(c.way), 1)).(map[string]any))
			}
		}
	}
	plan := tf.Plan()
	found := 0
	for i := range size {
		c, address := cases[i*step], fmt.Sprintf("spotnana_policy.leaf%d", i)
		actions, attributes := tf.Changes(plan, address)
		if top := c.way.attribute()[0]; actions != "update" || !slices.Equal(attributes, []string{top}) {
			t.Errorf("%s: the plan has %q of %v, expected an update of %s", c.path, actions, attributes, top)
			continue
		}
		found++
	}
	t.Logf("leaves through the CLI: %d of %d", found, size)
	tf.OK("apply", "tfplan")
	tf.NoChanges()
}
