package agentnote_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

const (
	address    = "spotnana_trip_agent_note.test"
	collection = "/v2/trips/*/agent-notes"
	booking    = "9876543210"
)

// note is a trip with a note, to which lines add.
func note(text, lines string) string {
	return fmt.Sprintf(`
resource "spotnana_trip" "test" {
  name    = "Kick-off"
  user_id = "4974a66b-7493-4f41-908c-58ba81093947"

  allow_deletion_with_bookings = true
}
resource "spotnana_trip_agent_note" "test" {
  trip_id = spotnana_trip.test.id
  note    = %q
  %s
}
`, text, lines)
}

func action(a plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, a)}}
}

// texts are the notes in the sandbox.
func texts(t *testing.T, s *acctest.Server) []string {
	t.Helper()
	var out []string
	for _, id := range s.List(sandbox.TripAgentNotes) {
		n, err := s.Get(sandbox.TripAgentNotes, id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(n["note"]))
	}
	slices.Sort(out)
	return out
}

func are(t *testing.T, s *acctest.Server, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := texts(t, s); !slices.Equal(got, want) {
			return fmt.Errorf("the sandbox has the notes %v, want %v", got, want)
		}
		return nil
	}
}

func book(t *testing.T, s *acctest.Server) {
	t.Helper()
	err := s.Edit(sandbox.Trips, s.List(sandbox.Trips)[0], func(trip map[string]any) {
		trip["pnrs"] = []any{map[string]any{"pnrId": booking, "data": map[string]any{}}}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The id, which the answer to the create lacks, comes from the list; whatever changes replaces the note.
func TestAccAgentNote_basic(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	importID := func(st *terraform.State) (string, error) {
		r := st.RootModule().Resources[address].Primary
		return r.Attributes["trip_id"] + "/" + r.ID, nil
	}
	s.Test(
		resource.TestStep{
			Config:           s.Config(note("Window seat.", "")),
			ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringFunc(func(id string) error {
					if ids := s.List(sandbox.TripAgentNotes); !slices.Equal(ids, []string{id}) {
						return fmt.Errorf("state has the id %s, the sandbox has %v", id, ids)
					}
					return nil
				})),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("created_at"), knownvalue.StringRegexp(regexp.MustCompile(`^20..-`))),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("pnr_id"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			Config:           s.Config(note("Window seat.", "")),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		resource.TestStep{
			Config:           s.Config(note("Aisle seat.", "")),
			ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
			Check:            are(t, s, "Aisle seat."),
		},
		resource.TestStep{
			PreConfig:        func() { book(t, s) },
			Config:           s.Config(note("Aisle seat.", fmt.Sprintf("pnr_id = %q", booking))),
			ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
			Check:            are(t, s, "Aisle seat."),
		},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: "1", ExpectError: regexp.MustCompile(`form <trip_id>/<id>`)},
	)
	if diff := cmp.Diff(map[string]any{"note": "Aisle seat.", "pnrId": booking}, s.LastBody("POST", collection)); diff != "" {
		t.Errorf("body of the create (-want +got)\n%s", diff)
	}
}

// Equal notes of one configuration are several notes.
func TestAccAgentNote_equal(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(note("Hurry.", "count = 3")))
	tf.OK("apply", "-auto-approve")
	if got := texts(t, s); len(got) != 3 {
		t.Errorf("the sandbox has the notes %v", got)
	}
	state := tf.Read("terraform.tfstate")
	for _, id := range s.List(sandbox.TripAgentNotes) {
		if !strings.Contains(state, id) {
			t.Errorf("the note %s is not in state", id)
		}
	}
	// One list serves them all.
	s.ResetRequests()
	tf.NoChanges()
	if lists := s.Sent("GET", collection); len(lists) != 1 {
		t.Errorf("%d lists were read for three notes", len(lists))
	}
}

// A note that an agent wrote is imported into a generated configuration that changes nothing.
func TestAccAgentNote_importGenerated(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(note("Window seat.", "")))
	tf.OK("apply", "-auto-approve")
	book(t, s)
	ids := s.List(sandbox.TripAgentNotes)
	trip := s.List(sandbox.Trips)[0]
	if err := s.Edit(sandbox.TripAgentNotes, ids[0], func(n map[string]any) { n["pnrId"] = booking }); err != nil {
		t.Fatal(err)
	}
	s.ResetRequests()
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, trip+"/"+ids[0])))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
	if generated := tf.Read("generated.tf"); !strings.Contains(generated, `"Window seat."`) || !strings.Contains(generated, booking) {
		t.Errorf("the generated configuration is %s", generated)
	}
	tf.Prints([]string{"apply", "-auto-approve"}, "Resources: 1 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
	if writes := s.Writes(); len(writes) != 0 {
		t.Errorf("these requests were sent: %v", writes)
	}
}

