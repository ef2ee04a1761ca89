package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/configuration"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
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

// A price that changes in the table of the module is one price in the plan, one line of the summary, and one row of the review, which points at
// the line of the table.
func TestAccProvider_modulesTable(t *testing.T) {
	t.Parallel()
	s := acctest.NewServer(t)
	tf := acctest.NewTerraform(t)
	tf.RequireVersion(tfversion.Version1_9_0)
	if err := os.CopyFS(filepath.Join(tf.Dir, "travel-policy"), os.DirFS(filepath.Join(examples, "modules/travel-policy"))); err != nil {
		t.Fatal(err)
	}
	main := s.Provider() + `
terraform {
  required_providers {
    spotnana = { source = "travel-as-code/spotnana" }
  }
}

resource "spotnana_company" "acme" {
  name                = "Acme Robotics"
  company_roles       = ["ORG"]
  billing_currency    = "EUR"
  deletion_protection = false
}

module "sales" {
  source     = "./travel-policy"
  company_id = spotnana_company.acme.id
  name       = "Sales"
  currency   = "EUR"
  cabins     = { domestic = [{ from_hours = 0, cabin = "ECONOMY" }] }
  approvers  = { HOTEL = ["manager"] }

  hotel_caps = {
    "Paris, FR"  = 180
    "Munich, DE" = 140
    "other"      = 140
  }
}

output "sales" { value = module.sales.summary }
`
	tf.Write("main.tf", main)
	tf.OK("init", "-input=false")
	tf.OK("apply", "-auto-approve")
	tf.Write("main.tf", strings.Replace(main, `"Munich, DE" = 140`, `"Munich, DE" = 160`, 1))
	plan := tf.OK("plan", "-no-color", "-out=tfplan")
	for _, want := range []string{"~ amount = 140 -> 160", "Hotel in Munich, DE: at most 160 EUR a night", "Plan: 0 to add, 1 to change, 0 to destroy."} {
		if strings.Count(plan, want) != 1 {
			t.Errorf("the plan does not have once %q", want)
		}
	}
	if n := strings.Count(plan, "->"); n != 1 {
		t.Errorf("the plan shows %d changes:\n%s", n, plan)
	}

	read, err := planjson.Read([]byte(tf.OK("show", "-json", "tfplan")))
	if err != nil {
		t.Fatal(err)
	}
	places, err := configuration.ReadPlaces(tf.Dir)
	if err != nil {
		t.Fatal(err)
	}
	report := review.New(read, func(address, path string, planned map[string]any) review.Place {
		at, _ := places.Of(address, path, planned)
		return review.Place{File: filepath.Base(at.File), Line: at.Line}
	})
	line := 1 + strings.Count(main[:strings.Index(main, `"Munich, DE"`)], "\n")
	if want := fmt.Sprintf("| Hotel in Munich, DE | at most 140 EUR a night | at most 160 EUR a night | **loosened** | main.tf:%d |\n", line); !strings.Contains(report.Markdown(), want) ||
		len(report.Policies) != 1 || len(report.Policies[0].Rules) != 1 || len(report.Others) != 0 {
		t.Errorf("%s\nwant the row\n%s", report.Markdown(), want)
	}
}
