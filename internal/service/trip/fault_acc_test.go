package trip_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// Whatever happens to a create, there is one trip with its contacts in the end, and it is in state.
func TestAccTrip_createFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		fault   sandbox.Fault
		posts   int
		adopted bool
	}{
		{"connection killed after the commit", sandbox.Fault{Commit: true, Drop: true}, 1, true},
		{"500 after the commit", sandbox.Fault{Commit: true, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")}, 1, true},
		{"answer without an id", sandbox.Fault{Commit: true, Reply: &sandbox.Reply{Status: 201, Body: "{}"}}, 1, true},
		{"503 before the commit", sandbox.Fault{Reply: sandbox.ErrorReply(503, "UNAVAILABLE", "Come back.")}, 2, false},
		{"429", sandbox.Fault{Reply: sandbox.ErrorReply(429, "TOO_MANY_REQUESTS", "Slow down.")}, 2, false},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			tc.fault.Method, tc.fault.Path = "POST", collection
			s.AddFaults(tc.fault)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff(people)))
			out := tf.OK("apply", "-auto-approve")
			if got := strings.Contains(out, `Warning: Adopted trip "Kick-off"`); got != tc.adopted {
				t.Errorf("adopted with a warning: %v, expected %v: %s", got, tc.adopted, out)
			}
			id, trip := s.Only(sandbox.Trips)
			if !strings.Contains(tf.Read("terraform.tfstate"), id) {
				t.Errorf("the trip %s is not in state", id)
			}
			if contacts, _ := member(trip, "basicTripInfo", "tripMetadata")["tripContacts"].([]any); len(contacts) != 2 {
				t.Errorf("the trip has the contacts %v", contacts)
			}
			if got := len(s.Sent("POST", collection)); got != tc.posts {
				t.Errorf("%d creates were sent, expected %d", got, tc.posts)
			}
			tf.NoChanges()
		})
	}
}

// A run that was killed between its two requests left a trip without contacts.
func TestAccTrip_createBesideEqual(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	id := insert(t, s, 1, map[string]any{"tripName": "Kick-off", "startDate": day("2026-02-01")})
	s.Test(
		resource.TestStep{
			Config:      s.Config(kickoff(people)),
			ExpectError: regexp.MustCompile(`(?s)Trip "Kick-off" exists already.*import \{\s+to = spotnana_trip\.<name>\s+id = "` + id + `"\s+\}`),
		},
		// Another content is another trip.
		resource.TestStep{
			PreConfig: func() {
				if posts := s.Sent("POST", collection); len(posts) != 0 {
					t.Errorf("%d creates were sent beside an equal trip", len(posts))
				}
			},
			Config: s.Config(kickoff(`start_date = "2026-03-01"`)),
			Check: func(*terraform.State) error {
				if ids := s.List(sandbox.Trips); len(ids) != 2 {
					t.Errorf("there are the trips %v", ids)
				}
				return nil
			},
		},
	)
}

// A trip that the API cannot sum up is listed apart from the others, and found there: after a lost answer, and by another
// run.
func TestAccTrip_createNotSummedUp(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/list") {
			s.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, r)
		page := strings.Replace(answer.Body.String(), `"tripSummaries"`, `"failedTripSummaries"`, 1)
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.WriteHeader(answer.Code)
		_, _ = io.WriteString(w, page)
	}))
	t.Cleanup(front.Close)
	at := *s
	at.URL = front.URL
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true})
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(kickoff("")))
	tf.Prints([]string{"apply", "-auto-approve"}, `Warning: Adopted trip "Kick-off"`)
	tf.NoChanges()

	id, _ := s.Only(sandbox.Trips)
	other := acctest.NewTerraform(t)
	other.Write("main.tf", acctest.RequiredProvider+at.Config(kickoff("")))
	other.Fails([]string{"apply", "-auto-approve"}, `Trip "Kick-off" exists already`, id)
	if posts := s.Sent("POST", collection); len(posts) != 1 {
		t.Errorf("%d creates were sent", len(posts))
	}
}

// Two equal trips in one configuration are two trips.
func TestAccTrip_createTwins(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff("count = 2"+people)))
	s.AddFaults(sandbox.Fault{Method: "POST", Path: collection, Commit: true, Drop: true})
	tf.OK("apply", "-auto-approve")
	if ids := s.List(sandbox.Trips); len(ids) != 2 {
		t.Errorf("there are the trips %v", ids)
	}
	tf.NoChanges()
}

// The API does not show a new trip at once; then its contacts wait too.
func TestAccTrip_createNotVisible(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	s.SetModes(sandbox.Modes{HideCreated: 2})
	s.Test(
		resource.TestStep{Config: s.Config(kickoff(people))},
		resource.TestStep{Config: s.Config(kickoff(people)), ConfigPlanChecks: preApply(plancheck.ExpectEmptyPlan())},
	)
	hidden := 0
	for _, e := range s.Sent("GET", detail) {
		if e.Status == http.StatusNotFound {
			hidden++
		}
	}
	if hidden != 2 {
		t.Errorf("%d reads did not find the trip, expected 2", hidden)
	}
}