// Whatever happens to a create, there is one note in the end, and it is in state.
func TestAccAgentNote_createFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		fault   sandbox.Fault
		adopted bool
	}{
		{"connection killed after the commit", sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true}, true},
		// The second list is the one that looks for the id. It is asked again.
		{"list that has the id fails", sandbox.Fault{Method: "GET", Path: collection, Skip: 1, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")}, false},
		{"503 before the commit", sandbox.Fault{Method: "POST", Path: collection, Reply: sandbox.ErrorReply(503, "UNAVAILABLE", "Come back.")}, false},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			s.AddFaults(tc.fault)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(note("Hurry.", "")))
			out := tf.OK("apply", "-auto-approve")
			if got := strings.Contains(out, "Warning: Adopted agent note"); got != tc.adopted {
				t.Errorf("adopted with a warning: %v, expected %v: %s", got, tc.adopted, out)
			}
			if ids := s.List(sandbox.TripAgentNotes); len(ids) != 1 || !strings.Contains(tf.Read("terraform.tfstate"), ids[0]) {
				t.Errorf("one note should be in state: the sandbox has %v", ids)
			}
			tf.NoChanges()
		})
	}
}

// rewriting is the server behind an API that stores texts in its own way.
func rewriting(t *testing.T, s *acctest.Server, stored func(string) string) *acctest.Server {
	t.Helper()
	return behind(t, s, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		document := acctest.Object(t, body)
		document["note"] = stored(fmt.Sprint(document["note"]))
		body, err = json.Marshal(document)
		if err != nil {
			t.Error(err)
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		s.ServeHTTP(w, r)
	})
}

// behind is the server behind a front that serves what writes notes.
func behind(t *testing.T, s *acctest.Server, post http.HandlerFunc) *acctest.Server {
	t.Helper()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/agent-notes") {
			post(w, r)
			return
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	at := *s
	at.URL = front.URL
	return &at
}

func addMarkup(note string) string { return "<p>" + html.EscapeString(note) + "</p>" }

// inState demands that each note of the sandbox is in state.
func inState(t *testing.T, s *acctest.Server, tf *acctest.Terraform) {
	t.Helper()
	state := tf.Read("terraform.tfstate")
	for _, id := range s.List(sandbox.TripAgentNotes) {
		if !strings.Contains(state, id) {
			t.Errorf("the note %s is not in state", id)
		}
	}
}

// Where the API adds markup, a note whose create was lost is known all the same, and so is one that no state knows:
// an import brings it back.
func TestAccAgentNote_markupLost(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	at := rewriting(t, s, addMarkup)
	tf := acctest.NewTerraform(t)
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true})
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(note("Hurry.", "")))
	tf.Prints([]string{"apply", "-auto-approve"}, "Warning: Adopted agent note")
	inState(t, s, tf)
	tf.OK("state", "rm", address)
	id := s.List(sandbox.Trips)[0] + "/" + s.List(sandbox.TripAgentNotes)[0]
	tf.Fails([]string{"apply", "-auto-approve"}, "exists already", id)
	tf.Write("import.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id))
	tf.OK("apply", "-auto-approve")
	inState(t, s, tf)
	tf.OK("plan", "-detailed-exitcode")
	if got := texts(t, s); !slices.Equal(got, []string{"<p>Hurry.</p>"}) {
		t.Errorf("the sandbox has the notes %v", got)
	}
}

// A note that the API stores in other words cannot be told from those of others: it is written once, and shown.
func TestAccAgentNote_otherWords(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	at := rewriting(t, s, func(string) string { return "Censored." })
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(note("Damn.", "")))
	out, code := tf.Run("apply", "-auto-approve")
	ids := s.List(sandbox.TripAgentNotes)
	if code != 1 || len(ids) != 1 || len(s.Sent("POST", collection)) != 1 {
		t.Fatalf("apply ended with %d, and the sandbox has the notes %v: %s", code, ids, out)
	}
	id := s.List(sandbox.Trips)[0] + "/" + ids[0]
	for _, text := range []string{"Cannot find the new agent note", "would make a second one", "import {", id} {
		if !strings.Contains(out, text) {
			t.Errorf("apply does not say %q: %s", text, out)
		}
	}
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(note("Censored.", ""), fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id)))
	tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed")
	tf.NoChanges()
}

