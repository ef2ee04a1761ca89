package subject_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// The suites know of a resource only by its subject: each that the provider serves has one.
func TestAll_served(t *testing.T) {
	served, known := map[string]bool{}, map[string]bool{}
	for _, newResource := range (&provider.Provider{}).Resources(t.Context()) {
		var answer resource.MetadataResponse
		newResource().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "spotnana"}, &answer)
		served[answer.TypeName] = true
	}
	for _, s := range subject.All() {
		if !served[s.Resource()] {
			t.Errorf("the subject %s is of a resource that the provider does not serve", s.Name)
		}
		if known[s.Resource()] = true; subject.Of(s.Resource()) == nil {
			t.Errorf("of %s there are only variants", s.Resource())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(served)) {
		if !known[name] {
			t.Errorf("there is no subject for %s: add internal/testing/subject/<its package>.go, a copy of that of a similar resource", name)
		}
	}
}

// A subject says all that the suites need to know, so that none leaves it out in silence.
func TestAll_complete(t *testing.T) {
	server := sandbox.New(sandbox.Options{})
	names := map[string]bool{}
	for _, s := range subject.All() {
		t.Run(s.Name, func(t *testing.T) {
			for what, missing := range map[string]bool{
				"Title":                              s.Title == "",
				"Kind, which the sandbox serves":     !slices.Contains(sandbox.Kinds(), s.Kind),
				"Config":                             s.Config == "",
				"Changes, or a reason in Eternal":    len(s.Changes) == 0 && s.Eternal == "",
				"Names":                              len(s.Names) == 0 && s.Sole == nil,
				"Theirs or Beside":                   s.Theirs == nil && s.Beside == nil,
				"Sample":                             len(s.Sample) == 0,
				"EmptyData, or a reason in Dataless": s.EmptyData == "" && s.Dataless == "" && s.Name == s.Type,
				"Tree, or Random.Attributes":         s.Tree == nil && s.Random.Attributes == nil,
				"Contract, or a reason in NoDocument of its API":         len(s.Contract) == 0 && s.API.NoDocument == "" && s.Name == s.Type,
				"Texts, or a reason in Textless":                         s.Texts == "" && s.Textless == "" && s.Name == s.Type,
				"Secret and Secrets, which the tree has":                 hasSecret(s.Tree) && (s.Secret == nil || s.Secrets == ""),
				"Collection or Endpoints":                                len(s.Endpoints(server)) == 0,
				"a name of its own":                                      names[s.Name],
				"Remains, which tells what Revoke leaves":                s.Revoke != nil && s.Remains == nil,
				"Silent, or no Tree, or that an update is a replacement": s.Silent == nil && s.Tree != nil && !s.Replaced,
			} {
				if missing {
					t.Errorf("the subject lacks %s", what)
				}
			}
			names[s.Name] = true
			for _, c := range []struct{ text, changes string }{{s.Config, strings.Join(absent(s.Config, s.Changes), ", ")}, {s.Rich, strings.Join(absent(s.Rich, s.RichChanges), ", ")}} {
				if c.changes != "" {
					t.Errorf("%s does not have %s, which an update would change", c.text, c.changes)
				}
			}
			for _, name := range s.Names {
				if !strings.Contains(s.Config, `"`+name+`"`) {
					t.Errorf("Config does not have the name %q", name)
				}
			}
			if !strings.Contains(s.Empty, "local.nothing") && s.Parent == nil {
				t.Error("Empty has nothing empty")
			}
		})
	}
}

// hasSecret says that some attribute is not to be seen.
func hasSecret(tree *field.Tree) bool {
	if tree == nil {
		return false
	}
	for _, node := range tree.All() {
		if node.Sensitive {
			return true
		}
	}
	return false
}

// absent are the old texts of changes that a configuration does not have.
func absent(config string, changes []string) []string {
	var out []string
	for pair := range slices.Chunk(changes, 2) {
		if !strings.Contains(config, pair[0]) {
			out = append(out, pair[0])
		}
	}
	return out
}

// Each tree is well formed.
func TestAll_trees(t *testing.T) {
	for _, s := range subject.Resources() {
		trees := map[string]*field.Tree{"Tree": s.Tree}
		for _, c := range s.Contract {
			trees[c.Name] = c.Tree
		}
		for name, tree := range trees {
			if tree == nil {
				continue
			}
			for _, problem := range field.Check(tree) {
				t.Errorf("%s, %s: %s", s.Name, name, problem)
			}
		}
	}
}

// Each tree follows the vendor's schemas.
func TestContract_trees(t *testing.T) {
	docs := contract.ForTest(t)
	for name, schemas := range subject.Schemas() {
		for _, c := range schemas {
			shape := contract.AnswerShape()
			if c.Request {
				shape = contract.RequestShape()
			}
			for _, line := range contract.CompareTree(docs, c.Document, c.Name, c.Tree, c.Exceptions, shape) {
				t.Errorf("%s, %s: %s", name, c.Name, line)
			}
		}
	}
}

// What somebody else made is there before each suite begins.
func TestInsertStrangers(t *testing.T) {
	for _, s := range subject.All() {
		server := sandbox.New(sandbox.Options{})
		if err := subject.InsertStrangers(server, s); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if _, err := server.Get(s.Kind, s.TheirID); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
	if err := subject.InsertStrangers(sandbox.New(sandbox.Options{}), subject.All()...); err != nil {
		t.Errorf("all together: %v", err)
	}
}
