package agentnote_test

import (
	"fmt"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// An API that has empty texts all the same may keep them: what is imported is planned as it is.
func TestAccAgentNote_emptyTexts(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	config := func(name, note string) string {
		return acctest.RequiredProvider + s.Config(fmt.Sprintf(`
resource "spotnana_trip" "test" {
  name          = %q
  user_id       = %q
  trip_contacts = [{ label = %[1]q, name = "Front desk" }]
}
resource "spotnana_trip_agent_note" "test" {
  trip_id = spotnana_trip.test.id
  note    = %[3]q
}
`, name, "4974a66b-7493-4f41-908c-58ba81093947", note))
	}
	tf.Write("main.tf", config("Kick-off", "Hurry."))
	tf.OK("apply", "-auto-approve")
	trip, _ := s.Only(sandbox.Trips)
	note, _ := s.Only(sandbox.TripAgentNotes)
	s.EditOnly(sandbox.TripAgentNotes, func(n map[string]any) { n["note"] = "" })
	s.EditOnly(sandbox.Trips, func(trip map[string]any) {
		basic := trip["basicTripInfo"].(map[string]any)
		basic["tripName"] = ""
		basic["tripMetadata"].(map[string]any)["tripContacts"].([]any)[0].(map[string]any)["label"] = ""
	})
	imports := fmt.Sprintf("import {\n  to = spotnana_trip.test\n  id = %q\n}\nimport {\n  to = spotnana_trip_agent_note.test\n  id = %q\n}\n", trip, trip+"/"+note)
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", config("", "")+imports)
	tf.Prints([]string{"apply", "-auto-approve"}, "2 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(imports))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 2 to import, 0 to add, 0 to change, 0 to destroy")
}
