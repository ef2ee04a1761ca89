package planjson_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/planjson"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/statement"
)

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t *testing.T, data []byte) *planjson.Plan {
	t.Helper()
	p, err := planjson.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// summary is a change in a line.
func summary(c planjson.Change) string {
	line := c.Address + ": " + string(c.Action)
	for name, is := range map[string]bool{"imported": c.Imported, "deposed": c.Deposed} {
		if is {
			line += " " + name
		}
	}
	if c.Reason != "" {
		line += " " + c.Reason
	}
	return line
}

func summaries(changes []planjson.Change) []string {
	out := []string{}
	for _, c := range changes {
		out = append(out, summary(c))
	}
	return out
}

func find(t *testing.T, changes []planjson.Change, address string) planjson.Change {
	t.Helper()
	i := slices.IndexFunc(changes, func(c planjson.Change) bool { return c.Address == address })
	if i < 0 {
		t.Fatalf("there is no change of %s", address)
	}
	return changes[i]
}

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	opaque := cmp.Comparer(func(_, _ statement.Hidden) bool { return true })
	if diff := cmp.Diff(want, got, opaque); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}

func TestRead_terraform18(t *testing.T) {
	p := read(t, file(t, "terraform_1_8"))
	equal(t, "changes", []string{
		"spotnana_department.old: create", "spotnana_policy.sales: update", "spotnana_policy.forgotten: forget delete_because_no_resource_config", "spotnana_policy.copy: delete deposed",
	}, summaries(p.Changes))
	// What only has another address, or another spelling of a number, did not drift.
	equal(t, "drift", []string{"spotnana_department.old: delete"}, summaries(p.Drift))
	equal(t, "counts", []int{0, 1, 1, 0}, []int{p.ForeignChanges, p.ForeignDrift, p.Outputs, p.PutOff})
	if !p.Errored || p.Incomplete || p.RefreshOnly {
		t.Errorf("%+v", p)
	}
	sales := find(t, p.Changes, "spotnana_policy.sales")
	equal(t, "before", map[string]any{"id": "p1", "name": "Sales team", "limit": json.Number("12345678901234567890.10"), "groups": []any{map[string]any{"ids": []any{"d1"}}},
		"note": statement.Hidden{}, "secret": statement.Hidden{}}, sales.Before)
	equal(t, "after", map[string]any{"id": "p1", "name": "Sales team", "limit": json.Number("12345678901234567890.20"), "groups": []any{map[string]any{"ids": []any{"d1", statement.Unknown{}}}},
		"note": statement.Hidden{}, "secret": statement.Hidden{}, "parent_policy_id": statement.Unknown{}}, sales.After)
	equal(t, "hidden values that differ", []string{"secret"}, sales.Hidden)
	equal(t, "changed", []string{"groups", "limit", "parent_policy_id", "secret"}, sales.Changed())

	// A data source tells the objects in its lists, and numbers of the state keep their digits.
	data := []any{map[string]any{"company_id": "c1", "count": json.Number("12345678901234567890"), "departments": []any{map[string]any{"id": "d1", "name": "Legal"}}}, []any{map[string]any{"id": "d1", "name": "Legal"}}}
	grade := map[string]any{"id": "g1", "name": statement.Hidden{}}
	equal(t, "planned", append(slices.Clone(data), grade, map[string]any{"id": "spotnana_department.old", "name": "Old"}, sales.After, map[string]any{"id": "p4", "name": "Forgotten"}), p.Planned)
	equal(t, "present", append(slices.Clone(data), grade, sales.Before, map[string]any{"id": "p4", "name": "Forgotten"}), p.Present)
	equal(t, "past", append(slices.Clone(data), grade, sales.Before, map[string]any{"id": "p4", "name": "Forgotten"},
		map[string]any{"id": "d2", "name": "Old"}, map[string]any{"id": "p2", "name": "Moved"}, map[string]any{"id": "p3", "limit": json.Number("1.50")}), p.Past)

	// What is marked anywhere is in no text.
	equal(t, "redacted", `note is "(sensitive value)", (sensitive value)s and (sensitive value); (sensitive value) is no BA`, p.Redact(`note is "Nightingale", seconds and first; A is no BA`))
}

