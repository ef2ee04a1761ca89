package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/sandbox"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

func TestOutside(t *testing.T) {
	for name, want := range map[string]string{
		"19 drift beside a change": `1 object was changed outside Terraform
Note: Nobody looked at what no plan can show, such as a company on Unite or the dates of a trip: the provider warns of it in the messages of terraform plan -json (--log).

Policy: Sales team (spotnana_policy.sales)
  Applies to departments: Sales
  loosened   Flights: book at least 14 days ahead -> book at least 3 days ahead
`,
		"20 deleted outside": `1 object was deleted outside Terraform
Note: Nobody looked at what no plan can show, such as a company on Unite or the dates of a trip: the provider warns of it in the messages of terraform plan -json (--log).

Policy deleted: Sales team (spotnana_policy.sales)
  Applies to departments: Sales
  It was deleted outside Terraform.
`,
		"30 nothing": `Clean: nothing was changed outside Terraform, and nothing waits to be applied
Note: Nobody looked at what no plan can show, such as a company on Unite or the dates of a trip: the provider warns of it in the messages of terraform plan -json (--log).
`,
		"26 other objects": `Nothing was changed outside Terraform; 4 changes are not applied yet
Note: Nobody looked at what no plan can show, such as a company on Unite or the dates of a trip: the provider warns of it in the messages of terraform plan -json (--log).

Not applied yet:
  Color config (spotnana_color_config.acme): adopted
  Department Legal (spotnana_department.legal): destroyed
  Department Operations (spotnana_department.ops): created
  Department Sales and marketing (spotnana_department.sales): updated
`,
		"17 moved and changed": `Nothing was changed outside Terraform; 1 change is not applied yet
Note: Nobody looked at what no plan can show, such as a company on Unite or the dates of a trip: the provider warns of it in the messages of terraform plan -json (--log).

Not applied yet:
  Policy Sales team (spotnana_policy.field): updated
`,
	} {
		if diff := cmp.Diff(want, review.Outside(read(t, stored(t, name)), nil, false).Text()); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// A warning counts, and shows nothing that the plan marks.
func TestOutside_warnings(t *testing.T) {
	p := read(t, stored(t, "27 sensitive value"))
	r := review.Outside(p, []planjson.Warning{{Summary: `Trip "Project Nightingale" was changed outside Terraform`, Lines: []string{`start is "Project Kingfisher"`}}}, true)
	const want = "## 1 object was changed outside Terraform\n\n### Changed outside Terraform, and no plan can show it\n\n" +
		"- Trip \"(sensitive value)\" was changed outside Terraform\n  - start is \"(sensitive value)\"\n"
	if diff := cmp.Diff(want, r.Markdown()); diff != "" || !r.Drifted() {
		t.Error(diff)
	}
}

// An object of which the plan shows some changes, and a warning tells others, is one object.
func TestOutside_both(t *testing.T) {
	p := read(t, stored(t, "19 drift beside a change"))
	id := p.Drift[0].Before["id"].(string)
	about := planjson.Warning{Summary: `Policy "Sales team" (x/` + id + `) was changed outside Terraform`}
	other := planjson.Warning{Summary: `Trip "Kick-off" (t1) was changed outside Terraform`}
	for want, warnings := range map[string][]planjson.Warning{"1 object was changed": {about}, "2 objects were changed": {about, other}} {
		if r := review.Outside(p, warnings, true); !strings.HasPrefix(r.Headline, want) || len(r.Warnings) != len(warnings) {
			t.Errorf("%q: %s", want, r.Headline)
		}
	}
}

// What no plan can show is in the messages that Terraform prints.
func TestAccOutside_messages(t *testing.T) {
	t.Parallel()
	c := testCase{before: standard(window), after: standard(window), outside: policyNamed("Default policy", func(p map[string]any) { p["rules"] = []any{} })}
	tf, printed := c.planned(t, "-json", "-out=tfplan")
	warnings, err := planjson.Warnings([]byte(printed))
	if err != nil {
		t.Fatal(err)
	}
	p := read(t, []byte(tf.Lines("show", "-json", "tfplan")))
	if unseen := review.Outside(p, nil, false); unseen.Drifted() || !strings.Contains(unseen.Text(), "Clean") {
		t.Error(unseen.Text())
	}
	r := review.Outside(p, warnings, true)
	if got := r.Text(); !r.Drifted() || !strings.Contains(got, "Default policy") || !strings.Contains(got, "\n    /rules") || strings.Contains(got, "Nobody looked") {
		t.Error(got)
	}
}

// What is no policy has a line.
func TestAccOutside_deletedDepartment(t *testing.T) {
	t.Parallel()
	c := testCase{before: department("sales", "Sales"), after: department("sales", "Sales"), outside: func(t *testing.T, s *acctest.Server) {
		t.Helper()
		if err := s.Remove(sandbox.Departments, s.List(sandbox.Departments)[0]); err != nil {
			t.Fatal(err)
		}
	}}
	const want = "1 object was deleted outside Terraform\n\n  Department Sales (spotnana_department.sales): It was deleted outside Terraform.\n"
	if diff := cmp.Diff(want, review.Outside(read(t, c.plan(t)), nil, true).Text()); diff != "" {
		t.Error(diff)
	}
}

// Nothing is called clean of which only a part was looked at.
func TestOutside_incomplete(t *testing.T) {
	p := read(t, []byte(`{"format_version": "1.2", "resource_changes": [], "complete": false}`))
	if r := review.Outside(p, nil, true); r.Headline != "Nothing was changed outside Terraform among what was looked at, which is not all" {
		t.Error(r.Headline)
	}
}
