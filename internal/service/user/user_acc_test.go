package user_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	company = "4974a66b-7493-4f41-908c-58ba81093947"
	tmc     = "b83e9704-2e8e-4256-90bf-2e59c1bcf9f2"
	entity  = "6b0a5f1e-2f3d-4c8b-9a7e-1d2c3b4a5f60"
	other   = "9d4c2b1a-0f5e-4d7c-8b6a-3e2f1a0b9c8d"
	nobody  = "00000000-0000-4000-8000-00000000dead"
)

// userID is the id of the nth user.
func userID(n int) string { return fmt.Sprintf("7a1b2c3d-4e5f-4a6b-8c7d-%012d", n) }

// secret is a text that must come neither into a state nor into a log.
func secret() string { return acctest.Secrets["secret_key"] }

// insert puts in a company and its TMC.
func insert(t *testing.T, s *acctest.Server) {
	t.Helper()
	for id, name := range map[string]string{company: "Acme", tmc: "Travel"} {
		if err := s.Insert(sandbox.Companies, "", id, map[string]any{"id": map[string]any{"id": id}, "name": name, "billingCurrency": "EUR", "companyRoles": []any{"ORG"}}); err != nil {
			t.Fatal(err)
		}
	}
}

// person puts in a user with all that a profile can hold, and what change makes of it.
func person(t *testing.T, s *acctest.Server, n int, change func(profile, business map[string]any)) {
	t.Helper()
	ref := func(id string) map[string]any { return map[string]any{"id": id, "name": secret()} }
	day := map[string]any{"iso8601": "1984-05-06"}
	business := map[string]any{
		"email": fmt.Sprintf("user%d@acme.example", n), "employeeId": fmt.Sprintf("E-%d", n), "organizationRef": map[string]any{"id": company, "name": "Acme"},
		"legalEntityRef": map[string]any{"id": entity, "name": "Acme GmbH"}, "managerRef": ref(userID(99)), "gradeRef": map[string]any{"id": other, "name": "Senior"},
		"designation": "Engineer",
	}
	profile := map[string]any{
		"id": userID(n), "persona": "EMPLOYEE", "isActive": true, "externalId": fmt.Sprintf("ext-%d", n), "businessInfo": business, "tier": "BASIC",
		"contractingTmcRef": map[string]any{"id": tmc, "name": "Travel"},
		"personalInfo": map[string]any{
			"dob": day, "name": map[string]any{"given": secret(), "family1": fmt.Sprintf("User %d", n)}, "nationality": secret(),
			"addresses":    []any{map[string]any{"regionCode": "DE", "addressLines": []any{secret()}}},
			"identityDocs": []any{map[string]any{"passport": map[string]any{"docId": secret(), "issueCountry": "DE", "nationalityCountry": "DE", "expiryDate": day}}},
			"phoneNumbers": []any{map[string]any{"rawInput": secret()}},
		},
		"membershipInfo": map[string]any{"membershipInfos": []any{map[string]any{"id": secret(), "type": "AIR", "issuedBy": "LH"}}},
	}
	if change != nil {
		change(profile, business)
	}
	if err := s.Insert(sandbox.Users, "", userID(n), profile); err != nil {
		t.Fatal(err)
	}
}

func text(source, attribute, want string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(source, tfjsonpath.New(attribute), knownvalue.StringExact(want))
}

// one is a data source of one user, with a label and arguments.
func one(label, arguments string) string {
	return fmt.Sprintf("data \"spotnana_user\" %q {\n%s\n}\n", label, arguments)
}

