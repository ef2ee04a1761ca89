package company_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// uuid is the id of the nth company that a test inserts.
func uuid(n int) string { return fmt.Sprintf("5f0c2a7e-3b1d-4c6a-9e8f-%012d", n) }

// insertMany adds companies called "Company 0" and so on.
func insertMany(t *testing.T, s *acctest.Server, n int) {
	t.Helper()
	for i := range n {
		insert(t, s, uuid(i), map[string]any{"name": fmt.Sprint("Company ", i), "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	}
}

func value(address, attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), want)
}

// A company is found by its id, its external id, or its name, also on the second page of the list.
func TestAccCompanyDataSource_lookups(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insertMany(t, s, 101)
	insert(t, s, uuid(500), map[string]any{
		"name": "ACME", "externalId": "acme-1", "billingCurrency": "EUR", "companyRoles": []any{"ORG", "GLOBAL"}, "isActive": true,
		"designationTree": map[string]any{"name": "CEO", "children": []any{map[string]any{"name": "CTO"}}},
		"connectors":      []any{map[string]any{"connectorType": "HR_FEED_CONNECTOR", "connectorId": map[string]any{"id": uuid(1)}}},
		"emailClientConfig": map[string]any{"client": "SENDGRID", "defaultSenderAddress": "a@acme.example",
			"credentials": map[string]any{"emailClientSecretKey": map[string]any{"secretKey": acctest.Secrets["secret_key"], "versionId": "1"}}},
	})
	var checks []statecheck.StateCheck
	for _, by := range []string{"id", "external_id", "name"} {
		address := "data.spotnana_company.by_" + by
		checks = append(checks,
			value(address, "id", knownvalue.StringExact(uuid(500))),
			value(address, "name", knownvalue.StringExact("ACME")),
			value(address, "external_id", knownvalue.StringExact("acme-1")),
			value(address, "is_active", knownvalue.Bool(true)),
			value(address, "company_roles", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("ORG"), knownvalue.StringExact("GLOBAL")})),
			value(address, "designation_tree", knownvalue.StringExact(`{"children":[{"name":"CTO"}],"name":"CEO"}`)),
			value(address, "connectors", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
				"connector_type": knownvalue.StringExact("HR_FEED_CONNECTOR"), "connector_id": knownvalue.StringExact(uuid(1))})})),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("email_client_config").AtMapKey("credentials").AtMapKey("email_client_secret_key"),
				knownvalue.ObjectExact(map[string]knownvalue.Check{"version_id": knownvalue.StringExact("1")})),
		)
	}
	s.Test(resource.TestStep{
		Config: s.Config(fmt.Sprintf(`
data "spotnana_company" "by_id" {
  id = %q
}
data "spotnana_company" "by_external_id" {
  external_id = "acme-1"
}
data "spotnana_company" "by_name" {
  name = "ACME"
}`, uuid(500))),
		ConfigStateChecks: checks,
	})
}

func TestAccCompanyDataSource_errors(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insert(t, s, uuid(1), map[string]any{"name": "Twin", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	insert(t, s, uuid(2), map[string]any{"name": "Twin", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}})
	tf := acctest.NewTerraform(t)
	for _, tc := range []struct {
		name, arguments string
		want            []string
	}{
		{"none", "", []string{"Error: Exactly one of id, name and external_id is needed", "sets 0 of them"}},
		{"two", "id = \"a\"\n name = \"b\"", []string{"Error: Exactly one of id, name and external_id is needed", "sets 2 of them"}},
		{"no such name", `name = "twin"`, []string{"Error: No company has the name \"twin\": cannot read spotnana_company"}},
		{"no such external id", `external_id = "x"`, []string{`Error: No company has the external id "x"`}},
		{"no such id", fmt.Sprintf("id = %q", uuid(9)), []string{"Error: No such company: cannot read spotnana_company", "Status: 404 Not Found Code: NOT_FOUND", "Trace id: sandbox-0"}},
		{"ambiguous", `name = "Twin"`, []string{`2 companies have the name "Twin"`, uuid(1), uuid(2)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tf := tf.In(t)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config("data \"spotnana_company\" \"test\" {\n"+tc.arguments+"\n}"))
			tf.Fails([]string{"plan"}, tc.want...)
		})
	}
}

