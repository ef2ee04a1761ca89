package agentnote_test

import (
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

const notesOfTrip = `
data "spotnana_trip_agent_notes" "test" {
  trip_id    = spotnana_trip.test.id
  depends_on = [spotnana_trip_agent_note.test]
}
`

// The notes of a trip are listed with all that the API tells of them, those that were made in the same run and those of agents.
func TestAccAgentNotesDataSource(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	const source, theirs = "data.spotnana_trip_agent_notes.test", "fc68b68a-ed0a-4aa3-9099-bc7c1211acf1"
	at := func(i int, names ...string) tfjsonpath.Path {
		p := tfjsonpath.New("agent_notes").AtSliceIndex(i)
		for _, name := range names {
			p = p.AtMapKey(name)
		}
		return p
	}
	text := func(i int, want string, names ...string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(source, at(i, names...), knownvalue.StringExact(want))
	}
	s.Test(
		resource.TestStep{
			Config: s.Config(note("Window seat.", ""), notesOfTrip),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(source, tfjsonpath.New("agent_notes"), knownvalue.ListSizeExact(1)),
				text(0, "Window seat.", "note"), text(0, "User", "sender_info", "name", "family1"),
				statecheck.ExpectKnownValue(source, at(0, "id"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue(source, at(0, "updated_at"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue(source, at(0, "pnr_id"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			PreConfig: func() {
				insertNote(t, s, theirs)
				insertNote(t, s, "")
			},
			Config: s.Config(note("Window seat.", ""), notesOfTrip),
			ConfigStateChecks: []statecheck.StateCheck{
				// Not those of other trips.
				statecheck.ExpectKnownValue(source, tfjsonpath.New("agent_notes"), knownvalue.ListSizeExact(2)),
				text(1, theirs, "id"), text(1, "He is &lt;diabetic&gt;.", "note"), text(1, booking, "pnr_id"),
				text(1, "agent@acme.example", "sender_info", "email"), text(1, "SEAT1A", "sender_info", "tier"),
				text(1, "2026-01-01T00:00Z", "created_at"), text(1, "2026-01-02T00:00Z", "updated_at"),
			},
		},
	)
}

// insertNote puts an agent's note with this id into the sandbox, below its trip; without an id below another one.
func insertNote(t *testing.T, s *acctest.Server, id string) {
	t.Helper()
	trip := s.List(sandbox.Trips)[0]
	if id == "" {
		id, trip = "0f1d7c0e-4c1c-4a86-9d61-3f1f8d0f6a3a", "1"
	}
	err := s.Insert(sandbox.TripAgentNotes, trip, id, map[string]any{
		"noteId": map[string]any{"id": id}, "note": "He is &lt;diabetic&gt;.", "pnrId": booking,
		"createdAt": map[string]any{"iso8601": "2026-01-01T00:00Z"}, "updatedAt": map[string]any{"iso8601": "2026-01-02T00:00Z"},
		"senderInfo": map[string]any{"email": "agent@acme.example", "tier": "SEAT1A"},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A trip without notes has an empty list; one that there is not, and an answer that is no list, are errors.
func TestAccAgentNotesDataSource_none(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	config := note("", "")
	s.Test(resource.TestStep{
		Config: s.Config(config[:strings.Index(config, `resource "spotnana_trip_agent_note"`)], strings.Replace(notesOfTrip, "depends_on = [spotnana_trip_agent_note.test]", "", 1)),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("data.spotnana_trip_agent_notes.test", tfjsonpath.New("agent_notes"), knownvalue.ListSizeExact(0)),
		},
	})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("data \"spotnana_trip_agent_notes\" \"test\" {\n  trip_id = %q\n}\n", "1")))
	tf.Fails([]string{"plan"}, "cannot read spotnana_trip_agent_notes", "Status: 404 Not Found", "GET /v2/trips/1/agent-notes")
	s.AddFaults(sandbox.Fault{Method: "GET", Path: collection, Reply: &sandbox.Reply{Status: 200, Body: `{"agentNotes":[{"note":"x"}]}`}})
	tf.Fails([]string{"plan"}, "cannot read spotnana_trip_agent_notes", "agentNotes[0] has no id")
}