// A user is found in each way, with the references that a configuration needs and nothing else of the profile.
func TestAccUser(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	person(t, s, 1, nil)
	person(t, s, 2, func(profile, business map[string]any) {
		profile["isActive"] = false
		business["officeRef"], business["departmentRef"], business["costCenterRef"] = map[string]any{"id": other}, map[string]any{"id": entity}, map[string]any{"id": company}
	})
	in := fmt.Sprintf("  company_id = %q\n", company)
	var checks []statecheck.StateCheck
	for _, label := range []string{"id", "email", "external", "employee", "tmc"} {
		source := "data.spotnana_user." + label
		checks = append(checks, text(source, "id", userID(1)), text(source, "external_id", "ext-1"), text(source, "employee_id", "E-1"), text(source, "persona", "EMPLOYEE"),
			text(source, "company_id", company), text(source, "legal_entity_id", entity), text(source, "grade_id", other), text(source, "manager_id", userID(99)),
			statecheck.ExpectKnownValue(source, tfjsonpath.New("is_active"), knownvalue.Bool(true)),
			statecheck.ExpectKnownValue(source, tfjsonpath.New("department_id"), knownvalue.Null()))
	}
	checks = append(checks, text("data.spotnana_user.id", "email", "user1@acme.example"), text("data.spotnana_user.email", "email", "User1@acme.example"))
	for _, label := range []string{"left", "left_by_id"} {
		source := "data.spotnana_user." + label
		checks = append(checks, text(source, "id", userID(2)), text(source, "office_id", other), text(source, "department_id", entity), text(source, "cost_center_id", company),
			statecheck.ExpectKnownValue(source, tfjsonpath.New("is_active"), knownvalue.Bool(false)))
	}
	s.Test(resource.TestStep{
		Config: s.Config(one("id", fmt.Sprintf("  id = %q", userID(1))), one("email", in+`  email = "User1@acme.example"`), one("external", in+`  external_id = "ext-1"`),
			one("employee", in+`  employee_id = "E-1"`), one("tmc", fmt.Sprintf("  tmc_id = %q\n  email = \"user1@acme.example\"", tmc)),
			one("left", in+"  email = \"user2@acme.example\"\n  include_inactive = true"), one("left_by_id", fmt.Sprintf("  id = %q\n  include_inactive = true", userID(2)))),
		ConfigStateChecks: checks,
	})
}

// Arguments that do not mean one user are errors that say what was asked for.
func TestAccUser_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	for n := range 2 {
		person(t, s, n+1, func(_, business map[string]any) { business["employeeId"] = "twice" })
	}
	person(t, s, 3, func(profile, _ map[string]any) { profile["isActive"] = false })
	tf := acctest.NewTerraform(t)
	in := fmt.Sprintf("  company_id = %q\n", company)
	for arguments, want := range map[string][]string{
		in + `  email = "eve@acme.example"`:                                 {`Error: No user has the email "eve@acme.example"`, "at company " + company, "include_inactive = true", "spotnana_users"},
		in + "  email = \"eve@acme.example\"\n  include_inactive = true":    {`Error: No user has the email "eve@acme.example"`, "whom these credentials may see. The data source"},
		in + `  external_id = "ext-3"`:                                      {`Error: No user has the external id "ext-3"`},
		in + `  employee_id = "twice"`:                                      {`Error: 2 users have the employee id "twice"`, "Choose one of those at company " + company + " by its id: " + userID(1) + ", " + userID(2) + "."},
		fmt.Sprintf("  company_id = %q\n  email = \"a@b.example\"", nobody): {"Error: Spotnana does not permit this: cannot read spotnana_user", "The users of company " + nobody + " were asked for", "check company_id"},
		fmt.Sprintf("  id = %q", nobody):                                    {"Error: No such user: cannot read spotnana_user", `There is no user with the id "` + nobody + `"`},
		fmt.Sprintf("  id = %q", userID(3)):                                 {"Error: No such user"},
		"":                                                                  {"Error: Arguments that do not say which user", "The configuration sets none of them."},
		in:                                                                  {"Error: Arguments that do not say which user", "The configuration sets company_id."},
		in + `  id = "x"`:                                                   {"Error: Arguments that do not say which user", "The configuration sets id, company_id."},
		in + "  email = \"a@b.example\"\n  employee_id = \"x\"":           {"Error: Arguments that do not say which user", "The configuration sets company_id, email, employee_id."},
		in + fmt.Sprintf("  tmc_id = %q\n  email = \"a@b.example\"", tmc): {"Error: Arguments that do not say which user", "company_id, tmc_id, email."},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(one("x", arguments)))
		tf.Fails([]string{"plan"}, want...)
	}
}

