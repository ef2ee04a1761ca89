package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// empties are resources and data sources with local.nothing wherever an empty text has no meaning.
func empties() map[string]string {
	var resources, data strings.Builder
	for _, s := range subject.Resources() {
		resources.WriteString(s.Block("test", "local.nothing", s.Empty))
		data.WriteString(s.EmptyData)
	}
	for _, r := range subject.Readings() {
		data.WriteString(r.EmptyData)
	}
	return map[string]string{"resources": resources.String(), "data sources": data.String()}
}

// Empty texts are refused before anything is sent, each at its attribute: in the plan, or when they turn out to be empty.
func TestAccEmptyTexts(t *testing.T) {
	t.Parallel()
	for kind, blocks := range empties() {
		errors := strings.Count(blocks, "local.nothing")
		for _, c := range []struct{ name, nothing, known string }{
			{"empty", `""`, "true"}, {"white space", `" \u00a0\n"`, "true"}, {"not known before", `""`, "false"},
		} {
			t.Run(strings.ReplaceAll(kind+" "+c.name, " ", "_"), func(t *testing.T) {
				t.Parallel()
				s := acctest.NewServer(t)
				tf := acctest.NewTerraform(t)
				nothing := c.nothing
				if c.known == "false" {
					nothing = "terraform_data.nothing.output"
				}
				tf.Write("main.tf", acctest.RequiredProvider+s.Provider(s.Unite())+blocks+fmt.Sprintf(`
resource "terraform_data" "nothing" {
  input = %s
}
locals {
  nothing = %s
}
`, c.nothing, nothing))
				out, code := tf.Run("apply", "-auto-approve")
				if got := strings.Count(out, "Error: Empty text for "); code != 1 || got != errors || strings.Count(out, "Error: ") != got {
					t.Errorf("apply ended with %d and %d errors of %d: %s", code, got, errors, out)
				}
				if n := len(s.Requests()); n != 0 {
					t.Errorf("%d requests were sent", n)
				}
			})
		}
	}
}

// A data source that takes texts is among those that are given empty ones.
func TestEmptyTexts_all(t *testing.T) {
	t.Parallel()
	server, err := acctest.Factories()["spotnana"]()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	blocks := empties()["data sources"]
	for name, schema := range answer.DataSourceSchemas {
		takes := slices.ContainsFunc(schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Required || a.Optional })
		if takes && !strings.Contains(blocks, fmt.Sprintf("data %q", name)) {
			t.Errorf("no EmptyData of the test subjects has the data source %s", name)
		}
	}
}
