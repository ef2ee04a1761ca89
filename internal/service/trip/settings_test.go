package trip

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

type object = map[string]any

// Only what differs is sent, with what goes emptied at any depth: no string can be.
func TestChangedSettings(t *testing.T) {
	const contacts, preferences = "tripContacts", "tripCommunicationPreferences"
	live := object{"tripName": "X", contacts: []any{object{"name": "Ada", "isPrimary": true}},
		preferences: object{"a": object{"on": true, "list": []any{"x"}, "text": "x"}, "b": object{"list": []any{"x"}}}}
	emptied := object{"a": object{"on": false, "list": []any{}}, "b": object{"list": []any{}}}
	for name, c := range map[string]struct {
		body, want object
		what       string
	}{
		"nothing":            {live, object{}, ""},
		"another name":       {object{"tripName": "Y", contacts: live[contacts], preferences: live[preferences]}, object{}, ""},
		"no contacts":        {object{preferences: live[preferences]}, object{contacts: []any{}}, "contacts"},
		"other contacts":     {object{contacts: []any{object{"name": "Bob"}}, preferences: live[preferences]}, object{contacts: []any{object{"name": "Bob"}}}, "contacts"},
		"no preferences":     {object{contacts: live[contacts]}, object{preferences: emptied}, "communication preferences"},
		"neither":            {object{}, object{contacts: []any{}, preferences: emptied}, "contacts and communication preferences"},
		"empty preferences":  {object{contacts: live[contacts], preferences: object{}}, object{preferences: emptied}, "communication preferences"},
		"a part of them":     {object{contacts: live[contacts], preferences: object{"a": object{"list": []any{"y"}}}}, object{preferences: object{"a": object{"on": false, "list": []any{"y"}}, "b": object{"list": []any{}}}}, "communication preferences"},
		"more of them":       {object{contacts: live[contacts], preferences: object{"a": object{"on": true, "list": []any{"x"}, "text": "x"}, "b": object{"list": []any{"x"}}, "c": "y"}}, object{preferences: object{"a": object{"on": true, "list": []any{"x"}, "text": "x"}, "b": object{"list": []any{"x"}}, "c": "y"}}, "communication preferences"},
		"objects from texts": {object{contacts: live[contacts], preferences: object{"a": "text", "b": object{"list": []any{"x"}}}}, object{preferences: object{"a": "text", "b": object{"list": []any{"x"}}}}, "communication preferences"},
	} {
		got, what := changedSettings(c.body, live)
		if diff := cmp.Diff(c.want, got); diff != "" || what != c.what {
			t.Errorf("%s: %q (-want +got)\n%s", name, what, diff)
		}
	}
	if got, _ := changedSettings(object{preferences: object{"a": "x"}}, object{}); !cmp.Equal(object{preferences: object{"a": "x"}}, got) {
		t.Errorf("the first preferences are sent as %v", got)
	}
	if !isCleared(emptied) || isCleared(live[preferences]) || isCleared(object{"a": ""}) {
		t.Error("what is sent to clear is not what counts as cleared")
	}
}