// What is no answer to the question is an error that shows nothing of it.
func TestAccUser_answers(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	insert(t, s)
	person(t, s, 1, nil)
	tf := acctest.NewTerraform(t)
	read := one("x", fmt.Sprintf("  company_id = %q\n  email = \"user1@acme.example\"", company))
	many := fmt.Sprintf("data \"spotnana_users\" \"x\" {\n  company_id = %q\n}\n", company)
	for _, c := range []struct {
		config, method, path string
		status               int
		body                 string
		want                 []string
	}{
		{read, "GET", "/v2/users", 200, `{"elements":[{"email":"` + secret() + `"}]}`, []string{"elements[0] has no id"}},
		{read, "GET", "/v2/users", 200, `[]`, []string{"the answer has no list of users"}},
		{read, "GET", "/v2/users/*", 200, `{"personalInfo":"` + secret() + `"}`, []string{"the answer is not this user"}},
		{read, "GET", "/v2/users/*", 200, `{"id":"` + other + `"}`, []string{"Another object was answered"}},
		{read, "GET", "/v2/users/*", 200, `{"id":"` + userID(1) + `","personalInfo":"` + secret(), []string{"not valid JSON"}},
		{read, "GET", "/v2/users/*", 500, `{"personalInfo":"` + secret() + `"}`, []string{"Spotnana failed"}},
		{many, "POST", "/v3/users/list", 200, `{"users":[{"x":"` + secret() + `"}],"pagination":{"totalNumResults":1}}`, []string{"users[0] has no id"}},
		{many, "POST", "/v3/users/list", 200, `{"users":[]}`, []string{"the answer does not say how many users there are"}},
		{many, "POST", "/v3/users/list", 200, `{"users":{},"pagination":{"totalNumResults":0}}`, []string{"users is not an array"}},
		{many, "POST", "/v3/users/list", 400, `{"users":"` + secret() + `"}`, []string{"Something other than Spotnana answered"}},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Provider("max_retries = 0")+c.config)
		s.AddFaults(sandbox.Fault{Method: c.method, Path: c.path, Reply: &sandbox.Reply{Status: c.status, Body: c.body}})
		tf.Fails([]string{"plan"}, c.want...)
		s.ClearFaults()
	}
}

// The users of a company and of a TMC are listed on all pages, as the filters say.
func TestAccUsers(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	for n := range 205 {
		person(t, s, n, func(profile, business map[string]any) {
			switch n {
			case 1:
				business["officeRef"], business["departmentRef"], business["costCenterRef"] = map[string]any{"id": other}, map[string]any{"id": entity}, map[string]any{"id": company}
			case 2:
				profile["isActive"] = false
			case 3:
				profile["persona"] = "GUEST"
				profile["tier"] = "SEAT1A"
				business["designation"] = "Director"
			}
		})
	}
	many := func(label, arguments string) string {
		return fmt.Sprintf("data \"spotnana_users\" %q {\n%s\n}\n", label, arguments)
	}
	in := fmt.Sprintf("  company_id = %q\n", company)
	ids := func(label string, want ...int) statecheck.StateCheck {
		exact := make([]knownvalue.Check, len(want))
		for i, n := range want {
			exact[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": knownvalue.StringExact(userID(n))})
		}
		return statecheck.ExpectKnownValue("data.spotnana_users."+label, tfjsonpath.New("users"), knownvalue.ListExact(exact))
	}
	size := func(label string, want int) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.spotnana_users."+label, tfjsonpath.New("users"), knownvalue.ListSizeExact(want))
	}
	first := func(attribute, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.spotnana_users.office", tfjsonpath.New("users").AtSliceIndex(0).AtMapKey(attribute), knownvalue.StringExact(want))
	}
	s.Test(resource.TestStep{
		Config: s.Config(many("all", in), many("everybody", in+`  user_status_filter = "ALL"`), many("left", in+`  user_status_filter = "INACTIVE"`),
			many("tmc", fmt.Sprintf("  tmc_id = %q\n  search_text = \"USER204@\"", tmc)),
			many("office", in+fmt.Sprintf("  filters = [{ office_ids = [%q], department_ids = [%q], cost_center_ids = [%q], legal_entity_ids = [%q] }]", other, entity, company, entity)),
			many("either", in+fmt.Sprintf("  filters = [{ user_ids = [%q], emails = [\"user7@acme.example\"] }, { personas = [\"GUEST\"], tiers = [\"SEAT1A\"], designations = [\"director\"] }, { external_ids = [] }]\n"+
				"  sort = { sort_by = \"NAME\", sort_order = \"DESCENDING\" }\n  region = \"DE\"", userID(7))),
			many("both", in+"  filters = [{ personas = [\"GUEST\"], external_ids = [\"ext-7\"] }]"), many("roles", in+"  filters = [{ roles = [\"COMPANY_ADMIN\"] }]"),
			many("none", in+"  filters = []"), many("nobody", in+"  filters = [{ emails = [] }]")),
		ConfigStateChecks: []statecheck.StateCheck{
			size("all", 204), size("everybody", 205), ids("left", 2), ids("tmc", 204), ids("office", 1), ids("either", 7, 3), ids("both"), ids("roles"), ids("none"), ids("nobody"),
			first("email", "user1@acme.example"), first("employee_id", "E-1"), first("external_id", "ext-1"), first("company_id", company), first("legal_entity_id", entity),
			first("office_id", other), first("department_id", entity), first("cost_center_id", company), first("persona", "EMPLOYEE"),
		},
	})
	tf := acctest.NewTerraform(t)
	for arguments, want := range map[string][]string{
		"":                                       {"Error: Exactly one of company_id and tmc_id is needed"},
		in + fmt.Sprintf("  tmc_id = %q", tmc):   {"Error: Only one of company_id and tmc_id can be set"},
		fmt.Sprintf("  company_id = %q", nobody): {"Error: Not found at Spotnana: cannot read spotnana_users", "The users of company " + nobody + " were asked for", "check company_id"},
		in + "  filters = [{ department_id = [] }]": {"Error: Nothing is set in filters[0]"},
	} {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(many("x", arguments)))
		tf.Fails([]string{"plan"}, want...)
	}
}

