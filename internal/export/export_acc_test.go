package export_test

import (
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
	"東京支社", "#1 // <<EOT", "one\nline", "a\tb\r\nc", "  spaces  ", "\u200b", "😀", "imports", "versions",
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
	// Every profile names a legal entity, which nobody looks up here.
	business := map[string]any{"organizationRef": map[string]any{"id": company}, "legalEntityRef": map[string]any{"id": "2d6f9c1a-0b3e-4f57-8a94-7c5e1d0b9a11"}}
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
func everything(t *testing.T, server *acctest.Server) *seed {
	t.Helper()
	s := &seed{t: t, Server: server}
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

// run exports an account.
func run(t *testing.T, s *acctest.Server, o export.Options) (*export.Report, error) {
	t.Helper()
	t.Setenv("SPOTNANA_BASE_URL", s.URL)
	t.Setenv("UNITE_BASE_URL", s.URL+sandbox.UniteRoot)
	if o.Kinds == nil {
		o.Kinds = export.Kinds()
	}
	p := &provider.Provider{Version: acctest.ProviderVersion}
	if diags := p.ConfigureFromEnvironment(t.Context()); diags.HasError() {
		t.Fatal(diags)
	}
	return export.Run(t.Context(), p, o)
}

// exported exports an account to a new folder, and returns its files.
func exported(t *testing.T, s *acctest.Server, o export.Options) (*export.Report, map[string]string) {
	t.Helper()
	o.Folder = filepath.Join(t.TempDir(), "out")
	r, err := run(t, s, o)
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
	s := everything(t, acctest.NewUnrecordedServer(t))
	r, files := exported(t, s.Server, export.Options{})
	for _, i := range r.LeftOut {
		if !strings.Contains(i.What, "partner public key") {
			t.Errorf("left out: %s: %s", i.What, i.Why)
		}
	}
	tf := onlyImports(t, files, r.Objects)
	tf.OK("fmt", "-check")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	unsent(t, s.Server)
}

// unsent fails where an export or a plan has changed something.
func unsent(t *testing.T, s *acctest.Server) {
	t.Helper()
	sent := slices.DeleteFunc(s.Writes(), func(w string) bool { return strings.HasSuffix(w, "list") })
	if len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// A second run gives the same, in whatever order the API lists objects, and whoever answers first.
func TestExport_again(t *testing.T) {
	s := everything(t, acctest.NewQuickServer(t))
	_, first := exported(t, s.Server, export.Options{})
	for range 3 {
		if _, again := exported(t, s.Server, export.Options{}); !maps.Equal(first, again) {
			for name := range first {
				if first[name] != again[name] {
					t.Fatalf("%s differs:\n%s\n\n%s", name, first[name], again[name])
				}
			}
			t.Fatal("there are other files")
		}
	}
	// Every kind of object is in it, but for the one that cannot.
	all := strings.Join(slices.Collect(maps.Values(first)), "\n")
	for _, name := range export.Kinds() {
		if !strings.Contains(all, `resource "spotnana_`+name+`"`) && name != "partner_public_key" {
			t.Errorf("there is no %s", name)
		}
	}
	for _, want := range []string{
		`company_id = spotnana_company.mueller_x_gmbh.id`, "data.spotnana_user.mueller_x_gmbh_jane_doe.id,", "include_inactive = true",
		"# A user without a mail address.", "# Several users have the mail address of this one.", "# No user of the company has this id.", "# Spelled otherwise than the id of spotnana_department.",
		"parent_policy_id = spotnana_policy.mueller_x_gmbh_parent.id", "# Refers back to spotnana_company.", "# The object itself, to which it cannot refer.",
		"secret_key_wo = null # Write-only: no answer of the API has it.", "jsonencode({", "key-1", "chomp(<<-EOT",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("there is no %s", want)
		}
	}
	unsent(t, s.Server)
}

// What these credentials may not list or read is left out, and said.
func TestExport_forbidden(t *testing.T) {
	s := everything(t, acctest.NewQuickServer(t))
	refusal := sandbox.ErrorReply(403, "FORBIDDEN", "Not yours.")
	always := func(method, path string) sandbox.Fault {
		return sandbox.Fault{Method: method, Path: path, Times: sandbox.Always, Reply: refusal}
	}
	departments, err := s.IDs(sandbox.Departments)
	if err != nil {
		t.Fatal(err)
	}
	s.AddFaults(always("GET", "/v2/companies/*/policies"), always("GET", "/v2/companies/*/departments/"+departments[len(departments)-1]), always("POST", "/v3/users/list"),
		always("GET", "/v2/companies/*/white-label-config"), always("GET", "/v2/api-users"), always("GET", "/v2/companies/"+subject.Company.TheirID))
	defer s.ClearFaults()
	r, files := exported(t, s.Server, export.Options{})
	all := strings.Join(slices.Collect(maps.Values(files)), "\n")
	if strings.Contains(all, `"spotnana_policy"`) || strings.Contains(all, `"spotnana_white_label_config"`) || strings.Contains(all, departments[len(departments)-1]+`"`) {
		t.Error("something that may not be seen is exported")
	}
	for _, want := range []string{
		"policies of Another: these credentials may not list them: GET /v2/companies/", "department", "these credentials may not read it: GET", "api_users: these credentials may not list them",
		"white label config of Another", "color_config of " + subject.Company.TheirID + ": there are some for each role", "company (" + subject.Company.TheirID + "): these credentials may not read it",
	} {
		if !strings.Contains(files["EXPORT.md"], want) {
			t.Errorf("EXPORT.md has no %q:\n%s", want, files["EXPORT.md"])
		}
	}
	if len(r.LeftOut) < 10 {
		t.Errorf("left out: %v", r.LeftOut)
	}
	// Without a list of companies there are those that are named.
	s.AddFaults(always("GET", "/v2/companies"))
	if _, err := run(t, s.Server, export.Options{Folder: filepath.Join(t.TempDir(), "out")}); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("got %v", err)
	}
	companies, err := s.IDs(sandbox.Companies)
	if err != nil {
		t.Fatal(err)
	}
	r, _ = exported(t, s.Server, export.Options{Companies: companies[:3], Kinds: []string{"company", "department"}})
	if r.Companies != 3 || r.Objects == 0 {
		t.Errorf("got %+v", r)
	}
}

// Any other error ends the export, and nothing is left.
func TestExport_fails(t *testing.T) {
	s := everything(t, acctest.NewQuickServer(t))
	for want, o := range map[string]export.Options{
		"there is no company 0d3c5e1b-0000-4000-8000-000000000000": {Companies: []string{"0d3c5e1b-0000-4000-8000-000000000000"}},
		"cannot list policies of ":                                 {},
	} {
		s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/companies/*/policies", Times: sandbox.Always, Reply: sandbox.ErrorReply(500, "BROKEN", "Broken.")})
		parent := t.TempDir()
		o.Folder = filepath.Join(parent, "out")
		if _, err := run(t, s.Server, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
			t.Errorf("%v is left, %v", left, err)
		}
		s.ClearFaults()
	}
}

// A company may name a user as its contact, whom Terraform looks up at the company: such an id stays, because a circle is no plan.
// Ids of companies beside it are references.
func TestAccExport_circles(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewServer(t)}
	tmc, one := s.company("TMC", nil), s.company("One", nil)
	two := s.company("Two", map[string]any{"contractedBy": map[string]any{"id": one}})
	jane, joe := s.user(one, "jane@one.example", true), s.user(two, "joe@two.example", true)
	named := func(company, user string) map[string]any {
		tmc := map[string]any{"id": map[string]any{"id": tmc}}
		return map[string]any{"organizationId": map[string]any{"id": company}, "userId": map[string]any{"id": user}, "tmcBasicInfo": map[string]any{"contractingTmc": tmc, "bookingTmc": tmc}}
	}
	for company, contacts := range map[string][]any{
		one: {map[string]any{"email": "a@acme.example", "userOrgId": named(one, jane)}},
		two: {map[string]any{"email": "a@acme.example", "userOrgId": named(one, jane)}, map[string]any{"email": "b@acme.example", "userOrgId": named(two, joe)}},
	} {
		if err := s.Edit(sandbox.Companies, company, func(o map[string]any) { o["emergencyContactInfos"] = contacts }); err != nil {
			t.Fatal(err)
		}
	}
	s.policy(one, "complete_policy.json", "Policy", func(p map[string]any) { p["userGroups"] = []any{map[string]any{"userIds": refs(jane)}} })
	r, files := exported(t, s.Server, export.Options{Kinds: []string{"company", "policy"}})
	onlyImports(t, files, r.Objects)
	all := strings.Join(slices.Collect(maps.Values(files)), "\n")
	for _, want := range []string{"which refers back, and Terraform allows no circles.", "id = spotnana_company.tmc.id", "[data.spotnana_user.one_jane.id]"} {
		if !strings.Contains(all, want) {
			t.Errorf("there is no %s in\n%s", want, files["one_company.tf"])
		}
	}
	if r.Users != 1 || strings.Contains(all, "two_joe") {
		t.Errorf("%d users are looked up, want the one to whom something refers", r.Users)
	}
}

// A user whom the data source would not find by the mail address, or not alone, keeps the id.
func TestAccExport_users(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewServer(t)}
	company := s.company("One", nil)
	jane, shared, capitals := s.user(company, "jane@one.example", true), s.user(company, "shared@one.example", true), s.user(company, "Capitals@one.example", true)
	ids := []string{jane, shared, capitals, s.user(company, "unknown", true), s.user(company, "last@one.example", true)}
	s.user(company, "capitals@one.example", true)
	if err := s.Edit(sandbox.Users, s.user(company, "other@one.example", true), func(o map[string]any) { o["personalInfo"] = map[string]any{"email": "shared@one.example"} }); err != nil {
		t.Fatal(err)
	}
	s.policy(company, "complete_policy.json", "Policy", func(p map[string]any) { p["userGroups"] = []any{map[string]any{"userIds": refs(ids...)}} })
	r, files := exported(t, s.Server, export.Options{Kinds: []string{"company", "policy"}})
	onlyImports(t, files, r.Objects)
	text := strings.Join(strings.Fields(files["one_policies.tf"]), " ")
	const several = "# Several users have the mail address of this one."
	for _, want := range []string{
		fmt.Sprintf("%q, %s", shared, several), fmt.Sprintf("%q, %s", capitals, several), fmt.Sprintf("%q, # A user whose mail address is none of the form name@example.com.", ids[3]),
		"data.spotnana_user.one_jane.id", "data.spotnana_user.one_last.id",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, files["one_policies.tf"])
		}
	}
}

// A mail address that finds nobody is no way to look up somebody, and an unknown user is no lack of permission.
func TestExport_unknownUsers(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	company := s.company("One", nil)
	jane := s.user(company, "jane@one.example", true)
	group := func(id string) func(map[string]any) {
		return func(p map[string]any) { p["userGroups"] = []any{map[string]any{"userIds": refs(id)}} }
	}
	policy := s.policy(company, "complete_policy.json", "Policy", group(jane))
	s.AddFaults(sandbox.Fault{Method: "POST", Path: "/v3/users/list", Skip: 1, Reply: &sandbox.Reply{Status: 200, Body: `{"users":[],"pagination":{"totalNumResults":0}}`}})
	o := export.Options{Kinds: []string{"company", "policy"}}
	if _, files := exported(t, s.Server, o); !strings.Contains(files["one_policies.tf"], fmt.Sprintf("%q, # The mail address of this user does not find the user.", jane)) || files["one_users.tf"] != "" {
		t.Errorf("got\n%s\n%s", files["one_users.tf"], files["one_policies.tf"])
	}
	unknown := s.id()
	if err := s.Edit(sandbox.Policies, policy, group(unknown)); err != nil {
		t.Fatal(err)
	}
	if _, files := exported(t, s.Server, o); !strings.Contains(files["one_policies.tf"], fmt.Sprintf("%q, # No user of the company has this id.", unknown)) {
		t.Errorf("got\n%s", files["one_policies.tf"])
	}
}

// However a company is named, it is exported once.
func TestExport_namedTwice(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	company := s.company("One", map[string]any{"externalId": "42"})
	r, files := exported(t, s.Server, export.Options{Companies: []string{"X42", strings.ToUpper(company), company}, Kinds: []string{"company"}})
	if r.Companies != 1 || r.Objects != 1 || strings.Count(files["imports.tf"], company) != 1 {
		t.Errorf("got %+v,\n%s", r, files["imports.tf"])
	}
}

// What vanishes between the list and the read is left out, a company as well.
func TestExport_vanished(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	s.company("One", nil)
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/companies/" + s.company("Two", nil), Reply: sandbox.ErrorReply(404, "NOT_FOUND", "Gone.")})
	if r, files := exported(t, s.Server, export.Options{Kinds: []string{"company"}}); r.Companies != 1 || files["one_company.tf"] == "" {
		t.Errorf("got %+v", r)
	}
}

// A list need not tell names, of companies neither.
func TestExport_nameless(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	s.company("", nil)
	if r, files := exported(t, s.Server, export.Options{Kinds: []string{"company"}}); r.Companies != 1 || files["company_company.tf"] == "" {
		t.Errorf("got %+v", r)
	}
}

// Ids that are no UUIDs have case.
func TestExport_case(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	for _, id := range []string{"abc", "ABC"} {
		s.insert(sandbox.APIUsers, "", id, map[string]any{"clientId": id})
	}
	if _, files := exported(t, s.Server, export.Options{Kinds: []string{"api_user"}}); !strings.Contains(files["imports.tf"], `"abc"`) || !strings.Contains(files["imports.tf"], `"ABC"`) {
		t.Errorf("got\n%s", files["imports.tf"])
	}
}

// Names come from anybody: what is said of them is one line, and no command to a terminal.
func TestExport_namesInMessages(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	s.company("One\n# Two\x1b[31m", nil)
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/companies/*/policies", Reply: sandbox.ErrorReply(403, "FORBIDDEN", "Not \x1b[31myours.")})
	r, files := exported(t, s.Server, export.Options{Kinds: []string{"policy"}})
	if len(r.LeftOut) != 1 || r.LeftOut[0].What != "policies of One # Two[31m" || strings.Contains(files["EXPORT.md"], "\x1b") {
		t.Errorf("got %q", r.LeftOut)
	}
}

// Whatever the API answers besides, no secret comes into a file.
func TestExport_secrets(t *testing.T) {
	s := &seed{t: t, Server: acctest.NewQuickServer(t)}
	const secret = "canary-in-an-answer"
	s.company("One", map[string]any{"emailClientConfig": map[string]any{
		"client": "SENDGRID", "credentials": map[string]any{"emailClientSecretKey": map[string]any{"secretKey": secret}}, "defaultSenderAddress": "a@one.example",
	}})
	s.insert(sandbox.APIUsers, "", "abc", map[string]any{"clientId": "abc", "clientSecret": secret})
	s.SetModes(sandbox.Modes{AnswerSecrets: true})
	_, files := exported(t, s.Server, export.Options{})
	for name, text := range files {
		if strings.Contains(text, secret) {
			t.Errorf("%s has a secret:\n%s", name, text)
		}
	}
}

// Lists without order come in another one at each read.
func TestExport_shuffled(t *testing.T) {
	s := everything(t, acctest.NewQuickServer(t))
	s.SetModes(sandbox.Modes{ShuffleArrays: true})
	_, first := exported(t, s.Server, export.Options{})
	if _, again := exported(t, s.Server, export.Options{}); !maps.Equal(first, again) {
		t.Error("a second run gives something else")
	}
}