func TestRead_terraform116(t *testing.T) {
	p := read(t, file(t, "terraform_1_16"))
	const module = `module.eu["a.b[0]"].`
	equal(t, "changes", []string{
		module + `spotnana_policy.sales["x"]: update imported`, module + "spotnana_policy.europe: create, delete replace_because_cannot_update",
		module + `spotnana_department.new["legal"]: create`, module + `spotnana_department.new["ops"]: create`, module + "spotnana_grade.g: create",
	}, summaries(p.Changes))
	if p.Errored || !p.Incomplete || p.RefreshOnly || p.PutOff != 1 || len(p.Drift) > 0 {
		t.Errorf("%+v", p)
	}
	equal(t, "replaced by", []string{"company_id", "user_groups"}, find(t, p.Changes, module+"spotnana_policy.europe").ReplacedBy)
	// References tell the parent and both departments; two unknown grades are not told apart by one reference.
	equal(t, "after", map[string]any{"id": "p1", "name": "Sales team", "parent_policy_id": module + "spotnana_policy.europe", "user_groups": []any{map[string]any{
		"departments": []any{module + `spotnana_department.new["legal"]`, module + `spotnana_department.new["ops"]`}, "grades": []any{statement.Unknown{}, statement.Unknown{}}}}},
		find(t, p.Changes, module+`spotnana_policy.sales["x"]`).After)
}

func TestRead_openTofu(t *testing.T) {
	p := read(t, file(t, "opentofu_1_12"))
	equal(t, "changes", []string{"spotnana_policy.sales: no-op imported", "spotnana_policy.kept: forget, create replace_by_request", "spotnana_policy.gone: delete delete_because_no_resource_config"}, summaries(p.Changes))
	equal(t, "drift", []string{"spotnana_policy.sales: update"}, summaries(p.Drift))
	if p.Errored || p.Incomplete || p.RefreshOnly || p.ForeignChanges != 1 {
		t.Errorf("%+v", p)
	}
	equal(t, "import id", "c1/p1", p.Changes[0].ImportID)
	// Nobody can inherit from a policy that is deleted.
	equal(t, "planned", []any{map[string]any{"id": "p1", "name": "Sales team"}, map[string]any{"id": "spotnana_policy.kept", "name": "Kept"}}, p.Planned)
}

func TestRead_refreshOnly(t *testing.T) {
	p := read(t, []byte(`{"format_version": "1.0", "planned_values": {}, "resource_drift": [
		{"address": "spotnana_grade.a", "mode": "managed", "type": "spotnana_grade", "provider_name": "spotnana", "change": {"actions": ["update"], "before": {"name": "A"}, "after": {"name": "B"}}}]}`))
	if !p.RefreshOnly || len(p.Drift) != 1 {
		t.Errorf("%+v", p)
	}
}

// A configuration that only reads has no changes either.
func TestRead_dataSourcesOnly(t *testing.T) {
	for mode, refreshOnly := range map[string]bool{"data": false, "managed": true} {
		p := read(t, []byte(`{"format_version": "1.0", "planned_values": {}, "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
			{"address": "x", "mode": "`+mode+`", "type": "spotnana_company", "provider_name": "spotnana", "values": {"id": "c"}}]}}}}`))
		if p.RefreshOnly != refreshOnly {
			t.Errorf("%s: %v", mode, p.RefreshOnly)
		}
	}
}

// A policy that is read and managed is the managed one, once that changes: what was read is not what will be.
func TestRead_readAndManaged(t *testing.T) {
	for action, want := range map[string]int{"update": 1, "no-op": 2} {
		p := read(t, []byte(`{"format_version": "1.0", "planned_values": {},
			"resource_changes": [{"address": "spotnana_policy.d", "mode": "managed", "type": "spotnana_policy", "provider_name": "spotnana",
				"change": {"actions": ["`+action+`"], "before": {"id": "D", "name": "Old", "type": "DEFAULT", "user_groups": null}, "after": {"id": "D", "name": "New", "type": "DEFAULT", "user_groups": null}}}],
			"prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "data.spotnana_policy.d", "mode": "data", "type": "spotnana_policy", "provider_name": "spotnana",
				"values": {"id": "d", "name": "Old", "type": "DEFAULT", "user_groups": null, "version": 3}}]}}}}`))
		if len(p.Planned) != want || len(p.Present) != want {
			t.Errorf("%s: %v, %v", action, p.Present, p.Planned)
		}
	}
}

