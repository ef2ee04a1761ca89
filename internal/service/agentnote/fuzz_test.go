package agentnote

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/codectest"
)

func FuzzDecode(f *testing.F) { codectest.Fuzz(f, field.ForResource(Tree())) }

// FuzzList is for what the data source reads.
func FuzzList(f *testing.F) {
	codectest.Fuzz(f, field.ForData(ListTree()), []byte(`{"agentNotes":[{"noteId":{"id":"1"},"note":"a &lt; b","pnrId":"2","createdAt":{"iso8601":"2026-01-01T00:00Z"},`+
		`"updatedAt":{"iso8601":"2026-01-01T00:00Z"},"senderInfo":{"userOrgId":{"userId":{"id":"3"},"organizationId":{"id":"4"}},"email":"a@acme.example",`+
		`"name":{"given":"A","family1":"B"},"tier":"SEAT1A","phoneNumber":{"countryCode":49,"nationalNumber":30},"isActive":true}},{}]}`))
}
