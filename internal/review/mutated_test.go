package review_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/review"
)

// Whatever is read as a plan is reported on: with its headline, within the limit, and as one JSON document. Here some values of plans are
// replaced by others, of any type.
func TestNew_property(t *testing.T) {
	var plans [][]byte
	for name := range cases {
		plans = append(plans, stored(t, name))
	}
	files, err := filepath.Glob("../planjson/testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, data)
	}
	others := []string{`null`, `true`, `false`, `""`, `"x"`, `0`, `-1e400`, `1e200000000`, `-1e-200000000`, `{}`, `[]`, `[null]`, `["x", 1]`, `{"id": "x", "name": "y"}`}
	rapid.Check(t, func(t *rapid.T) {
		parsed := func(data []byte) (v any) {
			d := json.NewDecoder(bytes.NewReader(data))
			d.UseNumber()
			if err := d.Decode(&v); err != nil {
				t.Fatal(err)
			}
			return v
		}
		plan := parsed(rapid.SampledFrom(plans).Draw(t, "plan"))
		for range rapid.IntRange(1, 4).Draw(t, "times") {
			replace(t, plan, parsed([]byte(rapid.SampledFrom(others).Draw(t, "value"))))
		}
		data, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		p, err := planjson.Read(data)
		if err != nil {
			return
		}
		var policies strings.Builder
		if err := review.NewPolicies(p, nil).Write(&policies); err != nil || !json.Valid([]byte(policies.String())) {
			t.Fatalf("%v: %s", err, policies.String())
		}
		for _, r := range []*review.Report{review.New(p, nil), review.Outside(p, nil, true)} {
			for name, format := range review.Formats {
				got := r.Within(review.Limit, format)
				if len(got) > review.Limit || name == "json" && !json.Valid([]byte(got)) || name == "text" && !strings.Contains(got, r.Headline) {
					t.Fatalf("%s: %s", name, got)
				}
			}
		}
	})
}

// replace puts another value somewhere into a plan, more likely near its top and in its changes.
func replace(t *rapid.T, at, other any) {
	for {
		var put func(any)
		var below any
		switch v := at.(type) {
		case map[string]any:
			if len(v) == 0 {
				return
			}
			name := rapid.SampledFrom(slices.Sorted(maps.Keys(v))).Draw(t, "name")
			if v["resource_changes"] != nil && rapid.Bool().Draw(t, "in the changes") {
				name = "resource_changes"
			}
			put, below = func(to any) { v[name] = to }, v[name]
		case []any:
			if len(v) == 0 {
				return
			}
			i := rapid.IntRange(0, len(v)-1).Draw(t, "element")
			put, below = func(to any) { v[i] = to }, v[i]
		default:
			return
		}
		_, isMap := below.(map[string]any)
		_, isList := below.([]any)
		if !isMap && !isList || rapid.IntRange(0, 9).Draw(t, "here") == 0 {
			put(other)
			return
		}
		at = below
	}
}

// A thousand policies of which each inherits what changes take seconds, and no minutes.
func TestNew_large(t *testing.T) {
	var plan map[string]any
	if err := json.Unmarshal(stored(t, "25 parent changed"), &plan); err != nil {
		t.Fatal(err)
	}
	changes := plan["resource_changes"].([]any)
	for _, c := range changes {
		c := c.(map[string]any)
		if c["address"] != "spotnana_policy.sales" {
			continue
		}
		for range 1000 {
			changes = append(changes, c)
		}
	}
	plan["resource_changes"] = changes
	data, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	got := review.New(read(t, data), nil).Within(review.Limit, (*review.Report).Markdown)
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("it took %s", took)
	} else {
		t.Logf("it took %s for %d bytes of JSON", took, len(data))
	}
	if len(got) > review.Limit || !strings.Contains(got, "Left out, because") {
		t.Errorf("%d bytes", len(got))
	}
}
