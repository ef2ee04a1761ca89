package acctest

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
)

// StoredPolicy is one of the documents with which policies are tested ("complete_policy"), as Terraform has it, numbers as their text. It is for tests
// of packages that stand beside the services.
func StoredPolicy(t *testing.T, document string) map[string]any {
	t.Helper()
	data, err := os.ReadFile("../service/policy/testdata/" + document + ".json") //nolint:gosec // our own folder
	if err != nil {
		t.Fatal(err)
	}
	attributes, err := codec.Complete(field.ForResource(policy.Tree()), Object(t, data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(attributes)
	if err != nil {
		t.Fatal(err)
	}
	return Object(t, text)
}
