package export_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/export"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/provider"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// tricky are names that a label, a file or a text could be broken by.
var tricky = []string{
	"Sales", "Sales", "sales", "Größe & Maß", "Gro\u0308ße", `say "hi" \ there`, "${name} %{if x} $${y} $$${z}", "2024", strings.Repeat("very long ", 30), "null", "for", "each",
	"東京支社", "#1 // <<EOT", "line\nline", "a\tb\r\nc", "  spaces  ", "\u200b", "😀", "imports", "versions",
}

// seed fills sandboxes.
type seed struct {
	t *testing.T
	*acctest.Server
	n int
}

func (s *seed) insert(kind sandbox.Kind, parent, id string, object map[string]any) {
	s.t.Helper()
	if err := s.Insert(kind, parent, id, object); err != nil {
		s.t.Fatal(err)
	}
}

// id is a fresh one.
func (s *seed) id() string {
	s.n++
	return fmt.Sprintf("e0000000-0000-4000-8000-%012x", s.n)
}

// company makes one, with a change of its properties.
func (s *seed) company(name string, more map[string]any) string {
	id := s.id()
	s.insert(sandbox.Companies, "", id, acctest.With(map[string]any{"id": map[string]any{"id": id}, "name": name, "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}, more))
	return id
}

// user makes one of a company.
func (s *seed) user(company, email string, active bool) string {
	id := s.id()
	business := map[string]any{"organizationRef": map[string]any{"id": company}}
	if email != "" {
		business["email"] = email
	}
	s.insert(sandbox.Users, "", id, map[string]any{"id": id, "persona": "EMPLOYEE", "isActive": active, "businessInfo": business})
	return id
}

// policy makes one of a document of package policy.
func (s *seed) policy(company, document, name string, change func(p map[string]any)) string {
	data, err := os.ReadFile(filepath.Join("..", "service", "policy", "testdata", document))
	if err != nil {
		s.t.Fatal(err)
	}
	id := s.id()
	p := acctest.Object(s.t, data)
	p["id"], p["name"], p["type"] = id, name, "GROUP"
	delete(p, "parentPolicyId")
	if change != nil {
		change(p)
	}
	s.insert(sandbox.Policies, company, id, p)
	return id
}

func refs(ids ...string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = map[string]any{"id": id}
	}
	return out
}

func texts(ids ...string) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = id
	}
	return out
}

// drawn draws an object of a subject as the API could have it.
func (s *seed) drawn(about *subject.Subject, n int) map[string]any {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		gen := codectest.Gen{T: t, Valid: true, NoExtras: true}
		gen.Coin("") // a generator must draw something
		doc := gen.Live(about.Tree.Root)
		if about.Random.Suits != nil {
			about.Random.Suits(doc)
		}
		return doc
	}).Example(n)
}

// named gives a drawn object an id and a name, as its tree has them.
func (s *seed) named(about *subject.Subject, doc map[string]any, name string) string {
	id := s.id()
	for _, a := range about.Tree.Root.Attrs {
		switch {
		case a.Name == about.ID && a.Wrap != "":
			doc[a.JSON] = map[string]any{a.Wrap: id}
		case a.Name == about.ID:
			doc[a.JSON] = id
		case a.Name == "name" && name != "":
			doc[a.JSON] = name
		case a.Name == "name" && a.Mode != field.Required:
			delete(doc, a.JSON)
		}
	}
	return id
}