// The list has all pages, and its filters work together.
func TestAccCompaniesDataSource_basic(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	insertMany(t, s, 205)
	ref := func(n int) map[string]any { return map[string]any{"id": uuid(n)} }
	insert(t, s, uuid(500), map[string]any{"name": "TMC", "billingCurrency": "EUR", "companyRoles": []any{"TMC"}})
	insert(t, s, uuid(501), map[string]any{"name": "A", "billingCurrency": "EUR", "companyRoles": []any{"ORG"}, "contractedBy": ref(500), "bookingTmcId": ref(500)})
	insert(t, s, uuid(502), map[string]any{"name": "B", "billingCurrency": "EUR", "companyRoles": []any{"PARTNER_TMC"}, "contractedBy": ref(500), "externalId": "b-1"})
	queries := map[string]string{
		"all":         "",
		"roles":       `company_roles = ["TMC", "PARTNER_TMC"]`,
		"ids":         fmt.Sprintf("company_ids = [%q, %q]", uuid(501), uuid(3)),
		"contracting": fmt.Sprintf("contracting_tmc_ids = [%q]", uuid(500)),
		"booking":     fmt.Sprintf("booking_tmc_ids = [%q]", uuid(500)),
		"external":    `external_id = "b-1"`,
		"together":    fmt.Sprintf("contracting_tmc_ids = [%q]\n company_roles = [\"PARTNER_TMC\"]", uuid(500)),
		"nothing":     `external_id = "none"`,
	}
	config := ""
	for _, name := range slices.Sorted(maps.Keys(queries)) {
		config += fmt.Sprintf("data \"spotnana_companies\" %q {\n  %s\n}\n", name, queries[name])
	}
	names := map[string][]string{
		"roles": {"TMC", "B"}, "ids": {"Company 3", "A"}, "contracting": {"A", "B"}, "booking": {"A"},
		"external": {"B"}, "together": {"B"}, "nothing": {},
	}
	names["all"] = []string{}
	for i := range 205 {
		names["all"] = append(names["all"], fmt.Sprint("Company ", i))
	}
	names["all"] = append(names["all"], "TMC", "A", "B")
	var checks []statecheck.StateCheck
	for query, want := range names {
		checks = append(checks, statecheck.ExpectKnownValue("data.spotnana_companies."+query, tfjsonpath.New("companies"), namesAre(want)))
	}
	s.Test(resource.TestStep{Config: s.Config(config), ConfigStateChecks: checks})
}

// namesAre checks the names in a list of references.
type namesAre []string

// CheckValue implements [knownvalue.Check].
func (want namesAre) CheckValue(v any) error {
	list, _ := v.([]any)
	got := []string{}
	for _, e := range list {
		m, _ := e.(map[string]any)
		name, _ := m["name"].(string)
		got = append(got, name)
	}
	if diff := cmp.Diff([]string(want), got); diff != "" {
		return fmt.Errorf("names (-want +got)\n%s", diff)
	}
	return nil
}

// String implements [knownvalue.Check].
func (want namesAre) String() string { return fmt.Sprint([]string(want)) }

// A data source may depend on a company of the same configuration.
func TestAccCompanyDataSource_ofResource(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{
			Config: s.Config(acme(""), "data \"spotnana_company\" \"test\" {\n  id = spotnana_company.test.id\n}"),
			ConfigStateChecks: []statecheck.StateCheck{
				value("data.spotnana_company.test", "name", knownvalue.StringExact("ACME")),
			},
		},
	)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config("data \"spotnana_companies\" \"test\" {\n  company_roles = [\"org\"]\n}"))
	tf.Fails([]string{"plan"}, `"org" is written "ORG"`)
}
