package customfield_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_custom_field.test"
	collection = "/v2/companies/*/questions"
	company    = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`
)

// customField is one with this name, these numbers as options, and further arguments.
func customField(name string, options []int, arguments string) string {
	var list strings.Builder
	for _, n := range options {
		fmt.Fprintf(&list, "    { display_code = \"%d\", display_value = \"Option %d\" },\n", n, n)
	}
	return fmt.Sprintf("\nresource \"spotnana_custom_field\" \"test\" {\n  company_id = spotnana_company.test.id\n  name = %q\n  question_format = \"CHECKBOX\"\n"+
		"  is_required = true\n  is_disabled = false\n  option_info = { source = \"MANUAL\", options = [\n%s  ] }\n%s\n}\n", name, list.String(), arguments)
}

// upTo are the numbers from 1 to n.
func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// optionsSent is how many options the last update had.
func optionsSent(t *testing.T, s *acctest.Server) int {
	t.Helper()
	info, _ := s.LastBody("PUT", collection+"/*")["optionInfo"].(map[string]any)
	options, _ := info["options"].([]any)
	return len(options)
}

// Options that an answer cuts short are those of the state: nothing is planned, and an update sends all of them.
func TestAccCustomField_cutOptions(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{CutOptions: true})
	tf := acctest.NewTerraform(t)
	apply := func(name string, options int) {
		t.Helper()
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, customField(name, upTo(options), "")))
		tf.OK("apply", "-auto-approve")
		tf.NoChanges()
	}
	apply("Purpose", 14)
	apply("Purpose of the trip", 14)
	if n := optionsSent(t, s); n != 14 {
		t.Errorf("a change of the name sends %d options", n)
	}
	apply("Purpose of the trip", 15)
	apply("Purpose of the trip", 12)
	if n := optionsSent(t, s); n != 12 {
		t.Errorf("a change of the options sends %d", n)
	}
}

// After an import nobody knows the options that the answer lacks: no update is sent until all of them are configured as they are.
func TestAccCustomField_cutOptionsImported(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{CutOptions: true})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, customField("Purpose", upTo(12), "")))
	tf.OK("apply", "-auto-approve")
	companyID, _ := s.Company()
	id, _ := s.Only(sandbox.CustomFields)
	tf.OK("state", "rm", address)
	block := fmt.Sprintf("import {\n  to = %s\n  id = \"%s/%s\"\n}\n", address, companyID, id)
	write := func(name string, options []int) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, customField(name, options, ""), block))
	}
	write("Purpose", upTo(10))
	tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed")
	tf.NoChanges()
	s.ResetRequests()
	for _, c := range []struct {
		name    string
		options []int
	}{{"Another", upTo(10)}, {"Purpose", upTo(9)}, {"Purpose", upTo(13)}, {"Purpose", append(upTo(9), 11, 12, 13)}} {
		write(c.name, c.options)
		tf.Fails([]string{"apply", "-auto-approve"}, "Error: Not all options are known: cannot update custom field", "with "+address, "10 of the 12 options",
			"Nothing was sent. Configure all 12 options as they are at Spotnana", "-replace")
	}
	if sent := s.Writes(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
	write("Purpose", upTo(12))
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	write("Another", upTo(11))
	tf.OK("apply", "-auto-approve")
	if n := optionsSent(t, s); n != 11 {
		t.Errorf("sent %d options", n)
	}
}

// Options that the API makes of the company's objects are never configured: an answer that cuts them short stands in the way of no update.
func TestAccCustomField_cutOptionsOfCompany(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{CutOptions: true})
	tf := acctest.NewTerraform(t)
	write := func(name string) {
		tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, fmt.Sprintf(`
resource "spotnana_custom_field" "test" {
  company_id      = spotnana_company.test.id
  name            = %q
  question_format = "CHECKBOX"
  is_required     = true
  is_disabled     = false
  option_info     = { source = "COMPANY_CONFIG", source_metadata = { company_config = { options_param = "COST_CENTER" } } }
}
`, name)))
	}
	write("Purpose")
	tf.OK("apply", "-auto-approve")
	made := make([]any, 12)
	for i := range made {
		made[i] = map[string]any{"displayCode": fmt.Sprint(i)}
	}
	s.EditOnly(sandbox.CustomFields, func(o map[string]any) {
		info, _ := o["optionInfo"].(map[string]any)
		info["options"], info["totalNumOptions"] = made, json.Number("12")
	})
	write("Purpose of the trip")
	tf.OK("apply", "-auto-approve")
	sent := s.LastBody("PUT", collection+"/*")
	if info, _ := sent["optionInfo"].(map[string]any); sent["name"] != "Purpose of the trip" || info["source"] != "COMPANY_CONFIG" || info["options"] != nil {
		t.Errorf("sent %v", sent)
	}
}

// The type of the question is set by an update after the create. What a question names must be of its company, where the API checks.
func TestAccCustomField_references(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	s.SetModes(sandbox.Modes{CheckReferences: true})
	const others = `
resource "spotnana_company" "other" {
  name                = "Other"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
resource "spotnana_grade" "test" {
  company_id = spotnana_company.test.id
  name       = "Director"
}
resource "spotnana_department" "test" {
  company_id = spotnana_company.test.id
  name       = "Engineering"
}
resource "spotnana_department" "other" {
  company_id = spotnana_company.other.id
  name       = "Engineering"
}
`
	tf := acctest.NewTerraform(t)
	asked := func(of string) string {
		return customField("Purpose", upTo(2), "  question_type = { pre_search_question_type = \"PURPOSE_OF_TRIP\" }\n  match_conditions = { traveler_conditions = { department_ids = ["+of+"] } }")
	}
	write := func(of string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, others, asked(of))) }
	write("spotnana_grade.test.id")
	tf.Fails([]string{"apply", "-auto-approve"}, "There is no department", "match_conditions.traveler_conditions.department_ids")
	write("spotnana_department.other.id")
	tf.Fails([]string{"apply", "-auto-approve"}, "belongs to another company")
	write("spotnana_department.test.id")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	if post, put := s.LastBody("POST", collection), s.LastBody("PUT", collection+"/*"); post["questionType"] != nil || put["questionType"] == nil {
		t.Errorf("created by %v, updated by %v", post, put)
	}
}

// A create needs a format. The data sources find custom fields by id and name.
func TestAccCustomField_dataSources(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := company + customField("Purpose", upTo(2), "")
	data := func(kind, label, arguments string) string {
		return fmt.Sprintf("data %q %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_custom_field.test]\n  %s\n}\n", kind, label, arguments)
	}
	s.Test(resource.TestStep{
		Config: s.Config(config, data("spotnana_custom_field", "id", "id = spotnana_custom_field.test.id"), data("spotnana_custom_field", "name", `name = "Purpose"`),
			data("spotnana_custom_fields", "all", "")),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.spotnana_custom_field.id", tfjsonpath.New("option_info").AtMapKey("options"), knownvalue.ListSizeExact(2)),
			statecheck.ExpectKnownValue("data.spotnana_custom_field.name", tfjsonpath.New("question_format"), knownvalue.StringExact("CHECKBOX")),
			statecheck.ExpectKnownValue("data.spotnana_custom_fields.all", tfjsonpath.New("custom_fields").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("Purpose")),
		},
	})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, strings.Replace(customField("Purpose", upTo(2), ""), "question_format = \"CHECKBOX\"\n", "", 1)))
	tf.Fails([]string{"plan"}, "Error: question_format is required for a new custom field")
}
