package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// What was made can be imported with the configuration that made it: nothing is sent that changes anything, and nothing is
// left to plan.
func TestAccProvider_importRoundTrip(t *testing.T) {
	t.Parallel()
	s := acctest.NewUnrecordedServer(t)
	config := acctest.RequiredProvider + s.Provider(s.Unite()) + everything
	tf := acctest.NewTerraform(t)
	tf.Write("main.tf", config)
	tf.OK("apply", "-auto-approve")
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Type   string
					Values map[string]any
				}
			} `json:"root_module"`
		}
	}
	tf.JSON(&state, "show", "-json")
	ids := map[*subject.Subject]string{}
	for _, r := range state.Values.Root.Resources {
		about := subject.Of(r.Type)
		ids[about] = about.StoredID(subject.TextOf(r.Values))
	}
	var imports strings.Builder
	for _, about := range subject.Resources() {
		object, err := s.Get(about.Kind, ids[about])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&imports, "import {\n  to = %s\n  id = %q\n}\n", about.Address("test"),
			about.ImportPath(func(above *subject.Subject) string { return ids[above] }, about.OwnID(ids[about], object)))
	}
	s.ResetRequests()
	tf = acctest.NewTerraform(t)
	tf.Write("main.tf", config+imports.String())
	tf.Prints([]string{"apply", "-auto-approve"}, fmt.Sprintf("%d imported, 0 added", len(ids)), "0 destroyed")
	tf.NoChanges()
	if sent := s.Writes(); len(sent) > 0 {
		t.Errorf("the import sends %v", sent)
	}
}