// After the create nothing is an error: not the contacts, and not the reads.
func TestAccTrip_createUnfinished(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault sandbox.Fault
		texts []string
		// left says that the next plan has something to do.
		left bool
	}{
		"contacts refused": {
			sandbox.Fault{Method: "POST", Path: item, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "No.")},
			[]string{"was made, but not completed", "Code: FORBIDDEN"}, true,
		},
		"contacts left open": {
			sandbox.Fault{Method: "POST", Path: item, Commit: true, Drop: true},
			[]string{"was made, but not completed"}, false,
		},
		"unreadable": {
			sandbox.Fault{Method: "GET", Path: detail, Reply: sandbox.ErrorReply(500, "INTERNAL", "Oops.")},
			[]string{"was made, but not completed", "Code: INTERNAL"}, true,
		},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			s.AddFaults(tc.fault)
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff(people)))
			tf.Prints([]string{"apply", "-auto-approve"}, tc.texts...)
			id, _ := s.Only(sandbox.Trips)
			if !strings.Contains(tf.Read("terraform.tfstate"), id) {
				t.Error("the trip is not in state")
			}
			actions, _ := tf.Changes(tf.Plan(), address)
			if (actions == "update") != tc.left {
				t.Errorf("the next plan has %q", actions)
			}
			tf.OK("apply", "tfplan")
			tf.NoChanges()
			if _, trip := s.Only(sandbox.Trips); member(trip, "basicTripInfo", "tripMetadata")["tripContacts"] == nil {
				t.Error("the trip has no contacts")
			}
			if posts := s.Sent("POST", collection); len(posts) != 1 {
				t.Errorf("%d creates were sent", len(posts))
			}
		})
	}
}

// Of the two requests of an update either may fail; what was done is said, and the next apply does the rest.
func TestAccTrip_updateFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		fault sandbox.Fault
		// fails are the texts of the error, none where there is no error.
		fails []string
		// rest are the requests of the next apply.
		rest []string
	}{
		{"rename refused", sandbox.Fault{Method: "PUT", Path: rename, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "No.")},
			[]string{"cannot update trip", "Code: FORBIDDEN", "The contacts of the trip, which go in a request of their own, were not sent"},
			[]string{"PUT " + rename, "POST " + item}},
		{"contacts refused", sandbox.Fault{Method: "POST", Path: item, Reply: sandbox.ErrorReply(403, "FORBIDDEN", "No.")},
			[]string{"cannot update trip", "Code: FORBIDDEN", "name and description of the trip were changed before that"},
			[]string{"POST " + item}},
		{"contacts lost", sandbox.Fault{Method: "POST", Path: item, Drop: true},
			[]string{"cannot update trip", "name and description of the trip were changed before that"},
			[]string{"POST " + item}},
		{"answer lost", sandbox.Fault{Method: "POST", Path: item, Commit: true, Drop: true}, nil, nil},
		{"answer of the rename lost", sandbox.Fault{Method: "PUT", Path: rename, Commit: true, Drop: true}, nil, nil},
	} {
		t.Run(strings.ReplaceAll(tc.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			tf := acctest.NewTerraform(t)
			write := func(config string) { tf.Write("main.tf", acctest.RequiredProvider+s.Config(config)) }
			write(kickoff(`start_date = "2026-03-01"`))
			tf.OK("apply", "-auto-approve")
			// A date that bookings moved must not pass for a failed update.
			edit(s, func(_, basic map[string]any) { basic["startDate"] = day("2026-03-03") })

			s.AddFaults(tc.fault)
			write(strings.Replace(kickoff(`start_date = "2026-03-01"`+people), "Kick-off", "Kickoff", 1))
			if tc.fails != nil {
				tf.Fails([]string{"apply", "-auto-approve"}, tc.fails...)
			} else {
				tf.OK("apply", "-auto-approve")
			}
			s.ResetRequests()
			tf.OK("apply", "-auto-approve")
			writes(t, s, tc.rest...)
			tf.NoChanges()
			_, trip := s.Only(sandbox.Trips)
			basic := member(trip, "basicTripInfo")
			if contacts, _ := member(basic, "tripMetadata")["tripContacts"].([]any); basic["tripName"] != "Kickoff" || len(contacts) != 2 {
				t.Errorf("the trip is %v", basic)
			}
		})
	}
}

// Only the API's own 404 means that a trip is gone.
func TestAccTrip_gone(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff("")))
	tf.OK("apply", "-auto-approve")
	s.AddFaults(sandbox.Fault{Method: "GET", Path: detail, Reply: sandbox.PageReply(404)})
	tf.Fails([]string{"plan"}, `cannot read trip "Kick-off"`, "404 Not Found")
	s.AddFaults(sandbox.Fault{Method: "GET", Path: detail, Reply: &sandbox.Reply{Status: 200, Body: "{}"}})
	tf.Fails([]string{"plan"}, `Error: Unexpected answer: cannot read trip "Kick-off"`, "the answer is not this trip")
	id, _ := s.Only(sandbox.Trips)
	if err := s.Remove(sandbox.Trips, id); err != nil {
		t.Fatal(err)
	}
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "create" {
		t.Errorf("the plan has %q", actions)
	}
	tf.OK("destroy", "-auto-approve")
}
