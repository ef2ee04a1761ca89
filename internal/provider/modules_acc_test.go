package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// The module of the examples passes its own tests: with made-up answers, and in the sandbox.
func TestAccProvider_modules(t *testing.T) {
	t.Parallel()
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_9_0) // variables refer to each other
	if err := os.CopyFS(tf.Dir, os.DirFS(filepath.Join(examples, "modules/travel-policy"))); err != nil {
		t.Fatal(err)
	}
	// The provider runs in this process, in another folder than Terraform.
	const file = "tests/sandbox.tftest.hcl"
	tf.Write(file, strings.ReplaceAll(tf.Read(file), `"sandbox.json"`, fmt.Sprintf("%q", filepath.Join(tf.Dir, "sandbox.json"))))
	tf.OK("init", "-input=false")
	tf.Prints([]string{"test"}, "8 passed, 0 failed.")
}