// The policies of a user are those that the platform says.
func TestAccUserApplicablePolicies(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	person(t, s, 1, nil)
	person(t, s, 2, func(_, business map[string]any) { business["departmentRef"] = map[string]any{"id": other} })
	policies := func(label string, n int) string {
		return fmt.Sprintf("data \"spotnana_user_applicable_policies\" %q {\n  user_id = %q\n  depends_on = [spotnana_policy.test]\n}\n", label, userID(n))
	}
	policy := fmt.Sprintf("resource \"spotnana_policy\" \"test\" {\n  company_id = %q\n  name = \"Engineering\"\n  type = \"GROUP\"\n  currency = { currency_code = \"EUR\" }\n  user_groups = [{ departments = [%q] }]\n}\n", company, other)
	names := func(label, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.spotnana_user_applicable_policies."+label, tfjsonpath.New("policies"), knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectExact(map[string]knownvalue.Check{"id": knownvalue.NotNull(), "name": knownvalue.StringExact(want)}),
		}))
	}
	s.Test(resource.TestStep{
		Config:            s.Config(policy, policies("default", 1), policies("group", 2)),
		ConfigStateChecks: []statecheck.StateCheck{names("default", "Default policy"), names("group", "Engineering")},
	})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_user_applicable_policies\" \"x\" {\n  user_id = %q\n}\n", nobody)))
	tf.Fails([]string{"plan"}, "Error: No such user: cannot read spotnana_user_applicable_policies", nobody)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_user_applicable_policies\" \"x\" {\n  user_id = %q\n}\n", userID(1))))
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/users/*/applicable-policies", Reply: &sandbox.Reply{Status: 200, Body: `[]`}})
	tf.Fails([]string{"plan"}, "the answer has no list of policies")
	s.AddFaults(sandbox.Fault{Method: "GET", Path: "/v2/users/*/applicable-policies", Reply: &sandbox.Reply{Status: 200, Body: `{}`}})
	tf.OK("apply", "-auto-approve")
}

// Nothing of a profile but what the documentation names is in a state, in a plan, in what Terraform prints or in a log at trace
// level: the profile has a canary everywhere else, for which the end of each test looks.
func TestAccUser_privacy(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s)
	person(t, s, 1, nil)
	config := acctest.RequiredProvider + s.Config(one("x", fmt.Sprintf("  company_id = %q\n  external_id = \"ext-1\"", company)),
		fmt.Sprintf("data \"spotnana_users\" \"x\" {\n  company_id = %q\n  search_text = \"user1\"\n}\n", company),
		fmt.Sprintf("data \"spotnana_company\" \"x\" {\n  id = %q\n}\n", company))
	acctest.NewTerraform(t).Conceals(config, secret(), "1984-05-06", "Engineer", "identityDocs", "passport")
}