// everything is an account with three companies, every kind of object, all that a policy can have, and tricky names.
func everything(t *testing.T) *seed {
	s := &seed{t: t, Server: acctest.NewUnrecordedServer(t)}
	if err := subject.InsertStrangers(s.Server.Server, subject.Resources()...); err != nil {
		t.Fatal(err)
	}
	company := s.company(`Müller "${x}" GmbH`, map[string]any{"companyRoles": []any{"ORG", "TMC"}})
	companies := []string{company, subject.Company.TheirID, s.company("Another", map[string]any{"contractedBy": map[string]any{"id": company}, "bookingTmcId": map[string]any{"id": s.id()}})}
	if err := s.Edit(sandbox.Companies, company, func(o map[string]any) {
		o["contractedBy"], o["bookingTmcId"] = map[string]any{"id": companies[2]}, map[string]any{"id": company}
	}); err != nil {
		t.Fatal(err)
	}
	ids := map[string][]string{}
	for _, about := range subject.Resources() {
		if about.Tree == nil || about.Sole != nil || about.Type == "trip" || about.Type == "trip_agent_note" || about.Type == "company" || about.Adopted {
			continue
		}
		parent := company
		switch about.Type {
		case "office":
			parent = ids["legal_entity"][0]
		case "unite_company":
			parent = ""
		}
		for n, name := range tricky {
			doc := s.drawn(about, n)
			id := s.named(about, doc, name)
			ids[about.Type] = append(ids[about.Type], id)
			s.insert(about.Kind, parent, id, doc)
		}
	}
	doc := s.drawn(subject.Of("spotnana_office"), 1)
	s.insert(sandbox.Offices, ids["legal_entity"][1], s.named(subject.Of("spotnana_office"), doc, ""), doc)
	for n := range 5 {
		doc := s.drawn(subject.Company, n)
		s.insert(sandbox.Companies, "", s.named(subject.Company, doc, tricky[n]), doc)
	}
	for _, about := range subject.Resources() {
		if about.Sole != nil && about.Tree != nil {
			for n, c := range companies {
				s.insert(about.Kind, c, sandbox.SettingsID(about.Kind, c, about.Sole.Role), s.drawn(about, n))
			}
		}
	}
	people := []string{s.user(company, "jane.doe@acme.example", true), s.user(company, "for@acme.example", false), s.user(company, "", true), s.user(company, "twin@acme.example", true), s.user(company, "twin@acme.example", true)}
	other := s.user(companies[2], "other@acme.example", true)
	parent := s.policy(company, "complete_policy.json", "Parent", nil)
	for _, document := range []string{"complete_policy.json", "complete_policy_branches.json", "complete_policy_linked.json", "page_policy.json", "page_policy_linked.json"} {
		for _, c := range companies {
			s.policy(c, document, document, func(p map[string]any) {
				if c != company {
					return
				}
				p["parentPolicyId"] = parent
				p["userGroups"] = []any{map[string]any{
					"userIds": refs(append(people, other)...), "legalEntityIds": refs(ids["legal_entity"][:3]...), "officeIds": refs(ids["office"][0], strings.ToUpper(ids["office"][1])),
					"departments": texts(ids["department"][0], "eng", strings.ToUpper(ids["department"][1])), "costCenters": texts(ids["cost_center"][0]), "grades": texts(ids["grade"][0]),
				}}
			})
		}
	}
	return s
}

// exported exports the account to a folder of Terraform's.
func exported(t *testing.T, s *acctest.Server, o export.Options) (*export.Report, map[string]string) {
	t.Helper()
	t.Setenv("SPOTNANA_BASE_URL", s.URL)
	t.Setenv("UNITE_BASE_URL", s.URL+sandbox.UniteRoot)
	if o.Kinds == nil {
		o.Kinds = export.Kinds()
	}
	if o.Folder == "" {
		o.Folder = filepath.Join(t.TempDir(), "out")
	}
	p := &provider.Provider{Version: acctest.ProviderVersion}
	if diags := p.ConfigureFromEnvironment(t.Context()); diags.HasError() {
		t.Fatal(diags)
	}
	r, err := export.Run(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, contents(t, o.Folder)
}

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

// onlyImports plans what an export wrote.
func onlyImports(t *testing.T, files map[string]string, objects int) *acctest.Terraform {
	t.Helper()
	tf := acctest.NewTerraform(t)
	for name, text := range files {
		tf.Write(name, text)
	}
	out, code := tf.Run("plan")
	if want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy", objects); code != 0 || !strings.Contains(out, want) {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if !strings.HasSuffix(name, "_policies.tf") {
				t.Logf("%s:\n%.20000s", name, files[name])
			}
		}
		t.Fatalf("want %s; the plan ended with %d: %.20000s", want, code, out)
	}
	return tf
}

// What an account has is exported so that the plan imports it and nothing else, and Terraform has nothing to format.
func TestAccExport_everything(t *testing.T) {
	s := everything(t)
	r, files := exported(t, s.Server, export.Options{})
	report, _ := json.MarshalIndent(r, "", "  ")
	t.Logf("%s", report)
	tf := onlyImports(t, files, r.Objects)
	tf.OK("fmt", "-check")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if sent := s.Writes(); len(slices.DeleteFunc(sent, func(w string) bool { return strings.HasSuffix(w, "list") })) > 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestAccExport_dump(t *testing.T) {
	s := everything(t)
	r, files := exported(t, s.Server, export.Options{})
	report, _ := json.MarshalIndent(r, "", "  ")
	t.Logf("%s", report)
	os.RemoveAll("/tmp/exp16/dump")
	os.MkdirAll("/tmp/exp16/dump", 0o755)
	for name, text := range files {
		os.WriteFile("/tmp/exp16/dump/"+name, []byte(text), 0o644)
	}
}
