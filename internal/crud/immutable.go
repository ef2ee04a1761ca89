package crud

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// An API that neither changes nor deletes an object (section 4.6 of DESIGN.md, last paragraph) leaves a plan nothing to do: where
// the object differs from its configuration, the plan keeps the live value and warns; where the configuration changed, the plan is
// an error. State shows the live values, so that a plan can say which they are. There are two exceptions, because Terraform makes an
// update of any difference in null: a configured value stays in state where the live one is null, and null stays where only the
// API has a value. Two records in private state tell such cases from changes of the configuration:
//
//	configured "a", live "b"   state "b", left   {note: hash of "a"}   a plan of "a" warns, one of "c" is an error
//	configured "a", live null  state "a", pinned {note: hash of null}  a plan of null changes state only

// departures are the attributes in which an immutable object differs from its configuration, with hashes of the values that
// state does not show.
type departures struct {
	// Left are the configured values that the object has left: state shows the live ones.
	Left map[string]string `json:"left,omitempty"`
	// Pinned are the live values that state cannot show: it shows the configured ones.
	Pinned map[string]string `json:"pinned,omitempty"`
}

// pin compares what was read with the configuration that was applied last: prior, but for what before has as left. It returns
// what state shall hold, the departures now, and a line for each value that state cannot show: no plan tells of it.
func (o *resourceType) pin(prior map[string]any, read codec.Decoded, before *departures) (attrs map[string]any, now *departures, lines []string) {
	attrs, now = read.Attrs, &departures{Left: map[string]string{}, Pinned: map[string]string{}}
	if before != nil {
		maps.Copy(now.Left, before.Left)
	}
	hash := func(p path.Path, attrs map[string]any) string { return read.Memory.HashAt(o.tree, p, attrs) }
	for _, p := range codec.Differences(o.tree, prior, read.Attrs) {
		at, held, live := p.String(), codec.At(prior, p), codec.At(read.Attrs, p)
		switch configured, left := now.Left[at]; {
		case codec.OnlyFilled(o.tree, p, prior, read.Attrs):
			attrs = codec.With(attrs, p, held)
		case held == nil || live == nil:
			now.Pinned[at] = hash(p, read.Attrs)
			attrs = codec.With(attrs, p, held)
			lines = append(lines, leftLine(p, held, live))
		case !left:
			now.Left[at] = hash(p, prior)
		case configured == hash(p, read.Attrs):
			delete(now.Left, at) // it was changed back
		}
	}
	return attrs, now, lines
}

func leftLine(p path.Path, configured, live any) string {
	return fmt.Sprintf("%s is %s, and the configuration sets it to %s", p, show(live), show(configured))
}

// irrevocable is what a warning says of an immutable object, before the lines.
const irrevocable = "The API has no way to change it back, so nothing is planned. If the change is right, configure it: then this warning ends."

// hold takes the changes out of the plan of an immutable object. Where the object changed, the live value stays, with a
// warning. Where the configuration changed, that is an error, unless it now says what the object is like.
func (o *resourceType) hold(prior, planned map[string]any, kept private) (map[string]any, diag.Diagnostics) {
	var diags diag.Diagnostics
	var lines []string
	for _, p := range codec.Differences(o.tree, prior, planned) {
		has, want := codec.At(prior, p), codec.At(planned, p)
		if codec.HasUnknown(want) {
			continue // asked again when it is known
		}
		hash := ""
		if kept.Memory != nil {
			hash = kept.Memory.HashAt(o.tree, p, planned)
		}
		switch {
		case kept.Departures.hasPinned(p, hash), codec.OnlyFilled(o.tree, p, prior, planned):
			// Only state changes.
		case kept.Departures.hasLeft(p, hash):
			planned = codec.With(planned, p, has)
			lines = append(lines, leftLine(p, want, has))
		default:
			diags.AddAttributeError(p, "Cannot change "+o.title(prior), located(p, fmt.Sprintf(
				"%s is %s and the configuration sets it to %s, but the API has no way to change a %s, and a replacement would leave this one behind beside a second one. "+
					"Nothing is planned. Configure %[1]s as it is there; or, if a second %[4]s is wanted, give it a resource of its own; or, to only forget this one, remove it from the state (terraform state rm).",
				p, show(has), show(want), o.spec.Title)))
		}
	}
	// Not the summary of what a read warns of, which would hide this.
	diags.Append(o.outside(prior, ": it is not as configured", section{irrevocable, lines})...)
	return planned, diags
}

// afterApply are the departures that remain once a configuration is applied. Where that says what state shows, the departure
// is over: after configured "a" and live "b", a configuration of "b" accepts the change, and one of "a" is a change again, thus
// an error. Terraform applies nothing when "b" is all that changed, as state has it already. Then nothing can be noted, and
// going back to "a" stays a warning.
func (o *resourceType) afterApply(config, prior map[string]any, before *departures) *departures {
	if before == nil {
		return nil
	}
	now := &departures{Left: map[string]string{}, Pinned: before.Pinned}
	for _, p := range codec.Differences(o.tree, prior, codec.Plan(o.tree, config, prior, false)) {
		if configured, ok := before.Left[p.String()]; ok {
			now.Left[p.String()] = configured
		}
	}
	return now
}

func (d *departures) hasLeft(p path.Path, hash string) bool {
	return d != nil && hash != "" && d.Left[p.String()] == hash
}

func (d *departures) hasPinned(p path.Path, hash string) bool {
	return d != nil && hash != "" && d.Pinned[p.String()] == hash
}

// twice refuses to plan a second object in place of an immutable one. A replacement that somebody asks for (-replace,
// replace_triggered_by) is planned as a create that has the private state of the object before it.
func (o *resourceType) twice(planned map[string]any, kept private) diag.Diagnostics {
	if !o.spec.Immutable || kept.Origin == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot replace "+o.title(planned), fmt.Sprintf(
		"The API has no way to delete a %s, so a replacement would leave this one behind beside a second one. Nothing is planned. "+
			"Leave out -replace and replace_triggered_by; or, to only forget this one, remove it from the state (terraform state rm).", o.spec.Title))}
}
