package trip_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// mail is a trip's communication preferences, with these lines for mail by its occasion.
func mail(lines string) string {
	return "trip_communication_preferences = { trip_email_preferences = { bucket_email_preferences = {\n" + lines + "\n} } }\n"
}

const everyMail = `
  bucket_types = ["REMINDERS", "FLIGHT_UPDATES"]
  is_enabled   = true
  to_emails    = ["ada@acme.example"]
  cc_emails    = ["travel@acme.example", "desk@acme.example"]
  bcc_emails   = ["archive@acme.example"]`

// buckets is what the API has for mail by its occasion, without what says nothing.
func buckets(s *acctest.Server) map[string]any {
	_, trip := s.Only(sandbox.Trips)
	out := member(trip, "basicTripInfo", "tripMetadata", "tripCommunicationPreferences", "tripEmailPreferences", "bucketEmailPreferences")
	maps.DeleteFunc(out, func(_ string, v any) bool {
		list, isList := v.([]any)
		return v == false || isList && len(list) == 0
	})
	return out
}

// keeping is the server behind an API that keeps what a request leaves out, at any depth.
func keeping(t *testing.T, s *acctest.Server) *acctest.Server {
	t.Helper()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/v3/trips/") && !strings.HasSuffix(r.URL.Path, "/list") {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			_, trip := s.Only(sandbox.Trips)
			document := acctest.Object(t, body)
			for name, v := range document {
				document[name] = united(member(trip, "basicTripInfo", "tripMetadata")[name], v)
			}
			if body, err = json.Marshal(document); err != nil {
				t.Error(err)
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	at := *s
	at.URL = front.URL
	return &at
}

func united(old, sent any) any {
	before, wasObject := old.(map[string]any)
	now, isObject := sent.(map[string]any)
	if !wasObject || !isObject {
		return sent
	}
	out := maps.Clone(before)
	for name, v := range now {
		out[name] = united(before[name], v)
	}
	return out
}

// Preferences are set after the create, changed and removed, whether the API replaces them or keeps what a request leaves
// out.
func TestAccTrip_preferences(t *testing.T) {
	t.Parallel()
	for _, keeps := range []bool{false, true} {
		t.Run(fmt.Sprintf("keeps=%v", keeps), func(t *testing.T) {
			t.Parallel()
			s := acctest.NewServer(t)
			at := s
			if keeps {
				at = keeping(t, s)
			}
			tf := acctest.NewTerraform(t)
			apply := func(lines string, requests ...string) {
				t.Helper()
				s.ResetRequests()
				tf.Write("main.tf", acctest.RequiredProvider+at.Config(kickoff(lines)))
				out := tf.OK("apply", "-auto-approve")
				if isEmpty := strings.Contains(lines, "preferences = {}"); strings.Contains(out, "Warning") != isEmpty {
					t.Errorf("the apply of an empty section (%t) prints: %s", isEmpty, out)
				}
				writes(t, s, requests...)
				tf.NoChanges()
			}
			has := func(want map[string]any) {
				t.Helper()
				if diff := cmp.Diff(want, buckets(s)); diff != "" {
					t.Errorf("preferences (-want +got)\n%s", diff)
				}
			}
			apply(mail(everyMail)+people, "POST "+collection, "POST "+item)
			has(map[string]any{"bucketTypes": []any{"REMINDERS", "FLIGHT_UPDATES"}, "isEnabled": true, "toEmails": []any{"ada@acme.example"},
				"ccEmails": []any{"travel@acme.example", "desk@acme.example"}, "bccEmails": []any{"archive@acme.example"}})

			fewer := "bucket_types = [\"REMINDERS\"]\ncc_emails = [\"desk@acme.example\"]"
			apply(mail(fewer)+people, "POST "+item)
			if got := s.LastBody("POST", item); got["tripContacts"] != nil {
				t.Errorf("contacts that did not change are sent: %v", got)
			}
			has(map[string]any{"bucketTypes": []any{"REMINDERS"}, "ccEmails": []any{"desk@acme.example"}})

			apply(people, "POST "+item)
			has(map[string]any{})
			apply(mail(fewer), "POST "+item)
			has(map[string]any{"bucketTypes": []any{"REMINDERS"}, "ccEmails": []any{"desk@acme.example"}})
			// What says nothing is nothing, also where it is configured.
			apply(mail("bucket_types = []"), "POST "+item)
			apply("trip_communication_preferences = {}", "POST "+item)
			apply("")
		})
	}
}

// What somebody else sets shows where the configuration is silent, and an import takes it.
func TestAccTrip_preferencesOutside(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(kickoff("")))
	tf.OK("apply", "-auto-approve")
	id, _ := s.Only(sandbox.Trips)
	set := func(preferences any) {
		edit(s, func(_, basic map[string]any) {
			member(basic, "tripMetadata")["tripCommunicationPreferences"] = preferences
		})
	}
	within := func(buckets map[string]any) any {
		return map[string]any{"tripEmailPreferences": map[string]any{"bucketEmailPreferences": buckets}}
	}
	for _, nothing := range []any{map[string]any{}, within(map[string]any{"bucketTypes": []any{}, "isEnabled": false})} {
		set(nothing)
		tf.NoChanges()
	}
	set(within(map[string]any{"bucketTypes": []any{"REMINDERS"}, "bccEmails": []any{"spy@acme.example"}, "x_injectedOther": "kept"}))
	if actions, _ := tf.Changes(tf.Plan(), address); actions != "update" {
		t.Errorf("the plan has %q", actions)
	}
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", acctest.RequiredProvider+s.Config(fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id)))
	tf.Prints([]string{"plan", "-generate-config-out=generated.tf"}, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy")
	tf.OK("apply", "-auto-approve")
	tf.NoChanges()
	text := tf.Read("generated.tf")
	if !strings.Contains(text, "spy@acme.example") {
		t.Errorf("the configuration lacks the preferences: %s", text)
	}
	tf.Write("generated.tf", strings.Replace(text, "spy@acme.example", "archive@acme.example", 1))
	tf.OK("apply", "-auto-approve")
	want := map[string]any{"bucketTypes": []any{"REMINDERS"}, "bccEmails": []any{"archive@acme.example"}, "x_injectedOther": "kept"}
	if diff := cmp.Diff(want, buckets(s)); diff != "" {
		t.Errorf("preferences (-want +got)\n%s", diff)
	}
}
