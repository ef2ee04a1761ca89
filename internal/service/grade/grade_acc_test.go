package grade_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const company = `
resource "spotnana_company" "test" {
  name                = "Acme"
  billing_currency    = "EUR"
  company_roles       = ["ORG"]
  deletion_protection = false
}
`

func grade(name string) string {
	return fmt.Sprintf("resource \"spotnana_grade\" \"test\" {\n  company_id = spotnana_company.test.id\n  name = %q\n}\n", name)
}

// The body of an update is the name, without the id. A destroy says nothing of users, of which the API has no word here.
func TestAccGrade(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.Test(
		resource.TestStep{Config: s.Config(company, grade("Director"))},
		resource.TestStep{Config: s.Config(company, grade("Executive"))},
	)
	const item = "/v2/companies/*/grades/*"
	sent, err := json.Marshal(s.LastBody("PUT", item))
	if err != nil || string(sent) != `{"name":"Executive"}` {
		t.Errorf("updated by %s", sent)
	}
	if got := s.Sent("DELETE", item); len(got) != 1 || len(got[0].Query) > 0 {
		t.Errorf("deleted by %v", got)
	}
}

// The data sources find grades by id, name and text.
func TestAccGrade_dataSources(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := company + grade("Director")
	var checks []statecheck.StateCheck
	for label, c := range map[string]struct {
		kind, arguments string
		path            tfjsonpath.Path
		want            knownvalue.Check
	}{
		"id":   {"spotnana_grade", "id = spotnana_grade.test.id", tfjsonpath.New("name"), knownvalue.StringExact("Director")},
		"name": {"spotnana_grade", `name = "Director"`, tfjsonpath.New("name"), knownvalue.StringExact("Director")},
		"all":  {"spotnana_grades", "", tfjsonpath.New("grades"), knownvalue.ListSizeExact(1)},
		"some": {"spotnana_grades", "grade_ids = [spotnana_company.test.id]", tfjsonpath.New("grades"), knownvalue.ListSizeExact(0)},
		"text": {"spotnana_grades", `search_text = "rect"`, tfjsonpath.New("grades"), knownvalue.ListSizeExact(1)},
	} {
		config += fmt.Sprintf("data %q %q {\n  company_id = spotnana_company.test.id\n  depends_on = [spotnana_grade.test]\n  %s\n}\n", c.kind, label, c.arguments)
		checks = append(checks, statecheck.ExpectKnownValue("data."+c.kind+"."+label, c.path, c.want))
	}
	s.Test(resource.TestStep{Config: s.Config(config), ConfigStateChecks: checks})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, "data \"spotnana_grade\" \"x\" {\n  company_id = spotnana_company.test.id\n}\n"))
	tf.Fails([]string{"plan"}, "Exactly one of id and name is needed")
}