// PowerShell writes what a command prints as UTF-16 with a byte order mark.
func TestRead_utf16(t *testing.T) {
	for _, bom := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		text, err := unicode.UTF16(bom, unicode.UseBOM).NewEncoder().Bytes(file(t, "opentofu_1_12"))
		if err != nil {
			t.Fatal(err)
		}
		if p := read(t, text); len(p.Changes) != 3 {
			t.Errorf("%d changes", len(p.Changes))
		}
	}
	if p := read(t, append([]byte("\xef\xbb\xbf"), file(t, "opentofu_1_12")...)); len(p.Changes) != 3 {
		t.Errorf("%d changes", len(p.Changes))
	}
}

func TestRead_refuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "is empty",
		" \n":                        "is empty",
		"PK\x03\x04x":                "the plan file itself",
		"Terraform will perform":     "no JSON",
		"[]":                         "no JSON",
		`{"format_version": "1.2", `: "only a part of it",
		`{}`:                         "no format_version",
		`{"format_version": "1.0"}`:  "neither changes nor a configuration",
		`{"version": 4, "serial": 1, "lineage": "x"}`:                                     "state, not of a plan",
		`{"format_version": "1.0", "terraform_version": "1.11.4", "values": {}}`:          "state, not of a plan",
		`{"@level": "info", "@message": "Terraform 1.11.4", "type": "version"}` + "\n{}":  "messages of terraform plan -json",
		`{"meta": {}, "encrypted_data": "x", "encryption_version": "v0"}`:                 "encrypted",
		`{"format_version": "2.0", "planned_values": {}}`:                                 `format "2.0"`,
		`{"format_version": "0.2", "planned_values": {}}`:                                 `format "0.2"`,
		`{"format_version": 1, "planned_values": {}}`:                                     `format ""`,
		`{"format_version": "1.2", "resource_changes": 5}`:                                "cannot be read",
		`{"format_version": "1.2", "resource_changes": [], "prior_state": {"values": 1}}`: "cannot be read",
	} {
		if _, err := planjson.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

const (
	started  = `{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","terraform":"1.11.4","type":"version","ui":"1.2"}` + "\n"
	finished = `{"@level":"info","@message":"Plan: 0 to add","type":"change_summary","changes":{"add":0}}` + "\n"
	warning  = `{"@level":"warn","@message":"Warning: x","type":"diagnostic","diagnostic":{"severity":"warning","summary":"Trip \"Kick-off\" (t1) was changed outside Terraform","detail":"These changed:\n  - start is 1, and state has 2\n  - end is 3, and state has 4\n\nMore."}}` + "\n"
	another  = `{"@level":"warn","@message":"Warning: x","type":"diagnostic","diagnostic":{"severity":"warning","summary":"Deprecated","detail":""}}` + "\n"
	failure  = `{"@level":"error","@message":"Error: x","type":"diagnostic","diagnostic":{"severity":"error","summary":"No such company","detail":""}}` + "\n"
)

func TestWarnings(t *testing.T) {
	got, err := planjson.Warnings([]byte(started + another + warning + finished + warning))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "warnings", []planjson.Warning{{Summary: `Trip "Kick-off" (t1) was changed outside Terraform`, Lines: []string{"start is 1, and state has 2", "end is 3, and state has 4"}}}, got)
	for text, want := range map[string]string{
		"":                               "no summary of changes",
		started + warning:                "no summary of changes",
		started + "Plan: 1 to add":       "line 2 is no message",
		string(file(t, "terraform_1_8")): "line 1 is no message",
		started + failure + finished:     "planning failed, so nobody knows what changed: No such company",
	} {
		_, err := planjson.Warnings([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
		var failed *planjson.FailedError
		if errors.As(err, &failed) != strings.Contains(text, failure) {
			t.Errorf("%q: %T", text, err)
		}
	}
}
