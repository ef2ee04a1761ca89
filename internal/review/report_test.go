package review_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/policy"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/subject"
)

func reported(t testing.TB, name string) *review.Report {
	t.Helper()
	return review.New(read(t, stored(t, name)), nil)
}

func read(t testing.TB, plan []byte) *planjson.Plan {
	t.Helper()
	p, err := planjson.Read(plan)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A report has a line for each fact, and a frame that does not grow with them.
func TestNew_lines(t *testing.T) {
	for name := range cases {
		r := reported(t, name)
		facts, objects := len(r.Others)+len(r.Inheriting), 0
		for _, o := range slices.Concat(r.Policies, r.Drift) {
			facts += len(o.Rules) + len(o.Text)
			objects++
		}
		// The headline, and a title and the note of each part; of each policy its heading, whom it applies to, notes, the head of its table, and what folds it.
		most := facts + 2 + 2*len(r.Notes) + 3*3 + 13*objects
		if got := strings.Count(r.Markdown(), "\n"); got > most {
			t.Errorf("%s: %d lines for %d facts", name, got, facts)
		}
	}
}

func TestNew_counts(t *testing.T) {
	for name, want := range map[string]map[review.Finding]int{
		"01 one cap of thirty":      {"loosened": 1, "updated": 1},
		"04 to inherited":           {"tightened": 3, "changed": 1, "updated": 1, "removed": 1},
		"06 section removed":        {"loosened": 2, "removed": 2, "updated": 1},
		"10 policy created":         {"created": 1},
		"11 policy destroyed":       {"destroyed": 1},
		"12 imported whole":         {"imported": 1},
		"13 imported with removals": {"imported": 1, "loosened": 2, "tightened": 1, "removed": 2, "updated": 1},
		"14 adopted":                {"adopted": 1},
		"17 moved and changed":      {"moved": 1, "tightened": 1, "updated": 1},
		"20 deleted outside":        {"created": 1, "drift": 1},
		"23 replaced":               {"replaced": 1},
		"24 forgotten":              {"forgotten": 1},
		"26 other objects":          {"created": 1, "adopted": 1, "destroyed": 1, "updated": 1},
		"29 chosen objects only":    {"tightened": 1, "updated": 1, "incomplete": 1},
		"30 nothing":                {},
		"32 refresh only":           {"drift": 1},
	} {
		got := map[review.Finding]int{}
		counts := reported(t, name).Counts
		if len(counts) != len(review.Findings) {
			t.Errorf("%s: %v", name, counts)
		}
		for f, n := range counts {
			if n > 0 {
				got[f] = n
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	r := reported(t, "13 imported with removals")
	if diff := cmp.Diff([]string{"loosened (2)", "removed (2)", "imported (1)"}, r.Found([]string{"imported", "removed", "loosened", "destroyed"})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"lost"}, review.Unknown([]string{"loosened", "lost"})); diff != "" {
		t.Error(diff)
	}
}

// The JSON is one document with what the other forms have.
func TestReport_JSON(t *testing.T) {
	for name := range cases {
		r := reported(t, name)
		var got review.Report
		d := json.NewDecoder(strings.NewReader(r.JSON()))
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if got.Headline != r.Headline || len(got.Policies) != len(r.Policies) || got.FormatVersion != "1.1" || strings.Contains(r.JSON(), ": null,\n  \"") {
			t.Errorf("%s: %s", name, r.JSON())
		}
	}
	const want = `      "rules": [
        {
          "section": "Hotels",
          "rule": "Highest hotel price",
          "applies_to": "Munich, DE",
          "subject": "Hotel in Munich, DE",
          "before": "at most 117 EUR a night",
          "after": "at most 300 EUR a night",
          "direction": "loosened"
        }
      ]
`
	if got := reported(t, "01 one cap of thirty").JSON(); !strings.Contains(got, want) {
		t.Error(got)
	}
}

func TestReport_Text(t *testing.T) {
	const want = `3 tightened, 1 other

Policy: Sales team (spotnana_policy.sales)
  Applies to departments: Sales
  tightened  Hotel in Munich, DE: at most 140 EUR a night -> at most 120 EUR a night (from Default policy)
  tightened  Hotel in Paris, FR: at most 180 EUR a night -> (none)
  tightened  Hotel in Rome, IT: (none) -> at most 110 EUR a night (from Default policy)
  changed    Hotel in all other places: at most 130 EUR a night -> at most 130 EUR a night (from Default policy)
`
	if diff := cmp.Diff(want, reported(t, "04 to inherited").Text()); diff != "" {
		t.Error(diff)
	}
	for name := range cases {
		if got := reported(t, name).Text(); strings.ContainsAny(got, "\x1b\r") || strings.Contains(got, "Nightingale") || strings.Contains(got, "Kingfisher") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// No value that the plan marks is in any form.
func TestNew_sensitive(t *testing.T) {
	r := reported(t, "27 sensitive value")
	for name, format := range review.Formats {
		if got := format(r); strings.Contains(got, "Nightingale") || strings.Contains(got, "Kingfisher") || !strings.Contains(got, "(sensitive value)") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Whatever the limit, a report is whole lines with its headline, and counts what it leaves out.
func TestWithin_property(t *testing.T) {
	var reports []*review.Report
	for name := range cases {
		reports = append(reports, reported(t, name))
	}
	big := reported(t, "02 city inserted")
	for i := range 3000 {
		o := big.Policies[0]
		o.Address, o.Rules = fmt.Sprint("spotnana_policy.p", i), slices.Repeat(o.Rules, 3)
		big.Policies = append(big.Policies, o)
	}
	if got := big.Within(review.Limit, (*review.Report).Markdown); len(got) > review.Limit || len(got) < review.Limit-500 || utf8.RuneCountInString(got) > review.Limit {
		t.Errorf("%d characters", len(got))
	}
	big.Policies = big.Policies[:40]
	reports = append(reports, big)
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(reports).Draw(t, "report")
		name := rapid.SampledFrom([]string{"markdown", "text", "json"}).Draw(t, "format")
		format := review.Formats[name]
		whole := format(r)
		const least = 2500 // the headline and the notes are not left out
		limit := rapid.IntRange(least, max(least, len(whole))).Draw(t, "limit")
		got := r.Within(limit, format)
		if len(got) > limit {
			t.Fatalf("%d bytes, the limit is %d", len(got), limit)
		}
		if !strings.Contains(got, r.Headline) {
			t.Fatalf("the headline is not in %s", got)
		}
		if name == "json" {
			if !json.Valid([]byte(got)) {
				t.Fatal(got)
			}
			return
		}
		known := map[string]bool{"": true}
		for line := range strings.Lines(whole) {
			known[strings.TrimSpace(line)] = true
		}
		counted := len(whole) <= limit
		for line := range strings.Lines(got) {
			counted = counted || strings.Contains(line, "Left out, because")
			if line = strings.TrimSpace(line); !known[line] && !strings.Contains(line, "Left out, because") && !strings.HasPrefix(line, "<summary>") {
				t.Fatalf("the line %q is not in the whole report", line)
			}
		}
		if !counted {
			t.Fatal("nothing says that something was left out")
		}
	})
}

// Each leaf of a full policy that changes alone has a row with both values.
func TestNew_leaves(t *testing.T) {
	for name, least := range map[string]int{"complete_policy": 100, "complete_policy_branches": 20} {
		before, after := acctest.StoredPolicy(t, name), acctest.StoredPolicy(t, name)
		for _, n := range policy.Tree().Root.Attrs {
			if n.Mode == field.Bookkeeping {
				delete(before, n.Name)
				delete(after, n.Name)
			}
		}
		n := 0
		leaves(after, func(path string, other func() func()) {
			if path == ".id" {
				return
			}
			n++
			undo := other()
			defer undo()
			plan, err := json.Marshal(map[string]any{"format_version": "1.2", "resource_changes": []any{map[string]any{
				"address": "spotnana_policy.x", "mode": "managed", "type": "spotnana_policy", "provider_name": "registry.terraform.io/travel-as-code/spotnana",
				"change": map[string]any{"actions": []any{"update"}, "before": before, "after": after}}}})
			if err != nil {
				t.Fatal(err)
			}
			r := review.New(read(t, plan), nil)
			if len(r.Policies) != 1 || len(r.Policies[0].Rules) == 0 {
				t.Errorf("%s %s: there is no row", name, path)
				return
			}
			for _, rule := range r.Policies[0].Rules {
				if rule.Before != nil && rule.After != nil && *rule.Before == *rule.After {
					t.Errorf("%s %s: the row does not show what changes: %s", name, path, *rule.Before)
				}
			}
		})
		if n < least {
			t.Errorf("%s has %d leaves", name, n)
		}
	}
}

// leaves visits the scalars of a value; other gives one another value and returns what undoes that.
func leaves(v any, visit func(path string, other func() func())) { walk(v, "", nil, visit) }

func walk(v any, path string, put func(any), visit func(string, func() func())) {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			walk(v[name], path+"."+name, func(to any) { v[name] = to }, visit)
		}
	case []any:
		for i := range v {
			walk(v[i], fmt.Sprintf("%s[%d]", path, i), func(to any) { v[i] = to }, visit)
		}
	case nil:
	default:
		visit(path, func() func() {
			put(another(v))
			return func() { put(v) }
		})
	}
}

func another(v any) any {
	switch v := v.(type) {
	case bool:
		return !v
	case json.Number:
		return json.Number(v.String() + "1")
	case string:
		return strings.NewReplacer("BLOCK_TRAVEL_TO", "ALLOW_WITHIN", "ALLOW_WITHIN", "BLOCK_TRAVEL_TO").Replace(v) + "x"
	}
	return nil
}

// The table of settings is that of the resources.
func TestSettings(t *testing.T) {
	for _, s := range subject.All() {
		if s.Sole == nil {
			continue
		}
		address := "spotnana_" + s.Type + ".x"
		plan := func(action, before, after string) *review.Report {
			return review.New(read(t, []byte(fmt.Sprintf(`{"format_version": "1.2", "resource_changes": [{"address": %q, "mode": "managed", "type": %q, "provider_name": "x/y/spotnana",
				"change": {"actions": [%q], "before": %s, "after": %s}}]}`, address, "spotnana_"+s.Type, action, before, after))), nil)
		}
		if got := plan("create", "null", "{}").Others[0].Action; got != review.Adopted {
			t.Errorf("%s: a create is %s", s.Type, got)
		}
		want := review.Destroyed
		if s.Sole.Stays {
			want = review.Forgotten
		}
		if got := plan("delete", "{}", "null").Others[0].Action; got != want {
			t.Errorf("%s: a destroy is %s, want %s", s.Type, got, want)
		}
	}
}
