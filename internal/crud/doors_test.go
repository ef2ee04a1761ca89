package crud

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"pgregory.net/rapid"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// life is one resource at an API of its own, behind one of the two servers.
type life struct {
	server  tfprotov6.ProviderServer
	api     *fake
	state   *tfprotov6.DynamicValue
	private []byte
}

// What NewServer answers for an object is what the framework's own server answers: states, plans, private state and diagnostics.
func TestProperty_answersOfTheFramework(t *testing.T) {
	spec := team()
	construct := NewResource(func() *Spec { return spec })
	o := construct().(*resourceType)
	encoded := func(v any) *tfprotov6.DynamicValue {
		d, err := o.wire.Encode(v)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	rapid.Check(t, func(rt *rapid.T) {
		lives := make([]*life, 2)
		for i := range lives {
			l := &life{api: newFake(), state: encoded(nil)}
			p := served{resources: []func() resource.Resource{construct}, data: &connection{api: l.api, session: NewSession()}}
			if l.server = NewServer(p); i == 1 {
				l.server = plain{providerserver.NewProtocol6(p)()}
			}
			configure(t, l.server)
			lives[i] = l
		}
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			config := encoded(drawTeam(rt))
			if rapid.IntRange(0, 5).Draw(rt, "destroy") == 0 {
				config = encoded(nil)
			}
			// Somebody else works on the object, too.
			outside, note := rapid.SampledFrom([]string{"", "", "change", "delete"}).Draw(rt, "outside"), rapid.SampledFrom([]any{"x", "y", nil}).Draw(rt, "note")
			answers := make([][]any, len(lives))
			for i, l := range lives {
				answers[i] = l.step(t, o, config, outside, note)
			}
			if diff := cmp.Diff(answers[1], answers[0], cmp.AllowUnexported(report{})); diff != "" {
				rt.Fatalf("the answers differ (-framework +NewServer)\n%s", diff)
			}
		}
	})
}

// drawTeam draws a configuration, which may be a wrong one.
func drawTeam(t *rapid.T) any {
	text := func(name string, of ...any) any {
		return rapid.SampledFrom(append(of, nil, codec.Unknown{})).Draw(t, name)
	}
	config := map[string]any{"company_id": "c", "name": text("name", "Red", "Blue", ""), "note": text("note", "n", "m"), "tags": text("tags", []any{"a"}, []any{"b", "a"}, []any{})}
	if rapid.IntRange(0, 9).Draw(t, "id") == 0 {
		config["id"] = "t9" // read-only
	}
	if rapid.IntRange(0, 3).Draw(t, "timeouts") == 0 {
		config["timeouts"] = map[string]any{"read": text("read", "5m", "soon", "-1s")}
	}
	for name, v := range config {
		if v == nil {
			delete(config, name)
		}
	}
	return config
}

// step validates a configuration, null for none, refreshes, plans and applies it, and returns all answers.
func (l *life) step(t *testing.T, o *resourceType, config *tfprotov6.DynamicValue, outside string, note any) []any {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	shown := func(v *tfprotov6.DynamicValue) any {
		raw, err := v.Unmarshal(o.typ)
		must(err)
		return raw.String()
	}
	isNull := func(v *tfprotov6.DynamicValue) bool {
		null, err := v.IsNull()
		must(err)
		return null
	}
	var answers []any
	destroys := isNull(config)
	if !destroys {
		validated, err := l.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: "x_team", Config: config,
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}})
		must(err)
		refused := hasErrors(validated.Diagnostics) // in which words is not the same
		answers = append(answers, refused)
		if refused {
			return answers
		}
	}
	l.api.edit(outside, note)
	if !isNull(l.state) {
		attrs, _ := o.decode(l.state)
		stored, err := codec.FormatJSON(plainJSON(attrs))
		must(err)
		upgraded, err := l.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{TypeName: "x_team", RawState: &tfprotov6.RawState{JSON: stored}})
		must(err)
		answers = append(answers, shown(upgraded.UpgradedState), reports(upgraded.Diagnostics))
		read, err := l.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "x_team", CurrentState: upgraded.UpgradedState, Private: l.private})
		must(err)
		answers = append(answers, shown(read.NewState), besides(t, read.Private), reports(read.Diagnostics))
		if l.state, l.private = read.NewState, read.Private; hasErrors(read.Diagnostics) {
			return answers
		}
	}
	if destroys && isNull(l.state) {
		return answers
	}
	plan, err := l.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{TypeName: "x_team", PriorState: l.state, Config: config, ProposedNewState: config, PriorPrivate: l.private})
	must(err)
	answers = append(answers, shown(plan.PlannedState), besides(t, plan.PlannedPrivate), reports(plan.Diagnostics))
	known, _ := o.decode(config)
	if hasErrors(plan.Diagnostics) || codec.HasUnknown(known) {
		return answers
	}
	done, err := l.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{TypeName: "x_team", PriorState: l.state, PlannedState: plan.PlannedState, Config: config, PlannedPrivate: plan.PlannedPrivate})
	must(err)
	l.state, l.private = done.NewState, done.Private
	return append(answers, shown(done.NewState), besides(t, done.Private), reports(done.Diagnostics), l.api.requests())
}

// besides is private state without its hashes, whose key is drawn for each object.
func besides(t *testing.T, data []byte) any {
	t.Helper()
	if len(data) == 0 {
		return nil
	}
	var all map[string][]byte
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	p := (&instance{private: data}).decoded(t)
	var remembered []string
	if p.Memory != nil {
		remembered = slices.Sorted(maps.Keys(p.Memory.Leaves))
	}
	had := len(p.Had)
	p.Memory, p.Had = nil, nil
	return fmt.Sprint(slices.Sorted(maps.Keys(all)), p, remembered, had)
}

// plainJSON are the attributes of a team as JSON.
func plainJSON(attrs map[string]any) any {
	out := map[string]any{"of_an_older_version": true}
	for name, v := range attrs {
		out[name] = v
	}
	return out
}

// edit does to the last object what somebody else would.
func (f *fake) edit(what string, note any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, live := range f.teams {
		switch what {
		case "change":
			live["note"] = note
		case "delete":
			delete(f.teams, id)
		}
	}
}

// Private state that no version of this provider wrote counts as none, as with the framework.
func TestPrivate_foreign(t *testing.T) {
	for name, data := range map[string]string{"null": "null", "values that are no bytes": `{"schema_version": "1", "e2bfb730": {"read": 1}}`} {
		t.Run(name, func(t *testing.T) {
			tf := start(t, team())
			was := tf.created(`{"company_id": "c", "name": "Red"}`)
			was.private = []byte(data)
			read, err := tf.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: tf.name, CurrentState: tf.value(was.attrs), Private: was.private})
			if err != nil || len(read.Diagnostics) > 0 {
				t.Fatal(err, reports(read.Diagnostics))
			}
			if got := (&instance{private: read.Private}).decoded(t); got.Memory == nil {
				t.Errorf("nothing is remembered: %s", read.Private)
			}
			if diff := cmp.Diff(was.attrs, tf.attrs(read.NewState)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A provider that somebody debugs lives on after a Ctrl-C, and serves the next run of Terraform.
func TestServer_nextRunAfterStop(t *testing.T) {
	tf := start(t, team())
	if _, err := tf.server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		t.Fatal(err)
	}
	configure(t, tf.server)
	if i, found := tf.create(`{"company_id": "c", "name": "Red"}`); i == nil {
		t.Error("nothing was made", found)
	}
}