// A list may be behind, and an agent may write a note in that moment: that is not taken for the new one.
func TestAccAgentNote_besideAnAgents(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	const theirs = "fc68b68a-ed0a-4aa3-9099-bc7c1211acf1"
	at := behind(t, s, func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		err := s.Insert(sandbox.TripAgentNotes, s.List(sandbox.Trips)[0], theirs, map[string]any{
			"noteId": map[string]any{"id": theirs}, "note": "The passenger is diabetic.", "createdAt": map[string]any{"iso8601": "2026-01-01T00:00Z"},
			"updatedAt": map[string]any{"iso8601": "2026-01-01T00:00Z"}, "senderInfo": map[string]any{"email": "agent@acme.example"},
		})
		if err != nil {
			t.Error(err)
		}
	})
	s.SetModes(sandbox.Modes{HideCreated: 2})
	tf := acctest.NewTerraform(t)
	config := note("Hurry.", "")
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(config))
	if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, "Warning") {
		t.Errorf("a list that is behind warns: %s", out)
	}
	tf.NoChanges()
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(config[:strings.Index(config, `resource "spotnana_trip_agent_note"`)]))
	tf.OK("apply", "-auto-approve")
	if got := texts(t, s); !slices.Equal(got, []string{"The passenger is diabetic."}) {
		t.Errorf("the sandbox has the notes %v", got)
	}
}

// Notes that are written at once are told apart, equal ones too, however far the list is behind.
func TestAccAgentNote_atOnce(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{HideCreated: 1})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(strings.Replace(note("Note ", "count = 12"), `"Note "`, `"Note ${count.index % 6}"`, 1)))
	tf.OK("apply", "-auto-approve", "-parallelism=12")
	if got := len(s.List(sandbox.TripAgentNotes)); got != 12 || len(s.Sent("POST", collection)) != 12 {
		t.Errorf("the sandbox has %d notes", got)
	}
	inState(t, s, tf)
	tf.NoChanges()
}

// Of two notes that are written at once the list has the second first. It is not taken for the first.
func TestAccAgentNote_outOfOrder(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	const first, second = "One.", "Two."
	var hidden atomic.Int32
	secondMade := make(chan struct{})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/agent-notes") {
			s.ServeHTTP(w, r)
			return
		}
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		body := answer.Body.Bytes()
		switch {
		case bytes.Contains(sent, []byte(second)):
			close(secondMade)
		case r.Method == http.MethodPost:
			<-secondMade
		case bytes.Contains(body, []byte(first)) && hidden.Add(1) <= 3:
			document := acctest.Object(t, body)
			notes, _ := document["agentNotes"].([]any)
			document["agentNotes"] = slices.DeleteFunc(notes, func(n any) bool {
				listed, _ := n.(map[string]any)
				return listed["note"] == first
			})
			if body, err = json.Marshal(document); err != nil {
				t.Error(err)
			}
		}
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.WriteHeader(answer.Code)
		_, _ = w.Write(body)
	}))
	t.Cleanup(front.Close)
	at := *s
	at.URL = front.URL
	tf := acctest.NewTerraform(t)
	config := strings.Replace(note("Note", "count = 2"), `"Note"`, fmt.Sprintf(`[%q, %q][count.index]`, first, second), 1)
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(config))
	if out := tf.OK("apply", "-auto-approve"); strings.Contains(out, "Warning") {
		t.Errorf("a list that is behind warns: %s", out)
	}
	if got := texts(t, s); !slices.Equal(got, []string{first, second}) {
		t.Errorf("the sandbox has the notes %v", got)
	}
	inState(t, s, tf)
	tf.NoChanges()
}

// A note that is gone is written again; one that goes with its trip is gone too.
func TestAccAgentNote_gone(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(note("Hurry.", "")))
	tf.OK("apply", "-auto-approve")
	edit := func(change func(n map[string]any)) {
		if err := s.Edit(sandbox.TripAgentNotes, s.List(sandbox.TripAgentNotes)[0], change); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(n map[string]any) { n["updatedAt"] = map[string]any{"iso8601": "2026-01-01T00:00Z"} })
	if out := tf.OK("plan"); strings.Contains(out, "Warning") {
		t.Errorf("bookkeeping of the server warns: %s", out)
	}
	edit(func(n map[string]any) { n["note"] = "Take your time." })
	tf.Prints([]string{"plan"}, "No changes", "was changed outside Terraform", `- note is "Take your time.", and state has "Hurry."`)

	if err := s.Remove(sandbox.TripAgentNotes, s.List(sandbox.TripAgentNotes)[0]); err != nil {
		t.Fatal(err)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan has %q", actions)
	}
	tf.OK("apply", "tfplan")
	if err := s.Remove(sandbox.Trips, s.List(sandbox.Trips)[0]); err != nil {
		t.Fatal(err)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan has %q", actions)
	}
	tf.OK("destroy", "-auto-approve")
}
