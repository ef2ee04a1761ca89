package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// members is a user group of which generated configuration shows only the departments: the rest is deprecated, or no
// document has it.
func members(departments ...any) map[string]any {
	return map[string]any{
		"departments": departments, "personas": []any{"EMPLOYEE", "GUEST"}, "customFieldIds": []any{map[string]any{"type": "QUESTION", "externalId": "field"}},
		"x_injectedNew": map[string]any{"keep": "me"},
	}
}

const importedID = "0a8f6c1e-2f55-4b1c-9d3e-5f7a1c2b3d4e"

// importing is a configuration for a policy that was imported, with the departments of its only group.
func importing(departments string) string {
	return `
import {
  to = spotnana_policy.imported
  id = "` + companyID + "/" + importedID + `"
}
resource "spotnana_policy" "imported" {
  company_id  = "` + companyID + `"
  name        = "Imported"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = [` + departments + `] }]
}
`
}

func importedPolicy(t *testing.T) run {
	t.Helper()
	r := newRun(t)
	insertPolicy(t, r.s, importedID, map[string]any{
		"name": "Imported", "type": "GROUP", "category": "EMPLOYEE", "version": 1, "currency": map[string]any{"currencyCode": "EUR"},
		"userGroups": []any{members("sales", "support", "it")},
	})
	r.write(importing(`"sales", "support", "it"`))
	r.OK("apply", "-auto-approve")
	return r
}

// An edit of an element is that edit: also of its only list that state shows, also where nothing of it is left.
func TestAccPolicy_editKeepsTheRestOfAnElement(t *testing.T) {
	t.Parallel()
	for name, edited := range map[string][]any{
		"one of several": {"sales", "support", "legal"}, "all of them": {"legal"}, "none left": {},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			r := importedPolicy(t)
			var quoted []string
			for _, d := range edited {
				quoted = append(quoted, `"`+d.(string)+`"`)
			}
			r.write(importing(strings.Join(quoted, ", ")))
			for _, line := range rendered(r) {
				if strings.Contains(line, "personas") || strings.Contains(line, "custom_field") {
					t.Errorf("the plan shows %q", line)
				}
			}
			r.OK("apply", "-auto-approve")
			body := r.s.LastBody("PUT", item)
			if diff := cmp.Diff([]any{members(edited...)}, body["userGroups"]); diff != "" {
				t.Errorf("sent (-want +got)\n%s", diff)
			}
			r.NoChanges()
		})
	}
}

// What somebody adds outside is undone, and nothing else.
func TestAccPolicy_driftInAnElementShowsAlone(t *testing.T) {
	t.Parallel()
	r := importedPolicy(t)
	edit(t, r.s, func(p map[string]any) { p["userGroups"] = []any{members("legal")} })
	want := []string{`- "legal",`, `+ "sales",`, `+ "support",`, `+ "it",`}
	if diff := cmp.Diff(want, rendered(r)); diff != "" {
		t.Errorf("the plan (-want +got)\n%s", diff)
	}
	r.OK("apply", "-auto-approve")
	if diff := cmp.Diff([]any{members("sales", "support", "it")}, r.s.LastBody("PUT", item)["userGroups"]); diff != "" {
		t.Errorf("sent (-want +got)\n%s", diff)
	}
}

// What goes with a removed element and no plan shows is told.
func TestAccPolicy_removedElementTellsWhatGoesWithIt(t *testing.T) {
	t.Parallel()
	r := importedPolicy(t)
	r.write(strings.Replace(importing(""), `[{ departments = [] }]`, "[]", 1))
	r.Prints([]string{"plan"}, `Warning: More than the plan shows goes with user_groups[0] of policy "Imported"`, "/personas", "/customFieldIds", "/x_injectedNew")
}

// An attribute that is added inside an element is nothing that the API kept.
func TestAccPolicy_addedInsideAnElement(t *testing.T) {
	t.Parallel()
	r := newRun(t)
	r.write(grouped(`user_groups = [{ departments = ["sales"] }]`))
	r.OK("apply", "-auto-approve")
	r.write(grouped(`user_groups = [{ departments = ["sales"], country_codes = ["DE"] }]`))
	before := len(r.s.Sent("GET", item))
	out := r.OK("apply", "-auto-approve")
	if strings.Contains(out, "Warning: The API kept") {
		t.Errorf("warned of what was added:\n%s", out)
	}
	if n := len(r.s.Sent("GET", item)) - before; n != 3 { // the refresh, the guard and the read-back
		t.Errorf("%d reads", n)
	}
}

// A part of a list that is unknown in the plan turns out to be what it was: what the plan said of the rest stands. Terraform
// calls any other outcome an inconsistent final plan.
func TestAccPolicy_unknownPartOfAList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ first, second string }{
		"objects":                 {`user_groups = [{ departments = ["field"] }, { departments = [%] }]`, `user_groups = [{ departments = [%] }, { departments = ["field"] }]`},
		"strings":                 {`user_groups = [{ departments = ["a", %, "b"] }]`, `user_groups = [{ departments = ["b", "a", %] }]`},
		"codes in another case":   {`user_groups = [{ country_codes = ["de", "fr"], departments = [%] }]`, `user_groups = [{ country_codes = ["FR", "DE"], departments = [%] }]`},
		"another list beside it":  {`user_groups = [{ departments = [%] }]` + "\n" + `air_policy_rules = { restricted_airlines = { airline_codes = ["LH", "FR"] } }`, `user_groups = [{ departments = [%] }]` + "\n" + `air_policy_rules = { restricted_airlines = { airline_codes = ["FR", "LH"] } }`},
		"lists inside of objects": {`rules = { car_types_not_allowed = { car_types = ["VAN", "SPORTS"], prevent_booking = { prevent = true, reason = % } } }`, `rules = { car_types_not_allowed = { car_types = ["SPORTS", "VAN"], prevent_booking = { prevent = true, reason = % } } }`},
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			r := newRun(t)
			write := func(agency, lines string) {
				lines = strings.ReplaceAll(lines, "%", `terraform_data.agency.output`)
				r.write(`
resource "terraform_data" "agency" {
  triggers_replace = ["`+agency+`"]
  input            = "known"
}
`, grouped(lines))
			}
			write("one", c.first)
			r.OK("apply", "-auto-approve")
			write("one", c.second)
			r.NoChanges()
			for _, agency := range []string{"two", "three"} {
				write(agency, c.second)
				r.OK("apply", "-auto-approve")
			}
			r.NoChanges()
			if n := len(r.s.Sent("PUT", item)); n != 0 {
				t.Errorf("%d updates were sent for an order", n)
			}
		})
	}
}

// grouped is a policy to which lines add the user groups.
func grouped(lines string) string {
	if !strings.Contains(lines, "user_groups") {
		lines += "\nuser_groups = []"
	}
	return strings.Replace(engineering(lines), `  user_groups = [{ departments = ["eng"], country_codes = ["DE", "FR"] }]`, "", 1)
}
