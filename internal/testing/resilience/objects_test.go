package resilience_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// kinds are those of the objects that a configuration can have, parents first.
var kinds = []sandbox.Kind{
	sandbox.Companies, sandbox.PartnerPublicKeys, sandbox.Policies, sandbox.Trips, sandbox.TripAgentNotes, sandbox.UniteCompanies,
}

const (
	stranger    = "0b8f1d52-6c0e-4f4b-9a55-2f7c3f1c9a77"
	strangeTrip = "1234567890"
	traveler    = "4974a66b-7493-4f41-908c-58ba81093947"
)

// insertStrangers inserts objects that somebody else made: with the names of others, but other content or parents.
func insertStrangers(t *testing.T, s *acctest.Server) {
	t.Helper()
	for _, o := range []struct {
		kind       sandbox.Kind
		parent, id string
		object     map[string]any
	}{
		{sandbox.Companies, "", stranger, map[string]any{"id": stranger, "name": "Acme", "billingCurrency": "USD", "companyRoles": []any{"ORG"}}},
		{sandbox.Policies, stranger, stranger, map[string]any{"id": stranger, "name": "Engineering", "type": "GROUP",
			"currency": map[string]any{"currencyCode": "EUR"}, "userGroups": []any{map[string]any{"departments": []any{"eng"}}}}},
		{sandbox.Trips, "", strangeTrip, map[string]any{"basicTripInfo": map[string]any{"tripId": strangeTrip, "tripName": "Kick-off",
			"tripDescription": "Theirs", "userId": map[string]any{"id": traveler}}}},
	} {
		if err := s.Insert(o.kind, o.parent, o.id, o.object); err != nil {
			t.Fatal(err)
		}
	}
}

// objects are the documents of all objects by kind and id, without what the server counts.
func objects(t *testing.T, s *acctest.Server) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, kind := range kinds {
		for _, id := range s.List(kind) {
			object, err := s.Get(kind, id)
			if err != nil {
				t.Fatal(err)
			}
			for _, counted := range []string{"version", "updatedAt"} {
				delete(object, counted)
			}
			parts := map[string]map[string]any{"": object}
			if kind == sandbox.Trips { // whose settings are sent in a request of their own
				metadata := member(object, "basicTripInfo", "tripMetadata")
				parts[" settings"] = map[string]any{"contacts": metadata["tripContacts"], "preferences": metadata["tripCommunicationPreferences"]}
				delete(metadata, "tripContacts")
				delete(metadata, "tripCommunicationPreferences")
			}
			for name, part := range parts {
				text, err := json.Marshal(part)
				if err != nil {
					t.Fatal(err)
				}
				out[string(kind)+" "+id+name] = string(text)
			}
		}
	}
	return out
}

// member is an object within an object.
func member(o map[string]any, names ...string) map[string]any {
	for _, name := range names {
		o, _ = o[name].(map[string]any)
	}
	return o
}

// forget takes away all objects but those that were there at the start, and the state in a folder.
func forget(t *testing.T, s *acctest.Server, dir string, start map[string]string) {
	t.Helper()
	for _, kind := range slices.Backward(kinds) {
		for _, id := range s.List(kind) {
			if start[string(kind)+" "+id] != "" {
				continue
			}
			if err := s.Remove(kind, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "terraform.tfstate*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}
