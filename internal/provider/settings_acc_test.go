package provider_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

// Settings are taken over whatever the API answers where nobody set any, show what changes outside, are updated without losing what
// they do not know, imported without a difference, and left by a destroy as their pages say.
func TestAccProvider_settings(t *testing.T) {
	t.Parallel()
	mode := sandbox.Modes{}
	for _, about := range subject.Resources() {
		if about.Sole == nil {
			continue
		}
		// How an API answers that nobody set any is the engine's to tell, so each of them meets one way.
		mode.EmptySettings = !mode.EmptySettings
		answers := mode
		t.Run(fmt.Sprint(about.Name, "_empty_", answers.EmptySettings), func(t *testing.T) {
			t.Parallel()
			s, tf := acctest.NewServer(t), acctest.NewTerraform(t)
			s.SetModes(answers)
			write := func(arguments string) {
				tf.Write("main.tf", acctest.RequiredProvider+s.Config(company, about.Block("test", "spotnana_company.test.id", arguments)))
			}
			write(about.Config)
			tf.Prints([]string{"apply", "-auto-approve"}, "takes over the "+about.Title+" of")
			tf.NoChanges()
			s.EditOnly(about.Kind, func(o map[string]any) { o["x_injected"] = "theirs" })
			s.EditOnly(about.Kind, about.Silent)
			tf.OK("apply", "-auto-approve")
			tf.NoChanges()
			write(about.Changed())
			tf.OK("apply", "-auto-approve")
			tf.NoChanges()
			id, o := s.Only(about.Kind)
			if about.Sole.Method != http.MethodPatch && o["x_injected"] != "theirs" {
				t.Errorf("the update left %v", o)
			}
			companyID, _ := s.Company()
			tf.OK("state", "rm", about.Address("test"))
			tf.Write("import.tf", fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", about.Address("test"), about.ImportPath(func(*subject.Subject) string { return companyID }, "")))
			tf.Prints([]string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed")
			tf.Write("import.tf", "")
			tf.NoChanges()
			// Somebody resets them: the next apply sets them again.
			if err := s.Remove(about.Kind, id); err != nil {
				t.Fatal(err)
			}
			tf.OK("apply", "-auto-approve")
			tf.NoChanges()
			tf.Write("main.tf", acctest.RequiredProvider+s.Config(company))
			out := tf.OK("apply", "-auto-approve")
			if left := len(s.List(about.Kind)); (left == 1) != about.Sole.Stays {
				t.Errorf("a destroy leaves %d: %s", left, out)
			}
		})
	}
}
